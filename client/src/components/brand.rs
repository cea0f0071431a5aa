//! The mark: seven people around a table, one of them speaking.

use leptos::prelude::*;

const SEATS: [(&str, &str); 7] = [
    ("16", "5"),
    ("24.6", "9.14"),
    ("26.72", "18.45"),
    ("20.77", "25.91"),
    ("11.23", "25.91"),
    ("5.28", "18.45"),
    ("7.4", "9.14"),
];
const SPEAKER: usize = 1;

#[component]
pub fn Mark() -> impl IntoView {
    let seat = |(idx, (x, y)): (usize, (&'static str, &'static str))| {
        let fill = if idx == SPEAKER { "#C8553D" } else { "#1B5E5A" };
        view! { <circle cx=x cy=y r="3.6" fill=fill></circle> }
    };
    view! {
        <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
            {SEATS.into_iter().enumerate().map(seat).collect_view()}
        </svg>
    }
}
