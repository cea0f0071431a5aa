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

#[cfg(test)]
mod tests {
    use super::*;

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
