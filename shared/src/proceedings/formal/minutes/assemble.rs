//! From what happened to what is written down, with names instead of ids.

use super::{
    Absent, Foot, Head, Minutes, MinutesCase, MinutesClosing, MinutesCorrection, MinutesItem,
    MinutesMotion, Named, People, SatFor, Signature, Votes,
};
use crate::id::PersonId;
use crate::lobby::Lobby;
use crate::proceedings::formal::state::{
    Case, Correction, Formal, Item, Motion, Outcome, Seat, Sitting,
};
use crate::programme::{LanguageForm, Person};
use crate::rights::Role;
use crate::time::{Timestamp, day_of, norwegian};

/// The minutes as they stand; `approved_at` when they are approved with that.
pub fn assemble(formal: &Formal, lobby: &Lobby, approved_at: Option<Timestamp>) -> Minutes {
    let desk = Desk { formal, lobby };
    let items = formal.agenda.iter();
    let treated = items.filter(|item| item.opened_at.is_some() || !formal.is_over());
    Minutes {
        head: desk.head(),
        people: desk.people(),
        items: treated.map(|item| desk.item(item)).collect(),
        corrections: formal
            .minutes
            .corrections
            .iter()
            .map(|one| desk.correction(one))
            .collect(),
        foot: desk.foot(approved_at),
        leaves_out_closed: false,
    }
}

/// `HH:MM` on a Norwegian clock.
fn clock(at: Timestamp) -> String {
    let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    let time = norwegian().to_datetime(at).time();
    format!("{:02}:{:02}", time.hour(), time.minute())
}

struct Desk<'a> {
    formal: &'a Formal,
    lobby: &'a Lobby,
}

