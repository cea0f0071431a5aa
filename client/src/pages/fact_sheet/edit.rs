//! A part of the sheet while somebody types in it: plain fields, in place, with what is wrong beside the button.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a bundle of signals, copied as every handle is; it is large only where pointers are"
)]

use leptos::html::Form;
use leptos::prelude::*;

use super::desk::{Desk, Editing, Row};
use super::read;
use super::typed::{FOLLOW_UPS, PHASES, STATUSES, Section};
use crate::announce;
use crate::components::icon::{Glyph, Icon};
use crate::words::Words;

#[component]
pub fn EditForm(editing: Editing, on_done: Callback<()>, on_drop: Callback<()>) -> impl IntoView {
    let desk = editing.desk;
    let words = desk.words;
    let node = NodeRef::<Form>::new();
    // What had the focus is gone: the first field is where the person wants to be.
    Effect::new(move || {
        let field = node
            .get()
            .and_then(|form| form.query_selector("input,select,textarea").ok()?);
        if let Some(field) = field.filter(|_| !editing.is_old) {
            focus(&field);
        }
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        editing.save(on_done);
    };
    let old = editing.is_old.then(|| {
        view! { <p class="note row g8"><Icon glyph=Glyph::Mobile/><span>{words.pap_kept_here()}</span></p> }
    });
    let problem = move || {
        editing.problem.get().map(|text| {
            view! {
                <p class="wn row g8" role="group">
                    <Icon glyph=Glyph::ExclamationmarkTriangle/><span>{text}</span>
                </p>
            }
        })
    };
    let is_busy = desk.asking.is_busy;
    view! {
        <form class="pap-form" novalidate node_ref=node on:submit=save>
            {old}
            {fields(editing)}
            {move || editing.is_clash.get().then(|| view! { <Clash editing=editing on_done=on_done on_drop=on_drop/> })}
            {problem}
            <div class="row wrap g8">
                <button class="ds-button" type="submit" aria-busy=move || is_busy.get().then_some("true")>
                    {words.save()}
                </button>
                <button
                    class="ds-button"
                    type="button"
                    data-variant="tertiary"
                    data-color="neutral"
                    on:click=move |_| on_drop.run(())
                >
                    {words.never_mind()}
                </button>
            </div>
        </form>
    }
}

fn focus(element: &web_sys::Element) {
    use wasm_bindgen::JsCast;
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        drop(element.focus());
    }
}

/// Somebody else has written in this part: theirs as it stands, and the person decides.
#[component]
fn Clash(editing: Editing, on_done: Callback<()>, on_drop: Callback<()>) -> impl IntoView {
    let desk = editing.desk;
    let words = desk.words;
    let theirs = move || {
        desk.sheet
            .with(|view| read::read(desk, editing.section, view))
    };
    view! {
        <div class="note warn pap-clash" role="group" aria-label=words.pap_clash_title()>
            <p><b>{words.pap_clash_title()}</b>" "{words.pap_clash_text()}</p>
            {theirs}
            <div class="row wrap g8">
                <button class="ds-button" type="button" data-size="sm" on:click=move |_| editing.take_mine(on_done)>
                    {words.pap_clash_mine()}
                </button>
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-variant="secondary"
                    on:click=move |_| on_drop.run(())
                >
                    {words.pap_clash_theirs()}
                </button>
            </div>
        </div>
    }
}

fn fields(editing: Editing) -> AnyView {
    let words = editing.desk.words;
    match editing.section {
        Section::FollowUps => follow_ups(editing),
        Section::Goals => rows(editing, words.pap_add_goal(), goal),
        Section::Projects => rows(editing, words.pap_add_project(), project),
        Section::Figures => one_row(editing, figures),
        Section::Prose => one_row(editing, prose),
        Section::Facts => facts(editing),
    }
}

