//! The welcome: who has come, and how to come in, for a room that looks up from its coffee.

use std::sync::Arc;

use leptos::prelude::*;
use shared::lobby::{RoomMeeting, RoomPerson, RoomView};
use shared::meeting::MeetingState;

use super::foot::Away;
use super::show::Wall;
use crate::components::avatar::PersonAvatar;
use crate::components::brand::Mark;
use crate::components::code_input::grouped;
use crate::components::qr::{QrCode, host};
use crate::components::ring::n_expected;
use crate::dates;
use crate::meeting::meeting_title;
use crate::words::Words;

/// So many names fit in large type with faces, in smaller type with faces, and as text in columns.
const FEW: usize = 11;
const SOME: usize = 20;
const MANY: usize = 36;

#[component]
pub fn Welcome(wall: Wall) -> impl IntoView {
    let Wall { view, words, .. } = wall;
    let meeting = Memo::new(move |_| view.with(|view| view.meeting.clone()));
    view! {
        <Top meeting=meeting words=words/>
        <div class="wall-main">
            <div class="wall-left">
                <Title meeting=meeting view=view words=words/>
                <Names view=view words=words/>
            </div>
            <WayIn meeting=meeting words=words/>
        </div>
        <Foot wall=wall/>
    }
}

#[component]
fn Top(meeting: Memo<RoomMeeting>, words: Words) -> impl IntoView {
    view! {
        <header class="wall-top">
            <span class="wall-brand"><Mark/>{words.app_name()}</span>
            <span class="sp"></span>
            <span class="k">{move || meeting.with(|meeting| meeting.programme_name.clone())}</span>
        </header>
    }
}

#[component]
fn Title(meeting: Memo<RoomMeeting>, view: Signal<Arc<RoomView>>, words: Words) -> impl IntoView {
    let title = move || meeting.with(|meeting| meeting_title(words, meeting.kind, meeting.year));
    let when = move || {
        meeting.with(|meeting| {
            let when = dates::weekday_date(words, meeting.date);
            match meeting.place.as_deref() {
                Some(place) => words.when_where(&when, place),
                None => when,
            }
        })
    };
    let is_small = Memo::new(move |_| view.with(|view| n_shown(view) > FEW));
    view! {
        <p class="k wall-when">{when}</p>
        <h1 class="disp wall-title" class:small=move || is_small.get()>
            {words.wall_welcome()}" "<span class="nowrap">{title}</span>
        </h1>
    }
}

/// Faces and those on the way in.
fn n_shown(view: &RoomView) -> usize {
    view.n_here() + view.on_the_way.len()
}

#[component]
fn Names(view: Signal<Arc<RoomView>>, words: Words) -> impl IntoView {
    let here = Memo::new(move |_| {
        view.with(|view| {
            let people = view.people.iter().filter(|one| one.is_here);
            people.cloned().collect::<Vec<RoomPerson>>()
        })
    });
    let size = Memo::new(move |_| match view.with(|view| n_shown(view)) {
        n if n <= FEW => "names",
        n if n <= SOME => "names some",
        _ => "names many",
    });
    let count = move || {
        let (n_here, n_all) = view.with(|view| (view.n_here(), n_expected(view)));
        let all = words.wall_of(&n_here.to_string(), &n_all.to_string());
        view! { <b>{all}</b>" "{words.wall_here()} }
    };
    let shown = move || here.with(|here| here.iter().take(MANY).cloned().collect::<Vec<_>>());
    let more = move || {
        let more = here.with(Vec::len).saturating_sub(MANY);
        (more > 0).then(|| view! { <li class="new">{words.wall_more(more)}</li> })
    };
    let on_the_way = move || {
        let names = view.with(|view| view.on_the_way.clone());
        let names = names.into_iter();
        names
            .map(|name| view! { <li class="new">{words.wall_on_the_way(&name)}</li> })
            .collect_view()
    };
    let name = |one: RoomPerson| {
        let name = one.person.name.clone();
        view! { <li class="lands"><PersonAvatar person=one.person/><span>{name}</span></li> }
    };
    view! {
        <p class="wall-count">{count}</p>
        <ul class=move || size.get()>
            <For each=shown key=|one| one.person.id.clone() children=name/>
            {more}
            {on_the_way}
        </ul>
    }
}

#[component]
fn WayIn(meeting: Memo<RoomMeeting>, words: Words) -> impl IntoView {
    let code = Memo::new(move |_| meeting.with(|meeting| meeting.code.clone()));
    move || {
        code.get().map(|code| {
            let digits = grouped(&code);
            view! {
                <section class="card wall-join" aria-label=words.screen_join()>
                    <QrCode code=code words=words/>
                    <p>{words.wall_scan()}</p>
                    <p class="disp wall-host">{host()}</p>
                    <p>{words.wall_type()}</p>
                    <p class="num wall-code">{digits}</p>
                </section>
            }
        })
    }
}

#[component]
fn Foot(wall: Wall) -> impl IntoView {
    let Wall { view, words, .. } = wall;
    let starts = move || {
        view.with(|view| match (view.meeting.state, view.meeting.start.as_deref()) {
            (MeetingState::Running, _) => view! { <b>{words.lobby_running()}</b> }.into_any(),
            (MeetingState::Closed, _) => view! { <b>{words.lobby_closed()}</b> }.into_any(),
            (_, Some(start)) => {
                view! { {words.wall_starts()}" "<b class="nowrap">{dates::at_time(words, start)}</b> }.into_any()
            }
            (_, None) => ().into_any(),
        })
    };
    let help = move || {
        let receiver = view.with(|view| view.receivers.first().cloned());
        let who = receiver.unwrap_or_else(|| words.role_facilitator().to_owned());
        view! { {words.wall_help()}" "<b>{who}</b>{words.wall_help_end()} }
    };
    view! {
        <footer class="wall-foot">
            <span>{starts}</span>
            <span class="sp"></span>
            <Away is_away=wall.is_away words=words/>
            <span>{help}</span>
        </footer>
    }
}
