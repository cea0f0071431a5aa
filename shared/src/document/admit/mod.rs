//! Admission: a bounded walk over an update's bytes before yrs sees them.
//!
//! yrs trusts what it decodes: one value nested 100 000 deep ends the whole process (0.28.1). So every length is held
//! against what remains, every clock and client id against its range, nesting against a depth, and content and root
//! names against what our documents use. What passes may still be refused by yrs.
//!
//! The walk also gives an [`Outline`], which says whether the update builds on something that has not come yet.

use std::collections::BTreeMap;

use thiserror::Error;

use super::MAX_CLIENT_ID;
use crate::wire::{DecodeError, Reader};

/// How deep a plain value may nest.
pub const MAX_DEPTH: usize = 32;
/// Clocks stay far below where 32 bits would wrap.
const MAX_CLOCK: u64 = u32::MAX as u64 / 2;

/// Why an update is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Inadmissible {
    #[error(transparent)]
    Wire(#[from] DecodeError),
    #[error("a count is larger than the bytes that remain")]
    CountTooLarge,
    #[error("a client id has more than 53 bits")]
    ClientId,
    #[error("a clock is out of range")]
    Clock,
    #[error("a value is nested too deep")]
    TooDeep,
    #[error("content of kind {0} is not used here")]
    ContentKind(u8),
    #[error("a shared type of kind {0} is not used here")]
    TypeKind(u64),
    #[error("an unknown kind of value: {0}")]
    ValueKind(u8),
    #[error("a root name that the document does not have")]
    RootName,
    #[error("a shared type where this document has none")]
    Misplaced,
    #[error("a block without length")]
    EmptyBlock,
}

/// A block's name: client id and clock.
pub type BlockId = (u64, u64);

/// What an admitted update consists of, without its content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// Client, first clock, clock after the last.
    blocks: Vec<(u64, u64, u64)>,
    /// Blocks that others stand beside or inside.
    references: Vec<BlockId>,
    deletes: Vec<(u64, u64, u64)>,
    /// Maps in a root: the rows of the document.
    rows: Vec<BlockId>,
    /// What nested texts stand in.
    text_parents: Vec<BlockId>,
}

impl Outline {
    /// Each block's client, first clock, and clock after the last.
    pub fn blocks(&self) -> &[(u64, u64, u64)] {
        &self.blocks
    }

    /// Whether the update builds on something that is in neither it nor what is `known`: the number of blocks seen of a
    /// client, counted from 0 without a hole.
    pub fn lacks_parts(&self, known: impl Fn(u64) -> u64) -> bool {
        let mut reach: BTreeMap<u64, u64> = BTreeMap::new();
        let mut blocks = self.blocks.clone();
        blocks.sort_unstable();
        for (client_id, start, end) in blocks {
            let reached = reach.entry(client_id).or_insert_with(|| known(client_id));
            if start > *reached {
                return true;
            }
            *reached = end.max(*reached);
        }
        let seen = |client_id: u64| {
            reach
                .get(&client_id)
                .copied()
                .unwrap_or_else(|| known(client_id))
        };
        let mut ends = self
            .references
            .iter()
            .map(|(client_id, clock)| (*client_id, clock + 1));
        let mut deleted = self
            .deletes
            .iter()
            .map(|(client_id, _, end)| (*client_id, *end));
        ends.any(|(client_id, end)| end > seen(client_id))
            || deleted.any(|(client_id, end)| end > seen(client_id))
    }

    /// Blocks of others in which a nested text stands: each must be a row, because deeper nesting would overflow the
    /// stack when it is deleted.
    pub fn foreign_text_parents(&self) -> impl Iterator<Item = BlockId> {
        let parents = self.text_parents.iter().copied();
        parents.filter(|parent| !self.rows.contains(parent))
    }
}

/// Checks an update in encoding v1. `roots` are the names of the document's root types.
pub fn update(bytes: &[u8], roots: &[&str]) -> Result<Outline, Inadmissible> {
    let mut reader = Reader::new(bytes);
    let mut outline = Outline::default();
    for _ in 0..count(&mut reader)? {
        let n_blocks = count(&mut reader)?;
        let client = client_id(&mut reader)?;
        let mut clock = reader.number()?;
        for _ in 0..n_blocks {
            let (len, is_block) = block(&mut reader, roots, (client, clock), &mut outline)?;
            if len == 0 {
                return Err(Inadmissible::EmptyBlock);
            }
            let end = end_of(clock, len)?;
            if is_block {
                outline.blocks.push((client, clock, end));
            }
            clock = end;
        }
    }
    delete_set(&mut reader, &mut outline)?;
    reader.finish()?;
    Ok(outline)
}

/// Checks a state vector in encoding v1.
pub fn state_vector(bytes: &[u8]) -> Result<(), Inadmissible> {
    let mut reader = Reader::new(bytes);
    for _ in 0..count(&mut reader)? {
        client_id(&mut reader)?;
        end_of(0, reader.number()?)?;
    }
    Ok(reader.finish()?)
}

fn delete_set(reader: &mut Reader<'_>, outline: &mut Outline) -> Result<(), Inadmissible> {
    for _ in 0..count(reader)? {
        let client = client_id(reader)?;
        for _ in 0..count(reader)? {
            let clock = reader.number()?;
            let end = end_of(clock, reader.number()?)?;
            outline.deletes.push((client, clock, end));
        }
    }
    Ok(())
}

/// Where a block says that it stands.
enum Place {
    Root,
    Inside(BlockId),
    /// Beside another block, wherever that is.
    Beside,
}

