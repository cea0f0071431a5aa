//! Slips of the finger, one per field.

use super::*;
use crate::meeting::MeetingForm;
use crate::name::NameError;
use crate::programme::{LanguageForm, OrganisationForm};
use crate::rights::MeetingSettings;

const PSV: &str = include_str!("../../templates/runsheet-psv.json");

/// What somebody gets wrong, and how it is refused.
type Slip<D, P> = (fn(&mut D), P);

fn person() -> PersonDraft {
    PersonDraft {
        name: "Kari Nesheim".into(),
        email: Some("kari@fjellstua.example".into()),
        role: Role::BoardMember,
        title: None,
        represents: Some("næringslivet".into()),
        since: None,
        until: None,
    }
}

#[test]
fn a_person_is_made_clean_or_refused_with_the_reason() {
    let typed = PersonDraft {
        name: "  Kari   Nesheim ".into(),
        email: Some(" Kari@Fjellstua.example".into()),
        title: Some("  ".into()),
        ..person()
    };
    assert_eq!(clean_person(typed, None), Ok(person()));
    let day = |text: &str| Some(text.parse::<Date>().unwrap());
    let cases: [Slip<PersonDraft, DraftProblem>; 6] = [
        (
            |draft| draft.name = "\u{202E}Kari".into(),
            DraftProblem::Name(NameError::Invisible),
        ),
        (
            |draft| draft.email = Some("kari(a)a.no".into()),
            DraftProblem::Email,
        ),
        (|draft| draft.role = Role::Guest, DraftProblem::Role),
        (|draft| draft.role = Role::Projector, DraftProblem::Role),
        (
            |draft| draft.title = Some("<b>".into()),
            DraftProblem::Words,
        ),
        (
            |draft| draft.represents = Some("a".repeat(500)),
            DraftProblem::Words,
        ),
    ];
    for (change, problem) in cases {
        let mut draft = person();
        change(&mut draft);
        assert_eq!(clean_person(draft, None), Err(problem));
    }
    let backwards = PersonDraft {
        since: day("2026-02-01"),
        until: day("2026-01-31"),
        ..person()
    };
    assert_eq!(clean_person(backwards, None), Err(DraftProblem::Dates));
    let slip = PersonDraft {
        until: day("0206-01-01"),
        ..person()
    };
    assert_eq!(clean_person(slip, None), Err(DraftProblem::Dates));
    let guest = PersonDraft {
        role: Role::Guest,
        ..person()
    };
    assert!(clean_person(guest, Some(Role::Guest)).is_ok());
}

#[test]
fn a_programme_has_sensible_years_and_retention() {
    let programme = ProgrammeDraft {
        name: "Fjordvik i omstilling".into(),
        municipality: "Fjordvik kommune".into(),
        county_authority: String::new(),
        organisation_form: OrganisationForm::ProjectBoard,
        language_form: LanguageForm::Nn,
        first_year: 2024,
        n_years: 6,
        current_year: 3,
        vision: String::new(),
        summary: String::new(),
        retention: Retention::default(),
    };
    assert_eq!(clean_programme(&programme), Ok(programme.clone()));
    let cases: [Slip<ProgrammeDraft, FieldProblem>; 8] = [
        (|draft| draft.name = " ".into(), FieldProblem::Name),
        (
            |draft| draft.municipality = "<i>".into(),
            FieldProblem::Name,
        ),
        (|draft| draft.n_years = 7, FieldProblem::Years),
        (|draft| draft.current_year = 0, FieldProblem::Years),
        (
            |draft| (draft.n_years, draft.current_year) = (2, 3),
            FieldProblem::Years,
        ),
        (|draft| draft.first_year = 202, FieldProblem::Years),
        (|draft| draft.retention.audit = 0, FieldProblem::Retention),
        (|draft| draft.vision = "a".repeat(4_001), FieldProblem::Info),
    ];
    for (change, problem) in cases {
        let mut draft = programme.clone();
        change(&mut draft);
        assert_eq!(clean_programme(&draft), Err(problem));
    }
}

#[test]
fn a_meeting_has_days_and_times_that_can_be() {
    let meeting = MeetingDraft {
        template: None,
        date: "2026-11-24".parse().unwrap(),
        last_date: None,
        start: Some("09:00".into()),
        end: Some("15:30".into()),
        place: Some("Rådhuset".into()),
        meeting_form: MeetingForm::InPerson,
        info: "Parkering bak huset.\nLunsj.".into(),
        settings: MeetingSettings::default(),
        participants: Vec::new(),
        run_sheet: Some(RunSheet::from_template(PSV, 3).unwrap().1),
        version: 0,
    };
    assert_eq!(clean_meeting(meeting.clone()), Ok(meeting.clone()));
    let cases: [Slip<MeetingDraft, FieldProblem>; 9] = [
        (
            |draft| draft.date = "1926-11-24".parse().unwrap(),
            FieldProblem::Dates,
        ),
        (
            |draft| draft.last_date = Some("2026-11-23".parse().unwrap()),
            FieldProblem::Dates,
        ),
        (
            |draft| draft.last_date = Some("2026-12-23".parse().unwrap()),
            FieldProblem::Dates,
        ),
        (|draft| draft.start = Some("9".into()), FieldProblem::Times),
        (
            |draft| draft.end = Some("08:00".into()),
            FieldProblem::Times,
        ),
        (|draft| draft.start = None, FieldProblem::Times),
        (
            |draft| draft.place = Some("<b>".into()),
            FieldProblem::Place,
        ),
        (|draft| draft.info = "\u{202E}".into(), FieldProblem::Info),
        (
            |draft| draft.run_sheet.as_mut().unwrap().days[0].slots[0].minutes = 0,
            FieldProblem::RunSheet,
        ),
    ];
    for (change, problem) in cases {
        let mut draft = meeting.clone();
        change(&mut draft);
        assert_eq!(clean_meeting(draft), Err(problem));
    }
    let seminar = MeetingDraft {
        last_date: Some("2026-11-25".parse().unwrap()),
        end: Some("08:00".into()),
        ..meeting
    };
    assert!(clean_meeting(seminar).is_ok(), "the end is the next day's");
}

#[test]
fn the_wheel_has_its_six_stations_and_refuses_what_does_not_hang_together() {
    for is_nynorsk in [false, true] {
        let wheel = stations(2027, is_nynorsk);
        assert_eq!(wheel.len(), 6);
        assert_eq!(clean_wheel(wheel.clone(), &[], &[]), Ok(wheel));
    }
    let cases: [fn(&mut WheelEvent); 7] = [
        |event| event.title = String::new(),
        |event| event.month_from = 0,
        |event| event.month_to = 13,
        |event| (event.month_from, event.month_to) = (6, 5),
        |event| event.year = 2026,
        |event| event.responsible = Some(PersonId::parse("ingen").unwrap()),
        |event| event.meeting = Some(MeetingId::parse("ingen").unwrap()),
    ];
    for (idx, change) in cases.into_iter().enumerate() {
        let mut wheel = stations(2027, false);
        change(&mut wheel[2]);
        assert_eq!(
            clean_wheel(wheel, &[], &[]),
            Err(FieldProblem::Wheel),
            "{idx}"
        );
    }
}
