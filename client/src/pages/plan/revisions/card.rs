//! A revision: the adopted text and the proposed one beside each other, why, from where, and how far it has come.

use leptos::prelude::*;
use shared::id::{ProposalId, RevisionId};
use shared::plan::docket::place::PlanText;
use shared::plan::docket::state::{Revision, RevisionSource, RevisionStatus};
use shared::plan::outline::Place;

use super::decide::Acts;
use super::form::ChangeForm;
use super::{Which, use_revising};
use crate::components::avatar::PersonAvatar;
use crate::components::icon::{Glyph, Icon};
use crate::dates;
use crate::pages::plan::desk::Desk;
use crate::pages::plan::names;
use crate::pages::plan::prose::headings;
use crate::pages::plan::room::{Docket, use_docket};
use crate::pages::plan::talk::changed::changed;
use crate::words::Words;

/// The id of a card: what has the focus when its buttons are gone.
pub fn card_id(id: &RevisionId) -> String {
    format!("rv-{id}")
}

#[component]
pub fn RevisionCard(id: RevisionId) -> impl IntoView {
    let docket = use_docket();
    let desk = docket.desk;
    let words = desk.words;
    let of = id.clone();
    let find = move || {
        let one = docket.read(|view| view.docket.revisions.get(&of).cloned());
        one.flatten()
    };
    let first = untrack(&find)?;
    let person = docket.person(&first.by);
    let name = person
        .as_ref()
        .map_or_else(|| words.tk_somebody().to_owned(), |it| it.name.clone());
    let (by, at) = (first.by.clone(), dates::day_and_time(words, first.at));
    let about = about(desk, &first.draft.text);
    let label = words.rv_of(&name);
    let revision = Memo::new(move |known: Option<&Revision>| {
        find().unwrap_or_else(|| known.cloned().unwrap_or_else(|| first.clone()))
    });
    let (revising, which) = (use_revising(), Which::Change(id.clone()));
    let is_changing = Memo::new(move |_| revising.is_open(&which));
    let of = StoredValue::new(id.clone());
    let is_mine = by == desk.me().id;
    let body = move || {
        if is_changing.get() {
            view! { <ChangeForm id=of.get_value()/> }.into_any()
        } else {
            view! {
                <Texts revision=revision/>
                <Facts revision=revision/>
                <Acts id=of.get_value() revision=revision is_mine=is_mine/>
            }
            .into_any()
        }
    };
    Some(view! {
        <li class="card rv-card" id=card_id(&id) tabindex="-1" aria-label=label>
            <div class="row wrap g8">
                {person.map(|person| view! { <PersonAvatar person=person size="tiny"/> })}
                <b>{name}</b>
                <span class="sub sm">{at}</span>
                <span class="sp"></span>
                <StatusTag revision=revision/>
            </div>
            {about.map(|about| view! { <p class="sub sm" lang=desk.lang>{about}</p> })}
            {body}
        </li>
    })
}

/// What a status is called, its colour and its sign.
pub fn status(words: Words, status: RevisionStatus) -> (&'static str, &'static str, Glyph) {
    match status {
        RevisionStatus::Suggested => (words.rv_suggested(), "info", Glyph::PencilWriting),
        RevisionStatus::Accepted => (words.rv_accepted(), "brand2", Glyph::Checkmark),
        RevisionStatus::Adopted => (words.rv_adopted(), "success", Glyph::CheckmarkCircle),
        RevisionStatus::Declined => (words.rv_declined(), "neutral", Glyph::XMark),
    }
}

#[component]
fn StatusTag(revision: Memo<Revision>) -> impl IntoView {
    let words = use_docket().desk.words;
    let shown = Memo::new(move |_| revision.with(|one| (one.status, one.is_withdrawn)));
    move || {
        let (of, is_withdrawn) = shown.get();
        let (name, colour, glyph) = if is_withdrawn {
            (words.tk_withdrawn(), "neutral", Glyph::ArrowUndo)
        } else {
            status(words, of)
        };
        view! { <span class="ds-tag" data-size="sm" data-color=colour><Icon glyph=glyph/>{name}</span> }
    }
}

/// The heading a text stands under, or the field of a row; none where it is known from the page alone.
fn about(desk: Desk, text: &PlanText) -> Option<String> {
    let key = match text {
        PlanText::Prose(key) => key,
        PlanText::Row(key) => {
            let title = desk.title_of(key.row()).get_untracked();
            let field = names::text_field(desk.words, key.field());
            return Some(desk.words.field_of(field, &title));
        }
    };
    let section = key.place().to_owned().try_into().ok()?;
    let mut here = headings(desk, &Place::Section(section)).into_iter();
    here.find(|(of, _)| *of == *key)?.1
}

/// A text with the words in it that go or come: before them, they, after them.
type Parts = [String; 3];

