//! What people do with the proposals of an assessment.

use shared::document::assessment::{self, NewProposal};
use shared::id::{IndicatorId, PersonId, ProposalId};

use super::AssessmentModel;
use crate::mint;

impl AssessmentModel {
    pub fn add_proposal(self, indicator: Option<IndicatorId>, author: PersonId) -> ProposalId {
        let id = mint::proposal_id();
        let proposal = NewProposal {
            id: id.clone(),
            title: String::new(),
            text: String::new(),
            indicator,
            author: Some(author),
            owner: None,
            deadline: None,
        };
        self.edit(|replica| assessment::add_proposal(replica, &proposal, mint::jitter()));
        id
    }

    pub fn remove_proposal(self, id: &ProposalId) {
        self.edit(|replica| assessment::remove_proposal(replica, id));
    }

    pub fn restore_proposal(self, id: &ProposalId) {
        self.edit(|replica| assessment::restore_proposal(replica, id));
    }

    pub fn link_proposal(self, id: &ProposalId, indicator: Option<&IndicatorId>) {
        self.edit(|replica| assessment::link_proposal(replica, id, indicator));
    }

    /// Puts a proposal right before another one, or last.
    pub fn move_proposal(self, id: &ProposalId, before: Option<&ProposalId>) {
        self.edit(|replica| assessment::move_proposal(replica, id, before, mint::jitter()));
    }
}
