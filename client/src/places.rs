//! Which of the two programs an address belongs to. A link into the other one is an ordinary page load, which the
//! router leaves alone when the link says `rel="external"`.

use leptos::prelude::window;

/// The first parts of the office's addresses; `boot.js` reads the same list.
const OFFICE: [&str; 7] = [
    "folk",
    "moter",
    "programmet",
    "arshjul",
    "logg",
    "epost",
    "meg",
];

/// The `rel` of a link to `path` from the page that is open.
pub fn rel(path: &str) -> Option<&'static str> {
    let here = window().location().pathname().unwrap_or_default();
    (is_office(path) != is_office(&here)).then_some("external")
}

/// Whether an address belongs to the office.
pub fn is_office(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next();
    first.is_some_and(|first| OFFICE.contains(&first))
}
