//! Prose on a page: static text for reading, and for writing the island, an editor of its own (`client/island`).
//!
//! [`IslandHost`] is this side of the message port: it serves the island's Yjs document from the model, which alone has
//! the line and the outbox. [`Prose`] is one field, [`ProseText`] the words of one.

mod field;
mod host;
mod marked;
mod message;
mod reading;

pub use field::Prose;
pub use host::{IslandHost, IslandState};
pub use marked::Marked;
pub use message::Quote;
pub use reading::ProseText;
