use super::*;
use crate::document::splice::splice_between;

const FORMS: [&str; 2] = [
    include_str!("../../../templates/psv-4x4.json"),
    include_str!("../../../templates/psv-6x6.json"),
];

fn form() -> ReviewForm {
    ReviewForm::from_json(FORMS[0]).unwrap()
}

fn seeded() -> Replica {
    let mut replica = Replica::new(1);
    seed(&mut replica, &form(), &Seed::default());
    replica
}

fn proposal(id: &str) -> NewProposal {
    let id = ProposalId::parse(id).unwrap();
    NewProposal {
        title: id.to_string(),
        id,
        text: String::new(),
        indicator: None,
        author: None,
        owner: None,
        deadline: None,
    }
}

fn titles(replica: &Replica) -> Vec<String> {
    proposals(replica)
        .into_iter()
        .map(|row| row.title)
        .collect()
}

fn retype(replica: &mut Replica, key: &TextKey, new: &str) -> Option<Vec<u8>> {
    let old = text(replica, key)?;
    splice_text(replica, key, &splice_between(&old, new, None)?)
}

#[test]
fn every_form_gets_a_text_per_field_however_many_indicators() {
    for json in FORMS {
        let form = ReviewForm::from_json(json).unwrap();
        let mut replica = Replica::new(1);
        seed(&mut replica, &form, &Seed::default());
        for indicator in &form.indicators {
            let id = || indicator.id.clone();
            for key in [
                TextKey::Rationale(id()),
                TextKey::Strengths(id()),
                TextKey::Weaknesses(id()),
            ] {
                assert_eq!(text(&replica, &key).as_deref(), Some(""), "{key}");
                assert_eq!(key.to_string().parse(), Ok(key));
            }
        }
    }
    assert!("indicators/../x".parse::<TextKey>().is_err());
    assert!("conclusion/x".parse::<TextKey>().is_err());
}

#[test]
fn two_who_type_in_one_text_end_equal_and_keep_both_words() {
    let mut ada = seeded();
    let mut bo = Replica::new(2);
    bo.apply(&ada.snapshot()).unwrap();
    let key = TextKey::Conclusion;
    let from_ada = retype(&mut ada, &key, "Vi er på vei.").unwrap();
    let from_bo = retype(&mut bo, &key, "Fjorden 🌊 ").unwrap();
    assert!(ada.apply(&from_bo).unwrap());
    assert!(bo.apply(&from_ada).unwrap());
    assert!(!bo.apply(&from_ada).unwrap(), "a second time is no news");
    let words = text(&ada, &key).unwrap();
    assert_eq!(Some(&words), text(&bo, &key).as_ref());
    assert!(
        words.contains("Vi er på vei.") && words.contains("Fjorden 🌊 "),
        "{words}"
    );
}

#[test]
fn a_caret_survives_what_others_write() {
    let mut ada = seeded();
    let key = TextKey::Conclusion;
    retype(&mut ada, &key, "båt 🌊 og hav").unwrap();
    for at in 0..=13 {
        let place = sticky(&ada, &key, at).unwrap();
        assert_eq!(offset(&ada, &key, &place), Some(at), "at {at}");
        let json = serde_json::to_string(&place).unwrap();
        assert_eq!(serde_json::from_str::<Sticky>(&json).unwrap(), place);
    }
    let end = sticky(&ada, &key, 13).unwrap();
    let start = sticky(&ada, &key, 0).unwrap();
    retype(&mut ada, &key, "Stor båt 🌊 og hav").unwrap();
    retype(&mut ada, &key, "Stor båt 🌊 og hav!").unwrap();
    assert_eq!(offset(&ada, &key, &end), Some(18));
    assert_eq!(offset(&ada, &key, &start), Some(0));
    let indicator = form().indicators[0].id.clone();
    assert_eq!(
        offset(&ada, &TextKey::Rationale(indicator), &end),
        None,
        "a place in another text"
    );
}

