//! The two large buttons of whoever has a vote, always within reach of a thumb.

use leptos::prelude::*;
use shared::proceedings::formal::Ask;

use super::desk::Desk;
use crate::announce;
use crate::components::icon::{Glyph, Icon};

#[component]
pub fn Ballot(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let ballot = Memo::new(move |_| desk.my_ballot());
    let mine = Memo::new(move |_| {
        let me = desk.me.get_value();
        let item = desk.current()?;
        item.vote?.cast.get(&me).map(|cast| cast.is_for)
    });
    let question = Memo::new(move |_| {
        let (_, question) = ballot.get()?;
        let item = desk.formal.with(|formal| {
            let view = formal.items.get(formal.current.as_ref()?)?;
            Some(view.item.clone())
        })?;
        Some(desk.question(&item, &question))
    });
    Effect::new(move |before: Option<bool>| {
        let is_open = ballot.with(Option::is_some);
        if is_open && before == Some(false) {
            announce::polite(question.get_untracked().unwrap_or_default());
        }
        is_open
    });
    let vote = move |is_for: bool| {
        move |_| {
            let Some((item, question)) = ballot.get_untracked() else {
                return;
            };
            let ask = Ask::Vote {
                item,
                question,
                is_for,
                person: None,
            };
            desk.asks(ask, None);
        }
    };
    let is_mine = move |is_for: bool| move || (mine.get() == Some(is_for)).to_string();
    view! {
        <section class="fo-ballot" aria-labelledby="fo-ballot" hidden=move || ballot.with(Option::is_none)>
            <p id="fo-ballot"><b>{move || question.get()}</b>" "<span class="sub sm">{words.fo_ballot_text()}</span></p>
            <div class="fo-choices">
                <button class="fo-choice for" type="button" aria-pressed=is_mine(true) on:click=vote(true)><Icon glyph=Glyph::ThumbUp/>{words.fo_for()}</button>
                <button class="fo-choice against" type="button" aria-pressed=is_mine(false) on:click=vote(false)><Icon glyph=Glyph::XMark/>{words.fo_against()}</button>
            </div>
        </section>
    }
}
