//! A modal dialog: the browser's own, with its focus handling.

use leptos::ev::MouseEvent;
use leptos::html::Dialog as DialogElement;
use leptos::prelude::*;

use crate::words::use_words;

/// `heading` is the visible name. Escape, the cross and a press outside close it.
#[component]
pub fn Dialog(
    is_open: RwSignal<bool>,
    id: &'static str,
    #[prop(into)] heading: Signal<String>,
    /// How it looks: `sheet`, unless told.
    #[prop(default = "sheet")]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<DialogElement>::new();
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        if is_open.get() && !dialog.open() {
            // Fails only when the dialog is not in the page, and then there is nothing to open.
            drop(dialog.show_modal());
        } else if !is_open.get() && dialog.open() {
            dialog.close();
        }
    });
    let press_outside = move |event: MouseEvent| {
        let Some(dialog) = node.get_untracked() else {
            return;
        };
        let frame = dialog.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let is_inside = (frame.left()..=frame.right()).contains(&x)
            && (frame.top()..=frame.bottom()).contains(&y);
        // A press by keyboard has no place: both are zero.
        if !is_inside && event.target() == event.current_target() {
            is_open.set(false);
        }
    };
    let heading_id = format!("{id}-heading");
    view! {
        <dialog
            class=format!("ds-dialog {class}")
            id=id
            node_ref=node
            aria-labelledby=heading_id.clone()
            on:close=move |_| is_open.set(false)
            on:click=press_outside
        >
            <button
                class="ds-button"
                type="button"
                data-command="close"
                data-icon="true"
                data-variant="tertiary"
                data-color="neutral"
                aria-label=use_words().close()
                on:click=move |_| is_open.set(false)
            ></button>
            <h2 class="disp h-sec" id=heading_id.clone()>{move || heading.get()}</h2>
            {children()}
        </dialog>
    }
}
