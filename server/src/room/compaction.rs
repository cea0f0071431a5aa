//! Folding a document's log into a snapshot. Works from disk only, so a live room may go on beside it.
//!
//! The copy that was folded is opened once more and held against everything it was made of; only what stands that test is
//! written. When to fold is for the room to say.

use shared::document::{ApplyError, Replica};
use shared::id::DocumentId;
use shared::time::Timestamp;
use thiserror::Error;

use crate::store::snapshots::{self, LoadedDocument, NewSnapshot};
use crate::store::writer::Write;
use crate::store::{Store, StoreError};

/// The client id of copies that never write.
const SCRATCH_CLIENT_ID: u64 = 0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compacted {
    /// Up to and including row `seq`; `n_bytes` is the size of the snapshot.
    Folded {
        seq: i64,
        n_rows: usize,
        n_bytes: usize,
    },
    /// Nothing was appended since the last time, or somebody else has folded it.
    NothingToDo,
}

/// Why nothing was written. The log is as it was.
#[derive(Debug, Error)]
pub enum CompactError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Fold(#[from] FoldError),
    #[error("folding broke: {0}")]
    Broke(#[from] tokio::task::JoinError),
}

/// What is stored does not give one document, or not one that can be folded.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FoldError {
    #[error("update {update_idx} cannot be merged: {source}")]
    Unmergeable {
        update_idx: usize,
        source: ApplyError,
    },
    #[error("a part of the document waits for updates that are not there")]
    HasGaps,
    #[error("the folded copy cannot be opened: {0}")]
    Unopenable(Box<FoldError>),
    #[error("the folded copy lacks something of update {update_idx}")]
    Lacks { update_idx: usize },
    #[error("the folded copy reads differently when it is opened")]
    Differs,
}

/// Folds what is on disk now into a snapshot, unless there is nothing new.
pub async fn compact(
    store: &Store,
    document: &DocumentId,
    at: Timestamp,
) -> Result<Compacted, CompactError> {
    let loaded = store.load_document(document).await?;
    let n_rows = loaded.n_rows_since_snapshot;
    if n_rows == 0 {
        return Ok(Compacted::NothingToDo);
    }
    let (seq, previous) = (loaded.next_seq - 1, loaded.snapshot_seq);
    let update = tokio::task::spawn_blocking(move || fold(updates(&loaded))).await??;
    let new = NewSnapshot {
        stream: document.clone(),
        seq,
        previous,
        at,
        body: snapshots::encode(&update),
    };
    let n_bytes = new.body.len();
    if store.write(Write::Compact(new)).await? {
        Ok(Compacted::Folded {
            seq,
            n_rows,
            n_bytes,
        })
    } else {
        Ok(Compacted::NothingToDo)
    }
}

/// A document as one update that has been tried: a copy opened from it encodes the same again, brings the original no
/// news, and lacks nothing of the updates that the original was made of.
///
/// The same document gives the same bytes, however its log was parted.
pub fn fold<'a>(updates: impl Iterator<Item = &'a [u8]> + Clone) -> Result<Vec<u8>, FoldError> {
    let original = open(updates.clone())?;
    // A replica that grew piece by piece may keep some neighbouring blocks apart; one opened at once joins them all.
    let folded = reopen(&original.snapshot())?.snapshot();
    let mut copy = reopen(&folded)?;
    if copy.snapshot() != folded || original.has_news(&folded) != Ok(false) {
        return Err(FoldError::Differs);
    }
    for (update_idx, update) in updates.enumerate() {
        if copy.apply(update) != Ok(false) {
            return Err(FoldError::Lacks { update_idx });
        }
    }
    Ok(folded)
}

fn reopen(folded: &[u8]) -> Result<Replica, FoldError> {
    open(std::iter::once(folded)).map_err(|error| FoldError::Unopenable(Box::new(error)))
}

