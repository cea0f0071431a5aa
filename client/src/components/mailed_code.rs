//! "Skriv koden fra e-posten": the six digits, how many tries are left, and what to do when no e-mail comes.

use gloo_timers::callback::Interval;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::programme::Person;
use shared::view::{CodeSent, SessionView};

use super::code_input::{CodeInput, N_DIGITS};
use super::failed::{duration, says};
use super::icon::{Glyph, Icon};
use super::page_title::PageTitle;
use super::remember::Remember;
use crate::announce;
use crate::api::ask::Failed;
use crate::api::doors;
use crate::words::{Words, use_words};

/// Who the code is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Addressee {
    /// An address that somebody typed. Nothing says whether it is known.
    Email(String),
    /// Somebody chosen from the list of the meeting with this code.
    Listed { code: String, person: Person },
}

impl Addressee {
    pub async fn ask(&self) -> Result<CodeSent, Failed> {
        match self {
            Self::Email(email) => doors::request_code(email).await,
            Self::Listed { code, person } => doors::request_code_for(code, &person.id).await,
        }
    }

    /// Where somebody who gets no e-mail can ask to be let in.
    fn way_in(&self) -> String {
        match self {
            Self::Email(_) => "/".to_owned(),
            Self::Listed { code, .. } => format!("/m/{code}"),
        }
    }
}

#[component]
pub fn MailedCode(
    addressee: Addressee,
    sent: CodeSent,
    on_in: Callback<SessionView>,
    on_back: Callback<()>,
) -> impl IntoView {
    let words = use_words();
    let node = NodeRef::<Input>::new();
    let digits = RwSignal::new(String::new());
    let problem = RwSignal::<Option<String>>::new(None);
    let is_busy = RwSignal::new(false);
    let remember = RwSignal::new(true);
    let good_for = duration(words, sent.good_for_s);
    let told = where_to(words, &addressee, &sent);
    let way_in = addressee.way_in();
    let request = RwSignal::new(sent);
    let refuse = move |text: String| {
        announce::polite(text.clone());
        problem.try_set(Some(text));
        digits.try_set(String::new());
        is_busy.try_set(false);
        if let Some(field) = node.try_get_untracked().flatten() {
            drop(field.focus());
        }
    };
    let answer = move || {
        if is_busy.get_untracked() {
            return;
        }
        let code = digits.get_untracked();
        if code.len() < N_DIGITS {
            return refuse(words.code_short().to_owned());
        }
        is_busy.set(true);
        spawn_local(async move {
            let sent = request.with_untracked(|sent| sent.request.clone());
            match doors::answer_code(&sent, &code, remember.get_untracked()).await {
                Ok(session) => on_in.run(session),
                Err(failed) => refuse(says_wrong(words, &failed)),
            }
        });
    };
    let on_sent = Callback::new(move |again: CodeSent| {
        request.set(again);
        digits.set(String::new());
        problem.set(None);
        announce::polite(words.code_sent_again());
        if let Some(field) = node.get_untracked() {
            drop(field.focus());
        }
    });
    let on_failed = Callback::new(move |failed: Failed| {
        let text = says(words, &failed);
        announce::polite(text.clone());
        problem.set(Some(text));
    });
    view! {
        <main class="ph door" id="main">
            <PageTitle tab=words.code_title()>{words.code_title()}</PageTitle>
            <p class="sub">{told}" "{words.code_good_for(&good_for)}</p>
            <form novalidate on:submit=move |event| { event.prevent_default(); answer(); }>
                <label class="ds-label" for="mail-code">{words.code_label()}</label>
                <CodeInput
                    id="mail-code"
                    digits=digits
                    is_wrong=Signal::derive(move || problem.with(Option::is_some))
                    described_by="mail-code-help mail-code-wrong"
                    on_full=Callback::new(move |()| answer())
                    node=node
                />
                <p class="ds-validation-message" data-color="danger" id="mail-code-wrong" hidden=move || problem.with(Option::is_none)>
                    {move || problem.get()}
                </p>
                <p class="sub sm" id="mail-code-help">{words.code_help()}</p>
                <button class="ds-button" type="submit" data-fullwidth="true" aria-busy=move || is_busy.get().then_some("true")>
                    {move || if is_busy.get() { words.signin_busy() } else { words.code_submit() }}
                </button>
            </form>
            <Remember remember=remember/>
            <div class="alt lines">
                <Again addressee=addressee request=request on_sent=on_sent on_failed=on_failed/>
                <NoMail way_in=way_in/>
                <button class="alt-row" type="button" on:click=move |_| on_back.run(())>
                    <Icon glyph=Glyph::ArrowLeft/>
                    <span>{words.code_other()}</span>
                </button>
            </div>
        </main>
    }
}

