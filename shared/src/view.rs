//! What the HTTP API answers, as plain values that server and client share.

use serde::{Deserialize, Serialize};

use crate::id::MeetingId;
use crate::meeting::{DocumentCard, Meeting, MeetingKind, WheelEvent};
use crate::programme::{Person, Programme};

/// `GET /api/session`: who is asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    pub person: Person,
    pub programme: Programme,
}

/// `GET /api/sign-in/{token}`: whom a personal link belongs to. Reading it spends nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInView {
    pub person: Person,
    pub programme_name: String,
}

/// `GET /api/programme`: the home page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeView {
    pub programme: Programme,
    pub people: Vec<Person>,
    /// By date, the earliest first.
    pub meetings: Vec<MeetingCard>,
    pub annual_wheel: Vec<WheelEvent>,
    /// The latest closed status review, whose recommendations are the open promises.
    pub last_review: Option<Meeting>,
}

/// A meeting as a line in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingCard {
    pub id: MeetingId,
    pub kind: MeetingKind,
    pub year: u16,
    pub date: jiff::civil::Date,
    pub start: Option<String>,
    pub place: Option<String>,
    pub code: Option<String>,
    pub is_closed: bool,
    pub documents: Vec<DocumentCard>,
}

impl MeetingCard {
    pub fn new(meeting: &Meeting, documents: Vec<DocumentCard>) -> Self {
        Self {
            id: meeting.id.clone(),
            kind: meeting.kind,
            year: meeting.year,
            date: meeting.date,
            start: meeting.start.clone(),
            place: meeting.place.clone(),
            code: meeting.code.clone(),
            is_closed: meeting.is_closed,
            documents,
        }
    }
}

/// `GET /api/meetings/{code or id}`: one meeting and what a participant needs to take part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingView {
    pub meeting: Meeting,
    pub documents: Vec<DocumentCard>,
    pub people: Vec<Person>,
    /// Last year's review of the same programme, if there was one.
    pub last_year: Option<Meeting>,
    /// Whether the one who asks may write in the assessment.
    pub may_write: bool,
}

/// An error answer, `application/problem+json` (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A stable word for programs, such as `not-signed-in`.
    pub code: String,
    /// One sentence for people, in English.
    pub title: String,
    pub status: u16,
}