fn open<'a>(updates: impl Iterator<Item = &'a [u8]>) -> Result<Replica, FoldError> {
    let mut replica = Replica::new(SCRATCH_CLIENT_ID);
    for (update_idx, update) in updates.enumerate() {
        replica
            .apply(update)
            .map_err(|source| FoldError::Unmergeable { update_idx, source })?;
    }
    if replica.has_gaps() {
        return Err(FoldError::HasGaps);
    }
    Ok(replica)
}

/// Everything the document is made of, the snapshot first.
fn updates(loaded: &LoadedDocument) -> impl Iterator<Item = &[u8]> + Clone {
    let log = loaded.updates.iter().map(|logged| &logged.update[..]);
    loaded.snapshot.as_deref().into_iter().chain(log)
}

#[cfg(test)]
mod tests {
    use shared::document::assessment::{
        NewProposal, Seed, TextKey, add_proposal, move_proposal, proposals, remove_proposal, seed,
        splice_text, text,
    };
    use shared::document::splice::Splice;
    use shared::id::ProposalId;
    use shared::template::ReviewForm;

    use super::*;

    /// Small numbers that look random and are the same for each seed.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, n: usize) -> usize {
            self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
            usize::try_from(self.0 >> 33).unwrap() % n.max(1)
        }
    }

    /// A log to which several people have added, each now and then behind the others.
    fn log(dice: &mut Dice) -> Vec<Vec<u8>> {
        let form = include_str!("../../../shared/templates/psv-4x4.json");
        let form = ReviewForm::from_json(form).unwrap();
        let mut log = vec![seed(&mut Replica::new(9), &form, &Seed::default())];
        let mut people: Vec<(Replica, usize)> = (0..=dice.below(4))
            .map(|n| (Replica::new(100 + 77 * n as u64), 0))
            .collect();
        for edit_idx in 0..20 + dice.below(200) {
            let person_idx = dice.below(people.len());
            let (replica, n_seen) = &mut people[person_idx];
            if *n_seen == 0 || dice.below(3) == 0 {
                for update in &log[*n_seen..] {
                    replica.apply(update).unwrap();
                }
                *n_seen = log.len();
            }
            log.extend(edit(replica, edit_idx, dice));
        }
        log
    }

    fn edit(replica: &mut Replica, edit_idx: usize, dice: &mut Dice) -> Option<Vec<u8>> {
        let rows = proposals(replica);
        let row = rows.get(dice.below(rows.len())).map(|row| row.id.clone());
        let choice = dice.below(12);
        match (choice, row) {
            (0, Some(row)) => remove_proposal(replica, &row),
            (1, Some(row)) => move_proposal(replica, &row, None, 0),
            (2, _) => {
                let proposal = NewProposal {
                    id: ProposalId::parse(&format!("p{edit_idx}")).unwrap(),
                    title: "Møt folk".into(),
                    text: String::new(),
                    indicator: None,
                    author: None,
                    owner: None,
                    deadline: None,
                };
                add_proposal(replica, &proposal, 0)
            }
            _ => {
                let written = text(replica, &TextKey::Conclusion).unwrap();
                let n_units = written.encode_utf16().count();
                let at = dice.below(n_units + 1);
                let delete = if choice < 6 {
                    dice.below(5).min(n_units - at)
                } else {
                    0
                };
                let splice = Splice {
                    at: u32::try_from(at).unwrap(),
                    delete: u32::try_from(delete).unwrap(),
                    insert: "å ord"[..2 * dice.below(3)].to_owned(),
                };
                splice_text(replica, &TextKey::Conclusion, &splice)
            }
        }
    }

    #[test]
    fn the_same_document_gives_the_same_bytes_however_its_log_was_parted() {
        for dice_seed in 0..60 {
            let mut dice = Dice(dice_seed);
            let log = log(&mut dice);
            let whole = fold(log.iter().map(Vec::as_slice)).unwrap();
            let (head, rest) = log.split_at(1 + dice.below(log.len()));
            let head = fold(head.iter().map(Vec::as_slice)).unwrap();
            let parted = std::iter::once(&head).chain(rest).map(Vec::as_slice);
            assert_eq!(fold(parted).unwrap(), whole, "seed {dice_seed}");
        }
    }
}
