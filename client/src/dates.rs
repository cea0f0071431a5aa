//! Dates and times as people write them, in each language.

use jiff::civil::Date;
use shared::template::Language;
use shared::time::Timestamp;

use crate::clock;
use crate::words::Words;

/// "27. oktober".
pub fn day_month(words: Words, date: Date) -> String {
    words.day_month(&date.day().to_string(), nth(words.months(), date.month()))
}

/// "1. januar 2024".
pub fn day_month_year(words: Words, date: Date) -> String {
    format!("{} {}", day_month(words, date), date.year())
}

/// "Mandag 12. oktober".
pub fn weekday_date(words: Words, date: Date) -> String {
    let weekday = nth(words.weekdays(), date.weekday().to_monday_one_offset());
    words.weekday_date(weekday, &day_month(words, date))
}

/// A month's short name; `month` counts from 1.
pub fn month_short(words: Words, month: u8) -> &'static str {
    nth(words.months_short(), i8::try_from(month).unwrap_or(0))
}

/// "10.42", the time of day where the device is.
pub fn time(words: Words, at: Timestamp) -> String {
    let (hour, minute) = clock::hour_and_minute(at);
    format!("{hour:02}{}{minute:02}", separator(words))
}

/// "24. november kl. 10.42", where the device is.
pub fn day_and_time(words: Words, at: Timestamp) -> String {
    let time = words.at_time(&time(words, at));
    format!("{} {time}", day_month(words, clock::date(at)))
}

/// "kl. 09.00" from "09:00".
pub fn at_time(words: Words, hh_mm: &str) -> String {
    words.at_time(&self::hh_mm(words, hh_mm))
}

/// "09.00" from "09:00".
pub fn hh_mm(words: Words, hh_mm: &str) -> String {
    hh_mm.replace(':', separator(words))
}

fn separator(words: Words) -> &'static str {
    if words.0 == Language::En { ":" } else { "." }
}

/// The `n`th name of a list, counted from 1.
fn nth(names: &'static str, n: i8) -> &'static str {
    let idx = usize::try_from(n - 1).unwrap_or(0);
    names.split('|').nth(idx).unwrap_or_default()
}
