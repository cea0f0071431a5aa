//! «Slik blir dagen»: the run sheet as a plan to read, and on request with lengths and order to change.

use leptos::prelude::*;
use shared::run_sheet::{Day, MAX_MINUTES, RunSheet, Slot, parse_time, time_of_day};

use super::plan::Plan;
use crate::announce;
use crate::components::icon::{Glyph, Icon};
use crate::dates;
use crate::words::{Words, use_words};

#[component]
pub fn DayCard(plan: Plan) -> impl IntoView {
    let words = use_words();
    let is_editing = RwSignal::new(false);
    // Where the slots are; what stands in them changes in place, so that a field keeps its focus.
    let shape = Memo::new(move |_| {
        plan.draft.with(|draft| {
            let days = draft.run_sheet.as_ref().map(|sheet| &sheet.days);
            days.into_iter()
                .flatten()
                .map(|day| day.slots.iter().map(|slot| slot.id.clone()).collect())
                .collect::<Vec<Vec<String>>>()
        })
    });
    let days = move || {
        let is_editing = is_editing.get();
        shape
            .get()
            .into_iter()
            .enumerate()
            .map(|(day_idx, slots)| day(plan, day_idx, &slots, is_editing))
            .collect_view()
    };
    let toggle = move |_| is_editing.update(|is_editing| *is_editing = !*is_editing);
    view! {
        <section class="card pad day" aria-labelledby="the-day">
            <div class="row wrap">
                <h2 class="h-card" id="the-day">{words.the_day()}</h2>
                <span class="sp"></span>
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-variant="tertiary"
                    aria-pressed=move || is_editing.get().to_string()
                    on:click=toggle
                >
                    <Icon glyph=Glyph::Pencil/>
                    {move || if is_editing.get() { words.done_changing() } else { words.change() }}
                </button>
            </div>
            {days}
        </section>
    }
}

fn day(plan: Plan, day_idx: usize, slots: &[String], is_editing: bool) -> AnyView {
    let words = plan.words;
    let title = plan.draft.with_untracked(|draft| {
        let days = &draft.run_sheet.as_ref()?.days;
        let day = days.get(day_idx)?;
        (days.len() > 1).then(|| day.title.get(words.0).to_owned())
    });
    let n_slots = slots.len();
    let lines = (0..n_slots)
        .map(|idx| {
            let at = At { plan, day_idx, idx };
            if is_editing {
                view! { <EditSlot at=at n_slots=n_slots/> }.into_any()
            } else {
                view! { <ReadSlot at=at/> }.into_any()
            }
        })
        .collect_view();
    let total = move || {
        plan.draft
            .with(|draft| total(words, draft.run_sheet.as_ref()?.days.get(day_idx)?))
    };
    view! {
        {title.map(|title| view! { <h3 class="xs sub gh">{title}</h3> })}
        <ol class:edits=is_editing>{lines}</ol>
        <p class="note sm">{total}</p>
    }
    .into_any()
}

/// "Ferdig kl. 15.45. 6 timer og 45 minutter i alt, av dem 1 time og 10 minutter pause."
fn total(words: Words, day: &Day) -> Option<String> {
    let last = day.slots.last()?;
    let end = time_of_day(parse_time(&last.start)? + last.minutes);
    let sum = |is_break: bool| {
        let slots = day.slots.iter().filter(|slot| slot.is_break() == is_break);
        slots.map(|slot| u32::from(slot.minutes)).sum::<u32>()
    };
    let (work, breaks) = (sum(false), sum(true));
    Some(words.day_total(
        &dates::at_time(words, &end),
        &length(words, work),
        &length(words, breaks),
    ))
}

fn length(words: Words, minutes: u32) -> String {
    let (hours, minutes) = (minutes / 60, minutes % 60);
    let count = |n: u32| usize::try_from(n).unwrap_or(0);
    match (hours, minutes) {
        (0, minutes) => words.length_minutes(count(minutes)),
        (hours, 0) => words.hours(count(hours)),
        (hours, minutes) => words.list_and(
            &words.hours(count(hours)),
            &words.length_minutes(count(minutes)),
        ),
    }
}

/// One slot of the draft, by its place.
#[derive(Clone, Copy)]
struct At {
    plan: Plan,
    day_idx: usize,
    idx: usize,
}

