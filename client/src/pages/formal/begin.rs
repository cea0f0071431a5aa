//! Beginning the formal part: who leads, in one room or on screens, and how the body decides.

use leptos::prelude::*;
use shared::id::PersonId;
use shared::meeting::MeetingForm;
use shared::proceedings::formal::Ask;
use shared::proceedings::formal::state::{Rules, TieRule};
use shared::rights::Role;

use super::desk::Desk;
use crate::components::icon::{Glyph, Icon};

#[component]
pub fn Begin(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let chair = RwSignal::new(first_chair(desk).map_or_else(String::new, |id| id.to_string()));
    let planned = desk.view.with_untracked(|view| view.meeting.meeting_form);
    let is_remote = RwSignal::new(planned != MeetingForm::InPerson);
    let chair_decides = RwSignal::new(true);
    let quorum = RwSignal::new(String::new());
    let usual = move || desk.formal.with(|formal| formal.quorum).to_string();
    let begin = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(chair) = PersonId::parse(&chair.get_untracked()) else {
            return;
        };
        let form = match (is_remote.get_untracked(), planned) {
            (false, _) => MeetingForm::InPerson,
            (true, MeetingForm::Mixed) => MeetingForm::Mixed,
            (true, _) => MeetingForm::Remote,
        };
        let tie = if chair_decides.get_untracked() {
            TieRule::ChairDecides
        } else {
            TieRule::NotCarried
        };
        let quorum = quorum.get_untracked().trim().parse().ok();
        let rules = Rules { tie, quorum };
        desk.asks(Ask::Begin { chair, form, rules }, None);
    };
    view! {
        <form class="card pad col" on:submit=begin>
            <div class="fld">
                <label class="ds-label" for="fo-chair">{words.fo_who_leads()}</label>
                <SeatSelect desk=desk id="fo-chair" chosen=chair/>
            </div>
            <label class="pick">
                <input class="ds-input" type="checkbox" prop:checked=move || is_remote.get() on:change=move |event| is_remote.set(event_target_checked(&event))/>
                <span>{words.fo_remote()}<small class="sub fo-hint">{words.fo_remote_hint()}</small></span>
            </label>
            <label class="pick">
                <input class="ds-input" type="checkbox" prop:checked=move || chair_decides.get() on:change=move |event| chair_decides.set(event_target_checked(&event))/>
                <span>{words.fo_tie_chair()}<small class="sub fo-hint">{words.fo_tie_hint()}</small></span>
            </label>
            <div class="fld">
                <label class="ds-label" for="fo-quorum">{words.fo_quorum()}</label>
                <input class="ds-input" id="fo-quorum" inputmode="numeric" size="4" placeholder=usual prop:value=move || quorum.get() on:input=move |event| quorum.set(event_target_value(&event))/>
            </div>
            <button class="ds-button fo-big" type="submit"><Icon glyph=Glyph::Play/>{words.fo_begin()}</button>
        </form>
    }
}

/// Those who have a seat of their own and come.
pub fn members(desk: Desk) -> Vec<(PersonId, String)> {
    desk.view.with(|view| {
        let people = view.people.iter();
        let members = people.filter(|one| one.person.role.has_seat() && one.is_coming);
        members
            .map(|one| (one.person.id.clone(), one.person.name.clone()))
            .collect()
    })
}

fn first_chair(desk: Desk) -> Option<PersonId> {
    desk.view.with_untracked(|view| {
        let mut people = view.people.iter().filter(|one| one.is_coming);
        let found = people.find(|one| matches!(one.person.role, Role::Chair | Role::ViceChair));
        found.map(|one| one.person.id.clone())
    })
}

/// One of those who can lead.
#[component]
pub fn SeatSelect(desk: Desk, id: &'static str, chosen: RwSignal<String>) -> impl IntoView {
    let options = untrack(|| members(desk)).into_iter().map(|(person, name)| {
        let value = person.to_string();
        let is_chosen = {
            let value = value.clone();
            move || chosen.get() == value
        };
        view! { <option value=value prop:selected=is_chosen>{name}</option> }
    });
    let options = options.collect_view();
    view! { <select class="ds-input" id=id on:change=move |event| chosen.set(event_target_value(&event))>{options}</select> }
}
