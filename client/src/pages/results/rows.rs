//! The rows of the results, from what the viewer sees of the room: by the form's parts, or the most spread first.

use shared::chart::strip::{Change, Remark, change, remark, spread_key};
use shared::lobby::RoomView;
use shared::proceedings::state::{Agreement, Grade, Settled};
use shared::template::{ReviewForm, Words as InAll};

use crate::charts::dots::Shown;
use crate::room::last_grade;

/// One indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its place in the form, from 1.
    pub number: usize,
    pub title: InAll,
    pub part: String,
    /// None until it is revealed.
    pub shown: Option<Shown>,
    pub settled: Option<Settled>,
    pub last: Option<u8>,
}

impl Row {
    pub fn change(&self) -> Option<Change> {
        Some(change(self.settled.as_ref()?, self.last))
    }

    /// What is worth a word beside it.
    pub fn remark(&self) -> Option<Remark> {
        let grade = match self.settled.as_ref().map(|settled| settled.grade) {
            Some(Grade::One(grade)) => Some(grade),
            _ => None,
        };
        remark(self.shown.as_ref()?.tally(), grade)
    }
}

/// All of them, in the form's order.
pub fn rows(view: &RoomView, form: &ReviewForm) -> Vec<Row> {
    let proceedings = view.proceedings.as_ref();
    let indicators = form.indicators.iter().enumerate();
    indicators
        .map(|(idx, indicator)| {
            let round = proceedings.and_then(|proceedings| proceedings.rounds.get(&indicator.id));
            let last = last_grade(view, &indicator.id);
            let reveal = round.and_then(|round| round.reveal.clone());
            Row {
                number: idx + 1,
                title: indicator.title.clone(),
                part: indicator.part.clone(),
                shown: reveal.map(|reveal| Shown {
                    reveal,
                    scale: form.scale.clone(),
                    last,
                    own: None,
                }),
                settled: round.and_then(|round| round.settled.clone()),
                last,
            }
        })
        .collect()
}

/// The most spread first; what is not revealed comes last, in the form's order.
pub fn by_spread(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort_by_key(|row| {
        let key = row
            .shown
            .as_ref()
            .map(|shown| spread_key(&shown.values(), shown.tally()));
        std::cmp::Reverse(key)
    });
    rows
}

/// What the rows say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    pub n_all: usize,
    pub n_revealed: usize,
    pub n_settled: usize,
    pub n_up: usize,
    /// Whether the group agreed on all of them.
    pub all_agreed: bool,
    /// The fewest and the most who gave an answer, "vet ikke" included.
    pub answered: Option<(u16, u16)>,
}

pub fn sum(rows: &[Row]) -> Sum {
    let answers = rows.iter().filter_map(|row| {
        let tally = row.shown.as_ref()?.tally();
        Some(tally.n_given + tally.n_skipped)
    });
    let (fewest, most) = (answers.clone().min(), answers.max());
    let agreed = |row: &Row| {
        let settled = row.settled.as_ref();
        settled.is_some_and(|settled| settled.agreement != Agreement::NotAgreed)
    };
    Sum {
        n_all: rows.len(),
        n_revealed: rows.iter().filter(|row| row.shown.is_some()).count(),
        n_settled: rows.iter().filter(|row| row.settled.is_some()).count(),
        n_up: rows
            .iter()
            .filter(|row| matches!(row.change(), Some(Change::Up(_))))
            .count(),
        all_agreed: rows.iter().all(agreed),
        answered: fewest.zip(most),
    }
}

#[cfg(test)]
mod tests {
    use shared::proceedings::tally::Tally;
    use shared::proceedings::view::RevealView;
    use shared::template::{Scale, ScaleStep};
    use shared::time::Timestamp;

    use super::*;

    fn row(number: usize, counts: Option<[u16; 5]>, grade: Option<u8>, last: Option<u8>) -> Row {
        let values = [1, 2, 3, 4, 5];
        let step = |value| ScaleStep {
            value,
            label: InAll::default(),
            meaning: InAll::default(),
        };
        let scale = Scale {
            steps: values.map(step).to_vec(),
        };
        let shown = counts.map(|counts| {
            let scores = values.iter().zip(counts);
            let scores = scores.flat_map(|(value, n)| (0..n).map(|_| Some(*value)));
            Shown {
                reveal: RevealView {
                    starts_at: Timestamp(0),
                    tally: Tally::of(&values, scores, 0),
                    observers: None,
                },
                scale,
                last,
                own: None,
            }
        });
        Row {
            number,
            title: InAll::default(),
            part: String::new(),
            shown,
            settled: grade.map(|grade| Settled {
                grade: Grade::One(grade),
                agreement: Agreement::Agreed,
                remark: None,
                remarks: std::collections::BTreeMap::new(),
                at: Timestamp(0),
            }),
            last,
        }
    }

    #[test]
    fn the_most_spread_stand_first_and_the_unrevealed_last() {
        let rows = vec![
            row(1, None, None, None),
            row(2, Some([0, 1, 5, 1, 0]), None, None),
            row(3, Some([0, 3, 3, 0, 2]), None, None),
            row(4, None, None, None),
            row(5, Some([0, 0, 8, 0, 0]), None, None),
        ];
        let order: Vec<usize> = by_spread(rows).iter().map(|row| row.number).collect();
        assert_eq!(order, [3, 2, 5, 1, 4]);
    }

    #[test]
    fn what_the_rows_say_together() {
        let rows = [
            row(1, Some([0, 0, 4, 3, 1]), Some(4), Some(3)),
            row(2, Some([0, 1, 5, 1, 0]), Some(3), Some(3)),
        ];
        let all = Sum {
            n_all: 2,
            n_revealed: 2,
            n_settled: 2,
            n_up: 1,
            all_agreed: true,
            answered: Some((7, 8)),
        };
        assert_eq!(sum(&rows), all);
        let rows = [rows[0].clone(), row(2, None, None, Some(3))];
        assert_eq!(sum(&rows).n_settled, 1);
        assert!(!sum(&rows).all_agreed);
        assert_eq!(rows[1].change(), None);
        assert_eq!(rows[1].remark(), None);
    }
}
