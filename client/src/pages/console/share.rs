//! Leading together: who else may press the buttons; and the reception within reach while the meeting runs.

use leptos::prelude::*;
use shared::proceedings::command::Command;
use shared::rights::{Act, Lock, MeetingSettings, Standing, lock};

use super::lead::Lead;
use crate::components::avatar::PersonAvatar;
use crate::components::dialog::Dialog;
use crate::pages::receive::actions::Actions;
use crate::pages::receive::people::People;
use crate::pages::receive::screen::Screen;
use crate::room::RoomContext;

/// Those whom a facilitator may let lead beside them (domain 1.4).
#[component]
pub fn Share(lead: Lead, actions: Actions, is_open: RwSignal<bool>) -> impl IntoView {
    let words = lead.words;
    let heading = Signal::derive(move || words.con_share().to_owned());
    let rows = move || {
        is_open.get().then(|| {
            let people = lead.view.with(|view| {
                let may = |role| {
                    let standing = Standing::taking_part(role);
                    lock(&standing, &MeetingSettings::default(), Act::LeadMeeting) == Some(Lock::NotDelegated)
                };
                let people = view.people.iter().filter(|one| may(one.person.role));
                people
                    .map(|one| (one.person.clone(), one.may_lead))
                    .collect::<Vec<_>>()
            });
            let rows = people.into_iter().map(|(person, leads)| {
                let name = person.name.clone();
                let id = person.id.clone();
                let first_name = person.first_name().to_owned();
                let set = move |_| {
                    let said = if leads { words.con_unshared(&first_name) } else { words.con_shared(&first_name) };
                    actions.set_may_lead(id.clone(), !leads, said);
                };
                let id = format!("con-share-{}", person.id);
                view! {
                    <li>
                        <PersonAvatar person=person/>
                        <span class="con-pn" id=id.clone()>{name}</span>
                        <button class="ds-button" type="button" data-variant="secondary" data-color="neutral" aria-describedby=id on:click=set>
                            {if leads { words.con_share_stop() } else { words.con_share_do() }}
                        </button>
                    </li>
                }
            });
            rows.collect_view()
        })
    };
    view! {
        <Dialog is_open=is_open id="con-share" heading=heading>
            <p class="sub sm">{words.con_share_text()}</p>
            <ul class="con-share lines">{rows}</ul>
        </Dialog>
    }
}

/// Arrivals, seats and the way in, over the console.
#[component]
pub fn Desk(context: RoomContext, actions: Actions, is_open: RwSignal<bool>) -> impl IntoView {
    let words = context.words;
    let heading = Signal::derive(move || words.receive_title().to_owned());
    let inside = context.clone();
    view! {
        <Dialog is_open=is_open id="con-desk" class="sheet wide con-desk" heading=heading>
            {move || is_open.get().then(|| view! {
                <People context=inside.clone() actions=actions/>
                <Screen context=inside.clone()/>
            })}
        </Dialog>
    }
}

/// Opens scoring before the day begins, or closes it again.
pub fn open_scoring(lead: Lead, is_open: bool) {
    let words = lead.words;
    let said = if is_open {
        words.con_scoring_opened()
    } else {
        words.con_scoring_closed()
    };
    lead.ask_and_say(Command::OpenScoring { is_open }, said);
}
