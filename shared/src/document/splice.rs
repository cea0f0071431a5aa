//! The smallest change between two states of a text field, in UTF-16 units.

/// At `at`, `delete` units go and `insert` comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    pub at: u32,
    pub delete: u32,
    pub insert: String,
}

/// What turns `old` into `new`; none when they are equal.
///
/// `caret` is where the caret stands in `new`, in UTF-16 units: typing ends at the caret, so among equally small changes
/// ("aa" to "aaa") the one that ends there is meant. Surrogate pairs are never cut.
pub fn splice_between(old: &str, new: &str, caret: Option<u32>) -> Option<Splice> {
    if old == new {
        return None;
    }
    let old: Vec<u16> = old.encode_utf16().collect();
    let new: Vec<u16> = new.encode_utf16().collect();
    let shortest = old.len().min(new.len());
    let longest_suffix = match caret {
        Some(caret) => shortest.min(new.len().saturating_sub(caret as usize)),
        None => shortest,
    };
    let mut suffix = common(old.iter().rev(), new.iter().rev(), longest_suffix);
    if suffix > 0 && is_low_surrogate(new[new.len() - suffix]) {
        suffix -= 1;
    }
    let mut prefix = common(old.iter(), new.iter(), shortest - suffix);
    if prefix > 0 && is_high_surrogate(new[prefix - 1]) {
        prefix -= 1;
    }
    Some(Splice {
        at: units(prefix),
        delete: units(old.len() - prefix - suffix),
        insert: String::from_utf16_lossy(&new[prefix..new.len() - suffix]),
    })
}

fn common<'a>(
    one: impl Iterator<Item = &'a u16>,
    other: impl Iterator<Item = &'a u16>,
    most: usize,
) -> usize {
    one.zip(other)
        .take(most)
        .take_while(|(a, b)| a == b)
        .count()
}

fn is_high_surrogate(unit: u16) -> bool {
    (0xd800..0xdc00).contains(&unit)
}

fn is_low_surrogate(unit: u16) -> bool {
    (0xdc00..0xe000).contains(&unit)
}

fn units(n: usize) -> u32 {
    u32::try_from(n).expect("a text field holds far less than 4 billion units")
}

/// The length of a text in UTF-16 units.
pub fn utf16_len(text: &str) -> u32 {
    units(text.encode_utf16().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(old: &str, new: &str, caret: Option<u32>, expected: Option<(u32, u32, &str)>) {
        let expected = expected.map(|(at, delete, insert)| Splice {
            at,
            delete,
            insert: insert.into(),
        });
        assert_eq!(
            splice_between(old, new, caret),
            expected,
            "{old:?} -> {new:?} at {caret:?}"
        );
    }

    #[test]
    fn the_smallest_change() {
        check("", "", None, None);
        check("båt", "båt", Some(1), None);
        check("", "hei", None, Some((0, 0, "hei")));
        check("hei", "", Some(0), Some((0, 3, "")));
        check("vi bør", "vi burde", None, Some((4, 2, "urde")));
        check("abc", "abXc", Some(3), Some((2, 0, "X")));
    }

    #[test]
    fn the_caret_decides_between_equal_changes() {
        check("aa", "aaa", Some(1), Some((0, 0, "a")));
        check("aa", "aaa", Some(2), Some((1, 0, "a")));
        check("aa", "aaa", Some(3), Some((2, 0, "a")));
        check("aaa", "aa", Some(0), Some((0, 1, "")));
        check("aaa", "aa", Some(2), Some((2, 1, "")));
    }

    #[test]
    fn surrogate_pairs_stay_whole() {
        // U+1F30A and U+1F30B share their first unit, U+1F30A and U+1F70A their last.
        check("🌊", "🌋", None, Some((0, 2, "🌋")));
        check("\u{1F30A}", "\u{1F70A}", None, Some((0, 2, "\u{1F70A}")));
        check("a🌊b", "ab", Some(1), Some((1, 2, "")));
        check("🌊", "🌊🌊", Some(2), Some((0, 0, "🌊")));
    }

    #[test]
    fn a_splice_always_leads_from_old_to_new() {
        let words = ["", "a", "aa", "aba", "🌊", "🌊🌋", "a🌊a", "båt", "båtbåt"];
        for old in words {
            for new in words {
                for caret in [None, Some(0), Some(1), Some(2), Some(99)] {
                    let Some(splice) = splice_between(old, new, caret) else {
                        assert_eq!(old, new);
                        continue;
                    };
                    let units: Vec<u16> = old.encode_utf16().collect();
                    let (at, end) = (splice.at as usize, (splice.at + splice.delete) as usize);
                    let head = String::from_utf16(&units[..at]).unwrap();
                    let tail = String::from_utf16(&units[end..]).unwrap();
                    assert_eq!(format!("{head}{}{tail}", splice.insert), new);
                }
            }
        }
    }
}
