//! Two friendly words that stand on two screens at once, so that people can see that they speak of the same knock.

use crate::clock;

/// The first words fit all of the second: they read the same before every noun that is not neuter.
const FIRST: [&str; 44] = [
    "blå",
    "rød",
    "grønn",
    "gul",
    "hvit",
    "rosa",
    "lilla",
    "brun",
    "grå",
    "oransje",
    "turkis",
    "glad",
    "rask",
    "rolig",
    "snill",
    "varm",
    "blid",
    "lun",
    "myk",
    "rund",
    "stor",
    "lang",
    "klok",
    "modig",
    "munter",
    "tapper",
    "våken",
    "vennlig",
    "flink",
    "frisk",
    "lett",
    "sterk",
    "stille",
    "ny",
    "stripete",
    "prikkete",
    "rutete",
    "blank",
    "gyllen",
    "lys",
    "kvikk",
    "trygg",
    "ivrig",
    "nysgjerrig",
];
const SECOND: [&str; 48] = [
    "kaffekopp",
    "sykkel",
    "båt",
    "fjord",
    "ugle",
    "rev",
    "bjørn",
    "elg",
    "hval",
    "måke",
    "laks",
    "blomst",
    "kløver",
    "multe",
    "pære",
    "plomme",
    "bolle",
    "vaffel",
    "tekanne",
    "lampe",
    "sol",
    "måne",
    "stjerne",
    "sky",
    "bekk",
    "foss",
    "stein",
    "fjær",
    "lue",
    "vott",
    "genser",
    "støvel",
    "kano",
    "hytte",
    "låve",
    "bro",
    "trapp",
    "nøkkel",
    "klokke",
    "trompet",
    "fiolin",
    "gitar",
    "tromme",
    "ball",
    "drage",
    "ballong",
    "humle",
    "marihøne",
];

/// Such as «blå kaffekopp».
pub fn two_words() -> String {
    let first = FIRST[clock::pick(FIRST.len())];
    let second = SECOND[clock::pick(SECOND.len())];
    format!("{first} {second}")
}

/// For a screen, which is read from across the room.
pub fn four_digits() -> String {
    format!("{:04}", clock::pick(10_000))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_word_stands_twice_and_all_are_small_and_plain() {
        for words in [&FIRST[..], &SECOND[..]] {
            let distinct: BTreeSet<_> = words.iter().collect();
            assert_eq!(distinct.len(), words.len());
            assert!(words.len() >= 40);
            let is_plain = |c: char| c.is_lowercase();
            assert!(words.iter().all(|word| word.chars().all(is_plain)));
        }
        assert_eq!(two_words().split(' ').count(), 2);
        assert_eq!(four_digits().len(), 4);
    }
}
