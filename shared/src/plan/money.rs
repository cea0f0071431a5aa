//! Money: whole kroner, never a fraction and never floating point (domain 4.4).

use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Serialize};

use super::number::{self, Digits, NumberFault};
use crate::fact_sheet::MAX_AMOUNT;
use crate::template::Language;

#[cfg(test)]
mod tests;

/// Whole kroner. Below zero only as a difference.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Kroner(pub i64);

impl Kroner {
    pub const ZERO: Self = Self(0);
    /// The largest single amount; more is a slip of the finger. Millions of them can be added without a care.
    pub const MAX: Self = Self(MAX_AMOUNT);

    /// An amount as somebody types it: `350 000,-`, `1.200.000`, `kr 350 000`, `1,2 mill`, `12 mill. kr`. Nothing typed
    /// is none. In English `,` and `.` change places: `350,000`, `1.2 million`.
    pub fn parse(typed: &str, language: Language) -> Result<Option<Self>, NumberFault> {
        let text = number::tidy(typed);
        if text.is_empty() {
            return Ok(None);
        }
        number::unsigned(&text, |text| positive(text, language)).map(Some)
    }

    /// `350 000 kr`, `NOK 350,000`: for cards.
    pub fn in_kroner(self, language: Language) -> String {
        with_currency(&self.in_digits(language), "", language)
    }

    /// `350 000`: for tables whose head says kroner.
    pub fn in_digits(self, language: Language) -> String {
        number::grouped(self.0.unsigned_abs(), self.0 < 0, language)
    }

    /// `350` for 350 000 kr, rounded: for tables, whose head says 1 000 kr.
    pub fn in_thousands(self, language: Language) -> String {
        let number = self.rounded(1_000);
        number::grouped(number, self.0 < 0 && number > 0, language)
    }

    /// `9,85 mill. kr`, `NOK 9.85 million`, rounded to at most two decimals: for summaries.
    pub fn in_millions(self, language: Language) -> String {
        let hundredths = self.rounded(10_000);
        let sign = if self.0 < 0 && hundredths > 0 {
            "−"
        } else {
            ""
        };
        let mut number = format!("{sign}{}", hundredths / 100);
        let decimals = format!("{:02}", hundredths % 100);
        let decimals = decimals.trim_end_matches('0');
        if !decimals.is_empty() {
            number.push(number::point(language));
            number.push_str(decimals);
        }
        let word = match language {
            Language::Nb | Language::Nn => "mill.",
            Language::En => "million",
        };
        with_currency(&number, word, language)
    }

    /// How many units without the sign; a half counts as one.
    fn rounded(self, unit: u64) -> u64 {
        (self.0.unsigned_abs() + unit / 2) / unit
    }
}

impl Add for Kroner {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Kroner {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl AddAssign for Kroner {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Kroner {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

fn with_currency(number: &str, word: &str, language: Language) -> String {
    let parts = match language {
        Language::Nb | Language::Nn => [number, word, "kr"],
        Language::En => ["NOK", number, word],
    };
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join("\u{A0}")
}

fn positive(text: &str, language: Language) -> Result<Kroner, NumberFault> {
    let text = ["kr.", "kr", "nok"]
        .iter()
        .find_map(|currency| text.strip_prefix(currency))
        .unwrap_or(text);
    let text = [",-", ".-", ",–", ",—"]
        .iter()
        .find_map(|ending| text.strip_suffix(ending))
        .unwrap_or(text);
    let end = text.find(char::is_alphabetic).unwrap_or(text.len());
    let (digits, words) = text.split_at(end);
    let n_places = scale(words).ok_or(NumberFault::NotANumber)?;
    let amount = Digits::read(digits, language, n_places > 0)?.shifted(n_places)?;
    (amount <= Kroner::MAX.0)
        .then_some(Kroner(amount))
        .ok_or(NumberFault::TooLarge)
}

/// The power of ten that the words after a number stand for; none when they are about something else. English
/// *billion* is left out: it is a thousand times more in Norwegian.
fn scale(words: &str) -> Option<usize> {
    let words: Vec<&str> = words
        .split_whitespace()
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| !word.is_empty())
        .collect();
    let is_currency = |word: &str| matches!(word, "kr" | "krone" | "kroner" | "nok");
    let word = match words[..] {
        [] => return Some(0),
        [word] if is_currency(word) => return Some(0),
        [word] => word,
        [word, currency] if is_currency(currency) => word,
        _ => return None,
    };
    match word {
        "tusen" | "tkr" | "thousand" => Some(3),
        "mill" | "million" | "millioner" | "millionar" | "millions" | "mnok" | "mkr" => Some(6),
        "mrd" | "milliard" | "milliarder" | "milliardar" => Some(9),
        _ => None,
    }
}
