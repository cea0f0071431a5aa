//! The facilitator's console: the reception before the day has begun, and from then on the run sheet, what is happening
//! now and who is in the room. It sees who is done, and never what they answered.

mod begin;
mod behalf;
mod big_button;
mod end;
mod gather;
mod keys;
pub mod lead;
mod note;
mod now;
mod park;
mod parts;
mod people;
mod rehearsal;
mod round;
pub mod scene;
mod screen;
mod seminar;
mod share;
mod sheet;
mod step_menu;
mod tasks;
mod timer;
mod vote;

use leptos::prelude::*;
use shared::meeting::MeetingState;
use shared::rights::Act;

use self::begin::{Begin, may_begin};
use self::big_button::Middle;
use self::end::EndDialog;
use self::lead::Lead;
use self::note::Note;
use self::now::Now;
use self::park::Parked;
use self::people::People;
use self::screen::Screens;
use self::sheet::{RunSheet, behind};
use super::receive::actions::Actions;
use super::receive::{Desk, NotYours};
use super::room::RoomPage;
use crate::components::arrivals::tell_arrivals;
use crate::components::header::Header;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::room_bar::RoomBars;
use crate::components::toast::{ToastPlace, Toasts};
use crate::meeting::meeting_title;
use crate::papers::{self, Paper};
use crate::room::{RoomContext, receives};

#[component]
pub fn ConsolePage() -> impl IntoView {
    view! { <RoomPage page=console/> }
}

/// Which face the page has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Face {
    NotYours,
    Reception,
    Leading,
}

fn console(context: RoomContext) -> impl IntoView {
    tell_arrivals(&context);
    let words = context.words;
    let view = context.view;
    let about = view.with_untracked(|view| view.meeting.clone());
    let title = meeting_title(words, about.kind, about.year);
    let face = Memo::new(move |_| {
        view.with(|view| {
            let day = view.proceedings.as_ref();
            let has_begun = day.is_some_and(|day| day.position.is_some());
            let leads = view.may.contains(&Act::LeadMeeting);
            match view.meeting.state {
                MeetingState::Open | MeetingState::Running if leads && has_begun => Face::Leading,
                _ if receives(view) || leads => Face::Reception,
                _ => Face::NotYours,
            }
        })
    });
    let toasts = Toasts::new();
    let ends = RwSignal::new(false);
    let lead = Lead::new(&context, toasts);
    let lobby = context.path("lobby");
    let wall = context.path("skjerm");
    let tools = move || {
        if face.get() == Face::Leading {
            view! { <Tools lead=lead wall=wall.clone() ends=ends/> }.into_any()
        } else {
            view! { <a class="ds-link sm head-link" rel="external" href=lobby.clone()>{words.lobby()}</a> }.into_any()
        }
    };
    let inner = context.clone();
    let body = move || match face.get() {
        Face::NotYours => view! { <NotYours context=inner.clone()/> }.into_any(),
        Face::Reception => {
            let begins = Memo::new(move |_| view.with(|view| may_begin(view)));
            let begin = view! { <Begin lead=lead begins=begins.into()/> }.into_any();
            view! { <Desk context=inner.clone() toasts=toasts begin=begin begins=begins.into()/> }
                .into_any()
        }
        Face::Leading => {
            view! { <Leading context=inner.clone() lead=lead toasts=toasts ends=ends/> }.into_any()
        }
    };
    let band = about
        .is_rehearsal
        .then(|| view! { <rehearsal::Band lead=lead/> });
    view! {
        {band}
        <Header place=title person=Some(context.person.clone())>{tools}</Header>
        <RoomBars context=context/>
        {body}
        <ToastPlace toasts=toasts takes_focus=false/>
    }
}

/// How late it is, the wall in a window of its own, and the end.
#[component]
fn Tools(lead: Lead, wall: String, ends: RwSignal<bool>) -> impl IntoView {
    let words = lead.words;
    let behind = behind(lead);
    let late = move || {
        let minutes = behind.get()?;
        let text = words.con_late(&minutes.to_string());
        Some(view! { <span class="con-tag6"><Icon glyph=Glyph::Clock/>{text}</span> })
    };
    view! {
        {late}
        <a class="ds-button con-wall-link" aria-label=words.con_open_wall() data-variant="tertiary" data-color="neutral" href=wall target="_blank" rel="external noopener">
            <Icon glyph=Glyph::Presentation/><span>{words.con_open_wall()}</span>
        </a>
        <button class="ds-button" type="button" data-variant="secondary" data-color="neutral" aria-haspopup="dialog" on:click=move |_| ends.set(true)>
            {words.con_end()}
        </button>
    }
}

#[component]
fn Leading(
    context: RoomContext,
    lead: Lead,
    toasts: Toasts,
    ends: RwSignal<bool>,
) -> impl IntoView {
    let words = lead.words;
    let actions = Actions::new(&context, toasts);
    let middle = Middle {
        lead,
        asks: RwSignal::new(false),
        dots: RwSignal::new(None),
        n_groups: RwSignal::new(None),
        ends,
    };
    view! {
        <main class="con" id="main" data-size="sm">
            <div class="ds-sr-only"><PageTitle tab=words.con_page()>{words.con_page()}</PageTitle></div>
            <RunSheet lead=lead/>
            <div class="con-mid">
                <Now middle=middle/>
                <Screens lead=lead/>
                <Note lead=lead/>
                <Parked lead=lead/>
                <Papers lead=lead/>
            </div>
            <People context=context lead=lead actions=actions/>
        </main>
        <EndDialog lead=lead actions=actions is_open=ends/>
    }
}

/// The papers of the meeting, each in a window of its own: whoever leads does not leave the console.
#[component]
fn Papers(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let papers = Memo::new(move |_| lead.view.with(|view| papers::for_viewer(view)));
    let links = move || {
        let link = |paper: Paper| {
            let href = lead.path(paper.page());
            let title = paper.title(words);
            view! {
                <a class="ds-button" data-variant="tertiary" data-color="neutral" data-size="sm" href=href target="_blank" rel="external noopener">
                    <Icon glyph=paper.glyph()/>{title}
                </a>
            }
        };
        papers.get().into_iter().map(link).collect_view()
    };
    view! { <nav class="row wrap g8" aria-label=words.con_papers()>{links}</nav> }
}
