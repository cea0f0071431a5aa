//! The server with a PSV in it: so many on the board, a facilitator, and a token for each.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use futures_util::future::try_join_all;
use server::clock;
use server::sign_in::create_bearer;
use server::store::Store;
use server::store::import::NewPerson;
use server::store::writer::Write;
use shared::id::PersonId;
use shared::programme::Person;
use shared::rights::Role;
use shared::run_sheet::RunSheet;
use tempfile::TempDir;

use crate::process::{Cores, Process, free_port};
use crate::servers::samling::{BINARY, programme};

const RUN_SHEET: &str = include_str!("../../../shared/templates/runsheet-psv.json");
pub const ROOM: &str = "psv-0";

pub struct Stage {
    pub process: Process,
    pub address: SocketAddr,
    pub facilitator: String,
    pub members: Vec<String>,
    _folder: TempDir,
}

impl Stage {
    pub async fn set(n_members: usize, cores: Option<Cores>) -> Result<Self> {
        // Beside the binary and not in /tmp, which may be memory: fsync is to cost what it costs.
        let folder = tempfile::tempdir_in("target").context("no folder can be made in target/")?;
        let database = folder.path().join("meeting.db");
        let mut tokens = fill(&database, n_members).await?;
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
        Ok(Self {
            process,
            address,
            facilitator: tokens.remove(0),
            members: tokens,
            _folder: folder,
        })
    }
}

/// Answers the facilitator's token first.
async fn fill(database: &Path, n_members: usize) -> Result<Vec<String>> {
    let store = Store::open(database).await?;
    let mut new = programme(1)?;
    let leads = person("facilitator", Role::Facilitator);
    let members = (0..n_members).map(|idx| person(&format!("member-{idx}"), Role::BoardMember));
    new.people = std::iter::once(leads).chain(members).collect();
    for meeting in &mut new.meetings {
        meeting.run_sheet = Some(RunSheet::from_template(RUN_SHEET, 3)?.1);
    }
    let people: Vec<PersonId> = new.people.iter().map(|new| new.person.id.clone()).collect();
    store.write(Write::CreateProgramme(Box::new(new))).await?;
    let tokens = people
        .into_iter()
        .map(|person| create_bearer(&store, person, clock::now()));
    let tokens = try_join_all(tokens).await?;
    store.close().await;
    Ok(tokens.iter().map(ToString::to_string).collect())
}

fn person(id: &str, role: Role) -> NewPerson {
    NewPerson {
        person: Person {
            name: id.to_owned(),
            id: PersonId::parse(id).expect("a plain word and a number"),
            role,
            title: None,
            represents: None,
        },
        email: None,
        since: None,
        until: None,
    }
}
