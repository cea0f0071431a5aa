//! Signing in by personal link and out again. Mail scanners open links, so reading one spends nothing; the button on
//! the page it shows does.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared::view::{SessionView, SignInView};

use super::auth::{Asker, cookie_name};
use super::error::ApiError;
use crate::app::App;
use crate::clock;
use crate::config::PublicUrl;
use crate::secret::{Token, TokenHash};
use crate::sign_in::{Remember, new_session};
use crate::store::sessions::{NewSession, SessionKind};
use crate::store::writer::Write;

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

#[derive(Debug, Deserialize)]
pub struct SpendBody {
    remember: bool,
}

/// `GET /api/session`
pub async fn session(State(app): State<App>, asker: Asker) -> Result<Json<SessionView>, ApiError> {
    let programme = app.store.load_programme(&asker.programme).await?;
    Ok(Json(SessionView { person: asker.person, programme }))
}

/// `GET /api/sign-in/{token}`
pub async fn link(State(app): State<App>, Path(token): Path<String>) -> Result<Json<SignInView>, ApiError> {
    let link = app.store.find_link(TokenHash::of(&token), clock::now()).await?.ok_or(ApiError::LinkUnknown)?;
    if !link.is_usable {
        return Err(ApiError::LinkUsedOrExpired);
    }
    let (person, programme) = app.store.find_person(&link.person).await?.ok_or(ApiError::LinkUsedOrExpired)?;
    let programme_name = app.store.load_programme(&programme).await?.name;
    Ok(Json(SignInView { person, programme_name }))
}

/// `POST /api/sign-in/{token}`
pub async fn spend(
    State(app): State<App>,
    Path(token): Path<String>,
    body: Result<Json<SpendBody>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(SpendBody { remember }) = body?;
    let remember = if remember { Remember::Yes } else { Remember::No };
    let (now, link_token) = (clock::now(), TokenHash::of(&token));
    let link = app.store.find_link(link_token, now).await?.ok_or(ApiError::LinkUnknown)?;
    let (person, programme) = app.store.find_person(&link.person).await?.ok_or(ApiError::LinkUsedOrExpired)?;
    let programme = app.store.load_programme(&programme).await?;

    let (token, session) = new_session(link.person, SessionKind::Cookie, remember, now);
    let cookie = cookie(&app.public_url, &token, &session, remember);
    if !app.store.write(Write::SpendLink { link: link_token, session }).await? {
        return Err(ApiError::LinkUsedOrExpired);
    }
    Ok(([(SET_COOKIE, cookie)], Json(SessionView { person, programme })).into_response())
}

/// `DELETE /api/session` and `POST /api/sign-out`: ends the session and its sockets, on this device only.
pub async fn sign_out(State(app): State<App>, asker: Asker) -> Result<Response, ApiError> {
    app.store.write(Write::EndSession { session: asker.session }).await?;
    drop(app.sign_outs.send(asker.session)); // an error only says that no socket is open
    let forget = format!("{}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{}", cookie_name(&app.public_url), secure(&app));
    let headers = [
        (SET_COOKIE, HeaderValue::try_from(forget).expect("fixed words are visible ASCII")),
        (CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\"")),
    ];
    Ok((StatusCode::NO_CONTENT, headers).into_response())
}

fn secure(app: &App) -> &'static str {
    if app.public_url.is_https() { "; Secure" } else { "" }
}

/// Without `Max-Age` the cookie ends with the browser.
fn cookie(public_url: &PublicUrl, token: &Token, session: &NewSession, remember: Remember) -> HeaderValue {
    let mut cookie = format!("{}={token}; Path=/; HttpOnly; SameSite=Lax", cookie_name(public_url));
    if public_url.is_https() {
        cookie.push_str("; Secure");
    }
    if remember == Remember::Yes {
        let seconds = (session.expires_at.0 - session.created_at.0) / 1_000;
        cookie.push_str(&format!("; Max-Age={seconds}"));
    }
    HeaderValue::try_from(cookie).expect("a token is base64url")
}
