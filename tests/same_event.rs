//! Two tellings of one event are found, and stories of one employer that have nothing but its jargon in common are not.

use crate::dice::Dice;
use crate::site::{Files, handbook};
use prepgen::handbook::{Handbook, Options};
use std::path::Path;

fn story(title: &str, front: &str, parts: [&str; 4]) -> String {
    let [situation, task, action, result] = parts;
    format!("---\ntitle: {title}\n{front}---\n## Situation\n{situation}\n\n## Task\n{task}\n\n## Action\n{action}\n\n## Result\n{result}\n")
}

fn linked(stories: impl IntoIterator<Item = String>) -> Handbook {
    let files: Files = stories.into_iter().enumerate().map(|(number, text)| (format!("content/stories/s{number:05}.md"), text)).collect();
    handbook(&files, Options::default()).unwrap()
}

/// The pairs that are found, by the stories' numbers.
fn pairs(handbook: &Handbook) -> Vec<(usize, usize)> {
    handbook.events.found.iter().map(|pair| (pair.first, pair.later)).collect()
}

/// Ten things that one engineer did at one employer, with its product names, its people and its bugs in several of them.
fn one_employer() -> Vec<String> {
    let of = |title: &str, parts: [&str; 4]| story(title, "company: Norvia\n", parts);
    vec![
        of(
            "Tax rounding in PayHub",
            [
                "PayHub, our payment service, showed a total that was a cent off for some carts at Norvia.",
                "I owned the bug and wanted to know how many customers had paid too much.",
                "I wrote a query over a year of orders, grouped the wrong ones by country and saw that only reverse tax was affected. I changed the code to round once at the end and added tests for each country.",
                "412 customers got their cents back.",
            ],
        ),
        of(
            "Mentoring an intern",
            [
                "An intern joined the PayHub team for twelve weeks and had never written a service.",
                "I wanted her to ship something that customers see.",
                "I cut her project into slices of a week, reviewed her code every evening, and let her present each slice in our demo. When she got stuck on the metrics I paired with her for a day.",
                "Her export button shipped in week nine and she came back as a full-time engineer.",
            ],
        ),
        of(
            "An outage on a Sunday",
            [
                "A certificate of PayHub ran out on a Sunday and no payment went through.",
                "I was on call and had to bring it back.",
                "I renewed the certificate by hand, restarted the fleet in two halves, and told support every ten minutes where we stood. The next day I wrote an alert that looks at all certificates a month ahead.",
                "The outage lasted 34 minutes, and no certificate has run out since.",
            ],
        ),
        of(
            "Saying no to Marketing",
            [
                "Marketing wanted a countdown on the checkout page before Black Friday.",
                "I had to protect the checkout without losing their trust.",
                "I measured what the countdown did to the page in a test with 1 % of visitors, and showed Priya from Marketing that people left more often. I offered her the banner on the landing page.",
                "She took the banner, and sales on that Friday were up 6 %.",
            ],
        ),
        of(
            "The ORCA migration",
            [
                "ORCA, the warehouse system, ran on a database that nobody could patch any more.",
                "I led the migration to a new one without closing a warehouse.",
                "I mirrored writes for a month, compared both sides each night, and moved one warehouse after the other on Tuesday mornings. Two foremen helped me to write the plan.",
                "All 14 warehouses moved with 0 hours of closing.",
            ],
        ),
        of(
            "A slow picker screen",
            [
                "Pickers in the Leipzig warehouse waited four seconds for each ORCA screen.",
                "I wanted to see it with my own eyes and make it fast.",
                "I walked a shift with a picker and filmed the scanner. The screen loaded a map that no picker looks at. I removed the map and cached the shelf names.",
                "Four seconds became half a second, 900 times a shift.",
            ],
        ),
        of(
            "Hiring in a hurry",
            [
                "My team lost three people in a month.",
                "I needed two engineers before spring.",
                "I rewrote the job ad in plain words, asked Priya to read it as an outsider, and did every first call myself. I replaced the puzzle by a bug from our own code.",
                "Both seats were filled in seven weeks.",
            ],
        ),
        of(
            "Feedback that hurt",
            [
                "My manager told me that I interrupt people in design reviews.",
                "I wanted to change that and to know whether I did.",
                "I asked two colleagues to keep a tally in each meeting and to show me the number afterwards. I wrote my questions down instead of asking them at once.",
                "The tally fell from eleven a meeting to one.",
            ],
        ),
        of(
            "The metric that lied",
            [
                "Our delivery metric was green while customers complained about late parcels.",
                "I wanted a number that we could trust.",
                "I followed 50 parcels by hand from click to door, found that the clock stopped at the depot, and moved it to the doorbell. I presented both numbers side by side.",
                "On-time delivery was 81 %, not 97 %, and the board paid for a second depot.",
            ],
        ),
        of(
            "A launch that I delayed",
            [
                "We were to launch gift cards in PayHub on 1 December.",
                "I had to decide whether the code was good enough.",
                "I found a bug that allowed a card to be used twice. I told the director the same hour, with the fix, its risk and a date. I tested it with a friendly shop first.",
                "We launched nine days late and lost no card.",
            ],
        ),
    ]
}

