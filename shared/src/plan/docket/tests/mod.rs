//! The rules, table by table; and a random year of a plan.

mod head;
mod proposals;
mod random;
mod revisions;
mod stored;
pub mod suggesting;
pub mod talk;
mod undoing;
mod versions;

use std::collections::{BTreeMap, BTreeSet};

use super::command::Command;
use super::coverage::ReviewedProposal;
use super::decide::{Actor, Surroundings, decide};
use super::event::{Entry, Event};
use super::place::PlanText;
use super::refusal::Refusal;
use super::splice::StandingText;
use super::state::Docket;
use super::view::DocketView;
use super::visibility::{self, Viewer};
use crate::document::plan::{TextField, TextKey};
use crate::id::{
    MeasureId, NoteId, PersonId, ProposalId, RequestId, RevisionId, SuggestionId, VersionId,
};
use crate::plan::{ActionPlan, PlanKind, Row, beginning, sample};
use crate::proceedings::state::ProposalStatus;
use crate::programme::Person;
use crate::rights::{Act, Lock, MeetingSettings, Role, Standing, lock};
use crate::time::{Timestamp, moment};

/// Everybody of a small programme: first names are ids.
const PEOPLE: [(&str, Role); 8] = [
    ("ragnhild", Role::Chair),
    ("odd", Role::BoardMember),
    ("berit", Role::Deputy), // sits for nobody
    ("hanne", Role::ProgrammeManager),
    ("per", Role::Observer),
    ("gjest", Role::Guest),
    ("bjoern", Role::Facilitator),
    ("vegg", Role::Projector),
];

/// A plan in memory: people ask, and what happened is kept as the log would.
#[derive(Clone)]
pub struct World {
    pub docket: Docket,
    pub kind: PlanKind,
    pub people: Vec<Person>,
    pub aside: BTreeMap<PersonId, BTreeSet<MeasureId>>,
    pub proposals: Vec<ReviewedProposal>,
    pub plan: ActionPlan,
    pub hash: Option<String>,
    pub texts: BTreeMap<SuggestionId, StandingText>,
    pub entries: Vec<Entry>,
    /// The board makes a resolution: nobody edits the plan.
    pub is_deciding: bool,
    pub now: Timestamp,
}

pub fn person(id: &str) -> PersonId {
    PersonId::parse(id).unwrap()
}

pub fn proposal(id: &str) -> ProposalId {
    ProposalId::parse(id).unwrap()
}

pub fn proposals(ids: &[&str]) -> BTreeSet<ProposalId> {
    ids.iter().map(|id| proposal(id)).collect()
}

pub fn note(id: &str) -> NoteId {
    NoteId::parse(id).unwrap()
}

pub fn version(id: &str) -> VersionId {
    VersionId::parse(id).unwrap()
}

pub fn suggestion(id: &str) -> SuggestionId {
    SuggestionId::parse(id).unwrap()
}

pub fn revision(id: &str) -> RevisionId {
    RevisionId::parse(id).unwrap()
}

pub fn measure(id: &str) -> Row {
    Row::Measure(MeasureId::parse(id).unwrap())
}

pub fn words_of(row: Row) -> PlanText {
    PlanText::Row(TextKey::new(row, TextField::Title).unwrap())
}

pub fn prose(path: &str) -> PlanText {
    PlanText::Prose(path.parse().unwrap())
}

impl World {
    /// The sample's plan as a draft, a few days before Christmas; last year's measures are those of the sample too.
    pub fn new() -> Self {
        let people = PEOPLE.iter().map(|(id, role)| Person {
            id: person(id),
            name: (*id).to_owned(),
            role: *role,
            title: None,
            represents: None,
        });
        let reviewed = sample::proposals().into_iter().map(|one| ReviewedProposal {
            id: one.id,
            status: match one.status {
                ProposalStatus::Incorporated => ProposalStatus::Prioritised,
                status => status,
            },
            reason: Some(one.reason).filter(|reason| !reason.is_empty()),
        });
        let mut world = Self {
            docket: Docket::default(),
            kind: PlanKind::ActionPlan,
            people: people.collect(),
            aside: BTreeMap::new(),
            proposals: reviewed.collect(),
            plan: sample::plan(),
            hash: Some("abc".to_owned()),
            texts: BTreeMap::new(),
            entries: Vec::new(),
            is_deciding: false,
            now: moment("2026-12-20".parse().unwrap(), 600),
        };
        let begun = Event::PlanBegun {
            head: sample::head(),
            last_year: beginning::last_measures(&sample::plan()),
        };
        world.keep("hanne", vec![begun]);
        world
    }

