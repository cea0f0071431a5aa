//! Coming in by a meeting's six digits: who are you, a code by mail, or a knock on the door. The digits alone show little.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use shared::id::{KnockId, ProgrammeId};
use shared::lobby::{Knock, Knocker};
use shared::meeting::Meeting;
use shared::name::clean_name;
use shared::programme::Person;
use shared::rights::Role;
use shared::time::MINUTE_MS;
use shared::view::{
    CodeSent, DraftProblem, JoinCodeRequest, JoinName, JoinView, KnockSent, ProblemDetail,
};
use std::time::Duration;

use super::address::ClientNetwork;
use super::error::ApiError;
use crate::app::App;
use crate::clock;
use crate::codes;
use crate::limits::{Network, Wait};
use crate::phrase;
use crate::secret::Token;
use crate::store::addresses::Receiver;
use crate::store::knocks::{NewKnock, StoredKnock};
use crate::store::writer::Write;

/// How long a knock waits for an answer.
pub const KNOCK_MS: i64 = 15 * MINUTE_MS;
/// How many may wait under one name of the list: somebody tries again, or from another device.
const MAX_OF_ONE_NAME: usize = 5;
/// How many guests and screens may wait.
const MAX_STRANGERS: usize = 100;
/// With as few as wait, a free phrase is found long before.
const MAX_PHRASES: usize = 50;
const DOOR_IS_FULL: Wait = Wait(Duration::from_secs(30));

/// `GET /api/join/{code}`
pub async fn join(
    State(app): State<App>,
    ClientNetwork(network): ClientNetwork,
    code: Result<Path<String>, PathRejection>,
) -> Result<Json<JoinView>, ApiError> {
    let (meeting, programme_id) = find(&app, network, code).await?;
    let programme = app.store.load_programme(&programme_id).await?;
    let people = if meeting.state.takes_people_in() {
        join_names(&app, &meeting, &programme_id).await?
    } else {
        Vec::new()
    };
    Ok(Json(JoinView {
        kind: meeting.kind,
        year: meeting.year,
        municipality: programme.municipality,
        programme_name: programme.name,
        language: programme.language_form,
        date: meeting.date,
        start: meeting.start,
        place: meeting.place,
        state: meeting.state,
        people,
    }))
}

/// `POST /api/join/{code}/code`
pub async fn code(
    State(app): State<App>,
    ClientNetwork(network): ClientNetwork,
    code: Result<Path<String>, PathRejection>,
    body: Result<Json<JoinCodeRequest>, JsonRejection>,
) -> Result<(StatusCode, Json<CodeSent>), ApiError> {
    let Json(JoinCodeRequest { person }) = body?;
    let (meeting, programme) = find_open(&app, network, code).await?;
    let people = app.store.load_people(&programme).await?;
    let person = people
        .into_iter()
        .find(|other| other.id == person && is_expected(&meeting, other))
        .ok_or(ApiError::NotFound)?;
    let mut addresses = app.store.load_addresses(&programme).await?;
    let email = addresses.remove(&person.id).ok_or(ApiError::NoEmail)?;
    app.doors.requests.pass(&network)?;
    // Apart from what is asked for by address: who has only the meeting's code cannot shut that way for the person.
    app.doors.mails.pass(&format!("{}/{email}", meeting.id))?;
    let sent_to = Some(codes::masked(&email));
    let receiver = Receiver {
        person,
        programme,
        email,
    };
    let sent = codes::send(&app, vec![receiver]).await?;
    Ok((StatusCode::ACCEPTED, Json(CodeSent { sent_to, ..sent })))
}

/// `POST /api/join/{code}/knock`
pub async fn knock(
    State(app): State<App>,
    ClientNetwork(network): ClientNetwork,
    code: Result<Path<String>, PathRejection>,
    body: Result<Json<Knocker>, JsonRejection>,
) -> Result<(StatusCode, Json<KnockSent>), ApiError> {
    let Json(knocker) = body?;
    let (meeting, programme) = find_open(&app, network, code).await?;
    let knocker = checked(&app, &meeting, &programme, knocker).await?;
    app.doors.requests.pass(&network)?;
    let now = clock::now();
    let waiting = app.store.load_waiting_knocks(&meeting.id, now).await?;
    if !has_room(&waiting, &knocker) {
        return Err(ApiError::TooManyRequests(DOOR_IS_FULL));
    }
    let token = Token::random();
    for _ in 0..MAX_PHRASES {
        let knock = NewKnock {
            knock: Knock {
                id: KnockId::parse(&clock::new_id()).expect("a new id is an id"),
                phrase: match knocker {
                    Knocker::Screen => phrase::four_digits(),
                    Knocker::Person { .. } | Knocker::Guest { .. } => phrase::two_words(),
                },
                knocker: knocker.clone(),
                asked_at: now,
            },
            token: token.hash(),
            meeting: meeting.id.clone(),
            expires_at: now.plus_ms(KNOCK_MS),
        };
        let phrase = knock.knock.phrase.clone();
        if app.store.write(Write::CreateKnock(knock)).await? {
            app.rooms.touch(&meeting.id);
            let token = token.to_string();
            return Ok((StatusCode::CREATED, Json(KnockSent { token, phrase })));
        }
    }
    Err(ApiError::TooManyRequests(DOOR_IS_FULL))
}

