//! What came of the evaluation, and beside it what the board promises to do otherwise.

use leptos::prelude::*;
use shared::proceedings::evaluation::view::{EvaluationStage, EvaluationView};
use shared::proceedings::tally::FEWEST_SHOWN;

use super::desk::Desk;
use super::earlier::Earlier;
use super::handling::{Handling, ObserversSee};
use super::promises::Promises;
use super::refused::Refused;
use super::results::Results;
use crate::components::header::Header;
use crate::components::icon::{Glyph, Icon};
use crate::components::page_title::PageTitle;
use crate::components::room_bar::RoomBars;
use crate::components::toast::ToastPlace;
use crate::places;
use crate::room::RoomContext;

/// What stands where the results go.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Face {
    /// Not for the viewer.
    #[default]
    Shut,
    NotOpened,
    Open,
    TooFew,
    Results,
}

fn face(view: &EvaluationView) -> Face {
    match (view.stage, &view.result) {
        _ if !(view.sees_result || view.is_invited) => Face::Shut,
        (EvaluationStage::NotOpened, _) => Face::NotOpened,
        (EvaluationStage::Open, _) => Face::Open,
        (EvaluationStage::Closed, None) => Face::Shut,
        (EvaluationStage::Closed, Some(result)) if result.n_answered < FEWEST_SHOWN => Face::TooFew,
        (EvaluationStage::Closed, Some(_)) => Face::Results,
    }
}

pub fn board_work(context: RoomContext) -> impl IntoView {
    let desk = Desk::new(&context);
    let words = context.words;
    let as_table = RwSignal::new(false);
    let face = desk.read(face);
    let flip = move || {
        (face.get() == Face::Results).then(|| {
            view! {
                <button class="ds-button" data-variant="tertiary" data-size="sm" data-color="neutral" type="button" on:click=move |_| as_table.update(|is_on| *is_on = !*is_on)>
                    <Icon glyph=Glyph::Table/>
                    {move || if as_table.get() { words.chart_picture() } else { words.chart_table() }}
                </button>
            }
        })
    };
    view! {
        <Header place=desk.title() person=Some(context.person.clone())>{flip}</Header>
        <RoomBars context=context/>
        <Refused desk=desk/>
        <main class="ev" id="main">
            <div class="ev-left">
                <PageTitle tab=words.ev_board_work()>{words.ev_results_title()}</PageTitle>
                <Said desk=desk face=face as_table=as_table/>
                <ObserversSee desk=desk/>
                <Handling desk=desk/>
            </div>
            <div class="ev-right">
                <Earlier desk=desk/>
                <Promises desk=desk/>
            </div>
        </main>
        <ToastPlace toasts=desk.toasts takes_focus=false/>
    }
}

#[component]
fn Said(desk: Desk, face: Memo<Face>, as_table: RwSignal<bool>) -> impl IntoView {
    let words = desk.words;
    let shown = desk.read(|view| (view.form.clone(), view.result.clone()));
    let is_forgotten = desk.read(|view| view.is_forgotten);
    let body = move || match (face.get(), shown.get()) {
        (Face::Results, (Some(form), Some(result))) => {
            view! { <Results desk=desk form=form result=result as_table=as_table/> }.into_any()
        }
        (Face::TooFew, (_, Some(result))) => {
            let n = usize::from(result.n_answered);
            note(
                Glyph::EyeSlash,
                words.ev_few(n),
                words.ev_few_text().to_owned(),
            )
        }
        (Face::Open, _) => view! { <StillOpen desk=desk/> }.into_any(),
        (Face::NotOpened, _) => note(
            Glyph::Clock,
            words.ev_not_open().to_owned(),
            words.ev_not_open_text().to_owned(),
        ),
        _ => note(
            Glyph::PadlockLocked,
            words.ev_board_only().to_owned(),
            words.ev_results_shut().to_owned(),
        ),
    };
    let forgotten = move || {
        (is_forgotten.get() && face.get() == Face::Results)
            .then(|| view! { <p class="sm sub ev-forgotten">{words.ev_forgotten()}</p> })
    };
    view! { {body}{forgotten} }
}

fn note(glyph: Glyph, heading: String, text: String) -> AnyView {
    view! {
        <section class="card ev-note">
            <Icon glyph=glyph/>
            <div><h2 class="h-card">{heading}</h2><p class="sub">{text}</p></div>
        </section>
    }
    .into_any()
}

#[component]
fn StillOpen(desk: Desk) -> impl IntoView {
    let words = desk.words;
    let counts = desk.read(|view| (view.n_done, view.n_invited));
    let answers = desk.read(|view| view.is_invited && !view.is_left_out);
    let href = desk.path("evaluering");
    let way = move || {
        answers.get().then(|| {
            view! { <a class="ds-button" href=href.clone() rel=places::rel(&href)>{words.ev_answer()}<Icon glyph=Glyph::ArrowRight/></a> }
        })
    };
    view! {
        <section class="card ev-note">
            <Icon glyph=Glyph::Hourglass/>
            <div>
                <h2 class="h-card">{words.ev_is_open()}</h2>
                <p class="sub" role="status">
                    {move || { let (done, invited) = counts.get(); words.ev_n_done(&done.to_string(), &invited.to_string()) }}
                </p>
                <p class="sub">{words.ev_is_open_text()}</p>
                {way}
            </div>
        </section>
    }
}
