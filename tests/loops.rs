//! Plans as one meets them at the command line: what each sentence of the promise means where somebody tries to break it.

use crate::handbook::{Handbook, Run};
use serde_json::{Value, json};

fn story(front: &str) -> String {
    format!("---\ntitle: S\n{front}---\n## Situation\n\nA pump.\n\n## Task\n\nI took it on.\n\n## Action\n\nI mended it.\n\n## Result\n\nIt ran 3 days more.\n")
}

/// A handbook of principles a, b and c with these stories and these rounds of the interview `i`.
fn loop_of(stories: &[(&str, &str)], rounds: &str) -> Handbook {
    let handbook = Handbook::new(&[("site.toml", "title = \"Test\"\n")]);
    for (order, id) in ["a", "b", "c"].into_iter().enumerate() {
        handbook.write(&format!("content/principles/{id}.md"), format!("---\ntitle: Principle {id}\norder: {order}\n---\n"));
    }
    for (id, front) in stories {
        handbook.write(&format!("content/stories/{id}.md"), story(front));
    }
    handbook.write("content/interviews/i.md", format!("---\ntitle: I\ncompany: Acme\ndate: 2026-03-14\nrounds: [{rounds}]\n---\n"));
    handbook
}

fn plan(handbook: &Handbook) -> (Value, Run) {
    let run = handbook.run(&["plan", "i", "--format", "json"]);
    assert_eq!(run.status, 0, "{run:?}");
    (serde_json::from_str(&run.stdout).unwrap(), run)
}

/// The stories of all focuses in order, with a star where pinned.
fn told(plan: &Value) -> Vec<String> {
    let focuses = plan["rounds"].as_array().unwrap().iter().flat_map(|round| round["focus"].as_array().unwrap());
    let told = |focus: &Value| format!("{}{}", focus["story"].as_str().unwrap_or("-"), if focus["pinned"] == true { "*" } else { "" });
    focuses.map(told).collect()
}

fn candidates(focus: &Value) -> Vec<&str> {
    focus["candidates"].as_array().unwrap().iter().map(|candidate| candidate["story"].as_str().unwrap()).collect()
}

/// What the finding says of the interview: its lint and the words that it marks.
fn findings(handbook: &Handbook) -> Vec<(String, String)> {
    let source = handbook.read("content/interviews/i.md");
    let of = handbook.findings().into_iter().filter(|finding| finding.path() == "content/interviews/i.md");
    of.map(|finding| (finding.lint().to_string(), finding.marked(&source).to_string())).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(lint, marked)| (lint.to_string(), marked.to_string())).collect()
}

#[test]
fn a_pin_is_kept_although_more_could_be_covered_without() {
    let handbook = loop_of(&[("x", "principles: [a, b]\n"), ("y", "principles: [a]\n")], "{focus: [a], stories: [x]}, {focus: [b]}");
    let (plan, _) = plan(&handbook);
    assert_eq!((told(&plan), &plan["covered"], &plan["uncovered"]), (vec!["x*".into(), "-".into()], &json!(1), &json!(1)));
    assert_eq!(plan["rounds"][1]["focus"][0]["reason"], json!("the one Principle b story is taken: round 1"));
}

#[test]
fn of_two_pins_for_one_focus_the_better_is_kept_and_the_other_is_free() {
    let handbook = loop_of(&[("x", "principles: [a]\n"), ("y", "principles: [b, a]\n")], "{focus: [a], stories: [y, x]}, {focus: [b]}");
    assert_eq!(told(&plan(&handbook).0), ["x*", "y"]);
    let text = handbook.run(&["plan", "i"]).stdout;
    assert!(text.contains("pinned here and not told here: S"), "{text}");
}

