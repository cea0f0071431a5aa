//! A random day. Two worlds live through the same, except that in the second everybody but one viewer answers
//! otherwise: as long as nothing is revealed, that viewer cannot tell them apart. Ballots never exceed their budget, a replay of the log gives the
//! same meeting, and asking twice changes nothing.

use std::env;

use super::evaluation;
use super::*;
use crate::id::{GroupId, NoteId};
use crate::proceedings::seminar::Ask;
use crate::proceedings::seminar::state::{Candidate, SwotField};
use crate::proceedings::state::{Answer, Grade, ProposalDraft, ProposalStatus};
use crate::proceedings::steps;

const N_SEEDS: u64 = 150;
const N_COMMANDS: usize = 160;

#[test]
fn no_order_of_commands_gives_a_secret_away() {
    let n_seeds = env::var("SAMLING_SIM_SEEDS").map_or(N_SEEDS, |text| text.parse().unwrap());
    let mut n_done = 0;
    for seed in 0..n_seeds {
        n_done += std::panic::catch_unwind(|| live_through(seed))
            .unwrap_or_else(|_| panic!("seed {seed}"));
    }
    // A seminar has commands of three kinds, and most of one kind are refused in the other kind of meeting.
    let expected = usize::try_from(n_seeds).unwrap() * N_COMMANDS / 6;
    assert!(n_done > expected, "only {n_done} commands were carried out");
}

fn live_through(seed: u64) -> usize {
    let mut rng = fastrand::Rng::with_seed(seed);
    let viewer = PEOPLE[rng.usize(..PEOPLE.len())].0;
    let mut one = World::new();
    if rng.bool() {
        one.lobby.meeting.kind = MeetingKind::BoardSeminar;
    }
    one.lobby.meeting.settings.observers_score = rng.bool();
    one.lobby.meeting.settings.observers_write = rng.bool();
    one.with_rationale.extend([indicator(A1), indicator(A2)]);
    if rng.bool() {
        one.becomes_a_seminar();
    }
    let mut other = one.clone();
    let mut n_done = 0;
    for n in 0..N_COMMANDS {
        let who = PEOPLE[rng.usize(..PEOPLE.len())].0;
        let who = if rng.u8(..3) == 0 { "bjoern" } else { who };
        let command = any_command(&mut rng, &one, n);
        let is_the_viewers = who == viewer
            || matches!(&command, Command::Score { on_behalf_of: Some(whom), .. } if whom.as_str() == viewer);
        let twin = if is_the_viewers {
            command.clone()
        } else {
            otherwise(&one, command.clone())
        };
        let repeat = command.clone();
        let outcome = one.asks(who, command);
        let twin_outcome = other.asks(who, twin);
        assert_eq!(
            outcome.as_ref().map(Vec::len),
            twin_outcome.as_ref().map(Vec::len),
            "{who}: {repeat:?}"
        );
        if outcome.is_ok() {
            n_done += 1;
            asking_again_changes_nothing(&one, who, &repeat);
        }
        let is_same = unrevealed(&one, viewer) == unrevealed(&other, viewer);
        assert!(is_same, "{viewer} can tell: {repeat:?}");
        ballots_stay_within_their_budget(&one.proceedings);
    }
    a_replay_gives_the_same(&one);
    n_done
}

/// What somebody sees, without what a reveal or a closed vote has made everybody's.
fn unrevealed(world: &World, viewer: &str) -> ProceedingsView {
    let mut view = world.sees(viewer);
    for (indicator, round) in &mut view.rounds {
        if !world.proceedings.is_revealed(indicator) {
            continue;
        }
        if let Some(reveal) = &mut round.reveal {
            reveal.tally = super::super::tally::Tally::default();
            reveal.observers = None;
        }
        round.thoughts.clear();
    }
    let vote = world.proceedings.vote.as_ref();
    let is_closed = vote.is_some_and(|vote| vote.result.is_some());
    if let Some(vote) = view.vote.as_mut().filter(|_| is_closed) {
        vote.result = None;
    }
    if let Some(evaluation) = &mut view.evaluation {
        evaluation.result = None;
    }
    for note in view.seminar.swot.notes.values_mut() {
        note.text.clear();
    }
    for group in &mut view.proposals.groups {
        group.status = ProposalStatus::Proposed;
    }
    view
}

