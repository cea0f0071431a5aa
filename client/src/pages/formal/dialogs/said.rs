//! What is said in an item: questions of impartiality, motions, and that the doors are to be closed.

use leptos::prelude::*;
use shared::id::{NoteId, PersonId};
use shared::proceedings::formal::Ask;
use shared::proceedings::formal::state::{MotionKind, ProvisionKind};

use super::super::desk::Desk;
use super::super::item::read;
use super::{Area, Basis, Input, Send, at};
use crate::mint;

/// Everybody on the list, to choose one.
#[component]
fn PersonSelect(
    desk: Desk,
    id: &'static str,
    label: &'static str,
    chosen: RwSignal<String>,
    first: &'static str,
) -> impl IntoView {
    let people = desk.view.with_untracked(|view| {
        view.people
            .iter()
            .map(|one| (one.person.id.to_string(), one.person.name.clone()))
            .collect::<Vec<_>>()
    });
    let options = people
        .into_iter()
        .map(|(id, name)| view! { <option value=id>{name}</option> });
    let options = options.collect_view();
    view! {
        <div class="fld">
            <label class="ds-label" for=id>{label}</label>
            <select class="ds-input" id=id on:change=move |event| chosen.set(event_target_value(&event))>
                <option value="">{first}</option>
                {options}
            </select>
        </div>
    }
}

#[component]
pub fn RaiseForm(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let (person, raised_by) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (ground, basis) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let about = PersonId::parse(&person.get_untracked());
        let about = about.unwrap_or_else(|_| desk.me.get_value());
        if let Some(item) = at(desk) {
            let ask = Ask::RaiseImpartiality {
                item,
                case: mint::note_id(),
                person: about,
                raised_by: PersonId::parse(&raised_by.get_untracked()).ok(),
                ground: ground.get_untracked(),
                legal_basis: basis.get_untracked(),
            };
            desk.asks(ask, Some(words.fo_did_raise()));
        }
        desk.form.set(None);
    };
    let records = untrack(|| desk.records());
    let by = records.then(|| view! {
        <PersonSelect desk=desk id="fo-by" label=words.fo_raised_by() chosen=raised_by first=words.fo_myself()/>
    });
    view! {
        <form class="col" on:submit=send>
            <PersonSelect desk=desk id="fo-about" label=words.fo_about_whom() chosen=person first=words.fo_myself()/>
            {by}
            <Area id="fo-ground" label=words.fo_ground() text=ground/>
            <Basis desk=desk kind=ProvisionKind::Impartiality text=basis/>
            <p class="sub sm">{words.fo_raise_text()}</p>
            <Send desk=desk/>
        </form>
    }
}

#[component]
pub fn CaseForm(desk: Desk, case: NoteId) -> impl IntoView {
    let now = untrack(|| read(desk, |item| item.case(&case).map(|one| one.note.clone())));
    let text = RwSignal::new(now.flatten().unwrap_or_default());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(item) = at(desk) {
            let text = text.get_untracked();
            desk.asks(
                Ask::NoteCase {
                    item,
                    case: case.clone(),
                    text,
                },
                Some(desk.words.fo_did_save()),
            );
        }
        desk.form.set(None);
    };
    view! { <form class="col" on:submit=send><Area id="fo-note" label=desk.words.fo_note_case() text=text/><Send desk=desk/></form> }
}

