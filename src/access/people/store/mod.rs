//! SQL about colleagues.

pub mod bootstrap;

use super::drafts::Invite;
use crate::{
    access::{
        Roles,
        policy::{GiveRoles, InvitePeople, Permit, SeePeople, SuspendPeople},
    },
    kernel::ids::{InvitationId, PersonId, PractitionerId},
    platform::cx::{Cx, CxMut},
};
use jiff::Timestamp;

/// Somebody who works here.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Sign-in name.
    pub email: String,
    /// As what.
    pub roles: Roles,
    /// Their column.
    pub practitioner: Option<PractitionerId>,
    /// May not sign in.
    pub suspended: bool,
    /// Has somebody else's password still.
    pub first: bool,
    /// Has a second factor.
    pub has_factor: bool,
}

/// Everybody on the staff, or one of them.
pub async fn people(cx: &mut Cx, _: &Permit<SeePeople>, one: Option<PersonId>) -> sqlx::Result<Vec<Person>> {
    let practice = cx.actor.practice.0;
    let rows = sqlx::query!(
        r#"select id, name, email, roles, practitioner, suspended_at is not null as "suspended!", must_change_password,
                  has_factor(practice, id) as "has_factor!"
             from person
            where practice = $1 and roles <> '{patient}' and ($2::uuid is null or id = $2)
            order by suspended_at is not null, lower(name), id"#,
        practice,
        one.map(|p| p.0)
    )
    .fetch_all(cx.sql())
    .await?;
    let people = rows.into_iter().map(|row| Person {
        id: PersonId(row.id),
        name: row.name,
        email: row.email,
        roles: Roles::from_keys(&row.roles),
        practitioner: row.practitioner.map(PractitionerId),
        suspended: row.suspended,
        first: row.must_change_password,
        has_factor: row.has_factor,
    });
    Ok(people.collect())
}

/// An invitation nobody took up yet.
#[derive(Clone, Debug)]
pub struct Open {
    /// Which.
    pub id: InvitationId,
    /// Name.
    pub name: String,
    /// Sign-in name to be.
    pub email: String,
    /// As what.
    pub roles: Roles,
    /// Until when.
    pub until: Timestamp,
}

/// Invitations that can still be taken up.
pub async fn open(cx: &mut Cx, _: &Permit<SeePeople>) -> sqlx::Result<Vec<Open>> {
    let (practice, now) = (cx.actor.practice.0, jiff_sqlx::Timestamp::from(cx.now));
    let rows = sqlx::query!(
        r#"select id, name, email, roles, expires_at as "until: jiff_sqlx::Timestamp" from invitation
            where practice = $1 and used_at is null and withdrawn_at is null and expires_at > $2
            order by created_at desc"#,
        practice,
        now as jiff_sqlx::Timestamp
    )
    .fetch_all(cx.sql())
    .await?;
    let open = rows.into_iter().map(|row| Open {
        id: InvitationId(row.id),
        name: row.name,
        email: row.email,
        roles: Roles::from_keys(&row.roles),
        until: row.until.to_jiff(),
    });
    Ok(open.collect())
}

/// Columns of the diary that nobody signs in for, or only `but`.
pub async fn columns(
    cx: &mut Cx,
    _: &Permit<SeePeople>,
    but: Option<PersonId>,
) -> sqlx::Result<Vec<(PractitionerId, String)>> {
    let practice = cx.actor.practice.0;
    let rows = sqlx::query!(
        r#"select id, concat_ws(' ', nullif(title, ''), first_names, last_name) as "name!" from practitioner c
            where practice = $1 and active
              and not exists (select from person p where p.practice = c.practice and p.practitioner = c.id
                                 and p.id is distinct from $2::uuid)
            order by last_name_folded, id"#,
        practice,
        but.map(|p| p.0)
    )
    .fetch_all(cx.sql())
    .await?;
    Ok(rows.into_iter().map(|row| (PractitionerId(row.id), row.name)).collect())
}

/// The owners, held until this change is over, so that two of them cannot send each other away.
/// Gives each with whether they may sign in.
pub async fn hold_owners(cx: &mut Cx) -> sqlx::Result<Vec<(PersonId, bool)>> {
    let practice = cx.actor.practice.0;
    let rows = sqlx::query!(
        r#"select id, suspended_at is null as "active!" from person
            where practice = $1 and 'owner' = any(roles) order by id for update"#,
        practice
    )
    .fetch_all(cx.sql())
    .await?;
    Ok(rows.into_iter().map(|row| (PersonId(row.id), row.active)).collect())
}

