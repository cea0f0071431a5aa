//! The public surface: routes, and what every answer carries.

mod address;
pub mod assets;
pub mod auth;
mod codes;
mod devices;
pub mod error;
pub mod headers;
mod pace;
pub mod read;
pub mod sign_in;
mod socket;
pub mod sync;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{delete, get, post};

use crate::app::App;
use error::ApiError;

/// No request of the API needs more.
const MAX_BODY: usize = 64 * 1024;

pub fn router(app: &App) -> Router {
    let api = Router::new()
        .route("/session", get(sign_in::session))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/sign-in/{token}", get(sign_in::link).post(sign_in::spend))
        // Doors.
        .route("/sign-in-ways", get(codes::ways))
        .route("/sign-in/request", post(codes::request))
        .route("/sign-in/code", post(codes::answer))
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
        .route("/programme", get(read::programme))
        .route("/meetings/{key}", get(read::meeting))
        .fallback(|| async { ApiError::NotFound })
        .method_not_allowed_fallback(|| async { ApiError::MethodNotAllowed })
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(app.clone(), auth::require_own_origin))
        .layer(from_fn(headers::forbid_storing));
    Router::new()
        .nest("/api", api)
        .route("/sync/{document}", get(sync::sync))
        .route("/healthz", get(|| async { "ok" }))
        .fallback(assets::answer)
        .method_not_allowed_fallback(|| async { ApiError::MethodNotAllowed })
        .layer(from_fn_with_state(
            headers::SecurityHeaders::new(&app.public_url),
            headers::secure,
        ))
        .with_state(app.clone())
}
