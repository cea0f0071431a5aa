//! Beside the sheet: sharing it, who has read it, and opening for one's own answers.

use leptos::prelude::*;
use shared::id::PersonId;
use shared::meeting::MeetingState;
use shared::proceedings::command::Command;
use shared::programme::Person;

use super::desk::Desk;
use crate::components::avatar::PersonAvatar;
use crate::components::icon::{Glyph, Icon};
use crate::dates;
use crate::places;

/// For the manager, and for whom leads.
#[component]
pub fn Sharing(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let asking = desk.asking;
    let shared_at = Memo::new(move |_| desk.sheet.with(|sheet| sheet.shared_at));
    let share = move |is_shared: bool| {
        let done = if is_shared {
            words.pap_shared_now()
        } else {
            words.pap_taken_back()
        };
        let undo = Command::ShareFactSheet {
            is_shared: !is_shared,
        };
        asking.tell(
            Command::ShareFactSheet { is_shared },
            Some(done.to_owned()),
            Some(undo),
        );
    };
    let body = move || {
        match shared_at.get() {
        None => view! {
            <p class="sm">{words.pap_draft_means()}</p>
            <button class="ds-button" type="button" on:click=move |_| share(true)>{words.pap_share()}</button>
        }
        .into_any(),
        Some(at) => view! {
            <p class="okk row g8 top"><Icon glyph=Glyph::CheckmarkCircle/><span>{words.pap_shared_since(&dates::day_and_time(words, at))}</span></p>
            <p class="sm">{words.pap_shared_means()}</p>
            <button
                class="ds-button"
                type="button"
                data-variant="tertiary"
                data-color="neutral"
                data-size="sm"
                on:click=move |_| share(false)
            >
                <Icon glyph=Glyph::ArrowUndo/>
                {words.pap_take_back()}
            </button>
        }
        .into_any(),
    }
    };
    view! {
        <section class="card pad col" aria-labelledby="sharing">
            <h2 class="h-card" id="sharing">{words.pap_sharing()}</h2>
            {body}
        </section>
    }
}

/// Those who come, and which of them have read it.
#[component]
pub fn Readers(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let people = Memo::new(move |_| {
        let read = desk
            .sheet
            .with(|sheet| sheet.read_by.clone())
            .unwrap_or_default();
        desk.view.with(|view| {
            let people = view.people.iter().filter(|it| it.is_coming);
            let people: Vec<(Person, bool)> = people
                .map(|it| (it.person.clone(), has(&read, &it.person.id)))
                .collect();
            people
        })
    });
    let row = move |(person, has_read): (Person, bool)| {
        let (glyph, class, text) = if has_read {
            (Glyph::CheckmarkCircle, "okk", words.pap_has_read())
        } else {
            (Glyph::Hourglass, "sub", words.pap_has_not_read())
        };
        view! {
            <li>
                <PersonAvatar person=person.clone() size="tiny"/>
                <span class="nm">{person.name}</span>
                <span class=format!("{class} sm row g4")><Icon glyph=glyph/>{text}</span>
            </li>
        }
    };
    let list = move || {
        // Those who have not are whom somebody may want to remind.
        let mut people = people.get();
        people.sort_by_key(|(_, has_read)| *has_read);
        people.into_iter().map(row).collect_view()
    };
    let count = move || {
        people.with(|people| {
            let n_read = people.iter().filter(|(_, has_read)| *has_read).count();
            words.pap_n_have_read(&n_read.to_string(), &people.len().to_string())
        })
    };
    let is_shared = move || desk.sheet.with(|sheet| sheet.shared_at.is_some());
    view! {
        <Show when=is_shared>
            <section class="card pad col" aria-labelledby="readers">
                <h2 class="h-card" id="readers">{count}</h2>
                <ul class="pap-people lines">{list}</ul>
            </section>
        </Show>
    }
}

fn has(read: &[PersonId], id: &PersonId) -> bool {
    read.contains(id)
}

/// For everybody else.
#[component]
pub fn IHaveRead(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let asking = desk.asking;
    let state = Memo::new(move |_| desk.sheet.with(|sheet| (sheet.i_have_read, sheet.n_read)));
    let press = move |_| {
        let done = words.pap_thanks().to_owned();
        asking.tell(Command::MarkFactSheetRead, Some(done), None);
    };
    let body = move || {
        let (i_have, n_read) = state.get();
        if i_have {
            view! {
                <p class="okk row g8"><Icon glyph=Glyph::CheckmarkCircle/><span>{words.pap_you_have_read()}</span></p>
                <p class="sub sm">{words.pap_read_count(n_read.into())}</p>
            }
            .into_any()
        } else {
            view! {
                <p class="sm">{words.pap_read_ask()}</p>
                <button class="ds-button" type="button" on:click=press>{words.pap_i_have_read()}</button>
            }
            .into_any()
        }
    };
    view! { <section class="card pad col pap-ask" aria-label=words.pap_read_label()>{body}</section> }
}

/// Own answers from home: opened by the manager or whom leads, used by everybody.
#[component]
pub fn OwnAnswers(desk: Desk, manages: Memo<bool>, path: String) -> impl IntoView {
    let words = desk.words;
    let asking = desk.asking;
    let now = Memo::new(move |_| {
        desk.view.with(|view| {
            let proceedings = view.proceedings.as_ref();
            let scoring = proceedings
                .map(|all| all.scoring.clone())
                .unwrap_or_default();
            (
                scoring.is_open,
                scoring.n_done,
                scoring.n_scorers,
                view.meeting.state,
            )
        })
    });
    let open = move |is_open: bool| {
        let done = if is_open {
            words.pap_answers_open_now()
        } else {
            words.pap_answers_closed_now()
        };
        let undo = Command::OpenScoring { is_open: !is_open };
        asking.tell(
            Command::OpenScoring { is_open },
            Some(done.to_owned()),
            Some(undo),
        );
    };
    let body = move || {
        let (is_open, n_done, n_scorers, state) = now.get();
        match (manages.get(), is_open) {
            (true, false) => {
                let planned = (state == MeetingState::Planned)
                    .then(|| view! { <p class="note sm">{words.pap_meeting_not_open()}</p> });
                view! {
                    <p class="sm">{words.pap_answers_mean()}</p>
                    {planned}
                    <button class="ds-button" type="button" data-variant="secondary" on:click=move |_| open(true)>
                        {words.pap_open_answers()}
                    </button>
                }
                .into_any()
            }
            (true, true) => view! {
                <p class="okk row g8"><Icon glyph=Glyph::CheckmarkCircle/><span>{words.pap_answers_open()}</span></p>
                <p class="sm">{words.pap_n_done_of(&n_done.to_string(), &n_scorers.to_string())}</p>
                <button
                    class="ds-button"
                    type="button"
                    data-variant="tertiary"
                    data-color="neutral"
                    data-size="sm"
                    on:click=move |_| open(false)
                >
                    {words.pap_close_answers()}
                </button>
            }
            .into_any(),
            (false, true) => {
                let rel = places::rel(&path);
                view! {
                    <p class="sm">{words.pap_answer_now()}</p>
                    <a class="ds-button" data-variant="secondary" href=path.clone() rel=rel>{words.pap_to_answers()}</a>
                }
                .into_any()
            }
            (false, false) => view! { <p class="sm">{words.pap_answers_later()}</p> }.into_any(),
        }
    };
    view! {
        <section class="card pad col" aria-labelledby="answers">
            <h2 class="h-card" id="answers">{words.pap_answers()}</h2>
            {body}
        </section>
    }
}
