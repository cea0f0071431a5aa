//! What each person answered has served its purpose when the evaluation is closed, and is forgotten after a while
//! (domain 10.7). What was written goes too: words show who wrote them. The distributions and the promises stay.

use super::state::Evaluation;
use crate::id::PersonId;
use crate::programme::Retention;
use crate::time::{DAY_MS, Timestamp};

impl Evaluation {
    /// When single answers are to be forgotten; none as long as it is open.
    pub fn forget_at(&self, retention: &Retention) -> Option<Timestamp> {
        let closed_at = self.closed_at?;
        Some(closed_at.plus_ms(i64::from(retention.scores) * DAY_MS))
    }

    /// Whether there is anything left to forget.
    pub fn has_single_answers(&self) -> bool {
        let mut forgotten = self.clone();
        forgotten.forget_single_answers();
        forgotten != *self
    }

    /// Doing it again changes nothing.
    pub fn forget_single_answers(&mut self) {
        self.sheets.clear();
        self.counted.clear();
        self.answered_anew.clear();
        self.wrote_anew.clear();
        if let Some(shown) = &mut self.shown {
            shown.texts.clear();
            // Too few hide nobody: what was added up of them is what each answered.
            shown.hide_what_is_too_little();
        }
    }

    /// Takes out what somebody who is erased answered, and that they did. What was shown of it has no name; what was too
    /// little to be shown goes.
    pub fn forget_person(&mut self, person: &PersonId) {
        self.counted.remove(person);
        for anew in [&mut self.answered_anew, &mut self.wrote_anew] {
            for people in anew.values_mut() {
                people.remove(person);
            }
            anew.retain(|_, people| !people.is_empty());
        }
        let Some(sheet) = self.sheets.remove(person) else {
            return;
        };
        if let Some(shown) = &mut self.shown {
            shown.take_out_unseen(&sheet);
            shown.hide_what_is_too_little();
        }
    }
}
