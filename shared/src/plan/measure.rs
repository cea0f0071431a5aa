//! Tiltak: the lines of a plan, most of them projects.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Funding;
use super::money::Kroner;
use super::number::Tenths;
use crate::fact_sheet::PlpPhase;
use crate::id::{FocusAreaId, MeasureId, MilestoneId, PersonId, ProposalId};

/// A line of the plan (domain 4.2, 9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Measure {
    pub id: MeasureId,
    /// None when it stands in no focus area of the plan.
    pub number: Option<MeasureNumber>,
    pub focus_area: Option<FocusAreaId>,
    pub title: String,
    pub strategy: String,
    /// None until somebody has chosen one.
    pub plp_phase: Option<PlpPhase>,
    pub background: String,
    /// What is there when the project ends.
    pub result_goal: String,
    /// What is gained afterwards.
    pub effect_goal: String,
    /// What `target` counts.
    pub indicator: String,
    pub target: Option<Tenths>,
    pub responsible: Responsible,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub start: Option<Date>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub deadline: Option<Date>,
    /// By date; those without one come last.
    pub milestones: Vec<Milestone>,
    pub decision_point: DecisionPoint,
    pub budget: Option<Kroner>,
    pub funding: Funding,
    pub status: MeasureStatus,
    pub grant_status: GrantStatus,
    pub from_proposals: BTreeSet<ProposalId>,
    /// Who is known to have an interest in it. A reminder to the chair, and no decision (domain 10.2).
    pub interests: BTreeSet<PersonId>,
}

impl Measure {
    /// A measure of which nothing is known yet.
    pub fn new(id: MeasureId) -> Self {
        Self {
            id,
            number: None,
            focus_area: None,
            title: String::new(),
            strategy: String::new(),
            plp_phase: None,
            background: String::new(),
            result_goal: String::new(),
            effect_goal: String::new(),
            indicator: String::new(),
            target: None,
            responsible: Responsible::default(),
            start: None,
            deadline: None,
            milestones: Vec::new(),
            decision_point: DecisionPoint::default(),
            budget: None,
            funding: Funding::new(),
            status: MeasureStatus::default(),
            grant_status: GrantStatus::default(),
            from_proposals: BTreeSet::new(),
            interests: BTreeSet::new(),
        }
    }
}

/// Focus area and place in it, each from 1: `1.2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeasureNumber {
    pub focus_area: usize,
    pub place: usize,
}

impl fmt::Display for MeasureNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.focus_area, self.place)
    }
}

/// By name, since many who run a project are in no list of ours.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Responsible {
    /// Prosjektansvarlig: answers for it.
    pub pa: Option<String>,
    /// Prosjektleder: runs it.
    pub pl: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Milestone {
    pub id: MilestoneId,
    pub measure: MeasureId,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub date: Option<Date>,
    pub title: String,
}

/// Where it is decided to go on, to change or to stop.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionPoint {
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub date: Option<Date>,
    pub name: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MeasureStatus {
    #[default]
    Planned,
    OnTrack,
    Delayed,
    Paused,
    Done,
    Stopped,
}

/// How far an application for the money has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum GrantStatus {
    #[default]
    NotApplied,
    Applied,
    Granted,
    Declined,
}
