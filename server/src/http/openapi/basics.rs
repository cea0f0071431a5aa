//! Signing in by link, reading, and the server itself.

use shared::rights::Act;
use shared::view::{MeetingView, ProgrammeView, SessionView, SignInView, SignInWays};

use super::route::{Group, Route};
use crate::http::sign_in::SpendBody;

pub fn signing_in() -> Group {
    let routes = vec![
        Route::get("/api/session", "Who is asking")
            .for_anyone()
            .gives::<SessionView>(200, "The one who is signed in, and their programme")
            .gives_nothing(
                204,
                "Nobody: the request shows neither a cookie nor a token",
            )
            .refuses(401, "not-signed-in"),
        Route::post("/api/sign-out", "Ends this session, on this device only")
            .gives_nothing(204, "Done; the cookie is taken back"),
        Route::get(
            "/api/sign-in/{token}",
            "Whom a personal link belongs to; spends nothing",
        )
        .for_anyone()
        .gives::<SignInView>(200, "The link is good")
        .refuses(404, "link-unknown")
        .refuses(410, "link-used-or-expired"),
        Route::post("/api/sign-in/{token}", "Spends a personal link")
            .for_anyone()
            .takes::<SpendBody>()
            .gives::<SessionView>(200, "Signed in; the cookie is set")
            .refuses(404, "link-unknown")
            .refuses(410, "link-used-or-expired"),
        Route::get(
            "/api/sign-in-ways",
            "What this server offers besides links and codes",
        )
        .for_anyone()
        .gives::<SignInWays>(200, "The name of a sign-in provider, if there is one"),
        Route::get("/oidc/start", "Sends the browser to the sign-in provider")
            .for_anyone()
            .asks("to", "where to go afterwards: a path on this server")
            .gives_nothing(
                303,
                "Away to the provider, or back to the sign-in page when it is down",
            )
            .refuses(404, "not-found"),
        Route::get(
            "/oidc/back",
            "Where the sign-in provider sends the browser back to",
        )
        .for_anyone()
        .asks("state", "what went to the provider")
        .asks("code", "what the provider gave")
        .gives_nothing(
            303,
            "Signed in and where they were going, or back to the sign-in page",
        )
        .refuses(404, "not-found"),
    ];
    Group {
        name: "Signing in",
        about: "By personal link, by code, or with the municipality's own provider. Nothing says whether an address is known.",
        routes,
    }
}

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
