//! Taking the plan on: when it was treated, under which case number, on which conditions. What the checks still say is shown;
//! only the rules refuse.

use leptos::prelude::*;
use shared::plan::PlanState;
use shared::plan::checks::PlanCheck;
use shared::plan::docket::command::Command;
use shared::plan::docket::state::Treatment;

use super::fields::{LineField, LongField, day, written};
use super::line::name;
use super::{N_TRIES, Unfolded, back_to_heading};
use crate::components::icon::{Glyph, Icon};
use crate::pages::plan::desk::{Desk, focus_when_drawn};
use crate::pages::plan::findings::{counted, glyph, summary};
use crate::pages::plan::room::{Asking, Docket, Fault};
use crate::{clock, mint};

const DATE_ID: &str = "ho-date";

#[component]
pub fn Step(
    docket: Docket,
    from: PlanState,
    unfolded: RwSignal<Option<Unfolded>>,
) -> impl IntoView {
    let desk = docket.desk;
    let words = desk.words;
    let to = from.next()?;
    let asking = Asking::new(docket);
    let date = RwSignal::new(written(words, Some(clock::today())));
    let case_number = RwSignal::new(String::new());
    let conditions = RwSignal::new(String::new());
    // Asked for again after no answer, it is the same version.
    let version = mint::version_id();
    focus_when_drawn(DATE_ID.to_owned(), N_TRIES);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let date = match day(words, &date.get_untracked()) {
            Ok(date) => date,
            Err(said) => return asking.fault.set(Some(said)),
        };
        let number = case_number.get_untracked();
        let command = Command::MoveOn {
            from,
            treatment: Treatment {
                date,
                case_number: (!number.trim().is_empty()).then_some(number),
                conditions: conditions.get_untracked(),
            },
            version: version.clone(),
        };
        let said = words.ho_has_come(name(words, to));
        asking.ask(command, said, move || {
            unfolded.try_set(None);
            back_to_heading();
        });
    };
    let is_grant = to == PlanState::Funded;
    let (about, label) = match to {
        PlanState::Draft | PlanState::BoardProposal => (words.ho_freezes(), words.ho_do_board()),
        PlanState::Adopted => (words.ho_stays_frozen(), words.ho_do_council()),
        PlanState::Funded => (words.ho_stays_frozen(), words.ho_do_county()),
    };
    let number = (!is_grant).then(|| {
        view! { <LineField id="ho-case" label=words.pl_h_case() typed=case_number hint=words.ho_case_hint()/> }
    });
    let conditions = is_grant.then(|| {
        view! { <LongField id="ho-conditions" label=words.ho_conditions() typed=conditions max="4000" lang=desk.lang/> }
    });
    Some(view! {
        <form class="tk-form ho-form" on:submit=send novalidate aria-label=name(words, to)>
            <div class="pl-fields">
                <LineField id=DATE_ID label=words.ho_when() typed=date hint=words.ho_when_hint()/>
                {number}
                {conditions}
            </div>
            <Checks desk=desk/>
            <p><Icon glyph=Glyph::PadlockLocked/>" "{about}</p>
            <Fault asking=asking/>
            <div class="row wrap g8">
                <button class="ds-button" type="submit" aria-busy=move || asking.is_busy.get().then_some("true")>
                    {label}
                </button>
                <button class="ds-button" type="button" data-variant="tertiary" on:click=move |_| leave(unfolded)>
                    {words.tk_cancel()}
                </button>
            </div>
        </form>
    })
}

pub fn leave(unfolded: RwSignal<Option<Unfolded>>) {
    unfolded.set(None);
    back_to_heading();
}

/// What the list of checks says now: first what the rules will say no to.
#[component]
fn Checks(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let counts = Memo::new(move |_| desk.findings.with(|findings| counted(findings)));
    let lines = move |is_in_the_way: bool| {
        let here =
            move |(check, _): &(PlanCheck, usize)| check.blocks_handing_over() == is_in_the_way;
        let line = |(check, n): (PlanCheck, usize)| {
            view! { <li class="wn"><Icon glyph=glyph(check.severity())/><span>{summary(words, check, n)}</span></li> }
        };
        let heading = if is_in_the_way {
            words.ho_in_the_way()
        } else {
            words.ho_worth_a_look()
        };
        let here: Vec<_> = counts.get().into_iter().filter(here).collect();
        (!here.is_empty()).then(|| {
            view! { <p><b>{heading}</b></p><ul class="pl-chk-lines">{here.into_iter().map(line).collect_view()}</ul> }
        })
    };
    let nothing = move || {
        counts.with(Vec::is_empty).then(|| {
            view! { <p class="okk"><Icon glyph=Glyph::CheckmarkCircle/>" "{words.pl_nothing_to_see()}</p> }
        })
    };
    view! { <div class="ho-checks">{move || lines(true)}{move || lines(false)}{nothing}</div> }
}
