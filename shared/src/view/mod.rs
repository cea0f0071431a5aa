//! What the HTTP API answers, as plain values that server and client share.

mod devices;
mod door;
pub mod groundwork;
mod house;
mod people;
mod plans;

use crate::id::MeetingId;
use crate::meeting::{DocumentCard, Meeting, MeetingKind, MeetingState, WheelEvent};
use crate::programme::{Person, Programme};
use crate::rights::Lock;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use devices::*;
pub use door::*;
pub use groundwork::*;
pub use house::*;
pub use people::*;
pub use plans::*;

/// `GET /api/session`: who is asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    pub person: Person,
    pub programme: Programme,
}

/// `GET /api/sign-in/{token}`: whom a personal link belongs to. Reading it spends nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInView {
    pub person: Person,
    pub programme_name: String,
}

/// `GET /api/programme`: the home page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeetingCard {
    pub id: MeetingId,
    pub kind: MeetingKind,
    pub year: u16,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: Date,
    pub start: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub last_date: Option<Date>,
    pub place: Option<String>,
    pub code: Option<String>,
    pub state: MeetingState,
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
            last_date: meeting.last_date,
            place: meeting.place.clone(),
            code: meeting.code.clone(),
            state: meeting.state,
            documents,
        }
    }
}

/// `GET /api/meetings/{code or id}`: one meeting and what a participant needs to take part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeetingView {
    pub meeting: Meeting,
    pub documents: Vec<DocumentCard>,
    pub people: Vec<Person>,
    /// Last year's review of the same programme, if there was one.
    pub last_year: Option<Meeting>,
    /// Whether the one who asks may write in the assessment.
    pub may_write: bool,
    /// Why not, when they may not.
    pub lock: Option<Lock>,
}
