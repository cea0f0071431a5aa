//! What is another between two versions, chapter by chapter: words and rows where people look for them.

use std::collections::BTreeSet;

use shared::document::chapters::{ProseKey, words};
use shared::id::{FocusAreaId, SectionId};
use shared::plan::compare::{Change, Comparison, RowChange, SumsChange};
use shared::plan::outline::{Entry, Place, entries, place_of};
use shared::plan::words::{Piece, changed_words};
use shared::plan::{ActionPlan, Row};
use shared::view::PlanVersionView;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// In the order of the newer plan, then those that went.
    pub chapters: Vec<Chapter>,
    /// Chapters of the newer plan in which nothing is another: their numbers, or their titles where they have none.
    pub unchanged: Vec<String>,
    pub sums: SumsChange,
}

/// A chapter in which something is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chapter {
    /// None for what stands in no chapter.
    pub place: Option<Place>,
    pub number: Option<String>,
    pub title: String,
    pub prose: Vec<ProseChange>,
    pub rows: Vec<RowChange>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProseChange {
    pub key: ProseKey,
    /// One that is the same all through when only the looks of the words are others.
    pub pieces: Vec<Piece>,
}

/// How much is another in a chapter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub places: usize,
    pub changed: usize,
    pub added: usize,
    pub removed: usize,
}

impl Counts {
    pub fn sum(self) -> usize {
        self.places + self.changed + self.added + self.removed
    }
}

impl ProseChange {
    /// Stretches of words that are others; what went and what came in its place are one.
    fn n_places(&self) -> usize {
        let is_same = |piece: &Piece| matches!(piece, Piece::Same(_));
        let stretches = self.pieces.chunk_by(|a, b| !is_same(a) && !is_same(b));
        let n_places = stretches.filter(|stretch| !is_same(&stretch[0])).count();
        n_places.max(1)
    }
}

impl Chapter {
    pub fn counts(&self) -> Counts {
        let n = |is: fn(&Change) -> bool| self.rows.iter().filter(|row| is(&row.change)).count();
        Counts {
            places: self.prose.iter().map(ProseChange::n_places).sum(),
            changed: n(|change| matches!(change, Change::Changed { .. })),
            added: n(|change| matches!(change, Change::Added(_))),
            removed: n(|change| matches!(change, Change::Removed(_))),
        }
    }
}

impl Compared {
    pub fn between(old: &PlanVersionView, new: &PlanVersionView) -> Self {
        let Comparison { rows, sums } = Comparison::between(&old.rows, &new.rows);
        let mut chapters = all_chapters(&old.rows, &new.rows);
        for change in prose_changes(old, new) {
            let place =
                prose_place(&new.rows, &change.key).or_else(|| prose_place(&old.rows, &change.key));
            chapter_of(&mut chapters, place).prose.push(change);
        }
        for row in rows {
            let place = place_of(&new.rows, &row.row).or_else(|| place_of(&old.rows, &row.row));
            chapter_of(&mut chapters, place).rows.push(row);
        }
        let is_same = |chapter: &Chapter| chapter.prose.is_empty() && chapter.rows.is_empty();
        let still_there: BTreeSet<Place> =
            entries(&new.rows).into_iter().map(|it| it.place).collect();
        let unchanged = chapters.iter().filter(|chapter| is_same(chapter));
        let unchanged = unchanged.filter(|it| {
            it.place
                .as_ref()
                .is_some_and(|place| still_there.contains(place))
        });
        Self {
            unchanged: unchanged
                .map(|chapter| {
                    chapter
                        .number
                        .clone()
                        .unwrap_or_else(|| chapter.title.clone())
                })
                .collect(),
            chapters: chapters.into_iter().filter(|it| !is_same(it)).collect(),
            sums,
        }
    }

    /// The paths of what is another, as [`shared::view::PlanWritingsView`] names them.
    pub fn places(&self) -> Vec<String> {
        let rows = self.chapters.iter().flat_map(|it| &it.rows);
        let prose = self.chapters.iter().flat_map(|it| &it.prose);
        let rows = rows.map(|change| change.row.to_string());
        rows.chain(prose.map(|change| change.key.to_string()))
            .collect()
    }

    pub fn n_changes(&self) -> usize {
        let counts = self.chapters.iter().map(Chapter::counts);
        counts.map(Counts::sum).sum()
    }
}

fn all_chapters(old: &ActionPlan, new: &ActionPlan) -> Vec<Chapter> {
    let mut all = entries(new);
    for entry in entries(old) {
        if all.iter().all(|known| known.place != entry.place) {
            // Its number is another chapter's now.
            all.push(Entry {
                number: None,
                ..entry
            });
        }
    }
    let chapter = |entry: Entry| Chapter {
        place: Some(entry.place),
        number: entry.number,
        title: entry.title,
        prose: Vec::new(),
        rows: Vec::new(),
    };
    all.into_iter().map(chapter).collect()
}

fn chapter_of(chapters: &mut Vec<Chapter>, place: Option<Place>) -> &mut Chapter {
    let idx = chapters.iter().position(|chapter| chapter.place == place);
    let idx = idx.unwrap_or_else(|| {
        chapters.push(Chapter {
            place,
            number: None,
            title: String::new(),
            prose: Vec::new(),
            rows: Vec::new(),
        });
        chapters.len() - 1
    });
    &mut chapters[idx]
}

