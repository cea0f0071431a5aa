//! What may change the rights of those who are connected.

use shared::id::{DeviceId, MeetingId, PlanId, ProgrammeId};

/// Something that may change what those connected may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccessChange {
    SessionEnded(DeviceId),
    /// A person or a meeting of this programme is another now.
    Programme(ProgrammeId),
    /// What has happened in this meeting changes who may write in its documents.
    Meeting(MeetingId),
    /// What was decided about this plan changes who may write in its documents.
    Plan(PlanId),
}
