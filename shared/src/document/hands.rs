//! Who has written where. Every block carries the client id of whoever put it there, and client ids belong to people, so
//! a document knows it without being told; only who took something out leaves no trace.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::admit::{Block, BlockId, Limits, Outline, Place};
use super::{Replica, plan, rules};
use crate::meeting::DocumentKind;

/// How far each client has come in each place. A place is a row of the plan or a piece of prose, by its path.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hands(BTreeMap<String, BTreeMap<u64, u64>>);

impl Hands {
    /// None when the document cannot be read as one of its kind: then it is not known who wrote.
    pub fn of(replica: &Replica, kind: DocumentKind) -> Option<Self> {
        let rows = match kind {
            DocumentKind::Plan => plan::row_blocks(replica),
            DocumentKind::Chapters | DocumentKind::Assessment => BTreeMap::new(),
        };
        let snapshot = replica.snapshot();
        let outline = Outline::of(&snapshot, &rules(kind, Limits::NONE)).ok()?;
        Some(Self::read(&outline, &rows))
    }

    fn read(outline: &Outline, rows: &BTreeMap<BlockId, String>) -> Self {
        let mut homes: BTreeMap<BlockId, &str> = BTreeMap::new();
        let mut hands = Self::default();
        outline.in_order(
            |_| 0,
            |block| {
                if let Some(home) = home(block, outline.roots(), rows, &homes) {
                    homes.insert(block.id, home);
                    hands.reach(home, block);
                }
                true
            },
        );
        hands
    }

    fn reach(&mut self, place: &str, block: &Block) {
        if !self.0.contains_key(place) {
            self.0.insert(place.to_owned(), BTreeMap::new());
        }
        if let Some(clients) = self.0.get_mut(place) {
            let (client_id, end) = (block.id.0, block.end);
            let reached = clients.entry(client_id).or_default();
            *reached = end.max(*reached);
        }
    }

    /// Two documents of one plan have no place in common.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Which clients have written since, by place.
    pub fn since(&self, before: &Self) -> BTreeMap<String, BTreeSet<u64>> {
        let nobody = BTreeMap::new();
        let places = self.0.iter().filter_map(|(place, clients)| {
            let before = before.0.get(place).unwrap_or(&nobody);
            let is_new =
                |(client_id, reached): &(&u64, &u64)| before.get(client_id) < Some(*reached);
            let written = clients.iter().filter(is_new);
            let written: BTreeSet<u64> = written.map(|(client_id, _)| *client_id).collect();
            (!written.is_empty()).then(|| (place.clone(), written))
        });
        places.collect()
    }
}

/// The place a block stands in. One that was put beside another stands where that one does.
fn home<'a>(
    block: &Block,
    roots: &'a [String],
    rows: &'a BTreeMap<BlockId, String>,
    homes: &BTreeMap<BlockId, &'a str>,
) -> Option<&'a str> {
    let of = |id: BlockId| {
        let ((client_id, _), home) = homes.range(..=id).next_back()?;
        (*client_id == id.0).then_some(*home)
    };
    match block.place {
        Place::Rows(_) => rows.get(&block.id).map(String::as_str),
        Place::Prose(nth) => roots.get(nth).map(String::as_str),
        Place::InRow(parent) | Place::InText(parent) => of(parent),
        Place::Beside => block.neighbours.into_iter().flatten().find_map(of),
        Place::Text(_) => None,
    }
}

#[cfg(test)]
mod tests;
