//! Inviting colleagues, giving and taking roles, suspending.

use super::{
    drafts::{GIVABLE, Invite, InviteDraft, RolesDraft},
    events::{
        FactorReset, InvitationWithdrawn, Invited as InvitedEvent, RolesChanged, SignedOutEverywhere, Suspended,
        Unsuspended,
    },
    model::{Colleague, ColleaguePage, Column, InvitePage, Invited, PeoplePage},
    rules::{self, Refusal},
    store,
};
use crate::{
    access::{
        Role, Roles,
        policy::{EndSessions, GiveRoles, InvitePeople, ResetSecondFactor, SeePeople, SuspendPeople, could},
        second_factor::store as factor,
    },
    kernel::{
        draft::Faults,
        ids::{InvitationId, PersonId, PractitionerId},
        problem::Problem,
        span,
    },
    platform::{
        cx::{Cx, CxMut, Fault, OnConstraint, Outcome},
        seal::{self, digest},
    },
};
use jiff::{SignedDuration, Timestamp};

/// Hours for which an invitation's link works: once, and not longer than a day (ASVS 6.4.1).
pub const LINK_HOURS: i64 = 24;

fn refused(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::AboveYou => Problem::NotAllowed { who_may: Role::Owner.word().into() },
        Refusal::Oneself | Refusal::LastOwner | Refusal::OwnersFull | Refusal::AuditorAlone | Refusal::NoRole => {
            Problem::field("roles", refusal.code())
        }
    }
}

fn keys(roles: Roles) -> Vec<&'static str> {
    roles.iter().map(Role::key).collect()
}

fn givable(cx: &Cx) -> Vec<Role> {
    GIVABLE.into_iter().filter(|role| rules::may_give(cx.actor.roles, *role)).collect()
}

fn shown(cx: &Cx, p: store::Person) -> Colleague {
    Colleague {
        you: p.id == cx.actor.person,
        id: p.id,
        name: p.name,
        email: p.email,
        roles: p.roles.iter().collect(),
        practitioner: p.practitioner,
        suspended: p.suspended,
        first: p.first,
        has_factor: p.has_factor,
    }
}

/// Everybody who works here, and who was asked to.
pub async fn people(cx: &mut Cx) -> Result<PeoplePage, Fault> {
    let may = cx.permit::<SeePeople>(())?;
    let people = store::people(cx, &may, None).await?;
    let open = store::open(cx, &may).await?;
    let when = |at: Timestamp| {
        let local = cx.zone.to_datetime(at);
        format!("{} {}", span::short_day(local.date()), local.time().strftime("%H:%M"))
    };
    let invited = open.into_iter().map(|o| Invited {
        id: o.id,
        name: o.name,
        email: o.email,
        roles: o.roles.iter().collect(),
        until: when(o.until),
    });
    Ok(PeoplePage {
        invited: invited.collect(),
        people: people.into_iter().map(|p| shown(cx, p)).collect(),
        may_invite: could::<InvitePeople>(&cx.actor),
        may_change: could::<SuspendPeople>(&cx.actor),
        problem: None,
    })
}

/// What the invitation form offers.
pub async fn invite_page(cx: &mut Cx, draft: InviteDraft) -> Result<InvitePage, Fault> {
    // offers nothing to whoever could not use it
    let _invites = cx.permit::<InvitePeople>(())?;
    let may = cx.permit::<SeePeople>(())?;
    let columns = columns(store::columns(cx, &may, None).await?);
    Ok(InvitePage { draft, roles: givable(cx), columns, problem: None, link: None })
}

fn columns(found: Vec<(PractitionerId, String)>) -> Vec<Column> {
    found.into_iter().map(|(id, name)| Column { id, name }).collect()
}

/// One colleague, with what may be done.
///
/// # Errors
/// [`Problem::NotFound`] for anybody who does not work here.
pub async fn colleague(cx: &mut Cx, who: PersonId) -> Result<ColleaguePage, Fault> {
    let may = cx.permit::<SeePeople>(())?;
    let person = store::people(cx, &may, Some(who)).await?.pop().ok_or(Problem::NotFound)?;
    let columns = columns(store::columns(cx, &may, Some(who)).await?);
    let hands_off = match rules::may_touch(cx.actor.roles, who == cx.actor.person, person.roles) {
        Ok(()) if could::<SuspendPeople>(&cx.actor) => None,
        Ok(()) => Some("read_only".to_owned()),
        Err(_) if !could::<SuspendPeople>(&cx.actor) => Some("read_only".to_owned()),
        Err(refusal) => Some(refusal.code().to_owned()),
    };
    let who = shown(cx, person);
    let draft = RolesDraft::of(&who.roles, who.practitioner);
    let may_reset = who.has_factor && could::<ResetSecondFactor>(&cx.actor);
    Ok(ColleaguePage { who, draft, roles: givable(cx), columns, may_reset, hands_off, problem: None })
}

/// Asks somebody to join. Gives the secret of the link, which is stored nowhere.
pub async fn invite(cx: &mut CxMut, draft: &InviteDraft) -> Outcome<String> {
    let may = cx.permit::<InvitePeople>(())?;
    let it: Invite = draft.check()?;
    rules::may_give_all(cx.actor.roles, it.roles).map_err(refused)?;
    let folded = it.email.folded();
    if store::works_here(cx, &may, &folded).await? {
        return Err(Problem::field("email", "taken").into());
    }
    let sees = cx.permit::<SeePeople>(())?;
    if it.roles.has(Role::Owner) {
        // whoever makes an owner says again who they are
        drop(cx.permit::<GiveRoles>(())?);
        let owners = store::hold_owners(cx).await?.len();
        let asked = store::open(cx, &sees).await?;
        let asked = asked.iter().filter(|o| o.roles.has(Role::Owner) && o.email.to_lowercase() != folded).count();
        rules::room_for_owner(owners + asked).map_err(refused)?;
    }
    if let Some(column) = it.column {
        free(cx, None, column).await?;
    }
    store::withdraw_earlier(cx, &may, &folded).await?;
    let (id, token) = (InvitationId::fresh(), seal::token());
    let until = cx.now + SignedDuration::from_hours(LINK_HOURS);
    store::insert(cx, &may, id, &it, &digest(token.as_bytes()), until).await?;
    cx.done(may, InvitedEvent { invitation: id, roles: keys(it.roles) }, token).await
}

