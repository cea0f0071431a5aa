//! Knocks on a meeting's door: what became of one's own, going through the door, and answering those of others.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use shared::id::{KnockId, MeetingId, PersonId};
use shared::lobby::{Knock, Knocker};
use shared::meeting::Meeting;
use shared::programme::Person;
use shared::rights::{Act, Role};
use shared::time::{DAY_MS, MINUTE_MS, Timestamp};
use shared::view::{
    Change, DeviceKind, KnockAnswer, KnockState, KnockView, SessionView, SignInWay,
};

use super::auth::Asker;
use super::error::ApiError;
use super::join::KNOCK_MS;
use super::sign_in::{browser_entry, session_cookie};
use crate::app::App;
use crate::clock;
use crate::secret::TokenHash;
use crate::sign_in::{Remember, new_session};
use crate::store::knocks::{Admission, KnockReply, Newcomer, StoredKnock};
use crate::store::sessions::NewSession;
use crate::store::writer::Write;

/// How long the same knock goes in again, in case the answer was lost on the way.
const AGAIN_MS: i64 = MINUTE_MS;
/// How long after a meeting's last day somebody who was let in can still read it.
const AFTER_MS: i64 = 14 * DAY_MS;

/// `GET /api/knocks/{token}`
pub async fn look(
    State(app): State<App>,
    token: Result<Path<String>, PathRejection>,
) -> Result<Json<KnockView>, ApiError> {
    let Path(token) = token?;
    let knock = find(&app, &token).await?;
    let state = match (&knock.admitted, knock.is_answered) {
        (Some(_), _) => KnockState::Admitted,
        (None, true) => KnockState::Refused,
        (None, false) => KnockState::Waiting,
    };
    let phrase = knock.knock.phrase;
    Ok(Json(KnockView { state, phrase }))
}

/// `POST /api/knocks/{token}`
pub async fn enter(
    State(app): State<App>,
    headers: HeaderMap,
    token: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(token) = token?;
    let knock = find(&app, &token).await?;
    let person = match (knock.admitted, knock.is_answered) {
        (Some(person), _) => person,
        (None, true) => return Err(ApiError::KnockOver),
        (None, false) => return Err(ApiError::NotAdmittedYet),
    };
    let found = app.store.find_person(&person).await?;
    let (person, programme) = found.ok_or(ApiError::KnockOver)?;
    let found = app.store.find_meeting(&programme, knock.meeting.as_str());
    let meeting = found.await?.ok_or(ApiError::KnockOver)?;
    let programme = app.store.load_programme(&programme).await?;
    let now = clock::now();
    let mut entry = browser_entry(&headers, SignInWay::Knock, Remember::No);
    if person.role == Role::Projector {
        entry.device = DeviceKind::Screen;
    }
    let (session_token, session) = new_session(person.id.clone(), entry, now);
    let session = NewSession {
        expires_at: last_moment(&meeting, now),
        meeting: Some(meeting.id),
        // The browser of a phone may be closed during a break.
        is_remembered: true,
        ..session
    };
    let cookie = session_cookie(&app, &session_token, &session);
    let enter = Write::EnterByKnock {
        token: TokenHash::of(&token),
        again_since: Timestamp(now.0 - AGAIN_MS),
        session,
    };
    if !app.store.write(enter).await? {
        return Err(ApiError::KnockOver);
    }
    let view = SessionView { person, programme };
    Ok(([(SET_COOKIE, cookie)], Json(view)).into_response())
}

/// `POST /api/meetings/{meeting}/knocks/{knock}`
pub async fn reply(
    State(app): State<App>,
    asker: Asker,
    path: Result<Path<(MeetingId, KnockId)>, PathRejection>,
    body: Result<Json<KnockAnswer>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    let (Path((meeting, knock)), Json(KnockAnswer { admit })) = (path?, body?);
    let found = app.store.find_meeting(&asker.programme, meeting.as_str());
    let meeting = found.await?.ok_or(ApiError::MeetingUnknown)?;
    asker.require_in(&meeting, Act::ReceivePeople)?;
    let now = clock::now();
    let waiting = app.store.load_waiting_knocks(&meeting.id, now).await?;
    let knock = waiting.into_iter().find(|other| other.knock.id == knock);
    let knock = knock.ok_or(ApiError::KnockOver)?.knock;
    let (admitted, change) = if admit {
        let (admission, change) = admission(&asker, &meeting, &knock);
        (Some(admission), change)
    } else {
        (None, Change::Refused)
    };
    let (subject, about) = concerned(&app, &meeting, &knock, admitted.as_ref()).await?;
    let reply = KnockReply {
        knock: knock.id,
        admitted,
        at: now,
        expires_at: now.plus_ms(KNOCK_MS),
        audit: asker.audit(change, &subject, &about),
    };
    if !app
        .store
        .write(Write::ReplyToKnock(Box::new(reply)))
        .await?
    {
        return Err(ApiError::KnockOver);
    }
    // Nobody who is connected may do more or less by that, so nobody has to look.
    app.rooms.touch(&meeting.id);
    Ok(StatusCode::NO_CONTENT)
}

