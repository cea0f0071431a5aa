//! What every page of the office has in common: it waits for the session, asks for its data, and says in plain words
//! when there is none.

use std::future::Future;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::rights::{Act, may};
use shared::view::SessionView;

use crate::api::ApiError;
use crate::components::icon::Glyph;
use crate::components::message::{Failure, GoHome, MessageBody, SignedOut};
use crate::components::programme_bar::{Place, ProgrammeBar};
use crate::components::toast::{ToastPlace, Toasts};
use crate::session::Session;
use crate::words::use_words;

/// Who looks, and where the page says what was done.
#[derive(Clone)]
pub struct Visit {
    pub session: Arc<SessionView>,
    pub toasts: Toasts,
}

impl Visit {
    pub fn may(&self, act: Act) -> bool {
        may(self.session.person.role, act)
    }
}

/// A page under the programme's bar, drawn when `ask` has an answer. `needs`: the act without which there is nothing here.
pub fn page<T, Asking>(
    here: Place,
    needs: Option<Act>,
    ask: impl Fn() -> Asking + Send + Sync + 'static,
    draw: impl Fn(Visit, T) -> AnyView + Send + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
    Asking: Future<Output = Result<T, ApiError>> + 'static,
{
    let session = expect_context::<Session>();
    let answer = RwSignal::<Option<Result<T, ApiError>>>::new(None);
    let toasts = Toasts::new();
    let again = Callback::new(move |()| {
        let asked = ask();
        spawn_local(async move {
            let answered = asked.await;
            answer.try_set(Some(answered));
        });
    });
    let is_for = move |session: &SessionView| needs.is_none_or(|act| may(session.person.role, act));
    Effect::new(move || {
        if let Some(Ok(session)) = session.get()
            && is_for(&session)
        {
            again.run(());
        }
    });
    let retry = Callback::new(move |()| {
        answer.set(None);
        session.refresh();
    });
    let body = move || match (session.get(), answer.get()) {
        (None, _) => view! { <Waiting/> }.into_any(),
        (Some(Err(ApiError::NotSignedIn)), _) | (_, Some(Err(ApiError::NotSignedIn))) => {
            view! { <SignedOut/> }.into_any()
        }
        (Some(Err(error)), _) => view! { <Failure error=error on_retry=retry/> }.into_any(),
        (Some(Ok(session)), _) if !is_for(&session) => framed(here, &session, no_access(&session)),
        (Some(Ok(session)), None) => framed(here, &session, view! { <Waiting/> }.into_any()),
        (Some(Ok(_)), Some(Err(error))) => {
            view! { <Failure error=error on_retry=retry/> }.into_any()
        }
        (Some(Ok(session)), Some(Ok(answer))) => {
            let visit = Visit {
                session: session.clone(),
                toasts,
            };
            framed(here, &session, draw(visit, answer))
        }
    };
    view! {
        {body}
        <ToastPlace toasts=toasts/>
    }
    .into_any()
}

fn framed(here: Place, session: &Arc<SessionView>, body: AnyView) -> AnyView {
    view! {
        <ProgrammeBar session=(**session).clone() here=here/>
        {body}
    }
    .into_any()
}

fn no_access(session: &SessionView) -> AnyView {
    let words = use_words();
    let text = words.office_no_access_text(words.role(session.person.role));
    view! {
        <MessageBody glyph=Glyph::PadlockLocked heading=words.office_no_access().to_owned() text=text>
            <GoHome/>
        </MessageBody>
    }
    .into_any()
}

#[component]
fn Waiting() -> impl IntoView {
    view! {
        <main class="boot" id="main" aria-busy="true">
            <p class="sub" role="status">{use_words().loading()}</p>
            <div class="boot-bone short"></div>
            <div class="boot-bone"></div>
        </main>
    }
}
