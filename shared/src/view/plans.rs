//! The plans of a programme.

use serde::{Deserialize, Serialize};

use crate::id::PlanId;
use crate::meeting::DocumentCard;
use crate::plan::{Head, PlanKind, PlanState};
use crate::programme::{Person, Programme};
use crate::rights::Lock;

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
