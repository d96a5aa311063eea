//! `vague-result`: praise without a fact beside it.

use super::alone::Alone;
use crate::content::Role;
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::metric;
use crate::phrase::{self, Phrases, Word};
use crate::spoken::{Block, Sentence};
use std::ops::Range;

/// The rule.
pub static LINT: Lint = Lint {
    name: "vague-result",
    level: Level::Info,
    thresholds: &[],
    finds: r#""was a success", "went well", "improved significantly" in a Result, without a fact beside it"#,
    why: r#"Praise is what the interviewer should think, not what you should say. Say what could be seen afterwards: who used it, what stopped, what it cost before and after."#,
    bad: &[(
        "content/stories/log-tool.md",
        r#"---
title: Retiring a log tool
---
## Situation
Our audit showed a log tool that cost $80,000 a year.

## Task
I wanted that money back.

## Action
I asked each team whether it still used the tool, and nobody did. Then I switched it off.

## Result
The project was a great success and everyone was happy.
"#,
    )],
    good: &[(
        "content/stories/log-tool.md",
        r#"---
title: Retiring a log tool
---
## Situation
Our audit showed a log tool that cost $80,000 a year.

## Task
I wanted that money back.

## Action
I asked each team whether it still used the tool, and nobody did. Then I switched it off.

## Result
That was a success: we saved $80,000 a year.
"#,
    )],
};

/// What people say instead of a result.
static PRAISE: Phrases = Phrases::new(&[
    "a very|really|quite|complete|total|great|big|huge|real|full|overall|resounding|massive? success|hit|triumph|win|achievement",
    "great|big|huge|total|complete|overwhelming success",
    "was|were|is|became|turned|proved very|really|quite|extremely|highly|overall|out|finally? successful|succesful|fruitful",
    "successfully _ _? _? project|it|everything",
    "project|launch|migration|event|initiative|it|campaign|effort|rollout succeeded",
    "worked|turned|came out really|quite|very|pretty|so|all? well|great|smoothly|perfectly|fine|nicely|good",
    "all ended|ends|went well|fine",
    "result|results|outcome|outcomes|collaboration|cooperation|response|teamwork|atmosphere|experience was|were|is|are very|really|so|quite|overwhelmingly|extremely|all|all-round? amazing|great|good|excellent|fantastic|positive|wonderful|outstanding|perfect|better|impressive|incredible|satisfying",
    "made _? life|lives|everyone's|everybody's|people's life|lives|work|job? easier|better|simpler",
    "high-quality|top-notch|great|excellent|outstanding|top-quality product|products|work|service|software",
    "win-win",
    "over the moon",
    "out of the park",
    "stronger|better|closer|happier than ever",
    "everyone|everybody benefited|benefitted|won",
    "for the best",
    "exceeded|surpassed|beyond|above all|our|my|their|everyone's|everybody's? expectations",
    "completed|finished|delivered|implemented|executed|launched very? successfully",
    "works|runs|worked great|perfectly|fine|wonderfully|beautifully",
    "definitely|absolutely|totally|well|really worth it",
    "amazing|incredible|outstanding|wonderful|fantastic|tremendous achievement|accomplishment|effort|success|job|work",
    "went|goes|worked|turned|came very|really|so|quite|pretty|out|extremely|incredibly? well|great|smoothly|perfectly|fine|nicely|good|amazing|wonderfully",
    "went without|off any|a? problems|issues|hitch",
    "was|were|is very|really|so|quite|extremely|all? happy|pleased|satisfied|impressed|delighted|thrilled|glad|proud",
    "happy|pleased|satisfied|impressed|delighted with|by the|my|our|it",
    "great|positive|good|excellent|amazing|very? positive|good? feedback|reviews|reception|response",
    "very|really|so? well received|received",
    "great|good|excellent|amazing|fantastic|positive|huge|big|strong|significant|real impact|result|results|outcome|outcomes|difference|effect",
    "made a big|huge|real|significant|great|positive? difference|impact",
    "everyone|everybody|people|they|customers|users|management|team loved|liked|appreciated|praised|enjoyed it|this|my|the|that|our",
    "a lot|much|far|way better|easier|faster|happier|smoother|cleaner|clearer|nicer",
    "much|far|way better|easier|faster|happier|smoother|cleaner|clearer|nicer",
    "significantly|greatly|dramatically|massively|hugely|substantially|considerably|drastically|vastly|tremendously",
    "significant|great|huge|massive|dramatic|substantial|considerable|major|big improvement|improvements|reduction|increase|gain|gains|savings|decrease|progress|growth",
    "improved|increased|reduced|decreased|boosted|improving|reducing|increasing|grew|dropped|rose a|by lot|a",
    "everything works|worked|ran|runs|is|was fine|well|perfectly|smoothly|great|good|better|now",
    "everything was|were|is fine|good|great|perfect|okay|ok",
    "a|very good|great|nice|valuable|wonderful|amazing experience|project|solution|job",
    "learned|learnt a lot",
    "helped|benefited|benefitted everyone|everybody|the a? lot|team|company|business|customers",
    "best|better user|customer|overall? experience",
    "improving|improved|improves _? _? _? experience|management|satisfaction|collaboration|efficiency|productivity|quality|morale|communication",
]);

