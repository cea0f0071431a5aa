//! The thin bar at the top: where one is, who sees it, whether it is saved, the time.

use leptos::prelude::*;
use shared::proceedings::state::{Phase, Tool};
use shared::sync::SaveState as Written;

use super::day::Day;
use super::follow::Place;
use super::foot::Hand;
use super::menu::Menu;
use super::timer::DayTimer;
use crate::commands::State;
use crate::components::brand::Mark;
use crate::components::icon::{Glyph, Icon};
use crate::dates;
use crate::places;

/// What the tag beside the name says.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Tag {
    Private,
    Done,
    Where(String),
}

#[component]
pub fn Top(day: Day) -> impl IntoView {
    let words = day.words;
    let is_open = RwSignal::new(false);
    let title = day.title();
    let is_rehearsal = day.is_rehearsal();
    let tag = tag(day);
    let tag = move || {
        match tag.get() {
        Tag::Private => view! {
            <span class="ds-tag" data-color="accent" data-size="sm"><Icon glyph=Glyph::EyeSlash/>{words.ses_private()}</span>
        }
        .into_any(),
        Tag::Done => view! {
            <span class="ds-tag" data-color="success" data-size="sm"><Icon glyph=Glyph::Checkmark/>{words.ses_you_are_done()}</span>
        }
        .into_any(),
        Tag::Where(name) => view! { <span class="sub sm ses-where">{name}</span> }.into_any(),
    }
    };
    view! {
        <a class="ds-skip-link" href="#main">{words.skip_to_content()}</a>
        <header class="ses-top">
            <a class="brand ses-wide" href="/" rel=places::rel("/") aria-label=words.home_of()><Mark/><span class="brand-name">"Samling"</span></a>
            <button class="ses-name" type="button" aria-haspopup="dialog" on:click=move |_| is_open.set(true)>
                <b>{title}</b><Icon glyph=Glyph::ChevronDown/><span class="ds-sr-only">", "{words.ses_menu()}</span>
            </button>
            {is_rehearsal.then(|| view! { <span class="ds-tag" data-color="warning" data-size="sm">{words.ses_rehearsal()}</span> })}
            {tag}
            <span class="sp"></span>
            <span class="ses-wide"><DaySave day=day/></span>
            <DayTimer day=day/>
            <span class="ses-wide"><Hand day=day is_quiet=true/></span>
        </header>
        <Menu day=day is_open=is_open/>
    }
}

fn tag(day: Day) -> Memo<Tag> {
    let shown = day.follow.shown();
    let i_am_done = day.read(|view| view.scoring.i_am_done);
    Memo::new(move |_| {
        let scoring = || {
            if i_am_done.get() {
                Tag::Done
            } else {
                Tag::Private
            }
        };
        let Place::At(position) = shown.get() else {
            return scoring();
        };
        let tool = day.step(&position).map(|step| step.tool);
        match (position.phase, tool) {
            (Phase::Waiting, _) | (_, Some(Tool::SilentScoring)) => scoring(),
            (Phase::Write | Phase::Vote, _) => Tag::Private,
            (Phase::Talk, _) => Tag::Where(day.words.ses_face_talk().to_owned()),
            (Phase::Grade, _) => Tag::Where(day.words.ses_face_grade().to_owned()),
            _ => Tag::Where(day.name_of(&position)),
        }
    })
}

/// Of both kinds of things one does here, the one that is worse off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Saved {
    Stored,
    Saving,
    OnDevice,
    Failing,
}

/// "Lagret kl. 10.42": true of what is written and of what is answered.
#[component]
pub fn DaySave(day: Day) -> impl IntoView {
    let words = day.words;
    let written = day.pen().save;
    let given = day.commands.status();
    let saved = Memo::new(move |_| {
        let written = written.get();
        let given = given.get();
        let by_text = match written.state {
            Written::Stored => Saved::Stored,
            Written::Saving => Saved::Saving,
            Written::OnDevice { .. } => Saved::OnDevice,
            Written::Failing(_) => Saved::Failing,
        };
        let by_command = match given.state {
            State::Stored => Saved::Stored,
            State::Saving => Saved::Saving,
            State::OnDevice => Saved::OnDevice,
            State::Failing => Saved::Failing,
        };
        (by_text.max(by_command), written.at.max(given.at))
    });
    let shown = move || {
        let (glyph, class, text) = match saved.get() {
            (Saved::Stored, Some(at)) => (
                Glyph::CheckmarkCircle,
                "save",
                words.save_done(&dates::time(words, at)),
            ),
            // Nothing has been done yet.
            (Saved::Stored, None) => return view! { <span class="save"></span> }.into_any(),
            (Saved::Saving, _) => (Glyph::PencilWriting, "save", words.save_saving().to_owned()),
            (Saved::OnDevice, _) => (Glyph::Mobile, "save warn", words.save_device().to_owned()),
            (Saved::Failing, _) => (
                Glyph::ExclamationmarkTriangle,
                "save bad",
                words.save_failed().to_owned(),
            ),
        };
        view! { <span class=class><Icon glyph=glyph/><span>{text}</span></span> }.into_any()
    };
    view! { <div class="saving" role="group" aria-label=words.save_label()>{shown}</div> }
}
