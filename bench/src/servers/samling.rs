//! Ours: the release binary on a database file of its own, with fsync on, as in earnest.
//! The programme, its documents and a bearer token per client are written before the start, through the server's own
//! store.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use futures_util::future::try_join_all;
use jiff::civil::date;
use server::clock;
use server::sign_in::create_bearer;
use server::store::Store;
use server::store::import::{NewDocument, NewPerson, NewProgramme, OwnerId};
use server::store::log::{self, LogRow};
use server::store::writer::Write;
use shared::document::Replica;
use shared::document::assessment::{self, Seed};
use shared::id::{DocumentId, Generation, MeetingId, PersonId, ProgrammeId};
use shared::meeting::{DocumentKind, Meeting, MeetingKind, MeetingState};
use shared::programme::{LanguageForm, OrganisationForm, Person, Programme, Retention};
use shared::protocol::{SCHEMA, SUBPROTOCOL};
use shared::rights::Role;
use shared::template::ReviewForm;

use super::{Server, Stock};
use crate::dialect::Dialect;
use crate::door::Door;
use crate::edit;
use crate::process::{Cores, Process, free_port};

const FORM: &str = include_str!("../../../shared/templates/psv-4x4.json");
pub const BINARY: &str = "target/release/samling";
const N_PEOPLE: usize = 25;

pub struct Doors {
    address: SocketAddr,
    documents: Vec<DocumentId>,
    tokens: Vec<String>,
}

impl Doors {
    pub fn door(&self, document_idx: usize, client_idx: usize, types: bool) -> Door {
        let document = self.documents[document_idx].to_string();
        let mut headers = vec![format!("Authorization: Bearer {}", self.tokens[client_idx])];
        if types {
            headers.push(format!("Sec-WebSocket-Protocol: {SUBPROTOCOL}"));
        }
        Door {
            address: self.address,
            path: format!("/sync/{document}"),
            headers,
            dialect: if types {
                Dialect::Samling
            } else {
                Dialect::Stock
            },
            document,
        }
    }
}

pub async fn start(stock: Stock, cores: Option<Cores>) -> Result<Server> {
    // Beside the binary and not in /tmp, which may be memory: fsync is to cost what it costs.
    let folder = tempfile::tempdir_in("target").context("no folder can be made in target/")?;
    let database = folder.path().join("bench.db");
    let (documents, tokens) = fill(&database, stock).await?;
    let port = free_port()?;
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let args = [
        "serve",
        "--listen",
        &address.to_string(),
        "--database-url",
        &format!("sqlite://{}", database.display()),
        "--log",
        "warn",
    ];
    let mut process = Process::start(&PathBuf::from(BINARY), &args, &[], cores)?;
    process.wait_for_port(port).await?;
    Ok(Server {
        process,
        doors: super::Doors::Samling(Doors {
            address,
            documents,
            tokens,
        }),
        _folder: folder,
    })
}

/// Writes the programme, and answers its documents and a token for each client.
async fn fill(database: &Path, stock: Stock) -> Result<(Vec<DocumentId>, Vec<String>)> {
    let store = Store::open(database).await?;
    let new = programme(stock.n_documents)?;
    let documents: Vec<DocumentId> = new.documents.iter().map(|new| new.id.clone()).collect();
    store.write(Write::CreateProgramme(Box::new(new))).await?;
    for document in &documents {
        lengthen(&store, document, stock.text_len).await?;
    }
    let tokens = (0..stock.n_clients).map(|idx| {
        let person = person_id(idx % N_PEOPLE);
        create_bearer(&store, person, clock::now())
    });
    let tokens = try_join_all(tokens).await?;
    store.close().await;
    let tokens = tokens.iter().map(ToString::to_string).collect();
    Ok((documents, tokens))
}

/// Appends edits to a document's log as its room would have.
async fn lengthen(store: &Store, document: &DocumentId, n_bytes: usize) -> Result<()> {
    let author = person_id(0);
    for (seq, update) in (2..).zip(edit::long_document(clock::new_client_id(), n_bytes)) {
        let row = LogRow {
            stream: document.into(),
            seq,
            at: clock::now(),
            body: log::encode(std::iter::once((&author, &update[..]))),
        };
        let bindings = Vec::new();
        store.write(Write::AppendLog { row, bindings }).await?;
    }
    Ok(())
}

fn person_id(idx: usize) -> PersonId {
    PersonId::parse(&format!("member-{idx}")).expect("a plain word and a number")
}

pub fn programme(n_documents: usize) -> Result<NewProgramme> {
    let form = ReviewForm::from_json(FORM)?;
    let people = (0..N_PEOPLE).map(|idx| NewPerson {
        person: Person {
            id: person_id(idx),
            name: format!("Member {idx}"),
            role: Role::BoardMember,
            title: None,
            represents: None,
        },
        email: None,
        since: None,
        until: None,
    });
    let meetings: Vec<Meeting> = (0..n_documents)
        .map(|idx| meeting(idx, &form))
        .collect::<Result<_>>()?;
    let documents = meetings.iter().map(|meeting| document(meeting, &form));
    Ok(NewProgramme {
        programme: Programme {
            id: ProgrammeId::parse("bench")?,
            name: "Bench".into(),
            municipality: "Bench".into(),
            county_authority: "Bench".into(),
            organisation_form: OrganisationForm::MunicipalCommittee,
            language_form: LanguageForm::Nb,
            first_year: 2024,
            n_years: 6,
            current_year: 3,
            calendar_year: 2026,
            vision: String::new(),
            summary: String::new(),
            retention: Retention::default(),
        },
        people: people.collect(),
        proceedings: Vec::new(),
        documents: documents.collect::<Result<_>>()?,
        meetings,
        wheel: Vec::new(),
        plans: Vec::new(),
        audit: Vec::new(),
    })
}

fn meeting(idx: usize, form: &ReviewForm) -> Result<Meeting> {
    let id = MeetingId::parse(&format!("psv-{idx}"))?;
    Ok(Meeting {
        state: MeetingState::Running,
        form: Some(form.clone()),
        ..Meeting::new(id, MeetingKind::StatusReview, date(2026, 9, 1), 3)
    })
}

fn document(meeting: &Meeting, form: &ReviewForm) -> Result<NewDocument> {
    let id = DocumentId::parse(&format!("{}-assessment", meeting.id))?;
    let mut replica = Replica::new(clock::new_client_id());
    let update = assessment::seed(&mut replica, form, &Seed::default());
    let author = PersonId::parse("samling")?;
    Ok(NewDocument {
        seed: LogRow {
            stream: (&id).into(),
            seq: 1,
            at: clock::now(),
            body: log::encode(std::iter::once((&author, &update[..]))),
        },
        id,
        owner: OwnerId::Meeting(meeting.id.clone()),
        kind: DocumentKind::Assessment,
        generation: Generation::parse(&clock::new_id())?,
        schema: SCHEMA,
    })
}
