//! The dot vote: how many dots, who has finished, and the line that decides what goes on.

use leptos::prelude::*;
use shared::proceedings::command::Command;
use shared::proceedings::state::Group;
use shared::proceedings::tally::suggested_dots;
use shared::view::RoomTexts;

use super::big_button::Middle;
use super::lead::Lead;
use super::parts::{Look, Stepper, press};
use crate::components::icon::{Glyph, Icon};
use crate::components::proposals::focus_soon;
use crate::office::parts::Confirm;
use crate::room::group_title;

const MOST_DOTS: u8 = 20;
const CANCEL_ID: &str = "con-vote-cancel";

/// How many dots each will have; only before there is a vote.
#[component]
pub fn Dots(middle: Middle) -> impl IntoView {
    let (lead, words) = (middle.lead, middle.lead.words);
    let n = Memo::new(move |_| lead.read(|scene| scene.n_candidates()).unwrap_or(0));
    let is_before = Memo::new(move |_| lead.read(|scene| scene.day.vote.is_none()) == Some(true));
    let dots = move || middle.dots.get().unwrap_or_else(|| suggested_dots(n.get()));
    let shown = Signal::derive(move || words.con_n_dots(usize::from(dots())));
    let step = move |by: i8| {
        let now = untrack(dots);
        middle
            .dots
            .set(Some(now.saturating_add_signed(by).clamp(1, MOST_DOTS)));
    };
    move || {
        (is_before.get() && n.get() > 0).then(|| {
            view! {
                <div class="con-row">
                    <p class="sm">{move || words.con_candidates(n.get())}</p>
                    <span class="sp"></span>
                    <Stepper
                        label=words.con_dots_each()
                        shown=shown
                        less=words.con_dots_less().to_owned()
                        more=words.con_dots_more().to_owned()
                        on_less=Callback::new(move |()| step(-1))
                        on_more=Callback::new(move |()| step(1))
                    />
                </div>
            }
        })
    }
}

#[component]
pub fn Vote(middle: Middle) -> impl IntoView {
    let (lead, words) = (middle.lead, middle.lead.words);
    let about = Memo::new(move |_| {
        lead.read(|scene| {
            let vote = scene.day.vote.as_ref()?;
            Some((
                vote.dots,
                vote.max_per_candidate,
                vote.candidates.len(),
                vote.result.is_some(),
            ))
        })
        .flatten()
    });
    view! {
        <Dots middle=middle/>
        {move || about.get().map(|(dots, most, n, is_closed)| {
            let text = words.con_vote_open(&n.to_string(), &dots.to_string(), &most.to_string());
            view! {
                <p class="sm sub">{text}</p>
                {(!is_closed).then(|| view! { <Cancel lead=lead/> })}
                {is_closed.then(|| reopen(lead))}
            }
        })}
    }
}

/// Asked about, because everybody's dots are gone with it.
#[component]
fn Cancel(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let asks = RwSignal::new(false);
    let cancel = Callback::new(move |()| {
        asks.set(false);
        lead.ask_and_say(
            Command::CancelVote { is_counted: false },
            words.con_vote_cancelled(),
        );
    });
    let keep = Callback::new(move |()| {
        asks.set(false);
        focus_soon(CANCEL_ID.to_owned());
    });
    move || {
        if asks.get() {
            view! {
                <Confirm
                    text=words.con_ask_cancel_vote()
                    yes=words.con_ask_yes()
                    no=words.con_ask_wait()
                    on_yes=cancel
                    on_no=keep
                    is_final=true
                />
            }
            .into_any()
        } else {
            view! {
                <div class="con-row">
                    <button
                        class="ds-button"
                        type="button"
                        id=CANCEL_ID
                        data-variant="tertiary"
                        data-color="neutral"
                        on:click=move |_| asks.set(true)
                    >
                        <Icon glyph=Glyph::ArrowUndo/>
                        {words.con_vote_cancel()}
                    </button>
                </div>
            }
            .into_any()
        }
    }
}

fn reopen(lead: Lead) -> AnyView {
    let words = lead.words;
    press(
        Look::Bare,
        Some(Glyph::ArrowUndo),
        words.con_vote_reopen(),
        move || {
            lead.ask_and_say(Command::ReopenVote, words.con_vote_reopened());
        },
    )
}

/// The groups with their dots, most first.
pub fn ranked(
    groups: &[Group],
    texts: &RoomTexts,
    dots: impl Fn(&Group) -> u16,
) -> Vec<(String, u16)> {
    let mut rows: Vec<(String, u16)> = groups
        .iter()
        .map(|group| (group_title(group, texts), dots(group)))
        .collect();
    rows.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    rows
}

#[component]
pub fn Result(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let result = Memo::new(move |_| {
        lead.read(|scene| {
            let result = scene.day.vote.as_ref()?.result.clone()?;
            let rows = ranked(&scene.day.proposals.groups, &scene.room.texts, |group| {
                result.totals.get(&group.id).copied().unwrap_or(0)
            });
            Some((rows, result.line, result.n_voters))
        })
        .flatten()
    });
    move || {
        let Some((rows, line, n_voters)) = result.get() else {
            return ().into_any();
        };
        let mut steps: Vec<u16> = rows.iter().map(|(_, n)| *n).filter(|n| *n > 0).collect();
        steps.dedup();
        let draw = move |event| {
            let from_dots = event_target_value(&event).parse().ok();
            let said = if from_dots.is_some() {
                words.con_line_drawn()
            } else {
                words.con_line_gone()
            };
            lead.ask_and_say(Command::DrawLine { from_dots }, said);
        };
        let options = steps.into_iter().map(|n| {
            let n_on = rows.iter().filter(|(_, dots)| *dots >= n).count();
            view! { <option value=n.to_string() selected=line == Some(n)>{words.con_line_from(n_on, &words.con_n_dots(usize::from(n)))}</option> }
        });
        let options = options.collect_view();
        let list = rows.iter().map(|(title, n)| {
            let goes_on = line.is_none_or(|line| *n >= line);
            let dots = (0..*n).map(|_| view! { <i class:o=!goes_on></i> });
            view! {
                <li class:on=goes_on>
                    <span class="con-vt">{title.clone()}</span>
                    <span class="dots" aria-hidden="true">{dots.collect_view()}</span>
                    <b class="tn">{*n}<span class="ds-sr-only">" "{words.con_dots_word(usize::from(*n))}</span></b>
                </li>
            }
        });
        view! {
            <p class="sm sub">{words.con_voted(n_voters.into())}</p>
            <ol class="con-votes lines">{list.collect_view()}</ol>
            <div class="con-row">
                <label class="con-field grow" for="con-line">
                    <span class="sm">{words.con_line()}</span>
                    <select class="ds-input" id="con-line" on:change=draw>
                        <option value="" selected=line.is_none()>{words.con_line_none()}</option>
                        {options}
                    </select>
                </label>
                {reopen(lead)}
            </div>
        }
        .into_any()
    }
}