#[test]
fn ten_stories_of_one_employer_are_ten_events() {
    let handbook = linked(one_employer());
    assert_eq!(pairs(&handbook), [], "{:#?}", handbook.events.found);
}

/// An unrelated story: the employer's jargon, a product or two of its own that one other story may name too, and everybody's words.
fn unrelated(dice: &mut Dice, number: usize) -> String {
    const THINGS: [&str; 24] = [
        "queue",
        "invoice",
        "dashboard",
        "certificate",
        "report",
        "login page",
        "search index",
        "roster",
        "pipeline",
        "contract",
        "survey",
        "backlog",
        "sensor",
        "warehouse map",
        "price list",
        "mailing",
        "test suite",
        "onboarding guide",
        "release",
        "supplier",
        "budget",
        "ticket",
        "database",
        "recipe",
    ];
    const TROUBLES: [&str; 12] = [
        "was slower every week",
        "failed on Mondays",
        "confused new colleagues",
        "cost more than it earned",
        "had no owner",
        "lost entries",
        "was out of date",
        "annoyed our largest client",
        "needed a night of manual work",
        "broke after each launch",
        "showed the wrong totals",
        "was written for another market",
    ];
    const STEPS: [&str; 16] = [
        "I measured it for a week",
        "I asked the people who used it",
        "I wrote a small prototype",
        "I found the bug with a colleague",
        "I drew the flow on a wall",
        "I removed what nobody needed",
        "I automated the boring part",
        "I talked to the supplier",
        "I wrote a checklist",
        "I compared two versions",
        "I trained three volunteers",
        "I rewrote the query",
        "I moved it behind a cache",
        "I presented the numbers",
        "I cut the scope in half",
        "I added an alert",
    ];
    const TEAMS: [&str; 10] = ["Falcon", "Borealis", "Kiwi", "Tundra", "Maple", "Atlas", "Comet", "Delta", "Ember", "Fjord"];
    let thing = dice.pick(&THINGS);
    // Every code name stands in two stories that have nothing else to do with each other.
    let code = format!("QX{}", ["A", "B", "C", "D", "E", "F", "G", "H", "J", "K"][number / 2 % 10].to_string() + &letters(number / 20));
    let steps: Vec<&str> = (0..4).map(|_| dice.pick(&STEPS)).collect();
    let (team, other) = (dice.pick(&TEAMS), dice.pick(&TEAMS));
    story(
        &format!("The {thing} of {team}"),
        "company: Norvia\n",
        [
            &format!("The {thing} of team {team} at Norvia {}. It was part of {code}.", dice.pick(&TROUBLES)),
            &format!("I wanted the {thing} to help {other} again."),
            &format!("{}. {}. {}. Then {}.", steps[0], steps[1], steps[2], steps[3]),
            &format!("It took {} days instead of {}.", dice.roll(9) + 1, dice.roll(90) + 10),
        ],
    )
}

fn letters(number: usize) -> String {
    let letter = |n: usize| char::from(b'A' + (n % 26) as u8);
    format!("{}{}", letter(number / 26), letter(number))
}

#[test]
fn unrelated_stories_are_no_pair_and_cost_little() {
    let mut compared = Vec::new();
    for number in [10, 1_000, 4_000] {
        let mut dice = Dice(7);
        let handbook = linked((0..number).map(|n| unrelated(&mut dice, n)));
        assert_eq!(pairs(&handbook).len(), 0, "{number}: {:#?}", handbook.events.found.iter().take(3).collect::<Vec<_>>());
        compared.push(handbook.events.compared);
    }
    let [_, thousand, four] = compared[..] else { unreachable!() };
    assert!(thousand >= 400, "every other story shares a code word with one more: {thousand}");
    assert!(four <= thousand * 5, "four times the stories are at most five times the work: {thousand} and {four}");
}

