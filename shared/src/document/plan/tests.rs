use super::super::splice::splice_between;
use super::*;
use crate::id::{FocusAreaId, MeasureId, MilestoneId, ProposalId};
use crate::plan::beginning::{PlanTemplate, from_last_year, from_template};
use crate::plan::measure::{Measure, MeasureStatus, Milestone};
use crate::plan::money::Kroner;
use crate::plan::number::Tenths;
use crate::plan::{FundingSource, Head, Unit, sample};
use crate::template::Language;

mod odd;
mod random;

fn seeded() -> Replica {
    let mut replica = Replica::new(1);
    let update = seed(&mut replica, &sample::plan());
    admitted(&update);
    replica
}

fn twin(of: &Replica, client_id: u64) -> Replica {
    of.with_client_id(client_id)
}

fn plan(replica: &Replica) -> ActionPlan {
    read(replica, sample::head())
}

fn measure_id(id: &str) -> MeasureId {
    MeasureId::parse(id).unwrap()
}

fn measure(id: &str) -> Row {
    Row::Measure(measure_id(id))
}

fn area(id: &str) -> Row {
    Row::FocusArea(FocusAreaId::parse(id).unwrap())
}

fn key(row: &Row, field: TextField) -> TextKey {
    TextKey::new(row.clone(), field).unwrap()
}

fn retype(replica: &mut Replica, key: &TextKey, new: &str) -> Option<Vec<u8>> {
    let old = text(replica, key)?;
    splice_text(replica, key, &splice_between(&old, new, None)?)
}

fn admitted(update: &[u8]) {
    admit::update(update, &rules(admit::Limits::default())).unwrap();
}

/// Gives each what the other wrote.
fn exchange(one: &mut Replica, other: &mut Replica) {
    let to_other = one.diff(&other.state_vector()).unwrap();
    let to_one = other.diff(&one.state_vector()).unwrap();
    admitted(&to_other);
    admitted(&to_one);
    other.apply(&to_other).unwrap();
    one.apply(&to_one).unwrap();
    assert_eq!(plan(one), plan(other));
}

fn codes(replica: &Replica) -> Vec<String> {
    let measures = plan(replica).measures.into_iter();
    measures
        .map(|measure| {
            let number = measure
                .number
                .map_or("-".to_owned(), |number| number.to_string());
            format!("{number} {}", measure.id)
        })
        .collect()
}

#[test]
fn a_seeded_document_reads_as_the_plan_it_came_from() {
    assert_eq!(plan(&seeded()), sample::plan());
}

#[test]
fn a_document_begins_from_last_years_plan_or_from_the_template() {
    let head = Head {
        year: 2028,
        ..Head::default()
    };
    let template = include_str!("../../../templates/handlingsplan.json");
    let template: PlanTemplate = serde_json::from_str(template).unwrap();
    let areas = sample::plan().focus_areas.into_iter();
    let areas: Vec<_> = areas.map(|area| (area.id, area.title)).collect();
    for begun in [
        from_last_year(&sample::plan(), head.clone()),
        from_template(&template, &areas, head.clone(), Language::Nb),
        from_template(&template, &[], head.clone(), Language::Nn),
    ] {
        let mut replica = Replica::new(1);
        admitted(&seed(&mut replica, &begun));
        assert_eq!(read(&replica, head.clone()), begun);
    }
}

#[test]
fn two_who_change_different_fields_of_a_measure_both_win() {
    let mut ada = seeded();
    let mut bo = twin(&ada, 2);
    let row = measure("tiltak-1-1");
    let proposal = |id| ProposalId::parse(id).unwrap();
    set(&mut ada, &row, &Field::Budget(Some(Kroner(910_000))));
    set(
        &mut bo,
        &row,
        &Field::Deadline(Some("2027-12-01".parse().unwrap())),
    );
    set(
        &mut ada,
        &row,
        &Field::Funding(FundingSource::County, Some(Kroner(360_000))),
    );
    set(&mut bo, &row, &Field::Funding(FundingSource::Private, None));
    set(
        &mut ada,
        &row,
        &Field::Proposal(proposal("forslag-12"), true),
    );
    set(
        &mut bo,
        &row,
        &Field::Proposal(proposal("forslag-06"), true),
    );
    let goal = key(&row, TextField::ResultGoal);
    retype(
        &mut ada,
        &goal,
        "Et beslutningsgrunnlag for et felles mottak",
    );
    let words = text(&bo, &goal).unwrap() + ", og hvem som tar det videre";
    retype(&mut bo, &goal, &words);
    exchange(&mut ada, &mut bo);
    let changed = &plan(&ada).measures[0];
    assert_eq!(changed.budget, Some(Kroner(910_000)));
    assert_eq!(changed.deadline, Some("2027-12-01".parse().unwrap()));
    assert_eq!(changed.funding[&FundingSource::County], Kroner(360_000));
    assert!(!changed.funding.contains_key(&FundingSource::Private));
    assert_eq!(changed.from_proposals.len(), 3);
    assert_eq!(
        changed.result_goal,
        "Et beslutningsgrunnlag for et felles mottak, og hvem som tar det videre"
    );
}

