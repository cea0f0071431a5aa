//! The cut: what one viewer may see of the proceedings. The only way out of the server for any of it.
//!
//! Before an indicator is revealed nobody else's score, thought or order of arrival is in any view; after it the scores
//! are numbers without names for good. Drafts are their author's; ballots are never shown.

use std::collections::BTreeMap;

use super::decide::Surroundings;
use super::seminar;
use super::shuffle::mix;
use super::state::{Answer, Group, Proceedings, ProposalState, Round, Vote};
use super::tally::FEWEST_SHOWN;
use super::view::{
    FactSheetView, FrozenView, MyDraft, MyScore, MyThought, ProceedingsView, ProposalsView,
    ReportView, RevealView, RoundView, ScoringView, SharedProposal, VoteView,
};
use crate::id::{GroupId, PersonId, ProposalId};
use crate::programme::Person;
use crate::rights::{Act, Role};

/// Who looks, and what they may do here now.
pub struct Viewer<'a> {
    pub person: &'a Person,
    pub may: &'a dyn Fn(Act) -> bool,
}

impl Viewer<'_> {
    pub(super) fn id(&self) -> &PersonId {
        &self.person.id
    }

    fn leads(&self) -> bool {
        (self.may)(Act::LeadMeeting)
    }

    pub(super) fn leads_or_manages(&self) -> bool {
        self.leads() || (self.may)(Act::ManageMeeting)
    }

    fn reads(&self) -> bool {
        (self.may)(Act::ReadMaterial)
    }

    fn is_screen(&self) -> bool {
        self.person.role == Role::Projector
    }
}

pub fn view(
    proceedings: &Proceedings,
    around: &Surroundings<'_>,
    viewer: &Viewer<'_>,
) -> ProceedingsView {
    let cut = Cut {
        proceedings,
        around,
        viewer,
    };
    let own = viewer.id();
    let leads = viewer.leads();
    ProceedingsView {
        steps: proceedings.steps.clone(),
        position: proceedings.position.clone(),
        timer: proceedings.timer,
        looks_up: proceedings.looks_up,
        n_hands: count(proceedings.hands.len()),
        my_hand: proceedings.hands.contains(own),
        hands: leads.then(|| proceedings.hands.clone()),
        parked: if viewer.reads() {
            proceedings.parked.clone()
        } else {
            Vec::new()
        },
        step_notes: if leads { cut.notes() } else { BTreeMap::new() },
        scoring: cut.scoring(),
        rounds: cut.rounds(),
        proposals: cut.proposals(),
        vote: proceedings.vote.as_ref().map(|vote| cut.vote(vote)),
        concluded_at: proceedings.concluded_at,
        my_worth: proceedings.worth.get(own).copied(),
        worth: cut.worth(),
        fact_sheet: cut.fact_sheet(),
        report: cut.report(),
        evaluation: super::evaluation::visibility::view(proceedings, around, viewer),
        formal: super::formal::view::cut(&proceedings.formal, around, viewer),
        seminar: seminar::cut::cut(&proceedings.seminar, own),
    }
}

struct Cut<'a> {
    proceedings: &'a Proceedings,
    around: &'a Surroundings<'a>,
    viewer: &'a Viewer<'a>,
}

