//! The server writes like a participant, under a client id that nobody else gets.

use shared::document::assessment::{NewProposal, add_proposal, name_author};
use shared::id::ProposalId;

use super::*;
use crate::room::document::Change;

fn row(author: Option<&str>) -> NewProposal {
    NewProposal {
        id: ProposalId::parse("p1").unwrap(),
        title: "Færre tiltak".into(),
        text: String::new(),
        indicator: None,
        author: author.map(|id| PersonId::parse(id).unwrap()),
        owner: None,
        deadline: None,
    }
}

fn share(row: NewProposal) -> Input {
    Input::Write(Change(Box::new(move |replica| {
        let added = add_proposal(replica, &row, 7);
        let named = name_author(replica, &row.id, row.author.as_ref());
        added.into_iter().chain(named).collect()
    })))
}

#[test]
fn what_the_server_writes_is_kept_once_and_shown_to_everybody() {
    let mut hall = Hall::new();
    hall.handle(share(row(None)));
    assert_eq!(hall.effects.append.len(), 1);
    assert_eq!(hall.effects.append[0].author.as_str(), "samling");
    let to_all = |delivery: &Delivery| matches!(delivery, Delivery::Spread { except: None, .. });
    assert!(hall.effects.deliver.iter().any(to_all));
    let stored = hall.effects.append[0].update.clone();
    // Again, it is so already.
    hall.effects = Effects::default();
    hall.handle(share(row(None)));
    assert!(hall.effects.append.is_empty());
    // Later it is somebody's.
    hall.effects = Effects::default();
    hall.handle(share(row(Some("kari"))));
    assert_eq!(hall.effects.append.len(), 1);
    // Whoever writes on what the server wrote is not held back.
    let mut kari = Replica::new(101);
    kari.apply(&hall.room.replica().snapshot()).unwrap();
    let title = TextKey::ProposalTitle(ProposalId::parse("p1").unwrap());
    let splice = Splice {
        at: 0,
        delete: 0,
        insert: "Langt ".into(),
    };
    let update = splice_text(&mut kari, &title, &splice).unwrap();
    let heard = hall.say(KARI, &Message::Update(&update));
    assert_eq!(heard.last().unwrap(), "1 stored 1");
    let words = text(hall.room.replica(), &title).unwrap();
    assert_eq!(words, "Langt Færre tiltak");
    assert!(!stored.is_empty());
}

#[test]
fn nobody_writes_as_the_server() {
    let mut hall = Hall::new();
    let forged = written_as(0, &hall, "Falskt. ");
    assert_eq!(hall.say(KARI, &Message::Update(&forged)), ["1 denied"]);
    assert_eq!(hall.reads(), "");
}
