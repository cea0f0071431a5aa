//! «Årshjulet»: the ring, and each station with its date, who is responsible, the meeting it belongs to and whether it
//! is done. Every change is saved at once; deadlines remind and lock nothing.

use gloo_net::http::Method;
use jiff::ToSpan;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{MeetingId, PersonId};
use shared::meeting::{StationKind, WheelEvent};
use shared::view::{ProgrammeView, WheelChange};

use super::api;
use super::frame::{Visit, page};
use super::parts::{Choice, TextField, date, filled};
use super::trouble;
use crate::api::{self as common, ApiError};
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::programme_bar::Place;
use crate::components::toast::Toasts;
use crate::components::wheel::Ring;
use crate::meeting::meeting_title;
use crate::words::{Words, use_words};
use crate::{clock, dates};

async fn ask() -> Result<ProgrammeView, ApiError> {
    common::programme().await
}

#[component]
pub fn WheelPage() -> impl IntoView {
    page(Place::Wheel, Place::Wheel.needs(), ask, draw)
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Year {
    /// All years; the page shows one.
    events: RwSignal<Vec<WheelEvent>>,
    view: StoredValue<ProgrammeView>,
    open: RwSignal<Option<usize>>,
    toasts: Toasts,
    words: Words,
}

impl Year {
    fn number(self) -> u16 {
        self.view.with_value(|view| view.programme.calendar_year)
    }

    /// Changes the wheel and stores it; when that fails, the wheel is as it was.
    fn change(self, change: impl FnOnce(&mut Vec<WheelEvent>), done: &'static str) {
        let words = self.words;
        let before = self.events.get_untracked();
        let mut after = before.clone();
        change(&mut after);
        after.sort_by_key(|event| event.date);
        self.events.set(after.clone());
        spawn_local(async move {
            let change = WheelChange { events: after };
            match api::tell(Method::PUT, "/api/wheel", &change).await {
                Ok(()) => self.toasts.say(done.to_owned()),
                Err(trouble) => {
                    self.events.try_set(before);
                    self.toasts.say(trouble::says(words, &trouble));
                }
            }
        });
    }
}

fn draw(visit: Visit, view: ProgrammeView) -> AnyView {
    let words = use_words();
    let year = Year {
        events: RwSignal::new(view.annual_wheel.clone()),
        view: StoredValue::new(view),
        open: RwSignal::new(None),
        toasts: visit.toasts,
        words,
    };
    let is_adding = RwSignal::new(false);
    let number = year.number();
    let shown = move || {
        let events = year.events.get();
        let events = events.into_iter().enumerate();
        events
            .filter(|(_, event)| event.year == number)
            .collect::<Vec<_>>()
    };
    let ring = move || {
        let mut view = year.view.get_value();
        view.annual_wheel = year.events.get();
        view! { <Ring programme=view/> }
    };
    let lines = move || {
        let today = clock::today();
        let events = shown();
        let next = events
            .iter()
            .find(|(_, event)| !event.done)
            .map(|(idx, _)| *idx);
        events
            .into_iter()
            .enumerate()
            .map(|(n, (idx, event))| {
                let is_late = !event.done && event.date < today;
                view! { <Station year=year idx=idx n=n + 1 event=event is_next=next == Some(idx) is_late=is_late/> }
            })
            .collect_view()
    };
    view! {
        <main class="wheel-page" id="main">
            <div class="head">
                <PageTitle tab=words.wheel()>{format!("{} {number}", words.wheel())}</PageTitle>
                <span class="sp"></span>
                <button class="ds-button" type="button" on:click=move |_| is_adding.set(true)>
                    <Icon glyph=Glyph::Plus/>
                    {words.station_add()}
                </button>
            </div>
            <section class="card pad">
                <p class="sub sm">{words.wheel_lead()}</p>
                <Show when=move || is_adding.get()><AddStation year=year is_adding=is_adding/></Show>
                <ol class="stations lines">{lines}</ol>
            </section>
            <aside class="card rg">{ring}</aside>
        </main>
    }
    .into_any()
}

#[component]
fn Station(
    year: Year,
    idx: usize,
    n: usize,
    event: WheelEvent,
    is_next: bool,
    is_late: bool,
) -> impl IntoView {
    let words = use_words();
    let is_open = move || year.open.get() == Some(idx);
    let responsible = event.responsible.as_ref().and_then(|id| {
        year.view.with_value(|view| {
            let person = view.people.iter().find(|person| person.id == *id);
            person.map(|person| person.name.clone())
        })
    });
    let about = match responsible {
        Some(name) => words.station_about(&dates::day_month(words, event.date), &name),
        None => dates::day_month(words, event.date),
    };
    let toggle_done = move |ev| {
        let is_done = event_target_checked(&ev);
        let said = if is_done {
            words.station_done()
        } else {
            words.station_undone()
        };
        year.change(|events| events[idx].done = is_done, said);
    };
    let title = event.title.clone();
    let done_label = words.station_is_done(&title);
    let change_label = words.about_proposal(words.change(), &title);
    let is_done = event.done;
    let event = StoredValue::new(event);
    let class = match (is_done, is_next) {
        (true, _) => "d",
        (false, true) => "n",
        _ => "",
    };
    view! {
        <li class=class>
            <div class="station">
                <input class="ds-input" type="checkbox" aria-label=done_label prop:checked=is_done on:change=toggle_done/>
                <span class="en tn" aria-hidden="true">{n}</span>
                <span class="nm">
                    <b>{title}</b>
                    <small>
                        {about}
                        {is_late.then(|| view! { " · "<span class="wn">{words.station_late()}</span> })}
                    </small>
                </span>
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-variant="tertiary"
                    aria-label=change_label
                    aria-expanded=move || is_open().to_string()
                    on:click=move |_| year.open.update(|open| *open = (*open != Some(idx)).then_some(idx))
                >
                    {words.change()}
                </button>
            </div>
            <Show when=is_open><EditStation year=year idx=idx event=event.get_value()/></Show>
        </li>
    }
}

#[component]
fn EditStation(year: Year, idx: usize, event: WheelEvent) -> impl IntoView {
    let words = use_words();
    let title = RwSignal::new(event.title);
    let day = RwSignal::new(event.date.to_string());
    let responsible = RwSignal::new(event.responsible.map(String::from).unwrap_or_default());
    let meeting = RwSignal::new(event.meeting.map(String::from).unwrap_or_default());
    let is_wrong = RwSignal::new(false);
    let is_own = event.kind == StationKind::Other;
    let (people, meetings) = year.view.with_value(|view| {
        let nobody = (String::new(), words.nobody().to_owned());
        let people = view
            .people
            .iter()
            .map(|person| (person.id.to_string(), person.name.clone()));
        let no_meeting = (String::new(), words.no_meeting().to_owned());
        let meetings = view.meetings.iter().map(|card| {
            (
                card.id.to_string(),
                meeting_title(words, card.kind, card.year),
            )
        });
        (
            std::iter::once(nobody).chain(people).collect::<Vec<_>>(),
            std::iter::once(no_meeting)
                .chain(meetings)
                .collect::<Vec<_>>(),
        )
    });
    let save = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let typed = (filled(&title.get_untracked()), date(&day.get_untracked()));
        let (Some(title), Some(date)) = typed else {
            is_wrong.set(true);
            return;
        };
        let change = move |events: &mut Vec<WheelEvent>| {
            let event = &mut events[idx];
            event.title = title;
            event.date = date;
            event.responsible = PersonId::parse(&responsible.get_untracked()).ok();
            event.meeting = MeetingId::parse(&meeting.get_untracked()).ok();
        };
        year.open.set(None);
        year.change(change, words.station_saved());
    };
    let remove = move |_| {
        year.open.set(None);
        year.change(|events| drop(events.remove(idx)), words.station_removed());
    };
    view! {
        <form class="frm station-form" novalidate on:submit=save>
            <div class="pair-fields">
                <TextField id="station-title" label=words.station_title() value=title/>
                <TextField id="station-date" label=words.date() kind="date" value=day/>
                <Choice
                    id="station-who"
                    label=words.responsible()
                    value=responsible
                    options=people
                    on_choose=Callback::new(move |chosen| responsible.set(chosen))
                />
                <Choice
                    id="station-meeting"
                    label=words.station_meeting()
                    value=meeting
                    options=meetings
                    on_choose=Callback::new(move |chosen| meeting.set(chosen))
                />
            </div>
            <Show when=move || is_wrong.get()><p class="wn sm">{words.field_wheel()}</p></Show>
            <div class="row wrap g8">
                <button class="ds-button" type="submit" data-size="sm">{words.save()}</button>
                {is_own.then(|| view! {
                    <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" data-color="danger" on:click=remove>
                        {words.station_remove()}
                    </button>
                })}
            </div>
        </form>
    }
}

