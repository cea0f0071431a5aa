//! Signing in by personal link and out again. Mail scanners open links, so reading one spends nothing; the button on
//! the page it shows does.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared::view::{SessionView, SignInView, SignInWay};

use super::auth::{Asker, brings_credentials, cookie, renew};
use super::devices::device_kind;
use super::error::ApiError;
use crate::app::App;
use crate::clock;
use crate::secret::{Token, TokenHash};
use crate::sign_in::{Entry, Remember, new_session};
use crate::store::sessions::{NewSession, SessionKind};
use crate::store::writer::Write;

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

#[derive(Debug, Deserialize)]
pub struct SpendBody {
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
    let mut response = Json(view).into_response();
    if let Some(cookie) = renew(&app, &headers).await? {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(response)
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
    headers: HeaderMap,
    token: Result<Path<String>, PathRejection>,
    body: Result<Json<SpendBody>, JsonRejection>,
) -> Result<Response, ApiError> {
    let (Path(token), Json(SpendBody { remember })) = (token?, body?);
    let remember = Remember::from(remember);
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

    let entry = browser_entry(&headers, SignInWay::Link, remember);
    let (token, session) = new_session(link.person, entry, now);
    let cookie = session_cookie(&app, &token, &session);
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

/// A browser that signs in.
pub fn browser_entry(headers: &HeaderMap, way: SignInWay, remember: Remember) -> Entry {
    Entry {
        kind: SessionKind::Cookie,
        way,
        device: device_kind(headers),
        remember,
    }
}

/// What a browser that has just signed in keeps.
pub fn session_cookie(app: &App, token: &Token, session: &NewSession) -> HeaderValue {
    let max_age_ms = session
        .is_remembered
        .then_some(session.expires_at.0 - session.created_at.0);
    cookie(&app.public_url, &token.to_string(), max_age_ms)
}

/// `POST /api/sign-out`: ends the session and its sockets, on this device only.
pub async fn sign_out(State(app): State<App>, asker: Asker) -> Result<Response, ApiError> {
    app.end_session(&asker.device, &asker.person.id).await?;
    let headers = [
        (SET_COOKIE, cookie(&app.public_url, "", Some(0))),
        (CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\"")),
    ];
    Ok((StatusCode::NO_CONTENT, headers).into_response())
}
