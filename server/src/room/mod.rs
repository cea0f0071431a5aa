//! Open documents: one task each, found through the registry. `document` is pure; `task` gives it a mailbox, the store
//! and sockets to speak to.

pub mod compaction;
pub mod document;
mod folding;
pub mod live;
pub mod outbox;
pub mod registry;
pub mod task;
