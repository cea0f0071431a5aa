//! The sample's seminar driven through its two days over real sockets: each step of the run sheet is gone to, and what
//! people do there is done. Nobody sees a note before the board is opened, dots go to measures of the plan, and where the
//! board decides something they do not count.
//!
//! What is done in a step stands in [`Days::at`], by the step's name.

use serde_json::{Value, json};
use shared::id::{GroupId, NoteId, PersonId};
use shared::lobby::RoomView;
use shared::proceedings::seminar::view::SeminarView;
use shared::proceedings::state::{Phase, Position, StepKind};
use shared::proceedings::steps;
use shared::proceedings::view::ProceedingsView;
use shared::rights::Role;
use shared::view::{CommandDone, Groundwork};
use tests::asking::request_id;
use tests::server::TestServer;
use tests::watcher::Watcher;

use super::DATABASE;
use super::formal::Room;

const SEMINAR: &str = "styreseminar-2026";
const LEADER: &str = "bjoern-erik-wold";
const CHAIR: &str = "ragnhild-solvaer";
const MEMBERS: [&str; 4] = [
    CHAIR,
    "torgeir-myklevik",
    "ingunn-hestnes",
    "odd-arne-brekke",
];
const OBSERVER: &str = "lena-thorsrud";

fn day(view: &RoomView) -> &ProceedingsView {
    view.proceedings
        .as_ref()
        .expect("things happen in a seminar")
}

fn seminar(view: &RoomView) -> &SeminarView {
    &day(view).seminar
}

fn ground(view: &RoomView) -> &Groundwork {
    view.groundwork
        .as_ref()
        .expect("a seminar stands on something")
}

/// A seminar under way, as everybody sees it.
struct Days {
    room: Room,
    leader: Watcher,
    members: Vec<Watcher>,
    observer: Watcher,
}

impl Days {
    async fn begin() -> Self {
        let room = Room::in_seminar(TestServer::start_on(DATABASE).await).await;
        let server = &room.server;
        for state in ["open", "running"] {
            let manager = server.caller(Role::ProgrammeManager);
            let path = format!("/api/meetings/{SEMINAR}/state");
            let answer = manager.post(&path, &json!({ "state": state })).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
        }
        let mut members = Vec::new();
        for member in MEMBERS {
            members.push(server.watch(SEMINAR, server.token(member)).await);
        }
        let leader = server.watch(SEMINAR, server.token(LEADER)).await;
        let observer = server.watch(SEMINAR, server.token(OBSERVER)).await;
        let mut days = Self {
            room,
            leader,
            members,
            observer,
        };
        days.does(LEADER, json!({ "type": "begin-day" })).await;
        days
    }

    async fn asks(&self, who: &str, command: &Value) -> tests::http::Answer {
        let body = json!({ "request_id": request_id(), "command": command });
        let caller = self.room.server.caller_with(self.room.server.token(who));
        let path = format!("/api/rooms/{SEMINAR}/commands");
        caller.post(&path, &body).await
    }

    /// Asks for something that nobody else sees.
    async fn gives(&self, who: &str, command: Value) -> i64 {
        let answer = self.asks(who, &command).await;
        assert_eq!(answer.status, 200, "{who} {command}: {}", answer.text());
        let done: CommandDone = serde_json::from_slice(&answer.body).expect("a number");
        done.seq
    }

    /// Asks, and waits until everybody sees it.
    async fn does(&mut self, who: &str, command: Value) {
        let seq = self.gives(who, command).await;
        self.leader.until_seq(seq).await;
        self.observer.until_seq(seq).await;
        for member in &mut self.members {
            member.until_seq(seq).await;
        }
    }

    async fn is_refused(&self, who: &str, command: Value) -> (u16, String) {
        self.asks(who, &command).await.problem()
    }

    async fn seminar(&mut self, who: &str, ask: Value) {
        self.does(who, json!({ "type": "seminar", "ask": ask }))
            .await;
    }

    fn at(&self) -> Position {
        day(&self.leader.view).position.clone().expect("begun")
    }

    /// One face on; false at the end.
    async fn goes_on(&mut self) -> bool {
        let from = self.at();
        let Some(to) = steps::next(&day(&self.leader.view).steps, None, &from) else {
            return false;
        };
        let go = json!({ "type": "move", "from": from, "to": to });
        self.does(LEADER, go).await;
        true
    }

