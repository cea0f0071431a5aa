//! At the foot of a card or of a piece of prose: how much was said about it, and the ways to say more.

use leptos::prelude::*;
use shared::plan::docket::place::Place as About;

use super::{listed, use_talk};
use crate::components::icon::{Glyph, Icon};
use crate::pages::plan::desk::use_desk;

/// `named` is what it is about, for those who hear the buttons. What may be done is asked again when it changes.
#[component]
pub fn Foot(
    is_about: impl Fn(&About) -> bool + Send + Sync + 'static,
    #[prop(into)] named: Signal<String>,
    comments: impl Fn() -> bool + Send + Sync + 'static,
    suggests: impl Fn() -> bool + Send + Sync + 'static,
    on_comment: Callback<()>,
    on_suggest: Callback<()>,
) -> impl IntoView {
    let talk = use_talk();
    let words = use_desk().words;
    let n = Memo::new(move |_| {
        let all = listed(talk).into_iter();
        all.filter(|one| one.is_open && is_about(&one.about))
            .count()
    });
    let button = move |label: &'static str, glyph: Glyph, act: Callback<()>| {
        view! {
            <button
                class="ds-button"
                type="button"
                data-size="sm"
                data-variant="tertiary"
                aria-label=words.about_proposal(label, &named.get_untracked())
                on:click=move |_| act.run(())
            >
                <Icon glyph=glyph/>
                {label}
            </button>
        }
    };
    let acts = move || {
        comments().then(|| {
            let suggest =
                suggests().then(|| button(words.tk_suggest(), Glyph::PencilWriting, on_suggest));
            view! { {button(words.tk_comment(), Glyph::ChatElipsis, on_comment)}{suggest} }
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
