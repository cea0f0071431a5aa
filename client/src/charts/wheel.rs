//! The geometry of the årshjul: twelve sectors, events outside the ring, today's marker inside.

use std::f64::consts::TAU;

use jiff::civil::Date;
use shared::meeting::WheelEvent;

/// The middle of the picture, which is 400 by 400.
pub const MIDDLE: f64 = 200.0;
const OUTER: f64 = 152.0;
const INNER: f64 = 104.0;
const LABELS: f64 = 128.0;
const EVENTS: f64 = 174.0;
const GAP: f64 = 2.4;
/// Events closer than this, in degrees, step aside.
const EVENT_STEP: f64 = 10.5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MonthState {
    Past,
    Now,
    Ahead,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Sector {
    pub month: u8,
    pub state: MonthState,
    /// An SVG path.
    pub path: String,
    pub label: (f64, f64),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Wheel {
    pub sectors: Vec<Sector>,
    /// One place per event of the year, in the order given.
    pub events: Vec<(f64, f64)>,
    /// The marker of today and its label; none in another year.
    pub today: Option<Today>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Today {
    /// An SVG path.
    pub path: String,
    pub label: (f64, f64),
}

/// Lays out one year.
pub fn wheel(year: i16, events: &[&WheelEvent], today: Date) -> Wheel {
    let sectors = (1..=12)
        .map(|month| sector(month, month_state(year, month, today)))
        .collect();
    let mut degrees: Vec<f64> = events.iter().map(|event| degrees_of(event.date)).collect();
    spread(&mut degrees);
    let events = degrees.iter().map(|degrees| at(*degrees, EVENTS)).collect();
    Wheel {
        sectors,
        events,
        today: (today.year() == year).then(|| marker(degrees_of(today))),
    }
}

fn month_state(year: i16, month: u8, today: Date) -> MonthState {
    let now = (today.year(), today.month().unsigned_abs());
    match (year, month).cmp(&now) {
        std::cmp::Ordering::Less => MonthState::Past,
        std::cmp::Ordering::Equal => MonthState::Now,
        std::cmp::Ordering::Greater => MonthState::Ahead,
    }
}

fn sector(month: u8, state: MonthState) -> Sector {
    let from = f64::from(month - 1) * 30.0;
    let to = from + 30.0;
    // The gap between sectors is equally wide along both rims.
    let rim = |degrees: f64, radius: f64, side: f64| {
        at(degrees + side * (GAP / radius).to_degrees(), radius)
    };
    let outer = [rim(from, OUTER, 1.0), rim(to, OUTER, -1.0)];
    let inner = [rim(to, INNER, -1.0), rim(from, INNER, 1.0)];
    let path = format!(
        "M{:.1} {:.1}A{OUTER} {OUTER} 0 0 1 {:.1} {:.1}L{:.1} {:.1}A{INNER} {INNER} 0 0 0 {:.1} {:.1}Z",
        outer[0].0,
        outer[0].1,
        outer[1].0,
        outer[1].1,
        inner[0].0,
        inner[0].1,
        inner[1].0,
        inner[1].1
    );
    let (x, y) = at(from + 15.0, LABELS);
    Sector {
        month,
        state,
        path,
        label: (x, y + 5.0),
    }
}

fn marker(degrees: f64) -> Today {
    let (tip, left, right) = (
        at(degrees, 101.0),
        at(degrees - 4.5, 87.0),
        at(degrees + 4.5, 87.0),
    );
    let path = format!(
        "M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z",
        tip.0, tip.1, left.0, left.1, right.0, right.1
    );
    let (x, y) = at(degrees, 68.0);
    Today {
        path,
        label: (x, y + 5.0),
    }
}

/// January begins at the top; a month is thirty degrees.
fn degrees_of(date: Date) -> f64 {
    let share = (f64::from(date.day()) - 1.0) / f64::from(date.days_in_month());
    (f64::from(date.month()) - 1.0 + share) * 30.0
}

/// Pushes events that would overlap forward, then back from the end of the year.
fn spread(degrees: &mut [f64]) {
    for idx in 1..degrees.len() {
        degrees[idx] = degrees[idx].max(degrees[idx - 1] + EVENT_STEP);
    }
    let mut limit = 360.0 - EVENT_STEP / 2.0;
    for place in degrees.iter_mut().rev() {
        *place = place.min(limit);
        limit = *place - EVENT_STEP;
    }
}

fn at(degrees: f64, radius: f64) -> (f64, f64) {
    let angle = (degrees - 90.0) / 360.0 * TAU;
    (MIDDLE + radius * angle.cos(), MIDDLE + radius * angle.sin())
}

#[cfg(test)]
mod tests {
    use shared::meeting::StationKind;

    use super::*;

    fn event(month: i8, day: i8) -> WheelEvent {
        let date = Date::new(2026, month, day).unwrap();
        WheelEvent {
            year: 2026,
            month_from: 1,
            month_to: 1,
            kind: StationKind::Other,
            title: String::new(),
            date,
            done: false,
            responsible: None,
            meeting: None,
        }
    }

    #[test]
    fn the_year_begins_at_the_top_and_runs_with_the_clock() {
        let events = [event(1, 1), event(4, 1), event(7, 1)];
        let wheel = wheel(
            2026,
            &events.iter().collect::<Vec<_>>(),
            Date::new(2026, 10, 12).unwrap(),
        );
        let expected = [(200.0, 26.0), (374.0, 200.0), (200.0, 374.0)];
        assert_eq!(wheel.events.len(), expected.len());
        for (place, expected) in wheel.events.iter().zip(expected) {
            let is_near = |a: f64, b: f64| (a - b).abs() < 0.5;
            assert!(
                is_near(place.0, expected.0) && is_near(place.1, expected.1),
                "{place:?}"
            );
        }
        assert_eq!(wheel.sectors[8].state, MonthState::Past);
        assert_eq!(wheel.sectors[9].state, MonthState::Now);
        assert_eq!(wheel.sectors[10].state, MonthState::Ahead);
        assert!(wheel.today.is_some());
    }

    #[test]
    fn events_on_one_day_step_aside_and_stay_in_the_year() {
        let mut places = [350.0, 351.0, 352.0];
        spread(&mut places);
        assert!(places[2] < 360.0);
        assert!(
            places[1] - places[0] >= EVENT_STEP - 1e-9
                && places[2] - places[1] >= EVENT_STEP - 1e-9
        );
    }
}
