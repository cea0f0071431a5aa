//! The papers of a meeting: what was prepared, what came of it, and which of it holds something for the viewer now.

use shared::lobby::RoomView;
use shared::proceedings::state::ReportState;
use shared::rights::Act;

use crate::components::icon::Glyph;
use crate::words::Words;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    FactSheet,
    Results,
    Report,
    /// On paper, one for each who scores.
    ScoreSheets,
}

impl Paper {
    /// The last part of its address.
    pub fn page(self) -> &'static str {
        match self {
            Self::FactSheet => "faktaark",
            Self::Results => "resultat",
            Self::Report => "rapport",
            Self::ScoreSheets => "ark",
        }
    }

    pub fn glyph(self) -> Glyph {
        match self {
            Self::FactSheet | Self::Report => Glyph::FileText,
            Self::Results => Glyph::Table,
            Self::ScoreSheets => Glyph::BulletList,
        }
    }

    pub fn title(self, words: Words) -> &'static str {
        match self {
            Self::FactSheet => words.pap_fact_sheet(),
            Self::Results => words.ses_results(),
            Self::Report => words.ses_report(),
            Self::ScoreSheets => words.pap_sheets(),
        }
    }
}

/// The papers that hold something for the viewer, in the order of the day.
pub fn for_viewer(view: &RoomView) -> Vec<Paper> {
    let Some(day) = view.proceedings.as_ref().filter(|_| view.form.is_some()) else {
        return Vec::new();
    };
    let is_writer = is_writer(view);
    let has_sheet = is_writer || day.fact_sheet.sheet.is_some();
    let has_results = day.rounds.values().any(|round| round.reveal.is_some());
    let has_report = day.concluded_at.is_some() || day.report.state != ReportState::Draft;
    [
        (Paper::FactSheet, has_sheet),
        (Paper::ScoreSheets, is_writer && day.concluded_at.is_none()),
        (Paper::Results, has_results),
        (Paper::Report, has_report && may_read_report(view)),
    ]
    .into_iter()
    .filter_map(|(paper, is_there)| is_there.then_some(paper))
    .collect()
}

pub fn may_read_report(view: &RoomView) -> bool {
    let day = view.proceedings.as_ref();
    day.is_some_and(|day| day.report.is_open_to_me)
}

fn is_writer(view: &RoomView) -> bool {
    view.may.contains(&Act::LeadMeeting) || view.may.contains(&Act::ManageMeeting)
}
