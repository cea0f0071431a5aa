//! What is filled in: one dialog, with the form that somebody asked for. Nothing that others do changes what is typed.

use leptos::prelude::*;
use shared::id::{ItemId, PersonId};
use shared::proceedings::formal::Ask;
use shared::proceedings::formal::state::{Item, ItemDraft, ItemKind, ProvisionKind};

mod said;

use self::said::{CaseForm, ClosingForm, MotionForm, RaiseForm};
use super::begin::{SeatSelect, members};
use super::desk::{Desk, Form};
use super::item::read;
use super::provisions::Provisions;
use crate::components::dialog::Dialog;
use crate::components::icon::{Glyph, Icon};
use crate::mint;

#[component]
pub fn Dialogs(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let is_open = RwSignal::new(false);
    Effect::new(move || is_open.set(desk.form.with(Option::is_some)));
    Effect::new(move || {
        if !is_open.get() && desk.form.with_untracked(Option::is_some) {
            desk.form.set(None);
        }
    });
    let heading = Signal::derive(move || {
        let heading = match desk.form.get() {
            Some(Form::Item(None)) => words.fo_add_item(),
            Some(Form::Item(Some(_))) => words.fo_change_item(),
            Some(Form::Impartiality) => words.fo_raise(),
            Some(Form::Case(_)) => words.fo_note_case(),
            Some(Form::Motion) => words.fo_put_motion(),
            Some(Form::Closing) => words.fo_close_doors(),
            Some(Form::Register) => words.fo_register(),
            Some(Form::Resolution) => words.fo_write_resolution(),
            Some(Form::Remark) => words.fo_write_remark(),
            Some(Form::Chair) => words.fo_change_chair(),
            Some(Form::Signers) => words.fo_choose_signers(),
            Some(Form::Provisions) => words.fo_provisions(),
            None => "",
        };
        heading.to_owned()
    });
    let body = move || match desk.form.get() {
        Some(Form::Item(item)) => view! { <ItemForm desk=desk id=item/> }.into_any(),
        Some(Form::Impartiality) => view! { <RaiseForm desk=desk/> }.into_any(),
        Some(Form::Case(case)) => view! { <CaseForm desk=desk case=case/> }.into_any(),
        Some(Form::Motion) => view! { <MotionForm desk=desk/> }.into_any(),
        Some(Form::Closing) => view! { <ClosingForm desk=desk/> }.into_any(),
        Some(Form::Register) => view! { <RegisterForm desk=desk/> }.into_any(),
        Some(Form::Resolution) => {
            let text = untrack(|| read(desk, Item::proposal)).unwrap_or_default();
            view! { <TextForm desk=desk label=words.fo_resolution() text=text asks=resolve/> }
                .into_any()
        }
        Some(Form::Remark) => {
            let text = untrack(|| read(desk, |item| item.remarks.clone())).unwrap_or_default();
            view! { <TextForm desk=desk label=words.fo_remarks() text=text asks=remark/> }
                .into_any()
        }
        Some(Form::Chair) => view! { <ChairForm desk=desk/> }.into_any(),
        Some(Form::Signers) => view! { <SignersForm desk=desk/> }.into_any(),
        Some(Form::Provisions) => view! { <Provisions desk=desk/> }.into_any(),
        None => ().into_any(),
    };
    view! { <Dialog is_open=is_open id="fo-form" heading=heading><div class="fo-form">{body}</div></Dialog> }
}

fn resolve(item: ItemId, text: String) -> Ask {
    Ask::Resolve { item, text }
}

fn remark(item: ItemId, text: String) -> Ask {
    Ask::Remark { item, text }
}

fn at(desk: Desk) -> Option<ItemId> {
    untrack(|| read(desk, |item| item.id.clone()))
}

/// One text and a button.
#[component]
fn TextForm(
    desk: Desk,
    label: &'static str,
    text: String,
    asks: fn(ItemId, String) -> Ask,
) -> impl IntoView {
    let text = RwSignal::new(text);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(item) = at(desk) {
            desk.asks(
                asks(item, text.get_untracked()),
                Some(desk.words.fo_did_save()),
            );
        }
        desk.form.set(None);
    };
    view! { <form class="col" on:submit=send><Area id="fo-text" label=label text=text/><Send desk=desk/></form> }
}

