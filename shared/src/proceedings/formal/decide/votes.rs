//! Votes, open and by name, and what they end with.

use std::collections::BTreeMap;

use super::{Asked, Decided, Fact, MAX_MOTION, happens, unless};
use crate::id::{ItemId, PersonId};
use crate::proceedings::decide::some_words;
use crate::proceedings::formal::seats::{missing, quorum, seats, voters};
use crate::proceedings::formal::state::{Cast, Item, ItemKind, Outcome, Question, TieRule, Vote};
use crate::proceedings::refusal::Refusal;

impl Asked<'_> {
    pub fn open_vote(&self, item: ItemId, question: Question) -> Decided {
        let found = self.open(&item)?;
        self.records_vote(found, &question)?;
        if let Some(vote) = &found.vote {
            let is_same = vote.question == question;
            return if is_same {
                Ok(Vec::new())
            } else {
                Err(Refusal::FormalVoteOpen)
            };
        }
        can_be_asked(found, &question)?;
        happens(Fact::VoteOpened { item, question })
    }

    pub fn cancel_vote(&self, item: ItemId) -> Decided {
        let found = self.open(&item)?;
        let Some(vote) = &found.vote else {
            self.records_in(found)?;
            return Ok(Vec::new());
        };
        self.records_vote(found, &vote.question)?;
        happens(Fact::VoteCancelled { item })
    }

    pub fn vote(
        &self,
        item: ItemId,
        question: &Question,
        is_for: bool,
        person: Option<PersonId>,
    ) -> Decided {
        let found = self.open(&item)?;
        let person = match person {
            Some(other) if other != *self.me() => {
                self.records_vote(found, question)?;
                other
            }
            _ => self.me().clone(),
        };
        self.has_vote(found, &person)?;
        if !self.around.is_here(&person) {
            return Err(Refusal::NotHere);
        }
        let vote = ballot(found, question)?;
        if !voters(self.around, found).contains(&person) {
            return Err(Refusal::SteppedAside);
        }
        let is_so = vote
            .cast
            .get(&person)
            .is_some_and(|cast| cast.is_for == is_for);
        unless(
            is_so,
            Fact::Voted {
                item,
                person,
                is_for,
            },
        )
    }

    pub fn rest_votes_for(&self, item: &ItemId, question: &Question) -> Decided {
        let found = self.open(item)?;
        self.records_vote(found, question)?;
        ballot(found, question)?;
        let missing = missing(self.around, found).into_iter();
        let votes = missing.map(|person| Fact::Voted {
            item: item.clone(),
            person,
            is_for: true,
        });
        Ok(votes.collect())
    }

    pub fn close_vote(&self, item: ItemId, question: Question) -> Decided {
        let found = self.open(&item)?;
        self.records_vote(found, &question)?;
        let vote = ballot(found, &question)?;
        match question {
            Question::Proposal => return Err(Refusal::NeedsResolution),
            Question::Motion { .. } => is_settled(found)?,
            Question::Impartiality { .. } | Question::Closing => {}
        }
        let outcome = self.count(found, vote)?;
        let roll = self.call_roll(Some(found)).into_iter();
        let closed = Fact::VoteClosed {
            item,
            question,
            outcome,
        };
        Ok(roll.chain([closed]).collect())
    }

    /// Counts the votes of those who have one now.
    fn count(&self, item: &Item, vote: &Vote) -> Result<Outcome, Refusal> {
        if !missing(self.around, item).is_empty() {
            return Err(Refusal::VotesMissing);
        }
        let voters = voters(self.around, item);
        let counted = vote
            .cast
            .iter()
            .filter(|(person, _)| voters.contains(person));
        let counted: BTreeMap<&PersonId, &Cast> = counted.collect();
        if counted.is_empty() || counted.len() < usize::from(quorum(self.formal, self.around)) {
            return Err(Refusal::NoQuorum);
        }
        // In the order of the seats.
        let of = |is_for: bool| {
            let them = voters.iter().filter(|person| {
                counted
                    .get(person)
                    .is_some_and(|cast| cast.is_for == is_for)
            });
            them.cloned().collect::<Vec<PersonId>>()
        };
        let (votes_for, votes_against) = (of(true), of(false));
        let sitting = self.sitting()?;
        let is_tie = votes_for.len() == votes_against.len();
        let decides = is_tie && sitting.rules.tie == TieRule::ChairDecides;
        let chair = decides.then(|| counted.get(&sitting.chair)).flatten();
        Ok(Outcome {
            is_carried: match chair {
                Some(cast) => cast.is_for,
                None => votes_for.len() > votes_against.len(),
            },
            decided_by: chair.map(|_| sitting.chair.clone()),
            votes_for,
            votes_against,
        })
    }

    pub fn resolve(&self, item: ItemId, text: &str) -> Decided {
        let found = self.open(&item)?;
        self.records_in(found)?;
        let text = some_words(text, MAX_MOTION)?;
        if let Some(known) = &found.resolution {
            let is_so = known.text == text;
            return if is_so {
                Ok(Vec::new())
            } else {
                Err(Refusal::AlreadyDecided)
            };
        }
        is_settled(found)?;
        let outcome = match &found.vote {
            Some(vote) if vote.question == Question::Proposal => Some(self.count(found, vote)?),
            Some(_) => return Err(Refusal::FormalVoteOpen),
            None => self.decided_otherwise(found)?,
        };
        let roll = self.call_roll(Some(found)).into_iter();
        let resolved = Fact::Resolved {
            item,
            text,
            outcome,
        };
        Ok(roll.chain([resolved]).collect())
    }

    /// A motion to wait, or to do something else, that was carried; or something that is only taken note of.
    fn decided_otherwise(&self, item: &Item) -> Result<Option<Outcome>, Refusal> {
        let carried = item.motions.iter().rev().find_map(|motion| {
            let outcome = motion.outcome.as_ref()?;
            let is_whole = motion.kind != crate::proceedings::formal::state::MotionKind::Addition;
            (is_whole && outcome.is_carried && !motion.is_withdrawn).then(|| outcome.clone())
        });
        if carried.is_some() {
            return Ok(carried);
        }
        if item.draft.kind != ItemKind::Information {
            return Err(Refusal::NeedsVote);
        }
        let seats = seats(self.around, Some(item)).into_iter();
        let n_here = seats
            .filter_map(|seat| seat.holder)
            .filter(|holder| self.around.is_here(holder))
            .count();
        if n_here < usize::from(quorum(self.formal, self.around)) {
            return Err(Refusal::NoQuorum);
        }
        Ok(None)
    }

    pub fn unresolve(&self, item: ItemId) -> Decided {
        let found = self.open(&item)?;
        self.records_in(found)?;
        unless(found.resolution.is_none(), Fact::Unresolved { item })
    }
}

