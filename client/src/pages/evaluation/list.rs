//! One's own answers in a list, to go back to any of them, and to say that one is done.

use leptos::prelude::*;
use shared::proceedings::evaluation::Ask;
use shared::proceedings::evaluation::form::EvaluationForm;

use super::answering::{Foot, Nameless, Page};
use super::desk::Desk;
use super::item::Item;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::places;

#[component]
pub fn OwnAnswers(
    desk: Desk,
    form: EvaluationForm,
    all: Vec<Item>,
    page: RwSignal<Page>,
) -> impl IntoView {
    let i_am_done = desk.read(|view| view.i_am_done);
    let (form, all) = (StoredValue::new(form), StoredValue::new(all));
    move || {
        if i_am_done.get() {
            view! { <Thanks desk=desk/> }.into_any()
        } else {
            view! { <List desk=desk form=form.get_value() all=all.get_value() page=page/> }
                .into_any()
        }
    }
}

#[component]
fn List(desk: Desk, form: EvaluationForm, all: Vec<Item>, page: RwSignal<Page>) -> impl IntoView {
    let words = desk.words;
    let statements: Vec<Item> = all
        .iter()
        .filter(|item| item.group.is_some())
        .cloned()
        .collect();
    let n_missing = desk.read(move |view| {
        let missing = statements
            .iter()
            .filter(|item| !view.my_answers.contains_key(&item.id));
        missing.count()
    });
    let help = move || match n_missing.get() {
        0 => words.ev_list_help().to_owned(),
        n => format!("{} {}", words.ev_missing(n), words.ev_list_help()),
    };
    let groups = form
        .groups
        .iter()
        .map(|group| group.title.get(words.0).to_owned());
    let titles: Vec<Option<String>> = groups.map(Some).chain([None]).collect();
    let form = StoredValue::new(form);
    let lists = titles.into_iter().enumerate().map(|(number, title)| {
        let own = all.iter().enumerate().filter(|(_, item)| {
            item.group.as_ref().map(|group| group.get(words.0)) == title.as_deref()
        });
        let lines = own.map(|(idx, item)| {
            view! { <Line desk=desk form=form item=item.clone() go=move || page.set(Page::At(idx))/> }
        });
        let heading = format!("ev-group-{number}");
        view! {
            <h2 class="xs sub ses-gh" id=heading.clone()>{title.clone().unwrap_or_else(|| words.ev_open_questions().to_owned())}</h2>
            <ol class="card lines ses-ls" aria-labelledby=heading>{lines.collect_view()}</ol>
        }
    });
    let lists = lists.collect_view();
    let done = move |_| desk.give(Ask::Finish { is_done: true });
    view! {
        <main class="ph ev-one" id="main">
            <Nameless desk=desk/>
            <PageTitle tab=words.ev_title()>{words.ev_own_answers()}</PageTitle>
            <p class="sub">{help}</p>
            {lists}
        </main>
        <Foot desk=desk>
            <span class="sp"></span>
            <button class="ds-button" type="button" on:click=done><Icon glyph=Glyph::Checkmark/>{words.ses_done()}</button>
        </Foot>
    }
}

#[component]
fn Line(
    desk: Desk,
    form: StoredValue<EvaluationForm>,
    item: Item,
    go: impl Fn() + 'static,
) -> impl IntoView {
    let words = desk.words;
    let is_statement = item.group.is_some();
    let id = item.id.clone();
    let mine = desk.read(move |view| {
        let answer = view.my_answers.get(&id).map(|mine| mine.value);
        (answer, view.my_texts.get(&id).cloned())
    });
    let says = move || {
        let (answer, text) = mine.get();
        let said = match answer {
            Some(Some(value)) => form.with_value(|form| {
                let mut steps = form.scale.steps.iter();
                let step = steps.find(|step| step.value == value);
                step.map_or_else(String::new, |step| step.label.get(words.0).to_owned())
            }),
            Some(None) => form.with_value(|form| form.scale.skip.label.get(words.0).to_owned()),
            None if is_statement => words.ses_not_answered().to_owned(),
            None => return text.unwrap_or_else(|| words.ev_nothing_written().to_owned()),
        };
        match text {
            Some(_) => format!("{said} · {}", words.ses_with_thought()),
            None => said,
        }
    };
    let is_given = move || mine.with(|(answer, text)| answer.is_some() || text.is_some());
    view! {
        <li>
            <button type="button" on:click=move |_| go()>
                <span class="ev-given" aria-hidden="true">
                    <Show when=is_given fallback=|| view! { <Icon glyph=Glyph::Circle/> }><Icon glyph=Glyph::CheckmarkCircle/></Show>
                </span>
                <span class="ses-nm"><b>{item.text.get(words.0).to_owned()}</b><small class="ev-said">{says}</small></span>
                <Icon glyph=Glyph::Pencil/><span class="ds-sr-only">{words.ses_change()}</span>
            </button>
        </li>
    }
}

#[component]
fn Thanks(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let counts = desk.read(|view| (view.n_done, view.n_invited));
    let change = move |_| desk.give(Ask::Finish { is_done: false });
    let lobby = desk.path("lobby");
    view! {
        <main class="message" id="main">
            <div class="lock"><Icon glyph=Glyph::CheckmarkCircle/></div>
            <PageTitle tab=words.ev_title()>{words.ev_thanks()}</PageTitle>
            <p class="sub lead">{words.ev_thanks_text()}</p>
            <p class="sub" role="status">
                {move || { let (done, invited) = counts.get(); words.ev_n_done(&done.to_string(), &invited.to_string()) }}
            </p>
            <div class="row wrap center">
                <button class="ds-button" type="button" data-variant="secondary" on:click=change>{words.ev_change_answer()}</button>
                <a class="ds-button" data-variant="tertiary" href=lobby.clone() rel=places::rel(&lobby)>{words.ev_to_lobby()}</a>
            </div>
        </main>
    }
}
