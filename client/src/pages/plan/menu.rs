//! The ⋯ of a row: a button that unfolds what can be done with it. Everything is a single press.

use std::sync::Arc;

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::components::icon::{Glyph, Icon};

#[derive(Clone)]
pub struct Item {
    label: String,
    glyph: Glyph,
    act: Arc<dyn Fn() + Send + Sync>,
}

impl Item {
    pub fn new(label: &str, glyph: Glyph, act: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            label: label.to_owned(),
            glyph,
            act: Arc::new(act),
        }
    }
}

/// `items` is asked when it opens. Nothing when it would be empty is for the caller to see to.
#[component]
pub fn RowMenu(
    #[prop(into)] label: Signal<String>,
    items: Callback<(), Vec<Item>>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let node = NodeRef::<Div>::new();
    let close = move || {
        is_open.set(false);
        let button = node.get_untracked();
        let button = button.and_then(|node| node.query_selector("button").ok()?);
        if let Some(button) = button.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
            drop(button.focus());
        }
    };
    let pressed = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && is_open.get_untracked() {
            event.stop_propagation();
            close();
        }
    };
    // Where the focus went is known in the next frame.
    let left = move |_| {
        request_animation_frame(move || {
            let Some(node) = node.try_get_untracked().flatten() else {
                return;
            };
            let active = document().active_element();
            if !node.contains(active.as_deref()) {
                is_open.try_set(false);
            }
        });
    };
    let list = move || {
        let item = move |Item { label, glyph, act }: Item| {
            let press = move |_| {
                is_open.set(false);
                act();
            };
            view! {
                <li><button type="button" on:click=press><Icon glyph=glyph/><span>{label}</span></button></li>
            }
        };
        is_open
            .get()
            .then(|| view! { <ul class="pl-menu">{items.run(()).into_iter().map(item).collect_view()}</ul> })
    };
    view! {
        <div class="pl-menu-box" node_ref=node on:keydown=pressed on:focusout=left>
            <button
                class="btn-i"
                type="button"
                aria-label=move || label.get()
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                <Icon glyph=Glyph::MenuElipsisHorizontal/>
            </button>
            {list}
        </div>
    }
}
