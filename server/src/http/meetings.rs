//! Meetings are set up from a template, changed, opened and closed. Who takes part is the business of `participants`.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::civil::Date;
use shared::document::assessment::Seed;
use shared::drafts::{clean_meeting, year_of};
use shared::id::MeetingId;
use shared::meeting::{Meeting, MeetingState, Participant};
use shared::programme::{Person, Programme};
use shared::rights::{Act, Lock, Role};
use shared::seating;
use shared::template::what_is_missing;
use shared::view::{Change, FieldProblem, MeetingDraft, MeetingSaved, StateChange, TemplatesView};

use super::auth::Asker;
use super::error::ApiError;
use super::house::{Details, store};
use crate::app::App;
use crate::letters::invitation::meeting_title;
use crate::store::house::HouseChange;
use crate::templates::{self, Template};
use crate::{clock, seeding};

/// How often somebody else may have been quicker before a change is given up.
pub const TRIES: usize = 5;

/// `GET /api/templates`
pub async fn list_templates(
    State(app): State<App>,
    asker: Asker,
) -> Result<Json<TemplatesView>, ApiError> {
    asker.require(Act::ManageMeeting)?;
    let programme = app.store.load_programme(&asker.programme).await?;
    let templates = templates::all(programme.current_year);
    let templates = templates.into_iter().map(Template::into_card).collect();
    Ok(Json(TemplatesView { templates }))
}

/// `POST /api/meetings`
pub async fn add(
    State(app): State<App>,
    asker: Asker,
    body: Result<Json<MeetingDraft>, JsonRejection>,
) -> Result<(StatusCode, Json<MeetingSaved>), ApiError> {
    asker.require(Act::ManageMeeting)?;
    let Json(typed) = body?;
    let draft = clean_meeting(typed)?;
    let programme = app.store.load_programme(&asker.programme).await?;
    let people = app.store.load_people(&asker.programme).await?;
    let programme_year = programme_year(&programme, draft.date)?;
    let template = draft.template.as_deref();
    let template = template
        .and_then(|id| templates::find(id, programme_year))
        .ok_or(FieldProblem::Template)?;

    let id = MeetingId::parse(&clock::new_id()).expect("a new id is an id");
    let blank = Meeting::new(id.clone(), template.kind, draft.date, programme_year);
    let blank = Meeting {
        code: Some(free_code(&app).await?),
        form: template.form,
        run_sheet: Some(template.run_sheet),
        ..blank
    };
    let meeting = filled_in(blank, draft, &people);
    seating::check(&meeting.participants, &people)?;
    let seed = Seed {
        texts: Vec::new(),
        proposals: Vec::new(),
    };
    let assessment = |form| seeding::assessment(&id, form, &seed, clock::now());
    let documents: Vec<_> = meeting.form.iter().map(assessment).collect();
    let saved = MeetingSaved {
        documents: documents
            .iter()
            .map(|document| document.id.clone())
            .collect(),
        ..saved(&meeting)
    };
    let title = meeting_title(&meeting, programme.language_form);
    let mut details = Details::default();
    details.compare("date", &None, &Some(meeting.date));
    let audit = vec![details.into_audit(asker.audit(Change::MeetingAdded, id.as_str(), &title))];
    let meeting = Box::new(meeting);
    let change = HouseChange::AddMeeting { meeting, documents };
    store(&app, &asker, change, audit).await?;
    Ok((StatusCode::CREATED, Json(saved)))
}

