//! The one place where errors become HTTP: `application/problem+json` with a stable code and one sentence.
//! Internal causes are logged here, once, and never sent.

use std::borrow::Cow;

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use shared::plan::docket;
use shared::proceedings::refusal::{Refusal, RefusalKind};
use shared::rights::Lock;
use shared::view::{Problem, ProblemDetail};

use crate::limits::Wait;
use crate::store::StoreError;

#[derive(Debug)]
pub enum ApiError {
    NotSignedIn,
    NotAllowed,
    Locked(Lock),
    /// A rule of the meeting said no.
    Refused(Refusal),
    /// A rule about plans said no.
    PlanRefused(docket::refusal::Refusal),
    WrongOrigin,
    NotFound,
    MeetingUnknown,
    PlanUnknown,
    /// There is a Handlingsplan for the year.
    PlanExists,
    /// There is no plan of the year before to begin from.
    NoLastPlan,
    LinkUnknown,
    LinkUsedOrExpired,
    // Doors.
    WrongCode {
        tries_left: u32,
    },
    CodeExpired,
    TooManyTries,
    TooManyRequests(Wait),
    NoEmail,
    MeetingNotOpen,
    NotAdmittedYet,
    /// What somebody wrote cannot be stored as it is.
    Invalid(ProblemDetail),
    RoomNotReady,
    KnockOver,
    MethodNotAllowed,
    NotAWebSocket,
    BodyTooLarge,
    BodyNotUnderstood,
    // ---- the house ----
    /// Somebody else was quicker.
    ChangedMeanwhile,
    /// Somebody has given a score on it.
    FormInUse,
    MailFolder(std::io::Error),
    Storage(StoreError),
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::Storage(error)
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotAllowed(lock) => Self::Locked(lock),
            refusal => Self::Refused(refusal),
        }
    }
}

impl From<docket::refusal::Refusal> for ApiError {
    fn from(refusal: docket::refusal::Refusal) -> Self {
        match refusal {
            docket::refusal::Refusal::NotAllowed(lock) => Self::Locked(lock),
            refusal => Self::PlanRefused(refusal),
        }
    }
}

impl From<Wait> for ApiError {
    fn from(wait: Wait) -> Self {
        Self::TooManyRequests(wait)
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::BodyTooLarge,
            _ => Self::BodyNotUnderstood,
        }
    }
}

impl From<PathRejection> for ApiError {
    fn from(_: PathRejection) -> Self {
        Self::NotFound
    }
}

impl ApiError {
    /// A stable word for programs.
    fn code(&self) -> (StatusCode, Cow<'static, str>) {
        let (status, code) = match self {
            Self::Refused(refusal) => return (status_of(refusal.kind()), refusal.code().into()),
            Self::PlanRefused(refusal) => {
                return (status_of(refusal.kind()), refusal.code().into());
            }
            Self::NotSignedIn => (StatusCode::UNAUTHORIZED, "not-signed-in"),
            Self::NotAllowed => (StatusCode::FORBIDDEN, "not-allowed"),
            Self::Locked(_) => (StatusCode::FORBIDDEN, "locked"),
            Self::WrongOrigin => (StatusCode::FORBIDDEN, "wrong-origin"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found"),
            Self::MeetingUnknown => (StatusCode::NOT_FOUND, "meeting-unknown"),
            Self::PlanUnknown => (StatusCode::NOT_FOUND, "plan-unknown"),
            Self::PlanExists => (StatusCode::CONFLICT, "plan-exists"),
            Self::NoLastPlan => (StatusCode::CONFLICT, "no-last-plan"),
            Self::LinkUnknown => (StatusCode::NOT_FOUND, "link-unknown"),
            Self::LinkUsedOrExpired => (StatusCode::GONE, "link-used-or-expired"),
            Self::WrongCode { .. } => (StatusCode::FORBIDDEN, "wrong-code"),
            Self::CodeExpired => (StatusCode::GONE, "code-expired"),
            Self::TooManyTries => (StatusCode::TOO_MANY_REQUESTS, "too-many-tries"),
            Self::TooManyRequests(_) => (StatusCode::TOO_MANY_REQUESTS, "too-many-requests"),
            Self::NoEmail => (StatusCode::CONFLICT, "no-email"),
            Self::MeetingNotOpen => (StatusCode::CONFLICT, "meeting-not-open"),
            Self::NotAdmittedYet => (StatusCode::CONFLICT, "not-admitted-yet"),
            Self::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            Self::RoomNotReady => (StatusCode::SERVICE_UNAVAILABLE, "room-not-ready"),
            Self::KnockOver => (StatusCode::GONE, "knock-over"),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed"),
            Self::NotAWebSocket => (StatusCode::UPGRADE_REQUIRED, "not-a-websocket"),
            Self::BodyTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "body-too-large"),
            Self::BodyNotUnderstood => (StatusCode::UNPROCESSABLE_ENTITY, "body-not-understood"),
            Self::ChangedMeanwhile => (StatusCode::CONFLICT, "changed-meanwhile"),
            Self::FormInUse => (StatusCode::CONFLICT, "form-in-use"),
            Self::MailFolder(_) => (StatusCode::INTERNAL_SERVER_ERROR, "mails-unreadable"),
            Self::Storage(_) => (StatusCode::INTERNAL_SERVER_ERROR, "storage-failed"),
        };
        (status, code.into())
    }

