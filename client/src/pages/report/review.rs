//! Beside the report: sending it, who has read it, and making it final.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a bundle of signals, copied as every handle is; it is large only where pointers are"
)]

use jiff::ToSpan;
use jiff::civil::Date;
use leptos::prelude::*;
use shared::id::PersonId;
use shared::proceedings::command::Command;
use shared::proceedings::state::{Reading, ReportState};
use shared::report::ReportPage;
use shared::rights::Role;

use super::desk::Desk;
use crate::components::avatar::PersonAvatar;
use crate::components::copy::{CopyButton, download};
use crate::components::icon::{Glyph, Icon};
use crate::dates;
use crate::office::parts::Confirm;
use crate::words::{Words, use_words};

/// How long readers have when nobody says otherwise, in days after the meeting (domain 2.11).
const READING_DAYS: i32 = 7;

/// What there is to do about the report in its state.
#[component]
pub fn Review(desk: Desk, page: ReportPage) -> impl IntoView {
    let is_changing = RwSignal::new(false);
    let page = StoredValue::new(page);
    move || match (desk.state(), desk.finishes.get(), is_changing.get()) {
        (ReportState::Draft, true, _) | (ReportState::InReview, true, true) => {
            view! { <Sending desk=desk is_changing=is_changing/> }.into_any()
        }
        (ReportState::Draft, false, _) => ().into_any(),
        (ReportState::InReview, finishes, _) => view! {
            {desk.is_reader().then(|| view! { <Approve desk=desk/> })}
            <Readers desk=desk is_changing=is_changing/>
            {finishes.then(|| view! { <Finish desk=desk/> })}
        }
        .into_any(),
        (ReportState::Final, _, _) => view! {
            <Finished desk=desk page=page.get_value()/>
            <Readers desk=desk is_changing=is_changing/>
        }
        .into_any(),
    }
}

/// Deadline and readers, chosen in place.
#[component]
fn Sending(desk: Desk, is_changing: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let now = desk.report.get_untracked();
    let date = desk
        .view
        .with_untracked(|view| view.meeting.last_date.unwrap_or(view.meeting.date));
    let proposed = date.checked_add(READING_DAYS.days()).ok();
    let due = RwSignal::new(
        now.due
            .or(proposed)
            .map(|date| date.to_string())
            .unwrap_or_default(),
    );
    let people = desk.view.with_untracked(|view| view.people.clone());
    let people: Vec<_> = people
        .into_iter()
        .filter(|it| it.person.role != Role::Guest)
        .map(|it| {
            let is_asked = if now.readers.is_empty() {
                is_asked_by_itself(it.person.role, it.seated_for.is_some(), it.is_coming)
            } else {
                now.readers.contains_key(&it.person.id)
            };
            (it.person, RwSignal::new(is_asked))
        })
        .collect();
    let rows = people
        .iter()
        .map(|(person, is_asked)| {
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
        })
        .collect_view();
    let people = StoredValue::new(people);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let readers: Vec<PersonId> = people.with_value(|people| {
            let asked = people
                .iter()
                .filter(|(_, is_asked)| is_asked.get_untracked());
            asked.map(|(person, _)| person.id.clone()).collect()
        });
        let due: Option<Date> = due.get_untracked().parse().ok();
        let command = Command::SendReport { due, readers };
        desk.asking
            .tell(command, Some(words.pap_sent().to_owned()), None);
        is_changing.set(false);
    };
    let is_concluded = Memo::new(move |_| {
        desk.view.with(|view| {
            view.proceedings
                .as_ref()
                .is_some_and(|all| all.concluded_at.is_some())
        })
    });
    let in_review = now.state == ReportState::InReview;
    let verb = if in_review {
        words.save()
    } else {
        words.pap_send()
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
    let form = view! {
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
    };
    view! {
        <section class="card pad col" aria-labelledby="sending">
            <h2 class="h-card" id="sending">{words.pap_sending()}</h2>
            <p class="sm note" hidden=move || is_concluded.get()>{words.pap_conclude_first()}</p>
            <div hidden=move || !is_concluded.get()>{form}</div>
        </section>
    }
}