    /// The Omstillingsplan.
    pub fn of_the_period() -> Self {
        Self {
            kind: PlanKind::RestructuringPlan,
            ..Self::new()
        }
    }

    /// Every proposal has an answer.
    pub fn ready() -> Self {
        let mut world = Self::new();
        let ids: Vec<&str> = proposals::UNPLACED.to_vec();
        world.does("hanne", proposals::refuse(&ids, "Tas opp neste år."));
        world
    }

    fn keep(&mut self, who: &str, events: Vec<Event>) {
        self.now = self.now.plus_ms(1_000);
        let entry = Entry {
            at: self.now,
            by: person(who),
            request: RequestId::parse(&format!("r-{}", self.entries.len())).unwrap(),
            events,
        };
        self.docket.apply_entry(&entry);
        self.entries.push(entry);
    }

    pub fn around(&self) -> Surroundings<'_> {
        Surroundings {
            kind: self.kind,
            people: &self.people,
            aside: &self.aside,
            proposals: &self.proposals,
            plan: Some(&self.plan),
            hash: self.hash.as_deref(),
            texts: &self.texts,
        }
    }

    pub fn role(&self, id: &str) -> &Person {
        let mut people = self.people.iter();
        people.find(|one| one.id.as_str() == id).unwrap()
    }

    fn lock(&self, person: &Person, act: Act) -> Option<Lock> {
        let standing = Standing::taking_part(person.role);
        let by_role = lock(&standing, &MeetingSettings::default(), act);
        let is_held = self.is_deciding && act == Act::EditPlan;
        by_role.or(is_held.then_some(Lock::Deciding))
    }

    pub fn decides(&self, who: &str, command: Command) -> Result<Vec<Event>, Refusal> {
        let asker = self.role(who);
        let lock = |act: Act| self.lock(asker, act);
        let actor = Actor {
            person: asker,
            lock: &lock,
        };
        decide(&self.docket, &self.around(), &actor, command, self.now)
    }

    /// Asks, and keeps what happened.
    pub fn asks(&mut self, who: &str, command: Command) -> Result<Vec<Event>, Refusal> {
        let events = self.decides(who, command)?;
        self.keep(who, events.clone());
        Ok(events)
    }

    /// What must be allowed.
    #[track_caller]
    pub fn does(&mut self, who: &str, command: Command) {
        let asked = format!("{who}: {command:?}");
        if let Err(refusal) = self.asks(who, command) {
            panic!("{asked} was refused: {refusal:?}");
        }
    }

    #[track_caller]
    pub fn changes_nothing(&mut self, who: &str, command: Command) {
        assert_eq!(self.decides(who, command), Ok(Vec::new()));
    }

    #[track_caller]
    pub fn is_refused(&mut self, who: &str, command: Command, expected: Refusal) {
        let asked = format!("{who}: {command:?}");
        assert_eq!(self.decides(who, command), Err(expected), "{asked}");
    }

    pub fn sees(&self, who: &str) -> DocketView {
        let looker = self.role(who);
        let may = |act: Act| self.lock(looker, act).is_none();
        let viewer = Viewer {
            person: looker,
            may: &may,
        };
        visibility::view(&self.docket, &viewer)
    }

    /// Steps aside from a measure.
    pub fn steps_aside(&mut self, who: &str, from: &str) {
        let aside = self.aside.entry(person(who)).or_default();
        aside.insert(MeasureId::parse(from).unwrap());
    }
}
