//! What facts do inside one item.

use super::super::state::{Cast, Item, MotionKind, Outcome, Question, Spot, Vote};
use crate::id::{NoteId, PersonId};
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

    /// Somebody else sits in the seat a case is about: what was cast from it is gone.
    pub(super) fn empty_seat(&mut self, case: &NoteId) {
        let case = self.cases.iter().find(|one| one.id == *case);
        if let (Some(case), Some(vote)) = (case, &mut self.vote) {
            let sat = |who: &PersonId| *who == case.person || Some(who) == case.deputy.as_ref();
            vote.cast.retain(|who, _| !sat(who));
        }
    }

    /// Motions that were voted on by somebody who should not have been there are to be voted on anew.
    fn forget_motions_with(&mut self, person: &PersonId) {
        for motion in &mut self.motions {
            let took_part = |outcome: &mut Outcome| {
                let mut votes = outcome.votes_for.iter().chain(&outcome.votes_against);
                votes.any(|who| who == person)
            };
            motion.outcome.take_if(took_part);
        }
    }

    fn is_settled_as(&mut self, at: Timestamp, case: &NoteId, outcome: Outcome) {
        let Some(case) = self.cases.iter_mut().find(|one| one.id == *case) else {
            return;
        };
        let is_out = outcome.is_carried;
        case.outcome = Some(outcome);
        if !is_out {
            if case.left_at.is_some() {
                case.returned_at.get_or_insert(at);
            }
            return;
        }
        if case.returned_at.take().is_some() {
            case.left_at = None;
        }
        case.left_at.get_or_insert(at);
        let person = case.person.clone();
        self.forget_motions_with(&person);
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
            Question::Impartiality { case } => self.is_settled_as(at, case, outcome),
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
        // What a motion was decided with is no vote on what is proposed.
        let mut whole = self.motions.iter();
        let is_of_motion = whole.any(|motion| {
            motion.kind != MotionKind::Addition && motion.outcome.as_ref() == Some(&outcome)
        });
        if is_of_motion {
            return;
        }
        let cast = |is_for: bool| {
            move |person: PersonId| {
                let cast = Cast {
                    is_for,
                    written_by: None,
                };
                (person, cast)
            }
        };
        let (mut yes, mut no) = (outcome.votes_for, outcome.votes_against);
        yes.retain(|person| !self.is_out(person));
        no.retain(|person| !self.is_out(person));
        let (yes, no) = (
            yes.into_iter().map(cast(true)),
            no.into_iter().map(cast(false)),
        );
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
