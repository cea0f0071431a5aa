//! The texts of a page that a revision can be about: each paragraph of its prose, and a new one under each heading.

use shared::document::chapters::ProseKey;
use shared::plan::docket::place::PlanText;

use crate::pages::plan::talk::suggest::beginning;
use crate::words::Words;

/// The longest text the rules take, in characters.
const MAX_WHOLE: usize = 4_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The heading it stands under.
    pub group: String,
    pub name: String,
    pub text: PlanText,
    /// What stands; empty where something is to be added.
    pub adopted: String,
}

/// A piece of prose as it stands.
pub struct Standing {
    pub key: ProseKey,
    pub heading: String,
    pub words: String,
}

/// In the order of the page.
pub fn choices(words: Words, pieces: &[Standing]) -> Vec<Choice> {
    pieces
        .iter()
        .flat_map(|piece| of_piece(words, piece))
        .collect()
}

fn of_piece(words: Words, piece: &Standing) -> Vec<Choice> {
    let choice = |name: String, adopted: &str| Choice {
        group: piece.heading.clone(),
        name,
        text: PlanText::Prose(piece.key.clone()),
        adopted: adopted.to_owned(),
    };
    let paragraphs: Vec<&str> = piece
        .words
        .split("\n\n")
        .filter(|text| !text.trim().is_empty())
        .collect();
    let one = |text: &&str| Some(choice(beginning(text.lines().next()?)?, text));
    let mut all: Vec<_> = paragraphs.iter().filter_map(one).collect();
    if all.len() > 1 && piece.words.chars().count() <= MAX_WHOLE {
        all.push(choice(words.rv_whole().to_owned(), &piece.words));
    }
    all.push(choice(words.rv_new_paragraph().to_owned(), ""));
    all
}

#[cfg(test)]
mod tests {
    use shared::template::Language;

    use super::*;

    #[test]
    fn a_paragraph_the_whole_text_or_a_new_one_can_be_meant() {
        let words = Words(Language::Nb);
        let piece = |text: &str| Standing {
            key: ProseKey::new("bakgrunn", "bakgrunn").unwrap(),
            heading: "Bakgrunn".to_owned(),
            words: text.to_owned(),
        };
        let check = |text: &str, expected: &[&str]| {
            let adopted = choices(words, &[piece(text)]).into_iter();
            let adopted: Vec<String> = adopted.map(|choice| choice.adopted).collect();
            assert_eq!(adopted, expected);
        };
        check("", &[""]);
        check("Fabrikken stengte.", &["Fabrikken stengte.", ""]);
        check(
            "Én.\n\nTo.\nTre.",
            &["Én.", "To.\nTre.", "Én.\n\nTo.\nTre.", ""],
        );
    }
}
