//! Who is asking: a session cookie (browsers) or a bearer token (tools), for HTTP and WebSockets alike; and whether
//! the request comes from our own pages.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use shared::id::{DeviceId, MeetingId, ProgrammeId};
use shared::meeting::Meeting;
use shared::programme::Person;
use shared::rights::{self, Act, Lock, MeetingSettings, Standing};
use shared::time::{DAY_MS, MINUTE_MS, Timestamp};
use shared::view::Change;

use super::error::ApiError;
use crate::app::App;
use crate::clock;
use crate::config::PublicUrl;
use crate::secret::{Token, TokenHash};
use crate::store::StoreError;
use crate::store::audit::{AuditBody, NewAudit};
use crate::store::sessions::{Rotation, SessionKind, Shown, StoredSession};
use crate::store::writer::Write;

/// The one who asks, by a session that is good now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    pub person: Person,
    pub programme: ProgrammeId,
    pub device: DeviceId,
    /// The only meeting that is open to somebody who was let in.
    pub scope: Option<MeetingId>,
    pub expires_at: Timestamp,
}

impl Asker {
    /// What stands in the way of doing something in the programme, outside any meeting.
    pub fn lock(&self, act: Act) -> Option<Lock> {
        match &self.scope {
            Some(_) => Some(Lock::Role),
            None => rights::lock(
                &Standing::outside(self.person.role),
                &MeetingSettings::default(),
                act,
            ),
        }
    }

    /// What stands in the way of doing something in a meeting of the asker's programme now. Somebody who was let in has
    /// shown nothing but their face: they reach that meeting only, and manage nothing and receive nobody in it.
    pub fn lock_in(&self, meeting: &Meeting, act: Act) -> Option<Lock> {
        // A rehearsal is for whoever began it.
        let is_anothers =
            meeting.rehearsal_of.is_some() && meeting.participant(&self.person.id).is_none();
        let is_out_of_reach = match &self.scope {
            None => is_anothers,
            Some(scope) => {
                *scope != meeting.id
                    || matches!(
                        act,
                        Act::ReceivePeople
                            | Act::ManageMeeting
                            | Act::ManageProgramme
                            | Act::ReadAudit
                    )
            }
        };
        if is_out_of_reach {
            return Some(Lock::Role);
        }
        meeting.lock(&self.person, act)
    }

    pub fn may_in(&self, meeting: &Meeting, act: Act) -> bool {
        self.lock_in(meeting, act).is_none()
    }

    pub fn require(&self, act: Act) -> Result<(), ApiError> {
        self.lock(act)
            .map_or(Ok(()), |lock| Err(ApiError::Locked(lock)))
    }

    pub fn require_in(&self, meeting: &Meeting, act: Act) -> Result<(), ApiError> {
        self.lock_in(meeting, act)
            .map_or(Ok(()), |lock| Err(ApiError::Locked(lock)))
    }
}

impl Asker {
    /// A line of the log of changes: what the asker does now, and to whom or what.
    pub fn audit(&self, change: Change, subject: &str, about: &str) -> NewAudit {
        NewAudit {
            id: clock::new_id(),
            programme: self.programme.clone(),
            at: clock::now(),
            by: Some(self.person.id.clone()),
            subject: Some(subject.to_owned()),
            body: AuditBody {
                change,
                about: about.to_owned(),
                details: Vec::new(),
            },
        }
    }
}

/// What a request shows to say who is asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Credentials {
    kind: SessionKind,
    token: TokenHash,
}

impl FromRequestParts<App> for Asker {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        find_asker(app, &parts.headers)
            .await?
            .ok_or(ApiError::NotSignedIn)
    }
}

/// With `__Host-` the browser itself sees to it that only this host sets the cookie, over https.
pub fn cookie_name(public_url: &PublicUrl) -> &'static str {
    if public_url.is_https() {
        "__Host-samling"
    } else {
        "samling"
    }
}

/// Whether the request says at all who is asking.
pub fn brings_credentials(headers: &HeaderMap, public_url: &PublicUrl) -> bool {
    credentials(headers, cookie_name(public_url)).is_some()
}

pub async fn find_asker(app: &App, headers: &HeaderMap) -> Result<Option<Asker>, StoreError> {
    let Some(Credentials { kind, token }) = credentials(headers, cookie_name(&app.public_url))
    else {
        return Ok(None);
    };
    let now = clock::now();
    let Some(session) = app.store.find_session(token, kind, now).await? else {
        return Ok(None);
    };
    if session.shown == Shown::CurrentAtFirst || session.last_seen_at.plus_ms(MINUTE_MS) <= now {
        let mark = Write::MarkSeen {
            session: session.id.clone(),
            shown: session.shown,
            at: now,
        };
        if let Err(error) = app.store.write(mark).await {
            // Reading goes on when the disk is full.
            tracing::warn!(%error, "when a session was last seen is not stored");
        }
    }
    Ok(Some(asker(session)))
}

/// Somebody who is connected, as they are now; none when their session is over.
pub async fn find_again(app: &App, device: &DeviceId) -> Result<Option<Asker>, StoreError> {
    let session = app.store.find_device(device, clock::now()).await?;
    Ok(session.map(asker))
}

fn asker(session: StoredSession) -> Asker {
    Asker {
        person: session.person,
        programme: session.programme,
        device: session.id,
        scope: session.scope,
        expires_at: session.expires_at,
    }
}

