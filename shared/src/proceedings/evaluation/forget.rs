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
        let has_texts = self
            .shown
            .as_ref()
            .is_some_and(|shown| !shown.texts.is_empty());
        !(self.sheets.is_empty() && self.counted.is_empty()) || has_texts
    }

    /// Doing it again changes nothing.
    pub fn forget_single_answers(&mut self) {
        self.sheets.clear();
        self.counted.clear();
        self.answered_anew.clear();
        self.wrote_anew.clear();
        if let Some(shown) = &mut self.shown {
            shown.texts.clear();
        }
    }

    /// Takes out what somebody who is erased answered. What was shown of it has no name.
    pub fn forget_person(&mut self, person: &PersonId) {
        self.sheets.remove(person);
    }
}