fn where_to(words: Words, addressee: &Addressee, sent: &CodeSent) -> AnyView {
    match (addressee, &sent.sent_to) {
        (Addressee::Email(email), _) => words.code_if_known(email).into_any(),
        (Addressee::Listed { .. }, Some(masked)) => view! {
            {words.code_sent_to()}" "<b class="where-to">{masked.clone()}</b>"."
        }
        .into_any(),
        (Addressee::Listed { .. }, None) => words.code_sent().into_any(),
    }
}

fn says_wrong(words: Words, failed: &Failed) -> String {
    match (failed.code(), failed.tries_left()) {
        ("wrong-code", Some(0)) | ("too-many-tries", _) => words.code_no_tries().to_owned(),
        ("wrong-code", Some(n)) => words.code_wrong(usize::try_from(n).unwrap_or(usize::MAX)),
        ("wrong-code", None) => words.code_wrong_plain().to_owned(),
        ("code-expired", _) => words.code_expired().to_owned(),
        _ => says(words, failed),
    }
}

/// "Send en ny kode", when enough seconds have gone.
#[component]
fn Again(
    addressee: Addressee,
    request: RwSignal<CodeSent>,
    on_sent: Callback<CodeSent>,
    on_failed: Callback<Failed>,
) -> impl IntoView {
    let words = use_words();
    let left_s = RwSignal::new(0_u32);
    let is_busy = RwSignal::new(false);
    // Seconds are counted here: the clock of this device and the server's may differ.
    Effect::new(move || left_s.set(request.with(|sent| sent.again_in_s)));
    let tick = Interval::new(1_000, move || {
        left_s.try_update(|left_s| *left_s = left_s.saturating_sub(1));
    });
    let tick = StoredValue::new_local(Some(tick));
    on_cleanup(move || {
        tick.try_set_value(None);
    });
    let addressee = StoredValue::new(addressee);
    let press = move |_| {
        if left_s.get_untracked() > 0 || is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        spawn_local(async move {
            match addressee.get_value().ask().await {
                Ok(sent) => on_sent.run(sent),
                Err(failed) => {
                    left_s.try_set(failed.retry_in_s().unwrap_or(0));
                    on_failed.run(failed);
                }
            }
            is_busy.try_set(false);
        });
    };
    let waits = move || left_s.get() > 0;
    view! {
        <button class="alt-row" type="button" aria-disabled=move || waits().then_some("true") on:click=press>
            <Icon glyph=Glyph::ArrowsCirclepath/>
            <span>
                {words.code_again()}
                {move || waits().then(|| view! { <small>{words.code_again_in(&duration(words, left_s.get()))}</small> })}
            </span>
        </button>
    }
}

#[component]
fn NoMail(way_in: String) -> impl IntoView {
    let words = use_words();
    view! {
        <details class="alt-more">
            <summary class="alt-row">
                <Icon glyph=Glyph::Information/>
                <span>{words.code_none()}</span>
                <Icon glyph=Glyph::ChevronRight/>
            </summary>
            <ul class="bullets">
                <li>{words.code_none_spam()}</li>
                <li>{words.code_none_knock()}" "<a class="ds-link" rel="external" href=way_in>{words.code_none_knock_link()}</a></li>
                <li>{words.code_none_manager()}</li>
            </ul>
        </details>
    }
}
