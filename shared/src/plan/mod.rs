//! The Handlingsplan of one year: its rows as plain values, what they add up to ([`sums`]) and what is to be pointed out
//! about them ([`checks`]). Domain 4 and 9.
//!
//! How the rows are kept while several people write them stands in [`crate::document::plan`], which reads an
//! [`ActionPlan`] and begins a document from one. Prose chapters are a document of their own.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::id::{
    CommunicationId, FocusAreaId, GoalId, MeasureId, MilestoneId, OperatingCostId,
    PlannedMeetingId, ProposalId, RiskId, SectionId,
};

pub mod beginning;
pub mod canonical;
pub mod checks;
pub mod compare;
pub mod docket;
pub mod measure;
pub mod money;
pub mod number;
pub mod outline;
pub mod paste;
#[cfg(any(test, feature = "sample"))]
pub mod sample;
pub mod strip;
pub mod sums;
pub mod trace;
pub mod typed_date;
pub mod words;

use measure::{Measure, MeasureNumber};
use money::Kroner;
use number::Tenths;

/// A plan as it stands now, in the order of its pages. What is removed is not in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActionPlan {
    pub head: Head,
    pub sections: Vec<Section>,
    pub focus_areas: Vec<FocusArea>,
    pub goals: Vec<Goal>,
    pub measures: Vec<Measure>,
    pub operating_costs: Vec<OperatingCost>,
    pub risks: Vec<Risk>,
    pub communication: Vec<CommunicationActivity>,
    /// By date; those without one come last.
    pub meeting_plan: Vec<PlannedMeeting>,
    pub frames: BTreeMap<FundingSource, BudgetFrame>,
}

impl ActionPlan {
    /// Whether a row stands in it.
    pub fn has(&self, row: &Row) -> bool {
        match row {
            Row::Section(id) => self.sections.iter().any(|row| row.id == *id),
            Row::FocusArea(id) => self.focus_areas.iter().any(|row| row.id == *id),
            Row::Goal(id) => self.goals.iter().any(|row| row.id == *id),
            Row::Measure(id) => self.measures.iter().any(|row| row.id == *id),
            Row::Milestone(id) => {
                let mut milestones = self.measures.iter().flat_map(|row| &row.milestones);
                milestones.any(|row| row.id == *id)
            }
            Row::Frame(source) => self.frames.contains_key(source),
            Row::OperatingCost(id) => self.operating_costs.iter().any(|row| row.id == *id),
            Row::Risk(id) => self.risks.iter().any(|row| row.id == *id),
            Row::Communication(id) => self.communication.iter().any(|row| row.id == *id),
            Row::Meeting(id) => self.meeting_plan.iter().any(|row| row.id == *id),
        }
    }

    /// Numbers focus areas and measures by where they stand.
    pub fn renumber(&mut self) {
        let mut n_measures = BTreeMap::new();
        for (number, area) in (1..).zip(&mut self.focus_areas) {
            area.number = number;
            n_measures.insert(area.id.clone(), (number, 0));
        }
        for measure in &mut self.measures {
            let area = measure.focus_area.as_ref();
            measure.number = area.and_then(|area| n_measures.get_mut(area)).map(|area| {
                area.1 += 1;
                MeasureNumber {
                    focus_area: area.0,
                    place: area.1,
                }
            });
        }
    }
}

/// What is decided about a plan as a whole. Commands change it and the server keeps it: in the document, everybody who
/// may write a row could adopt the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Head {
    /// A calendar year.
    pub year: i16,
    /// From 1.
    pub programme_year: u8,
    pub version: String,
    pub state: PlanState,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub board_date: Option<Date>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub council_date: Option<Date>,
    /// As the municipality writes it.
    pub case_number: Option<String>,
    /// When the county authority promised the money, and on which conditions.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub grant_date: Option<Date>,
    pub conditions: String,
}

/// Which of the programme's two plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PlanKind {
    /// Handlingsplan, for one year.
    ActionPlan,
    /// Omstillingsplan, for the whole period.
    RestructuringPlan,
}

/// How far a plan has come (domain 4.1).
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PlanState {
    #[default]
    Draft,
    BoardProposal,
    Adopted,
    Funded,
}

/// A chapter, under its own heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Section {
    pub id: SectionId,
    pub title: String,
}

/// Innsatsområde.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FocusArea {
    pub id: FocusAreaId,
    /// From 1, as it stands in the plan.
    pub number: usize,
    pub title: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Goal {
    pub id: GoalId,
    /// None for the programme as a whole.
    pub focus_area: Option<FocusAreaId>,
    pub title: String,
    /// What is counted.
    pub indicator: String,
    pub unit: Unit,
    pub baseline: Option<Tenths>,
    pub period_target: Option<Tenths>,
    /// What is to be reached by the end of each calendar year.
    #[serde(deserialize_with = "by_year")]
    pub targets: BTreeMap<i16, Tenths>,
    pub achieved: Option<Tenths>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub achieved_on: Option<Date>,
    /// Where the figures come from.
    pub source: String,
    pub from_proposals: BTreeSet<ProposalId>,
}

