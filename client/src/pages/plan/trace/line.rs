//! One theme: its dots, where it ended, and the single proposals with those who have said that they are theirs.

use leptos::prelude::*;
use shared::plan::docket::command::Command;
use shared::plan::docket::state::PlanLink;
use shared::plan::measure::Measure;
use shared::plan::money::Kroner;
use shared::plan::{ActionPlan, Row};
use shared::view::ThemeProposal;

use super::acts::{Acts, part};
use super::elsewhere::{Elsewhere, chapters, promise_href, revision_href};
use super::ends::{Group, ThemeEnd};
use super::line_id;
use super::place::{RowLink, named};
use crate::components::icon::{Glyph, Icon};
use crate::pages::plan::desk::Desk;
use crate::pages::plan::room::{Asking, Fault, ids, use_docket};

/// The dots, drawn, with their number for all.
#[component]
pub fn Dots(n: usize) -> impl IntoView {
    let words = use_docket().desk.words;
    let drawn = (0..n).map(|_| view! { <i></i> }).collect_view();
    (n > 0).then(|| {
        view! {
            <span class="tk-dots">
                <span class="dots" aria-hidden="true">{drawn}</span>
                <span class="tn nowrap">{words.pl_n_dots(n)}</span>
            </span>
        }
    })
}

#[component]
pub fn Line(end: Memo<ThemeEnd>) -> impl IntoView {
    let desk = use_docket().desk;
    let words = desk.words;
    let is_open = RwSignal::new(false);
    let theme = end.with_untracked(|end| end.theme.clone());
    let n = theme.proposals.len();
    let about = theme.indicator.as_ref();
    let about =
        about.map(|about| view! { <span class="sub sm">{about.get(words.0).to_owned()}</span> });
    let singles_id = format!("tk-singles-{}", theme.id);
    let controls = singles_id.clone();
    let singles = StoredValue::new(theme.proposals.clone());
    let lacks = Memo::new(move |_| end.with(|end| end.group == Group::Open));
    view! {
        <li class="tk-theme" id=line_id(theme.id.as_str()) tabindex="-1">
            <div class="tk-name">
                <h3 lang=desk.lang>{theme.title.clone()}</h3>
                <p class="row wrap g8">
                    <button
                        class="link sm"
                        type="button"
                        aria-expanded=move || is_open.get().to_string()
                        aria-controls=controls
                        on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
                    >
                        {words.tk_n_gathered(n)}
                        <Icon glyph=Glyph::ChevronDown/>
                    </button>
                    {about}
                </p>
            </div>
            <Dots n=end.with_untracked(ThemeEnd::n_dots)/>
            <div class="tk-ends">{move || ended(&end.get())}</div>
            {move || lacks.get().then(|| view! { <Acts end=end/> })}
            <div id=singles_id class="tk-singles" hidden=move || !is_open.get()>
                <ul>{move || is_open.get().then(|| singles.with_value(|all| all.iter().map(single).collect_view()))}</ul>
            </div>
        </li>
    }
}

/// Where a theme ended, as far as it has.
fn ended(end: &ThemeEnd) -> impl IntoView + use<> {
    let desk = use_docket().desk;
    let words = desk.words;
    let rows = end
        .rows
        .iter()
        .map(|row| view! { <To end=end.clone() row=row.clone()/> });
    let links = end
        .links
        .iter()
        .map(|link| view! { <ToLink end=end.clone() link=link.clone()/> });
    let refusals = end.refusals.iter().map(|(is_deferred, reason)| {
        let how = if *is_deferred { words.tk_is_deferred() } else { words.tk_is_rejected() };
        view! { <p class="tk-refusal"><b>{how}</b>" "<span lang=desk.lang>{reason.clone()}</span></p> }
    });
    let twice = (end.n_places() > 1).then(|| {
        view! { <p class="sub sm">{words.tk_n_places(end.n_places())}</p> }
    });
    let is_half = end.group == Group::Open && end.open.len() < end.theme.proposals.len();
    let half = is_half.then(|| {
        view! { <p class="wn sm"><Icon glyph=Glyph::ExclamationmarkTriangle/>" "{words.tk_n_unanswered(end.open.len())}</p> }
    });
    let reopen = (end.group == Group::Aside && !end.refused_here.is_empty())
        .then(|| view! { <Reopen end=end.clone()/> });
    view! {
        {rows.collect_view()}
        {links.collect_view()}
        {refusals.collect_view()}
        {twice}
        {half}
        {reopen}
    }
}

/// «Vinteråpent på Fjellstua» Kari Nesheim
pub fn single(proposal: &ThemeProposal) -> impl IntoView + use<> {
    let docket = use_docket();
    let (words, lang) = (docket.desk.words, docket.desk.lang);
    let author = proposal.author.as_ref().and_then(|id| docket.person(id));
    let author = author.map(|person| view! { <span class="sub">{person.name}</span> });
    let text = (!proposal.text.trim().is_empty())
        .then(|| view! { <p class="tk-text" lang=lang>{proposal.text.clone()}</p> });
    view! { <li><span lang=lang>{words.tk_quoted(&proposal.title)}</span>" "{author}{text}</li> }
}

