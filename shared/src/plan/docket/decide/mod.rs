//! The only code that says no. The browser asks it to enable a button, the server obeys it.

mod comments;
mod head;
mod measures;
mod proposals;
mod revisions;
mod suggestions;
mod versions;

use std::collections::{BTreeMap, BTreeSet};

use super::command::Command;
use super::coverage::ReviewedProposal;
use super::event::Event;
use super::is_frozen;
use super::place::{PlanText, Quote, measure_of};
use super::refusal::Refusal;
use super::splice::StandingText;
use super::state::Docket;
use crate::id::{MeasureId, PersonId, SuggestionId};
use crate::plan::{ActionPlan, PlanKind, Row};
use crate::proceedings::decide as of_meetings;
use crate::programme::Person;
use crate::rights::{Act, Lock, Role};
use crate::time::Timestamp;

pub use of_meetings::{MAX_LINE, MAX_TEXT, MAX_TITLE};

/// The longest place of Yjs, as JSON.
const MAX_PLACE: usize = 300;
const MAX_MENTIONS: usize = 50;

/// Who asks, and what stands in their way.
pub struct Actor<'a> {
    pub person: &'a Person,
    pub lock: &'a dyn Fn(Act) -> Option<Lock>,
}

/// What a rule looks at beside the docket.
pub struct Surroundings<'a> {
    pub kind: PlanKind,
    pub people: &'a [Person],
    /// Who may not touch which measure, for they have stepped aside from it (domain 10.2).
    pub aside: &'a BTreeMap<PersonId, BTreeSet<MeasureId>>,
    /// The proposals of the last status review.
    pub proposals: &'a [ReviewedProposal],
    /// The rows as they stand; only where a command needs them.
    pub plan: Option<&'a ActionPlan>,
    /// SHA-256 of what the plan would be frozen as; only where a command needs it.
    pub hash: Option<&'a str>,
    /// The texts that suggestions are about; only where a command needs them.
    pub texts: &'a BTreeMap<SuggestionId, StandingText>,
}

impl Actor<'_> {
    /// # Errors
    /// What stands in the way.
    pub fn may(&self, act: Act) -> Result<(), Refusal> {
        (self.lock)(act).map_or(Ok(()), |lock| Err(Refusal::NotAllowed(lock)))
    }

    pub fn can(&self, act: Act) -> bool {
        (self.lock)(act).is_none()
    }

    fn id(&self) -> &PersonId {
        &self.person.id
    }
}

/// What a command makes happen. Empty when it is so already.
///
/// # Errors
/// Why it may not happen.
pub fn decide(
    docket: &Docket,
    around: &Surroundings<'_>,
    actor: &Actor<'_>,
    command: Command,
    now: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    let asked = Asked {
        docket,
        around,
        actor,
        now,
    };
    match command {
        Command::MoveOn {
            from,
            treatment,
            version,
        } => asked.move_on(from, &treatment, version),
        Command::Unlock { from, to, reason } => asked.unlock(from, to, &reason),
        Command::SetHead { part } => asked.set_head(part),
        Command::LinkProposals { proposals, link } => asked.link_proposals(proposals, link),
        Command::UnlinkProposals { proposals, link } => asked.unlink_proposals(proposals, link),
        Command::RefuseProposals { proposals, refusal } => {
            asked.refuse_proposals(proposals, refusal)
        }
        Command::Comment {
            id,
            place,
            text,
            mentions,
        } => asked.comment(id, place, &text, mentions),
        Command::Reply {
            thread,
            id,
            text,
            mentions,
        } => asked.reply(thread, id, &text, mentions),
        Command::EditComment { id, text, mentions } => asked.edit_comment(id, &text, mentions),
        Command::DeleteComment { id, is_deleted } => asked.delete_comment(id, is_deleted),
        Command::ResolveThread { id, is_resolved } => asked.resolve_thread(id, is_resolved),
        Command::Suggest { id, draft } => asked.suggest(id, draft),
        Command::WithdrawSuggestion { id, is_withdrawn } => {
            asked.withdraw_suggestion(id, is_withdrawn)
        }
        Command::AnswerSuggestion { id, state } => asked.answer_suggestion(id, state),
        Command::KeepVersion { id, name, day } => asked.keep_version(id, &name, day),
        Command::RenameVersion { id, name } => asked.rename_version(id, &name),
        Command::RestoreVersion {
            version,
            before,
            id,
        } => asked.restore_version(version, before, id),
        Command::Revise { id, draft } => asked.revise(id, draft),
        Command::WithdrawRevision { id, is_withdrawn } => asked.withdraw_revision(id, is_withdrawn),
        Command::DecideRevision { id, status, note } => {
            asked.decide_revision(id, status, note.as_deref())
        }
        Command::FollowUpMeasure { measure, follow_up } => {
            asked.follow_up_measure(measure, follow_up)
        }
    }
}

