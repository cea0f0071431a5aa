//! What can become of a theme: a measure of its own, a part of something that stands in the plan, or nothing for now.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::document::plan::Field;
use shared::id::{FocusAreaId, ProposalId};
use shared::plan::Row;
use shared::plan::docket::command::Command;
use shared::plan::docket::state::ProposalRefusal;
use shared::plan::measure::Measure;
use shared::view::{Theme, ThemeProposal};

use super::ends::ThemeEnd;
use super::other::OtherForm;
use super::place::{named, places};
use crate::mint;
use crate::pages::plan::desk::{Desk, focus_when_drawn};
use crate::pages::plan::room::{Asking, Docket, Fault, ids, use_docket};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unfolded {
    Area,
    Place,
    Other,
    Aside,
}

/// The proposals an answer is for: those without one, or else all of them.
pub(super) fn meant(end: &ThemeEnd) -> BTreeSet<ProposalId> {
    if end.open.is_empty() {
        ids(end)
    } else {
        end.open.clone()
    }
}

/// `area` is where a new measure is to stand; where it is none, the review's own words tell, or the person is asked.
#[component]
pub fn Acts(
    end: Memo<ThemeEnd>,
    #[prop(optional_no_strip)] area: Option<FocusAreaId>,
) -> impl IntoView {
    let docket = use_docket();
    let desk = docket.desk;
    let words = desk.words;
    let unfolded = RwSignal::new(None::<Unfolded>);
    let theme = end.with_untracked(|end| end.theme.clone());
    let form_id = format!("tk-act-{}", theme.id);
    let title = theme.title.clone();
    let unfold = {
        let form_id = form_id.clone();
        move |label: &'static str, which: Unfolded| {
            let named = words.about_proposal(label, &title);
            view! {
                <button
                    class="ds-button"
                    type="button"
                    data-variant="tertiary"
                    aria-label=named
                    aria-expanded=move || (unfolded.get() == Some(which)).to_string()
                    aria-controls=form_id.clone()
                    on:click=move |_| unfolded.update(|now| *now = (*now != Some(which)).then_some(which))
                >
                    {label}
                </button>
            }
        }
    };
    let area = area.or_else(|| guessed(desk, &theme));
    let label = words.about_proposal(words.tk_make(), &theme.title);
    let press = move |area: Option<FocusAreaId>| {
        let n_areas = desk.plan.with_untracked(|plan| plan.focus_areas.len());
        if area.is_none() && n_areas > 0 {
            return unfolded.set(Some(Unfolded::Area));
        }
        end.with_untracked(|end| make(desk, end, area));
    };
    let writes = desk.model.may_write();
    let of_rows = {
        let unfold = unfold.clone();
        move || {
            let area = area.clone();
            let belongs = unfold(words.tk_belongs(), Unfolded::Place);
            writes.get().then(|| {
                view! {
                    <button
                        class="ds-button"
                        type="button"
                        data-variant="secondary"
                        aria-label=label.clone()
                        on:click=move |_| press(area.clone())
                    >
                        {words.tk_make()}
                    </button>
                    {belongs}
                }
            })
        }
    };
    let aside = move || {
        docket.may.get().edit.then(|| {
            let other = unfold(words.el_other(), Unfolded::Other);
            view! { {other}{unfold(words.tk_set_aside(), Unfolded::Aside)} }
        })
    };
    let form = move || match unfolded.get()? {
        Unfolded::Area => Some(view! { <AreaForm end=end/> }.into_any()),
        Unfolded::Place => Some(view! { <PlaceForm end=end unfolded=unfolded/> }.into_any()),
        Unfolded::Other => Some(view! { <OtherForm end=end/> }.into_any()),
        Unfolded::Aside => Some(view! { <AsideForm end=end docket=docket/> }.into_any()),
    };
    view! {
        <div class="tk-acts">{of_rows}{aside}</div>
        <div id=form_id class="tk-form-place">{form}</div>
    }
}

/// The focus area whose name the review wrote.
fn guessed(desk: Desk, theme: &Theme) -> Option<FocusAreaId> {
    let part = theme.part_of_plan.as_deref()?.trim().to_lowercase();
    desk.plan.with_untracked(|plan| {
        let mut areas = plan.focus_areas.iter();
        let area = areas.find(|area| area.title.trim().to_lowercase() == part)?;
        Some(area.id.clone())
    })
}

