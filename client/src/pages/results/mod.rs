//! The results of all indicators: this year's answers and grades beside last year's, by the form's parts or the most spread
//! first, as strips or as a table. What is not revealed yet is not here, and the page says so.

mod row;
mod rows;
mod table;

use std::sync::Arc;

use leptos::prelude::*;
use shared::lobby::RoomView;
use shared::proceedings::state::ReportState;
use shared::rights::Act;
use shared::template::ReviewForm;

use self::row::{Axis, Legend, StripRow};
use self::rows::{Row, Sum, by_spread, rows, sum};
use self::table::Table;
use super::room::RoomPage;
use crate::components::drawing::Drawing;
use crate::components::header::Header;
use crate::components::icon::{Glyph, Icon};
use crate::components::message::{GoHome, MessageBody};
use crate::components::page_title::PageTitle;
use crate::components::room_bar::RoomBars;
use crate::meeting::meeting_title;
use crate::papers::may_read_report;
use crate::places;
use crate::room::RoomContext;
use crate::words::{Words, capitalised};

#[component]
pub fn ResultsPage() -> impl IntoView {
    view! { <RoomPage page=results/> }
}

/// How the reader wants to see it.
#[derive(Clone, Copy)]
struct Choice {
    by_spread: RwSignal<bool>,
    as_table: RwSignal<bool>,
}

fn results(context: RoomContext) -> impl IntoView {
    let words = context.words;
    let view = context.view;
    let about = view.with_untracked(|view| view.meeting.clone());
    let title = meeting_title(words, about.kind, about.year);
    let form = Memo::new(move |_| view.with(|view| view.form.clone()));
    let choice = Choice {
        by_spread: RwSignal::new(false),
        as_table: RwSignal::new(false),
    };
    let all = Memo::new(move |_| {
        form.with(|form| form.as_ref().map(|form| view.with(|view| rows(view, form))))
    });
    let is_empty = Memo::new(move |_| {
        all.with(|all| {
            all.as_ref()
                .is_none_or(|all| all.iter().all(|row| row.shown.is_none()))
        })
    });
    let acts = {
        let context = context.clone();
        move || (!is_empty.get()).then(|| view! { <Acts context=context.clone() choice=choice/> })
    };
    let inner = context.clone();
    let body = move || {
        match form.get() {
        None => view! {
            <MessageBody glyph=Glyph::FileText heading=words.result_no_form().to_owned() text=words.result_no_form_text().to_owned()>
                <GoHome/>
            </MessageBody>
        }
        .into_any(),
        Some(form) => {
            let all = Signal::derive(move || all.get().unwrap_or_default());
            view! { <Overview context=inner.clone() form=Arc::new(form) all=all choice=choice/> }.into_any()
        }
    }
    };
    view! {
        <Header place=title person=Some(context.person.clone())>{acts}</Header>
        <RoomBars context=context/>
        {body}
    }
}

#[component]
fn Acts(context: RoomContext, choice: Choice) -> impl IntoView {
    let words = context.words;
    let Choice {
        by_spread,
        as_table,
    } = choice;
    let flip = |signal: RwSignal<bool>| move |_| signal.update(|is_on| *is_on = !*is_on);
    let report = context.path("rapport");
    let view = context.view;
    let may_read = Memo::new(move |_| view.with(|view| may_read_report(view)));
    let state = Memo::new(move |_| {
        view.with(|view| {
            let proceedings = view.proceedings.as_ref()?;
            let report = &proceedings.report;
            (report.state != ReportState::Draft || proceedings.concluded_at.is_some())
                .then_some(report.state)
        })
    });
    view! {
        <div class="rs-acts">
            {move || state.get().map(|state| {
                let (color, text) = match state {
                    ReportState::Draft => ("warning", words.result_state_draft()),
                    ReportState::InReview => ("info", words.result_state_review()),
                    ReportState::Final => ("success", words.result_state_final()),
                };
                view! { <span class="ds-tag" data-color=color data-size="sm">{text}</span> }
            })}
            <button class="ds-button" data-variant="tertiary" data-size="sm" data-color="neutral" type="button" on:click=flip(as_table)>
                <Icon glyph=Glyph::Table/>
                {move || if as_table.get() { words.chart_picture() } else { words.chart_table() }}
            </button>
            <button class="ds-button" data-variant="tertiary" data-size="sm" data-color="neutral" type="button" on:click=flip(by_spread)>
                <Icon glyph=Glyph::SortDown/>
                {move || if by_spread.get() { words.result_by_form() } else { words.result_by_spread() }}
            </button>
            {move || may_read.get().then(|| view! {
                <a class="ds-button" data-variant="secondary" data-size="sm" href=report.clone() rel=places::rel(&report)>
                    <Icon glyph=Glyph::FileText/>
                    {words.result_report()}
                </a>
            })}
        </div>
    }
}

