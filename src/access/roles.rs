//! Roles, sets of roles, and the person acting.

use crate::kernel::ids::{PatientId, PersonId, PracticeId, PractitionerId, SessionId};
use serde::{Deserialize, Serialize};

/// What someone is to a practice (domain: people and access, section 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Owner or administrator.
    Owner,
    /// Practice manager.
    Manager,
    /// Treats patients; linked to a column in the diary.
    Practitioner,
    /// Front desk.
    Receptionist,
    /// Billing clerk.
    Billing,
    /// Reads, never changes.
    Auditor,
    /// A patient or proxy in the portal; never a staff session.
    Patient,
}

impl Role {
    /// All roles, in the order of the policy's columns.
    pub const ALL: [Role; 7] = [
        Role::Owner,
        Role::Manager,
        Role::Practitioner,
        Role::Receptionist,
        Role::Billing,
        Role::Auditor,
        Role::Patient,
    ];

    /// The word stored in the database.
    pub fn key(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Manager => "manager",
            Role::Practitioner => "practitioner",
            Role::Receptionist => "receptionist",
            Role::Billing => "billing",
            Role::Auditor => "auditor",
            Role::Patient => "patient",
        }
    }

    /// The word on screen.
    pub fn word(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Manager => "manager",
            Role::Practitioner => "practitioner",
            Role::Receptionist => "receptionist",
            Role::Billing => "billing clerk",
            Role::Auditor => "auditor",
            Role::Patient => "patient",
        }
    }

    /// From the stored word.
    pub fn from_key(key: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|r| r.key() == key)
    }
}

/// The roles one person holds; what they may do is the union.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles(u8);

impl Roles {
    /// Adds one.
    pub fn with(self, role: Role) -> Roles {
        Roles(self.0 | 1 << role as u8)
    }

    /// Whether it is among them.
    pub fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    /// Those held, in the order of [`Role::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |r| self.has(*r))
    }

    /// From stored words; unknown ones are left out.
    pub fn from_keys<S: AsRef<str>>(keys: &[S]) -> Roles {
        keys.iter().filter_map(|k| Role::from_key(k.as_ref())).fold(Roles::default(), Roles::with)
    }
}

impl From<Role> for Roles {
    fn from(role: Role) -> Roles {
        Roles::default().with(role)
    }
}

/// The person acting in one request, as the session says right now.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Who.
    pub person: PersonId,
    /// In which practice.
    pub practice: PracticeId,
    /// As what.
    pub roles: Roles,
    /// The person's own diary column, for practitioners.
    pub practitioner: Option<PractitionerId>,
    /// The person's own file, for patients in the portal.
    pub patient: Option<PatientId>,
    /// The signed-in browser; `None` for named jobs and the command line.
    pub session: Option<SessionId>,
    /// Name as shown to colleagues.
    pub name: String,
}

impl Actor {
    /// `Sipho Dlamini` as `SD`, for marks beside changes.
    pub fn initials(&self) -> String {
        self.name.split_whitespace().filter_map(|w| w.chars().next()).collect()
    }
}
