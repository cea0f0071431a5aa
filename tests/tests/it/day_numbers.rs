//! The sample's own numbers: its scores and dots, given as they stand there, add up to what it says; and whatever others
//! answer, nobody else's view is another before the reveal.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::id::{GroupId, IndicatorId, PersonId, ProposalId};
use shared::proceedings::command::Command;
use shared::proceedings::tally::{Spread, Tally};
use shared::rights::Role;
use tests::book::Book;
use tests::lead::{Address, Lead, becomes, set_up};
use tests::server::TestServer;

use super::DATABASE;

fn sample() -> Value {
    let json = include_str!("../../../shared/sample/fjordvik.json");
    serde_json::from_str(json).unwrap()
}

fn person(line: &Value) -> PersonId {
    serde_json::from_value(line["person"].clone()).unwrap()
}

/// A room in which people say what the sample says they said.
struct Scene {
    server: TestServer,
    address: Address,
    lead: Lead,
    people: BTreeMap<PersonId, Lead>,
    book: Book,
}

impl Scene {
    async fn opens(settings: Value) -> Self {
        let server = TestServer::start_on(DATABASE).await;
        set_up(&server, |meeting| meeting["settings"] = settings).await;
        becomes(&server, "running").await;
        let (address, book) = (Address::of(&server), Book::default());
        let mut lead = Lead::comes(&server, &address.follow(), &book).await;
        lead.does(Command::BeginDay).await;
        Self {
            server,
            address,
            lead,
            people: BTreeMap::new(),
            book,
        }
    }

    /// What must be allowed. Answers which view shows it.
    async fn asks(&mut self, who: &PersonId, command: Command) -> i64 {
        if !self.people.contains_key(who) {
            let follow = self.address.follow();
            let comes = Lead::somebody(&self.server, &follow, who, &self.book);
            let one = comes.await;
            let is_here = |view: &shared::lobby::RoomView| tests::door::is_here(view, who);
            let device = &mut self.lead.device;
            device.until("they are here", is_here).await;
            self.people.insert(who.clone(), one);
        }
        let one = self.people.get_mut(who).unwrap();
        let asked = format!("{who}: {command:?}");
        let done = one.asks(command).await;
        done.unwrap_or_else(|refusal| panic!("{asked} was refused: {refusal:?}"))
    }

    async fn scores(&mut self, scores: &Value) {
        for line in scores.as_array().unwrap() {
            let score = Command::Score {
                indicator: serde_json::from_value(line["indicator"].clone()).unwrap(),
                value: serde_json::from_value(line["value"].clone()).unwrap(),
                on_behalf_of: None,
            };
            self.asks(&person(line), score).await;
        }
    }

    async fn adds_up_to(&mut self, about: &Value, expected: &Value) {
        let indicator: IndicatorId = serde_json::from_value(about.clone()).unwrap();
        let reveal = Command::Reveal {
            indicator: indicator.clone(),
        };
        self.lead.does(reveal).await;
        let reveal = self.lead.round(&indicator).reveal.clone().unwrap();
        assert_eq!(reveal.tally, tally(expected), "{indicator}");
        assert_eq!(reveal.observers, None, "two are too few for a series");
    }
}

/// A tally as the sample writes it.
fn tally(expected: &Value) -> Tally {
    let number = |name: &str| serde_json::from_value(expected[name].clone()).unwrap();
    let median: Option<f64> = serde_json::from_value(expected["median"].clone()).unwrap();
    let spread: Option<Spread> = serde_json::from_value(expected["tag"].clone()).unwrap();
    let halves = |median: f64| (0..=u8::MAX).find(|n| f64::from(*n) >= median * 2.0);
    Tally {
        counts: serde_json::from_value(expected["counts"].clone()).unwrap(),
        n_given: number("n_given"),
        n_skipped: number("n_skipped"),
        n_missing: number("n_missing"),
        median_x2: median.and_then(halves),
        spread,
    }
}

#[tokio::test]
async fn the_samples_scores_add_up_to_what_it_says() {
    let review = sample()["status_reviews"][2].take();
    let mut scene = Scene::opens(json!({})).await;
    scene.scores(&review["scores"]).await;
    for result in review["results"].as_array().unwrap() {
        let expected = &result["expected_tally"];
        scene.adds_up_to(&result["indicator"], expected).await;
    }
}

