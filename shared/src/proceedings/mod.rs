//! What happens in a meeting: the run sheet as it goes, scores, grades, proposals, votes, the report, the board's evaluation
//! of itself.
//!
//! One aggregate: somebody asks with a `Command`, `decide` says no or what happened, `apply` changes the state,
//! and `visibility` cuts it for each viewer. Words many write at once are not here but in the meeting's documents.

pub mod apply;
pub mod command;
pub mod decide;
pub mod evaluation;
pub mod event;
pub mod forget;
pub mod formal;
pub mod refusal;
pub mod seminar;
mod shuffle;
pub mod state;
pub mod steps;
pub mod tally;
pub mod undo;
pub mod view;
pub mod visibility;

#[cfg(test)]
mod tests;
