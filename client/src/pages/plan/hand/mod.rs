//! "Planens gang": how far the plan has come, and who takes it on to the board, the council and the county. Everybody reads
//! the line; who decides has one button for the next step, and the ways to open the plan again and to correct what is said.

use leptos::prelude::*;
use shared::plan::PlanState;
use shared::plan::docket::state::{StateMove, Treatment};

use super::desk::{At, focus_when_drawn};
use super::names;
use super::room::{Docket, use_docket};
use crate::components::copy::CopyButton;
use crate::components::icon::{Glyph, Icon};
use crate::dates;
use crate::words::Words;

mod correct;
mod fields;
mod line;
mod opening;
mod stations;
mod step;

use correct::Correct;
use line::Line;
use opening::Opening;
use step::Step;

const HEADING_ID: &str = "ho-heading";
/// How many frames what is being drawn is waited for.
const N_TRIES: u32 = 10;

/// The form that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unfolded {
    /// Takes the plan on from this state.
    Step(PlanState),
    /// Opens it again from this state.
    Opening(PlanState),
    Correct,
}

#[component]
pub fn HandingOver() -> impl IntoView {
    let docket = use_docket();
    let words = docket.desk.words;
    let may = Memo::new(move |_| docket.may.get().decide);
    view! {
        <section class="card ho" aria-labelledby=HEADING_ID>
            <div class="row wrap g8">
                <h2 class="disp h-sec" id=HEADING_ID tabindex="-1">{words.ho_heading()}</h2>
                <span class="sp"></span>
                <a class="ds-link ho-link" href=docket.desk.href(&At::Versions)>
                    <Icon glyph=Glyph::Clock/>
                    {words.ve_versions()}
                </a>
            </div>
            <Line docket=docket/>
            <Frozen docket=docket/>
            <Show when=move || may.get()><Acts docket=docket/></Show>
            <Past docket=docket/>
        </section>
    }
}

/// After something was decided the form is gone, and the focus with it.
fn back_to_heading() {
    focus_when_drawn(HEADING_ID.to_owned(), N_TRIES);
}

/// That nobody changes it, and as what it was handed over.
#[component]
fn Frozen(docket: Docket) -> impl IntoView {
    let words = docket.desk.words;
    let hash = Memo::new(move |_| {
        let hash = docket.read(|view| view.docket.frozen.as_ref().map(|one| one.hash.clone()));
        hash.flatten()
    });
    move || {
        hash.get().map(|hash| {
            let copied = hash.clone();
            view! {
                <div class="note ho-frozen">
                    <p><Icon glyph=Glyph::PadlockLocked/>" "{words.ho_is_frozen()}</p>
                    <p class="row wrap g8">
                        <span>{words.ho_hash()}" "<code>{short(&hash)}</code></span>
                        <CopyButton label=words.ho_copy_hash() text=move || copied.clone()/>
                    </p>
                    <p class="sub sm">{words.ho_hash_about()}</p>
                </div>
            }
        })
    }
}

/// The beginning of a hash, in groups that can be read aloud.
fn short(hash: &str) -> String {
    const N_DIGITS: usize = 12;
    let digits: Vec<char> = hash.chars().take(N_DIGITS).collect();
    let groups = digits.chunks(4).map(|group| group.iter().collect());
    groups.collect::<Vec<String>>().join(" ")
}

#[component]
fn Acts(docket: Docket) -> impl IntoView {
    let words = docket.desk.words;
    let head = docket.desk.head;
    let state = Memo::new(move |_| head.with(|head| head.state));
    let unfolded = RwSignal::new(None::<Unfolded>);
    let unfold = move |which: Unfolded| {
        unfolded.update(|now| *now = (*now != Some(which)).then_some(which));
    };
    let button = move |label: &'static str, variant: &'static str, which: Unfolded| {
        view! {
            <button
                class="ds-button"
                type="button"
                data-variant=variant
                aria-expanded=move || (unfolded.get() == Some(which)).to_string()
                aria-controls="ho-form"
                on:click=move |_| unfold(which)
            >
                {label}
            </button>
        }
    };
    let buttons = move || {
        let state = state.get();
        let next = state.next().map(|to| {
            let label = match to {
                PlanState::Draft | PlanState::BoardProposal => words.ho_to_board(),
                PlanState::Adopted => words.ho_to_council(),
                PlanState::Funded => words.ho_to_county(),
            };
            button(label, "primary", Unfolded::Step(state))
        });
        let opening = state
            .is_frozen()
            .then(|| button(words.ho_open_again(), "secondary", Unfolded::Opening(state)));
        view! {
            {next}
            {opening}
            {button(words.ho_correct(), "tertiary", Unfolded::Correct)}
        }
    };
    let form = move || match unfolded.get()? {
        Unfolded::Step(from) => {
            Some(view! { <Step docket=docket from=from unfolded=unfolded/> }.into_any())
        }
        Unfolded::Opening(from) => {
            Some(view! { <Opening docket=docket from=from unfolded=unfolded/> }.into_any())
        }
        Unfolded::Correct => Some(view! { <Correct docket=docket/> }.into_any()),
    };
    view! {
        <div class="ho-acts">{buttons}</div>
        <div id="ho-form">{form}</div>
    }
}

/// Every step forward and back, for all to read.
#[component]
fn Past(docket: Docket) -> impl IntoView {
    let words = docket.desk.words;
    let moves = Memo::new(move |_| {
        docket
            .read(|view| view.docket.moves.clone())
            .unwrap_or_default()
    });
    let line = move |one: StateMove| {
        let (from, to) = (names::state(words, one.from), names::state(words, one.to));
        let by = docket.name_of(&one.by);
        let at = dates::day_and_time(words, one.at);
        let reason = one.reason.map(|reason| {
            view! { <p lang=docket.desk.lang>{words.ho_reason(&reason)}</p> }
        });
        let treated = one
            .treatment
            .map(|treatment| treated(words, docket.desk.lang, treatment));
        let said = if one.to > one.from {
            words.ho_went_on(from, to)
        } else {
            words.ho_went_back(from, to)
        };
        view! { <li><p><b>{said}</b>" "<span class="sub">{words.ho_by(&by, &at)}</span></p>{treated}{reason}</li> }
    };
    let lines = move || moves.get().into_iter().rev().map(line).collect_view();
    let lines = StoredValue::new(lines);
    view! {
        <Show when=move || moves.with(|moves| !moves.is_empty())>
            <details class="more ho-past">
                <summary>{words.ho_past()}</summary>
                <ul class="lines">{move || lines.with_value(|lines| lines())}</ul>
            </details>
        </Show>
    }
}

/// When, under which case number and on which conditions, as it was entered then.
fn treated(words: Words, lang: &'static str, treatment: Treatment) -> AnyView {
    let date = treatment.date;
    let date = date.map(|date| words.ho_treated(&dates::day_month_year(words, date)));
    let case = treatment.case_number.map(|number| words.ho_case(&number));
    let facts: Vec<String> = date.into_iter().chain(case).collect();
    let conditions = (!treatment.conditions.is_empty()).then(|| {
        view! { <p class="ho-words" lang=lang>{treatment.conditions}</p> }
    });
    view! { <p>{facts.join(" · ")}</p>{conditions} }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_shown_by_its_beginning() {
        assert_eq!(short("0123456789abcdef0123"), "0123 4567 89ab");
    }
}
