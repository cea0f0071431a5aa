//! Open documents and open meetings: one task each, found through a registry. `document` is pure; `task` gives it a
//! mailbox, the store and sockets to speak to. `proceedings` does the same for what `shared::proceedings` decides.

pub mod access;
pub mod compaction;
pub mod document;
mod folding;
pub mod handle;
pub mod live;
pub mod mail;
mod mailboxes;
pub mod outbox;
pub mod plans;
pub mod proceedings;
pub mod registry;
pub mod task;
