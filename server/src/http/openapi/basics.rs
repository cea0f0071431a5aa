//! Documents, live, and the server itself.

use super::route::{Group, Route};

pub fn documents() -> Group {
    let routes = vec![
        Route::get(
            "/sync/{document}",
            "A document, live: a WebSocket of binary messages",
        )
        .gives_nothing(101, "The protocol is in docs/sync.md")
        .refuses(426, "not-a-websocket"),
    ];
    Group {
        name: "Documents",
        about: "The shared texts of a meeting; they are written over WebSockets only.",
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
