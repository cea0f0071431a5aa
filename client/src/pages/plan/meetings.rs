//! The meetings of the year, by their dates.

use jiff::civil::Date;
use leptos::prelude::*;
use shared::document::plan::{Field, TextField};
use shared::id::PlannedMeetingId;
use shared::plan::{PlannedMeeting, Row};

use super::card::{ListHead, RowCard, quiet};
use super::desk::use_desk;
use super::fields::WordsField;
use super::fields::input::TypedField;
use super::fields::typed::Typed;
use crate::{dates, mint};

#[component]
pub fn Meetings() -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let ids = Memo::new(move |_| {
        desk.plan.with(|plan| {
            let meetings = plan.meeting_plan.iter();
            meetings
                .map(|meeting| meeting.id.clone())
                .collect::<Vec<_>>()
        })
    });
    let add = Callback::new(move |()| {
        desk.add(&PlannedMeeting {
            id: mint::row_id(),
            date: None,
            title: String::new(),
            topic: String::new(),
        });
    });
    let is_empty = Signal::derive(move || ids.with(Vec::is_empty));
    view! {
        <section class="pl-block" aria-label=words.pl_meetings()>
            <ListHead heading=words.pl_meetings() sum=Signal::derive(String::new) add=words.pl_add_meeting() on_add=add/>
            {quiet(is_empty, words.pl_meetings_empty())}
            <div class="pl-cards">
                <For each=move || ids.get() key=Clone::clone let(id)><Card id=id/></For>
            </div>
        </section>
    }
}

#[component]
fn Card(id: PlannedMeetingId) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let of = id.clone();
    let date: Memo<Option<Date>> = desk.row(None, move |plan| {
        let meeting = plan.meeting_plan.iter().find(|meeting| meeting.id == of)?;
        Some(meeting.date)
    });
    let row = Row::Meeting(id);
    let topic = desk.text(&row, TextField::Topic);
    let end = Signal::derive(move || {
        let date = date.get().map(|date| dates::day_month_year(words, date));
        date.unwrap_or_default()
    });
    let about = move || view! { <div class="pl-meta"><span class="sub" lang=desk.lang>{move || topic.get()}</span></div> };
    let (of, body_row) = (row.clone(), row.clone());
    let items = Callback::new(move |()| vec![desk.remove_item(&of)]);
    let body = move || {
        let row = body_row.clone();
        // Meetings that have been held stay in the plan.
        let is_over = || true;
        view! {
            <div class="pl-fields">
                <WordsField row=row.clone() field=TextField::Title label=words.pl_meeting()/>
                <TypedField typed=Typed::date(desk, &row, words.pl_f_date(), move || date.get(), is_over, Field::Date)/>
                <WordsField row=row field=TextField::Topic is_long=true/>
            </div>
        }
    };
    view! { <RowCard row=row end=end about=about body=body items=items/> }
}
