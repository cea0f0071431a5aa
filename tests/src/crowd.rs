//! Made-up people who take part in the sample's open review, each on a device of their own: they do what
//! `shared::rehearsal` does, in words that are nobody else's, lose their lines, hang up on the server and ask twice.

use shared::id::{PersonId, RequestId};
use shared::lobby::RoomView;
use shared::proceedings::command::{Command, CommandRequest};
use shared::proceedings::state::Answer;
use shared::rehearsal::{self, Mood};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::PATIENCE;
use crate::book::Book;
use crate::device::Device;

/// One in so many commands is sent twice, or sent and not waited for.
const ONE_IN_COMMANDS: u32 = 4;
/// One in so many frames is the last one on its line.
const ONE_IN_FRAMES: u32 = 12;

pub struct Member {
    pub who: PersonId,
    pub device: Device,
    mood: Mood,
    book: Book,
    rng: fastrand::Rng,
    n_asked: u32,
    /// How many lines broke.
    pub n_lost: u32,
    /// What was done last, and which view shows it.
    last: Option<(Command, i64)>,
}

/// Up to which view somebody has done all there is to do, and which view shows what they did.
type Quiet = (i64, i64);

/// All of them, each at work in a task of their own.
pub struct Crowd {
    wishes: watch::Sender<i64>,
    quiet: Vec<watch::Receiver<Quiet>>,
    tasks: Vec<JoinHandle<Member>>,
}

impl Crowd {
    pub fn gather(members: Vec<Member>) -> Self {
        let wishes = watch::Sender::new(0);
        let mut crowd = Self {
            quiet: Vec::new(),
            tasks: Vec::new(),
            wishes,
        };
        for member in members {
            let quiet = watch::Sender::new((0, 0));
            crowd.quiet.push(quiet.subscribe());
            let work = member.work(crowd.wishes.subscribe(), quiet);
            crowd.tasks.push(tokio::spawn(work));
        }
        crowd
    }

    /// Waits until everybody has seen the room as it was then, where everybody saw it change, and has nothing left to do.
    /// Answers which view shows all that they did.
    pub async fn settles(&mut self, seq: i64) -> i64 {
        self.wishes.send_replace(seq);
        let mut latest = seq;
        for (quiet, task) in self.quiet.iter_mut().zip(&mut self.tasks) {
            tokio::select! {
                biased;
                ended = task => panic!("somebody has left: {:?}", ended.err()),
                waited = timeout(PATIENCE, quiet.wait_for(|(now, _)| *now >= seq)) => {
                    let waited = waited.expect("somebody still does things");
                    latest = latest.max(waited.expect("they are at work").1);
                }
            }
        }
        latest
    }

    /// Everybody stops; what they have heard comes back with them.
    pub async fn goes_home(self) -> Vec<Member> {
        drop(self.wishes);
        let mut members = Vec::new();
        for task in self.tasks {
            members.push(task.await.expect("nobody has failed"));
        }
        members
    }
}

impl Member {
    pub fn new(who: &PersonId, device: Device, mood: Mood, book: &Book, seed: u64) -> Self {
        Self {
            who: who.clone(),
            device,
            mood,
            book: book.clone(),
            rng: fastrand::Rng::with_seed(seed),
            n_asked: 0,
            n_lost: 0,
            last: None,
        }
    }

    async fn work(mut self, mut wishes: watch::Receiver<i64>, quiet: watch::Sender<Quiet>) -> Self {
        loop {
            tokio::select! {
                wish = wishes.changed() => {
                    if wish.is_err() {
                        return self;
                    }
                    let seq = *wishes.borrow_and_update();
                    self.catches_up(seq).await;
                    let done = self.last.as_ref().map_or(0, |(_, seq)| *seq);
                    quiet.send_replace((seq, done));
                }
                () = self.device.next_ones() => self.acts().await,
            }
        }
    }

    async fn catches_up(&mut self, seq: i64) {
        self.acts().await;
        while self.device.seq < seq || self.would_do().is_some() {
            self.device.next_ones().await;
            self.acts().await;
        }
    }

    /// One thing at a time: what comes after it depends on the view that shows it.
    async fn acts(&mut self) {
        let command = self.would_do();
        let is_under_way = |command: &Command| {
            let last = self.last.as_ref();
            last.is_some_and(|(last, seq)| last == command && self.device.seq < *seq)
        };
        if let Some(command) = command.filter(|command| !is_under_way(command)) {
            self.does(command).await;
        }
        if self.rng.u32(..ONE_IN_FRAMES) == 0 {
            self.n_lost += u32::from(self.device.loses_its_line());
        }
    }

    async fn does(&mut self, command: Command) {
        self.n_asked += 1;
        let request_id = RequestId::parse(&format!("{}-{}", self.who, self.n_asked));
        let request = CommandRequest {
            request_id: request_id.expect("letters, dashes and a number"),
            command: command.clone(),
        };
        if self.rng.u32(..ONE_IN_COMMANDS) == 0 {
            let n_turns = self.rng.u32(..60);
            self.device.ask_and_hang_up(&request, n_turns).await;
        }
        let seq = match self.device.ask(&request).await {
            Ok(seq) => seq,
            Err(refusal) => panic!("{}: {command:?} was refused: {refusal:?}", self.who),
        };
        if self.rng.u32(..ONE_IN_COMMANDS) == 0 {
            let again = self.device.ask(&request).await;
            assert_eq!(again, Ok(seq), "the same again is answered the same");
        }
        self.book.note(&self.who, command.clone());
        self.last = Some((command, seq));
    }

    fn would_do(&mut self) -> Option<Command> {
        let view = self.device.view();
        let next = rehearsal::next(view, &self.who, self.mood);
        next.or_else(|| claims(view, &self.who))
            .map(|command| self.in_own_words(command))
    }

    /// Thoughts, remarks and drafts that no other text looks like.
    fn in_own_words(&self, command: Command) -> Command {
        match command {
            Command::Think { indicator, text } => Command::Think {
                text: format!("{text} {}", self.secret(&format!("tanke-{indicator}"))),
                indicator,
            },
            Command::DraftProposal { id, mut draft } => {
                draft.title = format!("{} {}", draft.title, self.secret("tittel"));
                draft.text = format!("Fordi det haster. {}", self.secret("tekst"));
                Command::DraftProposal { id, draft }
            }
            Command::AnswerGrade {
                indicator,
                grade,
                answer: Some(Answer::AgreedWithRemark { remark }),
            } => Command::AnswerGrade {
                grade,
                answer: Some(Answer::AgreedWithRemark {
                    remark: format!("{remark} {}", self.secret(&format!("merknad-{indicator}"))),
                }),
                indicator,
            },
            other => other,
        }
    }

    /// A word of this person's own about something.
    fn secret(&self, about: &str) -> String {
        format!("{about}-ord-av-{}", self.who)
    }
}

/// "Dette er mitt": those with a long name want to be named.
fn claims(view: &RoomView, who: &PersonId) -> Option<Command> {
    let proceedings = view.proceedings.as_ref()?;
    let is_time = proceedings.proposals.is_open && proceedings.concluded_at.is_none();
    if who.as_str().len() < 12 || !is_time {
        return None;
    }
    let mut shared = proceedings.proposals.shared.iter();
    let id = shared.find(|one| {
        let is_new = one.id.as_str().starts_with(who.as_str());
        one.is_mine && one.author.is_none() && is_new
    })?;
    Some(Command::ClaimProposal {
        id: id.id.clone(),
        is_claimed: true,
    })
}
