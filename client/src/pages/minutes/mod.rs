//! The minutes of the formal part: put together by the meeting, corrected where somebody sees a slip, approved by those who
//! sign, and then fixed.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a bundle of signals, copied as every handle is; it is large only where pointers are"
)]

mod correct;
mod desk;
mod document;
mod side;

use leptos::prelude::*;
use shared::proceedings::formal::minutes::Minutes;
use shared::proceedings::formal::state::MinutesStep;

use self::correct::Correcting;
use self::desk::Desk;
use self::document::Document;
use self::side::Side;
use super::asking::Asking;
use super::home::Loading;
use super::room::RoomPage;
use crate::api::ApiError;
use crate::components::drawing::Drawing;
use crate::components::header::Header;
use crate::components::icon::{Glyph, Icon};
use crate::components::message::MessageBody;
use crate::components::page_title::PageTitle;
use crate::components::room_bar::RoomBars;
use crate::components::toast::{ToastPlace, Toasts};
use crate::dates;
use crate::meeting::meeting_title;
use crate::places;
use crate::room::RoomContext;
use crate::words::use_words;

#[component]
pub fn MinutesPage() -> impl IntoView {
    view! { <RoomPage page=minutes/> }
}

fn minutes(context: RoomContext) -> impl IntoView {
    let words = context.words;
    let about = context.view.with_untracked(|view| view.meeting.clone());
    let title = meeting_title(words, about.kind, about.year);
    let toasts = Toasts::new();
    let desk = Desk::new(&context, Asking::new(&context, toasts));
    let part = context.path("formelt");
    let body = move || match desk.fetched.get() {
        None => view! { <Loading/> }.into_any(),
        Some(Ok(page)) if page.minutes.head.from.is_some() => {
            view! { <Sheet desk=desk minutes=page.minutes.clone()/> }.into_any()
        }
        answer => {
            let (heading, text) = match answer {
                Some(Err(ApiError::Unreachable)) => {
                    (words.unreachable_title(), words.unreachable_text())
                }
                Some(Err(ApiError::NotAllowed)) => {
                    (words.mi_not_yet_title(), words.mi_not_yet_text())
                }
                Some(Ok(_)) => (words.mi_nothing_title(), words.mi_nothing_text()),
                _ => (words.broken_title(), words.broken_text()),
            };
            let (href, rel) = (part.clone(), places::rel(&part));
            view! {
                <div class="fo-nothing">
                    <Drawing/>
                    <MessageBody glyph=Glyph::FileText heading=heading.to_owned() text=text.to_owned()>
                        <a class="ds-button" href=href rel=rel>{words.fo_part()}</a>
                    </MessageBody>
                </div>
            }
            .into_any()
        }
    };
    view! {
        <Header place=title person=Some(context.person.clone())/>
        <RoomBars context=context/>
        {body}
        <Correcting desk=desk/>
        <ToastPlace toasts=toasts/>
    }
}

#[component]
fn Sheet(desk: Desk, minutes: Minutes) -> impl IntoView {
    let words = desk.words;
    let date = dates::day_month_year(words, minutes.head.date);
    let heading = words.mi_title(&date);
    let (tab, title) = (heading.clone(), heading.clone());
    let state = move || match desk.step() {
        MinutesStep::Draft => (words.mi_draft(), "info"),
        MinutesStep::InReview => (words.mi_in_review(), "warning"),
        MinutesStep::Approved => (words.mi_approved(), "success"),
    };
    let tag = move || {
        let (name, color) = state();
        view! { <span class="ds-tag" data-color=color data-size="sm">{name}</span> }
    };
    let print = move |_| drop(window().print());
    let public = move |_| desk.is_public.update(|is_public| *is_public = !*is_public);
    let public_verb = move || {
        if desk.is_public.get() {
            words.mi_own_version()
        } else {
            words.mi_public_version()
        }
    };
    view! {
        <main class="fo-minutes" id="main">
            <Contents minutes=minutes.clone()/>
            <div class="fo-paper">
                <div class="row wrap g8 fo-noprint">
                    <PageTitle tab=tab>{title}</PageTitle>
                    {tag}
                    <span class="sp"></span>
                    <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" data-color="neutral" on:click=public>
                        <Icon glyph=Glyph::Eye/>{public_verb}
                    </button>
                    <button class="ds-button" type="button" data-size="sm" data-variant="secondary" data-color="neutral" on:click=print>
                        <Icon glyph=Glyph::FileExport/>{words.mi_print()}
                    </button>
                </div>
                <Document desk=desk minutes=minutes.clone() heading=heading/>
            </div>
            <Side desk=desk minutes=minutes/>
        </main>
    }
}

#[component]
fn Contents(minutes: Minutes) -> impl IntoView {
    let words = use_words();
    let rows = minutes.items.iter().map(|item| {
        let href = format!("#{}", item.id);
        let title = if item.is_left_out { words.fo_closed_item().to_owned() } else { item.title.clone() };
        view! { <li><a href=href><span class="sub tn">{item.number.clone()}</span><span>{title}</span></a></li> }
    });
    let rows = rows.collect_view();
    let whole = minutes.wholeness();
    let check = |is_so: bool, text: String| {
        let glyph = if is_so {
            Glyph::CheckmarkCircle
        } else {
            Glyph::ExclamationmarkTriangle
        };
        view! { <li class:bad=!is_so><Icon glyph=glyph/>{text}</li> }
    };
    let resolved = words.mi_n_resolved(&whole.n_resolved.to_string(), &whole.n_items.to_string());
    let adds_up = if whole.votes_add_up {
        words.mi_votes_add_up()
    } else {
        words.mi_votes_do_not()
    };
    view! {
        <nav class="fo-contents" aria-label=words.mi_contents()>
            <p class="sub sm" aria-hidden="true">{words.mi_contents()}</p>
            <ul><li><a href="#fo-head"><span>{words.mi_meeting()}</span></a></li>{rows}</ul>
            <section class="note" aria-labelledby="fo-whole">
                <h2 class="h-card sm" id="fo-whole">{words.mi_put_together()}</h2>
                <ul class="fo-whole">
                    {check(whole.n_resolved == whole.n_items, resolved)}
                    {check(whole.votes_add_up, adds_up.to_owned())}
                    {check(true, words.mi_n_impartiality(whole.n_impartiality))}
                </ul>
            </section>
        </nav>
    }
}
