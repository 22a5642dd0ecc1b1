//! What a session says beside who acts: what must be done first, and how long ago its person proved who they are.

use crate::{
    access::policy::{Ability, ManageOwnAccount, ManageSecondFactor},
    kernel::problem::Problem,
};
use jiff::{SignedDuration, Timestamp};

/// Nothing of it holds for somebody the caller vouches for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Standing {
    /// The password is somebody else's choice.
    pub(super) password_first: bool,
    /// The practice asks for a second factor, and the time to set one up is over.
    pub(super) factor_first: bool,
    /// When the person last proved who they are.
    pub(super) proved_at: Option<Timestamp>,
    /// This request may change things.
    pub(super) writes: bool,
    /// The person has a second factor.
    pub(super) has_factor: bool,
    /// Notices they have not seen.
    pub(super) notices: u16,
}

impl Standing {
    /// Whether anything has to be done before this opens.
    pub(super) fn opens<A: Ability>(&self) -> Result<(), Problem> {
        let own = A::NAME == ManageOwnAccount::NAME;
        if self.password_first && !own {
            return Err(Problem::PasswordFirst);
        }
        if self.factor_first && !own && A::NAME != ManageSecondFactor::NAME {
            return Err(Problem::FactorFirst);
        }
        Ok(())
    }

    /// Whether the last proof is young enough for a change with this ability. Reading asks for none.
    pub(super) fn proves<A: Ability>(&self, now: Timestamp) -> Result<(), Problem> {
        let since = SignedDuration::from_mins(A::FRESH.into());
        let young = A::FRESH == 0 || self.proved_at.is_none_or(|at| now.duration_since(at) <= since);
        if young || !self.writes { Ok(()) } else { Err(Problem::ProveFirst) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::policy::{GiveRoles, SeeDiary};

    #[test]
    fn an_old_proof_stops_a_sensitive_change_and_nothing_else() {
        let proved: Timestamp = "2026-11-25T06:00:00Z".parse().expect("a time");
        let at = |minutes| proved + SignedDuration::from_mins(minutes);
        let it = Standing { proved_at: Some(proved), writes: true, ..Standing::default() };
        assert_eq!(it.proves::<GiveRoles>(at(5)), Ok(()));
        assert_eq!(it.proves::<GiveRoles>(at(6)), Err(Problem::ProveFirst));
        assert_eq!(it.proves::<SeeDiary>(at(600)), Ok(()));
        assert_eq!(Standing { writes: false, ..it }.proves::<GiveRoles>(at(6)), Ok(()), "looking asks for none");
        assert_eq!(Standing { proved_at: None, ..it }.proves::<GiveRoles>(at(6)), Ok(()), "a named job has no session");
    }

    #[test]
    fn without_the_second_factor_that_is_asked_only_ones_own_account_opens() {
        let it = Standing { factor_first: true, ..Standing::default() };
        assert_eq!(it.opens::<SeeDiary>(), Err(Problem::FactorFirst));
        assert_eq!((it.opens::<ManageOwnAccount>(), it.opens::<ManageSecondFactor>()), (Ok(()), Ok(())));
        let it = Standing { password_first: true, ..it };
        assert_eq!(it.opens::<ManageSecondFactor>(), Err(Problem::PasswordFirst));
    }
}
