//! A screen that is not let in yet shows four digits; the facilitator finds the same ones and lets it in.

use std::sync::Arc;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::lobby::Knocker;
use shared::programme::LanguageForm;
use shared::template::Language;
use shared::view::{JoinView, KnockSent};

use crate::api::ask::Failed;
use crate::api::doors;
use crate::components::brand::Mark;
use crate::components::code_input::{grouped, grouped_in_twos};
use crate::knocking::{Answer, Knocking};
use crate::meeting::{meeting_title, when_and_where};
use crate::session::Session;
use crate::storage;
use crate::words::{Words, use_words};

/// How soon a screen that was not taken in asks again by itself.
const ASKS_AGAIN_MS: u32 = 10_000;

/// The words of the programme's language.
pub fn words_of(language: LanguageForm) -> Words {
    Words(match language {
        LanguageForm::Nb => Language::Nb,
        LanguageForm::Nn => Language::Nn,
    })
}

#[derive(Debug, Clone)]
enum Stage {
    Asking,
    /// The meeting is there and takes nobody in now.
    NotOpen(Arc<JoinView>),
    Unknown,
    /// No answer; it is asked again.
    Away,
    Waiting(Arc<JoinView>, KnockSent),
    Refused(Words),
}

#[component]
pub fn Pairing(code: String) -> impl IntoView {
    let stage = RwSignal::new(Stage::Asking);
    let shown_code = grouped(&code);
    let code = StoredValue::new(code);
    let timer = StoredValue::new_local(None::<Timeout>);
    on_cleanup(move || {
        timer.try_set_value(None);
    });
    ask(code, stage, timer);
    let again = Callback::new(move |()| {
        storage::remove(&key(&code.get_value()));
        ask(code, stage, timer);
    });
    move || {
        match stage.get() {
        Stage::Asking => view! { <super::Dark/> }.into_any(),
        Stage::Away => {
            let words = use_words();
            plain(words.unreachable_title(), words.wall_away()).into_any()
        }
        Stage::Unknown => {
            let words = use_words();
            plain(&words.join_wrong(&shown_code), words.wall_unknown()).into_any()
        }
        Stage::NotOpen(join) => not_open(&join).into_any(),
        Stage::Waiting(join, sent) => {
            view! { <Digits join=join sent=sent stage=stage again=again/> }.into_any()
        }
        Stage::Refused(words) => view! {
            <main class="wall wall-plain touched" id="main" lang=crate::words::tag(words.0)>
                <h1 class="disp">{words.wall_refused()}</h1>
                <p class="k">{words.wall_refused_text()}</p>
                <button class="ds-button" type="button" on:click=move |_| again.run(())>{words.wait_again()}</button>
            </main>
        }
        .into_any(),
    }
    }
}

fn key(code: &str) -> String {
    format!("samling.screen.{code}")
}

fn ask(
    code: StoredValue<String>,
    stage: RwSignal<Stage>,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
) {
    let again = move || {
        timer.try_set_value(Some(Timeout::new(ASKS_AGAIN_MS, move || {
            ask(code, stage, timer);
        })));
    };
    spawn_local(async move {
        let Some(code) = code.try_get_value() else {
            return;
        };
        let next = match find(&code).await {
            Ok(next) => next,
            Err(failed) if failed.code() == "meeting-unknown" => Stage::Unknown,
            Err(_) => Stage::Away,
        };
        if matches!(next, Stage::NotOpen(_) | Stage::Unknown | Stage::Away) {
            again();
        }
        stage.try_set(next);
    });
}

/// Finds the meeting and asks to be let in to it, unless this screen has asked already.
async fn find(code: &str) -> Result<Stage, Failed> {
    let join = Arc::new(doors::meeting(code).await?);
    if !join.state.takes_people_in() {
        return Ok(Stage::NotOpen(join));
    }
    let kept = storage::get(&key(code)).and_then(|kept| serde_json::from_str(&kept).ok());
    if let Some(sent) = kept {
        return Ok(Stage::Waiting(join, sent));
    }
    let sent = doors::knock(code, &Knocker::Screen).await?;
    if let Ok(json) = serde_json::to_string(&sent) {
        storage::set(&key(code), &json);
    }
    Ok(Stage::Waiting(join, sent))
}

#[component]
fn Digits(
    join: Arc<JoinView>,
    sent: KnockSent,
    stage: RwSignal<Stage>,
    again: Callback<()>,
) -> impl IntoView {
    let words = words_of(join.language);
    let session = expect_context::<Session>();
    let answer = Knocking::wait(sent.token).answer();
    Effect::new(move || match answer.get() {
        Some(Answer::In(view)) => session.begin(*view),
        Some(Answer::Refused) => stage.set(Stage::Refused(words)),
        // Digits that nobody has answered grow old; the screen shows new ones.
        Some(Answer::Over) => again.run(()),
        None => {}
    });
    let title = meeting_title(words, join.kind, join.year);
    document().set_title(&format!(
        "{} – {}",
        words.wall_pair_title(),
        words.app_name()
    ));
    view! {
        <main class="wall wall-plain" id="main" lang=crate::words::tag(words.0)>
            <p class="wall-brand"><Mark/>{words.app_name()}</p>
            <p class="k">{format!("{title} · {}", join.programme_name)}</p>
            <h1 class="disp">{words.wall_pair()}</h1>
            <p class="num wall-digits">{grouped_in_twos(&sent.phrase)}</p>
            <p class="k">{words.wall_pair_help()}</p>
        </main>
    }
}

fn not_open(join: &JoinView) -> impl IntoView + use<> {
    let words = words_of(join.language);
    let title = meeting_title(words, join.kind, join.year);
    let when = when_and_where(
        words,
        join.date,
        join.start.as_deref(),
        join.place.as_deref(),
    );
    plain(&words.door_planned(&title), &words.wall_not_open(&when))
}

fn plain(heading: &str, text: &str) -> impl IntoView + use<> {
    view! {
        <main class="wall wall-plain" id="main">
            <h1 class="disp">{heading.to_owned()}</h1>
            <p class="k">{text.to_owned()}</p>
        </main>
    }
}
