//! Sending the report: by when it is read, and by whom. Not before grades and texts are locked, which is done here too
//! when the meeting ended without it.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a bundle of signals, copied as every handle is; it is large only where pointers are"
)]

use jiff::ToSpan;
use jiff::civil::Date;
use leptos::prelude::*;
use shared::proceedings::command::Command;
use shared::proceedings::state::ReportState;
use shared::programme::Person;
use shared::rights::Role;

use super::desk::Desk;
use crate::components::icon::{Glyph, Icon};
use crate::words::{Words, use_words};

/// How long readers have when nobody says otherwise, in days after the meeting (domain 2.11).
const READING_DAYS: i32 = 7;

/// Somebody, and whether they are asked to read it.
type Choice = (Person, RwSignal<bool>);

/// Deadline and readers, chosen in place. What is chosen stays while texts are unlocked for a moment.
#[component]
pub fn Sending(desk: Desk, is_changing: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let is_concluded = Memo::new(move |_| {
        desk.view.with(|view| {
            let day = view.proceedings.as_ref();
            day.is_some_and(|day| day.concluded_at.is_some())
        })
    });
    view! {
        <section class="card pad col" aria-labelledby="sending">
            <h2 class="h-card" id="sending">{words.pap_sending()}</h2>
            {move || (!is_concluded.get()).then(|| view! { <Locking desk=desk/> })}
            <div hidden=move || !is_concluded.get()><Form desk=desk is_changing=is_changing/></div>
        </section>
    }
}

/// Why it cannot be sent, and what makes it so that it can.
#[component]
fn Locking(desk: Desk) -> impl IntoView {
    let words = use_words();
    let has_begun = Memo::new(move |_| {
        desk.view.with(|view| {
            let day = view.proceedings.as_ref();
            day.is_some_and(|day| day.position.is_some())
        })
    });
    let conclude = move |_| {
        let said = words.con_did_conclude().to_owned();
        let [lock, unlock] = [true, false].map(|is_concluded| Command::Conclude { is_concluded });
        desk.asking.tell(lock, Some(said), Some(unlock));
    };
    view! {
        <p class="sm note">{words.pap_conclude_first()}</p>
        <Show when=move || has_begun.get()>
            <button class="ds-button" type="button" data-variant="secondary" on:click=conclude>
                <Icon glyph=Glyph::PadlockLocked/>
                {words.con_do_conclude()}
            </button>
        </Show>
    }
}

#[component]
fn Form(desk: Desk, is_changing: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let in_review = desk.report.with_untracked(|report| report.state) == ReportState::InReview;
    let due = RwSignal::new(proposed_due(desk).map_or_else(String::new, |date| date.to_string()));
    let choices = choices(desk);
    let rows = choices
        .iter()
        .map(|choice| row(words, choice))
        .collect_view();
    let choices = StoredValue::new(choices);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let readers = choices.with_value(|choices| {
            let asked = choices
                .iter()
                .filter(|(_, is_asked)| is_asked.get_untracked());
            asked.map(|(person, _)| person.id.clone()).collect()
        });
        let due: Option<Date> = due.get_untracked().parse().ok();
        let command = Command::SendReport { due, readers };
        let said = words.pap_sent().to_owned();
        desk.asking.tell(command, Some(said), None);
        is_changing.set(false);
    };
    let back = in_review.then(|| {
        view! {
            <button
                class="ds-button"
                type="button"
                data-variant="tertiary"
                data-color="neutral"
                on:click=move |_| is_changing.set(false)
            >
                {words.never_mind()}
            </button>
        }
    });
    let verb = if in_review {
        words.save()
    } else {
        words.pap_send()
    };
    view! {
        <form class="col" on:submit=send>
            <p class="sm">{words.pap_send_means()}</p>
            <div class="fld">
                <label class="ds-label" for="due">{words.pap_due()}</label>
                <input
                    class="ds-input"
                    id="due"
                    type="date"
                    prop:value=move || due.get()
                    on:input=move |event| due.set(event_target_value(&event))
                />
            </div>
            <fieldset class="pap-choose">
                <legend class="ds-label">{words.pap_who_reads()}</legend>
                <ul>{rows}</ul>
            </fieldset>
            <div class="row wrap g8"><button class="ds-button" type="submit">{verb}</button>{back}</div>
        </form>
    }
}

fn proposed_due(desk: Desk) -> Option<Date> {
    let date = desk
        .view
        .with_untracked(|view| view.meeting.last_date.unwrap_or(view.meeting.date));
    let due = desk.report.with_untracked(|report| report.due);
    due.or_else(|| date.checked_add(READING_DAYS.days()).ok())
}

/// Those who are asked already, or who would be.
fn choices(desk: Desk) -> Vec<Choice> {
    let readers = desk.report.with_untracked(|report| report.readers.clone());
    desk.view.with_untracked(|view| {
        let people = view.people.iter();
        let people = people.filter(|it| it.person.role != Role::Guest);
        let choices = people.map(|it| {
            let is_asked = if readers.is_empty() {
                is_asked_by_itself(it.person.role, it.seated_for.is_some(), it.is_coming)
            } else {
                readers.contains_key(&it.person.id)
            };
            (it.person.clone(), RwSignal::new(is_asked))
        });
        choices.collect()
    })
}

/// Omstillingsledelsen: the board and the manager. Others are asked when somebody says so.
fn is_asked_by_itself(role: Role, is_seated: bool, is_coming: bool) -> bool {
    let leads = matches!(
        role,
        Role::Chair | Role::ViceChair | Role::BoardMember | Role::ProgrammeManager
    );
    is_coming && (leads || is_seated)
}

fn row(words: Words, (person, is_asked): &Choice) -> impl IntoView + use<> {
    let is_asked = *is_asked;
    let role = words.role(person.role);
    view! {
        <li>
            <label class="pick">
                <input
                    class="ds-input"
                    type="checkbox"
                    prop:checked=move || is_asked.get()
                    on:change=move |event| is_asked.set(event_target_checked(&event))
                />
                <span>{person.name.clone()}<small class="sub">{format!(", {role}")}</small></span>
            </label>
        </li>
    }
}
