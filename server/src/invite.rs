//! `samling invite`: a manager for a programme, and in an empty database the programme itself. Prints a personal link, so
//! that a first way in needs no mail.

use serde::Serialize;
use shared::drafts::stations;
use shared::email::clean_email;
use shared::id::{PersonId, ProgrammeId};
use shared::name::{NameError, clean_name};
use shared::programme::{LanguageForm, OrganisationForm, Person, Programme, Retention};
use shared::rights::{Act, Role, may};
use shared::time::{Timestamp, day_of};
use shared::view::Change;
use thiserror::Error;

use crate::clock;
use crate::config::PublicUrl;
use crate::sign_in::create_link;
use crate::store::audit::{AuditBody, NewAudit};
use crate::store::house::{HouseChange, HouseWrite};
use crate::store::import::{NewPerson, NewProgramme};
use crate::store::writer::Write;
use crate::store::{Store, StoreError};

/// How long a programme lasts unless its manager says otherwise (domain 1.1).
const N_YEARS: u8 = 6;

/// Whom to invite, as it was typed.
#[derive(Debug, Clone)]
pub struct Wish {
    pub name: String,
    pub email: String,
    pub municipality: Option<String>,
    /// The name of a new programme, or the name or id of one that is there.
    pub programme: Option<String>,
}

/// What `samling invite --json` prints.
#[derive(Debug, Clone, Serialize)]
pub struct Invited {
    pub programme: ProgrammeId,
    pub programme_name: String,
    pub is_new_programme: bool,
    pub person: PersonId,
    pub name: String,
    pub sign_in_url: String,
}

