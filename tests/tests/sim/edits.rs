//! What people do in a document, drawn from a seed.

use fastrand::Rng;
use shared::document::Replica;
use shared::document::assessment::{
    NewProposal, TextKey, add_proposal, link_proposal, move_proposal, proposals, remove_proposal,
    restore_proposal, splice_text, text,
};
use shared::document::splice::{Splice, utf16_len};
use shared::id::ProposalId;

/// One small change somewhere; none when there was nothing to change.
pub fn change(replica: &mut Replica, rng: &mut Rng, keys: &[TextKey]) -> Option<Vec<u8>> {
    let rows = proposals(replica);
    let any_row = |rng: &mut Rng| rng.choice(&rows).map(|row| row.id.clone());
    match rng.u8(..12) {
        0 => {
            let id = ProposalId::parse(&format!("p-{:x}", rng.u64(..))).unwrap();
            let proposal = NewProposal {
                id,
                title: word(rng),
                text: String::new(),
                indicator: None,
                author: None,
                owner: None,
                deadline: None,
            };
            add_proposal(replica, &proposal, rng.u8(..))
        }
        1 => {
            let (id, before) = (any_row(rng)?, any_row(rng));
            move_proposal(replica, &id, before.as_ref(), rng.u8(..))
        }
        2 => remove_proposal(replica, &any_row(rng)?),
        3 => restore_proposal(replica, &any_row(rng)?),
        4 => {
            let TextKey::Rationale(indicator) = &keys[0] else {
                return None;
            };
            link_proposal(replica, &any_row(rng)?, rng.bool().then_some(indicator))
        }
        5 => type_in(replica, &TextKey::ProposalText(any_row(rng)?), rng),
        _ => type_in(replica, rng.choice(keys)?, rng),
    }
}

fn type_in(replica: &mut Replica, key: &TextKey, rng: &mut Rng) -> Option<Vec<u8>> {
    let words = text(replica, key)?;
    // A place between two characters, counted in UTF-16 units as a browser does.
    let places: Vec<u32> = words
        .char_indices()
        .map(|(at, _)| utf16_len(&words[..at]))
        .chain([utf16_len(&words)])
        .collect();
    let from = rng.usize(..places.len());
    let to = (from + rng.usize(..4)).min(places.len() - 1);
    let delete = if rng.bool() {
        places[to] - places[from]
    } else {
        0
    };
    let insert = if rng.u8(..4) == 0 {
        String::new()
    } else {
        word(rng)
    };
    splice_text(
        replica,
        key,
        &Splice {
            at: places[from],
            delete,
            insert,
        },
    )
}

fn word(rng: &mut Rng) -> String {
    let words = [
        "a",
        "båt ",
        "🌊",
        "æøå",
        "en lengre setning. ",
        "\n",
        "ñ",
        "Š",
    ];
    (*rng.choice(words).expect("there are words")).to_owned()
}