/// Walks one block and answers its length in clock ticks, and whether it is one: a skip stands for a hole.
fn block(
    reader: &mut Reader<'_>,
    roots: &[&str],
    own: BlockId,
    outline: &mut Outline,
) -> Result<(u64, bool), Inadmissible> {
    const GC: u8 = 0;
    const SKIP: u8 = 10;
    const HAS_LEFT: u8 = 0x80;
    const HAS_RIGHT: u8 = 0x40;
    const HAS_SUB: u8 = 0x20;

    let info = reader.byte()?;
    if info == GC || info == SKIP {
        return Ok((reader.number()?, info == GC));
    }
    let mut place = Place::Beside;
    for side in [HAS_LEFT, HAS_RIGHT] {
        if info & side != 0 {
            outline.references.push(id(reader)?);
        }
    }
    if info & (HAS_LEFT | HAS_RIGHT) == 0 {
        if reader.number()? == 1 {
            if !roots.contains(&reader.text()?) {
                return Err(Inadmissible::RootName);
            }
            place = Place::Root;
        } else {
            let parent = id(reader)?;
            outline.references.push(parent);
            place = Place::Inside(parent);
        }
        if info & HAS_SUB != 0 {
            reader.text()?;
        }
    }
    let len = content(reader, info & 0x1f, own, &place, outline)?;
    Ok((len, true))
}

fn content(
    reader: &mut Reader<'_>,
    kind: u8,
    own: BlockId,
    place: &Place,
    outline: &mut Outline,
) -> Result<u64, Inadmissible> {
    const DELETED: u8 = 1;
    const BINARY: u8 = 3;
    const STRING: u8 = 4;
    const EMBED: u8 = 5;
    const FORMAT: u8 = 6;
    const TYPE: u8 = 7;
    const ANY: u8 = 8;

    match kind {
        DELETED => Ok(reader.number()?),
        BINARY => reader.bytes().map(|_| 1).map_err(Inadmissible::from),
        STRING => Ok(reader.text()?.encode_utf16().count() as u64),
        EMBED => reader.text().map(|_| 1).map_err(Inadmissible::from),
        FORMAT => {
            reader.text()?;
            reader.text()?;
            Ok(1)
        }
        TYPE => shared_type(reader, own, place, outline).map(|()| 1),
        ANY => {
            let n_values = count(reader)?;
            for _ in 0..n_values {
                value(reader, MAX_DEPTH)?;
            }
            Ok(n_values)
        }
        // Legacy JSON (2), subdocuments (9) and whatever a later version brings.
        other => Err(Inadmissible::ContentKind(other)),
    }
}

/// Rows are maps in a root, and texts stand in rows; nothing nests deeper.
fn shared_type(
    reader: &mut Reader<'_>,
    own: BlockId,
    place: &Place,
    outline: &mut Outline,
) -> Result<(), Inadmissible> {
    const MAP: u64 = 1;
    const TEXT: u64 = 2;

    match (reader.number()?, place) {
        (MAP, Place::Root) => outline.rows.push(own),
        (TEXT, Place::Inside(parent)) => outline.text_parents.push(*parent),
        (MAP | TEXT, _) => return Err(Inadmissible::Misplaced),
        // Arrays, XML, weak links and whatever a later version brings.
        (other, _) => return Err(Inadmissible::TypeKind(other)),
    }
    Ok(())
}

fn value(reader: &mut Reader<'_>, depth_left: usize) -> Result<(), Inadmissible> {
    let depth_left = depth_left.checked_sub(1).ok_or(Inadmissible::TooDeep)?;
    match reader.byte()? {
        // undefined, null, true, false
        127 | 126 | 121 | 120 => Ok(()),
        125 => signed_number(reader),
        124 => skip(reader, 4),
        123 | 122 => skip(reader, 8),
        119 => reader.text().map(|_| ()).map_err(Inadmissible::from),
        118 => {
            for _ in 0..count(reader)? {
                reader.text()?;
                value(reader, depth_left)?;
            }
            Ok(())
        }
        117 => {
            for _ in 0..count(reader)? {
                value(reader, depth_left)?;
            }
            Ok(())
        }
        116 => reader.bytes().map(|_| ()).map_err(Inadmissible::from),
        other => Err(Inadmissible::ValueKind(other)),
    }
}

/// A signed variable-length number: sign and six bits in the first byte, then seven bits a byte.
fn signed_number(reader: &mut Reader<'_>) -> Result<(), Inadmissible> {
    const MAX_BYTES: usize = 10;
    for _ in 0..MAX_BYTES {
        if reader.byte()? < 0x80 {
            return Ok(());
        }
    }
    Err(DecodeError::NumberTooLarge.into())
}

fn skip(reader: &mut Reader<'_>, len: usize) -> Result<(), Inadmissible> {
    reader.take(len)?;
    Ok(())
}

/// A count of things that take at least one byte each.
fn count(reader: &mut Reader<'_>) -> Result<u64, Inadmissible> {
    let n = reader.number()?;
    if n > reader.n_left() as u64 {
        return Err(Inadmissible::CountTooLarge);
    }
    Ok(n)
}

fn client_id(reader: &mut Reader<'_>) -> Result<u64, Inadmissible> {
    let client_id = reader.number()?;
    if client_id > MAX_CLIENT_ID {
        return Err(Inadmissible::ClientId);
    }
    Ok(client_id)
}

fn id(reader: &mut Reader<'_>) -> Result<BlockId, Inadmissible> {
    let client = client_id(reader)?;
    let clock = reader.number()?;
    end_of(clock, 1)?;
    Ok((client, clock))
}

fn end_of(clock: u64, len: u64) -> Result<u64, Inadmissible> {
    match clock.checked_add(len) {
        Some(end) if end <= MAX_CLOCK => Ok(end),
        _ => Err(Inadmissible::Clock),
    }
}

#[cfg(test)]
mod tests;
