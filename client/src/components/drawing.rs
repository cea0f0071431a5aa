//! A place on the coast, for pages and lists with nothing in them: three flat colours and a dark line.

use leptos::prelude::*;

#[component]
pub fn Drawing() -> impl IntoView {
    view! {
        <svg class="drawing" viewBox="0 0 240 120" aria-hidden="true">
            <circle cx="176" cy="38" r="17" fill="#E0A23B"></circle>
            <path d="M8 92 58 38l26 28 22-22 48 48z" fill="#D6E2E1"></path>
            <path d="M92 92l44-40 30 26 18-14 44 28z" fill="#6FB0A8"></path>
            <path d="M128 92v-17l11-9 11 9v17z" fill="#C8553D"></path>
            <path
                d="M8 92h224M20 104h64M104 104h96M128 92v-17l11-9 11 9v17M58 38 8 92M58 38l26 28 22-22 18 18"
                fill="none"
                stroke="#282C30"
                stroke-width="2.5"
                stroke-linecap="round"
                stroke-linejoin="round"
            ></path>
        </svg>
    }
}
