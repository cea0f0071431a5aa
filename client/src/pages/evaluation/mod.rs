//! The board's evaluation of its own work: answering it alone, `/m/:code/evaluering`, and what came of it with the board's
//! promises, `/m/:code/styrets-arbeid`.
//!
//! [`desk`] is what all parts stand on. What somebody answers goes by the commands that wait on the device; what is done
//! together is asked for at once, said, and can be taken back.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a bundle of signals, copied as every handle is; it is large only where pointers are"
)]

mod answering;
mod board_work;
mod desk;
mod earlier;
mod handling;
mod item;
mod list;
mod promise;
mod promises;
mod refused;
mod results;
mod row;
mod save;
pub mod say;
mod statement;
mod table;
mod text;

use leptos::prelude::*;

use self::answering::answering;
use self::board_work::board_work;
use super::room::RoomPage;

#[component]
pub fn EvaluationPage() -> impl IntoView {
    view! { <RoomPage page=answering/> }
}

#[component]
pub fn BoardWorkPage() -> impl IntoView {
    view! { <RoomPage page=board_work/> }
}
