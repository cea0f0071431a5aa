//! Beside the paper: who approves, what was corrected after the meeting, and what happens when all have approved.

use leptos::prelude::*;
use shared::id::PersonId;
use shared::proceedings::formal::Ask;
use shared::proceedings::formal::minutes::{Minutes, MinutesCorrection};
use shared::proceedings::formal::state::{Approval, MinutesStep};

use super::desk::Desk;
use crate::components::avatar::PersonAvatar;
use crate::components::icon::{Glyph, Icon};
use crate::dates;

/// How long those who approve have, in days, when nobody says otherwise.
const APPROVAL_DAYS: i64 = 7;

#[component]
pub fn Side(desk: Desk, minutes: Minutes) -> impl IntoView {
    let words = desk.words;
    let is_over = Memo::new(move |_| {
        desk.formal.with(|formal| {
            formal
                .sitting
                .as_ref()
                .is_some_and(|one| one.ended_at.is_some())
        })
    });
    let corrections = minutes.corrections.clone();
    view! {
        <div class="fo-beside fo-noprint">
            <Show when=move || is_over.get() fallback=move || view! { <p class="note">{words.mi_still_going()}</p> }>
                <Approvers desk=desk/>
            </Show>
            <Corrections desk=desk corrections=corrections/>
            <Locked desk=desk/>
        </div>
    }
}

#[component]
fn Approvers(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let rows = move || {
        let (sent, chair, signers) = desk.formal.with(|formal| {
            let chair = formal.sitting.as_ref().map(|one| one.opened_by.clone());
            (
                formal.minutes.approvers.clone(),
                chair,
                formal.signers.clone(),
            )
        });
        let signers = signers
            .into_iter()
            .filter(|one| Some(one) != chair.as_ref());
        let all: Vec<PersonId> = chair.clone().into_iter().chain(signers).collect();
        let rows = all.into_iter().map(|person| {
            let is_chair = chair.as_ref() == Some(&person);
            let approval = sent.get(&person).cloned();
            view! { <Approver desk=desk person=person is_chair=is_chair approval=approval/> }
        });
        view! { <ul class="lines">{rows.collect_view()}</ul> }
    };
    let due = move || {
        let due = desk.formal.with(|formal| formal.minutes.due);
        due.map(
            |date| view! { <p class="sub sm">{words.mi_due(&dates::day_month(words, date))}</p> },
        )
    };
    view! {
        <section class="card pad col" aria-labelledby="fo-approve">
            <h2 class="h-card" id="fo-approve">{words.mi_who_approves()}</h2>
            {rows}
            {due}
            <Sending desk=desk/>
            <Answering desk=desk/>
        </section>
    }
}

#[component]
fn Approver(
    desk: Desk,
    person: PersonId,
    is_chair: bool,
    approval: Option<Approval>,
) -> impl IntoView {
    let words = desk.words;
    let avatar = desk
        .person(&person)
        .map(|person| view! { <PersonAvatar person=person/> });
    let what = if is_chair {
        words.mi_led()
    } else {
        words.mi_elected()
    };
    let state = match &approval {
        None => words.mi_not_sent().to_owned(),
        Some(Approval {
            approved_at: Some(at),
            ..
        }) => words.mi_has_approved(&dates::day_and_time(words, *at)),
        Some(Approval { wants: Some(_), .. }) => words.mi_wants().to_owned(),
        Some(_) => words.mi_waits().to_owned(),
    };
    let wants = approval.and_then(|one| one.wants);
    let wants = wants.map(|text| view! { <p class="note sm fo-prose">{text}</p> });
    view! {
        <li class="fo-approver">
            {avatar}
            <span class="fo-nm">{desk.name(&person)}<small class="sub">{what}</small></span>
            <span class="sub sm">{state}</span>
            {wants}
        </li>
    }
}

