//! What a seminar stands on, as everybody in its room sees it: read when the plan or what is decided about it changes, and
//! now and then while somebody looks.

use std::sync::Arc;
use std::time::Duration;

use shared::document::plan;
use shared::id::ProgrammeId;
use shared::meeting::{DocumentKind, Meeting, MeetingKind};
use shared::plan::docket::state::Docket;
use shared::plan::{ActionPlan, PlanKind};
use shared::view::{Groundwork, PlanGlimpse, ReviewGlimpse, groundwork};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::room::handle::DocumentHandle;
use crate::room::plans::Plans;
use crate::room::registry::Registry;
use crate::store::plans::StoredPlan;
use crate::store::{Store, StoreError};

/// The least time from one reading to the next.
const PACE: Duration = Duration::from_secs(1);

pub struct Ground {
    store: Store,
    registry: Arc<Registry>,
    plans: Arc<Plans>,
    programme: ProgrammeId,
    rows: Option<watch::Receiver<u64>>,
    docket: Option<watch::Receiver<Arc<Docket>>>,
    is_stale: bool,
    next_at: Instant,
    shown: Option<Arc<Groundwork>>,
}

impl Ground {
    pub fn new(
        store: &Store,
        registry: &Arc<Registry>,
        plans: &Arc<Plans>,
        programme: &ProgrammeId,
    ) -> Self {
        Self {
            store: store.clone(),
            registry: Arc::clone(registry),
            plans: Arc::clone(plans),
            programme: programme.clone(),
            rows: None,
            docket: None,
            is_stale: true,
            next_at: Instant::now(),
            shown: None,
        }
    }

    /// Something of the programme is another: perhaps there is a plan now.
    pub fn doubt(&mut self) {
        self.is_stale = true;
    }

    /// Waits until it may be another than it was when it was read last. May be dropped at any moment.
    pub async fn changed(&mut self) {
        if !self.is_stale {
            let (rows, docket) = (&mut self.rows, &mut self.docket);
            tokio::select! {
                is_open = change(rows) => if !is_open {
                    self.rows = None; // the document's room has ended; it is opened again
                },
                is_open = change(docket) => if !is_open {
                    self.docket = None;
                },
            }
            self.is_stale = true;
        }
        sleep_until(self.next_at).await;
    }

    /// As it is now; none for a meeting that stands on nothing.
    pub async fn read(&mut self, meeting: &Meeting) -> Result<Option<Arc<Groundwork>>, StoreError> {
        if meeting.kind != MeetingKind::BoardSeminar {
            // Nothing changes here: whoever waits for it waits for ever.
            (self.is_stale, self.rows, self.docket) = (false, None, None);
            return Ok(None);
        }
        if self.is_stale && Instant::now() >= self.next_at {
            if let Some(ground) = self.look(meeting).await? {
                self.shown = Some(Arc::new(ground));
            }
            self.is_stale = false;
            self.next_at = Instant::now() + PACE;
        }
        Ok(self.shown.clone())
    }

    /// None while the plan's document does not answer: what was read before is shown meanwhile.
    async fn look(&mut self, meeting: &Meeting) -> Result<Option<Groundwork>, StoreError> {
        let plans = self.store.load_plans(&self.programme).await?;
        let year = i16::try_from(meeting.year).unwrap_or(0) + 1;
        let is_next = |plan: &&StoredPlan| plan.kind == PlanKind::ActionPlan && plan.year == year;
        let whole = |plan: &&StoredPlan| plan.kind == PlanKind::RestructuringPlan;
        let mut ground = Groundwork {
            restructuring_plan: plans.iter().find(whole).map(|plan| plan.id.clone()),
            ..Groundwork::default()
        };
        let Some(next) = plans.iter().find(is_next) else {
            (self.rows, self.docket) = (None, None);
            return Ok(Some(ground));
        };
        let docket = self.docket(next).await?;
        let Some(rows) = self.rows(next, &docket).await? else {
            return Ok(None);
        };
        ground.last_year = groundwork::last_year(&docket);
        ground.review = self.review(next, &docket, &rows).await?;
        ground.action_plan = Some(PlanGlimpse::of(next.id.clone(), &rows));
        Ok(Some(ground))
    }

    async fn docket(&mut self, of: &StoredPlan) -> Result<Arc<Docket>, StoreError> {
        let mut docket = self.plans.follow(of).await?;
        let seen = Arc::clone(&docket.borrow_and_update());
        self.docket = Some(docket);
        Ok(seen)
    }

    async fn rows(
        &mut self,
        of: &StoredPlan,
        docket: &Docket,
    ) -> Result<Option<ActionPlan>, StoreError> {
        let documents = self.store.load_plan_documents(&self.programme).await?;
        let mut own = documents.into_iter();
        let found = own.find(|(owner, one)| *owner == of.id && one.kind == DocumentKind::Plan);
        let Some((_, found)) = found else {
            return Ok(Some(ActionPlan::default()));
        };
        let handle = DocumentHandle::new(&self.registry, found);
        // Followed before it is read, so that no change falls between.
        self.rows = handle.follow().await.ok();
        let head = docket.head.clone();
        let rows = handle.look(move |replica| plan::read(replica, head)).await;
        Ok(rows.ok())
    }

    /// What the review asked for.
    async fn review(
        &self,
        of: &StoredPlan,
        docket: &Docket,
        rows: &ActionPlan,
    ) -> Result<Option<ReviewGlimpse>, StoreError> {
        let review = self.plans.review(of).await?;
        Ok(review.map(|review| ReviewGlimpse {
            proposals: groundwork::proposals(&review, docket, rows),
            meeting: review.meeting,
            year: review.year,
        }))
    }
}

/// Whether what is followed is still there; for ever where nothing is.
async fn change<T>(followed: &mut Option<watch::Receiver<T>>) -> bool {
    match followed {
        Some(followed) => followed.changed().await.is_ok(),
        None => std::future::pending().await,
    }
}