/// Before anything is revealed: what will come here, and that nobody sees it yet.
fn nothing(context: &RoomContext) -> impl IntoView + use<> {
    let words = context.words;
    let leads = |view: &Arc<RoomView>| view.may.contains(&Act::LeadMeeting);
    let leads = context.view.with_untracked(leads);
    let meeting = context.path(if leads { "styr" } else { "deltaker" });
    view! {
        <section class="card rs-nothing">
            <Drawing/>
            <h2 class="disp h-sec">{words.result_empty()}</h2>
            <p class="sub">{words.result_empty_text()}</p>
            <a class="ds-button" href=meeting.clone() rel=places::rel(&meeting)>{words.result_to_meeting()}</a>
        </section>
    }
}

/// The title stays where it is when the first answers come, and so does the focus.
#[component]
fn Overview(
    context: RoomContext,
    form: Arc<ReviewForm>,
    all: Signal<Vec<Row>>,
    choice: Choice,
) -> impl IntoView {
    let words = context.words;
    let meeting = context.view.with_untracked(|view| view.meeting.clone());
    let title = words.result_title(&meeting.year.to_string());
    let view = context.view;
    let has_last = Memo::new(move |_| view.with(|view| view.last_review.is_some()));
    let total = Memo::new(move |_| all.with(|all| sum(all)));
    let is_empty = Memo::new(move |_| total.get().n_revealed == 0);
    let about = move || {
        (!is_empty.get()).then(|| {
            let summary = summary(words, &total.get(), has_last.get());
            view! { <p class="rs-sum">{summary}</p> }
        })
    };
    let legend =
        move || (!is_empty.get()).then(|| view! { <Legend has_last=has_last words=words/> });
    let year = meeting.programme_year;
    let lists = move || {
        if is_empty.get() {
            return nothing(&context).into_any();
        }
        let rows = all.get();
        match (choice.as_table.get(), choice.by_spread.get()) {
            (true, is_by_spread) => {
                let rows = if is_by_spread { by_spread(rows) } else { rows };
                view! { <Table form=form.clone() rows=rows words=words/> }.into_any()
            }
            (false, true) => {
                let heading = words.result_all().to_owned();
                list(words, &form, heading, None, by_spread(rows)).into_any()
            }
            (false, false) => by_part(words, &form, year, &rows).into_any(),
        }
    };
    view! {
        <main class="rs" id="main">
            <div class="rs-head">
                <div>
                    <PageTitle tab=title.clone()>{title.clone()}</PageTitle>
                    {about}
                </div>
                {legend}
            </div>
            {lists}
        </main>
    }
}

/// "Fire av åtte har gått opp siden i fjor. 14 svarte, …" as far as there is something to say.
fn summary(words: Words, sum: &Sum, has_last: bool) -> impl IntoView + use<> {
    let text = |n: usize| n.to_string();
    let first = if has_last {
        (sum.n_settled > 0).then(|| words.result_up_n(&text(sum.n_up), &text(sum.n_all)))
    } else {
        Some(words.chart_first_year().to_owned())
    };
    let answered = sum.answered.map(|(fewest, most)| {
        if fewest == most {
            words.result_answered(usize::from(most))
        } else {
            words.result_answered_about(&fewest.to_string(), &most.to_string())
        }
    });
    let grades = match sum.n_settled == sum.n_all {
        true if sum.all_agreed => words.result_agreed_all(&text(sum.n_all)),
        true => words.result_settled_all(&text(sum.n_all)),
        false => words.result_settled(&text(sum.n_settled), &text(sum.n_all)),
    };
    let rest = [answered, Some(grades)].into_iter().flatten();
    let rest: Vec<String> = rest.map(|text| capitalised(&text)).collect();
    view! { {first}" "<span class="sub">{rest.join(" ")}</span> }
}

fn by_part(words: Words, form: &Arc<ReviewForm>, year: u8, rows: &[Row]) -> impl IntoView + use<> {
    let heaviest = form.emphasis_in(year).map(|emphasis| emphasis.part.clone());
    form.parts
        .iter()
        .filter_map(|part| {
            let own = rows.iter().filter(|row| row.part == part.id);
            let own: Vec<Row> = own.cloned().collect();
            if own.is_empty() {
                return None;
            }
            let weighs = heaviest.as_ref() == Some(&part.id);
            let weighs = weighs.then(|| words.result_weighs(&year.to_string()));
            let heading = part.title.get(words.0).to_owned();
            Some(list(words, form, heading, weighs, own))
        })
        .collect_view()
}

fn list(
    words: Words,
    form: &Arc<ReviewForm>,
    heading: String,
    weighs: Option<String>,
    rows: Vec<Row>,
) -> impl IntoView + use<> {
    let rows = rows.into_iter();
    let rows = rows.map(|row| view! { <StripRow row=row form=form.clone() words=words/> });
    view! {
        <section class="card rs-card">
            <div class="rs-heading">
                <h2 class="disp h-sec">{heading}</h2>
                {weighs.map(|weighs| view! { <p class="sm sub">{weighs}</p> })}
            </div>
            <Axis form=form.clone() words=words/>
            <ul>{rows.collect_view()}</ul>
        </section>
    }
}
