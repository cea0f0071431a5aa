//! A new meeting: which template, and which day. Everything else is made from those, and can be changed afterwards.

use gloo_net::http::Method;
use jiff::ToSpan;
use jiff::civil::Date;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::meeting::{MeetingForm, MeetingKind, Participant, StationKind};
use shared::rights::{Act, MeetingSettings, Role};
use shared::view::{MeetingDraft, MeetingSaved, ProgrammeView, TemplateCard, TemplatesView};

use crate::announce;
use crate::api::{self as common, ApiError};
use crate::clock;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::programme_bar::Place;
use crate::office::api::{self, Trouble};
use crate::office::frame::{Visit, page};
use crate::office::parts::{TextField, date};
use crate::office::trouble;
use crate::words::{Words, use_words};

async fn ask() -> Result<(TemplatesView, ProgrammeView), ApiError> {
    let templates = api::get("/api/templates").await?;
    let programme = common::programme().await?;
    Ok((templates, programme))
}

#[component]
pub fn NewMeetingPage() -> impl IntoView {
    page(Place::Meetings, Some(Act::ManageMeeting), ask, draw)
}

fn draw(_: Visit, (view, programme): (TemplatesView, ProgrammeView)) -> AnyView {
    let words = use_words();
    let navigate = use_navigate();
    let first = view.templates.iter().find(|card| card.is_usable).cloned();
    let day = RwSignal::new(first.as_ref().map_or_else(String::new, |card| {
        suggested_day(&programme, card.kind).to_string()
    }));
    let chosen = RwSignal::new(first);
    let found = RwSignal::<Option<Trouble>>::new(None);
    let no_day = RwSignal::new(false);
    let is_busy = RwSignal::new(false);
    let programme = StoredValue::new(programme);
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(card), false) = (chosen.get_untracked(), is_busy.get_untracked()) else {
            return;
        };
        let Some(day) = date(&day.get_untracked()) else {
            no_day.set(true);
            announce::polite(words.date_needed());
            return;
        };
        no_day.set(false);
        is_busy.set(true);
        let draft = programme.with_value(|programme| draft(programme, card, day));
        let navigate = navigate.clone();
        spawn_local(async move {
            let made: Result<MeetingSaved, _> =
                api::ask(Method::POST, "/api/meetings", &draft).await;
            is_busy.try_set(false);
            match made {
                Ok(made) => navigate(&format!("/moter/{}", made.id), NavigateOptions::default()),
                Err(trouble) => {
                    announce::polite(trouble::says(words, &trouble));
                    found.try_set(Some(trouble));
                }
            }
        });
    };
    let choose = Callback::new(move |card: TemplateCard| {
        day.set(programme.with_value(|programme| suggested_day(programme, card.kind).to_string()));
        chosen.set(Some(card));
    });
    let templates = view
        .templates
        .into_iter()
        .map(|card| view! { <Template card=card chosen=chosen on_choose=choose/> })
        .collect_view();
    view! {
        <main class="one-col" id="main">
            <p class="sm back"><a class="ds-link" href="/moter">{words.meetings()}</a></p>
            <PageTitle tab=words.meeting_new()>{words.meeting_new()}</PageTitle>
            <p class="sub lead">{words.meeting_new_lead()}</p>
            <form class="col g16" novalidate on:submit=make>
                <fieldset class="card pad templates">
                    <legend class="h-card">{words.template()}</legend>
                    {templates}
                </fieldset>
                <section class="card pad frm">
                    <TextField
                        id="meeting-day"
                        label=words.date()
                        kind="date"
                        value=day
                        hint=words.meeting_day_hint()
                        problem=Signal::derive(move || no_day.get().then(|| words.date_needed().to_owned()))
                    />
                </section>
                {move || found.get().map(|found| view! {
                    <p class="wn row g8"><Icon glyph=Glyph::ExclamationmarkTriangle/><span>{trouble::says(words, &found)}</span></p>
                })}
                <div class="row wrap">
                    <button class="ds-button" type="submit" aria-busy=move || is_busy.get().then_some("true")>
                        {words.meeting_make()}
                    </button>
                    <a class="ds-button" data-variant="tertiary" data-color="neutral" href="/moter">{words.cancel()}</a>
                </div>
            </form>
        </main>
    }
    .into_any()
}

#[component]
fn Template(
    card: TemplateCard,
    chosen: RwSignal<Option<TemplateCard>>,
    on_choose: Callback<TemplateCard>,
) -> impl IntoView {
    let words = use_words();
    let id = card.id.clone();
    let is_chosen = move || chosen.with(|chosen| chosen.as_ref().is_some_and(|it| it.id == id));
    let title = card.title.get(words.0).to_owned();
    let about = if card.is_usable {
        about(words, &card)
    } else {
        words.pap_template_nameless(&card.n_indicators.to_string())
    };
    view! {
        <label class="mal">
            <input
                class="ds-input"
                type="radio"
                name="template"
                prop:checked=is_chosen
                on:change=move |_| on_choose.run(card.clone())
            />
            <span><b>{title}</b><small>{about}</small></span>
        </label>
    }
}

/// "8 indikatorer på skalaen 1–5. Hele dagen, fra 09.00 til 15.45."
fn about(words: Words, card: &TemplateCard) -> String {
    let form = card.scale.map(|(first, last)| {
        words.template_form(card.n_indicators, &first.to_string(), &last.to_string())
    });
    let days = words.template_days(card.run_sheet.days.len());
    match form {
        Some(form) => format!("{form} {days}"),
        None => days,
    }
}

/// The day the year wheel has for it, if that is still to come; otherwise in four weeks.
fn suggested_day(programme: &ProgrammeView, kind: MeetingKind) -> Date {
    let today = clock::today();
    let station = match kind {
        MeetingKind::StatusReview => StationKind::StatusReview,
        MeetingKind::BoardSeminar => StationKind::BoardSeminar,
    };
    let planned = programme
        .annual_wheel
        .iter()
        .find(|event| event.kind == station && !event.done && event.date > today);
    planned.map_or_else(|| today.saturating_add(4.weeks()), |event| event.date)
}

/// Everybody who is in the programme comes, until somebody says otherwise; a deputy sits for nobody yet.
fn draft(programme: &ProgrammeView, card: TemplateCard, day: Date) -> MeetingDraft {
    let is_invited = |role: Role| Role::GIVEN.contains(&role) && role != Role::Deputy;
    let participants = programme
        .people
        .iter()
        .filter(|person| is_invited(person.role))
        .map(|person| Participant::coming(person.id.clone()))
        .collect();
    let n_days = i64::try_from(card.run_sheet.days.len()).unwrap_or(1);
    let start = card
        .run_sheet
        .days
        .first()
        .and_then(|day| Some(day.slots.first()?.start.clone()));
    MeetingDraft {
        template: Some(card.id),
        date: day,
        last_date: (n_days > 1).then(|| day.saturating_add((n_days - 1).days())),
        start,
        end: card.run_sheet.end_of_first_day(),
        place: None,
        meeting_form: MeetingForm::default(),
        info: String::new(),
        settings: MeetingSettings::default(),
        participants,
        run_sheet: Some(card.run_sheet),
        version: 0,
    }
}
