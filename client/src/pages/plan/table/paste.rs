//! Rows pasted from a spreadsheet. What could be read becomes measures at a press; the rest stays in the field, each line
//! with what is wrong in it.

use leptos::prelude::*;
use shared::id::FocusAreaId;
use shared::plan::Row;
use shared::plan::paste::{self, Column, Line, MAX_LINES, PasteFault, Unread, Why};

use crate::components::dialog::Dialog;
use crate::components::icon::{Glyph, Icon};
use crate::mint;
use crate::pages::plan::desk::{Desk, use_desk};
use crate::pages::plan::names;
use crate::words::Words;

#[derive(Clone, Copy)]
pub struct Pasting {
    desk: Desk,
    is_open: RwSignal<bool>,
    text: RwSignal<String>,
    area: RwSignal<Option<FocusAreaId>>,
}

impl Pasting {
    pub fn new(desk: Desk) -> Self {
        Self {
            desk,
            is_open: RwSignal::new(false),
            text: RwSignal::new(String::new()),
            area: RwSignal::new(None),
        }
    }

    /// What is in the field already stays when there is nothing new to put there.
    pub fn open(self, text: String) {
        if !text.is_empty() {
            self.text.set(text);
        }
        let is_there = |id: &FocusAreaId| {
            let row = Row::FocusArea(id.clone());
            self.desk.plan.with_untracked(|plan| plan.has(&row))
        };
        if self
            .area
            .with_untracked(|area| !area.as_ref().is_some_and(is_there))
        {
            let first = self
                .desk
                .plan
                .with_untracked(|plan| plan.focus_areas.first().cloned());
            self.area.set(first.map(|area| area.id));
        }
        self.is_open.set(true);
    }

    fn read(self) -> Result<Vec<Line>, PasteFault> {
        let (year, language) = (self.desk.year(), self.desk.words.0);
        self.text.with(|text| paste::read(text, year, language))
    }

    /// Adds every line that was read whole, and leaves the others.
    fn add(self) {
        let Ok(lines) = untrack(|| self.read()) else {
            return;
        };
        let (whole, rest): (Vec<Line>, Vec<Line>) =
            lines.into_iter().partition(|line| line.unread.is_empty());
        let head = untrack(|| self.heading());
        let model = self.desk.model;
        let mut added = Vec::new();
        for line in whole {
            let measure = line
                .draft
                .into_measure(mint::row_id(), self.area.get_untracked());
            model.add(&measure);
            added.push(Row::Measure(measure.id));
        }
        let is_done = rest.is_empty();
        let left = head
            .into_iter()
            .chain(rest.into_iter().map(|line| line.text));
        let left = if is_done {
            String::new()
        } else {
            left.collect::<Vec<_>>().join("\n")
        };
        self.text.set(left);
        if is_done {
            self.is_open.set(false);
        }
        let said = self.desk.words.pl_n_added(added.len());
        let undo = move || added.iter().for_each(|row| model.remove(row));
        self.desk.toasts.offer_undo(said, undo);
    }

    /// The line that names the columns, which the lines that are left still need.
    fn heading(self) -> Option<String> {
        let first = self
            .text
            .with(|text| text.lines().next().map(str::to_owned))?;
        let lines = self.read().ok()?;
        let is_read = lines.first().is_some_and(|line| line.number == 1);
        (!is_read).then_some(first)
    }
}

