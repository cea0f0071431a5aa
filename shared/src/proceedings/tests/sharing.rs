use super::*;
use crate::id::GroupId;
use crate::proceedings::state::{Phase, ProposalDraft};
use crate::rights::Lock;

pub fn proposal(id: &str) -> ProposalId {
    ProposalId::parse(id).unwrap()
}

pub fn group(id: &str) -> GroupId {
    GroupId::parse(id).unwrap()
}

pub fn draft(id: &str, title: &str) -> Command {
    Command::DraftProposal {
        id: proposal(id),
        draft: ProposalDraft {
            title: title.into(),
            ..ProposalDraft::default()
        },
    }
}

fn gather(into: &str, title: &str, ids: &[&str]) -> Command {
    Command::Gather {
        group: group(into),
        title: title.into(),
        proposals: ids.iter().map(|id| proposal(id)).collect(),
    }
}

#[test]
fn what_is_written_in_peace_is_its_authors_alone() {
    let mut world = World::begun();
    world.does("odd", draft("f-1", "Færre tiltak"));
    for who in ["bjoern", "hanne", "ragnhild", "vegg"] {
        let seen = world.sees(who).proposals;
        assert_eq!(
            (seen.n_all, seen.my_drafts.len(), seen.shared.len()),
            (1, 0, 0),
            "{who}"
        );
    }
    assert_eq!(
        world.sees("odd").proposals.my_drafts[0].draft.title,
        "Færre tiltak"
    );
    world.is_refused("ingunn", draft("f-1", "Mine ord"), Refusal::NotYours);
    world.is_refused("odd", draft("f-2", "  "), Refusal::Empty);
    world.is_refused("odd", draft("f-2", &"x".repeat(201)), Refusal::TooLong);
    world.is_refused(
        "per",
        draft("f-2", "Råd"),
        Refusal::NotAllowed(Lock::Setting),
    );
    world.is_refused(
        "odd",
        Command::ShareProposal {
            id: proposal("f-1"),
        },
        Refusal::ProposalsNotOpen,
    );
}

#[test]
fn opening_shares_everything_and_writing_again_is_in_peace_again() {
    let mut world = World::begun();
    world.goes_to("forbedringsforslag");
    assert_eq!(world.at().phase, Phase::Write);
    world.does("odd", draft("f-1", "Færre tiltak"));
    world.does("ingunn", draft("f-2", "Flere møter"));
    world.is_refused(
        "odd",
        Command::OpenProposals,
        Refusal::NotAllowed(Lock::Role),
    );
    world.does("bjoern", Command::OpenProposals);
    assert_eq!(world.at().phase, Phase::Gather);
    let seen = world.sees("odd").proposals;
    assert_eq!((seen.is_open, seen.shared.len()), (true, 2));
    assert!(
        seen.shared.iter().all(|one| one.author.is_none()),
        "no names until they are claimed"
    );
    world.is_refused("odd", draft("f-1", "Noe annet"), Refusal::AlreadyShared);
    world.does("odd", draft("f-3", "Ett til"));
    assert_eq!(world.sees("ingunn").proposals.shared.len(), 2);
    world.does(
        "odd",
        Command::ShareProposal {
            id: proposal("f-3"),
        },
    );
    assert_eq!(world.sees("ingunn").proposals.shared.len(), 3);
}

#[test]
fn only_the_author_says_that_it_is_theirs() {
    let mut world = World::begun();
    world.does("odd", draft("f-1", "Færre tiltak"));
    world.does("bjoern", Command::OpenProposals);
    let claim = |is_claimed| Command::ClaimProposal {
        id: proposal("f-1"),
        is_claimed,
    };
    world.is_refused("bjoern", claim(true), Refusal::NotYours);
    world.does("odd", claim(true));
    assert_eq!(
        world.sees("vegg").proposals.shared[0].author,
        Some(person("odd"))
    );
    world.does("odd", claim(false));
    assert_eq!(world.sees("vegg").proposals.shared[0].author, None);
}

