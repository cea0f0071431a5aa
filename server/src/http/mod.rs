//! The public surface: routes, and what every answer carries.

mod address;
pub mod assets;
mod attendance;
pub mod auth;
mod calendar;
mod codes;
mod commands;
mod devices;
pub mod error;
mod forms;
pub mod headers;
mod house;
mod invitations;
mod join;
mod knocks;
mod live;
mod me;
mod meetings;
pub mod minutes;
mod oidc;
mod openapi;
mod pace;
mod participants;
mod people;
mod plans;
mod programme;
mod qr;
pub mod read;
mod rehearsals;
mod report;
pub mod sign_in;
mod socket;
pub mod sync;
mod writing;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{delete, get, post, put};

use crate::app::App;
use error::ApiError;

/// No request of the API needs more.
const MAX_BODY: usize = 64 * 1024;
/// A list of people says the name of each field for each of them.
const MAX_PEOPLE_BODY: usize = 512 * 1024;
/// A form or a fact sheet that is filled to the brim.
const MAX_PAPER_BODY: usize = 1024 * 1024;

pub fn router(app: &App) -> Router {
    let api = Router::new()
        .route("/openapi.json", get(openapi::show))
        .route("/session", get(sign_in::session))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/sign-in/{token}", get(sign_in::link).post(sign_in::spend))
        // Doors.
        .route("/sign-in-ways", get(codes::ways))
        .route("/sign-in/request", post(codes::request))
        .route("/sign-in/code", post(codes::answer))
        .route("/join/{code}", get(join::join))
        .route("/join/{code}/code", post(join::code))
        .route("/join/{code}/knock", post(join::knock))
        .route("/knocks/{token}", get(knocks::look).post(knocks::enter))
        .route("/meetings/{key}/knocks/{knock}", post(knocks::reply))
        .route("/meetings/{key}/attendance/{person}", put(attendance::set))
        .route("/rooms/{room}", get(live::look_in))
        .route("/rooms/{room}/try", post(live::try_tap))
        .route(
            "/rooms/{room}/commands",
            post(commands::ask).layer(DefaultBodyLimit::max(MAX_PAPER_BODY)),
        )
        .route("/me/devices", get(devices::own))
        .route("/me/devices/{device}", delete(devices::end_own))
        .route(
            "/people/{person}/devices",
            get(devices::of_person).delete(devices::end_all),
        )
        .route(
            "/people/{person}/devices/{device}",
            delete(devices::end_one),
        )
        // The house.
        .merge(house_routes())
        .fallback(|| async { ApiError::NotFound })
        .method_not_allowed_fallback(|| async { ApiError::MethodNotAllowed })
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(app.clone(), auth::require_own_origin))
        .layer(from_fn(headers::forbid_storing));
    let oidc = Router::new()
        .route("/start", get(oidc::start))
        .route("/back", get(oidc::back))
        .layer(from_fn(headers::forbid_storing));
    Router::new()
        .nest("/api", api)
        .nest("/oidc", oidc)
        .route("/sync/{document}", get(sync::sync))
        .route("/kalender/{file}", get(calendar::feed))
        .route("/qr/{file}", get(qr::draw))
        .route("/live/{room}", get(live::live))
        .route("/healthz", get(|| async { "ok" }))
        .fallback(assets::answer)
        .method_not_allowed_fallback(|| async { ApiError::MethodNotAllowed })
        .layer(from_fn_with_state(
            headers::SecurityHeaders::new(&app.public_url),
            headers::secure,
        ))
        .with_state(app.clone())
}

/// The programme, its people, its year and its meetings.
fn house_routes() -> Router<App> {
    let add_people = post(people::add).layer(DefaultBodyLimit::max(MAX_PEOPLE_BODY));
    let change_form = put(forms::change).layer(DefaultBodyLimit::max(MAX_PAPER_BODY));
    Router::new()
        .route("/programme", get(read::programme).put(programme::change))
        .route("/wheel", put(programme::change_wheel))
        .route("/audit", get(programme::audit))
        .route("/people", get(people::list).merge(add_people))
        .route("/people/{person}", put(people::change))
        .route("/people/{person}/activity", post(people::activity))
        .route("/people/{person}/erase", post(people::erase))
        .route("/invitations", post(invitations::send))
        .route("/mails", get(invitations::mails))
        .route("/me", get(me::view))
        .route("/me/export", get(me::export))
        .route("/me/erase", post(me::erase))
        .route("/me/calendar", post(calendar::open).delete(calendar::close))
        .route("/plans", get(plans::list).post(plans::add))
        .route("/plans/{plan}", get(plans::show))
        .route("/plans/{plan}/versions/{version}", get(plans::version))
        .route(
            "/plans/{plan}/versions/{version}/written",
            get(plans::written),
        )
        .route("/templates", get(meetings::list_templates))
        .route("/meetings", post(meetings::add))
        .route("/meetings/{key}", get(read::meeting).put(meetings::change))
        .route(
            "/meetings/{key}/rehearsal",
            post(rehearsals::begin)
                .put(rehearsals::stir)
                .delete(rehearsals::end),
        )
        .route("/meetings/{key}/state", post(meetings::change_state))
        .route("/meetings/{key}/form", get(forms::show).merge(change_form))
        .route("/meetings/{key}/report", get(report::show))
        .route("/meetings/{key}/minutes", get(minutes::show))
        .route("/meetings/{key}/minutes/public", get(minutes::show_public))
        .route("/meetings/{key}/calendar.ics", get(calendar::of_meeting))
        .route(
            "/meetings/{key}/participants/{person}",
            put(participants::change),
        )
}