/// A new token for a browser whose token is old, as a cookie. None for tools, and while a change is under way.
pub async fn renew(app: &App, headers: &HeaderMap) -> Result<Option<HeaderValue>, StoreError> {
    let Some(Credentials { kind, token }) = credentials(headers, cookie_name(&app.public_url))
    else {
        return Ok(None);
    };
    let now = clock::now();
    let found = app.store.find_session(token, kind, now).await?;
    let Some(session) = found.filter(|_| kind == SessionKind::Cookie) else {
        return Ok(None);
    };
    let is_due = match session.shown {
        Shown::Current => session.rotated_at.plus_ms(DAY_MS) <= now,
        // The answer with the new token was lost on the way.
        Shown::BeforeChange => session.rotated_at.plus_ms(MINUTE_MS) <= now,
        Shown::CurrentAtFirst | Shown::Going => false,
    };
    if !is_due {
        return Ok(None);
    }
    let new = Token::random();
    let rotation = Rotation {
        session: session.id,
        shown: token,
        new: new.hash(),
        rotated_at: session.rotated_at,
        at: now,
    };
    let is_done = app.store.write(Write::RotateSession(rotation)).await?;
    let max_age_ms = session
        .is_remembered
        .then_some(session.expires_at.0 - now.0);
    let cookie = cookie(&app.public_url, &new.to_string(), max_age_ms);
    Ok(is_done.then_some(cookie))
}

/// Without a `max_age_ms` the cookie ends with the browser.
pub fn cookie(public_url: &PublicUrl, token: &str, max_age_ms: Option<i64>) -> HeaderValue {
    let name = cookie_name(public_url);
    let secure = if public_url.is_https() {
        "; Secure"
    } else {
        ""
    };
    let max_age = max_age_ms.map_or_else(String::new, |ms| format!("; Max-Age={}", ms / 1_000));
    let cookie = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{max_age}");
    HeaderValue::try_from(cookie).expect("a token is base64url")
}

/// A request that names an origin must name ours; one that shows a cookie must name it. Browsers always do when it
/// matters, and a page elsewhere cannot forge it.
pub fn comes_from_our_pages(headers: &HeaderMap, public_url: &PublicUrl) -> bool {
    match headers.get(ORIGIN) {
        Some(origin) => origin.as_bytes() == public_url.origin().as_bytes(),
        None => !matches!(
            credentials(headers, cookie_name(public_url)),
            Some(Credentials {
                kind: SessionKind::Cookie,
                ..
            })
        ),
    }
}

/// Guards every request that could change something.
pub async fn require_own_origin(
    State(app): State<App>,
    request: Request,
    next: Next,
) -> Result<Response, ApiError> {
    let is_safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if !is_safe && !comes_from_our_pages(request.headers(), &app.public_url) {
        return Err(ApiError::WrongOrigin);
    }
    Ok(next.run(request).await)
}

fn credentials(headers: &HeaderMap, cookie_name: &str) -> Option<Credentials> {
    let shown = |kind, token| {
        let token = TokenHash::of(token);
        Some(Credentials { kind, token })
    };
    let bearer = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| {
            let (scheme, token) = value.split_once(' ')?;
            scheme
                .eq_ignore_ascii_case("bearer")
                .then_some(token.trim())
        });
    if let Some(token) = bearer {
        return shown(SessionKind::Bearer, token);
    }
    let cookies = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let pairs = cookies
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let mut own = pairs.filter(|(name, _)| *name == cookie_name);
    own.next()
        .and_then(|(_, token)| shown(SessionKind::Cookie, token))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn a_token_is_found_where_it_belongs() {
        let token = TokenHash::of("abc");
        for (pairs, expected) in [
            (
                &[("authorization", "Bearer abc")][..],
                Some((SessionKind::Bearer, token)),
            ),
            (
                &[("authorization", "bearer  abc")],
                Some((SessionKind::Bearer, token)),
            ),
            (&[("authorization", "Basic abc")], None),
            (
                &[("cookie", "other=1; samling=abc")],
                Some((SessionKind::Cookie, token)),
            ),
            (&[("cookie", "__Host-samling=abc")], None),
            (&[("cookie", "samling")], None),
            (
                &[("cookie", "samling=x"), ("authorization", "Bearer abc")],
                Some((SessionKind::Bearer, token)),
            ),
            (&[], None),
        ] {
            let found = credentials(&headers(pairs), "samling");
            assert_eq!(
                found.map(|found| (found.kind, found.token)),
                expected,
                "{pairs:?}"
            );
        }
    }

    #[test]
    fn only_our_own_pages_may_change_something() {
        let public_url = "https://samling.no".parse().unwrap();
        for (pairs, expected) in [
            (&[][..], true),
            (&[("origin", "https://samling.no")], true),
            (&[("origin", "http://samling.no")], false),
            (&[("origin", "https://samling.no:8443")], false),
            (&[("origin", "null")], false),
            (&[("cookie", "__Host-samling=a")], false),
            (
                &[
                    ("cookie", "__Host-samling=a"),
                    ("origin", "https://samling.no"),
                ],
                true,
            ),
            (
                &[("authorization", "Bearer a"), ("origin", "https://else.no")],
                false,
            ),
            (&[("authorization", "Bearer a")], true),
        ] {
            assert_eq!(
                comes_from_our_pages(&headers(pairs), &public_url),
                expected,
                "{pairs:?}"
            );
        }
    }
}
