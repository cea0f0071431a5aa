//! One meeting being prepared. It saves as one goes; see [`super::plan`].

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::programme::Person;
use shared::rights::Act;
use shared::view::MeetingView;

use super::day::DayCard;
use super::invite::InviteCard;
use super::participants::Participants;
use super::plan::{Plan, Saving};
use super::state::StateCard;
use super::when::{FormCard, SettingsCard, WhenCard};
use crate::api::{self, ApiError};
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::programme_bar::Place;
use crate::components::toast::Toasts;
use crate::dates;
use crate::meeting::meeting_title;
use crate::office::frame::{Visit, page};
use crate::office::trouble;
use crate::words::use_words;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Setup {
    pub plan: Plan,
    pub people: StoredValue<Vec<Person>>,
    pub title: StoredValue<String>,
    pub toasts: Toasts,
}

impl Setup {
    pub fn person(self, id: &shared::id::PersonId) -> Option<Person> {
        self.people
            .with_value(|people| people.iter().find(|person| person.id == *id).cloned())
    }
}

#[component]
pub fn SetupPage() -> impl IntoView {
    let params = use_params_map();
    move || {
        let id = params.with(|params| params.get("id").unwrap_or_default());
        let ask = move || {
            let id = id.clone();
            async move { ask(id).await }
        };
        page(Place::Meetings, Some(Act::ManageMeeting), ask, draw)
    }
}

async fn ask(id: String) -> Result<MeetingView, ApiError> {
    api::meeting(&id).await
}

fn draw(visit: Visit, view: MeetingView) -> AnyView {
    let words = use_words();
    let title = meeting_title(words, view.meeting.kind, view.meeting.year);
    let plan = Plan::new(words, &view.meeting);
    let setup = Setup {
        plan,
        people: StoredValue::new(view.people),
        title: StoredValue::new(title.clone()),
        toasts: visit.toasts,
    };
    let heading = words.meeting_plan(&title);
    view! {
        <main class="setup" id="main">
            <div class="head">
                <div>
                    <p class="sm"><a class="ds-link" href="/moter">{words.meetings()}</a></p>
                    <PageTitle tab=heading.clone()>{heading.clone()}</PageTitle>
                </div>
                <span class="sp"></span>
                <SavingLine plan=plan/>
            </div>
            <Meanwhile plan=plan/>
            <div class="setup-cols">
                <div class="col g16">
                    <StateCard setup=setup/>
                    <FormCard meeting=view.meeting/>
                    <WhenCard plan=plan/>
                    <SettingsCard setup=setup/>
                </div>
                <Participants setup=setup/>
                <div class="col g16">
                    <DayCard plan=plan/>
                    <InviteCard setup=setup/>
                </div>
            </div>
        </main>
    }
    .into_any()
}

/// «Lagret kl. 13.20», and never a lie.
#[component]
fn SavingLine(plan: Plan) -> impl IntoView {
    let words = use_words();
    let shown = move || {
        match plan.saving.get() {
        Saving::Untouched => ().into_any(),
        Saving::Waiting => view! {
            <span class="save"><Icon glyph=Glyph::PencilWriting/><span>{words.save_saving()}</span></span>
        }
        .into_any(),
        Saving::Done(at) => view! {
            <span class="save">
                <Icon glyph=Glyph::CheckmarkCircle/>
                <span>{words.save_done(&dates::time(words, at))}</span>
            </span>
        }
        .into_any(),
        Saving::ChangedMeanwhile => view! {
            <span class="save bad"><Icon glyph=Glyph::ExclamationmarkTriangle/><span>{words.not_saved()}</span></span>
        }
        .into_any(),
        Saving::Failed(trouble) => view! {
            <span class="save bad wraps">
                <Icon glyph=Glyph::ExclamationmarkTriangle/>
                <span>{words.not_saved_because(&trouble::says(words, &trouble))}</span>
                <button class="ds-button" type="button" data-size="sm" data-variant="secondary" on:click=move |_| plan.save()>
                    {words.try_again()}
                </button>
            </span>
        }
        .into_any(),
    }
    };
    view! { <div class="saving-line">{shown}</div> }
}

/// Somebody else was faster; nothing that was typed is lost.
#[component]
fn Meanwhile(plan: Plan) -> impl IntoView {
    let words = use_words();
    view! {
        <Show when=move || plan.saving.get() == Saving::ChangedMeanwhile>
            <div class="bar meanwhile" role="group" aria-label=words.not_saved()>
                <Icon glyph=Glyph::ExclamationmarkTriangle/>
                <p class="bar-text">{words.changed_meanwhile()}</p>
                <button class="ds-button" type="button" on:click=move |_| plan.fetch_anew()>
                    <Icon glyph=Glyph::ArrowsCirclepath/>
                    {words.fetch_anew()}
                </button>
            </div>
        </Show>
    }
}
