//! The prose of the chapters: one piece under each heading that the template gives a chapter, or one without a heading in
//! a chapter of the programme's own.

use std::sync::Arc;

use leptos::prelude::*;
use shared::document::chapters::ProseKey;
use shared::meeting::DocumentKind;
use shared::plan::beginning::{TemplatePart, TemplateSection};
use shared::plan::outline::Place;
use shared::template::Language;
use shared::view::{PlanView, SessionView};

use super::desk::{Desk, Room, use_desk};
use crate::components::bars::{SavingBar, TroubleBar};
use crate::components::icon::{Glyph, Icon};
use crate::island::{IslandHost, Prose};
use crate::model::ChaptersModel;
use crate::words::use_words;

/// The one piece of prose of a chapter that no template knows.
const OWN_PART: &str = "tekst";

/// The prose of the plan on the page.
#[derive(Clone, Copy)]
pub struct PlanProse(IslandHost);

impl PlanProse {
    /// None for a plan without such a document.
    pub fn open(session: &Arc<SessionView>, view: &PlanView) -> Option<Self> {
        let mut documents = view.card.documents.iter();
        let document = documents.find(|it| it.kind == DocumentKind::Chapters)?;
        let model = ChaptersModel::open(&document.id, &session.person.id, view.lock.is_none());
        Some(Self(IslandHost::open(model)))
    }

    pub fn model(self) -> ChaptersModel {
        self.0.model()
    }
}

/// What must be known about saving the prose; the network is said once for the whole page.
#[component]
pub fn ProseBars(prose: PlanProse) -> impl IntoView {
    let model = prose.model();
    view! {
        <section class="bars" aria-label=use_words().messages()>
            <SavingBar model=model/>
            <TroubleBar model=model/>
        </section>
    }
}

/// A piece of a page: its name, and its heading in the language of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    key: ProseKey,
    heading: Option<String>,
}

#[component]
pub fn ProseParts(place: Place) -> impl IntoView {
    let desk = use_desk();
    let prose = use_context::<PlanProse>()?;
    let pieces = pieces(&desk.view().chapters, &place, plan_language(desk));
    let part = move |piece: Piece| view! { <ProsePart prose=prose piece=piece/> };
    Some(pieces.into_iter().map(part).collect_view())
}

#[component]
fn ProsePart(prose: PlanProse, piece: Piece) -> impl IntoView {
    let desk = use_desk();
    let words = desk.words;
    let is_asked = RwSignal::new(false);
    // On a wide screen a press on the words begins; on a phone the chapter is opened for writing first.
    let is_written = Signal::derive(move || is_asked.get() && desk.writes.get());
    let offers = move || desk.writes.get() && !is_asked.get();
    let label = piece
        .heading
        .clone()
        .unwrap_or_else(|| words.pl_prose().to_owned());
    let heading = piece.heading.map(|heading| {
        view! { <h2 class="disp h-sec" lang=desk.lang>{heading}</h2> }
    });
    let named = StoredValue::new(label.clone());
    view! {
        <section class="pl-prose" class:narrow=move || desk.room.get() == Room::Narrow>
            <div class="row wrap g8">
                {heading}
                <span class="sp"></span>
                <Show when=offers>
                    <button
                        class="ds-button"
                        type="button"
                        data-size="sm"
                        data-variant="tertiary"
                        on:click=move |_| is_asked.set(true)
                    >
                        <Icon glyph=Glyph::Pencil/>
                        {words.pl_prose_write()}
                        <span class="ds-sr-only">" "{named.get_value()}</span>
                    </button>
                </Show>
            </div>
            <div class="pl-prose-body" lang=desk.lang>
                <Prose host=prose.0 key=piece.key label=label lang=desk.lang editable=is_written takes_focus=true/>
            </div>
        </section>
    }
}

/// The pieces of a page with their headings, in their order.
pub fn headings(desk: Desk, place: &Place) -> Vec<(ProseKey, Option<String>)> {
    let pieces = pieces(&desk.view().chapters, place, plan_language(desk));
    pieces
        .into_iter()
        .map(|piece| (piece.key, piece.heading))
        .collect()
}

fn plan_language(desk: Desk) -> Language {
    match desk.lang {
        "nn" => Language::Nn,
        _ => Language::Nb,
    }
}

/// The pieces of a page, in the order of the template.
fn pieces(chapters: &[TemplateSection], place: &Place, language: Language) -> Vec<Piece> {
    let (id, chapter) = match place {
        Place::Section(id) => {
            let mut chapters = chapters.iter();
            (id.as_str(), chapters.find(|chapter| chapter.id == *id))
        }
        Place::FocusArea(id) => {
            let mut chapters = chapters.iter();
            (
                id.as_str(),
                chapters.find(|chapter| chapter.repeat.is_some()),
            )
        }
    };
    let Some(chapter) = chapter else {
        let own = ProseKey::new(id, OWN_PART).ok();
        return own
            .map(|key| Piece { key, heading: None })
            .into_iter()
            .collect();
    };
    // The parts of a chapter that is repeated stand at each focus area, and not at the chapter itself.
    if chapter.repeat.is_some() && matches!(place, Place::Section(_)) {
        return Vec::new();
    }
    let prose = chapter.parts.iter().filter(|part| part.kind.is_prose());
    let piece = |part: &TemplatePart| {
        Some(Piece {
            key: ProseKey::new(id, &part.id).ok()?,
            heading: Some(part.title.get(language).to_owned()),
        })
    };
    prose.filter_map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::{FocusAreaId, SectionId};
    use shared::plan::beginning::PlanTemplate;

    #[test]
    fn each_page_has_the_prose_of_its_chapter() {
        let template = include_str!("../../../../shared/templates/handlingsplan.json");
        let chapters = serde_json::from_str::<PlanTemplate>(template)
            .unwrap()
            .sections;
        let section = |id| Place::Section(SectionId::parse(id).unwrap());
        let check = |place: &Place, expected: &[(&str, Option<&str>)]| {
            let pieces = pieces(&chapters, place, Language::Nn);
            let pieces: Vec<_> = pieces
                .iter()
                .map(|piece| (piece.key.to_string(), piece.heading.as_deref()))
                .collect();
            let expected: Vec<_> = expected
                .iter()
                .map(|(key, heading)| (format!("prose/{key}"), *heading))
                .collect();
            assert_eq!(pieces, expected);
        };
        check(
            &section("resultater"),
            &[
                ("resultater/maaloppnaaelse", Some("Måloppnåing")),
                ("resultater/laering-fra-psv", Some("Læring frå PSV")),
            ],
        );
        check(&section("strategier-og-tiltak"), &[]);
        check(
            &Place::FocusArea(FocusAreaId::parse("marin").unwrap()),
            &[
                ("marin/maal", Some("Mål")),
                ("marin/strategier", Some("Strategiar")),
            ],
        );
        check(&section("vaart-eige"), &[("vaart-eige/tekst", None)]);
    }
}
