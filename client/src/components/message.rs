//! A whole page that says one thing: no access, not found, not signed in, out of reach.

use leptos::prelude::*;

use super::header::Header;
use super::icon::{Glyph, Icon};
use super::page_title::PageTitle;
use crate::api::ApiError;
use crate::places;
use crate::session::use_person;
use crate::words::use_words;

/// What the page says. `kept`: a line that nothing written is lost.
#[component]
pub fn Message(
    glyph: Glyph,
    #[prop(into)] heading: String,
    #[prop(into)] text: String,
    #[prop(optional)] kept: Option<&'static str>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <Header person=use_person()/>
        <MessageBody glyph=glyph heading=heading text=text kept=kept>{children.map(|children| children())}</MessageBody>
    }
}

/// The same, under a bar that is there already.
#[component]
pub fn MessageBody(
    glyph: Glyph,
    heading: String,
    text: String,
    #[prop(optional_no_strip)] kept: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let kept = kept.map(|kept| {
        view! { <p class="note kept"><Icon glyph=Glyph::CheckmarkCircle/><span>{kept}</span></p> }
    });
    view! {
        <main class="message" id="main">
            <div class="lock"><Icon glyph=glyph/></div>
            <PageTitle tab=heading.clone()>{heading.clone()}</PageTitle>
            <p class="sub lead">{text}</p>
            {kept}
            <div class="row wrap center">{children()}</div>
        </main>
    }
}

#[component]
pub fn GoHome() -> impl IntoView {
    view! { <a class="ds-button" href="/" rel=places::rel("/")>{use_words().go_home()}</a> }
}

#[component]
pub fn SignedOut() -> impl IntoView {
    let words = use_words();
    view! {
        <Message
            glyph=Glyph::PadlockLocked
            heading=words.signed_out_title()
            text=words.signed_out_text()
            kept=words.signed_out_kept()
        >
            <a class="ds-button" rel="external" href=sign_in_here()>{words.join_email()}</a>
        </Message>
    }
}

/// The sign-in page, which comes back to where one is.
pub fn sign_in_here() -> String {
    let path = window().location().pathname().unwrap_or_default();
    let path: String = js_sys::encode_uri_component(&path).into();
    format!("/logg-inn?til={path}")
}

#[component]
pub fn NotFound() -> impl IntoView {
    let words = use_words();
    view! {
        <Message glyph=Glyph::MagnifyingGlass heading=words.not_found_title() text=words.not_found_text()>
            <GoHome/>
        </Message>
    }
}

/// An address inside a meeting that leads nowhere.
#[component]
pub fn NotFoundHere() -> impl IntoView {
    let words = use_words();
    view! {
        <MessageBody
            glyph=Glyph::MagnifyingGlass
            heading=words.not_found_title().to_owned()
            text=words.not_found_text().to_owned()
        >
            <GoHome/>
        </MessageBody>
    }
}

/// The page for an answer that did not come. `on_retry` asks again.
#[component]
pub fn Failure(error: ApiError, on_retry: Callback<()>) -> impl IntoView {
    let words = use_words();
    let retry = move || {
        view! {
            <button class="ds-button" type="button" on:click=move |_| on_retry.run(())>{words.try_again()}</button>
        }
    };
    match error {
        ApiError::NotSignedIn => view! { <SignedOut/> }.into_any(),
        ApiError::NotFound => view! { <NotFound/> }.into_any(),
        ApiError::NotAllowed => view! {
            <Message
                glyph=Glyph::PadlockLocked
                heading=words.no_access_title()
                text=words.no_access_text()
            >
                <GoHome/>
            </Message>
        }
        .into_any(),
        ApiError::Unreachable => view! {
            <Message glyph=Glyph::CloudSlash heading=words.unreachable_title() text=words.unreachable_text()>
                {retry()}
            </Message>
        }
        .into_any(),
        ApiError::Broken(_) => view! {
            <Message
                glyph=Glyph::ExclamationmarkTriangle
                heading=words.broken_title()
                text=words.broken_text()
            >
                {retry()}
            </Message>
        }
        .into_any(),
    }
}
