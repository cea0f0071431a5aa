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
