//! What became of the proposals, where it is no row of the plan.

use std::collections::BTreeSet;

use super::{Asked, Decided, MAX_LINE, unless, words};
use crate::id::ProposalId;
use crate::plan::docket::event::Event;
use crate::plan::docket::refusal::Refusal;
use crate::plan::docket::state::{PlanLink, ProposalEnd, ProposalRefusal};
use crate::plan::trace;
use crate::rights::Act;

/// The most places one proposal can lead to beside rows.
const MAX_LINKS: usize = 20;
/// As many proposals as a review can have.
const MAX_PROPOSALS: usize = 500;

impl Asked<'_> {
    pub fn link_proposals(&self, proposals: BTreeSet<ProposalId>, link: PlanLink) -> Decided {
        let mut proposals = self.answerable(proposals)?;
        proposals.retain(|id| !self.is_linked(id, &link));
        let ends = &self.docket.ends;
        let is_full = |id| ends.get(id).is_some_and(|end| end.links.len() >= MAX_LINKS);
        if proposals.iter().any(is_full) {
            return Err(Refusal::TooMany);
        }
        unless(
            proposals.is_empty(),
            Event::ProposalsLinked { proposals, link },
        )
    }

    pub fn unlink_proposals(&self, proposals: BTreeSet<ProposalId>, link: PlanLink) -> Decided {
        let mut proposals = self.answerable(proposals)?;
        proposals.retain(|id| self.is_linked(id, &link));
        unless(
            proposals.is_empty(),
            Event::ProposalsUnlinked { proposals, link },
        )
    }

    pub fn refuse_proposals(
        &self,
        proposals: BTreeSet<ProposalId>,
        refusal: Option<ProposalRefusal>,
    ) -> Decided {
        let mut proposals = self.answerable(proposals)?;
        let refusal = refusal.map(|refusal| {
            let reason = words(&refusal.reason, MAX_LINE)?;
            if reason.is_empty() {
                return Err(Refusal::NeedsReason);
            }
            Ok(ProposalRefusal { reason, ..refusal })
        });
        let refusal = refusal.transpose()?;
        if refusal.is_some() {
            let places = trace::trace(self.plan()?);
            let is_linked = |id| {
                let end = self.docket.ends.get(id);
                end.is_some_and(|end: &ProposalEnd| !end.links.is_empty())
            };
            if proposals
                .iter()
                .any(|id| places.contains_key(id) || is_linked(id))
            {
                return Err(Refusal::AlreadyPlaced);
            }
        }
        proposals.retain(|id| {
            let end = self.docket.ends.get(id);
            end.and_then(|end| end.refusal.as_ref()) != refusal.as_ref()
        });
        unless(
            proposals.is_empty(),
            Event::ProposalsRefused { proposals, refusal },
        )
    }

    fn is_linked(&self, id: &ProposalId, link: &PlanLink) -> bool {
        let end = self.docket.ends.get(id);
        end.is_some_and(|end| end.links.contains(link))
    }

    /// Proposals of the review, none of which became a measure the actor has stepped aside from.
    fn answerable(&self, proposals: BTreeSet<ProposalId>) -> Result<BTreeSet<ProposalId>, Refusal> {
        self.actor.may(Act::EditPlan)?;
        self.is_open()?;
        if proposals.is_empty() {
            return Err(Refusal::Empty);
        }
        if proposals.len() > MAX_PROPOSALS {
            return Err(Refusal::TooMany);
        }
        let mut known = self.around.proposals.iter().map(|proposal| &proposal.id);
        let known: BTreeSet<&ProposalId> = known.by_ref().collect();
        // What stands here from an earlier review may still be taken back.
        let is_known = |id| known.contains(id) || self.docket.ends.contains_key(id);
        if !proposals.iter().all(is_known) {
            return Err(Refusal::NoSuchProposal);
        }
        let places = self.around.plan.map(trace::trace).unwrap_or_default();
        let rows = proposals.iter().filter_map(|id| places.get(id)).flatten();
        for row in rows {
            self.is_not_aside(Some(row))?;
        }
        Ok(proposals)
    }
}
