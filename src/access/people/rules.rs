//! What may be done to colleagues. The policy says who may try; these say to whom, and what must stay true.

use crate::access::{Role, Roles};

/// Most owners a practice has.
pub const MOST_OWNERS: usize = 5;

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// One does not suspend oneself or change one's own roles.
    Oneself,
    /// Somebody must be able to open every door.
    LastOwner,
    /// A practice has at most five.
    OwnersFull,
    /// Whoever checks the others is none of them.
    AuditorAlone,
    /// Somebody without a role could not do anything.
    NoRole,
    /// Owners and auditors are the owners' to change.
    AboveYou,
}

impl Refusal {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Refusal::Oneself => "oneself",
            Refusal::LastOwner => "last_owner",
            Refusal::OwnersFull => "owners_full",
            Refusal::AuditorAlone => "auditor_alone",
            Refusal::NoRole => "choose",
            Refusal::AboveYou => "above_you",
        }
    }
}

/// Whether one person can hold these.
pub fn go_together(roles: Roles) -> Result<(), Refusal> {
    match (roles.iter().count(), roles.has(Role::Auditor)) {
        (0, _) => Err(Refusal::NoRole),
        (n, true) if n > 1 => Err(Refusal::AuditorAlone),
        (_, _) => Ok(()),
    }
}

/// Whether somebody may give a role. A manager gives neither owner nor auditor.
pub fn may_give(actor: Roles, role: Role) -> bool {
    actor.has(Role::Owner) || !matches!(role, Role::Owner | Role::Auditor | Role::Patient)
}

/// Whether somebody may change or suspend a colleague at all.
pub fn may_touch(actor: Roles, oneself: bool, colleague: Roles) -> Result<(), Refusal> {
    if oneself {
        return Err(Refusal::Oneself);
    }
    if colleague.iter().all(|role| may_give(actor, role)) { Ok(()) } else { Err(Refusal::AboveYou) }
}

/// Whether these roles may be given to somebody.
pub fn may_give_all(actor: Roles, roles: Roles) -> Result<(), Refusal> {
    if roles.iter().all(|role| may_give(actor, role)) { Ok(()) } else { Err(Refusal::AboveYou) }
}

/// Whether an owner may go, when so many others can sign in.
pub fn owner_may_go(others: usize) -> Result<(), Refusal> {
    if others == 0 { Err(Refusal::LastOwner) } else { Ok(()) }
}

/// Whether there is room for one more, with those invited counted.
pub fn room_for_owner(owners: usize) -> Result<(), Refusal> {
    if owners >= MOST_OWNERS { Err(Refusal::OwnersFull) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(of: &[Role]) -> Roles {
        of.iter().copied().fold(Roles::default(), Roles::with)
    }

    #[test]
    fn a_manager_touches_neither_owners_nor_auditors_nor_makes_them() {
        let manager = roles(&[Role::Manager]);
        for above in [&[Role::Owner][..], &[Role::Auditor], &[Role::Owner, Role::Practitioner]] {
            assert_eq!(may_touch(manager, false, roles(above)), Err(Refusal::AboveYou));
            assert_eq!(may_give_all(manager, roles(above)), Err(Refusal::AboveYou));
            assert_eq!(may_touch(roles(&[Role::Owner]), false, roles(above)), Ok(()));
        }
        assert_eq!(may_touch(manager, false, roles(&[Role::Receptionist, Role::Billing])), Ok(()));
        assert_eq!(may_touch(manager, false, manager), Ok(()), "another manager");
    }

    #[test]
    fn nobody_suspends_oneself() {
        assert_eq!(may_touch(roles(&[Role::Owner]), true, roles(&[Role::Owner])), Err(Refusal::Oneself));
    }

    #[test]
    fn an_auditor_is_nothing_else_and_everybody_is_something() {
        assert_eq!(go_together(roles(&[Role::Auditor])), Ok(()));
        assert_eq!(go_together(roles(&[Role::Auditor, Role::Billing])), Err(Refusal::AuditorAlone));
        assert_eq!(go_together(Roles::default()), Err(Refusal::NoRole));
    }

    #[test]
    fn one_owner_stays_and_a_sixth_does_not_come() {
        assert_eq!((owner_may_go(0), owner_may_go(1)), (Err(Refusal::LastOwner), Ok(())));
        assert_eq!((room_for_owner(4), room_for_owner(5)), (Ok(()), Err(Refusal::OwnersFull)));
    }
}