/// Why nobody was invited; each is one sentence.
#[derive(Debug, Error)]
pub enum InviteError {
    #[error("--name cannot be used: {0}")]
    Name(NameError),
    #[error("--email {0:?} is not an address")]
    Email(String),
    #[error("--municipality cannot be used: {0}")]
    Municipality(NameError),
    #[error("--programme cannot be used: {0}")]
    Programme(NameError),
    #[error("pass --municipality, because there is no programme in this database yet")]
    NoMunicipality,
    #[error("pass --programme with one of these: {0}")]
    WhichProgramme(String),
    #[error("{0} has this address and does not manage the programme: a manager can change that")]
    NotAManager(String),
    #[error("somebody else changed the programme at this moment: try again")]
    ChangedMeanwhile,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes what is missing, and a link.
pub async fn invite(
    store: &Store,
    wish: &Wish,
    public_url: &PublicUrl,
    now: Timestamp,
) -> Result<Invited, InviteError> {
    let name = clean_name(&wish.name).map_err(InviteError::Name)?;
    let email = clean_email(&wish.email).ok_or_else(|| InviteError::Email(wish.email.clone()))?;
    let manager = new_manager(name, email);
    let (programme, person, is_new_programme) = if store.has_programme().await? {
        let programme = choose(store, wish.programme.as_deref()).await?;
        let person = find_or_add(store, &programme, manager, now).await?;
        (programme, person, false)
    } else {
        let (programme, person) = create(store, wish, manager, now).await?;
        (programme, person, true)
    };
    let link = create_link(store, person.id.clone(), now).await?;
    Ok(Invited {
        programme: programme.id,
        programme_name: programme.name,
        is_new_programme,
        person: person.id,
        name: person.name,
        sign_in_url: format!("{}/inn/{link}", public_url.origin()),
    })
}

fn new_manager(name: String, email: String) -> NewPerson {
    NewPerson {
        person: Person {
            id: PersonId::parse(&clock::new_id()).expect("a new id is an id"),
            name,
            role: Role::ProgrammeManager,
            title: None,
            represents: None,
        },
        email: Some(email),
        since: None,
        until: None,
    }
}

/// The programme that is meant.
async fn choose(store: &Store, wanted: Option<&str>) -> Result<Programme, InviteError> {
    let mut programmes = Vec::new();
    for id in store.load_programme_ids().await? {
        programmes.push(store.load_programme(&id).await?);
    }
    let names: Vec<&str> = programmes
        .iter()
        .map(|programme| programme.name.as_str())
        .collect();
    let names = names.join(", ");
    let is_meant = |programme: &Programme| match wanted {
        Some(wanted) => {
            programme.id.as_str() == wanted
                || programme.name.to_lowercase() == wanted.to_lowercase()
        }
        None => true,
    };
    let mut meant = programmes.into_iter().filter(is_meant);
    match (meant.next(), meant.next()) {
        (Some(programme), None) => Ok(programme),
        _ => Err(InviteError::WhichProgramme(names)),
    }
}

/// Whoever has the address and manages the programme gets a new link; the address of nobody makes a manager.
async fn find_or_add(
    store: &Store,
    programme: &Programme,
    manager: NewPerson,
    now: Timestamp,
) -> Result<Person, InviteError> {
    let everybody = store.load_everybody(&programme.id).await?;
    let known = everybody
        .into_iter()
        .find(|stored| stored.email == manager.email);
    if let Some(known) = known {
        return if known.is_active && may(known.person.role, Act::ManageProgramme) {
            Ok(known.person)
        } else {
            Err(InviteError::NotAManager(known.person.name))
        };
    }
    let person = manager.person.clone();
    let audit = vec![line_of_audit(
        programme,
        Change::PersonAdded,
        person.id.as_str(),
        &person.name,
        now,
    )];
    let write = HouseWrite {
        programme: programme.id.clone(),
        change: HouseChange::AddPeople(vec![manager]),
        audit,
    };
    if store.write(Write::House(Box::new(write))).await? {
        Ok(person)
    } else {
        Err(InviteError::ChangedMeanwhile)
    }
}

/// A programme of this year and the five after it, with the stations of this year and the next.
async fn create(
    store: &Store,
    wish: &Wish,
    manager: NewPerson,
    now: Timestamp,
) -> Result<(Programme, Person), InviteError> {
    let municipality = wish
        .municipality
        .as_deref()
        .ok_or(InviteError::NoMunicipality)?;
    let municipality = clean_name(municipality).map_err(InviteError::Municipality)?;
    let name = match &wish.programme {
        Some(name) => clean_name(name).map_err(InviteError::Programme)?,
        None => municipality.clone(),
    };
    let today = day_of(now);
    let year = u16::try_from(today.year()).unwrap_or(0);
    let programme = Programme {
        id: ProgrammeId::parse(&clock::new_id()).expect("a new id is an id"),
        name,
        municipality,
        county_authority: String::new(),
        organisation_form: OrganisationForm::MunicipalCommittee,
        language_form: LanguageForm::Nb,
        first_year: year,
        n_years: N_YEARS,
        current_year: 1,
        calendar_year: year,
        vision: String::new(),
        summary: String::new(),
        retention: Retention::default(),
    };
    let person = manager.person.clone();
    let mut wheel: Vec<_> = [year, year + 1]
        .into_iter()
        .flat_map(|year| stations(year, false))
        .collect();
    for station in &mut wheel {
        // What is past when a programme begins is nobody's to do any more.
        station.done = station.date < today;
    }
    let id = programme.id.to_string();
    let new = NewProgramme {
        audit: vec![line_of_audit(
            &programme,
            Change::ProgrammeCreated,
            &id,
            &programme.name,
            now,
        )],
        programme: programme.clone(),
        people: vec![manager],
        meetings: Vec::new(),
        wheel,
        plans: Vec::new(),
        proceedings: Vec::new(),
        documents: Vec::new(),
    };
    if store.write(Write::CreateProgramme(Box::new(new))).await? {
        Ok((programme, person))
    } else {
        Err(InviteError::ChangedMeanwhile)
    }
}

fn line_of_audit(
    programme: &Programme,
    change: Change,
    subject: &str,
    about: &str,
    now: Timestamp,
) -> NewAudit {
    NewAudit {
        id: clock::new_id(),
        programme: programme.id.clone(),
        at: now,
        by: None,
        subject: Some(subject.to_owned()),
        body: AuditBody {
            change,
            about: about.to_owned(),
            details: Vec::new(),
        },
    }
}

impl Invited {
    /// One line of JSON.
    pub fn for_programs(&self) -> String {
        serde_json::to_string(self).expect("plain values with text keys always serialise") + "\n"
    }

    /// One line for people.
    pub fn for_people(&self) -> String {
        let (name, programme) = (&self.name, &self.programme_name);
        format!(
            "{name} signs in to {programme}, once, at {}\n",
            self.sign_in_url
        )
    }
}
