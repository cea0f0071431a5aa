//! What happens in a meeting.

use shared::view::{CommandDone, RoomRequest};

use super::route::{Group, Route};

/// Whoever asks may not do this, or not to this.
const FORBIDDEN: [&str; 4] = [
    "not-allowed",
    "not-yours",
    "stepped-aside",
    "behind-closed-doors",
];
/// Not now, or no longer.
const CONFLICTS: [&str; 46] = [
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
    "evaluation-not-open",
    "evaluation-opened",
    "evaluation-forgotten",
    "formal-not-begun",
    "formal-ended",
    "formal-not-ended",
    "item-not-open",
    "item-open",
    "item-treated",
    "already-raised",
    "already-decided",
    "needs-vote",
    "needs-resolution",
    "formal-vote-open",
    "formal-vote-not-open",
    "not-here",
    "votes-missing",
    "no-quorum",
    "closed-not-remote",
    "minutes-not-sent",
    "minutes-in-review",
    "minutes-approved",
];
/// Not like this.
const INVALID: [&str; 19] = [
    "no-such-indicator",
    "no-such-step",
    "no-such-person",
    "no-such-proposal",
    "no-such-group",
    "no-such-note",
    "no-such-question",
    "no-such-promise",
    "not-a-value",
    "empty",
    "too-long",
    "too-many",
    "needs-remark",
    "needs-reason",
    "over-budget",
    "over-max",
    "no-such-item",
    "has-no-vote",
    "not-a-deputy",
];

/// The same of plans, where they are others.
const PLAN_CONFLICTS: [&str; 7] = [
    "plan-frozen",
    "not-frozen",
    "not-ready",
    "already-placed",
    "words-gone",
    "words-not-clear",
    "already-answered",
];
const PLAN_INVALID: [&str; 8] = [
    "no-such-suggestion",
    "no-such-version",
    "no-such-revision",
    "no-such-measure",
    "needs-date",
    "dates-out-of-order",
    "date-ahead",
    "not-this-plan",
];

pub fn commands() -> Group {
    let ask = Route::post(
        "/api/rooms/{room}/commands",
        "Asks that something happens in a meeting, or to a plan",
    )
    .takes::<RoomRequest>()
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
    let families: [(u16, &[&'static str]); 5] = [
        (403, &FORBIDDEN),
        (409, &CONFLICTS),
        (422, &INVALID),
        (409, &PLAN_CONFLICTS),
        (422, &PLAN_INVALID),
    ];
    Group {
        name: "Proceedings",
        about: "What happens in a meeting: asked here, decided by the rules, seen on the room's live line.",
        routes: vec![families.into_iter().fold(ask, refused)],
    }
}
