//! The frame around the pages of a meeting: asks the API for it, opens its document, and shows what is true of all of
//! them: who is here, whether it is saved, and what is wrong.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_params_map};
use shared::document::assessment::TextKey;
use shared::meeting::DocumentKind;
use shared::view::{MeetingView, SessionView};

use super::elsewhere::Elsewhere;
use super::home::Loading;
use super::leaving::guard_leaving;
use super::session::day::{Day, use_day};
use super::session::proposals::way_to_add;
use super::who::WhoPage;
use crate::api::{self, ApiError};
use crate::components::asides::Asides;
use crate::components::bars::Bars;
use crate::components::header::Header;
use crate::components::icon::Glyph;
use crate::components::message::{Failure, GoHome, Message, NotFound, SignedOut};
use crate::components::presence::{FieldName, Presence};
use crate::components::proposal_card::title_id;
use crate::components::proposals::focus_soon;
use crate::components::save_state::SaveState;
use crate::components::toast::{ToastPlace, Toasts};
use crate::meeting::{MeetingContext, day_page};
use crate::model::AssessmentModel;
use crate::model::facts::Trouble;
use crate::places;
use crate::session::Session;
use crate::words::use_words;

#[component]
pub fn MeetingPage() -> impl IntoView {
    let params = use_params_map();
    let code = Memo::new(move |_| params.with(|params| params.get("code").unwrap_or_default()));
    let session = expect_context::<Session>();
    let meeting = RwSignal::<Option<Result<Arc<MeetingView>, ApiError>>>::new(None);
    let ask = move |code: String| {
        spawn_local(async move {
            let answer = api::meeting(&code).await.map(Arc::new);
            meeting.try_set(Some(answer));
        });
    };
    let was_in = StoredValue::new(false);
    Effect::new(move || {
        if session.person().is_some() {
            was_in.set_value(true);
            meeting.set(None);
            ask(code.get());
        }
    });
    let retry = Callback::new(move |()| {
        session.refresh();
        ask(code.get_untracked());
    });
    move || match (session.get(), meeting.get()) {
        (Some(Err(ApiError::NotSignedIn)), _) if was_in.get_value() => {
            view! { <SignedOut/> }.into_any()
        }
        (Some(Err(ApiError::NotSignedIn)), _) => view! { <WhoPage code=code.get()/> }.into_any(),
        (Some(Ok(_)), _) if is_of_another_program() => view! { <Loading/> }.into_any(),
        (Some(Ok(_)), Some(Err(ApiError::NotFound))) => {
            view! { <Elsewhere code=code.get()/> }.into_any()
        }
        (Some(Err(error)), _) | (Some(Ok(_)), Some(Err(error))) => {
            view! { <Failure error=error on_retry=retry/> }.into_any()
        }
        (Some(Ok(session)), Some(Ok(view))) => {
            view! { <Room code=code.get_untracked() session=session view=view/> }.into_any()
        }
        _ => view! { <Loading/> }.into_any(),
    }
}

/// Whoever came in at the address of a page that another program draws is sent on to it.
fn is_of_another_program() -> bool {
    let path = window().location().pathname().unwrap_or_default();
    let is_so = places::rel(&path).is_some();
    if is_so {
        // `inne` says it to `boot.js` also where the device may not remember it.
        drop(window().location().replace(&format!("{path}?inne")));
    }
    is_so
}

