//! The middle of the page: the item, or what there is instead of one.

use leptos::prelude::*;
use shared::proceedings::formal::Ask;
use shared::proceedings::formal::state::Item;

use super::begin::Begin;
use super::closing::Closing;
use super::desk::{Desk, Form};
use super::impartiality::Impartiality;
use super::motions::Proposal;
use super::result::Result;
use crate::components::drawing::Drawing;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::places;

/// What stands in the middle; the parts of an item are drawn when they change, and not the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Face {
    NotBegun,
    Between,
    Hidden,
    Item,
    Over,
}

#[component]
pub fn Middle(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let face = Memo::new(move |_| {
        let shown = desk.shown.with(|one| one.as_ref().map(|one| one.is_hidden));
        match shown {
            Some(true) => Face::Hidden,
            Some(false) => Face::Item,
            None if desk.is_running() => Face::Between,
            None if desk.is_over() => Face::Over,
            None => Face::NotBegun,
        }
    });
    let heading = move || {
        let title = desk.shown.with(|one| {
            let one = one.as_ref().filter(|one| !one.is_hidden)?;
            Some(one.item.draft.title.clone())
        });
        title.unwrap_or_else(|| match face.get() {
            Face::Hidden => words.fo_closed_title().to_owned(),
            Face::Over => words.fo_over_title().to_owned(),
            Face::NotBegun => words.fo_not_begun_title().to_owned(),
            Face::Between | Face::Item => words.fo_between_title().to_owned(),
        })
    };
    let over = move || {
        let number = desk
            .shown
            .with(|one| one.as_ref().map(|one| one.item.draft.number.clone()));
        number.map(|number| view! { <p class="sub">{words.fo_item_number(&number)}</p> })
    };
    let body = move || match face.get() {
        Face::NotBegun => view! { <NotBegun desk=desk/> }.into_any(),
        Face::Between => view! { <Next desk=desk/> }.into_any(),
        Face::Hidden => view! { <Hidden desk=desk/> }.into_any(),
        Face::Over => view! { <Over desk=desk/> }.into_any(),
        Face::Item => view! { <Body desk=desk/> }.into_any(),
    };
    view! {
        <div class="fo-main">
            <div>
                {over}
                <PageTitle tab=words.fo_part()>{heading}</PageTitle>
            </div>
            {body}
        </div>
    }
}

#[component]
fn NotBegun(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let records = move || desk.records();
    let has_items = move || desk.formal.with(|formal| !formal.order.is_empty());
    view! {
        <Drawing/>
        <p>{move || if has_items() { words.fo_not_begun_text() } else { words.fo_no_items_text() }}</p>
        <Show when=move || records() && has_items()><Begin desk=desk/></Show>
    }
}

/// Between two items: what comes next, or the end.
#[component]
fn Next(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let next = Memo::new(move |_| {
        desk.formal.with(|formal| {
            let mut order = formal.order.iter().filter_map(|id| formal.items.get(id));
            order.find(|one| one.item.opened_at.is_none()).cloned()
        })
    });
    let button = move || {
        if !desk.records() {
            return view! { <p>{words.fo_between_text()}</p> }.into_any();
        }
        if let Some(next) = next.get() {
            let item = next.item.id.clone();
            let open = move |_| desk.asks(Ask::OpenItem { item: item.clone() }, None);
            return view! {
                <button class="ds-button fo-big" type="button" on:click=open>
                    <Icon glyph=Glyph::Play/>
                    {words.fo_open_item(&next.item.draft.number)}
                </button>
            }
            .into_any();
        }
        let end = move |_| desk.asks(Ask::End, Some(words.fo_did_end()));
        view! {
            <p>{words.fo_all_treated()}</p>
            <button class="ds-button fo-big" type="button" on:click=end>
                <Icon glyph=Glyph::Checkmark/>
                {words.fo_end()}
            </button>
        }
        .into_any()
    };
    view! {
        <section class="card pad col">{button}</section>
        <Show when=move || desk.records()><Officers desk=desk/></Show>
    }
}

