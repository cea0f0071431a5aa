//! What lies on disk of a seminar can be read for ever, as [`stored`](super::super::stored) says.

use std::collections::BTreeSet;

use super::*;
use crate::proceedings::seminar::Fact;
use crate::proceedings::seminar::state::Seminar;

/// How each fact is written today.
const TODAY: &str = include_str!("../stored/seminar.jsonl");
/// What they add up to.
const STATE: &str = include_str!("../stored/seminar.json");

/// Names every fact once: one that is missing here does not compile, and one that is in no line fails.
macro_rules! facts {
    ($($variant:ident)*) => {
        const FACTS: &[&str] = &[$(stringify!($variant)),*];

        fn fact(event: &Event) -> &'static str {
            let Event::Seminar { fact } = event else {
                panic!("{event:?} is no seminar's");
            };
            match fact {
                $(Fact::$variant { .. } => stringify!($variant),)*
            }
        }
    };
}

facts! {
    NoteWritten NoteRemoved NoteRestored NotesMoved NotesMerged NotesSplit NotesOpened WorkGroupsSet PutInGroup GroupNamed
    MeasuresChosen
}

fn read(line: &str) -> Event {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

#[test]
fn every_fact_has_a_line_and_is_written_as_it_was() {
    for line in TODAY.lines() {
        assert_eq!(serde_json::to_string(&read(line)).unwrap(), line);
    }
    let written: BTreeSet<&str> = TODAY.lines().map(|line| fact(&read(line))).collect();
    assert_eq!(written, FACTS.iter().copied().collect());
}

#[test]
fn what_they_add_up_to_is_kept_as_it_was() {
    let mut state = Proceedings::default();
    for (at, line) in (1_i64..).zip(TODAY.lines()) {
        state.apply(Timestamp(at * 1_000), &person("odd"), read(line));
    }
    assert_eq!(
        serde_json::to_string(&state.seminar).unwrap(),
        STATE.trim_end()
    );
    assert_eq!(
        serde_json::from_str::<Seminar>(STATE).unwrap(),
        state.seminar
    );
    let titles: Vec<&str> = state.groups.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["Helårsdrift"]);
}

#[test]
fn a_step_of_a_day_that_ran_before_there_were_tools_for_it_is_still_a_talk() {
    let line = r#"{"id":"aapning","title":{"nb":"Åpning","nn":"","en":""},"start":"10:00","minutes":20,"tool":"talk"}"#;
    let step: crate::proceedings::state::Step = serde_json::from_str(line).unwrap();
    assert_eq!((step.tool, step.day), (Tool::Talk, 1));
}
