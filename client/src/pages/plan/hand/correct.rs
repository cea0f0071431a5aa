//! Correcting what is said of the plan as a whole. Each part is sent by itself, so that two who do it together do not undo
//! each other, and a part that is refused stays as it was typed.

use leptos::prelude::*;
use shared::plan::docket::command::{Command, HeadPart};
use shared::plan::{Head, PlanState};

use super::N_TRIES;
use super::fields::{LineField, LongField, day, written};
use crate::pages::plan::desk::focus_when_drawn;
use crate::pages::plan::room::{Asking, Docket, Fault};
use crate::words::Words;

const FIRST_ID: &str = "ho-part-version";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Version,
    CaseNumber,
    BoardDate,
    CouncilDate,
    GrantDate,
    Conditions,
}

/// Those that say something of the plan as it is now.
fn parts(state: PlanState) -> Vec<Part> {
    let mut parts = vec![Part::Version, Part::CaseNumber];
    if state >= PlanState::BoardProposal {
        parts.push(Part::BoardDate);
    }
    if state >= PlanState::Adopted {
        parts.push(Part::CouncilDate);
    }
    if state >= PlanState::Funded {
        parts.extend([Part::GrantDate, Part::Conditions]);
    }
    parts
}

impl Part {
    fn id(self) -> &'static str {
        match self {
            Self::Version => FIRST_ID,
            Self::CaseNumber => "ho-part-case",
            Self::BoardDate => "ho-part-board",
            Self::CouncilDate => "ho-part-council",
            Self::GrantDate => "ho-part-grant",
            Self::Conditions => "ho-part-conditions",
        }
    }

    fn label(self, words: Words) -> &'static str {
        match self {
            Self::Version => words.pl_h_version(),
            Self::CaseNumber => words.pl_h_case(),
            Self::BoardDate => words.pl_h_board(),
            Self::CouncilDate => words.pl_h_council(),
            Self::GrantDate => words.ho_granted(),
            Self::Conditions => words.ho_conditions(),
        }
    }

    fn stands(self, words: Words, head: &Head) -> String {
        match self {
            Self::Version => head.version.clone(),
            Self::CaseNumber => head.case_number.clone().unwrap_or_default(),
            Self::BoardDate => written(words, head.board_date),
            Self::CouncilDate => written(words, head.council_date),
            Self::GrantDate => written(words, head.grant_date),
            Self::Conditions => head.conditions.clone(),
        }
    }

    fn read(self, words: Words, typed: String) -> Result<HeadPart, String> {
        let date = || day(words, &typed);
        Ok(match self {
            Self::BoardDate => HeadPart::BoardDate { date: date()? },
            Self::CouncilDate => HeadPart::CouncilDate { date: date()? },
            Self::GrantDate => HeadPart::GrantDate { date: date()? },
            Self::Version => HeadPart::Version { name: typed },
            Self::CaseNumber => HeadPart::CaseNumber {
                number: (!typed.trim().is_empty()).then_some(typed),
            },
            Self::Conditions => HeadPart::Conditions { text: typed },
        })
    }
}

#[component]
pub fn Correct(docket: Docket) -> impl IntoView {
    let desk = docket.desk;
    let parts = parts(desk.head.with_untracked(|head| head.state));
    focus_when_drawn(FIRST_ID.to_owned(), N_TRIES);
    let one = move |part: Part| view! { <OnePart docket=docket part=part/> };
    view! {
        <div class="tk-form ho-form">
            <p>{desk.words.ho_correct_about()}</p>
            {parts.into_iter().map(one).collect_view()}
        </div>
    }
}

#[component]
fn OnePart(docket: Docket, part: Part) -> impl IntoView {
    let desk = docket.desk;
    let words = desk.words;
    let asking = Asking::new(docket);
    let typed = RwSignal::new(desk.head.with_untracked(|head| part.stands(words, head)));
    let is_as_it_stands = move || desk.head.with(|head| part.stands(words, head)) == typed.get();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match part.read(words, typed.get_untracked()) {
            Ok(part_now) => {
                let said = words.ho_corrected(part.label(words));
                asking.ask(Command::SetHead { part: part_now }, said, move || {
                    focus_when_drawn(part.id().to_owned(), N_TRIES);
                });
            }
            Err(said) => asking.fault.set(Some(said)),
        }
    };
    let (id, label) = (part.id(), part.label(words));
    let field = match part {
        Part::Conditions => {
            view! { <LongField id=id label=label typed=typed max="4000" lang=desk.lang/> }
                .into_any()
        }
        _ => view! { <LineField id=id label=label typed=typed/> }.into_any(),
    };
    view! {
        <form class="ho-part" on:submit=send novalidate>
            {field}
            <Show when=move || !is_as_it_stands()>
                <button class="ds-button" type="submit" data-variant="secondary" aria-busy=move || asking.is_busy.get().then_some("true")>
                    {words.tk_save()}
                    <span class="ds-sr-only">" "{label}</span>
                </button>
            </Show>
            <Fault asking=asking/>
        </form>
    }
}
