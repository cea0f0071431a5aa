//! Small pieces of the console that look the same everywhere.

use leptos::prelude::*;

use crate::components::icon::{Glyph, Icon};

/// How loud a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Strong,
    Edged,
    Bare,
}

/// A button that says what it does.
pub fn press(
    look: Look,
    glyph: Option<Glyph>,
    label: impl Into<String>,
    on_press: impl Fn() + 'static,
) -> AnyView {
    button(look, glyph, label.into(), Box::new(on_press))
}

/// One function for all buttons keeps the program small.
fn button(look: Look, glyph: Option<Glyph>, label: String, on_press: Box<dyn Fn()>) -> AnyView {
    let variant = match look {
        Look::Strong => "primary",
        Look::Edged => "secondary",
        Look::Bare => "tertiary",
    };
    let color = if look == Look::Strong {
        "accent"
    } else {
        "neutral"
    };
    view! {
        <button class="ds-button" type="button" data-variant=variant data-color=color on:click=move |_| on_press()>
            {glyph.map(|glyph| view! { <Icon glyph=glyph/> })}
            {label}
        </button>
    }
    .into_any()
}

/// Fewer, a number, more.
#[component]
pub fn Stepper(
    #[prop(into)] label: String,
    #[prop(into)] shown: Signal<String>,
    less: String,
    more: String,
    on_less: Callback<()>,
    on_more: Callback<()>,
) -> impl IntoView {
    view! {
        <span class="con-stepper" role="group" aria-label=label>
            <button class="btn-i" type="button" aria-label=less on:click=move |_| on_less.run(())><Icon glyph=Glyph::Minus/></button>
            <output class="tn">{move || shown.get()}</output>
            <button class="btn-i" type="button" aria-label=more on:click=move |_| on_more.run(())><Icon glyph=Glyph::Plus/></button>
        </span>
    }
}
