//! What a distribution says in words. Which sentence it is, is decided in `shared::chart::sentence`; here steps are called
//! by their words, because agreement has no numbers.

use shared::chart::sentence::{Middle, Saying, Share, saying};
use shared::proceedings::evaluation::form::EvaluationForm;
use shared::proceedings::tally::{Spread, Tally};

use crate::words::Words;

/// What is said of one statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub sentence: String,
    pub middle: String,
    pub is_spread: bool,
}

pub fn said(words: Words, form: &EvaluationForm, tally: &Tally) -> Option<Said> {
    let Saying {
        sentence,
        middle,
        spread,
        ..
    } = saying(&form.values(), tally)?;
    let named = |value: u8| format!("«{}»", label(words, form, value));
    let what: Vec<String> = sentence.values.iter().map(|value| named(*value)).collect();
    let what = words.list(&what);
    let first = match sentence.share {
        Share::All => words.ev_all_say(&what),
        Share::Most => words.ev_most_say(&what),
        Share::Half => words.ev_half_say(&what),
        Share::Plurality => words.ev_plurality_say(&what),
    };
    let middle = match middle {
        Middle::At(value) => label(words, form, value),
        Middle::Between(low, high) => {
            words.ev_between(&label(words, form, low), &label(words, form, high))
        }
    };
    Some(Said {
        sentence: first,
        middle,
        is_spread: spread == Some(Spread::Spread),
    })
}

/// The word of a step, as it stands inside a sentence.
pub fn label(words: Words, form: &EvaluationForm, value: u8) -> String {
    let mut steps = form.scale.steps.iter();
    let step = steps.find(|step| step.value == value);
    step.map_or_else(String::new, |step| step.label.get(words.0).to_lowercase())
}

/// The whole picture for those who do not see it: "ingen «helt uenig», 1 «delvis uenig», …"
pub fn caption(words: Words, form: &EvaluationForm, tally: &Tally) -> String {
    let steps = form.scale.steps.iter().zip(&tally.counts);
    let parts = steps.map(|(step, n)| format!("{n} «{}»", step.label.get(words.0).to_lowercase()));
    words.list(&parts.collect::<Vec<_>>())
}

/// "4,14": a mean as it is read.
pub fn mean(words: Words, mean_x100: u32) -> String {
    format!(
        "{}{}{:02}",
        mean_x100 / 100,
        words.ev_decimal(),
        mean_x100 % 100
    )
}

#[cfg(test)]
mod tests {
    use shared::proceedings::evaluation::form::STANDARD;
    use shared::template::Language;

    use super::*;

    #[test]
    fn steps_are_called_by_their_words() {
        let words = Words(Language::Nb);
        let of = |counts: [u16; 5]| {
            let tally = Tally::of_counts(&STANDARD.values(), &counts, 0, 0);
            said(words, &STANDARD, &tally).unwrap()
        };
        for (counts, sentence, middle, is_spread) in [
            (
                [0, 0, 0, 2, 5],
                "De fleste svarer «helt enig».",
                "helt enig",
                false,
            ),
            (
                [0, 0, 2, 2, 0],
                "Halvparten svarer «verken enig eller uenig» og «delvis enig».",
                "mellom verken enig eller uenig og delvis enig",
                false,
            ),
            (
                [2, 3, 0, 2, 0],
                "Flest svarer «delvis uenig».",
                "delvis uenig",
                true,
            ),
            (
                [0, 0, 0, 0, 4],
                "Alle svarer «helt enig».",
                "helt enig",
                false,
            ),
        ] {
            let said = of(counts);
            assert_eq!(
                (said.sentence.as_str(), said.middle.as_str(), said.is_spread),
                (sentence, middle, is_spread)
            );
        }
        assert_eq!(mean(words, 414), "4,14");
        assert_eq!(mean(Words(Language::En), 300), "3.00");
    }
}
