//! What can be done with whole rows. Each says what it did, and can be taken back without touching what others did.

use leptos::prelude::*;
use shared::document::plan::{Field, Stored};
use shared::id::FocusAreaId;
use shared::plan::Row;

use super::desk::{Desk, card_id, focus_when_drawn, title_id};
use super::menu::Item;
use crate::components::icon::Glyph;

const N_TRIES: u32 = 10;

impl Desk {
    /// Adds a row, opens it, and goes to its title.
    pub fn add<R: Stored>(self, row: &R) {
        let name = row.row();
        self.open.update(|open| {
            open.insert(name.clone());
        });
        self.model.add(row);
        focus_when_drawn(title_id(&name), N_TRIES);
    }

    /// Takes a row off the plan; the toast brings it back.
    pub fn remove(self, row: &Row) {
        let title = self.title_of(row).get_untracked();
        self.model.remove(row);
        let (row, words) = (row.clone(), self.words);
        let said = words.proposal_removed(&title);
        self.toasts
            .offer_undo(said, move || self.restore(&row, &title));
    }

    pub fn restore(self, row: &Row, title: &str) {
        self.model.restore(row);
        self.toasts.say(self.words.proposal_back(title));
        focus_when_drawn(card_id(row), N_TRIES);
    }

    /// Moves a row one place among `siblings`; `all` are the rows of its kind.
    fn shift(self, row: &Row, siblings: &[Row], all: &[Row], is_up: bool) {
        let Some(before) = target(all, siblings, row, is_up) else {
            return;
        };
        let stood_before = follower(all, row);
        self.model.move_row(row, before.as_ref());
        let title = self.title_of(row).get_untracked();
        focus_when_drawn(card_id(row), N_TRIES);
        let (row, model) = (row.clone(), self.model);
        let undo = move || model.move_row(&row, stood_before.as_ref());
        self.toasts.offer_undo(self.words.pl_moved(&title), undo);
    }

    /// Puts a measure, a goal or a risk into another focus area.
    fn take_to(self, row: &Row, from: Option<FocusAreaId>, to: Option<FocusAreaId>) {
        let title = self.title_of(row).get_untracked();
        let area = match &to {
            Some(id) => self.title_of(&Row::FocusArea(id.clone())).get_untracked(),
            None => self.words.pl_no_area().to_owned(),
        };
        self.model.set(row, &Field::FocusArea(to));
        let (row, model) = (row.clone(), self.model);
        let undo = move || model.set(&row, &Field::FocusArea(from.clone()));
        self.toasts
            .offer_undo(self.words.pl_moved_to(&title, &area), undo);
    }

    /// What the menu of a row offers. `siblings` are those it is shown among, in their order.
    pub fn items(self, row: &Row, siblings: Vec<Row>, all: Vec<Row>) -> Vec<Item> {
        let words = self.words;
        let mut items = Vec::new();
        for (is_up, label, glyph) in [
            (true, words.proposal_up(), Glyph::ArrowUp),
            (false, words.proposal_down(), Glyph::ArrowDown),
        ] {
            if target(&all, &siblings, row, is_up).is_some() {
                let (row, siblings, all) = (row.clone(), siblings.clone(), all.clone());
                items.push(Item::new(label, glyph, move || {
                    self.shift(&row, &siblings, &all, is_up);
                }));
            }
        }
        items
    }

    /// To each of the other focus areas, and out of all where that is wanted.
    pub fn area_items(self, row: &Row, from: Option<&FocusAreaId>) -> Vec<Item> {
        let areas = self.plan.with_untracked(|plan| plan.focus_areas.clone());
        let others = areas.into_iter().filter(|area| Some(&area.id) != from);
        let item = |area: shared::plan::FocusArea| {
            let title = self
                .title_of(&Row::FocusArea(area.id.clone()))
                .get_untracked();
            let (row, from) = (row.clone(), from.cloned());
            Item::new(
                &self.words.pl_move_to(&title),
                Glyph::ArrowRight,
                move || self.take_to(&row, from.clone(), Some(area.id.clone())),
            )
        };
        others.map(item).collect()
    }

    pub fn remove_item(self, row: &Row) -> Item {
        let row = row.clone();
        Item::new(self.words.proposal_remove(), Glyph::Trash, move || {
            self.remove(&row);
        })
    }
}

/// Where one step takes a row, as the row it is then before; none at that end.
fn target(all: &[Row], siblings: &[Row], row: &Row, is_up: bool) -> Option<Option<Row>> {
    let place = siblings.iter().position(|other| other == row)?;
    if is_up {
        return Some(Some(siblings[place.checked_sub(1)?].clone()));
    }
    let next = siblings.get(place + 1)?;
    Some(follower(all, next))
}

/// The row right behind another.
fn follower(all: &[Row], row: &Row) -> Option<Row> {
    let place = all.iter().position(|other| other == row)?;
    all.get(place + 1).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::MeasureId;

    #[test]
    fn a_step_goes_past_the_next_of_those_shown_and_no_further() {
        let [a, b, c, d] =
            ["a", "b", "c", "d"].map(|id| Row::Measure(MeasureId::parse(id).unwrap()));
        let all = [a.clone(), b.clone(), c.clone(), d.clone()];
        let shown = [a.clone(), c.clone(), d.clone()];
        assert_eq!(target(&all, &shown, &a, true), None);
        assert_eq!(target(&all, &shown, &c, true), Some(Some(a.clone())));
        assert_eq!(target(&all, &shown, &a, false), Some(Some(d.clone())));
        assert_eq!(target(&all, &shown, &c, false), Some(None));
        assert_eq!(target(&all, &shown, &d, false), None);
        assert_eq!(target(&all, &shown, &b, false), None, "it is not shown");
    }
}
