//! One indicator: before its scores are shown, while people talk, and the common grade.

use leptos::prelude::*;
use shared::id::IndicatorId;
use shared::proceedings::command::Command;
use shared::proceedings::state::{Agreement, Grade};
use shared::proceedings::view::RoundView;

use super::lead::Lead;
use super::now::grade_text;
use super::parts::{Look, press};
use crate::charts::dots::Shown;
use crate::charts::figure::DotFigure;
use crate::components::icon::{Glyph, Icon};
use crate::room::last_grade;

fn round_of(lead: Lead, id: IndicatorId) -> Memo<RoundView> {
    Memo::new(move |_| {
        let round = lead.read(|scene| scene.day.rounds.get(&id).cloned());
        round.flatten().unwrap_or_default()
    })
}

/// Went back to an indicator that is revealed already: its scores can be hidden again.
#[component]
pub fn Before(lead: Lead, id: IndicatorId) -> impl IntoView {
    let round = round_of(lead, id.clone());
    let id = StoredValue::new(id);
    let is_revealed = Memo::new(move |_| round.with(|round| round.reveal.is_some()));
    move || is_revealed.get().then(|| reopen(lead, id))
}

fn reopen(lead: Lead, id: StoredValue<IndicatorId>) -> AnyView {
    let words = lead.words;
    press(
        Look::Bare,
        Some(Glyph::ArrowUndo),
        words.con_reopen(),
        move || {
            let indicator = id.get_value();
            lead.ask_and_say(Command::Reopen { indicator }, words.con_reopened());
        },
    )
}

#[component]
pub fn Talk(lead: Lead, id: IndicatorId) -> impl IntoView {
    let words = lead.words;
    let round = round_of(lead, id.clone());
    let id = StoredValue::new(id);
    let shown = Memo::new(move |_| {
        let reveal = round.with(|round| round.reveal.clone())?;
        let id = id.get_value();
        lead.view.with(|view| {
            Some(Shown {
                reveal,
                scale: view.form.as_ref()?.scale.clone(),
                last: last_grade(view, &id),
                own: None,
            })
        })
    });
    let thoughts = Memo::new(move |_| round.with(|round| round.thoughts.clone()));
    let of_all = move || {
        let thoughts = thoughts.get();
        (!thoughts.is_empty()).then(|| {
            let rows = thoughts.into_iter().map(|text| view! { <li>{text}</li> });
            view! {
                <h3 class="sm con-sub-title">{words.con_thoughts()}</h3>
                <ul class="con-thoughts sm">{rows.collect_view()}</ul>
            }
        })
    };
    view! {
        {move || shown.get().map(|shown| view! { <DotFigure shown=shown/> })}
        {of_all}
        <div class="con-row">{reopen(lead, id)}</div>
    }
}

#[component]
pub fn GradeTool(lead: Lead, id: IndicatorId) -> impl IntoView {
    let round = round_of(lead, id.clone());
    let id = StoredValue::new(id);
    let is_settled = Memo::new(move |_| round.with(|round| round.settled.is_some()));
    move || {
        if is_settled.get() {
            view! { <Settled lead=lead id=id round=round/> }.into_any()
        } else {
            view! { <OnTheTable lead=lead id=id round=round/> }.into_any()
        }
    }
}

#[component]
fn Settled(lead: Lead, id: StoredValue<IndicatorId>, round: Memo<RoundView>) -> impl IntoView {
    let words = lead.words;
    let unlock = move || {
        let indicator = id.get_value();
        lead.ask_and_say(Command::UnsettleGrade { indicator }, words.con_unsettled());
    };
    let said = move || {
        round.with(|round| {
            let settled = round.settled.as_ref()?;
            let agreement = match settled.agreement {
                Agreement::Agreed => words.con_ag_agreed(),
                Agreement::AgreedWithRemark => words.con_ag_remark(),
                Agreement::NotAgreed => words.con_ag_not(),
            };
            let grade = grade_text(words, settled.grade);
            Some(view! {
                <span class="grade">{grade}</span>
                <span class="con-settled-text"><b>{agreement}</b>{settled.remark.clone().map(|remark| view! { <small class="sub">{remark}</small> })}</span>
            })
        })
    };
    view! {
        <div class="con-settled">
            {said}
            <span class="sp"></span>
            {press(Look::Bare, Some(Glyph::ArrowUndo), words.con_unsettle(), unlock)}
        </div>
        <Rationale lead=lead id=id/>
    }
}

