//! Who works with whom: one's own group on a participant's page, and how a facilitator is offered to divide people.

use leptos::prelude::*;
use shared::id::PersonId;
use shared::lobby::RoomView;
use shared::proceedings::seminar::state::WorkGroup;
use shared::rights::Role;
use shared::view::FocusAreaGlimpse;

use crate::components::icon::{Glyph, Icon};
use crate::mint;
use crate::pages::session::day::Day;
use crate::words::Words;

/// Fewer than this are not a group each.
const FEWEST: usize = 2;
const MOST_GROUPS: usize = 8;

/// "Din gruppe: Reiseliv, sammen med Per og Kari." Nothing until there are groups.
#[component]
pub fn YourGroup(day: Day) -> impl IntoView {
    let words = day.words;
    let me = day.me().id;
    let groups = day.read(|view| view.seminar.work_groups.clone());
    let card = move || {
        let groups = groups.get();
        if groups.is_empty() {
            return None;
        }
        let names = |people: &[PersonId]| {
            let known = people.iter().filter(|id| **id != me);
            let names = known.filter_map(|id| Some(day.person(id)?.first_name().to_owned()));
            words.list(&names.collect::<Vec<_>>())
        };
        let own = groups.iter().find(|group| group.people.contains(&me));
        let own = match own {
            Some(group) if group.people.len() > 1 => {
                words.sm_your_group_with(&group.name, &names(&group.people))
            }
            Some(group) => words.sm_your_group(&group.name),
            None => words.sm_no_group().to_owned(),
        };
        let all = groups.iter().map(|group| {
            let people = names_of(day, &group.people);
            view! { <li><b>{group.name.clone()}</b><span class="sub">{people}</span></li> }
        });
        Some(view! {
            <section class="card ses-pad ses-gap sm-group">
                <p class="sm-mine"><Icon glyph=Glyph::PersonGroup/><b>{own}</b></p>
                <details class="more"><summary>{words.sm_all_groups()}</summary><ul class="lines sm-rows">{all.collect_view()}</ul></details>
            </section>
        })
    };
    view! { {card} }
}

fn names_of(day: Day, people: &[PersonId]) -> String {
    let names = people
        .iter()
        .filter_map(|id| Some(day.person(id)?.first_name().to_owned()));
    day.words.list(&names.collect::<Vec<_>>())
}

/// First names of the people in a group.
pub fn people_of(room: &RoomView, words: Words, group: &WorkGroup) -> String {
    let names = group.people.iter().filter_map(|id| {
        let one = room.people.iter().find(|one| one.person.id == *id)?;
        Some(one.person.first_name().to_owned())
    });
    words.list(&names.collect::<Vec<_>>())
}

/// Who works in groups: those who are here, but for whom leads and those who only look on.
pub fn workers(room: &RoomView) -> Vec<PersonId> {
    let here = room.people.iter().filter(|one| one.is_here);
    let work = here.filter(|one| !matches!(one.person.role, Role::Facilitator | Role::Projector));
    work.map(|one| one.person.id.clone()).collect()
}

/// How many groups are offered first: one for each focus area, else one for about four people.
pub fn suggested(n_areas: usize, n_people: usize) -> usize {
    let wanted = if n_areas > 0 {
        n_areas
    } else {
        n_people.div_ceil(4)
    };
    wanted.clamp(1, (n_people / FEWEST).clamp(1, MOST_GROUPS))
}

/// People dealt out one by one, so that groups are as large as each other. Named by focus areas as far as there are any.
pub fn divided(
    n_groups: usize,
    areas: &[FocusAreaGlimpse],
    people: &[PersonId],
    name: impl Fn(usize) -> String,
) -> Vec<WorkGroup> {
    let mut groups: Vec<WorkGroup> = (0..n_groups)
        .map(|idx| WorkGroup {
            id: mint::group_id(),
            name: areas
                .get(idx)
                .map(|area| area.title.trim().to_owned())
                .filter(|title| !title.is_empty())
                .unwrap_or_else(|| name(idx + 1)),
            focus_area: areas.get(idx).map(|area| area.id.clone()),
            people: Vec::new(),
        })
        .collect();
    for (idx, person) in people.iter().enumerate() {
        if let Some(group) = groups.get_mut(idx % n_groups.max(1)) {
            group.people.push(person.clone());
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_for_each_focus_area_but_never_one_person_alone() {
        for (n_areas, n_people, expected) in [
            (3, 11, 3),
            (4, 6, 3),
            (0, 11, 3),
            (0, 4, 1),
            (3, 1, 1),
            (0, 0, 1),
            (0, 60, 8),
        ] {
            assert_eq!(
                suggested(n_areas, n_people),
                expected,
                "{n_areas} {n_people}"
            );
        }
    }
}
