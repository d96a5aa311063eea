//! The plan of a loop: what it promises, against trying every plan there is, and as the command line and the pages tell it.

use crate::handbook::Handbook as Folder;
use crate::site::{Files, files, handbook};
use prepgen::content::Kind;
use prepgen::handbook::{Handbook, Index, Options};
use prepgen::plan::{self, Plan};
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Numbers that look random and are the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn some<'n>(&mut self, names: &[&'n str], most: u64) -> Vec<&'n str> {
        (0..self.below(most + 1)).map(|_| names[self.below(names.len() as u64) as usize]).collect()
    }
}

const PLAIN: &str = "## Situation\nx\n## Task\nx\n## Action\nx\n## Result\nx\n";

fn linked(files: &Files) -> Handbook {
    handbook(files, Options::default()).expect("its settings can be read")
}

fn planned(handbook: &Handbook, interview: &str) -> Plan {
    plan::of(handbook, handbook.with_id(Kind::Interview, interview).unwrap())
}

fn id(handbook: &Handbook, story: Option<Index>) -> Option<&str> {
    story.map(|story| handbook.entries[story].id.as_str())
}

/// The stories of a plan in order, by id.
fn told<'h>(handbook: &'h Handbook, plan: &Plan) -> Vec<Option<&'h str>> {
    plan.slots().map(|slot| id(handbook, slot.story)).collect()
}

fn loop_of(principles: &[&str], more: &[(&str, &str)]) -> Handbook {
    let mut all = files(more);
    for principle in principles {
        all.insert(format!("content/principles/{principle}.md"), format!("---\ntitle: {principle}\n---\n"));
    }
    linked(&all)
}

fn story(front: &str) -> String {
    format!("---\ntitle: S\n{front}---\n{PLAIN}")
}

/// A random small handbook with one interview, with pins that clash, drafts, shared events and focuses named twice.
fn random(dice: &mut Dice) -> Files {
    const PRINCIPLES: [&str; 3] = ["p0", "p1", "p2"];
    const QUESTIONS: [&str; 3] = ["q0", "q1", "q2"];
    const STORIES: [&str; 6] = ["s3", "s1", "s4", "s0", "s5", "s2"];
    let mut all = Files::new();
    for principle in PRINCIPLES {
        all.insert(format!("content/principles/{principle}.md"), "---\ntitle: P\n---\n".into());
    }
    for question in QUESTIONS {
        let principles = dice.some(&PRINCIPLES, 2).join(", ");
        all.insert(format!("content/questions/{question}.md"), format!("---\ntitle: Q {question}?\nprinciples: [{principles}]\n---\n"));
    }
    let stories = &STORIES[..1 + dice.below(6) as usize];
    for story in stories {
        let (principles, questions) = (dice.some(&PRINCIPLES, 2).join(", "), dice.some(&QUESTIONS, 2).join(", "));
        let mut front = format!("principles: [{principles}]\nquestions: [{questions}]\n");
        if dice.below(2) == 0 {
            front.push_str(&format!("event: e{}\n", dice.below(3)));
        }
        if dice.below(3) == 0 {
            front.push_str(&format!("date: {}\n", 2015 + dice.below(10)));
        }
        if dice.below(8) == 0 {
            front.push_str("status: draft\n");
        }
        all.insert(format!("content/stories/{story}.md"), self::story(&front));
    }
    let mut rounds = String::new();
    let mut left = 5;
    for number in 0..1 + dice.below(3) {
        let focus: Vec<&str> = dice.some(&[&PRINCIPLES[..], &QUESTIONS[..]].concat(), 3).into_iter().take(left).collect();
        left -= focus.len();
        let pins = if dice.below(2) == 0 { dice.some(stories, 2) } else { Vec::new() };
        rounds.push_str(&format!("  - {{name: R{number}, focus: [{}], stories: [{}]}}\n", focus.join(", "), pins.join(", ")));
    }
    let told = dice.some(stories, 1).join(", ");
    all.insert("content/interviews/before.md".into(), format!("---\ntitle: B\ncompany: C\ndate: 2024\ntold: [{told}]\n---\n"));
    all.insert("content/interviews/i.md".into(), format!("---\ntitle: I\ncompany: C\ndate: 2025\nrounds:\n{rounds}---\n"));
    all
}

