//! Coming to a meeting without being signed in: "Hvem er du?", then a code by e-mail or being let in.

mod guest;
mod list;
mod waiting;

use std::sync::Arc;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::lobby::Knocker;
use shared::meeting::MeetingState;
use shared::view::{CodeSent, JoinName, JoinView, KnockSent, SessionView};

use self::guest::GuestForm;
use self::list::{Confirm, NameList};
use self::waiting::{Waiting, kept_knock};
use super::home::Loading;
use super::join::JoinPage;
use crate::api::ApiError;
use crate::api::ask::Failed;
use crate::api::doors;
use crate::components::header::Header;
use crate::components::icon::Glyph;
use crate::components::mailed_code::{Addressee, MailedCode};
use crate::components::message::{Failure, MessageBody};
use crate::meeting::{meeting_title, when_and_where};
use crate::session::Session;
use crate::words::use_words;

/// How often a meeting that is not open yet is asked for again.
const LOOKS_AGAIN_MS: u32 = 10_000;

/// Where somebody is on the way in.
#[derive(Debug, Clone)]
enum Step {
    List,
    Confirm(JoinName),
    Guest,
    Code(JoinName, CodeSent),
    Waiting(KnockSent, Knocker),
}

/// What the steps share.
#[derive(Clone, Copy)]
struct Door {
    code: StoredValue<String>,
    join: StoredValue<Arc<JoinView>>,
    step: RwSignal<Step>,
}

impl Door {
    /// Asks to be let in, and waits. Answers why not.
    async fn knock(self, knocker: Knocker) -> Result<(), Failed> {
        let code = self.code.get_value();
        let sent = doors::knock(&code, &knocker).await?;
        waiting::keep_knock(&code, &sent, &knocker);
        self.step.try_set(Step::Waiting(sent, knocker));
        Ok(())
    }
}

#[component]
pub fn WhoPage(code: String) -> impl IntoView {
    let join = RwSignal::<Option<Result<Arc<JoinView>, Failed>>>::new(None);
    let code = StoredValue::new(code);
    let ask = move || {
        spawn_local(async move {
            let answer = doors::meeting(&code.get_value()).await.map(Arc::new);
            join.try_set(Some(answer));
        });
    };
    ask();
    look_again_until_open(join, ask);
    // Drawn anew only when the meeting opens or closes, so that nobody is taken back to the list.
    let state = Memo::new(move |_| {
        join.with(|join| {
            join.as_ref()
                .map(|join| join.as_ref().map(|join| join.state).map_err(Clone::clone))
        })
    });
    move || match state.get() {
        None => view! { <Loading/> }.into_any(),
        Some(Ok(state)) if state.takes_people_in() => {
            let join = join.get_untracked().and_then(Result::ok);
            join.map(|join| view! { <OpenDoor code=code join=join/> })
                .into_any()
        }
        Some(Ok(_)) => {
            let join = join.get_untracked().and_then(Result::ok);
            join.map(|join| view! { <ClosedDoor join=join/> })
                .into_any()
        }
        Some(Err(failed)) if failed.code() == "meeting-unknown" => {
            view! { <JoinPage wrong=code.get_value()/> }.into_any()
        }
        Some(Err(failed)) => {
            let error = match failed {
                Failed::Unreachable => ApiError::Unreachable,
                Failed::Refused(problem) => ApiError::Broken(problem.status),
                Failed::Broken => ApiError::Broken(0),
            };
            view! { <Failure error=error on_retry=Callback::new(move |()| ask())/> }.into_any()
        }
    }
}

fn look_again_until_open(
    join: RwSignal<Option<Result<Arc<JoinView>, Failed>>>,
    ask: impl Fn() + Copy + 'static,
) {
    let timer = StoredValue::new_local(None::<Timeout>);
    Effect::new(move || {
        let waits =
            join.with(|join| matches!(join, Some(Ok(join)) if join.state == MeetingState::Planned));
        let next = waits.then(|| Timeout::new(LOOKS_AGAIN_MS, ask));
        timer.try_set_value(next);
    });
    on_cleanup(move || {
        timer.try_set_value(None);
    });
}

/// The meeting exists, and nobody gets in now.
#[component]
fn ClosedDoor(join: Arc<JoinView>) -> impl IntoView {
    let words = use_words();
    let title = meeting_title(words, join.kind, join.year);
    let (heading, text) = if join.state == MeetingState::Planned {
        let when = when_and_where(
            words,
            join.date,
            join.start.as_deref(),
            join.place.as_deref(),
        );
        (words.door_planned(&title), words.door_planned_text(&when))
    } else {
        (
            words.door_closed(&title),
            words.door_closed_text().to_owned(),
        )
    };
    view! {
        <Header person=None/>
        <MessageBody glyph=Glyph::Hourglass heading=heading text=text>
            <a class="ds-button" data-variant="secondary" href="/logg-inn">{words.join_email()}</a>
        </MessageBody>
    }
}

#[component]
fn OpenDoor(code: StoredValue<String>, join: Arc<JoinView>) -> impl IntoView {
    let session = expect_context::<Session>();
    let navigate = use_navigate();
    let waiting = kept_knock(&code.get_value());
    let first = waiting.map_or(Step::List, |(sent, knocker)| Step::Waiting(sent, knocker));
    let door = Door {
        code,
        join: StoredValue::new(join),
        step: RwSignal::new(first),
    };
    let on_in = Callback::new(move |view: SessionView| {
        waiting::forget_knock(&code.get_value());
        let replace = NavigateOptions {
            replace: true,
            ..Default::default()
        };
        navigate(&format!("/m/{}/lobby", code.get_value()), replace);
        session.begin(view);
    });
    let to_list = Callback::new(move |()| {
        waiting::forget_knock(&code.get_value());
        door.step.set(Step::List);
    });
    view! {
        <Header person=None/>
        {move || match door.step.get() {
            Step::List => view! { <NameList door=door/> }.into_any(),
            Step::Confirm(name) => view! { <Confirm door=door name=name/> }.into_any(),
            Step::Guest => view! { <GuestForm door=door/> }.into_any(),
            Step::Code(name, sent) => {
                let addressee = Addressee::Listed { code: code.get_value(), person: name.person };
                view! { <MailedCode addressee=addressee sent=sent on_in=on_in on_back=to_list/> }.into_any()
            }
            Step::Waiting(sent, knocker) => {
                view! { <Waiting door=door sent=sent knocker=knocker on_in=on_in on_back=to_list/> }.into_any()
            }
        }}
    }
}
