//! A random meeting, lived twice: in the second everything said of one item behind its doors is said otherwise. Whoever is
//! not to hear it cannot tell the two apart; and a replay of the log gives the same meeting.

use std::collections::BTreeSet;

use super::*;
use crate::id::PersonId;
use crate::proceedings::formal::minutes::assemble;
use crate::proceedings::formal::seats::seats;
use crate::proceedings::formal::state::Spot;
use crate::proceedings::state::Proceedings;
use crate::time::Timestamp;

const N_SEEDS: u64 = 80;
const N_ASKS: usize = 160;
const PEOPLE: [&str; 14] = [
    "ragnhild", "torgeir", "ingunn", "kjersti", "odd", "amir", "mathias", "berit", "hanne", "per",
    "lena", "gjest", "bjoern", "vegg",
];

#[test]
fn what_is_closed_reaches_nobody_who_is_not_to_hear_it() {
    let n_done: usize = (0..N_SEEDS)
        .map(|seed| {
            std::panic::catch_unwind(|| live_through(seed))
                .unwrap_or_else(|_| panic!("seed {seed}"))
        })
        .sum();
    assert!(
        n_done > usize::try_from(N_SEEDS).unwrap() * N_ASKS / 10,
        "only {n_done} happened"
    );
}

fn closed() -> World {
    let mut world = planned();
    let draft = ItemDraft {
        is_exempt: true,
        ..draft("1/26", "Tarepilot hemmelig")
    };
    world.does_formally(
        "hanne",
        Ask::ChangeItem {
            item: item(FIRST),
            draft,
        },
    );
    world.does_formally("bjoern", begin("ragnhild"));
    world
}

fn live_through(seed: u64) -> usize {
    let mut rng = fastrand::Rng::with_seed(seed);
    let (mut one, mut other) = (closed(), closed());
    let mut n_done = 0;
    for n in 0..N_ASKS {
        let who = PEOPLE[rng.usize(..PEOPLE.len())];
        // Whoever writes things down may be out of the item themselves.
        let who = match rng.u8(..8) {
            0 => who,
            1 => "torgeir",
            2 | 3 => "ragnhild",
            _ => "hanne",
        };
        let ask = any(&mut rng, &one, n);
        let twin = otherwise(&ask);
        let outcome = one.asks(who, Command::Formal { ask: ask.clone() });
        let twin_outcome = other.asks(who, Command::Formal { ask: twin });
        assert_eq!(
            outcome.as_ref().map(Vec::len),
            twin_outcome.as_ref().map(Vec::len),
            "{who}: {ask:?}"
        );
        if outcome.is_ok_and(|events| !events.is_empty()) {
            n_done += 1;
            nothing_comes_through_the_doors(&one, &other, &ask);
            nobody_decides_twice_or_in_their_own_case(&one, &ask);
        }
    }
    let mut again = Proceedings::default();
    for entry in &one.entries {
        again.apply_entry(entry);
    }
    again.at = Timestamp(one.proceedings.at.0);
    assert_eq!(again, one.proceedings);
    n_done
}

fn nothing_comes_through_the_doors(one: &World, other: &World, ask: &Ask) {
    for viewer in PEOPLE {
        let sees = one.sees(viewer);
        if !sees.formal.items[&item(FIRST)].is_hidden {
            continue;
        }
        assert_eq!(sees, other.sees(viewer), "{viewer}: {ask:?}");
        let text = serde_json::to_string(&sees).unwrap();
        assert!(!text.contains("hemmelig"), "{viewer}: {ask:?}");
    }
    if one.item(FIRST).is_closed() {
        let minutes = assemble(one.formal(), &one.lobby, None);
        assert!(
            !minutes.public().canonical().contains("hemmelig"),
            "{ask:?}"
        );
    }
}

fn nobody_decides_twice_or_in_their_own_case(world: &World, ask: &Ask) {
    for item in &world.formal().agenda {
        let on_motions = item.motions.iter().filter_map(|one| one.outcome.as_ref());
        let resolved = item
            .resolution
            .as_ref()
            .and_then(|one| one.outcome.as_ref());
        for outcome in on_motions.chain(resolved) {
            let all = outcome.votes_for.iter().chain(&outcome.votes_against);
            let names: BTreeSet<&PersonId> = all.clone().collect();
            assert_eq!(names.len(), all.count(), "{ask:?}");
            let mut names = names.into_iter();
            assert!(!names.any(|who| item.disqualifies(who)), "{ask:?}");
        }
        let mut cast = item.vote.iter().flat_map(|vote| vote.cast.keys());
        assert!(!cast.any(|who| item.is_out(who)), "{ask:?}");
        let seats = seats(&world.around(), Some(item)).into_iter();
        let holders: Vec<PersonId> = seats.filter_map(|seat| seat.holder).collect();
        let distinct: BTreeSet<&PersonId> = holders.iter().collect();
        assert_eq!(distinct.len(), holders.len(), "{ask:?}");
        assert!(!holders.iter().any(|who| item.is_out(who)), "{ask:?}");
    }
}

