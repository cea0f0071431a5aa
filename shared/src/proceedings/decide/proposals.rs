//! Improvement proposals: written in peace, shared, gathered in groups.

use std::collections::BTreeSet;

use super::{Asked, Decided, MAX_TEXT, MAX_TITLE, some_words, unless, words};
use crate::id::{GroupId, ProposalId};
use crate::proceedings::event::Event;
use crate::proceedings::refusal::Refusal;
use crate::proceedings::shuffle::mix;
use crate::proceedings::state::{Phase, Position, ProposalDraft, ProposalState};
use crate::rights::{Act, Role};

const MAX_OF_ONE: usize = 60;
const MAX_PROPOSALS: usize = 500;
const MAX_GROUPS: usize = 200;

impl Asked<'_> {
    pub fn draft_proposal(&self, id: ProposalId, draft: ProposalDraft) -> Decided {
        self.actor.may(Act::WriteAssessment)?;
        self.proceedings.is_open_to_change()?;
        let before = self.proceedings.proposals.get(&id);
        if let Some(before) = before {
            self.is_own_draft(before)?;
        } else {
            self.has_room()?;
        }
        let groups = &self.proceedings.groups;
        let is_a_group = groups.iter().any(|one| one.id.as_str() == id.as_str());
        if is_a_group || self.around.in_document.contains(&id) {
            return Err(Refusal::IdTaken);
        }
        if let Some(indicator) = &draft.indicator {
            self.around.indicator(indicator)?;
        }
        let on_behalf_of = draft.on_behalf_of.as_deref().map(|name| words(name, 60));
        let draft = ProposalDraft {
            title: some_words(&draft.title, MAX_TITLE)?,
            text: words(&draft.text, MAX_TEXT)?,
            on_behalf_of: on_behalf_of.transpose()?.filter(|name| !name.is_empty()),
            ..draft
        };
        let is_so = before.is_some_and(|before| before.draft == draft);
        let by_observer = self.actor.person.role == Role::Observer;
        let event = Event::ProposalDrafted {
            id,
            draft,
            by_observer,
        };
        unless(is_so, event)
    }

    fn is_own_draft(&self, proposal: &ProposalState) -> Result<(), Refusal> {
        if proposal.author != *self.actor.id() {
            return Err(Refusal::NotYours);
        }
        if proposal.is_shared {
            return Err(Refusal::AlreadyShared);
        }
        Ok(())
    }

    fn has_room(&self) -> Result<(), Refusal> {
        let all = &self.proceedings.proposals;
        let own = all.values().filter(|one| one.author == *self.actor.id());
        if own.count() >= MAX_OF_ONE || all.len() >= MAX_PROPOSALS {
            return Err(Refusal::TooMany);
        }
        Ok(())
    }

    pub fn drop_draft(&self, id: ProposalId) -> Decided {
        self.actor.may(Act::WriteAssessment)?;
        let Some(proposal) = self.proceedings.proposals.get(&id) else {
            return Ok(Vec::new());
        };
        self.is_own_draft(proposal)?;
        Ok(vec![Event::DraftDropped { id }])
    }

    pub fn share_proposal(&self, id: ProposalId) -> Decided {
        self.actor.may(Act::WriteAssessment)?;
        self.proceedings.is_open_to_change()?;
        let proposal = self.proceedings.proposals.get(&id);
        let proposal = proposal.ok_or(Refusal::NoSuchProposal)?;
        if proposal.author != *self.actor.id() {
            return Err(Refusal::NotYours);
        }
        if proposal.is_shared {
            return Ok(Vec::new());
        }
        if !self.proceedings.proposals_open {
            return Err(Refusal::ProposalsNotOpen);
        }
        self.no_vote_is_open()?;
        Ok(vec![Event::ProposalsShared { ids: vec![id] }])
    }

    /// Everybody's drafts are shared; whoever is at the writing goes on to the gathering.
    pub fn open_proposals(&self) -> Decided {
        self.leads()?;
        self.proceedings.is_open_to_change()?;
        self.no_vote_is_open()?;
        let mut events = Vec::new();
        if !self.proceedings.proposals_open {
            events.extend(self.share_all());
        }
        let at = self.proceedings.position.as_ref();
        if let Some(at) = at.filter(|at| at.phase == Phase::Write) {
            let to = Position {
                phase: Phase::Gather,
                ..at.clone()
            };
            events.push(Event::Moved { to });
        }
        Ok(events)
    }

    /// What opens the proposals.
    pub(super) fn share_all(&self) -> impl Iterator<Item = Event> {
        let drafts = self.proceedings.proposals.iter();
        let mut drafts: Vec<_> = drafts.filter(|(_, one)| !one.is_shared).collect();
        // The order in which they enter the assessment says nothing of who wrote first.
        drafts.sort_by_key(|(id, _)| mix(&[id.as_str()]));
        let ids: Vec<ProposalId> = drafts.into_iter().map(|(id, _)| id.clone()).collect();
        let shared = (!ids.is_empty()).then_some(Event::ProposalsShared { ids });
        [Some(Event::ProposalsOpened), shared].into_iter().flatten()
    }

    pub fn claim_proposal(&self, id: ProposalId, is_claimed: bool) -> Decided {
        self.actor.takes_part()?;
        let proposal = self.proceedings.proposals.get(&id);
        let proposal = proposal.ok_or(Refusal::NoSuchProposal)?;
        if proposal.author != *self.actor.id() {
            return Err(Refusal::NotYours);
        }
        let is_so = proposal.is_claimed == is_claimed;
        unless(is_so, Event::ProposalClaimed { id, is_claimed })
    }

    pub fn gather(&self, group: GroupId, title: &str, proposals: Vec<ProposalId>) -> Decided {
        let proposals = self.gatherable(proposals)?;
        let before = self.proceedings.group(&group);
        if before.is_none() && self.proceedings.groups.len() >= MAX_GROUPS {
            return Err(Refusal::TooMany);
        }
        // In a vote, a proposal by itself is a group that has its id.
        let is_a_proposal = ProposalId::parse(group.as_str())
            .is_ok_and(|id| self.is_known(&id) && (before.is_none() && proposals != [id]));
        if is_a_proposal {
            return Err(Refusal::IdTaken);
        }
        let typed = words(title, MAX_TITLE)?;
        let title = match before {
            Some(before) if typed.is_empty() => before.title.clone(),
            _ => typed,
        };
        let is_so = before.is_some_and(|before| {
            before.title == title && proposals.iter().all(|id| before.proposals.contains(id))
        });
        let event = Event::Gathered {
            group,
            title,
            proposals,
        };
        unless(is_so, event)
    }

    pub fn ungroup(&self, proposals: Vec<ProposalId>) -> Decided {
        let proposals = self.gatherable(proposals)?;
        let mut grouped = self
            .proceedings
            .groups
            .iter()
            .flat_map(|group| &group.proposals);
        let is_so = !grouped.any(|id| proposals.contains(id));
        unless(is_so, Event::Ungrouped { proposals })
    }

    pub fn rename_group(&self, group: GroupId, title: &str) -> Decided {
        self.leads()?;
        self.candidates_are_free()?;
        let title = some_words(title, MAX_TITLE)?;
        let before = self.proceedings.group(&group);
        let is_so = before.ok_or(Refusal::NoSuchGroup)?.title == title;
        unless(is_so, Event::GroupRenamed { group, title })
    }

    /// Proposals that somebody may gather: shared ones, each once.
    fn gatherable(&self, proposals: Vec<ProposalId>) -> Result<Vec<ProposalId>, Refusal> {
        self.actor
            .may_any(&[Act::WriteAssessment, Act::LeadMeeting])?;
        self.proceedings.is_open_to_change()?;
        self.candidates_are_free()?;
        if proposals.is_empty() {
            return Err(Refusal::Empty);
        }
        let mut seen = BTreeSet::new();
        let proposals: Vec<ProposalId> = proposals
            .into_iter()
            .filter(|id| seen.insert(id.clone()))
            .collect();
        if !proposals.iter().all(|id| self.is_shared(id)) {
            return Err(Refusal::NoSuchProposal);
        }
        Ok(proposals)
    }

    fn is_known(&self, id: &ProposalId) -> bool {
        self.proceedings.proposals.contains_key(id) || self.around.in_document.contains(id)
    }

    /// Known here, or written straight into the assessment.
    fn is_shared(&self, id: &ProposalId) -> bool {
        let known = self.proceedings.proposals.get(id);
        known.map_or_else(
            || self.around.in_document.contains(id),
            |proposal| proposal.is_shared,
        )
    }

    pub(super) fn no_vote_is_open(&self) -> Result<(), Refusal> {
        let vote = self.proceedings.vote.as_ref();
        if vote.is_some_and(|vote| vote.result.is_none()) {
            return Err(Refusal::VoteOpen);
        }
        Ok(())
    }

    /// What has dots on it stays as it is; a new vote begins with other candidates.
    fn candidates_are_free(&self) -> Result<(), Refusal> {
        if self.proceedings.vote.is_some() {
            return Err(Refusal::VoteOpen);
        }
        Ok(())
    }

    /// The shared proposals that are in no group, in an order that says nothing of who wrote first.
    pub(super) fn ungrouped(&self) -> Vec<ProposalId> {
        let known = self.proceedings.proposals.iter();
        let known = known.filter(|(_, proposal)| proposal.is_shared);
        let known = known.map(|(id, _)| id);
        let of_document = self.around.in_document.iter();
        let unknown = of_document.filter(|id| !self.proceedings.proposals.contains_key(*id));
        let groups = &self.proceedings.groups;
        let is_alone = |id: &&ProposalId| !groups.iter().any(|group| group.proposals.contains(*id));
        // Somebody may have written one straight into the assessment under the id of a group.
        let is_free = |id: &&ProposalId| !groups.iter().any(|one| one.id.as_str() == id.as_str());
        let alone = known.chain(unknown).filter(is_alone).filter(is_free);
        let mut alone: Vec<ProposalId> = alone.cloned().collect();
        alone.sort_by_key(|id| mix(&[id.as_str()]));
        alone
    }
}
