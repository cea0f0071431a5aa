//! Which words of a text somebody has changed: only they are suggested, so that edits elsewhere in it do no harm.

use shared::document::splice::{splice_between, utf16_len};

/// Where the old words begin, the old words and the new ones: whole words, around everything that differs.
pub fn changed(old: &str, new: &str) -> Option<(u32, String, String)> {
    let splice = splice_between(old, new, None)?;
    let units: Vec<u16> = old.encode_utf16().collect();
    let (from, to) = (splice.at as usize, (splice.at + splice.delete) as usize);
    let is_space = |unit: &u16| [0x20, 0x0A, 0x0D, 0xA0].contains(unit);
    let start = units[..from]
        .iter()
        .rposition(is_space)
        .map_or(0, |it| it + 1);
    let end = units[to..]
        .iter()
        .position(is_space)
        .map_or(units.len(), |it| to + it);
    let text = |units: &[u16]| String::from_utf16_lossy(units);
    let new_words = format!(
        "{}{}{}",
        text(&units[start..from]),
        splice.insert,
        text(&units[to..end])
    );
    let before = utf16_len(&text(&units[..start]));
    Some((before, text(&units[start..end]), new_words))
}

/// The old words and the new ones of a line, with so many words around them that the old ones stand in `text` once, and the
/// new ones once in what it becomes: they can be put in and taken out again. When the line itself stands there twice, or
/// is gone, the whole line: whoever answers sees what was meant.
pub fn changed_alone(text: &str, line: &str, new: &str) -> Option<(String, String)> {
    let (at, old, new) = changed(line, new)?;
    let units: Vec<u16> = line.encode_utf16().collect();
    let first = String::from_utf16_lossy(&units[..at as usize]).len();
    let last = first + old.len();
    let (mut start, mut end) = (first, last);
    loop {
        let (before, after) = (&line[start..first], &line[last..end]);
        let (old, new) = (&line[start..end], format!("{before}{new}{after}"));
        let is_alone =
            |words: &str, text: &str| !words.trim().is_empty() && text.matches(words).count() == 1;
        let is_clear = is_alone(old, text) && is_alone(&new, &text.replacen(old, &new, 1));
        if is_clear || (start == 0 && end == line.len()) {
            return Some((old.to_owned(), new));
        }
        start = line[..start].trim_end().rfind(' ').map_or(0, |it| it + 1);
        let rest = &line[end..];
        let skipped = rest.len() - rest.trim_start().len();
        let next = rest.trim_start().find(' ');
        end = next.map_or(line.len(), |it| end + skipped + it);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_paragraph_are_changed_with_enough_around_them() {
        let line = "Vi skal bygge og drive og selge.";
        let text = format!("Mål og mening.\n\n{line}");
        let check = |new: &str, expected: (&str, &str)| {
            let expected = Some((expected.0.to_owned(), expected.1.to_owned()));
            assert_eq!(changed_alone(&text, line, new), expected, "{new}");
        };
        check(
            "Vi skal bygge eller drive og selge.",
            ("bygge og drive", "bygge eller drive"),
        );
        check("Vi skal drive og selge.", ("skal bygge og", "skal"));
        check(
            "Vi skal bygge og drive og selge. Snart.",
            ("selge.", "selge. Snart."),
        );
        // What is taken out leaves words behind by which it is found again.
        assert_eq!(
            changed_alone(
                "Vi skal bygge. Vi skal drive.",
                "Vi skal bygge. Vi skal drive.",
                "Vi skal bygge. Vi skal."
            ),
            Some(("skal drive.".into(), "skal.".into()))
        );
        assert_eq!(changed_alone(&text, line, line), None);
        let new = Some((String::new(), "Nytt.".to_owned()));
        assert_eq!(changed_alone("", "", "Nytt."), new);
        // A line that stands there twice is meant as a whole, and so is one that is gone.
        assert_eq!(
            changed_alone("Ja.\nJa.", "Ja.", "Nei."),
            Some(("Ja.".into(), "Nei.".into()))
        );
        assert_eq!(
            changed_alone("Noe annet.", "En ting her.", "En annen ting her."),
            Some(("En ting her.".into(), "En annen ting her.".into()))
        );
    }

    #[test]
    fn whole_words_are_changed() {
        let old = "Sesongen varer fra februar til oktober.";
        let new = "Sesongen varer hele året.";
        let expected = (
            15,
            "fra februar til oktober.".to_owned(),
            "hele året.".to_owned(),
        );
        assert_eq!(changed(old, new), Some(expected));
        assert_eq!(changed(old, old), None);
        assert_eq!(
            changed("", "Nytt"),
            Some((0, String::new(), "Nytt".to_owned()))
        );
        assert_eq!(
            changed("båt og bil", "båter og bil"),
            Some((0, "båt".into(), "båter".into()))
        );
    }
}
