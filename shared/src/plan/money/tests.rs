use super::*;

const LANGUAGES: [Language; 3] = [Language::Nb, Language::Nn, Language::En];

#[test]
fn amounts_are_read_as_people_type_them() {
    for (typed, amount) in [
        ("0", 0),
        ("350000", 350_000),
        ("350 000", 350_000),
        ("350\u{A0}000", 350_000),
        ("350\u{202F}000 kr", 350_000),
        ("  350  000  kr ", 350_000),
        ("350 000,-", 350_000),
        ("350.000,-", 350_000),
        ("350 000 kr,-", 350_000),
        ("kr 350 000,-", 350_000),
        ("kr. 350.000", 350_000),
        ("NOK 350 000", 350_000),
        ("350 000 Kroner", 350_000),
        ("350 000,00", 350_000),
        ("350 000.00 kr", 350_000),
        ("1.200.000", 1_200_000),
        ("1'200'000", 1_200_000),
        ("1,200,000", 1_200_000),
        ("1.200.000,00", 1_200_000),
        ("1,200,000.00", 1_200_000),
        ("1,2 mill", 1_200_000),
        ("1,2mill.", 1_200_000),
        ("1.2 mill", 1_200_000),
        ("12 mill. kr", 12_000_000),
        ("0,35 mill", 350_000),
        ("0,350 mill", 350_000),
        ("0.350 mill", 350_000),
        ("1,250 mill. kroner", 1_250_000),
        ("1,234567 millioner", 1_234_567),
        ("18,5 millionar", 18_500_000),
        ("9,85 MNOK", 9_850_000),
        ("350 tusen", 350_000),
        ("350 tkr", 350_000),
        ("1,5 mrd", 1_500_000_000),
    ] {
        let read = Kroner::parse(typed, Language::Nb);
        assert_eq!(read, Ok(Some(Kroner(amount))), "{typed:?}");
    }
    for typed in ["", " ", "\u{A0}"] {
        assert_eq!(Kroner::parse(typed, Language::Nn), Ok(None));
    }
}

#[test]
fn english_amounts_are_read_with_their_own_signs() {
    for (typed, amount) in [
        ("350,000", Ok(350_000)),
        ("NOK 350,000", Ok(350_000)),
        ("1.2 million", Ok(1_200_000)),
        ("1,2 million", Ok(1_200_000)),
        ("1,200,000.00", Ok(1_200_000)),
        ("350 thousand", Ok(350_000)),
        ("1.200", Err(NumberFault::Ambiguous)),
        ("1,200 million", Err(NumberFault::Ambiguous)),
        ("2 billion", Err(NumberFault::NotANumber)),
    ] {
        let read = Kroner::parse(typed, Language::En);
        assert_eq!(read, amount.map(|amount| Some(Kroner(amount))), "{typed}");
    }
}

#[test]
fn what_is_no_amount_of_whole_kroner_is_refused_with_a_reason() {
    use NumberFault::{Ambiguous, Negative, NotANumber, TooFine, TooLarge};
    for (typed, fault) in [
        ("abc", NotANumber),
        ("kr", NotANumber),
        (",-", NotANumber),
        (",5", NotANumber),
        ("12 stk", NotANumber),
        ("5e3", NotANumber),
        ("35 00", NotANumber),
        ("1200 000", NotANumber),
        ("1.200 000", NotANumber),
        ("1,2,3 mill", NotANumber),
        ("1.2.3,4", NotANumber),
        ("12 mill. kr i år", NotANumber),
        ("350 000 (ca.)", NotANumber),
        ("٣٥٠", NotANumber),
        ("12,50", TooFine),
        ("3.5", TooFine),
        ("0,350", TooFine),
        ("1 200,500", TooFine),
        ("1,2345678 mill", TooFine),
        ("-5", Negative),
        ("−350 000 kr", Negative),
        ("– 1,2 mill", Negative),
        ("-abc", NotANumber),
        ("1,200", Ambiguous),
        ("1.200 mill", Ambiguous),
        ("10 000 000 000", TooLarge),
        ("10000 mill", TooLarge),
        ("999999999999999999999999", TooLarge),
    ] {
        assert_eq!(Kroner::parse(typed, Language::Nb), Err(fault), "{typed:?}");
    }
}

#[test]
fn amounts_are_written_for_cards_tables_and_summaries() {
    for (amount, kroner, thousands, millions) in [
        (0, "0 kr", "0", "0 mill. kr"),
        (499, "499 kr", "0", "0 mill. kr"),
        (500, "500 kr", "1", "0 mill. kr"),
        (350_000, "350 000 kr", "350", "0,35 mill. kr"),
        (1_350_500, "1 350 500 kr", "1 351", "1,35 mill. kr"),
        (9_850_000, "9 850 000 kr", "9 850", "9,85 mill. kr"),
        (9_995_000, "9 995 000 kr", "9 995", "10 mill. kr"),
        (12_500_000, "12 500 000 kr", "12 500", "12,5 mill. kr"),
        (-150_000, "−150 000 kr", "−150", "−0,15 mill. kr"),
        (-400, "−400 kr", "0", "0 mill. kr"),
    ] {
        let amount = Kroner(amount);
        let [cards, tables, summaries] = [
            amount.in_kroner(Language::Nn),
            amount.in_thousands(Language::Nb),
            amount.in_millions(Language::Nb),
        ];
        let plain = |text: &str| text.replace('\u{A0}', " ");
        assert!(
            [&cards, &tables, &summaries]
                .iter()
                .all(|text| !text.contains(' '))
        );
        assert_eq!(
            (&*plain(&cards), &*plain(&tables), &*plain(&summaries)),
            (kroner, thousands, millions)
        );
    }
    let amount = Kroner(9_850_000);
    assert_eq!(amount.in_kroner(Language::En), "NOK\u{A0}9,850,000");
    assert_eq!(amount.in_thousands(Language::En), "9,850");
    assert_eq!(
        amount.in_millions(Language::En),
        "NOK\u{A0}9.85\u{A0}million"
    );
    assert_eq!(
        Kroner(i64::MIN).in_thousands(Language::En),
        "−9,223,372,036,854,776"
    );
    // Without groups, which `1,234 million` would leave open.
    assert_eq!(
        Kroner(1_234_000_000).in_millions(Language::En),
        "NOK\u{A0}1234\u{A0}million"
    );
}

#[test]
fn what_is_written_is_read_back() {
    let mut rng = fastrand::Rng::with_seed(4);
    for language in LANGUAGES {
        for _ in 0..5_000 {
            let amount = Kroner(rng.i64(0..=Kroner::MAX.0) / 10_i64.pow(rng.u32(0..10)));
            let read = |text: &str| Kroner::parse(text, language).unwrap().unwrap();
            assert_eq!(read(&amount.in_kroner(language)), amount);
            let rounded = Kroner((amount.0 + 5_000) / 10_000 * 10_000);
            if rounded <= Kroner::MAX {
                assert_eq!(read(&amount.in_millions(language)), rounded);
            }
        }
    }
}

#[test]
fn no_text_makes_the_reader_fall_over() {
    let mut rng = fastrand::Rng::with_seed(5);
    let signs: Vec<char> = "0123459 .,-−'krmilnok\u{A0}år".chars().collect();
    for _ in 0..20_000 {
        let typed: String = (0..rng.usize(..14))
            .map(|_| signs[rng.usize(..signs.len())])
            .collect();
        for language in LANGUAGES {
            if let Ok(Some(amount)) = Kroner::parse(&typed, language) {
                assert!((Kroner::ZERO..=Kroner::MAX).contains(&amount), "{typed:?}");
            }
        }
    }
}