#[component]
fn Room(code: String, session: Arc<SessionView>, view: Arc<MeetingView>) -> impl IntoView {
    let words = use_words();
    let document = view
        .documents
        .iter()
        .find(|card| card.kind == DocumentKind::Assessment);
    let (Some(document), Some(form)) = (document, view.meeting.form.clone()) else {
        if !view.meeting.state.takes_people_in() {
            return view! { <NotFound/> }.into_any();
        }
        // A meeting without an assessment is met in its lobby, a seminar on its own page.
        let path = window().location().pathname().unwrap_or_default();
        let day = day_page(view.meeting.kind);
        let is_day = path.trim_end_matches('/').ends_with("/deltaker") && day != "deltaker";
        let page = if is_day { day } else { "lobby" };
        drop(window().location().replace(&format!("/m/{code}/{page}")));
        return view! { <Loading/> }.into_any();
    };
    let model = AssessmentModel::open(&document.id, &session.person.id, view.may_write);
    let meeting = MeetingContext {
        code,
        view: Arc::clone(&view),
        form: Arc::new(form),
        session,
        model,
        words,
    };
    let toasts = Toasts::new();
    provide_context(meeting.clone());
    provide_context(toasts);
    let day = Day::open(&meeting);
    provide_context(day);
    provide_context(way_to_add(day));
    let own_pages = format!("/m/{}", meeting.code);
    guard_leaving(words, own_pages, move || {
        model.would_lose() || day.commands.would_lose()
    });
    Effect::new(move || {
        let Some(TextKey::ProposalTitle(id) | TextKey::ProposalText(id)) = model.taken_away().get()
        else {
            return;
        };
        let title = model
            .text(&TextKey::ProposalTitle(id.clone()))
            .get_untracked();
        let undo = move || {
            model.restore_proposal(&id);
            focus_soon(title_id(&id));
        };
        toasts.offer_undo(words.taken_away(&title), undo);
    });
    let given = day.commands.status();
    Effect::new(move |said: Option<usize>| {
        let n_returns = model.n_returns().get();
        let Some(said) = said else { return n_returns };
        // Not before what was done without network is sent, too.
        if said < n_returns && given.get().waiting.n_all == 0 {
            toasts.say(words.back_online().to_owned());
            return n_returns;
        }
        said
    });
    let may_write = model.may_write();
    Effect::new(move |before: Option<bool>| {
        let now = may_write.get();
        if before.is_some_and(|before| before != now) {
            crate::announce::polite(if now {
                words.rights_write()
            } else {
                words.rights_read()
            });
        }
        now
    });
    let is_shut_out = Memo::new(move |_| {
        let is_final = matches!(
            model.trouble().get(),
            Some(Trouble::NotAllowed | Trouble::Gone)
        );
        is_final && !model.is_ready().get()
    });
    (move || {
        if is_shut_out.get() {
            return view! { <ShutOut/> }.into_any();
        }
        view! { <Frame meeting=meeting.clone() toasts=toasts/> }.into_any()
    })
    .into_any()
}

#[component]
fn ShutOut() -> impl IntoView {
    let words = use_words();
    view! {
        <Message glyph=Glyph::PadlockLocked heading=words.no_access_title() text=words.no_access_text()>
            <GoHome/>
        </Message>
    }
}

#[component]
fn Frame(meeting: MeetingContext, toasts: Toasts) -> impl IntoView {
    let words = meeting.words;
    let model = meeting.model;
    let role = meeting.session.person.role;
    let ready = model.is_ready();
    let here = meeting.clone();
    let lang = meeting.lang();
    let was_writer = model.could_write();
    let reads = move || {
        if was_writer.get() {
            words.rights_read().to_owned()
        } else {
            words.read_only(words.role(role))
        }
    };
    // The day has a thin bar of its own, and does not wait for the texts.
    let path = use_location().pathname;
    let day_path = meeting.path("deltaker");
    let is_day = Memo::new(move |_| path.with(|path| path.trim_end_matches('/') == day_path));
    let waiting = move || {
        view! {
            <main class="boot" id="main" aria-busy="true">
                <p class="sub" role="status">{words.fetching_texts()}</p>
                <div class="boot-bone short"></div>
                <div class="boot-bone"></div>
            </main>
        }
    };
    let around = move || {
        if is_day.get() {
            return ().into_any();
        }
        let here = here.clone();
        let (naming, me) = (here.naming(), here.session.person.clone());
        let field_name: FieldName = Arc::new(move |path: &str| here.name_at(path));
        view! {
            <Header place=meeting.title() person=Some(meeting.session.person.clone())>
                <ToTheDay/>
                <SaveState model=model/>
                <Presence model=model me=me field_name=field_name/>
            </Header>
            <Bars model=model/>
            <Show when=move || !model.may_write().get()>
                <aside class="reads" aria-label=words.role(role)>{reads}</aside>
            </Show>
            <Asides model=model naming=naming lang=lang/>
        }
        .into_any()
    };
    view! {
        {around}
        <Show when=move || ready.get() || is_day.get() fallback=waiting><Outlet/></Show>
        <ToastPlace toasts=toasts/>
    }
}

/// From the documents back to where the group is, while the day goes on.
#[component]
fn ToTheDay() -> impl IntoView {
    let day = use_day();
    let words = day.words;
    let is_under_way = day.read(|view| view.position.is_some());
    let href = day.meeting().path("deltaker");
    move || {
        is_under_way.get().then(|| {
            view! { <a class="ds-link head-link" href=href.clone()>{words.ses_to_the_day()}</a> }
        })
    }
}
