//! An answer that came after the reveal: said plainly, never counted silently, and the answer is still here.

use leptos::prelude::*;
use shared::proceedings::command::Command;
use shared::template::Indicator;

use super::answers::{day_fill, label};
use super::day::Day;
use crate::commands::queue::Entry;
use crate::components::dialog::Dialog;
use crate::components::icon::{Glyph, Icon};
use crate::components::toast::Toasts;
use crate::dates;

const REVEALED: &str = "revealed";

/// Whether this file shows it; the bars show the rest.
pub fn is_late_score(entry: &Entry) -> bool {
    entry.refused.as_deref() == Some(REVEALED) && matches!(entry.command, Command::Score { .. })
}

#[component]
pub fn RefusedScores(day: Day) -> impl IntoView {
    let words = day.words;
    let refused = day.commands.refused();
    let first = Memo::new(move |_| {
        refused.with(|refused| refused.iter().find(|entry| is_late_score(entry)).cloned())
    });
    let is_open = RwSignal::new(false);
    Effect::new(move || is_open.set(first.with(Option::is_some)));
    // However it is closed, it has been seen.
    Effect::new(move |was_open: Option<bool>| {
        let now = is_open.get();
        if was_open == Some(true)
            && !now
            && let Some(entry) = first.get_untracked()
        {
            day.commands.dismiss(&entry.request_id);
        }
        now
    });
    let heading = Signal::derive(move || words.ses_late_title().to_owned());
    let body = move || {
        let entry = first.get()?;
        Some(view! { <Late day=day entry=entry is_open=is_open/> })
    };
    view! {
        <Dialog is_open=is_open id="day-late" heading=heading class="sheet ses-late">
            {body}
        </Dialog>
    }
}

#[component]
fn Late(day: Day, entry: Entry, is_open: RwSignal<bool>) -> impl IntoView {
    let words = day.words;
    let Command::Score {
        indicator, value, ..
    } = entry.command
    else {
        return ().into_any();
    };
    let form = day.form_untracked();
    let indicator: Option<Indicator> = form.indicator(&indicator).cloned();
    let name = indicator.map_or_else(String::new, |it| it.title.get(words.0).to_owned());
    let text = match value {
        Some(value) => words.ses_late_text(&value.to_string(), &name),
        None => words.ses_late_skip(&name),
    };
    let at = words.ses_late_at(&dates::time(words, entry.at));
    let tile = value.map(|value| {
        view! {
            <div class="note row ses-late-mine">
                <span class=format!("tile {}", day_fill(day, value)) aria-hidden="true">{value}</span>
                <span><b>{label(day, value)}</b><small class="sm sub ses-block">{at}</small></span>
            </div>
        }
    });
    let leader = day.leader();
    let toasts = expect_context::<Toasts>();
    // Only whom leads can open a round again; asking to speak is how one asks in a room.
    let asked = words.ses_late_asked(&name);
    let ask = move |_| {
        day.give(Command::RaiseHand);
        toasts.say(asked.clone());
        is_open.set(false);
    };
    view! {
        <div class="ses-ico"><Icon glyph=Glyph::Eye/></div>
        <p>{text}</p>
        {tile}
        <div class="col g8">
            <button class="ds-button" type="button" data-fullwidth="true" on:click=ask>{words.ses_late_ask(&leader)}</button>
            <button class="ds-button" type="button" data-variant="tertiary" data-fullwidth="true" on:click=move |_| is_open.set(false)>{words.ses_late_on()}</button>
        </div>
    }
    .into_any()
}
