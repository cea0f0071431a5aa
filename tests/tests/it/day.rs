//! The sample's review from the lobby to its final report: a facilitator, fourteen who score, two observers, the wall and a guest,
//! each on a device of their own, over lines that break and a server that starts anew in the middle. At the end
//! everything stands as it was said, and nobody has heard what was not for them.

#[path = "day_proposals.rs"]
mod proposals;
#[path = "day_report.rs"]
mod report;
#[path = "day_talks.rs"]
mod talks;

use std::collections::BTreeMap;

use serde_json::json;
use shared::document::assessment::{TextKey, proposals};
use shared::id::{IndicatorId, NoteId, PersonId, StepId};
use shared::lobby::RoomView;
use shared::proceedings::command::Command;
use shared::proceedings::state::Phase;
use shared::rehearsal::Mood;
use shared::rights::Role;
use tests::DOCUMENT;
use tests::book::Book;
use tests::crowd::{Crowd, Member};
use tests::device::{Device, Pass};
use tests::door::{come_in, guest};
use tests::lead::{Address, Lead, becomes, pass_of, set_up};
use tests::peer::Peer;
use tests::server::TestServer;

use super::DATABASE;

/// Who sits in the sample's review and scores.
const SCORERS: [&str; 8] = [
    "ragnhild-solvaer",
    "torgeir-myklevik",
    "ingunn-hestnes",
    "kjersti-lie",
    "odd-arne-brekke",
    "solveig-nordgaard",
    "mathias-tveito",
    "hanne-falch",
];
const OBSERVERS: [&str; 2] = ["per-ivar-skogstad", "lena-thorsrud"];
/// Six more on the board, so that fourteen score.
const MORE: [&str; 6] = ["Siv", "Jon", "Mona", "Pål", "Turid", "Ola"];
/// The group does not agree on this one.
const DISPUTED: &str = "varige-virkninger";

struct Day {
    /// None only while it starts anew.
    server: Option<TestServer>,
    address: Address,
    lead: Lead,
    pen: Peer,
    crowd: Crowd,
    book: Book,
    /// What was written into the shared texts.
    written: BTreeMap<TextKey, String>,
    n_proposals_before: usize,
    /// How many proposals are in no group.
    n_alone: usize,
}

fn guest_in(view: &RoomView) -> Option<PersonId> {
    let people = view.people.iter().map(|line| &line.person);
    let mut guests = people.filter(|person| person.role == Role::Guest);
    guests.next().map(|guest| guest.id.clone())
}

fn indicator(id: &str) -> IndicatorId {
    IndicatorId::parse(id).unwrap()
}

fn person(id: &str) -> PersonId {
    PersonId::parse(id).unwrap()
}

impl Day {
    async fn begins(seed: u64) -> Self {
        let server = TestServer::start_on(DATABASE).await;
        let scorers = everybody_who_scores(&server).await;
        let address = Address::of(&server);
        let book = Book::default();
        let observers = OBSERVERS.map(person);
        let mut members = Vec::new();
        for (idx, who) in (0..).zip(scorers.iter().chain(&observers)) {
            let pass = pass_of(&server, who).await;
            // Every fifth sits behind a wall that lets no WebSocket through.
            let mut device = if idx % 5 == 2 {
                Device::asking(&address.follow(), pass).await
            } else {
                Device::on_a_line(&address.follow(), pass).await
            };
            book.note_earlier(who, device.view());
            let mood = [Mood::Alike, Mood::Spread][usize::from(idx % 2 == 1)];
            members.push(Member::new(who, device, mood, &book, seed * 100 + idx));
        }
        for knocker in [json!({ "kind": "screen" }), guest("Ida")] {
            let pass = Pass::Cookie(come_in(&server, &knocker).await);
            let mut device = Device::on_a_line(&address.follow(), pass).await;
            // The wall is nobody, and does nothing.
            let who = guest_in(device.view()).filter(|_| knocker["kind"] == "guest");
            let who = who.unwrap_or_else(|| person("vegg"));
            let member = Member::new(&who, device, Mood::Alike, &book, seed);
            members.push(member);
        }
        let lead = Lead::comes(&server, &address.follow(), &book).await;
        let token = &server.person(Role::Facilitator).token;
        let pen = server.dial(DOCUMENT).bearer(token).join().await;
        let n_proposals_before = proposals(pen.sync.replica()).len();
        becomes(&server, "running").await;
        Self {
            crowd: Crowd::gather(members),
            server: Some(server),
            address,
            lead,
            pen,
            book,
            written: BTreeMap::new(),
            n_proposals_before,
            n_alone: 0,
        }
    }

    /// Goes on, and waits until everybody has done what there is to do there.
    async fn goes_on_to(&mut self, step: &str, phase: Phase) {
        let seq = self.lead.goes_on_to(step, phase).await;
        self.settles(seq).await;
    }

    /// Waits until nobody has anything to do, and the facilitator sees what came of it.
    async fn settles(&mut self, seq: i64) {
        let seq = self.crowd.settles(seq).await;
        let now = self.lead.device.fetch(seq).await.proceedings;
        let is_so = |view: &RoomView| view.proceedings == now;
        self.lead.device.until("the line shows it", is_so).await;
    }

    async fn does(&mut self, command: Command) {
        let seq = self.lead.does(command).await;
        self.settles(seq).await;
    }

