//! The report itself, in the language of the meeting: what was agreed, and how it came about. No total, and no name on a
//! score.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a bundle of signals, copied as every handle is; it is large only where pointers are"
)]

use leptos::prelude::*;
use shared::proceedings::state::AppliesTo;
use shared::report::{About, Attendee, Method, Report, ReportPart, ReportProposal, Section};

use super::comments::Commenting;
use super::desk::{Desk, report_words};
use super::indicator;
use crate::dates;
use crate::words::Words;

/// The id of a section on the page.
pub fn anchor(section: &Section) -> String {
    section.name().replace('/', "-")
}

#[component]
pub fn Document(desk: Desk, report: Report) -> impl IntoView {
    let words = report_words(report.about.language);
    let lang = report.about.language.tag();
    let parts = report
        .parts
        .iter()
        .map(|part| view! { <Part desk=desk words=words part=part.clone() report=report.clone()/> })
        .collect_view();
    let followed_up = (!report.followed_up.is_empty()).then(|| {
        let rows = report.followed_up.iter().map(|advice| {
            let status = super::super::fact_sheet::follow_up_name(words, advice.follow_up);
            view! {
                <li>
                    <p class="pap-said">{advice.text.clone()}</p>
                    <p class="sub">{status}{advice.what_happened.clone().map(|what| format!(". {what}"))}</p>
                </li>
            }
        });
        let rows = rows.collect_view();
        view! {
            <Piece desk=desk section=Section::FollowedUp heading=words.pap_follow_ups().to_owned()>
                <ul class="lines pap-lines">{rows}</ul>
            </Piece>
        }
    });
    let conclusion = prose(words, &report.conclusion);
    let overview = report.clone();
    let Report {
        about,
        method,
        proposals,
        ..
    } = report;
    let people = about.people.clone();
    view! {
        <article class="card pap-report" lang=lang>
            <Cover words=words about=about/>
            <Piece desk=desk section=Section::Conclusion heading=words.conclusion().to_owned() page="hovedkonklusjon">
                {conclusion}
            </Piece>
            <Piece desk=desk section=Section::Method heading=words.pap_method().to_owned()>
                <How words=words method=method/>
            </Piece>
            <Piece desk=desk section=Section::Overview heading=words.pap_overview().to_owned()>
                <Overview words=words report=overview/>
            </Piece>
            {parts}
            <Piece desk=desk section=Section::Proposals heading=words.pap_proposals().to_owned() page="forslag">
                <Proposals words=words proposals=proposals/>
            </Piece>
            {followed_up}
            <Signatures words=words people=people/>
        </article>
    }
}

/// A section with its heading, what can be done about it, and the comment that is being written on it.
#[component]
pub fn Piece(
    desk: Desk,
    section: Section,
    heading: String,
    /// Where its words are corrected.
    #[prop(optional, into)]
    page: Option<String>,
    #[prop(optional)] over: Option<String>,
    children: Children,
) -> impl IntoView {
    let id = anchor(&section);
    let heading_id = format!("{id}-title");
    let labelled_by = heading_id.clone();
    view! {
        <section class="pap-piece" id=id aria-labelledby=labelled_by>
            {over.map(|over| view! { <p class="sub">{over}</p> })}
            <h2 class="disp" id=heading_id tabindex="-1">{heading.clone()}</h2>
            {children()}
            <Commenting desk=desk section=section heading=heading page=page/>
        </section>
    }
}

/// What somebody wrote, in its paragraphs; a calm line where nothing is.
pub fn prose(words: Words, text: &str) -> AnyView {
    if text.trim().is_empty() {
        return view! { <p class="sub">{words.nothing_written()}</p> }.into_any();
    }
    view! { <p class="pap-prose">{text.to_owned()}</p> }.into_any()
}

#[component]
fn Cover(words: Words, about: About) -> impl IntoView {
    let mut when = dates::day_month_year(words, about.date);
    if let Some(last) = about.last_date {
        when = format!(
            "{}–{}",
            dates::day_month(words, about.date),
            dates::day_month_year(words, last)
        );
    }
    if let Some(place) = &about.place {
        when = words.when_where(&when, place);
    }
    let year = words.pap_programme_year(&about.programme_year.to_string());
    let (here, away): (Vec<Attendee>, Vec<Attendee>) = about
        .people
        .iter()
        .cloned()
        .partition(|person| person.was_here);
    let list = |people: Vec<Attendee>| {
        let rows = people
            .into_iter()
            .map(|person| view! { <li>{who(words, &person)}</li> });
        view! { <ul class="pap-who">{rows.collect_view()}</ul> }
    };
    let away = (!away.is_empty()).then(|| {
        view! { <h3 class="h-card">{words.pap_away()}</h3>{list(away)} }
    });
    view! {
        <header class="pap-cover">
            <p class="sub">{about.programme.clone()}</p>
            <h2 class="disp h-page">{words.pap_report_title(&about.year.to_string())}</h2>
            <p class="sub">{when}" · "{year}</p>
            <div class="pap-present">
                <div><h3 class="h-card">{words.pap_present()}</h3>{list(here)}</div>
                <div>{away}</div>
            </div>
        </header>
    }
}