/// The same act with other contents.
fn otherwise(world: &World, command: Command) -> Command {
    match command {
        Command::Score {
            indicator,
            value: Some(value),
            on_behalf_of,
        } => Command::Score {
            indicator,
            value: Some(value % 5 + 1),
            on_behalf_of,
        },
        Command::Think { indicator, text } if !text.is_empty() => Command::Think {
            indicator,
            text: format!("{text}, men ikke helt"),
        },
        Command::DraftProposal { id, draft } => Command::DraftProposal {
            id,
            draft: ProposalDraft {
                title: format!("{} eller noe annet", draft.title),
                ..draft
            },
        },
        Command::Seminar {
            ask: Ask::WriteNote { id, field, text },
        } => Command::Seminar {
            ask: Ask::WriteNote {
                id,
                field,
                text: format!("{text} eller noe annet"),
            },
        },
        Command::GiveDots { group, dots } => Command::GiveDots {
            group: swapped(world, group),
            dots,
        },
        Command::Evaluation { ask } => evaluation::otherwise(ask),
        command => command,
    }
}

/// Candidates change places two by two, so that the ballots are as full.
fn swapped(world: &World, group: GroupId) -> GroupId {
    let number: usize = group.as_str()[2..].parse().unwrap();
    let other = if number.is_multiple_of(2) {
        number + 1
    } else {
        number - 1
    };
    let other = GroupId::parse(&format!("f-{other}")).unwrap();
    let is_there = |id: &GroupId| world.proceedings.group(id).is_some();
    if is_there(&group) && is_there(&other) {
        other
    } else {
        group
    }
}

fn asking_again_changes_nothing(world: &World, who: &str, command: &Command) {
    // Starting or stretching a timer is meant each time; what is final is refused.
    let is_meant_again = matches!(
        command,
        Command::StartTimer { .. } | Command::ExtendTimer { .. } | Command::FinaliseReport
    );
    let again = world.decides(who, command.clone());
    let changes = again.as_ref().is_ok_and(|events| !events.is_empty());
    assert!(
        !changes || is_meant_again,
        "{who}: {command:?} -> {again:?}"
    );
}

fn ballots_stay_within_their_budget(proceedings: &Proceedings) {
    let Some(vote) = &proceedings.vote else {
        return;
    };
    for ballot in vote.ballots.values() {
        let sum: u32 = ballot.values().map(|dots| u32::from(*dots)).sum();
        assert!(sum <= u32::from(vote.dots));
        assert!(ballot.values().all(|dots| *dots <= vote.max_per_candidate));
    }
}

fn a_replay_gives_the_same(world: &World) {
    let mut replayed = Proceedings::default();
    for entry in &world.entries {
        let stored = serde_json::to_string(entry).unwrap();
        replayed.apply_entry(&serde_json::from_str(&stored).unwrap());
    }
    assert_eq!(replayed, world.proceedings);
    let folded = serde_json::to_string(&world.proceedings).unwrap();
    assert_eq!(
        serde_json::from_str::<Proceedings>(&folded).unwrap(),
        replayed
    );
}

