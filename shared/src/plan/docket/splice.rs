//! Where a suggestion's words stand now, and what makes the change. The text may have changed around them since.

use super::place::PlanText;
use super::refusal::Refusal;
use super::state::{Suggestion, SuggestionState};
use crate::document::splice::{Splice, utf16_len};

/// A text as it stands, and where in it a suggestion's place is now, in UTF-16 units; none when the place is lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StandingText {
    pub text: String,
    pub at: Option<u32>,
}

impl Suggestion {
    /// What brings it from its state into another: none when words and plan already agree.
    ///
    /// # Errors
    /// [`Refusal::WordsGone`] and [`Refusal::WordsNotClear`].
    pub fn splice(
        &self,
        to: SuggestionState,
        standing: &StandingText,
    ) -> Result<Option<Splice>, Refusal> {
        let (old, new) = (&self.draft.old_text, &self.draft.new_text);
        let is = |state| state == SuggestionState::Accepted;
        let (find, put) = match (is(self.state), is(to)) {
            (false, true) => (old, new),
            (true, false) => (new, old),
            (true, true) | (false, false) => return Ok(None),
        };
        // In prose no place is known: words that come from nothing could stand anywhere in it.
        let is_prose = matches!(self.draft.text, PlanText::Prose(_));
        if is_prose && find.is_empty() && !standing.text.trim().is_empty() {
            return Err(Refusal::WordsNotClear);
        }
        let splice = replace(standing, find, put)?;
        // What stood there before anybody said yes would go when the yes is taken back.
        if splice.is_none() && is(to) {
            return Err(Refusal::WordsGone);
        }
        Ok(splice)
    }
}

/// Puts other words in the place of these. None when the others stand there already.
fn replace(standing: &StandingText, find: &str, put: &str) -> Result<Option<Splice>, Refusal> {
    let StandingText { text, at } = standing;
    if find.is_empty() {
        return Ok(insert(text, *at, put));
    }
    let places: Vec<usize> = text.match_indices(find).map(|(place, _)| place).collect();
    let place = match (&places[..], *at) {
        ([], _) if !put.is_empty() && text.matches(put).count() == 1 => return Ok(None),
        ([], _) => return Err(Refusal::WordsGone),
        ([only], _) => *only,
        (several, Some(at)) => *several
            .iter()
            .min_by_key(|place| utf16_len(&text[..**place]).abs_diff(at))
            .expect("there are several"),
        (_, None) => return Err(Refusal::WordsNotClear),
    };
    if stands_around(text, place, find, put) {
        return Ok(None);
    }
    Ok(Some(Splice {
        at: utf16_len(&text[..place]),
        delete: utf16_len(find),
        insert: put.to_owned(),
    }))
}

/// Whether the words found are a part of the new ones, which stand there in full.
fn stands_around(text: &str, place: usize, find: &str, put: &str) -> bool {
    put.match_indices(find).any(|(inside, _)| {
        let start = place.checked_sub(inside);
        start.is_some_and(|start| text.get(start..).is_some_and(|rest| rest.starts_with(put)))
    })
}

/// New words at the place, or at the end.
fn insert(text: &str, at: Option<u32>, put: &str) -> Option<Splice> {
    let end = utf16_len(text);
    let at = at.map_or(end, |at| at.min(end));
    let place = byte_of(text, at);
    let is_so = text[place..].starts_with(put) || text[..place].ends_with(put);
    (!is_so).then(|| Splice {
        at: utf16_len(&text[..place]),
        delete: 0,
        insert: put.to_owned(),
    })
}

/// Where a UTF-16 offset is in the bytes; the start of the sign it is in the middle of.
fn byte_of(text: &str, at: u32) -> usize {
    let mut units = 0;
    for (place, sign) in text.char_indices() {
        units += u32::try_from(sign.len_utf16()).unwrap_or(2);
        if units > at {
            return place;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, at: Option<u32>, change: (&str, &str), expected: Result<&str, Refusal>) {
        let standing = StandingText {
            text: text.to_owned(),
            at,
        };
        let (find, put) = change;
        let outcome = replace(&standing, find, put).map(|splice| {
            let mut units: Vec<u16> = text.encode_utf16().collect();
            if let Some(splice) = splice {
                let from = splice.at as usize;
                let insert = splice.insert.encode_utf16();
                units.splice(from..from + splice.delete as usize, insert);
            }
            String::from_utf16(&units).unwrap()
        });
        assert_eq!(
            outcome,
            expected.map(str::to_owned),
            "{find:?} -> {put:?} in {text:?} at {at:?}"
        );
    }

    #[test]
    fn words_are_found_wherever_they_stand_by_now() {
        use Refusal::{WordsGone, WordsNotClear};
        let change = ("seks", "åtte");
        check("gi seks plasser", Some(3), change, Ok("gi åtte plasser"));
        check(
            "🌊 vi vil gi seks",
            Some(3),
            change,
            Ok("🌊 vi vil gi åtte"),
        );
        check("gi seks plasser", None, change, Ok("gi åtte plasser"));
        check("seks og seks", Some(8), change, Ok("seks og åtte"));
        check("🌊 seks og seks", Some(3), change, Ok("🌊 åtte og seks"));
        check("seks og seks", None, change, Err(WordsNotClear));
        check("gi sju plasser", Some(3), change, Err(WordsGone));
        check("", None, change, Err(WordsGone));
    }

    #[test]
    fn what_stands_there_already_is_not_written_again() {
        check("gi åtte", None, ("seks", "åtte"), Ok("gi åtte"));
        check(
            "seks eller sju",
            None,
            ("seks", "seks eller sju"),
            Ok("seks eller sju"),
        );
        check("de sju", None, ("sju", "de sju"), Ok("de sju"));
        check("sju", None, ("sju", "de sju"), Ok("de sju"));
        check("Hei. Nytt.", Some(4), ("", " Nytt."), Ok("Hei. Nytt."));
    }

    #[test]
    fn words_are_added_at_their_place_and_taken_away() {
        check("", None, ("", "Nytt."), Ok("Nytt."));
        check("Hei.", None, ("", " Nytt."), Ok("Hei. Nytt."));
        check("ab", Some(1), ("", "X"), Ok("aXb"));
        check("🌊b", Some(1), ("", "X"), Ok("X🌊b"));
        check("ab", Some(99), ("", "X"), Ok("abX"));
        check("gi seks", None, (" seks", ""), Ok("gi"));
    }
}