#[test]
fn pins_that_are_none() {
    let stories = [("x", "principles: [a]\n"), ("draft", "principles: [b]\nstatus: draft\n"), ("other", "principles: [c]\n")];
    let handbook = loop_of(&stories, "{focus: [b], stories: [draft, other]}, {focus: [c]}");
    assert_eq!(findings(&handbook), pairs(&[("unused-pin", "draft"), ("unused-pin", "other")]));
    let (plan, run) = plan(&handbook);
    assert_eq!(told(&plan), ["-", "-"], "what is pinned is told there all the same, though it serves nothing there");
    assert!(run.stderr.contains("unused-pin") && run.stderr.contains("is a draft"), "{}", run.stderr);
    assert_eq!(plan["rounds"][1]["focus"][0]["reason"], json!("the one Principle c story is taken: round 1"));
    assert_eq!(candidates(&plan["rounds"][0]["focus"][0]), [] as [&str; 0], "a draft serves nothing");
    assert_eq!(handbook.run(&["plan", "i", "-q"]).stderr, "", "warnings are for those who want them");
    let handbook = loop_of(&stories, "{focus: [b], stories: [nobody]}");
    let run = handbook.run(&["plan", "i", "--format", "json"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("unknown-story"), "{}", run.stderr);
}

#[test]
fn one_event_pinned_twice_is_an_error_however_it_is_pinned() {
    let stories = [("x", "principles: [a]\nevent: e\n"), ("y", "principles: [b]\nevent: \" e \"\n"), ("z", "principles: [c]\nevent: E\n")];
    for (rounds, marked) in [
        ("{focus: [a], stories: [x]}, {focus: [b], stories: [y]}", "y"),
        ("{focus: [a, b], stories: [x, y]}", "y"),
        ("{focus: [a], stories: [x, story/x]}", "story/x"),
    ] {
        let handbook = loop_of(&stories, rounds);
        assert_eq!(findings(&handbook), pairs(&[("reused-in-loop", marked)]), "{rounds}");
        let run = handbook.run(&["plan", "i"]);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    }
    assert_eq!(findings(&loop_of(&stories, "{focus: [a], stories: [x]}, {focus: [c], stories: [z]}")), pairs(&[]), "another spelling is another event");
}

#[test]
fn a_focus_counts_once_a_round_and_again_in_the_next() {
    let handbook =
        loop_of(&[("x", "principles: [a]\n"), ("y", "principles: [a]\n"), ("z", "principles: [a]\n")], "{focus: [a, Principle a, principle/a]}, {focus: [a]}");
    assert_eq!(findings(&handbook), pairs(&[("empty-loop", "Principle a"), ("empty-loop", "principle/a")]));
    let (plan, _) = plan(&handbook);
    assert_eq!((told(&plan), &plan["covered"]), (vec!["x".to_string(), "y".to_string()], &json!(2)));
    assert_eq!(candidates(&plan["rounds"][1]["focus"][0]), ["x", "y", "z"], "all that can serve, whatever the others got; equal ones by id");
}

#[test]
fn a_name_that_two_kinds_share_is_told_apart() {
    let handbook = loop_of(
        &[("x", "principles: [principle/a]\n"), ("y", "questions: [a]\n")],
        "{focus: [question/a]}, {focus: [principle/a]}, {focus: [questions/a, \"principle / Principle a\"]}",
    );
    handbook.write("content/questions/a.md", "---\ntitle: When?\n---\n");
    let (plan, _) = plan(&handbook);
    let kinds: Vec<&Value> =
        plan["rounds"].as_array().unwrap().iter().flat_map(|round| round["focus"].as_array().unwrap()).map(|focus| &focus["kind"]).collect();
    assert_eq!(kinds, [&json!("question"), &json!("principle"), &json!("question"), &json!("principle")]);
    assert_eq!(told(&plan), ["y", "x", "-", "-"]);
    handbook.write("content/interviews/i.md", "---\ntitle: I\nrounds: [{focus: [story/x, question/b, nobody]}]\n---\n");
    assert_eq!(findings(&handbook), pairs(&[("unknown-focus", "story/x"), ("unknown-focus", "question/b"), ("unknown-focus", "nobody")]));
}

/// Two tellings that no `event` joins are one event where the check finds them to be, and two where an author says so.
#[test]
fn events_that_are_found_count_as_those_that_are_declared() {
    let body = |front: &str, more: &str| {
        format!(
            "---\ntitle: T\nprinciples: [a]\n{front}---\n{more}## Situation\n\nThe Quxbar importer dropped parcels of the Zanzibar warehouse whenever tokens rotated overnight.\n\n## Task\n\nI wanted parcels counted.\n\n\
             ## Action\n\nI replayed rotated tokens against the Quxbar importer, found the stale cursor and pinned the warehouse parcels to one cursor.\n\n\
             ## Result\n\nNo parcels were dropped for 3 months.\n"
        )
    };
    let planned = |two: &str| {
        let handbook = loop_of(&[], "{focus: [a]}, {focus: [a]}");
        handbook.write("content/stories/two.md", two);
        handbook.write("content/stories/one.md", body("", ""));
        let (plan, _) = plan(&handbook);
        let events = plan["rounds"][0]["focus"][0]["candidates"].as_array().unwrap().iter().map(|candidate| candidate["event"].as_str().unwrap().to_string());
        (told(&plan), events.collect::<Vec<_>>(), plan["rounds"][1]["focus"][0]["reason"].as_str().unwrap().to_string())
    };
    let strings = |texts: [&str; 2]| texts.map(str::to_string).to_vec();
    let (stories, events, reason) = planned(&body("", ""));
    assert_eq!((stories, events), (strings(["one", "-"]), strings(["one", "one"])), "the smallest id names it");
    assert_eq!(reason, "both Principle a stories tell one event, which is taken: round 1");
    let (stories, events, _) = planned(&body("", "<!-- prepgen: allow same-event-twice -->\n\n"));
    assert_eq!((stories, events), (strings(["one", "two"]), strings(["one", "two"])), "an allow comment says that they are two");
    let (stories, events, _) = planned(&body("event: mine\n", ""));
    assert_eq!((stories, events), (strings(["one", "-"]), strings(["one", "one"])), "so they are where one of them declares its event");
}

#[test]
fn what_this_company_has_heard_fits_less_well() {
    let handbook = loop_of(&[("x", "principles: [a]\n"), ("y", "principles: [a]\n")], "{focus: [a]}");
    assert_eq!(told(&plan(&handbook).0), ["x"]);
    for company in ["Acme", " ACME ", "\"acme\""] {
        handbook.write("content/interviews/phone.md", format!("---\ntitle: Phone\ncompany: {company}\ndate: 2026-01\ntold: [x]\n---\n"));
        assert_eq!(told(&plan(&handbook).0), ["y"], "{company}");
    }
    handbook.write("content/interviews/phone.md", "---\ntitle: Phone\ncompany: Other\ndate: 2026-01\ntold: [x]\n---\n");
    assert_eq!(told(&plan(&handbook).0), ["x"]);
    handbook.write("content/interviews/phone.md", "---\ntitle: Phone\ncompany: Acme\ndate: 2027\ntold: [x]\n---\n");
    assert_eq!(told(&plan(&handbook).0), ["x"], "what is told later was not heard yet");
}

#[test]
fn rounds_without_a_focus_and_loops_without_rounds_are_warnings() {
    let handbook = loop_of(&[("x", "principles: [a]\n")], "{name: Lunch}, {name: Lead, focus: [a]}, {name: Dinner, focus: [], stories: [x]}");
    assert_eq!(findings(&handbook), pairs(&[("empty-loop", "Lunch"), ("empty-loop", "Dinner")]));
    let (plan, _) = plan(&handbook);
    assert_eq!(plan["rounds"].as_array().unwrap().iter().map(|round| round["name"].as_str().unwrap()).collect::<Vec<_>>(), ["Lunch", "Lead", "Dinner"]);
    assert_eq!(told(&plan), ["-"], "x is told at dinner");
    handbook.write("content/interviews/i.md", "---\ntitle: I\n---\n");
    assert_eq!(findings(&handbook), pairs(&[("empty-loop", "I")]));
    let run = handbook.run(&["plan", "i", "--format", "json"]);
    assert_eq!(run.status, 0);
    let plan: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(plan, json!({"version": 1, "interview": "i", "rounds": [], "covered": 0, "uncovered": 0}));
}
