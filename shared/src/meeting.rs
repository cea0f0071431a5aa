//! Meetings as things on the calendar, with the documents that belong to them.
//!
//! What happens *in* a meeting (scores, votes, steps) is in [`crate::proceedings`].

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{DocumentId, IndicatorId, MeetingId, PersonId};
use crate::programme::Person;
use crate::rights::{Act, Lock, MeetingSettings, Role, Standing, lock};
use crate::run_sheet::RunSheet;
use crate::template::ReviewForm;
use crate::time::Timestamp;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MeetingKind {
    StatusReview,
    BoardSeminar,
}

/// Where a meeting is on its way (issue 4): planned by the manager, open for its participants, running, over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MeetingState {
    #[default]
    Planned,
    Open,
    Running,
    Closed,
}

impl MeetingState {
    /// Whether a person may take the meeting from here to there in one step. Back is always possible: a button may have
    /// been pressed too early.
    pub fn may_become(self, next: Self) -> bool {
        use MeetingState::{Closed, Open, Planned, Running};
        matches!(
            (self, next),
            (Planned, Open)
                | (Open, Planned | Running)
                | (Running, Open | Closed)
                | (Closed, Running)
        )
    }

    /// Whether people can come in by code.
    pub fn takes_people_in(self) -> bool {
        matches!(self, Self::Open | Self::Running)
    }
}

/// In one room, on screens, or both. A mixed meeting counts as remote (domain 10.4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MeetingForm {
    #[default]
    InPerson,
    Remote,
    Mixed,
}

/// Somebody on a meeting's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Participant {
    pub person: PersonId,
    /// False for a reported absence (forfall).
    pub is_coming: bool,
    /// Whom a deputy sits for.
    #[serde(default)]
    pub seated_for: Option<PersonId>,
    /// Leads beside the facilitator.
    #[serde(default)]
    pub may_lead: bool,
}

impl Participant {
    pub fn coming(person: PersonId) -> Self {
        Self {
            person,
            is_coming: true,
            seated_for: None,
            may_lead: false,
        }
    }
}

/// A meeting on the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Meeting {
    pub id: MeetingId,
    pub kind: MeetingKind,
    pub year: u16,
    pub programme_year: u8,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: Date,
    /// The last day, when there is more than one.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub last_date: Option<Date>,
    /// Start and end of the day as `HH:MM`, when known.
    #[serde(default)]
    pub start: Option<String>,
    #[serde(default)]
    pub end: Option<String>,
    #[serde(default)]
    pub place: Option<String>,
    #[serde(default)]
    pub meeting_form: MeetingForm,
    /// Practical information for those who come: parking, lunch, what to bring.
    #[serde(default)]
    pub info: String,
    /// The six digits people type to join; finished meetings have none.
    #[serde(default)]
    pub code: Option<String>,
    pub state: MeetingState,
    /// Since when the meeting is in this state, when it is known.
    #[serde(default)]
    pub state_since: Option<Timestamp>,
    #[serde(default)]
    pub settings: MeetingSettings,
    /// Empty in a meeting whose list was never made: then it is for everybody in the programme.
    #[serde(default)]
    pub participants: Vec<Participant>,
    /// The meeting's own copy of its run sheet.
    #[serde(default)]
    pub run_sheet: Option<RunSheet>,
    /// Counts the changes, so that two people who change the meeting at once do not undo each other.
    #[serde(default)]
    pub version: u32,
    /// The meeting's own copy of its form, so that a later change never rewrites an old assessment (domain 2.8).
    #[serde(default)]
    pub form: Option<ReviewForm>,
    /// Per indicator, what the programme manager has put on the fact sheet.
    #[serde(default)]
    pub facts: BTreeMap<IndicatorId, Vec<String>>,
    /// What the group ended with, when the meeting is over.
    #[serde(default)]
    pub results: Vec<IndicatorResult>,
    #[serde(default)]
    pub recommendations: Vec<Recommendation>,
    /// The meeting that is rehearsed here with made-up participants; it leaves no trace there, and is deleted after.
    #[serde(default)]
    pub rehearsal_of: Option<MeetingId>,
}

impl Meeting {
    /// A planned meeting with nothing in it yet.
    pub fn new(id: MeetingId, kind: MeetingKind, date: Date, programme_year: u8) -> Self {
        Self {
            id,
            kind,
            year: u16::try_from(date.year()).unwrap_or(0),
            programme_year,
            date,
            last_date: None,
            start: None,
            end: None,
            place: None,
            meeting_form: MeetingForm::default(),
            info: String::new(),
            code: None,
            state: MeetingState::Planned,
            state_since: None,
            settings: MeetingSettings::default(),
            participants: Vec::new(),
            run_sheet: None,
            version: 0,
            form: None,
            facts: BTreeMap::new(),
            results: Vec::new(),
            recommendations: Vec::new(),
            rehearsal_of: None,
        }
    }

