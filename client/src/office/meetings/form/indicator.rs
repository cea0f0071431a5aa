//! One indicator of the form: its title and place, and its question and factors, folded away.

use leptos::prelude::*;
use shared::id::IndicatorId;
use shared::template::{Indicator, MAX_FACTORS, ReviewForm};

use super::editor::Editor;
use super::text_input::TextInput;
use crate::announce;
use crate::components::icon::{Glyph, Icon};
use crate::components::proposals::focus_soon;

/// The field of an indicator's title.
pub fn title_id(indicator: &IndicatorId) -> String {
    format!("title-{indicator}")
}

#[component]
pub fn IndicatorFields(
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
                <Acts editor=editor id=id own=own at=at name=Signal::derive(name)/>
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

/// One place up or down within its part, or away; the last of a part stays.
#[component]
fn Acts(
    editor: Editor,
    id: StoredValue<IndicatorId>,
    own: Memo<Vec<IndicatorId>>,
    at: Memo<Option<usize>>,
    name: Signal<String>,
) -> impl IntoView {
    let words = editor.words;
    let is_first = move || at.get() == Some(0);
    let is_last = move || own.with(|own| at.get().is_some_and(|at| at + 1 == own.len()));
    let is_only = move || own.with(|own| own.len() == 1);
    let act = move |verb: &'static str| move || words.about_proposal(verb, &name.get());
    let shift = move |is_up: bool| {
        editor.move_indicator(&id.get_value(), is_up);
        let place = at.get_untracked().unwrap_or(0) + 1;
        announce::polite(words.pap_moved(&name.get_untracked(), &place.to_string()));
    };
    let remove = move |_| {
        if is_only() {
            return;
        }
        let before = editor.draft.get_untracked();
        editor.remove_indicator(&id.get_value());
        let undo = move || editor.change(|form| *form = before.clone());
        let said = words.pap_row_gone().to_owned();
        editor.toasts.offer_undo(said, undo);
    };
    view! {
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
