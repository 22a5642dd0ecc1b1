//! What happens to colleagues' accounts.

use crate::{
    kernel::ids::{InvitationId, PersonId},
    platform::cx::Event,
};
use serde::Serialize;

/// Somebody was asked to join.
#[derive(Debug, Serialize)]
pub struct Invited {
    /// By which invitation.
    #[serde(skip)]
    pub invitation: InvitationId,
    /// As what.
    pub roles: Vec<&'static str>,
}

impl Event for Invited {
    const KIND: &'static str = "person.invited";
    fn subject(&self) -> uuid::Uuid {
        self.invitation.0
    }
}

/// An invitation was taken back.
#[derive(Debug, Serialize)]
pub struct InvitationWithdrawn {
    /// Which.
    #[serde(skip)]
    pub invitation: InvitationId,
}

impl Event for InvitationWithdrawn {
    const KIND: &'static str = "person.invitation_withdrawn";
    fn subject(&self) -> uuid::Uuid {
        self.invitation.0
    }
}

/// Somebody may not sign in any more.
#[derive(Debug, Serialize)]
pub struct Suspended {
    /// Who.
    #[serde(skip)]
    pub person: PersonId,
    /// Open sessions that ended with it.
    pub ended: u64,
}

impl Event for Suspended {
    const KIND: &'static str = "person.suspended";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}

/// Somebody may sign in again.
#[derive(Debug, Serialize)]
pub struct Unsuspended {
    /// Who.
    #[serde(skip)]
    pub person: PersonId,
}

impl Event for Unsuspended {
    const KIND: &'static str = "person.unsuspended";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}

/// Somebody is something else to the practice.
#[derive(Debug, Serialize)]
pub struct RolesChanged {
    /// Who.
    #[serde(skip)]
    pub person: PersonId,
    /// As what before.
    pub before: Vec<&'static str>,
    /// As what now.
    pub after: Vec<&'static str>,
    /// Open sessions that ended with it.
    pub ended: u64,
}

impl Event for RolesChanged {
    const KIND: &'static str = "person.roles_changed";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}

/// Somebody's second factor was ended by somebody else, because the phone is gone.
#[derive(Debug, Serialize)]
pub struct FactorReset {
    /// Whose.
    #[serde(skip)]
    pub person: PersonId,
    /// Open sessions that ended with it.
    pub ended: u64,
}

impl Event for FactorReset {
    const KIND: &'static str = "person.second_factor_reset";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}

/// Somebody was signed out everywhere by somebody else.
#[derive(Debug, Serialize)]
pub struct SignedOutEverywhere {
    /// Who.
    #[serde(skip)]
    pub person: PersonId,
    /// Open sessions that ended.
    pub ended: u64,
}

impl Event for SignedOutEverywhere {
    const KIND: &'static str = "person.signed_out_by_other";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}
