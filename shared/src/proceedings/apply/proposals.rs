//! What an event does to proposals, their groups and the vote about them.

use std::collections::BTreeSet;

use super::super::event::Event;
use super::super::state::{Group, Proceedings, ProposalState, ProposalStatus, Vote};
use super::set;
use crate::id::{GroupId, PersonId, ProposalId};
use crate::time::Timestamp;

impl Proceedings {
    pub(super) fn apply_to_proposals(&mut self, at: Timestamp, by: &PersonId, event: Event) {
        match event {
            Event::ProposalDrafted {
                id,
                draft,
                by_observer,
            } => {
                let at = self.proposals.get(&id).map_or(at, |before| before.at);
                let author = by.clone();
                let proposal = ProposalState {
                    author,
                    draft,
                    is_shared: false,
                    is_claimed: false,
                    by_observer,
                    at,
                };
                self.proposals.insert(id, proposal);
            }
            Event::DraftDropped { id } => {
                self.proposals.remove(&id);
            }
            Event::ProposalsShared { ids } => {
                for id in ids {
                    if let Some(proposal) = self.proposals.get_mut(&id) {
                        proposal.is_shared = true;
                    }
                }
            }
            Event::ProposalsOpened => self.proposals_open = true,
            Event::ProposalClaimed { id, is_claimed } => {
                if let Some(proposal) = self.proposals.get_mut(&id) {
                    proposal.is_claimed = is_claimed;
                }
            }
            Event::Gathered {
                group,
                title,
                proposals,
            } => self.gathered(group, title, proposals),
            Event::Ungrouped { proposals } => self.take_out(&proposals),
            Event::GroupRenamed { group, title } => {
                self.change_group(&group, |group| group.title = title);
            }
            event => self.apply_to_vote(at, by, event),
        }
    }

    fn apply_to_vote(&mut self, at: Timestamp, by: &PersonId, event: Event) {
        match event {
            Event::VoteOpened {
                dots,
                max_per_candidate,
                alone,
            } => self.vote_opened(dots, max_per_candidate, alone),
            Event::DotsGiven { group, dots } => {
                if let Some(vote) = &mut self.vote {
                    let ballot = vote.ballots.entry(by.clone()).or_default();
                    ballot.insert(group, dots);
                    ballot.retain(|_, dots| *dots > 0);
                    if vote.shown.is_some() {
                        vote.changed.insert(by.clone());
                    }
                }
            }
            Event::VotingFinished { is_done } => {
                if let Some(vote) = &mut self.vote {
                    set(&mut vote.done, by, is_done);
                }
            }
            Event::VoteClosed { result, counted } => {
                if let Some(vote) = &mut self.vote {
                    if vote.shown.as_ref() != Some(&result) {
                        vote.changed.clear();
                    }
                    vote.shown = Some(result.clone());
                    vote.result = Some(result);
                    vote.counted = counted;
                }
            }
            Event::VoteReopened => {
                if let Some(vote) = &mut self.vote {
                    vote.result = None;
                }
                self.prioritise(None);
            }
            Event::VoteCancelled => {
                self.vote = None;
                self.prioritise(None);
                self.groups.retain(|group| !group.is_made_by_vote());
            }
            Event::LineDrawn { from_dots } => {
                let result = self.vote.as_mut().and_then(|vote| vote.result.as_mut());
                if let Some(result) = result {
                    result.line = from_dots;
                }
                self.prioritise(from_dots);
            }
            Event::TaskAssigned { group, task } => {
                self.change_group(&group, |group| group.task = Some(task));
            }
            Event::StatusSet {
                group,
                status,
                reason,
            } => self.change_group(&group, |group| {
                group.status = status;
                group.reason = reason;
            }),
            event => self.apply_to_papers(at, by, event),
        }
    }

    fn gathered(&mut self, id: GroupId, title: String, proposals: Vec<ProposalId>) {
        let is_there = self.group(&id).is_some();
        let elsewhere: Vec<ProposalId> = match self.group(&id) {
            Some(group) => proposals
                .into_iter()
                .filter(|one| !group.proposals.contains(one))
                .collect(),
            None => proposals,
        };
        self.take_out(&elsewhere);
        if is_there {
            self.change_group(&id, |group| {
                group.title = title;
                group.proposals.extend(elsewhere);
            });
        } else {
            self.groups.push(new_group(id, title, elsewhere));
        }
    }

    /// Out of every group; a group that is empty then is gone.
    fn take_out(&mut self, proposals: &[ProposalId]) {
        for group in &mut self.groups {
            group.proposals.retain(|id| !proposals.contains(id));
        }
        self.groups.retain(|group| !group.proposals.is_empty());
    }

    fn change_group(&mut self, id: &GroupId, change: impl FnOnce(&mut Group)) {
        if let Some(group) = self.groups.iter_mut().find(|group| group.id == *id) {
            change(group);
        }
    }

    fn vote_opened(&mut self, dots: u8, max_per_candidate: u8, alone: Vec<ProposalId>) {
        for proposal in alone {
            let id = GroupId::parse(proposal.as_str()).expect("both kinds of id look the same");
            self.groups
                .push(new_group(id, String::new(), vec![proposal]));
        }
        self.prioritise(None);
        self.vote = Some(Vote {
            dots,
            max_per_candidate,
            ballots: std::collections::BTreeMap::new(),
            done: BTreeSet::new(),
            counted: std::collections::BTreeMap::new(),
            shown: None,
            changed: BTreeSet::new(),
            result: None,
        });
    }

    /// What has dots enough goes on; what has come further is left where it is.
    fn prioritise(&mut self, from_dots: Option<u16>) {
        let result = self.vote.as_ref().and_then(|vote| vote.result.as_ref());
        let totals = result.map(|result| result.totals.clone());
        for group in &mut self.groups {
            let dots = totals.as_ref().and_then(|totals| totals.get(&group.id));
            let is_above = match (from_dots, dots) {
                (Some(line), Some(dots)) => *dots >= line,
                _ => false,
            };
            group.status = match (group.status, is_above) {
                (ProposalStatus::Proposed | ProposalStatus::Prioritised, true) => {
                    ProposalStatus::Prioritised
                }
                (ProposalStatus::Prioritised, false) => ProposalStatus::Proposed,
                (status, _) => status,
            };
        }
    }
}

fn new_group(id: GroupId, title: String, proposals: Vec<ProposalId>) -> Group {
    Group {
        id,
        title,
        proposals,
        status: ProposalStatus::Proposed,
        reason: None,
        task: None,
    }
}
