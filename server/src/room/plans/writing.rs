//! What the server writes in a plan's documents because something was decided.

use shared::document::splice::Splice;
use shared::document::{Replica, chapters, plan as rows};
use shared::id::VersionId;
use shared::plan::docket::event::Event;
use shared::plan::docket::place::PlanText;
use shared::plan::docket::refusal::Refusal;
use shared::plan::docket::state::{Docket, Occasion, Suggestion, SuggestionState};
use shared::view::PlanVersionView;
use tokio::sync::oneshot;

use super::around::standing;
use super::task::PlanTask;
use crate::room::handle::DocumentHandle;
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
        let document = self.document_of(&suggestion.draft.text).await?;
        let change = move |replica: &mut Replica| {
            let written = standing(replica, &suggestion.draft)
                .ok_or(Refusal::TextsMissing)
                .and_then(|standing| suggestion.splice(to, &standing))
                .and_then(|splice| match splice {
                    Some(splice) => put(replica, &suggestion.draft.text, &splice).map(Some),
                    None => Ok(None),
                });
            let update = written.as_ref().ok().cloned().flatten();
            let _left_already = say.send(written.map(drop));
            update.into_iter().collect()
        };
        let written = write_in(document, change).await;
        Ok(written.and(heard.await.unwrap_or(Err(Refusal::TextsMissing))))
    }

    /// The rows, and the prose of the chapters.
    async fn restore(&self, version: &VersionId) -> Written {
        let kept = self.plans.version(&self.plan, version).await?;
        let Some(PlanVersionView {
            rows: kept_rows,
            prose,
        }) = kept
        else {
            return Ok(Err(Refusal::NoSuchVersion));
        };
        // A plan without chapters has no prose to bring back.
        if let Some(document) = self.chapters().await? {
            let change =
                move |it: &mut Replica| chapters::rewrite(it, &prose).into_iter().collect();
            if let Err(refusal) = write_in(Some(document), change).await {
                return Ok(Err(refusal));
            }
        }
        let change = move |it: &mut Replica| rows::rewrite(it, &kept_rows).into_iter().collect();
        Ok(write_in(self.rows().await?, change).await)
    }
}

async fn write_in(
    document: Option<DocumentHandle>,
    change: impl FnOnce(&mut Replica) -> Vec<Vec<u8>> + Send + 'static,
) -> Result<(), Refusal> {
    let document = document.ok_or(Refusal::TextsMissing)?;
    let written = document.write(change).await;
    written.map_err(|_| Refusal::TextsMissing)
}

/// The update that puts other words into a text of the plan.
fn put(replica: &mut Replica, text: &PlanText, splice: &Splice) -> Result<Vec<u8>, Refusal> {
    match text {
        PlanText::Row(key) => rows::splice_text(replica, key, splice).ok_or(Refusal::TextsMissing),
        PlanText::Prose(key) => {
            chapters::splice_words(replica, key, splice).ok_or(Refusal::WordsNotClear)
        }
    }
}