#[test]
fn groups_hold_each_proposal_once_and_vanish_when_empty() {
    let mut world = World::begun();
    for id in ["f-1", "f-2", "f-3"] {
        world.does("odd", draft(id, id));
    }
    world.is_refused(
        "bjoern",
        gather("g-1", "Like", &["f-1"]),
        Refusal::NoSuchProposal,
    );
    world.does("bjoern", Command::OpenProposals);
    world.does("bjoern", gather("g-1", "Like", &["f-1", "f-2", "f-1"]));
    world.does("odd", gather("g-2", "Andre", &["f-2", "f-3"]));
    world.is_refused(
        "gjest",
        gather("g-2", "Andre", &["f-1"]),
        Refusal::NotAllowed(Lock::Role),
    );
    let groups = world.sees("odd").proposals.groups;
    assert_eq!(groups[0].proposals, [proposal("f-1")]);
    assert_eq!(groups[1].proposals, [proposal("f-2"), proposal("f-3")]);
    world.is_refused(
        "odd",
        Command::RenameGroup {
            group: group("g-2"),
            title: "Nytt".into(),
        },
        Refusal::NotAllowed(Lock::Role),
    );
    world.does(
        "bjoern",
        Command::RenameGroup {
            group: group("g-2"),
            title: "Nytt".into(),
        },
    );
    world.does(
        "bjoern",
        Command::Ungroup {
            proposals: vec![proposal("f-1")],
        },
    );
    assert_eq!(world.sees("odd").proposals.groups.len(), 1);
    world.is_refused(
        "bjoern",
        gather("f-1", "Fanget", &["f-1", "f-3"]),
        Refusal::IdTaken,
    );
}

#[test]
fn proposals_written_straight_into_the_assessment_can_be_gathered_too() {
    let mut world = World::begun();
    world.in_document.push(proposal("fra-dokumentet"));
    world.does("bjoern", gather("g-1", "Derfra", &["fra-dokumentet"]));
    world.is_refused("odd", draft("fra-dokumentet", "Tatt"), Refusal::IdTaken);
}

#[test]
fn going_to_the_gathering_shares_nothing_while_a_vote_is_open_or_all_is_concluded() {
    let go = |world: &mut World, phase: Phase| {
        let (from, step) = (world.at(), step("forbedringsforslag"));
        let to = Position {
            step,
            indicator: None,
            phase,
        };
        world.does("bjoern", Command::Move { from, to });
    };
    for is_concluded in [false, true] {
        let mut world = World::begun();
        world.does("odd", draft("f-1", "Færre tiltak"));
        world.does("bjoern", Command::OpenProposals);
        world.does("bjoern", Command::OpenVote { dots: 3 });
        go(&mut world, Phase::Write);
        world.does("ingunn", draft("f-2", "Flere møter"));
        if is_concluded {
            world.does("bjoern", Command::CloseVote);
            go(&mut world, Phase::Write);
            world.does("bjoern", Command::Conclude { is_concluded });
        }
        go(&mut world, Phase::Gather);
        let seen = world.sees("odd").proposals;
        assert_eq!((seen.is_open, seen.shared.len()), (!is_concluded, 1));
    }
}

#[test]
fn no_proposal_takes_the_place_of_a_group() {
    let mut world = World::begun();
    world.does("odd", draft("f-1", "Færre tiltak"));
    world.does("bjoern", Command::OpenProposals);
    world.does("bjoern", gather("g-1", "Tiltak", &["f-1"]));
    world.is_refused("ingunn", draft("g-1", "Mitt eget"), Refusal::IdTaken);
    world.does("ingunn", draft("f-2", "Ikke delt"));
    world.is_refused(
        "bjoern",
        gather("f-2", "Tiltak", &["f-1"]),
        Refusal::IdTaken,
    );
}

#[test]
fn nothing_on_the_screen_says_who_wrote_first() {
    let ids = ["f-1", "f-2", "f-3", "f-4", "f-5", "f-6", "f-7"];
    let mut world = World::begun();
    for id in ids {
        world.does("odd", draft(id, id));
    }
    world.does("bjoern", Command::OpenProposals);
    world.does("bjoern", Command::OpenVote { dots: 3 });
    let shared = world.entries.iter().flat_map(|entry| &entry.events);
    let mut shared = shared.filter_map(|event| match event {
        Event::ProposalsShared { ids } => Some(ids.clone()),
        _ => None,
    });
    let written = ids.map(proposal);
    assert_ne!(shared.next().unwrap(), written);
    let groups = world.sees("vegg").proposals.groups;
    let groups: Vec<_> = groups
        .iter()
        .map(|group| group.proposals[0].clone())
        .collect();
    assert_ne!(groups, written);
}
