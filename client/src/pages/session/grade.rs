//! The common grade: the chart, the grade on the table and whether one stands by it, and the reason, written together.

use leptos::prelude::*;
use shared::document::assessment::TextKey;
use shared::id::IndicatorId;
use shared::proceedings::command::Command;
use shared::proceedings::state::{Agreement, Answer, Grade, Settled};
use shared::proceedings::view::RoundView;
use shared::rights::Act;
use shared::template::Indicator;

use super::answers::{day_fill, label};
use super::chart::Answers;
use super::day::Day;
use super::foot::HandFoot;
use super::panel::Panel;
use super::thought::SharedThoughts;
use super::width::{Width, use_width};
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::proposals::focus_soon;
use crate::components::text_card::TextCard;
use crate::dates;

/// What fits in one to three sentences.
const RATIONALE_ROOM: u32 = 400;
const REMARK_ID: &str = "ses-remark";

#[component]
pub fn CommonGrade(day: Day, indicator: Indicator) -> impl IntoView {
    let words = day.words;
    let width = use_width();
    let title = indicator.title.get(words.0).to_owned();
    let question = indicator.question.get(words.0).to_owned();
    let beside = indicator.clone();
    let panel = move || {
        (width.get() != Width::Phone)
            .then(|| view! { <Panel day=day indicator=Some(beside.clone())/> })
    };
    view! {
        <main class="ses-main ses-two-cols" id="main">
            <div class="ses-col">
                <div>
                    <p class="sm sub">{day.indicator_line(&indicator)}</p>
                    <PageTitle tab=title>{question}</PageTitle>
                </div>
                <Answers day=day indicator=indicator.clone()/>
                <GradeCard day=day indicator=indicator.clone()/>
                <Texts day=day indicator=indicator.id.clone()/>
                <SharedThoughts day=day indicator=indicator.id.clone()/>
            </div>
            {panel}
        </main>
        <HandFoot day=day/>
    }
}

/// What is on the table, or what was written down.
#[component]
fn GradeCard(day: Day, indicator: Indicator) -> impl IntoView {
    let words = day.words;
    let round = day.round(&indicator.id);
    let settled = Memo::new(move |_| round.with(|round| round.settled.clone()));
    let id = StoredValue::new(indicator.id);
    let inner = move || match settled.get() {
        Some(settled) => view! { <WrittenDown day=day settled=settled/> }.into_any(),
        None => view! { <OnTheTable day=day round=round indicator=id.get_value()/> }.into_any(),
    };
    view! {
        <section class="card ses-gr" aria-labelledby="ses-grade-title">
            <h2 class="disp h-sec" id="ses-grade-title">
                {move || if settled.with(Option::is_some) { words.ses_face_grade() } else { words.ses_grade_title() }}
            </h2>
            {inner}
        </section>
    }
}

#[component]
fn WrittenDown(day: Day, settled: Settled) -> impl IntoView {
    let words = day.words;
    let agreement = match settled.agreement {
        Agreement::Agreed => words.ses_agreed(),
        Agreement::AgreedWithRemark => words.ses_agreed_with_remark(),
        Agreement::NotAgreed => words.ses_not_agreed(),
    };
    let (ring, says) = match settled.grade {
        Grade::One(grade) => (grade.to_string(), label(day, grade)),
        Grade::Range { lowest, highest } => (
            format!("{lowest}–{highest}"),
            words.ses_between(&label(day, lowest), &label(day, highest)),
        ),
    };
    let is_wide = ring.len() > 1;
    let at = words.ses_written_at(&dates::time(words, settled.at));
    view! {
        <div class="row ses-settled">
            <span class="grade" class:wide=is_wide>{ring}</span>
            <div><p><b>{says}</b></p><p class="sm sub">{agreement}" · "{at}</p></div>
        </div>
        {settled.remark.map(|remark| view! { <p class="note sm ses-words" lang=day.meeting().lang()>{remark}</p> })}
    }
}

