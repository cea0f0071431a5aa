//! How last year's measures went: the seminar's opening. Everybody reads it; whoever writes the plan says it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::id::MeasureId;
use shared::plan::docket::command::Command;
use shared::plan::docket::state::{LastMeasure, MeasureFollowUp};
use shared::plan::measure::MeasureStatus;

use super::desk::{Desk, focus_when_drawn, use_desk};
use super::names;
use super::room::{Asking, Docket, Fault, use_docket};
use crate::components::icon::{Glyph, Icon};

/// How many frames something that is being drawn is waited for.
const N_TRIES: u32 = 20;

/// What is being written, until it is sent or let be.
#[derive(Clone, Copy)]
pub struct FollowingUp(RwSignal<BTreeMap<MeasureId, Typed>>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Typed {
    now: MeasureFollowUp,
    is_touched: bool,
}

impl FollowingUp {
    pub fn new() -> Self {
        Self(RwSignal::new(BTreeMap::new()))
    }

    /// Whether something is typed that was not sent.
    pub fn would_lose(self) -> bool {
        let is_touched = |all: &BTreeMap<MeasureId, Typed>| all.values().any(|it| it.is_touched);
        self.0.try_with_untracked(is_touched).unwrap_or_default()
    }

    fn change(self, id: &MeasureId, change: impl FnOnce(&mut MeasureFollowUp)) {
        self.0.update(|all| {
            if let Some(typed) = all.get_mut(id) {
                change(&mut typed.now);
                typed.is_touched = true;
            }
        });
    }

    /// As it stands in the form; none when the form is closed.
    fn typed(self, id: &MeasureId) -> Option<MeasureFollowUp> {
        self.0.with(|all| all.get(id).map(|it| it.now.clone()))
    }

    fn end(self, id: &MeasureId) {
        self.0.try_update(|all| all.remove(id));
    }
}

/// The measures of the plan before this one, by their focus area. Nothing for a plan without one.
#[component]
pub fn LastYear() -> impl IntoView {
    let docket = use_docket();
    let desk = use_desk();
    let words = desk.words;
    let measures = Memo::new(move |_| {
        let all = docket.read(|view| view.docket.last_year.clone());
        all.unwrap_or_default()
    });
    let n_told = move || {
        let follow_ups = docket.read(|view| view.docket.follow_ups.clone());
        let follow_ups = follow_ups.unwrap_or_default();
        let (n_told, n) = measures.with(|all| {
            let told = all.iter().filter(|one| follow_ups.contains_key(&one.id));
            (told.count(), all.len())
        });
        words.ly_n_told(&n_told.to_string(), &n.to_string())
    };
    let last = (desk.year() - 1).to_string();
    view! {
        <Show when=move || measures.with(|all| !all.is_empty())>
            <section class="pl-block ly" aria-labelledby="ly-heading">
                <div class="row wrap pl-list-head">
                    <h2 class="disp h-sec" id="ly-heading">{words.ly_heading(&last)}</h2>
                    <span class="sm sub">{n_told}</span>
                </div>
                <ul class="card lines ly-lines">
                    <For each=move || measures.get() key=|one| one.id.clone() let(measure)>
                        <Line measure=measure/>
                    </For>
                </ul>
            </section>
        </Show>
    }
}

/// "1.1 Tørkelinje": the name a measure had.
fn named(desk: Desk, measure: &LastMeasure) -> String {
    let title = super::section::titled(desk, measure.title.clone());
    match measure.number {
        Some(number) => format!("{number} {title}"),
        None => title,
    }
}

fn said(docket: Docket, id: &MeasureId) -> Option<MeasureFollowUp> {
    let said = docket.read(|view| view.docket.follow_ups.get(id).cloned());
    said.flatten()
}

fn button_id(id: &MeasureId) -> String {
    format!("ly-say-{id}")
}

#[component]
fn Line(measure: LastMeasure) -> impl IntoView {
    let docket = use_docket();
    let desk = docket.desk;
    let (words, lang) = (desk.words, desk.lang);
    let following: FollowingUp = expect_context();
    let name = named(desk, &measure);
    let about = [
        measure.focus_area,
        measure.responsible.unwrap_or_default(),
        measure
            .budget
            .map(|it| it.in_kroner(words.0))
            .unwrap_or_default(),
    ];
    let about: Vec<String> = about.into_iter().filter(|it| !it.is_empty()).collect();
    let goal = Some(measure.result_goal).filter(|goal| !goal.trim().is_empty());
    let goal = goal.map(|goal| view! { <p class="sub" lang=lang>{goal}</p> });
    let (id, stood) = (measure.id, measure.status);
    let of = id.clone();
    let follow_up = Memo::new(move |_| said(docket, &of));
    let of = id.clone();
    let is_writing = Memo::new(move |_| following.0.with(|all| all.contains_key(&of)));
    let (id, shown) = (StoredValue::new(id), StoredValue::new(name.clone()));
    let body = move || {
        let (id, name) = (id.get_value(), shown.get_value());
        if is_writing.get() {
            return view! { <SayForm id=id follow_up=follow_up name=name/> }.into_any();
        }
        view! {
            {move || how_it_went(desk, follow_up.get(), stood)}
            <Say id=id name=name follow_up=follow_up stood=stood/>
        }
        .into_any()
    };
    view! {
        <li class="ly-one">
            <h3 lang=lang>{name}</h3>
            <p class="sub sm" lang=lang>{about.join(" · ")}</p>
            {goal}
            {body}
        </li>
    }
}

/// Begins to say how it went.
#[component]
fn Say(
    id: MeasureId,
    name: String,
    follow_up: Memo<Option<MeasureFollowUp>>,
    stood: MeasureStatus,
) -> impl IntoView {
    let docket = use_docket();
    let words = docket.desk.words;
    let following: FollowingUp = expect_context();
    let label = words.about_proposal(words.ly_say(), &name);
    let (label, id) = (StoredValue::new(label), StoredValue::new(id));
    let begin = move |_| {
        let id = id.get_value();
        let now = follow_up.get_untracked().unwrap_or(MeasureFollowUp {
            status: stood,
            note: String::new(),
        });
        focus_when_drawn(format!("ly-status-{id}"), N_TRIES);
        following.0.update(|all| {
            let is_touched = false;
            all.entry(id).or_insert(Typed { now, is_touched });
        });
    };
    let button = move || {
        docket.may.get().edit.then(|| {
            view! {
                <button
                    class="ds-button"
                    type="button"
                    id=id.with_value(button_id)
                    data-size="sm"
                    data-variant="tertiary"
                    aria-label=label.get_value()
                    on:click=begin
                >
                    <Icon glyph=Glyph::Pencil/>
                    {words.ly_say()}
                </button>
            }
        })
    };
    view! { <div class="rv-acts">{button}</div> }
}

/// What the board says of it, or how it stood when this plan was made.
fn how_it_went(
    desk: Desk,
    follow_up: Option<MeasureFollowUp>,
    stood: MeasureStatus,
) -> impl IntoView {
    let words = desk.words;
    let status = follow_up.as_ref().map_or(stood, |said| said.status);
    let (glyph, name) = (names::status_glyph(status), names::status(words, status));
    let is_before = follow_up.is_none();
    let before = is_before.then(|| view! { <span class="sub sm">{words.ly_stood()}</span> });
    let note = follow_up.map(|said| said.note);
    let note = note.filter(|note| !note.trim().is_empty());
    let note = note.map(|note| view! { <p class="tk-words" lang=desk.lang>{note}</p> });
    view! {
        <p class="row wrap g8">
            <span class="ds-tag" data-size="sm" data-color=colour(status)><Icon glyph=glyph/>{name}</span>
            {before}
        </p>
        {note}
    }
}

/// The colour that goes with a status; its words and its sign say the same.
fn colour(status: MeasureStatus) -> &'static str {
    match status {
        MeasureStatus::Done => "success",
        MeasureStatus::OnTrack => "info",
        MeasureStatus::Delayed => "warning",
        MeasureStatus::Planned | MeasureStatus::Paused | MeasureStatus::Stopped => "neutral",
    }
}

