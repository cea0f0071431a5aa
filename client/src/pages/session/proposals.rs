//! Proposals as participants meet them: in lists, with "Dette er mitt", and a field for a new one.

use leptos::prelude::*;
use shared::id::{IndicatorId, ProposalId};
use shared::proceedings::command::Command;
use shared::proceedings::state::{AppliesTo, ProposalDraft};
use shared::rights::Act;

use super::day::Day;
use super::write::MyDrafts;
use crate::components::avatar::PersonAvatar;
use crate::components::drawing::Drawing;
use crate::components::icon::{Glyph, Icon};
use crate::components::proposals::{ADD_ID, WayToAdd, focus_soon};
use crate::words::Words;
use crate::{announce, mint};

/// What the server takes as a title.
const TITLE_ROOM: usize = 200;

/// The ones in the document, all or of one indicator.
#[component]
pub fn ProposalList(day: Day, indicator: Option<IndicatorId>) -> impl IntoView {
    let words = day.words;
    let rows = day.meeting().model.rows();
    let ids = Memo::new(move |_| {
        rows.with(|rows| {
            let here = rows
                .iter()
                .filter(|row| indicator.is_none() || row.indicator == indicator);
            here.map(|row| row.id.clone()).collect::<Vec<_>>()
        })
    });
    let empty = move || {
        view! { <div class="empty"><Drawing/><p class="sub">{words.ses_proposals_none()}</p></div> }
    };
    view! {
        <Show when=move || ids.with(|ids| !ids.is_empty()) fallback=empty>
            <ul class="ses-pg">
                <For each=move || ids.get() key=Clone::clone let(id)>
                    <li class="ses-pr"><ProposalLine day=day id=id/></li>
                </For>
            </ul>
        </Show>
    }
}

/// One shared proposal: its words, whose it is as far as they have said, and a way to say so.
#[component]
pub fn ProposalLine(day: Day, id: ProposalId) -> impl IntoView {
    let words = day.words;
    let wanted = id.clone();
    let about = day.read(move |view| {
        let shared = &view.proposals.shared;
        shared.iter().find(|one| one.id == wanted).cloned()
    });
    let lang = day.meeting().lang();
    let author = move || {
        let about = about.get()?;
        if let Some(person) = about.author.as_ref().and_then(|author| day.person(author)) {
            let name = person.name.clone();
            return Some(
                view! { <PersonAvatar person=person size="tiny"/><span class="xs sub">{name}</span> }
                    .into_any(),
            );
        }
        let whose = match (&about.on_behalf_of, about.by_observer) {
            (Some(group), _) => group.clone(),
            (None, true) => words.ses_by_observer().to_owned(),
            (None, false) => words.ses_no_name().to_owned(),
        };
        Some(
            view! { <span class="av tiny" aria-hidden="true"><Icon glyph=Glyph::EyeSlash/></span><span class="xs sub">{whose}</span> }
                .into_any(),
        )
    };
    let text_id = id.clone();
    let stored = StoredValue::new(id);
    let claim = move || {
        let about = about.get().filter(|about| about.is_mine)?;
        let is_claimed = about.author.is_some();
        let press = move |_| {
            day.give(Command::ClaimProposal {
                id: stored.get_value(),
                is_claimed: !is_claimed,
            });
        };
        let of = day.proposal_title(&stored.get_value());
        Some(view! {
            <button class="ses-lnk" type="button" aria-pressed=is_claimed.to_string() on:click=press>
                {is_claimed.then(|| view! { <Icon glyph=Glyph::Checkmark/> })}
                {words.ses_claim()}<span class="ds-sr-only">": "{of}</span>
            </button>
        })
    };
    view! {
        <p lang=lang>{move || day.proposal_title(&text_id)}</p>
        <div class="row g8 wrap ses-by">{author}<span class="sp"></span>{claim}</div>
    }
}

/// What a proposal is about, in the order of the choices.
pub const APPLIES: [AppliesTo; 4] = [
    AppliesTo::ActionPlan,
    AppliesTo::RestructuringPlan,
    AppliesTo::BoardWork,
    AppliesTo::Other,
];

pub fn applies_word(words: Words, applies_to: AppliesTo) -> &'static str {
    match applies_to {
        AppliesTo::ActionPlan => words.ses_for_action_plan(),
        AppliesTo::RestructuringPlan => words.ses_for_restructuring(),
        AppliesTo::BoardWork => words.ses_for_board(),
        AppliesTo::Other => words.ses_for_other(),
    }
}

/// A choice of few; `label` says of what.
#[component]
pub fn Applies(words: Words, chosen: RwSignal<AppliesTo>) -> impl IntoView {
    let chips = APPLIES.map(|one| {
        view! {
            <button
                class="ses-cp"
                type="button"
                aria-pressed=move || (chosen.get() == one).to_string()
                on:click=move |_| chosen.set(one)
            >
                {applies_word(words, one)}
            </button>
        }
    });
    view! { <div class="row g8 wrap" role="group" aria-label=words.ses_for()>{chips}</div> }
}