/// A plan may stand in a frame that says its type in a field of its own; there serde takes keys for words only.
fn by_year<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<i16, Tenths>, D::Error> {
    let by_word = BTreeMap::<String, Tenths>::deserialize(deserializer)?;
    let year = |(word, target): (String, Tenths)| {
        let year = word.parse().map_err(D::Error::custom)?;
        Ok((year, target))
    };
    by_word.into_iter().map(year).collect()
}

/// What the number of a goal counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Årsverk.
    Fte,
    #[default]
    Count,
    Nok,
}

/// What each source pays.
pub type Funding = BTreeMap<FundingSource, Kroner>;

/// Who pays (domain 4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FundingSource {
    County,
    Municipality,
    InnovationNorway,
    Private,
    Other,
    CarriedOver,
}

impl PlanState {
    /// The one after this.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Draft => Some(Self::BoardProposal),
            Self::BoardProposal => Some(Self::Adopted),
            Self::Adopted => Some(Self::Funded),
            Self::Funded => None,
        }
    }

    /// Whether the plan has been handed over: what stands in it changes no more.
    pub const fn is_frozen(self) -> bool {
        !matches!(self, Self::Draft)
    }
}

impl FundingSource {
    pub const ALL: [Self; 6] = [
        Self::County,
        Self::Municipality,
        Self::InnovationNorway,
        Self::Private,
        Self::Other,
        Self::CarriedOver,
    ];

    /// Its name in documents and templates.
    pub const fn id(self) -> &'static str {
        match self {
            Self::County => "county",
            Self::Municipality => "municipality",
            Self::InnovationNorway => "innovation-norway",
            Self::Private => "private",
            Self::Other => "other",
            Self::CarriedOver => "carried-over",
        }
    }

    /// Money carried over was counted in the year it was given: years must never be added with it.
    pub const fn is_new_money(self) -> bool {
        !matches!(self, Self::CarriedOver)
    }
}

/// How much there is of a source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BudgetFrame {
    /// None when it is not known, or there is no such limit.
    pub frame: Option<Kroner>,
    /// What is expected the year after.
    pub next_year: Option<Kroner>,
}

/// Administrasjon og drift: a cost outside the measures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OperatingCost {
    pub id: OperatingCostId,
    pub title: String,
    pub budget: Option<Kroner>,
    pub funding: Funding,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Risk {
    pub id: RiskId,
    pub focus_area: Option<FocusAreaId>,
    /// When it is about one measure.
    pub measure: Option<MeasureId>,
    pub title: String,
    /// 1–5.
    pub likelihood: Option<u8>,
    /// 1–5.
    pub consequence: Option<u8>,
    /// What we do about it.
    pub response: String,
    pub responsible: Option<String>,
}

/// Kommunikasjonstiltak.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommunicationActivity {
    pub id: CommunicationId,
    pub title: String,
    pub audience: String,
    pub channel: String,
    /// In words: `Mars og april`.
    pub when: String,
    pub responsible: Option<String>,
    pub from_proposals: BTreeSet<ProposalId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlannedMeeting {
    pub id: PlannedMeetingId,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub date: Option<Date>,
    pub title: String,
    pub topic: String,
}

/// A row of a plan, by name. Written as its path in the document: `measures/<id>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Row {
    Section(SectionId),
    FocusArea(FocusAreaId),
    Goal(GoalId),
    Measure(MeasureId),
    Milestone(MilestoneId),
    Frame(FundingSource),
    OperatingCost(OperatingCostId),
    Risk(RiskId),
    Communication(CommunicationId),
    Meeting(PlannedMeetingId),
}

#[cfg(test)]
mod tests {
    use super::measure::{GrantStatus, MeasureStatus};
    use super::*;
    use crate::fact_sheet::PlpPhase;
    use serde_json::{Value, json};

    fn ids<T: Serialize>(choices: &[T]) -> Value {
        choices.iter().map(|choice| json!(choice)).collect()
    }

    #[test]
    fn the_choices_are_those_of_the_template() {
        let template: Value =
            serde_json::from_str(include_str!("../../templates/handlingsplan.json")).unwrap();
        let named = |list: &str| -> Value {
            let list = template[list].as_array().unwrap();
            list.iter().map(|choice| choice["id"].clone()).collect()
        };
        assert_eq!(named("funding_sources"), ids(&FundingSource::ALL));
        assert_eq!(
            named("plp_phases"),
            ids(&[
                PlpPhase::PreStudy,
                PlpPhase::PreProject,
                PlpPhase::MainProject,
                PlpPhase::NotAProject,
            ])
        );
        assert_eq!(
            named("measure_statuses"),
            ids(&[
                MeasureStatus::Planned,
                MeasureStatus::OnTrack,
                MeasureStatus::Delayed,
                MeasureStatus::Paused,
                MeasureStatus::Done,
                MeasureStatus::Stopped,
            ])
        );
        assert_eq!(
            named("grant_statuses"),
            ids(&[
                GrantStatus::NotApplied,
                GrantStatus::Applied,
                GrantStatus::Granted,
                GrantStatus::Declined,
            ])
        );
        assert_eq!(
            named("plan_states"),
            ids(&[
                PlanState::Draft,
                PlanState::BoardProposal,
                PlanState::Adopted,
                PlanState::Funded,
            ])
        );
        for source in FundingSource::ALL {
            assert_eq!(json!(source.id()), json!(source));
        }
    }
}
