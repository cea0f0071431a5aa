//! Whether somebody may take part in an item (domain 10.2): raised by anyone, decided by the body without the person.

use super::{Asked, Decided, Fact, MAX_IN_ITEM, happens, is_in, unless};
use crate::id::{ItemId, NoteId, PersonId};
use crate::proceedings::decide::{MAX_LINE, some_words, words};
use crate::proceedings::formal::seats::{has_vote, seats};
use crate::proceedings::formal::state::{Case, Item};
use crate::proceedings::refusal::Refusal;
use crate::rights::{Act, Role};

impl Asked<'_> {
    pub fn raise_impartiality(
        &self,
        item: ItemId,
        case: NoteId,
        person: PersonId,
        raised_by: Option<PersonId>,
        ground: &str,
        legal_basis: &str,
    ) -> Decided {
        let found = self.item(&item)?;
        self.is_not_over()?;
        if found.finished_at.is_some() {
            return Err(Refusal::ItemTreated);
        }
        self.known(&person)?;
        let raised_by = self.raiser(found, &person, raised_by)?;
        // Whoever asks about one after the other would hear of whom it was asked before.
        self.hears(found)?;
        let ground = some_words(ground, MAX_LINE)?;
        let legal_basis = words(legal_basis, MAX_LINE)?;
        if let Some(known) = found.case(&case) {
            let is_same = known.person == person && known.ground == ground;
            return if is_same {
                Ok(Vec::new())
            } else {
                Err(Refusal::IdTaken)
            };
        }
        if found.cases.iter().any(|known| known.person == person) {
            return Err(Refusal::AlreadyRaised);
        }
        if found.cases.len() >= MAX_IN_ITEM {
            return Err(Refusal::TooMany);
        }
        happens(Fact::ImpartialityRaised {
            item,
            case,
            person,
            raised_by,
            ground,
            legal_basis,
        })
    }

    /// The programme manager raises their own and nobody else's.
    fn raiser(
        &self,
        item: &Item,
        about: &PersonId,
        raised_by: Option<PersonId>,
    ) -> Result<PersonId, Refusal> {
        match raised_by {
            Some(other) if other != *self.me() => {
                self.records_in(item)?;
                self.known(&other)?;
                Ok(other)
            }
            _ => {
                if self.records().is_err() {
                    self.may_in(item, Act::RaiseImpartiality)?;
                } else if self.actor.person.role == Role::Facilitator {
                    // Whoever leads the process writes down whose question it is.
                    return Err(Refusal::NotAllowed(crate::rights::Lock::Role));
                }
                if self.actor.person.role == Role::ProgrammeManager && about != self.me() {
                    return Err(Refusal::NotYours);
                }
                Ok(self.me().clone())
            }
        }
    }

    fn known(&self, person: &PersonId) -> Result<(), Refusal> {
        let mut people = self.around.lobby.people.iter();
        let is_known = people.any(|one| one.id == *person && one.role != Role::Projector);
        is_known.then_some(()).ok_or(Refusal::NoSuchPerson)
    }

    /// By whoever raised it, or whoever records.
    pub fn withdraw_case(&self, item: ItemId, case: NoteId) -> Decided {
        let found = self.item(&item)?;
        self.is_not_over()?;
        let Some(known) = found.case(&case) else {
            return Ok(Vec::new());
        };
        if known.raised_by != *self.me() {
            self.records_in(found)?;
        }
        if known.outcome.is_some() {
            return Err(Refusal::AlreadyDecided);
        }
        happens(Fact::CaseWithdrawn { item, case })
    }

    /// One steps aside oneself, or somebody writes down that one has.
    pub fn step_out(&self, item: ItemId, case: NoteId) -> Decided {
        let found = self.open(&item)?;
        let known = case_of(found, &case)?;
        if known.person != *self.me() {
            self.records_in(found)?;
        }
        // Whoever was found impartial has no ground to leave the seat.
        if known.outcome.as_ref().is_some_and(|one| !one.is_carried) {
            return Err(Refusal::AlreadyDecided);
        }
        let is_so = known.left_at.is_some() && known.returned_at.is_none();
        unless(is_so, Fact::SteppedOut { item, case })
    }

    /// Who stepped aside too early comes back by themselves, as long as nothing is decided.
    pub fn step_back(&self, item: ItemId, case: NoteId) -> Decided {
        let found = self.item(&item)?;
        self.is_not_over()?;
        let known = case_of(found, &case)?;
        if known.person != *self.me() {
            self.records_in(found)?;
        }
        // Whoever is disqualified comes back when the item is done with.
        if known.is_disqualified() && found.is_open() {
            return Err(Refusal::SteppedAside);
        }
        let is_so = known.left_at.is_none() || known.returned_at.is_some();
        unless(is_so, Fact::SteppedBack { item, case })
    }

    pub fn seat_deputy(&self, item: ItemId, case: NoteId, deputy: Option<PersonId>) -> Decided {
        let found = self.item(&item)?;
        self.is_not_over()?;
        self.records_in(found)?;
        if found.finished_at.is_some() {
            return Err(Refusal::ItemTreated);
        }
        let known = case_of(found, &case)?;
        if let Some(deputy) = &deputy {
            self.may_sit(found, known, deputy)?;
        }
        let is_so = known.deputy == deputy;
        unless(is_so, Fact::DeputySeated { item, case, deputy })
    }

    /// A deputy who comes and sits nowhere else, for somebody who has a seat.
    fn may_sit(&self, item: &Item, case: &Case, deputy: &PersonId) -> Result<(), Refusal> {
        let lobby = self.around.lobby;
        let person = lobby.people.iter().find(|one| one.id == *deputy);
        let person = person.ok_or(Refusal::NoSuchPerson)?;
        is_in(item, deputy)?;
        let is_other = |one: &&Case| one.id != case.id;
        let mut others = item.cases.iter().filter(is_other);
        let is_new = case.deputy.as_ref() != Some(deputy);
        let sits = is_new && has_vote(self.around, item, deputy)
            || others.any(|one| one.deputy.as_ref() == Some(deputy));
        let standing = lobby.meeting.standing(person);
        let comes = standing.is_listed && standing.is_coming;
        if person.role != Role::Deputy || sits || !comes {
            return Err(Refusal::NotADeputy);
        }
        let usual = seats(self.around, None);
        let mut holders = usual.iter().filter_map(|seat| seat.holder.as_ref());
        if holders.any(|holder| *holder == case.person) {
            return Ok(());
        }
        Err(Refusal::HasNoVote)
    }

    pub fn note_case(&self, item: ItemId, case: NoteId, text: &str) -> Decided {
        let found = self.open(&item)?;
        self.records_in(found)?;
        let text = words(text, MAX_LINE)?;
        let is_so = case_of(found, &case)?.note == text;
        unless(is_so, Fact::CaseNoted { item, case, text })
    }
}

fn case_of<'a>(item: &'a Item, case: &NoteId) -> Result<&'a Case, Refusal> {
    item.case(case).ok_or(Refusal::NoSuchNote)
}
