//! A meeting that is over decides nothing more; its minutes are still put right and approved.

use super::seating::{ask_vote, case, seat};
use super::*;
use crate::meeting::MeetingState;
use crate::proceedings::formal::state::{MinutesStep, Spot};
use crate::rights::Lock;

/// Everything that decides, or leads to it.
fn deciding() -> Vec<Ask> {
    let first = || item(FIRST);
    let question = || Question::Proposal;
    vec![
        open(SECOND),
        motion(FIRST, "m"),
        Ask::PutMotion {
            item: first(),
            motion: note("m"),
            kind: MotionKind::default(),
            text: "Nei.".into(),
            by: Some(person("odd")),
        },
        ask_vote(FIRST, question()),
        vote(FIRST, &question(), true),
        Ask::Vote {
            item: first(),
            question: question(),
            is_for: true,
            person: Some(person("odd")),
        },
        Ask::RestVotesFor {
            item: first(),
            question: question(),
        },
        Ask::CloseVote {
            item: first(),
            question: case("c"),
        },
        Ask::Resolve {
            item: first(),
            text: "Vedtatt.".into(),
        },
        Ask::Unresolve { item: first() },
        Ask::CancelVote { item: first() },
        Ask::FinishItem { item: first() },
        Ask::ReopenItem { item: first() },
        Ask::Remark {
            item: first(),
            text: "x".into(),
        },
        raise(FIRST, "d", "kjersti"),
        Ask::WithdrawCase {
            item: first(),
            case: note("c"),
        },
        Ask::StepOut {
            item: first(),
            case: note("c"),
        },
        Ask::StepBack {
            item: first(),
            case: note("c"),
        },
        seat("c", Some("berit")),
        Ask::HandOver {
            chair: person("torgeir"),
        },
        Ask::ElectSigners {
            people: vec![person("odd")],
        },
        Ask::Resume,
        Ask::RemoveItem { item: item(SECOND) },
        Ask::WithdrawClosing { item: first() },
    ]
}

#[test]
fn nothing_is_decided_in_a_meeting_that_is_closed() {
    let mut world = opened();
    world.does_formally("per", raise(FIRST, "c", "odd"));
    world.lobby.meeting.state = MeetingState::Closed;
    let closed = Refusal::NotAllowed(Lock::Closed);
    for who in ["ragnhild", "hanne", "bjoern", "odd"] {
        for ask in deciding() {
            world.is_refused_formally(who, ask, closed);
        }
    }
}

#[test]
fn nothing_is_treated_in_a_meeting_that_is_taken_back_to_being_planned() {
    let mut world = opened();
    world.lobby.meeting.state = MeetingState::Planned;
    let not_open = Refusal::NotAllowed(Lock::NotOpen);
    for ask in [ask_vote(FIRST, Question::Proposal), open(SECOND)] {
        world.is_refused_formally("hanne", ask, not_open);
    }
    let mut world = planned();
    world.lobby.meeting.state = MeetingState::Planned;
    world.is_refused_formally("hanne", begin("ragnhild"), not_open);
    world.does_formally("hanne", raise(FIRST, "c", "hanne"));
    world.does_formally("hanne", Ask::RemoveItem { item: item(SECOND) });
}

#[test]
fn the_minutes_of_a_meeting_that_is_closed_are_ended_put_right_and_approved() {
    let mut world = opened();
    decides(&mut world, FIRST, &Question::Proposal, &[]);
    resolve(&mut world, FIRST, "Vedtatt.");
    world.does_formally("bjoern", Ask::FinishItem { item: item(FIRST) });
    world.lobby.meeting.state = MeetingState::Closed;
    world.does_formally("hanne", Ask::End);
    let correct = Ask::Correct {
        id: note("r"),
        item: item(FIRST),
        spot: Spot::Resolution,
        before: "Vedtatt.".into(),
        after: "Planen er vedtatt.".into(),
    };
    world.does_formally("hanne", Ask::SendMinutes { due: None });
    world.does_formally("hanne", correct);
    world.does_formally("ragnhild", Ask::Approve);
    assert_eq!(world.formal().minutes.step, MinutesStep::Approved);
}

#[test]
fn the_part_that_is_over_takes_no_more_questions() {
    let mut world = planned();
    world.does_formally("per", raise(FIRST, "c", "odd"));
    world.does_formally("bjoern", begin("ragnhild"));
    world.does_formally("bjoern", Ask::End);
    for ask in [raise(FIRST, "d", "kjersti"), seat("c", Some("berit"))] {
        world.is_refused_formally("ragnhild", ask, Refusal::FormalEnded);
    }
}

#[test]
fn dots_never_count_while_an_item_is_treated() {
    let mut world = opened();
    let dots = Command::OpenVote { dots: 3 };
    world.is_refused("bjoern", dots, Refusal::FormalItem);
}

#[test]
fn a_body_that_could_decide_nothing_does_not_begin() {
    let begins = |quorum| Ask::Begin {
        chair: person("ragnhild"),
        form: MeetingForm::InPerson,
        rules: Rules {
            quorum,
            ..Rules::default()
        },
    };
    let mut world = planned();
    for quorum in [0, 7] {
        world.is_refused_formally("bjoern", begins(Some(quorum)), Refusal::NotAValue);
    }
    world.does_formally("bjoern", begins(Some(6)));
    world.does_formally("bjoern", begins(Some(6)));
    // Whoever asks for other rules hears that it has begun under these.
    world.is_refused_formally("bjoern", begins(None), Refusal::ChangedMeanwhile);
}
