//! Who votes from which seat. A deputy sits for a member the whole meeting, or in one item for somebody who is out of it.

use std::collections::BTreeSet;

use super::state::{Formal, Item, Roll, Seat};
use crate::id::{ItemId, MeasureId, PersonId};
use crate::lobby::Lobby;
use crate::proceedings::decide::Surroundings;
use crate::programme::Person;
use crate::rights::{Role, Standing};
use crate::time::Timestamp;

/// The seats of the body in an item; without one, as they are between items. Nobody holds two of them.
pub fn seats(around: &Surroundings<'_>, item: Option<&Item>) -> Vec<Seat> {
    let members = around.lobby.people.iter();
    let members =
        members.filter(|person| person.role.has_seat() && standing(around, person).is_listed);
    let seats = members.map(|member| Seat {
        member: member.id.clone(),
        holder: usual_holder(around, member).cloned(),
    });
    let mut seats: Vec<Seat> = seats.collect();
    let Some(item) = item else {
        return seats;
    };
    let holders = seats.iter().filter_map(|seat| seat.holder.clone());
    let mut taken: BTreeSet<PersonId> = holders.collect();
    for seat in &mut seats {
        let Some(out) = seat.holder.take_if(|holder| item.is_out(holder)) else {
            continue;
        };
        seat.holder = stand_in(item, &out).filter(|deputy| taken.insert(deputy.clone()));
    }
    seats
}

fn standing(around: &Surroundings<'_>, person: &Person) -> Standing {
    around.lobby.meeting.standing(person)
}

/// The member, or the deputy who sits for them the whole meeting.
fn usual_holder<'a>(around: &'a Surroundings<'_>, member: &'a Person) -> Option<&'a PersonId> {
    if standing(around, member).is_coming {
        return Some(&member.id);
    }
    let mut listed = around.lobby.meeting.participants.iter();
    let deputy = listed.find(|one| one.is_coming && one.seated_for.as_ref() == Some(&member.id));
    deputy.map(|deputy| &deputy.person)
}

/// Who sits in this item for somebody who is out of it.
fn stand_in(item: &Item, out: &PersonId) -> Option<PersonId> {
    let mut cases = item.cases.iter();
    let case = cases.find(|case| case.person == *out && case.is_out())?;
    case.deputy.clone().filter(|deputy| !item.is_out(deputy))
}

/// Whether somebody has a vote in an item now.
pub fn has_vote(around: &Surroundings<'_>, item: &Item, person: &PersonId) -> bool {
    let seats = seats(around, Some(item));
    seats
        .iter()
        .any(|seat| seat.holder.as_ref() == Some(person))
}

/// Whether somebody sits, or sat to the end, in the seat of whoever is out of this item.
pub fn sits_in(item: &Item, person: &PersonId) -> bool {
    let mut cases = item.cases.iter();
    cases.any(|case| {
        let is_empty = case.is_out() || case.is_disqualified();
        is_empty && case.deputy.as_ref() == Some(person)
    })
}

/// Who has a vote in the open question, those who are here before the others: who is asked about does not answer.
pub fn voters(around: &Surroundings<'_>, item: &Item) -> Vec<PersonId> {
    use super::state::Question;
    let about = item.vote.as_ref().and_then(|vote| match &vote.question {
        Question::Impartiality { case } => item.case(case).map(|case| &case.person),
        _ => None,
    });
    let seats = seats(around, Some(item)).into_iter();
    let holders = seats.filter_map(|seat| seat.holder);
    holders.filter(|person| Some(person) != about).collect()
}

/// The voters who are here and have not voted.
pub fn missing(around: &Surroundings<'_>, item: &Item) -> Vec<PersonId> {
    let cast = item.vote.as_ref().map(|vote| &vote.cast);
    let is_missing = |person: &PersonId| {
        around.is_here(person) && cast.is_none_or(|cast| !cast.contains_key(person))
    };
    let voters = voters(around, item).into_iter();
    voters.filter(is_missing).collect()
}

/// How many must vote: what the meeting has set, or half of the seats.
pub fn quorum(formal: &Formal, around: &Surroundings<'_>) -> u16 {
    let n_seats = u16::try_from(seats(around, None).len()).unwrap_or(u16::MAX);
    let set = formal
        .sitting
        .as_ref()
        .and_then(|sitting| sitting.rules.quorum);
    set.unwrap_or(n_seats.div_ceil(2))
}

