//! What every request can reach.

use std::ops::Deref;
use std::sync::Arc;

use shared::id::ProgrammeId;
use shared::meeting::Meeting;
use shared::programme::Person;
use shared::protocol::Limits;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::PublicUrl;
use crate::oidc::provider::Provider;
use crate::room::registry::Registry;
use crate::secret::TokenHash;
use crate::store::writer::Write;
use crate::store::{Store, StoreError};

/// How many changes a socket may lag behind; one that missed some looks itself up in any case.
const CHANGES_LEN: usize = 64;

/// Something that may change what those connected may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessChange {
    SessionEnded(TokenHash),
    /// A person or a meeting of this programme is another now.
    Programme(ProgrammeId),
}

/// The server's state; clones share it.
#[derive(Clone)]
pub struct App(Arc<Parts>);

pub struct Parts {
    pub store: Store,
    pub registry: Arc<Registry>,
    pub public_url: PublicUrl,
    pub limits: Limits,
    /// Somebody else who can say who people are, when this is set up.
    pub provider: Option<Provider>,
    /// Whoever is connected looks up what they may do when one of these concerns them.
    pub access_changes: broadcast::Sender<AccessChange>,
    /// Every task that must end before the process does.
    pub tracker: TaskTracker,
    pub shutdown: CancellationToken,
}

impl App {
    pub fn new(
        store: Store,
        public_url: PublicUrl,
        limits: Limits,
        provider: Option<Provider>,
    ) -> Self {
        let tracker = TaskTracker::new();
        let shutdown = CancellationToken::new();
        let registry = Arc::new(Registry::new(
            store.clone(),
            limits,
            tracker.clone(),
            shutdown.clone(),
        ));
        let (access_changes, _) = broadcast::channel(CHANGES_LEN);
        Self(Arc::new(Parts {
            store,
            registry,
            public_url,
            limits,
            provider,
            access_changes,
            tracker,
            shutdown,
        }))
    }

    /// The words on the button of the sign-in provider, if there is one.
    pub fn provider_name(&self) -> Option<&str> {
        self.provider.as_ref().map(Provider::name)
    }

    /// Tells everybody connected, after the change is stored.
    pub fn announce(&self, change: AccessChange) {
        drop(self.access_changes.send(change)); // an error only says that nobody is connected
    }

    /// Stores what a person is now. Whoever is connected has the new rights at once; a person who is no longer active
    /// is out. False when there is no such person in the programme.
    pub async fn save_person(
        &self,
        programme: &ProgrammeId,
        person: Person,
        is_active: bool,
    ) -> Result<bool, StoreError> {
        let write = Write::SavePerson { person, is_active };
        self.save(programme, write).await
    }

    /// Stores what a meeting is now: who sits in it, and whether it is over. False when the programme has no such meeting.
    pub async fn save_meeting(
        &self,
        programme: &ProgrammeId,
        meeting: Meeting,
    ) -> Result<bool, StoreError> {
        self.save(programme, Write::SaveMeeting(Box::new(meeting)))
            .await
    }

    async fn save(&self, programme: &ProgrammeId, write: Write) -> Result<bool, StoreError> {
        let is_saved = self.store.write(write).await?;
        if is_saved {
            self.announce(AccessChange::Programme(programme.clone()));
        }
        Ok(is_saved)
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