/// Nobody can fill the door with one name, and those on the list find room however many strangers wait.
fn has_room(waiting: &[StoredKnock], knocker: &Knocker) -> bool {
    let is_alike = |other: &&StoredKnock| match (&other.knock.knocker, knocker) {
        (Knocker::Person { person }, Knocker::Person { person: own }) => person == own,
        (Knocker::Person { .. }, _) | (_, Knocker::Person { .. }) => false,
        (_, _) => true,
    };
    let most = match knocker {
        Knocker::Person { .. } => MAX_OF_ONE_NAME,
        Knocker::Guest { .. } | Knocker::Screen => MAX_STRANGERS,
    };
    waiting.iter().filter(is_alike).count() < most
}

/// The knocker as they may stand before the one who receives people.
async fn checked(
    app: &App,
    meeting: &Meeting,
    programme: &ProgrammeId,
    knocker: Knocker,
) -> Result<Knocker, ApiError> {
    let invalid = |problem| ApiError::Invalid(ProblemDetail::Draft(0, problem));
    match knocker {
        Knocker::Screen => Ok(Knocker::Screen),
        Knocker::Person { person } => {
            let people = app.store.load_people(programme).await?;
            let is_on_list = |other: &Person| other.id == person && is_expected(meeting, other);
            if !people.iter().any(is_on_list) {
                return Err(ApiError::NotFound);
            }
            Ok(Knocker::Person { person })
        }
        Knocker::Guest { name, represents } => {
            let name = clean_name(&name).map_err(|error| invalid(DraftProblem::Name(error)))?;
            let represents = represents.filter(|words| !words.trim().is_empty());
            let represents = represents.map(|words| clean_name(&words)).transpose();
            Ok(Knocker::Guest {
                name,
                represents: represents.map_err(|_| invalid(DraftProblem::Words))?,
            })
        }
    }
}

async fn find(
    app: &App,
    network: Network,
    code: Result<Path<String>, PathRejection>,
) -> Result<(Meeting, ProgrammeId), ApiError> {
    let Path(code) = code?;
    app.doors.guesses.listen_to(network)?;
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let found = app.store.find_meeting_by_code(&digits).await?;
    if found.is_none() {
        app.doors.guesses.count_wrong(network);
    }
    // Nobody joins a rehearsal: it is for whoever began it, and for birds.
    found
        .filter(|(meeting, _)| meeting.rehearsal_of.is_none())
        .ok_or(ApiError::MeetingUnknown)
}

async fn find_open(
    app: &App,
    network: Network,
    code: Result<Path<String>, PathRejection>,
) -> Result<(Meeting, ProgrammeId), ApiError> {
    let (meeting, programme) = find(app, network, code).await?;
    if !meeting.state.takes_people_in() {
        return Err(ApiError::MeetingNotOpen);
    }
    Ok((meeting, programme))
}

/// Those the meeting expects, by name.
async fn join_names(
    app: &App,
    meeting: &Meeting,
    programme: &ProgrammeId,
) -> Result<Vec<JoinName>, ApiError> {
    let addresses = app.store.load_addresses(programme).await?;
    let people = app.store.load_people(programme).await?;
    let expected = people
        .into_iter()
        .filter(|person| is_expected(meeting, person));
    let mut names: Vec<JoinName> = expected
        .map(|person| JoinName {
            has_email: addresses.contains_key(&person.id),
            person,
        })
        .collect();
    names.sort_by_cached_key(|name| name.person.name.to_lowercase());
    Ok(names)
}

/// Guests knock by the name they write; they choose none from the list.
fn is_expected(meeting: &Meeting, person: &Person) -> bool {
    !matches!(person.role, Role::Guest | Role::Projector) && meeting.standing(person).is_listed
}
