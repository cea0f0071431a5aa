//! Closed doors (domain 10.3): proposed with their basis, and closed by a vote that is open to all.

use std::collections::BTreeSet;

use super::{Asked, Decided, Fact, happens, is_in};
use crate::id::{ItemId, PersonId};
use crate::meeting::MeetingForm;
use crate::proceedings::decide::{MAX_LINE, some_words};
use crate::proceedings::refusal::Refusal;

impl Asked<'_> {
    pub fn propose_closing(
        &self,
        item: ItemId,
        legal_basis: &str,
        part: &str,
        is_confidential: bool,
        stay: BTreeSet<PersonId>,
    ) -> Decided {
        let found = self.open(&item)?;
        self.records_in(found)?;
        let form = self.sitting()?.form;
        if is_confidential && form != MeetingForm::InPerson {
            return Err(Refusal::ClosedNotRemote);
        }
        let legal_basis = some_words(legal_basis, MAX_LINE)?;
        let part = some_words(part, MAX_LINE)?;
        for person in &stay {
            let mut people = self.around.lobby.people.iter();
            people
                .find(|one| one.id == *person)
                .ok_or(Refusal::NoSuchPerson)?;
            is_in(found, person)?;
        }
        if let Some(closing) = &found.closing {
            if closing.outcome.is_some() {
                return Err(Refusal::AlreadyDecided);
            }
            if found.vote.is_some() {
                return Err(Refusal::FormalVoteOpen);
            }
            let is_so = closing.legal_basis == legal_basis
                && closing.part == part
                && closing.is_confidential == is_confidential
                && closing.stay == stay;
            if is_so {
                return Ok(Vec::new());
            }
        }
        happens(Fact::ClosingProposed {
            item,
            legal_basis,
            part,
            is_confidential,
            stay,
        })
    }

    /// What the body has closed stays closed.
    pub fn withdraw_closing(&self, item: ItemId) -> Decided {
        let found = self.open(&item)?;
        self.records_in(found)?;
        let Some(closing) = &found.closing else {
            return Ok(Vec::new());
        };
        if closing.closed_at.is_some() {
            return Err(Refusal::AlreadyDecided);
        }
        happens(Fact::ClosingWithdrawn { item })
    }
}
