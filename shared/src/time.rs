//! A point in time as a plain number. Only the edge asks a clock.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The moment `duration_ms` milliseconds later; stops at the end of time rather than wrapping.
    #[must_use]
    pub fn plus_ms(self, duration_ms: i64) -> Self {
        Self(self.0.saturating_add(duration_ms))
    }
}

pub const MINUTE_MS: i64 = 60_000;
pub const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// Norwegian time, as the rule has been since 1996: summer from the last Sunday of March to the last of October.
pub fn norwegian() -> TimeZone {
    TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("the rule is well formed")
}

/// The day it is in Norway.
pub fn day_of(at: Timestamp) -> Date {
    let at = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
    norwegian().to_datetime(at).date()
}

/// The moment a Norwegian clock shows this time of day, in minutes after midnight.
pub fn moment(day: Date, minutes: u16) -> Timestamp {
    let hours = i8::try_from(minutes / 60 % 24).unwrap_or(0);
    let minutes = i8::try_from(minutes % 60).unwrap_or(0);
    let at = norwegian().to_timestamp(day.at(hours, minutes, 0, 0));
    Timestamp(at.map_or(0, jiff::Timestamp::as_millisecond))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_and_the_hour_are_norwegian_ones() {
        for (at, day) in [
            ("2026-01-31T22:59:59Z", "2026-01-31"),
            ("2026-01-31T23:00:00Z", "2026-02-01"),
            ("2026-07-31T21:59:59Z", "2026-07-31"),
            ("2026-07-31T22:00:00Z", "2026-08-01"),
        ] {
            let moment: jiff::Timestamp = at.parse().unwrap();
            let at = Timestamp(moment.as_millisecond());
            assert_eq!(day_of(at).to_string(), day, "{moment}");
        }
        for (day, minutes, at) in [
            ("2026-10-14", 9 * 60, "2026-10-14T07:00:00Z"),
            ("2026-10-28", 9 * 60 + 5, "2026-10-28T08:05:00Z"),
            ("2026-03-29", 9 * 60, "2026-03-29T07:00:00Z"),
        ] {
            let moment_there: jiff::Timestamp = at.parse().unwrap();
            let here = moment(day.parse().unwrap(), minutes);
            assert_eq!(here.0, moment_there.as_millisecond(), "{day}");
        }
    }
}