/// The arrow to a row that came of it, and what that costs.
#[component]
fn To(end: ThemeEnd, row: Row) -> impl IntoView {
    let desk = use_docket().desk;
    let words = desk.words;
    let of = row.clone();
    let costs = Memo::new(move |_| {
        let measure = desk.plan.with(|plan| measure_of(plan, &of).cloned());
        match measure.map(|measure| measure.budget) {
            Some(Some(Kroner(0))) => words.tk_free().to_owned(),
            Some(Some(budget)) => budget.in_kroner(words.0),
            Some(None) => words.tk_no_budget().to_owned(),
            None => String::new(),
        }
    });
    let label = words.tk_part_from(&end.theme.title, &named(desk, &row));
    let may_write = desk.model.may_write();
    let (of, end) = (StoredValue::new(row.clone()), StoredValue::new(end));
    let press = move |_| part(desk, &end.get_value(), &of.get_value());
    view! {
        <p class="tk-to">
            <Icon glyph=Glyph::ArrowRight/>
            <RowLink row=row/>
            <span class="tk-amount tn">{move || costs.get()}</span>
            {move || may_write.get().then(|| view! {
                <button class="btn-i" type="button" aria-label=label.clone() on:click=press>
                    <Icon glyph=Glyph::XMark/>
                </button>
            })}
        </p>
    }
}

/// The measure a row is.
fn measure_of<'a>(plan: &'a ActionPlan, row: &Row) -> Option<&'a Measure> {
    let Row::Measure(id) = row else { return None };
    plan.measures.iter().find(|it| it.id == *id)
}

/// The arrow to what came of it outside the rows of the plan.
#[component]
fn ToLink(end: ThemeEnd, link: PlanLink) -> impl IntoView {
    let docket = use_docket();
    let words = docket.desk.words;
    let asking = Asking::new(docket);
    let elsewhere: Elsewhere = expect_context();
    if !matches!(link, PlanLink::Chapter { .. }) {
        elsewhere.look();
    }
    let of = link.clone();
    let to = Memo::new(move |_| led_to(docket.desk, elsewhere, &of));
    let title = end.theme.title.clone();
    let label = move || to.with(|(name, _)| words.tk_part_from(&title, name));
    let label = Signal::derive(label);
    let (end, link) = (StoredValue::new(end), StoredValue::new(link));
    let press = move |_| {
        let command = Command::UnlinkProposals {
            proposals: end.with_value(ids),
            link: link.get_value(),
        };
        let (name, _) = to.get_untracked();
        let said = end.with_value(|end| words.tk_parted(&end.theme.title, &name));
        asking.ask(command, said, || {});
    };
    view! {
        <p class="tk-to">
            <Icon glyph=Glyph::ArrowRight/>
            <a class="ds-link tk-row" href=move || to.with(|(_, href)| href.clone()) lang=docket.desk.lang>
                {move || to.with(|(name, _)| name.clone())}
            </a>
            {move || docket.may.get().edit.then(|| view! {
                <button class="btn-i" type="button" aria-label=move || label.get() on:click=press>
                    <Icon glyph=Glyph::XMark/>
                </button>
            })}
        </p>
        <Fault asking=asking/>
    }
}

/// What came of it, by its name as far as that is known, and the way there.
pub fn led_to(desk: Desk, elsewhere: Elsewhere, link: &PlanLink) -> (String, String) {
    let words = desk.words;
    let named = |kind: &str| match elsewhere.name(link) {
        Some(name) => format!("{kind}: {name}"),
        None => kind.to_owned(),
    };
    match link {
        PlanLink::Chapter { .. } => {
            let mut chapters = chapters(desk).into_iter();
            let found = chapters.find(|found| found.link == *link);
            let unknown = || (words.tk_to_chapter().to_owned(), desk.path());
            found.map_or_else(unknown, |found| (found.name, found.href))
        }
        PlanLink::Revision { plan, .. } => (named(words.tk_to_revision()), revision_href(plan)),
        PlanLink::Promise { meeting, .. } => (named(words.tk_to_promise()), promise_href(meeting)),
    }
}

/// Opens what was put off or turned down in this plan again.
#[component]
pub fn Reopen(end: ThemeEnd) -> impl IntoView {
    let docket = use_docket();
    let words = docket.desk.words;
    let asking = Asking::new(docket);
    let label = words.about_proposal(words.tk_reopen(), &end.theme.title);
    let press = move |_| {
        let command = Command::RefuseProposals {
            proposals: end.refused_here.clone(),
            refusal: None,
        };
        asking.ask(command, words.tk_reopened(&end.theme.title), || {});
    };
    view! {
        <button class="ds-button" type="button" data-variant="tertiary" aria-label=label on:click=press>
            <Icon glyph=Glyph::ArrowUndo/>
            {words.tk_reopen()}
        </button>
        <Fault asking=asking/>
    }
}