/// Omstillingsledelsen: the board and the manager. Others are asked when somebody says so.
fn is_asked_by_itself(role: Role, is_seated: bool, is_coming: bool) -> bool {
    let leads = matches!(
        role,
        Role::Chair | Role::ViceChair | Role::BoardMember | Role::ProgrammeManager
    );
    is_coming && (leads || is_seated)
}

#[component]
fn Readers(desk: Desk, is_changing: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let rows = move || {
        let readers = desk.report.with(|report| report.readers.clone());
        let rows = readers
            .into_iter()
            .filter_map(|(id, reading)| Some((desk.person(&id)?, reading)));
        let rows = rows.map(|(person, reading)| {
            let (glyph, class, text) = reading_says(words, &reading);
            view! {
                <li>
                    <PersonAvatar person=person.clone() size="tiny"/>
                    <span class="nm">{person.name}</span>
                    <span class=format!("{class} sm row g4")><Icon glyph=glyph/>{text}</span>
                </li>
            }
        });
        rows.collect_view()
    };
    let due = move || {
        let due = desk.report.with(|report| report.due);
        due.map(|date| words.pap_due_by(&dates::day_month(words, date)))
    };
    let is_open = move || desk.finishes.get() && desk.state() == ReportState::InReview;
    view! {
        <section class="card pad col" aria-labelledby="readers">
            <div class="row wrap">
                <h2 class="h-card" id="readers">{words.pap_reads()}</h2>
                <span class="sp"></span>
                <span class="sub sm">{due}</span>
            </div>
            <ul class="pap-people lines">{rows}</ul>
            <Show when=is_open>
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-variant="tertiary"
                    on:click=move |_| is_changing.set(true)
                >
                    <Icon glyph=Glyph::PersonPlus/>
                    {words.pap_change_readers()}
                </button>
            </Show>
        </section>
    }
}

fn reading_says(words: Words, reading: &Reading) -> (Glyph, &'static str, &'static str) {
    match (reading.read_at, reading.opened_at) {
        (Some(_), _) => (Glyph::CheckmarkCircle, "okk", words.pap_approved()),
        (None, Some(_)) => (Glyph::Eye, "sub", words.pap_opened()),
        (None, None) => (Glyph::Hourglass, "sub", words.pap_not_opened()),
    }
}

/// For somebody who was asked to read it.
#[component]
fn Approve(desk: Desk) -> impl IntoView {
    let words = use_words();
    let has_read = Memo::new(move |_| {
        let me = desk.me.get_value();
        desk.report.with(|report| {
            report
                .readers
                .get(&me)
                .is_some_and(|reading| reading.read_at.is_some())
        })
    });
    let confirm = move |is_read: bool| {
        desk.asking
            .tell(Command::ConfirmRead { is_read }, None, None);
    };
    move || {
        if has_read.get() {
            view! {
                <section class="card pad col" aria-label=words.pap_your_reading()>
                    <p class="okk row g8"><Icon glyph=Glyph::CheckmarkCircle/><span>{words.pap_you_approved()}</span></p>
                    <button
                        class="ds-button"
                        type="button"
                        data-size="sm"
                        data-variant="tertiary"
                        data-color="neutral"
                        on:click=move |_| confirm(false)
                    >
                        {words.pap_take_approval_back()}
                    </button>
                </section>
            }
            .into_any()
        } else {
            view! {
                <section class="card pad col" aria-label=words.pap_your_reading()>
                    <p class="sm">{words.pap_approve_ask()}</p>
                    <button class="ds-button" type="button" on:click=move |_| confirm(true)>{words.pap_approve()}</button>
                </section>
            }
            .into_any()
        }
    }
}

