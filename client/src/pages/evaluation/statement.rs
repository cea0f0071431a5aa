//! One statement or one open question. Words without numbers, so that agreement is never taken for a grade.

use leptos::prelude::*;
use shared::id::QuestionId;
use shared::proceedings::evaluation::Ask;
use shared::proceedings::evaluation::form::{AgreementStep, EvaluationForm};

use super::answering::{Foot, Nameless, Page};
use super::desk::Desk;
use super::item::Item;
use super::text::OwnText;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::proposals::focus_soon;

/// How long one of them takes, for the line that says how much is left.
const SECONDS_EACH: usize = 45;
const THOUGHT_ID: &str = "ev-thought";

#[component]
pub fn One(
    desk: Desk,
    form: EvaluationForm,
    item: Item,
    idx: usize,
    n_all: usize,
    page: RwSignal<Page>,
) -> impl IntoView {
    let words = desk.words;
    let is_last = idx + 1 == n_all;
    let next = move |_| {
        page.set(if is_last {
            Page::List
        } else {
            Page::At(idx + 1)
        });
    };
    let back = idx.checked_sub(1).map(|before| {
        view! {
            <button class="btn-i" type="button" aria-label=words.previous() on:click=move |_| page.set(Page::At(before))>
                <Icon glyph=Glyph::ArrowLeft/>
            </button>
        }
    });
    let title = item.text.get(words.0).to_owned();
    let answer = if item.group.is_some() {
        view! { <Agreement desk=desk form=form item=item.clone()/> }.into_any()
    } else {
        let (id, label) = (item.id.clone(), title.clone());
        view! { <OwnText desk=desk question=id id="ev-text" label=label rows=6/> }.into_any()
    };
    let about = item.group.as_ref().map_or_else(
        || words.ev_open_help().to_owned(),
        |group| group.get(words.0).to_owned(),
    );
    view! {
        <main class="ph ev-one" id="main">
            <Nameless desk=desk/>
            <Progress desk=desk idx=idx n_all=n_all/>
            <PageTitle tab=words.ev_title()>{title}</PageTitle>
            <p class="sub">{about}</p>
            {answer}
            <p class="note ev-promise"><Icon glyph=Glyph::EyeSlash/><span>{words.ev_secrecy()}</span></p>
        </main>
        <Foot desk=desk>
            {back}
            <button class="ds-button" type="button" data-variant="tertiary" data-color="neutral" on:click=move |_| page.set(Page::List)>
                {words.ev_all_answers()}
            </button>
            <span class="sp"></span>
            <button class="ds-button" type="button" on:click=next>{words.next()}<Icon glyph=Glyph::ArrowRight/></button>
        </Foot>
    }
}

#[component]
fn Progress(desk: Desk, idx: usize, n_all: usize) -> impl IntoView {
    let words = desk.words;
    let (of, number) = (n_all.to_string(), (idx + 1).to_string());
    let minutes = ((n_all - idx) * SECONDS_EACH).div_ceil(60);
    let part = |place: usize| match place.cmp(&idx) {
        std::cmp::Ordering::Less => "been",
        std::cmp::Ordering::Equal => "here",
        std::cmp::Ordering::Greater => "",
    };
    let parts = (0..n_all).map(|place| view! { <i class=part(place)></i> });
    view! {
        <p class="sm sub">{words.ev_place(&number, &of)}" · "{words.ev_minutes_left(minutes)}</p>
        <div class="ev-progress" aria-hidden="true">{parts.collect_view()}</div>
    }
}

/// What one has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mine {
    None,
    Skipped,
    Given(u8),
}

/// The most agreement first, as one reads it.
#[component]
fn Agreement(desk: Desk, form: EvaluationForm, item: Item) -> impl IntoView {
    let words = desk.words;
    let id = StoredValue::new(item.id.clone());
    let mine = {
        let id = item.id.clone();
        let mine = desk.read(move |view| view.my_answers.get(&id).cloned());
        Memo::new(move |_| match mine.get().map(|mine| mine.value) {
            None => Mine::None,
            Some(None) => Mine::Skipped,
            Some(Some(value)) => Mine::Given(value),
        })
    };
    let choose = move |value: Option<u8>| {
        let statement = id.get_value();
        desk.give(Ask::Answer { statement, value });
    };
    let rows = form.scale.steps.iter().rev().map(|step| {
        view! { <Choice desk=desk step=step.clone() mine=mine choose=choose/> }
    });
    let rows = rows.collect_view();
    let skip = form.scale.skip.label.get(words.0).to_owned();
    let is_skipped = move || mine.get() == Mine::Skipped;
    let name = item.text.get(words.0).to_owned();
    view! {
        <fieldset class="ev-rows">
            <legend class="ds-sr-only">{name}</legend>
            {rows}
        </fieldset>
        <Thought desk=desk question=item.id>
            <button class="ses-lnk" type="button" aria-pressed=move || is_skipped().to_string() on:click=move |_| choose(None)>
                <Show when=is_skipped><Icon glyph=Glyph::Checkmark/></Show>
                {words.ev_skip(&skip)}
            </button>
        </Thought>
    }
}

#[component]
fn Choice(
    desk: Desk,
    step: AgreementStep,
    mine: Memo<Mine>,
    choose: impl Fn(Option<u8>) + Copy + 'static,
) -> impl IntoView {
    let value = step.value;
    let is_mine = move || mine.get() == Mine::Given(value);
    view! {
        <label class="ev-opt card">
            <input type="radio" name="agreement" value=value.to_string() prop:checked=is_mine on:change=move |_| choose(Some(value))/>
            <b>{step.label.get(desk.words.0).to_owned()}</b>
            <span class="ev-tick" aria-hidden="true">
                <Show when=is_mine fallback=|| view! { <Icon glyph=Glyph::Circle/> }><Icon glyph=Glyph::CheckmarkCircleFill/></Show>
            </span>
        </label>
    }
}

/// Below the scale: `children` is the other way out, then the thought, which unfolds.
#[component]
fn Thought(desk: Desk, question: QuestionId, children: Children) -> impl IntoView {
    let words = desk.words;
    let has_one = desk.look(|view| view.my_texts.contains_key(&question));
    let is_open = RwSignal::new(has_one);
    let open = move |_| {
        is_open.set(true);
        focus_soon(THOUGHT_ID.to_owned());
    };
    let question = StoredValue::new(question);
    view! {
        <div class="ses-two">
            {children()}
            <Show when=move || !is_open.get()>
                <button class="ses-lnk" type="button" on:click=open><Icon glyph=Glyph::Plus/>{words.ses_thought_add()}</button>
            </Show>
        </div>
        <Show when=move || is_open.get()>
            <OwnText desk=desk question=question.get_value() id=THOUGHT_ID label=words.ev_thought() rows=3/>
        </Show>
    }
}
