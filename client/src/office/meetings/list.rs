//! All meetings of the programme, the newest first.

use leptos::prelude::*;
use shared::meeting::{MeetingKind, MeetingState};
use shared::rights::Act;
use shared::view::{MeetingCard, ProgrammeView};

use super::state::state_tag;
use crate::api::{self, ApiError};
use crate::components::drawing::Drawing;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::programme_bar::Place;
use crate::meeting::{meeting_title, when_and_where};
use crate::office::frame::{Visit, page};
use crate::places;
use crate::words::{Words, use_words};

async fn ask() -> Result<ProgrammeView, ApiError> {
    api::programme().await
}

#[component]
pub fn MeetingsPage() -> impl IntoView {
    page(Place::Meetings, None, ask, draw)
}

fn draw(visit: Visit, view: ProgrammeView) -> AnyView {
    let words = use_words();
    let may_manage = visit.may(Act::ManageMeeting);
    if view.meetings.is_empty() {
        return empty(words, may_manage, view.programme.calendar_year);
    }
    let cards = view
        .meetings
        .into_iter()
        .rev()
        .map(|card| view! { <Card card=card may_manage=may_manage/> })
        .collect_view();
    let plan = may_manage.then(|| {
        view! {
            <a class="ds-button" href="/moter/nytt">
                <Icon glyph=Glyph::Calendar/>
                {words.meeting_plan_one()}
            </a>
        }
    });
    view! {
        <main class="one-col" id="main">
            <div class="head">
                <PageTitle tab=words.meetings()>{words.meetings()}</PageTitle>
                <span class="sp"></span>
                {plan}
            </div>
            <ul class="col g16">{cards}</ul>
        </main>
    }
    .into_any()
}

fn empty(words: Words, may_manage: bool, year: u16) -> AnyView {
    let title = meeting_title(words, MeetingKind::StatusReview, year);
    let plan = may_manage.then(|| {
        view! {
            <a class="ds-button" href="/moter/nytt">
                <Icon glyph=Glyph::Calendar/>
                {words.meeting_plan(&title)}
            </a>
        }
    });
    let text = if may_manage {
        words.meetings_none_text()
    } else {
        words.meetings_none_wait()
    };
    view! {
        <main class="message none" id="main">
            <Drawing/>
            <PageTitle tab=words.meetings()>{words.meetings_none()}</PageTitle>
            <p class="sub lead">{text}</p>
            <div class="row wrap center">{plan}</div>
        </main>
    }
    .into_any()
}

#[component]
fn Card(card: MeetingCard, may_manage: bool) -> impl IntoView {
    let words = use_words();
    let title = meeting_title(words, card.kind, card.year);
    let when = when_and_where(
        words,
        card.date,
        card.start.as_deref(),
        card.place.as_deref(),
    );
    let room = card.code.as_deref().filter(|_| {
        matches!(card.state, MeetingState::Open | MeetingState::Running)
            || card.state == MeetingState::Closed && !card.documents.is_empty()
    });
    let room = room.map(|code| {
        let path = format!("/m/{code}");
        let rel = places::rel(&path);
        view! { <a class="ds-button" data-size="sm" href=path rel=rel>{words.open_meeting(&title)}</a> }
    });
    let change = (may_manage && card.state != MeetingState::Closed).then(|| {
        let label = words.meeting_prepare_it(&title);
        view! {
            <a
                class="ds-button"
                data-size="sm"
                data-variant="secondary"
                data-color="neutral"
                href=format!("/moter/{}", card.id)
                aria-label=label
            >
                <Icon glyph=Glyph::Pencil/>
                {words.meeting_prepare()}
            </a>
        }
    });
    view! {
        <li class="card pad meet">
            <div class="nm">
                <h2 class="disp h-sec">{title}</h2>
                <p class="sub">{when}</p>
                <p class="tag-line">{state_tag(words, card.state)}</p>
            </div>
            <div class="row wrap g8">{change}{room}</div>
        </li>
    }
}