/// A measure with the words of its proposals.
fn make(desk: Desk, end: &ThemeEnd, area: Option<FocusAreaId>) {
    let measure = Measure {
        focus_area: area,
        title: end.theme.title.clone(),
        background: background(&end.theme),
        from_proposals: meant(end),
        ..Measure::new(mint::row_id())
    };
    let row = Row::Measure(measure.id.clone());
    desk.model.add(&measure);
    desk.open.update(|open| {
        open.insert(row.clone());
    });
    let undo = move || desk.model.remove(&row);
    desk.toasts
        .offer_undo(desk.words.tk_made(&end.theme.title), undo);
}

fn background(theme: &Theme) -> String {
    let line = |proposal: &ThemeProposal| {
        let (title, text) = (proposal.title.trim(), proposal.text.trim());
        match (
            title == theme.title.trim() || title.is_empty(),
            text.is_empty(),
        ) {
            (true, _) => text.to_owned(),
            (false, true) => title.to_owned(),
            (false, false) => format!("{title}: {text}"),
        }
    };
    let lines = theme.proposals.iter().map(line);
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

#[component]
fn AreaForm(end: Memo<ThemeEnd>) -> impl IntoView {
    let desk = use_docket().desk;
    let words = desk.words;
    let id = end.with_untracked(|end| format!("tk-area-{}", end.theme.id));
    let areas = desk.plan.with_untracked(|plan| plan.focus_areas.clone());
    let first = areas.first().map(|area| area.id.to_string());
    let chosen = RwSignal::new(first.unwrap_or_default());
    let options = areas.into_iter().map(|area| {
        let name = format!("{} {}", area.number, area.title);
        view! { <option value=area.id.to_string() lang=desk.lang>{name}</option> }
    });
    focus_when_drawn(id.clone(), 10);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let area = FocusAreaId::parse(&chosen.get_untracked()).ok();
        end.with_untracked(|end| make(desk, end, area));
    };
    view! {
        <form class="tk-form" on:submit=send>
            <label class="ds-label" for=id.clone()>{words.tk_which_area()}</label>
            <select class="ds-input" id=id on:change=move |event| chosen.set(event_target_value(&event))>
                {options.collect_view()}
                <option value="">{words.pl_no_area()}</option>
            </select>
            <button class="ds-button" type="submit">{words.tk_make()}</button>
        </form>
    }
}

/// Adds it to something that stands in the plan.
#[component]
fn PlaceForm(end: Memo<ThemeEnd>, unfolded: RwSignal<Option<Unfolded>>) -> impl IntoView {
    let desk = use_docket().desk;
    let words = desk.words;
    let id = end.with_untracked(|end| format!("tk-place-{}", end.theme.id));
    let groups = desk
        .plan
        .with_untracked(|plan| places(words, plan, &end.with_untracked(|end| end.rows.clone())));
    let all: Vec<Row> = groups.iter().flat_map(|(_, rows)| rows.clone()).collect();
    if all.is_empty() {
        return view! { <p class="note">{words.tk_nothing_to_join()}</p> }.into_any();
    }
    let chosen = RwSignal::new(0_usize);
    let mut place = 0;
    let groups: Vec<_> = groups
        .into_iter()
        .map(|(name, rows)| {
            let options: Vec<_> = rows
                .iter()
                .map(|row| {
                    let value = place.to_string();
                    place += 1;
                    view! { <option value=value lang=desk.lang>{named(desk, row)}</option> }
                })
                .collect();
            view! { <optgroup label=name>{options}</optgroup> }
        })
        .collect();
    focus_when_drawn(id.clone(), 10);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(row) = all.get(chosen.get_untracked()) {
            unfolded.set(None);
            end.with_untracked(|end| join(desk, end, row));
        }
    };
    let change = move |event| chosen.set(event_target_value(&event).parse().unwrap_or_default());
    view! {
        <form class="tk-form" on:submit=send>
            <label class="ds-label" for=id.clone()>{words.tk_where()}</label>
            <select class="ds-input" id=id on:change=change>{groups}</select>
            <button class="ds-button" type="submit">{words.tk_join()}</button>
        </form>
    }
    .into_any()
}

