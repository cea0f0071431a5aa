//! Signing in by personal link and out again. Mail scanners open links, so reading one spends nothing; the button on
//! the page it shows does.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared::view::{DeviceKind, SessionView, SignInView, SignInWay, SignInWays};

use super::auth::{Asker, brings_credentials, cookie_name};
use super::error::ApiError;
use crate::app::{AccessChange, App};
use crate::clock;
use crate::config::PublicUrl;
use crate::secret::TokenHash;
use crate::sign_in::{Remember, new_session};
use crate::store::sessions::SessionKind;
use crate::store::writer::Write;
use utoipa::ToSchema;

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// How to spend a personal link.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SpendBody {
    /// Stay signed in on this device after the browser is closed.
    remember: bool,
}

/// `GET /api/session`: who is asking. 204 for somebody who claims nothing, 401 for a claim that does not hold.
pub async fn session(
    State(app): State<App>,
    headers: HeaderMap,
    asker: Result<Asker, ApiError>,
) -> Result<Response, ApiError> {
    if !brings_credentials(&headers, &app.public_url) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let asker = asker?;
    let programme = app.store.load_programme(&asker.programme).await?;
    let view = SessionView {
        person: asker.person,
        programme,
    };
    Ok(Json(view).into_response())
}

/// `GET /api/sign-in-ways`
pub async fn ways(State(app): State<App>) -> Json<SignInWays> {
    let provider = app.provider_name().map(str::to_owned);
    Json(SignInWays { provider })
}

/// `GET /api/sign-in/{token}`
pub async fn link(
    State(app): State<App>,
    token: Result<Path<String>, PathRejection>,
) -> Result<Json<SignInView>, ApiError> {
    let Path(token) = token?;
    let link = app
        .store
        .find_link(TokenHash::of(&token), clock::now())
        .await?
        .ok_or(ApiError::LinkUnknown)?;
    if !link.is_usable {
        return Err(ApiError::LinkUsedOrExpired);
    }
    let (person, programme) = app
        .store
        .find_person(&link.person)
        .await?
        .ok_or(ApiError::LinkUsedOrExpired)?;
    let programme_name = app.store.load_programme(&programme).await?.name;
    Ok(Json(SignInView {
        person,
        programme_name,
    }))
}

/// `POST /api/sign-in/{token}`
pub async fn spend(
    State(app): State<App>,
    token: Result<Path<String>, PathRejection>,
    body: Result<Json<SpendBody>, JsonRejection>,
) -> Result<Response, ApiError> {
    let (Path(token), Json(SpendBody { remember })) = (token?, body?);
    let remember = if remember {
        Remember::Yes
    } else {
        Remember::No
    };
    let (now, link_token) = (clock::now(), TokenHash::of(&token));
    let link = app
        .store
        .find_link(link_token, now)
        .await?
        .ok_or(ApiError::LinkUnknown)?;
    let (person, programme) = app
        .store
        .find_person(&link.person)
        .await?
        .ok_or(ApiError::LinkUsedOrExpired)?;
    let programme = app.store.load_programme(&programme).await?;

    let (token, session) = new_session(
        link.person,
        SessionKind::Cookie,
        SignInWay::Link,
        DeviceKind::Computer,
        remember,
        now,
    );
    let max_age_s = (session.expires_at.0 - now.0) / 1_000;
    let max_age_s = (remember == Remember::Yes).then_some(max_age_s);
    let cookie = cookie(&app.public_url, &token.to_string(), max_age_s);
    let spend = Write::SpendLink {
        link: link_token,
        session,
    };
    if !app.store.write(spend).await? {
        return Err(ApiError::LinkUsedOrExpired);
    }
    Ok((
        [(SET_COOKIE, cookie)],
        Json(SessionView { person, programme }),
    )
        .into_response())
}

/// `POST /api/sign-out`: ends the session and its sockets, on this device only.
pub async fn sign_out(State(app): State<App>, asker: Asker) -> Result<Response, ApiError> {
    let session = asker.credentials.token;
    app.store.write(Write::EndSession { session }).await?;
    app.announce(AccessChange::SessionEnded(session));
    let headers = [
        (SET_COOKIE, cookie(&app.public_url, "", Some(0))),
        (CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\"")),
    ];
    Ok((StatusCode::NO_CONTENT, headers).into_response())
}

/// Without a `max_age_s` the cookie ends with the browser.
pub(super) fn cookie(public_url: &PublicUrl, token: &str, max_age_s: Option<i64>) -> HeaderValue {
    let name = cookie_name(public_url);
    let secure = if public_url.is_https() {
        "; Secure"
    } else {
        ""
    };
    let max_age = max_age_s.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
    let cookie = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{max_age}");
    HeaderValue::try_from(cookie).expect("a token is base64url")
}