#[component]
fn Send(desk: Desk) -> impl IntoView {
    view! { <button class="ds-button" type="submit">{desk.words.save()}</button> }
}

#[component]
fn Area(id: &'static str, label: &'static str, text: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="fld">
            <label class="ds-label" for=id>{label}</label>
            <textarea class="ds-input fo-area" id=id maxlength="5000" prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))></textarea>
        </div>
    }
}

#[component]
fn Input(
    id: &'static str,
    label: &'static str,
    text: RwSignal<String>,
    /// The id of a list to choose from.
    #[prop(optional)]
    list: Option<&'static str>,
) -> impl IntoView {
    view! {
        <div class="fld">
            <label class="ds-label" for=id>{label}</label>
            <input class="ds-input" id=id type="text" list=list maxlength="500" prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))/>
        </div>
    }
}

/// The provisions of a kind, to choose from or to write over.
#[component]
fn Basis(desk: Desk, kind: ProvisionKind, text: RwSignal<String>) -> impl IntoView {
    let list = desk
        .formal
        .with_untracked(|formal| formal.provisions.clone());
    let options = list.into_iter().filter(|one| one.kind == kind);
    let options = options
        .map(|one| view! { <option value=one.text></option> })
        .collect_view();
    view! {
        <Input id="fo-basis" label=desk.words.fo_legal_basis() text=text list="fo-bases"/>
        <datalist id="fo-bases">{options}</datalist>
    }
}

#[component]
fn ItemForm(desk: Desk, id: Option<ItemId>) -> impl IntoView {
    let words = desk.words;
    let before = id.as_ref().and_then(|id| {
        desk.formal
            .with_untracked(|formal| formal.items.get(id).map(|one| one.item.draft.clone()))
    });
    let draft = before.unwrap_or_default();
    let measure = draft.measure.clone();
    let number = RwSignal::new(draft.number);
    let title = RwSignal::new(draft.title);
    let recommendation = RwSignal::new(draft.recommendation);
    let kind = RwSignal::new(draft.kind);
    let is_exempt = RwSignal::new(draft.is_exempt);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let draft = ItemDraft {
            number: number.get_untracked(),
            title: title.get_untracked(),
            recommendation: recommendation.get_untracked(),
            kind: kind.get_untracked(),
            measure: measure.clone(),
            is_exempt: is_exempt.get_untracked(),
        };
        let ask = match &id {
            Some(item) => Ask::ChangeItem {
                item: item.clone(),
                draft,
            },
            None => Ask::AddItem {
                item: mint::item_id(),
                draft,
                before: None,
            },
        };
        desk.asks(ask, Some(words.fo_did_save()));
        desk.form.set(None);
    };
    let kinds = [
        (ItemKind::Decision, words.fo_item_decision()),
        (ItemKind::Information, words.fo_item_information()),
        (ItemKind::Opening, words.fo_item_opening()),
    ];
    let kinds = kinds.map(|(value, name)| {
        view! {
            <label class="pick">
                <input class="ds-input" type="radio" name="fo-kind" prop:checked=move || kind.get() == value on:change=move |_| kind.set(value)/>
                <span>{name}</span>
            </label>
        }
    });
    view! {
        <form class="col" on:submit=send>
            <Input id="fo-number" label=words.fo_number() text=number/>
            <Input id="fo-title" label=words.fo_title() text=title/>
            <Area id="fo-recommendation" label=words.fo_recommendation() text=recommendation/>
            <fieldset class="fo-kinds"><legend class="ds-label">{words.fo_kind()}</legend>{kinds.into_iter().collect_view()}</fieldset>
            <label class="pick">
                <input class="ds-input" type="checkbox" prop:checked=move || is_exempt.get() on:change=move |event| is_exempt.set(event_target_checked(&event))/>
                <span>{words.fo_exempt()}<small class="sub fo-hint">{words.fo_exempt_hint()}</small></span>
            </label>
            <Send desk=desk/>
        </form>
    }
}

