//! One's own answers: one thing at a time, then all of them in a list, then the thanks.

use leptos::prelude::*;
use shared::proceedings::evaluation::form::EvaluationForm;
use shared::proceedings::evaluation::view::EvaluationStage;

use super::desk::Desk;
use super::item::{Item, items};
use super::list::OwnAnswers;
use super::refused::Refused;
use super::save::Saved;
use super::statement::One;
use crate::components::header::Header;
use crate::components::icon::{Glyph, Icon};
use crate::components::message::MessageBody;
use crate::components::room_bar::RoomBars;
use crate::components::toast::ToastPlace;
use crate::dates;
use crate::places;
use crate::room::RoomContext;

/// Which page of the answering one is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// A statement or an open question, by its place.
    At(usize),
    List,
}

/// What stands in the way of answering.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Way {
    #[default]
    NotForMe,
    NotOpened,
    LeftOut,
    Closed,
    Open,
}

pub fn answering(context: RoomContext) -> impl IntoView {
    let desk = Desk::new(&context);
    let words = context.words;
    let way = desk.read(|view| match view.stage {
        _ if !view.is_invited => Way::NotForMe,
        EvaluationStage::NotOpened => Way::NotOpened,
        EvaluationStage::Closed => Way::Closed,
        EvaluationStage::Open if view.is_left_out => Way::LeftOut,
        EvaluationStage::Open => Way::Open,
    });
    let form = desk.form();
    let body = move || match (way.get(), form.get()) {
        (Way::Open, Some(form)) => view! { <Answers desk=desk form=form/> }.into_any(),
        (Way::NotForMe, _) | (Way::Open, None) => no_way(
            desk,
            Glyph::PadlockLocked,
            words.ev_board_only(),
            words.ev_board_only_text().to_owned(),
        ),
        (Way::NotOpened, form) => {
            let text = form.map_or_else(
                || words.ev_not_open_text().to_owned(),
                |form| opens_on(desk, &form),
            );
            no_way(desk, Glyph::Clock, words.ev_not_open(), text)
        }
        (Way::LeftOut, _) => no_way(
            desk,
            Glyph::EyeSlash,
            words.ev_left_out(),
            words.ev_left_out_text().to_owned(),
        ),
        (Way::Closed, _) => no_way(
            desk,
            Glyph::CheckmarkCircle,
            words.ev_closed(),
            words.ev_closed_text().to_owned(),
        ),
    };
    view! {
        <Header place=desk.title() person=Some(context.person.clone())>
            <span class="ev-wide"><Saved desk=desk/></span>
        </Header>
        <RoomBars context=context/>
        <Refused desk=desk/>
        {body}
        <ToastPlace toasts=desk.toasts/>
    }
}

/// "Den åpner vanligvis sju dager før seminaret: 17. november."
fn opens_on(desk: Desk, form: &EvaluationForm) -> String {
    let words = desk.words;
    let date = desk.room.with_untracked(|room| room.meeting.date);
    let days = jiff::Span::new().days(i64::from(form.rules.open_days_before));
    match date.checked_sub(days) {
        Ok(date) => words.ev_opens_on(&dates::day_month(words, date)),
        Err(_) => words.ev_not_open_text().to_owned(),
    }
}

fn no_way(desk: Desk, glyph: Glyph, heading: &'static str, text: String) -> AnyView {
    let words = desk.words;
    let results = desk.path("styrets-arbeid");
    view! {
        <MessageBody glyph=glyph heading=heading.to_owned() text=text>
            <a class="ds-button" href=results.clone() rel=places::rel(&results)>{words.ev_to_results()}</a>
            <a class="ds-button" data-variant="secondary" href="/" rel=places::rel("/")>{words.go_home()}</a>
        </MessageBody>
    }
    .into_any()
}

#[component]
fn Answers(desk: Desk, form: EvaluationForm) -> impl IntoView {
    let all = items(&form);
    let page = RwSignal::new(first_page(desk, &all));
    let all = StoredValue::new(all);
    let form = StoredValue::new(form);
    move || match page.get() {
        Page::At(idx) => match all.with_value(|all| all.get(idx).cloned()) {
            Some(item) => {
                let n_all = all.with_value(Vec::len);
                view! { <One desk=desk form=form.get_value() item=item idx=idx n_all=n_all page=page/> }
                    .into_any()
            }
            None => ().into_any(),
        },
        Page::List => {
            view! { <OwnAnswers desk=desk form=form.get_value() all=all.get_value() page=page/> }
                .into_any()
        }
    }
}

/// At the first that has no answer; in the list when there is none, or one has said that one is done.
fn first_page(desk: Desk, all: &[Item]) -> Page {
    desk.look(|view| {
        let place = all.iter().position(|item| !item.is_answered(view));
        Some(match place {
            Some(place) if !view.i_am_done => Page::At(place),
            _ => Page::List,
        })
    })
    .unwrap_or(Page::List)
}

/// The bar at the bottom; children are the actions.
#[component]
pub fn Foot(desk: Desk, children: Children) -> impl IntoView {
    view! {
        <footer class="pbar ses-foot">
            <div class="ses-foot-in">
                {children()}
                <span class="ev-narrow"><Saved desk=desk/></span>
            </div>
        </footer>
    }
}

/// "Uten navn": on every page where one answers.
#[component]
pub fn Nameless(desk: Desk) -> impl IntoView {
    let words = desk.words;
    view! {
        <p class="ev-kind">
            <b>{words.ev_board_work()}</b>
            <span class="ds-tag" data-color="accent" data-size="sm"><Icon glyph=Glyph::EyeSlash/>{words.ev_nameless()}</span>
        </p>
    }
}