#[component]
fn SayForm(id: MeasureId, follow_up: Memo<Option<MeasureFollowUp>>, name: String) -> impl IntoView {
    let docket = use_docket();
    let words = docket.desk.words;
    let following: FollowingUp = expect_context();
    let asking = Asking::new(docket);
    let (id, name) = (StoredValue::new(id), StoredValue::new(name));
    let end = move || {
        if let Some(id) = id.try_get_value() {
            following.end(&id);
            focus_when_drawn(button_id(&id), N_TRIES);
        }
    };
    let ask = move |follow_up: Option<MeasureFollowUp>| {
        let said = match &follow_up {
            Some(_) => words.ly_said(&name.get_value()),
            None => words.ly_taken_back(&name.get_value()),
        };
        let measure = id.get_value();
        asking.ask(Command::FollowUpMeasure { measure, follow_up }, said, end);
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = id.with_value(|id| untrack(|| following.typed(id)));
        if typed.is_some() {
            ask(typed);
        }
    };
    let take_back = move || {
        follow_up.with(Option::is_some).then(|| {
            view! {
                <button class="ds-button" type="button" data-variant="tertiary" on:click=move |_| ask(None)>
                    {words.ly_take_back()}
                </button>
            }
        })
    };
    view! {
        <form class="tk-form" aria-label=words.about_proposal(words.ly_say(), &name.get_value()) on:submit=send novalidate>
            <SayFields id=id/>
            <Fault asking=asking/>
            <div class="rv-acts">
                <button class="ds-button" type="submit" aria-busy=move || asking.is_busy.get().then_some("true")>
                    {words.tk_save()}
                </button>
                {take_back}
                <button class="ds-button" type="button" data-variant="tertiary" data-color="neutral" on:click=move |_| end()>
                    {words.tk_cancel()}
                </button>
            </div>
        </form>
    }
}