/// Those who are here and have not voted, each with the two answers.
#[component]
fn RegisterForm(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let missing = Memo::new(move |_| desk.formal.with(|formal| formal.missing.clone()));
    let rows = move || {
        let missing = missing.get();
        if missing.is_empty() {
            return view! { <p class="sub">{words.fo_all_voted()}</p> }.into_any();
        }
        let rows = missing
            .into_iter()
            .map(|person| view! { <Register desk=desk person=person/> });
        view! { <ul class="lines">{rows.collect_view()}</ul> }.into_any()
    };
    view! { <p class="sub">{words.fo_register_text()}</p>{rows} }
}

#[component]
fn Register(desk: Desk, person: PersonId) -> impl IntoView {
    let words = desk.words;
    let name = untrack(|| desk.name(&person));
    let vote = move |is_for: bool| {
        let person = person.clone();
        move |_| {
            let asked =
                untrack(|| desk.current()).and_then(|item| Some((item.id, item.vote?.question)));
            if let Some((item, question)) = asked {
                let person = Some(person.clone());
                desk.asks(
                    Ask::Vote {
                        item,
                        question,
                        is_for,
                        person,
                    },
                    None,
                );
            }
        }
    };
    let (says_for, says_against) = (words.fo_votes_for(&name), words.fo_votes_against(&name));
    view! {
        <li class="fo-register">
            <span class="fo-nm">{name}</span>
            <button class="ds-button" type="button" data-variant="secondary" aria-label=says_for on:click=vote(true)><Icon glyph=Glyph::ThumbUp/>{words.fo_for()}</button>
            <button class="ds-button" type="button" data-variant="secondary" data-color="neutral" aria-label=says_against on:click=vote(false)><Icon glyph=Glyph::XMark/>{words.fo_against()}</button>
        </li>
    }
}

#[component]
fn ChairForm(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let now = desk
        .formal
        .with_untracked(|formal| formal.sitting.as_ref().map(|one| one.chair.to_string()));
    let chair = RwSignal::new(now.unwrap_or_default());
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Ok(chair) = PersonId::parse(&chair.get_untracked()) {
            desk.asks(Ask::HandOver { chair }, Some(words.fo_did_hand_over()));
        }
        desk.form.set(None);
    };
    view! {
        <form class="col" on:submit=send>
            <div class="fld"><label class="ds-label" for="fo-new-chair">{words.fo_who_leads()}</label><SeatSelect desk=desk id="fo-new-chair" chosen=chair/></div>
            <Send desk=desk/>
        </form>
    }
}

#[component]
fn SignersForm(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let now = desk.formal.with_untracked(|formal| formal.signers.clone());
    let choices: Vec<_> = untrack(|| members(desk))
        .into_iter()
        .map(|(id, name)| (id.clone(), name, RwSignal::new(now.contains(&id))))
        .collect();
    let rows = choices.iter().map(|(_, name, signs)| {
        let signs = *signs;
        view! {
            <label class="pick">
                <input class="ds-input" type="checkbox" prop:checked=move || signs.get() on:change=move |event| signs.set(event_target_checked(&event))/>
                <span>{name.clone()}</span>
            </label>
        }
    });
    let rows = rows.collect_view();
    let choices = StoredValue::new(choices);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let people = choices.with_value(|choices| {
            let chosen = choices.iter().filter(|(.., signs)| signs.get_untracked());
            chosen.map(|(id, ..)| id.clone()).collect()
        });
        desk.asks(Ask::ElectSigners { people }, Some(words.fo_did_save()));
        desk.form.set(None);
    };
    view! {
        <form class="col" on:submit=send>
            <p class="sub">{words.fo_signers_text()}</p>
            <fieldset class="fo-kinds"><legend class="ds-label">{words.fo_choose_signers()}</legend>{rows}</fieldset>
            <Send desk=desk/>
        </form>
    }
}
