//! A thread: what it is about, what was said, and what one can do about it.

use leptos::prelude::*;
use shared::id::NoteId;
use shared::plan::docket::command::Command;
use shared::plan::docket::state::{Comment, Thread};

use super::mention::{Mentioning, mentioned};
use super::use_talk;
use super::write::AboutLine;
use crate::components::avatar::PersonAvatar;
use crate::components::icon::{Glyph, Icon};
use crate::pages::plan::room::{Asking, Docket, Fault};
use crate::{dates, mint};

#[component]
pub fn ThreadCard(id: NoteId) -> impl IntoView {
    let docket = use_talk().docket;
    let find = {
        let id = id.clone();
        move || {
            docket
                .read(|view| view.docket.threads.get(&id).cloned())
                .flatten()
        }
    };
    let first = untrack(&find)?;
    let about = first.place.clone();
    let thread = Memo::new(move |known: Option<&Thread>| {
        find().unwrap_or_else(|| known.cloned().unwrap_or_else(|| first.clone()))
    });
    let ids = Memo::new(move |_| {
        thread.with(|thread| {
            thread
                .comments
                .iter()
                .map(|it| it.id.clone())
                .collect::<Vec<_>>()
        })
    });
    let is_done = move || thread.with(|thread| thread.resolved.is_some());
    Some(view! {
        <li class="card tk-one" class:done=is_done>
            <AboutLine about=about/>
            <ul class="lines">
                <For each=move || ids.get() key=Clone::clone let(comment)>
                    <OneComment thread=thread id=comment/>
                </For>
            </ul>
            <Acts id=id thread=thread/>
        </li>
    })
}

/// Whether the person may say that it is done: whoever is part of it, or writes the plan.
fn may_resolve(docket: Docket, thread: &Thread) -> bool {
    let me = docket.desk.me().id;
    let is_part = |comment: &Comment| comment.by == me || comment.mentions.contains(&me);
    let may = docket.may.get();
    may.speak && (may.edit || thread.comments.iter().any(is_part))
}

#[component]
fn Acts(id: NoteId, thread: Memo<Thread>) -> impl IntoView {
    let docket = use_talk().docket;
    let words = docket.desk.words;
    let asking = Asking::new(docket);
    let is_replying = RwSignal::new(false);
    let text = RwSignal::new(String::new());
    let note = RwSignal::new(mint::note_id());
    let field = format!("tk-reply-{id}");
    let resolve = {
        let id = id.clone();
        move |_| {
            let is_resolved = thread.with_untracked(|thread| thread.resolved.is_none());
            let command = Command::ResolveThread {
                id: id.clone(),
                is_resolved,
            };
            let said = if is_resolved {
                words.tk_now_done()
            } else {
                words.tk_now_open()
            };
            asking.ask(command, said.to_owned(), || {});
        }
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words_typed = text.get_untracked();
        if words_typed.trim().is_empty() {
            return asking.fault.set(Some(words.tk_write_first().to_owned()));
        }
        let command = Command::Reply {
            thread: id.clone(),
            id: note.get_untracked(),
            mentions: mentioned(&words_typed, &docket.desk.view().people),
            text: words_typed,
        };
        asking.ask(command, words.tk_commented().to_owned(), move || {
            text.try_set(String::new());
            note.try_set(mint::note_id());
            is_replying.try_set(false);
        });
    };
    let (send, field) = (StoredValue::new(send), StoredValue::new(field));
    let form = move || {
        is_replying.get().then(|| {
            view! {
                <form on:submit=move |event| send.with_value(|send| send(event)) novalidate>
                    <Mentioning text=text id=field.get_value() label=words.tk_your_answer() takes_focus=true/>
                    <button class="ds-button" type="submit" data-size="sm" aria-busy=move || asking.is_busy.get().then_some("true")>
                        {words.tk_send()}
                    </button>
                </form>
            }
        })
    };
    let is_done = Memo::new(move |_| thread.with(|thread| thread.resolved.is_some()));
    let resolve = StoredValue::new(resolve);
    let buttons = move || {
        let reply = docket.may.get().speak.then(|| {
            view! {
                <button
                    class="ds-button"
                    type="button"
                    data-size="sm"
                    data-variant="secondary"
                    aria-expanded=move || is_replying.get().to_string()
                    on:click=move |_| is_replying.update(|it| *it = !*it)
                >
                    {words.tk_answer()}
                </button>
            }
        });
        let may = thread.with(|thread| may_resolve(docket, thread));
        let resolve = may.then(|| {
            let (glyph, label) = if is_done.get() {
                (Glyph::ArrowUndo, words.tk_reopen())
            } else {
                (Glyph::Checkmark, words.tk_done())
            };
            view! {
                <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" on:click=move |event| resolve.with_value(|press| press(event))>
                    <Icon glyph=glyph/>
                    {label}
                </button>
            }
        });
        view! { {reply}{resolve} }
    };
    view! {
        {form}
        <Fault asking=asking/>
        <div class="row wrap g8">{buttons}</div>
    }
}

