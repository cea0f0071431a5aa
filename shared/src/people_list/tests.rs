//! Lists as people paste them.

use super::*;

/// The list of the design's picture of the page.
const PASTED: &str = "\
Ingrid Solvang; ingrid@fjordvikbygg.example; styreleder
Per Haugland; per@haugland.example; nestleder
Kari Nesheim; kari@fjellstua.example; styremedlem
Anne Lillebø; anne.lillebo(a)campen.example; styremedlem
Mona Fjellstad; mona@fjellstad.example; styremedlem
Odd Skarstein; odd@skarsjo.example; styremedlem
Tor-Arne Viken; per@haugland.example; styremedlem
Siv Aune; siv@aune.example; styremedlem
Silje Rønning; silje@kaibruket.example; vararep
Grete Moldskred; grete@fjordvik.example; kommunedirektør
Liv Marit Dalen; livmarit@fylket.example; observatør
Erik Stenersen; ; observatør
";

fn one(line: &str) -> Line {
    let mut lines = read(line, &[]).unwrap();
    assert_eq!(lines.len(), 1, "{line}");
    lines.remove(0)
}

fn draft(line: &str) -> PersonDraft {
    let line = one(line);
    line.draft.clone().unwrap_or_else(|| panic!("{line:?}"))
}

#[test]
fn the_list_says_which_lines_are_wrong_and_mends_those_it_can() {
    let lines = read(PASTED, &[]).unwrap();
    let wrong: Vec<usize> = lines
        .iter()
        .filter(|line| line.draft.is_none())
        .map(|line| line.number)
        .collect();
    assert_eq!(wrong, [4, 7, 9]);
    assert_eq!(lines[3].problems, [LineProblem::EmailAt("(a)".into())]);
    let number = 2;
    let name = "Per Haugland".into();
    assert_eq!(lines[6].problems, [LineProblem::SameEmail { number, name }]);
    assert_eq!(
        lines[8].problems,
        [LineProblem::UnknownRole("vararep".into())]
    );
    assert_eq!(lines[8].fix, Some(Fix::Role(Role::Deputy)));
    assert_eq!(lines[11].notices, [Notice::NoEmail]);

    let mut text = PASTED.to_owned();
    for line in &lines {
        if let Some(fix) = &line.fix {
            text = apply_fix(&text, line.number, fix);
        }
    }
    text = remove_line(&text, 7);
    assert_eq!(text.lines().count(), 11);
    assert!(text.contains("Anne Lillebø; anne.lillebo@campen.example; styremedlem\n"));
    assert!(text.contains("Silje Rønning; silje@kaibruket.example; varamedlem\n"));
    let lines = read(&text, &[]).unwrap();
    assert!(lines.iter().all(|line| line.draft.is_some()), "{lines:?}");
}

#[test]
fn roles_are_known_by_many_words() {
    let cases = [
        ("Styreleder", Role::Chair),
        ("leiar", Role::Chair),
        ("chair", Role::Chair),
        ("NESTLEDER", Role::ViceChair),
        ("nestleiar", Role::ViceChair),
        ("medlem", Role::BoardMember),
        ("board  member", Role::BoardMember),
        ("vara", Role::Deputy),
        ("1. vara", Role::Deputy),
        ("varamedlem.", Role::Deputy),
        ("programleder", Role::ProgrammeManager),
        ("dagleg leiar", Role::ProgrammeManager),
        ("prosjektleder", Role::ProjectManager),
        ("prosjektmedarbeider", Role::ProjectManager),
        ("observatør", Role::Observer),
        ("prosessleder", Role::Facilitator),
        ("prosessveileder", Role::Facilitator),
        ("facilitator", Role::Facilitator),
    ];
    for (word, role) in cases {
        assert_eq!(draft(&format!("Kari;;{word}")).role, role, "{word}");
    }
    for role in Role::GIVEN {
        assert_eq!(draft(&format!("Kari;;{}", roles::word(role))).role, role);
    }
}

#[test]
fn an_observer_says_for_whom_and_a_title_is_kept() {
    for (word, represents, title) in [
        ("observatør fylkeskommunen", Some("Fylkeskommunen"), None),
        (
            "Observatør fra Innovasjon Norge",
            Some("Innovasjon Norge"),
            None,
        ),
        (
            "observatør (Innovasjon Norge)",
            Some("Innovasjon Norge"),
            None,
        ),
        ("observer from the county", Some("The county"), None),
        ("observatør", None, None),
        ("kommunedirektør", Some("Kommunen"), Some("Kommunedirektør")),
        ("daglig leder", None, Some("Daglig leder")),
    ] {
        let draft = draft(&format!("Kari;;{word}"));
        assert_eq!(
            (draft.represents.as_deref(), draft.title.as_deref()),
            (represents, title),
            "{word}"
        );
    }
    let own = draft("Kari;;observatør fylkeskommunen;Seniorrådgiver;Fjordane");
    assert_eq!(own.title.as_deref(), Some("Seniorrådgiver"));
    assert_eq!(own.represents.as_deref(), Some("Fjordane"));
}

