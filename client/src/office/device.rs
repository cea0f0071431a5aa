//! One device somebody is signed in on, with the way to end it.

use leptos::prelude::*;
use shared::id::DeviceId;
use shared::view::{DeviceCard, DeviceKind, SignInWay};

use crate::components::icon::{Glyph, Icon};
use crate::dates;
use crate::words::{Words, use_words};

#[component]
pub fn DeviceLine(card: DeviceCard, on_end: Callback<DeviceId>) -> impl IntoView {
    let words = use_words();
    let name = kind(words, card.device);
    let at = dates::day_and_time(words, card.last_seen_at);
    let about = words.device_about(way(words, card.way), &at);
    let is_this = card
        .is_this
        .then(|| view! { <span class="ds-tag" data-size="sm" data-color="accent">{words.device_this()}</span> });
    let label = words.device_end_of(name);
    let id = StoredValue::new(card.id);
    view! {
        <li class="dev-line">
            <Icon glyph=if card.device == DeviceKind::Screen { Glyph::Presentation } else { Glyph::Mobile }/>
            <span class="nm"><b>{name}</b>" "{is_this}<small>{about}</small></span>
            <button
                class="ds-button"
                type="button"
                data-size="sm"
                data-variant="tertiary"
                data-color="neutral"
                aria-label=label
                on:click=move |_| on_end.run(id.get_value())
            >
                {words.device_end()}
            </button>
        </li>
    }
}

fn kind(words: Words, device: DeviceKind) -> &'static str {
    match device {
        DeviceKind::Phone => words.device_phone(),
        DeviceKind::Tablet => words.device_tablet(),
        DeviceKind::Computer => words.device_computer(),
        DeviceKind::Screen => words.device_screen(),
        DeviceKind::Program => words.device_program(),
    }
}

fn way(words: Words, way: SignInWay) -> &'static str {
    match way {
        SignInWay::Link => words.way_link(),
        SignInWay::Code => words.way_code(),
        SignInWay::Knock => words.way_knock(),
        SignInWay::Provider => words.way_provider(),
        SignInWay::Token => words.way_token(),
    }
}