/// A question and all it is about.
struct Asked<'a> {
    docket: &'a Docket,
    around: &'a Surroundings<'a>,
    actor: &'a Actor<'a>,
    now: Timestamp,
}

type Decided = Result<Vec<Event>, Refusal>;

/// What happens unless it is so already.
#[expect(clippy::unnecessary_wraps, reason = "every rule ends with it")]
fn unless(is_so: bool, event: Event) -> Decided {
    Ok(if is_so { Vec::new() } else { vec![event] })
}

/// Words somebody wrote: trimmed, without what cannot be seen.
fn words(text: &str, max: usize) -> Result<String, Refusal> {
    of_meetings::words(text, max).map_err(|_| Refusal::TooLong)
}

/// The same, and there must be some.
fn some_words(text: &str, max: usize) -> Result<String, Refusal> {
    let text = words(text, max)?;
    if text.is_empty() {
        return Err(Refusal::Empty);
    }
    Ok(text)
}

/// A reason, a note: none when nothing is in it.
fn line(text: Option<&str>) -> Result<Option<String>, Refusal> {
    let text = text.map(|text| words(text, MAX_LINE)).transpose()?;
    Ok(text.filter(|text| !text.is_empty()))
}

/// Words that stand in the plan are kept to the letter, for they are looked for there.
fn quoted(text: String, max: usize) -> Result<String, Refusal> {
    if text.chars().count() > max {
        return Err(Refusal::TooLong);
    }
    Ok(text)
}

/// A place of Yjs. What it says is read where the text is; what cannot be read says nothing.
fn place_of_yjs(place: Option<String>) -> Result<Option<String>, Refusal> {
    match place {
        Some(place) if place.len() > MAX_PLACE => Err(Refusal::TooLong),
        Some(place) if place.chars().any(char::is_control) => Err(Refusal::NotAValue),
        place => Ok(place),
    }
}

impl Asked<'_> {
    /// Whoever reads the plan's material speaks about it: observers and guests too, a screen never.
    fn speaks(&self) -> Result<(), Refusal> {
        if self.actor.person.role == Role::Projector {
            return Err(Refusal::NotAllowed(Lock::Role));
        }
        self.actor.may(Act::ReadMaterial)
    }

    fn is_open(&self) -> Result<(), Refusal> {
        if is_frozen(self.docket) {
            return Err(Refusal::PlanFrozen);
        }
        Ok(())
    }

    fn plan(&self) -> Result<&ActionPlan, Refusal> {
        self.around.plan.ok_or(Refusal::TextsMissing)
    }

    /// Who has stepped aside from a measure does nothing about it.
    fn is_not_aside(&self, row: Option<&Row>) -> Result<(), Refusal> {
        let Some(aside) = self.around.aside.get(self.actor.id()) else {
            return Ok(());
        };
        let measure = row.and_then(|row| measure_of(row, self.around.plan));
        if measure.is_some_and(|measure| aside.contains(&measure)) {
            return Err(Refusal::SteppedAside);
        }
        Ok(())
    }

    fn are_people(&self, people: &BTreeSet<PersonId>) -> Result<(), Refusal> {
        if people.len() > MAX_MENTIONS {
            return Err(Refusal::TooMany);
        }
        let is_known = |id: &PersonId| self.around.people.iter().any(|person| person.id == *id);
        if people.iter().all(is_known) {
            return Ok(());
        }
        Err(Refusal::NoSuchPerson)
    }

    fn quote(quote: Quote) -> Result<Quote, Refusal> {
        Ok(Quote {
            text: quoted(quote.text, MAX_TEXT)?,
            from: place_of_yjs(quote.from)?,
            to: place_of_yjs(quote.to)?,
        })
    }

    /// Whether somebody else's is in the way.
    fn is_mine(&self, by: &PersonId) -> Result<(), Refusal> {
        if by == self.actor.id() {
            return Ok(());
        }
        Err(Refusal::NotYours)
    }

    fn text_is_not_aside(&self, text: &PlanText) -> Result<(), Refusal> {
        self.is_not_aside(text.row())
    }
}
