//! What a fact does to the state. Never fails and never reads a clock.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::Fact;
use super::state::{BoardPromise, Evaluation};
use crate::id::{PersonId, QuestionId};
use crate::time::Timestamp;

impl Evaluation {
    pub fn apply(&mut self, at: Timestamp, by: &PersonId, fact: Fact) {
        match fact {
            Fact::Included {
                statement,
                is_included: true,
            } => {
                self.included.insert(statement);
            }
            Fact::Included { statement, .. } => {
                self.included.remove(&statement);
            }
            Fact::Opened { form } => {
                self.form = Some(form);
                self.opened_at = Some(at);
                self.closed_at = None;
            }
            Fact::Closed {
                result,
                counted,
                recounted,
                rewritten,
            } => {
                self.opened_at = None;
                self.closed_at = Some(at);
                self.counted = counted;
                self.shown = Some(result);
                self.answered_anew.retain(|id, _| !recounted.contains(id));
                self.wrote_anew.retain(|id, _| !rewritten.contains(id));
            }
            fact => self.apply_to_work(by, fact),
        }
    }

    /// Answers and promises.
    fn apply_to_work(&mut self, by: &PersonId, fact: Fact) {
        match fact {
            Fact::Answered { statement, value } => {
                if self.was_shown() {
                    note(&mut self.answered_anew, &statement, by);
                }
                let sheet = self.sheets.entry(by.clone()).or_default();
                sheet.answers.insert(statement, value);
            }
            Fact::Wrote { question, text } => {
                if self.was_shown() {
                    note(&mut self.wrote_anew, &question, by);
                }
                let texts = &mut self.sheets.entry(by.clone()).or_default().texts;
                if text.is_empty() {
                    texts.remove(&question);
                } else {
                    texts.insert(question, text);
                }
            }
            Fact::Finished { is_done } => {
                self.sheets.entry(by.clone()).or_default().is_done = is_done;
            }
            Fact::ObserversShown { is_shown } => self.observers_see = is_shown,
            Fact::Promised { promise } => self.promised(promise),
            Fact::PromiseDropped { id } => self.promises.retain(|promise| promise.id != id),
            Fact::FollowedUp { id, note } => {
                match note {
                    Some(note) => self.follow_ups.insert(id, note),
                    None => self.follow_ups.remove(&id),
                };
            }
            Fact::Included { .. } | Fact::Opened { .. } | Fact::Closed { .. } => {
                unreachable!("applied before it gets here")
            }
        }
    }

    fn promised(&mut self, promise: BoardPromise) {
        let mut promises = self.promises.iter_mut();
        match promises.find(|before| before.id == promise.id) {
            Some(before) => *before = promise,
            None => self.promises.push(promise),
        }
    }
}

fn note(anew: &mut BTreeMap<QuestionId, BTreeSet<PersonId>>, question: &QuestionId, by: &PersonId) {
    let people = anew.entry(question.clone()).or_default();
    people.insert(by.clone());
}
