//! What a person has asked of the meeting and the server has not answered: an ordered queue, without clock or network.
//!
//! Everything stays in it until it is both answered and seen in the meeting, so that what was chosen never flickers back.
//! What the server said no to stays until the person has seen why.

use serde::Serialize;
use shared::id::{GroupId, IndicatorId, NoteId, ProposalId, QuestionId, RequestId};
use shared::proceedings::command::Command;
use shared::proceedings::evaluation;
use shared::proceedings::seminar;
use shared::time::Timestamp;

/// Asking to speak is about this moment: later than this it is not asked any more. Taking it back always is, or the hand
/// would stay up.
const HAND_GOOD_FOR_MS: i64 = 60_000;

/// One command, as it is kept on the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    pub request_id: RequestId,
    pub command: Command,
    /// When the person did it, by the device's clock.
    pub at: Timestamp,
    /// Orders what was done at the same moment.
    pub n: u64,
    /// The code of the refusal.
    pub refused: Option<String>,
}

/// What waits to be sent, as people count it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Scores, dots, agreement.
    pub n_answers: usize,
    /// Thoughts, proposals, things parked.
    pub n_texts: usize,
    /// Everything.
    pub n_all: usize,
}

#[derive(Debug, Default)]
pub struct Queue {
    /// Not answered, oldest first.
    waiting: Vec<Entry>,
    /// Which of those is on its way.
    sending: Option<RequestId>,
    /// Answered, with the number of the view that shows it.
    answered: Vec<(Entry, i64)>,
    refused: Vec<Entry>,
}

