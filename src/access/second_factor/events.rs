//! What happens to second factors.

use crate::{kernel::ids::PersonId, platform::cx::Event};
use serde::Serialize;

/// Somebody has a second factor from now on.
#[derive(Debug, Serialize)]
pub struct FactorOn {
    /// Who.
    #[serde(skip)]
    pub person: PersonId,
    /// In place of another.
    pub again: bool,
    /// Open sessions elsewhere that ended with it.
    pub ended: u64,
}

impl Event for FactorOn {
    const KIND: &'static str = "person.second_factor_on";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}

/// Somebody is shown a secret for an app.
#[derive(Debug, Serialize)]
pub struct FactorBegun {
    /// Who.
    #[serde(skip)]
    pub person: PersonId,
}

impl Event for FactorBegun {
    const KIND: &'static str = "person.second_factor_begun";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}

/// Somebody has no second factor any more.
#[derive(Debug, Serialize)]
pub struct FactorOff {
    /// Who.
    #[serde(skip)]
    pub person: PersonId,
    /// Open sessions elsewhere that ended with it.
    pub ended: u64,
}

impl Event for FactorOff {
    const KIND: &'static str = "person.second_factor_off";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}

/// Somebody has new recovery codes; the earlier ones are worth nothing.
#[derive(Debug, Serialize)]
pub struct RecoveryCodesMade {
    /// Who.
    #[serde(skip)]
    pub person: PersonId,
}

impl Event for RecoveryCodesMade {
    const KIND: &'static str = "person.recovery_codes_made";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}

/// What signing in asks of everybody changed.
#[derive(Debug, Serialize)]
pub struct SecurityChanged {
    /// The practice.
    #[serde(skip)]
    pub practice: uuid::Uuid,
    /// A second factor is asked for.
    pub second_factor: bool,
    /// With so many days of grace.
    pub days: i32,
}

impl Event for SecurityChanged {
    const KIND: &'static str = "practice.security_changed";
    fn subject(&self) -> uuid::Uuid {
        self.practice
    }
}

/// Somebody looked at what they were told.
#[derive(Debug, Serialize)]
pub struct NoticesSeen {
    /// Who.
    #[serde(skip)]
    pub person: PersonId,
    /// How many.
    pub seen: u64,
}

impl Event for NoticesSeen {
    const KIND: &'static str = "person.notices_seen";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}
