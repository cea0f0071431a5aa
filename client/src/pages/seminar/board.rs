//! The SWOT board: four fields of notes. Select, then act; nothing needs to be dragged. The same on laptops in the room
//! and on the console.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::id::NoteId;
use shared::lobby::RoomView;
use shared::proceedings::command::Command;
use shared::proceedings::seminar::Ask;
use shared::proceedings::seminar::decide::MAX_NOTE;
use shared::proceedings::seminar::state::SwotField;
use shared::proceedings::seminar::view::{NoteView, SwotView};
use shared::proceedings::state::Step;
use shared::rights::Act;

use super::groups::YourGroup;
use super::notes::NewNote;
use super::words as said;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::pages::console::lead::Lead;
use crate::pages::session::day::Day;
use crate::pages::session::foot::HandFoot;
use crate::words::{Words, use_words};

const CHANGE_ID: &str = "sm-change";

/// A command, and what is said when it has happened.
pub type Tell = Callback<(Ask, String)>;

/// What the board is drawn from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BoardView {
    pub swot: SwotView,
    /// Select and act.
    pub may_gather: bool,
    /// Change and take away what is not one's own.
    pub may_lead: bool,
}

impl BoardView {
    pub fn of(view: &RoomView) -> Self {
        let Some(day) = &view.proceedings else {
            return Self::default();
        };
        let may = |act| view.may.contains(&act);
        let is_free = day.concluded_at.is_none();
        Self {
            swot: day.seminar.swot.clone(),
            may_gather: is_free && (may(Act::WriteAssessment) || may(Act::LeadMeeting)),
            may_lead: is_free && may(Act::LeadMeeting),
        }
    }

    /// Whether somebody may change or take away a note.
    fn may_change(&self, id: &NoteId) -> bool {
        let note = self.swot.notes.get(id);
        self.may_lead || note.is_some_and(|note| note.is_mine && self.may_gather)
    }
}

/// The face of the board on a participant's page.
#[component]
pub fn BoardPage(day: Day, lead: Lead, step: Step) -> impl IntoView {
    let words = day.words;
    let title = step.title.get(words.0).to_owned();
    let tell = Callback::new(move |(ask, said): (Ask, String)| {
        lead.ask_and_say(Command::Seminar { ask }, said);
    });
    let view = Signal::derive(move || lead.view.with(|view| BoardView::of(view)));
    let may = day.may(Act::WriteAssessment);
    view! {
        <main class="ses-main sm-wide" id="main">
            <PageTitle tab=words.sm_phase_board()>{title}</PageTitle>
            <p class="sub ses-help">{words.sm_board_help()}</p>
            <YourGroup day=day/>
            <Board view=view tell=tell/>
            <Show when=move || may.get()><NewNote day=day/></Show>
        </main>
        <HandFoot day=day/>
    }
}

#[derive(Clone, Copy)]
struct Parts {
    words: Words,
    view: Memo<BoardView>,
    chosen: RwSignal<BTreeSet<NoteId>>,
    tell: Tell,
}

#[component]
pub fn Board(#[prop(into)] view: Signal<BoardView>, tell: Tell) -> impl IntoView {
    let words = use_words();
    let view = Memo::new(move |_| view.get());
    let parts = Parts {
        words,
        view,
        chosen: RwSignal::new(BTreeSet::new()),
        tell,
    };
    // What somebody else has taken away is not chosen any more.
    Effect::new(move || {
        let known = view.with(|view| view.swot.notes.keys().cloned().collect::<BTreeSet<_>>());
        let is_gone = parts
            .chosen
            .with_untracked(|chosen| chosen.iter().any(|id| !known.contains(id)));
        if is_gone {
            parts
                .chosen
                .update(|chosen| chosen.retain(|id| known.contains(id)));
        }
    });
    let fields = SwotField::ALL.map(|field| view! { <Field parts=parts field=field/> });
    view! {
        <div class="sm-board">{fields}</div>
        <Bar parts=parts/>
    }
}

#[component]
fn Field(parts: Parts, field: SwotField) -> impl IntoView {
    let words = parts.words;
    let name = said::field(words, field);
    let ids = Memo::new(move |_| {
        parts.view.with(|view| {
            let heads = view.swot.heads(field).into_iter();
            heads.map(|(id, _)| id.clone()).collect::<Vec<_>>()
        })
    });
    let empty = move || {
        ids.with(Vec::is_empty)
            .then(|| view! { <p class="sm sub">{words.sm_field_empty()}</p> })
    };
    view! {
        <section class=said::field_class(field) aria-label=name>
            <h2 class="h-card">{name}" "<span class="tn sub">{move || ids.with(Vec::len)}</span></h2>
            {empty}
            <ul class="sm-notes">
                <For each=move || ids.get() key=Clone::clone let(id)><Note parts=parts id=id/></For>
            </ul>
        </section>
    }
}

