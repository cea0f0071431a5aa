//! The sentences of the charts, in words. Which sentence it is, is decided in `shared::chart::sentence`.

use shared::chart::sentence::{Group, Middle, Saying, Sentence, Share};
use shared::proceedings::tally::{Spread, Tally};

use crate::words::{Words, capitalised};

/// "Halvparten sier 4. To sier 2."
pub fn sentence(words: Words, sentence: &Sentence) -> String {
    sentences(words, sentence).join(" ")
}

/// The same, one sentence each, for the wall.
pub fn sentences(words: Words, sentence: &Sentence) -> Vec<String> {
    let values: Vec<String> = sentence.values.iter().map(u8::to_string).collect();
    let what = words.list(&values);
    let first = match (sentence.share, values.as_slice()) {
        (Share::All, _) => words.chart_all(&what),
        (Share::Most, _) => words.chart_most(&what),
        (Share::Half, [one, other]) => words.chart_halves(one, other),
        (Share::Half, _) => words.chart_half(&what),
        (Share::Plurality, _) => words.chart_plurality(&what),
    };
    let furthest = sentence.furthest.map(|group| {
        let who = capitalised(&number(words, group.n));
        words.chart_group(&who, &group.value.to_string())
    });
    std::iter::once(first).chain(furthest).collect()
}

/// "4", "mellom 3 og 4".
pub fn middle(words: Words, middle: Middle) -> String {
    match middle {
        Middle::At(value) => value.to_string(),
        Middle::Between(low, high) => words.chart_between(&low.to_string(), &high.to_string()),
    }
}

/// "Spredt – verdt en samtale", "Samlet rundt 4"; neither word otherwise.
pub fn spread(words: Words, saying: &Saying) -> Option<String> {
    match saying.spread? {
        Spread::Spread => Some(words.chart_spread().to_owned()),
        Spread::Gathered => {
            let what = middle(words, saying.middle);
            Some(match saying.middle {
                Middle::At(_) => words.chart_gathered(&what),
                Middle::Between(..) => words.chart_gathered_between(&what),
            })
        }
    }
}

/// "Hva ser dere som ga 2 og 5?", when they are spread.
pub fn prompt(words: Words, saying: &Saying) -> Option<String> {
    let (low, high) = saying.ends;
    let is_spread = saying.spread == Some(Spread::Spread);
    is_spread.then(|| words.chart_ask(&low.to_string(), &high.to_string()))
}

/// The whole picture in a sentence, for those who do not see it: "14 svar: ingen ga 1, to ga 2, …"
pub fn caption(words: Words, values: &[u8], tally: &Tally) -> String {
    let answers = words.chart_answers(usize::from(tally.n_given));
    let pairs = values.iter().zip(&tally.counts);
    let gave: Vec<String> = pairs
        .map(|(value, n)| {
            let group = Group {
                n: *n,
                value: *value,
            };
            words.chart_gave(&number(words, group.n), &group.value.to_string())
        })
        .collect();
    words.chart_caption(&answers, &words.list(&gave))
}

/// Up to twelve in words, as one writes it in a sentence.
fn number(words: Words, n: u16) -> String {
    let in_words = words.chart_numbers().split('|').nth(usize::from(n));
    in_words.map_or_else(|| n.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use shared::chart::sentence::saying;
    use shared::template::Language;

    use super::*;

    const VALUES: [u8; 5] = [1, 2, 3, 4, 5];

    fn check(counts: [u16; 5], expected: &str) {
        let scores = VALUES.iter().zip(counts);
        let scores = scores.flat_map(|(value, n)| (0..n).map(|_| Some(*value)));
        let tally = Tally::of(&VALUES, scores, 0);
        let words = Words(Language::Nb);
        let saying = saying(&VALUES, &tally).unwrap();
        let parts = [
            Some(sentence(words, &saying.sentence)),
            Some(words.chart_middle_is(&middle(words, saying.middle))),
            spread(words, &saying).map(|word| format!("{word}.")),
            prompt(words, &saying),
        ];
        let said: Vec<String> = parts.into_iter().flatten().collect();
        assert_eq!(said.join(" "), expected, "{counts:?}");
    }

    #[test]
    fn the_rules_of_the_words() {
        for (counts, expected) in [
            (
                [0, 2, 3, 7, 2],
                "Halvparten sier 4. To sier 2. Midten er 4. Spredt – verdt en samtale. Hva ser dere som ga 2 og 5?",
            ),
            ([0, 0, 0, 9, 0], "Alle sier 4. Midten er 4. Samlet rundt 4."),
            (
                [0, 0, 1, 6, 1],
                "De fleste sier 4. Midten er 4. Samlet rundt 4.",
            ),
            (
                [0, 0, 4, 3, 1],
                "Halvparten sier 3. Midten er mellom 3 og 4. Samlet mellom 3 og 4.",
            ),
            (
                [0, 3, 3, 0, 2],
                "Flest sier 2 og 3. To sier 5. Midten er 3. Spredt – verdt en samtale. Hva ser dere som ga 2 og 5?",
            ),
            (
                [0, 0, 4, 4, 0],
                "Halvparten sier 3, og halvparten sier 4. Midten er mellom 3 og 4. Samlet mellom 3 og 4.",
            ),
        ] {
            check(counts, expected);
        }
    }

    #[test]
    fn the_caption_counts_every_step() {
        let tally = Tally::of(&VALUES, [2, 2, 3, 5].map(Some), 0);
        assert_eq!(
            caption(Words(Language::Nn), &VALUES, &tally),
            "4 svar: ingen gav 1, to gav 2, éin gav 3, ingen gav 4 og éin gav 5."
        );
    }
}
