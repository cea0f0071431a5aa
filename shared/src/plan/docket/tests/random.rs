//! A random year: from a seed, many people ask for anything. The log read again gives the same docket, asking twice changes
//! nothing, what is taken back is as before, and a plan is frozen exactly while it is no draft.

use std::env;

use serde_json::json;

use super::*;
use crate::merge_patch;
use crate::plan::PlanState;
use crate::plan::docket::is_frozen;
use crate::plan::docket::state::{RevisionStatus, SuggestionState};
use crate::plan::docket::undo::opposite;

const N_SEEDS: u64 = 60;
const N_COMMANDS: usize = 150;

#[test]
fn no_order_of_commands_leads_astray() {
    let n_seeds = env::var("SAMLING_SIM_SEEDS").map_or(N_SEEDS, |text| text.parse().unwrap());
    let mut n_done = 0;
    for seed in 0..n_seeds {
        n_done += std::panic::catch_unwind(|| live_through(seed))
            .unwrap_or_else(|_| panic!("seed {seed}"));
    }
    let expected = usize::try_from(n_seeds).unwrap() * N_COMMANDS / 4;
    assert!(n_done > expected, "only {n_done} commands were carried out");
}

fn live_through(seed: u64) -> usize {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut world = if rng.bool() {
        World::ready()
    } else {
        World::of_the_period()
    };
    world.steps_aside("odd", "tiltak-1-2");
    for n in 0..20 {
        world.text_reads(&format!("s-{n}"), "en to tre fire fem");
    }
    let mut n_done = 0;
    for n in 0..N_COMMANDS {
        let who = PEOPLE[rng.usize(..PEOPLE.len())].0;
        let who = if rng.u8(..3) == 0 { "hanne" } else { who };
        let command = any_command(&mut rng, n);
        let before = world.docket.clone();
        let before_it = world.sees("per");
        let back = opposite(&world.sees(who), &command);
        if world.asks(who, command.clone()).is_err() {
            assert_eq!(world.docket, before, "a refusal changes nothing");
            continue;
        }
        n_done += 1;
        asking_again_changes_nothing(&world, who, &command);
        if rng.u8(..4) == 0 {
            for command in back {
                // Somebody else may not have left the way back open.
                let _may_be_refused = world.asks(who, command);
            }
        }
        is_whole(&world);
        if n % 25 == 0 {
            a_change_of_the_view_is_sent_as_a_patch(&before_it, &world);
            what_is_deleted_is_shown_to_nobody(&world);
        }
    }
    what_is_deleted_is_shown_to_nobody(&world);
    let mut replayed = Docket::default();
    for entry in &world.entries {
        replayed.apply_entry(entry);
    }
    assert_eq!(replayed, world.docket);
    let stored = serde_json::to_string(&world.docket).unwrap();
    assert_eq!(serde_json::from_str::<Docket>(&stored).unwrap(), replayed);
    let view = serde_json::to_string(&world.sees("per")).unwrap();
    assert_eq!(
        serde_json::from_str::<DocketView>(&view).unwrap(),
        world.sees("per")
    );
    n_done
}

fn asking_again_changes_nothing(world: &World, who: &str, command: &Command) {
    // Going from a state asks again from where nobody is any more, and says so.
    if matches!(command, Command::Unlock { .. }) {
        return;
    }
    let again = world.decides(who, command.clone());
    assert_eq!(again, Ok(Vec::new()), "{who}: {command:?}");
}

fn is_whole(world: &World) {
    let docket = &world.docket;
    assert_eq!(is_frozen(docket), docket.frozen.is_some());
    assert!(
        docket
            .ends
            .values()
            .all(|end| end.links.is_empty() != end.refusal.is_none())
    );
    let mut numbers: Vec<u32> = docket.versions.values().map(|one| one.number).collect();
    numbers.sort_unstable();
    assert!(
        numbers
            .iter()
            .copied()
            .eq(1..=u32::try_from(numbers.len()).unwrap())
    );
    let comments: Vec<&NoteId> = docket
        .threads
        .values()
        .flat_map(|thread| thread.comments.iter().map(|comment| &comment.id))
        .collect();
    let distinct: BTreeSet<&NoteId> = comments.iter().copied().collect();
    assert_eq!(distinct.len(), comments.len());
}

