//! The rules, table by table; and a random day that must keep its secrets.

mod budget;
mod day;
mod evaluation;
mod grade;
mod papers;
mod random;
mod rehearsal;
mod scoring;
mod seminar;
mod sharing;
mod stored;
mod undoing;

use std::collections::BTreeSet;

use super::command::Command;
use super::decide::{Actor, FrozenReport, Surroundings, decide};
use super::event::{Entry, Event};
use super::refusal::Refusal;
use super::state::{Position, Proceedings};
use super::view::ProceedingsView;
use super::visibility::{self, Viewer};
use crate::id::{IndicatorId, MeetingId, PersonId, ProgrammeId, ProposalId, RequestId, StepId};
use crate::lobby::{Attendance, Lobby};
use crate::meeting::{Meeting, MeetingKind, MeetingState, Participant};
use crate::programme::{LanguageForm, OrganisationForm, Person, Programme, Retention};
use crate::rights::{Act, Role};
use crate::run_sheet::RunSheet;
use crate::template::ReviewForm;
use crate::time::Timestamp;

const PSV: &str = include_str!("../../../templates/psv-4x4.json");
const DAY: &str = include_str!("../../../templates/runsheet-psv.json");
const SEMINAR: &str = include_str!("../../../templates/runsheet-styreseminar.json");

pub const A1: &str = "forankring-og-eierskap";
pub const A2: &str = "planer-og-styring";

/// Everybody of a small programme: first names are ids.
const PEOPLE: [(&str, Role); 14] = [
    ("ragnhild", Role::Chair),
    ("torgeir", Role::ViceChair),
    ("ingunn", Role::BoardMember),
    ("kjersti", Role::BoardMember),
    ("odd", Role::BoardMember),
    ("amir", Role::BoardMember), // absent; Mathias sits for him
    ("mathias", Role::Deputy),
    ("berit", Role::Deputy), // sits for nobody
    ("hanne", Role::ProgrammeManager),
    ("per", Role::Observer),
    ("lena", Role::Observer),
    ("gjest", Role::Guest),
    ("bjoern", Role::Facilitator),
    ("vegg", Role::Projector),
];

/// A meeting in memory: people ask, and what happened is kept as the log would.
#[derive(Clone)]
pub struct World {
    pub proceedings: Proceedings,
    pub lobby: Lobby,
    pub in_document: Vec<ProposalId>,
    pub with_rationale: BTreeSet<IndicatorId>,
    pub entries: Vec<Entry>,
    pub now: Timestamp,
}

pub fn person(id: &str) -> PersonId {
    PersonId::parse(id).unwrap()
}

pub fn indicator(id: &str) -> IndicatorId {
    IndicatorId::parse(id).unwrap()
}

pub fn step(id: &str) -> StepId {
    StepId::parse(id).unwrap()
}

impl World {
    /// An open PSV of the third year in which all are here except whom has reported absent.
    pub fn new() -> Self {
        let mut meeting = Meeting::new(
            MeetingId::parse("psv").unwrap(),
            MeetingKind::StatusReview,
            "2026-10-28".parse().unwrap(),
            3,
        );
        meeting.state = MeetingState::Running;
        meeting.form = Some(ReviewForm::from_json(PSV).unwrap());
        meeting.run_sheet = Some(RunSheet::from_template(DAY, 3).unwrap().1);
        meeting.participants = PEOPLE
            .iter()
            .filter(|(_, role)| *role != Role::Projector)
            .map(|(id, _)| Participant {
                is_coming: *id != "amir",
                seated_for: (*id == "mathias").then(|| person("amir")),
                ..Participant::coming(person(id))
            })
            .collect();
        let people = PEOPLE.iter().map(|(id, role)| Person {
            id: person(id),
            name: (*id).to_owned(),
            role: *role,
            title: None,
            represents: None,
        });
        let here = PEOPLE.iter().filter(|(id, _)| *id != "amir");
        let attendance = here.map(|(id, _)| Attendance {
            person: person(id),
            arrived_at: Timestamp(1),
            left_at: None,
        });
        let lobby = Lobby {
            programme: programme(),
            meeting,
            people: people.collect(),
            attendance: attendance.collect(),
            knocks: Vec::new(),
            connected: BTreeSet::new(),
            unsent: std::collections::BTreeMap::new(),
            tried: BTreeSet::new(),
        };
        Self {
            proceedings: Proceedings::default(),
            lobby,
            in_document: Vec::new(),
            with_rationale: BTreeSet::new(),
            entries: Vec::new(),
            now: Timestamp(1_000_000),
        }
    }

    /// A seminar of two days, which has no form.
    pub fn seminar() -> Self {
        let mut world = Self::new();
        world.becomes_a_seminar();
        world.lobby.meeting.form = None;
        world
    }