/// Who is in the room, or has been in it since then, by seat and otherwise.
pub fn roll(around: &Surroundings<'_>, item: Option<&Item>, since: Timestamp) -> Roll {
    let is_here = |person: &PersonId| around.was_here(person, since);
    let seats: Vec<Seat> = seats(around, item)
        .into_iter()
        .map(|seat| Seat {
            holder: seat.holder.filter(is_here),
            ..seat
        })
        .collect();
    let others = around.lobby.people.iter().filter(|person| {
        let holds = seats
            .iter()
            .any(|seat| seat.holder.as_ref() == Some(&person.id));
        is_here(&person.id) && !holds && !person.role.is_board() && person.role != Role::Projector
    });
    Roll {
        others: others.map(|person| person.id.clone()).collect(),
        seats,
    }
}

impl Roll {
    /// What both say: whoever has been here stays written down, and no seat is empty that somebody has sat in.
    pub(super) fn add(&mut self, later: Self) {
        for seat in later.seats {
            let known = self.seats.iter().position(|known| {
                known.member == seat.member && (known.holder.is_none() || seat.holder.is_none())
            });
            match known {
                Some(place) if seat.holder.is_some() => self.seats[place] = seat,
                Some(_) => {}
                None if self.seats.contains(&seat) => {}
                None => self.seats.push(seat),
            }
        }
        for person in later.others {
            if !self.others.contains(&person) {
                self.others.push(person);
            }
        }
    }

    /// Whether somebody sat in a seat because whoever else sits there was out of this item.
    pub(super) fn is_for(&self, item: &Item, seat: &Seat) -> bool {
        let sits_there = |person: &PersonId| {
            let mut seats = self.seats.iter();
            *person == seat.member
                || seats.any(|one| one.member == seat.member && one.holder.as_ref() == Some(person))
        };
        let mut cases = item.cases.iter();
        cases.any(|case| {
            case.deputy.is_some() && case.deputy == seat.holder && sits_there(&case.person)
        })
    }
}

/// Whether somebody may know what is said in an item that is closed, or to be: members of the body, deputies in a seat,
/// the programme manager who keeps the minutes, and whom the body has let stay. Never who is disqualified in it.
pub fn hears(lobby: &Lobby, item: &Item, person: &Person) -> bool {
    if item.disqualifies(&person.id) || item.is_out(&person.id) {
        return false;
    }
    let standing = lobby.meeting.standing(person);
    let has_seat = match person.role {
        Role::Deputy => standing.is_seated || sits_in(item, &person.id),
        Role::ProgrammeManager => true,
        role => role.has_seat(),
    };
    let stays = item
        .closing
        .as_ref()
        .is_some_and(|closing| closing.closed_at.is_some() && closing.stay.contains(&person.id));
    standing.is_listed && has_seat || stays
}

/// The items that somebody is not to hear of, or to read about in the minutes.
pub fn hidden_from(formal: &Formal, lobby: &Lobby, person: &Person) -> BTreeSet<ItemId> {
    let shut = formal.agenda.iter().filter(|item| item.is_shut());
    let hidden = shut.filter(|item| !hears(lobby, item, person));
    hidden.map(|item| item.id.clone()).collect()
}

/// Who may not write in which row of the plan now, because the item about it is treated without them.
pub fn out_of(formal: &Formal) -> Vec<(PersonId, MeasureId)> {
    let open = formal.agenda.iter().filter(|item| item.is_open());
    let about = open.filter_map(|item| {
        let measure = item.draft.measure.as_ref()?;
        Some((item, measure))
    });
    let out = about.flat_map(|(item, measure)| {
        let cases = item.cases.iter().filter(|case| case.is_out());
        cases.map(|case| (case.person.clone(), measure.clone()))
    });
    out.collect()
}

/// Whether an item is being treated: what the plan says stands still meanwhile.
pub fn is_plan_locked(formal: &Formal) -> bool {
    formal.is_running() && formal.current().is_some()
}

/// The seats of the roll that somebody is told of: not those that only an item they do not hear would tell of.
pub fn told_seats(formal: &Formal, hears: impl Fn(&Item) -> bool) -> Vec<Seat> {
    let Some(sitting) = &formal.sitting else {
        return Vec::new();
    };
    let (open, hidden): (Vec<&Item>, Vec<&Item>) = formal.agenda.iter().partition(|it| hears(it));
    let seen = &sitting.seen;
    let told = |items: &[&Item], seat: &Seat| items.iter().any(|item| seen.is_for(item, seat));
    let seats = seen.seats.iter();
    let seats = seats.filter(|seat| !told(&hidden, seat) || told(&open, seat));
    seats.cloned().collect()
}
