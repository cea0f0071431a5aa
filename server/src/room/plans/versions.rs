//! What stood in a plan's documents when a version was kept, and bringing it back.

use serde::{Deserialize, Serialize};
use shared::id::VersionId;
use shared::plan::ActionPlan;
use shared::plan::docket::event::Event;
use shared::plan::docket::state::Occasion;
use shared::view::PlanVersionView;

use super::Plans;
use crate::store::plans::{NewVersion, StoredPlan};
use crate::store::{StoreError, snapshots};

/// What is kept of a version.
#[derive(Serialize, Deserialize)]
struct Kept {
    rows: ActionPlan,
}

/// The bodies of the versions that are kept by these events. `rows` are as they stand after what the events do to them;
/// `before` as they stood.
pub fn bodies(events: &[Event], before: &ActionPlan, rows: &ActionPlan) -> Vec<NewVersion> {
    let kept = events.iter().filter_map(|event| match event {
        Event::VersionKept { id, occasion, .. } => Some((id, occasion)),
        _ => None,
    });
    kept.map(|(id, occasion)| {
        let rows = if *occasion == Occasion::BeforeRestoring {
            before
        } else {
            rows
        };
        NewVersion {
            id: id.clone(),
            body: body(rows),
        }
    })
    .collect()
}

fn body(rows: &ActionPlan) -> Vec<u8> {
    let kept = Kept { rows: rows.clone() };
    let json = serde_json::to_vec(&kept).expect("plain values with text keys always serialise");
    snapshots::encode(&json)
}

/// Whether this is what a version is kept as.
pub fn is_version(body: &[u8]) -> bool {
    serde_json::from_slice::<Kept>(body).is_ok()
}

impl Plans {
    /// A version that was kept of a plan.
    pub async fn version(
        &self,
        plan: &StoredPlan,
        version: &VersionId,
    ) -> Result<Option<PlanVersionView>, StoreError> {
        let body = self.store.find_version(&plan.id, version).await?;
        let kept: Option<Kept> = body
            .map(|body| serde_json::from_slice(&body))
            .transpose()
            .map_err(|error| StoreError::DamagedBody {
                table: "plan_version",
                reason: format!("{}, {version}: {error}", plan.id),
            })?;
        Ok(kept.map(|kept| PlanVersionView { rows: kept.rows }))
    }
}
