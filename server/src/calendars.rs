//! The year and its meetings as calendar files: which event is what, and what stands in it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use export::calendar::{Calendar, Event, When, write};
use shared::meeting::{Meeting, StationKind, WheelEvent};
use shared::programme::{LanguageForm, Person, Programme};
use shared::run_sheet::parse_time;
use shared::time::{Timestamp, moment};

use crate::letters::invitation::meeting_title;
use crate::secret::TokenHash;

/// A programme's year, as one of its people sees it.
pub struct Year {
    pub programme: Programme,
    pub wheel: Vec<WheelEvent>,
    pub meetings: Vec<Meeting>,
    pub people: Vec<Person>,
}

/// A file with one meeting. `origin` is the start of every link.
pub fn of_meeting(
    programme: &Programme,
    meeting: &Meeting,
    origin: &str,
    now: Timestamp,
) -> String {
    let calendar = Calendar {
        name: programme.name.clone(),
        events: vec![meeting_event(programme, meeting, origin)],
    };
    write(&calendar, instant(now))
}

/// The stations of the year, and the meetings that list this person or are for everybody.
pub fn of_person(year: &Year, person: &Person, origin: &str, now: Timestamp) -> String {
    let is_theirs = |meeting: &&Meeting| meeting.standing(person).is_listed;
    let meetings = year.meetings.iter().filter(is_theirs);
    let meetings = meetings.map(|meeting| meeting_event(&year.programme, meeting, origin));
    // A station that is a meeting is in the calendar as that meeting.
    let is_alone = |event: &&WheelEvent| {
        event.meeting.as_ref().is_none_or(|id| {
            let mut meetings = year.meetings.iter().filter(is_theirs);
            !meetings.any(|meeting| meeting.id == *id)
        })
    };
    let stations = year.wheel.iter().filter(is_alone);
    let stations = stations.map(|event| station(year, event));
    let calendar = Calendar {
        name: year.programme.name.clone(),
        events: meetings.chain(stations).collect(),
    };
    write(&calendar, instant(now))
}

fn meeting_event(programme: &Programme, meeting: &Meeting, origin: &str) -> Event {
    let url = match &meeting.code {
        Some(code) => format!("{origin}/m/{code}"),
        None => format!("{origin}/m/{}", meeting.id),
    };
    let text = [meeting.info.as_str(), &url]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n");
    Event {
        uid: format!("{}@{}.samling", meeting.id, programme.id),
        sequence: meeting.version,
        when: when(meeting),
        title: format!(
            "{}, {}",
            meeting_title(meeting, programme.language_form),
            programme.municipality
        ),
        place: meeting.place.clone(),
        text: Some(text),
        url: Some(url),
    }
}

fn when(meeting: &Meeting) -> When {
    let last = meeting.last_date.unwrap_or(meeting.date);
    let time = |text: &Option<String>| text.as_deref().and_then(parse_time);
    let Some(start) = time(&meeting.start) else {
        let first = meeting.date;
        return When::Days { first, last };
    };
    let planned_end = || match (&meeting.run_sheet, meeting.last_date) {
        (Some(sheet), None) => time(&sheet.end_of_first_day()),
        _ => None,
    };
    let start = moment(meeting.date, start);
    let end = time(&meeting.end).or_else(planned_end);
    let end = end.map(|end| moment(last, end)).filter(|end| *end > start);
    When::Times {
        start: instant(start),
        end: end.map(instant),
    }
}

fn station(year: &Year, event: &WheelEvent) -> Event {
    let responsible = event
        .responsible
        .as_ref()
        .and_then(|id| year.people.iter().find(|person| person.id == *id));
    let word = match year.programme.language_form {
        LanguageForm::Nb => "Ansvarlig",
        LanguageForm::Nn => "Ansvarleg",
    };
    Event {
        uid: format!("{}@{}.samling", station_id(event), year.programme.id),
        sequence: 0,
        when: When::Days {
            first: event.date,
            last: event.date,
        },
        title: event.title.clone(),
        place: None,
        text: responsible.map(|person| format!("{word}: {}", person.name)),
        url: None,
    }
}

/// A station has no id of its own: a scheme's is known by its year, the municipality's own by its title too.
fn station_id(event: &WheelEvent) -> String {
    let kind = serde_json::to_value(event.kind).expect("a kind is one word");
    let kind = kind.as_str().unwrap_or_default();
    let year = event.year;
    if event.kind == StationKind::Other {
        let hash = TokenHash::of(&event.title);
        let hash = URL_SAFE_NO_PAD.encode(&hash.as_bytes()[..9]);
        return format!("{kind}-{year}-{hash}");
    }
    format!("{kind}-{year}")
}

fn instant(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.0).unwrap_or_default()
}
