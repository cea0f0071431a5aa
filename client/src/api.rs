//! The HTTP API as typed calls. Answers are kept on the device and stand in when the network is away.

pub mod ask;
pub mod commands;
pub mod doors;
pub mod rooms;

use gloo_net::http::{Request, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::id::VersionId;
use shared::proceedings::formal::minutes::MinutesPage;
use shared::report::ReportPage;
use shared::view::{MeetingView, ProgrammeView, SessionView, SignInView};
use shared::view::{PlanCard, PlanVersionView, PlanView, PlanWritingsView};
use thiserror::Error;

use crate::storage;

const NO_CONTENT: u16 = 204;
const SESSION: &str = "/api/session";
const PROGRAMME: &str = "/api/programme";

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ApiError {
    #[error("not signed in")]
    NotSignedIn,
    #[error("not allowed")]
    NotAllowed,
    #[error("there is no such thing")]
    NotFound,
    #[error("no contact with the server")]
    Unreachable,
    #[error("the server answered with status {0}")]
    Broken(u16),
}

pub async fn session() -> Result<SessionView, ApiError> {
    get(SESSION).await
}

/// Whether this device remembers a session; it may have ended since.
pub fn was_signed_in() -> bool {
    storage::kept_answer::<SessionView>(SESSION).is_some()
}

pub async fn programme() -> Result<ProgrammeView, ApiError> {
    get(PROGRAMME).await
}

pub async fn meeting(code: &str) -> Result<MeetingView, ApiError> {
    get(&format!("/api/meetings/{}", encode(code))).await
}

/// All plans, the newest first.
pub async fn plans() -> Result<Vec<PlanCard>, ApiError> {
    get("/api/plans").await
}

pub async fn plan(id: &str) -> Result<PlanView, ApiError> {
    get(&format!("/api/plans/{}", encode(id))).await
}

/// What stood in a plan when a version was kept. Not kept on the device: it is as large as the plan.
pub async fn plan_version(plan: &str, version: &VersionId) -> Result<PlanVersionView, ApiError> {
    let path = format!("/api/plans/{}/versions/{version}", encode(plan));
    let response = Request::get(&path).send().await;
    read(response.map_err(|_| ApiError::Unreachable)?).await
}

/// Who has written where in a plan since a version was kept, until another or until now. Not kept on the device.
pub async fn plan_writings(
    plan: &str,
    since: &VersionId,
    until: Option<&VersionId>,
) -> Result<PlanWritingsView, ApiError> {
    let until = until.map_or_else(String::new, |until| format!("?until={until}"));
    let path = format!(
        "/api/plans/{}/versions/{since}/written{until}",
        encode(plan)
    );
    let response = Request::get(&path).send().await;
    read(response.map_err(|_| ApiError::Unreachable)?).await
}

/// The report of a meeting, by its code or id. Never kept on the device: who may read it changes.
pub async fn report(key: &str) -> Result<ReportPage, ApiError> {
    let path = format!("/api/meetings/{}/report", encode(key));
    let response = Request::get(&path).send().await;
    read(response.map_err(|_| ApiError::Unreachable)?).await
}

/// The minutes of a meeting, or their version for everybody. Never kept on the device, for the same reason.
pub async fn minutes(key: &str, is_public: bool) -> Result<MinutesPage, ApiError> {
    let version = if is_public { "/public" } else { "" };
    let path = format!("/api/meetings/{}/minutes{version}", encode(key));
    let response = Request::get(&path).send().await;
    read(response.map_err(|_| ApiError::Unreachable)?).await
}

/// Whom a personal link belongs to; spends nothing.
pub async fn sign_in_card(token: &str) -> Result<SignInView, ApiError> {
    let response = Request::get(&sign_in_path(token))
        .send()
        .await
        .map_err(|_| ApiError::Unreachable)?;
    read(response).await
}

/// Spends the link.
pub async fn sign_in(token: &str, remember: bool) -> Result<(), ApiError> {
    #[derive(Serialize)]
    struct Body {
        remember: bool,
    }
    storage::forget_answers();
    let request = Request::post(&sign_in_path(token))
        .json(&Body { remember })
        .map_err(|_| ApiError::Unreachable)?;
    check(&request.send().await.map_err(|_| ApiError::Unreachable)?)
}

pub async fn sign_out() -> Result<(), ApiError> {
    let response = Request::post("/api/sign-out")
        .send()
        .await
        .map_err(|_| ApiError::Unreachable)?;
    storage::forget_answers();
    match check(&response) {
        Err(ApiError::NotSignedIn) => Ok(()),
        other => other,
    }
}

fn sign_in_path(token: &str) -> String {
    format!("/api/sign-in/{}", encode(token))
}

fn encode(part: &str) -> String {
    js_sys::encode_uri_component(part).into()
}

async fn get<T: Serialize + DeserializeOwned>(path: &str) -> Result<T, ApiError> {
    let answer = match Request::get(path).send().await {
        Ok(response) => read(response).await,
        Err(_) => Err(ApiError::Unreachable),
    };
    match &answer {
        Ok(answer) => storage::keep_answer(path, answer),
        Err(ApiError::Unreachable) => {
            return storage::kept_answer(path).ok_or(ApiError::Unreachable);
        }
        Err(ApiError::NotSignedIn) => storage::forget_answers(),
        Err(ApiError::NotAllowed | ApiError::NotFound) => storage::forget_answer(path),
        Err(ApiError::Broken(_)) => {}
    }
    answer
}

async fn read<T: for<'de> Deserialize<'de>>(response: Response) -> Result<T, ApiError> {
    check(&response)?;
    if response.status() == NO_CONTENT {
        return Err(ApiError::NotSignedIn); // only the session is ever empty: nobody is signed in
    }
    response
        .json()
        .await
        .map_err(|_| ApiError::Broken(response.status()))
}

/// 404 and 410 alike mean "not here"; 502 to 504 come from something in front of a server that is away.
pub fn check(response: &Response) -> Result<(), ApiError> {
    match response.status() {
        200..=299 => Ok(()),
        401 => Err(ApiError::NotSignedIn),
        403 => Err(ApiError::NotAllowed),
        404 | 410 => Err(ApiError::NotFound),
        502..=504 => Err(ApiError::Unreachable),
        status => Err(ApiError::Broken(status)),
    }
}