/// Rows that come and go.
fn rows(editing: Editing, add: &'static str, draw: fn(Editing, &Row) -> AnyView) -> AnyView {
    let words = editing.desk.words;
    let add_row = move |_| {
        if let Some(id) = editing.add_row() {
            let field = format!("{}-{id}-0", editing.section.name());
            crate::components::proposals::focus_soon(field);
        }
    };
    view! {
        <ul class="pap-rows">
            <For each=move || editing.rows.get() key=|row| row.id let:row>
                {
                    let title = row.cells[0];
                    let id = row.id;
                    let label = move || words.about_proposal(words.proposal_remove(), &title.get());
                    let remove = move |_| {
                        editing.remove_row(id);
                        announce::polite(words.pap_row_gone());
                        crate::components::proposals::focus_soon(add_id(editing.section));
                    };
                    view! {
                        <li>
                            {draw(editing, &row)}
                            <button class="btn-i" type="button" aria-label=label on:click=remove>
                                <Icon glyph=Glyph::Trash/>
                            </button>
                        </li>
                    }
                }
            </For>
        </ul>
        <button class="ds-button pap-add" type="button" data-variant="secondary" data-size="sm" id=add_id(editing.section) on:click=add_row>
            <Icon glyph=Glyph::Plus/>
            {add}
        </button>
    }
    .into_any()
}

fn add_id(section: Section) -> String {
    format!("{}-add", section.name())
}

fn one_row(editing: Editing, draw: fn(Editing, &Row) -> AnyView) -> AnyView {
    editing
        .rows
        .with_untracked(|rows| rows.first().map(|row| draw(editing, row)))
        .into_any()
}

fn goal(editing: Editing, row: &Row) -> AnyView {
    let words = editing.desk.words;
    view! {
        <div class="pap-cells goal">
            <Cell editing=editing row=row.clone() idx=0 label=words.pap_goal()/>
            <Cell editing=editing row=row.clone() idx=2 label=words.pap_achieved()/>
            <Cell editing=editing row=row.clone() idx=1 label=words.pap_target_label()/>
        </div>
    }
    .into_any()
}

fn project(editing: Editing, row: &Row) -> AnyView {
    let words = editing.desk.words;
    let phases = PHASES
        .map(|(phase, key)| (key, read::phase_name(words, phase)))
        .to_vec();
    let statuses = STATUSES
        .map(|(status, key)| (key, read::status_name(words, status)))
        .to_vec();
    view! {
        <div class="pap-cells project">
            <Cell editing=editing row=row.clone() idx=0 label=words.pap_project()/>
            <Pick editing=editing row=row.clone() idx=1 label=words.pap_phase() options=phases/>
            <Pick editing=editing row=row.clone() idx=2 label=words.pap_status() options=statuses/>
            <Cell editing=editing row=row.clone() idx=3 label=words.pap_granted_kr() is_number=true/>
            <Cell editing=editing row=row.clone() idx=4 label=words.pap_paid_kr() is_number=true/>
        </div>
    }
    .into_any()
}

fn figures(editing: Editing, row: &Row) -> AnyView {
    let words = editing.desk.words;
    let numbers = |from: usize, labels: &[&'static str]| {
        let labels = labels.iter().enumerate();
        labels
            .map(|(place, label)| {
                view! { <Cell editing=editing row=row.clone() idx=from + place label=*label is_number=true/> }
            })
            .collect_view()
    };
    let measures = [
        words.pap_in_progress_label(),
        words.pap_done_label(),
        words.pap_stopped_label(),
        words.pap_not_started_label(),
    ];
    view! {
        <fieldset class="pap-set">
            <legend class="h-card">{words.pap_money()}</legend>
            <div class="pap-cells">{numbers(1, &[words.pap_granted_kr(), words.pap_paid_kr()])}</div>
        </fieldset>
        <fieldset class="pap-set">
            <legend class="h-card">{words.pap_measures_title()}</legend>
            <div class="pap-cells">{numbers(3, &measures)}</div>
        </fieldset>
        <fieldset class="pap-set">
            <legend class="h-card">{words.pap_board_title()}</legend>
            <div class="pap-cells">{numbers(7, &[words.pap_n_meetings_label(), words.pap_attendance_label()])}</div>
        </fieldset>
        <div class="pap-cells"><Cell editing=editing row=row.clone() idx=0 label=words.pap_as_of_label() kind="date"/></div>
    }
    .into_any()
}

fn prose(editing: Editing, row: &Row) -> AnyView {
    let words = editing.desk.words;
    view! {
        <Area editing=editing row=row.clone() idx=0 label=words.pap_summary() hint=words.pap_summary_hint()/>
        <Area editing=editing row=row.clone() idx=1 label=words.pap_communication() hint=words.pap_communication_hint()/>
        <Area editing=editing row=row.clone() idx=2 label=words.pap_risk() hint=words.pap_risk_hint()/>
    }
    .into_any()
}

