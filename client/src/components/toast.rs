//! One message at the bottom of the page that can be undone for ten seconds.

use std::sync::Arc;

use gloo_timers::callback::Timeout;
use leptos::html::Button;
use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::proposals::{ADD_ID, focus_soon};
use crate::announce;
use crate::words::use_words;

const STAYS_MS: u32 = 10_000;

#[derive(Clone)]
struct Toast {
    message: String,
    /// Outlives the part of the page that offered it.
    undo: Option<Arc<dyn Fn() + Send + Sync>>,
}

/// Where toasts are put; provided by the meeting's page.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Option<Toast>>,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Default for Toasts {
    fn default() -> Self {
        Self::new()
    }
}

impl Toasts {
    pub fn new() -> Self {
        Self {
            shown: RwSignal::new(None),
            timer: StoredValue::new_local(None),
        }
    }

    pub fn say(self, message: String) {
        self.put(message, None);
    }

    /// `undo` takes it back.
    pub fn offer_undo(self, message: String, undo: impl Fn() + Send + Sync + 'static) {
        self.put(message, Some(Arc::new(undo)));
    }

    fn put(self, message: String, undo: Option<Arc<dyn Fn() + Send + Sync>>) {
        announce::polite(message.clone());
        self.shown.set(Some(Toast { message, undo }));
        self.timer
            .set_value(Some(Timeout::new(STAYS_MS, move || self.close())));
    }

    /// Takes it away. Focus that was in it goes to where proposals are added, the only place that offers to undo.
    fn close(self) {
        let had_focus = document()
            .active_element()
            .is_some_and(|active| active.closest(".toast").is_ok_and(|it| it.is_some()));
        self.timer.try_set_value(None);
        self.shown.try_set(None);
        if had_focus {
            focus_soon(ADD_ID.to_owned());
        }
    }
}

/// Draws the toast. An offer to undo takes the focus where what had it is gone.
#[component]
pub fn ToastPlace(
    toasts: Toasts,
    /// Not on a page that is led by keys, where the focus stays.
    #[prop(default = true)]
    takes_focus: bool,
) -> impl IntoView {
    let words = use_words();
    let node = NodeRef::<Button>::new();
    Effect::new(move || {
        if let Some(button) = node.get()
            && takes_focus
        {
            drop(button.focus());
        }
    });
    let shown = move || {
        toasts.shown.get().map(|toast| {
            let undo = toast.undo.map(|undo| {
                let press = move |_| {
                    toasts.close();
                    undo();
                };
                view! {
                    <button class="ds-button" type="button" data-variant="tertiary" data-size="sm" node_ref=node on:click=press>
                        {words.undo()}
                    </button>
                }
            });
            view! {
                <div class="toast">
                    <span class="toast-text">{toast.message}</span>
                    {undo}
                    <button class="btn-i" type="button" aria-label=words.close() on:click=move |_| toasts.close()>
                        <Icon glyph=Glyph::XMark/>
                    </button>
                </div>
            }
        })
    };
    view! { <section class="toasts" aria-label=words.just_done()>{shown}</section> }
}
