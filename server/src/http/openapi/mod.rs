//! `/api/openapi.json`: what programs can ask this server. Shapes come from the types themselves; what a route is for, who
//! may, and how it refuses stands in one table for each part. A test holds the tables against the routes there are.

mod basics;
mod commands;
mod document;
mod doors;
mod house;
mod join;
mod meetings;
mod plans;
mod route;

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use document::describe;
use route::Group;

static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| {
    let json = describe(groups()).to_json();
    json.expect("plain values with text keys always serialise")
        .into()
});

/// `GET /api/openapi.json`
pub async fn show() -> Response {
    let json = HeaderValue::from_static("application/json");
    ([(CONTENT_TYPE, json)], DOCUMENT.clone()).into_response()
}

fn groups() -> Vec<Group> {
    vec![
        doors::signing_in(),
        join::joining(),
        join::room(),
        commands::commands(),
        doors::devices(),
        house::programme(),
        house::people(),
        house::oneself(),
        meetings::meetings(),
        plans::plans(),
        basics::documents(),
        basics::server(),
    ]
}
