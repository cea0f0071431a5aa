//! What was said about a row, at the foot of its card.

use leptos::prelude::*;
use shared::document::plan::TextField;
use shared::plan::Row;

use super::foot::Foot;
use super::{Writing, marked, use_talk};
use crate::pages::plan::desk::{Room, use_desk};

/// The ways to say more stand here where the card's menu is not.
#[component]
pub fn CardTalk(row: Row) -> impl IntoView {
    let talk = use_talk();
    let desk = use_desk();
    let has_text = !TextField::of(&row).is_empty();
    let comments = move || {
        let has_menu = desk.writes.get() && desk.model.may_write().get();
        talk.docket.may.get().speak && (!has_menu || desk.room.get() == Room::Narrow)
    };
    let [of, commented, suggested] = [row.clone(), row.clone(), row.clone()];
    view! {
        <Foot
            is_about=move |about| about.row() == Some(&of)
            named=desk.title_of(&row)
            comments=comments
            suggests=move || has_text && talk.suggests()
            on_comment=Callback::new(move |()| talk.begin(Writing::Comment(marked::about(desk, &commented))))
            on_suggest=Callback::new(move |()| talk.begin(Writing::Suggest(suggested.clone())))
        />
    }
}