fn can_be_asked(item: &Item, question: &Question) -> Result<(), Refusal> {
    let is_decided = item.resolution.is_some();
    match question {
        _ if is_decided => Err(Refusal::AlreadyDecided),
        Question::Proposal => {
            is_settled(item)?;
            if item.proposal().is_empty() {
                return Err(Refusal::Empty);
            }
            Ok(())
        }
        Question::Motion { motion } => {
            let motion = item.motion(motion).ok_or(Refusal::NoSuchNote)?;
            if motion.is_withdrawn || motion.is_taken_in {
                return Err(Refusal::AlreadyDecided);
            }
            is_settled(item)
        }
        Question::Impartiality { case } => {
            item.case(case).ok_or(Refusal::NoSuchNote)?;
            Ok(())
        }
        Question::Closing => {
            let closing = item.closing.as_ref().ok_or(Refusal::NoSuchNote)?;
            if closing.closed_at.is_some() {
                return Err(Refusal::AlreadyDecided);
            }
            Ok(())
        }
    }
}

/// Who takes part is settled before anything is decided.
fn is_settled(item: &Item) -> Result<(), Refusal> {
    item.is_settled().then_some(()).ok_or(Refusal::NeedsVote)
}

/// The open vote on what the sender saw.
fn ballot<'a>(item: &'a Item, question: &Question) -> Result<&'a Vote, Refusal> {
    let vote = item.vote.as_ref().ok_or(Refusal::FormalVoteNotOpen)?;
    if vote.question != *question {
        return Err(Refusal::MovedMeanwhile);
    }
    Ok(vote)
}
