//! A score typed in for somebody: from the paper sheet, or for whom the device has failed. It is marked as such.

use leptos::prelude::*;
use shared::id::{IndicatorId, PersonId};
use shared::proceedings::command::Command;

use super::lead::Lead;
use super::parts::{Look, press};
use crate::components::dialog::Dialog;

#[component]
pub fn Behalf(lead: Lead, is_open: RwSignal<bool>) -> impl IntoView {
    let words = lead.words;
    let heading = Signal::derive(move || words.con_behalf().to_owned());
    view! {
        <Dialog is_open=is_open id="con-behalf" heading=heading>
            {move || is_open.get().then(|| view! { <Form lead=lead/> })}
        </Dialog>
    }
}

#[component]
fn Form(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let people = lead.view.with_untracked(|view| {
        let scoring = view.proceedings.as_ref().map(|day| &day.scoring);
        let missing = scoring
            .and_then(|scoring| scoring.missing.clone())
            .unwrap_or_default();
        let done = scoring
            .and_then(|scoring| scoring.done.clone())
            .unwrap_or_default();
        // Those who have not finished first: it is most often one of them.
        let all = missing.into_iter().chain(done);
        let named = all.filter_map(|id| {
            let one = view.people.iter().find(|one| one.person.id == id)?;
            Some((id, one.person.name.clone()))
        });
        named.collect::<Vec<_>>()
    });
    let open = lead.look(|scene| {
        let indicators = scene.form.into_iter().flat_map(|form| &form.indicators);
        let open = indicators.filter(|one| !scene.is_revealed(&one.id));
        let open = open.map(|one| (one.id.clone(), one.title.get(words.0).to_owned()));
        (open.collect::<Vec<_>>(), scene.at.indicator.clone())
    });
    let (open, at) = open.unwrap_or_default();
    let steps = lead.look(|scene| scene.form.map(|form| form.scale.steps.clone()));
    let steps = steps.flatten().unwrap_or_default();
    if people.is_empty() || open.is_empty() {
        return view! { <p>{words.con_behalf_none()}</p> }.into_any();
    }
    let person = RwSignal::new(people[0].0.to_string());
    let here = at.filter(|at| open.iter().any(|(id, _)| id == at));
    let first = here.unwrap_or_else(|| open[0].0.clone());
    let indicator = RwSignal::new(first.to_string());
    let give = move |value: Option<u8>| {
        let ids = PersonId::parse(&person.get_untracked())
            .ok()
            .zip(IndicatorId::parse(&indicator.get_untracked()).ok());
        let Some((who, indicator)) = ids else { return };
        let said = words.con_behalf_done(&untrack(|| lead.names(std::slice::from_ref(&who))));
        lead.ask_and_say(
            Command::Score {
                indicator,
                value,
                on_behalf_of: Some(who),
            },
            said,
        );
    };
    let people = people
        .into_iter()
        .map(|(id, name)| view! { <option value=id.to_string()>{name}</option> });
    let titles = open.into_iter().map(|(id, title)| {
        let is_first = id == first;
        view! { <option value=id.to_string() selected=is_first>{title}</option> }
    });
    let is_five = steps.len() == 5;
    let tiles = steps.into_iter().map(|step| {
        let fill = if is_five { format!("tile s{}", step.value) } else { "tile".to_owned() };
        let value = step.value;
        view! {
            <button class="con-pick" type="button" on:click=move |_| give(Some(value))>
                <span class=fill>{value}</span><span class="sm">{step.label.get(words.0).to_owned()}</span>
            </button>
        }
    });
    view! {
        <p class="sub sm">{words.con_behalf_text()}</p>
        <label class="con-field" for="con-behalf-who"><span class="sm">{words.con_behalf_who()}</span>
            <select class="ds-input" id="con-behalf-who" on:change=move |event| person.set(event_target_value(&event))>{people.collect_view()}</select>
        </label>
        <label class="con-field" for="con-behalf-what"><span class="sm">{words.con_behalf_what()}</span>
            <select class="ds-input" id="con-behalf-what" on:change=move |event| indicator.set(event_target_value(&event))>{titles.collect_view()}</select>
        </label>
        <div class="con-tiles" role="group" aria-label=words.con_behalf_value()>{tiles.collect_view()}</div>
        <div class="con-dialog-acts">{press(Look::Edged, None, words.con_behalf_skip(), move || give(None))}</div>
    }
    .into_any()
}
