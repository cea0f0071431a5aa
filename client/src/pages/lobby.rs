//! The lobby: who has come, one try before it counts, and what one needs to know before the meeting begins.

use leptos::prelude::*;
use shared::lobby::RoomMeeting;
use shared::meeting::MeetingState;
use shared::proceedings::evaluation::view::EvaluationStage;
use shared::rights::Act;

use super::room::RoomPage;
use super::who::WhoPage;
use crate::components::arrivals::tell_arrivals;
use crate::components::header::Header;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::ring::Ring;
use crate::components::room_bar::RoomBars;
use crate::components::test_tap::TestTap;
use crate::dates;
use crate::meeting::{day_page, meeting_title};
use crate::papers::{Paper, for_viewer};
use crate::places;
use crate::room::{RoomContext, receives};
use crate::words::Words;

#[component]
pub fn LobbyPage() -> impl IntoView {
    view! { <RoomPage page=lobby stranger=who/> }
}

/// The lobby is a page of the room, so who somebody is can be asked here.
fn who(code: String) -> AnyView {
    view! { <WhoPage code=code/> }.into_any()
}

fn lobby(context: RoomContext) -> impl IntoView {
    tell_arrivals(&context);
    follow_the_day(&context);
    let words = context.words;
    let view = context.view;
    let meeting = Memo::new(move |_| view.with(|view| view.meeting.clone()));
    let about = meeting.get_untracked();
    let title = meeting_title(words, about.kind, about.year);
    let hello = words.lobby_title(context.person.first_name());
    let code = StoredValue::new(context.code.clone());
    let scale = Memo::new(move |_| meeting.with(|meeting| meeting.scale.clone()));
    let test = move || {
        let scale = scale.get();
        (!scale.is_empty())
            .then(|| view! { <TestTap code=code.get_value() scale=scale words=words/> })
    };
    let info = Memo::new(move |_| meeting.with(|meeting| meeting.info.trim().to_owned()));
    let info = move || {
        let info = info.get();
        (!info.is_empty()).then(|| {
            view! {
                <section class="card info" aria-labelledby="info-title">
                    <h2 class="h-card" id="info-title">{words.lobby_info()}</h2>
                    <p class="info-text">{info}</p>
                </section>
            }
        })
    };
    view! {
        <Header person=None/>
        <RoomBars context=context.clone()/>
        <main class="ph lobby" id="main">
            <p class="sub sm">{title.clone()}" · "{about.municipality.clone()}</p>
            <PageTitle tab=words.lobby()>{hello}</PageTitle>
            <p class="sub">{move || meeting.with(|meeting| when(words, meeting))}</p>
            <GoIn context=context.clone() meeting=meeting/>
            <Ring view=view me=context.person.id.clone() words=words/>
            {test}
            {info}
            <Links context=context/>
        </main>
    }
}

/// "Vi starter kl. 09.00 · Fjordvik rådhus".
fn when(words: Words, meeting: &RoomMeeting) -> String {
    let when = match meeting.state {
        MeetingState::Running => words.lobby_running().to_owned(),
        MeetingState::Closed => words.lobby_closed().to_owned(),
        MeetingState::Planned | MeetingState::Open => match meeting.start.as_deref() {
            Some(start) => words.lobby_starts(&dates::at_time(words, start)),
            None => dates::weekday_date(words, meeting.date),
        },
    };
    match meeting.place.as_deref() {
        Some(place) => words.when_where(&when, place),
        None => when,
    }
}

/// When the day has begun, participants go along by themselves; whoever leads goes where they lead from.
fn follow_the_day(context: &RoomContext) {
    let view = context.view;
    let has_begun = Memo::new(move |_| {
        view.with(|view| {
            let proceedings = view.proceedings.as_ref();
            let is_under_way = proceedings.is_some_and(|it| it.position.is_some());
            let takes_part = !view.may.contains(&Act::LeadMeeting);
            is_under_way && takes_part && view.meeting.state == MeetingState::Running
        })
    });
    let kind = view.with_untracked(|view| view.meeting.kind);
    let page = context.path(day_page(kind));
    places::will_go_to(&page);
    Effect::new(move || {
        if has_begun.get() {
            // Replaced, so that going back does not lead here and forth again.
            drop(window().location().replace(&page));
        }
    });
}

