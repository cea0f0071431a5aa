//! A plan's docket as it adds up, and how its entries lie on disk.

use shared::id::{PersonId, PlanId, RequestId};
use shared::plan::Head;
use shared::plan::docket::event::{Entry, Event};
use shared::plan::docket::state::{Docket, LastMeasure};
use shared::time::Timestamp;

use crate::room::proceedings::answered::Answered;
use crate::room::proceedings::history::{body, read};
use crate::store::StoreError;
use crate::store::log::{LoadedLog, LogRow};

/// Who begins a plan's docket; not a person.
const BEGUN_BY: &str = "samling";

#[derive(Debug, Clone, Default)]
pub struct History {
    pub state: Docket,
    pub answered: Answered,
    /// The number the next log row takes.
    pub next_seq: i64,
}

impl History {
    /// Adds up what is stored; an entry that cannot be read is an error.
    pub fn open(plan: &PlanId, log: &LoadedLog) -> Result<Self, StoreError> {
        let mut history = Self {
            next_seq: log.next_seq,
            ..Self::default()
        };
        for logged in &log.updates {
            history.add(&read(plan, "log", &logged.update)?);
        }
        Ok(history)
    }

    pub fn add(&mut self, entry: &Entry) {
        self.state.apply_entry(entry);
        self.answered.note(&entry.by, &entry.request, entry.at);
    }
}

/// The row of one entry.
pub fn row(plan: &PlanId, seq: i64, entry: &Entry) -> LogRow {
    LogRow {
        stream: plan.into(),
        seq,
        at: entry.at,
        body: body(&[(&entry.by, entry)]),
    }
}

/// The first row of a plan's docket.
pub fn begun(plan: &PlanId, head: Head, last_year: Vec<LastMeasure>, at: Timestamp) -> LogRow {
    const PLAIN: &str = "a plain word";
    let entry = Entry {
        at,
        by: PersonId::parse(BEGUN_BY).expect(PLAIN),
        request: RequestId::parse("begun").expect(PLAIN),
        events: vec![Event::PlanBegun { head, last_year }],
    };
    row(plan, 1, &entry)
}
