//! What happens in a meeting.

use shared::proceedings::command::CommandRequest;
use shared::view::CommandDone;

use super::route::{Group, Route};

/// Whoever asks may not do this, or not to this.
const FORBIDDEN: [&str; 2] = ["not-allowed", "not-yours"];
/// Not now, or no longer.
const CONFLICTS: [&str; 24] = [
    "scoring-not-open",
    "revealed",
    "answered-themselves",
    "counted-without",
    "not-revealed",
    "concluded",
    "moved-meanwhile",
    "changed-meanwhile",
    "day-not-begun",
    "no-grade-proposed",
    "needs-range",
    "grade-settled",
    "needs-rationale",
    "proposals-not-open",
    "vote-open",
    "vote-not-open",
    "formal-item",
    "nothing-to-vote-on",
    "already-shared",
    "id-taken",
    "not-concluded",
    "report-not-sent",
    "report-in-review",
    "report-final",
];
/// Not like this.
const INVALID: [&str; 14] = [
    "no-such-indicator",
    "no-such-step",
    "no-such-person",
    "no-such-proposal",
    "no-such-group",
    "no-such-note",
    "not-a-value",
    "empty",
    "too-long",
    "too-many",
    "needs-remark",
    "needs-reason",
    "over-budget",
    "over-max",
];

pub fn commands() -> Group {
    let ask = Route::post(
        "/api/rooms/{room}/commands",
        "Asks that something happens in a meeting",
    )
    .takes::<CommandRequest>()
    .gives::<CommandDone>(
        200,
        "It has happened, or is so already; the same `request_id` again changes nothing",
    )
    .refuses(403, "locked")
    .refuses(404, "meeting-unknown")
    .refuses(409, "texts-missing")
    .refuses(429, "too-many-requests");
    let refused = |route: Route, (status, codes): (u16, &[&'static str])| {
        codes
            .iter()
            .fold(route, |route, code| route.refuses(status, code))
    };
    let families: [(u16, &[&'static str]); 3] =
        [(403, &FORBIDDEN), (409, &CONFLICTS), (422, &INVALID)];
    Group {
        name: "Proceedings",
        about: "What happens in a meeting: asked here, decided by the rules, seen on the room's live line.",
        routes: vec![families.into_iter().fold(ask, refused)],
    }
}
