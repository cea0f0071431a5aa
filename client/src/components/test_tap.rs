//! One try on the scale before it counts. It marks at once; the server only hears that this person has tried.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::{Glyph, Icon};
use crate::announce;
use crate::api::rooms;
use crate::words::Words;

/// How many fills the score scale has.
const N_FILLS: usize = 5;

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
            <label class=format!("tile t s{}", fill(idx, n_steps))>
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

/// The fill of a step: the ends of any scale have the ends' colours.
pub fn fill(idx: usize, n_steps: usize) -> usize {
    let last = n_steps.saturating_sub(1).max(1);
    1 + (idx * (N_FILLS - 1) + last / 2) / last
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn any_scale_goes_from_the_first_fill_to_the_last() {
        for (n_steps, fills) in [
            (5, vec![1, 2, 3, 4, 5]),
            (3, vec![1, 3, 5]),
            (6, vec![1, 2, 3, 3, 4, 5]),
            (2, vec![1, 5]),
            (1, vec![1]),
        ] {
            let found: Vec<usize> = (0..n_steps).map(|idx| fill(idx, n_steps)).collect();
            assert_eq!(found, fills);
        }
    }
}
