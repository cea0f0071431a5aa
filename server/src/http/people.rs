//! The people of a programme, for whom manages it: added, changed, ended, taken up again and erased.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use shared::drafts::clean_person;
use shared::id::PersonId;
use shared::meeting::Meeting;
use shared::people_list::MAX_LINES;
use shared::programme::Person;
use shared::rights::{Act, Role, may};
use shared::time::day_of;
use shared::view::{
    ActivityChange, Change, DraftProblem, PeopleAdded, PeopleView, PersonCard, PersonDraft, Seat,
};

use super::auth::Asker;
use super::error::ApiError;
use super::house::{Details, draft, store};
use crate::app::App;
use crate::store::cards::StoredPerson;
use crate::store::house::HouseChange;
use crate::store::import::NewPerson;
use crate::store::roster::Known;
use crate::{clock, erasure};

/// `GET /api/people`
pub async fn list(State(app): State<App>, asker: Asker) -> Result<Json<PeopleView>, ApiError> {
    asker.require(Act::ManageProgramme)?;
    let everybody = app.store.load_everybody(&asker.programme).await?;
    let meetings = app.store.load_meetings(&asker.programme).await?;
    let seen = app.store.load_last_seen(&asker.programme).await?;
    let mailed = app.store.load_mailed(&asker.programme).await?;
    let card = |stored: StoredPerson| {
        let id = &stored.person.id;
        let last = seen.get(id);
        let mailed = mailed.get(id).copied().unwrap_or_default();
        PersonCard {
            seats: seats(id, &meetings),
            last_seen_at: last.map(|last| last.at),
            last_device: last.map(|last| last.device),
            invited_at: mailed.invited_at,
            mail_failed: mailed.has_failed,
            person: stored.person,
            email: stored.email,
            is_active: stored.is_active,
            since: stored.since,
            until: stored.until,
        }
    };
    let people = everybody.into_iter();
    let people = people.filter(|stored| stored.person.role != Role::Projector); // screens are nobody
    Ok(Json(PeopleView {
        people: people.map(card).collect(),
        mails_are_shown: app.mailer.shows_mails(),
    }))
}

fn seats(person: &PersonId, meetings: &[Meeting]) -> Vec<Seat> {
    let seat = |meeting: &Meeting| {
        Some(Seat {
            meeting: meeting.id.clone(),
            seated_for: meeting.participant(person)?.seated_for.clone()?,
        })
    };
    meetings.iter().filter_map(seat).collect()
}

/// `POST /api/people`: all of them or none.
pub async fn add(
    State(app): State<App>,
    asker: Asker,
    body: Result<Json<Vec<PersonDraft>>, JsonRejection>,
) -> Result<(StatusCode, Json<PeopleAdded>), ApiError> {
    asker.require(Act::ManageProgramme)?;
    let Json(drafts) = body?;
    if drafts.len() > MAX_LINES {
        return Err(ApiError::BodyTooLarge);
    }
    let everybody = app.store.load_everybody(&asker.programme).await?;
    let mut people: Vec<NewPerson> = Vec::with_capacity(drafts.len());
    for (idx, typed) in drafts.into_iter().enumerate() {
        let clean = clean_person(typed, None).map_err(|problem| draft(idx, problem))?;
        let earlier = people.iter().map(|new| new.email.as_deref());
        let known = everybody.iter().map(|stored| stored.email.as_deref());
        if clean.email.is_some()
            && earlier
                .chain(known)
                .any(|email| email == clean.email.as_deref())
        {
            return Err(draft(idx, DraftProblem::EmailTaken));
        }
        let id = PersonId::parse(&clock::new_id()).expect("a new id is an id");
        people.push(new_person(id, clean));
    }
    let audit = |new: &NewPerson| {
        let person = &new.person;
        let mut details = Details::default();
        details.compare("role", &None, &Some(person.role));
        details.into_audit(asker.audit(Change::PersonAdded, person.id.as_str(), &person.name))
    };
    let audit = people.iter().map(audit).collect();
    let added = PeopleAdded {
        people: people.iter().map(|new| new.person.id.clone()).collect(),
    };
    store(&app, &asker, HouseChange::AddPeople(people), audit).await?;
    Ok((StatusCode::CREATED, Json(added)))
}

