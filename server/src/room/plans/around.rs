//! What a rule looks at beside the docket, read anew for each asking: from the plan's documents, the programme's people, and
//! the review the plan answers.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};
use shared::document::{Replica, plan as rows};
use shared::id::{MeasureId, PersonId, SuggestionId};
use shared::meeting::DocumentKind;
use shared::plan::canonical::canonical;
use shared::plan::docket::command::Command;
use shared::plan::docket::coverage::ReviewedProposal;
use shared::plan::docket::decide::Surroundings;
use shared::plan::docket::place::PlanText;
use shared::plan::docket::splice::StandingText;
use shared::plan::docket::state::{Docket, SuggestionDraft};
use shared::plan::{ActionPlan, Head, PlanKind};
use shared::programme::Person;

use super::task::PlanTask;
use crate::hex::hex;
use crate::room::handle::DocumentHandle;
use crate::store::StoreError;

pub struct Around {
    kind: PlanKind,
    people: Vec<Person>,
    aside: BTreeMap<PersonId, BTreeSet<MeasureId>>,
    proposals: Vec<ReviewedProposal>,
    plan: Option<ActionPlan>,
    hash: Option<String>,
    texts: BTreeMap<SuggestionId, StandingText>,
}

impl Around {
    pub fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            kind: self.kind,
            people: &self.people,
            aside: &self.aside,
            proposals: &self.proposals,
            plan: self.plan.as_ref(),
            hash: self.hash.as_deref(),
            texts: &self.texts,
        }
    }

    /// Where the words of a suggestion stand.
    pub fn text(&self, id: &SuggestionId) -> Option<&StandingText> {
        self.texts.get(id)
    }
}

impl PlanTask {
    pub async fn look_around(
        &self,
        docket: &Docket,
        command: &Command,
    ) -> Result<Around, StoreError> {
        let needs_rows = command.needs_plan() || command.needs_hash();
        let plan = match self.rows().await? {
            Some(document) if needs_rows => read(&document, docket.head.clone()).await,
            _ => None,
        };
        let review = self.plans.review(&self.plan).await?;
        Ok(Around {
            kind: self.plan.kind,
            people: self.plans.store.load_people(&self.plan.programme).await?,
            aside: BTreeMap::new(),
            proposals: review.map_or_else(Vec::new, |review| review.proposals),
            hash: match &plan {
                Some(plan) if command.needs_hash() => Some(hash(plan)),
                _ => None,
            },
            plan,
            texts: self.texts(docket, command).await?,
        })
    }

    /// The document with the plan's rows.
    pub async fn rows(&self) -> Result<Option<DocumentHandle>, StoreError> {
        self.document(DocumentKind::Plan).await
    }

    async fn document(&self, kind: DocumentKind) -> Result<Option<DocumentHandle>, StoreError> {
        let store = &self.plans.store;
        let documents = store.load_plan_documents(&self.plan.programme).await?;
        let mut own = documents
            .into_iter()
            .filter(|(plan, _)| *plan == self.plan.id);
        let found = own.find(|(_, document)| document.kind == kind);
        Ok(found.map(|(_, document)| DocumentHandle::new(&self.plans.registry, document)))
    }

    async fn texts(
        &self,
        docket: &Docket,
        command: &Command,
    ) -> Result<BTreeMap<SuggestionId, StandingText>, StoreError> {
        let suggestion = command
            .needs_text()
            .and_then(|id| Some((id, docket.suggestions.get(id)?)));
        let (Some((id, suggestion)), Some(document)) = (suggestion, self.rows().await?) else {
            return Ok(BTreeMap::new());
        };
        let draft = suggestion.draft.clone();
        let standing = document
            .look(move |replica| standing(replica, &draft))
            .await;
        let standing = standing.ok().flatten();
        Ok(standing
            .map(|text| (id.clone(), text))
            .into_iter()
            .collect())
    }
}

/// The rows as they stand; none while the document does not answer.
pub async fn read(document: &DocumentHandle, head: Head) -> Option<ActionPlan> {
    let read = document
        .look(move |replica| rows::read(replica, head))
        .await;
    read.ok()
}

fn hash(plan: &ActionPlan) -> String {
    hex(&Sha256::digest(
        canonical(plan, &BTreeMap::new()).as_bytes(),
    ))
}

/// None for a text that is not there.
fn standing(replica: &Replica, draft: &SuggestionDraft) -> Option<StandingText> {
    let PlanText::Row(key) = &draft.text else {
        return None;
    };
    let place = draft.from.as_ref();
    let place = place.and_then(|place| serde_json::from_str(place).ok());
    Some(StandingText {
        text: rows::text(replica, key)?,
        at: place.and_then(|place| rows::offset(replica, key, &place)),
    })
}
