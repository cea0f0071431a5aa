//! The plans of a programme.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::RoomFrame;
use crate::document::chapters::{Block, ProseKey};
use crate::id::{GroupId, MeetingId, PersonId, PlanId, ProposalId};
use crate::meeting::DocumentCard;
use crate::plan::beginning::TemplateSection;
use crate::plan::docket::coverage::ReviewedProposal;
use crate::plan::docket::view::DocketView;
use crate::plan::{ActionPlan, Head, PlanKind, PlanState, docket};
use crate::proceedings;
use crate::programme::{Person, Programme};
use crate::rights::Lock;
use crate::template::Words;
use crate::time::Timestamp;

/// A plan as a line in a list: `GET /api/plans`, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanCard {
    pub id: PlanId,
    pub kind: PlanKind,
    /// The calendar year it is for, or the first of them.
    pub year: i16,
    pub last_year: i16,
    pub state: PlanState,
    pub documents: Vec<DocumentCard>,
}

/// The list as it is described: an array, under a name of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct PlanList(pub Vec<PlanCard>);

/// `GET /api/plans/{plan}`: one plan, and what somebody needs to write in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanView {
    pub card: PlanCard,
    pub head: Head,
    pub programme: Programme,
    pub people: Vec<Person>,
    /// Why the one who asks may not write in it; none when they may.
    pub lock: Option<Lock>,
    /// The chapters of its template, with the parts of each. What chapters there are now stands in the plan.
    pub chapters: Vec<TemplateSection>,
}

/// What a new plan begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PlanOrigin {
    /// The chapters of the template, and the focus areas of the newest plan there is.
    Template,
    /// The plan of the year before, without its money.
    LastYear,
    /// Chapters without anything in them.
    Empty,
}

/// `POST /api/plans`: makes the Handlingsplan of a year. Answers with its [`PlanCard`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPlanRequest {
    pub year: i16,
    pub from: PlanOrigin,
}

/// What the status review before a plan ended with, as far as the plan answers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewView {
    pub meeting: MeetingId,
    pub year: u16,
    /// Those with most dots first.
    pub themes: Vec<Theme>,
    pub proposals: Vec<ReviewedProposal>,
}

/// Proposals that were gathered, or one by itself: a candidate of the dot vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Theme {
    pub id: GroupId,
    pub title: String,
    /// None when there was no vote.
    pub dots: Option<u16>,
    /// The indicator the first of them was written about.
    pub indicator: Option<Words>,
    /// Where in the plan the review wanted it, in its words.
    pub part_of_plan: Option<String>,
    pub owner: Option<PersonId>,
    pub proposals: Vec<ThemeProposal>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThemeProposal {
    pub id: ProposalId,
    pub title: String,
    pub text: String,
    /// Only who said that it is theirs.
    pub author: Option<PersonId>,
}

/// What `/live/{plan}` shows: what is decided and said about a plan, cut for the viewer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanRoomView {
    pub docket: DocketView,
    pub review: Option<ReviewView>,
    /// Why the viewer may not write in the plan's documents now.
    pub lock: Option<Lock>,
}

/// What the server says over `/live/{plan}`: as [`RoomFrame`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum PlanFrame {
    View {
        seq: i64,
        now: Timestamp,
        view: Box<PlanRoomView>,
    },
    /// A merge patch (RFC 7396) from the view numbered `from`.
    Changes {
        seq: i64,
        from: i64,
        now: Timestamp,
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        changes: serde_json::Value,
    },
}

/// `GET /api/plans/{plan}/versions/{version}`: what stood in the plan when a version was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanVersionView {
    pub rows: ActionPlan,
    /// By its path, `prose/<place>/<part>`.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub prose: BTreeMap<ProseKey, Vec<Block>>,
}

/// `GET /api/plans/{plan}/versions/{version}/written`: who has written where since.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanWritingsView {
    /// By the path of a row or of a piece of prose: `measures/<id>`, `prose/<place>/<part>`. Who only took something out,
    /// and what the server wrote because something was decided, is not known.
    pub by: BTreeMap<String, BTreeSet<PersonId>>,
    /// Where somebody has written whose name the asker may not know, or who is no longer in the programme.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub others: BTreeSet<String>,
}

/// What is posted to `/api/rooms/{room}/commands`: about a plan where the room is a plan's, else in a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum RoomRequest {
    Meeting(proceedings::command::CommandRequest),
    Plan(docket::command::CommandRequest),
}

/// What `/live/{room}` and `/api/rooms/{room}` answer: of a plan where the room is a plan's, else of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum AnyFrame {
    Meeting(RoomFrame),
    Plan(PlanFrame),
}
