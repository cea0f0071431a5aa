use jiff::civil::date;
use shared::id::{MeetingId, ProgrammeId};
use shared::lobby::Lobby;
use shared::meeting::{Meeting, MeetingKind};
use shared::proceedings::state::{Agreement, ProposedGrade, Settled};
use shared::proceedings::view::RevealView;
use shared::programme::{LanguageForm, OrganisationForm, Programme, Retention};
use shared::run_sheet::RunSheet;
use shared::time::Timestamp;

use super::*;

const FORM: &str = include_str!("../../../../../shared/templates/psv-4x4.json");
const SHEET: &str = include_str!("../../../../../shared/templates/runsheet-psv.json");

/// A room whose day has begun, before anything has happened in it.
fn room() -> RoomView {
    let id = MeetingId::parse("psv").unwrap();
    let mut meeting = Meeting::new(id, MeetingKind::StatusReview, date(2026, 10, 28), 3);
    meeting.form = Some(ReviewForm::from_json(FORM).unwrap());
    let (_, sheet) = RunSheet::from_template(SHEET, 3).unwrap();
    let lobby = Lobby {
        programme: programme(),
        meeting,
        people: Vec::new(),
        attendance: Vec::new(),
        knocks: Vec::new(),
        connected: std::collections::BTreeSet::new(),
        unsent: std::collections::BTreeMap::new(),
        tried: std::collections::BTreeSet::new(),
    };
    let mut room = lobby.visible_to(|_| true);
    let steps = steps::begin(&sheet);
    let position = steps::positions(&steps, room.form.as_ref())
        .into_iter()
        .next();
    room.proceedings = Some(ProceedingsView {
        steps,
        position,
        ..ProceedingsView::default()
    });
    room
}

fn programme() -> Programme {
    Programme {
        id: ProgrammeId::parse("fjordvik").unwrap(),
        name: "Fjordvik".into(),
        municipality: "Fjordvik".into(),
        county_authority: String::new(),
        organisation_form: OrganisationForm::ProjectBoard,
        language_form: LanguageForm::Nb,
        first_year: 2024,
        n_years: 6,
        current_year: 3,
        calendar_year: 2026,
        vision: String::new(),
        summary: String::new(),
        retention: Retention::default(),
    }
}

fn day(room: &mut RoomView) -> &mut ProceedingsView {
    room.proceedings.as_mut().unwrap()
}

/// Puts the group at the first place of a step that has this phase.
fn go(room: &mut RoomView, step: &str, phase: Phase) {
    let form = room.form.clone();
    let day = day(room);
    let mut all = steps::positions(&day.steps, form.as_ref()).into_iter();
    day.position = all.find(|at| at.step.as_str() == step && at.phase == phase);
    assert!(day.position.is_some(), "{step} has {phase:?}");
}

fn primary(room: &RoomView) -> Does {
    Scene::of(room).unwrap().primary(None, None)
}

fn reveal(room: &mut RoomView) -> IndicatorId {
    let id = day(room).position.clone().unwrap().indicator.unwrap();
    let round = day(room).rounds.entry(id.clone()).or_default();
    round.reveal = Some(RevealView {
        starts_at: Timestamp(0),
        tally: shared::proceedings::tally::Tally::default(),
        observers: None,
    });
    id
}

#[test]
fn the_big_button_follows_an_indicator_from_blind_to_settled() {
    let mut room = room();
    go(&mut room, "del-a", Phase::Waiting);
    let id = day(&mut room).position.clone().unwrap().indicator.unwrap();
    assert_eq!(primary(&room), Does::Reveal(id.clone()));
    reveal(&mut room);
    go(&mut room, "del-a", Phase::Talk);
    assert!(matches!(primary(&room), Does::Go(to) if to.phase == Phase::Grade));
    go(&mut room, "del-a", Phase::Grade);
    let is_next = |does| {
        matches!(
            does,
            Does::Go(Position {
                phase: Phase::Waiting,
                ..
            })
        )
    };
    assert!(is_next(primary(&room)), "nothing is on the table");
    let round = day(&mut room).rounds.get_mut(&id).unwrap();
    round.proposed = Some(ProposedGrade {
        grade: Grade::One(4),
        by: PersonId::parse("guide").unwrap(),
    });
    let settles = primary(&room);
    assert!(matches!(
        &settles,
        Does::Settle {
            grade: Grade::One(4),
            ..
        }
    ));
    let round = day(&mut room).rounds.get_mut(&id).unwrap();
    round.settled = Some(Settled {
        grade: Grade::One(4),
        agreement: Agreement::Agreed,
        remark: None,
        remarks: std::collections::BTreeMap::new(),
        at: Timestamp(0),
    });
    assert!(is_next(primary(&room)));
}