#[component]
fn OnTheTable(lead: Lead, id: StoredValue<IndicatorId>, round: Memo<RoundView>) -> impl IntoView {
    let words = lead.words;
    let proposed =
        Memo::new(move |_| round.with(|round| round.proposed.as_ref().map(|one| one.grade)));
    let is_range = RwSignal::new(matches!(
        proposed.get_untracked(),
        Some(Grade::Range { .. })
    ));
    let propose = move |grade: Option<Grade>| {
        let indicator = id.get_value();
        let said = match grade {
            Some(grade) => words.con_proposed(&grade_text(words, grade)),
            None => words.con_unproposed().to_owned(),
        };
        lead.ask_and_say(Command::ProposeGrade { indicator, grade }, said);
    };
    let choice = move || {
        if is_range.get() {
            view! { <Range lead=lead proposed=proposed.get_untracked() on_choose=Callback::new(move |grade| propose(Some(grade)))/> }.into_any()
        } else {
            view! { <Tiles lead=lead proposed=proposed on_choose=Callback::new(propose)/> }
                .into_any()
        }
    };
    let toggle = move || {
        let label = if is_range.get() {
            words.con_one_grade()
        } else {
            words.con_no_agreement()
        };
        press(Look::Bare, None, label, move || {
            is_range.update(|is_range| *is_range = !*is_range);
        })
    };
    let answers = move || {
        proposed.get().map(|_| {
            let counts = round.with(|round| {
                [
                    words.con_n_agreed(round.n_agreed.into()),
                    words.con_n_remarks(round.n_remarks.into()),
                    words.con_n_not_agreed(round.n_not_agreed.into()),
                ]
            });
            let remarks =
                round
                    .with(|round| round.remarks.clone())
                    .into_iter()
                    .map(|(id, remark)| {
                        view! { <li><b>{lead.names(&[id])}": "</b>{remark}</li> }
                    });
            view! {
                <p class="sm con-says">{counts.join(" · ")}</p>
                <ul class="con-thoughts sm">{remarks.collect_view()}</ul>
            }
        })
    };
    view! {
        <div class="con-row">
            <h3 class="h-card">{words.con_grade_ask()}</h3>
            <span class="sp"></span>
            {toggle}
        </div>
        {choice}
        {answers}
        <Rationale lead=lead id=id/>
    }
}

/// The steps of the scale as one choice; pressing the chosen one again takes it off the table.
#[component]
fn Tiles(
    lead: Lead,
    proposed: Memo<Option<Grade>>,
    on_choose: Callback<Option<Grade>>,
) -> impl IntoView {
    let words = lead.words;
    let steps = lead.look(|scene| {
        let steps = scene.form.map(|form| form.scale.steps.clone());
        steps.unwrap_or_default()
    });
    let steps = steps.unwrap_or_default();
    let is_five = steps.len() == 5;
    let tiles = steps.into_iter().map(|step| {
        let grade = Grade::One(step.value);
        let is_chosen = Memo::new(move |_| proposed.get() == Some(grade));
        let fill = if is_five {
            format!("tile s{}", step.value)
        } else {
            "tile".to_owned()
        };
        let press = move |_| {
            let chosen = (!is_chosen.get_untracked()).then_some(grade);
            on_choose.run(chosen);
        };
        view! {
            <button
                class="con-pick"
                type="button"
                aria-pressed=move || if is_chosen.get() { "true" } else { "false" }
                on:click=press
            >
                <span class=fill>{step.value}</span>
                <span class="sm">{step.label.get(words.0).to_owned()}</span>
            </button>
        }
    });
    view! { <div class="con-tiles" role="group" aria-label=words.con_grade_ask()>{tiles.collect_view()}</div> }
}

/// How far apart the group ended, when it does not agree.
#[component]
fn Range(lead: Lead, proposed: Option<Grade>, on_choose: Callback<Grade>) -> impl IntoView {
    let words = lead.words;
    let scale = lead.view.with_untracked(|view| view.meeting.scale.clone());
    let (first, last) = match proposed {
        Some(Grade::Range { lowest, highest }) => (lowest, highest),
        _ => (
            scale.first().copied().unwrap_or(1),
            scale.last().copied().unwrap_or(1),
        ),
    };
    let (lowest, highest) = (RwSignal::new(first), RwSignal::new(last));
    let select = |id: &'static str, label: &'static str, value: RwSignal<u8>| {
        let options = scale.iter().map(|step| {
            let step = *step;
            view! { <option value=step.to_string() selected=step == value.get_untracked()>{step}</option> }
        });
        view! {
            <label class="con-field" for=id>
                <span class="sm">{label}</span>
                <select class="ds-input" id=id on:change=move |event| value.set(event_target_value(&event).parse().unwrap_or(first))>
                    {options.collect_view()}
                </select>
            </label>
        }
    };
    let fits = Memo::new(move |_| lowest.get() < highest.get());
    let propose = move || {
        let (lowest, highest) = (lowest.get_untracked(), highest.get_untracked());
        if lowest < highest {
            on_choose.run(Grade::Range { lowest, highest });
        } else {
            lead.toasts.say(words.con_range_wrong().to_owned());
        }
    };
    view! {
        <div class="con-row">
            {select("con-lowest", words.con_lowest(), lowest)}
            {select("con-highest", words.con_highest(), highest)}
            {press(Look::Edged, None, words.con_put_on_table(), propose)}
        </div>
        {move || (!fits.get()).then(|| view! { <p class="sm wn">{words.con_range_wrong()}</p> })}
    }
}

/// The reason as it is written now, and where to write it.
#[component]
fn Rationale(lead: Lead, id: StoredValue<IndicatorId>) -> impl IntoView {
    let words = lead.words;
    let text = Memo::new(move |_| {
        lead.view
            .with(|view| view.texts.rationale.trim().to_owned())
    });
    let href = lead.path(id.get_value().as_str());
    view! {
        <div class="con-why">
            {move || {
                let text = text.get();
                if text.is_empty() {
                    view! { <p class="sm wn">{words.con_why_missing()}</p> }.into_any()
                } else {
                    view! { <p class="con-why-text">{text}</p> }.into_any()
                }
            }}
            <a class="ds-link sm" href=href target="_blank" rel="external noopener"><Icon glyph=Glyph::PencilWriting/>{words.con_why_write()}</a>
        </div>
    }
}