/// A title and what is left: short words are a title, long ones have their first line or sentence as one.
pub fn split(text: &str) -> (String, String) {
    let text = text.trim();
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if first.chars().count() <= TITLE_ROOM {
        return (first.trim().to_owned(), rest.trim().to_owned());
    }
    let head: String = first.chars().take(TITLE_ROOM).collect();
    let cut = head
        .rfind(". ")
        .map(|at| at + 1)
        .or_else(|| head.rfind(' '))
        .unwrap_or(head.len());
    (text[..cut].trim().to_owned(), text[cut..].trim().to_owned())
}

/// Both parts as one text again.
pub fn joined(draft: &ProposalDraft) -> String {
    if draft.text.is_empty() {
        draft.title.clone()
    } else {
        format!("{}\n{}", draft.title, draft.text)
    }
}

/// How a proposal is added from the documents: the same way, with one's own drafts in sight.
pub fn way_to_add(day: Day) -> WayToAdd {
    let has_day = Memo::new(move |_| day.view().with(Option::is_some));
    WayToAdd::new(move |indicator| {
        has_day.get().then(|| {
            view! {
                <NewProposal day=day indicator=indicator id=ADD_ID/>
                <MyDrafts day=day/>
            }
            .into_any()
        })
    })
}

/// Writing one more. While people write in peace it is kept for its author; once proposals are open it is shared at once.
#[component]
pub fn NewProposal(
    day: Day,
    indicator: Option<IndicatorId>,
    id: &'static str,
    /// Says what it applies to, with room for the choice.
    #[prop(optional)]
    is_large: bool,
) -> impl IntoView {
    let words = day.words;
    let may = day.may(Act::WriteAssessment);
    let is_open = day.read(|view| view.proposals.is_open);
    let text = RwSignal::new(String::new());
    let applies_to = RwSignal::new(AppliesTo::default());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (title, rest) = split(&text.get_untracked());
        if title.is_empty() {
            focus_soon(id.to_owned());
            return;
        }
        let proposal = mint::proposal_id();
        day.give(Command::DraftProposal {
            id: proposal.clone(),
            draft: ProposalDraft {
                title,
                text: rest,
                applies_to: applies_to.get_untracked(),
                indicator: indicator.clone(),
                on_behalf_of: None,
            },
        });
        if is_open.get_untracked() {
            day.give(Command::ShareProposal { id: proposal });
            announce::polite(words.ses_proposal_shared());
        } else {
            announce::polite(words.ses_proposal_kept());
        }
        text.set(String::new());
        focus_soon(id.to_owned());
    };
    let button = move || {
        if is_open.get() {
            view! { {words.ses_proposal_share()} }.into_any()
        } else {
            view! { <Icon glyph=Glyph::Plus/>{words.ses_proposal_add()} }.into_any()
        }
    };
    let note = move || {
        if is_open.get() {
            words.ses_proposal_all_see()
        } else {
            words.ses_proposal_only_you()
        }
    };
    let lang = day.meeting().lang();
    let add = StoredValue::new_local(add);
    view! {
        <Show
            when=move || may.get()
            fallback=move || view! { <p class="note sm">{day.why_not(Act::WriteAssessment)}</p> }
        >
            <form class="ses-form" class:ses-new=!is_large on:submit=move |event| add.with_value(|add| add(event))>
                <label class=if is_large { "h-card" } else { "ds-label sm" } for=id>{words.ses_proposal_new()}</label>
                <textarea
                    class="ds-input"
                    id=id
                    rows=if is_large { "3" } else { "2" }
                    lang=lang
                    spellcheck="true"
                    autocapitalize="sentences"
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                ></textarea>
                {is_large.then(|| view! { <Applies words=words chosen=applies_to/> })}
                <div class="row g8 wrap">
                    <span class="xs sub bar-text">{note}</span>
                    <button class="ds-button" type="submit" data-fullwidth=is_large.then_some("true")>{button}</button>
                </div>
            </form>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_are_a_title_and_long_ones_have_one() {
        let long = format!("Kort setning. {}", "ord ".repeat(80));
        for (text, title, rest_is_empty) in [
            (
                " Bruk restråstoffet her hjemme ",
                "Bruk restråstoffet her hjemme",
                true,
            ),
            ("Første linje\nog mer", "Første linje", false),
            ("", "", true),
        ] {
            let (found, rest) = split(text);
            assert_eq!(found, title);
            assert_eq!(rest.is_empty(), rest_is_empty, "{text}");
        }
        let (title, rest) = split(&long);
        assert_eq!(title, "Kort setning.");
        assert!(rest.starts_with("ord ord"));
        let (title, _) = split(&"å".repeat(300));
        assert_eq!(title.chars().count(), TITLE_ROOM);
    }

    #[test]
    fn a_draft_reads_as_it_was_written() {
        let (title, text) = split("Første linje\nog mer");
        let draft = ProposalDraft {
            title,
            text,
            ..ProposalDraft::default()
        };
        assert_eq!(joined(&draft), "Første linje\nog mer");
    }
}
