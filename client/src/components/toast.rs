//! One message at the bottom of the page: what was done, which can be undone for ten seconds, or what was not answered,
//! which can be tried again.

use std::sync::Arc;

use gloo_timers::callback::Timeout;
use leptos::html::Button;
use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use super::proposals::{ADD_ID, focus_soon};
use crate::announce;
use crate::words::{Words, use_words};

const STAYS_MS: u32 = 10_000;

#[derive(Clone)]
struct Toast {
    message: String,
    offer: Option<Offer>,
}

/// A button in it.
#[derive(Clone)]
struct Offer {
    label: fn(Words) -> &'static str,
    /// Outlives the part of the page that offered it.
    act: Arc<dyn Fn() + Send + Sync>,
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
        self.close_later();
    }

    /// `undo` takes it back.
    pub fn offer_undo(self, message: String, undo: impl Fn() + Send + Sync + 'static) {
        let act = Arc::new(undo);
        let label = Words::undo;
        self.put(message, Some(Offer { label, act }));
        self.close_later();
    }

    /// `again` tries it once more. Stays until somebody has answered it.
    pub fn offer_again(self, message: String, again: impl Fn() + Send + Sync + 'static) {
        let act = Arc::new(again);
        let label = Words::try_again;
        self.put(message, Some(Offer { label, act }));
    }

    /// Something newer has been done: what was not answered before it is not tried again.
    pub fn withdraw_again(self) {
        if self.timer.try_with_value(Option::is_none) == Some(true) {
            self.shown.try_set(None);
        }
    }

    fn put(self, message: String, offer: Option<Offer>) {
        announce::polite(message.clone());
        self.timer.try_set_value(None);
        self.shown.try_set(Some(Toast { message, offer }));
    }

    fn close_later(self) {
        let timer = Timeout::new(STAYS_MS, move || self.close());
        self.timer.try_set_value(Some(timer));
    }

    /// Takes it away. Focus that was in it goes to where proposals are added, on pages that have such a place.
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

/// Draws the toast. An offer takes the focus, since what had it may be gone.
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
            let offer = toast.offer.map(|offer| {
                let label = (offer.label)(words);
                let press = move |_| {
                    toasts.close();
                    (offer.act)();
                };
                view! {
                    <button class="ds-button" type="button" data-variant="tertiary" data-size="sm" node_ref=node on:click=press>
                        {label}
                    </button>
                }
            });
            view! {
                <div class="toast">
                    <span class="toast-text">{toast.message}</span>
                    {offer}
                    <button class="btn-i" type="button" aria-label=words.close() on:click=move |_| toasts.close()>
                        <Icon glyph=Glyph::XMark/>
                    </button>
                </div>
            }
        })
    };
    view! { <section class="toasts" aria-label=words.just_done()>{shown}</section> }
}
