//! An invitation to a programme or to one of its meetings.

use jiff::civil::Date;
use shared::meeting::{Meeting, MeetingForm, MeetingKind};
use shared::programme::{LanguageForm, Person, Programme};

use super::Words;

/// What a meeting is called in lists and letters.
pub fn meeting_title(meeting: &Meeting, language: LanguageForm) -> String {
    let kind = match (meeting.kind, language) {
        (MeetingKind::StatusReview, _) => "Programstatusvurdering",
        (MeetingKind::BoardSeminar, _) => "Styreseminar",
    };
    format!("{kind} {}", meeting.year)
}

/// An invitation with a personal link: to a meeting, or to the programme.
pub fn words(
    programme: &Programme,
    person: &Person,
    meeting: Option<&Meeting>,
    link: &str,
) -> Words {
    let language = programme.language_form;
    let subject = match meeting {
        Some(meeting) => {
            let title = meeting_title(meeting, language);
            format!("{title}: {}", day_in_words(meeting.date, language))
        }
        None => programme.name.clone(),
    };
    let paragraphs = [
        format!("Hei {}!", person.first_name()),
        match meeting {
            Some(meeting) => about_meeting(programme, meeting),
            None => about_programme(programme),
        },
        meeting.map_or_else(String::new, |meeting| meeting.info.clone()),
        about_link(link, language),
        programme.name.clone(),
    ];
    let paragraphs: Vec<String> = paragraphs
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    Words {
        subject,
        text: paragraphs.join("\n\n") + "\n",
    }
}

fn about_programme(programme: &Programme) -> String {
    let (name, municipality) = (&programme.name, &programme.municipality);
    match programme.language_form {
        LanguageForm::Nb => format!(
            "Du er med i {name} ({municipality}). Samling er rommet der styret har de årlige møtene sine."
        ),
        LanguageForm::Nn => format!(
            "Du er med i {name} ({municipality}). Samling er rommet der styret har dei årlege møta sine."
        ),
    }
}

fn about_meeting(programme: &Programme, meeting: &Meeting) -> String {
    let language = programme.language_form;
    let first = match language {
        LanguageForm::Nb => "Du inviteres til",
        LanguageForm::Nn => "Du blir invitert til",
    };
    let title = meeting_title(meeting, language).to_lowercase();
    let mut lines = vec![
        format!("{first} {title} i {}.", programme.name),
        days_and_times(meeting, language),
    ];
    lines.extend(meeting.place.clone());
    lines.extend(form(meeting.meeting_form, language).map(str::to_owned));
    lines.join("\n")
}

fn form(form: MeetingForm, language: LanguageForm) -> Option<&'static str> {
    match (form, language) {
        (MeetingForm::InPerson, _) => None,
        (MeetingForm::Remote, LanguageForm::Nb) => Some("Møtet holdes som fjernmøte."),
        (MeetingForm::Remote, LanguageForm::Nn) => Some("Møtet blir halde som fjernmøte."),
        (MeetingForm::Mixed, LanguageForm::Nb) => {
            Some("Noen møter i rommet, andre på skjerm; derfor regnes det som fjernmøte.")
        }
        (MeetingForm::Mixed, LanguageForm::Nn) => {
            Some("Nokre møter i rommet, andre på skjerm; difor blir det rekna som fjernmøte.")
        }
    }
}

fn days_and_times(meeting: &Meeting, language: LanguageForm) -> String {
    let first = day_in_words(meeting.date, language);
    let days = match meeting.last_date {
        Some(last) => format!("{first} – {}", day_in_words(last, language)),
        None => first,
    };
    match (&meeting.start, &meeting.end) {
        (Some(start), Some(end)) => format!("{days}, kl. {start}–{end}"),
        (Some(start), None) => format!("{days}, kl. {start}"),
        (None, _) => days,
    }
}

fn about_link(link: &str, language: LanguageForm) -> String {
    match language {
        LanguageForm::Nb => format!(
            "Lenken under er bare din og virker én gang. Åpne den på telefonen eller maskinen du vil bruke, og trykk på knappen:\n{link}\n\nVirker den ikke lenger, kan du be om en ny på samme side."
        ),
        LanguageForm::Nn => format!(
            "Lenkja under er berre di og verkar éin gong. Opne ho på telefonen eller maskina du vil bruke, og trykk på knappen:\n{link}\n\nVerkar ho ikkje lenger, kan du be om ei ny på same sida."
        ),
    }
}

/// `onsdag 14. oktober 2026`
fn day_in_words(date: Date, language: LanguageForm) -> String {
    const MONTHS: [&str; 12] = [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ];
    let days = match language {
        LanguageForm::Nb => [
            "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag",
        ],
        LanguageForm::Nn => [
            "måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "sundag",
        ],
    };
    let place = |number: i8| usize::try_from(number - 1).unwrap_or(0);
    let weekday = days[place(date.weekday().to_monday_one_offset())];
    let month = MONTHS[place(date.month())];
    format!("{weekday} {}. {month} {}", date.day(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::sample;
    use shared::time::Timestamp;

    #[test]
    fn an_invitation_says_what_when_where_and_how() {
        let sample = sample::read(Timestamp(0)).unwrap();
        let person = &sample.people[0].person;
        let mut programme = sample.programme;
        let mut meeting = sample.meetings[3].clone();
        meeting.start = Some("10:00".into());
        meeting.info = "Ta med gode sko.".into();
        let link = "https://samling.example/inn/abc";
        for (language, subject, phrases) in [
            (
                LanguageForm::Nb,
                "Styreseminar 2026: tirsdag 24. november 2026",
                [
                    "Hei Ragnhild!",
                    "Du inviteres til styreseminar 2026",
                    "– onsdag 25. november 2026, kl. 10:00",
                    "Lenken under",
                ],
            ),
            (
                LanguageForm::Nn,
                "Styreseminar 2026: tysdag 24. november 2026",
                [
                    "Hei Ragnhild!",
                    "Du blir invitert til styreseminar 2026",
                    "– onsdag 25. november 2026, kl. 10:00",
                    "Lenkja under",
                ],
            ),
        ] {
            programme.language_form = language;
            let Words {
                subject: said,
                text,
            } = words(&programme, person, Some(&meeting), link);
            assert_eq!(said, subject);
            for phrase in phrases.into_iter().chain([link, "Ta med gode sko."]) {
                assert!(text.contains(phrase), "{phrase}\n{text}");
            }
            let Words {
                subject: said,
                text,
            } = words(&programme, person, None, link);
            assert_eq!(said, "Fjordvik i omstilling");
            assert!(text.contains(link) && !text.contains("\n\n\n"), "{text}");
        }
    }
}
