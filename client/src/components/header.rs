//! The bar at the top of every page.

use leptos::prelude::*;
use shared::programme::Person;

use super::avatar::PersonAvatar;
use super::brand::Mark;
use super::icon::{Glyph, Icon};
use crate::places;
use crate::settings::Settings;
use crate::words::use_words;

/// `place` stands beside the mark; `person` is whose menu it is, if anybody is signed in. Children stand at the right.
#[component]
pub fn Header(
    #[prop(optional, into)] place: Option<String>,
    person: Option<Person>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let words = use_words();
    let settings = expect_context::<Settings>();
    let has_place = place.is_some();
    let place = place.map(|place| {
        view! {
            <span class="divide" aria-hidden="true"></span>
            <span class="ttl">{place}</span>
        }
    });
    let menu = match person {
        Some(person) => {
            let name = person.name.clone();
            view! {
                <button
                    class="who"
                    type="button"
                    aria-haspopup="dialog"
                    on:click=move |_| settings.is_open.set(true)
                >
                    <PersonAvatar person=person/>
                    <span class="who-name" aria-hidden="true">{name.clone()}</span>
                    <span class="ds-sr-only">{words.person_menu(&name)}</span>
                </button>
            }
            .into_any()
        }
        None => view! {
            <button
                class="who"
                type="button"
                aria-haspopup="dialog"
                on:click=move |_| settings.is_open.set(true)
            >
                <Icon glyph=Glyph::Language/>
                {words.settings_title()}
            </button>
        }
        .into_any(),
    };
    view! {
        <a class="ds-skip-link" href="#main">{words.skip_to_content()}</a>
        <header class="bar-top" class:has-place=has_place>
            <a class="brand" href="/" rel=places::rel("/") aria-label=words.home_of()><Mark/><span class="brand-name">"Samling"</span></a>
            {place}
            <span class="sp"></span>
            {children.map(|children| children())}
            {menu}
        </header>
    }
}