/// `PUT /api/meetings/{meeting}`
pub async fn change(
    State(app): State<App>,
    asker: Asker,
    key: Result<Path<MeetingId>, PathRejection>,
    body: Result<Json<MeetingDraft>, JsonRejection>,
) -> Result<Json<MeetingSaved>, ApiError> {
    let (Path(id), Json(typed)) = (key?, body?);
    let before = find(&app, &asker, &id).await?;
    asker.require_in(&before, Act::ManageMeeting)?;
    if before.is_closed() {
        return Err(ApiError::Locked(Lock::Closed));
    }
    let draft = clean_meeting(typed)?;
    if draft.version != before.version {
        return Err(ApiError::ChangedMeanwhile);
    }
    let programme = app.store.load_programme(&asker.programme).await?;
    let programme_year = programme_year(&programme, draft.date)?;
    let active = app.store.load_people(&asker.programme).await?;
    let blank = Meeting {
        programme_year,
        ..before.clone()
    };
    let mut after = filled_in(blank, draft, &active);
    let known = everybody(&app, &asker, &before, active).await?;
    // Somebody who was erased meanwhile may stand on the list that this one was made from.
    let was_listed = |line: &Participant| {
        before
            .participants
            .iter()
            .any(|one| one.person == line.person)
    };
    let is_known = |line: &Participant| known.iter().any(|person| person.id == line.person);
    after
        .participants
        .retain(|line| is_known(line) || !was_listed(line));
    seating::check(&after.participants, &known)?;
    let audit = asker.audit(
        Change::MeetingChanged,
        id.as_str(),
        &meeting_title(&after, programme.language_form),
    );
    let audit = differences(&before, &after).into_audit(audit);
    let answer = saved_with_documents(&app, &asker, &after).await?;
    let change = HouseChange::SaveMeeting {
        was: before.version,
        meeting: Box::new(after),
    };
    store(&app, &asker, change, vec![audit]).await?;
    Ok(Json(answer))
}

/// `POST /api/meetings/{meeting}/state`. What is so already is no error.
pub async fn change_state(
    State(app): State<App>,
    asker: Asker,
    key: Result<Path<MeetingId>, PathRejection>,
    body: Result<Json<StateChange>, JsonRejection>,
) -> Result<Json<MeetingSaved>, ApiError> {
    let (Path(id), Json(StateChange { state })) = (key?, body?);
    let programme = app.store.load_programme(&asker.programme).await?;
    for _ in 0..TRIES {
        let before = find(&app, &asker, &id).await?;
        asker.require_in(&before, Act::ManageMeeting)?;
        if before.state == state {
            return Ok(Json(saved_with_documents(&app, &asker, &before).await?));
        }
        let after = taken_to(&app, &programme, &before, state).await?;
        let mut details = Details::default();
        details.compare("state", &before.state, &after.state);
        let title = meeting_title(&after, programme.language_form);
        let audit = asker.audit(Change::MeetingStateChanged, id.as_str(), &title);
        let answer = saved_with_documents(&app, &asker, &after).await?;
        let change = HouseChange::SaveMeeting {
            was: before.version,
            meeting: Box::new(after),
        };
        match store(&app, &asker, change, vec![details.into_audit(audit)]).await {
            Err(ApiError::ChangedMeanwhile) => {}
            outcome => return outcome.map(|_| Json(answer)),
        }
    }
    Err(ApiError::ChangedMeanwhile)
}

/// The meeting one step on or back.
async fn taken_to(
    app: &App,
    programme: &Programme,
    before: &Meeting,
    state: MeetingState,
) -> Result<Meeting, ApiError> {
    if !before.state.may_become(state) {
        return Err(ApiError::ChangedMeanwhile);
    }
    let is_opening = before.state == MeetingState::Planned;
    if is_opening && !before.participants.iter().any(|line| line.is_coming) {
        return Err(FieldProblem::Participants.into());
    }
    let is_nameless = |form| what_is_missing(form, programme.language_form).is_some();
    if is_opening && before.form.as_ref().is_some_and(is_nameless) {
        return Err(FieldProblem::Form.into());
    }
    let code = match (state, &before.code) {
        (MeetingState::Closed, _) => None,
        (_, Some(code)) => Some(code.clone()),
        (_, None) => Some(free_code(app).await?),
    };
    Ok(Meeting {
        state,
        state_since: Some(clock::now()),
        code,
        version: before.version + 1,
        ..before.clone()
    })
}

/// A meeting of the asker's programme. A rehearsal is none: nobody is invited to it, and nothing of it is in the log of
/// changes.
pub async fn find(app: &App, asker: &Asker, id: &MeetingId) -> Result<Meeting, ApiError> {
    let meeting = find_also_rehearsal(app, asker, id).await?;
    let is_real = meeting.rehearsal_of.is_none();
    is_real.then_some(meeting).ok_or(ApiError::MeetingUnknown)
}

