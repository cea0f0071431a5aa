use super::*;
use crate::fact_sheet::FactSheet;
use crate::id::NoteId;
use crate::proceedings::state::ReportState;
use crate::rights::Lock;

#[test]
fn the_fact_sheet_is_the_managers_until_it_is_shared() {
    let mut world = World::new();
    let write = |summary: &str, version| Command::WriteFactSheet {
        sheet: Box::new(FactSheet {
            summary: summary.into(),
            ..FactSheet::default()
        }),
        version,
    };
    world.is_refused(
        "odd",
        write("Et godt år", 0),
        Refusal::NotAllowed(Lock::Role),
    );
    world.does("hanne", write("Et godt år", 0));
    world.is_refused(
        "bjoern",
        write("Et dårlig år", 0),
        Refusal::ChangedMeanwhile,
    );
    assert_eq!(world.sees("odd").fact_sheet.sheet, None);
    world.does("hanne", Command::ShareFactSheet { is_shared: true });
    assert_eq!(
        world.sees("odd").fact_sheet.sheet.unwrap().summary,
        "Et godt år"
    );
    world.does("odd", Command::MarkFactSheetRead);
    assert_eq!(
        world.sees("hanne").fact_sheet.read_by.unwrap(),
        [person("odd")]
    );
    assert_eq!(
        (
            world.sees("per").fact_sheet.read_by,
            world.sees("per").fact_sheet.n_read
        ),
        (None, 1)
    );
}

#[test]
fn a_report_is_written_read_and_frozen() {
    let mut world = World::begun();
    let send = Command::SendReport {
        due: None,
        readers: vec![person("odd"), person("per"), person("odd")],
    };
    world.is_refused("bjoern", send.clone(), Refusal::NotConcluded);
    world.does("bjoern", Command::Conclude { is_concluded: true });
    world.lobby.meeting.state = MeetingState::Closed;
    let comment = |id: &str| Command::CommentReport {
        id: NoteId::parse(id).unwrap(),
        section: "conclusion".into(),
        quote: None,
        text: "Skriv hvor mye.".into(),
    };
    world.is_refused("odd", comment("k-1"), Refusal::ReportNotSent);
    world.is_refused("bjoern", Command::FinaliseReport, Refusal::ReportNotSent);
    world.does("bjoern", send);
    world.does("odd", Command::OpenReport);
    world.does("per", comment("k-1"));
    world.is_refused(
        "ingunn",
        Command::ConfirmRead { is_read: true },
        Refusal::NotYours,
    );
    world.does("odd", Command::ConfirmRead { is_read: true });
    let resolve = Command::ResolveComment {
        id: NoteId::parse("k-1").unwrap(),
        is_resolved: true,
    };
    world.is_refused("odd", resolve.clone(), Refusal::NotYours);
    world.does("bjoern", resolve);
    world.is_refused("ingunn", comment("k-3"), Refusal::NotYours);
    assert!(!world.sees("ingunn").report.is_open_to_me && world.sees("odd").report.is_open_to_me);
    let reopen = Command::Conclude {
        is_concluded: false,
    };
    world.is_refused("bjoern", reopen, Refusal::ReportInReview);
    assert!(
        world.sees("vegg").report.comments.is_empty(),
        "the wall shows no report"
    );
    world.is_refused(
        "odd",
        Command::FinaliseReport,
        Refusal::NotAllowed(Lock::Role),
    );
    world.does("bjoern", Command::FinaliseReport);
    let report = world.sees("per").report;
    assert_eq!(
        (report.state, report.frozen.unwrap().hash.as_str()),
        (ReportState::Final, "abc")
    );
    for who in ["bjoern", "odd", "hanne"] {
        world.is_refused(who, comment("k-2"), Refusal::ReportFinal);
        world.is_refused(
            who,
            Command::Conclude {
                is_concluded: false,
            },
            Refusal::ReportFinal,
        );
    }
}

#[test]
fn nobody_judges_the_meeting_they_led_and_few_answers_are_not_shown() {
    let mut world = World::begun();
    let judge = |value| Command::JudgeWorth { value };
    world.is_refused("bjoern", judge(3), Refusal::NotAllowed(Lock::Role));
    world.is_refused("odd", judge(4), Refusal::NotAValue);
    for who in ["odd", "per", "hanne"] {
        world.does(who, judge(3));
    }
    assert_eq!(world.sees("bjoern").worth, None);
    world.does("ingunn", judge(1));
    assert_eq!(world.sees("bjoern").worth, Some(vec![1, 0, 3]));
}
