//! Making the report final, after one question that says what is still open.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a bundle of signals, copied as every handle is; it is large only where pointers are"
)]

use leptos::prelude::*;
use shared::proceedings::command::Command;

use super::desk::Desk;
use crate::components::icon::{Glyph, Icon};
use crate::office::parts::Confirm;
use crate::words::use_words;

/// What has not come yet.
#[derive(Clone, Copy)]
struct Open {
    n_comments: Memo<usize>,
    /// How many readers have not approved, and how many there are.
    missing: Memo<(usize, usize)>,
}

impl Open {
    fn of(desk: Desk) -> Self {
        let missing = Memo::new(move |_| {
            desk.report.with(|report| {
                let readers = report.readers.values();
                let missing = readers.filter(|it| it.read_at.is_none());
                (missing.count(), report.readers.len())
            })
        });
        Self {
            n_comments: Memo::new(move |_| desk.open_comments().len()),
            missing,
        }
    }
}

#[component]
pub fn Finish(desk: Desk) -> impl IntoView {
    let words = use_words();
    let is_asking = RwSignal::new(false);
    let open = Open::of(desk);
    view! {
        <section class="card pad col" aria-labelledby="finish">
            <h2 class="h-card" id="finish">{words.pap_before_final()}</h2>
            <Checks open=open/>
            {move || if is_asking.get() {
                view! { <Question desk=desk open=open is_asking=is_asking/> }.into_any()
            } else {
                view! { <Ways desk=desk open=open is_asking=is_asking/> }.into_any()
            }}
        </section>
    }
}

#[component]
fn Checks(open: Open) -> impl IntoView {
    let words = use_words();
    let n_comments = open.n_comments;
    let is_fine = move || open.missing.get().0 == 0;
    let missing = move || {
        let (n_missing, n_readers) = open.missing.get();
        words.pap_n_missing(&n_missing.to_string(), &n_readers.to_string())
    };
    view! {
        <ul class="pap-checks">
            <li class="okk row g8"><Icon glyph=Glyph::CheckmarkCircle/><span>{words.pap_numbers_locked()}</span></li>
            <li class="row g8" class:okk=move || n_comments.get() == 0 class:wn=move || n_comments.get() != 0>
                {move || sign(n_comments.get() == 0)}<span>{move || words.pap_n_comments_open(n_comments.get())}</span>
            </li>
            <li class="row g8" class:okk=is_fine class:wn=move || !is_fine()>
                {move || sign(is_fine())}<span>{missing}</span>
            </li>
        </ul>
    }
}

fn sign(is_fine: bool) -> impl IntoView {
    let glyph = if is_fine {
        Glyph::CheckmarkCircle
    } else {
        Glyph::ExclamationmarkTriangle
    };
    view! { <Icon glyph=glyph/> }
}

#[component]
fn Question(desk: Desk, open: Open, is_asking: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let finish = Callback::new(move |()| {
        is_asking.set(false);
        desk.asking.tell(
            Command::FinaliseReport,
            Some(words.pap_now_final().to_owned()),
            None,
        );
    });
    move || {
        let comments = words.pap_finish_open(open.n_comments.get());
        let (n_missing, n_readers) = open.missing.get();
        let missing = words.pap_finish_missing(&n_missing.to_string(), &n_readers.to_string());
        view! {
            <Confirm
                text=format!("{comments} {missing} {}", words.pap_finish_means())
                yes=words.pap_finish()
                no=words.never_mind()
                on_yes=finish
                on_no=Callback::new(move |()| is_asking.set(false))
            />
        }
    }
}

/// On to the end, or back to a draft.
#[component]
fn Ways(desk: Desk, open: Open, is_asking: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let withdraw = move |_| {
        let before = desk.report.get_untracked();
        let again = Command::SendReport {
            due: before.due,
            readers: before.readers.into_keys().collect(),
        };
        desk.asking.tell(
            Command::WithdrawReport,
            Some(words.pap_withdrawn().to_owned()),
            Some(again),
        );
    };
    let count = move || {
        let n_open = open.n_comments.get();
        (n_open > 0).then(|| view! { <span class="pap-n">{words.pap_n_open(n_open)}</span> })
    };
    view! {
        <button class="ds-button" type="button" on:click=move |_| is_asking.set(true)>{words.pap_finish()}{count}</button>
        <button
            class="ds-button"
            type="button"
            data-variant="tertiary"
            data-color="neutral"
            data-size="sm"
            on:click=withdraw
        >
            {words.pap_withdraw()}
        </button>
    }
}