/// The way into the meeting itself: plain when it runs, quiet while it only is open.
#[component]
fn GoIn(context: RoomContext, meeting: Memo<RoomMeeting>) -> impl IntoView {
    let words = context.words;
    let view = context.view;
    let kind = meeting.with_untracked(|meeting| meeting.kind);
    let (day, documents) = (context.path(day_page(kind)), context.path(""));
    let scoring = day.clone();
    let href = move || {
        let has_day = view.with(|view| view.form.is_some());
        if has_day {
            day.clone()
        } else {
            documents.clone()
        }
    };
    // Answers can be given at home, before the day has begun.
    let may_score = Memo::new(move |_| {
        view.with(|view| {
            let proceedings = view.proceedings.as_ref();
            let is_open = proceedings.is_some_and(|it| it.scoring.is_open && it.position.is_none());
            is_open && view.may.contains(&Act::Score)
        })
    });
    let score = move || {
        may_score.get().then(|| {
            view! {
                <a class="ds-button go-in" data-variant="secondary" data-fullwidth="true" rel="external" href=scoring.clone()>
                    {words.ses_score_now()}<Icon glyph=Glyph::ArrowRight/>
                </a>
            }
        })
    };
    let way = Memo::new(move |_| {
        let may_read = view.with(|view| view.may.contains(&Act::ReadMaterial));
        let has_day = view.with(|view| view.proceedings.is_some());
        meeting.with(|meeting| (meeting.state, may_read && has_day))
    });
    Effect::new(move |before: Option<MeetingState>| {
        let (state, _) = way.get();
        if before == Some(MeetingState::Open) && state == MeetingState::Running {
            crate::announce::polite(words.lobby_running());
        }
        state
    });
    let go_in = move || match way.get() {
        (MeetingState::Running, true) => Some(view! {
            <a class="ds-button go-in" data-fullwidth="true" rel="external" href=href.clone()>
                {words.lobby_go_in()}<Icon glyph=Glyph::ArrowRight/>
            </a>
        }),
        _ => None,
    };
    view! { {go_in}{score} }
}

#[component]
fn Links(context: RoomContext) -> impl IntoView {
    let words = context.words;
    let view = context.view;
    let overview = context.path("");
    let receive = context.path("styr");
    let may = Memo::new(move |_| {
        view.with(|view| {
            let reads = view.may.contains(&Act::ReadMaterial) && !view.meeting.scale.is_empty();
            (receives(view), reads)
        })
    });
    let receive = move || {
        may.get().0.then(|| {
            card(
                Glyph::PersonPlus,
                &receive,
                words.receive_title(),
                words.receive_short(),
            )
        })
    };
    let read = move || {
        may.get().1.then(|| {
            card(
                Glyph::Folder,
                &overview,
                words.ses_documents(),
                words.ses_documents_what(),
            )
        })
    };
    let sheet = Memo::new(move |_| {
        view.with(|view| {
            let day = view.proceedings.as_ref()?;
            let is_shared = day.fact_sheet.shared_at.is_some();
            is_shared.then_some(day.fact_sheet.i_have_read)
        })
    });
    let facts = context.path(Paper::FactSheet.page());
    let sheet = move || {
        sheet.get().map(|is_read| {
            let state = if is_read {
                words.pap_you_have_read()
            } else {
                words.lobby_facts_what()
            };
            card(Glyph::FileText, &facts, words.lobby_facts(), state)
        })
    };
    let report = Memo::new(move |_| view.with(|view| for_viewer(view).contains(&Paper::Report)));
    let report_path = context.path(Paper::Report.page());
    let report = move || {
        report.get().then(|| {
            card(
                Glyph::FileText,
                &report_path,
                words.ses_report(),
                words.lobby_report_what(),
            )
        })
    };
    view! { <EvaluationLink context=context.clone()/>{sheet}{report}{read}{receive} }
}

/// To answer about the board's own work while that is open, and to what came of it afterwards.
#[component]
fn EvaluationLink(context: RoomContext) -> impl IntoView {
    let (words, view) = (context.words, context.view);
    let evaluation = Memo::new(move |_| {
        view.with(|view| {
            let evaluation = view.proceedings.as_ref()?.evaluation.as_ref()?;
            let answers = evaluation.stage == EvaluationStage::Open
                && evaluation.is_invited
                && !evaluation.is_left_out;
            let has_results = evaluation.result.is_some() || !evaluation.promises.is_empty();
            (answers || has_results).then_some(answers)
        })
    });
    let (answer, results) = (context.path("evaluering"), context.path("styrets-arbeid"));
    move || {
        evaluation.get().map(|answers| {
            if answers {
                card(
                    Glyph::PencilWriting,
                    &answer,
                    words.ev_title(),
                    words.ev_lobby_answer(),
                )
                .into_any()
            } else {
                card(
                    Glyph::PersonGroup,
                    &results,
                    words.ev_board_work(),
                    words.ev_lobby_results(),
                )
                .into_any()
            }
        })
    }
}

/// A way out of the lobby, with what waits there.
fn card(
    glyph: Glyph,
    href: &str,
    title: &'static str,
    what: &'static str,
) -> impl IntoView + use<> {
    let href = href.to_owned();
    view! {
        <a class="card facts" rel="external" href=href>
            <Icon glyph=glyph/>
            <span><b>{title}</b><small>{what}</small></span>
            <Icon glyph=Glyph::ChevronRight/>
        </a>
    }
}
