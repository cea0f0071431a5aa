//! What went and what came, said in three ways: by colour, by a line, and in words for those who hear the page.

use leptos::prelude::*;
use shared::plan::words::Piece;

use crate::words::Words;

/// How much is shown of a long stretch that is the same, on each side of what is another, in characters.
const N_AROUND: usize = 160;

pub fn del(words: Words, text: String) -> AnyView {
    view! { <del><span class="ds-sr-only">{words.ve_gone()}": "</span>{text}</del> }.into_any()
}

pub fn ins(words: Words, text: String) -> AnyView {
    view! { <ins><span class="ds-sr-only">{words.ve_new()}": "</span>{text}</ins> }.into_any()
}

/// A value that was, and the one that is.
pub fn change(words: Words, old: Option<String>, new: Option<String>) -> AnyView {
    if old == new {
        return new.into_any();
    }
    let missing = || words.pl_missing().to_owned();
    let old = del(words, old.unwrap_or_else(missing));
    let new = ins(words, new.unwrap_or_else(missing));
    view! { {old}" "{new} }.into_any()
}

/// Words that changed, among enough of those that did not.
pub fn pieces(words: Words, pieces: &[Piece]) -> AnyView {
    let last = pieces.len().saturating_sub(1);
    let one = |(idx, piece): (usize, &Piece)| match piece {
        Piece::Same(text) => shortened(text, idx > 0, idx < last).into_any(),
        Piece::Removed(text) => {
            let space = matches!(pieces.get(idx + 1), Some(Piece::Added(_))).then_some(" ");
            view! { {del(words, text.clone())}{space} }.into_any()
        }
        Piece::Added(text) => ins(words, text.clone()),
    };
    pieces.iter().enumerate().map(one).collect_view().into_any()
}

/// A stretch without its middle, or its far end; whole when there is little to leave out. Cut between words.
fn shortened(text: &str, has_before: bool, has_after: bool) -> String {
    let n_signs = text.chars().count();
    let (head, tail) = (usize::from(has_before), usize::from(has_after));
    if n_signs <= N_AROUND * (head + tail) + N_AROUND {
        return text.to_owned();
    }
    let byte = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
    let mut shown = String::new();
    if has_before {
        let start = &text[..byte(N_AROUND)];
        let end = start.rfind(char::is_whitespace).unwrap_or(start.len());
        shown.push_str(&start[..end]);
        shown.push(' ');
    }
    shown.push('…');
    if has_after {
        let end = &text[byte(n_signs - N_AROUND)..];
        let start = end.find(char::is_whitespace).unwrap_or(0);
        shown.push(' ');
        shown.push_str(end[start..].trim_start());
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_stretches_are_cut_between_words_away_from_what_changed() {
        let long = "fjell og sjø ".repeat(60);
        assert_eq!(shortened("fjell og sjø", true, true), "fjell og sjø");
        for (before, after) in [(true, true), (true, false), (false, true)] {
            let shown = shortened(&long, before, after);
            assert!(
                shown.contains('…') && shown.chars().count() < 330,
                "{shown}"
            );
            assert_eq!(shown.starts_with("fjell og"), before);
            assert_eq!(shown.ends_with("sjø "), after, "{shown}");
            let words = ["fjell", "og", "sjø", "…"];
            assert!(
                shown.split_whitespace().all(|word| words.contains(&word)),
                "{shown}"
            );
        }
        assert!(shortened(&long, false, false).chars().count() < 10);
    }
}
