//! Numbers as people type and read them, in whole units of the smallest step that counts. No floating point: what is
//! typed is taken apart as digits.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::Unit;
use super::money::Kroner;
use crate::template::Language;

/// Why a typed number is not taken. The page has a sentence for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NumberFault {
    #[error("not a number")]
    NotANumber,
    /// A part of a krone, or of what the number counts.
    #[error("finer than what is counted")]
    TooFine,
    #[error("below zero")]
    Negative,
    #[error("too large")]
    TooLarge,
    /// `1,200` is twelve hundred to some and one and a fifth to others.
    #[error("may be read in two ways")]
    Ambiguous,
}

/// A number of a goal or a measure: tenths, whatever it counts, so that another unit never changes the number (domain 4.4:
/// årsverk may have one decimal, everything else is whole).
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tenths(pub i64);

impl Tenths {
    /// The largest that is no slip of the finger: as many kroner as [`Kroner::MAX`].
    pub const MAX: Self = Self(Kroner::MAX.0 * 10);

    pub const fn whole(number: i64) -> Self {
        Self(number * 10)
    }

    /// A number as somebody types it: `12,5` årsverk, `6 500`, `18,5 mill.` kroner. Nothing typed is none.
    pub fn parse(typed: &str, unit: Unit, language: Language) -> Result<Option<Self>, NumberFault> {
        let decimals = match unit {
            Unit::Fte => 1,
            Unit::Count => 0,
            Unit::Nok => {
                let amount = Kroner::parse(typed, language)?;
                return Ok(amount.map(|amount| Self::whole(amount.0)));
            }
        };
        let text = tidy(typed);
        if text.is_empty() {
            return Ok(None);
        }
        unsigned(&text, |text| {
            let number = Digits::read(text, language, false)?.shifted(decimals)?;
            let tenths = Self(if decimals == 0 {
                number.checked_mul(10).ok_or(NumberFault::TooLarge)?
            } else {
                number
            });
            (tenths <= Self::MAX)
                .then_some(tenths)
                .ok_or(NumberFault::TooLarge)
        })
        .map(Some)
    }

    /// As it is read: `12,5`, `6 500`.
    pub fn written(self, language: Language) -> String {
        let tenths = self.0.unsigned_abs();
        let mut text = grouped(tenths / 10, self.0 < 0, language);
        if !tenths.is_multiple_of(10) {
            text.push(point(language));
            text.push_str(&(tenths % 10).to_string());
        }
        text
    }
}

/// In lower case, with single plain spaces.
pub(super) fn tidy(typed: &str) -> String {
    let words: Vec<&str> = typed.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// What `read` makes of a text without a sign; what would be a number below zero is said to be one.
pub(super) fn unsigned<T>(
    text: &str,
    read: impl FnOnce(&str) -> Result<T, NumberFault>,
) -> Result<T, NumberFault> {
    match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => Err(read(rest.trim_start())
            .err()
            .unwrap_or(NumberFault::Negative)),
        None => read(text),
    }
}

/// The digits of a typed number, before and after the decimal sign.
pub(super) struct Digits {
    whole: String,
    fraction: String,
}

impl Digits {
    /// `is_scaled`: a word such as `mill.` follows, so that three decimals are no surprise and a lone group of three is.
    pub(super) fn read(
        text: &str,
        language: Language,
        is_scaled: bool,
    ) -> Result<Self, NumberFault> {
        let (whole, fraction) = split(text.trim(), language, is_scaled)?;
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NumberFault::NotANumber);
        }
        Ok(Self {
            whole: ungrouped(whole)?,
            fraction: fraction.trim_end_matches('0').to_owned(),
        })
    }

    /// The number times ten to the power of `n_places`, which must be whole.
    pub(super) fn shifted(&self, n_places: usize) -> Result<i64, NumberFault> {
        let n_zeros = n_places
            .checked_sub(self.fraction.len())
            .ok_or(NumberFault::TooFine)?;
        let digits = format!("{}{}{}", self.whole, self.fraction, "0".repeat(n_zeros));
        digits.parse().map_err(|_| NumberFault::TooLarge)
    }
}

