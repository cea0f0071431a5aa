//! The one big button: what it says, what it asks first, and what is said when it has happened. What it does follows from
//! [`super::scene`].

use leptos::prelude::*;
use shared::proceedings::state::{Phase, Tool};

use super::lead::Lead;
use super::now::{grade_text, phase_of};
use super::parts::{Look, press};
use super::scene::{Does, Scene};
use super::sheet::place_title;
use crate::announce;
use crate::components::icon::{Glyph, Icon};
use crate::words::Words;

/// What the parts of the middle share.
#[derive(Clone, Copy)]
pub struct Middle {
    pub lead: Lead,
    /// The big button asks once more.
    pub asks: RwSignal<bool>,
    /// How many dots each will have, when somebody has chosen.
    pub dots: RwSignal<Option<u8>>,
    /// How many groups of people there will be, when somebody has chosen.
    pub n_groups: RwSignal<Option<usize>>,
    /// The question whether the meeting is over.
    pub ends: RwSignal<bool>,
}

impl Middle {
    pub fn primary(self) -> Option<Does> {
        let (dots, n_groups) = (self.dots.get(), self.n_groups.get());
        self.lead.read(|scene| scene.primary(dots, n_groups))
    }

    /// The big button, pressed by hand or by clicker. A second press answers its question with yes.
    pub fn press(self) {
        let lead = self.lead;
        if lead.is_busy() {
            return;
        }
        let Some(does) = untrack(|| self.primary()) else {
            return;
        };
        let asks_first = lead.look(|scene| scene.asks_first(&does)) == Some(true);
        if asks_first && !self.asks.get_untracked() {
            self.asks.set(true);
            return announce::polite(untrack(|| self.question(&does)));
        }
        self.asks.set(false);
        let said = lead.look(|scene| said(lead.words, scene, &does));
        let command = lead.look(|scene| does.command(lead.words, scene));
        match command.flatten() {
            Some(command) => lead.ask_all(vec![command], said),
            None => self.ends.set(true),
        }
    }

    fn is_seminar(self) -> bool {
        self.lead.read(|scene| scene.is_seminar()) == Some(true)
    }

    fn question(self, does: &Does) -> String {
        let (lead, words) = (self.lead, self.lead.words);
        let count = lead
            .read(|scene| scene.count())
            .flatten()
            .unwrap_or_default();
        let names = lead.names(&count.missing);
        match does {
            Does::Reveal(_) => words.con_ask_reveal(count.missing.len(), &names),
            Does::OpenNotes => words.sm_ask_open_notes().to_owned(),
            Does::Go(to) if to.phase == Phase::Gather && self.is_seminar() => {
                words.sm_ask_open_notes().to_owned()
            }
            Does::OpenProposals => words.con_ask_open_proposals().to_owned(),
            Does::Go(to) if to.phase == Phase::Gather => words.con_ask_open_proposals().to_owned(),
            Does::CloseVote => words.con_ask_close(count.missing.len(), &names),
            Does::Settle { .. } => words.con_ask_settle(count.missing.len(), &names),
            _ => words.con_ask_go(count.missing.len(), &names),
        }
    }
}

#[component]
pub fn BigButton(middle: Middle) -> impl IntoView {
    let (lead, words) = (middle.lead, middle.lead.words);
    let does = Memo::new(move |_| middle.primary());
    let is_away = Memo::new(move |_| lead.is_away());
    let missing = Memo::new(move |_| {
        let does = does.get()?;
        lead.read(|scene| match does {
            Does::Reveal(_) | Does::CloseVote | Does::Settle { .. } => scene.count(),
            Does::Go(_) if scene.step.tool == Tool::SilentScoring => scene.count(),
            _ => None,
        })?
        .map(|count| count.missing.len())
        .filter(|n| *n > 0)
    });
    let label = move || {
        let does = does.get();
        does.and_then(|does| lead.read(|scene| label(words, scene, &does)))
            .unwrap_or_default()
    };
    let glyph = move || view! { <Icon glyph=glyph(does.get().as_ref())/> };
    let question = move || {
        does.get()
            .filter(|_| middle.asks.get())
            .map(|does| middle.question(&does))
    };
    let button = move || {
        if let Some(question) = question() {
            return asked(middle, question);
        }
        view! {
            <button
                class="ds-button con-prim"
                type="button"
                aria-disabled=move || is_away.get().then_some("true")
                on:click=move |_| middle.press()
            >
                {glyph}
                <span>{label}</span>
                {move || missing.get().map(|n| view! { <span class="con-miss">{words.con_miss(n)}</span> })}
            </button>
        }
        .into_any()
    };
    let help = move || {
        if is_away.get() {
            view! { <p class="con-help off"><Icon glyph=Glyph::CloudSlash/>{lead.away_text()}</p> }
                .into_any()
        } else {
            view! { <p class="con-help xs sub">{words.con_keys()}</p> }.into_any()
        }
    };
    view! { {button}{help} }
}