    pub fn becomes_a_seminar(&mut self) {
        let (kind, sheet) = RunSheet::from_template(SEMINAR, 3).unwrap();
        self.lobby.meeting.kind = kind;
        self.lobby.meeting.run_sheet = Some(sheet);
    }

    /// The day has begun and everybody may score.
    pub fn begun() -> Self {
        let mut world = Self::new();
        world.does("bjoern", Command::BeginDay);
        world.does("bjoern", Command::OpenScoring { is_open: true });
        world
    }

    pub fn around(&self) -> Surroundings<'_> {
        Surroundings {
            lobby: &self.lobby,
            in_document: &self.in_document,
            with_rationale: &self.with_rationale,
            report: Some(FrozenReport {
                hash: "abc".into(),
                content: "{}".into(),
            }),
            hash: |text| format!("hash of {} bytes", text.len()),
        }
    }

    pub fn role(&self, id: &str) -> &Person {
        let mut people = self.lobby.people.iter();
        people.find(|one| one.id.as_str() == id).unwrap()
    }

    pub fn decides(&self, who: &str, command: Command) -> Result<Vec<Event>, Refusal> {
        let asker = self.role(who);
        let lock = |act: Act| self.lobby.meeting.lock(asker, act);
        let actor = Actor {
            person: asker,
            lock: &lock,
        };
        decide(&self.proceedings, &self.around(), &actor, command, self.now)
    }

    /// Asks, and keeps what happened.
    pub fn asks(&mut self, who: &str, command: Command) -> Result<Vec<Event>, Refusal> {
        let events = self.decides(who, command)?;
        self.now = self.now.plus_ms(1_000);
        let entry = Entry {
            at: self.now,
            by: person(who),
            request: RequestId::parse(&format!("r-{}", self.entries.len())).unwrap(),
            events: events.clone(),
        };
        self.proceedings.apply_entry(&entry);
        self.entries.push(entry);
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
    pub fn is_refused(&mut self, who: &str, command: Command, expected: Refusal) {
        let before = self.proceedings.clone();
        let asked = format!("{who}: {command:?}");
        assert_eq!(self.asks(who, command), Err(expected), "{asked}");
        assert_eq!(self.proceedings, before, "a refusal changes nothing");
    }

    pub fn sees(&self, who: &str) -> ProceedingsView {
        let looker = self.role(who);
        let may = |act: Act| self.lobby.meeting.allows(looker, act);
        let viewer = Viewer {
            person: looker,
            may: &may,
        };
        visibility::view(&self.proceedings, &self.around(), &viewer)
    }

    pub fn at(&self) -> Position {
        self.proceedings.position.clone().unwrap()
    }

    /// Goes on until the group is at this step, and, where given, this indicator.
    pub fn goes_to(&mut self, wanted: &str) {
        while self.at().step.as_str() != wanted {
            let form = self.lobby.meeting.form.as_ref();
            let next = super::steps::next(&self.proceedings.steps, form, &self.at()).unwrap();
            if let (Some(indicator), super::state::Phase::Talk) = (&next.indicator, next.phase)
                && !self.proceedings.is_revealed(indicator)
            {
                let indicator = indicator.clone();
                self.does("bjoern", Command::Reveal { indicator });
                continue;
            }
            let from = self.at();
            self.does("bjoern", Command::Move { from, to: next });
        }
    }

    /// One face on.
    pub fn goes_on(&mut self) {
        let form = self.lobby.meeting.form.as_ref();
        let from = self.at();
        let to = super::steps::next(&self.proceedings.steps, form, &from).unwrap();
        self.does("bjoern", Command::Move { from, to });
    }

    /// Back to the nearest face of this kind.
    pub fn goes_back_to(&mut self, phase: super::state::Phase) {
        while self.at().phase != phase {
            let form = self.lobby.meeting.form.as_ref();
            let from = self.at();
            let to = super::steps::previous(&self.proceedings.steps, form, &from).unwrap();
            self.does("bjoern", Command::Move { from, to });
        }
    }

    pub fn scores(&mut self, who: &str, on: &str, value: u8) {
        let command = Command::Score {
            indicator: indicator(on),
            value: Some(value),
            on_behalf_of: None,
        };
        self.does(who, command);
    }
}

fn programme() -> Programme {
    Programme {
        id: ProgrammeId::parse("fjordvik").unwrap(),
        name: "Fjordvik i omstilling".into(),
        municipality: "Fjordvik kommune".into(),
        county_authority: "Kystlandet".into(),
        organisation_form: OrganisationForm::MunicipalCommittee,
        language_form: LanguageForm::Nb,
        first_year: 2024,
        n_years: 6,
        current_year: 3,
        calendar_year: 2026,
        vision: String::new(),
        summary: String::new(),
        retention: Retention::default(),
    }
}
