//! The sample's review from the lobby to its end: a facilitator, fourteen who score, two observers, the wall and a guest,
//! each on a device of their own, over lines that break and a server that starts anew in the middle. At the end
//! everything stands as it was said, and nobody has heard what was not for them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use shared::document::assessment::{TextKey, proposals, text};
use shared::id::{GroupId, IndicatorId, NoteId, PersonId, ProposalId, StepId};
use shared::lobby::RoomView;
use shared::proceedings::command::Command;
use shared::proceedings::state::{
    Agreement, Answer, AppliesTo, Grade, Phase, ProposalStatus, Task,
};
use shared::proceedings::tally::Tally;
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
const SCALE: [u8; 5] = [1, 2, 3, 4, 5];
/// The group does not agree on this one.
const DISPUTED: &str = "varige-virkninger";
const DOTS: u8 = 4;

struct Day {
    server: TestServer,
    address: Address,
    lead: Lead,
    pen: Peer,
    crowd: Crowd,
    book: Book,
    /// What was written into the shared texts.
    written: BTreeMap<TextKey, String>,
    n_proposals_before: usize,
}

fn guest_in(view: &RoomView) -> Option<PersonId> {
    let people = view.people.iter().map(|line| &line.person);
    let mut guests = people.filter(|person| person.role == Role::Guest);
    guests.next().map(|guest| guest.id.clone())
}

fn indicator(id: &str) -> IndicatorId {
    IndicatorId::parse(id).unwrap()
}

