//! Which text or row each block of a document stands in. yrs believes what a block says about that, and where it is
//! wrong, documents break: a block between a letter and a row ends up in both, one inside a letter stops the merge
//! half-way, and a deep nest overflows the stack once it is deleted.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use super::{Block, BlockId, Content, Outline, Place, Shared};
use crate::document::Replica;

/// What a block stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holder {
    RootText(usize),
    RootRows(usize),
    Text(BlockId),
    Row(BlockId),
    /// In something deleted.
    Nothing,
}

/// Blocks of one client that stand in the same text or row.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: u64,
    end: u64,
    holder: Holder,
}

/// The rows and texts of a document, and what stands in them. A few words for each change of place, not for each block.
#[derive(Debug, Clone, Default)]
pub struct Nesting {
    runs: BTreeMap<u64, Vec<Run>>,
    shared: BTreeMap<BlockId, Shared>,
}

impl Nesting {
    /// Whether every part of an update stands in a row or text of the update or the document, beside others there. If
    /// so, the parts are known from now on: merge the update, or throw this away together with the replica.
    ///
    /// `n_seen` is the number of blocks seen of a client, as in [`Outline::lacks_parts`].
    pub fn accept(
        &mut self,
        outline: &Outline,
        replica: &Replica,
        n_seen: impl Fn(u64) -> u64,
    ) -> bool {
        let deleted = LazyCell::new(|| replica.deleted());
        let mut own = Self::default();
        let fits = outline.in_order(&n_seen, |block| {
            let known = Known {
                before: self,
                own: &own,
                is_deleted: &|id| deleted(id),
            };
            let (client_id, clock) = block.id;
            let seen = n_seen(client_id);
            let Some(holder) = known.holder_of(block) else {
                return false;
            };
            // yrs puts the new end of a block beside the part that is known.
            if (clock + 1..block.end).contains(&seen)
                && known.holder(&(client_id, seen - 1)) != holder
            {
                return false;
            }
            // What is known already stays what it is, whatever a second block of its name says.
            own.add(block, clock.max(seen), holder);
            true
        });
        if fits {
            self.merge(own);
        }
        fits
    }

    fn add(&mut self, block: &Block, start: u64, holder: Holder) {
        if start >= block.end {
            return;
        }
        self.push(
            block.id.0,
            Run {
                start,
                end: block.end,
                holder,
            },
        );
        if let Content::Shared(shared) = block.content {
            self.shared.insert(block.id, shared);
        }
    }

    fn push(&mut self, client_id: u64, run: Run) {
        let runs = self.runs.entry(client_id).or_default();
        match runs.last_mut() {
            Some(last) if last.end == run.start && last.holder == run.holder => last.end = run.end,
            _ => runs.push(run),
        }
    }

    fn merge(&mut self, own: Self) {
        for (client_id, runs) in own.runs {
            for run in runs {
                self.push(client_id, run);
            }
        }
        self.shared.extend(own.shared);
    }

    fn holder(&self, (client_id, clock): &BlockId) -> Option<Holder> {
        let runs = self.runs.get(client_id)?;
        let run = runs.get(runs.partition_point(|run| run.end <= *clock))?;
        (run.start <= *clock).then_some(run.holder)
    }
}

/// The document before an update, and what has been seen of the update.
struct Known<'a> {
    before: &'a Nesting,
    own: &'a Nesting,
    is_deleted: &'a dyn Fn(&BlockId) -> bool,
}

impl Known<'_> {
    /// Where a block stands; none when it cannot stand there.
    fn holder_of(&self, block: &Block) -> Option<Holder> {
        match block.place {
            Place::Rows(root_idx) => Some(Holder::RootRows(root_idx)),
            Place::Text(root_idx) => Some(Holder::RootText(root_idx)),
            Place::InRow(row) => self.inside(&row, Shared::Row, Holder::Row(row)),
            Place::InText(text) => self.inside(&text, Shared::Text, Holder::Text(text)),
            Place::Beside => self.beside(block),
        }
    }

    fn inside(&self, parent: &BlockId, wanted: Shared, holder: Holder) -> Option<Holder> {
        match self
            .own
            .shared
            .get(parent)
            .or_else(|| self.before.shared.get(parent))
        {
            Some(shared) => (*shared == wanted).then_some(holder),
            // It comes too late, and yrs drops it.
            None => (self.is_deleted)(parent).then_some(Holder::Nothing),
        }
    }

    fn beside(&self, block: &Block) -> Option<Holder> {
        let [left, right] = block.neighbours.map(|id| id.map(|id| self.holder(&id)));
        if left.is_some() && right.is_some() && left != right {
            return None;
        }
        let holder = left.or(right).unwrap_or(Holder::Nothing);
        let fits = match holder {
            Holder::RootRows(_) | Holder::Row(_) => {
                right.is_none() && block.content != Content::Words
            }
            Holder::RootText(_) | Holder::Text(_) => block.content != Content::Value,
            Holder::Nothing => true,
        };
        fits.then_some(holder)
    }

    fn holder(&self, id: &BlockId) -> Holder {
        let holder = self.own.holder(id).or_else(|| self.before.holder(id));
        holder.unwrap_or(Holder::Nothing)
    }
}