/// Before and after the decimal sign. People mix the signs of two languages, so what stands around them decides where
/// it can.
fn split(text: &str, language: Language, is_scaled: bool) -> Result<(&str, &str), NumberFault> {
    let point = point(language);
    let group = if point == ',' { '.' } else { ',' };
    let (n_groups, n_points) = (text.matches(group).count(), text.matches(point).count());
    let halves = |sign| text.rsplit_once(sign).unwrap_or((text, ""));
    match (n_groups, n_points) {
        (0, 1) if is_lone_group(halves(point)) && !is_scaled => Err(NumberFault::Ambiguous),
        (0, 1) => Ok(halves(point)),
        (1, 0) if is_lone_group(halves(group)) && is_scaled => Err(NumberFault::Ambiguous),
        (1, 0) if !is_lone_group(halves(group)) => Ok(halves(group)),
        (_, 0) | (0, _) => Ok((text, "")),
        (_, 1) if text.rfind(point) > text.rfind(group) => Ok(halves(point)),
        (1, _) if text.rfind(group) > text.rfind(point) => Ok(halves(group)),
        _ => Err(NumberFault::NotANumber),
    }
}

/// `1.200` and `350,000`, but neither `0,350` nor `1 200,500`.
fn is_lone_group((before, after): (&str, &str)) -> bool {
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    after.len() == 3
        && (1..=3).contains(&before.len())
        && !before.starts_with('0')
        && are_digits(before)
        && are_digits(after)
}

/// Digits in one piece, or in groups of three with one and the same sign between them.
fn ungrouped(text: &str) -> Result<String, NumberFault> {
    let is_sign = |c: char| matches!(c, ' ' | '.' | ',' | '\'');
    let groups: Vec<&str> = text.split(is_sign).collect();
    let mut signs = text.matches(is_sign);
    let first_sign = signs.next();
    let is_even = signs.all(|sign| Some(sign) == first_sign)
        && (groups.len() == 1 || (1..=3).contains(&groups[0].len()))
        && groups[1..].iter().all(|group| group.len() == 3);
    let digits = groups.concat();
    if is_even && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(digits)
    } else {
        Err(NumberFault::NotANumber)
    }
}

/// The decimal sign.
pub(super) fn point(language: Language) -> char {
    match language {
        Language::Nb | Language::Nn => ',',
        Language::En => '.',
    }
}

/// Digits in groups of three, with the minus sign of print.
pub(super) fn grouped(number: u64, is_negative: bool, language: Language) -> String {
    let sign = match language {
        Language::Nb | Language::Nn => '\u{A0}',
        Language::En => ',',
    };
    let digits = number.to_string();
    let mut text = String::from(if is_negative { "−" } else { "" });
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            text.push(sign);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_goals_are_read_as_people_type_them() {
        use NumberFault::{Ambiguous, Negative, NotANumber, TooFine, TooLarge};
        for (typed, unit, number) in [
            ("", Unit::Fte, Ok(None)),
            ("12,5", Unit::Fte, Ok(Some(Tenths(125)))),
            ("12.5", Unit::Fte, Ok(Some(Tenths(125)))),
            ("12,50", Unit::Fte, Ok(Some(Tenths(125)))),
            ("12,55", Unit::Fte, Err(TooFine)),
            ("12,5", Unit::Count, Err(TooFine)),
            ("6 500", Unit::Count, Ok(Some(Tenths::whole(6_500)))),
            ("6.500", Unit::Count, Ok(Some(Tenths::whole(6_500)))),
            ("6,500", Unit::Count, Err(Ambiguous)),
            (
                "18,5 mill. kr",
                Unit::Nok,
                Ok(Some(Tenths::whole(18_500_000))),
            ),
            ("-2", Unit::Count, Err(Negative)),
            ("to", Unit::Count, Err(NotANumber)),
            ("99999999999", Unit::Count, Err(TooLarge)),
            ("9999999999999999999", Unit::Fte, Err(TooLarge)),
        ] {
            assert_eq!(Tenths::parse(typed, unit, Language::Nb), number, "{typed}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut rng = fastrand::Rng::with_seed(7);
        for language in [Language::Nb, Language::Nn, Language::En] {
            for _ in 0..2_000 {
                let number = Tenths(rng.i64(0..=Tenths::MAX.0) / 10_i64.pow(rng.u32(0..10)));
                let written = number.written(language);
                let read = Tenths::parse(&written, Unit::Fte, language);
                assert_eq!(read, Ok(Some(number)), "{written}");
            }
        }
        assert_eq!(Tenths(-15).written(Language::Nb), "−1,5");
    }
}
