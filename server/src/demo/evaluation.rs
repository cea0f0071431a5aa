//! The sample's board evaluation: closed, with its distributions and what the board promised. The sample does not know
//! who answered what, so no single answer is made up: it stands as it does when single answers have been forgotten.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;
use shared::id::{MeetingId, PersonId, PromiseId, QuestionId, RequestId};
use shared::proceedings::evaluation::Fact;
use shared::proceedings::evaluation::form::STANDARD;
use shared::proceedings::evaluation::result::{EvaluationResult, shuffled};
use shared::proceedings::evaluation::state::BoardPromise;
use shared::proceedings::event::{Entry, Event};
use shared::proceedings::tally::Tally;
use shared::rights::Role;
use shared::time::{DAY_MS, Timestamp};

/// How long before now it was opened and closed.
const OPENED_MS: i64 = 8 * DAY_MS;
const CLOSED_MS: i64 = DAY_MS;

#[derive(Deserialize)]
struct Sample {
    people: Vec<Person>,
    board_seminar: Seminar,
    board_evaluation: Held,
}

#[derive(Deserialize)]
struct Person {
    id: PersonId,
    role: Role,
}

#[derive(Deserialize)]
struct Seminar {
    id: MeetingId,
}

#[derive(Deserialize)]
struct Held {
    n_invited: u16,
    n_answered: u16,
    optional_statements: Vec<QuestionId>,
    results: Vec<StatementResult>,
    open_answers: BTreeMap<QuestionId, Vec<String>>,
    promises: Vec<Promise>,
}

#[derive(Deserialize)]
struct StatementResult {
    statement: QuestionId,
    counts: Vec<u16>,
    n_skipped: u16,
}

#[derive(Deserialize)]
struct Promise {
    id: PromiseId,
    text: String,
    responsible: PersonId,
    deadline: Date,
}

/// The seminar, and what has happened in its evaluation.
pub fn entries(json: &str, now: Timestamp) -> Result<(MeetingId, Vec<Entry>), serde_json::Error> {
    let sample: Sample = serde_json::from_str(json)?;
    let first = |role| {
        let mut people = sample.people.iter();
        people.find(|person| person.role == role)
    };
    let (Some(manager), Some(chair)) = (first(Role::ProgrammeManager), first(Role::Chair)) else {
        return Ok((sample.board_seminar.id, Vec::new()));
    };
    let held = &sample.board_evaluation;
    let included = held.optional_statements.iter().map(|one| Fact::Included {
        statement: one.clone(),
        is_included: true,
    });
    let form = Box::new(STANDARD.clone());
    let opened = included.chain([Fact::Opened { form }]).collect();
    let closed = vec![Fact::Closed {
        result: result(held),
        counted: BTreeSet::new(),
        recounted: BTreeSet::new(),
        rewritten: BTreeSet::new(),
    }];
    let promised = held.promises.iter().map(promised).collect();
    let told = [
        (&manager.id, OPENED_MS, opened),
        (&manager.id, CLOSED_MS, closed),
        (&chair.id, CLOSED_MS - 1_000, promised),
    ];
    let entries = (0..).zip(told).map(|(n, (by, ago_ms, facts))| Entry {
        at: now.plus_ms(-ago_ms),
        by: by.clone(),
        request: RequestId::parse(&format!("sample-evaluation-{n}")).expect("words and a number"),
        events: events(facts),
    });
    Ok((sample.board_seminar.id.clone(), entries.collect()))
}

fn events(facts: Vec<Fact>) -> Vec<Event> {
    let events = facts.into_iter().map(|fact| Event::Evaluation { fact });
    events.collect()
}

fn result(held: &Held) -> EvaluationResult {
    let values = STANDARD.values();
    let statements = held.results.iter().map(|one| {
        let n_answered = one.counts.iter().sum::<u16>() + one.n_skipped;
        let n_missing = held.n_invited.saturating_sub(n_answered);
        let tally = Tally::of_counts(&values, &one.counts, one.n_skipped, n_missing);
        (one.statement.clone(), tally)
    });
    let texts = held.open_answers.iter();
    EvaluationResult {
        n_invited: held.n_invited,
        n_answered: held.n_answered,
        statements: statements.collect(),
        texts: texts
            .map(|(question, texts)| (question.clone(), shuffled(texts.clone())))
            .collect(),
    }
}

fn promised(promise: &Promise) -> Fact {
    Fact::Promised {
        promise: BoardPromise {
            id: promise.id.clone(),
            text: promise.text.clone(),
            responsible: Some(promise.responsible.clone()),
            deadline: Some(promise.deadline),
            source: None,
        },
    }
}
