//! What a plan adds up to. Sums are made of the stored kroner and rounded only when they are shown (domain 4.4).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::measure::{GrantStatus, Measure};
use super::money::Kroner;
use super::{ActionPlan, Funding, FundingSource};
use crate::id::FocusAreaId;

/// Everything that stands as a computed number in the plan's tables.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sums {
    pub measures: Cost,
    pub operating: Cost,
    /// Measures and operating costs together.
    pub plan: Cost,
    pub by_focus_area: BTreeMap<FocusAreaId, Cost>,
    /// Measures that stand in no focus area.
    pub outside_focus_areas: Cost,
    /// All sources, also those that pay nothing.
    pub by_source: BTreeMap<FundingSource, SourceSum>,
}

/// What something costs and what pays for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cost {
    /// Without a budget it costs nothing yet.
    pub budget: Kroner,
    /// From all sources.
    pub funding: Kroner,
    /// The budgets of measures whose application was granted.
    pub granted: Kroner,
}

/// A line of the tables of frames and of funding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SourceSum {
    pub frame: Option<Kroner>,
    /// What measures and operating costs take from it.
    pub allocated: Kroner,
    pub next_year: Option<Kroner>,
    /// The plan year and the next; none for money carried over, which is never added across years (domain 4.3).
    pub both_years: Option<Kroner>,
}

impl SourceSum {
    /// What is left of the frame; below zero when more is allocated.
    pub fn left(&self) -> Option<Kroner> {
        self.frame.map(|frame| frame - self.allocated)
    }
}

impl Cost {
    /// Of a measure or an operating cost.
    pub fn of(budget: Option<Kroner>, funding: &Funding) -> Self {
        Self {
            budget: budget.unwrap_or_default(),
            funding: funding.values().copied().sum(),
            granted: Kroner::ZERO,
        }
    }

    fn of_measure(measure: &Measure) -> Self {
        let cost = Self::of(measure.budget, &measure.funding);
        let is_granted = measure.grant_status == GrantStatus::Granted;
        Self {
            granted: if is_granted {
                cost.budget
            } else {
                Kroner::ZERO
            },
            ..cost
        }
    }

    fn add(&mut self, other: Self) {
        self.budget += other.budget;
        self.funding += other.funding;
        self.granted += other.granted;
    }
}

impl Sums {
    pub fn of(plan: &ActionPlan) -> Self {
        let mut sums = Self::default();
        for area in &plan.focus_areas {
            sums.by_focus_area.insert(area.id.clone(), Cost::default());
        }
        for measure in &plan.measures {
            let cost = Cost::of_measure(measure);
            let area = measure.focus_area.as_ref();
            area.and_then(|area| sums.by_focus_area.get_mut(area))
                .unwrap_or(&mut sums.outside_focus_areas)
                .add(cost);
            sums.measures.add(cost);
        }
        for item in &plan.operating_costs {
            sums.operating.add(Cost::of(item.budget, &item.funding));
        }
        sums.plan = sums.measures;
        sums.plan.add(sums.operating);
        sums.by_source = FundingSource::ALL
            .map(|source| (source, source_sum(plan, source)))
            .into();
        sums
    }

    /// A part of what the plan costs, in tenths of a per cent, rounded. Nothing is a share of a plan that costs nothing.
    pub fn share_permille(&self, part: Kroner) -> Option<i64> {
        let whole = self.plan.budget.0;
        (whole > 0).then(|| (part.0 * 2_000 + whole) / (whole * 2))
    }
}

