//! Those who ask to be let in, first on the page: the two words that stand on their screen, and an answer.

use leptos::prelude::*;
use shared::lobby::{Knock, Knocker, RoomView};

use super::actions::Actions;
use crate::announce;
use crate::components::code_input::grouped_in_twos;
use crate::components::icon::{Glyph, Icon};
use crate::room::RoomContext;
use crate::words::Words;

#[component]
pub fn Knocks(context: RoomContext, actions: Actions) -> impl IntoView {
    let words = context.words;
    let view = context.view;
    let knocks = Memo::new(move |_| view.with(|view| view.knocks.clone()));
    Effect::new(move |before: Option<usize>| {
        let n_now = knocks.with(Vec::len);
        if before.unwrap_or(0) < n_now {
            announce::polite(words.knocks_waiting(n_now));
        }
        n_now
    });
    let each = move |knock: Knock| {
        let who = view.with_untracked(|view| Who::of(words, view, &knock.knocker));
        view! { <KnockRow knock=knock who=who actions=actions/> }
    };
    view! {
        <Show when=move || knocks.with(|knocks| !knocks.is_empty())>
            <section class="card knocks" aria-labelledby="knocks-title">
                <h2 class="disp h-sec" id="knocks-title">{move || words.knocks_waiting(knocks.with(Vec::len))}</h2>
                <ul><For each=move || knocks.get() key=|knock| knock.id.clone() children=each/></ul>
            </section>
        </Show>
    }
}

/// Who knocks, in words.
struct Who {
    name: String,
    line: String,
    is_screen: bool,
}

impl Who {
    fn of(words: Words, view: &RoomView, knocker: &Knocker) -> Self {
        match knocker {
            Knocker::Person { person } => {
                let known = view.people.iter().find(|one| one.person.id == *person);
                Self {
                    name: known.map_or_else(
                        || words.knock_somebody().to_owned(),
                        |one| one.person.name.clone(),
                    ),
                    line: known.map_or_else(String::new, |one| words.who_line(&one.person)),
                    is_screen: false,
                }
            }
            Knocker::Guest { name, represents } => Self {
                name: name.clone(),
                line: match represents {
                    Some(represents) => words.knock_guest_from(represents),
                    None => words.knock_guest().to_owned(),
                },
                is_screen: false,
            },
            Knocker::Screen => Self {
                name: words.knock_screen().to_owned(),
                line: words.knock_screen_line().to_owned(),
                is_screen: true,
            },
        }
    }
}

#[component]
fn KnockRow(knock: Knock, who: Who, actions: Actions) -> impl IntoView {
    let words = actions.words;
    let asks_again = RwSignal::new(false);
    let phrase = if who.is_screen {
        grouped_in_twos(&knock.phrase)
    } else {
        format!("«{}»", knock.phrase)
    };
    let id = StoredValue::new(knock.id);
    let name = StoredValue::new(who.name.clone());
    let admit = move |_| actions.answer(id.get_value(), name.get_value(), true);
    let refuse = move |_| actions.answer(id.get_value(), name.get_value(), false);
    let glyph = if who.is_screen {
        Glyph::Presentation
    } else {
        Glyph::HandFinger
    };
    let answers = move || {
        if asks_again.get() {
            return view! {
                <span class="sm">{words.knock_sure(&name.get_value())}</span>
                <button class="ds-button" type="button" data-color="neutral" on:click=refuse>{words.knock_no_yes()}</button>
                <button class="ds-button" type="button" data-variant="secondary" data-color="neutral" on:click=move |_| asks_again.set(false)>
                    {words.knock_no_back()}
                </button>
            }
            .into_any();
        }
        view! {
            <button class="ds-button" type="button" aria-label=words.knock_let_in_named(&name.get_value()) on:click=admit>
                {words.knock_let_in()}
            </button>
            <button
                class="ds-button"
                type="button"
                data-variant="secondary"
                data-color="neutral"
                aria-label=words.knock_not_now_named(&name.get_value())
                on:click=move |_| asks_again.set(true)
            >
                {words.knock_not_now()}
            </button>
        }
        .into_any()
    };
    view! {
        <li class="let">
            <Icon glyph=glyph/>
            <span class="let-who"><b>{who.name}</b><small>{who.line}</small></span>
            <span class="let-phrase disp">{phrase}</span>
            <span class="let-answers">{answers}</span>
        </li>
    }
}
