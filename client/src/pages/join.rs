//! Joining a meeting by the six digits on the wall: the first page of somebody who is not signed in.

use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::announce;
use crate::api::doors;
use crate::components::code_input::{CodeInput, N_DIGITS, grouped};
use crate::components::failed::says;
use crate::components::header::Header;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::words::use_words;

/// `wrong` is a code that led nowhere.
#[component]
pub fn JoinPage(#[prop(optional)] wrong: Option<String>) -> impl IntoView {
    let words = use_words();
    let navigate = use_navigate();
    let node = NodeRef::<Input>::new();
    let is_busy = RwSignal::new(false);
    let problem = RwSignal::new(
        wrong
            .as_deref()
            .map(|code| words.join_wrong(&grouped(code))),
    );
    let digits = RwSignal::new(wrong.unwrap_or_default());
    let refuse = move |text: String| {
        announce::polite(text.clone());
        problem.try_set(Some(text));
        is_busy.try_set(false);
        if let Some(field) = node.try_get_untracked().flatten() {
            drop(field.focus());
        }
    };
    let go_on = move || {
        if is_busy.get_untracked() {
            return;
        }
        let code = digits.get_untracked();
        if code.len() < N_DIGITS {
            return refuse(words.code_short().to_owned());
        }
        is_busy.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            match doors::meeting(&code).await {
                Ok(_) => navigate(&format!("/m/{code}"), NavigateOptions::default()),
                Err(failed) if failed.code() == "meeting-unknown" => {
                    refuse(words.join_wrong(&grouped(&code)));
                }
                Err(failed) => refuse(says(words, &failed)),
            }
        });
    };
    view! {
        <Header person=None/>
        <main class="ph door" id="main">
            <PageTitle tab=words.join_title()>{words.join_title()}</PageTitle>
            <form novalidate on:submit=move |event| { event.prevent_default(); go_on(); }>
                <label class="ds-label" for="join-code">{words.join_code()}</label>
                <CodeInput
                    id="join-code"
                    digits=digits
                    is_wrong=Signal::derive(move || problem.with(Option::is_some))
                    described_by="join-code-help join-code-wrong"
                    node=node
                />
                <p class="ds-validation-message" data-color="danger" id="join-code-wrong" hidden=move || problem.with(Option::is_none)>
                    {move || problem.get()}
                </p>
                <p class="sub sm" id="join-code-help">{words.join_code_help()}</p>
                <button class="ds-button" type="submit" data-fullwidth="true" aria-busy=move || is_busy.get().then_some("true")>
                    {words.join_next()}
                </button>
            </form>
            <p class="or"><span>{words.join_or()}</span></p>
            <a class="ds-button" data-variant="secondary" data-fullwidth="true" href="/logg-inn">{words.join_email()}</a>
            <p class="note scan"><Icon glyph=Glyph::QrCode/><span>{words.join_scan()}</span></p>
            <p class="sub sm center-text">{words.join_link()}</p>
        </main>
    }
}
