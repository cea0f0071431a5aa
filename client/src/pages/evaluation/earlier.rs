//! What the board promised at the seminar before this one, and what came of it.

use leptos::prelude::*;
use shared::id::PromiseId;
use shared::meeting::FollowUp;
use shared::proceedings::evaluation::Ask;
use shared::proceedings::evaluation::state::BoardPromise;
use shared::proceedings::state::FollowUpNote;
use shared::rights::Act;

use super::desk::Desk;
use crate::dates;
use crate::pages::fact_sheet::follow_up_name;

/// In the order of the list one chooses from.
const ENDS: [FollowUp; 3] = [FollowUp::Done, FollowUp::Partly, FollowUp::NotDone];

#[component]
pub fn Earlier(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let earlier = Memo::new(move |_| desk.room.with(|room| room.earlier_promises.clone()));
    let (makes, manages) = (desk.may(Act::MakePromises), desk.may(Act::ManageMeeting));
    let may = Memo::new(move |_| makes.get() || manages.get());
    move || {
        earlier.get().map(|earlier| {
            let lines = earlier.promises.into_iter().map(|promise| {
                view! { <Line desk=desk promise=promise may=may/> }
            });
            view! {
                <section class="card ev-promises" aria-labelledby="ev-earlier">
                    <h2 class="disp h-sec" id="ev-earlier">{words.ev_earlier(&earlier.year.to_string())}</h2>
                    <ul class="ev-plist">{lines.collect_view()}</ul>
                </section>
            }
        })
    }
}

#[component]
fn Line(desk: Desk, promise: BoardPromise, may: Memo<bool>) -> impl IntoView {
    let words = desk.words;
    let note = {
        let id = promise.id.clone();
        desk.read(move |view| view.follow_ups.get(&id).cloned())
    };
    let who = promise.responsible.as_ref().and_then(|id| desk.person(id));
    let about = [
        who.map(|person| person.name),
        promise
            .deadline
            .map(|date| dates::day_month_year(words, date)),
    ];
    let about: Vec<String> = about.into_iter().flatten().collect();
    let id = StoredValue::new(promise.id);
    let body = move || {
        if may.get() {
            return view! { <Fields desk=desk id=id.get_value() note=note/> }.into_any();
        }
        let end = note.get().map(|note| note.follow_up);
        let happened = note.get().map(|note| note.what_happened);
        view! {
            <span class="ds-tag" data-color="neutral" data-size="sm">{follow_up_name(words, end)}</span>
            <p class="sm sub">{happened}</p>
        }
        .into_any()
    };
    view! {
        <li class="ev-pr">
            <h3 class="h-card" lang=desk.lang()>{promise.text}</h3>
            <p class="sm sub">{about.join(" · ")}</p>
            <div class="ev-fields">{body}</div>
        </li>
    }
}

#[component]
fn Fields(desk: Desk, id: PromiseId, note: Memo<Option<FollowUpNote>>) -> impl IntoView {
    let words = desk.words;
    let field = format!("ev-end-{id}");
    let what = StoredValue::new(format!("ev-what-{id}"));
    let id = StoredValue::new(id);
    let set = move |note: Option<FollowUpNote>| {
        let id = id.get_value();
        desk.ask(Ask::FollowUp { id, note }, words.ev_kept());
    };
    let end = Memo::new(move |_| note.with(|note| note.as_ref().map(|note| note.follow_up)));
    let happened = move || {
        note.with(|note| {
            note.as_ref()
                .map(|note| note.what_happened.clone())
                .unwrap_or_default()
        })
    };
    let choose = move |event| {
        let place = event_target_value(&event).parse::<usize>().ok();
        let chosen = place.and_then(|place| ENDS.get(place));
        set(chosen.map(|follow_up| FollowUpNote {
            follow_up: *follow_up,
            what_happened: untrack(happened),
        }));
    };
    let tell = move |event| {
        if let Some(note) = note.get_untracked() {
            let what_happened = event_target_value(&event);
            set(Some(FollowUpNote {
                what_happened,
                ..note
            }));
        }
    };
    let options = ENDS.iter().enumerate().map(|(place, one)| {
        let one = *one;
        view! { <option value=place.to_string() selected=move || end.get() == Some(one)>{follow_up_name(words, Some(one))}</option> }
    });
    view! {
        <label class="sm" for=field.clone()>{words.ev_what_came()}</label>
        <select class="ds-input" id=field on:change=choose>
            <option value="" selected=move || end.get().is_none()>{follow_up_name(words, None)}</option>
            {options.collect_view()}
        </select>
        <Show when=move || end.get().is_some()>
            <label class="sm" for=what.get_value()>{words.ev_what_happened()}</label>
            <textarea class="ds-input ev-area" id=what.get_value() rows="2" lang=desk.lang() prop:value=happened on:change=tell></textarea>
        </Show>
    }
}