/// A note, with what is merged into it.
#[component]
fn Note(parts: Parts, id: NoteId) -> impl IntoView {
    let known = id.clone();
    let under = Memo::new(move |_| {
        parts.view.with(|view| {
            let under = view.swot.under(&known).into_iter();
            under.map(|(id, _)| id.clone()).collect::<Vec<_>>()
        })
    });
    view! {
        <li class="sm-note">
            <Card parts=parts id=id/>
            <Show when=move || under.with(|under| !under.is_empty())>
                <ul class="sm-under">
                    <For each=move || under.get() key=Clone::clone let(id)><li><Card parts=parts id=id/></li></For>
                </ul>
            </Show>
        </li>
    }
}

#[component]
fn Card(parts: Parts, id: NoteId) -> impl IntoView {
    let words = parts.words;
    let known = id.clone();
    let note = Memo::new(move |_| parts.view.with(|view| view.swot.notes.get(&known).cloned()));
    let known = id.clone();
    let is_chosen = Memo::new(move |_| parts.chosen.with(|chosen| chosen.contains(&known)));
    let toggle = move |_| {
        let id = id.clone();
        parts.chosen.update(|chosen| {
            if !chosen.remove(&id) {
                chosen.insert(id);
            }
        });
    };
    let text = move || note.with(|note| note.as_ref().map(|note| note.text.clone()));
    let is_mine = move || note.with(|note| note.as_ref().is_some_and(|note| note.is_mine));
    let mine = move || is_mine().then(|| view! { <small class="sub">{words.sm_yours()}</small> });
    move || {
        if parts.view.with(|view| view.may_gather) {
            view! {
                <button
                    type="button"
                    class="sm-card"
                    aria-pressed=move || if is_chosen.get() { "true" } else { "false" }
                    on:click=toggle.clone()
                >
                    <span>{text}</span>{mine}
                </button>
            }
            .into_any()
        } else {
            view! { <div class="sm-card"><span>{text}</span>{mine}</div> }.into_any()
        }
    }
}

/// What can be done with what is chosen; nothing until something is.
#[component]
fn Bar(parts: Parts) -> impl IntoView {
    let words = parts.words;
    let n = Memo::new(move |_| parts.chosen.with(BTreeSet::len));
    let changes = RwSignal::new(None::<(NoteId, NoteView)>);
    // Whatever is chosen anew ends the change that was begun.
    Effect::new(move || {
        parts.chosen.with(|_| ());
        changes.set(None);
    });
    let bar = move || {
        (n.get() > 0).then(|| {
            let act = view! { <Acts parts=parts changes=changes/> };
            view! {
                <div class="sm-bar" role="group" aria-label=words.sm_chosen(n.get())>
                    <b class="sm" role="status">{words.sm_chosen(n.get())}</b>
                    {act}
                    <button class="btn-i" type="button" aria-label=words.con_choose_none() on:click=move |_| parts.chosen.set(BTreeSet::new())>
                        <Icon glyph=Glyph::XMark/>
                    </button>
                </div>
            }
        })
    };
    view! { {bar} }
}

impl Parts {
    /// What is chosen, which is chosen no more.
    fn take(self) -> Vec<NoteId> {
        let chosen = self.chosen.get_untracked();
        self.chosen.set(BTreeSet::new());
        chosen.into_iter().collect()
    }

    fn tell(self, ask: Ask, said: &str) {
        self.tell.run((ask, said.to_owned()));
    }
}