#[tokio::test]
async fn with_observers_counted_they_add_up_to_its_other_numbers() {
    let review = sample()["status_reviews"][2].take();
    let counted = &review["if_observers_count"];
    let mut scene = Scene::opens(json!({ "observers_score": true })).await;
    scene.scores(&review["scores"]).await;
    scene.scores(&counted["scores"]).await;
    for expected in counted["expected_tallies"].as_array().unwrap() {
        scene.adds_up_to(&expected["indicator"], expected).await;
    }
}

#[tokio::test]
async fn the_samples_dots_add_up_to_what_it_says() {
    let sample = sample();
    let mut scene = Scene::opens(json!({ "observers_write": true })).await;
    for group in sample["proposal_groups"].as_array().unwrap() {
        let proposals: Vec<ProposalId> =
            serde_json::from_value(group["proposals"].clone()).unwrap();
        let gather = Command::Gather {
            group: serde_json::from_value(group["id"].clone()).unwrap(),
            title: group["title"].as_str().unwrap().to_owned(),
            proposals,
        };
        scene.lead.does(gather).await;
    }
    let vote = &sample["dot_vote"];
    let dots = serde_json::from_value(vote["dots_each"].clone()).unwrap();
    scene.lead.does(Command::OpenVote { dots }).await;
    for ballots in ["ballots", "advisory_ballots"] {
        for ballot in vote[ballots].as_array().unwrap() {
            let given: BTreeMap<GroupId, u8> =
                serde_json::from_value(ballot["dots"].clone()).unwrap();
            for (group, dots) in given {
                let give = Command::GiveDots { group, dots };
                scene.asks(&person(ballot), give).await;
            }
        }
    }
    scene.lead.does(Command::CloseVote).await;
    let vote_seen = scene.lead.sees().vote.clone().unwrap();
    let result = vote_seen.result.unwrap();
    assert_eq!(json!(result.totals), vote["expected_totals"]);
    assert_eq!(json!(result.advisory), vote["expected_advisory_totals"]);
    assert_eq!(result.n_voters, 7);
    let line: u16 = serde_json::from_value(vote["prioritised_from"].clone()).unwrap();
    let above = result.totals.iter().filter(|(_, dots)| **dots >= line);
    let above: Vec<&GroupId> = above.map(|(group, _)| group).collect();
    assert_eq!(json!(above), vote["prioritised"]);
}

/// The view with every moment taken out.
fn timeless(view: &Value) -> Value {
    match view {
        Value::Number(number) if number.as_i64() > Some(1_000_000_000_000) => Value::Null,
        Value::Array(items) => items.iter().map(timeless).collect(),
        Value::Object(fields) => {
            let fields = fields.iter();
            fields
                .map(|(name, value)| (name.clone(), timeless(value)))
                .collect()
        }
        other => other.clone(),
    }
}

#[tokio::test]
async fn what_others_answer_changes_nobody_elses_view_before_the_reveal() {
    let mut low = Scene::opens(json!({})).await;
    let mut high = Scene::opens(json!({})).await;
    let about = IndicatorId::parse("arbeidsplasser").unwrap();
    let onlooker = low.server.person(Role::Chair).id.clone();
    let score = |value| Command::Score {
        indicator: about.clone(),
        value,
        on_behalf_of: None,
    };
    let think = |text: &str| Command::Think {
        indicator: about.clone(),
        text: text.to_owned(),
    };
    let others = ["kjersti-lie", "solveig-nordgaard", "odd-arne-brekke"];
    for who in others.map(|id| PersonId::parse(id).unwrap()) {
        let mut pictures = Vec::new();
        for (scene, value, text) in [
            (&mut low, Some(1), "En hel setning om det."),
            (&mut high, Some(5), "Noe annet."),
        ] {
            scene.asks(&onlooker, score(Some(4))).await;
            scene.asks(&who, score(value)).await;
            let seq = scene.asks(&who, think(text)).await;
            let member = scene.people.get_mut(&onlooker).unwrap();
            let seen = member.device.fetch(seq).await;
            let led = scene.lead.device.fetch(seq).await;
            pictures.push([seen, led].map(|view| timeless(&json!(view)).to_string()));
        }
        assert_eq!(pictures[0], pictures[1], "{who}");
    }
}
