//! Words of a piece of prose that somebody has said something about.

use shared::document::chapters::{Inline, Words};

/// Such words: where they are in the document, and how they read when that is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Marked {
    pub words: String,
    /// Relative positions of Yjs as JSON.
    pub from: Option<String>,
    pub to: Option<String>,
}

/// What stands in a paragraph, cut where marked words begin and end; with each part whether it is marked.
pub fn cut(words: Words, marked: &[Marked]) -> Vec<(Inline, bool)> {
    let line: String = words.iter().map(letters).collect();
    let mut ranges = Vec::new();
    for one in marked {
        let found = line.find(&one.words).filter(|_| !one.words.is_empty());
        ranges.extend(found.map(|at| (at, at + one.words.len())));
    }
    let is_marked = |at: usize| ranges.iter().any(|(from, to)| (*from..*to).contains(&at));
    let mut at = 0;
    let mut parts = Vec::new();
    for inline in words {
        let text = letters(&inline).to_owned();
        let Inline::Span(span) = inline else {
            parts.push((inline, is_marked(at)));
            at += text.len();
            continue;
        };
        let end = at + text.len();
        let mut cuts: Vec<usize> = ranges.iter().flat_map(|(from, to)| [*from, *to]).collect();
        cuts.retain(|cut| (at + 1..end).contains(cut));
        cuts.push(end);
        cuts.sort_unstable();
        cuts.dedup();
        let mut start = at;
        for cut in cuts {
            let mut part = span.clone();
            text[start - at..cut - at].clone_into(&mut part.text);
            parts.push((Inline::Span(part), is_marked(start)));
            start = cut;
        }
        at = end;
    }
    parts
}

fn letters(inline: &Inline) -> &str {
    match inline {
        Inline::Span(span) => &span.text,
        Inline::Break => "\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::document::chapters::Span;

    fn span(text: &str, is_bold: bool) -> Inline {
        Inline::Span(Span {
            text: text.to_owned(),
            is_bold,
            ..Span::default()
        })
    }

    fn check(words: &Words, marked: &[&str], expected: &[(&str, bool)]) {
        let marked: Vec<Marked> = marked
            .iter()
            .map(|words| Marked {
                words: (*words).to_owned(),
                ..Marked::default()
            })
            .collect();
        let parts = cut(words.clone(), &marked);
        let parts: Vec<_> = parts
            .iter()
            .map(|(part, is)| (letters(part), *is))
            .collect();
        assert_eq!(parts, expected, "{marked:?}");
    }

    #[test]
    fn marked_words_are_cut_out_of_what_is_around_them_and_across_marks() {
        let words = vec![
            span("åtte nye ", false),
            span("helårsplasser", true),
            span(" i år", false),
        ];
        check(
            &words,
            &[],
            &[
                ("åtte nye ", false),
                ("helårsplasser", false),
                (" i år", false),
            ],
        );
        check(
            &words,
            &["nye helårs", "finnes ikke", ""],
            &[
                ("åtte ", false),
                ("nye ", true),
                ("helårs", true),
                ("plasser", false),
                (" i år", false),
            ],
        );
        check(
            &words,
            &["nye helårsplasser", "helårsplasser i"],
            &[
                ("åtte ", false),
                ("nye ", true),
                ("helårsplasser", true),
                (" i", true),
                (" år", false),
            ],
        );
        check(
            &vec![span("en", false), Inline::Break, span("to", false)],
            &["n\nt"],
            &[
                ("e", false),
                ("n", true),
                ("\n", true),
                ("t", true),
                ("o", false),
            ],
        );
    }
}
