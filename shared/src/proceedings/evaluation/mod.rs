//! The board's evaluation of its own work (styreevaluering, domain 6): each member answers alone, and the answers are
//! nobody's for good. Shown are distributions, from four answers on; what comes of it are two to four promises.
//!
//! A part of the proceedings with the same shape: an [`Ask`] is what somebody wants, [`decide`] says no or which [`Fact`]s
//! come of it, [`apply`] adds them up to an [`Evaluation`], and [`visibility`] cuts it for each viewer.

pub mod apply;
pub mod ask;
pub mod decide;
pub mod fact;
pub mod forget;
pub mod form;
pub mod result;
pub mod state;
pub mod undo;
pub mod view;
pub mod visibility;

pub use ask::{Ask, PromisePart};
pub use fact::Fact;
pub use state::Evaluation;
