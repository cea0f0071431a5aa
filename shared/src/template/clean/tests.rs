use super::*;
use crate::template::Language;

const FORMS: [&str; 2] = [
    include_str!("../../../templates/psv-4x4.json"),
    include_str!("../../../templates/psv-6x6.json"),
];

fn form() -> ReviewForm {
    ReviewForm::from_json(FORMS[0]).unwrap()
}

fn nb(text: &str) -> Words {
    Words {
        nb: text.to_owned(),
        ..Words::default()
    }
}

#[track_caller]
fn refuse(change: impl FnOnce(&mut ReviewForm), place: FormPlace, fault: FormFault) {
    let mut form = form();
    change(&mut form);
    assert_eq!(clean_form(&form), Err(FormProblem { place, fault }));
}

#[test]
fn the_templates_are_clean_and_the_one_without_names_is_not_ready() {
    let forms = FORMS.map(|json| ReviewForm::from_json(json).unwrap());
    for form in &forms {
        let clean = clean_form(form).unwrap();
        assert_eq!(clean_form(&clean).as_ref(), Ok(&clean), "clean is clean");
        assert_eq!(clean.indicators.len(), form.indicators.len());
        let codes = |form: &ReviewForm| -> Vec<String> {
            form.indicators.iter().map(|it| it.code.clone()).collect()
        };
        assert_eq!(codes(&clean), codes(form));
    }
    assert_eq!(what_is_missing(&forms[0], LanguageForm::Nn), None);
    let first = FormPlace::Indicator(forms[1].indicators[0].id.clone());
    assert_eq!(what_is_missing(&forms[1], LanguageForm::Nb), Some(first));
}

#[test]
fn a_form_of_ones_own_is_put_in_order() {
    let mut form = form();
    let moved = form.indicators.remove(0);
    form.indicators.push(moved);
    form.indicators[0].factors = vec![
        Factor {
            id: String::new(),
            number: 0,
            text: nb("  Vi   lærer "),
        },
        Factor {
            id: String::new(),
            number: 0,
            text: nb(" "),
        },
    ];
    form.parts[1].code = "A".to_owned();
    let clean = clean_form(&form).unwrap();
    let codes: Vec<_> = clean.indicators.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes, ["A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4"]);
    assert_eq!(
        clean.indicators[3].id, form.indicators[7].id,
        "last of its part"
    );
    let factors = &clean.indicators[0].factors;
    assert_eq!(
        (factors.len(), factors[0].text.nb.as_str()),
        (1, "Vi lærer")
    );
    let factors = clean.indicators.iter().flat_map(|it| &it.factors);
    let numbers: Vec<_> = factors.map(|factor| usize::from(factor.number)).collect();
    assert!(numbers.iter().copied().eq(1..=numbers.len()), "{numbers:?}");
}

#[test]
fn what_cannot_be_a_form_is_refused_with_the_reason_and_the_place() {
    use FormFault as F;
    use FormPlace as P;
    let first = P::Indicator(form().indicators[0].id.clone());
    let part = |form: &ReviewForm| P::Part(form.parts[0].id.clone());
    let a = part(&form());
    refuse(|form| form.indicators.clear(), P::Form, F::TooFew);
    refuse(|form| form.parts.clear(), P::Form, F::TooFew);
    refuse(|form| form.scale.steps.truncate(1), P::Form, F::TooFew);
    refuse(|form| form.scale.steps[1].value = 1, P::Form, F::NotAScale);
    refuse(|form| form.scale.steps[0].value = 0, P::Form, F::NotAScale);
    refuse(
        |form| form.indicators.drain(..4).for_each(drop),
        a.clone(),
        F::TooFew,
    );
    refuse(
        |form| form.parts[0].lead = nb(&"å".repeat(601)),
        a,
        F::TooLong,
    );
    let twin = P::Part(form().parts[0].id.clone());
    refuse(
        |form| form.parts.push(form.parts[0].clone()),
        twin,
        F::Twice,
    );
    refuse(
        |form| form.indicators.push(form.indicators[0].clone()),
        first.clone(),
        F::Twice,
    );
    refuse(
        |form| form.indicators[0].part = "ukjent".to_owned(),
        first.clone(),
        F::UnknownPart,
    );
    refuse(
        |form| form.indicators[0].title = nb(&"å".repeat(121)),
        first.clone(),
        F::TooLong,
    );
    refuse(
        |form| form.indicators[0].question = nb("a\u{202E}"),
        first.clone(),
        F::TooLong,
    );
    let factor = form().indicators[0].factors[0].clone();
    refuse(
        |form| form.indicators[0].factors = vec![factor; 13],
        first,
        F::TooMany,
    );
    let label = |form: &mut ReviewForm| form.scale.steps[2].label = nb(&"å".repeat(121));
    refuse(label, P::Step(2), F::TooLong);
    let many = |form: &mut ReviewForm| {
        form.indicators = (0..41)
            .map(|n| Indicator {
                id: IndicatorId::parse(&format!("i-{n}")).unwrap(),
                ..form.indicators[0].clone()
            })
            .collect();
    };
    refuse(many, P::Form, F::TooMany);
}

#[test]
fn names_are_asked_for_in_the_language_form_and_read_in_any() {
    let mut form = form();
    form.indicators[0].title = nb("Eierskap");
    assert_eq!(what_is_missing(&form, LanguageForm::Nb), None);
    let first = FormPlace::Indicator(form.indicators[0].id.clone());
    assert_eq!(what_is_missing(&form, LanguageForm::Nn), Some(first));
    assert_eq!(form.indicators[0].title.get(Language::En), "Eierskap");
    form.scale.steps[3].label = Words::default();
    assert_eq!(
        what_is_missing(&form, LanguageForm::Nb),
        Some(FormPlace::Step(3))
    );
}
