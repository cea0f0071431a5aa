//! The only code that says no. The browser asks it to enable a button, the server obeys it.

mod day;
mod grade;
mod papers;
mod proposals;
mod scoring;
mod vote;

use std::collections::{BTreeMap, BTreeSet};

use super::command::Command;
use super::evaluation;
use super::event::Event;
use super::formal;
use super::refusal::Refusal;
use super::state::{Proceedings, ReportState, Round};
use crate::id::{IndicatorId, PersonId, ProposalId};
use crate::lobby::Lobby;
use crate::name::is_invisible;
use crate::programme::Person;
use crate::rights::{Act, Lock, Role};
use crate::template::ReviewForm;
use crate::time::Timestamp;

/// The longest title, in characters.
pub const MAX_TITLE: usize = 200;
/// The longest text of a proposal, a note or a comment, in characters.
pub const MAX_TEXT: usize = 2_000;
/// The longest remark, reason or thing parked, in characters.
pub const MAX_LINE: usize = 500;

/// Who asks, and what stands in their way: the rights of their role, and of the way they came in.
pub struct Actor<'a> {
    pub person: &'a Person,
    pub lock: &'a dyn Fn(Act) -> Option<Lock>,
}

/// What a rule looks at beside the proceedings.
pub struct Surroundings<'a> {
    pub lobby: &'a Lobby,
    /// The proposals that stand in the assessment; only where a command needs them.
    pub in_document: &'a [ProposalId],
    /// The indicators whose rationale has words; only where a command needs them.
    pub with_rationale: &'a BTreeSet<IndicatorId>,
    /// The report as it would be frozen; only where a command needs it.
    pub report: Option<FrozenReport>,
    /// SHA-256 of a text, in hexadecimal.
    pub hash: fn(&str) -> String,
}

/// A report, ready to be made final.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenReport {
    /// SHA-256 of the content, in hexadecimal.
    pub hash: String,
    pub content: String,
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

    /// Any one of several.
    pub(super) fn may_any(&self, acts: &[Act]) -> Result<(), Refusal> {
        if acts.iter().any(|act| self.can(*act)) {
            return Ok(());
        }
        self.may(acts[0])
    }

    /// Whoever sits in the meeting: not a screen, and not somebody outside.
    pub(super) fn takes_part(&self) -> Result<(), Refusal> {
        if self.person.role == Role::Projector {
            return Err(Refusal::NotAllowed(Lock::Role));
        }
        self.may(Act::FollowShared)
    }

    pub(super) fn id(&self) -> &PersonId {
        &self.person.id
    }
}

impl Surroundings<'_> {
    pub fn form(&self) -> Option<&ReviewForm> {
        self.lobby.meeting.form.as_ref()
    }

    fn indicator(&self, id: &IndicatorId) -> Result<(), Refusal> {
        let form = self.form().ok_or(Refusal::NoSuchIndicator)?;
        form.indicator(id)
            .map(|_| ())
            .ok_or(Refusal::NoSuchIndicator)
    }

    fn is_value(&self, value: u8) -> bool {
        self.form().is_some_and(|form| form.step(value).is_some())
    }

    /// Somebody who is in the meeting now, or was until the lid of their tablet closed.
    pub fn is_here(&self, person: &PersonId) -> bool {
        let mut times = self.lobby.attendance.iter();
        times.any(|times| times.person == *person && times.left_at.is_none())
    }

    /// Somebody who is here, or was at some time since then.
    pub fn was_here(&self, person: &PersonId, since: Timestamp) -> bool {
        let mut times = self.lobby.attendance.iter();
        times.any(|times| {
            times.person == *person && times.left_at.is_none_or(|left_at| left_at >= since)
        })
    }

    /// Those whose scores count now (domain 2.5). Before the meeting runs, all who may score; on the day, those who are
    /// here, or for whom somebody typed a score.
    pub fn scorers<'a>(&'a self, proceedings: &'a Proceedings) -> impl Iterator<Item = &'a Person> {
        let has_begun = proceedings.position.is_some();
        self.lobby.people.iter().filter(move |person| {
            let may_score = self.lobby.meeting.allows(person, Act::Score);
            may_score
                && (!has_begun || self.is_here(&person.id) || proceedings.was_typed_for(&person.id))
        })
    }

    /// Those who may give dots that count and are here.
    pub fn voters(&self) -> impl Iterator<Item = &Person> {
        let people = self.lobby.people.iter();
        people.filter(|person| {
            self.lobby.meeting.allows(person, Act::GiveDots) && self.is_here(&person.id)
        })
    }

    /// Those who may say whether they go along with a grade and are here, and whoever has said so.
    pub fn answerers<'a>(&'a self, round: &'a Round) -> impl Iterator<Item = &'a Person> {
        let people = self.lobby.people.iter();
        people.filter(|person| {
            let is_asked =
                self.lobby.meeting.allows(person, Act::AgreeOnGrade) && self.is_here(&person.id);
            is_asked || round.answers.contains_key(&person.id)
        })
    }
}