fn source_sum(plan: &ActionPlan, source: FundingSource) -> SourceSum {
    let of_measures = plan.measures.iter().map(|measure| &measure.funding);
    let of_operation = plan.operating_costs.iter().map(|item| &item.funding);
    let parts = of_measures.chain(of_operation);
    let allocated = parts
        .filter_map(|funding| funding.get(&source))
        .copied()
        .sum();
    let frame = plan.frames.get(&source).copied().unwrap_or_default();
    SourceSum {
        frame: frame.frame,
        allocated,
        next_year: frame.next_year,
        both_years: source
            .is_new_money()
            .then(|| allocated + frame.next_year.unwrap_or_default()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::sample;
    use super::*;
    use crate::id::MeasureId;

    #[test]
    fn the_sample_adds_up_to_what_it_says() {
        let (plan, expected) = (sample::plan(), sample::expected());
        let sums = Sums::of(&plan);
        let kroner = |value: &Value| Kroner(value.as_i64().unwrap());
        assert_eq!(sums.measures.budget, kroner(&expected["measures_total"]));
        assert_eq!(sums.operating.budget, kroner(&expected["operating_total"]));
        assert_eq!(sums.plan.budget, kroner(&expected["plan_total"]));
        assert_eq!(sums.plan.funding, sums.plan.budget);
        assert_eq!(sums.outside_focus_areas, Cost::default());
        // The file says 29.4 for 294 tenths of a per cent.
        let shares: BTreeMap<String, String> = expected["share_percent"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(id, share)| (id.clone(), share.to_string()))
            .collect();
        let share = |part| {
            let tenths = sums.share_permille(part).unwrap();
            format!("{}.{}", tenths / 10, tenths % 10)
        };
        assert_eq!(sums.by_focus_area.len(), 4);
        for (area, cost) in &sums.by_focus_area {
            assert_eq!(
                cost.budget,
                kroner(&expected["by_focus_area"][area.as_str()])
            );
            assert_eq!(share(cost.budget), shares[area.as_str()]);
        }
        assert_eq!(share(sums.operating.budget), shares["operating"]);
        for (source, sum) in &sums.by_source {
            let allocated = kroner(&expected["by_source"][source.id()]);
            assert_eq!((sum.allocated, sum.left()), (allocated, Some(Kroner::ZERO)));
        }
        let years = |source| sums.by_source[&source].both_years;
        assert_eq!(years(FundingSource::County), Some(Kroner(8_000_000)));
        assert_eq!(years(FundingSource::CarriedOver), None);
    }

    #[test]
    fn nothing_is_lost_however_a_plan_is_put_together() {
        let mut rng = fastrand::Rng::with_seed(11);
        for _ in 0..300 {
            let mut plan = sample::plan();
            plan.measures.clear();
            for n in 0..rng.usize(..40) {
                let mut measure = Measure::new(MeasureId::parse(&format!("t-{n}")).unwrap());
                let area = rng.usize(..6);
                measure.focus_area = plan.focus_areas.get(area).map(|area| area.id.clone());
                measure.budget = rng.bool().then(|| Kroner(rng.i64(0..=Kroner::MAX.0)));
                for source in FundingSource::ALL {
                    if rng.bool() {
                        let amount = Kroner(rng.i64(0..=Kroner::MAX.0));
                        measure.funding.insert(source, amount);
                    }
                }
                plan.measures.push(measure);
            }
            let sums = Sums::of(&plan);
            let mut parts = sums.outside_focus_areas;
            sums.by_focus_area
                .values()
                .for_each(|cost| parts.add(*cost));
            assert_eq!(parts, sums.measures);
            let sources = sums.by_source.values();
            let allocated: Kroner = sources.clone().map(|sum| sum.allocated).sum();
            assert_eq!(allocated, sums.plan.funding);
            assert!(sources.filter_map(SourceSum::left).sum::<Kroner>() <= Kroner(9_850_000));
        }
    }

    #[test]
    fn shares_are_rounded_and_an_empty_plan_has_none() {
        assert_eq!(Sums::default().share_permille(Kroner::ZERO), None);
        let sums = Sums {
            plan: Cost {
                budget: Kroner(3),
                ..Cost::default()
            },
            ..Sums::default()
        };
        let shares = [0, 1, 2, 3].map(|part| sums.share_permille(Kroner(part)));
        assert_eq!(shares, [Some(0), Some(333), Some(667), Some(1000)]);
    }
}
