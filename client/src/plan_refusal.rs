//! Why a rule about a plan said no, in the reader's language. Apart from the rest of the words, because only the plan's
//! program asks.

use crate::words::Words;

impl Words {
    /// From the code of a [`shared::plan::docket::refusal::Refusal`]; what a meeting's rules say too is said in the same
    /// words.
    pub fn plan_refusal(self, code: &str) -> String {
        let said = match code {
            "already-answered" => self.plan_refusal_already_answered(),
            "already-placed" => self.plan_refusal_already_placed(),
            "date-ahead" => self.plan_refusal_date_ahead(),
            "dates-out-of-order" => self.plan_refusal_dates_out_of_order(),
            "id-taken" => self.plan_refusal_id_taken(),
            "needs-date" => self.plan_refusal_needs_date(),
            "no-such-measure" => self.plan_refusal_no_such_measure(),
            "no-such-person" => self.plan_refusal_no_such_person(),
            "no-such-revision" => self.plan_refusal_no_such_revision(),
            "no-such-suggestion" => self.plan_refusal_no_such_suggestion(),
            "no-such-version" => self.plan_refusal_no_such_version(),
            "not-a-value" => self.plan_refusal_not_a_value(),
            "not-frozen" => self.plan_refusal_not_frozen(),
            "not-ready" => self.plan_refusal_not_ready(),
            "not-this-plan" => self.plan_refusal_not_this_plan(),
            "plan-frozen" => self.plan_refusal_plan_frozen(),
            "stepped-aside" => self.plan_refusal_stepped_aside(),
            "words-gone" => self.plan_refusal_words_gone(),
            "words-not-clear" => self.plan_refusal_words_not_clear(),
            code => return self.refusal(code),
        };
        said.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use shared::plan::docket::refusal::Refusal as R;
    use shared::rights::Lock;
    use shared::template::Language;

    use super::*;

    #[test]
    fn every_refusal_has_a_sentence_of_its_own_in_every_language() {
        let refusals = [
            R::NotAllowed(Lock::Role),
            R::NotYours,
            R::SteppedAside,
            R::PlanFrozen,
            R::NotFrozen,
            R::NotReady,
            R::ChangedMeanwhile,
            R::NoSuchPerson,
            R::NoSuchProposal,
            R::NoSuchNote,
            R::NoSuchSuggestion,
            R::NoSuchVersion,
            R::NoSuchRevision,
            R::NoSuchMeasure,
            R::IdTaken,
            R::NotAValue,
            R::NeedsDate,
            R::DatesOutOfOrder,
            R::DateAhead,
            R::NeedsReason,
            R::Empty,
            R::TooLong,
            R::TooMany,
            R::AlreadyPlaced,
            R::WordsGone,
            R::WordsNotClear,
            R::AlreadyAnswered,
            R::NotThisPlan,
            R::TextsMissing,
        ];
        for words in [Language::Nb, Language::Nn, Language::En].map(Words) {
            let said = refusals.map(|refusal| words.plan_refusal(&refusal.code()));
            let mut different = said.to_vec();
            different.sort();
            different.dedup();
            assert_eq!(different.len(), said.len(), "{words:?}");
            assert!(!said.contains(&words.refusal("anything else")), "{words:?}");
        }
    }
}