type Key = (usize, usize, u32, Vec<Reverse<(bool, String)>>);

/// The best plan by trying every one: for each focus a story that can serve it or none, no event twice.
fn tried(handbook: &Handbook, plan: &Plan) -> Vec<Option<Index>> {
    let prepgen::content::Fields::Interview(fields) = &handbook.entries[plan.interview].fields else { unreachable!() };
    let stories: Vec<Index> = handbook.all(Kind::Story).iter().copied().filter(|story| handbook.is_told(*story)).collect();
    let pins = |round: usize| -> BTreeSet<Index> {
        let named = fields.rounds[round].stories.iter().filter_map(|name| handbook.find(&[Kind::Story], &name.value));
        named.map(|(story, _)| story).filter(|story| stories.contains(story)).collect()
    };
    let mut slots: Vec<(usize, Index)> = Vec::new();
    let mut gone: BTreeSet<Index> = BTreeSet::new();
    for (round, written) in fields.rounds.iter().enumerate() {
        let focuses: Vec<Index> = written.focus.iter().filter_map(|name| handbook.focus(&name.value)).collect();
        gone.extend(pins(round).into_iter().filter(|pin| !focuses.iter().any(|focus| handbook.can_serve(*pin, *focus))).map(|pin| handbook.events.of(pin)));
        for focus in focuses {
            if !slots.contains(&(round, focus)) {
                slots.push((round, focus));
            }
        }
    }
    let fit = |story: Index, focus: Index| plan.candidates[&focus].iter().find(|candidate| candidate.story == story).unwrap().fit;
    let options: Vec<Vec<Option<Index>>> = slots
        .iter()
        .map(|(_, focus)| {
            let serve = stories.iter().copied().filter(|story| handbook.can_serve(*story, *focus) && !gone.contains(&handbook.events.of(*story)));
            serve.map(Some).chain([None]).collect()
        })
        .collect();
    let key = |plan: &[Option<Index>]| -> Key {
        let kept = plan.iter().zip(&slots).filter(|(story, (round, _))| story.is_some_and(|story| pins(*round).contains(&story))).count();
        let sum = plan.iter().zip(&slots).filter_map(|(story, (_, focus))| story.map(|story| fit(story, *focus))).sum();
        let ids = plan.iter().map(|story| Reverse((story.is_none(), id(handbook, *story).unwrap_or("").to_string()))).collect();
        (kept, plan.iter().flatten().count(), sum, ids)
    };
    let mut best: Vec<Option<Index>> = vec![None; slots.len()];
    let mut best_key = key(&best);
    let mut counter = vec![0; slots.len()];
    loop {
        let plan: Vec<Option<Index>> = counter.iter().zip(&options).map(|(at, options)| options[*at]).collect();
        let events: Vec<Index> = plan.iter().flatten().map(|story| handbook.events.of(*story)).collect();
        if events.iter().collect::<BTreeSet<_>>().len() == events.len() {
            let key = key(&plan);
            if key > best_key {
                (best, best_key) = (plan, key);
            }
        }
        let Some(next) = (0..counter.len()).find(|at| counter[*at] + 1 < options[*at].len()) else { return best };
        counter[next] += 1;
        counter[..next].fill(0);
    }
}

#[test]
fn it_is_the_best_of_all_plans() {
    let mut dice = Dice(2026);
    let (mut gaps, mut kept) = (0, 0);
    for round in 0..800 {
        let all = random(&mut dice);
        let handbook = linked(&all);
        let plan = planned(&handbook, "i");
        let own: Vec<Option<Index>> = plan.slots().map(|slot| slot.story).collect();
        let best = tried(&handbook, &plan);
        let ids = |plan: &[Option<Index>]| plan.iter().map(|story| id(&handbook, *story).unwrap_or("-").to_string()).collect::<Vec<_>>();
        assert_eq!(ids(&own), ids(&best), "loop {round}: {all:#?}");
        for slot in plan.slots() {
            let candidates = &plan.candidates[&slot.focus];
            let order = |candidate: &plan::Candidate| (Reverse(candidate.fit), handbook.entries[candidate.story].id.clone());
            assert!(candidates.is_sorted_by_key(order), "best first, equal ones by id");
            let serve = handbook.all(Kind::Story).iter().filter(|story| handbook.is_told(**story) && handbook.can_serve(**story, slot.focus)).count();
            assert_eq!(candidates.len(), serve, "all that can serve");
            assert_eq!(slot.fit, slot.story.map_or(0, |story| candidates.iter().find(|candidate| candidate.story == story).unwrap().fit));
            assert!(slot.second.is_none_or(|second| !plan.told().iter().any(|story| handbook.events.of(*story) == handbook.events.of(second))));
            gaps += usize::from(slot.story.is_none());
            kept += usize::from(slot.pinned);
        }
    }
    assert!(gaps > 500 && kept > 60, "the loops are of every kind: {gaps} gaps, {kept} pins kept");
}