#[test]
fn what_is_written_in_a_measure_while_it_is_removed_comes_back_with_it() {
    let mut ada = seeded();
    let mut bo = twin(&ada, 2);
    let row = measure("tiltak-2-2");
    let title = key(&row, TextField::Title);
    let n_measures = plan(&ada).measures.len();
    remove(&mut ada, &row).unwrap();
    retype(&mut bo, &title, "Felles booking, vertskap og billetter").unwrap();
    set(&mut bo, &row, &Field::Budget(Some(Kroner(700_000)))).unwrap();
    exchange(&mut ada, &mut bo);
    assert_eq!(plan(&bo).measures.len(), n_measures - 1, "it stays removed");
    let gone = removed(&bo);
    assert_eq!(gone.len(), 1);
    assert_eq!(gone[0].row, row);
    assert_eq!(gone[0].title, "Felles booking, vertskap og billetter");
    assert!(
        set(&mut ada, &row, &Field::Pa(None)).is_some(),
        "also later"
    );
    restore(&mut bo, &row).unwrap();
    exchange(&mut ada, &mut bo);
    let back = &plan(&ada).measures[5];
    assert_eq!(back.title, "Felles booking, vertskap og billetter");
    assert_eq!(
        (back.budget, &back.responsible.pa),
        (Some(Kroner(700_000)), &None)
    );
    assert_eq!(removed(&ada), []);
}

#[test]
fn rows_are_added_moved_removed_and_brought_back_and_numbered_by_where_they_stand() {
    let mut replica = seeded();
    let marin = FocusAreaId::parse("marin-verdiskaping").unwrap();
    let mut new = Measure::new(measure_id("ny"));
    new.focus_area = Some(marin);
    assert!(add(&mut replica, &new, 7).is_some());
    assert!(
        add(&mut replica, &new, 7).is_none(),
        "adding twice changes nothing"
    );
    let new = measure("ny");
    assert!(codes(&replica).contains(&"1.5 ny".to_owned()));
    move_row(&mut replica, &new, Some(&measure("tiltak-1-1")), 9).unwrap();
    assert_eq!(codes(&replica)[..2], ["1.1 ny", "1.2 tiltak-1-1"]);
    assert!(move_row(&mut replica, &new, Some(&measure("ingen")), 9).is_none());
    assert!(move_row(&mut replica, &new, Some(&area("marin-verdiskaping")), 9).is_none());
    remove(&mut replica, &new).unwrap();
    assert!(
        remove(&mut replica, &new).is_none(),
        "removing twice changes nothing"
    );
    assert_eq!(codes(&replica)[0], "1.1 tiltak-1-1");
    restore(&mut replica, &new).unwrap();
    assert_eq!(codes(&replica)[0], "1.1 ny");
    move_row(&mut replica, &area("marin-verdiskaping"), None, 3).unwrap();
    assert_eq!(codes(&replica)[0], "4.1 ny");
    set(&mut replica, &new, &Field::FocusArea(None)).unwrap();
    assert_eq!(codes(&replica)[..2], ["- ny", "4.1 tiltak-1-1"]);
    assert!(remove(&mut replica, &Row::Frame(FundingSource::County)).is_none());
    assert!(
        restore(&mut replica, &measure("tiltak-1-2")).is_none(),
        "it is not removed"
    );
}

#[test]
fn the_measures_of_a_removed_focus_area_stand_by_themselves_until_it_is_back() {
    let mut replica = seeded();
    let row = area("reiseliv-hele-aaret");
    remove(&mut replica, &row).unwrap();
    let without = plan(&replica);
    assert_eq!(without.measures.len(), 16);
    let alone = without
        .measures
        .iter()
        .filter(|measure| measure.focus_area.is_none());
    assert_eq!(alone.count(), 4);
    assert_eq!(codes(&replica)[8], "2.1 tiltak-3-1");
    restore(&mut replica, &row).unwrap();
    assert_eq!(plan(&replica), sample::plan());
}

