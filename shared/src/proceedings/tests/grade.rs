use super::*;
use crate::proceedings::state::{Agreement, Answer, Grade};
use crate::rights::Lock;

fn propose(grade: Grade) -> Command {
    Command::ProposeGrade {
        indicator: indicator(A1),
        grade: Some(grade),
    }
}

fn answer_to(grade: Grade, answer: Answer) -> Command {
    Command::AnswerGrade {
        indicator: indicator(A1),
        grade,
        answer: Some(answer),
    }
}

fn answer(answer: Answer) -> Command {
    answer_to(Grade::One(4), answer)
}

fn remark(text: &str) -> Answer {
    Answer::AgreedWithRemark {
        remark: text.to_owned(),
    }
}

fn settle(grade: Grade) -> Command {
    Command::SettleGrade {
        indicator: indicator(A1),
        grade,
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
    world.does("ingunn", answer(remark("Bygdene mangler.")));
    world.is_refused("kjersti", answer(remark("  ")), Refusal::NeedsRemark);
    let seen = &world.sees("vegg").rounds[&indicator(A1)];
    assert_eq!((seen.n_agreed, seen.n_remarks, seen.n_answerers), (1, 1, 7));
    assert_eq!(seen.remarks[&person("ingunn")], "Bygdene mangler.");
    world.does("bjoern", propose(Grade::One(3)));
    assert_eq!(world.sees("odd").rounds[&indicator(A1)].n_agreed, 0);
    // Who has not seen yet that the grade is another one has agreed to nothing.
    world.is_refused("odd", answer(Answer::Agreed), Refusal::ChangedMeanwhile);
    world.is_refused("bjoern", settle(Grade::One(4)), Refusal::ChangedMeanwhile);
}

#[test]
fn who_has_answered_and_left_is_counted_among_those_who_could() {
    let mut world = revealed();
    world.does("bjoern", propose(Grade::One(4)));
    world.does("odd", answer(Answer::Agreed));
    world
        .lobby
        .attendance
        .retain(|times| times.person != person("odd"));
    world
        .lobby
        .attendance
        .retain(|times| times.person != person("ingunn"));
    let seen = &world.sees("vegg").rounds[&indicator(A1)];
    assert_eq!((seen.n_agreed, seen.n_answerers), (1, 6));
}

#[test]
fn what_is_written_down_follows_from_what_people_answered() {
    let one = Grade::One(4);
    let range = Grade::Range {
        lowest: 2,
        highest: 4,
    };
    let agreed = (Agreement::Agreed, None);
    let too_early = Some("odd: For tidlig.");
    for (grade, answers, expected) in [
        (one, vec![], Ok(agreed)),
        (one, vec![("odd", Answer::Agreed)], Ok(agreed)),
        (
            one,
            vec![("odd", remark("For tidlig.")), ("hanne", Answer::Agreed)],
            Ok((Agreement::AgreedWithRemark, too_early)),
        ),
        (
            one,
            vec![("odd", Answer::Agreed), ("hanne", Answer::NotAgreed)],
            Err(Refusal::NeedsRange),
        ),
        (
            range,
            vec![("odd", remark("For tidlig.")), ("hanne", Answer::NotAgreed)],
            Ok((Agreement::NotAgreed, too_early)),
        ),
    ] {
        let mut world = revealed();
        world.does("bjoern", propose(grade));
        for (who, answer) in answers {
            world.does(who, answer_to(grade, answer));
        }
        if let Err(refusal) = expected {
            world.is_refused("bjoern", settle(grade), refusal);
            continue;
        }
        world.is_refused("bjoern", settle(grade), Refusal::NeedsRationale);
        world.with_rationale.insert(indicator(A1));
        world.does("bjoern", settle(grade));
        let settled = world.sees("odd").rounds[&indicator(A1)].settled.clone();
        let settled = settled.unwrap();
        assert_eq!(settled.grade, grade);
        let written = (settled.agreement, settled.remark.as_deref());
        assert_eq!(Ok(written), expected);
        let other = answer_to(grade, Answer::NotAgreed);
        world.is_refused("odd", other, Refusal::GradeSettled);
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
    world.is_refused("bjoern", settle(Grade::One(4)), Refusal::NoGradeProposed);
}

#[test]
fn a_remark_is_one_line_and_bears_the_name_of_now() {
    let mut world = revealed();
    world.with_rationale.insert(indicator(A1));
    world.does("bjoern", propose(Grade::One(4)));
    world.does("odd", answer(remark("Fint.\nIngunn: Nei.")));
    world.does("bjoern", settle(Grade::One(4)));
    let said = |world: &World| {
        let round = world.sees("vegg").rounds[&indicator(A1)].clone();
        round.settled.unwrap().remark.unwrap()
    };
    assert_eq!(said(&world), "odd: Fint. Ingunn: Nei.");
    let mut people = world.lobby.people.iter_mut();
    people.find(|one| one.id == person("odd")).unwrap().name = "Tidligere medlem".into();
    assert_eq!(said(&world), "Tidligere medlem: Fint. Ingunn: Nei.");
}
