//! Changes of the programme, its people, its year and its meetings, each with the audit rows that tell of it.
//!
//! All changes of one programme wait for each other, on every server, so what is checked here stays true until it is stored.

use shared::id::{MeetingId, PersonId, ProgrammeId};
use shared::meeting::{Meeting, MeetingState, WheelEvent};
use shared::programme::{Person, Programme};
use shared::time::Timestamp;

use super::StoreError;
use super::audit::{self, NewAudit};
use super::database::Connection;
use super::import::{self, NewDocument, NewPerson};
use super::log::LogRow;
use super::plans::StoredPlan;
use super::roster::Known;
use super::{attendance, log, meetings, plans, privacy, programmes, roster};
use crate::secret::TokenHash;

/// A change, and what the audit log says of it.
#[derive(Debug, Clone)]
pub struct HouseWrite {
    pub programme: ProgrammeId,
    pub change: HouseChange,
    pub audit: Vec<NewAudit>,
}

/// Nothing is written, and the answer is false, when a change does not fit what is stored by now.
#[derive(Debug, Clone)]
pub enum HouseChange {
    /// False when an address is taken.
    AddPeople(Vec<NewPerson>),
    /// False when the person is not as they `was`, the address is taken, or nobody would be left to manage the programme. Who is
    /// no longer active is signed out; links sent to another address are good no more.
    SavePerson {
        person: NewPerson,
        is_active: bool,
        was: Known,
    },
    /// `person` as they are called from now on. False as for `SavePerson`.
    ErasePerson {
        person: Person,
        at: Timestamp,
    },
    SaveProgramme(Box<Programme>),
    /// The whole year wheel.
    SaveWheel(Vec<WheelEvent>),
    AddMeeting {
        meeting: Box<Meeting>,
        documents: Vec<NewDocument>,
    },
    /// False when there is a plan of this kind and year.
    AddPlan {
        plan: Box<StoredPlan>,
        documents: Vec<NewDocument>,
        /// The first row of its docket.
        begun: LogRow,
    },
    /// A meeting's form. `fence` is the next row of what happens in the meeting, which says nothing: when something has
    /// happened since the form was found unused, that is a conflict, and who decides meanwhile reads the new form first.
    SaveForm {
        meeting: Box<Meeting>,
        was: u32,
        fence: LogRow,
    },
    /// False when the stored meeting has another version than `was`. Who is still here when it closes left then.
    SaveMeeting {
        meeting: Box<Meeting>,
        was: u32,
    },
    /// With all that was said and written in it. False when it is no rehearsal.
    DeleteRehearsal(MeetingId),
    /// The feed's old address is good no more.
    OpenCalendar {
        person: PersonId,
        token: TokenHash,
        at: Timestamp,
    },
    /// False when there was none.
    CloseCalendar(PersonId),
    /// Deletes what has been kept long enough; false when there was nothing.
    Forget {
        rows_before: Timestamp,
        audit_before: Timestamp,
    },
}

pub async fn carry_out(
    connection: &mut Connection<'_>,
    write: &HouseWrite,
) -> Result<bool, StoreError> {
    let HouseWrite {
        programme,
        change,
        audit,
    } = write;
    if !programmes::lock(connection, programme).await? {
        return Ok(false);
    }
    let is_done = apply(connection, programme, change).await?;
    if is_done {
        for row in audit {
            audit::insert(connection, row).await?;
        }
    }
    Ok(is_done)
}

async fn apply(
    connection: &mut Connection<'_>,
    programme: &ProgrammeId,
    change: &HouseChange,
) -> Result<bool, StoreError> {
    match change {
        HouseChange::AddPeople(people) => roster::add(connection, programme, people).await,
        HouseChange::SavePerson {
            person,
            is_active,
            was,
        } => roster::save(connection, programme, person, *is_active, was).await,
        HouseChange::ErasePerson { person, at } => {
            roster::erase(connection, programme, person, *at).await
        }
        HouseChange::SaveProgramme(programme) => programmes::save(connection, programme).await,
        HouseChange::SaveWheel(events) => {
            programmes::save_wheel(connection, programme, events).await
        }
        HouseChange::AddMeeting { meeting, documents } => {
            import::insert_meeting(connection, programme, meeting).await?;
            add_documents(connection, documents).await
        }
        HouseChange::AddPlan {
            plan,
            documents,
            begun,
        } => Ok(plans::insert(connection, plan).await?
            && add_documents(connection, documents).await?
            && log::append(connection, begun).await?),
        HouseChange::SaveMeeting { meeting, was } => {
            if meetings::load_version(connection, &meeting.id).await? != Some(*was) {
                return Ok(false);
            }
            if let (MeetingState::Closed, Some(at)) = (meeting.state, meeting.state_since) {
                attendance::close(connection, &meeting.id, at).await?;
            }
            meetings::save(connection, meeting).await
        }
        HouseChange::SaveForm {
            meeting,
            was,
            fence,
        } => {
            if meetings::load_version(connection, &meeting.id).await? != Some(*was) {
                return Ok(false);
            }
            log::append_to_meeting(connection, fence).await?;
            meetings::save(connection, meeting).await
        }
        HouseChange::DeleteRehearsal(id) => {
            meetings::delete_rehearsal(connection, programme, id).await
        }
        HouseChange::OpenCalendar { person, token, at } => {
            privacy::open_calendar(connection, person, *token, *at).await
        }
        HouseChange::CloseCalendar(person) => privacy::close_calendar(connection, person).await,
        HouseChange::Forget {
            rows_before,
            audit_before,
        } => privacy::forget(connection, programme, *rows_before, *audit_before).await,
    }
}

async fn add_documents(
    connection: &mut Connection<'_>,
    documents: &[NewDocument],
) -> Result<bool, StoreError> {
    for document in documents {
        import::insert_document(connection, document).await?;
        log::append(connection, &document.seed).await?;
    }
    Ok(true)
}