/// Makes it final, after one question that says what is still open.
#[component]
fn Finish(desk: Desk) -> impl IntoView {
    let words = use_words();
    let is_asking = RwSignal::new(false);
    let n_open = Memo::new(move |_| desk.open_comments().len());
    let missing = Memo::new(move |_| {
        desk.report.with(|report| {
            let n_missing = report
                .readers
                .values()
                .filter(|it| it.read_at.is_none())
                .count();
            (n_missing, report.readers.len())
        })
    });
    let finish = Callback::new(move |()| {
        is_asking.set(false);
        desk.asking.tell(
            Command::FinaliseReport,
            Some(words.pap_now_final().to_owned()),
            None,
        );
    });
    let question = move || {
        let (n_missing, n_readers) = missing.get();
        let open = words.pap_finish_open(n_open.get());
        let missing = words.pap_finish_missing(&n_missing.to_string(), &n_readers.to_string());
        format!("{open} {missing} {}", words.pap_finish_means())
    };
    let withdraw = move |_| {
        let before = desk.report.get_untracked();
        let again = Command::SendReport {
            due: before.due,
            readers: before.readers.into_keys().collect(),
        };
        desk.asking.tell(
            Command::WithdrawReport,
            Some(words.pap_withdrawn().to_owned()),
            Some(again),
        );
    };
    view! {
        <section class="card pad col" aria-labelledby="finish">
            <h2 class="h-card" id="finish">{words.pap_before_final()}</h2>
            <ul class="pap-checks">
                <li class="okk row g8"><Icon glyph=Glyph::CheckmarkCircle/><span>{words.pap_numbers_locked()}</span></li>
                <li class="row g8" class:okk=move || n_open.get() == 0 class:wn=move || n_open.get() != 0>
                    {move || sign(n_open.get() == 0)}<span>{move || words.pap_n_comments_open(n_open.get())}</span>
                </li>
                <li class="row g8" class:okk=move || missing.get().0 == 0 class:wn=move || missing.get().0 != 0>
                    {move || sign(missing.get().0 == 0)}
                    <span>{move || words.pap_n_missing(&missing.get().0.to_string(), &missing.get().1.to_string())}</span>
                </li>
            </ul>
            {move || if is_asking.get() {
                view! {
                    <Confirm
                        text=question()
                        yes=words.pap_finish()
                        no=words.never_mind()
                        on_yes=finish
                        on_no=Callback::new(move |()| is_asking.set(false))
                    />
                }
                .into_any()
            } else {
                view! {
                    <button class="ds-button" type="button" on:click=move |_| is_asking.set(true)>
                        {words.pap_finish()}
                        {move || (n_open.get() > 0).then(|| view! { <span class="pap-n">{words.pap_n_open(n_open.get())}</span> })}
                    </button>
                    <button
                        class="ds-button"
                        type="button"
                        data-variant="tertiary"
                        data-color="neutral"
                        data-size="sm"
                        on:click=withdraw
                    >
                        {words.pap_withdraw()}
                    </button>
                }
                .into_any()
            }}
        </section>
    }
}

fn sign(is_fine: bool) -> impl IntoView {
    let glyph = if is_fine {
        Glyph::CheckmarkCircle
    } else {
        Glyph::ExclamationmarkTriangle
    };
    view! { <Icon glyph=glyph/> }
}

/// The hash that shows that nothing has changed since.
#[component]
fn Finished(desk: Desk, page: ReportPage) -> impl IntoView {
    let words = use_words();
    let frozen = page.frozen.clone()?;
    let hash = frozen.hash.clone();
    let name = format!("rapport-psv-{}.json", page.report.about.year);
    let canonical = page.report.canonical();
    let save = move |_| {
        if download(&name, &canonical).is_err() {
            desk.asking.toasts.say(words.broken_title().to_owned());
        }
    };
    Some(view! {
        <section class="card pad col" aria-labelledby="finished">
            <h2 class="h-card" id="finished">{words.pap_final_since(&dates::day_and_time(words, frozen.at))}</h2>
            <p class="sm">{words.pap_hash_means()}</p>
            <p class="pap-hash"><span class="ds-sr-only">{words.pap_hash()}</span>{frozen.hash}</p>
            <div class="row wrap g8">
                <CopyButton label=words.pap_copy_hash() text=move || hash.clone()/>
                <button class="ds-button" type="button" data-size="sm" data-variant="secondary" on:click=save>
                    <Icon glyph=Glyph::FileExport/>
                    {words.pap_download_data()}
                </button>
            </div>
        </section>
    })
}
