//! Scores, the reveal, the talk and the common grade: the day's long part.

use shared::document::assessment::TextKey;
use shared::id::IndicatorId;
use shared::lobby::RoomView;
use shared::proceedings::command::Command;
use shared::proceedings::state::{Agreement, Answer, Grade, Phase};
use shared::proceedings::tally::Tally;

use super::Day;

const SCALE: [u8; 5] = [1, 2, 3, 4, 5];

impl Day {
    /// Everybody scores in peace; the console knows who is done and nothing else.
    pub async fn is_scored(&mut self) {
        let seq = self.lead.goes_on_to("stille-vurdering", Phase::Whole).await;
        self.is_interrupted().await;
        self.settles(seq).await;
        let done = |view: &RoomView| {
            let scoring = view.proceedings.as_ref().map(|seen| &seen.scoring);
            scoring.is_some_and(|scoring| (scoring.n_done, scoring.n_scorers) == (14, 14))
        };
        self.lead.device.until("all have scored", done).await;
        let scoring = &self.lead.sees().scoring;
        assert_eq!(scoring.missing.as_deref(), Some(&[][..]));
        let early = Command::ProposeGrade {
            indicator: self.lead.indicators_of("del-a").remove(0),
            grade: Some(Grade::One(3)),
        };
        self.lead.is_refused(early, 409, "not-revealed").await;
    }

    /// Reveal, talk, rationale, grade, for each indicator of a step.
    pub async fn is_talked_through(&mut self, step: &str) {
        for (idx, indicator) in self.lead.indicators_of(step).into_iter().enumerate() {
            self.goes_on_to(step, Phase::Waiting).await;
            self.reveals(&indicator).await;
            self.hears_hands().await;
            let key = TextKey::Rationale(indicator.clone());
            let words = format!("Begrunnelse for {indicator}. ");
            self.writes(key, &words).await;
            let on_the_wall = |view: &RoomView| view.texts.rationale.starts_with(&words);
            let device = &mut self.lead.device;
            device.until("the wall shows the words", on_the_wall).await;
            self.lead.goes_on_to(step, Phase::Grade).await;
            self.agrees(&indicator, idx).await;
        }
    }

    async fn reveals(&mut self, about: &IndicatorId) {
        let round = self.lead.round(about);
        assert!(round.reveal.is_none() && round.thoughts.is_empty());
        let indicator = about.clone();
        self.does(Command::Reveal { indicator }).await;
        let scores = self.book.scores(about);
        assert_eq!(scores.len(), 14);
        let expected = Tally::of(&SCALE, scores.into_values(), 0);
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
        // Whoever still has something on their heart raises it again.
        let lower = |person| Command::LowerHand {
            person: Some(person),
        };
        self.lead.does_all(hands.into_iter().map(lower)).await;
    }

    async fn agrees(&mut self, about: &IndicatorId, idx: usize) {
        // Once, the first try is another number: who agreed to that has agreed to nothing.
        if idx == 0 {
            self.is_put_on_the_table(about, Grade::One(2)).await;
        }
        let one = Grade::One(3);
        self.is_put_on_the_table(about, one).await;
        let is_disputed = self.lead.round(about).n_not_agreed > 0;
        let range = Grade::Range {
            lowest: 2,
            highest: 4,
        };
        let grade = if is_disputed { range } else { one };
        let settle = |grade| Command::SettleGrade {
            indicator: about.clone(),
            grade,
        };
        if is_disputed {
            self.lead.is_refused(settle(one), 409, "needs-range").await;
            self.is_put_on_the_table(about, grade).await;
        }
        let remark = self.remarks(about);
        let agreement = match grade {
            Grade::Range { .. } => Agreement::NotAgreed,
            Grade::One(_) if remark.is_some() => Agreement::AgreedWithRemark,
            Grade::One(_) => Agreement::Agreed,
        };
        self.lead.does(settle(grade)).await;
        let settled = self.lead.round(about).settled.clone().unwrap();
        assert_eq!((settled.grade, settled.agreement), (grade, agreement));
        assert_eq!(settled.remark, remark);
    }

    /// And everybody answers.
    async fn is_put_on_the_table(&mut self, about: &IndicatorId, grade: Grade) {
        let (indicator, grade) = (about.clone(), Some(grade));
        self.does(Command::ProposeGrade { indicator, grade }).await;
        let round = self.lead.round(about);
        assert_eq!(
            (round.n_answerers, round.unanswered.as_deref()),
            (14, Some(&[][..]))
        );
        self.stand_as_answered(about);
    }

    /// What people remarked, each with a name.
    fn remarks(&mut self, about: &IndicatorId) -> Option<String> {
        let remarks = self.lead.round(about).remarks.clone();
        let people = self.lead.device.view().people.clone();
        let remarks: Vec<String> = remarks
            .into_iter()
            .map(|(who, remark)| {
                let mut people = people.iter();
                let one = people.find(|one| one.person.id == who).unwrap();
                format!("{}: {remark}", one.person.name)
            })
            .collect();
        (!remarks.is_empty()).then(|| remarks.join("\n"))
    }

    fn stand_as_answered(&mut self, about: &IndicatorId) {
        let round = self.lead.round(about).clone();
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
}
