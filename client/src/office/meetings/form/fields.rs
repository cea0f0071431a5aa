//! The fields of the form: its title, its scale and its parts, each changed in place.

use leptos::prelude::*;
use shared::template::{MAX_INDICATORS, MAX_PARTS, ReviewForm, SCALE_STEPS};

use super::editor::Editor;
use super::indicator::{IndicatorFields, title_id};
use super::text_input::TextInput;
use crate::announce;
use crate::components::icon::{Glyph, Icon};
use crate::components::proposals::focus_soon;
use crate::office::parts::Confirm;
use crate::words::Words;

#[component]
pub fn FormTitle(editor: Editor) -> impl IntoView {
    let words = editor.words;
    view! {
        <TextInput
            editor=editor
            id="form-title"
            label=words.pap_form_title().to_owned()
            read=|form: &ReviewForm| Some(&form.title)
            write=|form: &mut ReviewForm| Some(&mut form.title)
        />
    }
}

#[component]
pub fn ScaleFields(editor: Editor) -> impl IntoView {
    let words = editor.words;
    let n_steps = Memo::new(move |_| editor.draft.with(|form| form.scale.steps.len()));
    let step = move |idx: usize| {
        let value = move || {
            editor
                .draft
                .with(|form| form.scale.steps.get(idx).map(|step| step.value))
        };
        let label = move |what: fn(Words, &str) -> String| {
            Signal::derive(move || what(words, &value().unwrap_or(0).to_string()))
        };
        view! {
            <li class="pap-step">
                <span class="num" aria-hidden="true">{value}</span>
                <TextInput
                    editor=editor
                    id=format!("step-{idx}")
                    label=label(Words::pap_step_word)
                    read=move |form: &ReviewForm| form.scale.steps.get(idx).map(|step| &step.label)
                    write=move |form: &mut ReviewForm| form.scale.steps.get_mut(idx).map(|step| &mut step.label)
                    is_bare=true
                />
                <TextInput
                    editor=editor
                    id=format!("meaning-{idx}")
                    label=label(Words::pap_step_meaning)
                    read=move |form: &ReviewForm| form.scale.steps.get(idx).map(|step| &step.meaning)
                    write=move |form: &mut ReviewForm| form.scale.steps.get_mut(idx).map(|step| &mut step.meaning)
                    is_bare=true
                />
            </li>
        }
    };
    let may_add = move || n_steps.get() < *SCALE_STEPS.end();
    let may_remove = move || n_steps.get() > *SCALE_STEPS.start();
    view! {
        <section class="card pad col" aria-labelledby="scale">
            <h2 class="h-card" id="scale">{words.pap_scale()}</h2>
            <p class="sub sm">{words.pap_scale_hint()}</p>
            <ul class="col g8">
                <For each=move || 0..n_steps.get() key=|idx| *idx children=step/>
            </ul>
            <div class="row wrap g8">
                <Show when=may_add>
                    <button class="ds-button" type="button" data-size="sm" data-variant="secondary" on:click=move |_| editor.add_step()>
                        <Icon glyph=Glyph::Plus/>
                        {words.pap_add_step()}
                    </button>
                </Show>
                <Show when=may_remove>
                    <button
                        class="ds-button"
                        type="button"
                        data-size="sm"
                        data-variant="tertiary"
                        data-color="neutral"
                        on:click=move |_| editor.remove_step()
                    >
                        {words.pap_remove_step()}
                    </button>
                </Show>
            </div>
        </section>
    }
}

#[component]
pub fn Parts(editor: Editor) -> impl IntoView {
    let words = editor.words;
    let ids = Memo::new(move |_| {
        editor.draft.with(|form| {
            form.parts
                .iter()
                .map(|part| part.id.clone())
                .collect::<Vec<_>>()
        })
    });
    let may_add = move || {
        ids.with(Vec::len) < MAX_PARTS
            && editor
                .draft
                .with(|form| form.indicators.len() < MAX_INDICATORS)
    };
    view! {
        <For each=move || ids.get() key=Clone::clone let:id>
            <PartFields editor=editor id=id/>
        </For>
        <Show when=may_add>
            <button class="ds-button" type="button" data-variant="secondary" on:click=move |_| editor.add_part()>
                <Icon glyph=Glyph::Plus/>
                {words.pap_add_part()}
            </button>
        </Show>
    }
}

