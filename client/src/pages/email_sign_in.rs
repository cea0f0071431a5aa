//! Signing in by an address: a code by e-mail, or a provider when the server has one.
//!
//! Nothing here says whether an address is known.

use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::view::{CodeSent, SessionView};

use crate::api::doors;
use crate::components::failed::says;
use crate::components::header::Header;
use crate::components::mailed_code::{Addressee, MailedCode};
use crate::components::page_title::PageTitle;
use crate::session::Session;
use crate::words::{Words, use_words};
use crate::{announce, places};

#[component]
pub fn EmailSignInPage() -> impl IntoView {
    let words = use_words();
    let session = expect_context::<Session>();
    let navigate = use_navigate();
    let query = use_query_map().get_untracked();
    let to = query.get("til").filter(|to| is_own_page(to));
    let to = StoredValue::new(to.unwrap_or_else(|| "/".to_owned()));
    let fault = provider_fault(words, query.get("feil").as_deref());
    let sent = RwSignal::<Option<(String, CodeSent)>>::new(None);
    let email = RwSignal::new(String::new());
    let on_in = Callback::new(move |view: SessionView| {
        let to = to.get_value();
        if places::rel(&to).is_some() {
            // A page of another program: the browser fetches it. One that forbids it leaves the person here.
            drop(window().location().replace(&to));
            return;
        }
        let replace = NavigateOptions {
            replace: true,
            ..Default::default()
        };
        navigate(&to, replace);
        session.begin(view);
    });
    let on_back = Callback::new(move |()| sent.set(None));
    view! {
        <Header person=None/>
        {move || match sent.get() {
            Some((email, sent)) => {
                view! { <MailedCode addressee=Addressee::Email(email) sent=sent on_in=on_in on_back=on_back/> }.into_any()
            }
            None => view! { <AskForCode email=email sent=sent to=to fault=fault/> }.into_any(),
        }}
    }
}

#[component]
fn AskForCode(
    email: RwSignal<String>,
    sent: RwSignal<Option<(String, CodeSent)>>,
    to: StoredValue<String>,
    fault: Option<&'static str>,
) -> impl IntoView {
    let words = use_words();
    let node = NodeRef::<Input>::new();
    let problem = RwSignal::<Option<String>>::new(None);
    let is_busy = RwSignal::new(false);
    let refuse = move |text: String| {
        announce::polite(text.clone());
        problem.try_set(Some(text));
        is_busy.try_set(false);
        if let Some(field) = node.try_get_untracked().flatten() {
            drop(field.focus());
        }
    };
    let ask = move || {
        if is_busy.get_untracked() {
            return;
        }
        let address = email.with_untracked(|email| email.trim().to_owned());
        if !is_like_an_address(&address) {
            return refuse(words.email_wrong().to_owned());
        }
        is_busy.set(true);
        spawn_local(async move {
            match doors::request_code(&address).await {
                Ok(code) => {
                    sent.try_set(Some((address, code)));
                }
                Err(failed) => refuse(says(words, &failed)),
            }
        });
    };
    view! {
        <main class="ph door" id="main">
            <PageTitle tab=words.email_title()>{words.email_title()}</PageTitle>
            {fault.map(|fault| view! { <p class="note warn" role="alert">{fault}</p> })}
            <p class="sub">{words.email_lead()}</p>
            <form novalidate on:submit=move |event| { event.prevent_default(); ask(); }>
                <label class="ds-label" for="email">{words.email_label()}</label>
                <input
                    class="ds-input"
                    id="email"
                    type="email"
                    inputmode="email"
                    autocomplete="email"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby="email-wrong"
                    aria-invalid=move || problem.with(Option::is_some).then_some("true")
                    prop:value=move || email.get()
                    on:input=move |event| email.set(event_target_value(&event))
                    node_ref=node
                />
                <p class="ds-validation-message" data-color="danger" id="email-wrong" hidden=move || problem.with(Option::is_none)>
                    {move || problem.get()}
                </p>
                <button class="ds-button" type="submit" data-fullwidth="true" aria-busy=move || is_busy.get().then_some("true")>
                    {words.email_send()}
                </button>
            </form>
            <Provider to=to/>
            <p class="center-text"><a class="ds-link" href="/">{words.email_have_code()}</a></p>
        </main>
    }
}

/// The button of a sign-in provider, when the server has one.
#[component]
fn Provider(to: StoredValue<String>) -> impl IntoView {
    let words = use_words();
    let name = RwSignal::<Option<String>>::new(None);
    spawn_local(async move {
        // Without an answer there is no button; the code by e-mail works without it.
        if let Ok(ways) = doors::ways().await {
            name.try_set(ways.provider);
        }
    });
    let start = move || {
        let to: String = js_sys::encode_uri_component(&to.get_value()).into();
        format!("/oidc/start?to={to}")
    };
    move || {
        name.get().map(|name| {
            view! {
                <p class="or"><span>{words.join_or()}</span></p>
                <a class="ds-button" data-variant="secondary" data-fullwidth="true" rel="external" href=start()>{name}</a>
            }
        })
    }
}

fn provider_fault(words: Words, fault: Option<&str>) -> Option<&'static str> {
    match fault? {
        "ukjent" => Some(words.provider_unknown()),
        _ => Some(words.provider_failed()),
    }
}

/// Enough to catch a slip of the finger; the server decides.
fn is_like_an_address(text: &str) -> bool {
    text.split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        && !text.contains(char::is_whitespace)
}

/// A path on this server and nothing else, so that a link cannot lead somebody away after they have signed in.
fn is_own_page(to: &str) -> bool {
    to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\n', '\r', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_pages_are_gone_to_after_signing_in() {
        for (to, is_own) in [
            ("/", true),
            ("/m/482173/lobby", true),
            ("//elsewhere.example", false),
            ("/\\elsewhere.example", false),
            ("/\t/elsewhere.example", false),
            ("https://elsewhere.example", false),
            ("javascript:alert(1)", false),
            ("", false),
        ] {
            assert_eq!(is_own_page(to), is_own, "{to}");
        }
    }

    #[test]
    fn a_slip_of_the_finger_is_no_address() {
        for (text, is_like) in [
            ("kari@eksempel.no", true),
            ("kari", false),
            ("kari@", false),
            ("@eksempel.no", false),
            ("kari@eksempel", false),
            ("kari nesheim@eksempel.no", false),
        ] {
            assert_eq!(is_like_an_address(text), is_like, "{text}");
        }
    }
}
