//! Silent writing: a field in peace, one's own list, and how many there are in the room.

use leptos::prelude::*;
use shared::proceedings::command::Command;
use shared::proceedings::state::ProposalDraft;
use shared::proceedings::view::MyDraft;

use super::day::Day;
use super::foot::Foot;
use super::proposals::{Applies, NewProposal, joined, split};
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::proposals::focus_soon;
use crate::components::toast::Toasts;

#[component]
pub fn Writing(day: Day) -> impl IntoView {
    let words = day.words;
    let is_open = day.read(|view| view.proposals.is_open);
    let leader = day.leader();
    let help = move || {
        if is_open.get() {
            words.ses_write_open().to_owned()
        } else {
            words.ses_write_help(&leader)
        }
    };
    let n_all = day.read(|view| usize::from(view.proposals.n_all));
    view! {
        <main class="ph ses-main" id="main">
            <PageTitle tab=words.ses_face_write()>{words.ses_write_title()}</PageTitle>
            <p class="sub ses-help">{help}</p>
            <div class="card ses-pad ses-gap"><NewProposal day=day indicator=None id="ses-new" is_large=true/></div>
            <MyDrafts day=day/>
        </main>
        <Foot day=day with_save=true>
            <span class="sp"></span>
            <span class="sm sub"><b class="tn ses-ink">{move || words.ses_n_proposals(n_all.get())}</b>" "{words.ses_in_the_room()}</span>
        </Foot>
    }
}

/// What one has written and not shared.
#[component]
pub fn MyDrafts(day: Day) -> impl IntoView {
    let words = day.words;
    let drafts = day.read(|view| view.proposals.my_drafts.clone());
    let ids = Memo::new(move |_| {
        drafts.with(|drafts| {
            drafts
                .iter()
                .map(|mine| mine.id.clone())
                .collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || ids.with(|ids| !ids.is_empty())>
            <div class="row ses-list-head">
                <h2 class="h-card">{words.ses_your_proposals()}</h2><span class="sp"></span>
                <span class="sm sub tn">{move || ids.with(Vec::len)}</span>
            </div>
            <ul class="card lines ses-drafts">
                <For each=move || ids.get() key=Clone::clone let(id)>
                    {
                        let wanted = id.clone();
                        let mine = Memo::new(move |_| {
                            drafts.with(|drafts| drafts.iter().find(|mine| mine.id == wanted).cloned())
                        });
                        view! { <DraftLine day=day mine=mine/> }
                    }
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn DraftLine(day: Day, mine: Memo<Option<MyDraft>>) -> impl IntoView {
    let words = day.words;
    let edits = RwSignal::new(false);
    let is_open = day.read(|view| view.proposals.is_open);
    let lang = day.meeting().lang();
    let title = Memo::new(move |_| mine.get().map_or_else(String::new, |mine| mine.draft.title));
    let share = move |_| {
        if let Some(mine) = mine.get_untracked() {
            day.give(Command::ShareProposal { id: mine.id });
        }
    };
    let reading = move || {
        view! {
            <p class="ses-words" lang=lang>{move || mine.get().map(|mine| joined(&mine.draft))}</p>
            <Show when=move || is_open.get()>
                <button class="ds-button" type="button" data-size="sm" data-variant="secondary" on:click=share>{words.ses_proposal_share()}</button>
            </Show>
            <button
                class="btn-i"
                type="button"
                aria-label=move || words.ses_edit(&title.get())
                on:click=move |_| edits.set(true)
            >
                <Icon glyph=Glyph::Pencil/>
            </button>
        }
    };
    view! {
        <li>
            <Show when=move || edits.get() fallback=reading>
                <Edit day=day mine=mine edits=edits/>
            </Show>
        </li>
    }
}

#[component]
fn Edit(day: Day, mine: Memo<Option<MyDraft>>, edits: RwSignal<bool>) -> impl IntoView {
    let words = day.words;
    let toasts = expect_context::<Toasts>();
    let Some(before) = mine.get_untracked() else {
        return ().into_any();
    };
    let field = format!("draft-{}", before.id);
    focus_soon(field.clone());
    let text = RwSignal::new(joined(&before.draft));
    let applies_to = RwSignal::new(before.draft.applies_to);
    let before = StoredValue::new(before);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (title, rest) = split(&text.get_untracked());
        if title.is_empty() {
            return;
        }
        let MyDraft { id, draft } = before.get_value();
        let draft = ProposalDraft {
            title,
            text: rest,
            applies_to: applies_to.get_untracked(),
            ..draft
        };
        day.give(Command::DraftProposal { id, draft });
        edits.set(false);
    };
    let drop_it = move |_| {
        let MyDraft { id, draft } = before.get_value();
        let said = words.ses_dropped(&draft.title);
        day.give(Command::DropDraft { id: id.clone() });
        let undo = move || {
            day.give(Command::DraftProposal {
                id: id.clone(),
                draft: draft.clone(),
            });
        };
        toasts.offer_undo(said, undo);
    };
    view! {
        <form class="ses-form ses-grow" on:submit=save>
            <label class="ds-sr-only" for=field.clone()>{words.ses_your_proposal()}</label>
            <textarea
                class="ds-input"
                id=field
                rows="3"
                lang=day.meeting().lang()
                prop:value=text.get_untracked()
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
            <Applies words=words chosen=applies_to/>
            <div class="row g8 wrap">
                <button class="ds-button" type="submit" data-size="sm">{words.ses_save()}</button>
                <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" on:click=move |_| edits.set(false)>{words.ses_cancel()}</button>
                <span class="sp"></span>
                <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" data-color="danger" on:click=drop_it>
                    <Icon glyph=Glyph::Trash/>{words.ses_drop()}
                </button>
            </div>
        </form>
    }
    .into_any()
}