#[test]
fn what_is_not_revealed_is_not_gone_back_into() {
    let mut room = room();
    go(&mut room, "del-a", Phase::Waiting);
    let form = room.form.clone();
    let steps = day(&mut room).steps.clone();
    let first = day(&mut room).position.clone().unwrap();
    let beyond = Scene::of(&room).unwrap().beyond().unwrap();
    assert_eq!(beyond.phase, Phase::Waiting);
    assert_ne!(beyond.indicator, first.indicator);
    day(&mut room).position = Some(beyond);
    assert_eq!(
        Scene::of(&room).unwrap().back(),
        Some(first),
        "past its talk and grade"
    );
    let last = steps::positions(&steps, form.as_ref()).pop();
    day(&mut room).position = last;
    assert_eq!(Scene::of(&room).unwrap().beyond(), None);
    assert_eq!(primary(&room), Does::Conclude);
    day(&mut room).concluded_at = Some(Timestamp(1));
    assert_eq!(primary(&room), Does::End);
}

#[test]
fn whoever_is_missing_is_asked_about_once_and_so_is_what_has_no_way_back() {
    let mut room = room();
    go(&mut room, "del-a", Phase::Waiting);
    let does = primary(&room);
    assert!(!Scene::of(&room).unwrap().asks_first(&does));
    let scoring = &mut day(&mut room).scoring;
    scoring.missing = Some(vec![PersonId::parse("mona").unwrap()]);
    (scoring.n_done, scoring.n_scorers) = (11, 12);
    let scene = Scene::of(&room).unwrap();
    assert!(scene.asks_first(&does));
    assert_eq!(
        scene.count().map(|count| (count.n_done, count.n_all)),
        Some((11, 12))
    );
    go(&mut room, "velkommen", Phase::Whole);
    let does = primary(&room);
    assert!(
        !Scene::of(&room).unwrap().asks_first(&does),
        "nothing is asked of anybody here"
    );
    assert!(
        Scene::of(&room).unwrap().asks_first(&Does::OpenProposals),
        "there is no way back"
    );
}

mod seminar {
    use shared::id::{FocusAreaId, MeasureId, PlanId};
    use shared::lobby::RoomPerson;
    use shared::plan::measure::MeasureStatus;
    use shared::proceedings::seminar::state::WorkGroup;
    use shared::programme::Person;
    use shared::rights::Role;
    use shared::template::Language;
    use shared::view::{BudgetGlimpse, FocusAreaGlimpse, Groundwork, MeasureGlimpse, PlanGlimpse};

    use super::*;

    const SHEET: &str = include_str!("../../../../../shared/templates/runsheet-styreseminar.json");

    /// A seminar whose day has begun, with so many people in the room and a plan of two measures.
    fn room(n_people: usize) -> RoomView {
        let mut room = super::room();
        room.meeting.kind = MeetingKind::BoardSeminar;
        room.form = None;
        let (_, sheet) = RunSheet::from_template(SHEET, 3).unwrap();
        day(&mut room).steps = steps::begin(&sheet);
        room.people = (0..n_people).map(somebody).collect();
        room.groundwork = Some(Groundwork {
            action_plan: Some(plan()),
            ..Groundwork::default()
        });
        go(&mut room, "aapning", Phase::Whole);
        room
    }

