//! The minutes as a paper: head, people, items, foot, in the language of the programme.

use leptos::prelude::*;
use shared::meeting::MeetingForm;
use shared::proceedings::formal::minutes::{
    Head, Minutes, MinutesCase, MinutesClosing, MinutesItem, MinutesMotion, People, Votes,
};
use shared::proceedings::formal::state::{MotionKind, Spot};
use shared::programme::LanguageForm;
use shared::template::Language;

use super::desk::{Desk, Slip};
use crate::components::icon::{Glyph, Icon};
use crate::dates;
use crate::words::Words;

fn minutes_words(language: LanguageForm) -> Words {
    Words(match language {
        LanguageForm::Nb => Language::Nb,
        LanguageForm::Nn => Language::Nn,
    })
}

#[component]
pub fn Document(desk: Desk, minutes: Minutes, heading: String) -> impl IntoView {
    let words = minutes_words(minutes.head.language);
    let lang = minutes.head.language.tag();
    let items = minutes.items.iter().map(|item| {
        let corrected = minutes.corrections.iter().filter(|one| one.item == item.id);
        let spots: Vec<Spot> = corrected.map(|one| one.spot).collect();
        view! { <Item desk=desk words=words item=item.clone() corrected=spots/> }
    });
    let items = items.collect_view();
    let left_out = minutes
        .leaves_out_closed
        .then(|| view! { <p class="note">{words.mi_leaves_out()}</p> });
    let foot = minutes.foot.clone();
    let signatures = foot.signatures.iter().map(|one| {
        let elected = match &one.elected_in {
            Some(number) => words.mi_elected_in(number),
            None => words.mi_led().to_owned(),
        };
        let signed = one.signed_on.map(|date| words.mi_signed_on(&dates::day_month_year(words, date)));
        view! { <li><b>{one.name.clone()}</b><span class="sub">{elected}</span><span class="sub">{signed}</span></li> }
    });
    let signatures = signatures.collect_view();
    let ended = foot
        .ended_at
        .map(|at| words.mi_ended(&dates::hh_mm(words, &at)));
    let approved = foot
        .approved_on
        .map(|date| words.mi_approved_on(&dates::day_month_year(words, date)));
    view! {
        <article class="card fo-protocol" lang=lang>
            <header id="fo-head">
                <p class="sub">{minutes.head.programme.clone()}</p>
                <h2 class="disp fo-print-title">{heading}</h2>
                <Facts words=words head=minutes.head.clone() people=minutes.people.clone()/>
            </header>
            {left_out}
            {items}
            <footer>
                <p>{ended}" "{approved}</p>
                <ul class="fo-signatures">{signatures}</ul>
            </footer>
        </article>
    }
}

#[component]
fn Facts(words: Words, head: Head, people: People) -> impl IntoView {
    let time = match (&head.from, &head.to) {
        (Some(from), Some(to)) => {
            words.mi_from_to(&dates::hh_mm(words, from), &dates::hh_mm(words, to))
        }
        (Some(from), None) => dates::at_time(words, from),
        _ => String::new(),
    };
    let place = match head.place {
        Some(place) => format!("{place}, {time}"),
        None => time,
    };
    let form = match head.form {
        MeetingForm::InPerson => words.mi_in_person(),
        MeetingForm::Remote => words.mi_remote(),
        MeetingForm::Mixed => words.mi_mixed(),
    };
    let chair = head.chair.clone();
    let present = people.present.into_iter().map(|one| {
        if Some(&one.name) == chair.as_ref() {
            words.mi_leader(&one.name)
        } else {
            one.name
        }
    });
    let present: Vec<String> = present.collect();
    let absent = people.absent.into_iter().map(|one| match one.deputy {
        Some(deputy) => words.mi_absent_with(&one.name, &deputy),
        None => one.name,
    });
    let absent: Vec<String> = absent.collect();
    let deputies = people.deputies.into_iter();
    let deputies = deputies.map(|one| words.mi_sat_for(&one.deputy, &one.member, &one.number));
    let deputies: Vec<String> = deputies.collect();
    let observers = people
        .observers
        .into_iter()
        .map(|one| match one.represents {
            Some(whom) if !whom.is_empty() => format!("{} ({whom})", one.name),
            _ => one.name,
        });
    let observers: Vec<String> = observers.collect();
    let administration = people.administration.into_iter();
    let administration =
        administration.map(|one| format!("{} ({})", one.name, words.role(one.role).to_lowercase()));
    let administration: Vec<String> = administration.collect();
    let rows = [
        (words.mi_place(), place),
        (words.mi_form(), form.to_owned()),
        (words.mi_present(), present.join(", ")),
        (words.mi_absent(), absent.join(", ")),
        (words.mi_deputies(), deputies.join(". ")),
        (words.mi_observers(), observers.join(", ")),
        (words.mi_administration(), administration.join(", ")),
    ];
    let rows = rows.into_iter().filter(|(_, text)| !text.is_empty());
    let rows = rows.map(|(name, text)| view! { <dt class="sub">{name}</dt><dd>{text}</dd> });
    view! { <dl class="fo-facts">{rows.collect_view()}</dl> }
}