#[component]
fn SayFields(id: StoredValue<MeasureId>) -> impl IntoView {
    let desk = use_desk();
    let (words, lang) = (desk.words, desk.lang);
    let following: FollowingUp = expect_context();
    let (status_id, note_id) =
        id.with_value(|id| (format!("ly-status-{id}"), format!("ly-note-{id}")));
    let now = move || id.with_value(|id| following.typed(id));
    let status = move || now().map(|now| now.status);
    let note = move || now().map_or_else(String::new, |now| now.note);
    let choose = move |event| {
        let place: Option<usize> = event_target_value(&event).parse().ok();
        if let Some(status) = place.and_then(|place| names::STATUSES.get(place)) {
            id.with_value(|id| following.change(id, |now| now.status = *status));
        }
    };
    let option = |(place, of): (usize, MeasureStatus)| {
        let is_chosen = move || status() == Some(of);
        view! { <option value=place.to_string() prop:selected=is_chosen>{names::status(words, of)}</option> }
    };
    let options = names::STATUSES.into_iter().enumerate().map(option);
    view! {
        <label class="ds-label" for=status_id.clone()>{words.pl_f_status()}</label>
        <select class="ds-input" id=status_id on:change=choose>{options.collect_view()}</select>
        <label class="ds-label" for=note_id.clone()>{words.ly_note()}</label>
        <textarea
            class="ds-input"
            id=note_id
            rows="3"
            maxlength="2000"
            lang=lang
            prop:value=note
            on:input=move |event| {
                let typed = event_target_value(&event);
                id.with_value(|id| following.change(id, |now| now.note = typed));
            }
        ></textarea>
    }
}
