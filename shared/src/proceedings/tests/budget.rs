use super::sharing::{draft, group};
use super::*;
use crate::proceedings::command::TaskPart;
use crate::proceedings::state::ProposalStatus;
use crate::proceedings::tally::suggested_dots;
use crate::rights::Lock;

fn give(to: &str, dots: u8) -> Command {
    Command::GiveDots {
        group: group(to),
        dots,
    }
}

/// Five proposals, each by itself, and a vote with three dots.
fn voting() -> World {
    let mut world = World::begun();
    for id in ["f-1", "f-2", "f-3", "f-4", "f-5"] {
        world.does("odd", draft(id, id));
    }
    world.does("bjoern", Command::OpenProposals);
    world.does("bjoern", Command::OpenVote { dots: 3 });
    world
}

#[test]
fn a_quarter_of_the_candidates_within_three_and_six() {
    for (n_candidates, dots) in [(0, 3), (4, 3), (11, 3), (14, 4), (18, 5), (24, 6), (80, 6)] {
        assert_eq!(suggested_dots(n_candidates), dots, "{n_candidates}");
    }
}

#[test]
fn a_ballot_stays_within_its_budget() {
    let mut world = voting();
    world.is_refused("odd", give("f-1", 3), Refusal::OverMax);
    world.does("odd", give("f-1", 2));
    world.does("odd", give("f-2", 1));
    world.is_refused("odd", give("f-3", 1), Refusal::OverBudget);
    world.does("odd", give("f-1", 1));
    world.does("odd", give("f-3", 1));
    world.is_refused("odd", give("finnes-ikke", 1), Refusal::NoSuchGroup);
    for (who, lock) in [
        ("hanne", Lock::Setting),
        ("per", Lock::Setting),
        ("bjoern", Lock::Role),
        ("berit", Lock::NotSeated),
        ("amir", Lock::Absent),
    ] {
        world.is_refused(who, give("f-1", 1), Refusal::NotAllowed(lock));
    }
}

#[test]
fn totals_come_when_it_is_closed_and_advice_is_counted_apart() {
    let mut world = voting();
    world.lobby.meeting.settings.observers_write = true;
    world.does("odd", give("f-1", 2));
    world.does("ingunn", give("f-1", 1));
    world.does("per", give("f-2", 2));
    assert!(world.sees("bjoern").vote.unwrap().result.is_none());
    assert!(world.sees("per").vote.unwrap().is_advice);
    world.does("bjoern", Command::CloseVote);
    let result = world.sees("vegg").vote.unwrap().result.unwrap();
    assert_eq!(
        (result.totals[&group("f-1")], result.totals[&group("f-2")]),
        (3, 0)
    );
    assert_eq!((result.advisory[&group("f-2")], result.n_voters), (2, 2));
    world.is_refused("odd", give("f-3", 1), Refusal::VoteNotOpen);
    world.does("bjoern", Command::ReopenVote);
    world.does("odd", give("f-3", 1));
}

#[test]
fn nothing_changes_under_an_open_vote() {
    let mut world = voting();
    world.does("odd", draft("f-6", "For sent"));
    world.is_refused(
        "odd",
        Command::ShareProposal {
            id: super::sharing::proposal("f-6"),
        },
        Refusal::VoteOpen,
    );
    let gather = Command::Gather {
        group: group("g-1"),
        title: "Like".into(),
        proposals: vec![super::sharing::proposal("f-1")],
    };
    world.is_refused("bjoern", gather.clone(), Refusal::VoteOpen);
    world.is_refused("bjoern", Command::OpenVote { dots: 1 }, Refusal::VoteOpen);
    world.does("bjoern", Command::CancelVote { is_counted: false });
    assert!(world.sees("odd").proposals.groups.is_empty());
    world.does("bjoern", gather);
}

#[test]
fn each_voter_has_an_order_of_their_own_and_keeps_it() {
    let world = voting();
    let order = |who: &str| world.sees(who).vote.unwrap().candidates;
    assert_eq!(order("odd"), order("odd"));
    let orders: BTreeSet<_> = ["odd", "ingunn", "kjersti", "torgeir", "ragnhild"]
        .map(order)
        .into_iter()
        .collect();
    assert!(orders.len() > 2, "{orders:?}");
}