impl Cut<'_> {
    fn notes(&self) -> BTreeMap<crate::id::StepId, String> {
        let notes = self.proceedings.step_notes.iter();
        let own = notes.filter_map(|(step, notes)| {
            let note = notes.get(self.viewer.id())?;
            Some((step.clone(), note.clone()))
        });
        own.collect()
    }

    fn scoring(&self) -> ScoringView {
        let proceedings = self.proceedings;
        let scorers: Vec<&PersonId> = self
            .around
            .scorers(proceedings)
            .map(|person| &person.id)
            .collect();
        let (done, missing): (Vec<&PersonId>, Vec<&PersonId>) = scorers
            .iter()
            .partition(|id| proceedings.has_finished_scoring(id));
        let leads = self.viewer.leads();
        ScoringView {
            is_open: proceedings.scoring_since.is_some(),
            n_done: count(done.len()),
            n_scorers: count(scorers.len()),
            i_am_done: proceedings.done_scoring.contains(self.viewer.id()),
            done: leads.then(|| sorted(done)),
            missing: leads.then(|| sorted(missing)),
        }
    }

    fn rounds(&self) -> BTreeMap<crate::id::IndicatorId, RoundView> {
        let form = self.around.form();
        let indicators = form.into_iter().flat_map(|form| &form.indicators);
        let nothing = Round::default();
        indicators
            .map(|indicator| {
                let round = self.proceedings.rounds.get(&indicator.id);
                (indicator.id.clone(), self.round(round.unwrap_or(&nothing)))
            })
            .collect()
    }

    fn round(&self, round: &Round) -> RoundView {
        let own = self.viewer.id();
        let mine = RoundView {
            my_score: round.scores.get(own).map(|score| MyScore {
                value: score.value,
                was_typed: score.typed_by.is_some(),
            }),
            my_thought: round.thoughts.get(own).map(|thought| MyThought {
                text: thought.text.clone(),
                is_shared: thought.is_shared,
            }),
            my_answer: round.answers.get(own).cloned(),
            ..RoundView::default()
        };
        // A round that was opened again keeps what was said of it, unseen.
        let Some(reveal) = &round.reveal else {
            return mine;
        };
        let answerers = self.around.answerers(round).map(|person| &person.id);
        let answerers: Vec<&PersonId> = answerers.collect();
        let unanswered = answerers
            .iter()
            .filter(|id| !round.answers.contains_key(id))
            .copied()
            .collect();
        let n = |wanted: fn(&Answer) -> bool| {
            count(
                round
                    .answers
                    .values()
                    .filter(|answer| wanted(answer))
                    .count(),
            )
        };
        let remarks = round
            .answers
            .iter()
            .filter_map(|(id, answer)| match answer {
                Answer::AgreedWithRemark { remark } => Some((id.clone(), remark.clone())),
                Answer::Agreed | Answer::NotAgreed => None,
            });
        RoundView {
            reveal: Some(RevealView {
                starts_at: reveal.starts_at,
                tally: reveal.tally.shown(),
                observers: reveal.observers.as_ref().map(super::tally::Tally::shown),
            }),
            thoughts: shared_thoughts(round),
            proposed: round.proposed.clone(),
            n_agreed: n(|answer| matches!(answer, Answer::Agreed)),
            n_remarks: n(|answer| matches!(answer, Answer::AgreedWithRemark { .. })),
            n_not_agreed: n(|answer| matches!(answer, Answer::NotAgreed)),
            n_answerers: count(answerers.len()),
            remarks: remarks.collect(),
            unanswered: self.viewer.leads().then(|| sorted(unanswered)),
            settled: round
                .settled
                .as_ref()
                .map(|settled| settled.with_names(&self.around.lobby.people)),
            ..mine
        }
    }

    fn proposals(&self) -> ProposalsView {
        let own = self.viewer.id();
        let mut all: Vec<(&ProposalId, &ProposalState)> =
            self.proceedings.proposals.iter().collect();
        all.sort_by_key(|(id, proposal)| (proposal.at, *id));
        let drafts = all
            .iter()
            .filter(|(_, one)| !one.is_shared && one.author == *own);
        let shared: Vec<(&ProposalId, &ProposalState)> = all
            .iter()
            .filter(|(_, one)| one.is_shared)
            .copied()
            .collect();
        ProposalsView {
            is_open: self.proceedings.proposals_open,
            n_all: count(all.len()),
            my_drafts: drafts
                .map(|(id, one)| MyDraft {
                    id: (*id).clone(),
                    draft: one.draft.clone(),
                })
                .collect(),
            shared: shuffled_shared(&shared)
                .into_iter()
                .map(|(id, one)| SharedProposal {
                    id: id.clone(),
                    author: one.is_claimed.then(|| one.author.clone()),
                    is_mine: one.author == *own,
                    by_observer: one.by_observer,
                    on_behalf_of: one.draft.on_behalf_of.clone(),
                    applies_to: one.draft.applies_to,
                    indicator: one.draft.indicator.clone(),
                })
                .collect(),
            groups: self.proceedings.groups.clone(),
        }
    }

    fn vote(&self, vote: &Vote) -> VoteView {
        let own = self.viewer.id();
        let voters: Vec<&PersonId> = self.around.voters().map(|person| &person.id).collect();
        let (done, missing): (Vec<&PersonId>, Vec<&PersonId>) =
            voters.iter().partition(|id| vote.done.contains(id));
        VoteView {
            dots: vote.dots,
            max_per_candidate: vote.max_per_candidate,
            candidates: self.candidates(vote),
            my_ballot: vote.ballots.get(own).cloned().unwrap_or_default(),
            is_advice: self.viewer.person.role == Role::Observer,
            i_am_done: vote.done.contains(own),
            n_done: count(done.len()),
            n_voters: count(voters.len()),
            missing: self.viewer.leads().then(|| sorted(missing)),
            result: vote.result.clone(),
        }
    }

    /// The first in a list gets the most dots, so each voter has an order of their own; it is the same after a reload.
    fn candidates(&self, vote: &Vote) -> Vec<GroupId> {
        let mut groups: Vec<&Group> = self.proceedings.groups.iter().collect();
        if vote.result.is_none() && !self.viewer.is_screen() {
            groups.sort_by_key(|group| mix(&[self.viewer.id().as_str(), group.id.as_str()]));
        }
        groups.into_iter().map(|group| group.id.clone()).collect()
    }

    fn worth(&self) -> Option<Vec<u16>> {
        let answers = &self.proceedings.worth;
        let is_enough = answers.len() >= usize::from(FEWEST_SHOWN);
        let n = |wanted: u8| count(answers.values().filter(|value| **value == wanted).count());
        is_enough.then(|| vec![n(1), n(2), n(3)])
    }

    fn fact_sheet(&self) -> FactSheetView {
        let fact_sheet = &self.proceedings.fact_sheet;
        let manages = self.viewer.leads_or_manages();
        let is_shared = fact_sheet.shared_at.is_some();
        if !(is_shared || manages) {
            return FactSheetView::default();
        }
        let own = self.viewer.id();
        FactSheetView {
            sheet: Some(fact_sheet.sheet.clone()),
            version: fact_sheet.version,
            written_by: fact_sheet.written_by.clone(),
            shared_at: fact_sheet.shared_at,
            i_have_read: fact_sheet.read_by.contains(own),
            n_read: count(fact_sheet.read_by.len()),
            read_by: manages.then(|| fact_sheet.read_by.iter().cloned().collect()),
            follow_ups: fact_sheet.follow_ups.clone(),
        }
    }

    /// The screen shows no report, and a draft is its writers'.
    fn report(&self) -> ReportView {
        let report = &self.proceedings.report;
        let is_writer = self.viewer.leads_or_manages();
        let about_it = ReportView {
            state: report.state,
            sent_at: report.sent_at,
            due: report.due,
            frozen: report.frozen.as_ref().map(FrozenView::from),
            ..ReportView::default()
        };
        let is_open = report.is_open_to(self.viewer.id(), is_writer, self.viewer.reads());
        if !is_open || self.viewer.is_screen() {
            return about_it;
        }
        ReportView {
            is_open_to_me: true,
            readers: report.readers.clone(),
            comments: report.comments.clone(),
            ..about_it
        }
    }
}

/// In an order that says nothing of whose they are or when they came.
fn shared_thoughts(round: &Round) -> Vec<String> {
    let shared = round.thoughts.values().filter(|thought| thought.is_shared);
    let mut texts: Vec<String> = shared.map(|thought| thought.text.clone()).collect();
    texts.sort();
    texts
}

/// Proposals without a name must not be told by when they were written, so their order is made of their ids.
fn shuffled_shared<'a>(
    shared: &[(&'a ProposalId, &'a ProposalState)],
) -> Vec<(&'a ProposalId, &'a ProposalState)> {
    let mut shared = shared.to_vec();
    shared.sort_by_key(|(id, _)| mix(&[id.as_str()]));
    shared
}

fn sorted(people: Vec<&PersonId>) -> Vec<PersonId> {
    let mut people: Vec<PersonId> = people.into_iter().cloned().collect();
    people.sort();
    people
}

pub(super) fn count(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