impl Proceedings {
    fn was_typed_for(&self, person: &PersonId) -> bool {
        let mut rounds = self.rounds.values();
        rounds.any(|round| {
            let score = round.scores.get(person);
            score.is_some_and(|score| score.typed_by.is_some())
        })
    }

    /// Whether somebody has nothing left to answer where the group is.
    pub fn has_finished_scoring(&self, person: &PersonId) -> bool {
        let waited_for = self.position.as_ref().and_then(|at| at.indicator.as_ref());
        let has_scored = waited_for
            .and_then(|indicator| self.rounds.get(indicator))
            .is_some_and(|round| round.scores.contains_key(person));
        has_scored || self.done_scoring.contains(person)
    }

    pub(super) fn is_open_to_change(&self) -> Result<(), Refusal> {
        if self.report.state == ReportState::Final {
            return Err(Refusal::ReportFinal);
        }
        if self.concluded_at.is_some() {
            return Err(Refusal::Concluded);
        }
        Ok(())
    }

    fn is_not_final(&self) -> Result<(), Refusal> {
        if self.report.state == ReportState::Final {
            return Err(Refusal::ReportFinal);
        }
        Ok(())
    }
}

/// Whether answers were counted once and this person's were not among them: those who are counted again are the same.
fn is_left_out(counted: &BTreeMap<PersonId, bool>, person: &PersonId) -> bool {
    !counted.is_empty() && !counted.contains_key(person)
}

/// Words somebody wrote: trimmed, without what cannot be seen.
pub(crate) fn words(text: &str, max: usize) -> Result<String, Refusal> {
    // Before anything is copied: the text may be of any length.
    if text.len() > 8 * max {
        return Err(Refusal::TooLong);
    }
    // What holds signs together that are one sign on the screen stays.
    let joins = |c: char| matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE0F}');
    let is_kept = |c: &char| matches!(*c, '\n' | '\t') || joins(*c) || !is_invisible(*c);
    let text: String = text.replace("\r\n", "\n").chars().filter(is_kept).collect();
    let text = text.trim().to_owned();
    if text.chars().all(|c| joins(c) || c.is_whitespace()) {
        return Ok(String::new());
    }
    if text.chars().count() > max {
        return Err(Refusal::TooLong);
    }
    Ok(text)
}

/// The same, and there must be some.
pub(super) fn some_words(text: &str, max: usize) -> Result<String, Refusal> {
    let text = words(text, max)?;
    if text.is_empty() {
        return Err(Refusal::Empty);
    }
    Ok(text)
}

