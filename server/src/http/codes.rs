//! Signing in by a code that was mailed. Nothing here says whether an address is known.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use shared::view::{CodeAnswer, CodeRequest, CodeSent, SessionView, SignInWay, SignInWays};

use super::address::ClientNetwork;
use super::error::ApiError;
use super::sign_in::{browser_entry, session_cookie};
use crate::app::App;
use crate::clock;
use crate::codes::{self, Guess};
use crate::secret::TokenHash;
use crate::sign_in::{Remember, new_session};
use crate::store::codes::CodeUse;
use crate::store::writer::Write;

/// The longest address that mail can reach (RFC 5321).
const MAX_EMAIL: usize = 254;

/// `GET /api/sign-in-ways`
pub async fn ways() -> Json<SignInWays> {
    Json(SignInWays { provider: None })
}

/// `POST /api/sign-in/request`
pub async fn request(
    State(app): State<App>,
    ClientNetwork(network): ClientNetwork,
    body: Result<Json<CodeRequest>, JsonRejection>,
) -> Result<(StatusCode, Json<CodeSent>), ApiError> {
    let Json(CodeRequest { email }) = body?;
    app.doors.requests.pass(&network)?;
    let email = email.trim().to_lowercase();
    let email = if email.len() > MAX_EMAIL {
        String::new()
    } else {
        email
    };
    app.doors.mails.pass(&email)?;
    let receivers = app.store.load_receivers(&email).await?;
    let sent = codes::send(&app, receivers).await?;
    Ok((StatusCode::ACCEPTED, Json(sent)))
}

/// `POST /api/sign-in/code`
pub async fn answer(
    State(app): State<App>,
    ClientNetwork(network): ClientNetwork,
    headers: HeaderMap,
    body: Result<Json<CodeAnswer>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(CodeAnswer {
        request,
        code,
        remember,
    }) = body?;
    app.doors.guesses.listen_to(network)?;
    let now = clock::now();
    let person = match codes::look_at(&app, &request, &code, now).await? {
        Guess::Right(person) => person,
        Guess::Wrong { tries_left } => {
            app.doors.guesses.count_wrong(network);
            return Err(ApiError::WrongCode { tries_left });
        }
        Guess::TooManyTries => return Err(ApiError::TooManyTries),
        Guess::Over => {
            app.doors.guesses.count_wrong(network);
            return Err(ApiError::CodeExpired);
        }
    };
    let found = app.store.find_person(&person).await?;
    let (person, programme) = found.ok_or(ApiError::CodeExpired)?;
    let programme = app.store.load_programme(&programme).await?;
    let entry = browser_entry(&headers, SignInWay::Code, Remember::from(remember));
    let (token, session) = new_session(person.id.clone(), entry, now);
    let cookie = session_cookie(&app, &token, &session);
    let spent = CodeUse {
        request: TokenHash::of(&request),
        person: person.id.clone(),
        at: now,
    };
    if !app.store.write(Write::SpendCode { spent, session }).await? {
        return Err(ApiError::CodeExpired);
    }
    let view = SessionView { person, programme };
    Ok(([(SET_COOKIE, cookie)], Json(view)).into_response())
}
