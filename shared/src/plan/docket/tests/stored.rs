//! What lies on disk can be read for ever. The files beside this are what servers have written; a line in them is never
//! changed. When an event is written in another way than before, its line moves from `events.jsonl` to a file of older
//! ones, and the new way comes in its place.

use super::*;
use crate::plan::docket::place::Place;
use crate::plan::docket::state::PlanLink;

/// How each event is written today.
const TODAY: &str = include_str!("stored/events.jsonl");
/// Every word that can stand inside one, such as each state and each link.
const VALUES: &str = include_str!("stored/values.jsonl");
/// As they were written when any path could name a piece of prose.
const OLDER: &str = include_str!("stored/older.jsonl");
/// What the events of today add up to, as it is kept when the rows before it are deleted.
const STATE: &str = include_str!("stored/state.json");
const ENTRY: &str = r#"{"at":1000,"by":"odd","request":"r-1","events":[{"type":"thread-resolved","id":"k-1","is_resolved":true}]}"#;

/// Names every variant once: one that is missing here does not compile, and one that is in no file fails.
macro_rules! variants {
    ($($variant:ident)*) => {
        const VARIANTS: &[&str] = &[$(stringify!($variant)),*];

        fn variant(event: &Event) -> &'static str {
            match event {
                $(Event::$variant { .. } => stringify!($variant),)*
            }
        }
    };
}

variants! {
    PlanBegun MovedOn Unlocked HeadSet ProposalsLinked ProposalsUnlinked ProposalsRefused Commented Replied CommentEdited
    CommentDeleted ThreadResolved Suggested SuggestionWithdrawn SuggestionAnswered VersionKept VersionRenamed Revised
    RevisionWithdrawn RevisionDecided MeasureFollowedUp
}

fn read(line: &str) -> Event {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

fn write(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn what_was_stored_is_read_and_written_as_it_was() {
    for line in TODAY.lines().chain(VALUES.lines()) {
        assert_eq!(write(&read(line)), line);
    }
    let entry: Entry = serde_json::from_str(ENTRY).unwrap();
    assert_eq!(write(&entry), ENTRY);
}

#[test]
fn what_was_stored_before_is_read() {
    let name = |line| match read(line) {
        Event::Suggested { draft, .. } => draft.text,
        Event::Revised { draft, .. } => draft.text,
        Event::Commented {
            place: Place::Words { text, .. },
            ..
        } => text,
        Event::ProposalsLinked {
            link: PlanLink::Chapter { path },
            ..
        } => PlanText::Prose(path),
        other => panic!("{other:?}"),
    };
    let names: Vec<String> = OLDER.lines().map(|line| write(&name(line))).collect();
    let expected = [
        "prose/strategier-reiseliv/maal",
        "prose/visjon-og-maal/hovedmaal",
        "prose/resultater/resultater",
        "prose/resultater/laering-fra-psv",
    ];
    assert_eq!(
        names,
        expected.map(|name| format!(r#"{{"prose":"{name}"}}"#))
    );
}

#[test]
fn every_event_there_is_has_a_line() {
    let written: BTreeSet<&str> = TODAY.lines().map(|line| variant(&read(line))).collect();
    assert_eq!(written, VARIANTS.iter().copied().collect());
}

#[test]
fn a_docket_with_nothing_in_it_is_read() {
    let nothing: Docket = serde_json::from_str("{}").unwrap();
    assert_eq!(nothing, Docket::default());
}

#[test]
fn what_the_events_add_up_to_is_kept_as_it_was() {
    let mut state = Docket::default();
    for (at, line) in (1_i64..).zip(TODAY.lines()) {
        state.apply(Timestamp(at * 1_000), &person("odd"), read(line));
    }
    assert_eq!(write(&state), STATE.trim_end());
    let stored: Docket = serde_json::from_str(STATE).unwrap();
    assert_eq!(stored, state);
}
