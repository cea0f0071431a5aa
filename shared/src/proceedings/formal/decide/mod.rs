//! What of the formal part may happen, and why not. Called by [`crate::proceedings::decide`], which is the only way in.

mod agenda;
mod closing;
mod impartiality;
mod minutes;
mod motions;
mod sitting;
mod votes;

use super::ask::Ask;
use super::fact::Fact;
use super::seats::{has_vote, hears, roll, sits_in};
use super::state::{Formal, Item, MinutesStep, Question, Sitting};
use crate::id::{ItemId, PersonId};
use crate::meeting::MeetingState;
use crate::proceedings::decide::{Actor, Surroundings};
use crate::proceedings::refusal::Refusal;
use crate::rights::{Act, Lock};

/// The longest motion, recommendation or resolution, in characters.
pub const MAX_MOTION: usize = 5_000;
const MAX_ITEMS: usize = 100;
const MAX_IN_ITEM: usize = 50;

type Decided = Result<Vec<Fact>, Refusal>;

/// A question and all it is about.
struct Asked<'a> {
    formal: &'a Formal,
    around: &'a Surroundings<'a>,
    actor: &'a Actor<'a>,
    now: crate::time::Timestamp,
}

/// What an ask makes happen. Empty when it is so already.
///
/// # Errors
/// Why it may not happen.
pub fn decide(
    formal: &Formal,
    around: &Surroundings<'_>,
    actor: &Actor<'_>,
    ask: Ask,
    now: crate::time::Timestamp,
) -> Decided {
    if formal.minutes.step == MinutesStep::Approved {
        return Err(Refusal::MinutesApproved);
    }
    is_time_for(&ask, around.lobby.meeting.state)?;
    let asked = Asked {
        formal,
        around,
        actor,
        now,
    };
    match ask {
        Ask::AddItem {
            item,
            draft,
            before,
        } => asked.add_item(item, draft, before),
        Ask::ChangeItem { item, draft } => asked.change_item(item, draft),
        Ask::MoveItem { item, before } => asked.move_item(item, before),
        Ask::RemoveItem { item } => asked.remove_item(item),
        Ask::SetProvisions { provisions } => asked.set_provisions(provisions),
        Ask::Begin { chair, form, rules } => asked.begin(chair, form, rules),
        Ask::HandOver { chair } => asked.hand_over(chair),
        Ask::End => asked.end(),
        Ask::Resume => asked.resume(),
        Ask::ElectSigners { people } => asked.elect_signers(people),
        Ask::OpenItem { item } => asked.open_item(item),
        Ask::FinishItem { item } => asked.finish_item(&item),
        Ask::ReopenItem { item } => asked.reopen_item(&item),
        Ask::Remark { item, text } => asked.remark(item, &text),
        Ask::PutMotion {
            item,
            motion,
            kind,
            text,
            by,
        } => asked.put_motion(item, motion, kind, &text, by),
        Ask::WithdrawMotion {
            item,
            motion,
            is_withdrawn,
        } => asked.withdraw_motion(item, motion, is_withdrawn),
        Ask::TakeIn {
            item,
            motion,
            is_in,
        } => asked.take_in(item, motion, is_in),
        Ask::OpenVote { item, question } => asked.open_vote(item, question),
        Ask::CancelVote { item } => asked.cancel_vote(item),
        Ask::Vote {
            item,
            question,
            is_for,
            person,
        } => asked.vote(item, &question, is_for, person),
        Ask::RestVotesFor { item, question } => asked.rest_votes_for(&item, &question),
        Ask::CloseVote { item, question } => asked.close_vote(item, question),
        Ask::Resolve { item, text } => asked.resolve(item, &text),
        Ask::Unresolve { item } => asked.unresolve(item),
        ask => asked.other(ask),
    }
}