#[test]
fn what_fits_better_counts_more() {
    let fit = |front: &str, body: &str, focus: &str| {
        let story = format!("---\ntitle: S\n{front}---\n{body}");
        let handbook = loop_of(
            &["a", "b"],
            &[
                ("content/questions/q.md", "---\ntitle: Q?\nprinciples: [a]\n---\n"),
                ("content/stories/s.md", &story),
                ("content/stories/newest.md", &self::story("date: 2025-06\n")),
                ("content/interviews/old.md", "---\ntitle: O\ncompany: acme\ndate: 2024-05\ntold: [heard]\n---\n"),
                ("content/stories/heard.md", &self::story("event: heard\n")),
                ("content/interviews/i.md", &format!("---\ntitle: I\ncompany: Acme\ndate: 2025-05\nrounds: [{{focus: [{focus}]}}]\n---\n")),
            ],
        );
        let plan = planned(&handbook, "i");
        assert_eq!(told(&handbook, &plan), [Some("s")]);
        plan.slots().next().unwrap().fit
    };
    let counted = PLAIN.replace("## Result\nx", "## Result\nIt fell by 12 hours.");
    let incomplete = "## Situation\nx\n## Result\nIt fell by 12 hours.\n";
    let best = |front: &str, focus: &str| fit(&format!("{front}date: 2025-06\n"), &counted, focus);
    let worst = |front: &str, focus: &str| fit(&format!("{front}event: heard\n"), "## Situation\nx\n", focus);
    // Each way of naming the focus, the worst story of it before the best of the next.
    let ways = [("questions: [q]\n", "q"), ("principles: [a]\n", "a"), ("principles: [b, a]\n", "a"), ("questions: [q]\n", "a")];
    for pair in ways.windows(2) {
        assert!(worst(pair[0].0, pair[0].1) > best(pair[1].0, pair[1].1), "{pair:?}");
    }
    assert!(worst("principles: [b, a]\n", "a") > best("principles: [a]\n", "q"), "who names the focus before who serves it through another");
    let front = "principles: [a]\n";
    let dated = |date: &str| fit(&format!("{front}date: {date}\n"), PLAIN, "a");
    assert!(dated("2025-06") > dated("2025-05") && dated("2025-05") > dated("2020") && dated("2020") > fit(front, PLAIN, "a"));
    assert!(fit(front, &counted, "a") > fit(front, PLAIN, "a"), "with a number before without");
    assert!(fit(front, &counted, "a") > fit(front, incomplete, "a"), "complete before incomplete");
    assert!(fit(front, PLAIN, "a") > fit(&format!("{front}event: heard\n"), PLAIN, "a"), "news before what they heard told another way");
}

/// Told stories count where the company is the same and the interview was before.
#[test]
fn what_a_company_has_heard_fits_less_well() {
    let fit = |company: &str, date: &str| {
        let earlier = format!("---\ntitle: E\ncompany: {company}\n{date}told: [s]\n---\n");
        let handbook = loop_of(
            &["a"],
            &[
                ("content/stories/s.md", &story("principles: [a]\n")),
                ("content/interviews/e.md", &earlier),
                ("content/interviews/i.md", "---\ntitle: I\ncompany: Acme\ndate: 2025-05-04\nrounds: [{focus: [a]}]\n---\n"),
            ],
        );
        planned(&handbook, "i").slots().next().unwrap().fit
    };
    let news = fit("Other", "date: 2025-01\n");
    assert!(fit("ACME", "date: 2025-04\n") < news);
    assert!(fit("Acme", "") < news, "told without a date is told before");
    assert_eq!(fit("Acme", "date: 2025-05-05\n"), news);
    assert_eq!(fit("Acme", "date: 2025-05\n"), news, "a month counts as its last day");
}