/// `PUT /api/people/{person}`
pub async fn change(
    State(app): State<App>,
    asker: Asker,
    person: Result<Path<PersonId>, PathRejection>,
    body: Result<Json<PersonDraft>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    asker.require(Act::ManageProgramme)?;
    let (Path(id), Json(typed)) = (person?, body?);
    let everybody = app.store.load_everybody(&asker.programme).await?;
    let before = find(&everybody, &id)?;
    let clean =
        clean_person(typed, Some(before.person.role)).map_err(|problem| draft(0, problem))?;
    let is_taken = |other: &StoredPerson| other.person.id != id && other.email == clean.email;
    if clean.email.is_some() && everybody.iter().any(is_taken) {
        return Err(draft(0, DraftProblem::EmailTaken));
    }
    if !may(clean.role, Act::ManageProgramme) || clean.email.is_none() {
        require_another_manager(&everybody, &id)?;
    }
    let after = new_person(id, clean);
    let details = differences(before, &after);
    let change = asker.audit(
        Change::PersonChanged,
        after.person.id.as_str(),
        &after.person.name,
    );
    let audit = vec![details.into_audit(change)];
    let change = HouseChange::SavePerson {
        person: after,
        is_active: before.is_active,
        was: known(before),
    };
    store(&app, &asker, change, audit).await
}

/// `POST /api/people/{person}/activity`
pub async fn activity(
    State(app): State<App>,
    asker: Asker,
    person: Result<Path<PersonId>, PathRejection>,
    body: Result<Json<ActivityChange>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    asker.require(Act::ManageProgramme)?;
    let (Path(id), Json(ActivityChange { is_active })) = (person?, body?);
    let everybody = app.store.load_everybody(&asker.programme).await?;
    let before = find(&everybody, &id)?;
    if before.is_active == is_active {
        return Ok(StatusCode::NO_CONTENT);
    }
    if !is_active {
        require_another_manager(&everybody, &id)?;
    }
    let until = (!is_active).then(|| day_of(clock::now()));
    let change = if is_active {
        Change::PersonResumed
    } else {
        Change::PersonEnded
    };
    let audit = vec![asker.audit(change, id.as_str(), &before.person.name)];
    let change = HouseChange::SavePerson {
        person: NewPerson {
            person: before.person.clone(),
            email: before.email.clone(),
            since: before.since,
            until,
        },
        is_active,
        was: known(before),
    };
    store(&app, &asker, change, audit).await
}

fn known(person: &StoredPerson) -> Known {
    Known {
        person: person.person.clone(),
        is_active: person.is_active,
        email: person.email.clone(),
        since: person.since,
        until: person.until,
    }
}

/// `POST /api/people/{person}/erase`
pub async fn erase(
    State(app): State<App>,
    asker: Asker,
    person: Result<Path<PersonId>, PathRejection>,
) -> Result<StatusCode, ApiError> {
    asker.require(Act::ManageProgramme)?;
    let Path(id) = person?;
    let everybody = app.store.load_everybody(&asker.programme).await?;
    let person = &find(&everybody, &id)?.person;
    require_another_manager(&everybody, &id)?;
    let by = Some(asker.person.id.clone());
    if erasure::erase(&app, &asker.programme, person, by, clock::now()).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::ChangedMeanwhile)
    }
}

fn find<'a>(everybody: &'a [StoredPerson], id: &PersonId) -> Result<&'a StoredPerson, ApiError> {
    // The screen on the wall is nobody: it is let in anew each time.
    let mut people = everybody.iter();
    people
        .find(|stored| stored.person.id == *id && stored.person.role != Role::Projector)
        .ok_or(ApiError::NotFound)
}

/// Somebody must be left to manage the programme when this person does not: somebody a link can be mailed to.
pub fn require_another_manager(everybody: &[StoredPerson], id: &PersonId) -> Result<(), ApiError> {
    let is_one = |stored: &&StoredPerson| {
        let may_manage = may(stored.person.role, Act::ManageProgramme);
        stored.is_active && may_manage && stored.email.is_some()
    };
    let mut managers = everybody.iter().filter(is_one);
    let is_last =
        managers.next().is_some_and(|first| first.person.id == *id) && managers.next().is_none();
    if is_last {
        return Err(draft(0, DraftProblem::LastManager));
    }
    Ok(())
}

fn new_person(id: PersonId, draft: PersonDraft) -> NewPerson {
    NewPerson {
        person: Person {
            id,
            name: draft.name,
            role: draft.role,
            title: draft.title,
            represents: draft.represents,
        },
        email: draft.email,
        since: draft.since,
        until: draft.until,
    }
}

fn differences(before: &StoredPerson, after: &NewPerson) -> Details {
    let mut details = Details::default();
    let (old, new) = (&before.person, &after.person);
    details.compare("name", &old.name, &new.name);
    details.compare("role", &old.role, &new.role);
    details.compare("title", &old.title, &new.title);
    details.compare("represents", &old.represents, &new.represents);
    details.compare("since", &before.since, &after.since);
    details.compare("until", &before.until, &after.until);
    details.mention("email", &before.email, &after.email);
    details
}
