//! How last year's measures went: the seminar's opening.

use super::{Asked, Decided, MAX_TEXT, unless, words};
use crate::id::MeasureId;
use crate::plan::Row;
use crate::plan::docket::event::Event;
use crate::plan::docket::refusal::Refusal;
use crate::plan::docket::state::MeasureFollowUp;
use crate::rights::Act;

impl Asked<'_> {
    pub fn follow_up_measure(
        &self,
        measure: MeasureId,
        follow_up: Option<MeasureFollowUp>,
    ) -> Decided {
        self.actor.may(Act::EditPlan)?;
        self.is_not_aside(Some(&Row::Measure(measure.clone())))?;
        let mut last_year = self.docket.last_year.iter();
        if !last_year.any(|last| last.id == measure) {
            return Err(Refusal::NoSuchMeasure);
        }
        let follow_up = follow_up.map(|follow_up| {
            Ok(MeasureFollowUp {
                note: words(&follow_up.note, MAX_TEXT)?,
                ..follow_up
            })
        });
        let follow_up = follow_up.transpose()?;
        let is_so = self.docket.follow_ups.get(&measure) == follow_up.as_ref();
        unless(is_so, Event::MeasureFollowedUp { measure, follow_up })
    }
}