/// Where a later command makes an earlier one needless.
#[derive(Debug, PartialEq, Eq)]
enum Slot<'a> {
    Score(&'a IndicatorId),
    Thought(&'a IndicatorId),
    Sharing(&'a IndicatorId),
    Answer(&'a IndicatorId),
    Draft(&'a ProposalId),
    Claim(&'a ProposalId),
    Dots(&'a GroupId),
    Parked(&'a NoteId),
    /// About the board's own work: what is answered, and what is written.
    Agreement(&'a QuestionId),
    OwnWords(&'a QuestionId),
    DoneEvaluating,
    /// On the SWOT board.
    Note(&'a NoteId),
    DoneScoring,
    DoneVoting,
    Hand,
    Worth,
    Read,
}

fn slot(command: &Command) -> Option<Slot<'_>> {
    Some(match command {
        Command::Score { indicator, .. } => Slot::Score(indicator),
        Command::Think { indicator, .. } => Slot::Thought(indicator),
        Command::ShareThought { indicator, .. } => Slot::Sharing(indicator),
        Command::AnswerGrade { indicator, .. } => Slot::Answer(indicator),
        Command::DraftProposal { id, .. } | Command::DropDraft { id } => Slot::Draft(id),
        Command::ClaimProposal { id, .. } => Slot::Claim(id),
        Command::GiveDots { group, .. } => Slot::Dots(group),
        Command::Park { id, .. } | Command::Unpark { id } => Slot::Parked(id),
        Command::Seminar {
            ask: seminar::Ask::WriteNote { id, .. } | seminar::Ask::RemoveNote { id },
        } => Slot::Note(id),
        Command::FinishScoring { .. } => Slot::DoneScoring,
        Command::FinishVoting { .. } => Slot::DoneVoting,
        Command::RaiseHand | Command::LowerHand { person: None } => Slot::Hand,
        Command::JudgeWorth { .. } => Slot::Worth,
        Command::MarkFactSheetRead => Slot::Read,
        Command::Evaluation { ask } => match ask {
            evaluation::Ask::Answer { statement, .. } => Slot::Agreement(statement),
            evaluation::Ask::Write { question, .. } => Slot::OwnWords(question),
            evaluation::Ask::Finish { .. } => Slot::DoneEvaluating,
            _ => return None,
        },
        _ => return None,
    })
}

/// Whether it may take an earlier one's place only when nothing stands between: dots moved from here to there are within
/// the budget in the order they were moved, and in no other.
fn keeps_order(slot: &Slot) -> bool {
    matches!(slot, Slot::Dots(_))
}

impl Queue {
    /// From what the device has kept, in any order.
    pub fn load(mut entries: Vec<Entry>) -> Self {
        entries.sort_by_key(|entry| (entry.at, entry.n));
        let (refused, waiting) = entries
            .into_iter()
            .partition(|entry| entry.refused.is_some());
        Self {
            waiting,
            refused,
            ..Self::default()
        }
    }

    /// Adds a command; answers those that it makes needless, which are in the queue no more.
    pub fn add(&mut self, entry: Entry) -> Vec<Entry> {
        let mut needless = self.forget_refused(&entry.command);
        if let Some(place) = self.place_of(&entry.command) {
            needless.push(std::mem::replace(&mut self.waiting[place], entry));
        } else {
            self.waiting.push(entry);
        }
        needless
    }

    /// Where an unsent command stands that this one makes needless.
    fn place_of(&self, command: &Command) -> Option<usize> {
        let slot = slot(command)?;
        let is_same = |entry: &Entry| {
            self::slot(&entry.command).as_ref() == Some(&slot)
                && self.sending.as_ref() != Some(&entry.request_id)
        };
        if keeps_order(&slot) {
            let last = self.waiting.last()?;
            return is_same(last).then(|| self.waiting.len() - 1);
        }
        self.waiting.iter().rposition(is_same)
    }

    /// What was refused is answered by doing it anew.
    fn forget_refused(&mut self, command: &Command) -> Vec<Entry> {
        let Some(slot) = slot(command) else {
            return Vec::new();
        };
        let (gone, left) = std::mem::take(&mut self.refused)
            .into_iter()
            .partition(|entry| self::slot(&entry.command).as_ref() == Some(&slot));
        self.refused = left;
        gone
    }

    /// The next one to send. None while one is on its way, so that they arrive in order.
    pub fn start(&mut self) -> Option<Entry> {
        if self.sending.is_some() {
            return None;
        }
        let entry = self.waiting.first()?.clone();
        self.sending = Some(entry.request_id.clone());
        Some(entry)
    }

    /// Takes out what has become too old to say; see [`HAND_GOOD_FOR_MS`].
    pub fn take_stale(&mut self, now: Timestamp) -> Vec<Entry> {
        let is_stale = |entry: &Entry| {
            entry.command == Command::RaiseHand && entry.at.plus_ms(HAND_GOOD_FOR_MS) < now
        };
        let (stale, left) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(is_stale);
        self.waiting = left;
        stale
    }

    pub fn is_sending(&self, request_id: &RequestId) -> bool {
        self.sending.as_ref() == Some(request_id)
    }

    /// Nobody knows whether it arrived: it is sent again.
    pub fn put_back(&mut self, request_id: &RequestId) {
        self.sending.take_if(|sending| sending == request_id);
    }

    /// Done; the view with the number `seq` shows it. Answers the entry, unless it has been answered before.
    pub fn done(&mut self, request_id: &RequestId, seq: i64) -> Option<Entry> {
        let entry = self.take(request_id)?;
        self.answered.push((entry.clone(), seq));
        Some(entry)
    }

    /// The server says no.
    pub fn refuse(&mut self, request_id: &RequestId, code: &str) -> Option<Entry> {
        let mut entry = self.take(request_id)?;
        entry.refused = Some(code.to_owned());
        self.refused.push(entry.clone());
        Some(entry)
    }

    fn take(&mut self, request_id: &RequestId) -> Option<Entry> {
        self.put_back(request_id);
        let place = self
            .waiting
            .iter()
            .position(|entry| entry.request_id == *request_id)?;
        Some(self.waiting.remove(place))
    }

    /// A view with this number is shown; answers whether that changed anything.
    pub fn seen(&mut self, seq: i64) -> bool {
        let n_before = self.answered.len();
        self.answered.retain(|(_, shown_in)| *shown_in > seq);
        self.answered.len() != n_before
    }

    /// The person has seen the refusal.
    pub fn dismiss(&mut self, request_id: &RequestId) -> Option<Entry> {
        let place = self
            .refused
            .iter()
            .position(|entry| entry.request_id == *request_id)?;
        Some(self.refused.remove(place))
    }

    pub fn refused(&self) -> &[Entry] {
        &self.refused
    }

    /// What the view does not show yet, in order.
    pub fn pending(&self) -> impl Iterator<Item = &Entry> {
        self.answered
            .iter()
            .map(|(entry, _)| entry)
            .chain(&self.waiting)
    }

    pub fn waiting(&self) -> Waiting {
        let mut waiting = Waiting::default();
        for entry in &self.waiting {
            waiting.n_all += 1;
            match slot(&entry.command) {
                Some(
                    Slot::Score(_)
                    | Slot::Answer(_)
                    | Slot::Dots(_)
                    | Slot::Worth
                    | Slot::Agreement(_),
                ) => {
                    waiting.n_answers += 1;
                }
                Some(
                    Slot::Thought(_)
                    | Slot::Draft(_)
                    | Slot::Parked(_)
                    | Slot::OwnWords(_)
                    | Slot::Note(_),
                ) => {
                    waiting.n_texts += 1;
                }
                _ => {}
            }
        }
        waiting
    }
}

#[cfg(test)]
mod tests;
