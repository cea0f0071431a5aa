//! What every request can reach.

use std::ops::Deref;
use std::sync::Arc;

use axum::http::HeaderName;
use shared::id::{DeviceId, PersonId, ProgrammeId};
use shared::meeting::Meeting;
use shared::programme::Person;
use shared::protocol::Limits;
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::config::PublicUrl;
use crate::limits::DoorLimits;
use crate::mail::Mailer;
use crate::oidc::provider::Provider;
use crate::room::access::AccessChange;
use crate::room::live::LiveRooms;
use crate::room::plans::Plans;
use crate::room::proceedings::Meetings;
use crate::room::registry::Registry;
use crate::store::audit::NewAudit;
use crate::store::house::{HouseChange, HouseWrite};
use crate::store::writer::Write;
use crate::store::{Store, StoreError};

/// How many changes a socket may lag behind; one that missed some looks itself up in any case.
const CHANGES_LEN: usize = 64;

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
    pub rooms: Arc<LiveRooms>,
    pub meetings: Arc<Meetings>,
    pub plans: Arc<Plans>,
    pub doors: DoorLimits,
    pub mailer: Mailer,
    /// What the proxy in front of us calls the client's address, if there is one.
    pub client_address_header: Option<HeaderName>,
    /// Whoever is connected looks up what they may do when one of these concerns them.
    pub access_changes: broadcast::Sender<AccessChange>,
    /// Every task that must end before the process does.
    pub tracker: TaskTracker,
    pub shutdown: CancellationToken,
}

/// How the server reaches, and is reached by, what is around it.
pub struct Outside {
    pub mailer: Mailer,
    pub provider: Option<Provider>,
    pub client_address_header: Option<HeaderName>,
}

impl App {
    pub fn new(store: Store, public_url: PublicUrl, limits: Limits, outside: Outside) -> Self {
        let tracker = TaskTracker::new();
        let shutdown = CancellationToken::new();
        let registry = Arc::new(Registry::new(
            store.clone(),
            limits,
            tracker.clone(),
            shutdown.clone(),
        ));
        let (access_changes, _) = broadcast::channel(CHANGES_LEN);
        let meetings = Meetings::new(
            store.clone(),
            Arc::clone(&registry),
            access_changes.clone(),
            tracker.clone(),
            shutdown.clone(),
        );
        let plans = Plans::new(
            store.clone(),
            Arc::clone(&registry),
            Arc::clone(&meetings),
            access_changes.clone(),
            tracker.clone(),
            shutdown.clone(),
        );
        let rooms = LiveRooms::new(
            store.clone(),
            Arc::clone(&registry),
            Arc::clone(&meetings),
            Arc::clone(&plans),
            tracker.clone(),
            shutdown.clone(),
        );
        Self(Arc::new(Parts {
            store,
            registry,
            rooms,
            plans,
            meetings,
            public_url,
            limits,
            doors: DoorLimits::default(),
            mailer: outside.mailer,
            provider: outside.provider,
            client_address_header: outside.client_address_header,
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
        if let AccessChange::Programme(programme) = &change {
            self.rooms.touch_programme(programme);
        }
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

    /// Stores a change of the programme, its people, its year or its meetings, with what the audit log says of it; whoever
    /// is connected has the new rights at once. False when it does not fit what is stored by now.
    pub async fn change_house(
        &self,
        programme: &ProgrammeId,
        change: HouseChange,
        audit: Vec<NewAudit>,
    ) -> Result<bool, StoreError> {
        let write = HouseWrite {
            programme: programme.clone(),
            change,
            audit,
        };
        self.save(programme, Write::House(Box::new(write))).await
    }

    /// Signs somebody out on one device, and closes its sockets. False when the person has no such session.
    pub async fn end_session(
        &self,
        session: &DeviceId,
        person: &PersonId,
    ) -> Result<bool, StoreError> {
        let end = Write::EndSession {
            session: session.clone(),
            person: person.clone(),
        };
        let is_ended = self.store.write(end).await?;
        if is_ended {
            self.announce(AccessChange::SessionEnded(session.clone()));
        }
        Ok(is_ended)
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
