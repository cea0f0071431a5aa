//! Prose that is brought back.

use super::*;

fn prose(pieces: &[(&ProseKey, Vec<Block>)]) -> BTreeMap<ProseKey, Vec<Block>> {
    let pieces = pieces.iter();
    pieces
        .map(|(key, blocks)| ((*key).clone(), blocks.clone()))
        .collect()
}

/// Everything that the editor makes comes back as it was read, is let in, and then nothing is written.
#[test]
fn what_the_editor_wrote_comes_back_as_it_was() {
    let fixtures: Value = serde_json::from_str(FIXTURES).unwrap();
    for fixture in fixtures.as_array().unwrap() {
        let blocks: Vec<Block> = serde_json::from_value(fixture["blocks"].clone()).unwrap();
        if is_empty(&blocks) {
            continue;
        }
        let key = key("a", "b");
        let wanted = prose(&[(&key, blocks)]);
        let mut replica = Replica::new(9);
        let update = rewrite(&mut replica, &wanted).unwrap();
        let outline = Outline::of(&update, &rules(Limits::default())).unwrap();
        assert!(Nesting::default().accept(&outline, &Replica::new(1), |_| 0));
        let mut elsewhere = Replica::new(2);
        elsewhere.apply(&update).unwrap();
        assert_eq!(read_all(&elsewhere), wanted, "{}", fixture["name"]);
        assert_eq!(rewrite(&mut replica, &wanted), None, "{}", fixture["name"]);
    }
}

#[test]
fn pieces_that_were_not_there_are_emptied_and_those_that_went_come_back() {
    let (one, other) = (key("marin", "maal"), key("marin", "strategier"));
    let mut replica = Replica::new(1);
    seed(&mut replica, &[(one.clone(), vec!["Åtte.".to_owned()])]);
    let before = read_all(&replica);
    let after = prose(&[(&other, vec![paragraph("Ny.")])]);
    assert!(rewrite(&mut replica, &after).is_some());
    assert_eq!(read_all(&replica), after);
    assert!(rewrite(&mut replica, &before).is_some());
    assert_eq!(read_all(&replica), before);
    assert_eq!(rewrite(&mut replica, &before), None);
}

#[test]
fn what_another_writes_in_a_block_that_stays_is_kept() {
    let key = key("marin", "maal");
    let texts = ["Først.", "Midt i.", "Sist."].map(str::to_owned);
    let mut one = Replica::new(1);
    seed(&mut one, &[(key.clone(), texts.to_vec())]);
    let stood = read_all(&one);
    let middle = [
        paragraph("Først."),
        paragraph("Annet."),
        paragraph("Mer."),
        paragraph("Sist."),
    ];
    rewrite(&mut one, &prose(&[(&key, middle.to_vec())])).unwrap();
    let mut other = one.with_client_id(2);
    let typed = {
        let fragment = fragment(&other, &key);
        let ((), update) = other.edit(|txn| {
            let last = fragment.get(txn, 3).and_then(yrs::XmlOut::into_xml_element);
            let text = last
                .unwrap()
                .get(txn, 0)
                .and_then(yrs::XmlOut::into_xml_text);
            yrs::Text::insert(&text.unwrap(), txn, 0, "Aller ");
        });
        update.unwrap()
    };
    let back = rewrite(&mut one, &stood).unwrap();
    one.apply(&typed).unwrap();
    other.apply(&back).unwrap();
    assert_eq!(text(&one, &key), "Først.\n\nMidt i.\n\nAller Sist.");
    assert_eq!(read_all(&one), read_all(&other));
}