    /// What a person is in this meeting.
    pub fn standing(&self, person: &Person) -> Standing {
        let Some(participant) = self.participant(&person.id) else {
            return Standing {
                // A screen stands on no list; its session reaches the meeting it was let in to and no other.
                is_listed: self.participants.is_empty() || person.role == Role::Projector,
                ..Standing::outside(person.role)
            };
        };
        Standing {
            role: person.role,
            is_listed: true,
            is_coming: participant.is_coming,
            is_seated: participant.seated_for.is_some(),
            may_lead: participant.may_lead,
        }
    }

    /// Why a person may not do something here now; nothing when they may. The rights table first, then the state of the
    /// meeting: nothing is written before it opens or after it is over.
    pub fn lock(&self, person: &Person, act: Act) -> Option<Lock> {
        let by_rights = lock(&self.standing(person), &self.settings, act);
        let is_any_time = matches!(
            act,
            Act::FollowShared
                | Act::SeeProgramme
                | Act::ReadMaterial
                | Act::ManageMeeting
                | Act::ApproveMinutes
                | Act::DraftMinutes
                | Act::AnswerEvaluation
                | Act::SeeEvaluation
                | Act::ShowEvaluation
        );
        let by_state = match self.state {
            _ if is_any_time => None,
            MeetingState::Closed => Some(Lock::Closed),
            MeetingState::Planned => Some(Lock::NotOpen),
            MeetingState::Open | MeetingState::Running => None,
        };
        by_rights.or(by_state)
    }

    /// Why somebody is not in the room now; nothing when they are expected and the meeting is open.
    pub fn absence(&self, person: &Person) -> Option<Lock> {
        let standing = self.standing(person);
        match self.state {
            MeetingState::Closed => Some(Lock::Closed),
            MeetingState::Planned => Some(Lock::NotOpen),
            _ if !standing.is_listed => Some(Lock::NotListed),
            _ if !standing.is_coming => Some(Lock::Absent),
            MeetingState::Open | MeetingState::Running => None,
        }
    }

    pub fn allows(&self, person: &Person, act: Act) -> bool {
        self.lock(person, act).is_none()
    }

    pub fn is_closed(&self) -> bool {
        self.state == MeetingState::Closed
    }

    pub fn participant(&self, person: &PersonId) -> Option<&Participant> {
        self.participants
            .iter()
            .find(|participant| participant.person == *person)
    }
}

/// What a group agreed on for one indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IndicatorResult {
    pub indicator: IndicatorId,
    /// The common grade; none when the group did not agree.
    #[serde(default)]
    pub grade: Option<u8>,
    #[serde(default)]
    pub rationale: Option<String>,
}

/// Advice to the board; the next year's review opens with what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recommendation {
    pub text: String,
    #[serde(default)]
    pub follow_up: Option<FollowUp>,
    #[serde(default)]
    pub what_happened: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FollowUp {
    Done,
    Partly,
    NotDone,
}

/// What a document is for; decides who may write in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// Of a status review.
    Assessment,
    /// The rows of a plan.
    Plan,
    /// The prose of a plan.
    Chapters,
}

impl DocumentKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assessment => "assessment",
            Self::Plan => "plan",
            Self::Chapters => "chapters",
        }
    }
}

/// A document as a meeting lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentCard {
    pub id: DocumentId,
    pub kind: DocumentKind,
}

/// What a station of the year is about (domain 1.2); the six of the scheme and the municipality's own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StationKind {
    /// The approved Handlingsplan is put into effect.
    PlanInForce,
    /// Annual report and accounts to the municipal council.
    AnnualReport,
    FollowUp,
    HalfYearReport,
    StatusReview,
    BoardSeminar,
    #[default]
    Other,
}

/// A station of the årshjul. Deadlines remind; none of them locks anything (domain 8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WheelEvent {
    pub year: u16,
    /// 1 to 12, both included.
    pub month_from: u8,
    pub month_to: u8,
    #[serde(default)]
    pub kind: StationKind,
    pub title: String,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: Date,
    pub done: bool,
    #[serde(default)]
    pub responsible: Option<PersonId>,
    /// The meeting the station is, or belongs to.
    #[serde(default)]
    pub meeting: Option<MeetingId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meeting_goes_one_step_on_or_back() {
        use MeetingState::{Closed, Open, Planned, Running};
        let all = [Planned, Open, Running, Closed];
        for (from, next) in all
            .into_iter()
            .flat_map(|from| all.map(|next| (from, next)))
        {
            let steps = (from as i8 - next as i8).abs();
            let expected = steps == 1 && (from, next) != (Closed, Open);
            assert_eq!(from.may_become(next), expected, "{from:?} {next:?}");
        }
    }
}