pub async fn find_also_rehearsal(
    app: &App,
    asker: &Asker,
    id: &MeetingId,
) -> Result<Meeting, ApiError> {
    let found = app
        .store
        .find_meeting(&asker.programme, id.as_str())
        .await?;
    found
        .filter(|meeting| meeting.id == *id)
        .ok_or(ApiError::MeetingUnknown)
}

/// Who may stand on a meeting's list: the active people, and those who stand there already.
pub async fn everybody(
    app: &App,
    asker: &Asker,
    meeting: &Meeting,
    active: Vec<Person>,
) -> Result<Vec<Person>, ApiError> {
    let mut people = active;
    for stored in app.store.load_everybody(&asker.programme).await? {
        if !stored.is_active && meeting.participant(&stored.person.id).is_some() {
            people.push(stored.person);
        }
    }
    Ok(people)
}

/// Everybody with a role of the programme; guests and screens come in by themselves.
pub fn everybody_coming(people: &[Person]) -> Vec<Participant> {
    let given = people
        .iter()
        .filter(|person| Role::GIVEN.contains(&person.role));
    given
        .map(|person| Participant::coming(person.id.clone()))
        .collect()
}

fn filled_in(blank: Meeting, draft: MeetingDraft, active: &[Person]) -> Meeting {
    let participants = if draft.participants.is_empty() {
        everybody_coming(active)
    } else {
        draft.participants
    };
    Meeting {
        year: year_of(draft.date).unwrap_or(blank.year),
        date: draft.date,
        last_date: draft.last_date,
        start: draft.start,
        end: draft.end,
        place: draft.place,
        meeting_form: draft.meeting_form,
        info: draft.info,
        settings: draft.settings,
        participants,
        run_sheet: draft.run_sheet.or(blank.run_sheet),
        version: blank.version + 1,
        ..blank
    }
}

/// Which year of the programme a day is in.
fn programme_year(programme: &Programme, date: Date) -> Result<u8, FieldProblem> {
    let years = i32::from(date.year()) - i32::from(programme.calendar_year);
    u8::try_from(i32::from(programme.current_year) + years)
        .ok()
        .filter(|year| (1..=programme.n_years).contains(year))
        .ok_or(FieldProblem::Dates)
}

/// A code no meeting has. That somebody takes the same one at this moment is left to the database to refuse.
pub async fn free_code(app: &App) -> Result<String, ApiError> {
    loop {
        let code = clock::new_meeting_code();
        if app.store.find_meeting_by_code(&code).await?.is_none() {
            return Ok(code);
        }
    }
}

pub fn saved(meeting: &Meeting) -> MeetingSaved {
    MeetingSaved {
        id: meeting.id.clone(),
        code: meeting.code.clone(),
        state: meeting.state,
        version: meeting.version,
        documents: Vec::new(),
    }
}

pub async fn saved_with_documents(
    app: &App,
    asker: &Asker,
    meeting: &Meeting,
) -> Result<MeetingSaved, ApiError> {
    let cards = app.store.load_document_cards(&asker.programme).await?;
    let own = cards.into_iter().filter(|(owner, _)| *owner == meeting.id);
    Ok(MeetingSaved {
        documents: own.map(|(_, card)| card.id).collect(),
        ..saved(meeting)
    })
}

fn differences(before: &Meeting, after: &Meeting) -> Details {
    let mut details = Details::default();
    details.compare("date", &before.date, &after.date);
    details.compare("last_date", &before.last_date, &after.last_date);
    details.compare("start", &before.start, &after.start);
    details.compare("end", &before.end, &after.end);
    details.compare("place", &before.place, &after.place);
    details.compare("meeting_form", &before.meeting_form, &after.meeting_form);
    details.mention("info", &before.info, &after.info);
    details.mention("run_sheet", &before.run_sheet, &after.run_sheet);
    let (old, new) = (&before.settings, &after.settings);
    details.compare(
        "observers_score",
        &old.observers_score,
        &new.observers_score,
    );
    details.compare(
        "observers_write",
        &old.observers_write,
        &new.observers_write,
    );
    details.compare(
        "manager_gives_dots",
        &old.manager_gives_dots,
        &new.manager_gives_dots,
    );
    let (n_before, n_after) = (before.participants.len(), after.participants.len());
    if n_before == n_after {
        details.mention("participants", &before.participants, &after.participants);
    } else {
        details.compare("participants", &n_before, &n_after);
    }
    details
}