impl At {
    fn slot(self, sheet: Option<&RunSheet>) -> Option<&Slot> {
        sheet?.days.get(self.day_idx)?.slots.get(self.idx)
    }

    fn read<T: Default>(self, read: impl FnOnce(&Slot) -> T) -> T {
        self.plan.draft.with(|draft| {
            let slot = self.slot(draft.run_sheet.as_ref());
            slot.map(read).unwrap_or_default()
        })
    }

    /// Changes the day's slots; it keeps its beginning, and the rest follows on.
    fn change(self, change: impl FnOnce(&mut Vec<Slot>)) {
        self.plan.change(|draft| {
            let Some(sheet) = &mut draft.run_sheet else {
                return;
            };
            let Some(day) = sheet.days.get_mut(self.day_idx) else {
                return;
            };
            let start = day.slots.first().map(|slot| slot.start.clone());
            change(&mut day.slots);
            if let (Some(first), Some(start)) = (day.slots.first_mut(), start) {
                first.start = start;
            }
            sheet.follow_on();
            draft.end = sheet.end_of_first_day();
        });
    }

    fn time(self) -> String {
        let words = self.plan.words;
        let start = self.read(|slot| slot.start.clone());
        dates::hh_mm(words, &start)
    }

    fn title(self) -> String {
        let words = self.plan.words;
        self.read(|slot| slot.title.get(words.0).to_owned())
    }
}

#[component]
fn ReadSlot(at: At) -> impl IntoView {
    view! {
        <li class:br=move || at.read(Slot::is_break)>
            <span class="tn">{move || at.time()}</span>
            <span>{move || at.title()}</span>
        </li>
    }
}

#[component]
fn EditSlot(at: At, n_slots: usize) -> impl IntoView {
    let words = use_words();
    let title = untrack(|| at.title());
    let minutes = move |event| {
        let typed = event_target_value(&event).trim().parse::<u16>().ok();
        if let Some(minutes) = typed.filter(|minutes| (1..=MAX_MINUTES).contains(minutes)) {
            at.change(|slots| slots[at.idx].minutes = minutes);
        }
    };
    let move_to = {
        let title = title.clone();
        move |to: usize| {
            at.change(|slots| slots.swap(at.idx, to));
            announce::polite(words.slot_moved(&title, &(to + 1).to_string(), &n_slots.to_string()));
        }
    };
    let up = {
        let move_to = move_to.clone();
        move |_| {
            if at.idx > 0 {
                move_to(at.idx - 1);
            }
        }
    };
    let down = move |_| {
        if at.idx + 1 < n_slots {
            move_to(at.idx + 1);
        }
    };
    let remove = move |_| {
        if n_slots > 1 {
            at.change(|slots| drop(slots.remove(at.idx)));
        }
    };
    let label = |act: &str| words.about_proposal(act, &title);
    let minutes_label = label(words.slot_minutes());
    let (up_label, down_label, remove_label) = (
        label(words.proposal_up()),
        label(words.proposal_down()),
        label(words.proposal_remove()),
    );
    view! {
        <li>
            <span class="tn">{move || at.time()}</span>
            <span class="nm">{title.clone()}</span>
            <span class="row g4 slot-acts">
                <input
                    class="ds-input tn"
                    type="number"
                    min="1"
                    max=MAX_MINUTES
                    inputmode="numeric"
                    aria-label=minutes_label
                    prop:value=move || at.read(|slot| slot.minutes).to_string()
                    on:change=minutes
                />
                <span class="xs sub" aria-hidden="true">"min"</span>
                <button class="btn-i" type="button" aria-label=up_label aria-disabled=(at.idx == 0).then_some("true") on:click=up>
                    <Icon glyph=Glyph::ArrowUp/>
                </button>
                <button
                    class="btn-i"
                    type="button"
                    aria-label=down_label
                    aria-disabled=(at.idx + 1 == n_slots).then_some("true")
                    on:click=down
                >
                    <Icon glyph=Glyph::ArrowDown/>
                </button>
                <button
                    class="btn-i"
                    type="button"
                    aria-label=remove_label
                    aria-disabled=(n_slots == 1).then_some("true")
                    on:click=remove
                >
                    <Icon glyph=Glyph::Trash/>
                </button>
            </span>
        </li>
    }
}
