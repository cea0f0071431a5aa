//! The walk itself: forward through the bytes, once, without allocating.
//!
//! The format is Yjs' update encoding v1. Both libraries write numbers without padding, clients in descending order
//! (yrs writes deletions in ascending order), and a block after everything of the same client that it refers to; what
//! does otherwise is not of their making, and is where yrs goes wrong.

use std::cmp::Ordering;

use super::bytes::{Bytes, end_of};
use super::prose::Prose;
use super::{BlockId, Inadmissible, Limits, Rules};

/// What an update consists of, without its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// The name of the root that the next block stands in; see [`Place::Prose`].
    Root(&'a str),
    Block(Block),
    /// Deleted blocks: client, first clock, clock after the last.
    Deletion(u64, u64, u64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    pub id: BlockId,
    /// The clock after its last.
    pub end: u64,
    /// The blocks that it was put beside.
    pub neighbours: [Option<BlockId>; 2],
    pub place: Place,
    pub content: Content,
}

/// Where a block says that it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Under a key of a root map: which of the rules' `rows`.
    Rows(usize),
    /// In a root text: which of the rules' `texts`.
    Text(usize),
    /// In a piece of prose: which of the names shown as [`Part::Root`], counted from 0.
    Prose(usize),
    /// Under a key of a row, or of an element.
    InRow(BlockId),
    /// In a text of a row, or in an element or its words.
    InText(BlockId),
    /// Beside another block, wherever that is; or nowhere any more.
    Beside,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Nothing any more.
    Deleted,
    Words,
    /// Where words begin or cease to be bold, and so on.
    Mark,
    Value,
    Shared(Shared),
}

/// A shared type that a block holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    Row,
    Text,
    /// A part of prose: holds other elements and [`Shared::Inline`].
    Element,
    /// The words of an element, with marks.
    Inline,
}

/// Checks an update.
pub fn update(bytes: &[u8], rules: &Rules) -> Result<(), Inadmissible> {
    walk(bytes, rules, |_| {})
}

/// Checks an update, and shows each part of it on the way. What a part is shown for may still turn out inadmissible.
pub fn walk(bytes: &[u8], rules: &Rules, visit: impl FnMut(Part<'_>)) -> Result<(), Inadmissible> {
    let limits = &rules.limits;
    let mut walk = Walk {
        bytes: Bytes::new(bytes),
        rules,
        visit,
        n_values: 0,
        n_roots: 0,
    };
    walk.blocks(limits)?;
    walk.deletions(limits)?;
    walk.bytes.finish()
}

/// Content that only prose has.
const MARK: u8 = 6;

struct Walk<'a, V> {
    bytes: Bytes<'a>,
    rules: &'a Rules,
    visit: V,
    n_values: u64,
    n_roots: usize,
}