impl Asked<'_> {
    /// Impartiality, closed doors and the minutes.
    fn other(&self, ask: Ask) -> Decided {
        match ask {
            Ask::RaiseImpartiality {
                item,
                case,
                person,
                raised_by,
                ground,
                legal_basis,
            } => self.raise_impartiality(item, case, person, raised_by, &ground, &legal_basis),
            Ask::WithdrawCase { item, case } => self.withdraw_case(item, case),
            Ask::StepOut { item, case } => self.step_out(item, case),
            Ask::StepBack { item, case } => self.step_back(item, case),
            Ask::SeatDeputy { item, case, deputy } => self.seat_deputy(item, case, deputy),
            Ask::NoteCase { item, case, text } => self.note_case(item, case, &text),
            Ask::ProposeClosing {
                item,
                legal_basis,
                part,
                is_confidential,
                stay,
            } => self.propose_closing(item, &legal_basis, &part, is_confidential, stay),
            Ask::WithdrawClosing { item } => self.withdraw_closing(item),
            Ask::Correct {
                id,
                item,
                spot,
                before,
                after,
            } => self.correct(id, item, spot, before, &after),
            Ask::SendMinutes { due } => self.send_minutes(due),
            Ask::WithdrawMinutes => self.withdraw_minutes(),
            Ask::Approve => self.approve(),
            Ask::WantCorrection { text } => self.want_correction(&text),
            _ => unreachable!("the rest is decided before"),
        }
    }

    fn me(&self) -> &PersonId {
        &self.actor.person.id
    }

    /// Who writes down what happens: whom leads the meeting, its chair, and the programme manager.
    fn records(&self) -> Result<(), Refusal> {
        records(self.actor)
    }

    /// And may do so in this item: who is out of it does nothing in it, and who is not to hear it writes nothing down.
    fn records_in(&self, item: &Item) -> Result<(), Refusal> {
        self.records()?;
        is_in(item, self.me())?;
        self.hears(item)
    }

    /// The same, about the doors: as long as they are open everybody hears of them.
    fn records_at_doors(&self, item: &Item) -> Result<(), Refusal> {
        if item.is_closed() {
            return self.records_in(item);
        }
        self.records()?;
        is_in(item, self.me())
    }

    fn records_vote(&self, item: &Item, question: &Question) -> Result<(), Refusal> {
        match question {
            Question::Closing => self.records_at_doors(item),
            _ => self.records_in(item),
        }
    }

    fn hears(&self, item: &Item) -> Result<(), Refusal> {
        if item.is_shut() && !hears(self.around.lobby, item, self.actor.person) {
            return Err(Refusal::BehindClosedDoors);
        }
        Ok(())
    }

    /// Who was disqualified in an item that is done with is out of it for good.
    fn took_part(&self, item: &Item) -> Result<(), Refusal> {
        if item.disqualifies(self.me()) {
            return Err(Refusal::SteppedAside);
        }
        self.hears(item)
    }

    fn is_not_over(&self) -> Result<(), Refusal> {
        if self.formal.is_over() {
            return Err(Refusal::FormalEnded);
        }
        Ok(())
    }

    fn sitting(&self) -> Result<&Sitting, Refusal> {
        let sitting = self.formal.sitting.as_ref();
        let sitting = sitting.ok_or(Refusal::FormalNotBegun)?;
        match sitting.ended_at {
            None => Ok(sitting),
            Some(_) => Err(Refusal::FormalEnded),
        }
    }

    fn item(&self, id: &ItemId) -> Result<&Item, Refusal> {
        self.formal.item(id).ok_or(Refusal::NoSuchItem)
    }

    /// An item that is being treated now.
    fn open(&self, id: &ItemId) -> Result<&Item, Refusal> {
        let item = self.item(id)?;
        self.sitting()?;
        match (item.opened_at, item.finished_at) {
            (None, _) => Err(Refusal::ItemNotOpen),
            (Some(_), Some(_)) => Err(Refusal::ItemTreated),
            (Some(_), None) => Ok(item),
        }
    }

    /// Whether somebody has a vote in an item, in words that say why not.
    fn has_vote(&self, item: &Item, person: &PersonId) -> Result<(), Refusal> {
        is_in(item, person)?;
        if has_vote(self.around, item, person) {
            return Ok(());
        }
        // Of oneself one hears what stands in the way.
        if person == self.me() {
            self.actor.may(Act::VoteFormally)?;
            return Err(Refusal::NotAllowed(Lock::NotSeated));
        }
        Err(Refusal::HasNoVote)
    }

    /// What stands in the way of an act, unless the person sits in a seat for this item.
    fn may_in(&self, item: &Item, act: Act) -> Result<(), Refusal> {
        is_in(item, self.me())?;
        if sits_in(item, self.me()) && has_vote(self.around, item, self.me()) {
            return Ok(());
        }
        self.actor.may(act)
    }

    /// What has been seen of who is here, when it says anything new.
    fn call_roll(&self, item: Option<&Item>) -> Option<Fact> {
        let sitting = self.formal.sitting.as_ref()?;
        let roll = roll(self.around, item, sitting.began_at);
        let mut seen = sitting.seen.clone();
        let before = seen.clone();
        seen.add(roll.clone());
        (seen != before).then_some(Fact::RollCalled { roll })
    }
}

/// A meeting decides while it is open. Before that its agenda is written; after it what was decided is put right and
/// approved, and nothing is decided any more.
fn is_time_for(ask: &Ask, state: MeetingState) -> Result<(), Refusal> {
    let lock = match (state, ask) {
        (MeetingState::Open | MeetingState::Running, _)
        | (
            _,
            Ask::End
            | Ask::Correct { .. }
            | Ask::SendMinutes { .. }
            | Ask::WithdrawMinutes
            | Ask::Approve
            | Ask::WantCorrection { .. },
        )
        | (
            MeetingState::Planned,
            Ask::AddItem { .. }
            | Ask::ChangeItem { .. }
            | Ask::MoveItem { .. }
            | Ask::RemoveItem { .. }
            | Ask::SetProvisions { .. }
            | Ask::RaiseImpartiality { .. }
            | Ask::WithdrawCase { .. }
            | Ask::SeatDeputy { .. },
        ) => return Ok(()),
        (MeetingState::Planned, _) => Lock::NotOpen,
        (MeetingState::Closed, _) => Lock::Closed,
    };
    Err(Refusal::NotAllowed(lock))
}

/// # Errors
/// What stands in the way.
pub fn records(actor: &Actor<'_>) -> Result<(), Refusal> {
    actor.may_any(&[Act::LeadMeeting, Act::DraftMinutes, Act::ApproveMinutes])
}

#[expect(clippy::unnecessary_wraps, reason = "every rule ends with it")]
fn happens(fact: Fact) -> Decided {
    Ok(vec![fact])
}

#[expect(clippy::unnecessary_wraps, reason = "every rule ends with it")]
fn unless(is_so: bool, fact: Fact) -> Decided {
    Ok(if is_so { Vec::new() } else { vec![fact] })
}

fn is_in(item: &Item, person: &PersonId) -> Result<(), Refusal> {
    if item.is_out(person) {
        return Err(Refusal::SteppedAside);
    }
    Ok(())
}