/// Words about the first item, said otherwise in the other world.
fn otherwise(ask: &Ask) -> Ask {
    let about_first = serde_json::to_value(ask).unwrap()["item"] == FIRST;
    if !about_first {
        return ask.clone();
    }
    let text = serde_json::to_string(ask)
        .unwrap()
        .replace("hemmelig", "hemmelig!");
    serde_json::from_str(&text).unwrap()
}

fn any(rng: &mut fastrand::Rng, world: &World, n: usize) -> Ask {
    let id = item(if rng.u8(..4) == 0 { SECOND } else { FIRST });
    let secret = format!("hemmelig {}", n % 7);
    let secret = if id == item(FIRST) {
        secret
    } else {
        "åpent".to_owned()
    };
    let vote = world.formal().item(&id).and_then(|item| item.vote.as_ref());
    if let Some(vote) = vote
        && rng.u8(..3) > 0
    {
        return goes_on(rng, id, vote.question.clone(), secret);
    }
    let found = world.formal().item(&id);
    let unsettled = found.and_then(|item| item.cases.iter().find(|case| case.outcome.is_none()));
    if let Some(case) = unsettled
        && rng.u8(..3) == 0
    {
        let case = case.id.clone();
        return Ask::OpenVote {
            item: id,
            question: Question::Impartiality { case },
        };
    }
    said(rng, id, secret)
}

/// What is said in an item, and the rest of what can be asked for.
fn said(rng: &mut fastrand::Rng, id: ItemId, secret: String) -> Ask {
    let who = person(PEOPLE[rng.usize(..PEOPLE.len())]);
    let name = note(&format!("n-{}", rng.usize(..6)));
    let question = match rng.u8(..5) {
        0 => Question::Closing,
        1 => Question::Motion {
            motion: name.clone(),
        },
        2 => Question::Impartiality { case: name.clone() },
        _ => Question::Proposal,
    };
    match rng.u8(..22) {
        0 => Ask::OpenItem { item: id },
        1 => Ask::FinishItem { item: id },
        2 => Ask::ReopenItem { item: id },
        3 => Ask::Remark {
            item: id,
            text: secret,
        },
        4 => Ask::RaiseImpartiality {
            item: id,
            case: name,
            raised_by: Some(person("ragnhild")),
            person: who,
            ground: secret,
            legal_basis: String::new(),
        },
        5 => Ask::WithdrawCase {
            item: id,
            case: name,
        },
        6 => Ask::StepOut {
            item: id,
            case: name,
        },
        7 => Ask::StepBack {
            item: id,
            case: name,
        },
        8 => Ask::SeatDeputy {
            item: id,
            case: name,
            deputy: Some(person("berit")),
        },
        9 => Ask::NoteCase {
            item: id,
            case: name,
            text: secret,
        },
        10 => Ask::ProposeClosing {
            item: id,
            legal_basis: "reglene".into(),
            part: "Hele saken".into(),
            is_confidential: true,
            stay: if rng.bool() { [who].into() } else { [].into() },
        },
        11 => Ask::PutMotion {
            item: id,
            motion: name,
            kind: MotionKind::Addition,
            text: secret,
            by: Some(who),
        },
        12 => Ask::WithdrawMotion {
            item: id,
            motion: name,
            is_withdrawn: rng.bool(),
        },
        13 => Ask::TakeIn {
            item: id,
            motion: name,
            is_in: rng.bool(),
        },
        14 | 15 => Ask::OpenVote { item: id, question },
        16 => Ask::RestVotesFor { item: id, question },
        17 => Ask::CloseVote { item: id, question },
        18 => Ask::Resolve {
            item: id,
            text: secret,
        },
        19 => Ask::Vote {
            item: id,
            question,
            is_for: rng.bool(),
            person: Some(who),
        },
        20 if rng.u8(..8) == 0 => Ask::End,
        20 => Ask::Resume,
        _ => Ask::Correct {
            id: name,
            item: id,
            spot: Spot::Remarks,
            before: String::new(),
            after: secret,
        },
    }
}

/// What becomes of a vote that is open.
fn goes_on(rng: &mut fastrand::Rng, item: ItemId, question: Question, text: String) -> Ask {
    match rng.u8(..3) {
        0 => Ask::RestVotesFor { item, question },
        1 if question == Question::Proposal => Ask::Resolve { item, text },
        1 => Ask::CloseVote { item, question },
        _ => Ask::Vote {
            item,
            question,
            is_for: rng.bool(),
            person: Some(person(SEATED[rng.usize(..SEATED.len())])),
        },
    }
}
