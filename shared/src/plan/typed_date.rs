//! Dates as people type them: `15. juni 2027`, `15.6.27`, `15/6`, `2027-06-15`.

use jiff::civil::Date;
use thiserror::Error;

/// Months by their first three letters, in nb and nn, then where English begins otherwise.
const MONTHS: [(&str, i8); 15] = [
    ("jan", 1),
    ("feb", 2),
    ("mar", 3),
    ("apr", 4),
    ("mai", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("okt", 10),
    ("nov", 11),
    ("des", 12),
    ("may", 5),
    ("oct", 10),
    ("dec", 12),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("not a date")]
pub struct NotADate;

/// Nothing typed is none. Without a year it is a day of `year`.
pub fn parse(typed: &str, year: i16) -> Result<Option<Date>, NotADate> {
    let text = typed.trim().to_lowercase();
    if text.is_empty() {
        return Ok(None);
    }
    if let Ok(date) = text.parse::<Date>() {
        return Ok(Some(date));
    }
    let is_sign = |c: char| matches!(c, '.' | '/' | '-' | ',' | ' ' | '\u{A0}');
    let parts: Vec<&str> = text
        .split(is_sign)
        .filter(|part| !part.is_empty())
        .collect();
    let (day, month, year) = match parts[..] {
        [day, month] => (day, month, year),
        [day, month, of] => (day, month, year_of(of)?),
        _ => return Err(NotADate),
    };
    let day = day.parse().map_err(|_| NotADate)?;
    let date = Date::new(year, month_of(month)?, day);
    date.map(Some).map_err(|_| NotADate)
}

fn month_of(text: &str) -> Result<i8, NotADate> {
    if let Ok(number) = text.parse() {
        return Ok(number);
    }
    let known = MONTHS.iter().find(|(name, _)| text.starts_with(name));
    known.map(|(_, number)| *number).ok_or(NotADate)
}

/// `27` is 2027.
fn year_of(text: &str) -> Result<i16, NotADate> {
    let year: i16 = text.parse().map_err(|_| NotADate)?;
    match text.len() {
        2 => Ok(2000 + year),
        4 => Ok(year),
        _ => Err(NotADate),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_type_them() {
        let date = |year, month, day| Ok(Some(jiff::civil::date(year, month, day)));
        for (typed, read) in [
            ("", Ok(None)),
            ("15. juni 2027", date(2027, 6, 15)),
            ("15.6.27", date(2027, 6, 15)),
            ("15.06.2027", date(2027, 6, 15)),
            (" 15/6 ", date(2027, 6, 15)),
            ("15. Juni", date(2027, 6, 15)),
            ("1 May 2028", date(2028, 5, 1)),
            ("2027-06-15", date(2027, 6, 15)),
            ("31. juni", Err(NotADate)),
            ("juni", Err(NotADate)),
            ("i vår", Err(NotADate)),
            ("abc", Err(NotADate)),
            ("15.6.127", Err(NotADate)),
        ] {
            assert_eq!(parse(typed, 2027), read, "{typed}");
        }
    }
}
