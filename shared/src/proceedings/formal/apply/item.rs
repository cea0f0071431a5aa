//! What facts do inside one item.

use super::super::state::{Cast, Item, Outcome, Question, Spot, Vote};
use crate::id::PersonId;
use crate::time::Timestamp;

impl Item {
    pub(super) fn drop_vote_on(&mut self, question: &Question) {
        if self
            .vote
            .as_ref()
            .is_some_and(|vote| vote.question == *question)
        {
            self.vote = None;
        }
    }

    /// A new vote on it is to be taken.
    pub(super) fn forget_outcome(&mut self, question: &Question) {
        match question {
            Question::Proposal => self.resolution = None,
            Question::Motion { motion } => {
                let mut motions = self.motions.iter_mut();
                if let Some(motion) = motions.find(|one| one.id == *motion) {
                    motion.outcome = None;
                }
            }
            Question::Impartiality { case } => {
                if let Some(case) = self.cases.iter_mut().find(|one| one.id == *case) {
                    case.outcome = None;
                }
            }
            Question::Closing => {
                if let Some(closing) = &mut self.closing {
                    closing.outcome = None;
                }
            }
        }
    }

    pub(super) fn counted(&mut self, at: Timestamp, question: &Question, outcome: Outcome) {
        self.vote = None;
        match question {
            Question::Proposal => {}
            Question::Motion { motion } => {
                let mut motions = self.motions.iter_mut();
                if let Some(motion) = motions.find(|one| one.id == *motion) {
                    motion.outcome = Some(outcome);
                }
            }
            Question::Impartiality { case } => {
                if let Some(case) = self.cases.iter_mut().find(|one| one.id == *case) {
                    if outcome.is_carried {
                        case.left_at.get_or_insert(at);
                    } else if case.left_at.is_some() {
                        case.returned_at.get_or_insert(at);
                    }
                    case.outcome = Some(outcome);
                }
            }
            Question::Closing => {
                if let Some(closing) = &mut self.closing {
                    closing.closed_at = outcome.is_carried.then_some(at);
                    closing.outcome = Some(outcome);
                }
            }
        }
    }

    pub(super) fn unresolve(&mut self) {
        let Some(resolution) = self.resolution.take() else {
            return;
        };
        let Some(outcome) = resolution.outcome else {
            return;
        };
        let cast = |is_for: bool| {
            move |person: PersonId| {
                let cast = Cast {
                    is_for,
                    written_by: None,
                };
                (person, cast)
            }
        };
        let yes = outcome.votes_for.into_iter().map(cast(true));
        let no = outcome.votes_against.into_iter().map(cast(false));
        self.vote = Some(Vote {
            question: Question::Proposal,
            cast: yes.chain(no).collect(),
        });
    }

    pub(super) fn correct(&mut self, spot: Spot, text: String) {
        match spot {
            Spot::Title => self.draft.title = text,
            Spot::Recommendation => self.draft.recommendation = text,
            Spot::Remarks => self.remarks = text,
            Spot::Resolution => {
                if let Some(resolution) = &mut self.resolution {
                    resolution.text = text;
                }
            }
        }
    }
}