#[test]
fn an_unknown_role_gives_the_nearest_if_there_is_one() {
    for (word, role) in [
        ("styreledar", Some(Role::Chair)),
        ("stryemedlem", Some(Role::BoardMember)),
        ("vararep", Some(Role::Deputy)),
        ("prosesleder", Some(Role::Facilitator)),
        ("observatørar", Some(Role::Observer)),
        ("kokk", None),
        ("x", None),
    ] {
        let line = one(&format!("Kari;kari@a.no;{word}"));
        assert_eq!(line.fix, role.map(Fix::Role), "{word}");
        assert_eq!(line.problems, [LineProblem::UnknownRole(word.into())]);
    }
    assert_eq!(one("Kari;kari@a.no").problems, [LineProblem::NoRole]);
}

#[test]
fn an_address_is_mended_where_it_can_be() {
    for (typed, problem, mended) in [
        (
            "kari(a)a.no",
            LineProblem::EmailAt("(a)".into()),
            Some("kari@a.no"),
        ),
        (
            "Kari at a.no",
            LineProblem::EmailAt("at".into()),
            Some("kari@a.no"),
        ),
        (
            "kari [at] a.no",
            LineProblem::EmailAt("[at]".into()),
            Some("kari@a.no"),
        ),
        ("kari@a.no.", LineProblem::Email, Some("kari@a.no")),
        ("kari@a.no,", LineProblem::Email, Some("kari@a.no")),
        ("<kari@a.no>", LineProblem::Email, Some("kari@a.no")),
        ("kari@ a.no", LineProblem::Email, Some("kari@a.no")),
        ("kari@a,no", LineProblem::Email, Some("kari@a.no")),
        ("kari", LineProblem::Email, None),
    ] {
        let line = one(&format!("Kari;{typed};medlem"));
        assert_eq!(line.problems, [problem], "{typed}");
        assert_eq!(line.fix, mended.map(|mended| Fix::Email(mended.into())));
    }
    assert_eq!(
        draft("Kari;KARI@A.no;medlem").email.as_deref(),
        Some("kari@a.no")
    );
}

#[test]
fn separators_quotes_and_headers_are_understood() {
    let same = [
        "Nesheim, Kari;kari@a.no;medlem",
        "\"Nesheim, Kari\",kari@a.no,medlem",
        "\"Nesheim, Kari\"\tkari@a.no\tmedlem",
        "Navn;E-post;Rolle\r\nNesheim, Kari;kari@a.no;medlem\r\n",
        "rolle;namn;epost\nmedlem;Nesheim, Kari;kari@a.no",
        "E-mail,Name,Phone,Role\nkari@a.no,\"Nesheim, Kari\",123,member\n",
        "\n;;\n  Nesheim,   Kari ; kari@a.no ; medlem ;;;\n\n",
    ];
    for text in same {
        let draft = draft(text);
        assert_eq!(draft.name, "Nesheim, Kari", "{text:?}");
        assert_eq!(draft.email.as_deref(), Some("kari@a.no"), "{text:?}");
        assert_eq!(draft.role, Role::BoardMember, "{text:?}");
    }
    let quoted = one("\"Kari \"\"Kaia\"\" Nes\",kari(a)a.no,medlem");
    assert_eq!(quoted.name, "Kari \"Kaia\" Nes");
    let text = "\"Kari \"\"Kaia\"\" Nes\",kari(a)a.no,medlem\r\n";
    assert_eq!(
        apply_fix(text, 1, &quoted.fix.unwrap()),
        "\"Kari \"\"Kaia\"\" Nes\", kari@a.no, medlem\r\n"
    );
}

#[test]
fn people_who_are_known_are_said() {
    let known = [Known {
        name: "Kari Nesheim",
        email: Some("kari@a.no"),
    }];
    let text = "Kari Nes;kari@a.no;medlem\nKari Nesheim;k@b.no;vara\nkari nesheim;;vara";
    let lines = read(text, &known).unwrap();
    let name = "Kari Nesheim".to_owned();
    assert_eq!(lines[0].problems, [LineProblem::EmailTaken { name }]);
    assert_eq!(lines[1].notices, [Notice::KnownName]);
    let same = Notice::SameName { number: 2 };
    assert_eq!(lines[2].notices, [Notice::NoEmail, same]);
    assert!(lines[2].draft.is_some());
}

#[test]
fn hostile_names_and_lists_are_refused_with_the_reason() {
    let long = format!("{};k@a.no;medlem", "a".repeat(10_000));
    for (text, error) in [
        (long.as_str(), NameError::TooLong),
        (";k@a.no;medlem", NameError::Empty),
        ("Kari\u{202E};k@a.no;medlem", NameError::Invisible),
        ("<b>Kari</b>;k@a.no;medlem", NameError::Markup),
    ] {
        let line = one(text);
        assert_eq!(line.problems, [LineProblem::Name(error)]);
        assert!(line.name.chars().count() <= 80);
    }
    let words = one("Kari;k@a.no;medlem;<script>");
    assert_eq!(words.problems, [LineProblem::Words]);
    assert_eq!(
        read(&"a".repeat(MAX_BYTES + 1), &[]),
        Err(ListProblem::TooLarge)
    );
    let many = "Kari;;vara\n".repeat(MAX_LINES + 1);
    assert_eq!(read(&many, &[]), Err(ListProblem::TooManyLines));
    assert_eq!(read("", &[]), Ok(Vec::new()));
}