#[component]
pub fn PasteDialog(pasting: Pasting) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let lines = Memo::new(move |_| pasting.read());
    let n_whole = Memo::new(move |_| {
        lines.with(|lines| match lines {
            Ok(lines) => lines.iter().filter(|line| line.unread.is_empty()).count(),
            Err(_) => 0,
        })
    });
    let areas = move || {
        let areas = desk.plan.with(|plan| plan.focus_areas.clone());
        let option = |area: shared::plan::FocusArea| {
            let id = area.id.clone();
            let is_chosen = move || pasting.area.with(|chosen| chosen.as_ref() == Some(&id));
            view! { <option value=area.id.to_string() prop:selected=is_chosen>{area.title}</option> }
        };
        areas.into_iter().map(option).collect_view()
    };
    let choose = move |event| {
        pasting
            .area
            .set(FocusAreaId::parse(&event_target_value(&event)).ok());
    };
    let found = move || match lines.get() {
        Err(PasteFault::TooLarge) => {
            view! { <p class="wn">{words.pl_paste_too_large()}</p> }.into_any()
        }
        Err(PasteFault::TooManyLines) => {
            view! { <p class="wn">{words.pl_paste_too_many(&MAX_LINES.to_string())}</p> }.into_any()
        }
        Ok(lines) => lines
            .into_iter()
            .map(|line| line_view(words, line))
            .collect_view()
            .into_any(),
    };
    let nothing = move || n_whole.get() == 0;
    view! {
        <Dialog
            is_open=pasting.is_open
            id="pl-paste"
            heading=Signal::derive(move || words.pl_paste().to_owned())
            class="sheet wide"
        >
            <p class="sm sub">{words.pl_paste_help()}</p>
            <div class="pl-field">
                <label class="ds-label" for="pl-paste-area">{words.pl_focus_area()}</label>
                <select class="ds-input" id="pl-paste-area" on:change=choose>{areas}</select>
            </div>
            <div class="pl-field">
                <label class="ds-label" for="pl-paste-text">{words.pl_paste_rows()}</label>
                <textarea
                    class="ds-input pl-paste-text"
                    id="pl-paste-text"
                    rows="5"
                    spellcheck="false"
                    prop:value=move || pasting.text.get()
                    on:input=move |event| pasting.text.set(event_target_value(&event))
                ></textarea>
            </div>
            <ul class="pl-paste-lines">{found}</ul>
            <div class="row wrap g8 gap-top">
                <button
                    class="ds-button"
                    type="button"
                    aria-disabled=move || nothing().then_some("true")
                    on:click=move |_| if !nothing() { pasting.add() }
                >
                    {move || words.pl_paste_add(n_whole.get())}
                </button>
                <button class="ds-button" type="button" data-variant="tertiary" data-color="neutral" on:click=move |_| pasting.is_open.set(false)>
                    {words.never_mind()}
                </button>
            </div>
        </Dialog>
    }
}

fn line_view(words: Words, line: Line) -> AnyView {
    let number = line.number.to_string();
    if line.unread.is_empty() {
        let budget = line.draft.budget.map(|budget| budget.in_kroner(words.0));
        return view! {
            <li class="okk"><Icon glyph=Glyph::CheckmarkCircle/><span>{line.draft.title}</span><span class="sub">{budget}</span></li>
        }
        .into_any();
    }
    let faults = line.unread.iter().map(|unread| fault(words, unread));
    let said = words.pl_paste_line(&number, &faults.collect::<Vec<_>>().join(" "));
    view! { <li class="wn"><Icon glyph=Glyph::ExclamationmarkTriangle/><span>{said}</span></li> }
        .into_any()
}

/// "Frist: «i vår» er ikke en dato."
fn fault(words: Words, unread: &Unread) -> String {
    let column = match unread.column {
        Column::Number | Column::Unknown => words.pl_column(),
        Column::Title => words.pl_measure(),
        Column::Phase => words.pl_f_phase(),
        Column::ResultGoal => words.pl_f_result_goal(),
        Column::EffectGoal => words.pl_f_effect_goal(),
        Column::Responsible => words.pl_f_pa(),
        Column::ProjectLeader => words.pl_f_pl(),
        Column::Deadline => words.pl_f_deadline(),
        Column::Budget => words.pl_f_budget(),
        Column::Funding(source) => names::source_short(words, source),
        Column::Status => words.pl_f_status(),
    };
    let text = &unread.text;
    match unread.why {
        Why::NoTitle => words.pl_paste_no_title().to_owned(),
        Why::Number(why) => words.pl_paste_number(column, text, names::number_fault(words, why)),
        Why::NotADate => words.pl_paste_date(column, text),
        Why::UnknownWord => words.pl_paste_word(column, text),
        Why::UnknownColumn => words.pl_paste_column(text),
    }
}
