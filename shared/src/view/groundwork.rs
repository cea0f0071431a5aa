//! What a seminar stands on: the review before it, last year's plan, and the plans that are written in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{FocusAreaId, GroupId, MeasureId, MeetingId, PlanId};
use crate::plan::docket::coverage::{Coverage, coverage};
use crate::plan::docket::state::Docket;
use crate::plan::measure::{Measure, MeasureStatus};
use crate::plan::sums::Sums;
use crate::plan::{ActionPlan, FundingSource};
use crate::proceedings::seminar::state::Candidate;
use crate::proceedings::state::ProposalStatus;
use crate::view::{ReviewView, Theme};

/// What everybody in the room of a seminar sees of it, the wall included.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Groundwork {
    pub review: Option<ReviewGlimpse>,
    /// The Handlingsplan of the year after the seminar.
    pub action_plan: Option<PlanGlimpse>,
    /// The Omstillingsplan.
    pub restructuring_plan: Option<PlanId>,
    /// The measures of the plan before.
    pub last_year: Vec<MeasureGlimpse>,
}

/// The review before a seminar, once it is concluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewGlimpse {
    pub meeting: MeetingId,
    pub year: u16,
    /// Most dots first.
    pub proposals: Vec<ProposalGlimpse>,
}

/// A group of proposals, or one by itself, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposalGlimpse {
    pub title: String,
    pub status: ProposalStatus,
    /// None where nobody voted.
    pub dots: Option<u16>,
    /// Why it was put off or turned down.
    pub reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanGlimpse {
    pub id: PlanId,
    pub year: i16,
    pub focus_areas: Vec<FocusAreaGlimpse>,
    pub measures: Vec<MeasureGlimpse>,
    pub budget: BudgetGlimpse,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FocusAreaGlimpse {
    pub id: FocusAreaId,
    pub title: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeasureGlimpse {
    pub id: MeasureId,
    /// `1.2`; empty when it stands in no focus area.
    pub number: String,
    pub title: String,
    pub focus_area: Option<FocusAreaId>,
    /// Who answers for it, in words.
    pub who: Option<String>,
    pub status: MeasureStatus,
    /// What the board says came of it.
    pub note: String,
}

/// Whole kroner.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BudgetGlimpse {
    /// What measures and operation cost, and what pays for it.
    pub cost: i64,
    pub funding: i64,
    /// Of each source with a frame: how much there is, and how much is handed out.
    pub frames: BTreeMap<FundingSource, FrameGlimpse>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FrameGlimpse {
    pub frame: i64,
    pub allocated: i64,
}

impl PlanGlimpse {
    pub fn of(id: PlanId, plan: &ActionPlan) -> Self {
        let areas = plan.focus_areas.iter().map(|area| FocusAreaGlimpse {
            id: area.id.clone(),
            title: area.title.clone(),
        });
        Self {
            id,
            year: plan.head.year,
            focus_areas: areas.collect(),
            measures: plan.measures.iter().map(MeasureGlimpse::of).collect(),
            budget: BudgetGlimpse::of(&Sums::of(plan)),
        }
    }

    /// What dots can be given to: the measures that have a title.
    pub fn candidates(&self) -> Vec<Candidate> {
        let titled = self.measures.iter();
        let titled = titled.filter(|measure| !measure.title.trim().is_empty());
        let candidates = titled.filter_map(|measure| {
            Some(Candidate {
                id: GroupId::parse(measure.id.as_str()).ok()?,
                title: measure.title.clone(),
            })
        });
        candidates.collect()
    }
}

impl MeasureGlimpse {
    fn of(measure: &Measure) -> Self {
        Self {
            id: measure.id.clone(),
            number: measure.number.map_or_else(String::new, |it| it.to_string()),
            title: measure.title.clone(),
            focus_area: measure.focus_area.clone(),
            who: measure.responsible.pa.clone(),
            status: measure.status,
            note: String::new(),
        }
    }
}

/// The measures of the plan before this one, as they stood, or as the board says now.
pub fn last_year(docket: &Docket) -> Vec<MeasureGlimpse> {
    let measures = docket.last_year.iter().map(|measure| {
        let said = docket.follow_ups.get(&measure.id);
        MeasureGlimpse {
            id: measure.id.clone(),
            number: measure.number.map_or_else(String::new, |it| it.to_string()),
            title: measure.title.clone(),
            focus_area: None,
            who: measure.responsible.clone(),
            status: said.map_or(measure.status, |said| said.status),
            note: said.map_or_else(String::new, |said| said.note.clone()),
        }
    });
    measures.collect()
}

/// The review's proposals, theme by theme, with what has become of each in the plan.
pub fn proposals(review: &ReviewView, docket: &Docket, plan: &ActionPlan) -> Vec<ProposalGlimpse> {
    let coverage = coverage(plan, &docket.ends, &review.proposals);
    let glimpse = |theme: &Theme| {
        let own = |one: &&Coverage| theme.proposals.iter().any(|it| it.id == one.id);
        // What one of them has come to, they have come to together.
        let furthest = coverage
            .iter()
            .filter(own)
            .max_by_key(|one| rank(one.status));
        ProposalGlimpse {
            title: theme.title.clone(),
            status: furthest.map_or(ProposalStatus::Proposed, |one| one.status),
            dots: theme.dots,
            reason: furthest.and_then(|one| one.reason.clone()),
        }
    };
    review.themes.iter().map(glimpse).collect()
}

fn rank(status: ProposalStatus) -> u8 {
    match status {
        ProposalStatus::Proposed => 0,
        ProposalStatus::Prioritised => 1,
        ProposalStatus::Rejected => 2,
        ProposalStatus::Deferred => 3,
        ProposalStatus::Incorporated => 4,
    }
}

impl BudgetGlimpse {
    fn of(sums: &Sums) -> Self {
        let frames = sums.by_source.iter().filter_map(|(source, sum)| {
            let frame = FrameGlimpse {
                frame: sum.frame?.0,
                allocated: sum.allocated.0,
            };
            Some((*source, frame))
        });
        Self {
            cost: sums.plan.budget.0,
            funding: sums.plan.funding.0,
            frames: frames.collect(),
        }
    }

    /// Whether the plan is paid for, and no frame is exceeded.
    pub fn is_balanced(&self) -> bool {
        let mut frames = self.frames.values();
        self.cost == self.funding && frames.all(|one| one.allocated <= one.frame)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::sample;

    #[test]
    fn the_room_sees_the_samples_plan_as_lines_and_sums() {
        let plan = sample::plan();
        let id = PlanId::parse("handlingsplan-2027").unwrap();
        let glimpse = PlanGlimpse::of(id, &plan);
        assert_eq!(glimpse.measures.len(), plan.measures.len());
        assert_eq!(glimpse.measures[0].number, "1.1");
        assert_eq!(glimpse.candidates().len(), plan.measures.len());
        let county = glimpse.budget.frames[&FundingSource::County];
        assert_eq!(
            county.frame,
            plan.frames[&FundingSource::County].frame.unwrap().0
        );
        assert_eq!(glimpse.budget.cost, glimpse.budget.funding);
        assert!(glimpse.budget.is_balanced());
        let json = serde_json::to_string(&glimpse).unwrap();
        assert_eq!(serde_json::from_str::<PlanGlimpse>(&json).unwrap(), glimpse);
    }
}
