//! Correcting a slip: the text in a dialog. What stood there before is kept and shown.

use leptos::prelude::*;
use shared::proceedings::formal::Ask;

use super::desk::Desk;
use crate::components::dialog::Dialog;
use crate::mint;

#[component]
pub fn Correcting(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let is_open = RwSignal::new(false);
    Effect::new(move || is_open.set(desk.slip.with(Option::is_some)));
    Effect::new(move || {
        if !is_open.get() && desk.slip.with_untracked(Option::is_some) {
            desk.slip.set(None);
        }
    });
    let form = move || {
        desk.slip.get().map(|slip| {
            let text = RwSignal::new(slip.text.clone());
            let send = move |event: leptos::ev::SubmitEvent| {
                event.prevent_default();
                let ask = Ask::Correct {
                    id: mint::note_id(),
                    item: slip.item.clone(),
                    spot: slip.spot,
                    before: slip.text.clone(),
                    after: text.get_untracked(),
                };
                desk.asks(ask, words.mi_did_correct());
                desk.slip.set(None);
            };
            view! {
                <form class="col" on:submit=send>
                    <p class="sub">{words.mi_correct_text()}</p>
                    <label class="ds-label" for="fo-slip">{words.mi_corrected_text()}</label>
                    <textarea class="ds-input fo-area" id="fo-slip" maxlength="5000" prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))></textarea>
                    <button class="ds-button" type="submit">{words.save()}</button>
                </form>
            }
        })
    };
    let heading = Signal::derive(move || words.mi_correct_slip().to_owned());
    view! { <Dialog is_open=is_open id="fo-correct" heading=heading><div class="fo-form">{form}</div></Dialog> }
}