fn join(desk: Desk, end: &ThemeEnd, row: &Row) {
    let (proposals, name) = (meant(end), named(desk, row));
    set(desk, row, &proposals, true);
    let row = row.clone();
    let undo = move || set(desk, &row, &proposals, false);
    desk.toasts
        .offer_undo(desk.words.tk_joined(&end.theme.title, &name), undo);
}

/// Takes the way from a row back to a theme away.
pub fn part(desk: Desk, end: &ThemeEnd, row: &Row) {
    let named_here = desk.plan.with_untracked(|plan| {
        let trace = shared::plan::trace::trace(plan);
        let is_here = |id: &ProposalId| trace.get(id).is_some_and(|rows| rows.contains(row));
        ids(end)
            .into_iter()
            .filter(is_here)
            .collect::<BTreeSet<_>>()
    });
    set(desk, row, &named_here, false);
    let name = named(desk, row);
    let row = row.clone();
    let undo = move || set(desk, &row, &named_here, true);
    desk.toasts
        .offer_undo(desk.words.tk_parted(&end.theme.title, &name), undo);
}

fn set(desk: Desk, row: &Row, proposals: &BTreeSet<ProposalId>, is_from: bool) {
    for id in proposals {
        desk.model.set(row, &Field::Proposal(id.clone(), is_from));
    }
}

/// Put off or turned down, with a reason that everybody reads.
#[component]
fn AsideForm(end: Memo<ThemeEnd>, docket: Docket) -> impl IntoView {
    let words = docket.desk.words;
    let asking = Asking::new(docket);
    let is_deferred = RwSignal::new(true);
    let reason = RwSignal::new(String::new());
    let id = end.with_untracked(|end| format!("tk-aside-{}", end.theme.id));
    let name = format!("{id}-how");
    focus_when_drawn(id.clone(), 10);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let reason = reason.get_untracked();
        if reason.trim().is_empty() {
            return asking.fault.set(Some(words.tk_why_missing().to_owned()));
        }
        let is_deferred = is_deferred.get_untracked();
        let end = end.get_untracked();
        let command = Command::RefuseProposals {
            proposals: meant(&end),
            refusal: Some(ProposalRefusal {
                is_deferred,
                reason,
            }),
        };
        let said = if is_deferred {
            words.tk_deferred(&end.theme.title)
        } else {
            words.tk_rejected(&end.theme.title)
        };
        asking.ask(command, said, || {});
    };
    let choice = |label: &'static str, value: bool| {
        let name = name.clone();
        view! {
            <label class="pick">
                <input
                    class="ds-input"
                    type="radio"
                    name=name
                    prop:checked=move || is_deferred.get() == value
                    on:change=move |_| is_deferred.set(value)
                />
                {label}
            </label>
        }
    };
    view! {
        <form class="tk-form" on:submit=send novalidate>
            <fieldset class="row wrap tk-how">
                <legend class="ds-label">{words.tk_how()}</legend>
                {choice(words.tk_defer(), true)}
                {choice(words.tk_reject(), false)}
            </fieldset>
            <label class="ds-label" for=id.clone()>{words.tk_why()}</label>
            <textarea
                class="ds-input"
                id=id
                rows="2"
                required
                maxlength="500"
                lang=docket.desk.lang
                prop:value=move || reason.get()
                on:input=move |event| reason.set(event_target_value(&event))
            ></textarea>
            <Fault asking=asking/>
            <button class="ds-button" type="submit" aria-busy=move || asking.is_busy.get().then_some("true")>
                {words.tk_do_set_aside()}
            </button>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use shared::id::GroupId;

    use super::*;

    #[test]
    fn a_measure_begins_with_the_words_of_its_proposals() {
        let proposal = |title: &str, text: &str| ThemeProposal {
            id: ProposalId::parse("a").unwrap(),
            title: title.to_owned(),
            text: text.to_owned(),
            author: None,
        };
        let theme = Theme {
            id: GroupId::parse("tema").unwrap(),
            title: "Helårsdrift".to_owned(),
            dots: None,
            indicator: None,
            part_of_plan: None,
            owner: None,
            proposals: vec![
                proposal("Helårsdrift", "Åpent hele vinteren."),
                proposal("Sesongfolk", "Som blir hele året."),
                proposal("Vinteråpent", ""),
                proposal("Helårsdrift", ""),
            ],
        };
        let expected = "Åpent hele vinteren.\nSesongfolk: Som blir hele året.\nVinteråpent";
        assert_eq!(background(&theme), expected);
    }
}
