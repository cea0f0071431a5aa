//! Meetings: reading and setting up.

use shared::proceedings::formal::minutes::MinutesPage;
use shared::report::ReportPage;
use shared::rights::Act;
use shared::view::{
    FormChange, FormView, MeetingDraft, MeetingSaved, MeetingView, Nest, ParticipantChange,
    StateChange, TemplatesView,
};

use super::route::{Group, Route};

const MANAGE: Act = Act::ManageMeeting;

pub fn meetings() -> Group {
    let mut routes = reading();
    routes.extend(setting_up());
    routes.extend(rehearsing());
    routes.extend(papers());
    Group {
        name: "Meetings",
        about: "Reading a meeting, and setting it up.",
        routes,
    }
}

fn reading() -> Vec<Route> {
    vec![
        Route::get("/api/meetings/{key}", "One meeting, by id or by its code")
            .for_whom(Act::ReadMaterial)
            .gives::<MeetingView>(200, "The meeting and what a participant needs")
            .refuses(403, "not-allowed")
            .refuses(404, "meeting-unknown"),
        Route::get(
            "/api/meetings/{key}/calendar.ics",
            "A meeting as a calendar file",
        )
        .for_whom(Act::ReadMaterial)
        .gives_other("text/calendar", "iCalendar")
        .refuses(404, "meeting-unknown"),
        Route::get(
            "/qr/{file}",
            "The address of a meeting as a picture: `CODE.svg`",
        )
        .for_anyone()
        .gives_other(
            "image/svg+xml",
            "For any six digits, whether or not they are a meeting's",
        )
        .refuses(404, "not-found"),
    ]
}

fn rehearsing() -> Vec<Route> {
    const REHEARSAL: &str = "/api/meetings/{key}/rehearsal";
    vec![
        Route::post(
            REHEARSAL,
            "Begins a rehearsal of a meeting, by id, with made-up participants",
        )
        .for_whom(MANAGE)
        .gives::<MeetingSaved>(201, "A meeting of its own that stands in no list")
        .refuses(404, "meeting-unknown"),
        Route::put(REHEARSAL, "How the made-up participants are from now on")
            .for_whom(MANAGE)
            .takes::<Nest>()
            .gives_nothing(204, "They are so")
            .refuses(404, "meeting-unknown"),
        Route::delete(REHEARSAL, "Ends a rehearsal; nothing of it is left")
            .for_whom(MANAGE)
            .gives_nothing(204, "It is gone")
            .refuses(404, "meeting-unknown"),
    ]
}

fn setting_up() -> Vec<Route> {
    vec![
        Route::get("/api/templates", "What a meeting can be made from")
            .for_whom(MANAGE)
            .gives::<TemplatesView>(200, "For the programme's year"),
        Route::post("/api/meetings", "Makes a meeting from a template")
            .for_whom(MANAGE)
            .takes::<MeetingDraft>()
            .gives::<MeetingSaved>(201, "Planned; nobody can join yet")
            .refuses(409, "changed-meanwhile")
            .refuses(422, "invalid"),
        Route::put("/api/meetings/{key}", "Changes a meeting, by id")
            .for_whom(MANAGE)
            .takes::<MeetingDraft>()
            .gives::<MeetingSaved>(200, "Stored, under the next version")
            .refuses(404, "meeting-unknown")
            .refuses(409, "changed-meanwhile")
            .refuses(422, "invalid"),
        Route::post(
            "/api/meetings/{key}/state",
            "Takes a meeting one step on or back",
        )
        .for_whom(MANAGE)
        .takes::<StateChange>()
        .gives::<MeetingSaved>(200, "What is so already is no error")
        .refuses(404, "meeting-unknown")
        .refuses(409, "changed-meanwhile"),
        Route::put(
            "/api/meetings/{key}/participants/{person}",
            "Who comes, who sits for whom, and who leads",
        )
        .for_whom(Act::ReceivePeople)
        .takes::<ParticipantChange>()
        .gives_nothing(
            204,
            "Stored; to lead is given by whoever may set the meeting up",
        )
        .refuses(404, "meeting-unknown")
        .refuses(409, "changed-meanwhile")
        .refuses(422, "invalid"),
    ]
}

fn papers() -> Vec<Route> {
    vec![
        Route::get("/api/meetings/{key}/form", "The meeting's own form, by id")
            .for_whom(MANAGE)
            .gives::<FormView>(200, "With what it could be made from instead")
            .refuses(404, "meeting-unknown"),
        Route::put(
            "/api/meetings/{key}/form",
            "Changes the meeting's form, until the first score is given",
        )
        .for_whom(MANAGE)
        .takes::<FormChange>()
        .gives::<MeetingSaved>(200, "Stored, under the meeting's next version")
        .refuses(403, "locked")
        .refuses(404, "meeting-unknown")
        .refuses(409, "changed-meanwhile")
        .refuses(409, "form-in-use")
        .refuses(422, "invalid")
        .refuses(503, "room-not-ready"),
        Route::get(
            "/api/meetings/{key}/report",
            "The report of a status review, by the meeting's id or code",
        )
        .for_whom(Act::ReadMaterial)
        .gives::<ReportPage>(
            200,
            "A draft for those who finish it, one in review for its readers too, a final one for all who read the material",
        )
        .refuses(403, "not-allowed")
        .refuses(404, "meeting-unknown")
        .refuses(409, "texts-missing"),
        Route::get(
            "/api/meetings/{key}/minutes",
            "The minutes of a meeting's formal part, by the meeting's id or code",
        )
        .for_whom(Act::ReadMaterial)
        .gives::<MinutesPage>(
            200,
            "As they stand, or as they were approved; without the closed items the one who asks was not to hear",
        )
        .refuses(403, "not-allowed")
        .refuses(404, "meeting-unknown"),
        Route::get(
            "/api/meetings/{key}/minutes/public",
            "The version for everybody: it leaves closed items out, and says so",
        )
        .for_whom(Act::ReadMaterial)
        .gives::<MinutesPage>(200, "Of a closed item its number and its legal basis")
        .refuses(403, "not-allowed")
        .refuses(404, "meeting-unknown"),
    ]
}
