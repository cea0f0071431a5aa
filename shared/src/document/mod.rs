//! CRDT documents. [`Replica`] is the only owner of a yrs `Doc`; everything else asks it.
//!
//! What a document *holds* stands in its schema module ([`assessment`], [`plan`], [`chapters`]). Offsets are UTF-16 units everywhere, because
//! that is what browsers count. Nothing here decides who may write.

pub mod admit;
pub mod assessment;
pub mod chapters;
pub mod hands;
pub mod order;
pub mod plan;
pub mod schema;
pub mod splice;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};
use thiserror::Error;
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{
    Assoc, ClientID, Doc, ID, IndexedSequence, OffsetKind, Options, Origin, ReadTxn, StateVector,
    StickyIndex, Text, TextRef, Transact, Transaction, TransactionMut, Update,
};

use self::splice::Splice;
use crate::meeting::DocumentKind;
use crate::wire::DecodeError;
use admit::BlockId;

/// Client ids are whole numbers that JavaScript can hold exactly.
pub const MAX_CLIENT_ID: u64 = (1 << 53) - 1;

const LOCAL: &str = "local";
const REMOTE: &str = "remote";

/// One copy of a document.
pub struct Replica {
    doc: Doc,
}

/// Why an update was not merged.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ApplyError {
    /// The replica is untouched.
    #[error(transparent)]
    Malformed(#[from] DecodeError),
    /// The update broke while it was merged: this replica may hold half of it and must be thrown away.
    #[error("the update broke while it was merged: {0}")]
    Damaged(String),
}

/// A place in a text that survives edits around it; serialises to the relative position that Yjs uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sticky(StickyIndex);

impl Replica {
    /// An empty replica. Two live replicas must never share a client id.
    ///
    /// # Panics
    /// When `client_id` is larger than [`MAX_CLIENT_ID`].
    pub fn new(client_id: u64) -> Self {
        assert!(
            client_id <= MAX_CLIENT_ID,
            "a client id has at most 53 bits"
        );
        let mut options = Options::with_client_id(ClientID::new(client_id));
        options.offset_kind = OffsetKind::Utf16;
        // yrs would delete marks that have become idle, by itself and without an update that others could hear of.
        options.cleanup_formatting = false;
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the one place that opens a document"
        )]
        Self {
            doc: Doc::with_options(options),
        }
    }

    /// The same document under another client id.
    #[must_use]
    pub fn with_client_id(&self, client_id: u64) -> Self {
        let mut replica = Self::new(client_id);
        replica
            .apply(&self.snapshot())
            .expect("what one replica encodes, another one merges");
        replica
    }

    pub fn client_id(&self) -> u64 {
        self.doc.client_id().get()
    }

    /// What this replica has seen, encoded v1.
    pub fn state_vector(&self) -> Vec<u8> {
        self.read().state_vector().encode_v1()
    }

    /// What somebody with this state vector lacks, as an update.
    pub fn diff(&self, state_vector: &[u8]) -> Result<Vec<u8>, DecodeError> {
        let state_vector =
            StateVector::decode_v1(state_vector).map_err(|_| DecodeError::BadStateVector)?;
        Ok(self.read().encode_diff_v1(&state_vector))
    }

    /// The whole document as one update. What waits for updates that have not come ([`Self::has_gaps`]) is left out: yrs
    /// can encode it too, but loses blocks when it merges the two (0.28.1).
    pub fn snapshot(&self) -> Vec<u8> {
        self.read().encode_diff_v1(&StateVector::default())
    }

    /// Merges an update from elsewhere. Answers whether it held anything new; merging twice changes nothing.
    ///
    /// A panic inside yrs is caught and counts as damage: it may have merged half of the update by then.
    pub fn apply(&mut self, update: &[u8]) -> Result<bool, ApplyError> {
        let merged = guarded(|| {
            let update = Update::decode_v1(update).map_err(|_| DecodeError::BadUpdate)?;
            let mut txn = self.doc.transact_mut_with(Origin::from(REMOTE));
            txn.apply_update(update)
                .map_err(|error| ApplyError::Damaged(error.to_string()))?;
            Ok(txn.has_changes() || txn.has_missing_updates())
        });
        merged.unwrap_or_else(|| Err(ApplyError::Damaged("yrs panicked".to_owned())))
    }

    /// Whether a block is deleted here. Walks the document.
    pub(crate) fn deleted(&self) -> impl Fn(&BlockId) -> bool + use<> {
        let deleted = self.read().snapshot().delete_set;
        move |(client_id, clock)| {
            u32::try_from(*clock)
                .is_ok_and(|clock| deleted.contains(&ID::new(ClientID::new(*client_id), clock)))
        }
    }

    /// How many blocks of each client this replica has seen, from the first on without a hole.
    ///
    /// yrs would merge an update that builds on something else all the same, and from then on leave everything behind the
    /// hole out of the diffs for replicas with the same hole. So whoever others are brought up to date from must ask
    /// [`admit::Outline::lacks_parts`] first.
    pub fn reach(&self) -> HashMap<u64, u64> {
        let state_vector = self.read().state_vector();
        let clocks = state_vector.iter();
        clocks
            .map(|(client_id, clock)| (client_id.get(), u64::from(*clock)))
            .collect()
    }

    /// Whether the update holds anything that this replica does not, without merging it.
    pub fn has_news(&self, update: &[u8]) -> Result<bool, DecodeError> {
        let has_news = guarded(|| {
            let update = Update::decode_v1(update).ok()?;
            let seen = self.read().snapshot();
            let insertions = update.insertions(true);
            let mut new_blocks = insertions.iter().flat_map(|(client_id, ranges)| {
                let reached = seen.state_map.get(client_id);
                ranges.iter().filter(move |range| range.end > reached)
            });
            let has_new_blocks = new_blocks.next().is_some();
            Some(has_new_blocks || !update.delete_set().diff(&seen.delete_set).is_empty())
        });
        has_news.flatten().ok_or(DecodeError::BadUpdate)
    }

    /// Whether a part of the document waits for updates that have not come.
    pub fn has_gaps(&self) -> bool {
        self.read().has_missing_updates()
    }

    fn read(&self) -> Transaction<'_> {
        self.doc.transact()
    }

    /// Changes the document here, in one transaction. Answers the update to send, or none when nothing changed.
    fn edit<T>(
        &mut self,
        change: impl FnOnce(&mut TransactionMut<'_>) -> T,
    ) -> (T, Option<Vec<u8>>) {
        let mut txn = self.doc.transact_mut_with(Origin::from(LOCAL));
        let answer = change(&mut txn);
        let update = txn.has_changes().then(|| txn.encode_update_v1());
        (answer, update)
    }
}

