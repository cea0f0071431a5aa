//! Bringing an earlier version back. What stands now is kept first, so nothing is lost by it.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use shared::id::VersionId;
use shared::plan::docket::command::Command;

use crate::components::icon::{Glyph, Icon};
use crate::mint;
use crate::pages::plan::desk::{At, focus_when_drawn};
use crate::pages::plan::room::{Asking, Docket, Fault};

const BUTTON_ID: &str = "ve-restore";
const CONFIRM_ID: &str = "ve-restore-now";
const N_TRIES: u32 = 10;

/// `number` is that of the version.
#[component]
pub fn Restore(docket: Docket, version: VersionId, number: String) -> impl IntoView {
    let desk = docket.desk;
    let words = desk.words;
    let may = Memo::new(move |_| docket.may.with(|may| may.decide && may.edit));
    let is_frozen = Memo::new(move |_| desk.head.with(|head| head.state.is_frozen()));
    let body = move || {
        if is_frozen.get() {
            return view! { <p class="sub sm">{words.ve_restore_frozen()}</p> }.into_any();
        }
        view! { <Ask docket=docket version=version.clone() number=number.clone()/> }.into_any()
    };
    let body = StoredValue::new(body);
    view! {
        <Show when=move || may.get()>
            <div class="ve-restore">{move || body.with_value(|body| body())}</div>
        </Show>
    }
}

#[component]
fn Ask(docket: Docket, version: VersionId, number: String) -> impl IntoView {
    let desk = docket.desk;
    let words = desk.words;
    let asking = Asking::new(docket);
    let is_asked = RwSignal::new(false);
    let navigate = use_navigate();
    let list = desk.href(&At::Versions);
    let said = words.ve_restored(&number);
    let restore = move |_| {
        // What stood before may be kept already when it went wrong half-way: the next time it is kept anew.
        let command = Command::RestoreVersion {
            version: version.clone(),
            before: mint::version_id(),
            id: mint::version_id(),
        };
        let (navigate, list) = (navigate.clone(), list.clone());
        asking.ask(command, said.clone(), move || {
            navigate(&list, leptos_router::NavigateOptions::default());
        });
    };
    let restore = StoredValue::new(restore);
    let ask = move |_| {
        is_asked.set(true);
        focus_when_drawn(CONFIRM_ID.to_owned(), N_TRIES);
    };
    let leave = move |_| {
        is_asked.set(false);
        asking.fault.set(None);
        focus_when_drawn(BUTTON_ID.to_owned(), N_TRIES);
    };
    let label = words.ve_restore(&number);
    let first = StoredValue::new(move || {
        view! {
            <p class="sub sm">{words.ve_restore_about()}</p>
            <button class="ds-button" type="button" id=BUTTON_ID data-variant="secondary" data-color="neutral" on:click=ask>
                <Icon glyph=Glyph::ArrowUndo/>
                {label.clone()}
            </button>
        }
    });
    let do_it = words.ve_do_restore(&number);
    let then = StoredValue::new(move || {
        view! {
            <p class="sm">{words.ve_restore_brings()}</p>
            <p class="sm">{words.ve_restore_keeps()}</p>
            <button
                class="ds-button"
                type="button"
                id=CONFIRM_ID
                aria-busy=move || asking.is_busy.get().then_some("true")
                on:click=move |event| restore.with_value(|restore| restore(event))
            >
                {do_it.clone()}
            </button>
            <button class="ds-button" type="button" data-variant="tertiary" on:click=leave>{words.tk_cancel()}</button>
            <Fault asking=asking/>
        }
    });
    move || {
        if is_asked.get() {
            then.with_value(|then| then()).into_any()
        } else {
            first.with_value(|first| first()).into_any()
        }
    }
}
