//! What was said about a row, at the foot of its card.

use leptos::prelude::*;
use shared::document::plan::TextField;
use shared::plan::Row;

use super::{Writing, listed, marked, use_talk};
use crate::components::icon::{Glyph, Icon};
use crate::pages::plan::desk::{Room, use_desk};
use crate::pages::plan::room::{Docket, use_docket};

/// At the foot of a card: how much was said about it, and the ways to say more where its menu is not.
#[component]
pub fn CardTalk(row: Row) -> impl IntoView {
    let talk = use_talk();
    let desk = use_desk();
    let words = desk.words;
    let of = row.clone();
    let n = Memo::new(move |_| {
        let all = listed(talk).into_iter();
        all.filter(|one| one.is_open && one.about.row() == Some(&of))
            .count()
    });
    let offers = move || {
        let has_menu = desk.writes.get() && desk.model.may_write().get();
        talk.docket.may.get().speak && (!has_menu || desk.room.get() == Room::Narrow)
    };
    let has_text = !TextField::of(&row).is_empty();
    let title = desk.title_of(&row);
    let row = StoredValue::new(row);
    let button = move |label: &'static str, glyph: Glyph, writing: fn(Docket, &Row) -> Writing| {
        let named = words.about_proposal(label, &title.get_untracked());
        let docket = use_docket();
        view! {
            <button
                class="ds-button"
                type="button"
                data-size="sm"
                data-variant="tertiary"
                aria-label=named
                on:click=move |_| talk.begin(row.with_value(|row| writing(docket, row)))
            >
                <Icon glyph=glyph/>
                {label}
            </button>
        }
    };
    let comment = |docket: Docket, row: &Row| Writing::Comment(marked::about(docket.desk, row));
    let suggest = |_: Docket, row: &Row| Writing::Suggest(row.clone());
    let acts = move || {
        offers().then(|| {
            let suggest = (has_text && talk.suggests())
                .then(|| button(words.tk_suggest(), Glyph::PencilWriting, suggest));
            view! { {button(words.tk_comment(), Glyph::ChatElipsis, comment)}{suggest} }
        })
    };
    let count = move || {
        (n.get() > 0).then(|| {
            let look = move |_| talk.is_sheet_open.set(!talk.is_beside.get_untracked());
            view! {
                <button class="link sm" type="button" on:click=look>
                    <Icon glyph=Glyph::ChatElipsis/>
                    {words.tk_n_comments(n.get())}
                </button>
            }
        })
    };
    view! { <div class="tk-card">{count}{acts}</div> }
}