    /// What is done where the group is.
    async fn work(&mut self) {
        let at = self.at();
        match (at.step.as_str(), at.phase) {
            ("omverden-og-swot", Phase::Write) => self.write_notes().await,
            ("omverden-og-swot", Phase::Gather) => self.gather_notes().await,
            ("smarte-maal", _) => self.make_groups().await,
            ("skrive-handlingsplan", _) => self.work_in_groups(),
            ("prioritere-tiltak", Phase::Vote) => self.give_dots().await,
            ("prioritere-tiltak", Phase::Result) => self.draw_the_line().await,
            ("budsjett", _) => {
                self.look_at_the_budget();
                assert_eq!(self.plan_lock().await, Value::Null);
            }
            ("formelt-styremoete", _) => self.decide().await,
            ("aarshjul", _) => self.judge().await,
            _ => {}
        }
    }

    async fn write_notes(&mut self) {
        for (who, id, field, text) in [
            (MEMBERS[0], "l-1", "strengths", "Fagfolk som kan industri"),
            (MEMBERS[1], "l-2", "strengths", "Samlet kommunestyre"),
            (MEMBERS[2], "l-3", "threats", "Høyere rente og dyrere bygg"),
        ] {
            let write = json!({ "type": "write-note", "id": id, "field": field, "text": text });
            self.seminar(who, write).await;
        }
        for (watcher, own) in self.members.iter().zip(["l-1", "l-2", "l-3", ""]) {
            let swot = &seminar(&watcher.view).swot;
            assert_eq!((swot.n_all, swot.notes.len()), (3, 0));
            let mine: Vec<&str> = swot.my_notes.keys().map(NoteId::as_str).collect();
            assert_eq!(mine, own.split_terminator(' ').collect::<Vec<_>>());
        }
        assert!(seminar(&self.leader.view).swot.my_notes.is_empty());
        let whole = serde_json::to_string(&self.observer.view).unwrap();
        assert!(!whole.contains("Fagfolk som"), "it is hidden");
        let writes = json!({ "type": "seminar", "ask": { "type": "write-note", "id": "l-9", "field": "threats", "text": "x" } });
        assert_eq!(self.is_refused(OBSERVER, writes).await.0, 403);
        self.seminar(LEADER, json!({ "type": "open-notes" })).await;
        assert_eq!(self.at().phase, Phase::Gather);
    }

    async fn gather_notes(&mut self) {
        assert_eq!(seminar(&self.observer.view).swot.notes.len(), 3);
        let merge = json!({ "type": "merge-notes", "into": "l-1", "notes": ["l-2"] });
        self.seminar(MEMBERS[3], merge).await;
        let swot = &seminar(&self.observer.view).swot;
        let under: Vec<_> = swot
            .notes
            .values()
            .filter(|note| note.under.is_some())
            .collect();
        assert_eq!(under.len(), 1);
        let named = serde_json::to_string(swot).unwrap();
        assert!(
            MEMBERS.iter().all(|member| !named.contains(member)),
            "{named}"
        );
    }

    async fn make_groups(&mut self) {
        let groups = json!([
            { "id": "g-1", "name": "Reiseliv", "people": [MEMBERS[0], MEMBERS[1]] },
            { "id": "g-2", "name": "Hav", "people": [MEMBERS[2]] },
        ]);
        self.seminar(
            LEADER,
            json!({ "type": "set-work-groups", "groups": groups }),
        )
        .await;
        let put = json!({ "type": "put-in-group", "person": MEMBERS[3], "group": "g-2" });
        self.seminar(LEADER, put).await;
    }

    fn work_in_groups(&self) {
        let odd = PersonId::parse(MEMBERS[3]).unwrap();
        let group = seminar(&self.members[3].view).group_of(&odd);
        assert_eq!(group.map(|group| group.name.as_str()), Some("Hav"));
    }