#[test]
fn the_line_prioritises_and_each_end_needs_what_it_needs() {
    let mut world = voting();
    world.does("odd", give("f-1", 2));
    world.does("ingunn", give("f-2", 1));
    world.is_refused(
        "bjoern",
        Command::DrawLine { from_dots: Some(2) },
        Refusal::VoteNotOpen,
    );
    world.does("bjoern", Command::CloseVote);
    world.does("bjoern", Command::DrawLine { from_dots: Some(2) });
    let status = |world: &World, id: &str| world.proceedings.group(&group(id)).unwrap().status;
    assert_eq!(status(&world, "f-1"), ProposalStatus::Prioritised);
    assert_eq!(status(&world, "f-2"), ProposalStatus::Proposed);
    let set = |id: &str, status, reason: Option<&str>| Command::SetStatus {
        group: group(id),
        status,
        reason: reason.map(str::to_owned),
    };
    world.is_refused(
        "bjoern",
        set("f-1", ProposalStatus::Deferred, None),
        Refusal::NeedsReason,
    );
    world.does(
        "bjoern",
        set("f-1", ProposalStatus::Deferred, Some("Ikke penger.")),
    );
    world.does("bjoern", Command::DrawLine { from_dots: Some(1) });
    assert_eq!(
        status(&world, "f-1"),
        ProposalStatus::Deferred,
        "what has come further stays"
    );
    assert_eq!(status(&world, "f-2"), ProposalStatus::Prioritised);
    let assign = |part| Command::AssignTask {
        group: group("f-2"),
        part,
    };
    let owner = |id: &str| {
        assign(TaskPart::Owner {
            person: Some(person(id)),
        })
    };
    world.is_refused("bjoern", owner("ukjent"), Refusal::NoSuchPerson);
    world.does("bjoern", owner("odd"));
    let part = TaskPart::PartOfPlan {
        part: Some(" Marin verdiskaping ".into()),
    };
    world.does("bjoern", assign(part));
    let assigned = world
        .proceedings
        .group(&group("f-2"))
        .unwrap()
        .task
        .clone()
        .unwrap();
    assert_eq!(assigned.owner, Some(person("odd")));
    assert_eq!(assigned.part_of_plan.as_deref(), Some("Marin verdiskaping"));
}

#[test]
fn there_must_be_something_to_vote_on() {
    let mut world = World::begun();
    world.is_refused(
        "bjoern",
        Command::OpenVote { dots: 3 },
        Refusal::NothingToVoteOn,
    );
    world.is_refused("bjoern", Command::OpenVote { dots: 0 }, Refusal::NotAValue);
}

#[test]
fn a_counted_vote_is_thrown_away_only_by_whoever_saw_it_counted() {
    let mut world = voting();
    world.does("odd", give("f-1", 2));
    world.does("bjoern", Command::CloseVote);
    let before = world.sees("vegg").vote;
    world.is_refused("bjoern", Command::OpenVote { dots: 5 }, Refusal::VoteOpen);
    let late = Command::CancelVote { is_counted: false };
    world.is_refused("bjoern", late, Refusal::ChangedMeanwhile);
    assert_eq!(world.sees("vegg").vote, before);
    world.does("bjoern", Command::CancelVote { is_counted: true });
    assert_eq!(world.sees("vegg").vote, None);
}

#[test]
fn who_is_counted_once_is_counted_again_and_nobody_else() {
    let mut world = voting();
    for who in ["odd", "ingunn", "kjersti"] {
        world.does(who, give("f-1", 1));
    }
    world.does("bjoern", Command::CloseVote);
    let totals = |world: &World| world.sees("vegg").vote.unwrap().result.unwrap().totals;
    let before = totals(&world);
    let seat = |id: &str, world: &mut World, is_coming: bool| {
        let mut listed = world.lobby.meeting.participants.iter_mut();
        let line = listed.find(|line| line.person == person(id)).unwrap();
        (line.is_coming, line.seated_for) = (is_coming, None);
    };
    // Whoever takes one off the list and counts again must not see what that one gave.
    seat("ingunn", &mut world, false);
    world.does("bjoern", Command::ReopenVote);
    seat("amir", &mut world, true);
    world.is_refused("amir", give("f-1", 1), Refusal::CountedWithout);
    world.does("bjoern", Command::CloseVote);
    assert_eq!(totals(&world), before);
}

#[test]
fn concluding_counts_the_dots_that_are_given() {
    let mut world = voting();
    world.does("odd", give("f-1", 2));
    let mut ended = world.clone();
    ended.lobby.meeting.state = MeetingState::Closed;
    for (who, world) in [("bjoern", &mut world), ("hanne", &mut ended)] {
        world.does(who, Command::Conclude { is_concluded: true });
        let result = world.sees("vegg").vote.unwrap().result.unwrap();
        assert_eq!(result.totals[&group("f-1")], 2);
    }
    world.is_refused("odd", give("f-2", 1), Refusal::VoteNotOpen);
}

#[test]
fn a_second_count_is_the_first_unless_four_have_given_otherwise() {
    let mut world = voting();
    world.does("odd", give("f-1", 2));
    let counted = |world: &mut World| {
        world.does("bjoern", Command::CloseVote);
        let result = world.sees("vegg").vote.unwrap().result.unwrap();
        world.does("bjoern", Command::ReopenVote);
        ["f-1", "f-2"].map(|id| result.totals[&group(id)])
    };
    assert_eq!(counted(&mut world), [2, 0]);
    for (who, expected) in [
        ("ingunn", [2, 0]),
        ("kjersti", [2, 0]),
        ("torgeir", [2, 0]),
        ("ragnhild", [2, 4]),
    ] {
        world.does(who, give("f-2", 1));
        assert_eq!(counted(&mut world), expected, "{who}");
    }
}
