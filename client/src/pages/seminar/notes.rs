//! Notes for the SWOT board, written in peace: a field, a thought, one's own list, and how many there are in the room.

use leptos::prelude::*;
use shared::id::NoteId;
use shared::proceedings::command::Command;
use shared::proceedings::seminar::Ask;
use shared::proceedings::seminar::decide::MAX_NOTE;
use shared::proceedings::seminar::state::SwotField;
use shared::proceedings::seminar::view::NoteView;
use shared::proceedings::state::Step;
use shared::rights::Act;

use super::groups::YourGroup;
use super::words;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::proposals::focus_soon;
use crate::components::toast::Toasts;
use crate::pages::session::day::Day;
use crate::pages::session::foot::Foot;
use crate::{announce, mint};

const TEXT_ID: &str = "sm-note";

#[component]
pub fn Writing(day: Day, step: Step) -> impl IntoView {
    let words = day.words;
    let title = step.title.get(words.0).to_owned();
    let may = day.may(Act::WriteAssessment);
    let is_open = day.read(|view| view.seminar.swot.is_open);
    let n_all = day.read(|view| usize::from(view.seminar.swot.n_all));
    let leader = day.leader();
    let help = move || {
        if is_open.get() {
            words.sm_write_open().to_owned()
        } else {
            words.sm_write_help(&leader)
        }
    };
    view! {
        <main class="ses-main ses-mid" id="main">
            <PageTitle tab=words.sm_phase_write()>{title}</PageTitle>
            <p class="sub ses-help">{help}</p>
            <Show
                when=move || may.get()
                fallback=move || view! { <p class="note sm">{day.why_not(Act::WriteAssessment)}</p> }
            >
                <NewNote day=day/>
            </Show>
            <MyNotes day=day/>
            <YourGroup day=day/>
        </main>
        <Foot day=day with_save=true>
            <span class="sp"></span>
            <span class="sm sub"><b class="tn ses-ink">{move || words.sm_n_notes(n_all.get())}</b>" "{words.ses_in_the_room()}</span>
        </Foot>
    }
}

/// The field stays chosen: several thoughts about the same come one after another.
#[component]
pub fn NewNote(day: Day) -> impl IntoView {
    let words = day.words;
    let field = RwSignal::new(SwotField::Strengths);
    let text = RwSignal::new(String::new());
    let is_open = day.read(|view| view.seminar.swot.is_open);
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let written = text.get_untracked().trim().to_owned();
        if written.is_empty() {
            return;
        }
        let ask = Ask::WriteNote {
            id: mint::swot_note_id(),
            field: field.get_untracked(),
            text: written,
        };
        day.give(Command::Seminar { ask });
        text.set(String::new());
        announce::polite(if is_open.get_untracked() {
            words.sm_note_shared()
        } else {
            words.sm_note_kept()
        });
        focus_soon(TEXT_ID.to_owned());
    };
    view! {
        <form class="card ses-pad ses-gap ses-form" on:submit=add>
            <Fields field=field/>
            <label class="ds-label" for=TEXT_ID>{move || words::field_help(words, field.get())}</label>
            <textarea
                class="ds-input"
                id=TEXT_ID
                rows="2"
                maxlength=MAX_NOTE.to_string()
                lang=day.lang()
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
            <button class="ds-button" type="submit"><Icon glyph=Glyph::Plus/>{words.sm_note_add()}</button>
        </form>
    }
}

/// One of the four.
#[component]
fn Fields(field: RwSignal<SwotField>) -> impl IntoView {
    let words = crate::words::use_words();
    let chips = SwotField::ALL.map(|one| {
        view! {
            <button
                class="ses-cp"
                type="button"
                aria-pressed=move || (field.get() == one).to_string()
                on:click=move |_| field.set(one)
            >
                {words::field(words, one)}
            </button>
        }
    });
    view! { <div class="sm-fields" role="group" aria-label=words.sm_field()>{chips}</div> }
}

/// What one has written and nobody else sees.
#[component]
fn MyNotes(day: Day) -> impl IntoView {
    let words = day.words;
    let mine = day.read(|view| view.seminar.swot.my_notes.clone());
    let rows = move || {
        let mut notes: Vec<(NoteId, NoteView)> = mine.get().into_iter().collect();
        notes.sort_by_key(|(_, note)| note.field);
        notes
    };
    view! {
        <Show when=move || mine.with(|mine| !mine.is_empty())>
            <h2 class="h-card ses-list-head">{words.sm_your_notes()}</h2>
            <ul class="card lines ses-drafts">
                <For each=rows key=|(id, note)| (id.clone(), note.text.clone()) let((id, note))>
                    <MyNote day=day id=id note=note/>
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn MyNote(day: Day, id: NoteId, note: NoteView) -> impl IntoView {
    let words = day.words;
    let toasts = expect_context::<Toasts>();
    let edits = RwSignal::new(false);
    let id = StoredValue::new(id);
    let field = note.field;
    let text = StoredValue::new(note.text.clone());
    let typed = RwSignal::new(note.text);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let written = typed.get_untracked().trim().to_owned();
        edits.set(false);
        if !written.is_empty() && written != text.get_value() {
            let id = id.get_value();
            let text = written;
            day.give(Command::Seminar {
                ask: Ask::WriteNote { id, field, text },
            });
        }
    };
    let drop = move |_| {
        let id = id.get_value();
        let back = id.clone();
        day.give(Command::Seminar {
            ask: Ask::RemoveNote { id },
        });
        toasts.offer_undo(words.sm_note_gone().to_owned(), move || {
            let id = back.clone();
            day.give(Command::Seminar {
                ask: Ask::RestoreNote { id },
            });
        });
    };
    let field_id = format!("sm-edit-{}", id.get_value());
    let shown = move || {
        if edits.get() {
            view! {
                <form class="ses-form ses-grow" on:submit=save>
                    <label class="ds-sr-only" for=field_id.clone()>{words.sm_note()}</label>
                    <textarea
                        class="ds-input"
                        id=field_id.clone()
                        rows="2"
                        maxlength=MAX_NOTE.to_string()
                        lang=day.lang()
                        prop:value=move || typed.get()
                        on:input=move |event| typed.set(event_target_value(&event))
                    ></textarea>
                    <button class="ds-button" type="submit" data-size="sm">{words.ses_save()}</button>
                </form>
            }
            .into_any()
        } else {
            view! {
                <p lang=day.lang()><small class="sub ses-block">{words::field(words, field)}</small>{text.get_value()}</p>
                <button class="btn-i" type="button" aria-label=words.ses_edit(&text.get_value()) on:click=move |_| edits.set(true)>
                    <Icon glyph=Glyph::Pencil/>
                </button>
                <button class="btn-i" type="button" aria-label=words.ses_unpark(&text.get_value()) on:click=drop>
                    <Icon glyph=Glyph::Trash/>
                </button>
            }
            .into_any()
        }
    };
    view! { <li>{shown}</li> }
}
