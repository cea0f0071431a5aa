//! What every page of the office has in common: it waits for the session, asks for its data, and says in plain words
//! when there is none.

use std::future::Future;
use std::pin::Pin;
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

/// Draws a page from the answer it holds.
type Drawing = Arc<dyn Fn(Visit) -> AnyView + Send + Sync>;
/// An answer on its way.
type Asking = Pin<Box<dyn Future<Output = Result<Drawing, ApiError>>>>;

/// A page under the programme's bar, drawn when `ask` has an answer. `needs`: the act without which there is nothing here.
pub fn page<T, Answer>(
    here: Place,
    needs: Option<Act>,
    ask: impl Fn() -> Answer + Send + Sync + 'static,
    draw: fn(Visit, T) -> AnyView,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
    Answer: Future<Output = Result<T, ApiError>> + 'static,
{
    let ask = move || -> Asking {
        let asked = ask();
        Box::pin(async move {
            let answer = asked.await?;
            let drawing: Drawing = Arc::new(move |visit| draw(visit, answer.clone()));
            Ok(drawing)
        })
    };
    frame(here, needs, Box::new(ask))
}

/// The same for all pages, so that it is in the program once.
fn frame(here: Place, needs: Option<Act>, ask: Box<dyn Fn() -> Asking + Send + Sync>) -> AnyView {
    let session = expect_context::<Session>();
    let answer = RwSignal::<Option<Result<Drawing, ApiError>>>::new(None);
    let toasts = Toasts::new();
    let is_for = move |session: &SessionView| needs.is_none_or(|act| may(session.person.role, act));
    Effect::new(move || {
        if let Some(Ok(session)) = session.get()
            && is_for(&session)
        {
            let asked = ask();
            spawn_local(async move {
                let answered = asked.await;
                answer.try_set(Some(answered));
            });
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
        (Some(Ok(session)), Some(Ok(drawing))) => {
            let visit = Visit {
                session: session.clone(),
                toasts,
            };
            framed(here, &session, drawing(visit))
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
