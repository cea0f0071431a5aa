//! What a rule looks at beside the docket, read anew for each asking: from the plan's documents, the programme's people, and
//! the review the plan answers.

use std::collections::{BTreeMap, BTreeSet};

use shared::document::hands::Hands;
use shared::document::{Replica, chapters, plan as rows};
use shared::id::{MeasureId, PersonId, SuggestionId};
use shared::meeting::DocumentKind;
use shared::plan::docket::command::Command;
use shared::plan::docket::coverage::ReviewedProposal;
use shared::plan::docket::decide::Surroundings;
use shared::plan::docket::place::PlanText;
use shared::plan::docket::splice::StandingText;
use shared::plan::docket::state::{Docket, SuggestionDraft};
use shared::plan::{ActionPlan, Head, PlanKind};
use shared::proceedings::formal;
use shared::programme::Person;
use tracing::warn;

use super::Plans;
use super::task::PlanTask;
use super::versions::Stand;
use crate::room::handle::DocumentHandle;
use crate::store::StoreError;
use crate::store::plans::StoredPlan;

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
}

impl PlanTask {
    pub async fn look_around(
        &self,
        docket: &Docket,
        command: &Command,
    ) -> Result<Around, StoreError> {
        let needs_stand = command.needs_plan() || command.needs_hash();
        let stand = if needs_stand {
            self.stand(docket.head.clone()).await?
        } else {
            None
        };
        let review = if command.needs_review() {
            self.plans.review(&self.plan).await?
        } else {
            None
        };
        Ok(Around {
            kind: self.plan.kind,
            people: self.plans.store.load_people(&self.plan.programme).await?,
            aside: self.aside().await?,
            proposals: review.map_or_else(Vec::new, |review| review.proposals),
            hash: match &stand {
                Some(stand) if command.needs_hash() => Some(stand.hash()),
                _ => None,
            },
            plan: stand.map(|stand| stand.rows),
            texts: self.texts(docket, command).await?,
        })
    }

    /// Who has stepped aside from which measure, in a seminar that is being held.
    async fn aside(&self) -> Result<BTreeMap<PersonId, BTreeSet<MeasureId>>, StoreError> {
        let mut aside: BTreeMap<PersonId, BTreeSet<MeasureId>> = BTreeMap::new();
        for seminar in self.plans.held_seminars(&self.plan.programme).await? {
            for (person, measure) in formal::out_of(&seminar.formal) {
                aside.entry(person).or_default().insert(measure);
            }
        }
        Ok(aside)
    }

    /// The document with the plan's rows.
    pub async fn rows(&self) -> Result<Option<DocumentHandle>, StoreError> {
        self.plans.document(&self.plan, DocumentKind::Plan).await
    }

    pub async fn chapters(&self) -> Result<Option<DocumentHandle>, StoreError> {
        let kind = DocumentKind::Chapters;
        self.plans.document(&self.plan, kind).await
    }

    /// What stands in the plan now; none while a document does not answer.
    pub async fn stand(&self, head: Head) -> Result<Option<Stand>, StoreError> {
        self.plans.stand(&self.plan, head).await
    }

    /// The same, as a version is kept: what is written between the two looks is told as written since.
    pub async fn whole_stand(&self, head: Head) -> Result<Option<Stand>, StoreError> {
        let hands = self.plans.hands(&self.plan).await?;
        let stand = self.stand(head).await?;
        Ok(stand.map(|stand| Stand { hands, ..stand }))
    }

    /// The document that a text of the plan stands in.
    pub async fn document_of(&self, text: &PlanText) -> Result<Option<DocumentHandle>, StoreError> {
        match text {
            PlanText::Row(_) => self.rows().await,
            PlanText::Prose(_) => self.chapters().await,
        }
    }

    async fn texts(
        &self,
        docket: &Docket,
        command: &Command,
    ) -> Result<BTreeMap<SuggestionId, StandingText>, StoreError> {
        let suggestion = command
            .needs_text()
            .and_then(|id| Some((id, docket.suggestions.get(id)?)));
        let Some((id, suggestion)) = suggestion else {
            return Ok(BTreeMap::new());
        };
        let draft = suggestion.draft.clone();
        let Some(document) = self.document_of(&draft.text).await? else {
            return Ok(BTreeMap::new());
        };
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

impl Plans {
    /// What stands in a plan now; none while a document does not answer.
    pub async fn stand(&self, plan: &StoredPlan, head: Head) -> Result<Option<Stand>, StoreError> {
        let rows = match self.document(plan, DocumentKind::Plan).await? {
            Some(document) => {
                document
                    .look(move |replica| rows::read(replica, head))
                    .await
            }
            None => Ok(ActionPlan::default()),
        };
        let prose = match self.document(plan, DocumentKind::Chapters).await? {
            Some(document) => document.look(chapters::read_all).await,
            None => Ok(BTreeMap::new()),
        };
        let (Ok(rows), Ok(prose)) = (rows, prose) else {
            return Ok(None);
        };
        Ok(Some(Stand {
            rows,
            prose,
            hands: None,
        }))
    }

    /// How far each has written in a plan now; none while a document does not answer.
    pub async fn hands(&self, plan: &StoredPlan) -> Result<Option<Hands>, StoreError> {
        let mut hands = Hands::default();
        for kind in [DocumentKind::Plan, DocumentKind::Chapters] {
            let Some(document) = self.document(plan, kind).await? else {
                continue;
            };
            let read = document.look(move |replica| Hands::of(replica, kind)).await;
            let Some(read) = read.ok().flatten() else {
                warn!(plan = %plan.id, ?kind, "it is not known who wrote in a document");
                return Ok(None);
            };
            hands.extend(read);
        }
        Ok(Some(hands))
    }

    async fn document(
        &self,
        plan: &StoredPlan,
        kind: DocumentKind,
    ) -> Result<Option<DocumentHandle>, StoreError> {
        let documents = self.store.load_plan_documents(&plan.programme).await?;
        let mut own = documents.into_iter().filter(|(of, _)| *of == plan.id);
        let found = own.find(|(_, document)| document.kind == kind);
        Ok(found.map(|(_, document)| DocumentHandle::new(&self.registry, document)))
    }
}

/// None for a text that is not there.
pub fn standing(replica: &Replica, draft: &SuggestionDraft) -> Option<StandingText> {
    let key = match &draft.text {
        PlanText::Row(key) => key,
        PlanText::Prose(key) => {
            return Some(StandingText {
                text: chapters::text(replica, key),
                at: None,
            });
        }
    };
    let place = draft.from.as_ref();
    let place = place.and_then(|place| serde_json::from_str(place).ok());
    Some(StandingText {
        text: rows::text(replica, key)?,
        at: place.and_then(|place| rows::offset(replica, key, &place)),
    })
}