/// The question stands where the button was; to press once more is yes.
fn asked(middle: Middle, question: String) -> AnyView {
    let words = middle.lead.words;
    view! {
        <div class="con-ask" role="group" aria-labelledby="con-ask">
            <p id="con-ask">{question}</p>
            {press(Look::Strong, None, words.con_ask_yes(), move || middle.press())}
            {press(Look::Edged, None, words.con_ask_wait(), move || middle.asks.set(false))}
        </div>
    }
    .into_any()
}

fn glyph(does: Option<&Does>) -> Glyph {
    match does {
        Some(Does::Reveal(_)) => Glyph::Eye,
        Some(Does::Settle { .. } | Does::CloseVote) => Glyph::Checkmark,
        Some(Does::MakeGroups(_)) => Glyph::PersonGroup,
        Some(Does::Conclude | Does::End) => Glyph::PadlockLocked,
        _ => Glyph::ArrowRight,
    }
}

/// What the big button says.
fn label(words: Words, scene: Scene<'_>, does: &Does) -> String {
    match does {
        Does::Reveal(_) => words.con_do_reveal().to_owned(),
        Does::Settle { grade, .. } => words.con_do_settle(&grade_text(words, *grade)),
        Does::OpenProposals => words.con_do_open_proposals().to_owned(),
        Does::OpenNotes => words.sm_do_open_notes().to_owned(),
        Does::MakeGroups(n) => words.sm_do_groups(*n),
        Does::OpenVote(n_dots) => words.con_do_open_vote(usize::from(*n_dots)),
        Does::CloseVote => words.con_do_close_vote().to_owned(),
        Does::Conclude => words.con_do_conclude().to_owned(),
        Does::End => words.con_do_end().to_owned(),
        Does::Go(to) => match to.phase {
            Phase::Gather if scene.is_seminar() && to.step == scene.at.step => {
                words.sm_do_open_notes().to_owned()
            }
            Phase::Talk => words.con_do_talk().to_owned(),
            Phase::Grade => words.con_do_grade().to_owned(),
            Phase::Result => words.con_do_result().to_owned(),
            _ if to.step == scene.at.step => {
                let title = place_title(words, scene, to);
                // Without a common grade the button must not look as if all were well.
                if scene.at.phase == Phase::Grade
                    && scene.round().is_some_and(|round| round.settled.is_none())
                {
                    words.con_do_next_without(&title)
                } else {
                    words.con_do_next(&title)
                }
            }
            _ => {
                let step = scene.day.steps.iter().find(|step| step.id == to.step);
                words.con_do_go(step.map_or("", |step| step.title.get(words.0)))
            }
        },
    }
}

/// What is said when it has happened.
fn said(words: Words, scene: Scene<'_>, does: &Does) -> String {
    match does {
        Does::Reveal(_) => words.con_did_reveal().to_owned(),
        Does::Settle { grade, .. } => words.con_did_settle(&grade_text(words, *grade)),
        Does::OpenProposals => words.con_did_open_proposals().to_owned(),
        Does::OpenNotes => words.sm_did_open_notes().to_owned(),
        Does::MakeGroups(_) => words.sm_did_groups().to_owned(),
        Does::OpenVote(_) => words.con_did_open_vote().to_owned(),
        Does::CloseVote => words.con_did_close_vote().to_owned(),
        Does::Conclude => words.con_did_conclude().to_owned(),
        Does::End => String::new(),
        Does::Go(to) => match phase_of(words, scene, to).filter(|_| to.step == scene.at.step) {
            Some(phase) => words.con_went_phase(phase),
            None => words.con_went_to(&place_title(words, scene, to)),
        },
    }
}