#[test]
fn stories_of_all_fixtures_are_no_pair() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/judgement");
    let mut stories: Vec<String> = Vec::new();
    for set in std::fs::read_dir(folder).unwrap() {
        for file in std::fs::read_dir(set.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|e| e == "md") {
                stories.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let handbook = linked(stories);
    assert_eq!(pairs(&handbook), [], "{:#?}", handbook.events.found);
}

/// Three events, each told twice in other words.
fn retold() -> [[String; 2]; 3] {
    let of = |title: &str, parts: [&str; 4]| story(title, "company: Norvia\n", parts);
    [
        [
            of(
                "The scanner that skipped shelves",
                [
                    "After a firmware update the Zeta scanners in our warehouse skipped every fifth shelf, and nobody knew why.",
                    "I had to find the cause before the yearly stocktaking.",
                    "I put two scanners next to each other, one with the old firmware, and recorded the radio traffic of both. The new one went to sleep between two beeps. I sent the recording to the vendor and wrote a workaround that keeps the radio awake.",
                    "The stocktaking was done in 2 days.",
                ],
            ),
            of(
                "Convincing a vendor",
                [
                    "Our vendor denied that the Zeta scanners had a fault, although shelves were missing in each stocktaking rehearsal.",
                    "I wanted a firmware fix from them, in writing.",
                    "I recorded the radio of a good and a bad scanner and laid the traffic side by side: one fell asleep between beeps. I flew to the vendor and played both recordings to their engineers.",
                    "They shipped new firmware 3 weeks later.",
                ],
            ),
        ],
        [
            of(
                "Cleaning the feed",
                [
                    "KLMR, our product feed, sent prices without tax to two marketplaces in Sweden.",
                    "I wanted the right prices before the marketplaces blocked us.",
                    "I stopped the feed, exported the catalogue from the evening before, and corrected the Swedish rows with a spreadsheet. Then I wrote a validator that refuses a price which moved more than a tenth overnight.",
                    "We sold 30 chairs at a loss instead of 3,000.",
                ],
            ),
            of(
                "Owning a mistake",
                [
                    "I had changed KLMR so that Swedish prices went out without tax.",
                    "It was my mistake and I wanted to be the one who says so.",
                    "I called both marketplaces, stopped the feed and told my director what I had done. With an export of the catalogue I repaired the rows in a spreadsheet that night, and the validator I added refuses such jumps.",
                    "The loss was 30 chairs, and my director showed the validator to other teams.",
                ],
            ),
        ],
        [
            of(
                "A choir for the ward",
                [
                    "On our stroke ward at Saint Brannoc many patients could sing words that they could not speak.",
                    "I wanted them to sing together.",
                    "I asked the physiotherapists for an hour a week, found a pianist among the porters, and printed songs in large letters. I wrote down which syllables each patient managed.",
                    "Eight of ten patients spoke a full sentence within a month.",
                ],
            ),
            of(
                "Persuading the head of therapy",
                [
                    "The head of therapy at Brannoc thought that singing was entertainment and no treatment for stroke patients.",
                    "I had to win her over, or lose the hour.",
                    "I showed her my notes of the syllables that patients managed before and after singing, and let her listen to the porter at the piano with two of them. I offered to stop after a month.",
                    "She gave us a second hour, and eight patients spoke sentences again.",
                ],
            ),
        ],
    ]
}

#[test]
fn one_event_told_twice_is_found() {
    for [first, later] in retold() {
        let alone = linked([first.clone(), later.clone()]);
        assert_eq!(pairs(&alone), [(0, 1)], "{first}");
        let mut among: Vec<String> = one_employer();
        among.extend([first.clone(), later]);
        assert_eq!(pairs(&linked(among)), [(10, 11)], "{first}");
    }
    let mut dice = Dice(11);
    let all = retold().into_iter().flatten().chain((0..1_000).map(|n| unrelated(&mut dice, n)));
    assert_eq!(pairs(&linked(all)), [(0, 1), (2, 3), (4, 5)]);
}

#[test]
fn what_the_author_says_of_events_counts() {
    let [first, later] = retold()[0].clone();
    let with = |text: &str, front: &str| text.replacen("company: Norvia\n", &format!("company: Norvia\n{front}"), 1);
    assert_eq!(pairs(&linked([with(&first, "event: a\n"), with(&later, "event: b\n")])), []);
    assert_eq!(pairs(&linked([with(&first, "event: a\n"), with(&later, "event: a\n")])), []);
    assert_eq!(pairs(&linked([with(&first, "event: a\n"), later.clone()])), [(0, 1)]);
    let allowed = linked([first, later.replacen("---\n## Situation", "---\n<!-- prepgen: allow same-event-twice -->\n\n## Situation", 1)]);
    assert!(allowed.events.found[0].allowed);
    assert_ne!(allowed.events.of(0), allowed.events.of(1));
}
