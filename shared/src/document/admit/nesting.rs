//! Which text or row each block of a document stands in. yrs believes what a block says about that, and where it is
//! wrong, documents break: a block between a letter and a row ends up in both, one inside a letter stops the merge
//! half-way, and a deep nest overflows the stack once it is deleted.
//! Prose nests by its nature, so how deep is counted.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use super::{Block, BlockId, Content, Outline, Place, Shared};
use crate::document::Replica;

/// How deep elements of prose may nest. The schema needs four: list, item, paragraph, line break.
const MAX_ELEMENT_DEPTH: u8 = 8;

/// What a block stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holder {
    RootText(usize),
    RootRows(usize),
    Prose(usize),
    /// A text of a row, or the words of an element.
    Text(BlockId),
    /// The keys of a row or an element.
    Keys(BlockId),
    /// An element's children.
    Element(BlockId),
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
    shared: BTreeMap<BlockId, SharedType>,
    /// Pieces of prose by name, numbered as they were met.
    roots: BTreeMap<String, usize>,
}

#[derive(Debug, Clone, Copy)]
struct SharedType {
    kind: Shared,
    /// In how many elements it stands, itself included.
    depth: u8,
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
        let (roots, new_roots) = self.number_roots(outline);
        let mut own = Self {
            roots: new_roots,
            ..Self::default()
        };
        let fits = outline.in_order(&n_seen, |block| {
            let known = Known {
                before: self,
                own: &own,
                roots: &roots,
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
            let depth = known.depth_in(&holder);
            if depth > MAX_ELEMENT_DEPTH {
                return false;
            }
            // What is known already stays what it is, whatever a second block of its name says.
            own.add(block, clock.max(seen), holder, depth);
            true
        });
        if fits {
            self.merge(own);
        }
        fits
    }

    /// The number of each name in an update, and those that are new.
    fn number_roots(&self, outline: &Outline) -> (Vec<usize>, BTreeMap<String, usize>) {
        let mut new = BTreeMap::new();
        let number = |name: &String| {
            let next = self.roots.len() + new.len();
            let known = self.roots.get(name).copied();
            known.unwrap_or_else(|| *new.entry(name.clone()).or_insert(next))
        };
        let numbers = outline.roots().iter().map(number).collect();
        (numbers, new)
    }

    fn add(&mut self, block: &Block, start: u64, holder: Holder, depth: u8) {
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
        if let Content::Shared(kind) = block.content {
            self.shared.insert(block.id, SharedType { kind, depth });
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
        self.roots.extend(own.roots);
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
    roots: &'a [usize],
    is_deleted: &'a dyn Fn(&BlockId) -> bool,
}

impl Known<'_> {
    /// Where a block stands; none when it cannot stand there.
    fn holder_of(&self, block: &Block) -> Option<Holder> {
        let holder = match block.place {
            Place::Rows(root_idx) => Some(Holder::RootRows(root_idx)),
            Place::Text(root_idx) => Some(Holder::RootText(root_idx)),
            Place::Prose(nth) => self.roots.get(nth).copied().map(Holder::Prose),
            Place::InRow(parent) => self.inside(&parent, |kind| match kind {
                Shared::Row | Shared::Element => Some(Holder::Keys(parent)),
                Shared::Text | Shared::Inline => None,
            }),
            Place::InText(parent) => self.inside(&parent, |kind| match kind {
                Shared::Text | Shared::Inline => Some(Holder::Text(parent)),
                Shared::Element => Some(Holder::Element(parent)),
                Shared::Row => None,
            }),
            Place::Beside => self.beside(block),
        }?;
        takes(&holder, block).then_some(holder)
    }

    fn inside(
        &self,
        parent: &BlockId,
        holder: impl FnOnce(Shared) -> Option<Holder>,
    ) -> Option<Holder> {
        match self.shared(parent) {
            Some(shared) => holder(shared.kind),
            // It comes too late, and yrs drops it.
            None => (self.is_deleted)(parent).then_some(Holder::Nothing),
        }
    }

    fn beside(&self, block: &Block) -> Option<Holder> {
        let [left, right] = block.neighbours.map(|id| id.map(|id| self.holder(&id)));
        if left.is_some() && right.is_some() && left != right {
            return None;
        }
        Some(left.or(right).unwrap_or(Holder::Nothing))
    }

    /// How deep something in this holder stands.
    fn depth_in(&self, holder: &Holder) -> u8 {
        match holder {
            Holder::Element(parent) => self.shared(parent).map_or(1, |shared| shared.depth + 1),
            _ => 1,
        }
    }

    fn shared(&self, id: &BlockId) -> Option<SharedType> {
        let shared = self.own.shared.get(id);
        shared.or_else(|| self.before.shared.get(id)).copied()
    }

    fn holder(&self, id: &BlockId) -> Holder {
        let holder = self.own.holder(id).or_else(|| self.before.holder(id));
        holder.unwrap_or(Holder::Nothing)
    }
}

/// Whether a block is of the kind that stands there. Nothing under a key has a right neighbour.
fn takes(holder: &Holder, block: &Block) -> bool {
    let content = block.content;
    let is_gone = content == Content::Deleted;
    match holder {
        Holder::RootRows(_) | Holder::Keys(_) => {
            let is_entry = matches!(
                content,
                Content::Value | Content::Shared(Shared::Row | Shared::Text)
            );
            block.neighbours[1].is_none() && (is_gone || is_entry)
        }
        Holder::RootText(_) | Holder::Text(_) => {
            is_gone || matches!(content, Content::Words | Content::Mark)
        }
        Holder::Prose(_) => is_gone || content == Content::Shared(Shared::Element),
        Holder::Element(_) => {
            let is_child = Content::Shared(Shared::Element);
            is_gone || content == is_child || content == Content::Shared(Shared::Inline)
        }
        Holder::Nothing => true,
    }
}
