//! The fact sheet (faktaark): the programme manager fills it in before the meeting, everybody reads it and says so.

mod aside;
mod desk;
mod edit;
mod read;
mod typed;

use leptos::prelude::*;
use shared::rights::Act;

use self::aside::{IHaveRead, OwnAnswers, Readers, Sharing};
use self::desk::{Desk, Editing, Saved};
use self::edit::EditForm;
pub use self::read::follow_up_name;
use self::typed::Section;
use super::asking::Asking;
use super::room::RoomPage;
use crate::components::drawing::Drawing;
use crate::components::header::Header;
use crate::components::icon::{Glyph, Icon};
use crate::components::message::MessageBody;
use crate::components::page_title::PageTitle;
use crate::components::room_bar::RoomBars;
use crate::components::toast::{ToastPlace, Toasts};
use crate::meeting::meeting_title;
use crate::room::RoomContext;
use crate::words::Words;
use crate::{dates, places};

#[component]
pub fn FactSheetPage() -> impl IntoView {
    view! { <RoomPage page=fact_sheet/> }
}

fn fact_sheet(context: RoomContext) -> impl IntoView {
    let words = context.words;
    let about = context.view.with_untracked(|view| view.meeting.clone());
    let title = meeting_title(words, about.kind, about.year);
    let toasts = Toasts::new();
    let asking = Asking::new(&context, toasts);
    let form = context.view.with_untracked(|view| view.form.clone());
    let body = match form {
        Some(form) => {
            let desk = Desk::new(&context, form, asking);
            view! {
                <Header place=title.clone() person=Some(context.person.clone())><SavedLine desk=desk/></Header>
                <RoomBars context=context.clone()/>
                <Sheet context=context desk=desk title=title/>
            }
            .into_any()
        }
        None => view! {
            <Header place=title person=Some(context.person.clone())/>
            <Nothing context=context heading=words.pap_no_sheet() text=words.pap_no_sheet_text()/>
        }
        .into_any(),
    };
    view! {
        {body}
        <ToastPlace toasts=toasts/>
    }
}

/// «Lagret kl. 13.20», and never a lie.
#[component]
fn SavedLine(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let shown = move || {
        let (glyph, class, text) = match desk.saved.get() {
            Saved::Untouched => return ().into_any(),
            Saved::OnDevice => (Glyph::Mobile, "save warn", words.save_device().to_owned()),
            Saved::Saving => (Glyph::PencilWriting, "save", words.save_saving().to_owned()),
            Saved::At(at) => (
                Glyph::CheckmarkCircle,
                "save",
                words.save_done(&dates::time(words, at)),
            ),
            Saved::Failed => (
                Glyph::ExclamationmarkTriangle,
                "save bad",
                words.save_failed().to_owned(),
            ),
        };
        view! { <span class=class><Icon glyph=glyph/><span>{text}</span></span> }.into_any()
    };
    view! { <div class="pap-saving" role="group" aria-label=words.save_label()>{shown}</div> }
}

#[component]
fn Sheet(context: RoomContext, desk: Desk, title: String) -> impl IntoView {
    let words = context.words;
    let view = context.view;
    let writes = Memo::new(move |_| view.with(|view| view.may.contains(&Act::ManageMeeting)));
    let is_there = Memo::new(move |_| desk.sheet.with(|sheet| sheet.sheet.is_some()));
    let answers = context.path("deltaker");
    move || {
        if !is_there.get() {
            let (heading, text) = (words.pap_not_shared(), words.pap_not_shared_text());
            return view! { <Nothing context=context.clone() heading=heading text=text/> }
                .into_any();
        }
        let parts = Section::ALL
            .into_iter()
            .map(|section| view! { <Part desk=desk section=section writes=writes/> })
            .collect_view();
        let beside = if writes.get() {
            view! { <Sharing desk=desk/><OwnAnswers desk=desk manages=writes path=answers.clone()/><Readers desk=desk/> }.into_any()
        } else {
            view! { <IHaveRead desk=desk/><OwnAnswers desk=desk manages=writes path=answers.clone()/> }.into_any()
        };
        view! {
            <main class="pap" id="main">
                <div class="pap-head">
                    <p class="sub">{title.clone()}</p>
                    <PageTitle tab=words.pap_fact_sheet()>{words.pap_fact_sheet()}</PageTitle>
                    <p class="sub lead">{if writes.get() { words.pap_lead_writer() } else { words.pap_lead_reader() }}</p>
                </div>
                <div class="pap-cols">
                    <div class="pap-main">{parts}</div>
                    <div class="pap-side">{beside}</div>
                </div>
            </main>
        }
        .into_any()
    }
}