/// Both texts, taken apart around what differs.
fn apart(adopted: &str, proposed: &str) -> [Parts; 2] {
    let Some((from, old, new)) = changed(adopted, proposed) else {
        return [adopted, proposed].map(|text| [text.to_owned(), String::new(), String::new()]);
    };
    let units: Vec<u16> = adopted.encode_utf16().collect();
    let before = String::from_utf16_lossy(&units[..from as usize]);
    let after = adopted[before.len() + old.len()..].to_owned();
    [[before.clone(), old, after.clone()], [before, new, after]]
}

#[component]
fn Texts(revision: Memo<Revision>) -> impl IntoView {
    let desk = use_docket().desk;
    let (words, lang) = (desk.words, desk.lang);
    let texts = move || {
        let [old, new] = revision.with(|one| {
            let draft = &one.draft;
            apart(&draft.adopted_text, &draft.proposed_text)
        });
        let nothing =
            |[before, words, after]: &Parts| [before, words, after].iter().all(|it| it.is_empty());
        let none = |says: &'static str| view! { <p class="sub">{says}</p> }.into_any();
        let adopted = if nothing(&old) {
            none(words.rv_nothing_stands())
        } else {
            let [before, gone, after] = old;
            let gone = (!gone.is_empty()).then(
                || view! { <del><span class="ds-sr-only">{words.rv_goes()}" "</span>{gone}</del> },
            );
            view! { <p class="tk-change" lang=lang>{before}{gone}{after}</p> }.into_any()
        };
        let proposed = if nothing(&new) {
            none(words.rv_is_to_go())
        } else {
            let [before, come, after] = new;
            let come = (!come.is_empty()).then(
                || view! { <ins><span class="ds-sr-only">{words.rv_comes()}" "</span>{come}</ins> },
            );
            view! { <p class="tk-change" lang=lang>{before}{come}{after}</p> }.into_any()
        };
        view! {
            <div class="rv-text"><h3 class="sm">{words.rv_adopted_text()}</h3>{adopted}</div>
            <div class="rv-text"><h3 class="sm">{words.rv_proposed_text()}</h3>{proposed}</div>
        }
    };
    view! { <div class="rv-two">{texts}</div> }
}

/// Why, from where, and who decided.
#[component]
fn Facts(revision: Memo<Revision>) -> impl IntoView {
    let docket = use_docket();
    let (words, lang) = (docket.desk.words, docket.desk.lang);
    let facts = move || {
        let one = revision.get();
        let source = source(docket, &one.draft.source);
        let note = one.note.filter(|_| one.status == RevisionStatus::Declined);
        let note = note.map(
            |note| view! { <div><dt>{words.rv_why_declined()}</dt><dd lang=lang>{note}</dd></div> },
        );
        let decided = one.decided.map(|mark| {
            let by = docket.person(&mark.by);
            let by = by.map_or_else(|| words.tk_somebody().to_owned(), |it| it.name);
            let says = words.rv_decided_by(&by, &dates::day_and_time(words, mark.at));
            view! { <div><dt>{words.rv_decided()}</dt><dd>{says}</dd></div> }
        });
        view! {
            <div><dt>{words.rv_reason()}</dt><dd lang=lang>{one.draft.reason}</dd></div>
            <div><dt>{words.rv_source()}</dt><dd>{source}</dd></div>
            {note}
            {decided}
        }
    };
    view! { <dl class="rv-facts">{facts}</dl> }
}

fn source(docket: Docket, source: &RevisionSource) -> String {
    let words = docket.desk.words;
    match source {
        RevisionSource::Discussion => words.rv_from_discussion().to_owned(),
        RevisionSource::BoardItem { item } => words.rv_board_item(item),
        RevisionSource::Proposal { proposal } => match title(docket, proposal) {
            Some(title) => words.rv_psv_proposal(&title),
            None => words.rv_from_proposal().to_owned(),
        },
    }
}

/// What a proposal of the review is called; none for one of an earlier review.
fn title(docket: Docket, id: &ProposalId) -> Option<String> {
    let found = docket.read(|view| {
        let themes = view.review.iter().flat_map(|review| &review.themes);
        let mut proposals = themes.flat_map(|theme| &theme.proposals);
        let proposal = proposals.find(|proposal| proposal.id == *id)?;
        Some(proposal.title.clone())
    });
    found.flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_that_differ_are_struck_and_underlined() {
        let check = |adopted: &str, proposed: &str, expected: [[&str; 3]; 2]| {
            assert_eq!(
                apart(adopted, proposed),
                expected.map(|it| it.map(str::to_owned))
            );
        };
        check(
            "Målet er 250 nye 🌊 plasser.",
            "Målet er 300 nye 🌊 plasser.",
            [
                ["Målet er ", "250", " nye 🌊 plasser."],
                ["Målet er ", "300", " nye 🌊 plasser."],
            ],
        );
        check("", "Nytt.", [["", "", ""], ["", "Nytt.", ""]]);
        check("Ut.", "", [["", "Ut.", ""], ["", "", ""]]);
    }
}
