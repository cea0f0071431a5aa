//! Who has written what in a plan since a version of it was kept.

use std::collections::{BTreeSet, HashMap};

use shared::document::chapters::ProseKey;
use shared::document::hands::Hands;
use shared::id::{PersonId, VersionId};
use shared::meeting::DocumentKind;
use shared::plan::Head;
use shared::view::PlanWritingsView;

use super::Plans;
use crate::store::StoreError;
use crate::store::plans::StoredPlan;

/// Whose each client id is. Each document has its own: somebody may take an id in one that is another's in the other.
type Owners = HashMap<DocumentKind, HashMap<u64, PersonId>>;

impl Plans {
    /// Until another version, or until now. None when a version is not there.
    pub async fn written(
        &self,
        plan: &StoredPlan,
        since: &VersionId,
        until: Option<&VersionId>,
    ) -> Result<Option<PlanWritingsView>, StoreError> {
        let before = self.kept(plan, since).await?;
        let after = match until {
            Some(until) => self.kept(plan, until).await?,
            // Of a document that does not answer nobody knows who wrote in it.
            None => Some(self.stand(plan, Head::default()).await?.unwrap_or_default()),
        };
        let (Some(before), Some(after)) = (before, after) else {
            return Ok(None);
        };
        let owners = self.owners(plan).await?;
        Ok(Some(named(&before.hands, &after.hands, &owners)))
    }

    async fn owners(&self, plan: &StoredPlan) -> Result<Owners, StoreError> {
        let documents = self.store.load_plan_documents(&plan.programme).await?;
        let mut owners = Owners::new();
        for (_, found) in documents.into_iter().filter(|(of, _)| *of == plan.id) {
            let of_one = self.store.load_client_owners(&found.document).await?;
            owners.insert(found.kind, of_one);
        }
        Ok(owners)
    }
}

fn named(before: &Hands, after: &Hands, owners: &Owners) -> PlanWritingsView {
    let places = after.since(before).into_iter();
    let by = places.filter_map(|(place, clients)| {
        let kind = match place.parse::<ProseKey>() {
            Ok(_) => DocumentKind::Chapters,
            Err(_) => DocumentKind::Plan,
        };
        let owners = owners.get(&kind)?;
        let people = clients.iter().filter_map(|client_id| owners.get(client_id));
        let people: BTreeSet<PersonId> = people.cloned().collect();
        (!people.is_empty()).then_some((place, people))
    });
    PlanWritingsView { by: by.collect() }
}