#[component]
fn PartFields(editor: Editor, id: String) -> impl IntoView {
    let words = editor.words;
    let heading = format!("part-{id}");
    let id = StoredValue::new(id);
    let read = move |form: &ReviewForm| {
        form.parts
            .iter()
            .position(|part| id.with_value(|id| part.id == *id))
    };
    let indicators = Memo::new(move |_| {
        editor.draft.with(|form| {
            id.with_value(|id| {
                let own = form.indicators_of(id);
                own.map(|it| it.id.clone()).collect::<Vec<_>>()
            })
        })
    });
    let n_parts = Memo::new(move |_| editor.draft.with(|form| form.parts.len()));
    let may_add = move || {
        editor
            .draft
            .with(|form| form.indicators.len() < MAX_INDICATORS)
    };
    let title = move || {
        let name = editor.draft.with(|form| {
            let part = read(form).map(|place| form.parts[place].title.get(words.0).to_owned());
            part.filter(|name| !name.is_empty())
        });
        name.unwrap_or_else(|| words.pap_new_part().to_owned())
    };
    let has_others = move || n_parts.get() > 1;
    let is_asking = RwSignal::new(false);
    let remove = Callback::new(move |()| {
        editor.remove_part(&id.get_value());
        announce::polite(words.pap_row_gone());
    });
    view! {
        <section class="card pad col pap-part-edit" aria-labelledby=heading.clone()>
            <div class="row wrap">
                <h2 class="disp h-sec" id=heading.clone()>{title}</h2>
                <span class="sp"></span>
                <Show when=has_others>
                    <button
                        class="ds-button"
                        type="button"
                        data-size="sm"
                        data-variant="tertiary"
                        data-color="neutral"
                        on:click=move |_| is_asking.set(true)
                    >
                        <Icon glyph=Glyph::Trash/>
                        {words.pap_remove_part()}
                    </button>
                </Show>
            </div>
            <Show when=move || is_asking.get()>
                <Confirm
                    text=words.pap_remove_part_means(indicators.with(Vec::len))
                    yes=words.pap_remove_part()
                    no=words.never_mind()
                    on_yes=remove
                    on_no=Callback::new(move |()| is_asking.set(false))
                />
            </Show>
            <TextInput
                editor=editor
                id=format!("{heading}-title")
                label=words.pap_part_title().to_owned()
                read=move |form: &ReviewForm| read(form).map(|place| &form.parts[place].title)
                write=move |form: &mut ReviewForm| read(form).map(|place| &mut form.parts[place].title)
            />
            <TextInput
                editor=editor
                id=format!("{heading}-lead")
                label=words.pap_part_lead().to_owned()
                read=move |form: &ReviewForm| read(form).map(|place| &form.parts[place].lead)
                write=move |form: &mut ReviewForm| read(form).map(|place| &mut form.parts[place].lead)
            />
            <ol class="pap-inds lines">
                <For each=move || indicators.get() key=Clone::clone let:indicator>
                    <IndicatorFields editor=editor id=indicator own=indicators/>
                </For>
            </ol>
            <Show when=may_add>
                <button
                    class="ds-button pap-add"
                    type="button"
                    data-size="sm"
                    data-variant="secondary"
                    on:click=move |_| {
                        editor.add_indicator(&id.get_value());
                        if let Some(new) = indicators.get_untracked().last() {
                            focus_soon(title_id(new));
                        }
                    }
                >
                    <Icon glyph=Glyph::Plus/>
                    {words.pap_add_indicator()}
                </button>
            </Show>
        </section>
    }
}
