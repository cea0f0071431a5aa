//! What the HTTP API answers, as plain values that server and client share.

use serde::{Deserialize, Serialize};

use jiff::civil::Date;

use crate::id::{DeviceId, DocumentId, MeetingId, PersonId};
use crate::lobby::{Attendance, RoomView};
use crate::meeting::{
    DocumentCard, Meeting, MeetingForm, MeetingKind, MeetingState, Participant, WheelEvent,
};
use crate::programme::{LanguageForm, OrganisationForm, Person, Programme, Retention};
use crate::rights::{Lock, MeetingSettings, Role};
use crate::run_sheet::RunSheet;
use crate::template::{FormProblem, ReviewForm, Words};
use crate::time::Timestamp;

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

// ---- getting in ----

/// `GET /api/sign-in-ways`: what this server offers besides links and codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInWays {
    /// The name on the button of a sign-in provider, such as "Logg inn med Entra ID".
    pub provider: Option<String>,
}

/// `POST /api/sign-in/request`: mails a link and a code to an address. The answer is the same for every address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeRequest {
    pub email: String,
}

/// A code is on its way. Shown again with the code, and kept nowhere else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeSent {
    pub request: String,
    /// Where to, with the middle left out: `k…@fjellstua.example`. Only when the person was chosen from a list.
    #[serde(default)]
    pub sent_to: Option<String>,
    /// From now, in seconds.
    pub good_for_s: u32,
    /// When a new one can be asked for, in seconds from now.
    pub again_in_s: u32,
}

/// `POST /api/sign-in/code`: answers with a [`SessionView`] and a cookie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeAnswer {
    pub request: String,
    pub code: String,
    pub remember: bool,
}

/// `GET /api/join/{code}`: what the six digits alone show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinView {
    pub kind: MeetingKind,
    pub year: u16,
    pub municipality: String,
    pub programme_name: String,
    pub language: LanguageForm,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: Date,
    pub start: Option<String>,
    pub place: Option<String>,
    pub state: MeetingState,
    /// By name. Empty until the meeting is open.
    pub people: Vec<JoinName>,
}

/// A line of the list "who are you?".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinName {
    pub person: Person,
    /// Whether a code can be mailed.
    pub has_email: bool,
}

/// `POST /api/join/{code}/code`: mails a code to somebody on the list; answers with [`CodeSent`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinCodeRequest {
    pub person: PersonId,
}

/// `POST /api/join/{code}/knock` with a [`crate::lobby::Knocker`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KnockSent {
    /// The knocker's secret; with it the answer is asked for and the door gone through.
    pub token: String,
    pub phrase: String,
}

/// `GET /api/knocks/{token}`. `POST` goes in, and answers with a [`SessionView`] and a cookie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KnockView {
    pub state: KnockState,
    pub phrase: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum KnockState {
    Waiting,
    Admitted,
    Refused,
}

/// `POST /api/meetings/{id}/knocks/{knock}`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KnockAnswer {
    pub admit: bool,
}

/// A frame of `/live/{room}`, and the answer of `GET /api/rooms/{room}?since=seq` (204 when nothing is newer).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum RoomFrame {
    View {
        seq: i64,
        /// The server's clock when this was sent.
        #[serde(default)]
        now: Timestamp,
        view: Box<RoomView>,
    },
    /// What is another than in the view before it on this line, which had the number `from`: a merge patch (RFC 7396).
    Changes {
        seq: i64,
        from: i64,
        now: Timestamp,
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        changes: serde_json::Value,
    },
    /// What was wrong with a line that the viewer sent.
    Problem { code: String },
}

/// What a device says over `/live/{room}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum RoomSays {
    /// How much of what its person did and wrote waits on it, unanswered; shown to those who lead.
    Unsent { n: u16 },
    #[serde(other)]
    Unknown,
}

/// Words of the meeting's assessment that the wall and other readers show without a replica of their own. Not older than
/// half a second or so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct RoomTexts {
    /// Of the indicator the group is at.
    pub rationale: String,
    pub titles: std::collections::BTreeMap<crate::id::ProposalId, String>,
    pub conclusion: String,
}

/// `PUT /api/meetings/{meeting}/rehearsal`: how the made-up participants of a rehearsal are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Nest {
    pub pace: Pace,
    /// Some answer far from the others.
    pub is_spread: bool,
    /// Three lose their network now, for forty seconds.
    pub loses_network: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Pace {
    /// As in a meeting.
    #[default]
    Meeting,
    Fast,
}

/// `200` to a command: the viewer's next view with at least this number shows what it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommandDone {
    pub seq: i64,
}

// ---- people ----

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

// ---- devices and privacy ----

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

// ---- the programme and its meetings ----

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