/// As the live line does: what is another than before, and nothing is lost on the way.
fn a_change_of_the_view_is_sent_as_a_patch(before: &DocketView, world: &World) {
    let [mut old, new] = [before, &world.sees("per")].map(|view| json!(view));
    if let Some(patch) = merge_patch::difference(&old, &new) {
        merge_patch::merge(&mut old, patch);
    }
    let read: DocketView = serde_json::from_value(old).unwrap();
    assert_eq!(read, world.sees("per"));
}

fn what_is_deleted_is_shown_to_nobody(world: &World) {
    for who in ["per", "vegg"] {
        let seen = serde_json::to_string(&world.sees(who)).unwrap();
        let threads = world.docket.threads.values();
        let mut hidden = threads.flat_map(|thread| &thread.comments);
        assert!(!hidden.any(|one| one.is_deleted && seen.contains(&one.text)));
    }
}

fn any_command(rng: &mut fastrand::Rng, n: usize) -> Command {
    let id = |rng: &mut fastrand::Rng, kind: &str| format!("{kind}-{}", rng.usize(..8));
    let state = [
        PlanState::Draft,
        PlanState::BoardProposal,
        PlanState::Adopted,
        PlanState::Funded,
    ];
    let any_proposal = format!("forslag-{:02}", rng.usize(1..19));
    match rng.u8(..21) {
        0 => {
            let from = state[rng.usize(..3)];
            super::head::move_on(from, "2026-12-01", &format!("v-{n}"))
        }
        1 => Command::Unlock {
            from: state[rng.usize(1..4)],
            to: state[rng.usize(..3)],
            reason: "Mer å gjøre.".to_owned(),
        },
        2 | 3 => super::proposals::refuse(&[&any_proposal], &format!("Grunn {n}.")),
        4 => Command::RefuseProposals {
            proposals: proposals(&[&any_proposal]),
            refusal: None,
        },
        5 => super::proposals::link(&[&any_proposal], super::proposals::promise("l-1")),
        6 => super::proposals::unlink(&[&any_proposal], super::proposals::promise("l-1")),
        7 | 8 => super::talk::comment(&format!("k-{n}"), &format!("Kommentar {n}.")),
        9 => super::talk::reply(
            &format!("k-{}", rng.usize(..=n)),
            &format!("k-{n}"),
            &format!("Svar {n}."),
        ),
        10 => Command::DeleteComment {
            id: note(&format!("k-{}", rng.usize(..=n))),
            is_deleted: rng.bool(),
        },
        11 => Command::ResolveThread {
            id: note(&format!("k-{}", rng.usize(..=n))),
            is_resolved: rng.bool(),
        },
        12 | 13 => {
            let words = ["en", "to", "tre", "fire", "åtte"];
            let (old, new) = (words[rng.usize(..4)], words[rng.usize(..5)]);
            super::suggesting::suggest(&id(rng, "s"), old, new)
        }
        14 => {
            use SuggestionState::{Accepted, Left, Open};
            let state = [Accepted, Left, Open][rng.usize(..3)];
            super::suggesting::answer(&id(rng, "s"), state)
        }
        15 => Command::WithdrawSuggestion {
            id: suggestion(&id(rng, "s")),
            is_withdrawn: rng.bool(),
        },
        16 => super::versions::keep(&format!("v-{n}"), "", None),
        17 => Command::RestoreVersion {
            version: version(&format!("v-{}", rng.usize(..=n))),
            before: version(&format!("b-{n}")),
            id: version(&format!("c-{n}")),
        },
        18 => super::revisions::revise(&id(rng, "r"), super::revisions::draft(&n.to_string())),
        19 => {
            use RevisionStatus::{Accepted, Adopted, Declined, Suggested};
            let status = [Suggested, Accepted, Adopted, Declined][rng.usize(..4)];
            super::revisions::decide_on(&id(rng, "r"), status, Some("Fordi."))
        }
        _ => Command::EditComment {
            id: note(&format!("k-{}", rng.usize(..=n))),
            text: format!("Endret {n}."),
            mentions: BTreeSet::new(),
        },
    }
}
