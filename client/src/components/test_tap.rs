//! One try on the scale before it counts. It marks at once; the server only hears that this person has tried.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::chart::shade;

use super::icon::{Glyph, Icon};
use crate::announce;
use crate::api::rooms;
use crate::words::Words;

#[component]
pub fn TestTap(code: String, scale: Vec<u8>, words: Words) -> impl IntoView {
    let chosen = RwSignal::<Option<u8>>::new(None);
    let has_failed = RwSignal::new(false);
    let code = StoredValue::new(code);
    let choose = move |value: u8| {
        chosen.set(Some(value));
        has_failed.set(false);
        announce::polite(words.lobby_works());
        spawn_local(async move {
            let tried = rooms::try_tap(&code.get_value()).await;
            has_failed.try_set(tried.is_err());
        });
    };
    let n_steps = scale.len();
    let tiles = scale.into_iter().enumerate().map(|(idx, value)| {
        view! {
            <label class=format!("tile t s{}", shade(idx, n_steps))>
                <input
                    class="ds-sr-only"
                    type="radio"
                    name="try"
                    value=value.to_string()
                    prop:checked=move || chosen.get() == Some(value)
                    on:change=move |_| choose(value)
                />
                <span>{value}</span>
            </label>
        }
    });
    let tiles = tiles.collect_view();
    let after = move || {
        if has_failed.get() {
            return Some(view! { <p class="wn sm">{words.lobby_try_failed()}</p> }.into_any());
        }
        chosen.get().map(|_| {
            view! { <p class="try-ok"><Icon glyph=Glyph::CheckmarkCircleFill/>{words.lobby_works()}</p> }
                .into_any()
        })
    };
    view! {
        <section class="card test" aria-labelledby="test-title">
            <h2 class="h-card" id="test-title">{words.lobby_test()}</h2>
            <p class="sub sm" id="test-help">{words.lobby_test_help()}</p>
            <fieldset aria-describedby="test-help">
                <legend class="ds-sr-only">{words.lobby_test_legend()}</legend>
                <div class="tiles">{tiles}</div>
            </fieldset>
            {after}
        </section>
    }
}
