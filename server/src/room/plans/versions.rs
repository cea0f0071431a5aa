//! What stood in a plan's documents when a version was kept, and bringing it back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::document::chapters::{Block, ProseKey, words};
use shared::document::hands::Hands;
use shared::id::VersionId;
use shared::plan::ActionPlan;
use shared::plan::canonical::canonical;
use shared::plan::docket::event::Event;
use shared::plan::docket::state::Occasion;
use shared::view::PlanVersionView;

use super::Plans;
use crate::hex::hex;
use crate::store::plans::{NewVersion, StoredPlan};
use crate::store::{StoreError, snapshots};

/// What stands in a plan's documents, and is kept of a version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stand {
    pub rows: ActionPlan,
    #[serde(default)]
    pub prose: BTreeMap<ProseKey, Vec<Block>>,
    /// How far each had written, so that who wrote since can be told. None in what was kept before this was, and where
    /// nobody needs it.
    #[serde(default)]
    pub hands: Option<Hands>,
}

impl Stand {
    /// What a plan is frozen as.
    pub fn hash(&self) -> String {
        let prose = self.prose.iter();
        let prose = prose.map(|(key, blocks)| (key.to_string(), words(blocks)));
        let form = canonical(&self.rows, &prose.collect());
        hex(&Sha256::digest(form.as_bytes()))
    }
}

/// The bodies of the versions that are kept by these events, as the plan stands before and after what they do to it.
pub fn bodies(events: &[Event], before: &Stand, after: &Stand) -> Vec<NewVersion> {
    let kept = events.iter().filter_map(|event| match event {
        Event::VersionKept { id, occasion, .. } => Some((id, occasion)),
        _ => None,
    });
    kept.map(|(id, occasion)| {
        let stand = if *occasion == Occasion::BeforeRestoring {
            before
        } else {
            after
        };
        NewVersion {
            id: id.clone(),
            body: body(stand),
        }
    })
    .collect()
}

fn body(stand: &Stand) -> Vec<u8> {
    let json = serde_json::to_vec(stand).expect("plain values with text keys always serialise");
    snapshots::encode(&json)
}

/// Whether this is what a version is kept as.
pub fn is_version(body: &[u8]) -> bool {
    serde_json::from_slice::<Stand>(body).is_ok()
}

impl Plans {
    /// A version that was kept of a plan.
    pub async fn version(
        &self,
        plan: &StoredPlan,
        version: &VersionId,
    ) -> Result<Option<PlanVersionView>, StoreError> {
        let kept = self.kept(plan, version).await?;
        Ok(kept.map(|kept| PlanVersionView {
            rows: kept.rows,
            prose: kept.prose,
        }))
    }

    pub(super) async fn kept(
        &self,
        plan: &StoredPlan,
        version: &VersionId,
    ) -> Result<Option<Stand>, StoreError> {
        let body = self.store.find_version(&plan.id, version).await?;
        body.map(|body| serde_json::from_slice(&body))
            .transpose()
            .map_err(|error| StoreError::DamagedBody {
                table: "plan_version",
                reason: format!("{}, {version}: {error}", plan.id),
            })
    }
}
