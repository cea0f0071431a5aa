//! The programme, its people, its year, and what is kept about oneself.

use shared::rights::Act;
use shared::view::{
    ActivityChange, AuditView, CalendarAddress, InvitationRequest, InvitationsSent, MailsView,
    MeView, PeopleAdded, PeopleView, PersonDraft, ProgrammeDraft, ProgrammeView, WheelChange,
};

use super::route::{Group, Route};

const MANAGE: Act = Act::ManageProgramme;

pub fn programme() -> Group {
    let routes = vec![
        Route::get(
            "/api/programme",
            "The programme, its people, meetings and year",
        )
        .gives::<ProgrammeView>(200, "Everything the home page needs"),
        Route::put("/api/programme", "Changes the programme")
            .for_whom(MANAGE)
            .takes::<ProgrammeDraft>()
            .gives_nothing(204, "Stored")
            .refuses(409, "changed-meanwhile")
            .refuses(422, "invalid"),
        Route::put("/api/wheel", "Changes the whole year wheel")
            .for_whom(MANAGE)
            .takes::<WheelChange>()
            .gives_nothing(204, "Stored")
            .refuses(409, "changed-meanwhile")
            .refuses(422, "invalid"),
        Route::get(
            "/api/audit",
            "Who changed people, rights and settings, newest first",
        )
        .for_whom(Act::ReadAudit)
        .asks("before", "only what is older than this time")
        .gives::<AuditView>(200, "One page, and where the next one begins")
        .refuses(404, "not-found"),
    ];
    Group {
        name: "Programme",
        about: "The programme a signed-in person belongs to. Nobody sees another.",
        routes,
    }
}

pub fn people() -> Group {
    let routes = vec![
        Route::get(
            "/api/people",
            "Everybody, with addresses, seats and devices",
        )
        .for_whom(MANAGE)
        .gives::<PeopleView>(200, "The active and those who have left"),
        Route::post("/api/people", "Adds people: all of them or none")
            .for_whom(MANAGE)
            .takes_list::<PersonDraft>()
            .gives::<PeopleAdded>(201, "Their ids, in the order of the drafts")
            .refuses(409, "changed-meanwhile")
            .refuses(422, "invalid"),
        Route::put("/api/people/{person}", "Changes a person")
            .for_whom(MANAGE)
            .takes::<PersonDraft>()
            .gives_nothing(
                204,
                "Stored; whoever is connected has the new rights at once",
            )
            .refuses(404, "not-found")
            .refuses(409, "changed-meanwhile")
            .refuses(422, "invalid"),
        Route::post("/api/people/{person}/activity", "Ends or takes up a role")
            .for_whom(MANAGE)
            .takes::<ActivityChange>()
            .gives_nothing(204, "Stored; whoever has left is signed out")
            .refuses(404, "not-found")
            .refuses(409, "changed-meanwhile")
            .refuses(422, "invalid"),
        Route::post(
            "/api/people/{person}/erase",
            "Forgets a person; their texts stay",
        )
        .for_whom(MANAGE)
        .gives_nothing(204, "Forgotten")
        .refuses(404, "not-found")
        .refuses(409, "changed-meanwhile")
        .refuses(422, "invalid"),
    ];
    let mut routes = routes;
    routes.extend(mails());
    Group {
        name: "People",
        about: "Setting up who takes part.",
        routes,
    }
}

fn mails() -> Vec<Route> {
    vec![
        Route::post("/api/invitations", "Mails personal links")
            .for_whom(MANAGE)
            .takes::<InvitationRequest>()
            .gives::<InvitationsSent>(200, "How it went, for each person")
            .refuses(404, "not-found")
            .refuses(404, "meeting-unknown"),
        Route::get("/api/mails", "The mails in the folder, newest first")
            .for_whom(MANAGE)
            .gives::<MailsView>(200, "Empty when there is a mail server")
            .refuses(500, "mails-unreadable"),
    ]
}

pub fn oneself() -> Group {
    let routes = vec![
        Route::get("/api/me", "Oneself, one's devices and how much is kept")
            .gives::<MeView>(200, "What is kept about the one who asks")
            .refuses(403, "locked"),
        Route::get(
            "/api/me/export",
            "Everything that is kept about oneself, as a file",
        )
        .gives_other(
            "application/json",
            "For people to read; its shape may change",
        )
        .refuses(403, "locked"),
        Route::post("/api/me/erase", "Forgets oneself; the texts stay")
            .gives_nothing(204, "Forgotten, and signed out everywhere")
            .refuses(403, "locked")
            .refuses(409, "changed-meanwhile")
            .refuses(422, "invalid"),
        Route::post("/api/me/calendar", "A new address for one's calendar")
            .gives::<CalendarAddress>(201, "Shown this once; the one before is good no more")
            .refuses(403, "locked"),
        Route::delete("/api/me/calendar", "Ends the calendar's address")
            .gives_nothing(204, "There is none any more")
            .refuses(403, "locked"),
        Route::get("/kalender/{file}", "One's year as a calendar: `TOKEN.ics`")
            .for_anyone()
            .gives_other(
                "text/calendar",
                "iCalendar; the address itself is the secret",
            )
            .refuses(404, "not-found"),
    ];
    Group {
        name: "Oneself",
        about: "What is kept about the one who asks, and ending that. Somebody who was let in as a person of the list is refused.",
        routes,
    }
}
