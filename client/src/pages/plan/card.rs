//! A row as a card that opens in place, and what all lists of rows have in common.

use leptos::prelude::*;
use shared::document::plan::path;
use shared::plan::Row;

use super::desk::{card_id, element_id, use_desk};
use super::menu::{Item, RowMenu};
use super::talk::{CardTalk, use_talk};
use crate::components::icon::{Glyph, Icon};

/// `end` stands at the right of the title, `about` under it, `body` when the card is open.
#[component]
pub fn RowCard(
    row: Row,
    #[prop(optional, into)] number: Option<Signal<String>>,
    #[prop(optional, into)] end: Option<Signal<String>>,
    #[prop(into)] about: ViewFn,
    #[prop(into)] body: ViewFn,
    items: Callback<(), Vec<Item>>,
) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let talk = use_talk();
    let of = row.clone();
    let items = Callback::new(move |()| {
        let mut all = items.run(());
        all.extend(talk.items(&of));
        all
    });
    let of = row.clone();
    let (id, body_id) = (card_id(&row), element_id(&path(&row, "body")));
    let title = desk.title_of(&row);
    let inside = path(&row, "");
    let writers = desk.writers(move |at| at.starts_with(&inside));
    let here = row.clone();
    let is_open = Memo::new(move |_| desk.open.with(|open| open.contains(&here)));
    let toggle = move |_| {
        desk.open.update(|open| {
            if !open.remove(&row) {
                open.insert(row.clone());
            }
        });
    };
    let signs = move || {
        let names = writers.get();
        (!is_open.get() && !names.is_empty()).then(|| {
            view! { <p class="xs pl-sign">{words.pl_writing_here(&words.list(&names))}</p> }
        })
    };
    let menu_label = Signal::derive(move || words.pl_more_for(&title.get()));
    view! {
        <article class="card pl-card" class:open=move || is_open.get()>
            <div class="pl-card-head">
                {number.map(|number| view! { <span class="pl-nr tn" aria-hidden="true">{move || number.get()}</span> })}
                <h3 class="pl-card-title">
                    <button
                        type="button"
                        id=id
                        aria-expanded=move || is_open.get().to_string()
                        aria-controls=body_id.clone()
                        on:click=toggle
                    >
                        <span lang=desk.lang>{move || title.get()}</span>
                        <Icon glyph=Glyph::ChevronDown/>
                    </button>
                </h3>
                {end.map(|end| view! { <span class="pl-amt tn">{move || end.get()}</span> })}
                <Show when=move || desk.writes.get() && desk.model.may_write().get()>
                    <RowMenu label=menu_label items=items/>
                </Show>
            </div>
            {about.run()}
            {signs}
            <div id=body_id class="pl-card-body" hidden=move || !is_open.get()>
                {move || is_open.get().then(|| body.run())}
            </div>
            <CardTalk row=of/>
        </article>
    }
}

/// A line of facts under a card's title.
#[component]
pub fn Fact(glyph: Glyph, children: Children) -> impl IntoView {
    view! { <span><Icon glyph=glyph/>{children()}</span> }
}

/// What is missing, softly.
pub fn missing(text: &'static str) -> AnyView {
    view! { <span class="wn"><Icon glyph=Glyph::ExclamationmarkTriangle/>{text}</span> }.into_any()
}

/// A heading with what the rows come to, and the button that adds one.
#[component]
pub fn ListHead(
    heading: &'static str,
    #[prop(into)] sum: Signal<String>,
    add: &'static str,
    on_add: Callback<()>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let desk = use_desk();
    view! {
        <div class="row wrap pl-list-head">
            <h2 class="disp h-sec">{heading}</h2>
            <span class="sm sub">{move || sum.get()}</span>
            <span class="sp"></span>
            {children.map(|children| children())}
            <Show when=move || desk.writes.get() && desk.model.may_write().get()>
                <button class="ds-button" type="button" data-size="sm" data-variant="secondary" on:click=move |_| on_add.run(())>
                    <Icon glyph=Glyph::Plus/>
                    {add}
                </button>
            </Show>
        </div>
    }
}

/// What a list says while it has no rows.
pub fn quiet(is_empty: Signal<bool>, text: &'static str) -> impl IntoView {
    move || {
        is_empty
            .get()
            .then(|| view! { <p class="note pl-empty">{text}</p> })
    }
}
