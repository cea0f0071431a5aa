//! Signing in with the municipality's own provider: away to it, and back. Both are ordinary page loads, so whatever goes
//! wrong ends on the sign-in page with a word that the page knows.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header::{COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Response};
use serde::Deserialize;
use shared::view::SignInWay;

use super::address::ClientNetwork;
use super::error::ApiError;
use super::sign_in::{browser_entry, session_cookie};
use crate::app::App;
use crate::clock;
use crate::config::PublicUrl;
use crate::oidc::ProviderError;
use crate::oidc::attempt::{Attempt, LocalPath};
use crate::sign_in::{Remember, new_session};
use crate::store::writer::Write;

/// Long enough to find a phone and type a code.
const ATTEMPT_S: u32 = 15 * 60;

#[derive(Debug, Deserialize)]
pub struct Start {
    #[serde(default)]
    to: String,
}

/// What the provider sends back: a code, or an error that says no more than that it did not work.
#[derive(Debug, Deserialize)]
pub struct Back {
    #[serde(default)]
    state: String,
    code: Option<String>,
}

/// Why somebody is back on the sign-in page; the word stands in its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    /// The provider does not answer, or what came back does not hold.
    Provider,
    /// The provider knows the person, and we do not.
    Unknown,
}

/// `GET /oidc/start?to=PATH`
pub async fn start(
    State(app): State<App>,
    ClientNetwork(network): ClientNetwork,
    query: Result<Query<Start>, QueryRejection>,
) -> Result<Response, ApiError> {
    let provider = app.provider.as_ref().ok_or(ApiError::NotFound)?;
    if app.doors.requests.pass(&network).is_err() {
        return Ok(refuse(&app.public_url, Trouble::Provider));
    }
    let to = query
        .ok()
        .and_then(|Query(start)| LocalPath::parse(&start.to))
        .unwrap_or_else(LocalPath::home);
    let (url, attempt) = match provider.begin(to).await {
        Ok(begun) => begun,
        Err(error) => {
            tracing::warn!(%error, "nobody can be sent to the sign-in provider");
            return Ok(refuse(&app.public_url, Trouble::Provider));
        }
    };
    let cookie = attempt_cookie(&app.public_url, &attempt.to_cookie(), ATTEMPT_S);
    Ok(go(&url, [cookie]))
}

/// `GET /oidc/back`
pub async fn back(
    State(app): State<App>,
    ClientNetwork(network): ClientNetwork,
    headers: HeaderMap,
    query: Result<Query<Back>, QueryRejection>,
) -> Result<Response, ApiError> {
    let provider = app.provider.as_ref().ok_or(ApiError::NotFound)?;
    let attempt = find_attempt(&headers, &app.public_url);
    let (Some(attempt), Ok(Query(Back { state, code }))) = (attempt, query) else {
        return Ok(refuse(&app.public_url, Trouble::Provider));
    };
    let Some(code) = code.filter(|_| attempt.is_answered_by(&state)) else {
        return Ok(refuse(&app.public_url, Trouble::Provider));
    };
    if app.doors.requests.pass(&network).is_err() {
        return Ok(refuse(&app.public_url, Trouble::Provider));
    }
    match provider.finish(&attempt, &code).await {
        Ok(address) => let_in(&app, &headers, &attempt, &address).await,
        Err(error) => {
            tracing::warn!(%error, "somebody could not sign in with the provider");
            let trouble = match error {
                ProviderError::NoAddress => Trouble::Unknown,
                ProviderError::Unavailable(_) | ProviderError::Untrue(_) => Trouble::Provider,
            };
            Ok(refuse(&app.public_url, trouble))
        }
    }
}

/// Opens a session for the person with this address. Of several, in several programmes, the one seen last.
async fn let_in(
    app: &App,
    headers: &HeaderMap,
    attempt: &Attempt,
    address: &str,
) -> Result<Response, ApiError> {
    let Some(person) = app.store.find_person_by_address(address).await? else {
        return Ok(refuse(&app.public_url, Trouble::Unknown));
    };
    let entry = browser_entry(headers, SignInWay::Provider, Remember::No);
    let (token, session) = new_session(person, entry, clock::now());
    let cookie = session_cookie(app, &token, &session);
    app.store.write(Write::CreateSession(session)).await?;
    let cookies = [cookie, attempt_cookie(&app.public_url, "", 0)];
    Ok(go(attempt.to.as_str(), cookies))
}

fn refuse(public_url: &PublicUrl, trouble: Trouble) -> Response {
    let page = match trouble {
        Trouble::Provider => "/logg-inn?feil=tilbyder",
        Trouble::Unknown => "/logg-inn?feil=ukjent",
    };
    go(page, [attempt_cookie(public_url, "", 0)])
}

fn go<const N: usize>(url: &str, cookies: [HeaderValue; N]) -> Response {
    let Ok(url) = HeaderValue::try_from(url) else {
        tracing::warn!("the sign-in provider's address is no address");
        return ApiError::NotFound.into_response();
    };
    let cookies = AppendHeaders(cookies.map(|cookie| (SET_COOKIE, cookie)));
    (StatusCode::SEE_OTHER, [(LOCATION, url)], cookies).into_response()
}

fn attempt_cookie_name(public_url: &PublicUrl) -> &'static str {
    if public_url.is_https() {
        "__Host-samling-oidc"
    } else {
        "samling-oidc"
    }
}

fn attempt_cookie(public_url: &PublicUrl, value: &str, max_age_s: u32) -> HeaderValue {
    let name = attempt_cookie_name(public_url);
    let secure = if public_url.is_https() {
        "; Secure"
    } else {
        ""
    };
    let cookie =
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age={max_age_s}");
    HeaderValue::try_from(cookie).expect("an attempt is base64url and dots")
}

fn find_attempt(headers: &HeaderMap, public_url: &PublicUrl) -> Option<Attempt> {
    let name = attempt_cookie_name(public_url);
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .and_then(|(_, value)| Attempt::from_cookie(value))
}