#[component]
fn Acts(parts: Parts, changes: RwSignal<Option<(NoteId, NoteView)>>) -> impl IntoView {
    let words = parts.words;
    let chosen = parts.chosen.get();
    let view = parts.view.get();
    let only = (chosen.len() == 1)
        .then(|| chosen.first().cloned())
        .flatten();
    let is_merged = chosen.iter().any(|id| {
        view.swot
            .notes
            .get(id)
            .is_some_and(|note| note.under.is_some())
    });
    let moves = SwotField::ALL.map(|field| {
        let press = move |_| {
            let said = words.sm_moved(said::field(words, field));
            let notes = parts.take();
            parts.tell(Ask::MoveNotes { notes, field }, &said);
        };
        act(said::field(words, field), press)
    });
    let merge = (chosen.len() > 1).then(|| {
        act(words.sm_merge(), move |_| {
            let notes = parts.take();
            let Some(into) = head(&parts.view.get_untracked().swot, &notes) else {
                return;
            };
            parts.tell(Ask::MergeNotes { into, notes }, words.sm_merged());
        })
    });
    let split = is_merged.then(|| {
        act(words.sm_split(), move |_| {
            let notes = parts.take();
            parts.tell(Ask::SplitNotes { notes }, words.sm_did_split());
        })
    });
    let own = only.filter(|id| view.may_change(id));
    let own = own.and_then(|id| Some((id.clone(), view.swot.notes.get(&id)?.clone())));
    let change = own
        .clone()
        .map(|own| act(words.ses_change(), move |_| changes.set(Some(own.clone()))));
    let remove = own.map(|(id, _)| {
        act(words.ses_drop(), move |_| {
            parts.take();
            let id = id.clone();
            parts.tell(Ask::RemoveNote { id }, words.sm_note_gone());
        })
    });
    let form = move || {
        changes
            .get()
            .map(|(id, note)| view! { <Change parts=parts id=id note=note/> })
    };
    view! {
        <span class="sm-acts" role="group" aria-label=words.sm_move_to()><span class="sm sub">{words.sm_move_to()}</span>{moves}</span>
        {merge}{split}{change}{remove}
        {form}
    }
}

fn act(label: &'static str, press: impl Fn(leptos::ev::MouseEvent) + 'static) -> AnyView {
    view! {
        <button class="ds-button" type="button" data-variant="secondary" data-color="neutral" data-size="sm" on:click=press>{label}</button>
    }
    .into_any()
}

/// Into which of the chosen the others go: one that has some merged into it, else the first on the board.
fn head(swot: &SwotView, chosen: &[NoteId]) -> Option<NoteId> {
    let with_some = chosen.iter().find(|id| !swot.under(id).is_empty());
    let heads = || {
        SwotField::ALL
            .into_iter()
            .flat_map(|field| swot.heads(field))
    };
    let first = || heads().map(|(id, _)| id).find(|id| chosen.contains(*id));
    with_some.or_else(first).or(chosen.first()).cloned()
}

/// Other words for a note.
#[component]
fn Change(parts: Parts, id: NoteId, note: NoteView) -> impl IntoView {
    let words = parts.words;
    let typed = RwSignal::new(note.text);
    let field = note.field;
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = typed.get_untracked().trim().to_owned();
        if !text.is_empty() {
            let id = id.clone();
            parts.take();
            parts.tell(Ask::WriteNote { id, field, text }, words.sm_changed());
        }
    };
    view! {
        <form class="sm-change" on:submit=save>
            <label class="ds-sr-only" for=CHANGE_ID>{words.sm_note()}</label>
            <textarea
                class="ds-input"
                id=CHANGE_ID
                rows="2"
                maxlength=MAX_NOTE.to_string()
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            ></textarea>
            <button class="ds-button" type="submit">{words.ses_save()}</button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(id: &str) -> NoteId {
        NoteId::parse(id).unwrap()
    }

    fn swot(notes: &[(&str, Option<&str>)]) -> SwotView {
        let view = |under: Option<&str>| NoteView {
            field: SwotField::Threats,
            text: "Rente".into(),
            is_mine: false,
            under: under.map(note),
        };
        let notes = notes.iter().map(|(id, under)| (note(id), view(*under)));
        SwotView {
            notes: notes.collect(),
            ..SwotView::default()
        }
    }

    #[test]
    fn what_has_notes_under_it_takes_the_others() {
        let swot = swot(&[("a", None), ("b", None), ("c", Some("b"))]);
        assert_eq!(head(&swot, &[note("a"), note("b")]), Some(note("b")));
        let first = swot.heads(SwotField::Threats)[0].0.clone();
        assert_eq!(head(&swot, std::slice::from_ref(&first)), Some(first));
        assert_eq!(head(&swot, &[]), None);
    }

    #[test]
    fn only_ones_own_is_changed_unless_one_leads() {
        let mut view = BoardView {
            swot: swot(&[("a", None)]),
            may_gather: true,
            may_lead: false,
        };
        assert!(!view.may_change(&note("a")));
        view.swot.notes.get_mut(&note("a")).unwrap().is_mine = true;
        assert!(view.may_change(&note("a")));
        assert!(!view.may_change(&note("b")));
        view.may_lead = true;
        assert!(view.may_change(&note("b")));
    }
}