#[component]
fn OnTheTable(day: Day, round: Memo<RoundView>, indicator: IndicatorId) -> impl IntoView {
    let words = day.words;
    let proposed = Memo::new(move |_| round.with(|round| round.proposed.clone()));
    let says = move || match proposed.get() {
        None => words.ses_grade_none().to_owned(),
        Some(proposed) => {
            let who = day
                .person(&proposed.by)
                .map_or_else(|| day.leader(), |person| person.first_name().to_owned());
            words.ses_grade_proposed(&who, &said(proposed.grade))
        }
    };
    let form = day.form_untracked();
    let tiles = form.scale.steps.iter().map(|step| {
        let value = step.value;
        let is_on = move || {
            proposed.with(|proposed| {
                proposed
                    .as_ref()
                    .is_some_and(|proposed| holds(proposed.grade, value))
            })
        };
        view! {
            <li class="ses-gt" class:on=is_on aria-current=move || is_on().then_some("true")>
                <span class=format!("tile {}", day_fill(day, value)) aria-hidden="true">{value}</span>
                <span class="sm"><span class="ds-sr-only">{value}": "</span>{step.label.get(words.0).to_owned()}</span>
            </li>
        }
    });
    let tiles = tiles.collect_view();
    let has_one = Memo::new(move |_| proposed.with(Option::is_some));
    let counts = move || {
        round.with(|round| {
            let agreed =
                words.ses_n_agree(&round.n_agreed.to_string(), &round.n_answerers.to_string());
            let remarks = usize::from(round.n_remarks);
            let against = usize::from(round.n_not_agreed);
            let more = [
                (remarks > 0).then(|| words.ses_n_remarks(remarks)),
                (against > 0).then(|| words.ses_n_against(against)),
            ];
            let parts: Vec<String> = std::iter::once(agreed)
                .chain(more.into_iter().flatten())
                .collect();
            parts.join(" · ")
        })
    };
    let remarks = move || {
        let remarks = round.with(|round| round.remarks.clone());
        (!remarks.is_empty()).then(|| {
            let lines = remarks.into_iter().map(|(person, remark)| {
                let name = day.person(&person).map(|person| person.name);
                view! { <li class="note sm"><b>{name}</b>": "<span lang=day.meeting().lang()>{remark}</span></li> }
            });
            view! { <ul class="col g8">{lines.collect_view()}</ul> }
        })
    };
    let id = StoredValue::new(indicator);
    view! {
        <p class="sm sub">{says}</p>
        <ul class="ses-tiles">{tiles}</ul>
        <Show when=move || has_one.get()>
            <Agree day=day round=round indicator=id.get_value()/>
            <p class="sm tn" role="status">{counts}</p>
            {remarks}
        </Show>
    }
}

fn holds(grade: Grade, value: u8) -> bool {
    match grade {
        Grade::One(grade) => grade == value,
        Grade::Range { lowest, highest } => (lowest..=highest).contains(&value),
    }
}

fn said(grade: Grade) -> String {
    match grade {
        Grade::One(grade) => grade.to_string(),
        Grade::Range { lowest, highest } => format!("{lowest}–{highest}"),
    }
}

