//! What a person has asked of the meeting and the server has not answered: an ordered queue, without clock or network.
//!
//! Everything stays in it until it is both answered and seen in the meeting, so that what was chosen never flickers back.
//! What the server said no to stays until the person has seen why.

use serde::Serialize;
use shared::id::{GroupId, IndicatorId, NoteId, ProposalId, RequestId};
use shared::proceedings::command::Command;
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
        Command::FinishScoring { .. } => Slot::DoneScoring,
        Command::FinishVoting { .. } => Slot::DoneVoting,
        Command::RaiseHand | Command::LowerHand { person: None } => Slot::Hand,
        Command::JudgeWorth { .. } => Slot::Worth,
        Command::MarkFactSheetRead => Slot::Read,
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
                Some(Slot::Score(_) | Slot::Answer(_) | Slot::Dots(_) | Slot::Worth) => {
                    waiting.n_answers += 1;
                }
                Some(Slot::Thought(_) | Slot::Draft(_) | Slot::Parked(_)) => waiting.n_texts += 1,
                _ => {}
            }
        }
        waiting
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::proceedings::state::ProposalDraft;

    fn id(text: &str) -> RequestId {
        RequestId::parse(text).unwrap()
    }

    fn indicator(text: &str) -> IndicatorId {
        IndicatorId::parse(text).unwrap()
    }

    fn entry(name: &str, at: i64, command: Command) -> Entry {
        Entry {
            request_id: id(name),
            command,
            at: Timestamp(at),
            n: 0,
            refused: None,
        }
    }

    fn score(of: &str, value: u8) -> Command {
        Command::Score {
            indicator: indicator(of),
            value: Some(value),
            on_behalf_of: None,
        }
    }

    fn dots(group: &str, dots: u8) -> Command {
        let group = GroupId::parse(group).unwrap();
        Command::GiveDots { group, dots }
    }

    /// Adds commands, named by their place, and says what is left in the queue.
    fn check(commands: Vec<Command>, left: &[&str]) {
        let mut queue = Queue::default();
        for (place, command) in commands.into_iter().enumerate() {
            queue.add(entry(&format!("c{place}"), 0, command));
        }
        let names: Vec<&str> = queue.pending().map(|it| it.request_id.as_str()).collect();
        assert_eq!(names, left);
    }

    #[test]
    fn a_newer_score_of_the_same_indicator_replaces_an_unsent_one() {
        check(
            vec![score("a", 3), score("b", 2), score("a", 4)],
            &["c2", "c1"],
        );
        check(
            vec![Command::RaiseHand, Command::LowerHand { person: None }],
            &["c1"],
        );
        let draft = ProposalDraft::default();
        let proposal = ProposalId::parse("p").unwrap();
        let drafted = Command::DraftProposal {
            id: proposal.clone(),
            draft,
        };
        check(vec![drafted, Command::DropDraft { id: proposal }], &["c1"]);
    }

    #[test]
    fn dots_keep_their_order() {
        check(
            vec![dots("a", 1), dots("a", 2), dots("b", 1), dots("a", 1)],
            &["c1", "c2", "c3"],
        );
    }

    #[test]
    fn one_is_sent_at_a_time_and_what_is_on_its_way_is_not_replaced() {
        let mut queue = Queue::default();
        queue.add(entry("one", 0, score("a", 3)));
        assert_eq!(queue.start().unwrap().request_id, id("one"));
        assert_eq!(queue.start(), None);
        assert!(queue.add(entry("two", 1, score("a", 4))).is_empty());
        queue.put_back(&id("one"));
        assert_eq!(queue.start().unwrap().request_id, id("one"));
        assert!(queue.done(&id("one"), 7).is_some());
        assert_eq!(queue.start().unwrap().request_id, id("two"));
    }

    #[test]
    fn what_is_answered_stays_until_it_is_seen() {
        let mut queue = Queue::default();
        queue.add(entry("one", 0, score("a", 3)));
        queue.start();
        queue.done(&id("one"), 7);
        assert_eq!(queue.waiting(), Waiting::default());
        assert!(!queue.seen(6));
        assert_eq!(queue.pending().count(), 1);
        assert!(queue.seen(7));
        assert_eq!(queue.pending().count(), 0);
        assert!(
            queue.done(&id("one"), 7).is_none(),
            "a late answer says nothing new"
        );
    }

    #[test]
    fn a_refusal_stays_until_it_is_dismissed_or_done_anew() {
        let mut queue = Queue::default();
        queue.add(entry("one", 0, score("a", 3)));
        queue.start();
        let refused = queue.refuse(&id("one"), "revealed").unwrap();
        assert_eq!(refused.refused.as_deref(), Some("revealed"));
        let mut again = Queue::load(vec![refused]);
        assert_eq!(
            again.start(),
            None,
            "a refused command is not sent after a reload"
        );
        assert_eq!(again.refused().len(), 1);
        assert_eq!(again.add(entry("two", 1, score("a", 2))).len(), 1);
        assert!(again.refused().is_empty());
        assert!(queue.dismiss(&id("one")).is_some());
        assert!(queue.refused().is_empty());
    }

    #[test]
    fn an_old_wish_to_speak_is_not_sent() {
        let mut queue = Queue::default();
        queue.add(entry("hand", 0, Command::RaiseHand));
        queue.add(entry("score", 0, score("a", 3)));
        assert!(queue.take_stale(Timestamp(60_000)).is_empty());
        let stale = queue.take_stale(Timestamp(60_001));
        assert_eq!(stale.len(), 1);
        assert_eq!(queue.pending().count(), 1);
        queue.add(entry("down", 0, Command::LowerHand { person: None }));
        assert!(
            queue.take_stale(Timestamp(60_001)).is_empty(),
            "the hand is up until it is taken down"
        );
    }

    #[test]
    fn what_waits_is_counted_as_people_count_it() {
        let mut queue = Queue::default();
        queue.add(entry("1", 0, score("a", 3)));
        queue.add(entry("2", 0, dots("g", 1)));
        let text = "ord".to_owned();
        let indicator = indicator("a");
        queue.add(entry("3", 0, Command::Think { indicator, text }));
        queue.add(entry("4", 0, Command::FinishScoring { is_done: true }));
        let expected = Waiting {
            n_answers: 2,
            n_texts: 1,
            n_all: 4,
        };
        assert_eq!(queue.waiting(), expected);
    }

    #[test]
    fn what_was_kept_comes_back_in_the_order_it_was_done() {
        let mut second = entry("x", 5, score("a", 3));
        second.n = 2;
        let mut first = entry("y", 5, score("b", 3));
        first.n = 1;
        let mut queue = Queue::load(vec![second, first]);
        assert_eq!(queue.start().unwrap().request_id, id("y"));
    }
}