/// What an update of a document of this kind may hold.
pub const fn rules(kind: DocumentKind, limits: admit::Limits) -> admit::Rules {
    match kind {
        DocumentKind::Assessment => assessment::rules(limits),
        DocumentKind::Plan => plan::rules(limits),
        DocumentKind::Chapters => chapters::rules(limits),
    }
}

/// Runs what may panic on bytes from outside; none when it did.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// The place at `offset` in a text, bound to the character on its left. An offset past the end means the end.
fn sticky_in<T: ReadTxn>(txn: &T, text: &TextRef, offset: u32) -> Option<Sticky> {
    let offset = offset.min(text.len(txn));
    text.sticky_index(txn, offset, Assoc::Before).map(Sticky)
}

/// Where a place stands now, if it is in this text.
fn offset_in<T: ReadTxn>(txn: &T, text: &TextRef, sticky: &Sticky) -> Option<u32> {
    let offset = sticky.0.get_offset(txn)?;
    (*offset.branch == *AsRef::<yrs::branch::Branch>::as_ref(text))
        .then(|| offset.index.min(text.len(txn)))
}

/// Changes a text. A splice that reaches past the end is cut there: the text may have become shorter meanwhile.
fn splice_in(txn: &mut TransactionMut<'_>, text: &TextRef, splice: &Splice) {
    let len = text.len(txn);
    let at = splice.at.min(len);
    let delete = splice.delete.min(len - at);
    if delete > 0 {
        text.remove_range(txn, at, delete);
    }
    if !splice.insert.is_empty() {
        text.insert(txn, at, &splice.insert);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn garbage_is_refused_and_changes_nothing() {
        let mut replica = Replica::new(1);
        let before = replica.snapshot();
        for bytes in [&[][..], &[1], &[0xff; 40], b"not an update"] {
            assert!(
                matches!(replica.apply(bytes), Err(ApplyError::Malformed(_))),
                "{bytes:?}"
            );
        }
        assert_eq!(replica.diff(&[0xff; 20]), Err(DecodeError::BadStateVector));
        assert_eq!(replica.snapshot(), before);
    }

    #[test]
    fn an_update_that_builds_on_something_unseen_is_told_apart() {
        let mut ada = Replica::new(1);
        let map = ada.doc.get_or_insert_map("m");
        let set = |ada: &mut Replica, key: &str, n| {
            ada.edit(|txn| yrs::Map::insert(&map, txn, key, n))
                .1
                .unwrap()
        };
        let updates = [
            set(&mut ada, "a", 0),
            set(&mut ada, "b", 1),
            set(&mut ada, "a", 2),
        ];
        let lacks = |replica: &Replica, update: &[u8]| {
            let rules = admit::Rules {
                rows: &["m"],
                texts: &[],
                prose: None,
                limits: admit::Limits::default(),
            };
            let reach = replica.reach();
            let outline = admit::Outline::of(update, &rules).unwrap();
            outline.lacks_parts(|client_id| reach.get(&client_id).copied().unwrap_or(0))
        };
        let mut bo = Replica::new(2);
        assert!(!lacks(&bo, &updates[0]) && lacks(&bo, &updates[1]));
        bo.apply(&updates[0]).unwrap();
        assert_eq!(bo.has_news(&updates[0]), Ok(false));
        assert_eq!(bo.has_news(&updates[1]), Ok(true));
        assert!(!lacks(&bo, &updates[0]), "known already");
        assert!(!lacks(&bo, &updates[1]), "the next one");
        assert!(lacks(&bo, &updates[2]), "a hole before it");
        assert!(!lacks(&bo, &ada.snapshot()), "everything at once");
        // A change of somebody else's that builds on Ada's, and one that deletes hers.
        let beside = {
            let mut cy = Replica::new(3);
            cy.apply(&ada.snapshot()).unwrap();
            let map = cy.doc.get_or_insert_map("m");
            cy.edit(|txn| yrs::Map::insert(&map, txn, "b", 3))
                .1
                .unwrap()
        };
        assert!(lacks(&bo, &beside));
        let dangling = [0, 1, 9, 1, 5, 1];
        assert!(lacks(&bo, &dangling), "a deletion of what nobody has");
        // A replica with a hole encodes the hole too.
        bo.apply(&updates[2]).unwrap();
        assert!(lacks(&Replica::new(4), &bo.snapshot()));
    }

    #[test]
    fn offsets_count_what_browsers_count() {
        let mut replica = Replica::new(1);
        let text = replica.doc.get_or_insert_text("t");
        replica.edit(|txn| text.insert(txn, 0, "blå 🌊"));
        assert_eq!(text.len(&replica.read()), 6);
    }
}
