//! The one `h1` of a page. It names the browser's tab, and takes the focus when the person has come here by themselves.

use std::cell::Cell;

use leptos::html::H1;
use leptos::prelude::*;

use crate::words::use_words;

/// Where the focus goes when what had it is gone from the page.
pub const TITLE_ID: &str = "page-title";

thread_local! {
    /// The first page of a visit leaves the focus where the browser put it.
    static HAS_ARRIVED: Cell<bool> = const { Cell::new(false) };
}

/// `tab` is what the browser's tab says before the name of the program.
#[component]
pub fn PageTitle(#[prop(into)] tab: String, children: Children) -> impl IntoView {
    let node = NodeRef::<H1>::new();
    let title = format!("{tab} – {}", use_words().app_name());
    Effect::new(move || {
        document().set_title(&title);
        if let Some(heading) = node.get()
            && HAS_ARRIVED.replace(true)
        {
            // A heading that cannot take the focus is no reason to stop.
            drop(heading.focus());
        }
    });
    view! { <h1 class="disp h-page" id=TITLE_ID tabindex="-1" node_ref=node>{children()}</h1> }
}
