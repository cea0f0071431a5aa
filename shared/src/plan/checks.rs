//! What the tool points out about a plan (domain 4.5): a calm list, from one function that browser and server share.
//! Nothing here stops anybody from writing.

use serde::{Deserialize, Serialize};

use super::measure::Measure;
use super::money::Kroner;
use super::sums::{Cost, Sums};
use super::{ActionPlan, FocusArea, FundingSource, Row};
use crate::fact_sheet::PlpPhase;
use crate::id::ProposalId;
use crate::proceedings::state::ProposalStatus;

#[cfg(test)]
mod tests;

/// More is pointed out; some programmes have five.
pub const USUAL_FOCUS_AREAS: usize = 4;

/// What is looked for. Its id is that of the template, where its words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PlanCheck {
    #[serde(rename = "finansiering-lik-budsjett")]
    FundingIsBudget,
    #[serde(rename = "sum-finansiering-lik-sum-kostnad")]
    PlanBalances,
    #[serde(rename = "innenfor-rammen")]
    WithinFrame,
    #[serde(rename = "ufordelt-ramme")]
    FrameIsAllocated,
    #[serde(rename = "maalbart-maal-per-innsatsomraade")]
    FocusAreaHasGoal,
    #[serde(rename = "antall-innsatsomraader")]
    FewFocusAreas,
    #[serde(rename = "tiltak-har-ansvarlig")]
    MeasureHasResponsible,
    #[serde(rename = "tiltak-har-frist")]
    MeasureHasDeadline,
    #[serde(rename = "tiltak-har-resultatmaal")]
    MeasureHasResultGoal,
    #[serde(rename = "forslag-er-behandlet")]
    ProposalIsTreated,
    #[serde(rename = "avvist-har-grunn")]
    RefusalHasReason,
    #[serde(rename = "stort-tiltak-uten-fase")]
    CountyMoneyHasPhase,
}

/// The most serious comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    Error,
    Warning,
    Notice,
}

impl PlanCheck {
    pub const fn severity(self) -> Severity {
        match self {
            Self::FundingIsBudget | Self::PlanBalances | Self::WithinFrame => Severity::Error,
            Self::FocusAreaHasGoal
            | Self::MeasureHasResponsible
            | Self::MeasureHasDeadline
            | Self::MeasureHasResultGoal
            | Self::ProposalIsTreated
            | Self::RefusalHasReason => Severity::Warning,
            Self::FrameIsAllocated | Self::FewFocusAreas | Self::CountyMoneyHasPhase => {
                Severity::Notice
            }
        }
    }

    /// Whether the plan can go to the municipal council with it: errors cannot, nor a proposal that nobody answered.
    pub const fn blocks_handing_over(self) -> bool {
        matches!(self.severity(), Severity::Error) || matches!(self, Self::ProposalIsTreated)
    }
}

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    pub check: PlanCheck,
    pub subject: Subject,
    /// For checks of money.
    pub amounts: Option<Amounts>,
}

impl Finding {
    pub const fn severity(&self) -> Severity {
        self.check.severity()
    }
}

/// What a finding is about, and where a press on it leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    Plan,
    Row(Row),
    Proposal(ProposalId),
}

/// Two amounts that should be equal, or of which the second should not be the larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Amounts {
    /// The budget, the cost, or the frame.
    pub wanted: Kroner,
    /// The funding, or what is allocated.
    pub found: Kroner,
}

/// Where an improvement proposal is on its way (domain 3.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposalState {
    pub id: ProposalId,
    pub status: ProposalStatus,
    /// Why it was put off or turned down; empty when nobody has said so.
    pub reason: String,
}

/// Everything to look at, the most serious first, then in the order of the plan.
pub fn check(plan: &ActionPlan, proposals: &[ProposalState]) -> Vec<Finding> {
    let mut findings = Vec::new();
    check_costs(plan, &mut findings);
    check_totals(&Sums::of(plan), &mut findings);
    for area in &plan.focus_areas {
        if !has_measurable_goal(plan, area) {
            let row = Row::FocusArea(area.id.clone());
            findings.push(finding(PlanCheck::FocusAreaHasGoal, Subject::Row(row)));
        }
    }
    if plan.focus_areas.len() > USUAL_FOCUS_AREAS {
        findings.push(finding(PlanCheck::FewFocusAreas, Subject::Plan));
    }
    for measure in &plan.measures {
        check_measure(measure, &mut findings);
    }
    for proposal in proposals {
        findings.extend(check_proposal(proposal));
    }
    findings.sort_by_key(Finding::severity);
    findings
}

