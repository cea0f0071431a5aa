//! What servers have stored of an evaluation is read for ever.

use super::*;
use crate::proceedings::evaluation::{Evaluation, Fact};

const TODAY: &str = include_str!("../stored/evaluation.jsonl");
const STATE: &str = include_str!("../stored/evaluation.json");

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
    Included Opened Closed Answered Wrote Finished ObserversShown Promised PromiseDropped FollowedUp
}

fn read(line: &str) -> Fact {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

fn write(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn every_fact_has_a_line_that_is_written_as_it_was_read() {
    for line in TODAY.lines() {
        assert_eq!(write(&read(line)), line);
    }
    let written: BTreeSet<&str> = TODAY.lines().map(|line| variant(&read(line))).collect();
    assert_eq!(written, VARIANTS.iter().copied().collect());
}

#[test]
fn what_the_facts_add_up_to_is_kept_as_it_was() {
    let mut state = Evaluation::default();
    for (at, line) in (1_i64..).zip(TODAY.lines()) {
        state.apply(Timestamp(at * 1_000), &person("odd"), read(line));
    }
    assert_eq!(write(&state), STATE.trim_end());
    let stored: Evaluation = serde_json::from_str(STATE).unwrap();
    assert_eq!(stored, state);
}
