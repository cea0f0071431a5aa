//! Getting in, and the room of a meeting.

use crate::id::PersonId;
use crate::lobby::RoomView;
use crate::meeting::{MeetingKind, MeetingState};
use crate::programme::{LanguageForm, Person};
use crate::time::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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

/// `POST /api/sign-in/code`: answers with a [`SessionView`](super::SessionView) and a cookie.
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

/// `GET /api/knocks/{token}`. `POST` goes in, and answers with a [`SessionView`](super::SessionView) and a cookie.
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
