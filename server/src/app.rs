//! What every request can reach.

use std::ops::Deref;
use std::sync::Arc;

use shared::protocol::Limits;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::PublicUrl;
use crate::room::registry::Registry;
use crate::secret::TokenHash;
use crate::store::Store;

/// How many sign-outs a socket may lag behind before it is closed to be sure.
const SIGN_OUTS_LEN: usize = 64;

/// The server's state; clones share it.
#[derive(Clone)]
pub struct App(Arc<Parts>);

pub struct Parts {
    pub store: Store,
    pub registry: Arc<Registry>,
    pub public_url: PublicUrl,
    pub limits: Limits,
    /// Sessions that have just ended: their sockets close.
    pub sign_outs: broadcast::Sender<TokenHash>,
    /// Every task that must end before the process does.
    pub tracker: TaskTracker,
    pub shutdown: CancellationToken,
}

impl App {
    pub fn new(store: Store, public_url: PublicUrl) -> Self {
        let limits = Limits::default();
        let tracker = TaskTracker::new();
        let shutdown = CancellationToken::new();
        let registry = Arc::new(Registry::new(
            store.clone(),
            limits,
            tracker.clone(),
            shutdown.clone(),
        ));
        let (sign_outs, _) = broadcast::channel(SIGN_OUTS_LEN);
        Self(Arc::new(Parts {
            store,
            registry,
            public_url,
            limits,
            sign_outs,
            tracker,
            shutdown,
        }))
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
