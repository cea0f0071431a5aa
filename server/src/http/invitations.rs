//! Personal links by mail, sent by whom manages the programme; and what lies in the folder to be copied.

use std::collections::HashSet;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use shared::meeting::Meeting;
use shared::people_list::MAX_LINES;
use shared::programme::Programme;
use shared::rights::Act;
use shared::view::{
    Change, InvitationOutcome, InvitationRequest, InvitationsSent, MailOutcome, MailsView,
};

use super::auth::Asker;
use super::error::ApiError;
use super::meetings::find;
use crate::app::App;
use crate::letters::invitation;
use crate::mail::{Letter, post};
use crate::sign_in::create_link;
use crate::store::cards::StoredPerson;
use crate::store::mails::MailKind;
use crate::store::writer::Write;
use crate::{calendars, clock};

/// `POST /api/invitations`
pub async fn send(
    State(app): State<App>,
    asker: Asker,
    body: Result<Json<InvitationRequest>, JsonRejection>,
) -> Result<Json<InvitationsSent>, ApiError> {
    asker.require(Act::ManageProgramme)?;
    let Json(request) = body?;
    if request.people.len() > MAX_LINES {
        return Err(ApiError::BodyTooLarge);
    }
    let programme = app.store.load_programme(&asker.programme).await?;
    let meeting = match &request.meeting {
        Some(id) => Some(find(&app, &asker, id).await?),
        None => None,
    };
    // Everybody is found before anybody is written to.
    let mut invited = Vec::with_capacity(request.people.len());
    let mut seen = HashSet::new();
    let everybody = app.store.load_everybody(&asker.programme).await?;
    for id in &request.people {
        let mut people = everybody.iter();
        let person = people.find(|stored| stored.is_active && stored.person.id == *id);
        let person = person.ok_or(ApiError::NotFound)?;
        if seen.insert(id) {
            invited.push(person);
        }
    }
    let mut people = Vec::with_capacity(invited.len());
    for stored in invited {
        let outcome = invite(&app, &asker, &programme, meeting.as_ref(), stored).await?;
        let person = stored.person.id.clone();
        people.push(InvitationOutcome { person, outcome });
    }
    Ok(Json(InvitationsSent { people }))
}

async fn invite(
    app: &App,
    asker: &Asker,
    programme: &Programme,
    meeting: Option<&Meeting>,
    stored: &StoredPerson,
) -> Result<MailOutcome, ApiError> {
    let Some(email) = &stored.email else {
        return Ok(MailOutcome::NoEmail);
    };
    let (person, now) = (&stored.person, clock::now());
    let origin = app.public_url.origin();
    let token = create_link(&app.store, person.id.clone(), now).await?;
    let words = invitation::words(programme, person, meeting, &format!("{origin}/inn/{token}"));
    let file = |meeting: &Meeting| {
        let text = calendars::of_meeting(programme, meeting, &origin, now);
        (format!("samling-{}.ics", meeting.date), text)
    };
    let letter = Letter {
        to: email.clone(),
        person: person.id.clone(),
        kind: MailKind::Invitation,
        subject: words.subject,
        text: words.text,
        attachment: meeting.map(file),
    };
    let outcome = post(app, letter).await;
    let entry = asker.audit(Change::PersonInvited, person.id.as_str(), &person.name);
    app.store.write(Write::NoteAudit(entry)).await?;
    Ok(outcome)
}

/// `GET /api/mails`
pub async fn mails(State(app): State<App>, asker: Asker) -> Result<Json<MailsView>, ApiError> {
    asker.require(Act::ManageProgramme)?;
    let everybody = app.store.load_everybody(&asker.programme).await?;
    let own: HashSet<_> = everybody.iter().map(|stored| &stored.person.id).collect();
    let mut mails = app
        .mailer
        .folder_letters()
        .await
        .map_err(ApiError::MailFolder)?;
    mails.retain(|mail| own.contains(&mail.person));
    Ok(Json(MailsView { mails }))
}
