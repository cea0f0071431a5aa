//! Erasing a person: what they wrote stays, and nothing says any more that it was they.

use shared::id::{PersonId, ProgrammeId};
use shared::programme::{LanguageForm, Person};
use shared::time::Timestamp;
use shared::view::Change;

use crate::app::App;
use crate::clock;
use crate::store::StoreError;
use crate::store::audit::{AuditBody, NewAudit};
use crate::store::house::HouseChange;

/// What an erased person is called.
pub fn former_name(language: LanguageForm) -> &'static str {
    match language {
        LanguageForm::Nb => "tidligere medlem",
        LanguageForm::Nn => "tidlegare medlem",
    }
}

/// False when it cannot be done by now: erased already, or the only one left to manage the programme.
pub async fn erase(
    app: &App,
    programme: &ProgrammeId,
    person: &Person,
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let language = app.store.load_programme(programme).await?.language_form;
    let former = Person {
        id: person.id.clone(),
        name: former_name(language).to_owned(),
        role: person.role,
        title: None,
        represents: None,
    };
    let audit = NewAudit {
        id: clock::new_id(),
        programme: programme.clone(),
        at: now,
        by,
        subject: Some(person.id.to_string()),
        body: AuditBody {
            change: Change::PersonErased,
            about: String::new(),
            details: Vec::new(),
        },
    };
    let change = HouseChange::ErasePerson {
        person: former,
        at: now,
    };
    let is_erased = app.change_house(programme, change, vec![audit]).await?;
    if is_erased && let Err(error) = app.meetings.forget_erased(programme).await {
        tracing::warn!(%error, "what an erased person answered in meetings stays until the next sweep");
    }
    if is_erased && let Err(error) = app.plans.forget_erased(programme).await {
        tracing::warn!(%error, "what an erased person took back about plans stays until the next sweep");
    }
    if is_erased && let Err(error) = app.mailer.forget(&person.id).await {
        // They go by themselves in two weeks.
        tracing::warn!(%error, "mails to somebody who is erased stay in the folder");
    }
    Ok(is_erased)
}
