//! What the board answered: the three highest and the three lowest, all others on request, and what was written.

use leptos::prelude::*;
use shared::id::QuestionId;
use shared::proceedings::evaluation::form::EvaluationForm;
use shared::proceedings::evaluation::view::EvaluationResultView;

use super::desk::Desk;
use super::row::{Axis, StatementRow};
use super::table::Table;
use crate::components::icon::{Glyph, Icon};
use crate::words::Words;

#[component]
pub fn Results(
    desk: Desk,
    form: EvaluationForm,
    result: EvaluationResultView,
    as_table: RwSignal<bool>,
) -> impl IntoView {
    let words = desk.words;
    let n_asked = form.statements().count();
    let about = words.ev_answered(
        &result.n_answered.to_string(),
        &result.n_invited.to_string(),
        &n_asked.to_string(),
    );
    let texts = texts(desk, &form, &result);
    let (form, result) = (StoredValue::new(form), StoredValue::new(result));
    let body = move || {
        let (form, result) = (form.get_value(), result.get_value());
        if as_table.get() {
            view! { <Table desk=desk form=form result=result/> }.into_any()
        } else {
            view! { <Strips desk=desk form=form result=result/> }.into_any()
        }
    };
    view! {
        <p class="sub">{about}</p>
        {body}
        {texts}
    }
}

#[component]
fn Strips(desk: Desk, form: EvaluationForm, result: EvaluationResultView) -> impl IntoView {
    let words = desk.words;
    let is_extreme = |id: &QuestionId| result.highest.contains(id) || result.lowest.contains(id);
    let others = form.statements().map(|one| one.id.clone());
    let others: Vec<QuestionId> = others.filter(|id| !is_extreme(id)).collect();
    let n_others = others.len();
    let card = |heading: String, ids: &[QuestionId]| {
        let rows = ids.iter().filter_map(|id| {
            let shown = result.statements.get(id)?.clone();
            Some(view! { <StatementRow desk=desk form=form.clone() id=id.clone() shown=shown/> })
        });
        let rows = rows.collect_view();
        (!ids.is_empty()).then(|| {
            view! {
                <section class="card ev-card">
                    <div class="ev-head"><h2 class="disp h-sec">{heading}</h2><Axis desk=desk form=form.clone()/></div>
                    <ul class="ev-list">{rows}</ul>
                </section>
            }
        })
    };
    let highest = card(words.ev_highest(result.highest.len()), &result.highest);
    let lowest = card(words.ev_lowest(result.lowest.len()), &result.lowest);
    let rest = card(words.ev_others().to_owned(), &others);
    let is_open = RwSignal::new(false);
    let toggle = (n_others > 0).then(|| {
        view! {
            <button
                class="ses-lnk ev-more"
                type="button"
                aria-expanded=move || is_open.get().to_string()
                aria-controls="ev-others"
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                {move || {
                    let glyph = if is_open.get() { Glyph::ChevronRight } else { Glyph::ChevronDown };
                    view! { <Icon glyph=glyph/> }
                }}
                {move || if is_open.get() { words.ev_hide_others().to_owned() } else { words.ev_show_others(n_others) }}
            </button>
        }
    });
    view! {
        {highest}
        {lowest}
        <div class="ev-under">
            {toggle}
            {legend(words)}
        </div>
        <div id="ev-others" class="ev-others" class:open=move || is_open.get()>{rest}</div>
    }
}

fn legend(words: Words) -> impl IntoView {
    view! {
        <ul class="ev-legend sm sub" aria-label=words.result_legend()>
                <li><svg width="14" height="14" aria-hidden="true"><circle class="ch-small ev-dot" cx="7" cy="7" r="5.6"></circle></svg>{words.result_person()}</li>
                <li><i class="ch-k1" aria-hidden="true"></i>{words.chart_middle()}</li>
            </ul>
    }
}

/// The open questions, each with what was written, in an order that says nothing.
fn texts(
    desk: Desk,
    form: &EvaluationForm,
    result: &EvaluationResultView,
) -> impl IntoView + use<> {
    let (words, lang) = (desk.words, desk.lang());
    let sections = form.open_questions.iter().filter_map(|question| {
        let texts = result.texts.get(&question.id)?;
        let lines = texts
            .iter()
            .map(|text| view! { <li class="ev-quote" lang=lang>{text.clone()}</li> });
        Some(view! {
            <section class="ev-texts">
                <h3 class="h-card">{question.text.get(words.0).to_owned()}</h3>
                <ul>{lines.collect_view()}</ul>
            </section>
        })
    });
    let sections: Vec<_> = sections.collect();
    (!sections.is_empty()).then(|| {
        view! {
            <section class="card ev-card" aria-labelledby="ev-written">
                <h2 class="disp h-sec" id="ev-written">{words.ev_written()}</h2>
                <p class="sm sub">{words.ev_written_help()}</p>
                {sections}
            </section>
        }
    })
}
