//! All proposals of the last status review and what became of them: from the rows that name them, from what stands in the
//! docket, and from what the review itself said.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::state::{PlanLink, ProposalEnd};
use crate::id::ProposalId;
use crate::plan::checks::ProposalState;
use crate::plan::{ActionPlan, Row, trace};
use crate::proceedings::state::ProposalStatus;

/// A proposal as the review left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewedProposal {
    pub id: ProposalId,
    pub status: ProposalStatus,
    /// Why the review put it off or turned it down.
    #[serde(default)]
    pub reason: Option<String>,
}

/// What became of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    pub id: ProposalId,
    pub status: ProposalStatus,
    /// Why it was put off or turned down.
    pub reason: Option<String>,
    /// The rows that came from it, in the order of the plan.
    pub rows: Vec<Row>,
    pub links: Vec<PlanLink>,
}

impl Coverage {
    /// In how many places of the plan it ended. More than one is allowed, and said.
    pub fn n_places(&self) -> usize {
        self.rows.len() + self.links.len()
    }

    /// As the checks want to know it.
    pub fn state(&self) -> ProposalState {
        ProposalState {
            id: self.id.clone(),
            status: self.status,
            reason: self.reason.clone().unwrap_or_default(),
        }
    }
}

/// In the order of `proposals`. What stands in the plan is incorporated, whatever was said of it before; taken off again,
/// it is as it was.
pub fn coverage(
    plan: &ActionPlan,
    ends: &BTreeMap<ProposalId, ProposalEnd>,
    proposals: &[ReviewedProposal],
) -> Vec<Coverage> {
    let mut rows = trace::trace(plan);
    let of = |proposal: &ReviewedProposal| {
        let end = ends.get(&proposal.id).cloned().unwrap_or_default();
        let rows = rows.remove(&proposal.id).unwrap_or_default();
        let (status, reason) = match end.refusal {
            _ if !(rows.is_empty() && end.links.is_empty()) => (ProposalStatus::Incorporated, None),
            Some(refusal) if refusal.is_deferred => {
                (ProposalStatus::Deferred, Some(refusal.reason))
            }
            Some(refusal) => (ProposalStatus::Rejected, Some(refusal.reason)),
            // The review itself puts nothing into a plan.
            None if proposal.status == ProposalStatus::Incorporated => {
                (ProposalStatus::Prioritised, None)
            }
            None => (proposal.status, proposal.reason.clone()),
        };
        Coverage {
            id: proposal.id.clone(),
            status,
            reason,
            rows,
            links: end.links,
        }
    };
    proposals.iter().map(of).collect()
}
