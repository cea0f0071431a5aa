//! People, and the mails to them.

use super::DeviceKind;
use crate::id::{MeetingId, PersonId};
use crate::programme::Person;
use crate::rights::Role;
use crate::time::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// `GET /api/people`, for whom manages the programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PeopleView {
    pub people: Vec<PersonCard>,
    /// Without a mail server, mails lie in a folder and are shown to be copied.
    pub mails_are_shown: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonCard {
    pub person: Person,
    pub email: Option<String>,
    pub is_active: bool,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub since: Option<Date>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub until: Option<Date>,
    pub last_seen_at: Option<Timestamp>,
    /// The device of `last_seen_at`.
    pub last_device: Option<DeviceKind>,
    pub invited_at: Option<Timestamp>,
    /// The latest mail could not be sent.
    pub mail_failed: bool,
    /// The meetings that list the person, and for whom they sit.
    pub seats: Vec<Seat>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Seat {
    pub meeting: MeetingId,
    pub seated_for: PersonId,
}

/// `POST /api/people` (a list of these) and `PUT /api/people/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonDraft {
    pub name: String,
    #[serde(default)]
    pub email: Option<String>,
    pub role: Role,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub represents: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub since: Option<Date>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub until: Option<Date>,
}

/// `POST /api/people` answers with the new people, in the order of the drafts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PeopleAdded {
    pub people: Vec<PersonId>,
}

/// `POST /api/people/{id}/activity`: ends or takes up a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActivityChange {
    pub is_active: bool,
}

/// `POST /api/invitations`: mails a personal link, and the calendar file when it is for a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationRequest {
    pub people: Vec<PersonId>,
    #[serde(default)]
    pub meeting: Option<MeetingId>,
}

/// How it went, per person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationsSent {
    pub people: Vec<InvitationOutcome>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationOutcome {
    pub person: PersonId,
    pub outcome: MailOutcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum MailOutcome {
    /// Handed to the mail server, or being handed.
    Sent,
    /// Written to the folder, to be copied.
    Written,
    NoEmail,
    Failed,
}

/// `GET /api/mails`: what lies in the folder, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailsView {
    pub mails: Vec<MailCard>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailCard {
    pub id: String,
    pub to: String,
    pub person: PersonId,
    pub at: Timestamp,
    pub subject: String,
    pub text: String,
}
