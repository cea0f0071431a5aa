//! Who has written what in a plan since a version of it was kept.

use std::collections::{BTreeSet, HashMap};

use shared::document::chapters::ProseKey;
use shared::document::hands::Hands;
use shared::id::{PersonId, VersionId};
use shared::meeting::DocumentKind;
use shared::view::PlanWritingsView;

use super::Plans;
use crate::store::StoreError;
use crate::store::plans::StoredPlan;

/// Whose each client id is. Each document has its own: somebody may take an id in one that is another's in the other.
type Owners = HashMap<DocumentKind, HashMap<u64, PersonId>>;

impl Plans {
    /// Until another version, or until now; names only those of `known`. None when a version is not there.
    pub async fn written(
        &self,
        plan: &StoredPlan,
        since: &VersionId,
        until: Option<&VersionId>,
        known: &BTreeSet<PersonId>,
    ) -> Result<Option<PlanWritingsView>, StoreError> {
        let before = self.kept(plan, since).await?.map(|kept| kept.hands);
        let after = match until {
            Some(until) => self.kept(plan, until).await?.map(|kept| kept.hands),
            None => Some(self.hands(plan).await?),
        };
        let (before, after) = match (before, after) {
            (Some(Some(before)), Some(Some(after))) => (before, after),
            (Some(_), Some(_)) => return Ok(Some(PlanWritingsView::default())),
            _ => return Ok(None),
        };
        let owners = self.owners(plan).await?;
        Ok(Some(named(&before, &after, &owners, known)))
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

fn named(
    before: &Hands,
    after: &Hands,
    owners: &Owners,
    known: &BTreeSet<PersonId>,
) -> PlanWritingsView {
    let mut view = PlanWritingsView::default();
    for (place, clients) in after.since(before) {
        let kind = match place.parse::<ProseKey>() {
            Ok(_) => DocumentKind::Chapters,
            Err(_) => DocumentKind::Plan,
        };
        let Some(owners) = owners.get(&kind) else {
            continue;
        };
        let people = clients.iter().filter_map(|client_id| owners.get(client_id));
        let (named, others): (BTreeSet<_>, BTreeSet<_>) =
            people.cloned().partition(|person| known.contains(person));
        if !others.is_empty() {
            view.others.insert(place.clone());
        }
        if !named.is_empty() {
            view.by.insert(place, named);
        }
    }
    view
}

#[cfg(test)]
mod tests {
    use super::super::versions::Stand;
    use super::*;

    const ROW: &str = "measures/tiltak";
    const PROSE: &str = "prose/resultater/laering";

    fn people<const N: usize>(ids: [&str; N]) -> BTreeSet<PersonId> {
        ids.into_iter()
            .map(|id| PersonId::parse(id).unwrap())
            .collect()
    }

    fn hands(json: &str) -> Hands {
        serde_json::from_str(json).unwrap()
    }

    /// Client 7 is Kari's in the rows and Odd's in the prose; 9 in the rows is nobody's that is known.
    fn owners() -> Owners {
        let id = |id| PersonId::parse(id).unwrap();
        let rows = HashMap::from([(7, id("kari")), (9, id("p-1"))]);
        let prose = HashMap::from([(7, id("odd"))]);
        HashMap::from([(DocumentKind::Plan, rows), (DocumentKind::Chapters, prose)])
    }

    #[test]
    fn a_client_id_is_whose_it_is_in_that_document() {
        let after = hands(&format!(r#"{{"{ROW}":{{"7":4}},"{PROSE}":{{"7":9}}}}"#));
        let known = people(["kari", "odd"]);
        let view = named(&Hands::default(), &after, &owners(), &known);
        let by = [(ROW, people(["kari"])), (PROSE, people(["odd"]))];
        let by = by.map(|(place, people)| (place.to_owned(), people));
        assert_eq!(view.by, by.into());
        assert!(view.others.is_empty());
    }

    #[test]
    fn whose_name_is_not_known_is_told_as_somebody_else() {
        let before = hands(&format!(r#"{{"{ROW}":{{"7":4}}}}"#));
        let after = hands(&format!(r#"{{"{ROW}":{{"7":4,"9":2,"11":3}}}}"#));
        let view = named(&before, &after, &owners(), &people(["kari", "odd"]));
        assert!(view.by.is_empty());
        assert_eq!(view.others, BTreeSet::from([ROW.to_owned()]));
    }

    #[test]
    fn what_was_kept_before_hands_were_is_told_apart_from_nobody() {
        let stand = |json: String| serde_json::from_str::<Stand>(&json).unwrap();
        let rows = serde_json::to_string(&shared::plan::ActionPlan::default()).unwrap();
        let old = stand(format!(r#"{{"rows":{rows}}}"#));
        assert_eq!(old.hands, None);
        let new = stand(format!(r#"{{"rows":{rows},"hands":{{}}}}"#));
        assert_eq!(new.hands, Some(Hands::default()));
    }
}