/// A part of the sheet: read, and for whom writes, opened in place.
#[component]
fn Part(desk: Desk, section: Section, writes: Memo<bool>) -> impl IntoView {
    let words = desk.words;
    let editing = RwSignal::new(
        writes
            .get_untracked()
            .then(|| Editing::kept(desk, section))
            .flatten(),
    );
    if section == Section::FollowUps && desk.n_recommendations() == 0 {
        return ().into_any();
    }
    let name = section.name();
    // What is typed in lives as long as this part: the button that begins it is gone at once.
    let owner = StoredValue::new(Owner::current().unwrap_or_default());
    let begin = move |_| {
        let begun = owner.get_value().with(|| Editing::begin(desk, section));
        editing.set(Some(begun));
    };
    let back = move || crate::components::proposals::focus_soon(format!("{name}-edit"));
    let done = Callback::new(move |()| {
        editing.set(None);
        back();
    });
    let dropped = Callback::new(move |()| {
        let Some(now) = editing.get_untracked() else {
            return;
        };
        now.drop_typed();
        editing.set(None);
        back();
    });
    let read = Memo::new(move |_| desk.sheet.get());
    let is_empty =
        Memo::new(move |_| read.with(|sheet| read::read(desk, section, sheet).is_none()));
    let body = move || match editing.get() {
        Some(editing) => {
            view! { <EditForm editing=editing on_done=done on_drop=dropped/> }.into_any()
        }
        None => read
            .with(|sheet| read::read(desk, section, sheet))
            .unwrap_or_else(|| view! { <p class="sub">{hint(words, section)}</p> }.into_any()),
    };
    let edit = move || {
        let is_open = editing.with(Option::is_some);
        (writes.get() && !is_open).then(|| {
            let (glyph, verb) = if is_empty.get() {
                (Glyph::Plus, words.pap_fill_in())
            } else {
                (Glyph::Pencil, words.pap_edit())
            };
            let label = words.about_proposal(verb, title(words, section));
            view! {
                <button
                    class="ds-button"
                    type="button"
                    data-variant="tertiary"
                    data-size="sm"
                    id=format!("{name}-edit")
                    aria-label=label
                    on:click=begin
                >
                    <Icon glyph=glyph/>
                    {verb}
                </button>
            }
        })
    };
    // Who only reads sees what there is, and no empty headings.
    let is_shown = move || writes.get() || !is_empty.get();
    view! {
        <Show when=is_shown>
            <section class="card pap-part" aria-labelledby=name>
                <div class="row">
                    <h2 class="disp h-sec" id=name>{title(words, section)}</h2>
                    <span class="sp"></span>
                    {edit}
                </div>
                {body}
            </section>
        </Show>
    }
    .into_any()
}

fn title(words: Words, section: Section) -> &'static str {
    match section {
        Section::FollowUps => words.pap_follow_ups(),
        Section::Goals => words.pap_goals(),
        Section::Figures => words.pap_figures(),
        Section::Projects => words.pap_projects(),
        Section::Prose => words.pap_prose(),
        Section::Facts => words.pap_facts(),
    }
}

fn hint(words: Words, section: Section) -> &'static str {
    match section {
        Section::FollowUps => "",
        Section::Goals => words.pap_goals_empty(),
        Section::Figures => words.pap_figures_empty(),
        Section::Projects => words.pap_projects_empty(),
        Section::Prose => words.pap_prose_empty(),
        Section::Facts => words.pap_facts_empty(),
    }
}

#[component]
fn Nothing(context: RoomContext, heading: &'static str, text: &'static str) -> impl IntoView {
    let words = context.words;
    let lobby = context.path("lobby");
    let rel = places::rel(&lobby);
    view! {
        <div class="pap-nothing">
            <Drawing/>
            <MessageBody glyph=Glyph::FileText heading=heading.to_owned() text=text.to_owned()>
                <a class="ds-button" href=lobby rel=rel>{words.receive_to_lobby()}</a>
            </MessageBody>
        </div>
    }
}
