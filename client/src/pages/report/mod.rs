//! The report: put together by the server from what was agreed, read through by those who were asked, and made final.

mod comments;
mod desk;
mod document;
mod finish;
mod indicator;
mod review;
mod sending;

use leptos::prelude::*;
use shared::proceedings::command::Command;
use shared::proceedings::state::ReportState;
use shared::report::{Report, ReportPage as Page, Section};

use self::comments::{Comments, section_title};
use self::desk::Desk;
use self::document::{Document, anchor};
use self::review::Review;
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
use crate::meeting::meeting_title;
use crate::places;
use crate::room::RoomContext;

#[component]
pub fn ReportPage() -> impl IntoView {
    view! { <RoomPage page=report/> }
}

fn report(context: RoomContext) -> impl IntoView {
    let words = context.words;
    let about = context.view.with_untracked(|view| view.meeting.clone());
    let place = words.pap_report_of(&meeting_title(words, about.kind, about.year));
    let toasts = Toasts::new();
    let desk = Desk::new(&context, Asking::new(&context, toasts));
    say_opened(desk);
    let title = place.clone();
    let lobby = context.path("lobby");
    let body = move || match desk.fetched.get() {
        None => view! { <Loading/> }.into_any(),
        Some(Ok(page)) => {
            view! { <Sheet desk=desk page=(*page).clone() title=title.clone()/> }.into_any()
        }
        Some(Err(error)) => {
            let (heading, text) = match (error, desk.state()) {
                (ApiError::Unreachable, _) => (words.unreachable_title(), words.unreachable_text()),
                (ApiError::NotAllowed, ReportState::InReview) => {
                    (words.pap_in_review(), words.pap_in_review_text())
                }
                (ApiError::NotAllowed, _) => {
                    (words.pap_not_sent_yet(), words.pap_not_sent_yet_text())
                }
                (ApiError::NotFound, _) => (words.pap_no_report(), words.pap_no_report_text()),
                _ => (words.broken_title(), words.broken_text()),
            };
            let (href, rel) = (lobby.clone(), places::rel(&lobby));
            view! {
                <div class="pap-nothing">
                    <Drawing/>
                    <MessageBody glyph=Glyph::FileText heading=heading.to_owned() text=text.to_owned()>
                        <a class="ds-button" href=href rel=rel>{words.receive_to_lobby()}</a>
                    </MessageBody>
                </div>
            }
            .into_any()
        }
    };
    view! {
        <Header place=place person=Some(context.person.clone())/>
        <RoomBars context=context/>
        {body}
        <ToastPlace toasts=toasts/>
    }
}

/// A reader who has it before them says so, once.
#[allow(
    clippy::large_types_passed_by_value,
    reason = "a bundle of signals, copied as every handle is; it is large only where pointers are"
)]
fn say_opened(desk: Desk) {
    let opens = Memo::new(move |_| {
        let me = desk.me.get_value();
        desk.report.with(|report| {
            let reading = report.readers.get(&me);
            report.state == ReportState::InReview
                && reading.is_some_and(|reading| reading.opened_at.is_none())
        })
    });
    let is_shown = Memo::new(move |_| desk.fetched.with(|it| matches!(it, Some(Ok(_)))));
    Effect::new(move || {
        if opens.get() && is_shown.get() {
            desk.asking.tell(Command::OpenReport, None, None);
        }
    });
}

#[component]
fn Sheet(desk: Desk, page: Page, title: String) -> impl IntoView {
    let words = desk.words;
    let report = page.report.clone();
    let print = move |_| drop(window().print());
    let beside = report.clone();
    view! {
        <main class="pap-desk" id="main">
            <div class="pap-bar">
                <PageTitle tab=title.clone()>{title.clone()}</PageTitle>
                <States desk=desk/>
                <span class="sp"></span>
                <button class="ds-button" type="button" data-variant="secondary" data-color="neutral" on:click=print>
                    <Icon glyph=Glyph::FileExport/>
                    {words.pap_print()}
                </button>
            </div>
            <div class="pap-three">
                <Contents desk=desk report=report.clone()/>
                <div class="pap-main">
                    <Document desk=desk report=report/>
                    <p class="sub sm row g8 pap-locked"><Icon glyph=Glyph::PadlockLocked/><span>{words.pap_locked_note()}</span></p>
                </div>
                <div class="pap-side">
                    <Review desk=desk page=page/>
                    <Comments desk=desk report=beside/>
                </div>
            </div>
        </main>
    }
}

/// Utkast → Til gjennomlesing → Endelig.
#[component]
fn States(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let all = [
        (ReportState::Draft, words.pap_state_draft()),
        (ReportState::InReview, words.pap_state_review()),
        (ReportState::Final, words.pap_state_final()),
    ];
    let place = |state: ReportState| match state {
        ReportState::Draft => 0,
        ReportState::InReview => 1,
        ReportState::Final => 2,
    };
    let items = all
        .into_iter()
        .map(|(state, name)| {
            let is_now = move || desk.state() == state;
            let is_done = move || place(state) < place(desk.state());
            view! {
                <li class:now=is_now class:done=is_done aria-current=move || is_now().then_some("step")>
                    {move || is_done().then(|| view! { <Icon glyph=Glyph::Checkmark/> })}
                    {name}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="pap-states" aria-label=words.pap_states()>{items}</ol> }
}

#[component]
fn Contents(desk: Desk, report: Report) -> impl IntoView {
    let words = desk.words;
    let item = |section: &Section, code: Option<String>| {
        let title = section_title(words, &report, section).unwrap_or_default();
        let href = format!("#{}", anchor(section));
        let name = section.name();
        let count = move || {
            let n_open = desk.n_open_in(&name);
            (n_open > 0).then(|| {
                view! {
                    <span class="cnt" aria-hidden="true">{n_open}</span>
                    <span class="ds-sr-only">{words.pap_n_comments_open(n_open)}</span>
                }
            })
        };
        view! { <li><a href=href><span class="sub tn">{code}</span><span>{title}</span>{count}</a></li> }
    };
    let of_part = report.parts.iter().map(|part| {
        let rows = part
            .indicators
            .iter()
            .map(|it| item(&Section::Indicator(it.id.clone()), Some(it.code.clone())))
            .collect_view();
        view! { <li><b>{part.title.get(words.0).to_owned()}</b><ul>{rows}</ul></li> }
    });
    let of_part = of_part.collect_view();
    let first = [Section::Conclusion, Section::Method, Section::Overview];
    let first = first
        .iter()
        .map(|section| item(section, None))
        .collect_view();
    let last = report
        .sections()
        .into_iter()
        .filter(|section| matches!(section, Section::Proposals | Section::FollowedUp))
        .map(|section| item(&section, None))
        .collect_view();
    view! {
        <nav class="pap-contents" aria-label=words.pap_contents()>
            <p class="sub sm" aria-hidden="true">{words.pap_contents()}</p>
            <ul>{first}{of_part}{last}</ul>
        </nav>
    }
}
