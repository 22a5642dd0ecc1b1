//! What happens at the door and to one's own account.

use crate::{
    kernel::ids::{PersonId, SessionId},
    platform::cx::Event,
};
use serde::Serialize;

/// Somebody signed in, or opened a locked screen.
#[derive(Debug, Serialize)]
pub struct SignedIn {
    /// Who.
    #[serde(skip)]
    pub person: PersonId,
    /// In words.
    pub device: String,
    /// From where.
    pub address: String,
    /// A locked screen was opened, not a new one.
    pub unlocked: bool,
    /// By what the second factor was shown, `app` or `recovery`; empty without one.
    pub second: &'static str,
}

impl Event for SignedIn {
    const KIND: &'static str = "person.signed_in";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}

/// Somebody tried and was not let in. For names nobody has, nothing is written.
#[derive(Debug, Serialize)]
pub struct SignInRefused {
    /// Who was tried.
    #[serde(skip)]
    pub person: Option<PersonId>,
    /// `password`, `suspended` or `portal`.
    pub why: &'static str,
    /// In words.
    pub device: String,
    /// From where.
    pub address: String,
}

impl Event for SignInRefused {
    const KIND: &'static str = "person.sign_in_refused";
    fn subject(&self) -> uuid::Uuid {
        self.person.map_or(uuid::Uuid::nil(), |p| p.0)
    }
}

/// Somebody signed out.
#[derive(Debug, Serialize)]
pub struct SignedOut {
    /// Who.
    #[serde(skip)]
    pub person: PersonId,
}

impl Event for SignedOut {
    const KIND: &'static str = "person.signed_out";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}

/// Somebody ended sessions of their own on other screens.
#[derive(Debug, Serialize)]
pub struct SessionsEnded {
    /// Who.
    #[serde(skip)]
    pub person: PersonId,
    /// One, or all but this one.
    pub one: Option<SessionId>,
    /// How many were open.
    pub ended: u64,
}

impl Event for SessionsEnded {
    const KIND: &'static str = "person.sessions_ended";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}

/// Somebody chose a new password.
#[derive(Debug, Serialize)]
pub struct PasswordChanged {
    /// Who.
    #[serde(skip)]
    pub person: PersonId,
    /// In place of one that somebody else had chosen.
    pub first: bool,
}

impl Event for PasswordChanged {
    const KIND: &'static str = "person.password_changed";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}

/// Somebody took up an invitation.
#[derive(Debug, Serialize)]
pub struct Joined {
    /// Who.
    #[serde(skip)]
    pub person: PersonId,
    /// By which invitation.
    pub invitation: uuid::Uuid,
}

impl Event for Joined {
    const KIND: &'static str = "person.joined";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}

/// The password was right; the second factor is still to come.
#[derive(Debug, Serialize)]
pub struct HalfIn {
    /// Who.
    #[serde(skip)]
    pub person: PersonId,
}

impl Event for HalfIn {
    const KIND: &'static str = "person.half_signed_in";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}

/// A code was shown that was not right, or used before.
#[derive(Debug, Serialize)]
pub struct SecondRefused {
    /// Who.
    #[serde(skip)]
    pub person: PersonId,
    /// From where.
    pub address: String,
}

impl Event for SecondRefused {
    const KIND: &'static str = "person.second_factor_refused";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}

/// Somebody proved again who they are, because a deed asked for it.
#[derive(Debug, Serialize)]
pub struct Proved {
    /// Who.
    #[serde(skip)]
    pub person: PersonId,
    /// By `password`, `app` or `recovery`.
    pub how: &'static str,
}

impl Event for Proved {
    const KIND: &'static str = "person.proved";
    fn subject(&self) -> uuid::Uuid {
        self.person.0
    }
}
