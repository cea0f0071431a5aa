use super::*;
use crate::meeting::FollowUp;
use crate::proceedings::evaluation::PromisePart;
use crate::proceedings::evaluation::view::EarlierPromises;
use crate::proceedings::state::FollowUpNote;
use crate::proceedings::undo::opposite;

fn add(id: &str) -> Command {
    ask(Ask::Promise {
        promise: promise(id, "Vi sier nei tidligere"),
    })
}

fn change(id: &str, part: PromisePart) -> Command {
    ask(Ask::ChangePromise {
        id: PromiseId::parse(id).unwrap(),
        part,
    })
}

fn responsible(who: &str) -> PromisePart {
    PromisePart::Responsible {
        person: Some(person(who)),
    }
}

#[test]
fn two_who_fill_in_a_promise_do_not_undo_each_other() {
    let mut world = seminar();
    world.does("odd", add("l-1"));
    world.does("ingunn", change("l-1", responsible("hanne")));
    let deadline = PromisePart::Deadline {
        date: Some("2027-03-03".parse().unwrap()),
    };
    world.does("odd", change("l-1", deadline));
    let source = PromisePart::Source {
        statement: Some(question(S2)),
    };
    world.does("odd", change("l-1", source));
    let [promise] = &world.evaluation("ragnhild").promises[..] else {
        panic!("one promise");
    };
    assert_eq!(promise.responsible, Some(person("hanne")));
    assert_eq!(promise.deadline.unwrap().to_string(), "2027-03-03");
    assert_eq!(promise.source, Some(question(S2)));
    // Whoever may not see the evaluation knows what was promised, and not where it came from.
    let known = world.evaluation("hanne").promises;
    assert_eq!(
        (known[0].text.as_str(), &known[0].source),
        ("Vi sier nei tidligere", &None)
    );
    assert!(world.evaluation("vegg").promises.is_empty());
}

#[test]
fn what_a_promise_may_be() {
    let mut world = seminar();
    for (command, refusal) in [
        (change("l-9", responsible("odd")), Refusal::NoSuchPromise),
        (
            ask(Ask::Promise {
                promise: promise("l-1", "  "),
            }),
            Refusal::Empty,
        ),
        (
            ask(Ask::Promise {
                promise: promise("l-1", &"a".repeat(501)),
            }),
            Refusal::TooLong,
        ),
    ] {
        world.is_refused("odd", command, refusal);
    }
    for id in ["l-1", "l-2", "l-3", "l-4"] {
        world.does("odd", add(id));
    }
    world.is_refused("odd", add("l-5"), Refusal::TooMany);
    world.does("odd", add("l-1"));
    assert_eq!(
        world.evaluation("odd").promises.len(),
        4,
        "the same once more"
    );
    let other = ask(Ask::Promise {
        promise: promise("l-1", "Noe annet"),
    });
    world.is_refused("odd", other, Refusal::IdTaken);
    world.is_refused(
        "odd",
        change("l-1", responsible("ukjent")),
        Refusal::NoSuchPerson,
    );
    let nowhere = PromisePart::Source {
        statement: Some(question("finnes-ikke")),
    };
    world.is_refused("odd", change("l-1", nowhere), Refusal::NoSuchQuestion);
    world.lobby.meeting.state = MeetingState::Closed;
    let closed = Refusal::NotAllowed(Lock::Closed);
    world.is_refused("odd", change("l-1", responsible("odd")), closed);
}

#[test]
fn somebody_who_has_left_stays_responsible_until_another_is() {
    let mut world = seminar();
    world.does("odd", add("l-1"));
    world.does("odd", change("l-1", responsible("kjersti")));
    world.lobby.people.retain(|one| one.id != person("kjersti"));
    let text = PromisePart::Text {
        text: "Vi sier nei".into(),
    };
    world.does("odd", change("l-1", text));
    assert_eq!(
        world.evaluation("odd").promises[0].responsible,
        Some(person("kjersti"))
    );
}

#[test]
fn what_takes_it_back_makes_it_as_it_was() {
    let mut world = seminar();
    world.does("hanne", open());
    world.does("odd", add("l-1"));
    let drop = ask(Ask::DropPromise {
        id: PromiseId::parse("l-1").unwrap(),
    });
    let show = ask(Ask::ShowObservers { is_shown: true });
    for (who, command) in [
        ("odd", add("l-2")),
        ("odd", change("l-1", responsible("odd"))),
        ("odd", drop),
        ("ragnhild", show),
    ] {
        let before = world.evaluation("ragnhild");
        let back = opposite(&world.sees(who), &command);
        assert!(!back.is_empty(), "{command:?}");
        world.does(who, command);
        assert_ne!(world.evaluation("ragnhild"), before);
        for command in back {
            world.does(who, command);
        }
        assert_eq!(world.evaluation("ragnhild"), before);
    }
    let back = opposite(&world.sees("hanne"), &close());
    world.does("hanne", close());
    assert_eq!(back, [open()]);
    assert_eq!(opposite(&world.sees("hanne"), &open()), [close()]);
}

#[test]
fn promises_of_the_seminar_before_are_followed_up() {
    let mut world = seminar();
    let note = Some(FollowUpNote {
        follow_up: FollowUp::Partly,
        what_happened: " Halvveis. ".into(),
    });
    let id = PromiseId::parse("l-1").unwrap();
    let follow_up = ask(Ask::FollowUp {
        id: id.clone(),
        note,
    });
    world.is_refused("per", follow_up.clone(), Refusal::NotAllowed(Lock::Role));
    world.does("hanne", follow_up);
    assert_eq!(
        world.evaluation("per").follow_ups[&id].what_happened,
        "Halvveis."
    );
    assert!(world.evaluation("vegg").follow_ups.is_empty());
    let mut made = promise("l-1", "Vi møter forberedt");
    made.source = Some(question(S1));
    assert_eq!(EarlierPromises::of(2026, &[made]).promises[0].source, None);
}
