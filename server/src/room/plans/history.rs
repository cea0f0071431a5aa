//! A plan's docket as it adds up, and how its entries lie on disk.

use serde::{Deserialize, Serialize};
use shared::id::{PersonId, PlanId, RequestId};
use shared::plan::Head;
use shared::plan::docket::event::{Entry, Event};
use shared::plan::docket::state::{Docket, LastMeasure};
use shared::time::Timestamp;

use crate::room::proceedings::answered::Answered;
use crate::room::proceedings::history::{body, read};
use crate::store::log::LogRow;
use crate::store::proceedings::LoadedProceedings;
use crate::store::{StoreError, snapshots};

/// Who begins a plan's docket; not a person.
const BEGUN_BY: &str = "samling";

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    pub state: Docket,
    pub answered: Answered,
    /// The number the next log row takes.
    pub next_seq: i64,
}

impl History {
    /// Adds up what is stored; an entry that cannot be read is an error.
    pub fn open(plan: &PlanId, loaded: &LoadedProceedings) -> Result<Self, StoreError> {
        let mut history = Self {
            next_seq: loaded.next_seq,
            ..Self::default()
        };
        if let Some(fold) = &loaded.fold {
            let fold: Fold = read(plan, "docket_snapshot", fold)?;
            (history.state, history.answered) = (fold.state, fold.answered);
        }
        for logged in &loaded.entries {
            history.add(&read(plan, "log", &logged.update)?);
        }
        Ok(history)
    }

    pub fn add(&mut self, entry: &Entry) {
        self.state.apply_entry(entry);
        self.answered.note(&entry.by, &entry.request, entry.at);
    }

    /// The body of a folded state.
    pub fn fold(&self) -> Vec<u8> {
        let fold = Fold {
            state: self.state.clone(),
            answered: self.answered.clone(),
        };
        let json = serde_json::to_vec(&fold).expect("plain values with text keys always serialise");
        snapshots::encode(&json)
    }
}

#[derive(Serialize, Deserialize)]
struct Fold {
    state: Docket,
    #[serde(default)]
    answered: Answered,
}

/// Whether this is what [`History::fold`] wrote.
pub fn is_fold(body: &[u8]) -> bool {
    serde_json::from_slice::<Fold>(body).is_ok()
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
