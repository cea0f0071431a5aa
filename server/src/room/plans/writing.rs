//! What the server writes in a plan's documents because something was decided.

use shared::document::{Replica, plan as rows};
use shared::id::VersionId;
use shared::plan::docket::event::Event;
use shared::plan::docket::place::PlanText;
use shared::plan::docket::refusal::Refusal;
use shared::plan::docket::state::{Docket, Occasion, Suggestion, SuggestionState};
use tokio::sync::oneshot;

use super::around::standing;
use super::task::PlanTask;
use crate::store::StoreError;

/// A refusal is for the person, an error ends the task.
pub type Written = Result<Result<(), Refusal>, StoreError>;

impl PlanTask {
    pub async fn write(&self, docket: &Docket, event: &Event) -> Written {
        match event {
            Event::SuggestionAnswered { id, state } => match docket.suggestions.get(id) {
                Some(suggestion) => self.write_suggestion(suggestion, *state).await,
                None => Ok(Ok(())),
            },
            Event::VersionKept {
                occasion: Occasion::Restored { version },
                ..
            } => self.restore(version).await,
            _ => Ok(Ok(())),
        }
    }

    /// The place is looked for in the very text that is written in: people go on writing around it meanwhile.
    async fn write_suggestion(&self, suggestion: &Suggestion, to: SuggestionState) -> Written {
        let (suggestion, (say, heard)) = (suggestion.clone(), oneshot::channel());
        let PlanText::Row(key) = suggestion.draft.text.clone() else {
            return Ok(Err(Refusal::TextsMissing));
        };
        let change = move |replica: &mut Replica| {
            let standing = standing(replica, &suggestion.draft).ok_or(Refusal::TextsMissing);
            let splice = standing.and_then(|standing| suggestion.splice(to, &standing));
            let update = match &splice {
                Ok(Some(splice)) => rows::splice_text(replica, &key, splice),
                Ok(None) | Err(_) => None,
            };
            let _left_already = say.send(splice.map(drop));
            update.into_iter().collect()
        };
        let written = self.write_rows(change).await?;
        Ok(written.and(heard.await.unwrap_or(Err(Refusal::TextsMissing))))
    }

    async fn restore(&self, version: &VersionId) -> Written {
        let kept = self.plans.version(&self.plan, version).await?;
        let Some(kept) = kept else {
            return Ok(Err(Refusal::NoSuchVersion));
        };
        self.write_rows(move |replica| rows::rewrite(replica, &kept.rows).into_iter().collect())
            .await
    }

    async fn write_rows(
        &self,
        change: impl FnOnce(&mut Replica) -> Vec<Vec<u8>> + Send + 'static,
    ) -> Written {
        let Some(document) = self.rows().await? else {
            return Ok(Err(Refusal::TextsMissing));
        };
        Ok(document
            .write(change)
            .await
            .map_err(|_| Refusal::TextsMissing))
    }
}
