//! Signing in by a personal link: looking at it is harmless, only the button spends it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use shared::view::SignInView;

use crate::announce;
use crate::api::{self, ApiError};
use crate::components::avatar::PersonAvatar;
use crate::components::header::Header;
use crate::components::icon::Glyph;
use crate::components::message::{Failure, Message};
use crate::components::page_title::PageTitle;
use crate::components::remember::Remember;
use crate::session::Session;
use crate::words::use_words;

/// What came of asking whom the link belongs to.
type Card = Option<Result<SignInView, ApiError>>;

#[component]
pub fn SignInPage() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token").unwrap_or_default());
    let session = expect_context::<Session>();
    let navigate = use_navigate();
    let card = RwSignal::<Card>::new(None);
    let token = StoredValue::new(token);
    let ask = move || {
        spawn_local(async move {
            let answer = api::sign_in_card(&token.get_value()).await;
            card.try_set(Some(answer));
        });
    };
    ask();
    // Whoever is signed in as that person already has nothing to do here.
    Effect::new(move || {
        let is_me = card.with(|card| match card {
            Some(Ok(card)) => session.person().is_some_and(|me| me.id == card.person.id),
            _ => false,
        });
        if is_me {
            navigate(
                "/",
                NavigateOptions {
                    replace: true,
                    ..Default::default()
                },
            );
        }
    });
    move || match card.get() {
        None => view! { <Header person=None/><main id="main" class="ph"></main> }.into_any(),
        Some(Ok(card)) => view! { <Question card=card token=token/> }.into_any(),
        Some(Err(ApiError::NotFound | ApiError::NotSignedIn | ApiError::NotAllowed)) => {
            view! { <OldLink/> }.into_any()
        }
        Some(Err(error)) => {
            view! { <Failure error=error on_retry=Callback::new(move |()| ask())/> }.into_any()
        }
    }
}

#[component]
fn OldLink() -> impl IntoView {
    let words = use_words();
    view! {
        <Message glyph=Glyph::Link heading=words.signin_old_title() text=words.signin_old()>
            <a class="ds-button" href="/logg-inn">{words.signin_send_new()}</a>
        </Message>
    }
}

/// "Hei, Kari. Er dette deg?"
#[component]
fn Question(card: SignInView, token: StoredValue<String>) -> impl IntoView {
    let words = use_words();
    let is_other = RwSignal::new(false);
    let name = StoredValue::new(card.person.name.clone());
    let card = StoredValue::new(card);
    move || {
        if is_other.get() {
            let text = words.signin_other(&name.get_value());
            return view! {
                <Message glyph=Glyph::PadlockLocked heading=words.signin_other_title() text=text>
                    <button
                        class="ds-button"
                        type="button"
                        data-variant="secondary"
                        on:click=move |_| is_other.set(false)
                    >
                        {words.signin_back()}
                    </button>
                </Message>
            }
            .into_any();
        }
        view! { <Confirm card=card.get_value() token=token is_other=is_other/> }.into_any()
    }
}

#[component]
fn Confirm(
    card: SignInView,
    token: StoredValue<String>,
    is_other: RwSignal<bool>,
) -> impl IntoView {
    let words = use_words();
    let session = expect_context::<Session>();
    let navigate = use_navigate();
    let remember = RwSignal::new(true);
    let is_busy = RwSignal::new(false);
    let failure = RwSignal::<Option<ApiError>>::new(None);
    let confirm = move |_| {
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            match api::sign_in(&token.get_value(), remember.get_untracked()).await {
                Ok(()) => {
                    session.refresh();
                    navigate(
                        "/",
                        NavigateOptions {
                            replace: true,
                            ..Default::default()
                        },
                    );
                }
                Err(error) => {
                    let text = failure_text(words, error);
                    announce::polite(text);
                    is_busy.try_set(false);
                    failure.try_set(Some(error));
                }
            }
        });
    };
    let role = words.role(card.person.role);
    let hello = words.signin_hello(card.person.first_name());
    let who = words.signin_who(&card.person.name, role, &card.programme_name);
    view! {
        <Header person=None/>
        <main class="ph sign-in" id="main">
            <PersonAvatar person=card.person size="big"/>
            <PageTitle tab=words.signin_page()>{hello}<br/>{words.signin_question()}</PageTitle>
            <p class="sub">{who}</p>
            <button
                class="ds-button"
                type="button"
                data-fullwidth="true"
                aria-busy=move || is_busy.get().then_some("true")
                on:click=confirm
            >
                {move || if is_busy.get() { words.signin_busy() } else { words.signin_yes() }}
            </button>
            <button
                class="ds-button"
                type="button"
                data-variant="tertiary"
                data-color="neutral"
                data-fullwidth="true"
                on:click=move |_| is_other.set(true)
            >
                {words.signin_no()}
            </button>
            {move || failure.get().map(|error| view! {
                <p class="ds-validation-message" data-color="danger">{failure_text(words, error)}</p>
            })}
            <Remember remember=remember/>
            <p class="sub sm once">{words.signin_note()}</p>
        </main>
    }
}

fn failure_text(words: crate::words::Words, error: ApiError) -> &'static str {
    match error {
        ApiError::Unreachable => words.signin_failed(),
        ApiError::Broken(_) => words.broken_title(),
        ApiError::NotSignedIn | ApiError::NotAllowed | ApiError::NotFound => words.signin_old(),
    }
}
