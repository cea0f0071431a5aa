//! Who is asking: a session cookie (browsers) or a bearer token (tools), for HTTP and WebSockets alike; and whether
//! the request comes from our own pages.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use shared::id::ProgrammeId;
use shared::programme::Person;
use shared::time::{MINUTE_MS, Timestamp};

use super::error::ApiError;
use crate::app::App;
use crate::clock;
use crate::config::PublicUrl;
use crate::secret::TokenHash;
use crate::store::StoreError;
use crate::store::sessions::SessionKind;
use crate::store::writer::Write;

/// The one who asks, by a session that is good now.
#[derive(Debug, Clone)]
pub struct Asker {
    pub person: Person,
    pub programme: ProgrammeId,
    pub credentials: Credentials,
    pub expires_at: Timestamp,
}

/// What a request shows to say who is asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credentials {
    kind: SessionKind,
    pub token: TokenHash,
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
    match credentials(headers, cookie_name(&app.public_url)) {
        Some(credentials) => find_by(app, credentials).await,
        None => Ok(None),
    }
}

/// The one who showed these credentials, if they are good now.
pub async fn find_by(app: &App, credentials: Credentials) -> Result<Option<Asker>, StoreError> {
    let Credentials { kind, token } = credentials;
    let now = clock::now();
    let Some(found) = app.store.find_session(token, kind, now).await? else {
        return Ok(None);
    };
    if found.last_seen_at.plus_ms(MINUTE_MS) <= now {
        let mark = Write::MarkSeen {
            session: token,
            at: now,
        };
        if let Err(error) = app.store.write(mark).await {
            // Reading goes on when the disk is full.
            tracing::warn!(%error, "when a session was last seen is not stored");
        }
    }
    let (person, programme) = (found.person, found.programme);
    Ok(Some(Asker {
        person,
        programme,
        credentials,
        expires_at: found.expires_at,
    }))
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
