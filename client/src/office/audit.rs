//! Who changed people, rights and settings, in plain sentences, the newest first.

mod details;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::time::Timestamp;
use shared::view::{AuditEntry, AuditView, Change};

use super::api;
use super::frame::{Visit, page};
use crate::api::ApiError;
use crate::components::page_title::PageTitle;
use crate::components::programme_bar::Place;
use crate::words::{Words, use_words};
use crate::{clock, dates};

const PATH: &str = "/api/audit";

async fn ask() -> Result<AuditView, ApiError> {
    api::get(PATH).await
}

#[component]
pub fn AuditPage() -> impl IntoView {
    page(Place::Audit, Place::Audit.needs(), ask, draw)
}

fn draw(_: Visit, view: AuditView) -> AnyView {
    let words = use_words();
    let entries = RwSignal::new(view.entries);
    let before = RwSignal::new(view.before);
    let is_busy = RwSignal::new(false);
    let has_failed = RwSignal::new(false);
    let older = move |_| {
        let Some(Timestamp(at)) = before.get_untracked() else {
            return;
        };
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        spawn_local(async move {
            let answer: Result<AuditView, _> = api::get(&format!("{PATH}?before={at}")).await;
            is_busy.try_set(false);
            has_failed.try_set(answer.is_err());
            if let Ok(more) = answer {
                entries.try_update(|entries| entries.extend(more.entries));
                before.try_set(more.before);
            }
        });
    };
    let lines = move || {
        entries.with(|entries| {
            let lines = entries.iter().map(|entry| line(words, entry));
            lines.collect_view()
        })
    };
    let is_empty = move || entries.with(Vec::is_empty);
    view! {
        <main class="one-col" id="main">
            <PageTitle tab=words.nav_audit()>{words.audit_title()}</PageTitle>
            <p class="sub lead">{words.audit_lead()}</p>
            <Show when=is_empty><p class="note">{words.audit_none()}</p></Show>
            <Show when=move || !is_empty()><ol class="card lines log">{lines}</ol></Show>
            <Show when=move || has_failed.get()><p class="wn sm gap-top">{words.trouble_unreachable()}</p></Show>
            <Show when=move || before.get().is_some()>
                <p class="gap-top">
                    <button
                        class="ds-button"
                        type="button"
                        data-variant="secondary"
                        aria-busy=move || is_busy.get().then_some("true")
                        on:click=older
                    >
                        {words.audit_older()}
                    </button>
                </p>
            </Show>
        </main>
    }
    .into_any()
}

fn line(words: Words, entry: &AuditEntry) -> impl IntoView + use<> {
    let by = match (&entry.by, &entry.by_name) {
        (_, Some(name)) => name.clone(),
        (Some(_), None) => words.former_member().to_owned(),
        (None, None) => words.audit_command_line().to_owned(),
    };
    let details = entry
        .details
        .iter()
        .map(|(field, before, after)| {
            let text = details::says(words, field, before, after);
            view! { <li>{text}</li> }
        })
        .collect_view();
    let has_details = !entry.details.is_empty();
    view! {
        <li>
            <p>{says(words, entry.change, &by, &entry.about)}</p>
            {has_details.then(|| view! { <ul class="bullets sm sub">{details}</ul> })}
            <p class="xs sub">
                {dates::day_month_year(words, clock::date(entry.at))}
                " "
                {words.at_time(&dates::time(words, entry.at))}
            </p>
        </li>
    }
}

fn says(words: Words, change: Change, by: &str, about: &str) -> String {
    match change {
        Change::PersonAdded => words.did_add_person(by, about),
        Change::PersonChanged => words.did_change_person(by, about),
        Change::PersonEnded => words.did_end_person(by, about),
        Change::PersonResumed => words.did_resume_person(by, about),
        Change::PersonErased => words.did_erase_person(by, about),
        Change::PersonInvited => words.did_invite_person(by, about),
        Change::DeviceEnded => words.did_end_device(by, about),
        Change::ProgrammeCreated => words.did_create_programme(by, about),
        Change::ProgrammeChanged => words.did_change_programme(by),
        Change::WheelChanged => words.did_change_wheel(by),
        Change::MeetingAdded => words.did_add_meeting(by, about),
        Change::PlanAdded => words.did_add_plan(by, about),
        Change::MeetingChanged => words.did_change_meeting(by, about),
        Change::MeetingStateChanged => words.did_change_state(by, about),
        Change::ParticipantChanged => words.did_change_participant(by, about),
        Change::AttendanceChanged => words.did_change_attendance(by, about),
        Change::LetIn => words.did_let_in(by, about),
        Change::ScreenLetIn => words.did_let_screen_in(by),
        Change::Refused => words.did_refuse(by, about),
    }
}