/// Lets the person of the permit in, or not.
pub async fn set_suspended(cx: &mut CxMut, may: &Permit<SuspendPeople>, suspended: bool) -> sqlx::Result<()> {
    let (practice, now) = (cx.actor.practice.0, jiff_sqlx::Timestamp::from(cx.now));
    sqlx::query!(
        "update person set suspended_at = case when $3 then $4::timestamptz end where practice = $1 and id = $2",
        practice,
        may.over().0,
        suspended,
        now as jiff_sqlx::Timestamp
    )
    .execute(cx.sql())
    .await
    .map(|_| ())
}

/// Makes somebody something else.
pub async fn set_roles(
    cx: &mut CxMut,
    _: &Permit<GiveRoles>,
    who: PersonId,
    roles: Roles,
    column: Option<PractitionerId>,
) -> sqlx::Result<()> {
    let practice = cx.actor.practice.0;
    let keys: Vec<String> = roles.iter().map(|r| r.key().to_owned()).collect();
    sqlx::query!(
        "update person set roles = $3, practitioner = $4 where practice = $1 and id = $2",
        practice,
        who.0,
        &keys,
        column.map(|c| c.0)
    )
    .execute(cx.sql())
    .await
    .map(|_| ())
}

/// Ends every session of somebody whose rights changed; the permit may be for either change.
pub async fn end_sessions<A: crate::access::policy::Ability>(
    cx: &mut CxMut,
    _: &Permit<A>,
    who: PersonId,
) -> sqlx::Result<u64> {
    let (practice, now) = (cx.actor.practice.0, jiff_sqlx::Timestamp::from(cx.now));
    let done = sqlx::query!(
        "update session set ended_at = $3 where practice = $1 and person = $2 and ended_at is null",
        practice,
        who.0,
        now as jiff_sqlx::Timestamp
    )
    .execute(cx.sql())
    .await?;
    Ok(done.rows_affected())
}

/// Whether somebody here signs in under the address.
pub async fn works_here(cx: &mut CxMut, _: &Permit<InvitePeople>, folded: &str) -> sqlx::Result<bool> {
    let practice = cx.actor.practice.0;
    let found = sqlx::query_scalar!(
        r#"select exists (select from person where practice = $1 and lower(email) = $2) as "found!""#,
        practice,
        folded
    )
    .fetch_one(cx.sql())
    .await?;
    Ok(found)
}

/// Takes earlier invitations to the same address back: one link per person.
pub async fn withdraw_earlier(cx: &mut CxMut, _: &Permit<InvitePeople>, folded: &str) -> sqlx::Result<()> {
    let (practice, now) = (cx.actor.practice.0, jiff_sqlx::Timestamp::from(cx.now));
    sqlx::query!(
        "update invitation set withdrawn_at = $3
          where practice = $1 and lower(email) = $2 and used_at is null and withdrawn_at is null",
        practice,
        folded,
        now as jiff_sqlx::Timestamp
    )
    .execute(cx.sql())
    .await
    .map(|_| ())
}

/// Writes an invitation.
pub async fn insert(
    cx: &mut CxMut,
    _: &Permit<InvitePeople>,
    id: InvitationId,
    it: &Invite,
    token_hash: &[u8],
    until: Timestamp,
) -> sqlx::Result<()> {
    let (practice, by) = (cx.actor.practice.0, cx.actor.person.0);
    let (now, until) = (jiff_sqlx::Timestamp::from(cx.now), jiff_sqlx::Timestamp::from(until));
    let keys: Vec<String> = it.roles.iter().map(|r| r.key().to_owned()).collect();
    sqlx::query!(
        "insert into invitation (practice, id, token_hash, email, email_folded, name, roles, practitioner, invited_by,
                                 created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        practice,
        id.0,
        token_hash,
        it.email.as_str(),
        it.email.folded(),
        it.name.as_str(),
        &keys,
        it.column.map(|c| c.0),
        by,
        now as jiff_sqlx::Timestamp,
        until as jiff_sqlx::Timestamp
    )
    .execute(cx.sql())
    .await
    .map(|_| ())
}

/// Takes an invitation back, if it can still be taken up. Gives what it would have made somebody.
pub async fn withdraw(cx: &mut CxMut, _: &Permit<InvitePeople>, id: InvitationId) -> sqlx::Result<Option<Roles>> {
    let (practice, now) = (cx.actor.practice.0, jiff_sqlx::Timestamp::from(cx.now));
    let row = sqlx::query!(
        "update invitation set withdrawn_at = $3
          where practice = $1 and id = $2 and used_at is null and withdrawn_at is null returning roles",
        practice,
        id.0,
        now as jiff_sqlx::Timestamp
    )
    .fetch_optional(cx.sql())
    .await?;
    Ok(row.map(|row| Roles::from_keys(&row.roles)))
}