#[test]
fn events_are_told_once_by_the_best_telling() {
    let handbook = loop_of(
        &["a", "b"],
        &[
            ("content/stories/x.md", &story("principles: [a]\nevent: e\n")),
            ("content/stories/y.md", &story("principles: [a, b]\nevent: \" e \"\n")),
            ("content/interviews/i.md", "---\ntitle: I\nrounds: [{focus: [a]}, {focus: [b]}, {focus: [a]}]\n---\n"),
        ],
    );
    let plan = planned(&handbook, "i");
    assert_eq!(told(&handbook, &plan), [Some("x"), None, None]);
    let reasons: Vec<&str> = plan.slots().map(|slot| slot.reason.as_str()).collect();
    assert_eq!(reasons, ["names a first", "the one b story is taken: round 1", "both a stories tell one event, which is taken: round 1"]);
    assert_eq!(handbook.event_name(handbook.with_id(Kind::Story, "y").unwrap()), "e");
    assert_eq!(plan.mend.unwrap().sentence, "One new story for b would mend most: it could be told in round 2");
}

#[test]
fn pins_that_serve_nothing_take_their_event_and_drafts_do_not() {
    let of = |status: &str| {
        let handbook = loop_of(
            &["a", "b"],
            &[
                ("content/stories/x.md", &story(&format!("principles: [a]\nevent: e\n{status}"))),
                ("content/stories/y.md", &story("principles: [a]\nevent: e\n")),
                ("content/interviews/i.md", "---\ntitle: I\nrounds: [{focus: [a]}, {focus: [b], stories: [x]}]\n---\n"),
            ],
        );
        let plan = planned(&handbook, "i");
        let extra = plan.rounds[1].extra.len();
        (told(&handbook, &plan).into_iter().map(|id| id.map(str::to_string)).collect::<Vec<_>>(), extra, plan.slots().next().unwrap().reason.clone())
    };
    assert_eq!(of(""), (vec![None, None], 1, "both a stories tell one event, which is taken: round 2".into()));
    assert_eq!(of("status: draft\n"), (vec![Some("y".into()), None], 0, "names a first".into()));
}

#[test]
fn gaps_say_which_rounds_hold_what_could_serve() {
    let handbook = loop_of(
        &["Ownership", "b", "c"],
        &[
            ("content/stories/x.md", &story("principles: [Ownership, b]\n")),
            ("content/stories/y.md", &story("principles: [b, Ownership]\n")),
            (
                "content/interviews/i.md",
                "---\ntitle: I\nrounds: [{focus: [b], stories: [y]}, {focus: [Ownership, c]}, {focus: [b], stories: [x]}, {focus: [Ownership]}]\n---\n",
            ),
        ],
    );
    let plan = planned(&handbook, "i");
    assert_eq!(told(&handbook, &plan), [Some("y"), None, None, Some("x"), None]);
    let reasons: Vec<&str> = plan.slots().map(|slot| slot.reason.as_str()).collect();
    let taken = "both Ownership stories are taken: round 1, round 3";
    assert_eq!(reasons, ["pinned here, names b first", taken, "no story shows c yet", "pinned here, names b", taken]);
    assert_eq!(plan.mend.unwrap().sentence, "One new story for Ownership would mend most: it could be told in round 2 or round 4");
}

#[test]
fn sixty_focuses_and_more_than_are_planned_end() {
    let loop_with = |rounds: usize| {
        let rounds = "  - {focus: [a, b]}\n".repeat(rounds);
        loop_of(
            &["a", "b"],
            &[
                ("content/stories/x.md", &story("principles: [a]\n")),
                ("content/stories/y.md", &story("principles: [b]\n")),
                ("content/stories/z.md", &story("principles: [a, b]\n")),
                ("content/interviews/i.md", &format!("---\ntitle: I\nrounds:\n{rounds}---\n")),
            ],
        )
    };
    let handbook = loop_with(30);
    let plan = planned(&handbook, "i");
    assert_eq!((plan.covered(), plan.uncovered()), (3, 57));
    assert_eq!(told(&handbook, &plan)[..4], [Some("x"), Some("y"), Some("z"), None]);
    let handbook = loop_with(200);
    let plan = planned(&handbook, "i");
    assert_eq!((plan.covered(), plan.uncovered()), (3, 397));
    assert_eq!(plan.slots().last().unwrap().reason, "a loop is planned up to its focus number 256");
}