#[component]
fn OneComment(thread: Memo<Thread>, id: NoteId) -> impl IntoView {
    let talk = use_talk();
    let docket = talk.docket;
    let desk = docket.desk;
    let words = desk.words;
    let find = {
        let id = id.clone();
        move |thread: &Thread| thread.comments.iter().find(|it| it.id == id).cloned()
    };
    let first = thread.with_untracked(&find)?;
    let by = first.by.clone();
    let at = first.at;
    let comment = Memo::new(move |known: Option<&Comment>| {
        let found = thread.with(&find);
        found.unwrap_or_else(|| known.cloned().unwrap_or_else(|| first.clone()))
    });
    let person = docket.person(&by);
    let name = person
        .as_ref()
        .map_or_else(|| words.tk_somebody().to_owned(), |it| it.name.clone());
    let is_mine = by == desk.me().id;
    let asking = Asking::new(docket);
    let typed = RwSignal::new(None::<String>);
    let text = RwSignal::new(String::new());
    let field = format!("tk-edit-{id}");
    let delete = {
        let id = id.clone();
        move |_| {
            let command = Command::DeleteComment {
                id: id.clone(),
                is_deleted: true,
            };
            asking.ask(command, words.tk_deleted().to_owned(), move || talk.close());
        }
    };
    let edit = move |_| {
        let now = comment.with_untracked(|comment| comment.text.clone());
        text.set(now.clone());
        typed.set(Some(now));
    };
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = text.get_untracked();
        let command = Command::EditComment {
            id: id.clone(),
            mentions: mentioned(&text, &desk.view().people),
            text,
        };
        asking.ask(command, words.tk_edited_now().to_owned(), move || {
            typed.try_set(None);
        });
    };
    let (send, delete, field) = (
        StoredValue::new(send),
        StoredValue::new(delete),
        StoredValue::new(field),
    );
    let body = move || {
        let comment = comment.get();
        if comment.is_deleted {
            return view! { <p class="sub sm">{words.tk_was_deleted()}</p> }.into_any();
        }
        if typed.with(Option::is_some) {
            return view! {
                <form on:submit=move |event| send.with_value(|send| send(event)) novalidate>
                    <Mentioning text=text id=field.get_value() label=words.tk_your_comment() takes_focus=true/>
                    <div class="row wrap g8">
                        <button class="ds-button" type="submit" data-size="sm">{words.tk_save()}</button>
                        <button class="ds-button" type="button" data-size="sm" data-variant="tertiary" on:click=move |_| typed.set(None)>
                            {words.tk_cancel()}
                        </button>
                    </div>
                </form>
            }
            .into_any();
        }
        let edited = comment
            .edited_at
            .map(|_| view! { <span class="sub xs">{words.tk_was_edited()}</span> });
        view! { <p class="tk-words">{comment.text}</p>{edited} }.into_any()
    };
    let own = move || {
        let shows = is_mine && docket.may.get().speak && typed.with(Option::is_none);
        (shows && comment.with(|comment| !comment.is_deleted)).then(|| {
            view! {
                <button class="btn-i" type="button" aria-label=words.tk_edit_own() on:click=edit><Icon glyph=Glyph::Pencil/></button>
                <button class="btn-i" type="button" aria-label=words.tk_delete_own() on:click=move |event| delete.with_value(|press| press(event))>
                    <Icon glyph=Glyph::Trash/>
                </button>
            }
        })
    };
    Some(view! {
        <li class="tk-comment">
            <p class="row wrap g8">
                {person.map(|person| view! { <PersonAvatar person=person size="tiny"/> })}
                <b>{name}</b>
                <span class="sub sm">{dates::day_and_time(words, at)}</span>
                <span class="sp"></span>
                {own}
            </p>
            {body}
            <Fault asking=asking/>
        </li>
    })
}
