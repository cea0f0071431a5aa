//! Receiving people: who asks to come in, who is here, opening and closing the meeting, and the wall.

mod actions;
mod knocks;
mod people;
mod person;
mod screen;
mod state;

use leptos::prelude::*;

use self::actions::Actions;
use self::knocks::Knocks;
use self::people::People;
use self::screen::Screen;
use self::state::StateCard;
use super::room::RoomPage;
use crate::components::arrivals::tell_arrivals;
use crate::components::header::Header;
use crate::components::icon::Glyph;
use crate::components::message::MessageBody;
use crate::components::page_title::PageTitle;
use crate::components::room_bar::RoomBars;
use crate::components::toast::{ToastPlace, Toasts};
use crate::meeting::meeting_title;
use crate::room::{RoomContext, receives};

#[component]
pub fn ReceivePage() -> impl IntoView {
    view! { <RoomPage page=receive/> }
}

fn receive(context: RoomContext) -> impl IntoView {
    tell_arrivals(&context);
    let words = context.words;
    let view = context.view;
    let about = view.with_untracked(|view| view.meeting.clone());
    let title = meeting_title(words, about.kind, about.year);
    let may = Memo::new(move |_| view.with(|view| receives(view)));
    let lobby = context.path("lobby");
    let toasts = Toasts::new();
    let inner = context.clone();
    let body = move || {
        if may.get() {
            view! { <Desk context=inner.clone() toasts=toasts/> }.into_any()
        } else {
            view! { <NotYours context=inner.clone()/> }.into_any()
        }
    };
    view! {
        <Header place=title person=Some(context.person.clone())>
            <a class="ds-link sm head-link" rel="external" href=lobby>{words.lobby()}</a>
        </Header>
        <RoomBars context=context/>
        {body}
        <ToastPlace toasts=toasts/>
    }
}

#[component]
fn Desk(context: RoomContext, toasts: Toasts) -> impl IntoView {
    let words = context.words;
    let actions = Actions::new(&context, toasts);
    view! {
        <main class="desk" id="main">
            <PageTitle tab=words.receive_title()>{words.receive_title()}</PageTitle>
            <Knocks context=context.clone() actions=actions/>
            <StateCard context=context.clone() actions=actions/>
            <People context=context.clone() actions=actions/>
            <Screen context=context/>
        </main>
    }
}

/// For those who do not receive people, or no longer do.
#[component]
fn NotYours(context: RoomContext) -> impl IntoView {
    let words = context.words;
    let names = context.view.with(|view| view.receivers.clone());
    let text = if names.is_empty() {
        words.receive_not_yours_text().to_owned()
    } else {
        words.receive_not_yours_by(&words.list(&names))
    };
    let lobby = context.path("lobby");
    view! {
        <MessageBody glyph=Glyph::PadlockLocked heading=words.receive_not_yours().to_owned() text=text>
            <a class="ds-button" rel="external" href=lobby>{words.receive_to_lobby()}</a>
        </MessageBody>
    }
}