/// What a command makes happen. Empty when it is so already.
///
/// # Errors
/// Why it may not happen.
pub fn decide(
    proceedings: &Proceedings,
    around: &Surroundings<'_>,
    actor: &Actor<'_>,
    command: Command,
    now: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    let asked = Asked {
        proceedings,
        around,
        actor,
        now,
    };
    proceedings.is_not_final()?;
    match command {
        Command::BeginDay => asked.begin_day(),
        Command::Move { from, to } => asked.move_on(&from, to),
        Command::SkipStep { step, is_skipped } => asked.skip_step(step, is_skipped),
        Command::MoveStep { step, before } => asked.move_step(step, before),
        Command::RepeatStep { step, copy } => asked.repeat_step(step, copy),
        Command::SetMinutes { step, minutes } => asked.set_minutes(step, minutes),
        Command::StartTimer { seconds } => asked.start_timer(seconds),
        Command::ExtendTimer { seconds } => asked.extend_timer(seconds),
        Command::PauseTimer => asked.pause_timer(),
        Command::ResumeTimer => asked.resume_timer(),
        Command::StopTimer => asked.stop_timer(),
        Command::LookUp { is_on } => asked.look_up(is_on),
        Command::KeepNote { step, text } => asked.keep_note(step, &text),
        Command::RaiseHand => asked.raise_hand(),
        Command::LowerHand { person } => asked.lower_hand(person),
        Command::Park { id, text } => asked.park(id, &text),
        Command::Unpark { id } => asked.unpark(id),
        Command::WriteFactSheet { sheet, version } => asked.write_fact_sheet(&sheet, version),
        Command::ShareFactSheet { is_shared } => asked.share_fact_sheet(is_shared),
        Command::MarkFactSheetRead => asked.mark_fact_sheet_read(),
        Command::FollowUp { idx, note } => asked.follow_up(idx, note),
        Command::OpenScoring { is_open } => asked.open_scoring(is_open),
        Command::Score {
            indicator,
            value,
            on_behalf_of,
        } => asked.score(indicator, value, on_behalf_of),
        Command::Think { indicator, text } => asked.think(indicator, &text),
        Command::ShareThought {
            indicator,
            is_shared,
        } => asked.share_thought(indicator, is_shared),
        Command::FinishScoring { is_done } => asked.finish_scoring(is_done),
        Command::Reveal { indicator } => asked.reveal(indicator),
        Command::Reopen { indicator } => asked.reopen(indicator),
        Command::ProposeGrade { indicator, grade } => asked.propose_grade(indicator, grade),
        Command::AnswerGrade {
            indicator,
            grade,
            answer,
        } => asked.answer_grade(indicator, grade, answer),
        Command::SettleGrade { indicator, grade } => asked.settle_grade(indicator, grade),
        Command::UnsettleGrade { indicator } => asked.unsettle_grade(indicator),
        Command::DraftProposal { id, draft } => asked.draft_proposal(id, draft),
        Command::DropDraft { id } => asked.drop_draft(id),
        Command::ShareProposal { id } => asked.share_proposal(id),
        Command::OpenProposals => asked.open_proposals(),
        Command::ClaimProposal { id, is_claimed } => asked.claim_proposal(id, is_claimed),
        Command::Gather {
            group,
            title,
            proposals,
        } => asked.gather(group, &title, proposals),
        Command::Ungroup { proposals } => asked.ungroup(proposals),
        Command::RenameGroup { group, title } => asked.rename_group(group, &title),
        Command::OpenVote { dots } => asked.open_vote(dots),
        Command::GiveDots { group, dots } => asked.give_dots(group, dots),
        Command::FinishVoting { is_done } => asked.finish_voting(is_done),
        Command::CloseVote => asked.close_vote(),
        Command::ReopenVote => asked.reopen_vote(),
        Command::CancelVote { is_counted } => asked.cancel_vote(is_counted),
        Command::DrawLine { from_dots } => asked.draw_line(from_dots),
        Command::AssignTask { group, part } => asked.assign_task(group, part),
        Command::SetStatus {
            group,
            status,
            reason,
        } => asked.set_status(group, status, reason),
        Command::Conclude { is_concluded } => asked.conclude(is_concluded),
        Command::JudgeWorth { value } => asked.judge_worth(value),
        Command::SendReport { due, readers } => asked.send_report(due, readers),
        Command::WithdrawReport => asked.withdraw_report(),
        Command::OpenReport => asked.open_report(),
        Command::ConfirmRead { is_read } => asked.confirm_read(is_read),
        Command::CommentReport {
            id,
            section,
            quote,
            text,
        } => asked.comment_report(id, &section, quote, &text),
        Command::ResolveComment { id, is_resolved } => asked.resolve_comment(id, is_resolved),
        Command::FinaliseReport => asked.finalise_report(),
        Command::Evaluation { ask } => {
            let facts = evaluation::decide::decide(proceedings, around, actor, ask)?;
            let events = facts.into_iter().map(|fact| Event::Evaluation { fact });
            Ok(events.collect())
        }
        Command::Formal { ask } => asked.formally(ask),
        Command::Seminar { ask } => asked.seminar(ask),
    }
}

/// A question and all it is about.
pub(super) struct Asked<'a> {
    pub(super) proceedings: &'a Proceedings,
    around: &'a Surroundings<'a>,
    pub(super) actor: &'a Actor<'a>,
    now: Timestamp,
}

pub(super) type Decided = Result<Vec<Event>, Refusal>;

/// What happens unless it is so already.
#[expect(clippy::unnecessary_wraps, reason = "every rule ends with it")]
pub(super) fn unless(is_so: bool, event: Event) -> Decided {
    Ok(if is_so { Vec::new() } else { vec![event] })
}

impl Asked<'_> {
    fn formally(&self, ask: formal::Ask) -> Decided {
        let formal = &self.proceedings.formal;
        let facts = formal::decide::decide(formal, self.around, self.actor, ask, self.now)?;
        let events = facts.into_iter().map(|fact| Event::Formal { fact });
        Ok(events.collect())
    }

    pub(super) fn leads(&self) -> Result<(), Refusal> {
        self.actor.may(Act::LeadMeeting)
    }

    /// Who leads, and who has set the meeting up; the latter also before it opens and after it is over.
    pub(super) fn leads_or_manages(&self) -> Result<(), Refusal> {
        self.actor.may_any(&[Act::LeadMeeting, Act::ManageMeeting])
    }

    /// Whoever is expected in a meeting that is open: not a screen, and not somebody who stays away.
    fn sits_here(&self) -> Result<(), Refusal> {
        self.actor.takes_part()?;
        let lock = self.around.lobby.meeting.absence(self.actor.person);
        lock.map_or(Ok(()), |lock| Err(Refusal::NotAllowed(lock)))
    }

    pub(super) fn person(&self, id: &PersonId) -> Result<&Person, Refusal> {
        let mut people = self.around.lobby.people.iter();
        people
            .find(|person| person.id == *id)
            .ok_or(Refusal::NoSuchPerson)
    }
}
