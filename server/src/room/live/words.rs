//! Words of the assessment that everybody who follows the room sees, read now and then while somebody looks.

use std::sync::Arc;
use std::time::Duration;

use shared::document::Replica;
use shared::document::assessment::{self, TextKey};
use shared::id::{IndicatorId, MeetingId};
use shared::view::RoomTexts;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::room::handle::{DocumentHandle, NoAnswer};
use crate::room::registry::Registry;
use crate::store::{Store, StoreError};

/// The least time from one reading to the next.
const PACE: Duration = Duration::from_millis(333);
/// After the document did not answer.
const PAUSE: Duration = Duration::from_secs(1);

pub struct Words {
    /// None in a meeting without an assessment.
    document: Option<DocumentHandle>,
    changes: Option<watch::Receiver<u64>>,
    is_stale: bool,
    next_at: Instant,
    indicator: Option<IndicatorId>,
    texts: RoomTexts,
}

impl Words {
    pub async fn of(
        store: &Store,
        registry: &Arc<Registry>,
        meeting: &MeetingId,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            document: DocumentHandle::of_assessment(store, registry, meeting).await?,
            changes: None,
            is_stale: true,
            next_at: Instant::now(),
            indicator: None,
            texts: RoomTexts::default(),
        })
    }

    /// Waits until the words may be others than those read last. May be dropped at any moment.
    pub async fn changed(&mut self) {
        if self.document.is_none() {
            return std::future::pending().await;
        }
        if !self.is_stale
            && let Some(changes) = &mut self.changes
            && changes.changed().await.is_err()
        {
            self.changes = None; // the document's room has ended; it is opened again
        }
        self.is_stale = true;
        sleep_until(self.next_at).await;
    }

    /// The words as they are now, with the rationale of this indicator.
    pub async fn read(&mut self, indicator: Option<&IndicatorId>) -> &RoomTexts {
        let is_due = self.is_stale && Instant::now() >= self.next_at;
        if is_due || self.indicator.as_ref() != indicator {
            if self.indicator.as_ref() != indicator {
                self.indicator = indicator.cloned();
                self.texts.rationale.clear();
                self.is_stale = true;
            }
            match self.look().await {
                Ok(texts) => {
                    self.texts = texts;
                    self.is_stale = false;
                    self.next_at = Instant::now() + PACE;
                }
                // What was read before is shown meanwhile.
                Err(NoAnswer) => self.next_at = Instant::now() + PAUSE,
            }
        }
        &self.texts
    }

    async fn look(&mut self) -> Result<RoomTexts, NoAnswer> {
        let Some(document) = &self.document else {
            return Ok(RoomTexts::default());
        };
        if let Some(changes) = &mut self.changes {
            changes.mark_unchanged();
        } else {
            self.changes = Some(document.follow().await?);
        }
        let indicator = self.indicator.clone();
        document
            .look(move |replica| texts(replica, indicator.as_ref()))
            .await
    }
}

fn texts(replica: &Replica, indicator: Option<&IndicatorId>) -> RoomTexts {
    let words = |key| assessment::text(replica, &key).unwrap_or_default();
    let rationale = indicator.map(|indicator| words(TextKey::Rationale(indicator.clone())));
    let proposals = assessment::proposals(replica).into_iter();
    RoomTexts {
        rationale: rationale.unwrap_or_default(),
        titles: proposals.map(|row| (row.id, row.title)).collect(),
        conclusion: words(TextKey::Conclusion),
    }
}
