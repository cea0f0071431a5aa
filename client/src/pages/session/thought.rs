//! A thought while scoring: one's own until one shares it with the group.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use shared::id::IndicatorId;
use shared::proceedings::command::Command;

use super::day::Day;
use crate::components::icon::{Glyph, Icon};
use crate::components::proposals::focus_soon;

/// A thought is on its way when the fingers have rested this long.
const REST_MS: u32 = 700;
/// What the server takes; more is said, never cut.
const ROOM: usize = 500;

const FIELD_ID: &str = "ses-thought";

/// Writes what is in the field when the fingers rest, and at the latest when the field goes.
#[derive(Clone, Copy)]
struct Draft {
    day: Day,
    indicator: StoredValue<IndicatorId>,
    text: RwSignal<String>,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Draft {
    fn new(day: Day, indicator: IndicatorId) -> Self {
        let round = day.round(&indicator);
        let written = round.with_untracked(|round| {
            round
                .my_thought
                .as_ref()
                .map_or_else(String::new, |thought| thought.text.clone())
        });
        let this = Self {
            day,
            indicator: StoredValue::new(indicator),
            text: RwSignal::new(written),
            timer: StoredValue::new_local(None),
        };
        on_cleanup(move || this.flush());
        this
    }

    fn typed(self, text: String) {
        self.text.set(text);
        let rest = Timeout::new(REST_MS, move || self.flush());
        self.timer.set_value(Some(rest));
    }

    fn flush(self) {
        let is_waiting = self
            .timer
            .try_update_value(|timer| timer.take().is_some())
            .unwrap_or(false);
        let text = self.text.try_get_untracked();
        let indicator = self.indicator.try_get_value();
        let text = text.as_deref().map(str::trim);
        if let (true, Some(text), Some(indicator)) = (is_waiting, text, indicator)
            && text.chars().count() <= ROOM
        {
            let text = text.to_owned();
            self.day.give(Command::Think { indicator, text });
        }
    }
}

#[component]
fn Area(draft: Draft, label: &'static str) -> impl IntoView {
    let words = draft.day.words;
    let left = move || {
        let n = draft.text.with(|text| text.trim().chars().count());
        match ROOM.checked_sub(n) {
            Some(left) if left < 100 => Some((false, words.chars_left(&left.to_string()))),
            Some(_) => None,
            None => Some((true, words.chars_over(&(n - ROOM).to_string()))),
        }
    };
    let left = move || {
        left().map(|(is_over, text)| view! { <p class="xs sub" class:wn=is_over>{text}</p> })
    };
    view! {
        <textarea
            class="ds-input"
            id=FIELD_ID
            rows="3"
            lang=draft.day.meeting().lang()
            spellcheck="true"
            autocapitalize="sentences"
            aria-label=label
            prop:value=draft.text.get_untracked()
            on:input=move |event| draft.typed(event_target_value(&event))
            on:blur=move |_| draft.flush()
        ></textarea>
        {left}
    }
}

/// Below the scale: `children` is the other way out, then the thought, which unfolds.
#[component]
pub fn ThoughtField(day: Day, indicator: IndicatorId, children: Children) -> impl IntoView {
    let words = day.words;
    let draft = Draft::new(day, indicator);
    let is_open = RwSignal::new(draft.text.with_untracked(|text| !text.is_empty()));
    let open = move |_| {
        is_open.set(true);
        focus_soon(FIELD_ID.to_owned());
    };
    view! {
        <div class="ses-two">
            {children()}
            <Show when=move || !is_open.get()>
                <button class="ses-lnk" type="button" on:click=open><Icon glyph=Glyph::Plus/>{words.ses_thought_add()}</button>
            </Show>
        </div>
        <Show when=move || is_open.get()>
            <div class="ses-thought">
                <p class="row wrap g8 sm"><b>{words.ses_thought()}</b><span class="sub">{words.ses_thought_private()}</span></p>
                <Area draft=draft label=words.ses_thought()/>
            </div>
        </Show>
    }
}

/// One's thought during the talk, offered back: shared with the group, or changed.
#[component]
pub fn ThoughtCard(day: Day, indicator: IndicatorId) -> impl IntoView {
    let words = day.words;
    let round = day.round(&indicator);
    let draft = Draft::new(day, indicator.clone());
    let edits = RwSignal::new(false);
    let mine = Memo::new(move |_| round.with(|round| round.my_thought.clone()));
    let is_shared = Memo::new(move |_| mine.get().is_some_and(|mine| mine.is_shared));
    let indicator = StoredValue::new(indicator);
    let share = move |_| {
        draft.flush();
        day.give(Command::ShareThought {
            indicator: indicator.get_value(),
            is_shared: !is_shared.get_untracked(),
        });
    };
    let edit = move |_| {
        edits.set(true);
        focus_soon(FIELD_ID.to_owned());
    };
    let stop = move |_| {
        draft.flush();
        edits.set(false);
    };
    let tag = move || {
        if is_shared.get() {
            view! { <span class="ds-tag" data-color="success" data-size="sm"><Icon glyph=Glyph::PersonGroup/>{words.ses_shared()}</span> }
                .into_any()
        } else {
            view! { <span class="ds-tag" data-color="accent" data-size="sm"><Icon glyph=Glyph::EyeSlash/>{words.ses_private()}</span> }
                .into_any()
        }
    };
    let has_one = Memo::new(move |_| mine.get().is_some());
    view! {
        <section class="ses-mine" aria-labelledby="ses-mine-title">
            <div class="row g8 wrap">
                <h2 class="h-card" id="ses-mine-title">{words.ses_thought_yours()}</h2><span class="sp"></span>{tag}
            </div>
            <Show
                when=move || edits.get()
                fallback=move || view! {
                    <p class="ses-words">{move || mine.get().map_or_else(|| words.ses_thought_none().to_owned(), |mine| mine.text)}</p>
                }
            >
                <Area draft=draft label=words.ses_thought_yours()/>
            </Show>
            <div class="row g8 wrap">
                <Show when=move || has_one.get()>
                    <button class="ds-button" type="button" data-variant="secondary" on:click=share>
                        <Icon glyph=Glyph::PersonGroup/>
                        {move || if is_shared.get() { words.ses_unshare() } else { words.ses_share() }}
                    </button>
                </Show>
                <Show
                    when=move || edits.get()
                    fallback=move || view! {
                        <button class="ds-button" type="button" data-variant="tertiary" data-color="neutral" on:click=edit>
                            {move || if has_one.get() { words.ses_change() } else { words.ses_thought_add() }}
                        </button>
                    }
                >
                    <button class="ds-button" type="button" data-variant="tertiary" data-color="neutral" on:click=stop>{words.ses_finished_writing()}</button>
                </Show>
            </div>
        </section>
    }
}

/// What others have shared, without names.
#[component]
pub fn SharedThoughts(day: Day, indicator: IndicatorId) -> impl IntoView {
    let words = day.words;
    let round = day.round(&indicator);
    let thoughts = Memo::new(move |_| round.with(|round| round.thoughts.clone()));
    move || {
        let thoughts = thoughts.get();
        (!thoughts.is_empty()).then(|| {
            let lines = thoughts.into_iter().map(
                |text| view! { <li class="note ses-words" lang=day.meeting().lang()>{text}</li> },
            );
            view! {
                <section class="ses-shared" aria-labelledby="ses-shared-title">
                    <h2 class="h-card" id="ses-shared-title">{words.ses_thoughts_shared()}</h2>
                    <ul class="col g8">{lines.collect_view()}</ul>
                </section>
            }
        })
    }
}