fn facts(editing: Editing) -> AnyView {
    let desk = editing.desk;
    let titles = desk.form.with_value(|form| {
        let indicators = form.indicators.iter();
        let titles: Vec<String> = indicators
            .map(|it| format!("{} {}", it.code, it.title.get(desk.words.0)))
            .collect();
        titles
    });
    let rows = editing.rows.get_untracked().into_iter().zip(titles);
    let rows = rows
        .map(|(row, title)| view! { <Area editing=editing row=row idx=0 label=title/> })
        .collect_view();
    view! { <p class="sub sm">{desk.words.pap_facts_hint()}</p> {rows} }.into_any()
}

fn follow_ups(editing: Editing) -> AnyView {
    let desk: Desk = editing.desk;
    let words = desk.words;
    let advice = desk.view.with_untracked(|view| {
        let last = view.last_review.as_ref();
        last.map(|last| last.recommendations.clone())
            .unwrap_or_default()
    });
    let options = options(words);
    let rows = editing.rows.get_untracked().into_iter().zip(advice);
    let rows = rows
        .map(|(row, advice)| {
            view! {
                <fieldset class="pap-set">
                    <legend class="pap-said">{advice.text}</legend>
                    <div class="pap-cells follow">
                        <Pick editing=editing row=row.clone() idx=0 label=words.pap_follow_up() options=options.clone()/>
                        <Area editing=editing row=row idx=1 label=words.pap_what_happened()/>
                    </div>
                </fieldset>
            }
        })
        .collect_view();
    view! { {rows} }.into_any()
}

fn options(words: Words) -> Vec<(&'static str, &'static str)> {
    let known = FOLLOW_UPS.map(|(value, key)| (key, read::follow_up_name(words, Some(value))));
    [("", read::follow_up_name(words, None))]
        .into_iter()
        .chain(known)
        .collect()
}

#[component]
fn Cell(
    editing: Editing,
    row: Row,
    idx: usize,
    label: &'static str,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] is_number: bool,
) -> impl IntoView {
    let id = format!("{}-{}-{idx}", editing.section.name(), row.id);
    let cell = row.cells[idx];
    let input = move |event| {
        cell.set(event_target_value(&event));
        editing.keep();
    };
    view! {
        <div class="fld">
            <label class="ds-label" for=id.clone()>{label}</label>
            <input
                class="ds-input"
                class:tn=is_number
                id=id
                type=kind
                inputmode=is_number.then_some("numeric")
                autocomplete="off"
                prop:value=move || cell.get()
                on:input=input
            />
        </div>
    }
}

#[component]
fn Area(
    editing: Editing,
    row: Row,
    idx: usize,
    #[prop(into)] label: String,
    #[prop(optional)] hint: Option<&'static str>,
) -> impl IntoView {
    let id = format!("{}-{}-{idx}", editing.section.name(), row.id);
    let hint_id = hint.map(|_| format!("{id}-hint"));
    let cell = row.cells[idx];
    let lang = editing
        .desk
        .view
        .with_untracked(|view| view.meeting.language.tag());
    let input = move |event| {
        cell.set(event_target_value(&event));
        editing.keep();
    };
    view! {
        <div class="fld">
            <label class="ds-label" for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <p class="xs sub" id=hint_id.clone()>{hint}</p> })}
            <textarea
                class="ds-input pap-area"
                id=id
                rows="2"
                lang=lang
                spellcheck="true"
                aria-describedby=hint_id.clone()
                prop:value=move || cell.get()
                on:input=input
            ></textarea>
        </div>
    }
}

#[component]
fn Pick(
    editing: Editing,
    row: Row,
    idx: usize,
    label: &'static str,
    options: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let id = format!("{}-{}-{idx}", editing.section.name(), row.id);
    let cell = row.cells[idx];
    let options = options
        .into_iter()
        .map(|(key, name)| view! { <option value=key prop:selected=move || cell.with(|it| it == key)>{name}</option> })
        .collect_view();
    let choose = move |event| {
        cell.set(event_target_value(&event));
        editing.keep();
    };
    view! {
        <div class="fld">
            <label class="ds-label" for=id.clone()>{label}</label>
            <select class="ds-input" id=id on:change=choose>{options}</select>
        </div>
    }
}