/// For whom keeps the minutes: sent, and back.
#[component]
fn Sending(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let records = move || desk.formal.with(|formal| formal.i_record);
    let send = move |_| {
        let due = desk.formal.with_untracked(|formal| {
            let ended = formal.sitting.as_ref()?.ended_at?;
            let due = ended.plus_ms(APPROVAL_DAYS * shared::time::DAY_MS);
            Some(shared::time::day_of(due))
        });
        desk.asks(Ask::SendMinutes { due }, words.mi_did_send());
    };
    let back = move |_| desk.asks(Ask::WithdrawMinutes, words.mi_did_withdraw());
    move || {
        match (records(), desk.step()) {
        (true, MinutesStep::Draft) => view! {
            <p class="sub sm">{words.mi_send_means()}</p>
            <button class="ds-button" type="button" on:click=send><Icon glyph=Glyph::PersonCheckmark/>{words.mi_send()}</button>
        }
        .into_any(),
        (true, MinutesStep::InReview) => view! {
            <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" data-color="neutral" on:click=back>{words.mi_withdraw()}</button>
        }
        .into_any(),
        _ => ().into_any(),
    }
    }
}

/// For whoever was asked to approve.
#[component]
fn Answering(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let text = RwSignal::new(String::new());
    let is_asked = Memo::new(move |_| {
        let me = desk.me.get_value();
        desk.formal.with(|formal| {
            let mine = formal.minutes.approvers.get(&me);
            formal.minutes.step == MinutesStep::InReview
                && mine.is_some_and(|one| one.approved_at.is_none())
        })
    });
    let approve = move |_| desk.asks(Ask::Approve, words.mi_did_approve());
    let want = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text_now = text.get_untracked();
        desk.asks(Ask::WantCorrection { text: text_now }, words.mi_did_want());
        text.set(String::new());
    };
    view! {
        <Show when=move || is_asked.get()>
            <button class="ds-button fo-big" type="button" on:click=approve><Icon glyph=Glyph::Checkmark/>{words.mi_approve()}</button>
            <form class="col" on:submit=want>
                <label class="ds-label" for="fo-want">{words.mi_want()}</label>
                <textarea class="ds-input fo-area" id="fo-want" maxlength="2000" prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))></textarea>
                <button class="ds-button" type="submit" data-size="sm" data-variant="secondary">{words.mi_send_want()}</button>
            </form>
        </Show>
    }
}

#[component]
fn Corrections(desk: Desk, corrections: Vec<MinutesCorrection>) -> impl IntoView {
    let words = desk.words;
    let n = corrections.len();
    let rows = corrections.into_iter().map(|one| {
        let who = words.mi_corrected_by(&one.number, &one.by, &dates::day_month(words, one.on));
        view! {
            <li class="col">
                <p class="sm">{who}</p>
                <p class="sm"><del class="fo-del">{one.before}</del></p>
                <p class="sm"><ins class="fo-added">{one.after}</ins></p>
            </li>
        }
    });
    let rows = rows.collect_view();
    let summary = if n == 0 {
        words.mi_none_corrected().to_owned()
    } else {
        words.mi_n_corrected(n)
    };
    view! {
        <section class="card pad col" aria-labelledby="fo-corrected">
            <h2 class="h-card" id="fo-corrected">{words.mi_corrected()}</h2>
            <p class="sm"><Icon glyph=Glyph::Pencil/>" "{summary}</p>
            <ul class="lines">{rows}</ul>
        </section>
    }
}

#[component]
fn Locked(desk: Desk) -> impl IntoView {
    let words = desk.words;
    move || match desk.formal.with(|formal| formal.minutes.frozen.clone()) {
        Some(frozen) => {
            let is_public = desk.is_public.get();
            let hash = if is_public {
                frozen.public_hash
            } else {
                frozen.hash
            };
            view! {
                <section class="note col">
                    <p><Icon glyph=Glyph::PadlockLocked/>" "{words.mi_locked_at(&dates::day_and_time(words, frozen.at))}</p>
                    <p class="sub sm">{words.mi_hash()}</p>
                    <p class="fo-hash">{hash}</p>
                </section>
            }
            .into_any()
        }
        None => view! { <p class="note sm">{words.mi_locks()}</p> }.into_any(),
    }
}