fn group(id: &str) -> GroupId {
    GroupId::parse(id).unwrap()
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
            let device = if idx % 5 == 2 {
                Device::asking(&address.follow(), pass).await
            } else {
                Device::on_a_line(&address.follow(), pass).await
            };
            book.note_earlier(who, &device.view);
            let mood = [Mood::Alike, Mood::Spread][usize::from(idx % 2 == 1)];
            members.push(Member::new(who, device, mood, &book, seed * 100 + idx));
        }
        for knocker in [json!({ "kind": "screen" }), guest("Ida")] {
            let pass = Pass::Cookie(come_in(&server, &knocker).await);
            let device = Device::on_a_line(&address.follow(), pass).await;
            // The wall is nobody, and does nothing.
            let who = guest_in(&device.view).filter(|_| knocker["kind"] == "guest");
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
            server,
            address,
            lead,
            pen,
            book,
            written: BTreeMap::new(),
            n_proposals_before,
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

    /// The server starts anew on the same database while people are at it.
    async fn is_interrupted(mut self) -> Self {
        self.server = self.server.restart().await;
        self.address.moves_to(&self.server);
        let token = &self.server.person(Role::Facilitator).token;
        let copy = self.pen.local_copy();
        self.pen = self.server.dial(DOCUMENT).bearer(token).rejoin(copy).await;
        self
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

    /// Everybody scores in peace; the console knows who is done and nothing else.
    async fn is_scored(&mut self) {
        self.goes_on_to("stille-vurdering", Phase::Whole).await;
        let done = |view: &RoomView| {
            let scoring = view.proceedings.as_ref().map(|seen| &seen.scoring);
            scoring.is_some_and(|scoring| (scoring.n_done, scoring.n_scorers) == (14, 14))
        };
        self.lead.device.until("all have scored", done).await;
        let scoring = &self.lead.sees().scoring;
        assert_eq!(scoring.missing.as_deref(), Some(&[][..]));
        let first = self.lead.indicators_of("del-a").remove(0);
        let indicator = first.clone();
        self.lead
            .is_refused(
                Command::ProposeGrade {
                    indicator,
                    grade: Some(Grade::One(3)),
                },
                409,
                "not-revealed",
            )
            .await;
    }

    /// Reveal, talk, rationale, grade, for each indicator of a step.
    async fn is_talked_through(&mut self, step: &str) {
        for (idx, indicator) in self.lead.indicators_of(step).into_iter().enumerate() {
            self.goes_on_to(step, Phase::Waiting).await;
            self.reveals(&indicator).await;
            self.hears_hands().await;
            let key = TextKey::Rationale(indicator.clone());
            self.writes(key, &format!("Begrunnelse for {indicator}. "))
                .await;
            self.goes_on_to(step, Phase::Grade).await;
            self.agrees(&indicator, idx).await;
        }
    }

    async fn reveals(&mut self, about: &IndicatorId) {
        let round = self.lead.round(about);
        assert!(round.reveal.is_none() && round.thoughts.is_empty());
        let indicator = about.clone();
        self.does(Command::Reveal { indicator }).await;
        let scores = self.book.scores(about);
        assert_eq!(
            scores.len(),
            14 + usize::from(scores.contains_key(&person("amir-rahimi")))
        );
        let counted = scores
            .into_iter()
            .filter(|(who, _)| who.as_str() != "amir-rahimi");
        let expected = Tally::of(&SCALE, counted.map(|(_, value)| value), 0);
        let reveal = self.lead.round(about).reveal.clone().unwrap();
        assert_eq!(
            (reveal.tally, reveal.observers),
            (expected, None),
            "{about}"
        );
        assert_eq!(self.lead.at().phase, Phase::Talk);
    }

    async fn hears_hands(&mut self) {
        let hands = self.lead.sees().hands.clone().unwrap();
        assert_eq!(hands.len(), usize::from(self.lead.sees().n_hands));
        for person in hands {
            // Whoever still has something on their heart raises it again.
            let person = Some(person);
            self.lead.does(Command::LowerHand { person }).await;
        }
    }

    async fn agrees(&mut self, about: &IndicatorId, idx: usize) {
        let grade = if about.as_str() == DISPUTED {
            Grade::Range {
                lowest: 2,
                highest: 4,
            }
        } else {
            Grade::One(3)
        };
        // The first try is another number: who agreed to that has agreed to nothing.
        for grade in [Grade::One(2), grade] {
            let indicator = about.clone();
            let grade = Some(grade);
            self.does(Command::ProposeGrade { indicator, grade }).await;
            let round = self.lead.round(about);
            assert_eq!(
                (round.n_answerers, round.unanswered.as_deref()),
                (14, Some(&[][..]))
            );
            self.stand_as_answered(about);
        }
        let (agreement, remark) = match grade {
            Grade::Range { .. } => (Agreement::NotAgreed, None),
            Grade::One(_) if idx == 1 => (
                Agreement::AgreedWithRemark,
                Some("Ordføreren vil ha bygdene med."),
            ),
            Grade::One(_) => (Agreement::Agreed, None),
        };
        let settle = Command::SettleGrade {
            indicator: about.clone(),
            agreement,
            remark: remark.map(str::to_owned),
        };
        self.lead.does(settle).await;
        let settled = self.lead.round(about).settled.clone().unwrap();
        assert_eq!((settled.grade, settled.agreement), (grade, agreement));
        assert_eq!(settled.remark.as_deref(), remark);
    }

    fn stand_as_answered(&self, about: &IndicatorId) {
        let round = self.lead.round(about);
        let answers = self.book.answers(about);
        let n =
            |wanted: fn(&Answer) -> bool| answers.values().filter(|answer| wanted(answer)).count();
        let seen = [round.n_agreed, round.n_remarks, round.n_not_agreed].map(usize::from);
        let said = [
            n(|answer| *answer == Answer::Agreed),
            n(|answer| matches!(answer, Answer::AgreedWithRemark { .. })),
            n(|answer| *answer == Answer::NotAgreed),
        ];
        assert_eq!(seen, said, "{about}");
        let remarks = answers
            .into_iter()
            .filter_map(|(who, answer)| match answer {
                Answer::AgreedWithRemark { remark } => Some((who, remark)),
                Answer::Agreed | Answer::NotAgreed => None,
            });
        assert_eq!(round.remarks, remarks.collect(), "{about}");
    }

    /// Written in silence, then shared, then gathered.
    async fn proposes(&mut self) {
        self.goes_on_to("forbedringsforslag", Phase::Write).await;
        let said = self.book.proposals();
        assert!(said.len() >= 12, "those who are new to the board, two each");
        let n_before = self.n_proposals_before;
        assert_eq!(
            usize::from(self.lead.sees().proposals.n_all),
            n_before + said.len()
        );
        assert_eq!(
            proposals(self.pen.sync.replica()).len(),
            n_before,
            "drafts are nobody else's"
        );
        self.does(Command::OpenProposals).await;
        assert_eq!(self.lead.at().phase, Phase::Gather);
        let n_all = n_before + said.len();
        let all_there =
            move |sync: &shared::sync::ClientSync| proposals(sync.replica()).len() == n_all;
        self.pen
            .until("the drafts are in the document", all_there)
            .await;
        for (id, title, members) in groups() {
            let proposals = members
                .iter()
                .map(|id| ProposalId::parse(id).unwrap())
                .collect();
            let gather = Command::Gather {
                group: group(&id),
                title,
                proposals,
            };
            self.lead.does(gather).await;
        }
        let new: Vec<ProposalId> = said.into_keys().collect();
        let (some, more) = new.split_at(8);
        let title = "Fra dagen".to_owned();
        let whole = Command::Gather {
            group: group("fra-dagen"),
            title: title.clone(),
            proposals: some.to_vec(),
        };
        self.lead.does(whole).await;
        let proposals = some[..2].to_vec();
        self.lead
            .does(Command::Ungroup {
                proposals: proposals.clone(),
            })
            .await;
        self.lead
            .does(Command::Gather {
                group: group("fra-dagen"),
                title: String::new(),
                proposals,
            })
            .await;
        let renamed = "Fra dagen selv".to_owned();
        self.lead
            .does(Command::RenameGroup {
                group: group("fra-dagen"),
                title: renamed.clone(),
            })
            .await;
        let gathered = &self.lead.sees().proposals.groups;
        let own = gathered
            .iter()
            .find(|one| one.id.as_str() == "fra-dagen")
            .unwrap();
        assert_eq!(own.title, renamed);
        assert_eq!(
            own.proposals.iter().collect::<BTreeSet<_>>(),
            some.iter().collect()
        );
        assert_eq!((gathered.len(), more.len()), (12, new.len() - 8));
    }

    async fn votes(&mut self) {
        self.goes_on_to("prikkstemming", Phase::Vote).await;
        self.does(Command::OpenVote { dots: DOTS }).await;
        let vote = self.lead.sees().vote.clone().unwrap();
        assert_eq!(
            (vote.n_done, vote.n_voters),
            (13, 13),
            "the manager gives no dots"
        );
        assert_eq!(
            vote.candidates.len(),
            12 + 7,
            "whoever is in no group is one"
        );
        assert_eq!(vote.result, None);
        self.does(Command::CloseVote).await;
        self.lead
            .does(Command::DrawLine { from_dots: Some(3) })
            .await;
        let result = self.lead.sees().vote.clone().unwrap().result.unwrap();
        let none: BTreeMap<GroupId, u16> = vote.candidates.into_iter().map(|id| (id, 0)).collect();
        let (mut totals, mut advisory) = (none.clone(), none);
        for (who, ballot) in self.book.ballots() {
            let sums = if OBSERVERS.contains(&who.as_str()) {
                &mut advisory
            } else {
                &mut totals
            };
            assert_eq!(ballot.values().sum::<u8>(), DOTS, "{who}");
            for (id, dots) in ballot {
                *sums.get_mut(&id).unwrap() += u16::from(dots);
            }
        }
        assert_eq!((&result.totals, &result.advisory), (&totals, &advisory));
        assert_eq!((result.n_voters, result.line), (13, Some(3)));
    }

    /// What goes on gets an owner and a deadline; the rest a reason.
    async fn is_placed(&mut self) {
        self.goes_on_to("til-planen", Phase::Whole).await;
        let result = self.lead.sees().vote.clone().unwrap().result.unwrap();
        for (idx, (id, dots)) in result.totals.into_iter().enumerate() {
            let (status, reason) = match (dots >= 3, idx % 2) {
                (true, _) => (ProposalStatus::Prioritised, None),
                (false, 0) => (ProposalStatus::Deferred, Some("Vi venter på arealplanen.")),
                (false, _) => (ProposalStatus::Rejected, Some("Det er ikke vårt å gjøre.")),
            };
            let reason = reason.map(str::to_owned);
            let status = Command::SetStatus {
                group: id.clone(),
                status,
                reason: reason.clone(),
            };
            self.lead.does(status).await;
            if reason.is_none() {
                self.lead
                    .does(Command::AssignTask {
                        group: id,
                        task: task(),
                    })
                    .await;
            }
        }
    }

    async fn concludes(&mut self) {
        self.goes_on_to("hovedkonklusjon", Phase::Whole).await;
        self.writes(TextKey::Conclusion, "Vi er på vei, og vet hvor. ")
            .await;
        self.does(Command::Conclude { is_concluded: true }).await;
        assert_eq!(
            self.lead.sees().worth.as_deref(),
            Some(&self.book.worth()[..])
        );
        let late = Command::ProposeGrade {
            indicator: indicator(DISPUTED),
            grade: Some(Grade::One(3)),
        };
        self.lead.is_refused(late, 409, "concluded").await;
    }

    /// Everything stands as it was said.
    fn stands(&self) {
        let replica = self.pen.sync.replica();
        for (key, words) in &self.written {
            let read = text(replica, key).unwrap();
            assert!(read.starts_with(words), "{key}: {read}");
        }
        let all = proposals(replica);
        for (id, said) in self.book.proposals() {
            let found = all.iter().find(|one| one.id == id).unwrap();
            assert_eq!(
                (&found.title, &found.text),
                (&said.draft.title, &said.draft.text)
            );
            assert_eq!(found.author, said.is_claimed.then_some(said.who), "{id}");
        }
        for round in self.lead.sees().rounds.values() {
            assert!(round.settled.is_some() && round.reveal.is_some());
        }
        for one in &self.lead.sees().proposals.groups {
            assert_eq!(
                one.task.is_some(),
                one.status == ProposalStatus::Prioritised
            );
            assert_eq!(
                one.reason.is_none(),
                one.status == ProposalStatus::Prioritised
            );
            assert!(one.task.iter().all(|given| *given == task()));
        }
    }
}

fn task() -> Task {
    Task {
        applies_to: AppliesTo::ActionPlan,
        part_of_plan: Some("Marin verdiskaping".into()),
        owner: Some(person("hanne-falch")),
        deadline: Some("2027-06-01".parse().unwrap()),
    }
}

/// The sample's groups: id, title and the proposals in each.
fn groups() -> Vec<(String, String, Vec<String>)> {
    let sample: Value =
        serde_json::from_str(include_str!("../../../shared/sample/fjordvik.json")).unwrap();
    let groups = sample["proposal_groups"].as_array().unwrap().iter();
    groups
        .map(|group| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let members = group["proposals"].as_array().unwrap().iter().map(text);
            (text(&group["id"]), text(&group["title"]), members.collect())
        })
        .collect()
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
    day.goes_on_to("pause-1", Phase::Whole).await;
    day.is_talked_through("del-a").await;
    let mut day = day.is_interrupted().await;
    day.goes_on_to("lunsj", Phase::Whole).await;
    day.is_talked_through("del-b").await;
    day.goes_on_to("pause-2", Phase::Whole).await;
    day.proposes().await;
    day.votes().await;
    day.is_placed().await;
    day.concludes().await;
    day.stands();
    becomes(&day.server, "closed").await;

    let is_over =
        |view: &RoomView| view.meeting.state_since.is_some() && view.meeting.code.is_none();
    day.lead.device.until("the meeting is over", is_over).await;
    let seq = day.lead.device.seq;
    let members = day.crowd.goes_home().await;
    let mut n_lost = 0;
    for mut member in members {
        let whole = member.device.fetch(seq).await;
        member
            .device
            .until("the line tells the same as a fresh look", |view| {
                *view == whole
            })
            .await;
        has_heard_no_secret(member.who.as_str(), &member.device, &day.book);
        n_lost += member.n_lost;
    }
    assert!(n_lost > 40, "lines were lost and found again: {n_lost}");
    has_heard_no_secret(day.lead.who.as_str(), &day.lead.device, &day.book);

    // Whoever starts anew from disk knows the same.
    let before = day.lead.sees().clone();
    let server = day.server.restart().await;
    day.address.moves_to(&server);
    let after = day.lead.device.fetch(0).await;
    assert_eq!(after.proceedings.as_ref(), Some(&before));
}
