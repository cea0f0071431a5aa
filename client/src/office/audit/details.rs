//! The log's fields and values in the reader's words. What is not known here is shown as it was written.

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use shared::meeting::{MeetingForm, MeetingState};
use shared::rights::Role;

use crate::dates;
use crate::words::Words;

/// "Sted: fra «…» til «…»".
pub fn says(words: Words, field: &str, before: &str, after: &str) -> String {
    let (before, after) = (value(words, before), value(words, after));
    let field = name(words, field);
    match (before.is_empty(), after.is_empty()) {
        (true, true) => field,
        (true, false) => words.audit_set(&field, &after),
        (false, true) => words.audit_unset(&field, &before),
        (false, false) => words.audit_changed(&field, &before, &after),
    }
}

fn name(words: Words, field: &str) -> String {
    if let Some(station) = field.strip_suffix(", done") {
        return words.station_is_done(station);
    }
    let known = match field {
        "name" => words.person_name(),
        "role" => words.person_role(),
        "title" => words.person_title(),
        "represents" => words.person_represents(),
        "since" => words.person_since(),
        "until" => words.person_until(),
        "municipality" => words.programme_municipality(),
        "county_authority" => words.programme_county(),
        "organisation_form" => words.programme_form(),
        "language_form" => words.programme_language(),
        "first_year" => words.programme_first_year(),
        "n_years" => words.programme_n_years(),
        "current_year" => words.programme_current_year(),
        "vision" => words.programme_vision(),
        "summary" => words.programme_summary(),
        "retention.former_people" => words.retention_people(),
        "retention.attendance" => words.retention_attendance(),
        "retention.audit" => words.retention_audit(),
        "retention.scores" => words.pap_retention_scores(),
        "stations" => words.audit_stations(),
        "date" | "meeting" => words.date(),
        "last_date" => words.last_day(),
        "start" => words.from(),
        "end" => words.to(),
        "place" => words.place(),
        "meeting_form" => words.form_of_meeting(),
        "info" => words.practical(),
        "run_sheet" => words.the_day(),
        "observers_score" => words.setting_score(),
        "observers_write" => words.setting_write(),
        "manager_gives_dots" => words.setting_dots(),
        "participants" => words.participants(),
        "state" => words.meeting_state(),
        "is_coming" => words.audit_is_coming(),
        "seated_for" => words.audit_seat(),
        "may_lead" => words.audit_may_lead(),
        other => return other.to_owned(),
    };
    known.to_owned()
}

fn value(words: Words, value: &str) -> String {
    let known = match value {
        "true" => Some(words.yes()),
        "false" => Some(words.no()),
        "nb" => Some("Bokmål"),
        "nn" => Some("Nynorsk"),
        _ => None,
    };
    if let Some(known) = known {
        return known.to_owned();
    }
    if let Ok(date) = value.parse::<Date>() {
        return dates::day_month_year(words, date);
    }
    if let Some(role) = read::<Role>(value) {
        return words.role(role).to_owned();
    }
    if let Some(state) = read::<MeetingState>(value) {
        return state_name(words, state).to_owned();
    }
    match read::<MeetingForm>(value) {
        Some(MeetingForm::InPerson) => words.in_person().to_owned(),
        Some(MeetingForm::Remote) => words.remote().to_owned(),
        Some(MeetingForm::Mixed) => words.mixed().to_owned(),
        None => value.to_owned(),
    }
}

fn state_name(words: Words, state: MeetingState) -> &'static str {
    match state {
        MeetingState::Planned => words.tag_planned(),
        MeetingState::Open => words.tag_open(),
        MeetingState::Running => words.tag_running(),
        MeetingState::Closed => words.tag_closed(),
    }
}

fn read<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}