#[component]
fn Item(desk: Desk, words: Words, item: MinutesItem, corrected: Vec<Spot>) -> impl IntoView {
    let id = item.id.to_string();
    let heading_id = format!("{id}-title");
    let labelled_by = heading_id.clone();
    let title = if item.is_left_out {
        words.fo_closed_item().to_owned()
    } else {
        item.title.clone()
    };
    let body = if item.is_left_out {
        item.closing
            .clone()
            .map(|closing| view! { <Closed words=words closing=closing/> })
            .map_or_else(
                || view! { <p>{words.mi_exempt()}</p> }.into_any(),
                IntoAny::into_any,
            )
    } else {
        view! { <Treated desk=desk words=words item=item.clone() corrected=corrected.clone()/> }
            .into_any()
    };
    let is_corrected = corrected.contains(&Spot::Title);
    view! {
        <section class="fo-piece" id=id aria-labelledby=labelled_by>
            <h3 class="disp" id=heading_id><span class="sub tn">{item.number.clone()}</span>" "<span class:fo-mark=is_corrected>{title}</span></h3>
            {body}
        </section>
    }
}

#[component]
fn Closed(words: Words, closing: MinutesClosing) -> impl IntoView {
    let votes = closing
        .votes
        .as_ref()
        .map(|votes| words.fo_divided(&votes.n_for.to_string(), &votes.n_against.to_string()));
    let stayed = (!closing.stayed.is_empty()).then(|| words.fo_stays(&words.list(&closing.stayed)));
    let verdict = if closing.is_closed {
        words.fo_is_closed()
    } else {
        words.fo_stays_open()
    };
    view! {
        <p class="fo-aside"><Icon glyph=Glyph::PadlockLocked/><span>{verdict}". "{words.fo_closed_why(&closing.legal_basis, &closing.part)}" "{votes}" "{stayed}</span></p>
    }
}

#[component]
fn Treated(desk: Desk, words: Words, item: MinutesItem, corrected: Vec<Spot>) -> impl IntoView {
    let led = item
        .led_by
        .as_ref()
        .map(|name| view! { <p class="sub">{words.mi_led_item(name)}</p> });
    let closing = item
        .closing
        .clone()
        .map(|closing| view! { <Closed words=words closing=closing/> });
    let cases = item
        .impartiality
        .iter()
        .map(|case| view! { <Case words=words case=case.clone()/> })
        .collect_view();
    let motions = item
        .motions
        .iter()
        .map(|motion| view! { <Motion words=words motion=motion.clone()/> })
        .collect_view();
    let recommendation = (!item.recommendation.is_empty()).then(|| {
        view! { <Line desk=desk item=item.clone() spot=Spot::Recommendation label=words.mi_recommendation() text=item.recommendation.clone() is_marked=corrected.contains(&Spot::Recommendation)/> }
    });
    let votes = item
        .votes
        .as_ref()
        .map(|votes| view! { <p>{voted(words, votes)}</p> });
    let resolution = match &item.resolution {
        Some(text) => view! {
            <Line desk=desk item=item.clone() spot=Spot::Resolution label=words.mi_resolution() text=text.clone() is_marked=corrected.contains(&Spot::Resolution)/>
        }
        .into_any(),
        None => view! { <p class="sub">{words.mi_no_resolution()}</p> }.into_any(),
    };
    let remarks = (!item.remarks.is_empty() || desk.corrects()).then(|| {
        view! { <Line desk=desk item=item.clone() spot=Spot::Remarks label=words.fo_remarks() text=item.remarks.clone() is_marked=corrected.contains(&Spot::Remarks)/> }
    });
    view! { {led}{closing}{cases}{recommendation}{motions}{resolution}{votes}{remarks} }
}

