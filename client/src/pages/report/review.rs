//! Beside the report: who has read it, one's own reading, and what a final one is known by. Sending it and making it
//! final stand in [`super::sending`] and [`super::finish`].

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a bundle of signals, copied as every handle is; it is large only where pointers are"
)]

use leptos::prelude::*;
use shared::proceedings::command::Command;
use shared::proceedings::state::{Reading, ReportState};
use shared::report::ReportPage;

use super::desk::Desk;
use super::finish::Finish;
use super::sending::Sending;
use crate::components::avatar::PersonAvatar;
use crate::components::copy::{CopyButton, download};
use crate::components::icon::{Glyph, Icon};
use crate::dates;
use crate::words::{Words, use_words};

/// What there is to do about the report in its state.
#[component]
pub fn Review(desk: Desk, page: ReportPage) -> impl IntoView {
    let is_changing = RwSignal::new(false);
    let page = StoredValue::new(page);
    move || match (desk.state(), desk.finishes.get(), is_changing.get()) {
        (ReportState::Draft, true, _) | (ReportState::InReview, true, true) => {
            view! { <Sending desk=desk is_changing=is_changing/> }.into_any()
        }
        (ReportState::Draft, false, _) => ().into_any(),
        (ReportState::InReview, finishes, _) => view! {
            {desk.is_reader().then(|| view! { <Approve desk=desk/> })}
            <Readers desk=desk is_changing=is_changing/>
            {finishes.then(|| view! { <Finish desk=desk/> })}
        }
        .into_any(),
        (ReportState::Final, _, _) => view! {
            <Finished desk=desk page=page.get_value()/>
            <Readers desk=desk is_changing=is_changing/>
        }
        .into_any(),
    }
}

#[component]
fn Readers(desk: Desk, is_changing: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let rows = move || {
        let readers = desk.report.with(|report| report.readers.clone());
        let rows = readers
            .into_iter()
            .filter_map(|(id, reading)| Some((desk.person(&id)?, reading)));
        let rows = rows.map(|(person, reading)| {
            let (glyph, class, text) = reading_says(words, &reading);
            view! {
                <li>
                    <PersonAvatar person=person.clone() size="tiny"/>
                    <span class="nm">{person.name}</span>
                    <span class=format!("{class} sm row g4")><Icon glyph=glyph/>{text}</span>
                </li>
            }
        });
        rows.collect_view()
    };
    let due = move || {
        let due = desk.report.with(|report| report.due);
        due.map(|date| words.pap_due_by(&dates::day_month(words, date)))
    };
    let is_open = move || desk.finishes.get() && desk.state() == ReportState::InReview;
    view! {
        <section class="card pad col" aria-labelledby="readers">
            <div class="row wrap">
                <h2 class="h-card" id="readers">{words.pap_reads()}</h2>
                <span class="sp"></span>
                <span class="sub sm">{due}</span>
            </div>
            <ul class="pap-people lines">{rows}</ul>
            <Show when=is_open>
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-variant="tertiary"
                    on:click=move |_| is_changing.set(true)
                >
                    <Icon glyph=Glyph::PersonPlus/>
                    {words.pap_change_readers()}
                </button>
            </Show>
        </section>
    }
}

fn reading_says(words: Words, reading: &Reading) -> (Glyph, &'static str, &'static str) {
    match (reading.read_at, reading.opened_at) {
        (Some(_), _) => (Glyph::CheckmarkCircle, "okk", words.pap_approved()),
        (None, Some(_)) => (Glyph::Eye, "sub", words.pap_opened()),
        (None, None) => (Glyph::Hourglass, "sub", words.pap_not_opened()),
    }
}

/// For somebody who was asked to read it.
#[component]
fn Approve(desk: Desk) -> impl IntoView {
    let words = use_words();
    let has_read = Memo::new(move |_| {
        let me = desk.me.get_value();
        desk.report.with(|report| {
            report
                .readers
                .get(&me)
                .is_some_and(|reading| reading.read_at.is_some())
        })
    });
    let confirm = move |is_read: bool| {
        desk.asking
            .tell(Command::ConfirmRead { is_read }, None, None);
    };
    move || {
        if has_read.get() {
            view! {
                <section class="card pad col" aria-label=words.pap_your_reading()>
                    <p class="okk row g8"><Icon glyph=Glyph::CheckmarkCircle/><span>{words.pap_you_approved()}</span></p>
                    <button
                        class="ds-button"
                        type="button"
                        data-size="sm"
                        data-variant="tertiary"
                        data-color="neutral"
                        on:click=move |_| confirm(false)
                    >
                        {words.pap_take_approval_back()}
                    </button>
                </section>
            }
            .into_any()
        } else {
            view! {
                <section class="card pad col" aria-label=words.pap_your_reading()>
                    <p class="sm">{words.pap_approve_ask()}</p>
                    <button class="ds-button" type="button" on:click=move |_| confirm(true)>{words.pap_approve()}</button>
                </section>
            }
            .into_any()
        }
    }
}

/// The hash that shows that nothing has changed since.
#[component]
fn Finished(desk: Desk, page: ReportPage) -> impl IntoView {
    let words = use_words();
    let frozen = page.frozen.clone()?;
    let hash = frozen.hash.clone();
    let name = format!("rapport-psv-{}.json", page.report.about.year);
    let canonical = page.report.canonical();
    let save = move |_| {
        if download(&name, &canonical).is_err() {
            desk.asking.toasts.say(words.broken_title().to_owned());
        }
    };
    Some(view! {
        <section class="card pad col" aria-labelledby="finished">
            <h2 class="h-card" id="finished">{words.pap_final_since(&dates::day_and_time(words, frozen.at))}</h2>
            <p class="sm">{words.pap_hash_means()}</p>
            <p class="pap-hash"><span class="ds-sr-only">{words.pap_hash()}</span>{frozen.hash}</p>
            <div class="row wrap g8">
                <CopyButton label=words.pap_copy_hash() text=move || hash.clone()/>
                <button class="ds-button" type="button" data-size="sm" data-variant="secondary" on:click=save>
                    <Icon glyph=Glyph::FileExport/>
                    {words.pap_download_data()}
                </button>
            </div>
        </section>
    })
}
