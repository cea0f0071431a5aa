//! The fields of the form: scale, parts and indicators, each changed in place.

use leptos::prelude::*;
use shared::id::IndicatorId;
use shared::template::{
    Indicator, MAX_FACTORS, MAX_INDICATORS, MAX_PARTS, ReviewForm, SCALE_STEPS, Words as Texts,
};

use super::editor::{Editor, words_of, written};
use crate::announce;
use crate::components::icon::{Glyph, Icon};
use crate::components::proposals::focus_soon;
use crate::office::parts::Confirm;
use crate::words::{Words, tag};

/// One text of the form, in the language that is chosen.
#[component]
fn TextInput(
    editor: Editor,
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    read: impl Fn(&ReviewForm) -> Option<&Texts> + Copy + Send + Sync + 'static,
    write: impl Fn(&mut ReviewForm) -> Option<&mut Texts> + Copy + Send + Sync + 'static,
    /// Whether the label is there for screen readers only.
    #[prop(optional)]
    is_bare: bool,
    #[prop(optional)] is_long: bool,
) -> impl IntoView {
    let now = move || {
        let language = editor.language.get();
        editor
            .draft
            .with(|form| read(form).map(|texts| written(texts, language).to_owned()))
    };
    // What stands there in the form's own language helps whoever translates.
    let hint = move || {
        let own = super::editor::language_of(editor.own);
        let is_other = editor.language.get() != own;
        let text = editor
            .draft
            .with(|form| read(form).map(|texts| written(texts, own).to_owned()));
        is_other.then_some(text).flatten().unwrap_or_default()
    };
    let input = move |event| {
        let typed = event_target_value(&event);
        let language = editor.language.get_untracked();
        editor.change(|form| {
            if let Some(texts) = write(form) {
                *words_of(texts, language) = typed;
            }
        });
    };
    let lang = move || tag(editor.language.get());
    let class = if is_bare { "ds-sr-only" } else { "ds-label" };
    let field = if is_long {
        view! {
            <textarea class="ds-input pap-area" id=id.clone() rows="2" lang=lang placeholder=hint prop:value=now on:input=input></textarea>
        }
        .into_any()
    } else {
        view! { <input class="ds-input" id=id.clone() autocomplete="off" lang=lang placeholder=hint prop:value=now on:input=input/> }
            .into_any()
    };
    view! { <div class="fld"><label class=class for=id>{move || label.get()}</label>{field}</div> }
}

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

fn title_id(indicator: &IndicatorId) -> String {
    format!("title-{indicator}")
}

