//! The list of provisions that can be chosen as a legal basis: text that people edit.

use leptos::prelude::*;
use shared::proceedings::formal::Ask;
use shared::proceedings::formal::state::{Provision, ProvisionKind};

use super::desk::Desk;
use crate::components::icon::{Glyph, Icon};

/// One line, while it is being written.
#[derive(Clone, Copy)]
struct Line {
    key: usize,
    kind: ProvisionKind,
    text: RwSignal<String>,
    is_confidential: RwSignal<bool>,
}

#[component]
pub fn Provisions(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let now = desk
        .formal
        .with_untracked(|formal| formal.provisions.clone());
    let lines: Vec<Line> = now
        .into_iter()
        .enumerate()
        .map(|(key, one)| Line {
            key,
            kind: one.kind,
            text: RwSignal::new(one.text),
            is_confidential: RwSignal::new(one.is_confidential),
        })
        .collect();
    let next = StoredValue::new(lines.len());
    let lines = RwSignal::new(lines);
    let add = move |kind: ProvisionKind| {
        move |_| {
            let key = next.get_value();
            next.set_value(key + 1);
            let line = Line {
                key,
                kind,
                text: RwSignal::new(String::new()),
                is_confidential: RwSignal::new(false),
            };
            lines.update(|lines| lines.push(line));
        }
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let provisions = lines.with_untracked(|lines| {
            let written = lines
                .iter()
                .filter(|line| !line.text.with_untracked(|text| text.trim().is_empty()));
            written
                .map(|line| Provision {
                    kind: line.kind,
                    text: line.text.get_untracked(),
                    is_confidential: line.is_confidential.get_untracked(),
                })
                .collect()
        });
        desk.asks(Ask::SetProvisions { provisions }, Some(words.fo_did_save()));
        desk.form.set(None);
    };
    let part = move |kind: ProvisionKind, heading: &'static str| {
        let of_kind = move || {
            let all = lines.get().into_iter();
            all.filter(move |line| line.kind == kind)
                .collect::<Vec<Line>>()
        };
        let row = move |line: Line| view! { <Row desk=desk line=line lines=lines/> };
        view! {
            <fieldset class="fo-provisions">
                <legend class="h-card">{heading}</legend>
                <For each=of_kind key=|line| line.key children=row/>
                <button class="ds-button fo-start" type="button" data-size="sm" data-variant="tertiary" on:click=add(kind)><Icon glyph=Glyph::Plus/>{words.fo_add_provision()}</button>
            </fieldset>
        }
    };
    view! {
        <form class="col" on:submit=save>
            <p class="sub">{words.fo_provisions_text()}</p>
            {part(ProvisionKind::Impartiality, words.fo_impartiality())}
            {part(ProvisionKind::Closing, words.fo_closing())}
            <button class="ds-button" type="submit">{words.save()}</button>
        </form>
    }
}

#[component]
fn Row(desk: Desk, line: Line, lines: RwSignal<Vec<Line>>) -> impl IntoView {
    let words = desk.words;
    let confidential = (line.kind == ProvisionKind::Closing).then(|| {
        view! {
            <label class="pick sm">
                <input class="ds-input" type="checkbox" prop:checked=move || line.is_confidential.get() on:change=move |event| line.is_confidential.set(event_target_checked(&event))/>
                <span>{words.fo_confidential()}</span>
            </label>
        }
    });
    let remove = move |_| lines.update(|lines| lines.retain(|one| one.key != line.key));
    view! {
        <div class="fo-provision">
            <input class="ds-input" type="text" maxlength="500" aria-label=words.fo_provision() prop:value=move || line.text.get() on:input=move |event| line.text.set(event_target_value(&event))/>
            <button class="btn-i" type="button" aria-label=words.fo_remove_provision() on:click=remove><Icon glyph=Glyph::Trash/></button>
            {confidential}
        </div>
    }
}