/// "Silje Rønning, varamedlem for Siv Aune".
fn who(words: Words, person: &Attendee) -> String {
    let role = words.role(person.role);
    let part = match (&person.seated_for, &person.represents) {
        (Some(other), _) => words.pap_sits_for(role, other),
        (None, Some(represents)) => words.pap_role_from(role, represents),
        (None, None) => role.to_owned(),
    };
    format!("{}, {part}", person.name)
}

#[component]
fn How(words: Words, method: Method) -> impl IntoView {
    let observers = if method.settings.observers_score {
        words.pap_method_observers_in()
    } else {
        words.pap_method_observers_out()
    };
    let steps = method
        .scale
        .into_iter()
        .map(|step| {
            view! {
                <li>
                    <b class="tn">{step.value}" "{step.label.get(words.0).to_owned()}</b>
                    <span class="sub">{step.meaning.get(words.0).to_owned()}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <p>{words.pap_method_text()}" "{observers}" "{words.pap_method_no_total()}</p>
        <h3 class="h-card">{words.pap_scale()}</h3>
        <ul class="pap-scale">{steps}</ul>
    }
}

/// The grades, year by year.
#[component]
fn Overview(words: Words, report: Report) -> impl IntoView {
    let years: Vec<u16> = report.years.iter().rev().take(4).rev().copied().collect();
    let this = report.about.year;
    let heads = years
        .iter()
        .map(|year| view! { <th scope="col" class="tn">{*year}</th> })
        .collect_view();
    let rows = report.parts.iter().map(|part| {
        let rows = part.indicators.iter().map(|it| {
            let cells = years.iter().map(|year| {
                let grade = if *year == this {
                    indicator::grade_text(it)
                } else {
                    it.earlier.get(year).map(u8::to_string)
                };
                view! { <td class="tn" class:now=*year == this>{grade.unwrap_or_else(|| "–".to_owned())}</td> }
            });
            let cells = cells.collect_view();
            view! {
                <tr>
                    <th scope="row">
                        {it.title.get(words.0).to_owned()}
                        <span class="sub xs">{indicator::change_text(words, it, this)}</span>
                    </th>
                    {cells}
                </tr>
            }
        });
        let title = part.title.get(words.0).to_owned();
        let weighs = part.emphasis.is_some().then(|| format!(" · {}", words.emphasis()));
        view! {
            <tbody>
                <tr class="pap-family"><th scope="rowgroup" colspan=years.len() + 1>{title}<span class="sub">{weighs}</span></th></tr>
                {rows.collect_view()}
            </tbody>
        }
    });
    let rows = rows.collect_view();
    view! {
        <table class="pap-table">
            <caption class="ds-sr-only">{words.pap_overview()}</caption>
            <thead><tr><th scope="col">{words.pap_indicator()}</th>{heads}</tr></thead>
            {rows}
        </table>
    }
}

#[component]
fn Part(desk: Desk, words: Words, part: ReportPart, report: Report) -> impl IntoView {
    let title = part.title.get(words.0).to_owned();
    let emphasis = part
        .emphasis
        .as_ref()
        .map(|text| view! { <p class="note">{text.get(words.0).to_owned()}</p> });
    let indicators = part
        .indicators
        .iter()
        .map(|it| {
            view! { <indicator::IndicatorPiece desk=desk words=words indicator=it.clone() part=title.clone() report=report.clone()/> }
        })
        .collect_view();
    view! { {emphasis} {indicators} }
}

/// What goes on with its owner and deadline first, then the rest.
#[component]
fn Proposals(words: Words, proposals: Vec<ReportProposal>) -> impl IntoView {
    if proposals.is_empty() {
        return view! { <p class="sub">{words.pap_no_proposals()}</p> }.into_any();
    }
    let (chosen, others): (Vec<_>, Vec<_>) = proposals.into_iter().partition(|it| it.goes_on);
    let list =
        |heading: &'static str, rows: Vec<ReportProposal>| {
            (!rows.is_empty()).then(|| {
            let rows = rows.into_iter().map(|it| view! { <Proposal words=words proposal=it/> });
            view! { <h3 class="h-card">{heading}</h3><ul class="lines">{rows.collect_view()}</ul> }
        })
        };
    view! {
        {list(words.pap_goes_on(), chosen)}
        {list(words.pap_other_proposals(), others)}
    }
    .into_any()
}

#[component]
fn Proposal(words: Words, proposal: ReportProposal) -> impl IntoView {
    let notes = proposal
        .notes
        .iter()
        .filter_map(|note| note_text(words, &proposal.title, note));
    let notes: Vec<String> = notes.collect();
    let notes = (!notes.is_empty()).then(|| {
        let rows = notes
            .into_iter()
            .map(|text| view! { <li>{text}</li> })
            .collect_view();
        view! { <ul class="bullets sm">{rows}</ul> }
    });
    view! {
        <li class="pap-proposal">
            <div class="row wrap g8">
                <p class="pap-said">{proposal.title.clone()}</p>
                <span class="sp"></span>
                {dots(words, &proposal)}
            </div>
            {notes}
            <p class="sub">{task_text(words, &proposal)}</p>
        </li>
    }
}

/// Dots drawn and counted; nothing where there was no vote on it.
pub fn dots(words: Words, proposal: &ReportProposal) -> Option<impl IntoView + use<>> {
    let n_dots = proposal.dots?;
    let drawn = (0..n_dots.min(24))
        .map(|_| view! { <i></i> })
        .collect_view();
    let advice = (proposal.advice > 0).then(|| words.pap_advice(proposal.advice.into()));
    Some(view! {
        <span class="row g8">
            <span class="dots" aria-hidden="true">{drawn}</span>
            <b class="tn nowrap">{words.pap_n_dots(n_dots.into())}</b>
            <span class="sub sm">{advice}</span>
        </span>
    })
}

/// What one of them wrote, with whose it is as far as that is told.
fn note_text(words: Words, title: &str, note: &shared::report::ReportNote) -> Option<String> {
    let said = if note.title == title || note.title.is_empty() {
        note.text.clone()
    } else if note.text.is_empty() {
        note.title.clone()
    } else {
        format!("{}: {}", note.title, note.text)
    };
    let whose = note.author.clone().or_else(|| note.on_behalf_of.clone());
    let whose = whose.or_else(|| note.by_observer.then(|| words.pap_an_observer().to_owned()));
    match (said.is_empty(), whose) {
        (true, _) => None,
        (false, None) => Some(said),
        (false, Some(whose)) => Some(format!("{said} ({whose})")),
    }
}

/// "Handlingsplanen, innsatsområde marin. Ingrid Solvang, innen 15. januar 2027."
fn task_text(words: Words, proposal: &ReportProposal) -> String {
    use shared::proceedings::state::ProposalStatus as Status;
    let plan = match proposal.applies_to {
        AppliesTo::ActionPlan => words.pap_to_action_plan(),
        AppliesTo::RestructuringPlan => words.pap_to_restructuring_plan(),
        AppliesTo::BoardWork => words.pap_to_board_work(),
        AppliesTo::Other => words.pap_to_other(),
    };
    let mut parts = vec![match &proposal.part_of_plan {
        Some(part) => format!("{plan}, {part}."),
        None => format!("{plan}."),
    }];
    let deadline = proposal
        .deadline
        .map(|date| words.pap_by_date(&dates::day_month_year(words, date)));
    match (&proposal.owner, deadline) {
        (Some(owner), Some(deadline)) => parts.push(format!("{owner}, {deadline}.")),
        (Some(owner), None) => parts.push(format!("{owner}.")),
        (None, Some(deadline)) => parts.push(format!("{}.", crate::words::capitalised(&deadline))),
        (None, None) => {}
    }
    let status = match proposal.status {
        Status::Deferred => Some(words.pap_deferred()),
        Status::Rejected => Some(words.pap_rejected()),
        Status::Incorporated => Some(words.pap_incorporated()),
        Status::Proposed | Status::Prioritised => None,
    };
    if let Some(status) = status {
        parts.push(match &proposal.reason {
            Some(reason) => format!("{status}: {reason}"),
            None => format!("{status}."),
        });
    }
    parts.join(" ")
}

/// Only on paper.
#[component]
fn Signatures(words: Words, people: Vec<Attendee>) -> impl IntoView {
    let people = people.into_iter().filter(|person| person.was_here);
    let lines = people
        .map(|person| view! { <li><span>{person.name}</span></li> })
        .collect_view();
    view! {
        <section class="pap-piece pap-sign" aria-hidden="true">
            <h2 class="disp">{words.pap_signatures()}</h2>
            <ul>{lines}</ul>
        </section>
    }
}