#[test]
fn a_story_like_two_events_makes_one_of_neither() {
    let body = |more: &str| {
        format!(
            "## Situation\nThe Quxbar importer dropped parcels of the Zanzibar warehouse whenever tokens rotated overnight. {more}\n## Task\nI wanted parcels counted.\n\
             ## Action\nI replayed rotated tokens against the Quxbar importer, found the stale cursor and pinned the warehouse parcels to one cursor.\n\
             ## Result\nNo parcels were dropped for 3 months.\n"
        )
    };
    let told = |front: &str, more: &str| format!("---\ntitle: S\nprinciples: [a]\n{front}---\n{}", body(more));
    let handbook = loop_of(
        &["a"],
        &[
            ("content/stories/one.md", &told("event: first\n", "")),
            ("content/stories/two.md", &told("", "")),
            ("content/stories/un.md", &told("event: second\n", "")),
        ],
    );
    let event = |id: &str| handbook.events.of(handbook.with_id(Kind::Story, id).unwrap());
    assert_eq!(handbook.events.found.len(), 2, "{:?}", handbook.events.found);
    assert_ne!(event("one"), event("un"), "two declared events stay two");
    assert_eq!(event("two"), event("one"));
    assert_eq!(handbook.event_name(handbook.with_id(Kind::Story, "two").unwrap()), "one", "joined by a finding: the smallest id");
    assert_eq!(handbook.event_name(handbook.with_id(Kind::Story, "un").unwrap()), "second");
}

/// Three principles, three stories, a past interview and two to come.
fn company() -> Folder {
    let text = |front: &str, what: &str| {
        format!(
            "---\ntitle: {what}\n{front}---\n## Situation\n\nA {what}.\n\n## Task\n\nI took {what} on.\n\n## Action\n\nI mended {what}.\n\n## Result\n\n{what} took 3 days less.\n"
        )
    };
    Folder::new(&[
        ("site.toml", "title = \"Test\"\n[lints]\nno-learning = \"off\"\ntoo-short = \"off\"\n"),
        ("content/principles/care.md", "---\ntitle: Care\n---\n"),
        ("content/principles/depth.md", "---\ntitle: Depth\n---\n"),
        ("content/principles/trust.md", "---\ntitle: Trust\n---\n"),
        ("content/questions/noticed.md", "---\ntitle: When did you notice something?\nprinciples: [care]\n---\n"),
        ("content/stories/boat.md", &text("principles: [care]\nquestions: [noticed]\ndate: 2025\n", "boat")),
        ("content/stories/kiln.md", &text("principles: [care, depth]\n", "kiln")),
        ("content/stories/loom.md", &text("principles: [depth]\nstatus: draft\n", "loom")),
        ("content/interviews/phone.md", "---\ntitle: Phone screen\ncompany: Fernbank\ndate: 2026-01-10\nrounds: [{name: Recruiter, focus: [care]}]\n---\n"),
        (
            "content/interviews/final.md",
            "---\ntitle: Final loop\ncompany: Fernbank\ndate: 2026-03-14\nrounds:\n  - {name: Lead, interviewer: Ada, focus: [Care, depth], stories: [kiln]}\n\
             \x20 - {name: Peer, focus: [trust, noticed, care]}\n---\n",
        ),
        ("content/interviews/later.md", "---\ntitle: Later\ndate: 2026-05\nrounds: [{name: One, focus: [care], stories: [loom]}]\n---\n"),
    ])
}

#[test]
fn plan_for_people() {
    let run = company().run(&["plan", "final"]);
    insta::assert_snapshot!(format!("{}--- stderr\n{}--- status {}\n", run.stdout, run.stderr, run.status));
}