/// A text that can be corrected, marked where it was.
#[component]
fn Line(
    desk: Desk,
    item: MinutesItem,
    spot: Spot,
    label: &'static str,
    text: String,
    is_marked: bool,
) -> impl IntoView {
    let words = desk.words;
    let slip = Slip {
        item: item.id.clone(),
        spot,
        text: text.clone(),
    };
    let correct = move || {
        let slip = slip.clone();
        desk.corrects().then(|| {
            let name = words.mi_correct(label, &item.number);
            view! {
                <button class="btn-i fo-noprint" type="button" aria-label=name on:click=move |_| desk.slip.set(Some(slip.clone()))><Icon glyph=Glyph::Pencil/></button>
            }
        })
    };
    view! {
        <p class="fo-line"><span><b>{label}":"</b>" "<span class="fo-prose" class:fo-mark=is_marked>{text}</span></span>{correct}</p>
    }
}

/// "Enstemmig.", or how many and who.
fn voted(words: Words, votes: &Votes) -> String {
    if votes.is_unanimous {
        return words.fo_unanimous().to_owned();
    }
    let mut said = vec![words.fo_divided(&votes.n_for.to_string(), &votes.n_against.to_string())];
    if !votes.votes_for.is_empty() {
        said.push(words.mi_for_names(&votes.votes_for.join(", ")));
    }
    if !votes.votes_against.is_empty() {
        said.push(words.fo_against_names(&votes.votes_against.join(", ")));
    }
    if let Some(name) = &votes.decided_by {
        said.push(words.fo_decided_by(name));
    }
    said.push(
        if votes.is_carried {
            words.fo_carried()
        } else {
            words.fo_fell()
        }
        .to_owned(),
    );
    said.join(" ")
}

#[component]
fn Case(words: Words, case: MinutesCase) -> impl IntoView {
    let mut said = vec![match case.is_disqualified {
        Some(true) => words.fo_is_out(&case.person, &case.ground),
        Some(false) => words.fo_is_not_out(&case.person),
        None => words.fo_is_asked(&case.person, &case.ground, &case.raised_by),
    }];
    if case.is_disqualified.is_some() {
        said.push(words.mi_raised_by(&case.raised_by));
    }
    if !case.legal_basis.is_empty() {
        said.push(words.fo_basis(&case.legal_basis));
    }
    said.extend(case.votes.as_ref().map(|votes| voted(words, votes)));
    said.extend(
        case.left_at
            .map(|at| words.fo_left(&dates::hh_mm(words, &at))),
    );
    said.extend(
        case.returned_at
            .map(|at| words.fo_returned(&dates::hh_mm(words, &at))),
    );
    said.extend(
        case.deputy
            .map(|name| words.fo_sits_for(&name, &case.person)),
    );
    if !case.note.is_empty() {
        said.push(case.note);
    }
    view! { <p class="fo-aside"><Icon glyph=Glyph::Gavel/><span>{said.join(" ")}</span></p> }
}

#[component]
fn Motion(words: Words, motion: MinutesMotion) -> impl IntoView {
    let kind = match motion.kind {
        MotionKind::Addition => words.fo_kind_addition(),
        MotionKind::Instead => words.fo_kind_instead(),
        MotionKind::Separate => words.fo_kind_separate(),
    };
    let state = match &motion.votes {
        _ if motion.is_withdrawn => words.fo_withdrawn().to_owned(),
        _ if motion.is_taken_in => words.fo_taken_in().to_owned(),
        Some(votes) => voted(words, votes),
        None => words.fo_not_voted().to_owned(),
    };
    view! { <p><b>{words.fo_motion_by(kind, &motion.by)}":"</b>" "<span class="fo-prose">{motion.text}</span>" "<span class="sub">{state}</span></p> }
}
