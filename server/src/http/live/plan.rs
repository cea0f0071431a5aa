//! The room of a plan: what is decided and said about it, as one viewer may see it, again and again while they look.

use axum::body::Bytes;
use serde_json::Value;
use shared::merge_patch::difference;
use shared::plan::docket::state::Docket;
use shared::plan::docket::view::DocketView;
use shared::plan::docket::visibility::{Viewer, view};
use shared::protocol::close;
use shared::view::{PlanFrame, PlanRoomView};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{MissedTickBehavior, interval, sleep};
use tokio_tungstenite::tungstenite::Message;

use super::{Hearing, say};
use crate::app::App;
use crate::clock;
use crate::http::auth::{Asker, find_again};
use crate::http::socket::{Ending, PING_EVERY, Sink, Stream};
use crate::http::sync::{RESTARTING, SIGNED_OUT, storage_failed, until};
use crate::http::writing::{in_plan, plan_locks};
use crate::room::access::AccessChange;
use crate::room::plans::Locks;
use crate::store::StoreError;
use crate::store::plans::StoredPlan;

const NOT_ALLOWED: Ending = Ending::close(close::NOT_ALLOWED, "you may not read this plan");

/// What the viewer sees now.
pub async fn look(
    app: &App,
    asker: &Asker,
    plan: &StoredPlan,
    docket: &Docket,
) -> Result<PlanRoomView, StoreError> {
    let locks = plan_locks(app, asker).await?;
    Ok(PlanRoomView {
        docket: cut(docket, asker, locks),
        review: app.plans.review(plan).await?,
        lock: in_plan(app, asker, plan).await?,
    })
}

fn cut(docket: &Docket, asker: &Asker, locks: Locks) -> DocketView {
    let may = |act| locks.of(act).is_none();
    let viewer = Viewer {
        person: &asker.person,
        may: &may,
    };
    view(docket, &viewer)
}

/// Shows the plan until the viewer leaves, or may not stay.
pub async fn converse(
    app: &App,
    mut asker: Asker,
    plan: &StoredPlan,
    (sink, stream): (&mut Sink, &mut Stream),
    mut changes: Receiver<AccessChange>,
) -> Ending {
    let mut dockets = match app.plans.follow(plan).await {
        Ok(dockets) => dockets,
        Err(error) => return storage_failed(error),
    };
    let mut pings = interval(PING_EVERY);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let expiry = sleep(until(asker.expires_at));
    tokio::pin!(expiry);
    let mut hearing = Hearing::new(app);
    let mut last = Shown::default();
    dockets.mark_changed();
    loop {
        let outcome = tokio::select! {
            news = dockets.changed() => match news {
                Ok(()) => show(app, &asker, plan, &mut dockets, &mut last, sink).await,
                Err(_) => Err(RESTARTING),
            },
            change = changes.recv() => match follow(app, change, &asker, plan).await {
                Ok(None) => Ok(()),
                Ok(Some(now)) => {
                    asker = now;
                    dockets.mark_changed();
                    Ok(())
                }
                Err(ending) => Err(ending),
            },
            heard = hearing.next(stream) => heard.map(drop),
            _ = pings.tick() => say(sink, Message::Ping(Bytes::new())).await,
            () = &mut expiry => Err(SIGNED_OUT),
            () = app.shutdown.cancelled() => Err(RESTARTING),
        };
        if let Err(ending) = outcome {
            return ending;
        }
    }
}

/// What a line has shown last, and its number.
#[derive(Default)]
struct Shown {
    seq: i64,
    view: Option<Value>,
}

async fn show(
    app: &App,
    asker: &Asker,
    plan: &StoredPlan,
    dockets: &mut tokio::sync::watch::Receiver<std::sync::Arc<Docket>>,
    shown: &mut Shown,
    sink: &mut Sink,
) -> Result<(), Ending> {
    let docket = dockets.borrow_and_update().clone();
    let view = look(app, asker, plan, &docket).await;
    let view = view.map_err(storage_failed)?;
    let value = serde_json::to_value(&view).expect("plain values with text keys always serialise");
    // Grows with every frame, and is no smaller than the moment of what it shows.
    let seq = docket.at.0.max(shown.seq + 1);
    let now = clock::now();
    let frame = match &shown.view {
        None => PlanFrame::View {
            seq,
            now,
            view: Box::new(view),
        },
        Some(before) => match difference(before, &value) {
            None => return Ok(()),
            Some(changes) => PlanFrame::Changes {
                seq,
                from: shown.seq,
                now,
                changes,
            },
        },
    };
    *shown = Shown {
        seq,
        view: Some(value),
    };
    let text = serde_json::to_string(&frame).expect("plain values with text keys always serialise");
    say(sink, Message::Text(text.into())).await
}

/// Who the viewer is now, when that, or what they may, may have changed.
async fn follow(
    app: &App,
    change: Result<AccessChange, RecvError>,
    asker: &Asker,
    plan: &StoredPlan,
) -> Result<Option<Asker>, Ending> {
    let is_concerned = match change {
        Ok(AccessChange::SessionEnded(device)) => device == asker.device,
        Ok(AccessChange::Programme(programme)) => programme == asker.programme,
        Ok(AccessChange::Plan(changed)) => changed == plan.id,
        Ok(AccessChange::Meeting(_)) | Err(RecvError::Lagged(_)) => true,
        Err(RecvError::Closed) => return Err(RESTARTING),
    };
    if !is_concerned {
        return Ok(None);
    }
    let now = find_again(app, &asker.device).await;
    let now = now.map_err(storage_failed)?.ok_or(SIGNED_OUT)?;
    let locks = plan_locks(app, &now).await.map_err(storage_failed)?;
    if locks.read.is_some() {
        return Err(NOT_ALLOWED);
    }
    Ok(Some(now))
}
