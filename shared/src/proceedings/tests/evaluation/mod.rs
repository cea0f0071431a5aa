//! The board's evaluation: who answers, who sees what, and that nobody's answer can be told from what is shown.

mod erased;
mod promises;
mod random;
mod results;
mod secrecy;
mod stored;

use std::collections::BTreeMap;

use super::*;
use crate::id::{PromiseId, QuestionId};
use crate::proceedings::evaluation::Ask;
use crate::proceedings::evaluation::state::BoardPromise;
use crate::proceedings::evaluation::view::{EvaluationStage, EvaluationView};
use crate::proceedings::tally::Tally;
use crate::rights::Lock;

pub const S1: &str = "vi-styrer-etter-maalene";
pub const S2: &str = "vi-prioriterer";
pub const OPTIONAL: &str = "vara-er-orientert";
pub const BEGIN: &str = "begynne";

/// Board and deputies, the absent one included.
pub const INVITED: [&str; 8] = [
    "ragnhild", "torgeir", "ingunn", "kjersti", "odd", "amir", "mathias", "berit",
];

pub fn question(id: &str) -> QuestionId {
    QuestionId::parse(id).unwrap()
}

pub fn ask(ask: Ask) -> Command {
    Command::Evaluation { ask }
}

pub fn answer(statement: &str, value: Option<u8>) -> Command {
    let statement = question(statement);
    ask(Ask::Answer { statement, value })
}

pub fn write(about: &str, text: &str) -> Command {
    ask(Ask::Write {
        question: question(about),
        text: text.into(),
    })
}

pub fn open() -> Command {
    ask(Ask::Open)
}

pub fn close() -> Command {
    ask(Ask::Close)
}

/// A seminar whose evaluation nobody has opened.
pub fn seminar() -> World {
    let mut world = World::new();
    world.lobby.meeting.kind = MeetingKind::BoardSeminar;
    world
}

/// It is open, and the first so many of those who are asked have answered a statement with these values.
pub fn answered(values: &[u8]) -> World {
    let mut world = seminar();
    world.does("hanne", open());
    for (who, value) in INVITED.into_iter().zip(values) {
        world.does(who, answer(S1, Some(*value)));
    }
    world
}

impl World {
    pub fn evaluation(&self, who: &str) -> EvaluationView {
        self.sees(who).evaluation.unwrap()
    }

    /// What somebody sees of a statement's distribution.
    pub fn tally(&self, who: &str, statement: &str) -> Option<Tally> {
        let result = self.evaluation(who).result?;
        Some(result.statements.get(&question(statement))?.tally.clone())
    }
}

pub fn any_ask(rng: &mut fastrand::Rng, n: usize) -> Command {
    let statement = question([S1, S2, OPTIONAL][rng.usize(..3)]);
    ask(match rng.u8(..20) {
        0..=1 => Ask::Open,
        2 => Ask::Close,
        3..=12 => Ask::Answer {
            statement,
            value: (rng.u8(..6) > 0).then(|| rng.u8(1..=5)),
        },
        13..=15 => Ask::Write {
            question: question([S1, BEGIN][rng.usize(..2)]),
            text: ["Si nei tidligere", "Gå hjem", ""][rng.usize(..3)].into(),
        },
        16 => Ask::Finish {
            is_done: rng.bool(),
        },
        17 => Ask::ShowObservers {
            is_shown: rng.bool(),
        },
        18 => Ask::Include {
            statement,
            is_included: rng.bool(),
        },
        _ => Ask::Promise {
            promise: promise(&format!("l-{n}"), "Vi møter forberedt"),
        },
    })
}

/// The same act with other contents.
pub fn otherwise(asked: Ask) -> Command {
    ask(match asked {
        Ask::Answer {
            statement,
            value: Some(value),
        } => Ask::Answer {
            statement,
            value: Some(value % 5 + 1),
        },
        Ask::Write { question, text } if !text.is_empty() => Ask::Write {
            question,
            text: format!("{text}, men ikke helt"),
        },
        asked => asked,
    })
}

pub fn promise(id: &str, text: &str) -> BoardPromise {
    BoardPromise {
        id: PromiseId::parse(id).unwrap(),
        text: text.into(),
        responsible: None,
        deadline: None,
        source: None,
    }
}

/// Who has answered or written what since it was last shown otherwise, as the board could keep count of it.
#[derive(Default)]
pub struct Ledger {
    /// How many distributions were others when they were shown again.
    pub n_anew: usize,
    shown: BTreeMap<QuestionId, (Tally, Vec<String>)>,
    answered: BTreeMap<QuestionId, BTreeSet<String>>,
    wrote: BTreeMap<QuestionId, BTreeSet<String>>,
}

impl Ledger {
    pub fn note(&mut self, world: &World, who: &str, command: &Command, events: &[Event]) {
        let Command::Evaluation { ask } = command else {
            return;
        };
        match ask {
            _ if events.is_empty() => {}
            Ask::Answer { statement, .. } => {
                let people = self.answered.entry(statement.clone()).or_default();
                people.insert(who.to_owned());
            }
            Ask::Write { question, .. } => {
                let people = self.wrote.entry(question.clone()).or_default();
                people.insert(who.to_owned());
            }
            Ask::Close => self.compare(world),
            _ => {}
        }
    }

    fn compare(&mut self, world: &World) {
        let Some(result) = world.evaluation("ragnhild").result else {
            return;
        };
        let mut next: BTreeMap<QuestionId, (Tally, Vec<String>)> = BTreeMap::new();
        for (id, statement) in result.statements {
            next.insert(id, (statement.tally, statement.thoughts));
        }
        for (id, texts) in result.texts {
            next.insert(id, (Tally::default(), texts));
        }
        for (id, (before, texts_before)) in &self.shown {
            let nothing = (Tally::default(), Vec::new());
            let (after, texts) = next.get(id).unwrap_or(&nothing);
            if after != before {
                let people = self.answered.remove(id).unwrap_or_default();
                let was_shown = !before.counts.is_empty();
                self.n_anew += usize::from(was_shown);
                assert!(!was_shown || people.len() >= 4, "{id}: {people:?}");
            }
            if texts != texts_before && !texts_before.is_empty() {
                let people = self.wrote.remove(id).unwrap_or_default();
                assert!(people.len() >= 4 || after != before, "{id}: {people:?}");
            }
        }
        self.shown = next;
    }
}