/// Each measure and operating cost by itself.
fn check_costs(plan: &ActionPlan, findings: &mut Vec<Finding>) {
    let measures = plan.measures.iter().map(|measure| {
        let row = Row::Measure(measure.id.clone());
        (row, Cost::of(measure.budget, &measure.funding))
    });
    let operation = plan.operating_costs.iter().map(|item| {
        let row = Row::OperatingCost(item.id.clone());
        (row, Cost::of(item.budget, &item.funding))
    });
    for (row, cost) in measures.chain(operation) {
        if cost.budget != cost.funding {
            let check = PlanCheck::FundingIsBudget;
            findings.push(of_money(
                check,
                Subject::Row(row),
                cost.budget,
                cost.funding,
            ));
        }
    }
}

fn check_totals(sums: &Sums, findings: &mut Vec<Finding>) {
    let Cost {
        budget, funding, ..
    } = sums.plan;
    if budget != funding {
        let check = PlanCheck::PlanBalances;
        findings.push(of_money(check, Subject::Plan, budget, funding));
    }
    for (source, sum) in &sums.by_source {
        let Some(frame) = sum.frame else { continue };
        let check = match sum.allocated.cmp(&frame) {
            std::cmp::Ordering::Greater => PlanCheck::WithinFrame,
            std::cmp::Ordering::Less => PlanCheck::FrameIsAllocated,
            std::cmp::Ordering::Equal => continue,
        };
        let subject = Subject::Row(Row::Frame(*source));
        findings.push(of_money(check, subject, frame, sum.allocated));
    }
}

fn has_measurable_goal(plan: &ActionPlan, area: &FocusArea) -> bool {
    plan.goals.iter().any(|goal| {
        goal.focus_area.as_ref() == Some(&area.id)
            && !goal.indicator.trim().is_empty()
            && goal.targets.contains_key(&plan.head.year)
    })
}

fn check_measure(measure: &Measure, findings: &mut Vec<Finding>) {
    let funding = &measure.funding;
    let has_county_money = funding
        .get(&FundingSource::County)
        .is_some_and(|amount| *amount > Kroner::ZERO);
    for (check, is_well) in [
        (PlanCheck::MeasureHasResponsible, has_responsible(measure)),
        (PlanCheck::MeasureHasDeadline, measure.deadline.is_some()),
        (
            PlanCheck::MeasureHasResultGoal,
            !measure.result_goal.trim().is_empty(),
        ),
        (
            PlanCheck::CountyMoneyHasPhase,
            measure.plp_phase.is_some() || !has_county_money,
        ),
    ] {
        if !is_well {
            let row = Row::Measure(measure.id.clone());
            findings.push(finding(check, Subject::Row(row)));
        }
    }
}

/// A project of the PLP needs both who answers for it and who runs it; anything else needs one of them.
fn has_responsible(measure: &Measure) -> bool {
    let is_named =
        |name: &Option<String>| name.as_ref().is_some_and(|name| !name.trim().is_empty());
    let names = [&measure.responsible.pa, &measure.responsible.pl];
    match measure.plp_phase {
        None | Some(PlpPhase::NotAProject) => names.into_iter().any(is_named),
        Some(PlpPhase::PreStudy | PlpPhase::PreProject | PlpPhase::MainProject) => {
            names.into_iter().all(is_named)
        }
    }
}

fn check_proposal(proposal: &ProposalState) -> Option<Finding> {
    let check = match proposal.status {
        ProposalStatus::Prioritised => PlanCheck::ProposalIsTreated,
        ProposalStatus::Deferred | ProposalStatus::Rejected
            if proposal.reason.trim().is_empty() =>
        {
            PlanCheck::RefusalHasReason
        }
        _ => return None,
    };
    Some(finding(check, Subject::Proposal(proposal.id.clone())))
}

fn finding(check: PlanCheck, subject: Subject) -> Finding {
    Finding {
        check,
        subject,
        amounts: None,
    }
}

fn of_money(check: PlanCheck, subject: Subject, wanted: Kroner, found: Kroner) -> Finding {
    Finding {
        check,
        subject,
        amounts: Some(Amounts { wanted, found }),
    }
}
