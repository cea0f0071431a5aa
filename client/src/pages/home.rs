//! The year: one next step, last year's promises, the meetings and the årshjul.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lobby::RoomView;
use shared::meeting::{MeetingKind, MeetingState};
use shared::programme::Person;
use shared::rights::{Act, may};
use shared::view::{MeetingCard, ProgrammeView, SessionView};

use super::evaluation_now::EvaluationNow;
use super::join::JoinPage;
use super::promises::Promises;
use crate::api::{self, ApiError, rooms};
use crate::components::avatar::PersonAvatar;
use crate::components::drawing::Drawing;
use crate::components::header::Header;
use crate::components::icon::{Glyph, Icon};
use crate::components::message::Failure;
use crate::components::page_title::PageTitle;
use crate::components::programme_bar::{Place, ProgrammeBar};
use crate::components::wheel::YearWheel;
use crate::frame::{self, Says};
use crate::meeting::{day_page, meeting_title, when_and_where};
use crate::places;
use crate::session::{Session, use_person};
use crate::words::{Words, use_words};
use crate::{clock, dates};

/// How many faces stand on the card before they are counted.
const N_FACES: usize = 7;

#[component]
pub fn HomePage() -> impl IntoView {
    let session = expect_context::<Session>();
    let programme = RwSignal::<Option<Result<ProgrammeView, ApiError>>>::new(None);
    let ask = move || {
        spawn_local(async move {
            let answer = api::programme().await;
            programme.try_set(Some(answer));
        });
    };
    Effect::new(move || {
        if session.person().is_some() {
            ask();
        }
    });
    let retry = Callback::new(move |()| {
        session.refresh();
        ask();
    });
    move || match (session.get(), programme.get()) {
        (Some(Err(ApiError::NotSignedIn)), _) => view! { <JoinPage/> }.into_any(),
        (Some(Err(error)), _) | (Some(Ok(_)), Some(Err(error))) => {
            view! { <Failure error=error on_retry=retry/> }.into_any()
        }
        (Some(Ok(session)), Some(Ok(programme))) => {
            view! { <Year session=(*session).clone() programme=programme/> }.into_any()
        }
        _ => view! { <Loading/> }.into_any(),
    }
}

/// The frame of a page whose answer has not come.
#[component]
pub fn Loading() -> impl IntoView {
    view! {
        <Header person=use_person()/>
        <main class="boot" id="main" aria-busy="true">
            <p class="sub" role="status">{use_words().loading()}</p>
            <div class="boot-bone short"></div>
            <div class="boot-bone"></div>
        </main>
    }
}

#[component]
fn Year(session: SessionView, programme: ProgrammeView) -> impl IntoView {
    let words = use_words();
    let year = programme.programme.calendar_year.to_string();
    let next = programme
        .meetings
        .iter()
        .find(|card| is_next(card))
        .cloned();
    let last_review = programme.last_review.clone();
    let meetings = programme.meetings.clone();
    let people = programme.people.clone();
    let may_manage = may(session.person.role, Act::ManageMeeting);
    let greeting = greeting(words, session.person.first_name());
    view! {
        <ProgrammeBar session=session here=Place::Year/>
        <main class="year" id="main">
            <div class="year-left">
                <p class="sub sm">{dates::weekday_date(words, clock::today())}</p>
                <PageTitle tab=words.nav_year(&year)>{greeting}</PageTitle>
                <NextStep next=next people=people may_manage=may_manage/>
                <EvaluationNow meetings=meetings.clone()/>
                {last_review.map(|review| view! { <Promises review=review/> })}
                <Meetings meetings=meetings/>
            </div>
            <YearWheel programme=programme/>
        </main>
    }
}

fn greeting(words: Words, name: &str) -> String {
    match clock::hour_and_minute(clock::now()).0 {
        5..=9 => words.greet_morning(name),
        10..=17 => words.greet_day(name),
        18..=23 => words.greet_evening(name),
        _ => words.greet_night(name),
    }
}

/// Whether the meeting has a page that people can work on now.
fn is_open(card: &MeetingCard) -> bool {
    let has_page = !card.documents.is_empty() || card.kind == MeetingKind::BoardSeminar;
    card.state.takes_people_in() && card.code.is_some() && has_page
}

/// Whether the meeting is what comes next: open, or being prepared.
fn is_next(card: &MeetingCard) -> bool {
    is_open(card) || card.state == MeetingState::Planned
}

pub fn path(card: &MeetingCard) -> String {
    let key = card.code.as_deref().unwrap_or(card.id.as_str());
    match card.kind {
        MeetingKind::StatusReview => format!("/m/{key}"),
        // Nothing is written there but in its own pages and in the plan.
        MeetingKind::BoardSeminar => format!("/m/{key}/{}", day_page(card.kind)),
    }
}

