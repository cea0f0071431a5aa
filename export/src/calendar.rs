//! iCalendar (RFC 5545): one file with one event or many. Times are given in UTC, so no reader has to know our time zone.

use icalendar::{Component, Property, ValueType};
use jiff::Timestamp;
use jiff::civil::Date;

/// What a calendar program shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    pub name: String,
    pub events: Vec<Event>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The same for ever, so that a program changes the event rather than showing it twice.
    pub uid: String,
    /// Grows with each change.
    pub sequence: u32,
    pub when: When,
    pub title: String,
    pub place: Option<String>,
    pub text: Option<String>,
    pub url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// Whole days, both included.
    Days { first: Date, last: Date },
    Times {
        start: Timestamp,
        end: Option<Timestamp>,
    },
}

/// The file's text. `now` says when it was written, which the format asks for.
pub fn write(calendar: &Calendar, now: Timestamp) -> String {
    let mut file = icalendar::Calendar::empty();
    file.append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Samling//NO"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"))
        .append_property((
            "X-WR-CALNAME",
            one_kind_of_line_end(&calendar.name).as_str(),
        ));
    for event in &calendar.events {
        file.push(written(event, now));
    }
    file.done().to_string()
}

fn written(event: &Event, now: Timestamp) -> icalendar::Event {
    let mut component = icalendar::Event::new();
    component
        .add_property("UID", &event.uid)
        .add_property("DTSTAMP", utc(now))
        .add_property("SEQUENCE", event.sequence.to_string())
        .add_property("SUMMARY", one_kind_of_line_end(&event.title));
    match event.when {
        When::Days { first, last } => {
            // The end is the first day that is free again.
            let end = last.tomorrow().unwrap_or(last);
            component
                .append_property(day("DTSTART", first))
                .append_property(day("DTEND", end))
                .add_property("TRANSP", "TRANSPARENT");
        }
        When::Times { start, end } => {
            component.add_property("DTSTART", utc(start));
            if let Some(end) = end {
                component.add_property("DTEND", utc(end));
            }
        }
    }
    let optional = [
        ("LOCATION", &event.place),
        ("DESCRIPTION", &event.text),
        ("URL", &event.url),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            component.add_property(name, one_kind_of_line_end(value));
        }
    }
    component.done()
}

/// The library escapes the one and leaves the other.
fn one_kind_of_line_end(text: &str) -> String {
    text.replace('\r', "")
}

fn utc(at: Timestamp) -> String {
    let at = jiff::tz::Offset::UTC.to_datetime(at);
    format!(
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

fn day(name: &str, date: Date) -> Property {
    let date = format!("{:04}{:02}{:02}", date.year(), date.month(), date.day());
    let mut property = Property::new(name, date);
    property.append_parameter(ValueType::Date);
    property.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn event(uid: &str, when: When) -> Event {
        Event {
            uid: uid.into(),
            sequence: 3,
            when,
            title: "PSV; år 3, Fjordvik".into(),
            place: Some("Rådhuset, 2. etasje".into()),
            text: Some("Parkering bak huset.\nTa med \\ noe".into()),
            url: Some("https://samling.example/m/482173".into()),
        }
    }

    /// The lines as a reader has them: unfolded.
    fn lines(text: &str) -> Vec<String> {
        let text = text.replace("\r\n ", "");
        text.split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_meeting_has_its_times_in_utc_and_its_words_escaped() {
        let when = When::Times {
            start: "2026-10-14T07:00:00Z".parse().unwrap(),
            end: Some("2026-10-14T13:30:00Z".parse().unwrap()),
        };
        let calendar = Calendar {
            name: "Fjordvik i omstilling".into(),
            events: vec![event("psv-2026@samling", when)],
        };
        let text = write(&calendar, NOW);
        let lines = lines(&text);
        assert_eq!(lines.first().map(String::as_str), Some("BEGIN:VCALENDAR"));
        assert_eq!(lines.last().map(String::as_str), Some("END:VCALENDAR"));
        for line in [
            "VERSION:2.0",
            "X-WR-CALNAME:Fjordvik i omstilling",
            "UID:psv-2026@samling",
            "DTSTAMP:19700101T000000Z",
            "SEQUENCE:3",
            "DTSTART:20261014T070000Z",
            "DTEND:20261014T133000Z",
            "SUMMARY:PSV\\; år 3\\, Fjordvik",
            "LOCATION:Rådhuset\\, 2. etasje",
            "DESCRIPTION:Parkering bak huset.\\nTa med \\\\ noe",
            "URL:https://samling.example/m/482173",
        ] {
            assert!(lines.iter().any(|here| here == line), "{line}\n{text}");
        }
    }

    #[test]
    fn days_end_with_the_day_after() {
        let when = When::Days {
            first: "2026-12-30".parse().unwrap(),
            last: "2026-12-31".parse().unwrap(),
        };
        let calendar = Calendar {
            name: "Fjordvik".into(),
            events: vec![event("a@samling", when)],
        };
        let text = write(&calendar, NOW);
        assert!(text.contains("DTSTART;VALUE=DATE:20261230\r\n"), "{text}");
        assert!(text.contains("DTEND;VALUE=DATE:20270101\r\n"), "{text}");
    }

    #[test]
    fn no_line_is_longer_than_readers_take_and_no_word_begins_another_line() {
        let long = "æøå ".repeat(100) + "\r\nBEGIN:VEVENT";
        let when = When::Times {
            start: NOW,
            end: None,
        };
        let calendar = Calendar {
            name: long.clone(),
            events: vec![Event {
                title: long.clone(),
                place: Some(long.clone()),
                text: Some(long),
                ..event("a@samling", when)
            }],
        };
        let text = write(&calendar, NOW);
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{text}");
        let begun = lines(&text)
            .iter()
            .filter(|line| *line == "BEGIN:VEVENT")
            .count();
        assert_eq!(begun, 1, "{text}");
    }
}