#[test]
fn proposals_are_added_moved_linked_removed_and_brought_back() {
    let mut replica = seeded();
    for id in ["a", "b", "c"] {
        assert!(add_proposal(&mut replica, &proposal(id), 7).is_some());
    }
    let id = |text| ProposalId::parse(text).unwrap();
    assert!(
        add_proposal(&mut replica, &proposal("a"), 7).is_none(),
        "adding twice changes nothing"
    );
    assert_eq!(titles(&replica), ["a", "b", "c"]);
    move_proposal(&mut replica, &id("c"), Some(&id("a")), 9);
    assert_eq!(titles(&replica), ["c", "a", "b"]);
    move_proposal(&mut replica, &id("c"), None, 9);
    assert_eq!(titles(&replica), ["a", "b", "c"]);
    assert!(move_proposal(&mut replica, &id("c"), Some(&id("nobody")), 9).is_none());
    remove_proposal(&mut replica, &id("b"));
    assert_eq!(titles(&replica), ["a", "c"]);
    assert!(
        remove_proposal(&mut replica, &id("b")).is_none(),
        "removing twice changes nothing"
    );
    restore_proposal(&mut replica, &id("b"));
    assert_eq!(titles(&replica), ["a", "b", "c"]);
    let indicator = form().indicators[2].id.clone();
    link_proposal(&mut replica, &id("b"), Some(&indicator));
    assert_eq!(proposals(&replica)[1].indicator.as_ref(), Some(&indicator));
    link_proposal(&mut replica, &id("b"), None);
    assert_eq!(proposals(&replica)[1].indicator, None);
}

#[test]
fn words_written_in_a_proposal_while_it_is_removed_come_back_with_it() {
    let mut ada = seeded();
    add_proposal(&mut ada, &proposal("a"), 0);
    let mut bo = Replica::new(2);
    bo.apply(&ada.snapshot()).unwrap();
    let id = ProposalId::parse("a").unwrap();
    let removed = remove_proposal(&mut ada, &id).unwrap();
    let typed = retype(
        &mut bo,
        &TextKey::ProposalText(id.clone()),
        "Halve setninger teller",
    )
    .unwrap();
    ada.apply(&typed).unwrap();
    bo.apply(&removed).unwrap();
    assert_eq!(proposals(&bo), []);
    restore_proposal(&mut ada, &id);
    assert_eq!(proposals(&ada)[0].text, "Halve setninger teller");
}

#[test]
fn a_splice_past_the_end_is_cut_there() {
    let mut replica = seeded();
    let splice = Splice {
        at: 99,
        delete: 99,
        insert: "hei".into(),
    };
    splice_text(&mut replica, &TextKey::Conclusion, &splice).unwrap();
    assert_eq!(text(&replica, &TextKey::Conclusion).as_deref(), Some("hei"));
}

#[test]
fn a_plain_value_in_the_place_of_a_text_is_no_text_and_takes_no_words() {
    let mut replica = seeded();
    add_proposal(&mut replica, &proposal("a"), 0);
    let id = ProposalId::parse("a").unwrap();
    set_field(&mut replica, &id, TITLE, plain(Some("hostile")));
    let key = TextKey::ProposalTitle(id.clone());
    assert_eq!(text(&replica, &key), None);
    let splice = Splice {
        at: 0,
        delete: 0,
        insert: "hei".into(),
    };
    assert_eq!(splice_text(&mut replica, &key, &splice), None);
    assert_eq!(
        text(&replica, &TextKey::ProposalText(id)).as_deref(),
        Some("")
    );
}

#[test]
fn every_text_on_the_pages_is_named_once() {
    let mut replica = seeded();
    for id in ["b", "a"] {
        add_proposal(&mut replica, &proposal(id), 0);
    }
    remove_proposal(&mut replica, &ProposalId::parse("b").unwrap());
    let keys = keys(&replica);
    assert_eq!(keys.len(), form().indicators.len() * 3 + 2 + 1);
    assert!(keys.iter().all(|key| text(&replica, key).is_some()));
}
