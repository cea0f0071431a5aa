//! Where a meeting is, what that means for those who come, and the step on or back.

use gloo_net::http::Method;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::meeting::MeetingState;
use shared::view::{MeetingSaved, StateChange};

use super::setup::Setup;
use crate::components::icon::{Glyph, Icon};
use crate::office::parts::Confirm;
use crate::office::{api, trouble};
use crate::places;
use crate::words::{Words, use_words};

pub fn state_tag(words: Words, state: MeetingState) -> AnyView {
    let (name, color) = match state {
        MeetingState::Planned => (words.tag_planned(), "neutral"),
        MeetingState::Open => (words.tag_open(), "accent"),
        MeetingState::Running => (words.tag_running(), "success"),
        MeetingState::Closed => (words.tag_closed(), "neutral"),
    };
    view! { <span class="ds-tag" data-size="sm" data-color=color>{name}</span> }.into_any()
}

#[component]
pub fn StateCard(setup: Setup) -> impl IntoView {
    let words = use_words();
    let plan = setup.plan;
    let asked = RwSignal::<Option<MeetingState>>::new(None);
    let means = move || match plan.state.get() {
        MeetingState::Planned => words.state_planned_means(),
        MeetingState::Open => words.state_open_means(),
        MeetingState::Running => words.state_running_means(),
        MeetingState::Closed => words.state_closed_means(),
    };
    let buttons = move || {
        let now = plan.state.get();
        steps(now)
            .iter()
            .map(|next| {
                let next = *next;
                let is_back = next < now;
                view! {
                    <button
                        class="ds-button"
                        type="button"
                        data-size="sm"
                        data-variant=is_back.then_some("tertiary")
                        data-color=is_back.then_some("neutral")
                        on:click=move |_| asked.set(Some(next))
                    >
                        {step(words, now, next)}
                    </button>
                }
            })
            .collect_view()
    };
    let question = move || {
        asked.get().map(|next| {
            let now = plan.state.get_untracked();
            let yes = Callback::new(move |()| {
                asked.set(None);
                go(setup, next);
            });
            view! {
                <Confirm
                    text=what_happens(words, setup, next)
                    yes=step(words, now, next)
                    no=words.never_mind()
                    on_yes=yes
                    on_no=Callback::new(move |()| asked.set(None))
                />
            }
        })
    };
    view! {
        <section class="card pad col" aria-labelledby="state">
            <div class="row wrap">
                <h2 class="h-card" id="state">{words.meeting_state()}</h2>
                {move || state_tag(words, plan.state.get())}
            </div>
            <p class="sm">{means}</p>
            <Links setup=setup/>
            <div class="row wrap g8">{buttons}</div>
            {question}
        </section>
    }
}

/// The ways into the room and onto the wall, when there is a code.
#[component]
fn Links(setup: Setup) -> impl IntoView {
    let words = use_words();
    let links = move || {
        setup.plan.code.get().map(|code| {
            let grouped = if code.len() == 6 {
                format!("{}\u{202f}{}", &code[..4], &code[4..])
            } else {
                code.clone()
            };
            let link = |glyph: Glyph, path: String, name: &'static str| {
                let rel = places::rel(&path);
                view! { <a class="ds-link" href=path rel=rel><Icon glyph=glyph/>" "{name}</a> }
            };
            view! {
                <p class="sm">{words.meeting_code()}" "<b class="tn">{grouped}</b></p>
                <p class="row wrap g16 sm">
                    {link(Glyph::PersonCheckmark, format!("/m/{code}/styr"), words.receive_people())}
                    {link(Glyph::Presentation, format!("/m/{code}/skjerm"), words.show_on_wall())}
                </p>
            }
        })
    };
    let is_in = move || setup.plan.state.get().takes_people_in();
    view! { <Show when=is_in>{links}</Show> }
}

/// On first, then back.
fn steps(now: MeetingState) -> &'static [MeetingState] {
    use MeetingState::{Closed, Open, Planned, Running};
    match now {
        Planned => &[Open],
        Open => &[Running, Planned],
        Running => &[Closed, Open],
        Closed => &[Running],
    }
}

fn step(words: Words, now: MeetingState, next: MeetingState) -> &'static str {
    match (now, next) {
        (_, MeetingState::Open) if now == MeetingState::Running => words.step_back_to_open(),
        (_, MeetingState::Open) => words.step_open(),
        (_, MeetingState::Planned) => words.step_back_to_planned(),
        (MeetingState::Closed, _) => words.step_reopen(),
        (_, MeetingState::Running) => words.step_start(),
        (_, MeetingState::Closed) => words.step_close(),
    }
}

fn what_happens(words: Words, setup: Setup, next: MeetingState) -> String {
    let n_coming = setup
        .plan
        .draft
        .with_untracked(|draft| draft.participants.iter().filter(|it| it.is_coming).count());
    match next {
        MeetingState::Open => words.will_open(n_coming),
        MeetingState::Running => words.will_run().to_owned(),
        MeetingState::Closed => words.will_close().to_owned(),
        MeetingState::Planned => words.will_plan().to_owned(),
    }
}

fn go(setup: Setup, next: MeetingState) {
    let plan = setup.plan;
    let words = plan.words;
    spawn_local(async move {
        let change = StateChange { state: next };
        let saved: Result<MeetingSaved, _> =
            api::ask(Method::POST, &plan.path("/state"), &change).await;
        match saved {
            Ok(saved) => {
                plan.moved(&saved);
                let name = match saved.state {
                    MeetingState::Planned => words.state_planned_means(),
                    MeetingState::Open => words.state_open_means(),
                    MeetingState::Running => words.state_running_means(),
                    MeetingState::Closed => words.state_closed_means(),
                };
                setup.toasts.say(name.to_owned());
            }
            Err(trouble) => setup.toasts.say(trouble::says(words, &trouble)),
        }
    });
}
