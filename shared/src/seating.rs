//! Who is on a meeting's list, who is absent, and which deputy sits for whom.

use crate::id::PersonId;
use crate::meeting::Participant;
use crate::programme::Person;
use crate::rights::Role;
use crate::view::{FieldProblem, ParticipantChange};

/// Whether a list hangs together: everybody on it is one of `people` and stands there once, and a seat needs a deputy who
/// comes and a member who does not, whom nobody else sits for.
pub fn check(participants: &[Participant], people: &[Person]) -> Result<(), FieldProblem> {
    for (idx, participant) in participants.iter().enumerate() {
        let is_twice = participants[..idx]
            .iter()
            .any(|earlier| earlier.person == participant.person);
        if is_twice || role(people, &participant.person).is_none() {
            return Err(FieldProblem::Participants);
        }
        let Some(member) = &participant.seated_for else {
            continue;
        };
        let is_taken = participants[..idx]
            .iter()
            .any(|earlier| earlier.seated_for.as_ref() == Some(member));
        let may_sit = role(people, &participant.person) == Some(Role::Deputy)
            && participant.is_coming
            && is_absent_member(participants, people, member);
        if is_taken || !may_sit {
            return Err(FieldProblem::Seat);
        }
    }
    Ok(())
}

fn role(people: &[Person], id: &PersonId) -> Option<Role> {
    people
        .iter()
        .find(|person| person.id == *id)
        .map(|person| person.role)
}

fn is_absent_member(participants: &[Participant], people: &[Person], member: &PersonId) -> bool {
    let has_seat = role(people, member).is_some_and(Role::has_seat);
    let mut lines = participants.iter();
    has_seat && lines.any(|line| line.person == *member && !line.is_coming)
}

/// The list after a change of one person, who is put on it if they were not. A member who comes after all takes the seat
/// back from the deputy; who is absent neither sits for anybody nor leads. A seat that others have and that a change of
/// roles has emptied is gone, so that it does not stand in the way of this change.
pub fn change(
    participants: &[Participant],
    people: &[Person],
    person: &PersonId,
    change: &ParticipantChange,
) -> Vec<Participant> {
    let mut list = participants.to_vec();
    // Somebody who was erased meanwhile stands in nobody's way.
    list.retain(|line| role(people, &line.person).is_some());
    for line in &mut list {
        let sits = role(people, &line.person) == Some(Role::Deputy);
        line.seated_for = line
            .seated_for
            .take()
            .filter(|member| sits && role(people, member).is_some_and(Role::has_seat));
    }
    let line = Participant {
        person: person.clone(),
        is_coming: change.is_coming,
        seated_for: change.seated_for.clone().filter(|_| change.is_coming),
        may_lead: change.may_lead && change.is_coming,
    };
    match list.iter_mut().find(|line| line.person == *person) {
        Some(place) => *place = line,
        None => list.push(line),
    }
    if change.is_coming {
        for line in &mut list {
            line.seated_for = line.seated_for.take().filter(|member| member != person);
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str) -> PersonId {
        PersonId::parse(name).unwrap()
    }

    fn board() -> Vec<Person> {
        [
            ("chair", Role::Chair),
            ("member", Role::BoardMember),
            ("deputy", Role::Deputy),
            ("other", Role::Deputy),
            ("observer", Role::Observer),
        ]
        .map(|(name, role)| Person {
            id: id(name),
            name: name.into(),
            role,
            title: None,
            represents: None,
        })
        .into()
    }

    /// `-` before a name is absent; `deputy>member` sits for the member.
    fn list(text: &str) -> Vec<Participant> {
        let line = |word: &str| {
            let is_coming = !word.starts_with('-');
            let word = word.trim_start_matches('-');
            let (name, member) = word.split_once('>').unzip();
            Participant {
                is_coming,
                seated_for: member.map(id),
                ..Participant::coming(id(name.unwrap_or(word)))
            }
        };
        text.split_whitespace().map(line).collect()
    }

    #[test]
    fn a_seat_needs_a_deputy_who_comes_and_a_member_who_does_not() {
        for (text, expected) in [
            ("", Ok(())),
            ("chair member deputy", Ok(())),
            ("chair -member deputy>member", Ok(())),
            ("deputy>member -member", Ok(())),
            ("-chair -member deputy>member other>chair", Ok(())),
            ("chair member deputy>member", Err(FieldProblem::Seat)),
            ("chair deputy>member", Err(FieldProblem::Seat)),
            ("chair -member -deputy>member", Err(FieldProblem::Seat)),
            (
                "-member deputy>member other>member",
                Err(FieldProblem::Seat),
            ),
            ("-member observer>member", Err(FieldProblem::Seat)),
            ("-observer deputy>observer", Err(FieldProblem::Seat)),
            ("-other deputy>other", Err(FieldProblem::Seat)),
            ("chair chair", Err(FieldProblem::Participants)),
            ("stranger", Err(FieldProblem::Participants)),
        ] {
            assert_eq!(check(&list(text), &board()), expected, "{text}");
        }
    }

    #[test]
    fn who_is_absent_leads_nothing() {
        let wish = |is_coming| ParticipantChange {
            is_coming,
            seated_for: None,
            may_lead: true,
        };
        for is_coming in [true, false] {
            let after = change(&list("chair"), &board(), &id("chair"), &wish(is_coming));
            assert_eq!(after[0].may_lead, is_coming);
        }
    }

    #[test]
    fn a_change_puts_people_on_the_list_and_gives_the_seat_back() {
        for (before, person, coming, seat, after) in [
            ("chair", "member", true, None, "chair member"),
            ("chair member", "member", false, None, "chair -member"),
            (
                "-member deputy",
                "deputy",
                true,
                Some("member"),
                "-member deputy>member",
            ),
            (
                "-member deputy>member",
                "member",
                true,
                None,
                "member deputy",
            ),
            (
                "-member deputy>member",
                "deputy",
                false,
                Some("member"),
                "-member -deputy",
            ),
            // Roles changed after the seats were given: nobody can sit so any more.
            (
                "-observer deputy>observer -member observer>member",
                "chair",
                true,
                None,
                "-observer deputy -member observer chair",
            ),
        ] {
            let wish = ParticipantChange {
                is_coming: coming,
                seated_for: seat.map(id),
                may_lead: false,
            };
            assert_eq!(
                change(&list(before), &board(), &id(person), &wish),
                list(after),
                "{before}"
            );
        }
    }

    #[test]
    fn somebody_who_was_erased_stands_in_nobodys_way() {
        let (people, erased) = (board(), list("chair erased -member"));
        assert_eq!(check(&erased, &people), Err(FieldProblem::Participants));
        let wish = ParticipantChange {
            is_coming: true,
            may_lead: false,
            seated_for: None,
        };
        let after = change(&erased, &people, &id("member"), &wish);
        assert_eq!(after, list("chair member"));
        assert_eq!(check(&after, &people), Ok(()));
    }
}