/// Who leads, and who signs.
#[component]
fn Officers(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let chair = move || {
        let chair = desk
            .formal
            .with(|formal| formal.sitting.as_ref().map(|one| one.chair.clone()));
        chair.map(|id| desk.name(&id)).unwrap_or_default()
    };
    let signers = move || {
        let signers = desk.formal.with(|formal| formal.signers.clone());
        if signers.is_empty() {
            words.fo_no_signers().to_owned()
        } else {
            desk.names(&signers)
        }
    };
    view! {
        <section class="card pad fo-officers">
            <p><span class="sub">{words.fo_leads()}</span>" "{chair}</p>
            <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" on:click=move |_| desk.opens(Form::Chair)>{words.fo_change_chair()}</button>
            <p><span class="sub">{words.fo_signs()}</span>" "{signers}</p>
            <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" on:click=move |_| desk.opens(Form::Signers)>{words.fo_choose_signers()}</button>
        </section>
    }
}

/// Behind closed doors for this viewer: the number, and why.
#[component]
fn Hidden(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let why = move || {
        desk.shown.with(|one| {
            let closing = one.as_ref()?.item.closing.as_ref()?;
            Some(words.fo_closed_why(&closing.legal_basis, &closing.part))
        })
    };
    view! {
        <section class="card pad col">
            <p class="row g8"><Icon glyph=Glyph::PadlockLocked/><b>{words.fo_closed_text()}</b></p>
            {move || why().map(|why| view! { <p class="sub">{why}</p> })}
        </section>
    }
}

#[component]
fn Over(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let minutes = desk.path("protokoll");
    let resume = move |_| desk.asks(Ask::Resume, Some(words.fo_did_resume()));
    let may_resume = move || {
        use shared::proceedings::formal::state::MinutesStep;
        let is_draft = desk
            .formal
            .with(|formal| formal.minutes.step == MinutesStep::Draft);
        desk.records() && is_draft
    };
    view! {
        <Drawing/>
        <p>{words.fo_over_text()}</p>
        <div class="row wrap g8">
            <a class="ds-button" href=minutes.clone() rel=places::rel(&minutes)>{words.fo_to_minutes()}</a>
            <Show when=may_resume>
                <button class="ds-button" type="button" data-variant="tertiary" data-color="neutral" on:click=resume>{words.fo_resume()}</button>
            </Show>
        </div>
    }
}

#[component]
fn Body(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let i_am_out = move || desk.is_at_work() && desk.formal.with(|formal| formal.i_am_out);
    view! {
        <Show when=i_am_out>
            <p class="note warn" role="status"><Icon glyph=Glyph::ExclamationmarkTriangle/>" "{words.fo_you_are_out()}</p>
        </Show>
        <Impartiality desk=desk/>
        <Closing desk=desk/>
        <Proposal desk=desk/>
        <Result desk=desk/>
        <Remarks desk=desk/>
    }
}

#[component]
fn Remarks(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let text = Memo::new(move |_| read(desk, |item| item.remarks.clone()).unwrap_or_default());
    let shown = move || {
        let text = text.get();
        (!text.is_empty()).then(|| {
            view! {
                <section class="card pad col">
                    <h2 class="h-card">{words.fo_remarks()}</h2>
                    <p class="fo-prose">{text}</p>
                </section>
            }
        })
    };
    view! {
        {shown}
        <Show when=move || desk.records() && desk.is_at_work()>
            <div class="row wrap g8">
                <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" data-color="neutral" on:click=move |_| desk.opens(Form::Remark)>
                    <Icon glyph=Glyph::PencilWriting/>{words.fo_write_remark()}
                </button>
                <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" data-color="neutral" on:click=move |_| desk.opens(Form::Chair)>
                    <Icon glyph=Glyph::PersonGroup/>{words.fo_change_chair()}
                </button>
                <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" data-color="neutral" on:click=move |_| desk.opens(Form::Signers)>
                    <Icon glyph=Glyph::Pencil/>{words.fo_choose_signers()}
                </button>
            </div>
        </Show>
    }
}

/// Something of the item in the middle.
pub fn read<T>(desk: Desk, read: impl FnOnce(&Item) -> T) -> Option<T> {
    desk.shown
        .with(|one| one.as_ref().map(|one| read(&one.item)))
}
