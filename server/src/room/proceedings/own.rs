//! What is kept about one person in a meeting, for that person.

use std::collections::BTreeMap;

use serde::Serialize;
use shared::id::{GroupId, IndicatorId, MeetingId, PersonId, ProposalId, StepId};
use shared::proceedings::evaluation::state::Sheet;
use shared::proceedings::state::{Answer, Comment, Proceedings, ProposalDraft, Round, Thought};

/// What somebody said, answered and wrote in a meeting.
#[derive(Debug, Serialize)]
pub struct OwnProceedings {
    pub meeting: MeetingId,
    pub scores: BTreeMap<IndicatorId, Option<u8>>,
    pub thoughts: BTreeMap<IndicatorId, Thought>,
    pub answers: BTreeMap<IndicatorId, Answer>,
    pub proposals: BTreeMap<ProposalId, ProposalDraft>,
    pub dots: BTreeMap<GroupId, u8>,
    pub parked: Vec<String>,
    pub step_notes: BTreeMap<StepId, String>,
    /// On the SWOT board.
    pub swot_notes: Vec<String>,
    pub worth: Option<u8>,
    pub comments: Vec<Comment>,
    /// What they answered about the board's own work.
    pub evaluation: Option<Sheet>,
}

impl OwnProceedings {
    pub fn of(meeting: MeetingId, state: &Proceedings, person: &PersonId) -> Self {
        let parked = state.parked.iter().filter(|parked| parked.by == *person);
        let proposals = state.proposals.iter();
        let proposals = proposals.filter(|(_, proposal)| proposal.author == *person);
        let comments = state.report.comments.iter();
        let ballot = state
            .vote
            .as_ref()
            .and_then(|vote| vote.ballots.get(person));
        let notes = state.step_notes.iter();
        Self {
            meeting,
            scores: per_round(state, |round| Some(round.scores.get(person)?.value)),
            thoughts: per_round(state, |round| round.thoughts.get(person).cloned()),
            answers: per_round(state, |round| round.answers.get(person).cloned()),
            proposals: proposals
                .map(|(id, proposal)| (id.clone(), proposal.draft.clone()))
                .collect(),
            dots: ballot.cloned().unwrap_or_default(),
            parked: parked.map(|parked| parked.text.clone()).collect(),
            step_notes: notes
                .filter_map(|(step, notes)| Some((step.clone(), notes.get(person)?.clone())))
                .collect(),
            swot_notes: swot_notes(state, person),
            worth: state.worth.get(person).copied(),
            comments: comments
                .filter(|comment| comment.by == *person)
                .cloned()
                .collect(),
            evaluation: state.evaluation.sheets.get(person).cloned(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.scores.is_empty()
            && self.thoughts.is_empty()
            && self.answers.is_empty()
            && self.proposals.is_empty()
            && self.dots.is_empty()
            && self.parked.is_empty()
            && self.step_notes.is_empty()
            && self.swot_notes.is_empty()
            && self.worth.is_none()
            && self.comments.is_empty()
            && self.evaluation.is_none()
    }
}

fn swot_notes(state: &Proceedings, person: &PersonId) -> Vec<String> {
    let notes = state.seminar.swot.notes.values();
    let own = notes.filter(|note| note.author == *person && !note.is_removed);
    own.map(|note| note.text.clone()).collect()
}

fn per_round<T>(
    state: &Proceedings,
    own: impl Fn(&Round) -> Option<T>,
) -> BTreeMap<IndicatorId, T> {
    let rounds = state.rounds.iter();
    rounds
        .filter_map(|(indicator, round)| Some((indicator.clone(), own(round)?)))
        .collect()
}
