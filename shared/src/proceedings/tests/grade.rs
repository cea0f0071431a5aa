use super::*;
use crate::proceedings::state::{Agreement, Answer, Grade};
use crate::rights::Lock;

fn propose(grade: Grade) -> Command {
    Command::ProposeGrade {
        indicator: indicator(A1),
        grade: Some(grade),
    }
}

fn answer(answer: Answer) -> Command {
    Command::AnswerGrade {
        indicator: indicator(A1),
        answer: Some(answer),
    }
}

fn settle(agreement: Agreement, remark: Option<&str>) -> Command {
    Command::SettleGrade {
        indicator: indicator(A1),
        agreement,
        remark: remark.map(str::to_owned),
    }
}

fn revealed() -> World {
    let mut world = World::begun();
    world.does(
        "bjoern",
        Command::Reveal {
            indicator: indicator(A1),
        },
    );
    world
}

#[test]
fn a_grade_comes_after_the_reveal_and_from_whom_leads() {
    let mut world = World::begun();
    world.is_refused("bjoern", propose(Grade::One(4)), Refusal::NotRevealed);
    let mut world = revealed();
    world.is_refused(
        "ragnhild",
        propose(Grade::One(4)),
        Refusal::NotAllowed(Lock::NotDelegated),
    );
    world.is_refused("bjoern", propose(Grade::One(7)), Refusal::NotAValue);
    let backwards = Grade::Range {
        lowest: 4,
        highest: 2,
    };
    world.is_refused("bjoern", propose(backwards), Refusal::NotAValue);
    world.is_refused("odd", answer(Answer::Agreed), Refusal::NoGradeProposed);
    world.does("bjoern", propose(Grade::One(4)));
    world.does("odd", answer(Answer::Agreed));
    let lock = Refusal::NotAllowed(Lock::Role);
    for who in ["per", "bjoern", "gjest", "vegg"] {
        world.is_refused(who, answer(Answer::Agreed), lock);
    }
}

#[test]
fn another_grade_is_answered_anew() {
    let mut world = revealed();
    world.does("bjoern", propose(Grade::One(4)));
    world.does("odd", answer(Answer::Agreed));
    let remark = Answer::AgreedWithRemark {
        remark: "Bygdene mangler.".into(),
    };
    world.does("ingunn", answer(remark));
    world.is_refused(
        "kjersti",
        answer(Answer::AgreedWithRemark {
            remark: "  ".into(),
        }),
        Refusal::NeedsRemark,
    );
    let seen = &world.sees("vegg").rounds[&indicator(A1)];
    assert_eq!((seen.n_agreed, seen.n_remarks, seen.n_answerers), (1, 1, 7));
    assert_eq!(seen.remarks[&person("ingunn")], "Bygdene mangler.");
    world.does("bjoern", propose(Grade::One(3)));
    assert_eq!(world.sees("odd").rounds[&indicator(A1)].n_agreed, 0);
}

#[test]
fn each_agreement_needs_what_the_domain_says() {
    let one = Grade::One(4);
    let range = Grade::Range {
        lowest: 2,
        highest: 4,
    };
    for (grade, agreement, remark, expected) in [
        (one, Agreement::Agreed, None, None),
        (
            one,
            Agreement::AgreedWithRemark,
            Some("Odd: for tidlig."),
            None,
        ),
        (
            one,
            Agreement::AgreedWithRemark,
            None,
            Some(Refusal::NeedsRemark),
        ),
        (
            one,
            Agreement::AgreedWithRemark,
            Some(" "),
            Some(Refusal::NeedsRemark),
        ),
        (one, Agreement::NotAgreed, None, Some(Refusal::NeedsRange)),
        (range, Agreement::Agreed, None, Some(Refusal::NeedsOneGrade)),
        (range, Agreement::NotAgreed, None, None),
    ] {
        let mut world = revealed();
        world.does("bjoern", propose(grade));
        world.is_refused(
            "bjoern",
            settle(Agreement::Agreed, None),
            match grade {
                Grade::One(_) => Refusal::NeedsRationale,
                Grade::Range { .. } => Refusal::NeedsOneGrade,
            },
        );
        world.with_rationale.insert(indicator(A1));
        if let Some(refusal) = expected {
            world.is_refused("bjoern", settle(agreement, remark), refusal);
            continue;
        }
        world.does("bjoern", settle(agreement, remark));
        let settled = world.sees("odd").rounds[&indicator(A1)].settled.clone();
        let settled = settled.unwrap();
        assert_eq!((settled.grade, settled.agreement), (grade, agreement));
    }
}

#[test]
fn no_grade_fills_itself_in() {
    let mut world = World::begun();
    for who in ["odd", "ingunn", "kjersti", "hanne"] {
        world.scores(who, A1, 4);
    }
    world.does(
        "bjoern",
        Command::Reveal {
            indicator: indicator(A1),
        },
    );
    let seen = &world.sees("bjoern").rounds[&indicator(A1)];
    assert_eq!((&seen.proposed, &seen.settled), (&None, &None));
    world.is_refused(
        "bjoern",
        settle(Agreement::Agreed, None),
        Refusal::NoGradeProposed,
    );
}