#[component]
fn NextStep(next: Option<MeetingCard>, people: Vec<Person>, may_manage: bool) -> impl IntoView {
    let words = use_words();
    let Some(card) = next else {
        return view! {
            <section class="card hero" aria-labelledby="next">
                <div>
                    <h2 class="disp hero-title" id="next">{words.next_none()}</h2>
                    <p class="hs">{words.next_none_text()}</p>
                </div>
                <Drawing/>
            </section>
        }
        .into_any();
    };
    let title = meeting_title(words, card.kind, card.year);
    let n_days = clock::today()
        .until(card.date)
        .map_or(0, |span| span.get_days());
    let heading = match usize::try_from(n_days) {
        Ok(0) => words.next_today(&title),
        Ok(n_days) => words.next_days(n_days, &title),
        Err(_) => words.next_open(&title),
    };
    let when = when_and_where(
        words,
        card.date,
        card.start.as_deref(),
        card.place.as_deref(),
    );
    let more = people.len().saturating_sub(N_FACES);
    let n_people = people.len();
    let faces = people
        .into_iter()
        .take(N_FACES)
        .map(|person| view! { <PersonAvatar person=person/> })
        .collect_view();
    view! {
        <section class="card hero" aria-labelledby="next">
            <div>
                <p class="kk">{words.next_step()}</p>
                <h2 class="disp hero-title" id="next">{heading}</h2>
                <p class="hs">{when}</p>
                {way_in(words, &card, &title, may_manage)}
            </div>
            <div class="prep">
                <Drawing/>
                <div class="avs" aria-hidden="true">
                    {faces}
                    {(more > 0).then(|| view! { <span class="av more">{format!("+{more}")}</span> })}
                </div>
                <p class="sm sub">{words.people_count(n_people)}</p>
            </div>
        </section>
    }
    .into_any()
}

/// The way into an open meeting, and to a planned one for whom prepares it.
fn way_in(words: Words, card: &MeetingCard, title: &str, may_manage: bool) -> AnyView {
    if is_open(card) {
        return view! {
            <p class="hs sub">{words.next_text()}</p>
            <div class="row wrap g8">
                <a class="ds-button" rel="external" href=path(card)>
                    {words.open_meeting(title)}
                    <Icon glyph=Glyph::ArrowRight/>
                </a>
                {(card.kind == MeetingKind::StatusReview).then(|| view! { <ScoreNow card=card.clone()/> })}
            </div>
        }
        .into_any();
    }
    let prepare = may_manage.then(|| {
        let path = format!("/moter/{}", card.id);
        let rel = places::rel(&path);
        view! {
            <a class="ds-button" rel=rel href=path>
                {words.meeting_prepare_it(title)}
                <Icon glyph=Glyph::ArrowRight/>
            </a>
        }
    });
    view! {
        <p class="hs sub">{words.lock_not_open()}</p>
        {prepare}
    }
    .into_any()
}

/// Straight to one's own answers, while they can be given and the day has not begun.
#[component]
fn ScoreNow(card: MeetingCard) -> impl IntoView {
    let words = use_words();
    let may = RwSignal::new(false);
    let href = format!("{}/deltaker", path(&card));
    spawn_local(async move {
        let view = look_into(&card).await;
        may.try_set(view.is_some_and(|view| {
            let is_open = view
                .proceedings
                .is_some_and(|it| it.scoring.is_open && it.position.is_none());
            is_open && view.may.contains(&Act::Score)
        }));
    });
    move || {
        may.get().then(|| {
            view! {
                <a class="ds-button" data-variant="secondary" rel="external" href=href.clone()>{words.ses_score_now()}</a>
            }
        })
    }
}

/// A meeting's room as it is now; none when nobody answers.
pub async fn look_into(card: &MeetingCard) -> Option<RoomView> {
    let text = rooms::room(card.id.as_str(), None).await.ok()??;
    match frame::read(&text)?.says {
        Says::View(view) => frame::view(&view.to_string()),
        Says::Changes { .. } => None,
    }
}

#[component]
fn Meetings(meetings: Vec<MeetingCard>) -> impl IntoView {
    let words = use_words();
    let line = |card: MeetingCard| {
        let title = meeting_title(words, card.kind, card.year);
        let name = if is_open(&card) {
            view! { <a class="ds-link" rel="external" href=path(&card)>{title}</a> }.into_any()
        } else {
            view! { <span>{title}</span> }.into_any()
        };
        let state = if card.state == MeetingState::Closed {
            Some(view! { <span class="sm sub">{words.meeting_closed()}</span> }.into_any())
        } else {
            is_open(&card).then(|| view! { <span class="ds-tag" data-color="accent" data-size="sm">{words.meeting_open()}</span> }.into_any())
        };
        view! {
            <li>
                <Icon glyph=Glyph::PersonGroup/>
                {name}
                {state}
                <span class="sp"></span>
                <time class="sm sub" datetime=card.date.to_string()>{dates::day_month(words, card.date)}</time>
            </li>
        }
    };
    view! {
        <section class="card bx" aria-labelledby="meetings">
            <h2 class="disp h-sec" id="meetings">{words.meetings()}</h2>
            <ul class="lines">{meetings.into_iter().rev().map(line).collect_view()}</ul>
        </section>
    }
}
