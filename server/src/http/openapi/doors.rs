//! Ways in, and the devices people are signed in on.

use shared::rights::Act;
use shared::view::{
    CodeAnswer, CodeRequest, CodeSent, DeviceCard, SessionView, SignInView, SignInWays,
};

use super::route::{Group, Route};
use crate::http::sign_in::SpendBody;

pub fn signing_in() -> Group {
    let mut routes = by_link();
    routes.extend(by_code());
    routes.extend(by_provider());
    Group {
        name: "Signing in",
        about: "By personal link, by code, or with the municipality's own provider. Nothing says whether an address is known.",
        routes,
    }
}

fn by_link() -> Vec<Route> {
    vec![
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
    ]
}

fn by_code() -> Vec<Route> {
    vec![
        Route::post(
            "/api/sign-in/request",
            "Mails a link and a code to an address",
        )
        .for_anyone()
        .takes::<CodeRequest>()
        .gives::<CodeSent>(202, "The same answer for every address, known or not")
        .refuses(429, "too-many-requests"),
        Route::post("/api/sign-in/code", "Signs in with a code that was mailed")
            .for_anyone()
            .takes::<CodeAnswer>()
            .gives::<SessionView>(200, "Signed in; the cookie is set")
            .refuses(403, "wrong-code")
            .refuses(410, "code-expired")
            .refuses(429, "too-many-tries")
            .refuses(429, "too-many-requests"),
    ]
}

fn by_provider() -> Vec<Route> {
    vec![
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
    ]
}

pub fn devices() -> Group {
    let of_others = Act::ManageProgramme;
    let routes = vec![
        Route::get("/api/me/devices", "Where one is signed in")
            .gives_list::<DeviceCard>("One's devices"),
        Route::delete("/api/me/devices/{device}", "Signs oneself out on a device")
            .gives_nothing(204, "Done")
            .refuses(403, "not-allowed")
            .refuses(404, "not-found"),
        Route::get(
            "/api/people/{person}/devices",
            "Where somebody is signed in",
        )
        .for_whom(of_others)
        .gives_list::<DeviceCard>("Their devices")
        .refuses(404, "not-found"),
        Route::delete(
            "/api/people/{person}/devices",
            "Signs somebody out everywhere",
        )
        .for_whom(of_others)
        .gives_nothing(204, "Done")
        .refuses(404, "not-found"),
        Route::delete(
            "/api/people/{person}/devices/{device}",
            "Signs somebody out on a device",
        )
        .for_whom(of_others)
        .gives_nothing(204, "Done")
        .refuses(404, "not-found"),
    ];
    Group {
        name: "Devices",
        about: "Where people are signed in, and ending that.",
        routes,
    }
}
