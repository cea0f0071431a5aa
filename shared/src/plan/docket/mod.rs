//! What is decided about a plan, and said about it: how far it has come, what became of each proposal, comments,
//! suggestions, versions, revisions of the Omstillingsplan, and how last year's measures went.
//!
//! One aggregate, made as [`crate::proceedings`] is: somebody asks with a `Command`, `decide` says no or what happened,
//! `apply` changes the state, and `visibility` cuts it for each viewer. The rows and the prose are not here but in the
//! plan's two documents, which many write at once.
//!
//! Each fact is kept once. That a row came from a proposal stands in the row ([`crate::document::plan::Field::Proposal`]):
//! it goes and comes back with the row, offline too, and whoever removes a measure lets its proposals go in the same
//! breath. Here stand only the ends that are no row: a chapter, a revision, a board promise, put off, turned down.
//! [`coverage`] puts the two together.

pub mod apply;
pub mod command;
pub mod coverage;
pub mod decide;
pub mod event;
pub mod own;
pub mod place;
pub mod refusal;
pub mod splice;
pub mod state;
pub mod undo;
pub mod view;
pub mod visibility;

#[cfg(test)]
mod tests;

use state::Docket;

/// Whether the plan has been handed over, so that nobody writes in its documents.
pub fn is_frozen(docket: &Docket) -> bool {
    docket.head.state.is_frozen()
}
