//! What lies on disk of the formal part can be read for ever. A line in the file beside this is never changed; when a fact
//! is written in another way than before, its new way comes after the old one, and the sum is made of both.

use std::collections::BTreeSet;

use super::*;
use crate::proceedings::formal::Fact;
use crate::time::Timestamp;

/// How each fact is written, with every word that can stand inside one.
const FACTS: &str = include_str!("stored.jsonl");
/// What they add up to, as it is kept when the rows before it are deleted.
const STATE: &str = include_str!("stored.json");

/// Names every variant once: one that is missing here does not compile, and one that is in no line fails.
macro_rules! variants {
    ($($variant:ident)*) => {
        const VARIANTS: &[&str] = &[$(stringify!($variant)),*];

        fn variant(fact: &Fact) -> &'static str {
            match fact {
                $(Fact::$variant { .. } => stringify!($variant),)*
            }
        }
    };
}

variants! {
    ItemAdded ItemChanged ItemMoved ItemRemoved ProvisionsSet Begun RollCalled HandedOver SignersElected
    ItemOpened Remarked ImpartialityRaised SteppedOut DeputySeated CaseNoted SteppedBack CaseWithdrawn
    ClosingProposed ClosingWithdrawn VoteOpened VoteClosed MotionPut MotionWithdrawn TakenIn VoteCancelled
    Voted Resolved Unresolved ItemFinished ItemReopened Ended Resumed Corrected MinutesSent MinutesWithdrawn
    CorrectionWanted MinutesApproved MinutesFrozen
}

fn read(line: &str) -> Fact {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

#[test]
fn what_was_stored_is_read_and_written_as_it_was() {
    for line in FACTS.lines() {
        assert_eq!(serde_json::to_string(&read(line)).unwrap(), line);
    }
    let written: BTreeSet<&str> = FACTS.lines().map(|line| variant(&read(line))).collect();
    assert_eq!(written, VARIANTS.iter().copied().collect());
}

#[test]
fn what_the_facts_add_up_to_is_kept_as_it_was() {
    let mut formal = Formal::default();
    for (at, line) in (1_i64..).zip(FACTS.lines()) {
        formal.apply(Timestamp(at * 1_000), &person("odd"), read(line));
    }
    assert_eq!(serde_json::to_string(&formal).unwrap(), STATE.trim_end());
    let stored: Formal = serde_json::from_str(STATE).unwrap();
    assert_eq!(stored, formal);
    assert_eq!(
        serde_json::from_str::<Formal>("{}").unwrap(),
        Formal::default()
    );
}
