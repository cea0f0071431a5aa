//! What lies on disk can be read for ever. The files beside this are what servers have written; a line in them is never
//! changed. When an event is written in another way than before, its line moves from `events.jsonl` to `older.jsonl`, and
//! the new way comes in its place.

use std::collections::BTreeSet;

use super::*;

/// How each event is written today.
const TODAY: &str = include_str!("stored/events.jsonl");
/// Every word that can stand inside one, such as each status and each phase.
const VALUES: &str = include_str!("stored/values.jsonl");
/// How some were written once, or by somebody who left out what may be left out.
const OLDER: &str = include_str!("stored/older.jsonl");
/// What the events of today add up to, as it is kept when the rows before it are deleted.
const STATE: &str = include_str!("stored/state.json");
const ENTRY: &str = r#"{"at":1000,"by":"odd","request":"r-1","events":[{"type":"hand-raised"}]}"#;

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
    DayBegun Moved ScoresRevealed RoundReopened StepSkipped StepMoved StepRepeated MinutesSet TimerSet LookedUp NoteKept
    HandRaised HandLowered ThingParked ThingUnparked FactSheetWritten FactSheetShared FactSheetRead FollowedUp ScoringOpened
    Scored Thought ThoughtShared ScoringFinished GradeProposed GradeAnswered GradeSettled GradeUnsettled ProposalDrafted
    DraftDropped ProposalsShared ProposalsOpened ProposalClaimed Gathered Ungrouped GroupRenamed VoteOpened DotsGiven
    VotingFinished VoteClosed VoteReopened VoteCancelled LineDrawn TaskAssigned StatusSet Concluded WorthJudged ReportSent
    ReportWithdrawn ReportOpened ReadConfirmed ReportCommented CommentResolved ReportFinalised Evaluation Formal Seminar
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
fn every_event_there_is_has_a_line() {
    let written: BTreeSet<&str> = TODAY.lines().map(|line| variant(&read(line))).collect();
    assert_eq!(written, VARIANTS.iter().copied().collect());
}

#[test]
fn what_an_older_server_wrote_is_read_and_nothing_of_it_is_lost() {
    for line in OLDER.lines() {
        let event = read(line);
        assert_eq!(read(&write(&event)), event, "{line}");
    }
    let nothing: Proceedings = serde_json::from_str("{}").unwrap();
    assert_eq!(nothing, Proceedings::default());
}

#[test]
fn what_the_events_add_up_to_is_kept_as_it_was() {
    let mut state = Proceedings::default();
    for (at, line) in (1_i64..).zip(TODAY.lines()) {
        state.apply(Timestamp(at * 1_000), &person("odd"), read(line));
    }
    assert_eq!(write(&state), STATE.trim_end());
    let stored: Proceedings = serde_json::from_str(STATE).unwrap();
    assert_eq!(stored, state);
}