#[test]
fn milestones_follow_their_measure_and_stand_by_date() {
    let mut replica = seeded();
    let milestone = |id: &str, measure: &str, date: Option<&str>| Milestone {
        id: MilestoneId::parse(id).unwrap(),
        measure: measure_id(measure),
        date: date.map(|date| date.parse().unwrap()),
        title: id.to_owned(),
    };
    add(&mut replica, &milestone("sist", "tiltak-1-3", None), 0);
    add(
        &mut replica,
        &milestone("tidlig", "tiltak-1-3", Some("2027-01-20")),
        0,
    );
    add(&mut replica, &milestone("hjemloes", "ingen", None), 0);
    let titles = |replica: &Replica| -> Vec<String> {
        let measure = plan(replica).measures.remove(2);
        measure
            .milestones
            .into_iter()
            .map(|one| one.title)
            .collect()
    };
    let all = ["tidlig", "Første nettverksmøte er holdt", "sist"];
    assert_eq!(titles(&replica), all);
    remove(&mut replica, &measure("tiltak-1-3"));
    restore(&mut replica, &measure("tiltak-1-3"));
    assert_eq!(titles(&replica), all);
}

#[test]
fn a_field_is_only_written_where_it_belongs_and_only_when_it_changes() {
    let mut replica = seeded();
    let row = measure("tiltak-1-1");
    assert!(set(&mut replica, &row, &Field::Unit(Unit::Fte)).is_none());
    assert!(set(&mut replica, &row, &Field::Budget(Some(Kroner(900_000)))).is_none());
    assert!(set(&mut replica, &measure("ingen"), &Field::Budget(None)).is_none());
    let other = FundingSource::Other;
    assert!(set(&mut replica, &row, &Field::Funding(other, None)).is_none());
    let frame = Row::Frame(FundingSource::County);
    assert!(set(&mut replica, &frame, &Field::Frame(Some(Kroner::MAX))).is_some());
    assert_eq!(
        plan(&replica).frames[&FundingSource::County].frame,
        Some(Kroner::MAX)
    );
    assert!(set(&mut replica, &row, &Field::Status(MeasureStatus::Done)).is_some());
}

#[test]
fn every_text_has_a_name_and_a_place_for_carets() {
    let mut replica = seeded();
    let key_of = |name: &str| name.parse::<TextKey>();
    for name in [
        "measures/tiltak-1-1/result-goal",
        "goals/nye-aarsverk/indicator",
        "milestones/tiltak-1-1-1/title",
        "risks/risiko-1/response",
        "communication/kom-1/when",
        "meetings/moete-0/topic",
        "operating-costs/drift-1/title",
        "focus-areas/marin-verdiskaping/title",
    ] {
        let key = key_of(name).unwrap();
        assert_eq!(key.to_string(), name);
        assert!(
            text(&replica, &key).is_some_and(|words| !words.is_empty()),
            "{name}"
        );
    }
    for name in [
        "measures/tiltak-1-1/topic",
        "measures/tiltak-1-1",
        "measures/../title",
        "frames/county/title",
        "frames/nobody/title",
        "conclusion",
    ] {
        assert_eq!(key_of(name), Err(UnknownText), "{name}");
    }
    let title = key_of("meetings/moete-0/title").unwrap();
    let end = sticky(&replica, &title, 99).unwrap();
    retype(&mut replica, &title, "Et Styremøte").unwrap();
    assert_eq!(offset(&replica, &title, &end), Some(12));
    let topic = key_of("meetings/moete-0/topic").unwrap();
    assert_eq!(
        offset(&replica, &topic, &end),
        None,
        "a place in another text"
    );
}

#[test]
fn numbers_of_goals_are_kept_to_the_tenth() {
    let mut replica = seeded();
    let goal = Row::Goal(sample::plan().goals[0].id.clone());
    set(
        &mut replica,
        &goal,
        &Field::YearTarget(2028, Some(Tenths(1_005))),
    );
    set(&mut replica, &goal, &Field::YearTarget(2024, None));
    set(&mut replica, &goal, &Field::PeriodTarget(Some(Tenths::MAX)));
    let read = &plan(&replica).goals[0];
    assert_eq!(read.targets[&2028], Tenths(1_005));
    assert!(!read.targets.contains_key(&2024));
    assert_eq!(read.period_target, Some(Tenths::MAX));
    let empty = read_empty();
    assert_eq!(empty.goals, []);
}

/// A document that nobody has seeded yet.
fn read_empty() -> ActionPlan {
    read(&Replica::new(3), Head::default())
}