impl<'a, V: FnMut(Part<'_>)> Walk<'a, V> {
    fn blocks(&mut self, limits: &Limits) -> Result<(), Inadmissible> {
        let mut n_left = limits.blocks;
        let mut last_client = None;
        for _ in 0..self.bytes.count(limits.clients, "clients")? {
            let n_blocks = self.bytes.count(n_left, "blocks")?;
            n_left -= n_blocks;
            let client = self.bytes.client_id()?;
            if n_blocks == 0 {
                return Err(Inadmissible::Empty);
            }
            if last_client.is_some_and(|last| last <= client) {
                return Err(Inadmissible::Order);
            }
            last_client = Some(client);
            let mut clock = self.bytes.number()?;
            for _ in 0..n_blocks {
                clock = self.block((client, clock), limits)?;
            }
        }
        Ok(())
    }

    /// Answers the clock after the block.
    fn block(&mut self, id: BlockId, limits: &Limits) -> Result<u64, Inadmissible> {
        const GC: u8 = 0;
        const SKIP: u8 = 10;

        let info = self.bytes.byte()?;
        let mut block = Block {
            id,
            end: 0,
            neighbours: [None, None],
            place: Place::Beside,
            content: Content::Deleted,
        };
        let len = if info == GC || info == SKIP {
            self.bytes.number()?
        } else {
            self.place(info, &mut block)?;
            self.content(info & 0x1f, &mut block)?
        };
        if len == 0 {
            return Err(Inadmissible::Empty);
        }
        block.end = end_of(id.1, len, limits)?;
        if info != SKIP {
            (self.visit)(Part::Block(block));
        }
        Ok(block.end)
    }

    fn place(&mut self, info: u8, block: &mut Block) -> Result<(), Inadmissible> {
        const HAS_LEFT: u8 = 0x80;
        const HAS_RIGHT: u8 = 0x40;
        const HAS_KEY: u8 = 0x20;

        for (side, neighbour) in [HAS_LEFT, HAS_RIGHT].iter().zip(&mut block.neighbours) {
            if info & side != 0 {
                *neighbour = Some(self.bytes.earlier(block.id, &self.rules.limits)?);
            }
        }
        if let [Some(left), Some(right)] = block.neighbours
            && left == right
        {
            return Err(Inadmissible::Misplaced);
        }
        if info & (HAS_LEFT | HAS_RIGHT) != 0 {
            return Ok(());
        }
        let is_keyed = info & HAS_KEY != 0;
        block.place = match self.bytes.number()? {
            1 => self.root(is_keyed)?,
            0 if is_keyed => Place::InRow(self.bytes.earlier(block.id, &self.rules.limits)?),
            0 => Place::InText(self.bytes.earlier(block.id, &self.rules.limits)?),
            _ => return Err(Inadmissible::Misplaced),
        };
        if is_keyed {
            let key = self.key()?;
            if self
                .rules
                .prose
                .is_some_and(|prose| !prose.attributes.contains(&key))
            {
                return Err(Inadmissible::UnknownName);
            }
        }
        Ok(())
    }

    fn root(&mut self, is_keyed: bool) -> Result<Place, Inadmissible> {
        let name = self.bytes.text()?;
        let find = |names: &[&str]| names.iter().position(|root| *root == name);
        match (find(self.rules.rows), find(self.rules.texts)) {
            (Some(root_idx), _) if is_keyed => Ok(Place::Rows(root_idx)),
            (_, Some(root_idx)) if !is_keyed => Ok(Place::Text(root_idx)),
            (None, None) => self.prose(name, is_keyed),
            _ => Err(Inadmissible::Misplaced),
        }
    }

    fn prose(&mut self, name: &str, is_keyed: bool) -> Result<Place, Inadmissible> {
        if self
            .rules
            .prose
            .is_none_or(|prose| prose.ids(name).is_none())
        {
            return Err(Inadmissible::RootName);
        }
        if is_keyed {
            return Err(Inadmissible::Misplaced);
        }
        (self.visit)(Part::Root(name));
        self.n_roots += 1;
        Ok(Place::Prose(self.n_roots - 1))
    }

    fn key(&mut self) -> Result<&'a str, Inadmissible> {
        let key = self.bytes.text()?;
        if key.len() as u64 > self.rules.limits.key {
            return Err(Inadmissible::KeyTooLong);
        }
        Ok(key)
    }

    /// Answers the length in clock ticks.
    fn content(&mut self, kind: u8, block: &mut Block) -> Result<u64, Inadmissible> {
        const DELETED: u8 = 1;
        const WORDS: u8 = 4;
        const SHARED: u8 = 7;
        const VALUES: u8 = 8;

        let (content, len) = match kind {
            DELETED => (Content::Deleted, self.bytes.number()?),
            // Yjs and yrs both count UTF-16 units.
            WORDS => (
                Content::Words,
                self.bytes.text()?.encode_utf16().count() as u64,
            ),
            MARK => (self.mark()?, 1),
            SHARED => (Content::Shared(self.shared(block.place)?), 1),
            VALUES => (Content::Value, self.values(self.rules.limits.depth)?),
            // Legacy JSON (2), bytes (3) and embeds (5), which carry JSON of any depth, marks where there is no prose
            // (6), subdocuments (9), and whatever a later version brings.
            other => return Err(Inadmissible::ContentKind(other)),
        };
        block.content = content;
        fits(block, len)
            .then_some(len)
            .ok_or(Inadmissible::Misplaced)
    }

    fn mark(&mut self) -> Result<Content, Inadmissible> {
        let prose = self.rules.prose.ok_or(Inadmissible::ContentKind(MARK))?;
        prose.check_mark(self.bytes.text()?, self.bytes.text()?)?;
        Ok(Content::Mark)
    }

    fn shared(&mut self, place: Place) -> Result<Shared, Inadmissible> {
        match self.rules.prose {
            Some(prose) => self.shared_in_prose(place, &prose),
            None => self.shared_in_rows(place),
        }
    }

    /// Elements stand in a piece of prose or in each other, which [`super::Nesting`] bounds; words stand in elements.
    fn shared_in_prose(&mut self, place: Place, prose: &Prose) -> Result<Shared, Inadmissible> {
        const ELEMENT: u64 = 3;
        const INLINE: u64 = 6;

        match (self.bytes.number()?, place) {
            (ELEMENT, Place::Prose(_) | Place::InText(_) | Place::Beside) => {
                let name = self.bytes.text()?;
                let is_known = prose.elements.contains(&name);
                is_known
                    .then_some(Shared::Element)
                    .ok_or(Inadmissible::UnknownName)
            }
            (INLINE, Place::InText(_) | Place::Beside) => Ok(Shared::Inline),
            (ELEMENT | INLINE, _) => Err(Inadmissible::Misplaced),
            (other, _) => Err(Inadmissible::TypeKind(other)),
        }
    }

    /// Rows are maps in a root, and texts stand in rows; nothing nests deeper.
    fn shared_in_rows(&mut self, place: Place) -> Result<Shared, Inadmissible> {
        const MAP: u64 = 1;
        const TEXT: u64 = 2;

        match (self.bytes.number()?, place) {
            (MAP, Place::Rows(_)) => Ok(Shared::Row),
            (TEXT, Place::InRow(_)) => Ok(Shared::Text),
            (MAP | TEXT, _) => Err(Inadmissible::Misplaced),
            // Arrays, XML, weak links and whatever a later version brings.
            (other, _) => Err(Inadmissible::TypeKind(other)),
        }
    }

    fn values(&mut self, depth_left: u64) -> Result<u64, Inadmissible> {
        let n_left = self.rules.limits.values - self.n_values;
        let n_values = self.bytes.count(n_left, "values")?;
        self.n_values += n_values;
        for _ in 0..n_values {
            self.value(depth_left)?;
        }
        Ok(n_values)
    }

    fn value(&mut self, depth_left: u64) -> Result<(), Inadmissible> {
        let depth_left = depth_left.checked_sub(1).ok_or(Inadmissible::TooDeep)?;
        match self.bytes.byte()? {
            // undefined, null, true, false
            127 | 126 | 121 | 120 => Ok(()),
            125 => self.bytes.signed_number(),
            124 => self.bytes.take(4).map(|_| ()),
            123 | 122 => self.bytes.take(8).map(|_| ()),
            119 => self.bytes.text().map(|_| ()),
            118 => self.object(depth_left),
            117 => self.values(depth_left).map(|_| ()),
            116 => self.bytes.bytes().map(|_| ()),
            other => Err(Inadmissible::ValueKind(other)),
        }
    }

    fn object(&mut self, depth_left: u64) -> Result<(), Inadmissible> {
        let n_left = self.rules.limits.values - self.n_values;
        let n_values = self.bytes.count(n_left, "values")?;
        self.n_values += n_values;
        for _ in 0..n_values {
            self.key()?;
            self.value(depth_left)?;
        }
        Ok(())
    }

    fn deletions(&mut self, limits: &Limits) -> Result<(), Inadmissible> {
        let mut n_left = limits.deletions;
        let mut last_client = None;
        let mut direction = None;
        for _ in 0..self.bytes.count(limits.clients, "clients")? {
            let client = self.bytes.client_id()?;
            if let Some(last) = last_client {
                let step = client.cmp(&last);
                if step == Ordering::Equal || *direction.get_or_insert(step) != step {
                    return Err(Inadmissible::Order);
                }
            }
            last_client = Some(client);
            let n_ranges = self.bytes.count(n_left, "deletions")?;
            n_left -= n_ranges;
            self.ranges(client, n_ranges, limits)?;
        }
        Ok(())
    }

    fn ranges(&mut self, client: u64, n_ranges: u64, limits: &Limits) -> Result<(), Inadmissible> {
        let mut last_end = 0;
        for _ in 0..n_ranges {
            let start = self.bytes.number()?;
            let len = self.bytes.number()?;
            if len == 0 {
                return Err(Inadmissible::Empty);
            }
            if start < last_end {
                return Err(Inadmissible::Order);
            }
            last_end = end_of(start, len, limits)?;
            (self.visit)(Part::Deletion(client, start, last_end));
        }
        Ok(())
    }
}

/// Words stand in texts; one value, row or text stands under a key, where nothing has a right neighbour. (Yjs without
/// garbage collection writes several values at once, of which all but the last are deleted; yrs gets lost in them.)
fn fits(block: &Block, len: u64) -> bool {
    match (block.content, block.place) {
        (Content::Words | Content::Mark, Place::Rows(_) | Place::InRow(_) | Place::Prose(_))
        | (Content::Value, Place::Text(_) | Place::InText(_) | Place::Prose(_)) => false,
        (Content::Value, _) => len <= 1 && block.neighbours[1].is_none(),
        _ => true,
    }
}