/// A station of the municipality's own.
#[component]
fn AddStation(year: Year, is_adding: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let title = RwSignal::new(String::new());
    let soon = clock::today().saturating_add(2.weeks());
    let day = RwSignal::new(soon.to_string());
    let is_wrong = RwSignal::new(false);
    let save = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let typed = (filled(&title.get_untracked()), date(&day.get_untracked()));
        let (Some(title), Some(date)) = typed else {
            is_wrong.set(true);
            return;
        };
        let month = date.month().unsigned_abs();
        let event = WheelEvent {
            year: year.number(),
            month_from: month,
            month_to: month,
            kind: StationKind::Other,
            title,
            date,
            done: false,
            responsible: None,
            meeting: None,
        };
        is_adding.set(false);
        year.change(move |events| events.push(event), words.station_added());
    };
    view! {
        <form class="frm station-form note" novalidate on:submit=save>
            <div class="pair-fields">
                <TextField id="new-title" label=words.station_title() value=title/>
                <TextField id="new-date" label=words.date() kind="date" value=day/>
            </div>
            <Show when=move || is_wrong.get()><p class="wn sm">{words.field_wheel()}</p></Show>
            <div class="row wrap g8">
                <button class="ds-button" type="submit" data-size="sm">{words.station_add_yes()}</button>
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-variant="tertiary"
                    data-color="neutral"
                    on:click=move |_| is_adding.set(false)
                >
                    {words.cancel()}
                </button>
            </div>
        </form>
    }
}
