//! What the screens about colleagues show.

use super::drafts::{InviteDraft, RolesDraft};
use crate::{
    access::Role,
    kernel::{
        ids::{InvitationId, PersonId, PractitionerId},
        problem::Problem,
    },
};
use serde::{Deserialize, Serialize};

/// Somebody who works here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    /// Who.
    pub id: PersonId,
    /// Name as colleagues see it.
    pub name: String,
    /// Sign-in name.
    pub email: String,
    /// As what.
    pub roles: Vec<Role>,
    /// Their column in the diary.
    pub practitioner: Option<PractitionerId>,
    /// May not sign in.
    pub suspended: bool,
    /// The one who is looking.
    pub you: bool,
    /// Signs in for the first time still.
    pub first: bool,
    /// Signing in asks them for more than the password.
    pub has_factor: bool,
}

/// Somebody who was asked to join and has not yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    /// Which invitation.
    pub id: InvitationId,
    /// Name as the one who invited wrote it.
    pub name: String,
    /// Sign-in name to be.
    pub email: String,
    /// As what.
    pub roles: Vec<Role>,
    /// Until when the link works, practice time.
    pub until: String,
}

/// Everybody who works here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeoplePage {
    /// By name.
    pub people: Vec<Colleague>,
    /// The latest first.
    pub invited: Vec<Invited>,
    /// The one who looks could invite.
    pub may_invite: bool,
    /// The one who looks could change or suspend.
    pub may_change: bool,
    /// What is wrong.
    pub problem: Option<Problem>,
}

/// A column of the diary that somebody may be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Whose.
    pub id: PractitionerId,
    /// As the diary names it.
    pub name: String,
}

/// The page that invites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitePage {
    /// As typed.
    pub draft: InviteDraft,
    /// Roles the one who invites may give.
    pub roles: Vec<Role>,
    /// Columns nobody has.
    pub columns: Vec<Column>,
    /// What is wrong.
    pub problem: Option<Problem>,
    /// The link, shown once; it is stored nowhere.
    pub link: Option<String>,
}

/// One colleague, with what may be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColleaguePage {
    /// Who.
    pub who: Colleague,
    /// As ticked.
    pub draft: RolesDraft,
    /// Roles the one who looks may give.
    pub roles: Vec<Role>,
    /// Columns nobody else has.
    pub columns: Vec<Column>,
    /// The one who looks could end their second factor.
    pub may_reset: bool,
    /// Why nothing can be changed here, as the code of a refusal.
    pub hands_off: Option<String>,
    /// What is wrong.
    pub problem: Option<Problem>,
}
