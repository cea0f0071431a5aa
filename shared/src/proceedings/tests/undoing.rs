use super::sharing::{draft, group, proposal};
use super::*;
use crate::proceedings::command::TaskPart;
use crate::proceedings::state::{Grade, ProposalStatus};
use crate::proceedings::undo::opposite;

/// The command, then what takes it back, as the facilitator: the room looks as before.
#[track_caller]
fn is_undone(world: &World, command: Command) {
    let mut world = world.clone();
    let before = world.sees("odd");
    let back = opposite(&world.sees("bjoern"), &command);
    assert!(!back.is_empty(), "{command:?} cannot be taken back");
    let asked = format!("{command:?}");
    world.does("bjoern", command);
    assert_ne!(world.sees("odd"), before, "{asked} did nothing");
    for command in back {
        world.does("bjoern", command);
    }
    let mut after = world.sees("odd");
    // When it happened is remembered; where the group is, and all it has made, is as before.
    after.steps.clone_from(&before.steps);
    for (id, round) in &mut after.rounds {
        round.settled.clone_from(&before.rounds[id].settled);
    }
    after.proposals.groups.sort_by_key(|group| group.id.clone());
    let mut before = before;
    before
        .proposals
        .groups
        .sort_by_key(|group| group.id.clone());
    assert_eq!(after, before, "{asked}");
}

fn gathering() -> World {
    let mut world = World::begun();
    for id in ["f-1", "f-2", "f-3", "f-4"] {
        world.does("odd", draft(id, id));
    }
    world.goes_to("forbedringsforslag");
    world.does("bjoern", Command::OpenProposals);
    let gather = |into: &str, ids: &[&str]| Command::Gather {
        group: group(into),
        title: into.into(),
        proposals: ids.iter().map(|id| proposal(id)).collect(),
    };
    world.does("bjoern", gather("g-1", &["f-1", "f-2"]));
    world
}

#[test]
fn what_the_facilitator_does_to_others_can_be_taken_back() {
    let world = World::begun();
    let form = world.lobby.meeting.form.as_ref();
    let next = super::super::steps::next(&world.proceedings.steps, form, &world.at()).unwrap();
    for command in [
        Command::Move {
            from: world.at(),
            to: next,
        },
        Command::LookUp { is_on: true },
        Command::OpenScoring { is_open: false },
        Command::Conclude { is_concluded: true },
    ] {
        is_undone(&world, command);
    }
    let mut world = World::begun();
    world.goes_to("del-a");
    world.scores("odd", A1, 3);
    is_undone(
        &world,
        Command::Reveal {
            indicator: indicator(A1),
        },
    );
}

#[test]
fn a_grade_can_be_taken_back_to_what_it_was() {
    let mut world = World::begun();
    world.goes_to("del-a");
    world.does(
        "bjoern",
        Command::Reveal {
            indicator: indicator(A1),
        },
    );
    let propose = |value| Command::ProposeGrade {
        indicator: indicator(A1),
        grade: Some(Grade::One(value)),
    };
    is_undone(&world, propose(3));
    world.does("bjoern", propose(3));
    is_undone(&world, propose(4));
    world.with_rationale.insert(indicator(A1));
    is_undone(
        &world,
        Command::SettleGrade {
            indicator: indicator(A1),
            grade: Grade::One(3),
        },
    );
}

#[test]
fn groups_go_back_to_what_they_were() {
    let world = gathering();
    for command in [
        Command::Gather {
            group: group("g-2"),
            title: "Nytt".into(),
            proposals: vec![proposal("f-1"), proposal("f-2"), proposal("f-3")],
        },
        Command::Ungroup {
            proposals: vec![proposal("f-1"), proposal("f-2")],
        },
        Command::RenameGroup {
            group: group("g-1"),
            title: "Annet".into(),
        },
        Command::OpenVote { dots: 3 },
    ] {
        is_undone(&world, command);
    }
}

#[test]
fn a_vote_can_be_opened_again_and_what_came_of_a_group_taken_back() {
    let mut world = gathering();
    world.does("bjoern", Command::OpenVote { dots: 3 });
    is_undone(&world, Command::CloseVote);
    world.does("bjoern", Command::CloseVote);
    let assign = |part| Command::AssignTask {
        group: group("g-1"),
        part,
    };
    world.does(
        "bjoern",
        assign(TaskPart::Owner {
            person: Some(person("hanne")),
        }),
    );
    let mut with_line = world.clone();
    with_line.does("bjoern", Command::DrawLine { from_dots: Some(1) });
    is_undone(&with_line, Command::ReopenVote);
    for command in [
        Command::DrawLine { from_dots: Some(2) },
        assign(TaskPart::Owner {
            person: Some(person("odd")),
        }),
        assign(TaskPart::PartOfPlan {
            part: Some("Marin".into()),
        }),
        Command::SetStatus {
            group: group("g-1"),
            status: ProposalStatus::Rejected,
            reason: Some("Nei.".into()),
        },
    ] {
        is_undone(&world, command);
    }
}
