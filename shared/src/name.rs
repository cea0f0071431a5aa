//! Names of people, as they are typed, pasted and shown. A name stands in lists, on the wall and in other people's
//! sentences, so it must not be able to change what stands around it.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The longest name, in characters.
pub const MAX_NAME: usize = 80;

/// More marks over letters than any name has.
const MAX_MARKS: usize = 12;

/// Why a text cannot be a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NameError {
    #[error("the name is empty")]
    Empty,
    #[error("the name is longer than {MAX_NAME} characters")]
    TooLong,
    #[error("the name has a character that cannot be seen or that turns text around")]
    Invisible,
    #[error("the name has a < or >")]
    Markup,
}

/// A name without spaces around it and with single ones inside.
///
/// # Errors
/// Says what is wrong instead of mending it silently, apart from spacing.
pub fn clean_name(text: &str) -> Result<String, NameError> {
    // Before anything is copied: the text may be of any length.
    if text.len() > 16 * MAX_NAME {
        return Err(NameError::TooLong);
    }
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(NameError::Empty);
    }
    if name.chars().count() > MAX_NAME {
        return Err(NameError::TooLong);
    }
    let n_marks = name.chars().filter(|c| is_combining(*c)).count();
    if name.chars().any(is_invisible) || n_marks > MAX_MARKS {
        return Err(NameError::Invisible);
    }
    if name.contains(['<', '>']) {
        return Err(NameError::Markup);
    }
    Ok(name)
}

/// The longest title, place or body that a person represents, in characters.
pub const MAX_WORDS: usize = 120;

/// A short text beside a name: a title, a place, whom somebody represents. None when it is too long or not plain text.
pub fn clean_words(text: &str) -> Option<String> {
    if text.len() > 16 * MAX_WORDS {
        return None;
    }
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_plain = !words.chars().any(is_invisible) && !words.contains(['<', '>']);
    (is_plain && !words.is_empty() && words.chars().count() <= MAX_WORDS).then_some(words)
}

/// A text of several lines, such as practical information. None when it is longer than `max` characters or holds what
/// cannot be seen.
pub fn clean_text(text: &str, max: usize) -> Option<String> {
    if text.len() > 4 * max {
        return None;
    }
    let text = text.replace("\r\n", "\n").trim().to_owned();
    let is_plain = |c: char| matches!(c, '\n' | '\t') || !is_invisible(c);
    (text.chars().count() <= max && text.chars().all(is_plain)).then_some(text)
}

/// Marks that are drawn over the letter before them, and over each other.
fn is_combining(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}')
}

/// Control characters, marks that turn the direction of text (Unicode's `Bidi_Control`), and others of no width.
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFD}'
        )
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{E0000}'..='\u{E0FFF}' | '\u{FE00}'..='\u{FE0F}')
        // Letters and signs that are drawn as nothing.
        || matches!(c, '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_as_people_write_them() {
        for (typed, name) in [
            ("Kari Nesheim", "Kari Nesheim"),
            ("  Odd-Arne \t Brekke ", "Odd-Arne Brekke"),
            ("Áilu Čáppa O’Brien", "Áilu Čáppa O’Brien"),
            ("李 明", "李 明"),
        ] {
            assert_eq!(clean_name(typed).as_deref(), Ok(name));
        }
    }

    #[test]
    fn what_would_change_the_page_around_it_is_refused_with_the_reason() {
        let long = "a".repeat(10_000);
        let just_too_long = "å".repeat(MAX_NAME + 1);
        let stacked = format!("a{}", "\u{301}".repeat(40));
        for (typed, error) in [
            ("", NameError::Empty),
            (" \n ", NameError::Empty),
            (&long, NameError::TooLong),
            (&just_too_long, NameError::TooLong),
            ("Kari\u{202E}irK", NameError::Invisible),
            ("Kari\u{200F}", NameError::Invisible),
            ("Ka\u{200B}ri", NameError::Invisible),
            ("Kari\u{0}", NameError::Invisible),
            ("Kari\u{FFFD}", NameError::Invisible),
            ("\u{3164}", NameError::Invisible),
            (&stacked, NameError::Invisible),
            ("<b>Kari</b>", NameError::Markup),
        ] {
            assert_eq!(clean_name(typed), Err(error), "{typed:?}");
        }
        assert!(clean_name(&"å".repeat(MAX_NAME)).is_ok());
    }
}