    /// One sentence for people.
    fn title(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "You are not signed in.",
            Self::NotAllowed | Self::Locked(_) => "You may not do this.",
            Self::PlanRefused(_) => "The rules about plans say no; the code says which.",
            Self::Refused(_) => "The meeting's rules say no; the code says which.",
            Self::WrongOrigin => "The request does not come from this server's own pages.",
            Self::NotFound => "There is nothing at this address.",
            Self::MeetingUnknown => "There is no meeting with this id or code.",
            Self::PlanUnknown => "There is no plan with this id.",
            Self::PlanExists => "There is a plan for this year already.",
            Self::NoLastPlan => "There is no plan of the year before to begin from.",
            Self::LinkUnknown => "There is no such sign-in link.",
            Self::LinkUsedOrExpired => "This sign-in link has been used or is too old.",
            Self::WrongCode { .. } => "This is not the code.",
            Self::CodeExpired => "This code has been used or is too old; ask for a new one.",
            Self::TooManyTries => "The code was wrong too often; ask for a new one.",
            Self::TooManyRequests(_) => "That was too often; try again in a moment.",
            Self::NoEmail => "There is no e-mail address to send a code to.",
            Self::MeetingNotOpen => "The meeting is not open yet, or it is over.",
            Self::NotAdmittedYet => "Nobody has answered yet.",
            Self::Invalid(_) => "This cannot be stored as it is written.",
            Self::RoomNotReady => "The room is not open yet; try again in a moment.",
            Self::KnockOver => "This knock was refused, used, or is too old.",
            Self::MethodNotAllowed => "This address does not take that method.",
            Self::NotAWebSocket => "This address speaks WebSocket only.",
            Self::BodyTooLarge => "The request is too large.",
            Self::BodyNotUnderstood => "The request's JSON is not what is expected.",
            Self::FormInUse => "Somebody has given a score on this form, so it stays as it is.",
            Self::ChangedMeanwhile => "Somebody else has changed this meanwhile; look at it again.",
            Self::MailFolder(_) => "The folder with the mails cannot be read.",
            Self::Storage(_) => "The server could not read or store this; try again.",
        }
    }
}

impl ApiError {
    /// What a page needs to say it in the reader's language.
    fn detail(&self) -> Option<ProblemDetail> {
        match self {
            Self::Locked(lock) => Some(ProblemDetail::Lock(*lock)),
            Self::Invalid(detail) => Some(detail.clone()),
            Self::WrongCode { tries_left } => Some(ProblemDetail::TriesLeft(*tries_left)),
            Self::TooManyRequests(wait) => Some(ProblemDetail::RetryInS(wait.seconds())),
            _ => None,
        }
    }
}

fn status_of(kind: RefusalKind) -> StatusCode {
    match kind {
        RefusalKind::Forbidden => StatusCode::FORBIDDEN,
        RefusalKind::Conflict => StatusCode::CONFLICT,
        RefusalKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Self::Storage(error) = &self {
            tracing::error!(%error, "a request failed");
        }
        if let Self::MailFolder(error) = &self {
            tracing::error!(%error, "the folder with the mails cannot be read");
        }
        let (status, code) = self.code();
        let problem = Problem {
            code: code.into_owned(),
            title: self.title().into(),
            status: status.as_u16(),
            detail: self.detail(),
        };
        let mut response = (status, Json(problem)).into_response();
        let problem_json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(CONTENT_TYPE, problem_json);
        response
    }
}
