//! What one viewer sees of a plan's docket, as far as they may. Maps where single things change, because the live line
//! sends only the fields that are others than before (RFC 7396).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::state::{
    Frozen, LastMeasure, MeasureFollowUp, ProposalEnd, Revision, StateMove, Suggestion, Thread,
    Version,
};
use crate::id::{MeasureId, NoteId, ProposalId, RevisionId, SuggestionId, VersionId};
use crate::plan::Head;

/// `docket` of a plan room's view.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct DocketView {
    pub head: Head,
    pub frozen: Option<Frozen>,
    pub moves: Vec<StateMove>,
    /// See [`coverage`](super::coverage::coverage).
    pub ends: BTreeMap<ProposalId, ProposalEnd>,
    /// Without those in which every comment was deleted. A deleted comment has no words.
    pub threads: BTreeMap<NoteId, Thread>,
    /// Without the withdrawn ones of others.
    pub suggestions: BTreeMap<SuggestionId, Suggestion>,
    pub versions: BTreeMap<VersionId, Version>,
    /// Without the withdrawn ones of others.
    pub revisions: BTreeMap<RevisionId, Revision>,
    pub last_year: Vec<LastMeasure>,
    pub follow_ups: BTreeMap<MeasureId, MeasureFollowUp>,
    pub may: MayDo,
}

/// What the viewer may do here now, so that no button leads to a no. A measure they have stepped aside from is apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct MayDo {
    /// Comment and suggest.
    pub speak: bool,
    /// Say what became of proposals and of last year's measures, keep versions.
    pub edit: bool,
    /// Answer suggestions and revisions, restore, move the plan on and back.
    pub decide: bool,
}
