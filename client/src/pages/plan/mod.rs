//! A plan: its chapters and rows as a document or as a table, written by many at once.
//!
//! [`desk`] is what every part of the page stands on. A chapter's rows are in the module named after them, all in cards
//! ([`card`]) with fields ([`fields`]). [`room`] holds what is decided and said about the plan: what became of the
//! proposals is in [`trace`], comments and suggestions in [`talk`], revisions of the Omstillingsplan in [`revisions`], how
//! last year's measures went in [`last_year`], how far the plan has come in [`hand`], and how it stood at other times in
//! [`versions`].

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a bundle of signals, copied as every handle is; it is large only where pointers are"
)]

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use shared::document::plan::TextKey;
use shared::meeting::DocumentKind;
use shared::view::PlanView;
use shared::view::SessionView;

use super::home::Loading;
use super::leaving::guard_leaving;
use crate::api::{self, ApiError};
use crate::components::icon::Glyph;
use crate::components::message::{Failure, GoHome, Message, NotFound, SignedOut};
use crate::components::toast::Toasts;
use crate::model::PlanModel;
use crate::model::facts::Trouble;
use crate::session::Session;
use crate::words::use_words;

mod acts;
mod at;
mod budget;
mod card;
mod communication;
mod desk;
mod fields;
mod findings;
mod focus_area;
mod follow;
mod frame;
mod goals;
mod hand;
mod last_year;
pub mod list;
mod measure;
mod meetings;
mod menu;
mod names;
mod outline;
mod prose;
mod revisions;
mod risks;
mod room;
mod section;
mod strip;
mod table;
mod talk;
mod trace;
mod versions;

use desk::Desk;
use follow::Following;
use last_year::FollowingUp;
use prose::PlanProse;
use revisions::Revising;
use room::Docket;
use talk::Talk;
use trace::elsewhere::Elsewhere;

#[component]
pub fn PlanPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("plan").unwrap_or_default()));
    let is_known = Memo::new(move |_| {
        let page = params.with(|params| params.get("page"));
        page.is_none_or(|page| ["", at::TRACE, at::VERSIONS].contains(&&*page))
    });
    let session = expect_context::<Session>();
    let plan = RwSignal::<Option<Result<Arc<PlanView>, ApiError>>>::new(None);
    let ask = move |id: String| {
        spawn_local(async move {
            let answer = api::plan(&id).await.map(Arc::new);
            plan.try_set(Some(answer));
        });
    };
    Effect::new(move || {
        if session.person().is_some() {
            plan.set(None);
            ask(id.get());
        }
    });
    let retry = Callback::new(move |()| {
        session.refresh();
        ask(id.get_untracked());
    });
    move || match (session.get(), plan.get()) {
        _ if !is_known.get() => view! { <NotFound/> }.into_any(),
        (Some(Err(ApiError::NotSignedIn)), _) | (_, Some(Err(ApiError::NotSignedIn))) => {
            view! { <SignedOut/> }.into_any()
        }
        (Some(Err(error)), _) | (Some(Ok(_)), Some(Err(error))) => {
            view! { <Failure error=error on_retry=retry/> }.into_any()
        }
        (Some(Ok(session)), Some(Ok(view))) => {
            view! { <Opened session=session view=view/> }.into_any()
        }
        _ => view! { <Loading/> }.into_any(),
    }
}

#[component]
fn Opened(session: Arc<SessionView>, view: Arc<PlanView>) -> impl IntoView {
    let words = use_words();
    let documents = &view.card.documents;
    let Some(document) = documents.iter().find(|it| it.kind == DocumentKind::Plan) else {
        return view! { <NotFound/> }.into_any();
    };
    let model = PlanModel::open(&document.id, &session.person.id, view.lock.is_none());
    let toasts = Toasts::new();
    let prose = PlanProse::open(&session, &view);
    let desk = Desk::open(model, toasts, session, view);
    provide_context(desk);
    let docket = Docket::open(desk);
    provide_context(docket);
    provide_context(Elsewhere::new());
    provide_context(Following::open(desk));
    let talk = Talk::open(docket);
    provide_context(talk);
    let revising = Revising::new();
    provide_context(revising);
    let following_up = FollowingUp::new();
    provide_context(following_up);
    if let Some(prose) = prose {
        prose.follow_comments(talk);
        provide_context(prose);
    }
    guard_leaving(words, desk.path(), move || {
        model.would_lose()
            || talk.would_lose()
            || revising.would_lose()
            || following_up.would_lose()
            || prose.is_some_and(|prose| prose.model().would_lose())
    });
    Effect::new(move || {
        if let Some(key) = model.taken_away().get() {
            taken_away(desk, &key);
        }
    });
    Effect::new(move |said: Option<usize>| {
        let n_returns = model.n_returns().get();
        if said.is_some_and(|said| said < n_returns) {
            toasts.say(words.back_online().to_owned());
        }
        n_returns
    });
    let is_shut_out = Memo::new(move |_| {
        let trouble = model.trouble().get();
        let is_final = matches!(trouble, Some(Trouble::NotAllowed | Trouble::Gone));
        is_final && !model.is_ready().get()
    });
    (move || {
        if is_shut_out.get() {
            return view! { <ShutOut/> }.into_any();
        }
        view! { <frame::Frame/> }.into_any()
    })
    .into_any()
}

/// Another removed the row this person was writing in: its words are kept, and it can be taken back.
fn taken_away(desk: Desk, key: &TextKey) {
    let row = key.row().clone();
    let title = desk.title_of(&row).get_untracked();
    let undo = move || {
        desk.model.restore(&row);
        desk.go_to(&row);
    };
    desk.toasts.offer_undo(desk.words.taken_away(&title), undo);
}

#[component]
fn ShutOut() -> impl IntoView {
    let words = use_words();
    view! {
        <Message
            glyph=Glyph::PadlockLocked
            heading=words.no_access_title()
            text=words.pl_no_access()
        >
            <GoHome/>
        </Message>
    }
}