#[component]
pub fn MotionForm(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let (text, by) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let kind = RwSignal::new(MotionKind::Addition);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(item) = at(desk) {
            let ask = Ask::PutMotion {
                item,
                motion: mint::note_id(),
                kind: kind.get_untracked(),
                text: text.get_untracked(),
                by: PersonId::parse(&by.get_untracked()).ok(),
            };
            desk.asks(ask, Some(words.fo_did_put()));
        }
        desk.form.set(None);
    };
    let records = untrack(|| desk.records());
    let i_vote = desk.formal.with_untracked(|formal| formal.i_vote);
    let whose = records.then(|| {
        let holders = desk.formal.with_untracked(|formal| {
            formal.seats.iter().filter_map(|seat| seat.holder.clone()).collect::<Vec<_>>()
        });
        let options = holders.into_iter().map(|id| {
            let name = untrack(|| desk.name(&id));
            view! { <option value=id.to_string()>{name}</option> }
        });
        let options = options.collect_view();
        let first = if i_vote { words.fo_myself() } else { words.fo_choose() };
        view! {
            <div class="fld">
                <label class="ds-label" for="fo-whose">{words.fo_whose()}</label>
                <select class="ds-input" id="fo-whose" on:change=move |event| by.set(event_target_value(&event))>
                    <option value="">{first}</option>
                    {options}
                </select>
            </div>
        }
    });
    let kinds = [
        (MotionKind::Addition, words.fo_motion_addition()),
        (MotionKind::Instead, words.fo_motion_instead()),
        (MotionKind::Separate, words.fo_motion_separate()),
    ];
    let kinds = kinds.map(|(value, name)| {
        view! {
            <label class="pick">
                <input class="ds-input" type="radio" name="fo-motion" prop:checked=move || kind.get() == value on:change=move |_| kind.set(value)/>
                <span>{name}</span>
            </label>
        }
    });
    view! {
        <form class="col" on:submit=send>
            {whose}
            <fieldset class="fo-kinds"><legend class="ds-label">{words.fo_kind()}</legend>{kinds.into_iter().collect_view()}</fieldset>
            <Area id="fo-motion" label=words.fo_motion_text() text=text/>
            <Send desk=desk/>
        </form>
    }
}

#[component]
pub fn ClosingForm(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let (basis, part) = (
        RwSignal::new(String::new()),
        RwSignal::new(words.fo_whole_item().to_owned()),
    );
    let is_confidential = RwSignal::new(false);
    // A provision from the list knows whether it is a duty of confidentiality.
    Effect::new(move || {
        let text = basis.get();
        let known = desk.formal.with_untracked(|formal| {
            let mut list = formal.provisions.iter();
            list.find(|one| one.kind == ProvisionKind::Closing && one.text == text)
                .cloned()
        });
        if let Some(known) = known {
            is_confidential.set(known.is_confidential);
        }
    });
    let others = desk.view.with_untracked(|view| {
        let others = view
            .people
            .iter()
            .filter(|one| one.is_here && !one.person.role.is_board());
        others
            .map(|one| (one.person.clone(), RwSignal::new(false)))
            .collect::<Vec<_>>()
    });
    let rows = others.iter().map(|(person, stays)| {
        let stays = *stays;
        view! {
            <label class="pick">
                <input class="ds-input" type="checkbox" prop:checked=move || stays.get() on:change=move |event| stays.set(event_target_checked(&event))/>
                <span>{person.name.clone()}<small class="sub">{format!(", {}", words.role(person.role))}</small></span>
            </label>
        }
    });
    let rows = rows.collect_view();
    let others = StoredValue::new(others);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let stay = others.with_value(|others| {
            let stay = others.iter().filter(|(_, stays)| stays.get_untracked());
            stay.map(|(person, _)| person.id.clone()).collect()
        });
        if let Some(item) = at(desk) {
            let ask = Ask::ProposeClosing {
                item,
                legal_basis: basis.get_untracked(),
                part: part.get_untracked(),
                is_confidential: is_confidential.get_untracked(),
                stay,
            };
            desk.asks(ask, None);
        }
        desk.form.set(None);
    };
    view! {
        <form class="col" on:submit=send>
            <Basis desk=desk kind=ProvisionKind::Closing text=basis/>
            <Input id="fo-part" label=words.fo_which_part() text=part/>
            <label class="pick">
                <input class="ds-input" type="checkbox" prop:checked=move || is_confidential.get() on:change=move |event| is_confidential.set(event_target_checked(&event))/>
                <span>{words.fo_confidential()}</span>
            </label>
            <fieldset class="fo-kinds"><legend class="ds-label">{words.fo_who_stays()}</legend>{rows}</fieldset>
            <p class="sub sm">{words.fo_closing_text()}</p>
            <Send desk=desk/>
        </form>
    }
}
