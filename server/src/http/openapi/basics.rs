//! Reading, and the server itself.

use shared::rights::Act;
use shared::view::{MeetingView, ProgrammeView};

use super::route::{Group, Route};

pub fn reading() -> Group {
    let routes = vec![
        Route::get(
            "/api/programme",
            "The programme, its people, its meetings and its year",
        )
        .gives::<ProgrammeView>(200, "Everything the home page needs"),
        Route::get(
            "/api/meetings/{key}",
            "One meeting, by id or by the code people type",
        )
        .for_whom(Act::ReadMaterial)
        .gives::<MeetingView>(200, "The meeting and what a participant needs")
        .refuses(403, "not-allowed")
        .refuses(404, "meeting-unknown"),
        Route::get(
            "/sync/{document}",
            "A document, live: a WebSocket of binary messages",
        )
        .gives_nothing(101, "The protocol is in docs/sync.md")
        .refuses(426, "not-a-websocket"),
    ];
    Group {
        name: "Reading",
        about: "The programme and its meetings, cut to the asker's own programme.",
        routes,
    }
}

pub fn server() -> Group {
    let routes = vec![
        Route::get("/api/openapi.json", "This document")
            .for_anyone()
            .gives_other("application/json", "OpenAPI 3.1"),
        Route::get("/healthz", "Answers while the server lives")
            .for_anyone()
            .gives_other("text/plain", "`ok`"),
    ];
    Group {
        name: "The server",
        about: "About the server itself.",
        routes,
    }
}
