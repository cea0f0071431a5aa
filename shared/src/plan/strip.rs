//! The strip that shows how much of the year's money is allocated: one bar for each focus area, against the frame.

use super::ActionPlan;
use super::money::Kroner;
use super::sums::Sums;
use crate::id::FocusAreaId;

/// What a bar stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    FocusArea(FocusAreaId),
    /// Measures that stand in no focus area.
    Outside,
    Operating,
}

/// Widths are in thousandths of the strip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    pub part: Part,
    pub amount: Kroner,
    pub width: i64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Strip {
    pub bars: Vec<Bar>,
    /// What measures and operating costs cost together.
    pub allocated: Kroner,
    /// All frames together; none while nobody has set any.
    pub frame: Option<Kroner>,
    /// Where the frame ends, when more than it is allocated.
    pub frame_at: Option<i64>,
}

impl Strip {
    pub fn of(plan: &ActionPlan, sums: &Sums) -> Self {
        let frames = plan.frames.values().filter_map(|frame| frame.frame);
        let frame: Kroner = frames.clone().sum();
        let frame = frames.clone().next().map(|_| frame);
        let allocated = sums.plan.budget;
        let whole = frame.unwrap_or_default().max(allocated).0;
        let areas = plan.focus_areas.iter().map(|area| {
            let cost = sums.by_focus_area.get(&area.id).copied();
            (
                Part::FocusArea(area.id.clone()),
                cost.unwrap_or_default().budget,
            )
        });
        let others = [
            (Part::Outside, sums.outside_focus_areas.budget),
            (Part::Operating, sums.operating.budget),
        ];
        let parts = areas.chain(others).filter(|(_, sum)| sum.0 > 0);
        Self {
            bars: bars(parts, whole),
            allocated,
            frame,
            frame_at: frame
                .filter(|frame| *frame < allocated)
                .map(|frame| frame.0 * 1_000 / whole),
        }
    }

    /// What is left of the frame; below zero when more is allocated.
    pub fn left(&self) -> Option<Kroner> {
        self.frame.map(|frame| frame - self.allocated)
    }
}

/// Each ends where its running total does, so that rounding never adds up to more than the strip.
fn bars(parts: impl Iterator<Item = (Part, Kroner)>, whole: i64) -> Vec<Bar> {
    let (mut total, mut end) = (0, 0);
    parts
        .map(|(part, amount)| {
            total += amount.0;
            let start = end;
            end = total * 1_000 / whole.max(1);
            Bar {
                part,
                amount,
                width: end - start,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{BudgetFrame, FundingSource, sample};
    use super::*;

    fn strip(frame: Option<i64>) -> Strip {
        let mut plan = sample::plan();
        for line in plan.frames.values_mut() {
            line.frame = None;
        }
        if let Some(frame) = frame {
            let line = BudgetFrame {
                frame: Some(Kroner(frame)),
                next_year: None,
            };
            plan.frames.insert(FundingSource::County, line);
        }
        Strip::of(&plan, &Sums::of(&plan))
    }

    #[test]
    fn a_plan_within_its_frame_leaves_room_at_the_end() {
        let strip = strip(Some(10_000_000));
        let widths: Vec<i64> = strip.bars.iter().map(|bar| bar.width).collect();
        assert_eq!(widths, [290, 175, 240, 145, 135]);
        assert_eq!(strip.left(), Some(Kroner(150_000)));
        assert_eq!(strip.frame_at, None);
    }

    #[test]
    fn over_the_frame_the_bars_fill_the_strip_and_the_frame_is_a_mark() {
        let strip = strip(Some(5_000_000));
        assert_eq!(strip.bars.iter().map(|bar| bar.width).sum::<i64>(), 1_000);
        assert_eq!(strip.frame_at, Some(507));
        assert_eq!(strip.left(), Some(Kroner(-4_850_000)));
    }

    #[test]
    fn without_frames_or_money_there_is_nothing_to_measure_against() {
        let strip = strip(None);
        assert_eq!(
            (strip.frame, strip.left(), strip.frame_at),
            (None, None, None)
        );
        let empty = ActionPlan::default();
        assert_eq!(Strip::of(&empty, &Sums::of(&empty)), Strip::default());
    }
}
