//! Coming in to a meeting, being let in, and the room.

use shared::lobby::Knocker;
use shared::rights::Act;
use shared::view::{
    AnyFrame, AttendanceChange, CodeSent, JoinCodeRequest, JoinView, KnockAnswer, KnockSent,
    KnockView, SessionView,
};

use super::route::{Group, Route};

pub fn joining() -> Group {
    let mut routes = by_code();
    routes.extend(by_knocking());
    Group {
        name: "Joining",
        about: "In to a meeting by its six digits: with a code by mail, or let in by whoever receives people.",
        routes,
    }
}

fn by_code() -> Vec<Route> {
    vec![
        Route::get("/api/join/{code}", "What the six digits alone show")
            .for_anyone()
            .gives::<JoinView>(200, "The meeting, and who is on its list once it is open")
            .refuses(404, "meeting-unknown")
            .refuses(429, "too-many-requests"),
        Route::post(
            "/api/join/{code}/code",
            "Mails a code to somebody on the list",
        )
        .for_anyone()
        .takes::<JoinCodeRequest>()
        .gives::<CodeSent>(
            202,
            "On its way; the address is shown with its middle left out",
        )
        .refuses(404, "meeting-unknown")
        .refuses(404, "not-found")
        .refuses(409, "no-email")
        .refuses(409, "meeting-not-open")
        .refuses(429, "too-many-requests"),
    ]
}

fn by_knocking() -> Vec<Route> {
    vec![
        Route::post("/api/join/{code}/knock", "Asks to be let in")
            .for_anyone()
            .takes::<Knocker>()
            .gives::<KnockSent>(
                201,
                "The knocker's secret, and the words that both sides see",
            )
            .refuses(404, "meeting-unknown")
            .refuses(404, "not-found")
            .refuses(409, "meeting-not-open")
            .refuses(422, "invalid")
            .refuses(429, "too-many-requests"),
        Route::get("/api/knocks/{token}", "Whether somebody has answered")
            .for_anyone()
            .gives::<KnockView>(200, "Waiting, admitted or refused")
            .refuses(410, "knock-over"),
        Route::post("/api/knocks/{token}", "Goes through the door")
            .for_anyone()
            .gives::<SessionView>(200, "Signed in, for this meeting only; the cookie is set")
            .refuses(409, "not-admitted-yet")
            .refuses(410, "knock-over"),
        Route::post(
            "/api/meetings/{key}/knocks/{knock}",
            "Lets somebody in, or does not",
        )
        .for_whom(Act::ReceivePeople)
        .takes::<KnockAnswer>()
        .gives_nothing(204, "Answered")
        .refuses(404, "meeting-unknown")
        .refuses(410, "knock-over"),
    ]
}

pub fn room() -> Group {
    let routes = vec![
        Route::get(
            "/live/{room}",
            "The room of a meeting or a plan, live: a WebSocket of JSON texts",
        )
        .for_anyone()
        .gives::<AnyFrame>(
            101,
            "A frame whenever something changes; a close code says why it ends",
        )
        .refuses(426, "not-a-websocket"),
        Route::get(
            "/api/rooms/{room}",
            "The room of a meeting or a plan as it is now, without a WebSocket",
        )
        .asks("since", "the `seq` of the frame one has")
        .gives::<AnyFrame>(200, "What the one who asks may see")
        .gives_nothing(204, "Nothing is newer")
        .refuses(403, "not-allowed")
        .refuses(403, "locked")
        .refuses(404, "meeting-unknown")
        .refuses(422, "body-not-understood")
        .refuses(503, "room-not-ready"),
        Route::post("/api/rooms/{room}/try", "The test tap has arrived")
            .gives_nothing(204, "Shown to those who receive people")
            .refuses(403, "not-allowed")
            .refuses(404, "meeting-unknown"),
        Route::put(
            "/api/meetings/{key}/attendance/{person}",
            "When somebody came and left, as it should stand",
        )
        .for_whom(Act::ReceivePeople)
        .takes::<AttendanceChange>()
        .gives_nothing(204, "Stored")
        .refuses(404, "meeting-unknown")
        .refuses(404, "not-found")
        .refuses(422, "invalid"),
    ];
    Group {
        name: "Room",
        about: "Who is here, who is on the way in, and what each may do now.",
        routes,
    }
}
