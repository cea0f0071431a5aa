//! "Parker en sak": something for another time, from anywhere, with what is parked already.

use leptos::prelude::*;
use shared::proceedings::command::Command;
use shared::proceedings::state::Parked;

use super::day::Day;
use crate::components::dialog::Dialog;
use crate::components::icon::{Glyph, Icon};
use crate::{announce, mint};

#[component]
pub fn Park(day: Day, is_open: RwSignal<bool>) -> impl IntoView {
    let words = day.words;
    let text = RwSignal::new(String::new());
    let parked = day.read(|view| view.parked.clone());
    let heading = Signal::derive(move || words.ses_park().to_owned());
    let park = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let written = text.get_untracked().trim().to_owned();
        if written.is_empty() {
            return;
        }
        day.give(Command::Park {
            id: mint::note_id(),
            text: written,
        });
        text.set(String::new());
        announce::polite(words.ses_parked());
    };
    let list = move || {
        let parked = parked.get();
        (!parked.is_empty()).then(|| {
            let lines = parked
                .into_iter()
                .map(|one| view! { <Line day=day parked=one/> });
            view! { <ul class="lines ses-parked">{lines.collect_view()}</ul> }
        })
    };
    view! {
        <Dialog is_open=is_open id="day-park" heading=heading>
            <p class="sm sub">{words.ses_park_help()}</p>
            <form class="ses-form" on:submit=park>
                <label class="ds-label" for="park-text">{words.ses_park_label()}</label>
                <textarea
                    class="ds-input"
                    id="park-text"
                    rows="2"
                    lang=day.lang()
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                ></textarea>
                <button class="ds-button" type="submit"><Icon glyph=Glyph::LightBulb/>{words.ses_park_do()}</button>
            </form>
            {list}
        </Dialog>
    }
}

#[component]
fn Line(day: Day, parked: Parked) -> impl IntoView {
    let words = day.words;
    let is_mine = parked.by == day.me().id;
    let who = day.person(&parked.by).map(|person| person.name);
    let id = parked.id.clone();
    let label = words.ses_unpark(&parked.text);
    let undo = is_mine.then(move || {
        let press = move |_| day.give(Command::Unpark { id: id.clone() });
        view! {
            <button class="btn-i" type="button" aria-label=label on:click=press><Icon glyph=Glyph::XMark/></button>
        }
    });
    view! {
        <li class="row"><span class="bar-text"><span>{parked.text.clone()}</span><small class="xs sub ses-block">{who}</small></span>{undo}</li>
    }
}
