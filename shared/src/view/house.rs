//! The programme, its meetings, the log of changes, and what goes wrong.

use crate::id::{DocumentId, MeetingId, PersonId};
use crate::lobby::Attendance;
use crate::meeting::{MeetingForm, MeetingKind, MeetingState, Participant, WheelEvent};
use crate::programme::{LanguageForm, OrganisationForm, Retention};
use crate::rights::{Lock, MeetingSettings};
use crate::run_sheet::RunSheet;
use crate::template::{FormProblem, ReviewForm, Words};
use crate::time::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// `PUT /api/programme`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProgrammeDraft {
    pub name: String,
    pub municipality: String,
    pub county_authority: String,
    pub organisation_form: OrganisationForm,
    pub language_form: LanguageForm,
    pub first_year: u16,
    pub n_years: u8,
    /// The programme year, 1 to `n_years`.
    pub current_year: u8,
    pub vision: String,
    pub summary: String,
    pub retention: Retention,
}

/// `GET /api/templates`: what a meeting can be made from, for this programme's year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplatesView {
    pub templates: Vec<TemplateCard>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateCard {
    /// What `MeetingDraft::template` takes.
    pub id: String,
    pub kind: MeetingKind,
    pub title: Words,
    pub n_indicators: usize,
    /// The scale's first and last value, when the meeting has a form.
    pub scale: Option<(u8, u8)>,
    /// False for a form without names: a meeting with it opens when somebody has filled them in.
    pub is_usable: bool,
    pub run_sheet: RunSheet,
}

/// `POST /api/meetings` and `PUT /api/meetings/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeetingDraft {
    /// A new meeting's template; an existing meeting keeps its own and ignores this.
    #[serde(default)]
    pub template: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: Date,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub last_date: Option<Date>,
    #[serde(default)]
    pub start: Option<String>,
    #[serde(default)]
    pub end: Option<String>,
    #[serde(default)]
    pub place: Option<String>,
    #[serde(default)]
    pub meeting_form: MeetingForm,
    #[serde(default)]
    pub info: String,
    #[serde(default)]
    pub settings: MeetingSettings,
    pub participants: Vec<Participant>,
    #[serde(default)]
    pub run_sheet: Option<RunSheet>,
    /// The version the changes were made on; ignored for a new meeting.
    #[serde(default)]
    pub version: u32,
}

/// `GET /api/meetings/{id}/form`: the meeting's own form, for whoever sets the meeting up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormView {
    pub form: ReviewForm,
    /// The meeting's.
    pub version: u32,
    /// Why the form stays as it is; none while it may be changed.
    pub lock: Option<FormLock>,
    /// The one whose words a form must have.
    pub language: LanguageForm,
    /// What the meeting is called.
    pub title: String,
    /// What it could begin with instead.
    pub templates: Vec<ReviewForm>,
    /// The form of the review before this one.
    pub earlier: Option<ReviewForm>,
}

/// Why a form stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FormLock {
    /// Somebody has given a score on it.
    Used,
    /// The meeting is over.
    Closed,
}

/// `PUT /api/meetings/{id}/form`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormChange {
    pub form: ReviewForm,
    /// The meeting's version the changes were made on.
    pub version: u32,
}

/// Answers `POST /api/meetings`, `PUT /api/meetings/{id}` and `POST /api/meetings/{id}/state`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MeetingSaved {
    pub id: MeetingId,
    pub code: Option<String>,
    pub state: MeetingState,
    pub version: u32,
    pub documents: Vec<DocumentId>,
}

/// `POST /api/meetings/{id}/state`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StateChange {
    pub state: MeetingState,
}

/// `PUT /api/meetings/{id}/participants/{person}`: absence, seat and lead, while the meeting runs too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ParticipantChange {
    pub is_coming: bool,
    #[serde(default)]
    pub seated_for: Option<PersonId>,
    #[serde(default)]
    pub may_lead: bool,
}

/// `PUT /api/meetings/{id}/attendance/{person}`: all the times of one person, as they should stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttendanceChange {
    pub times: Vec<Attendance>,
}

/// `PUT /api/wheel`: the whole year wheel, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WheelChange {
    pub events: Vec<WheelEvent>,
}

/// `GET /api/audit?before=…`: who changed people, rights and settings, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditView {
    pub entries: Vec<AuditEntry>,
    /// Ask with this for what is older.
    pub before: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    pub at: Timestamp,
    /// None for the command line.
    pub by: Option<PersonId>,
    /// As it is now; "tidligere medlem" for somebody erased.
    pub by_name: Option<String>,
    pub change: Change,
    /// Whom or what it concerns, as it was called then, unless that person has been erased since.
    pub about: String,
    /// What changed: field, before, after.
    pub details: Vec<(String, String, String)>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    PersonAdded,
    PersonChanged,
    PersonEnded,
    PersonResumed,
    PersonErased,
    PersonInvited,
    DeviceEnded,
    ProgrammeCreated,
    ProgrammeChanged,
    WheelChanged,
    MeetingAdded,
    PlanAdded,
    MeetingChanged,
    MeetingStateChanged,
    ParticipantChanged,
    AttendanceChanged,
    LetIn,
    ScreenLetIn,
    Refused,
}

/// An error answer, `application/problem+json` (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A stable word for programs, such as `not-signed-in`.
    pub code: String,
    /// One sentence for people, in English.
    pub title: String,
    pub status: u16,
    /// More about this one time, such as how many tries are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<ProblemDetail>,
}

/// What a page needs to say it in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemDetail {
    TriesLeft(u32),
    /// Seconds until it is worth trying again.
    RetryInS(u32),
    Lock(Lock),
    /// The draft with this number, from 0, and what is wrong with it.
    Draft(usize, DraftProblem),
    Field(FieldProblem),
    Form(FormProblem),
}

/// Why a person cannot be stored as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DraftProblem {
    Name(crate::name::NameError),
    Email,
    EmailTaken,
    Role,
    /// A title or whom one represents: too long, or not plain text.
    Words,
    Dates,
    /// Nobody would be left to manage the programme.
    LastManager,
}

/// Why a programme or a meeting cannot be stored as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FieldProblem {
    Name,
    Years,
    Retention,
    Dates,
    Times,
    Place,
    Info,
    Template,
    /// The form has parts without names, so nobody can be asked yet.
    Form,
    RunSheet,
    /// Somebody on the list is not in the programme, or stands there twice.
    Participants,
    /// A seat needs a deputy who comes and a member who does not.
    Seat,
    Wheel,
}