fn any_command(rng: &mut fastrand::Rng, world: &World, n: usize) -> Command {
    let one_of = |rng: &mut fastrand::Rng| indicator([A1, A2][rng.usize(..2)]);
    // Even and odd ones are a pair in `swapped`, so they are written two by two.
    let id = |rng: &mut fastrand::Rng| format!("f-{}", rng.usize(..6));
    if world.lobby.meeting.kind == MeetingKind::BoardSeminar && rng.bool() {
        return evaluation::any_ask(rng, n);
    }
    match rng.u8(..34) {
        0 => Command::BeginDay,
        1 | 2 => any_move(rng, world),
        3..=9 => Command::Score {
            indicator: one_of(rng),
            value: (rng.u8(..6) > 0).then(|| rng.u8(1..=5)),
            on_behalf_of: (rng.u8(..6) == 0).then(|| person(PEOPLE[rng.usize(..PEOPLE.len())].0)),
        },
        10 | 11 => Command::Think {
            indicator: one_of(rng),
            text: ["Ja", "Nei", ""][rng.usize(..3)].into(),
        },
        12 => Command::ShareThought {
            indicator: one_of(rng),
            is_shared: rng.bool(),
        },
        13 => Command::FinishScoring {
            is_done: rng.bool(),
        },
        14 => Command::OpenScoring {
            is_open: rng.u8(..4) > 0,
        },
        15 => match rng.u8(..4) {
            0 => Command::Reopen {
                indicator: one_of(rng),
            },
            _ => Command::Reveal {
                indicator: one_of(rng),
            },
        },
        16 => Command::ProposeGrade {
            indicator: one_of(rng),
            grade: Some(
                [
                    Grade::One(rng.u8(1..=5)),
                    Grade::Range {
                        lowest: 2,
                        highest: 4,
                    },
                ][rng.usize(..2)],
            ),
        },
        17 => Command::AnswerGrade {
            indicator: one_of(rng),
            grade: Grade::One(rng.u8(1..=5)),
            answer: Some([Answer::Agreed, Answer::NotAgreed][rng.usize(..2)].clone()),
        },
        18 => Command::SettleGrade {
            indicator: one_of(rng),
            grade: Grade::Range {
                lowest: 2,
                highest: 4,
            },
        },
        19..=21 => Command::DraftProposal {
            id: ProposalId::parse(&id(rng)).unwrap(),
            draft: ProposalDraft {
                title: format!("Forslag {n}"),
                ..ProposalDraft::default()
            },
        },
        22 => Command::OpenProposals,
        23 => Command::ClaimProposal {
            id: ProposalId::parse(&id(rng)).unwrap(),
            is_claimed: rng.bool(),
        },
        24 => Command::OpenVote { dots: 3 },
        25 | 26 => Command::GiveDots {
            group: GroupId::parse(&id(rng)).unwrap(),
            dots: rng.u8(..3),
        },
        27 => [
            Command::CloseVote,
            Command::ReopenVote,
            Command::CancelVote { is_counted: false },
        ][rng.usize(..3)]
        .clone(),
        30..=33 => any_of_a_seminar(rng, n),
        28 if rng.bool() => Command::RaiseHand,
        28 => Command::Park {
            id: NoteId::parse(&format!("p-{n}")).unwrap(),
            text: "Kaia".into(),
        },
        _ => [
            Command::StartTimer { seconds: 60 },
            Command::PauseTimer,
            Command::LookUp { is_on: true },
            Command::JudgeWorth { value: 2 },
            Command::FinishVoting { is_done: true },
        ][rng.usize(..5)]
        .clone(),
    }
}

fn any_of_a_seminar(rng: &mut fastrand::Rng, n: usize) -> Command {
    let id = |rng: &mut fastrand::Rng| NoteId::parse(&format!("l-{}", rng.usize(..6))).unwrap();
    let field = SwotField::ALL[rng.usize(..4)];
    let ask = match rng.u8(..12) {
        0..=4 => Ask::WriteNote {
            id: id(rng),
            field,
            text: format!("Lapp {n}"),
        },
        5 => Ask::RemoveNote { id: id(rng) },
        6 => Ask::RestoreNote { id: id(rng) },
        7 => Ask::OpenNotes,
        8 => Ask::MoveNotes {
            notes: vec![id(rng)],
            field,
        },
        9 => Ask::MergeNotes {
            into: id(rng),
            notes: vec![id(rng), id(rng)],
        },
        10 => Ask::SplitNotes {
            notes: vec![id(rng)],
        },
        _ => Ask::OpenVote {
            dots: 3,
            measures: (0..6).map(measure).collect(),
        },
    };
    Command::Seminar { ask }
}

fn measure(number: usize) -> Candidate {
    Candidate {
        id: GroupId::parse(&format!("f-{number}")).unwrap(),
        title: format!("Tiltak {number}"),
    }
}

fn any_move(rng: &mut fastrand::Rng, world: &World) -> Command {
    let form = world.lobby.meeting.form.as_ref();
    let all = steps::positions(&world.proceedings.steps, form);
    match (&world.proceedings.position, all.is_empty()) {
        (Some(from), false) => Command::Move {
            from: from.clone(),
            to: all[rng.usize(..all.len())].clone(),
        },
        _ => Command::BeginDay,
    }
}