/// The column is one of ours and nobody else signs in for it.
async fn free(cx: &mut Cx, who: Option<PersonId>, column: PractitionerId) -> Result<(), Fault> {
    let may = cx.permit::<SeePeople>(())?;
    let free = store::columns(cx, &may, who).await?.iter().any(|(id, _)| *id == column);
    if free { Ok(()) } else { Err(Problem::field("column", "unknown").into()) }
}

/// Takes an invitation back.
///
/// # Errors
/// [`Problem::NotFound`] when it was taken up or taken back already.
pub async fn withdraw(cx: &mut CxMut, invitation: InvitationId) -> Outcome<()> {
    let may = cx.permit::<InvitePeople>(())?;
    let roles = store::withdraw(cx, &may, invitation).await?.ok_or(Problem::NotFound)?;
    rules::may_give_all(cx.actor.roles, roles).map_err(refused)?;
    cx.done(may, InvitationWithdrawn { invitation }, ()).await
}

/// Somebody who may be changed by the one acting, with how many other owners can sign in. Everyone else's changes wait.
async fn held(cx: &mut CxMut, who: PersonId) -> Result<(store::Person, usize, usize), Fault> {
    let owners = store::hold_owners(cx).await?;
    let may = cx.permit::<SeePeople>(())?;
    let person = store::people(cx, &may, Some(who)).await?.pop().ok_or(Problem::NotFound)?;
    rules::may_touch(cx.actor.roles, who == cx.actor.person, person.roles).map_err(refused)?;
    let others = owners.iter().filter(|(id, active)| *active && *id != who).count();
    Ok((person, others, owners.len()))
}

/// Keeps somebody out, at once: their open sessions end.
pub async fn suspend(cx: &mut CxMut, who: PersonId) -> Outcome<()> {
    let may = cx.permit::<SuspendPeople>(who)?;
    let (person, others, _) = held(cx, who).await?;
    if person.roles.has(Role::Owner) {
        rules::owner_may_go(others).map_err(refused)?;
    }
    store::set_suspended(cx, &may, true).await?;
    let ended = store::end_sessions(cx, &may, who).await?;
    cx.done(may, Suspended { person: who, ended }, ()).await
}

/// Lets somebody sign in again.
pub async fn unsuspend(cx: &mut CxMut, who: PersonId) -> Outcome<()> {
    let may = cx.permit::<SuspendPeople>(who)?;
    let _held = held(cx, who).await?;
    store::set_suspended(cx, &may, false).await?;
    cx.done(may, Unsuspended { person: who }, ()).await
}

/// Makes somebody something else; their open sessions end, and the next one has the new rights.
pub async fn give_roles(cx: &mut CxMut, who: PersonId, draft: &RolesDraft) -> Outcome<()> {
    let may = cx.permit::<GiveRoles>(())?;
    let mut faults = Faults::default();
    let checked = draft.check(&mut faults);
    let Some((roles, column)) = checked.filter(|_| faults.is_empty()) else { return Err(faults.problem().into()) };
    let (person, others, owners) = held(cx, who).await?;
    rules::may_give_all(cx.actor.roles, roles).map_err(refused)?;
    match (person.roles.has(Role::Owner), roles.has(Role::Owner)) {
        (true, false) => rules::owner_may_go(others).map_err(refused)?,
        (false, true) => rules::room_for_owner(owners).map_err(refused)?,
        (true, true) | (false, false) => {}
    }
    if let Some(column) = column {
        free(cx, Some(who), column).await?;
    }
    store::set_roles(cx, &may, who, roles, column)
        .await
        .on_constraint("person_practitioner_once", || Problem::field("column", "taken"))?;
    let ended = store::end_sessions(cx, &may, who).await?;
    let event = RolesChanged { person: who, before: keys(person.roles), after: keys(roles), ended };
    cx.done(may, event, ()).await
}

/// Signs somebody out everywhere; they can sign in again.
pub async fn end_sessions(cx: &mut CxMut, who: PersonId) -> Outcome<()> {
    let may = cx.permit::<EndSessions>(())?;
    let _held = held(cx, who).await?;
    let ended = store::end_sessions(cx, &may, who).await?;
    cx.done(may, SignedOutEverywhere { person: who, ended }, ()).await
}

/// Ends the second factor of somebody who cannot show it any more. They are signed out everywhere, sign in with the password,
/// and are told who did it.
///
/// # Errors
/// [`Problem::NotFound`] for somebody who has none.
pub async fn reset_factor(cx: &mut CxMut, who: PersonId) -> Outcome<()> {
    let may = cx.permit::<ResetSecondFactor>(())?;
    let _held = held(cx, who).await?;
    if !factor::end(cx, &may, who).await? {
        return Err(Problem::NotFound.into());
    }
    let ended = store::end_sessions(cx, &may, who).await?;
    let by = serde_json::json!({ "by": cx.actor.name });
    factor::tell(cx, &may, who, "factor_reset", &by).await?;
    cx.done(may, FactorReset { person: who, ended }, ()).await
}
