//! What lies behind the meeting's name: the steps of the day, and what can be opened from anywhere.

use leptos::prelude::*;
use shared::proceedings::state::{Phase, Position, Step};
use shared::proceedings::steps;

use super::day::Day;
use super::follow::{self, Place};
use super::park::Park;
use crate::components::avatar::PersonAvatar;
use crate::components::dialog::Dialog;
use crate::components::icon::{Glyph, Icon};
use crate::dates;
use crate::papers;
use crate::places;
use crate::settings::Settings;

#[component]
pub fn Menu(day: Day, is_open: RwSignal<bool>) -> impl IntoView {
    let words = day.words;
    let heading = Signal::derive(move || words.ses_menu().to_owned());
    let steps = day.read(|view| view.steps.clone());
    let list = move || {
        let steps = steps.get();
        (!steps.is_empty()).then(|| {
            let lines = steps
                .into_iter()
                .filter(|step| !step.is_skipped)
                .map(|step| view! { <StepLine day=day step=step is_open=is_open/> });
            view! { <ol class="ses-steps">{lines.collect_view()}</ol> }
        })
    };
    let parks = RwSignal::new(false);
    let settings = expect_context::<Settings>();
    let link = move |glyph: Glyph, text: &'static str, page: &str| {
        let href = day.path(page);
        let rel = places::rel(&href);
        view! {
            <li><a class="ses-link" href=href rel=rel on:click=move |_| is_open.set(false)><Icon glyph=glyph/>{text}</a></li>
        }
    };
    let links = (!day.is_seminar()).then(|| {
        [
            link(Glyph::Folder, words.ses_documents(), ""),
            link(Glyph::BulletList, words.ses_all_proposals(), "forslag"),
        ]
    });
    let papers = Memo::new(move |_| {
        let room = day.room_view().get();
        room.map_or_else(Vec::new, |room| papers::for_viewer(&room))
    });
    let papers = move || {
        let papers = papers.get().into_iter();
        papers
            .map(|paper| link(paper.glyph(), paper.title(words), paper.page()))
            .collect_view()
    };
    let shows_people = RwSignal::new(false);
    let open_people = move |_| {
        is_open.set(false);
        shows_people.set(true);
    };
    let open_park = move |_| {
        is_open.set(false);
        parks.set(true);
    };
    let open_settings = move |_| {
        is_open.set(false);
        settings.is_open.set(true);
    };
    view! {
        <Dialog is_open=is_open id="day-menu" heading=heading>
            {list}
            <ul class="ses-links">
                {links}
                {papers}
                <li><button class="ses-link" type="button" on:click=open_people><Icon glyph=Glyph::PersonGroup/>{words.ses_who_is_here()}</button></li>
                <li><button class="ses-link" type="button" on:click=open_park><Icon glyph=Glyph::LightBulb/>{words.ses_park()}</button></li>
                <li><button class="ses-link" type="button" on:click=open_settings><Icon glyph=Glyph::Language/>{words.settings_title()}</button></li>
            </ul>
        </Dialog>
        <Park day=day is_open=parks/>
        <People day=day is_open=shows_people/>
    }
}

/// Who is here, and who is awaited.
#[component]
fn People(day: Day, is_open: RwSignal<bool>) -> impl IntoView {
    let words = day.words;
    let heading = Signal::derive(move || words.ses_who_is_here().to_owned());
    let lines = move || {
        let room = day.room_view().get();
        let people = room.map_or_else(Vec::new, |room| room.people.clone());
        let shown = people
            .into_iter()
            .filter(|one| one.is_here || one.is_coming);
        shown
            .map(|one| {
                let line = words.who_line(&one.person);
                let name = one.person.name.clone();
                let state = if one.is_here { words.people_here() } else { words.people_expected() };
                view! {
                    <li class="row">
                        <PersonAvatar person=one.person/>
                        <span class="bar-text"><span>{name}</span><small class="xs sub ses-block">{line}</small></span>
                        <span class="sm sub">{state}</span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Dialog is_open=is_open id="day-people" heading=heading>
            <ul class="lines people">{lines}</ul>
        </Dialog>
    }
}

/// A step one can go back to, is at, or that is locked because the group has not come so far.
#[component]
fn StepLine(day: Day, step: Step, is_open: RwSignal<bool>) -> impl IntoView {
    let words = day.words;
    let title = step.title.get(words.0).to_owned();
    let start = dates::hh_mm(words, &step.start);
    let group = day.follow.group();
    let shown = day.follow.shown();
    let id = step.id.clone();
    let is_at = move |place: Place| matches!(place, Place::At(position) if position.step == id);
    let is_group = is_at.clone()(group.get_untracked());
    let is_shown = is_at(shown.get_untracked());
    let form = day.form_untracked();
    let faces = steps::faces(&step, Some(&form));
    let reached: Vec<Position> = faces
        .into_iter()
        .filter(|face| untrack(|| follow::is_reached(day, face)))
        .collect();
    let go = move |position: Position| {
        is_open.set(false);
        day.follow.go(Place::At(position));
    };
    let current = is_shown.then_some("step");
    let now = is_group.then(|| view! { <span class="ds-tag" data-color="brand1" data-size="sm">{words.ses_group_is_here()}</span> });
    let Some(first) = reached.first().cloned() else {
        return view! {
            <li class="ses-step ahead">
                <span class="ses-at tn">{start}</span><span class="ses-step-name">{title}</span>
                <Icon glyph=Glyph::PadlockLocked/><span class="ds-sr-only">{words.ses_locked()}</span>
            </li>
        }
        .into_any();
    };
    // The talks about the indicators are where people look back; a step of one face has nothing within.
    let within = reached
        .iter()
        .filter(|face| face.phase == Phase::Grade || face.phase == Phase::Talk)
        .fold(Vec::<Position>::new(), |mut all, face| {
            all.retain(|other| other.indicator != face.indicator);
            all.push(face.clone());
            all
        });
    let within = within.into_iter().map(|face| {
        let form = day.form_untracked();
        let name = face
            .indicator
            .as_ref()
            .and_then(|id| form.indicator(id))
            .map_or_else(String::new, |it| it.title.get(words.0).to_owned());
        view! { <li><button class="ses-link" type="button" on:click=move |_| go(face.clone())>{name}</button></li> }
    });
    let within = within.collect_view();
    let target = if is_group {
        match group.get_untracked() {
            Place::At(position) => position,
            Place::Before => first,
        }
    } else {
        reached.last().cloned().unwrap_or(first)
    };
    view! {
        <li class="ses-step">
            <button class="ses-link" type="button" aria-current=current on:click=move |_| go(target.clone())>
                <span class="ses-at tn">{start}</span><span class="ses-step-name">{title}</span>{now}
            </button>
            <ul class="ses-within">{within}</ul>
        </li>
    }
    .into_any()
}
