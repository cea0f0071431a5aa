//! The bar at the bottom: what one can do here, and on phones what the top has no room for.

use leptos::prelude::*;
use shared::proceedings::command::Command;

use super::day::Day;
use super::top::DaySave;
use crate::components::icon::{Glyph, Icon};

/// Children are the actions; `with_save` puts the save state before them on phones.
#[component]
pub fn Foot(day: Day, #[prop(optional)] with_save: bool, children: Children) -> impl IntoView {
    view! {
        <footer class="pbar ses-foot">
            <div class="ses-foot-in">
                {with_save.then(|| view! { <span class="ses-narrow ses-foot-save"><DaySave day=day/></span> })}
                {children()}
            </div>
        </footer>
    }
}

/// Only the button to speak, and only on phones: wider pages have it at the top.
#[component]
pub fn HandFoot(day: Day) -> impl IntoView {
    view! {
        <footer class="pbar ses-foot ses-narrow">
            <div class="ses-foot-in"><Hand day=day is_quiet=false/></div>
        </footer>
    }
}

/// "Be om ordet", and how many wait.
#[component]
pub fn Hand(day: Day, is_quiet: bool) -> impl IntoView {
    let words = day.words;
    let has_begun = day.read(|view| view.position.is_some());
    let is_up = day.read(|view| view.my_hand);
    let n_hands = day.read(|view| usize::from(view.n_hands));
    let press = move |_| {
        day.give(if is_up.get_untracked() {
            Command::LowerHand { person: None }
        } else {
            Command::RaiseHand
        });
    };
    let n_waiting = move || {
        let n = n_hands.get();
        (n > 0).then(|| view! { <span class="sm sub ses-hands">{words.ses_hands(n)}</span> })
    };
    let variant = move || (is_quiet || is_up.get()).then_some("secondary");
    let color = move || (is_quiet && !is_up.get()).then_some("neutral");
    view! {
        <Show when=move || has_begun.get()>
            <span class="ses-hand">
                {n_waiting}
                <button
                    class="ds-button"
                    type="button"
                    data-variant=variant
                    data-color=color
                    aria-pressed=move || is_up.get().to_string()
                    on:click=press
                >
                    <Icon glyph=Glyph::HandFinger/>
                    {move || if is_up.get() { words.ses_hand_down() } else { words.ses_hand_up() }}
                </button>
            </span>
        </Show>
    }
}