/// Whether one stands by it.
#[component]
fn Agree(day: Day, round: Memo<RoundView>, indicator: IndicatorId) -> impl IntoView {
    let words = day.words;
    let may = day.may(Act::AgreeOnGrade);
    let mine = Memo::new(move |_| round.with(|round| round.my_answer.clone()));
    let writes = RwSignal::new(false);
    let remark = RwSignal::new(String::new());
    let indicator = StoredValue::new(indicator);
    let answer = move |answer: Option<Answer>| {
        // The grade that was on the screen when it was pressed.
        let grade = round.with_untracked(|round| Some(round.proposed.as_ref()?.grade));
        if let Some(grade) = grade {
            day.give(Command::AnswerGrade {
                indicator: indicator.get_value(),
                grade,
                answer,
            });
        }
    };
    // Pressing what is chosen takes it back.
    let press = move |chosen: Answer| {
        writes.set(false);
        let is_same = mine.get_untracked().as_ref() == Some(&chosen);
        answer((!is_same).then_some(chosen));
    };
    let is = move |wanted: fn(&Answer) -> bool| mine.with(|mine| mine.as_ref().is_some_and(wanted));
    let is_agreed = move || is(|answer| matches!(answer, Answer::Agreed)) && !writes.get();
    let is_against = move || is(|answer| matches!(answer, Answer::NotAgreed)) && !writes.get();
    let has_remark =
        Memo::new(move |_| is(|answer| matches!(answer, Answer::AgreedWithRemark { .. })));
    let open = move |_| {
        if let Some(Answer::AgreedWithRemark { remark: before }) = mine.get_untracked() {
            remark.set(before);
        }
        writes.set(true);
        focus_soon(REMARK_ID.to_owned());
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let written = remark.get_untracked().trim().to_owned();
        if written.is_empty() {
            return focus_soon(REMARK_ID.to_owned());
        }
        writes.set(false);
        answer(Some(Answer::AgreedWithRemark { remark: written }));
    };
    let tick = move |is_on: bool| is_on.then(|| view! { <Icon glyph=Glyph::Checkmark/> });
    view! {
        <Show
            when=move || may.get()
            fallback=move || view! { <p class="note sm">{day.why_not(Act::AgreeOnGrade)}</p> }
        >
            <div class="switch ses-agree" role="group" aria-label=words.ses_agree_label()>
                <button type="button" aria-pressed=move || is_agreed().to_string() on:click=move |_| press(Answer::Agreed)>
                    {move || tick(is_agreed())}{words.ses_agree()}
                </button>
                <button
                    type="button"
                    aria-pressed=move || (has_remark.get() || writes.get()).to_string()
                    aria-expanded=move || writes.get().to_string()
                    on:click=open
                >
                    {move || tick(has_remark.get())}{words.ses_agree_remark()}
                </button>
                <button type="button" aria-pressed=move || is_against().to_string() on:click=move |_| press(Answer::NotAgreed)>
                    {move || tick(is_against())}{words.ses_disagree()}
                </button>
            </div>
            <Show when=move || writes.get()>
                <form class="ses-form" on:submit=send>
                    <label class="ds-label sm" for=REMARK_ID>{words.ses_remark_label()}</label>
                    <textarea
                        class="ds-input"
                        id=REMARK_ID
                        rows="2"
                        maxlength="500"
                        lang=day.meeting().lang()
                        prop:value=remark.get_untracked()
                        on:input=move |event| remark.set(event_target_value(&event))
                    ></textarea>
                    <div class="row g8 wrap">
                        <button class="ds-button" type="submit">{words.ses_remark_give()}</button>
                        <button class="ds-button" type="button" data-variant="tertiary" on:click=move |_| writes.set(false)>{words.ses_cancel()}</button>
                    </div>
                </form>
            </Show>
        </Show>
    }
}

/// The reason, strengths and weaknesses, co-written.
#[component]
fn Texts(day: Day, indicator: IndicatorId) -> impl IntoView {
    let words = day.words;
    let is_ready = day.meeting().model.is_ready();
    let concluded = day.read(|view| view.concluded_at);
    let lock = move || {
        concluded.get().map(|at| {
            let text = words.ses_locked_at(&dates::time(words, at));
            view! { <p class="note sm ses-why"><Icon glyph=Glyph::PadlockLocked/>{text}</p> }
        })
    };
    let id = StoredValue::new(indicator);
    view! {
        {lock}
        <Show
            when=move || is_ready.get()
            fallback=move || view! { <p class="sub" role="status">{words.fetching_texts()}</p> }
        >
            <TextCard
                key=TextKey::Rationale(id.get_value())
                id="rationale"
                heading=words.ses_grade_why()
                help=words.ses_grade_why_help()
                room=RATIONALE_ROOM
            />
            <div class="pair">
                <TextCard key=TextKey::Strengths(id.get_value()) id="strengths" heading=words.strengths() help=words.strengths_help()/>
                <TextCard key=TextKey::Weaknesses(id.get_value()) id="weaknesses" heading=words.weaknesses() help=words.weaknesses_help()/>
            </div>
        </Show>
    }
}
