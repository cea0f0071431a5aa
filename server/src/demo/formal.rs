//! The agenda of the sample's seminar: its formal part has not begun. What is proposed in each item is not in the sample,
//! so it says what an item of that kind always proposes.

use serde::Deserialize;
use shared::id::{ItemId, MeetingId, PersonId, RequestId};
use shared::proceedings::event::{Entry, Event};
use shared::proceedings::formal::Fact;
use shared::proceedings::formal::state::{ItemDraft, ItemKind};
use shared::rights::Role;
use shared::time::{DAY_MS, Timestamp};

/// How long before now the notice was sent.
const NOTICE_MS: i64 = 7 * DAY_MS;

const OPENING: &str = "Innkalling og saksliste godkjennes.";
const OTHERS: &str = "Saken vedtas slik den er lagt fram.";

#[derive(Deserialize)]
struct Sample {
    people: Vec<Person>,
    board_seminar: Seminar,
}

#[derive(Deserialize)]
struct Person {
    id: PersonId,
    role: Role,
}

#[derive(Deserialize)]
struct Seminar {
    id: MeetingId,
    formal_meeting: Planned,
}

#[derive(Deserialize)]
struct Planned {
    /// Each a number and a title.
    agenda: Vec<String>,
}

/// The meeting, and what has happened in it.
pub fn entries(json: &str, now: Timestamp) -> Result<(MeetingId, Vec<Entry>), serde_json::Error> {
    let sample: Sample = serde_json::from_str(json)?;
    let mut people = sample.people.iter();
    let manager = people.find(|person| person.role == Role::ProgrammeManager);
    let seminar = sample.board_seminar;
    let Some(manager) = manager else {
        return Ok((seminar.id, Vec::new()));
    };
    let lines = (0..).zip(&seminar.formal_meeting.agenda);
    let entries = lines.filter_map(|(n, line)| {
        let (number, title) = line.split_once(' ')?;
        Some(Entry {
            at: now.plus_ms(i64::from(n) * 1_000 - NOTICE_MS),
            by: manager.id.clone(),
            request: RequestId::parse(&format!("sample-agenda-{n}")).ok()?,
            events: vec![Event::Formal {
                fact: item(n, number, title)?,
            }],
        })
    });
    let entries = entries.collect();
    Ok((seminar.id, entries))
}

fn item(n: i32, number: &str, title: &str) -> Option<Fact> {
    let is_first = n == 0;
    Some(Fact::ItemAdded {
        item: ItemId::parse(&format!("sak-{}", number.replace('/', "-"))).ok()?,
        draft: ItemDraft {
            number: number.to_owned(),
            title: title.to_owned(),
            recommendation: if is_first { OPENING } else { OTHERS }.to_owned(),
            kind: if is_first {
                ItemKind::Opening
            } else {
                ItemKind::Decision
            },
            ..ItemDraft::default()
        },
        before: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seminar_has_its_agenda() {
        let json = include_str!("../../../shared/sample/fjordvik.json");
        let (seminar, entries) = entries(json, Timestamp(NOTICE_MS)).unwrap();
        assert_eq!((seminar.as_str(), entries.len()), ("styreseminar-2026", 4));
    }
}
