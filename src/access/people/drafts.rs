//! Forms about colleagues, as typed.

use super::rules::{self, Refusal};
use crate::{
    access::{Role, Roles},
    kernel::{draft::Faults, email::Email, ids::PractitionerId, name::PersonName, problem::Problem},
};
use serde::{Deserialize, Serialize};

/// Boxes to tick, one per role that can be given, and the diary column of a practitioner.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RolesDraft {
    /// Owner.
    pub owner: String,
    /// Manager.
    pub manager: String,
    /// Practitioner.
    pub practitioner: String,
    /// Front desk.
    pub receptionist: String,
    /// Billing clerk.
    pub billing: String,
    /// Auditor.
    pub auditor: String,
    /// The practitioner's column.
    pub column: String,
}

/// Roles that can be given to somebody who signs in on the staff side.
pub const GIVABLE: [Role; 6] =
    [Role::Owner, Role::Manager, Role::Practitioner, Role::Receptionist, Role::Billing, Role::Auditor];

impl RolesDraft {
    /// The form as it stands for somebody who has these.
    pub fn of(roles: &[Role], column: Option<PractitionerId>) -> RolesDraft {
        let tick = |role| if roles.contains(&role) { "true".to_owned() } else { String::new() };
        RolesDraft {
            owner: tick(Role::Owner),
            manager: tick(Role::Manager),
            practitioner: tick(Role::Practitioner),
            receptionist: tick(Role::Receptionist),
            billing: tick(Role::Billing),
            auditor: tick(Role::Auditor),
            column: column.map(|c| c.to_string()).unwrap_or_default(),
        }
    }

    /// Whether the role's box is ticked.
    pub fn ticked(&self, role: Role) -> bool {
        let text = match role {
            Role::Owner => &self.owner,
            Role::Manager => &self.manager,
            Role::Practitioner => &self.practitioner,
            Role::Receptionist => &self.receptionist,
            Role::Billing => &self.billing,
            Role::Auditor => &self.auditor,
            Role::Patient => return false,
        };
        !text.is_empty()
    }

    /// The roles, which go together, and the column a practitioner needs. Fault fields: `roles`, `column`.
    pub fn check(&self, faults: &mut Faults) -> Option<(Roles, Option<PractitionerId>)> {
        let roles = GIVABLE.into_iter().filter(|r| self.ticked(*r)).fold(Roles::default(), Roles::with);
        let fit = faults.take("roles", rules::go_together(roles).map_err(Refusal::code));
        let column = if roles.has(Role::Practitioner) {
            Some(faults.take("column", self.column.trim().parse().map_err(|_| "choose"))?)
        } else {
            None
        };
        fit.map(|()| (roles, column))
    }
}

/// The form that invites.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InviteDraft {
    /// Name as colleagues will see it.
    pub name: String,
    /// Sign-in name to be.
    pub email: String,
    /// As what.
    #[serde(flatten)]
    pub roles: RolesDraft,
}

/// A checked invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invite {
    /// Name as colleagues will see it.
    pub name: PersonName,
    /// Sign-in name to be.
    pub email: Email,
    /// As what.
    pub roles: Roles,
    /// The practitioner's column.
    pub column: Option<PractitionerId>,
}

impl InviteDraft {
    /// Everything that is wrong at once.
    pub fn check(&self) -> Result<Invite, Problem> {
        let mut faults = Faults::default();
        let name = faults.take("name", PersonName::parse(&self.name).map_err(|e| e.code()));
        let email = faults.take("email", Email::parse(&self.email).map_err(|e| e.code()));
        let roles = self.roles.check(&mut faults);
        match (name, email, roles, faults.is_empty()) {
            (Some(name), Some(email), Some((roles, column)), true) => Ok(Invite { name, email, roles, column }),
            (_, _, _, _) => Err(faults.problem()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_form_is_told_everything_at_once() {
        let problem = InviteDraft::default().check().expect_err("nothing was filled in");
        assert_eq!(problem.about("name"), Some("empty"));
        assert_eq!(problem.about("email"), Some("empty"));
        assert_eq!(problem.about("roles"), Some("choose"));
    }

    #[test]
    fn a_practitioner_needs_a_column_and_others_have_none() {
        let mut draft =
            InviteDraft { name: "Thandi Mokoena".into(), email: "t@x.co.za".into(), ..InviteDraft::default() };
        draft.roles.practitioner = "true".into();
        assert_eq!(draft.check().expect_err("no column").about("column"), Some("choose"));
        draft.roles.practitioner = String::new();
        draft.roles.receptionist = "true".into();
        draft.roles.column = uuid::Uuid::nil().to_string();
        assert_eq!(draft.check().map(|i| i.column), Ok(None));
    }

    #[test]
    fn boxes_survive_the_form() {
        let draft = RolesDraft::of(&[Role::Owner, Role::Practitioner], Some(PractitionerId(uuid::Uuid::nil())));
        assert!(draft.ticked(Role::Owner) && draft.ticked(Role::Practitioner) && !draft.ticked(Role::Billing));
    }
}