#[test]
fn plan_for_programs() {
    let handbook = company();
    let run = handbook.run(&["plan", "final", "--format", "json"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let plan: Value = serde_json::from_str(&run.stdout).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&plan), ["covered", "interview", "rounds", "uncovered", "version"]);
    assert_eq!((&plan["version"], &plan["interview"], &plan["covered"], &plan["uncovered"]), (&json!(1), &json!("final"), &json!(2), &json!(3)));
    assert_eq!(keys(&plan["rounds"][0]), ["focus", "name"]);
    let focus = &plan["rounds"][0]["focus"];
    assert_eq!(keys(&focus[0]), ["candidates", "fit", "id", "kind", "pinned", "reason", "story"]);
    assert_eq!(keys(&focus[0]["candidates"][0]), ["event", "fit", "story"]);
    assert_eq!(
        (&focus[0]["id"], &focus[0]["kind"], &focus[0]["story"], &focus[0]["pinned"]),
        (&json!("care"), &json!("principle"), &json!("kiln"), &json!(true))
    );
    assert_eq!(focus[0]["candidates"][0], json!({"story": "boat", "event": "boat", "fit": 3860}));
    assert_eq!((&focus[1]["story"], &focus[1]["pinned"], &focus[1]["fit"]), (&Value::Null, &json!(false), &json!(0)));
    assert_eq!(focus[1]["candidates"].as_array().unwrap().len(), 1, "a draft serves nothing");
    assert_eq!(plan["rounds"][1]["focus"][1]["kind"], json!("question"));
}

#[test]
fn the_interview_is_chosen_by_the_day() {
    let handbook = company();
    let interview = |args: &[&str]| {
        let run = handbook.run(&[&["plan", "--format", "json"], args].concat());
        let json: Value = serde_json::from_str(&run.stdout).unwrap();
        (json["interview"].as_str().unwrap().to_string(), run.stderr)
    };
    assert_eq!(interview(&["--today", "2026-03-14"]).0, "final");
    let (id, note) = interview(&["--today", "2026-03-15"]);
    assert!(id == "later" && note.contains("the first interview on or after 2026-03-15"), "{note}");
    assert_eq!(interview(&["--today", "2026-05-31"]).0, "later", "a month counts as its last day");
    let (id, note) = interview(&["--today", "2026-06-01"]);
    assert!(id == "later" && note.contains("none is on or after 2026-06-01"), "{note}");
    handbook.remove("content/interviews/later.md");
    handbook.remove("content/interviews/final.md");
    assert_eq!(interview(&["--today", "2030-01-01"]), ("phone".into(), String::new()), "the only one needs no word");
    handbook.remove("content/interviews/phone.md");
    let run = handbook.run(&["plan"]);
    assert!(run.status == 2 && run.stdout.is_empty() && run.stderr.contains("no interview"), "{run:?}");
}

#[test]
fn what_cannot_be_planned_says_why() {
    let handbook = company();
    let run = handbook.run(&["plan", "finl"]);
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (2, "", "error: no interview is called `finl`; did you mean `final`?\n"));
    handbook.write(
        "content/interviews/bad.md",
        "---\ntitle: Bad\nrounds: [{name: R, focus: [car], stories: [boat]}, {name: S, focus: [care], stories: [boat]}]\n---\n",
    );
    let run = handbook.run(&["plan", "bad"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("unknown-focus") && run.stderr.contains("reused-in-loop") && !run.stderr.contains("later.md"), "{}", run.stderr);
    let run = handbook.run(&["plan", "final"]);
    assert_eq!(run.status, 0, "another interview's errors are its own: {}", run.stderr);
    let run = handbook.run(&["plan", "later"]);
    assert!(run.status == 0 && run.stderr.contains("unused-pin") && run.stdout.contains("boat"), "{run:?}");
    handbook.write("content/interviews/none.md", "---\ntitle: None\n---\n");
    let run = handbook.run(&["plan", "none"]);
    assert!(run.status == 0 && run.stderr.contains("empty-loop") && run.stdout.contains("Nothing to plan"), "{run:?}");
}