    async fn writes(&mut self, key: TextKey, words: &str) {
        self.pen.types(&key, words).await;
        self.pen.until_stored().await;
        self.written.insert(key, words.to_owned());
    }

    fn server(&self) -> &TestServer {
        self.server.as_ref().expect("it is up")
    }

    /// The server starts anew on the same database while people are at it.
    async fn is_interrupted(&mut self) {
        let server = self.server.take().expect("it is up").restart().await;
        self.address.moves_to(&server);
        let token = &server.person(Role::Facilitator).token;
        let dial = server.dial(DOCUMENT).bearer(token);
        self.pen = dial.rejoin(self.pen.local_copy()).await;
        self.server = Some(server);
    }

    async fn opens(&mut self) {
        self.does(Command::BeginDay).await;
        self.lead
            .device
            .until("all are here", |view| view.n_here() >= 16)
            .await;
        for command in [
            Command::LookUp { is_on: true },
            Command::StartTimer { seconds: 300 },
            Command::ExtendTimer { seconds: 60 },
            Command::PauseTimer,
            Command::ResumeTimer,
            Command::LookUp { is_on: false },
        ] {
            self.lead.does(command).await;
        }
        let step = StepId::parse("fakta").unwrap();
        let text = "Hemmelig-notat-til-meg-selv".to_owned();
        self.lead.does(Command::KeepNote { step, text }).await;
        let id = NoteId::parse("parkert-1").unwrap();
        let text = "Valgkretsene, en annen gang".to_owned();
        self.lead.does(Command::Park { id, text }).await;
        self.goes_on_to("fakta", Phase::Whole).await;
        assert_eq!(
            self.lead.sees().fact_sheet.n_read,
            18,
            "14 who score, 2 observers, a guest, and one who had read it and did not come"
        );
    }
}

/// Adds six to the board and to the list, and lets observers write. Answers everybody who scores.
async fn everybody_who_scores(server: &TestServer) -> Vec<PersonId> {
    let manager = server.caller(Role::ProgrammeManager);
    let drafts = MORE.map(|name| json!({ "name": name, "role": "board-member" }));
    let added = manager.post("/api/people", &json!(drafts)).await.json();
    let added: Vec<PersonId> = serde_json::from_value(added["people"].clone()).unwrap();
    set_up(server, |meeting| {
        meeting["settings"]["observers_write"] = true.into();
        let list = meeting["participants"].as_array_mut().unwrap();
        list.extend(
            added
                .iter()
                .map(|id| json!({ "person": id, "is_coming": true })),
        );
    })
    .await;
    SCORERS.map(person).into_iter().chain(added).collect()
}

/// What was somebody's own is in nobody else's bytes before they shared it, or ever when they did not.
fn has_heard_no_secret(name: &str, device: &Device, book: &Book) {
    let thoughts = book.thoughts();
    let drafts = book.proposals();
    for heard in &device.heard {
        for thought in thoughts
            .iter()
            .filter(|thought| thought.who.as_str() != name)
        {
            let is_out = thought.is_shared && heard.revealed.contains(&thought.about);
            assert!(
                is_out || !heard.text.contains(&thought.text),
                "{name} has heard {thought:?}"
            );
        }
        for draft in drafts.values().filter(|draft| draft.who.as_str() != name) {
            let is_told =
                heard.text.contains(&draft.draft.title) || heard.text.contains(&draft.draft.text);
            assert!(
                heard.proposals_are_open || !is_told,
                "{name} has heard {draft:?}"
            );
        }
        let n_tallies = heard.text.matches("\"tally\":").count();
        assert!(n_tallies <= heard.revealed.len(), "{name}: {}", heard.text);
        let is_note = heard.text.contains("Hemmelig-notat-til-meg-selv");
        assert!(!is_note || name == "bjoern-erik-wold");
    }
}

#[tokio::test]
async fn a_whole_day_stands_as_it_was_said_and_gives_nothing_away() {
    let mut day = Day::begins(1).await;
    day.opens().await;
    day.is_scored().await;
    day.is_talked_through("del-a").await;
    day.is_talked_through("del-b").await;
    day.proposes().await;
    day.votes().await;
    day.is_placed().await;
    day.concludes().await;
    day.stands();
    becomes(day.server(), "closed").await;
    let is_over = |view: &RoomView| view.meeting.code.is_none();
    let device = &mut day.lead.device;
    device.until("the meeting is over", is_over).await;
    day.is_written_down().await;
    day.holds_what_was_agreed().await;
    let lead = &mut day.lead;
    let seq = lead.device.seq;
    let mut n_lost = 0;
    for mut member in day.crowd.goes_home().await {
        let whole = member.device.fetch(seq).await;
        let is_same = |view: &RoomView| *view == whole;
        let device = &mut member.device;
        device.until("the line tells the same", is_same).await;
        has_heard_no_secret(member.who.as_str(), device, &day.book);
        n_lost += member.n_lost;
    }
    assert!(n_lost > 40, "lines were lost and found again: {n_lost}");
    has_heard_no_secret(lead.who.as_str(), &lead.device, &day.book);

    // Whoever starts anew from disk knows the same.
    let before = lead.sees().clone();
    let server = day.server.take().expect("it is up").restart().await;
    day.address.moves_to(&server);
    let after = lead.device.fetch(0).await;
    assert_eq!(after.proceedings, Some(before));
}
