//! The minutes on their way: corrected, sent to those who approve, approved, and frozen with the last approval.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Asked, Decided, Fact, MAX_MOTION, happens, unless};
use crate::id::{ItemId, NoteId, PersonId};
use crate::proceedings::decide::{MAX_TEXT, some_words, words};
use crate::proceedings::formal::minutes::assemble;
use crate::proceedings::formal::state::{MinutesStep, Spot};
use crate::proceedings::refusal::Refusal;

const MAX_CORRECTIONS: usize = 200;

impl Asked<'_> {
    fn is_over(&self) -> Result<(), Refusal> {
        if self.formal.is_over() {
            return Ok(());
        }
        Err(Refusal::FormalNotEnded)
    }

    pub fn correct(
        &self,
        id: NoteId,
        item: ItemId,
        spot: Spot,
        before: String,
        after: &str,
    ) -> Decided {
        self.records()?;
        self.is_over()?;
        let found = self.item(&item)?;
        // Who took no part in an item does not write about it.
        self.took_part(found)?;
        if self
            .formal
            .minutes
            .corrections
            .iter()
            .any(|one| one.id == id)
        {
            return Ok(Vec::new());
        }
        let text = found.text(spot).ok_or(Refusal::NeedsResolution)?;
        let after = match spot {
            Spot::Remarks | Spot::Recommendation => words(after, MAX_MOTION)?,
            Spot::Title | Spot::Resolution => some_words(after, MAX_MOTION)?,
        };
        if *text == after {
            return Ok(Vec::new());
        }
        if *text != before {
            return Err(Refusal::ChangedMeanwhile);
        }
        if self.formal.minutes.corrections.len() >= MAX_CORRECTIONS {
            return Err(Refusal::TooMany);
        }
        happens(Fact::Corrected {
            id,
            item,
            spot,
            before,
            after,
        })
    }

    pub fn send_minutes(&self, due: Option<Date>) -> Decided {
        self.records()?;
        self.is_over()?;
        let sitting = self
            .formal
            .sitting
            .as_ref()
            .ok_or(Refusal::FormalNotBegun)?;
        // Whoever has left the programme for good cannot be asked: then whoever led last is.
        let opened = Some(&sitting.opened_by).filter(|id| self.is_known(id));
        let chair = opened.or(Some(&sitting.chair)).into_iter();
        let all = chair.chain(&self.formal.signers);
        let approvers: BTreeSet<_> = all.filter(|id| self.is_known(id)).cloned().collect();
        if approvers.is_empty() {
            return Err(Refusal::NoSuchPerson);
        }
        let minutes = &self.formal.minutes;
        let is_so = minutes.step == MinutesStep::InReview
            && minutes.due == due
            && minutes.approvers.keys().eq(&approvers);
        unless(is_so, Fact::MinutesSent { due, approvers })
    }

    pub fn withdraw_minutes(&self) -> Decided {
        self.records()?;
        let is_so = self.formal.minutes.step == MinutesStep::Draft;
        unless(is_so, Fact::MinutesWithdrawn)
    }

    fn is_known(&self, person: &PersonId) -> bool {
        let mut people = self.around.lobby.people.iter();
        people.any(|one| one.id == *person)
    }

    /// Only those who were asked.
    fn approves(&self) -> Result<(), Refusal> {
        self.actor.takes_part()?;
        let minutes = &self.formal.minutes;
        if minutes.step != MinutesStep::InReview {
            return Err(Refusal::MinutesNotSent);
        }
        let is_asked = minutes.approvers.contains_key(self.me());
        is_asked.then_some(()).ok_or(Refusal::NotYours)
    }

    pub fn approve(&self) -> Decided {
        self.approves()?;
        let minutes = &self.formal.minutes;
        if minutes.approvers[self.me()].approved_at.is_some() {
            return Ok(Vec::new());
        }
        let mut others = minutes.approvers.iter();
        let is_last = others.all(|(person, one)| {
            person == self.me() || one.approved_at.is_some() || !self.is_known(person)
        });
        let mut facts = vec![Fact::MinutesApproved];
        if is_last {
            facts.push(self.freeze());
        }
        Ok(facts)
    }

    /// The minutes as they are with this approval.
    fn freeze(&self) -> Fact {
        let mut approved = self.formal.clone();
        approved.apply(self.now, self.me(), Fact::MinutesApproved);
        let minutes = assemble(&approved, self.around.lobby, Some(self.now));
        let content = minutes.canonical();
        Fact::MinutesFrozen {
            hash: (self.around.hash)(&content),
            public_hash: (self.around.hash)(&minutes.public().canonical()),
            content,
        }
    }

    pub fn want_correction(&self, text: &str) -> Decided {
        self.approves()?;
        let text = some_words(text, MAX_TEXT)?;
        let wants = self.formal.minutes.approvers[self.me()].wants.as_ref();
        unless(wants == Some(&text), Fact::CorrectionWanted { text })
    }
}