#[test]
fn a_debrief_notes_what_was_told() {
    let handbook = company();
    let before = handbook.read("content/interviews/final.md");
    let run = handbook.run(&["debrief", "final"]);
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (0, "content/interviews/final.md\n", "told: kiln, boat\n"));
    let noted = before.replace("care]}\n---\n", "care]}\ntold: [kiln, boat]\n---\n");
    assert_eq!(handbook.read("content/interviews/final.md"), noted);
    assert_eq!(handbook.run(&["debrief", "final", "--told", "boat", "The loom", "loom"]).status, 2, "a title that is none");
    assert_eq!(handbook.read("content/interviews/final.md"), noted, "a wrong call changes nothing");
    assert_eq!(handbook.run(&["debrief", "Final loop", "--told", "boat", "loom", "boat"]).status, 0);
    assert_eq!(handbook.read("content/interviews/final.md"), noted.replace("[kiln, boat]", "[boat, loom]"));
    assert_eq!(handbook.run(&["debrief", "final", "--told"]).status, 0);
    assert_eq!(handbook.read("content/interviews/final.md"), noted.replace("[kiln, boat]", "[]"));
    let run = handbook.run(&["debrief", "final", "--told", "bot", "kilm"]);
    assert_eq!(run.stderr, "error: no story is called `bot`; did you mean `boat`?\nno story is called `kilm`; did you mean `kiln`?\n");
    assert_eq!(handbook.run(&["debrief", "nothing"]).status, 2);
}

#[test]
fn a_debrief_counts_for_the_next_interview_of_the_company() {
    let handbook = company();
    let fit = || -> Value {
        let json: Value = serde_json::from_str(&handbook.run(&["plan", "final", "--format", "json"]).stdout).unwrap();
        json["rounds"][1]["focus"][1]["fit"].clone()
    };
    let before = fit();
    assert_eq!(handbook.run(&["debrief", "phone"]).status, 0);
    assert!(fit().as_u64() < before.as_u64(), "the boat was told on the phone");
}

#[test]
fn a_debrief_needs_a_file_that_can_be_read() {
    let handbook = company();
    let broken = "---\ntitle: Broken\nrounds: [{focus: [care, nobody]}]\n---\n";
    handbook.write("content/interviews/broken.md", broken);
    let run = handbook.run(&["debrief", "broken"]);
    assert!(run.status == 1 && run.stderr.contains("unknown-focus"), "{run:?}");
    assert_eq!(handbook.read("content/interviews/broken.md"), broken);
    assert_eq!(handbook.run(&["debrief", "broken", "--told", "boat"]).status, 0, "what was told can be noted whatever was asked");
    handbook.write("content/interviews/broken.md", "---\ntitle: Broken\nrounds: [\n---\n");
    let run = handbook.run(&["debrief", "broken", "--told", "boat"]);
    assert!(run.status == 1 && run.stderr.contains("this is no YAML"), "{run:?}");
}

#[test]
fn pages_show_the_plan_its_gaps_and_the_debrief() {
    let handbook = company();
    handbook.write("content/interviews/phone.md", "---\ntitle: Phone screen\ncompany: Fernbank\ndate: 2026-01-10\ntold: [boat]\nrounds: [{name: Recruiter, focus: [care]}]\n---\nShe asked for *numbers*.\n");
    handbook.build();
    let page = handbook.page("interviews/final.html");
    for expected in [
        "kiln",
        "<b class=\"tag\">pinned</b>",
        "No story shows Trust yet.",
        "Two of five focuses have a story, three have none.",
        "One new story for Trust would mend most",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    assert!(!page.contains("loom") && !handbook.page("interviews/later.html").contains("loom"), "a draft stays out of pages, pinned or not");
    let phone = handbook.page("interviews/phone.html");
    assert!(phone.contains("<em>numbers</em>") && phone.contains("Told") && phone.contains("stories/boat.html"));
    let home = handbook.page("index.html");
    let boxes: Vec<&str> = home.split("<div class=\"box\"").skip(1).collect();
    assert_eq!(boxes.len(), 2, "both to come are ready for the browser, the one that is over is not");
    assert!(boxes[0].starts_with('>') && boxes[0].contains("Final loop") && boxes[0].contains("2 planned, 3 without a story"), "{}", boxes[0]);
    assert!(boxes[1].starts_with(" hidden>") && boxes[1].contains("Later"));
    assert!(handbook.page("interviews.html").contains("2 of 5 focuses planned"));
}
