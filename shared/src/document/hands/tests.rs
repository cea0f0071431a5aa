use std::collections::{BTreeMap, BTreeSet};

use super::Hands;
use crate::document::chapters::{self, ProseKey};
use crate::document::plan::{self, Field, TextField, TextKey};
use crate::document::splice::splice_between;
use crate::document::{Replica, splice::Splice};
use crate::id::MeasureId;
use crate::meeting::DocumentKind::{Chapters, Plan};
use crate::plan::measure::Measure;
use crate::plan::money::Kroner;
use crate::plan::{Row, sample};

const KARI: u64 = 20;
const ODD: u64 = 30;

fn row(id: &str) -> Row {
    Row::Measure(MeasureId::parse(id).unwrap())
}

/// Gives each what the other has.
fn exchange(one: &mut Replica, other: &mut Replica) {
    let to_other = one.diff(&other.state_vector()).unwrap();
    let to_one = other.diff(&one.state_vector()).unwrap();
    other.apply(&to_other).unwrap();
    one.apply(&to_one).unwrap();
}

fn type_in(replica: &mut Replica, row: &Row, field: TextField, words: &str) {
    let key = TextKey::new(row.clone(), field).unwrap();
    let old = plan::text(replica, &key).unwrap();
    let splice = splice_between(&old, &format!("{old}{words}"), None).unwrap();
    plan::splice_text(replica, &key, &splice).unwrap();
}

fn places<const N: usize>(expected: [(String, &[u64]); N]) -> BTreeMap<String, BTreeSet<u64>> {
    let places = expected.into_iter();
    places
        .map(|(place, clients)| (place, clients.iter().copied().collect()))
        .collect()
}

#[test]
fn whoever_writes_in_a_row_is_known() {
    let mut kari = Replica::new(1);
    plan::seed(&mut kari, &sample::plan());
    let [first, second] = [0, 1].map(|nth| Row::Measure(sample::plan().measures[nth].id.clone()));
    let (mut kari, mut odd) = (kari.with_client_id(KARI), kari.with_client_id(ODD));
    let before = Hands::of(&kari, Plan).unwrap();
    assert_eq!(before.since(&before), BTreeMap::new());

    type_in(&mut kari, &first, TextField::Strategy, "Vi går på.");
    plan::set(&mut odd, &first, &Field::Budget(Some(Kroner(350_000)))).unwrap();
    plan::set(&mut odd, &first, &Field::Budget(Some(Kroner(400_000)))).unwrap();
    plan::remove(&mut odd, &second).unwrap();
    plan::add(&mut kari, &Measure::new(MeasureId::parse("ny").unwrap()), 0).unwrap();
    exchange(&mut kari, &mut odd);
    type_in(&mut odd, &row("ny"), TextField::Title, "Sykkelvei");

    let after = Hands::of(&odd, Plan).unwrap();
    let written = after.since(&before);
    let expected: [(String, &[u64]); 3] = [
        (first.to_string(), &[KARI, ODD]),
        (second.to_string(), &[ODD]),
        (row("ny").to_string(), &[KARI, ODD]),
    ];
    assert_eq!(written, places(expected));
    exchange(&mut kari, &mut odd);
    assert_eq!(
        Hands::of(&kari, Plan).unwrap(),
        after,
        "wherever it is read"
    );
    let stored = serde_json::to_string(&after).unwrap();
    assert_eq!(serde_json::from_str::<Hands>(&stored).unwrap(), after);
}

#[test]
fn words_put_among_anothers_are_of_whoever_put_them_there() {
    let key: ProseKey = "prose/reiseliv/maal".parse().unwrap();
    let other: ProseKey = "prose/reiseliv/strategier".parse().unwrap();
    let mut server = Replica::new(1);
    let pieces =
        [&key, &other].map(|key| (key.clone(), vec!["Vi skal gi seks plasser.".to_owned()]));
    chapters::seed(&mut server, &pieces);
    let (mut kari, mut odd) = (server.with_client_id(KARI), server.with_client_id(ODD));
    let before = Hands::of(&server, Chapters).unwrap();
    let words = |replica: &mut Replica, old: &str, new: &str| {
        let text = chapters::text(replica, &key);
        let before = &text[..text.find(old).unwrap()];
        let at = u32::try_from(before.encode_utf16().count()).unwrap();
        let len = u32::try_from(old.len()).unwrap();
        let splice = Splice {
            at,
            delete: len,
            insert: new.to_owned(),
        };
        chapters::splice_words(replica, &key, &splice).unwrap();
    };
    words(&mut kari, "seks", "åtte nye");
    exchange(&mut kari, &mut odd);
    words(&mut odd, "nye", "helt nye");
    let written = Hands::of(&odd, Chapters).unwrap().since(&before);
    assert_eq!(written, places([(key.to_string(), &[KARI, ODD])]));
    // Taking out leaves no trace of whoever did.
    let kept = Hands::of(&odd, Chapters).unwrap();
    words(&mut odd, "helt nye ", "");
    assert_eq!(
        Hands::of(&odd, Chapters).unwrap().since(&kept),
        BTreeMap::new()
    );
}