#[component]
fn IndicatorFields(
    editor: Editor,
    id: IndicatorId,
    /// All of the same part, in order.
    own: Memo<Vec<IndicatorId>>,
) -> impl IntoView {
    let words = editor.words;
    let id = StoredValue::new(id);
    let place = move |form: &ReviewForm| {
        form.indicators
            .iter()
            .position(|it| id.with_value(|id| it.id == *id))
    };
    let at =
        Memo::new(move |_| own.with(|own| own.iter().position(|it| id.with_value(|id| it == id))));
    let name = move || {
        let name = editor
            .draft
            .with(|form| place(form).map(|at| form.indicators[at].title.get(words.0).to_owned()));
        let name = name.filter(|name| !name.is_empty());
        name.unwrap_or_else(|| words.pap_number(&(at.get().unwrap_or(0) + 1).to_string()))
    };
    let is_first = move || at.get() == Some(0);
    let is_last = move || own.with(|own| at.get().is_some_and(|at| at + 1 == own.len()));
    let is_only = move || own.with(|own| own.len() == 1);
    let act = move |verb: &'static str| move || words.about_proposal(verb, &name());
    let shift = move |is_up: bool| {
        let id = id.get_value();
        editor.move_indicator(&id, is_up);
        announce::polite(
            words.pap_moved(&name(), &(at.get_untracked().unwrap_or(0) + 1).to_string()),
        );
    };
    let remove = move |_| {
        if is_only() {
            return;
        }
        let before = editor.draft.get_untracked();
        editor.remove_indicator(&id.get_value());
        let undo = move || editor.change(|form| *form = before.clone());
        editor
            .toasts
            .offer_undo(words.pap_row_gone().to_owned(), undo);
    };
    let n_factors = Memo::new(move |_| {
        editor
            .draft
            .with(|form| place(form).map_or(0, |at| form.indicators[at].factors.len()))
    });
    let key = id.with_value(ToString::to_string);
    view! {
        <li class="pap-ind">
            <div class="row wrap g8 pap-ind-row">
                <TextInput
                    editor=editor
                    id=title_id(&id.get_value())
                    label=Signal::derive(move || words.pap_indicator_title(&(at.get().unwrap_or(0) + 1).to_string()))
                    read=move |form: &ReviewForm| place(form).map(|at| &form.indicators[at].title)
                    write=move |form: &mut ReviewForm| place(form).map(|at| &mut form.indicators[at].title)
                />
                <span class="row g4 pap-ind-acts">
                    <button
                        class="btn-i"
                        type="button"
                        aria-label=act(words.proposal_up())
                        aria-disabled=move || is_first().then_some("true")
                        on:click=move |_| shift(true)
                    >
                        <Icon glyph=Glyph::ArrowUp/>
                    </button>
                    <button
                        class="btn-i"
                        type="button"
                        aria-label=act(words.proposal_down())
                        aria-disabled=move || is_last().then_some("true")
                        on:click=move |_| shift(false)
                    >
                        <Icon glyph=Glyph::ArrowDown/>
                    </button>
                    <button
                        class="btn-i"
                        type="button"
                        aria-label=act(words.proposal_remove())
                        aria-disabled=move || is_only().then_some("true")
                        on:click=remove
                    >
                        <Icon glyph=Glyph::Trash/>
                    </button>
                </span>
            </div>
            <details class="more">
                <summary>{move || words.pap_question_and_factors(&n_factors.get().to_string())}</summary>
                <div class="col">
                    <TextInput
                        editor=editor
                        id=format!("question-{key}")
                        label=words.pap_question().to_owned()
                        read=move |form: &ReviewForm| place(form).map(|at| &form.indicators[at].question)
                        write=move |form: &mut ReviewForm| place(form).map(|at| &mut form.indicators[at].question)
                        is_long=true
                    />
                    <Factors editor=editor id=id n_factors=n_factors/>
                </div>
            </details>
        </li>
    }
}

#[component]
fn Factors(editor: Editor, id: StoredValue<IndicatorId>, n_factors: Memo<usize>) -> impl IntoView {
    let words = editor.words;
    let place = move |form: &ReviewForm| {
        form.indicators
            .iter()
            .position(|it| id.with_value(|id| it.id == *id))
    };
    let key = id.with_value(ToString::to_string);
    let heading = format!("factors-{key}");
    let has_room = move || n_factors.get() < MAX_FACTORS;
    let prefix = key.clone();
    let row = move |idx: usize| {
        let factor = move |form: &ReviewForm| {
            place(form).filter(|at| idx < form.indicators[*at].factors.len())
        };
        let number = (idx + 1).to_string();
        let remove = move |_| {
            editor.change_indicator(&id.get_value(), |indicator: &mut Indicator| {
                if idx < indicator.factors.len() {
                    indicator.factors.remove(idx);
                }
            });
            announce::polite(words.pap_row_gone());
        };
        view! {
            <li class="row g4">
                <TextInput
                    editor=editor
                    id=format!("factor-{prefix}-{idx}")
                    label=words.pap_factor(&number)
                    read=move |form: &ReviewForm| factor(form).map(|at| &form.indicators[at].factors[idx].text)
                    write=move |form: &mut ReviewForm| {
                        factor(form).map(|at| &mut form.indicators[at].factors[idx].text)
                    }
                    is_bare=true
                />
                <button class="btn-i" type="button" aria-label=words.about_proposal(words.proposal_remove(), &words.pap_factor(&number)) on:click=remove>
                    <Icon glyph=Glyph::Trash/>
                </button>
            </li>
        }
    };
    view! {
        <h3 class="ds-label" id=heading.clone()>{words.factors_title()}</h3>
        <ul class="col g8" aria-labelledby=heading>
            <For each=move || 0..n_factors.get() key=|idx| *idx children=row/>
        </ul>
        <Show when=has_room>
            <button
                class="ds-button pap-add"
                type="button"
                data-size="sm"
                data-variant="tertiary"
                on:click={
                    let key = key.clone();
                    move |_| {
                        editor.add_factor(&id.get_value());
                        focus_soon(format!("factor-{key}-{}", n_factors.get_untracked() - 1));
                    }
                }
            >
                <Icon glyph=Glyph::Plus/>
                {words.pap_add_factor()}
            </button>
        </Show>
    }
}
