//! A person as a round tint with initials. The hue never stands alone: the name is beside it.

use leptos::prelude::*;
use shared::programme::{Person, initials};

/// `size` is a class: nothing, `lg`, `xl` or `tiny`.
#[component]
pub fn Avatar(
    #[prop(into)] name: String,
    hue: usize,
    #[prop(optional)] size: &'static str,
) -> impl IntoView {
    view! { <span class=format!("av hue-{hue} {size}") aria-hidden="true">{initials(&name)}</span> }
}

#[component]
pub fn PersonAvatar(person: Person, #[prop(optional)] size: &'static str) -> impl IntoView {
    view! { <Avatar name=person.name.clone() hue=person.hue() size=size/> }
}
