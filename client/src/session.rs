//! Who is signed in, asked once and shared by all pages.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::programme::Person;
use shared::view::SessionView;

use crate::api::{self, ApiError};
use crate::storage;

/// The session; provided once, by the app.
#[derive(Clone, Copy)]
pub struct Session(RwSignal<Option<Result<Arc<SessionView>, ApiError>>>);

impl Session {
    /// Asks the server.
    pub fn load() -> Self {
        let session = Self(RwSignal::new(None));
        let on_link = window()
            .location()
            .pathname()
            .is_ok_and(|path| path.starts_with("/inn/"));
        if on_link && !api::was_signed_in() {
            // A newcomer with a link is not signed in; asking would only be refused.
            session.0.set(Some(Err(ApiError::NotSignedIn)));
        } else {
            session.refresh();
        }
        session
    }

    /// Asks again, and forgets the old answer at once.
    pub fn refresh(self) {
        self.0.set(None);
        spawn_local(async move {
            let answer = api::session().await.map(Arc::new);
            self.0.try_set(Some(answer));
        });
    }

    /// None until the server has answered.
    pub fn get(self) -> Option<Result<Arc<SessionView>, ApiError>> {
        self.0.get()
    }

    pub fn person(self) -> Option<Person> {
        self.0.with(|session| {
            session
                .as_ref()?
                .as_ref()
                .ok()
                .map(|session| session.person.clone())
        })
    }

    /// Somebody has come in on this page.
    pub fn begin(self, session: SessionView) {
        self.0.set(Some(Ok(Arc::new(session))));
    }

    pub fn end(self) {
        storage::forget_answers();
        self.0.set(Some(Err(ApiError::NotSignedIn)));
    }
}

/// The person whose page this is, as known when the page is drawn.
pub fn use_person() -> Option<Person> {
    untrack(|| expect_context::<Session>().person())
}