    async fn give_dots(&mut self) {
        self.leader
            .until("the plan is there", |view| {
                let ground = view.groundwork.as_ref();
                ground.is_some_and(|ground| ground.action_plan.is_some())
            })
            .await;
        let plan = ground(&self.leader.view).action_plan.clone().unwrap();
        let measures = plan.candidates();
        assert!(measures.len() > 2, "the sample's plan has measures");
        let first = measures[0].id.clone();
        let open = json!({ "type": "open-vote", "dots": 3, "measures": measures });
        self.seminar(LEADER, open).await;
        for member in MEMBERS {
            let give = json!({ "type": "give-dots", "group": first, "dots": 2 });
            self.gives(member, give).await;
        }
        self.does(LEADER, json!({ "type": "close-vote" })).await;
        assert_eq!(self.at().phase, Phase::Result);
        let vote = day(&self.observer.view).vote.clone().unwrap();
        let result = vote.result.unwrap();
        assert_eq!(result.totals[&first], 8);
    }

    async fn draw_the_line(&mut self) {
        let line = json!({ "type": "draw-line", "from_dots": 4 });
        self.does(LEADER, line).await;
    }

    /// Why the chair may not write in next year's plan.
    async fn plan_lock(&self) -> Value {
        let plan = ground(&self.leader.view).action_plan.as_ref().unwrap();
        let caller = self.room.server.caller_with(self.room.server.token(CHAIR));
        let answer = caller.get(&format!("/api/plans/{}", plan.id)).await;
        answer.json()["lock"].clone()
    }

    fn look_at_the_budget(&self) {
        let plan = ground(&self.leader.view).action_plan.as_ref().unwrap();
        assert!(plan.budget.cost > 0, "{:?}", plan.budget);
    }

    async fn decide(&mut self) {
        let at = self.at();
        let step = steps::find(&day(&self.leader.view).steps, &at.step).unwrap();
        assert_eq!(step.tool.kind(), StepKind::FormalItem);
        let group = GroupId::parse("noe").unwrap();
        let give = json!({ "type": "give-dots", "group": group, "dots": 1 });
        assert_eq!(
            self.is_refused(CHAIR, give).await,
            (409, "formal-item".into())
        );
        assert_eq!(self.plan_lock().await, json!("deciding"));
        self.room.decides_all().await;
    }

    async fn judge(&mut self) {
        for member in MEMBERS {
            let judge = json!({ "type": "judge-worth", "value": 3 });
            self.gives(member, judge).await;
        }
        for watcher in [&mut self.leader, &mut self.observer] {
            watcher
                .until("four have said so", |view| day(view).worth.is_some())
                .await;
        }
        assert_eq!(day(&self.leader.view).worth, Some(vec![0, 0, 4]));
        assert_eq!(self.plan_lock().await, Value::Null, "open again");
    }
}

#[tokio::test]
async fn the_two_days_are_driven_from_the_opening_to_approved_minutes() {
    let mut days = Days::begin().await;
    let steps = day(&days.leader.view).steps.clone();
    let mut visited = vec![days.at().step];
    loop {
        days.work().await;
        if !days.goes_on().await {
            break;
        }
        visited.push(days.at().step);
    }
    visited.dedup();
    let planned: Vec<_> = steps.into_iter().map(|step| step.id).collect();
    assert_eq!(visited, planned, "every step of both days");
    let minutes = days.room.approves().await.minutes;
    let divided = minutes.items[1].votes.as_ref().unwrap();
    assert_eq!(divided.votes_against, ["Odd-Arne Brekke"]);
    days.observer
        .until("the minutes are approved", |view| {
            day(view).formal.minutes.frozen.is_some()
        })
        .await;
    let last = &days.observer.view;
    let path = format!("/api/rooms/{SEMINAR}");
    let caller = days
        .room
        .server
        .caller_with(days.room.server.token(OBSERVER));
    let whole = caller.get(&path).await.json();
    let view: RoomView = serde_json::from_value(whole["view"].clone()).unwrap();
    assert_eq!(
        view.proceedings, last.proceedings,
        "changes add up to the whole view"
    );
    let server = days.room.server.restart().await;
    let again = server
        .caller_with(server.token(OBSERVER))
        .get(&path)
        .await
        .json();
    let again: RoomView = serde_json::from_value(again["view"].clone()).unwrap();
    assert_eq!(
        again.proceedings, view.proceedings,
        "as it was before the restart"
    );
}
