//! Devices and privacy.

use crate::id::DeviceId;
use crate::programme::{Person, Retention};
use crate::time::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// `GET /api/me`: oneself, one's devices and what is kept about one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeView {
    pub person: Person,
    pub email: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub since: Option<Date>,
    pub devices: Vec<DeviceCard>,
    pub has_calendar: bool,
    pub kept: Kept,
    pub retention: Retention,
}

/// How much of each kind is kept about a person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Kept {
    pub meetings: usize,
    /// Meetings in which the person answered or wrote something.
    pub proceedings: usize,
    pub attendance: usize,
    pub mails: usize,
    pub audit: usize,
    /// Pages from which the person wrote in a shared text.
    pub writings: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceCard {
    pub id: DeviceId,
    pub device: DeviceKind,
    pub way: SignInWay,
    pub signed_in_at: Timestamp,
    pub last_seen_at: Timestamp,
    /// The one that asks.
    pub is_this: bool,
}

/// Roughly what somebody holds; all that is kept of a browser's name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DeviceKind {
    Phone,
    Tablet,
    Computer,
    /// The screen on the wall.
    Screen,
    #[default]
    Program,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SignInWay {
    Link,
    Code,
    /// Let in by the facilitator; good in that meeting only.
    Knock,
    Provider,
    Token,
}

/// `POST /api/me/calendar` answers with the feed's address, which is not shown again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarAddress {
    pub url: String,
}
