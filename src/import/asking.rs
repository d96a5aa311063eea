//! Lists of questions to ask back: whom, and at what moment, as their headings say.

use crate::prose;

/// What a heading says about the list below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asking {
    /// Whom to ask, in the heading's words.
    pub audience: Option<String>,
    /// At what moment.
    pub when: Option<&'static str>,
}

/// People who are asked.
const PEOPLE: [&str; 34] = [
    "hr",
    "recruiter",
    "recruiters",
    "recruiting",
    "talent acquisition",
    "human resources",
    "engineer",
    "engineers",
    "engineering",
    "developer",
    "developers",
    "devs",
    "swe",
    "swes",
    "sde",
    "sdes",
    "hiring manager",
    "hiring managers",
    "hm",
    "manager",
    "managers",
    "engineering manager",
    "interviewer",
    "interviewers",
    "bar raiser",
    "team",
    "team members",
    "peers",
    "director",
    "vp",
    "ceo",
    "founder",
    "founders",
    "product manager",
];

/// What a heading asks whom, if it heads such a list. Below one that does, `inside`, whom it names is enough.
pub fn asking(heading: &str, inside: bool) -> Option<Asking> {
    let bare = prose::bare(heading);
    if let Some(when) = outcome(&bare) {
        return Some(Asking { audience: None, when: Some(when) });
    }
    let theirs = [
        "ask me",
        "asked",
        "they ask",
        "they may ask",
        "they might ask",
        "they will ask",
        "expect",
        "prepare",
        "ask yourself",
        "ask myself",
        "asks",
        "to answer",
    ];
    if theirs.iter().any(|words| has(&bare, words)) {
        return None;
    }
    let begins = [
        "questions to ask",
        "questions for",
        "things to ask",
        "what to ask",
        "what i ask",
        "ask the",
        "to ask",
        "reverse interview",
        "questions i ask",
        "questions i want to ask",
        "questions i have",
        "my questions",
        "fragen an",
        "meine fragen",
        "ruckfragen",
        "questions a poser",
        "mes questions",
        "preguntas para",
        "mis preguntas",
        "domande da fare",
        "perguntas para",
        "vragen aan",
    ];
    let heads = begins.iter().any(|words| has(&bare, words)) || bare == "asks" || bare.starts_with("ask ") && people(heading).is_some();
    let who = people(heading);
    // "Questions for the behavioural round" are asked of oneself.
    let others = has(&bare, "questions for") && who.is_none() && !["them", "you", "company", "end"].iter().any(|word| has(&bare, word));
    if heads && !others {
        return Some(Asking { audience: who, when: moment(&bare) });
    }
    let alone = |who: &str| prose::bare(who).split(' ').count() + 1 >= bare.split(' ').filter(|word| !matches!(*word, "the" | "a" | "an")).count();
    match who {
        Some(who) if inside && alone(&who) || bare.starts_with("for ") && alone(&who) => Some(Asking { audience: Some(who), when: moment(&bare) }),
        None if inside && moment(&bare).is_some() => Some(Asking { audience: None, when: moment(&bare) }),
        _ => None,
    }
}

fn has(bare: &str, words: &str) -> bool {
    bare.match_indices(words).any(|(at, _)| bare[..at].is_empty() || bare[..at].ends_with(' '))
        && (bare.ends_with(words) || bare.contains(&format!("{words} ")))
}

/// The moment that a heading such as "If bad" is about.
fn outcome(bare: &str) -> Option<&'static str> {
    let words: Vec<&str> = bare.split(' ').collect();
    if words.len() > 9 || !matches!(words.first(), Some(&("if" | "after" | "when" | "in" | "on" | "debrief"))) {
        return None;
    }
    let any = |list: &[&str]| words[1..].iter().any(|word| list.contains(word));
    match words[..] {
        ["if", "no" | "not"] => return Some("after-rejection"),
        ["if", "yes"] => return Some("after-offer"),
        _ => {}
    }
    let negated = any(&["not", "no", "don't", "dont", "didn't", "didnt", "without"]);
    let bad = any(&["bad", "badly", "poorly", "wrong", "reject", "rejected", "rejection", "fail", "failed", "failure", "unsuccessful", "declined", "turned"]);
    let good = any(&["good", "well", "great", "offer", "offered", "accepted", "hired", "pass", "passed", "success", "successful"]);
    match (good, bad, negated) {
        (_, true, _) | (true, false, true) => Some("after-rejection"),
        (true, false, false) => Some("after-offer"),
        _ => None,
    }
}

fn moment(bare: &str) -> Option<&'static str> {
    ["before", "during", "after"].into_iter().find(|word| has(bare, word))
}

/// Whom a heading names, in its own words.
fn people(heading: &str) -> Option<String> {
    let words: Vec<&str> = heading.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty()).collect();
    for count in [2, 1] {
        let found = words.windows(count).find(|run| PEOPLE.contains(&prose::bare(&run.join(" ")).as_str()));
        if let Some(run) = found {
            return Some(run.join(" "));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_whom_and_when() {
        let of = |text: &str, inside: bool| asking(text, inside).map(|a| (a.audience.unwrap_or_default(), a.when.unwrap_or_default()));
        let pair = |audience: &str, when: &'static str| Some((audience.to_string(), when));
        assert_eq!(of("Questions to Ask", false), pair("", ""));
        assert_eq!(of("Questions to Ask Engineers", false), pair("Engineers", ""));
        assert_eq!(of("Questions for the hiring manager", false), pair("hiring manager", ""));
        assert_eq!(of("HR", true), pair("HR", ""));
        assert_eq!(of("For HR", false), pair("HR", ""));
        assert_eq!(of("IF Bad", false), pair("", "after-rejection"));
        assert_eq!(of("If good", false), pair("", "after-offer"));
        assert_eq!(of("If I get an offer", false), pair("", "after-offer"));
        assert_eq!(of("If I don't get the offer", false), pair("", "after-rejection"));
        assert_eq!(of("Before the interview", true), pair("", "before"));
        for text in [
            "HR",
            "Questions they may ask me",
            "Questions to prepare",
            "Engineering culture",
            "Team",
            "Ownership",
            "Questions for the behavioral round",
            "Questions",
        ] {
            assert_eq!(of(text, false), None, "{text}");
        }
    }
}