/// Words that something could be seen by.
static FACTS: Phrases = Phrases::new(&[
    "adopted|renewed|promoted|award|awarded|prize|signed|extended|reused|copied|merged|published",
    "ended in|with|on|the|that|this|for|there|then",
    "stopped|disappeared|vanished|closed|cancelled|canceled|retired|removed|deleted|unblocked",
    "no longer",
    "never again|happened|came",
    "not once",
    "no|none|nobody|without _? complaints|complaint|outage|outages|incident|incidents|downtime|errors|error|bugs|bug|rollback|pages|escalations",
    "nobody|none|no",
    "is|are|was|were still in use|used|running",
    "still use|uses|runs|run|used",
    "other|both|all teams|departments|offices|schools|stores|groups",
    "became|become the|a|our standard|default|template|policy|rule|part",
    "the standard|default",
    "every|each _",
    "for the first time",
    "on time|schedule|budget",
    "in time for",
    "ahead of",
    "hired|rehired|bought|ordered|sold|paid|invested|approved|funded",
    "asked us|me|for to|for|again",
    "came|come back",
    "invited",
    "rolled out",
    "went live",
    "instead of",
]);

pub(super) fn find(story: &Alone) -> Vec<Diagnostic> {
    let sentences: Vec<(&Block, &Sentence)> =
        story.told(&[Role::Result]).flat_map(|block| block.sentences.iter().map(move |sentence| (block, sentence))).collect();
    for (at, (block, sentence)) in sentences.iter().enumerate() {
        let Some(praised) = praise(sentence.own()) else { continue };
        let beside = &sentences[at.saturating_sub(1)..(at + 2).min(sentences.len())];
        if beside.iter().any(|(block, sentence)| is_fact(&block.text.spoken[sentence.start..sentence.start + sentence.text.len()])) {
            continue;
        }
        // One finding says it for the whole Result.
        let span = block.text.passage.place(sentence.start + praised.start..sentence.start + praised.end);
        let message = format!("`{}` is praise without a fact beside it", &sentence.text[praised]);
        return vec![story.finding(&LINT, span, message).help("say what could be seen afterwards: who used it, what stopped, what changed")];
    }
    Vec::new()
}

fn praise(words: &[Word]) -> Option<Range<usize>> {
    PRAISE.find(words).map(|part| phrase::bytes(words, part))
}

/// Whether a sentence says something that could be seen: a number, somebody's words, or what people did.
fn is_fact(sentence: &str) -> bool {
    let words = phrase::words(sentence);
    metric::holds(sentence) || sentence.contains(['"', '\u{201c}', '\u{201e}', '\u{ab}']) || FACTS.find(&words).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn praise_is_seen() {
        for text in [
            "The project was a success.",
            "It was a huge success.",
            "Everything went really well.",
            "Everyone was very happy with it.",
            "We got great feedback.",
            "Performance improved significantly.",
            "It made a big difference.",
            "It all ended well.",
            "It worked out quite well.",
            "The results were amazing.",
            "It made everybody's life easier.",
            "We delivered a high-quality product.",
            "It was a win-win.",
            "We exceeded all expectations.",
            "The project was completed successfully.",
            "The new system works great.",
        ] {
            assert!(praise(&phrase::words(text)).is_some() && !is_fact(text), "{text}");
        }
    }

    #[test]
    fn facts_are_seen() {
        for text in ["It saved 40 %.", "Two other teams adopted it.", "The calls stopped.", "She wrote \u{201c}best week\u{201d}.", "The tool is still in use."]
        {
            assert!(is_fact(text), "{text}");
        }
    }
}
