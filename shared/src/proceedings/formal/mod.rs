//! The formal part of a meeting (domain 10): agenda, impartiality, motions, votes, closed doors, resolutions, and the minutes
//! that come of them.
//!
//! What the law says is text from a list that people edit; nothing here knows a paragraph. How a tie is broken and how many
//! must vote are settings of the meeting, too. Dots never count here.

mod apply;
pub mod ask;
pub mod decide;
pub mod fact;
pub mod minutes;
pub mod provisions;
pub mod seats;
pub mod state;
pub mod undo;
pub mod view;

#[cfg(test)]
mod tests;

pub use ask::Ask;
pub use fact::Fact;
pub use seats::{is_plan_locked, out_of};
pub use state::Formal;
