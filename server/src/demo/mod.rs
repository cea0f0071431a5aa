//! `samling demo`: the sample programme, and a way in for each of its people.

mod plans;
mod proceedings;
pub mod sample;

use serde::Serialize;
use shared::id::{DocumentId, MeetingId, PersonId, PlanId, ProgrammeId};
use shared::meeting::{DocumentKind, MeetingKind};
use shared::rights::Role;
use thiserror::Error;

use crate::app::App;
use crate::clock;
use crate::sign_in::{create_bearer, create_link};
use crate::store::StoreError;
use crate::store::plans::StoredPlan;
use crate::store::writer::Write;

pub use sample::SampleError;

#[derive(Debug, Error)]
pub enum DemoError {
    #[error(transparent)]
    Sample(#[from] SampleError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("there is another programme in this database: the demo needs one of its own")]
    NotADemo,
}

/// What `samling demo --json` prints.
#[derive(Debug, Clone, Serialize)]
pub struct Guide {
    pub url: String,
    pub programme: ProgrammeId,
    pub people: Vec<PersonLine>,
    pub meetings: Vec<MeetingLine>,
    pub plans: Vec<PlanLine>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PersonLine {
    pub id: PersonId,
    pub name: String,
    pub role: Role,
    pub sign_in_url: String,
    /// A bearer token.
    pub token: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct MeetingLine {
    pub id: MeetingId,
    pub kind: MeetingKind,
    pub code: Option<String>,
    pub documents: Vec<DocumentLine>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PlanLine {
    pub id: PlanId,
    pub year: i16,
    pub documents: Vec<DocumentLine>,
}

#[derive(Debug, Clone, Serialize)]
pub struct DocumentLine {
    pub id: DocumentId,
    pub kind: DocumentKind,
}

/// Brings the sample into the store, unless it is there, and makes a fresh way in for each person.
pub async fn prepare(app: &App) -> Result<Guide, DemoError> {
    let now = clock::now();
    let new = sample::read(now)?;
    let programme = new.programme.id.clone();
    let store = &app.store;
    if store.has_programme().await? && store.find_programme(&programme).await?.is_none() {
        return Err(DemoError::NotADemo);
    }
    if app
        .store
        .write(Write::CreateProgramme(Box::new(new)))
        .await?
    {
        tracing::info!(programme.id = %programme, "sample programme imported");
    }
    let url = app.public_url.origin();
    let mut people = Vec::new();
    for person in app.store.load_people(&programme).await? {
        let link = create_link(&app.store, person.id.clone(), now).await?;
        let token = create_bearer(&app.store, person.id.clone(), now)
            .await?
            .to_string();
        let sign_in_url = format!("{url}/inn/{link}");
        people.push(PersonLine {
            id: person.id,
            name: person.name,
            role: person.role,
            sign_in_url,
            token,
        });
    }
    let meetings = meeting_lines(app, &programme).await?;
    let plans = plan_lines(app, &programme).await?;
    Ok(Guide {
        url,
        programme,
        people,
        meetings,
        plans,
    })
}

async fn meeting_lines(app: &App, programme: &ProgrammeId) -> Result<Vec<MeetingLine>, StoreError> {
    let cards = app.store.load_document_cards(programme).await?;
    let documents_of = |meeting: &MeetingId| {
        let own = cards.iter().filter(|(owner, _)| owner == meeting);
        own.map(|(_, card)| DocumentLine {
            id: card.id.clone(),
            kind: card.kind,
        })
        .collect()
    };
    let meetings = app.store.load_meetings(programme).await?;
    let line = |meeting: shared::meeting::Meeting| MeetingLine {
        documents: documents_of(&meeting.id),
        id: meeting.id,
        kind: meeting.kind,
        code: meeting.code,
    };
    Ok(meetings.into_iter().map(line).collect())
}

async fn plan_lines(app: &App, programme: &ProgrammeId) -> Result<Vec<PlanLine>, StoreError> {
    let documents = app.store.load_plan_documents(programme).await?;
    let documents_of = |plan: &PlanId| {
        let own = documents.iter().filter(|(owner, _)| owner == plan);
        own.map(|(_, found)| DocumentLine {
            id: found.document.clone(),
            kind: found.kind,
        })
        .collect()
    };
    let plans = app.store.load_plans(programme).await?.into_iter();
    let line = |plan: StoredPlan| PlanLine {
        documents: documents_of(&plan.id),
        id: plan.id,
        year: plan.year,
    };
    Ok(plans.map(line).collect())
}

impl Guide {
    /// One line of JSON.
    pub fn for_programs(&self) -> String {
        serde_json::to_string(self).expect("plain values with text keys always serialise") + "\n"
    }

    /// The same for people: the address, then one line each.
    pub fn for_people(&self) -> String {
        let role = |person: &PersonLine| {
            let word = serde_json::to_value(person.role).expect("a role is one word");
            word.as_str().unwrap_or_default().to_owned()
        };
        let name_width = self
            .people
            .iter()
            .map(|person| person.name.chars().count())
            .max()
            .unwrap_or(0);
        let role_width = self
            .people
            .iter()
            .map(|person| role(person).len())
            .max()
            .unwrap_or(0);
        let lines = self.people.iter().map(|person| {
            let PersonLine {
                name, sign_in_url, ..
            } = person;
            format!(
                "  {name:name_width$}  {:role_width$}  {sign_in_url}\n",
                role(person)
            )
        });
        let lines: String = lines.collect();
        format!(
            "\nSamling is ready at {}\n\nSign in as one of the board; each link works once:\n\n{lines}\nCtrl-C stops it.\n",
            self.url
        )
    }
}
