//! Receiving people: who asks to come in, who is here, opening and closing the meeting, and the wall. What the console
//! is before the day has begun.

pub mod actions;
pub mod knocks;
pub mod people;
mod person;
pub mod screen;
mod state;

use leptos::prelude::*;

use self::actions::Actions;
use self::knocks::Knocks;
use self::people::People;
use self::screen::Screen;
use self::state::StateCard;
use crate::components::icon::Glyph;
use crate::components::message::MessageBody;
use crate::components::page_title::PageTitle;
use crate::components::toast::Toasts;
use crate::room::RoomContext;

#[component]
pub fn Desk(
    context: RoomContext,
    toasts: Toasts,
    /// What stands over the doors: beginning the day.
    begin: AnyView,
    /// Whether it does.
    begins: Signal<bool>,
) -> impl IntoView {
    let words = context.words;
    let actions = Actions::new(&context, toasts);
    view! {
        <main class="desk" id="main">
            <PageTitle tab=words.receive_title()>{words.receive_title()}</PageTitle>
            <Knocks context=context.clone() actions=actions/>
            <div class="desk-doors">
                {begin}
                <StateCard context=context.clone() actions=actions begins=begins/>
            </div>
            <People context=context.clone() actions=actions/>
            <Screen context=context/>
        </main>
    }
}

/// For those who do not receive people, or no longer do.
#[component]
pub fn NotYours(context: RoomContext) -> impl IntoView {
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
