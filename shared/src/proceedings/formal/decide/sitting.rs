//! The part itself: beginning and end, who leads, who signs, and one item after another.

use super::{Asked, Decided, Fact, MAX_MOTION, is_in, unless};
use crate::id::{ItemId, PersonId};
use crate::meeting::MeetingForm;
use crate::proceedings::decide::words;
use crate::proceedings::formal::seats::{roll, seats, told_seats};
use crate::proceedings::formal::state::{Item, ItemKind, MinutesStep, Rules};
use crate::proceedings::refusal::Refusal;

const MAX_SIGNERS: usize = 10;

impl Asked<'_> {
    pub fn begin(&self, chair: PersonId, form: MeetingForm, rules: Rules) -> Decided {
        self.records()?;
        self.may_chair(&chair)?;
        if let Some(sitting) = &self.formal.sitting {
            let is_same =
                sitting.opened_by == chair && sitting.form == form && sitting.rules == rules;
            return if is_same {
                Ok(Vec::new())
            } else {
                Err(Refusal::ChangedMeanwhile)
            };
        }
        if self.formal.agenda.is_empty() {
            return Err(Refusal::NoSuchItem);
        }
        let n_seats = seats(self.around, None).len();
        let can_be = |quorum: u16| (1..=n_seats).contains(&usize::from(quorum));
        if rules.quorum.is_some_and(|quorum| !can_be(quorum)) {
            return Err(Refusal::NotAValue);
        }
        let begun = Fact::Begun { chair, form, rules };
        let called = Fact::RollCalled {
            roll: roll(self.around, None, self.now),
        };
        Ok(vec![begun, called])
    }

    /// Whoever leads has a seat of their own on the board.
    fn may_chair(&self, person: &PersonId) -> Result<(), Refusal> {
        let mut people = self.around.lobby.people.iter();
        let found = people.find(|one| one.id == *person);
        let found = found.ok_or(Refusal::NoSuchPerson)?;
        let is_coming = self.around.lobby.meeting.standing(found).is_coming;
        if found.role.has_seat() && is_coming {
            return Ok(());
        }
        Err(Refusal::HasNoVote)
    }

    pub fn hand_over(&self, chair: PersonId) -> Decided {
        self.records()?;
        let is_so = self.sitting()?.chair == chair;
        self.may_chair(&chair)?;
        if let Some(item) = self.formal.current() {
            self.hears(item)?;
            is_in(item, &chair)?;
            // Whose vote decides a tie is settled before anybody votes.
            if item.vote.is_some() && !is_so {
                return Err(Refusal::FormalVoteOpen);
            }
        }
        unless(is_so, Fact::HandedOver { chair })
    }

    pub fn end(&self) -> Decided {
        self.records()?;
        if self.formal.is_over() {
            return Ok(Vec::new());
        }
        self.sitting()?;
        if self.formal.current().is_some() {
            return Err(Refusal::ItemOpen);
        }
        let roll = self.call_roll(None).into_iter();
        Ok(roll.chain([Fact::Ended]).collect())
    }

    pub fn resume(&self) -> Decided {
        self.records()?;
        let sitting = self
            .formal
            .sitting
            .as_ref()
            .ok_or(Refusal::FormalNotBegun)?;
        if self.formal.minutes.step != MinutesStep::Draft {
            return Err(Refusal::MinutesInReview);
        }
        unless(sitting.ended_at.is_none(), Fact::Resumed)
    }

    pub fn elect_signers(&self, people: Vec<PersonId>) -> Decided {
        self.records()?;
        self.formal
            .sitting
            .as_ref()
            .ok_or(Refusal::FormalNotBegun)?;
        if self.formal.minutes.step != MinutesStep::Draft {
            return Err(Refusal::MinutesInReview);
        }
        if people.len() > MAX_SIGNERS {
            return Err(Refusal::TooMany);
        }
        let mut signers: Vec<PersonId> = Vec::new();
        for person in people {
            if !signers.contains(&person) {
                self.has_sat(&person)?;
                signers.push(person);
            }
        }
        let is_so = self.formal.signers == signers;
        let item = self.formal.current().map(|item| item.id.clone());
        unless(
            is_so,
            Fact::SignersElected {
                people: signers,
                item,
            },
        )
    }

    /// Whoever signs was there, in a seat.
    fn has_sat(&self, person: &PersonId) -> Result<(), Refusal> {
        // Whoever does not hear an item is not told by this who sits in it.
        let hears = |item: &Item| self.hears(item).is_ok();
        let known = told_seats(self.formal, hears);
        let current = self.formal.current().filter(|item| hears(item));
        let now = seats(self.around, current);
        let mut seats = known.iter().chain(&now);
        if seats.any(|seat| seat.holder.as_ref() == Some(person)) {
            return Ok(());
        }
        Err(Refusal::HasNoVote)
    }

    pub fn open_item(&self, item: ItemId) -> Decided {
        self.records()?;
        let found = self.item(&item)?;
        self.sitting()?;
        if found.is_open() {
            return Ok(Vec::new());
        }
        if found.finished_at.is_some() {
            return Err(Refusal::ItemTreated);
        }
        if self.formal.current().is_some() {
            return Err(Refusal::ItemOpen);
        }
        let roll = self.call_roll(Some(found)).into_iter();
        Ok(roll.chain([Fact::ItemOpened { item }]).collect())
    }

    /// Those who stepped aside are back with the end of it.
    pub fn finish_item(&self, item: &ItemId) -> Decided {
        let found = self.item(item)?;
        self.records_in(found)?;
        if found.finished_at.is_some() {
            return Ok(Vec::new());
        }
        let open = self.open(item)?;
        if open.vote.is_some() {
            return Err(Refusal::FormalVoteOpen);
        }
        let is_decided = open.resolution.is_some() || open.draft.kind == ItemKind::Information;
        if !is_decided {
            return Err(Refusal::NeedsResolution);
        }
        if !open.is_settled() {
            return Err(Refusal::NeedsVote);
        }
        let out = open.cases.iter().filter(|case| case.is_out());
        let back = out.map(|case| Fact::SteppedBack {
            item: item.clone(),
            case: case.id.clone(),
        });
        let roll = self.call_roll(Some(open)).into_iter();
        let finished = Fact::ItemFinished { item: item.clone() };
        Ok(roll.chain(back).chain([finished]).collect())
    }

    pub fn reopen_item(&self, item: &ItemId) -> Decided {
        self.records()?;
        let found = self.item(item)?;
        self.sitting()?;
        self.took_part(found)?;
        if found.is_open() {
            return Ok(Vec::new());
        }
        if found.opened_at.is_none() {
            return Err(Refusal::ItemNotOpen);
        }
        if self.formal.current().is_some() {
            return Err(Refusal::ItemOpen);
        }
        // Whoever was disqualified still is.
        let out = found.cases.iter().filter(|case| case.is_disqualified());
        let out = out.map(|case| Fact::SteppedOut {
            item: item.clone(),
            case: case.id.clone(),
        });
        let reopened = Fact::ItemReopened { item: item.clone() };
        Ok(std::iter::once(reopened).chain(out).collect())
    }

    pub fn remark(&self, item: ItemId, text: &str) -> Decided {
        let found = self.open(&item)?;
        self.records_in(found)?;
        let text = words(text, MAX_MOTION)?;
        unless(found.remarks == text, Fact::Remarked { item, text })
    }
}