fn prose_changes(old: &PlanVersionView, new: &PlanVersionView) -> Vec<ProseChange> {
    let keys: BTreeSet<&ProseKey> = old.prose.keys().chain(new.prose.keys()).collect();
    let changed = keys.into_iter().filter_map(|key| {
        let (before, after) = (old.prose.get(key), new.prose.get(key));
        let text = |blocks: Option<&Vec<_>>| blocks.map(|blocks| words(blocks)).unwrap_or_default();
        (before != after).then(|| ProseChange {
            key: key.clone(),
            pieces: changed_words(&text(before), &text(after)),
        })
    });
    changed.collect()
}

fn prose_place(plan: &ActionPlan, key: &ProseKey) -> Option<Place> {
    let section = SectionId::parse(key.place()).ok().map(Place::Section);
    let area = FocusAreaId::parse(key.place()).ok().map(Place::FocusArea);
    let places = [section, area].into_iter().flatten();
    places.into_iter().find(|place| plan.has(&place.row()))
}

/// The kinds of rows of a chapter, each with its rows, in their order.
pub fn by_kind(rows: &[RowChange]) -> Vec<&[RowChange]> {
    let kind = |row: &Row| std::mem::discriminant(row);
    rows.chunk_by(|a, b| kind(&a.row) == kind(&b.row)).collect()
}

#[cfg(test)]
mod tests {
    use shared::document::chapters::{Block, Inline, Span};
    use shared::plan::beginning::{PlanTemplate, from_template};
    use shared::plan::money::Kroner;
    use shared::plan::{FocusArea, Goal, Head, Unit};
    use shared::template::Language;

    use super::*;

    fn paragraph(text: &str, is_bold: bool) -> Vec<Block> {
        let span = Span {
            text: text.to_owned(),
            is_bold,
            ..Span::default()
        };
        vec![Block::Paragraph {
            words: vec![Inline::Span(span)],
        }]
    }

    fn key(place: &str) -> ProseKey {
        ProseKey::new(place, "maal").unwrap()
    }

    fn version() -> PlanVersionView {
        let template = include_str!("../../../../../shared/templates/handlingsplan.json");
        let template: PlanTemplate = serde_json::from_str(template).unwrap();
        let mut rows = from_template(&template, &[], Head::default(), Language::Nb);
        for id in ["marin", "reiseliv"] {
            rows.focus_areas.push(FocusArea {
                id: FocusAreaId::parse(id).unwrap(),
                number: 0,
                title: id.to_owned(),
            });
        }
        rows.renumber();
        PlanVersionView {
            rows,
            prose: [(
                key("marin"),
                paragraph("gi seks nye plasser, fra mai", false),
            )]
            .into(),
        }
    }

    fn goal(area: &str) -> Goal {
        Goal {
            id: shared::id::GoalId::parse("maal-1").unwrap(),
            focus_area: FocusAreaId::parse(area).ok(),
            title: "Åtte plasser".to_owned(),
            indicator: String::new(),
            unit: Unit::default(),
            baseline: None,
            period_target: None,
            targets: std::collections::BTreeMap::new(),
            achieved: None,
            achieved_on: None,
            source: String::new(),
            from_proposals: BTreeSet::new(),
        }
    }

    /// The chapters with how much is another in each.
    fn written(compared: &Compared) -> Vec<String> {
        let line = |chapter: &Chapter| {
            let counts = chapter.counts();
            let Counts {
                places,
                changed,
                added,
                removed,
            } = counts;
            let name = chapter
                .number
                .clone()
                .unwrap_or_else(|| chapter.title.clone());
            format!("{name}: {places} {changed} {added} {removed}")
        };
        compared.chapters.iter().map(line).collect()
    }

    #[test]
    fn what_is_another_stands_in_its_chapter_and_the_rest_is_named() {
        let old = version();
        let same = Compared::between(&old, &old);
        assert_eq!((written(&same), same.n_changes()), (vec![], 0));
        assert_eq!(same.unchanged.len(), 9);

        let mut new = old.clone();
        new.prose.insert(
            key("marin"),
            paragraph("gi åtte nye plasser, fra juni", false),
        );
        new.rows.goals.push(goal("reiseliv"));
        let county = shared::plan::FundingSource::County;
        new.rows.frames.entry(county).or_default().frame = Some(Kroner(5));
        let compared = Compared::between(&old, &new);
        assert_eq!(
            written(&compared),
            ["3.1: 2 0 0 0", "3.2: 0 0 1 0", "4: 0 1 0 0"]
        );
        assert_eq!(compared.n_changes(), 4);
        assert!(!compared.unchanged.contains(&"4".to_owned()));
    }

    #[test]
    fn words_that_only_look_different_are_one_place() {
        let old = version();
        let mut new = old.clone();
        new.prose.insert(
            key("marin"),
            paragraph("gi seks nye plasser, fra mai", true),
        );
        assert_eq!(written(&Compared::between(&old, &new)), ["3.1: 1 0 0 0"]);
    }

    #[test]
    fn a_chapter_that_went_has_no_number_and_keeps_its_words() {
        let old = version();
        let mut new = old.clone();
        new.rows.focus_areas.remove(0);
        new.rows.renumber();
        new.prose.clear();
        let compared = Compared::between(&old, &new);
        assert_eq!(written(&compared), ["marin: 1 0 0 1"]);
    }
}
