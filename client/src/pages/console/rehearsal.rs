//! Trying the day alone: made-up participants answer by themselves, and nothing of it is left when it is over.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::MeetingId;
use shared::view::{Nest, Pace};

use super::lead::Lead;
use super::parts::{Look, press};
use crate::api::ask::Failed;
use crate::api::rooms;
use crate::components::failed::says;
use crate::components::icon::{Glyph, Icon};

fn meeting(lead: Lead) -> MeetingId {
    lead.view.with_untracked(|view| view.meeting.id.clone())
}

/// Another meeting is another page, whichever program it belongs to.
fn leave_for(path: &str) {
    // A page that cannot be left stays, with its button to press again.
    drop(window().location().assign(path));
}

/// Begins a rehearsal of this meeting, and goes there.
pub fn begin(lead: Lead) {
    spawn_local(async move {
        match rooms::rehearse(&meeting(lead)).await {
            Ok(saved) => {
                let code = saved.code.unwrap_or_default();
                leave_for(&format!("/m/{code}/styr"));
            }
            Err(failed) => lead.toasts.say(says(lead.words, &failed)),
        }
    });
}

/// Ends the rehearsal, and leaves.
pub fn end(lead: Lead) {
    spawn_local(async move {
        match rooms::end_rehearsal(&meeting(lead)).await {
            Ok(()) => leave_for("/"),
            Err(failed) => lead.toasts.say(says(lead.words, &failed)),
        }
    });
}

/// Stands over everything while it is a rehearsal.
#[component]
pub fn Band(lead: Lead) -> impl IntoView {
    let words = lead.words;
    view! {
        <section class="rehearse con-rehearse" aria-label=words.con_rehearsal()>
            <Icon glyph=Glyph::ExclamationmarkTriangle/>
            <p><b>{words.con_rehearsal()}</b>" "{words.con_rehearsal_text()}</p>
            {press(Look::Edged, None, words.con_rehearsal_end(), move || end(lead))}
        </section>
    }
}

/// How the made-up ones are, so that the difficult can be tried too.
#[component]
pub fn Tricks(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let is_rehearsal = lead.view.with_untracked(|view| view.meeting.is_rehearsal);
    let nest = RwSignal::new(Nest::default());
    let stir = move |change: fn(&mut Nest), said: &'static str| {
        nest.update(change);
        let wanted = nest.get_untracked();
        // Losing the network is once, and not how they are from now on.
        nest.update(|nest| nest.loses_network = false);
        spawn_local(async move {
            let done: Result<(), Failed> = rooms::stir(&meeting(lead), &wanted).await;
            let said = done.map_or_else(|failed| says(words, &failed), |()| said.to_owned());
            lead.toasts.say(said);
        });
    };
    let is_fast = Memo::new(move |_| nest.with(|nest| nest.pace != Pace::Meeting));
    let is_spread = Memo::new(move |_| nest.with(|nest| nest.is_spread));
    let pace = move || {
        if is_fast.get() {
            press(
                Look::Edged,
                Some(Glyph::Hourglass),
                words.con_pace_meeting(),
                move || {
                    stir(
                        |nest| nest.pace = Pace::Meeting,
                        words.con_pace_is_meeting(),
                    );
                },
            )
        } else {
            press(
                Look::Edged,
                Some(Glyph::Hourglass),
                words.con_pace_fast(),
                move || {
                    stir(|nest| nest.pace = Pace::Fast, words.con_pace_is_fast());
                },
            )
        }
    };
    let spread = move || {
        if is_spread.get() {
            press(
                Look::Edged,
                Some(Glyph::ArrowsCirclepath),
                words.con_trick_alike(),
                move || {
                    stir(|nest| nest.is_spread = false, words.con_trick_is_alike());
                },
            )
        } else {
            press(
                Look::Edged,
                Some(Glyph::ArrowsCirclepath),
                words.con_trick_spread(),
                move || {
                    stir(|nest| nest.is_spread = true, words.con_trick_is_spread());
                },
            )
        }
    };
    let lose = move || stir(|nest| nest.loses_network = true, words.con_trick_lost());
    is_rehearsal.then(|| {
        view! {
            <section class="con-word" aria-labelledby="con-tricks">
                <h3 class="sm" id="con-tricks"><b>{words.con_tricks()}</b></h3>
                <div class="con-room-acts">
                    {pace}
                    {press(Look::Edged, Some(Glyph::CloudSlash), words.con_trick_lose(), lose)}
                    {spread}
                </div>
            </section>
        }
    })
}
