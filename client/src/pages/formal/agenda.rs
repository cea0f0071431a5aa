//! The items in their order, how far each has come, and how many seats are taken. Whoever writes the agenda does it here.

use leptos::prelude::*;
use shared::id::ItemId;
use shared::proceedings::formal::Ask;
use shared::proceedings::formal::view::ItemView;
use shared::rights::Act;

use super::desk::{Desk, Form};
use crate::components::icon::{Glyph, Icon};

#[component]
pub fn Agenda(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let rows = move || {
        let all = desk.formal.with(|formal| {
            let order = formal.order.iter();
            let all = order.filter_map(|id| formal.items.get(id).cloned());
            all.collect::<Vec<_>>()
        });
        if all.is_empty() {
            return view! { <p class="sub sm">{words.fo_no_items()}</p> }.into_any();
        }
        let rows = all
            .into_iter()
            .map(|item| view! { <Row desk=desk item=item/> });
        view! { <ol class="fo-items">{rows.collect_view()}</ol> }.into_any()
    };
    let writes = move || writes(desk);
    view! {
        <section class="card fo-agenda" aria-labelledby="fo-agenda">
            <h2 class="h-card" id="fo-agenda">{words.fo_agenda()}</h2>
            {rows}
            <Show when=writes>
                <button class="ds-button" type="button" data-variant="tertiary" on:click=move |_| desk.opens(Form::Item(None))>
                    <Icon glyph=Glyph::Plus/>
                    {words.fo_add_item()}
                </button>
                <button class="ds-button" type="button" data-variant="tertiary" data-color="neutral" on:click=move |_| desk.opens(Form::Provisions)>
                    <Icon glyph=Glyph::BulletList/>
                    {words.fo_provisions()}
                </button>
            </Show>
            <span class="sp"></span>
            <Quorum desk=desk/>
        </section>
    }
}

/// Whoever sets the meeting up, leads it or keeps its minutes.
fn writes(desk: Desk) -> bool {
    let manages = desk
        .view
        .with(|view| view.may.contains(&Act::ManageMeeting));
    let records = desk.formal.with(|formal| formal.i_record);
    (manages || records) && !desk.is_over()
}

#[component]
fn Row(desk: Desk, item: ItemView) -> impl IntoView {
    let words = desk.words;
    let id = item.item.id.clone();
    let is_now = item.item.is_open();
    let is_done = item.item.finished_at.is_some();
    let (glyph, state) = match (is_now, is_done) {
        (true, _) => (Glyph::Play, words.fo_now()),
        (_, true) => (Glyph::CheckmarkCircleFill, words.fo_treated()),
        _ => (Glyph::Circle, ""),
    };
    let title = if item.is_hidden {
        words.fo_closed_item().to_owned()
    } else {
        item.item.draft.title.clone()
    };
    let shown = {
        let id = id.clone();
        move || {
            desk.shown
                .with(|one| one.as_ref().is_some_and(|one| one.item.id == id))
        }
    };
    let choose = {
        let id = id.clone();
        move |_| {
            let is_current = desk
                .formal
                .with_untracked(|formal| formal.current.as_ref() == Some(&id));
            desk.chosen.set((!is_current).then(|| id.clone()));
        }
    };
    let is_untouched = item.item.opened_at.is_none() && !item.is_hidden;
    let acts =
        (is_untouched && untrack(|| writes(desk))).then(|| view! { <Acts desk=desk id=id/> });
    view! {
        <li class:now=is_now class:done=is_done>
            <button class="fo-item" type="button" aria-current=move || shown().then_some("true") on:click=choose>
                <Icon glyph=glyph/>
                <span class="fo-nm"><span class="sub sm tn">{item.item.draft.number.clone()}</span><b>{title}</b></span>
                <span class="sub sm">{state}</span>
            </button>
            {acts}
        </li>
    }
}

/// What can be done with an item that nobody has begun to treat.
#[component]
fn Acts(desk: Desk, id: ItemId) -> impl IntoView {
    let words = desk.words;
    let number = desk.formal.with_untracked(|formal| {
        let item = formal.items.get(&id);
        item.map(|one| one.item.draft.number.clone())
            .unwrap_or_default()
    });
    let edit = {
        let id = id.clone();
        move |_| desk.opens(Form::Item(Some(id.clone())))
    };
    let before = desk.formal.with_untracked(|formal| {
        let place = formal.order.iter().position(|one| *one == id)?;
        let before = formal.order.get(place.checked_sub(1)?)?;
        let is_untouched = formal.items.get(before)?.item.opened_at.is_none();
        is_untouched.then(|| before.clone())
    });
    let up = before.map(|before| {
        let item = id.clone();
        let up = move |_| {
            let ask = Ask::MoveItem {
                item: item.clone(),
                before: Some(before.clone()),
            };
            desk.asks(ask, Some(words.fo_did_move()));
        };
        let label = words.fo_move_up(&number);
        view! { <button class="btn-i" type="button" aria-label=label on:click=up><Icon glyph=Glyph::ArrowUp/></button> }
    });
    let remove = move |_| {
        let ask = Ask::RemoveItem { item: id.clone() };
        desk.asks(ask, Some(words.fo_did_remove()));
    };
    view! {
        <span class="fo-acts">
            {up}
            <button class="btn-i" type="button" aria-label=words.fo_edit_item(&number) on:click=edit><Icon glyph=Glyph::Pencil/></button>
            <button class="btn-i" type="button" aria-label=words.fo_remove_item(&number) on:click=remove><Icon glyph=Glyph::Trash/></button>
        </span>
    }
}

#[component]
fn Quorum(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let text = move || {
        let (n_here, n_seats) = desk.taken();
        let quorum = usize::from(desk.formal.with(|formal| formal.quorum));
        let seats = words.fo_seats(&n_here.to_string(), &n_seats.to_string());
        if n_here >= quorum {
            words.fo_quorate(&seats)
        } else {
            words.fo_not_quorate(&seats, &quorum.to_string())
        }
    };
    view! { <p class="note sm">{text}</p> }
}