    fn somebody(n: usize) -> RoomPerson {
        RoomPerson {
            person: Person {
                id: PersonId::parse(&format!("p-{n}")).unwrap(),
                name: format!("Kari {n}"),
                role: Role::BoardMember,
                title: None,
                represents: None,
            },
            is_here: true,
            is_coming: true,
            seated_for: None,
            may_lead: false,
            is_connected: None,
            n_unsent: None,
            has_tried: None,
            times: Vec::new(),
        }
    }

    fn plan() -> PlanGlimpse {
        let measure = |id: &str, title: &str| MeasureGlimpse {
            id: MeasureId::parse(id).unwrap(),
            number: String::new(),
            title: title.into(),
            focus_area: None,
            who: None,
            status: MeasureStatus::Planned,
            note: String::new(),
        };
        PlanGlimpse {
            id: PlanId::parse("hp").unwrap(),
            year: 2027,
            focus_areas: ["reiseliv", "hav"]
                .map(|id| FocusAreaGlimpse {
                    id: FocusAreaId::parse(id).unwrap(),
                    title: id.into(),
                })
                .into(),
            measures: vec![measure("t-1", "Helårsdrift"), measure("t-2", " ")],
            budget: BudgetGlimpse::default(),
        }
    }

    #[test]
    fn notes_are_opened_by_a_button_that_asks_first() {
        let mut room = room(6);
        go(&mut room, "omverden-og-swot", Phase::Write);
        let does = primary(&room);
        assert_eq!(does, Does::OpenNotes);
        let scene = Scene::of(&room).unwrap();
        assert!(scene.asks_first(&does), "it cannot be hidden again");
        let go_on = Does::Go(scene.next().unwrap());
        assert!(scene.asks_first(&go_on));
        let command = does.command(Words(Language::Nb), scene);
        assert_eq!(
            command,
            Some(Command::Seminar {
                ask: Ask::OpenNotes
            })
        );
        day(&mut room).seminar.swot.is_open = true;
        assert!(!Scene::of(&room).unwrap().asks_first(&go_on));
        go(&mut room, "omverden-og-swot", Phase::Gather);
        assert!(matches!(primary(&room), Does::Go(to) if to.step.as_str() == "lunsj-1"));
    }

    #[test]
    fn groups_are_made_before_people_work_in_them() {
        let mut room = room(7);
        go(&mut room, "smarte-maal", Phase::Whole);
        assert_eq!(
            primary(&room),
            Does::MakeGroups(2),
            "one for each focus area"
        );
        let scene = Scene::of(&room).unwrap();
        assert_eq!(scene.primary(None, Some(3)), Does::MakeGroups(3));
        day(&mut room).seminar.work_groups = vec![WorkGroup {
            id: shared::id::GroupId::parse("g").unwrap(),
            name: "Reiseliv".into(),
            focus_area: None,
            people: Vec::new(),
        }];
        assert!(matches!(primary(&room), Does::Go(_)));
        let mut alone = self::room(1);
        go(&mut alone, "smarte-maal", Phase::Whole);
        assert!(
            matches!(primary(&alone), Does::Go(_)),
            "nobody to work with"
        );
    }

    #[test]
    fn dots_are_given_to_the_measures_of_the_plan() {
        let mut room = room(4);
        go(&mut room, "prioritere-tiltak", Phase::Vote);
        let scene = Scene::of(&room).unwrap();
        assert_eq!(scene.n_candidates(), 1, "one has no title yet");
        let does = scene.primary(None, None);
        let command = does.command(Words(Language::Nb), scene);
        let Some(Command::Seminar {
            ask: Ask::OpenVote { dots: 3, measures },
        }) = command
        else {
            panic!("{command:?}");
        };
        assert_eq!(measures[0].title, "Helårsdrift");
        room.groundwork = None;
        assert!(matches!(primary(&room), Does::Go(_)), "nothing to vote on");
    }

    #[test]
    fn the_end_comes_after_the_year_ahead() {
        let mut room = room(4);
        go(&mut room, "aarshjul", Phase::Whole);
        assert_eq!(primary(&room), Does::End);
    }
}
