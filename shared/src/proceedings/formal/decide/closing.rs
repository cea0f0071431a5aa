//! Closed doors (domain 10.3): proposed with their basis, and closed by a vote that is open to all.

use std::collections::BTreeSet;

use super::{Asked, Decided, Fact, happens, is_in};
use crate::id::{ItemId, PersonId};
use crate::meeting::MeetingForm;
use crate::proceedings::decide::{MAX_LINE, some_words};
use crate::proceedings::formal::provisions::provisions_of;
use crate::proceedings::formal::state::ProvisionKind;
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
        self.records_at_doors(found)?;
        let form = self.sitting()?.form;
        let legal_basis = some_words(legal_basis, MAX_LINE)?;
        let is_confidential = is_confidential || self.is_duty(&legal_basis);
        if is_confidential && form != MeetingForm::InPerson {
            return Err(Refusal::ClosedNotRemote);
        }
        let part = some_words(part, MAX_LINE)?;
        if !stay.is_empty() {
            self.hears(found)?;
        }
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

    /// Whether the meeting's list says of a provision that it is a duty of confidentiality.
    fn is_duty(&self, legal_basis: &str) -> bool {
        let list = provisions_of(self.formal, self.around.lobby);
        let mut closing = list.iter().filter(|one| one.kind == ProvisionKind::Closing);
        closing.any(|one| one.is_confidential && one.text == legal_basis)
    }

    /// What the body has closed stays closed.
    pub fn withdraw_closing(&self, item: ItemId) -> Decided {
        let found = self.open(&item)?;
        self.records_at_doors(found)?;
        let Some(closing) = &found.closing else {
            return Ok(Vec::new());
        };
        if closing.closed_at.is_some() {
            return Err(Refusal::AlreadyDecided);
        }
        happens(Fact::ClosingWithdrawn { item })
    }
}
