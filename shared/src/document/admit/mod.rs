//! Admission: a bounded walk over bytes from outside before yrs sees them.
//!
//! yrs trusts what it decodes: one value nested 100 000 deep ends the whole process (0.28.1). So every length is held
//! against what remains, every count against [`Limits`], every clock and client id against its range, and content, root
//! names and nesting against what our documents use. The walk allocates nothing; whoever wants to know more about an
//! update collects its [`Outline`]. What passes may still be refused by yrs.

mod bytes;
mod nesting;
mod outline;
mod prose;
mod walk;

use thiserror::Error;

pub use nesting::Nesting;
pub use outline::Outline;
pub use prose::{MAX_ADDRESS_LEN, Prose};
pub use walk::{Block, Content, Part, Place, Shared, awareness, state_vector, update, walk};

use crate::wire::DecodeError;

/// A block's name: client id and clock.
pub type BlockId = (u64, u64);

/// What one kind of document lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Root maps: under each key a row.
    pub rows: &'static [&'static str],
    /// Root texts.
    pub texts: &'static [&'static str],
    /// Pieces of prose; a document that has them has nothing else.
    pub prose: Option<Prose>,
    pub limits: Limits,
}

/// How much one message may hold. Counts hold for one update, state vector or awareness message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Client ids in an update or a state vector.
    pub clients: u64,
    /// Blocks of all clients together: yrs spends some 200 bytes on each, however short it is on the wire.
    pub blocks: u64,
    /// Ranges of deleted blocks.
    pub deletions: u64,
    /// Plain values, those inside others included.
    pub values: u64,
    /// How deep a plain value, or the JSON of a presence, may nest.
    pub depth: u64,
    /// Bytes of a key.
    pub key: u64,
    /// The clock after the last block. yrs counts with signed 32 bits in places.
    pub clock: u64,
    /// Lines of an awareness message.
    pub presences: u64,
}

impl Limits {
    /// For our own log, whose entries were let in one by one.
    pub const NONE: Self = Self {
        clients: u64::MAX,
        blocks: u64::MAX,
        deletions: u64::MAX,
        values: u64::MAX,
        depth: 32,
        key: u64::MAX,
        clock: i32::MAX as u64,
        presences: u64::MAX,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            clients: 10_000,
            blocks: 400_000,
            deletions: 400_000,
            values: 400_000,
            depth: 32,
            key: 256,
            clock: i32::MAX as u64,
            presences: 1_000,
        }
    }
}

/// Why bytes are not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Inadmissible {
    #[error(transparent)]
    Wire(#[from] DecodeError),
    #[error("a count is larger than the bytes that remain")]
    CountTooLarge,
    #[error("too many {0}")]
    TooMany(&'static str),
    #[error("a number takes more bytes than it needs")]
    PaddedNumber,
    #[error("a client id has more than 53 bits")]
    ClientId,
    #[error("clients or deletions are out of order, or named twice")]
    Order,
    #[error("a clock is out of range")]
    Clock,
    #[error("a number is larger than a browser can hold")]
    NumberTooLarge,
    #[error("a value is nested too deep")]
    TooDeep,
    #[error("a key is too long")]
    KeyTooLong,
    #[error("content of kind {0} is not used here")]
    ContentKind(u8),
    #[error("a shared type of kind {0} is not used here")]
    TypeKind(u64),
    #[error("an unknown kind of value: {0}")]
    ValueKind(u8),
    #[error("a root name that the document does not have")]
    RootName,
    #[error("an element, an attribute or a mark that prose does not have")]
    UnknownName,
    #[error("what a mark says is not in the form that prose has")]
    Mark,
    #[error("content where this document has none of its kind")]
    Misplaced,
    #[error("a block stands beside or inside one that comes later")]
    FromTheFuture,
    #[error("a block or a client without length")]
    Empty,
}

#[cfg(test)]
mod tests;
