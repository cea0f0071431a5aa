//! What a seminar stands on: the review before it, last year's plan, and the plans that are written in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{FocusAreaId, GroupId, MeasureId, MeetingId, PlanId};
use crate::plan::measure::{Measure, MeasureStatus};
use crate::plan::sums::Sums;
use crate::plan::{ActionPlan, FundingSource};
use crate::proceedings::seminar::state::Candidate;
use crate::proceedings::state::{AppliesTo, ProposalStatus};

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
    pub applies_to: Option<AppliesTo>,
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
            measures: measures(plan),
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

/// The measures of a plan, as a line each.
pub fn measures(plan: &ActionPlan) -> Vec<MeasureGlimpse> {
    plan.measures.iter().map(MeasureGlimpse::of).collect()
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
        }
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
