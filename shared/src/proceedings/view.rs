//! The proceedings as one viewer may see them. Maps rather than lists where single things change, because the live line
//! sends only the fields that are others than before (RFC 7396); so a field that may be absent is an `Option`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use super::seminar::view::SeminarView;
use super::state::{
    Agreement, Answer, Comment, FollowUpNote, Frozen, Grade, Group, Parked, Position,
    ProposalDraft, ProposedGrade, Reading, ReportState, Settled, Step, Timer, VoteResult,
};
use super::tally::Tally;
use crate::fact_sheet::FactSheet;
use crate::id::{GroupId, IndicatorId, PersonId, ProposalId, StepId};
use crate::time::Timestamp;

/// What one viewer sees; `proceedings` of a room's view.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ProceedingsView {
    pub steps: Vec<Step>,
    pub position: Option<Position>,
    pub timer: Option<Timer>,
    pub looks_up: bool,
    /// How many ask to speak.
    pub n_hands: u16,
    /// Whether the viewer is among them.
    pub my_hand: bool,
    /// In their order; only for whom leads.
    pub hands: Option<Vec<PersonId>>,
    pub parked: Vec<Parked>,
    /// The viewer's own notes; only for whom leads.
    pub step_notes: BTreeMap<StepId, String>,
    pub scoring: ScoringView,
    pub rounds: BTreeMap<IndicatorId, RoundView>,
    pub proposals: ProposalsView,
    pub vote: Option<VoteView>,
    pub concluded_at: Option<Timestamp>,
    /// What the viewer answered to "Var møtet verdt tiden?".
    pub my_worth: Option<u8>,
    /// How many answered each of the three, from four answers on.
    pub worth: Option<Vec<u16>>,
    pub fact_sheet: FactSheetView,
    pub report: ReportView,
    /// Of a board seminar.
    pub evaluation: Option<super::evaluation::view::EvaluationView>,
    pub formal: super::formal::view::FormalView,
    pub seminar: SeminarView,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ScoringView {
    pub is_open: bool,
    /// How many whose scores count have finished.
    pub n_done: u16,
    /// Of how many.
    pub n_scorers: u16,
    pub i_am_done: bool,
    /// Who has finished, and who has not; only for whom leads. Never what they answered, nor in which order.
    pub done: Option<Vec<PersonId>>,
    pub missing: Option<Vec<PersonId>>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct RoundView {
    /// The viewer's own.
    pub my_score: Option<MyScore>,
    pub my_thought: Option<MyThought>,
    pub reveal: Option<RevealView>,
    /// Thoughts their owners have shared, without names, in an order that says nothing.
    pub thoughts: Vec<String>,
    pub proposed: Option<ProposedGrade>,
    pub my_answer: Option<Answer>,
    /// How many of those who may answer have answered what.
    pub n_agreed: u16,
    pub n_remarks: u16,
    pub n_not_agreed: u16,
    pub n_answerers: u16,
    /// Remarks carry names (domain 2.4).
    pub remarks: BTreeMap<PersonId, String>,
    /// Who has not answered yet; only for whom leads.
    pub unanswered: Option<Vec<PersonId>>,
    pub settled: Option<Settled>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyScore {
    /// None for "vet ikke".
    pub value: Option<u8>,
    /// Whether somebody else typed it in.
    pub was_typed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyThought {
    pub text: String,
    pub is_shared: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevealView {
    /// When the dots begin to fall, by the server's clock.
    pub starts_at: Timestamp,
    pub tally: Tally,
    pub observers: Option<Tally>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ProposalsView {
    /// Whether what people write is shared.
    pub is_open: bool,
    /// All there are, shared or not.
    pub n_all: u16,
    /// The viewer's own that are not shared yet, oldest first.
    pub my_drafts: Vec<MyDraft>,
    /// The shared ones, oldest first. Their words are in [`crate::view::RoomTexts`] and in the assessment.
    pub shared: Vec<SharedProposal>,
    pub groups: Vec<Group>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyDraft {
    pub id: ProposalId,
    pub draft: ProposalDraft,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SharedProposal {
    pub id: ProposalId,
    /// Only of whom has said "Dette er mitt".
    pub author: Option<PersonId>,
    pub is_mine: bool,
    pub by_observer: bool,
    pub on_behalf_of: Option<String>,
    pub applies_to: super::state::AppliesTo,
    pub indicator: Option<IndicatorId>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct VoteView {
    pub dots: u8,
    pub max_per_candidate: u8,
    /// The candidates in an order of the viewer's own, until it is closed.
    pub candidates: Vec<GroupId>,
    /// What the viewer has given. Advice only, for an observer.
    pub my_ballot: BTreeMap<GroupId, u8>,
    pub is_advice: bool,
    pub i_am_done: bool,
    pub n_done: u16,
    pub n_voters: u16,
    /// Only for whom leads.
    pub missing: Option<Vec<PersonId>>,
    pub result: Option<VoteResult>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct FactSheetView {
    /// None for others than the manager and whom leads, until it is shared.
    pub sheet: Option<FactSheet>,
    pub version: u32,
    pub written_by: Option<PersonId>,
    pub shared_at: Option<Timestamp>,
    pub i_have_read: bool,
    pub n_read: u16,
    /// Only for the manager and whom leads.
    pub read_by: Option<Vec<PersonId>>,
    #[serde(deserialize_with = "by_number")]
    pub follow_ups: BTreeMap<usize, FollowUpNote>,
}

/// A view stands in a frame that says its type in a field of its own; there serde takes keys for words only.
fn by_number<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<BTreeMap<usize, T>, D::Error> {
    let by_word = BTreeMap::<String, T>::deserialize(deserializer)?;
    let number = |(word, value): (String, T)| {
        let number = word.parse().map_err(D::Error::custom)?;
        Ok((number, value))
    };
    by_word.into_iter().map(number).collect()
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ReportView {
    pub state: ReportState,
    /// Whether the viewer may read it as it is now.
    pub is_open_to_me: bool,
    pub sent_at: Option<Timestamp>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub due: Option<Date>,
    pub readers: BTreeMap<PersonId, Reading>,
    pub comments: Vec<Comment>,
    pub frozen: Option<FrozenView>,
}

/// A final report without its words: they are fetched by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FrozenView {
    pub at: Timestamp,
    pub hash: String,
}

impl From<&Frozen> for FrozenView {
    fn from(frozen: &Frozen) -> Self {
        Self {
            at: frozen.at,
            hash: frozen.hash.clone(),
        }
    }
}

/// What was agreed on an indicator, in one word for lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Open,
    Grade(u8, Agreement),
    Range(u8, u8),
}

impl RoundView {
    pub fn outcome(&self) -> Outcome {
        match &self.settled {
            None => Outcome::Open,
            Some(settled) => match settled.grade {
                Grade::One(grade) => Outcome::Grade(grade, settled.agreement),
                Grade::Range { lowest, highest } => Outcome::Range(lowest, highest),
            },
        }
    }
}
