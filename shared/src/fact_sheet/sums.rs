//! What a fact sheet adds up to, and how amounts are read and written.

use super::{FactSheet, Fault, MAX_AMOUNT, Measures, ProjectLine};

/// Sums that stand beside the figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Of all projects; what has no amount counts as nothing.
    pub projects_granted: i64,
    pub projects_paid: i64,
    pub n_projects: usize,
    pub n_measures: u32,
    /// Of what the programme was granted; none when one of the two is not known. Below zero when more is paid.
    pub remaining: Option<i64>,
}

impl Sums {
    pub fn of(sheet: &FactSheet) -> Self {
        let total = |amount: fn(&ProjectLine) -> Option<i64>| {
            sheet.projects.iter().filter_map(amount).sum()
        };
        let Measures {
            in_progress,
            done,
            stopped,
            not_started,
        } = sheet.measures;
        Self {
            projects_granted: total(|project| project.granted),
            projects_paid: total(|project| project.paid),
            n_projects: sheet.projects.len(),
            n_measures: [in_progress, done, stopped, not_started]
                .map(u32::from)
                .iter()
                .sum(),
            remaining: sheet
                .granted
                .zip(sheet.paid)
                .map(|(granted, paid)| granted - paid),
        }
    }
}

/// An amount as it is read: `350 000`, with spaces that do not break.
pub fn kroner(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut text = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            text.push('\u{A0}');
        }
        text.push(digit);
    }
    if amount < 0 {
        text.insert(0, '−');
    }
    text
}

/// An amount as somebody types it: `350 000`, `350.000`, `350000 kr`. Nothing typed is none.
///
/// # Errors
/// [`Fault::NotAValue`] when it is no whole amount of kroner.
pub fn amount_in_kroner(typed: &str) -> Result<Option<i64>, Fault> {
    let typed = typed.trim();
    let bare = typed
        .strip_suffix("kr")
        .or_else(|| typed.strip_suffix(",-"))
        .unwrap_or(typed);
    let parts: Vec<&str> = bare
        .split(|c: char| c.is_whitespace() || c == '.')
        .filter(|part| !part.is_empty())
        .collect();
    // `3.5` is a slip and not thirty-five kroner: after the first part come whole thousands.
    let are_thousands = parts.iter().skip(1).all(|part| part.len() == 3);
    let digits = parts.concat();
    if digits.is_empty() && typed.is_empty() {
        return Ok(None);
    }
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.parse() {
        Ok(amount) if is_number && are_thousands && amount <= MAX_AMOUNT => Ok(Some(amount)),
        _ => Err(Fault::NotAValue),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_in_thousands() {
        for (amount, text) in [
            (0, "0"),
            (999, "999"),
            (350_000, "350 000"),
            (12_345_678, "12 345 678"),
            (-1_500, "−1 500"),
        ] {
            assert_eq!(kroner(amount).replace('\u{A0}', " "), text);
        }
    }

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (typed, amount) in [
            ("", Ok(None)),
            (" ", Ok(None)),
            ("0", Ok(Some(0))),
            ("350 000", Ok(Some(350_000))),
            ("350\u{A0}000", Ok(Some(350_000))),
            ("350.000", Ok(Some(350_000))),
            ("350000 kr", Ok(Some(350_000))),
            ("350 000,-", Ok(Some(350_000))),
            ("1 300 000", Ok(Some(1_300_000))),
            ("3.5", Err(Fault::NotAValue)),
            ("3,5 mill.", Err(Fault::NotAValue)),
            ("kr", Err(Fault::NotAValue)),
            ("-5", Err(Fault::NotAValue)),
            ("mye", Err(Fault::NotAValue)),
            ("99999999999", Err(Fault::NotAValue)),
            ("999999999999999999999999", Err(Fault::NotAValue)),
        ] {
            assert_eq!(amount_in_kroner(typed), amount, "{typed:?}");
        }
    }

    #[test]
    fn sums_count_what_is_known() {
        let project = |granted, paid| ProjectLine {
            granted,
            paid,
            ..ProjectLine::default()
        };
        let sheet = FactSheet {
            granted: Some(1_000),
            paid: Some(1_200),
            projects: vec![project(Some(600), None), project(None, Some(50))],
            measures: Measures {
                in_progress: 11,
                done: 7,
                stopped: 2,
                not_started: 3,
            },
            ..FactSheet::default()
        };
        let sums = Sums::of(&sheet);
        assert_eq!((sums.projects_granted, sums.projects_paid), (600, 50));
        assert_eq!((sums.n_projects, sums.n_measures), (2, 23));
        assert_eq!(sums.remaining, Some(-200));
        assert_eq!(Sums::of(&FactSheet::default()).remaining, None);
    }
}