/// A knock that is not too old. An unknown one looks the same from outside.
async fn find(app: &App, token: &str) -> Result<StoredKnock, ApiError> {
    let found = app.store.find_knock_by_token(TokenHash::of(token)).await?;
    found
        .filter(|knock| knock.expires_at > clock::now())
        .ok_or(ApiError::KnockOver)
}

fn admission(asker: &Asker, meeting: &Meeting, knock: &Knock) -> (Admission, Change) {
    let newcomer = |person| Newcomer {
        person,
        programme: asker.programme.clone(),
        meeting: meeting.id.clone(),
    };
    match &knock.knocker {
        Knocker::Person { person } => (Admission::Known(person.clone()), Change::LetIn),
        Knocker::Guest { name, represents } => {
            let guest = Person {
                id: PersonId::parse(&clock::new_id()).expect("a new id is an id"),
                name: name.clone(),
                role: Role::Guest,
                title: None,
                represents: represents.clone(),
            };
            (Admission::Guest(newcomer(guest)), Change::LetIn)
        }
        Knocker::Screen => {
            let screen = Person {
                id: screen_id(&meeting.id),
                name: String::from("Storskjerm"),
                role: Role::Projector,
                title: None,
                represents: None,
            };
            (Admission::Screen(newcomer(screen)), Change::ScreenLetIn)
        }
    }
}

/// The one screen of a meeting; all devices that show it are the same to us.
fn screen_id(meeting: &MeetingId) -> PersonId {
    let hash = TokenHash::of(meeting.as_str());
    let hex = hash
        .as_bytes()
        .iter()
        .take(16)
        .fold(0_u128, |sum, byte| (sum << 8) | u128::from(*byte));
    PersonId::parse(&format!("screen-{hex:032x}")).expect("a word and hex digits are an id")
}

/// Whom the log of changes names, by id and by name. A person's rows lose the name when the person is erased; of a
/// guest who was not let in, who is nobody here, no name is kept.
async fn concerned(
    app: &App,
    meeting: &Meeting,
    knock: &Knock,
    admitted: Option<&Admission>,
) -> Result<(String, String), ApiError> {
    let person = match (&knock.knocker, admitted) {
        (Knocker::Person { person }, _) => {
            let found = app.store.find_person(person).await?;
            found.ok_or(ApiError::KnockOver)?.0
        }
        (Knocker::Guest { .. }, Some(Admission::Guest(newcomer))) => newcomer.person.clone(),
        (Knocker::Guest { .. } | Knocker::Screen, _) => {
            return Ok((meeting.id.to_string(), knock.phrase.clone()));
        }
    };
    Ok((person.id.to_string(), person.name))
}

/// Two weeks after the meeting's last day, and a day from now at the least.
fn last_moment(meeting: &Meeting, now: Timestamp) -> Timestamp {
    let last_day = meeting.last_date.unwrap_or(meeting.date);
    let n_days = last_day
        .since(jiff::civil::date(1970, 1, 1))
        .map_or(0, |span| i64::from(span.get_days()));
    let end = Timestamp((n_days + 1) * DAY_MS + AFTER_MS);
    end.max(now.plus_ms(DAY_MS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::meeting::MeetingKind;

    #[test]
    fn somebody_who_was_let_in_can_read_for_two_weeks_after_the_last_day() {
        let id = MeetingId::parse("psv-2026").unwrap();
        let date = jiff::civil::date(1970, 1, 10);
        let mut meeting = Meeting::new(id, MeetingKind::StatusReview, date, 1);
        assert_eq!(last_moment(&meeting, Timestamp(0)), Timestamp(24 * DAY_MS));
        meeting.last_date = Some(jiff::civil::date(1970, 1, 11));
        assert_eq!(last_moment(&meeting, Timestamp(0)), Timestamp(25 * DAY_MS));
        let late = Timestamp(100 * DAY_MS);
        assert_eq!(last_moment(&meeting, late), Timestamp(101 * DAY_MS));
    }
}
