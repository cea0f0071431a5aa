//! The ways in as typed calls. What they answer is never kept on the device: it is about somebody who is not in yet.

use shared::id::PersonId;
use shared::lobby::Knocker;
use shared::view::{
    CodeAnswer, CodeRequest, CodeSent, JoinCodeRequest, JoinView, KnockSent, KnockView,
    SessionView, SignInWays,
};

use super::ask::{Failed, get_for, post_for};
use super::{SESSION, encode};
use crate::storage;

pub async fn ways() -> Result<SignInWays, Failed> {
    get_for("/api/sign-in-ways").await
}

/// Mails a link and a code to an address, if it is known.
pub async fn request_code(email: &str) -> Result<CodeSent, Failed> {
    let email = email.to_owned();
    post_for("/api/sign-in/request", &CodeRequest { email }).await
}

/// Spends a code; the browser is signed in when it succeeds.
pub async fn answer_code(request: &str, code: &str, remember: bool) -> Result<SessionView, Failed> {
    let answer = CodeAnswer {
        request: request.to_owned(),
        code: code.to_owned(),
        remember,
    };
    post_for("/api/sign-in/code", &answer).await.map(begun)
}

/// What the six digits of a meeting show.
pub async fn meeting(code: &str) -> Result<JoinView, Failed> {
    get_for(&join_path(code)).await
}

/// Mails a code to somebody on the meeting's list.
pub async fn request_code_for(code: &str, person: &PersonId) -> Result<CodeSent, Failed> {
    let person = person.clone();
    let path = format!("{}/code", join_path(code));
    post_for(&path, &JoinCodeRequest { person }).await
}

/// Asks to be let in.
pub async fn knock(code: &str, knocker: &Knocker) -> Result<KnockSent, Failed> {
    post_for(&format!("{}/knock", join_path(code)), knocker).await
}

pub async fn knock_state(token: &str) -> Result<KnockView, Failed> {
    get_for(&knock_path(token)).await
}

/// Goes through the door that was opened.
pub async fn enter(token: &str) -> Result<SessionView, Failed> {
    let session = post_for(&knock_path(token), &serde_json::json!({})).await;
    session.map(begun)
}

/// Another person may have been here before; `boot.js` knows by the kept session that somebody is.
fn begun(session: SessionView) -> SessionView {
    storage::forget_answers();
    storage::keep_answer(SESSION, &session);
    session
}

fn join_path(code: &str) -> String {
    format!("/api/join/{}", encode(code))
}

fn knock_path(token: &str) -> String {
    format!("/api/knocks/{}", encode(token))
}