impl Desk<'_> {
    fn person(&self, id: &PersonId) -> Option<&Person> {
        self.lobby.people.iter().find(|person| person.id == *id)
    }

    /// Somebody who was erased has no name.
    fn name(&self, id: &PersonId) -> String {
        let somebody = match self.lobby.programme.language_form {
            LanguageForm::Nb => "En tidligere deltaker",
            LanguageForm::Nn => "Ein tidlegare deltakar",
        };
        self.person(id)
            .map_or_else(|| somebody.to_owned(), |person| person.name.clone())
    }

    fn names<'a>(&self, ids: impl IntoIterator<Item = &'a PersonId>) -> Vec<String> {
        ids.into_iter().map(|id| self.name(id)).collect()
    }

    fn named(&self, id: &PersonId) -> Option<Named> {
        let person = self.person(id)?;
        Some(Named {
            name: person.name.clone(),
            role: person.role,
            represents: person.represents.clone(),
        })
    }

    fn sitting(&self) -> Option<&Sitting> {
        self.formal.sitting.as_ref()
    }

    fn head(&self) -> Head {
        let (programme, meeting) = (&self.lobby.programme, &self.lobby.meeting);
        let sitting = self.sitting();
        Head {
            programme: programme.name.clone(),
            municipality: programme.municipality.clone(),
            language: programme.language_form,
            kind: meeting.kind,
            form: sitting.map_or(meeting.meeting_form, |sitting| sitting.form),
            date: sitting.map_or(meeting.date, |sitting| day_of(sitting.began_at)),
            from: sitting.map(|sitting| clock(sitting.began_at)),
            to: sitting.and_then(|sitting| sitting.ended_at).map(clock),
            place: meeting.place.clone(),
            chair: sitting.map(|sitting| self.name(&sitting.opened_by)),
        }
    }

    fn people(&self) -> People {
        let Some(sitting) = self.sitting() else {
            return People::default();
        };
        let seen = &sitting.seen;
        let items = &self.formal.agenda;
        // Who sat in a seat only while somebody was out of an item stands by that item.
        let is_for_one = |seat: &Seat| items.iter().any(|item| seen.is_for(item, seat));
        let holds = |id: &PersonId| {
            let mut seats = seen.seats.iter();
            seats.any(|seat| seat.holder.as_ref() == Some(id) && !is_for_one(seat))
        };
        let own = |id: &PersonId| {
            let mut seats = seen.seats.iter();
            seats.any(|seat| seat.member == *id && seat.holder.as_ref() == Some(id))
        };
        let mut members: Vec<&PersonId> = Vec::new();
        for seat in &seen.seats {
            if !members.contains(&&seat.member) {
                members.push(&seat.member);
            }
        }
        let absent = members.iter().filter(|member| !own(member));
        let absent = absent.map(|member| {
            let mut seats = seen.seats.iter();
            let deputy = seats.find_map(|seat| {
                let holder = seat.holder.as_ref()?;
                (seat.member == **member && !is_for_one(seat)).then_some(holder)
            });
            Absent {
                name: self.name(member),
                deputy: deputy.map(|id| self.name(id)),
            }
        });
        let board = self.lobby.people.iter();
        let board = board.filter(|person| holds(&person.id));
        let others = |is_wanted: fn(Role) -> bool| {
            let known = seen.others.iter().filter_map(|id| self.named(id));
            known.filter(|one| is_wanted(one.role)).collect()
        };
        People {
            present: board.filter_map(|person| self.named(&person.id)).collect(),
            absent: absent.collect(),
            deputies: items.iter().flat_map(|item| self.sat_for(item)).collect(),
            observers: others(|role| matches!(role, Role::Observer | Role::Guest)),
            administration: others(|role| {
                matches!(
                    role,
                    Role::ProgrammeManager | Role::ProjectManager | Role::Facilitator
                )
            }),
        }
    }

    fn sat_for<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = SatFor> + 'a {
        item.cases.iter().filter_map(|case| {
            let deputy = case.deputy.as_ref().filter(|_| case.left_at.is_some())?;
            Some(SatFor {
                deputy: self.name(deputy),
                member: self.name(&case.person),
                number: item.draft.number.clone(),
            })
        })
    }

    fn item(&self, item: &Item) -> MinutesItem {
        let led = item.led_by.as_ref();
        let opened_by = self.sitting().map(|sitting| &sitting.opened_by);
        let resolution = item.resolution.as_ref();
        MinutesItem {
            id: item.id.clone(),
            number: item.draft.number.clone(),
            title: item.draft.title.clone(),
            kind: item.draft.kind,
            recommendation: item.draft.recommendation.clone(),
            led_by: led
                .filter(|led| Some(*led) != opened_by)
                .map(|id| self.name(id)),
            impartiality: item.cases.iter().map(|case| self.case(case)).collect(),
            closing: item.closing.as_ref().map(|closing| MinutesClosing {
                legal_basis: closing.legal_basis.clone(),
                part: closing.part.clone(),
                votes: closing.outcome.as_ref().map(|one| self.votes(one)),
                is_closed: closing.closed_at.is_some(),
                stayed: self.names(&closing.stay),
            }),
            motions: item.motions.iter().map(|one| self.motion(one)).collect(),
            votes: resolution
                .and_then(|resolution| resolution.outcome.as_ref())
                .map(|one| self.votes(one)),
            resolution: resolution.map(|resolution| resolution.text.clone()),
            remarks: item.remarks.clone(),
            is_exempt: item.draft.is_exempt,
            is_left_out: false,
        }
    }

    fn case(&self, case: &Case) -> MinutesCase {
        MinutesCase {
            person: self.name(&case.person),
            raised_by: self.name(&case.raised_by),
            ground: case.ground.clone(),
            legal_basis: case.legal_basis.clone(),
            is_disqualified: case.outcome.as_ref().map(|one| one.is_carried),
            votes: case.outcome.as_ref().map(|one| self.votes(one)),
            left_at: case.left_at.map(clock),
            returned_at: case.returned_at.map(clock),
            deputy: case
                .deputy
                .as_ref()
                .filter(|_| case.left_at.is_some())
                .map(|id| self.name(id)),
            note: case.note.clone(),
        }
    }

    fn motion(&self, motion: &Motion) -> MinutesMotion {
        MinutesMotion {
            by: self.name(&motion.by),
            kind: motion.kind,
            text: motion.text.clone(),
            votes: motion.outcome.as_ref().map(|one| self.votes(one)),
            is_taken_in: motion.is_taken_in,
            is_withdrawn: motion.is_withdrawn,
        }
    }

    fn votes(&self, outcome: &Outcome) -> Votes {
        Votes {
            n_for: outcome.votes_for.len(),
            n_against: outcome.votes_against.len(),
            votes_for: self.names(&outcome.votes_for),
            votes_against: self.names(&outcome.votes_against),
            is_unanimous: outcome.is_unanimous(),
            is_carried: outcome.is_carried,
            decided_by: outcome.decided_by.as_ref().map(|id| self.name(id)),
        }
    }

    fn correction(&self, correction: &Correction) -> MinutesCorrection {
        let item = self.formal.item(&correction.item);
        MinutesCorrection {
            id: correction.id.clone(),
            item: correction.item.clone(),
            number: item
                .map(|item| item.draft.number.clone())
                .unwrap_or_default(),
            spot: correction.spot,
            before: correction.before.clone(),
            after: correction.after.clone(),
            by: self.name(&correction.by),
            on: day_of(correction.at),
        }
    }

    fn foot(&self, approved_at: Option<Timestamp>) -> Foot {
        let sitting = self.sitting();
        let elected_in = self.formal.signers_elected_in.as_ref();
        let elected_in = elected_in.and_then(|id| self.formal.item(id));
        let chair = sitting.map(|sitting| &sitting.opened_by);
        let elected = self.formal.signers.iter().filter(|id| Some(*id) != chair);
        let signature = |id: &PersonId, is_elected: bool| {
            let approval = self.formal.minutes.approvers.get(id);
            Signature {
                name: self.name(id),
                elected_in: elected_in
                    .filter(|_| is_elected)
                    .map(|item| item.draft.number.clone()),
                signed_on: approval.and_then(|one| one.approved_at).map(day_of),
            }
        };
        let all = chair.map(|id| signature(id, false)).into_iter();
        Foot {
            ended_at: sitting.and_then(|sitting| sitting.ended_at).map(clock),
            signatures: all.chain(elected.map(|id| signature(id, true))).collect(),
            approved_on: approved_at.map(day_of),
        }
    }
}
