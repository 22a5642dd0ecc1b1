//! SQL of the door and of one's own account. Functions that take a [`Doorway`] run with no practice set and reach
//! accounts only through the security-definer functions of the migrations.

use crate::{
    access::{
        Roles,
        policy::{ManageOwnAccount, Permit},
    },
    kernel::ids::{PersonId, PracticeId, SessionId},
    platform::{
        cx::{Cx, CxMut},
        door::Doorway,
    },
};
use jiff::Timestamp;

/// What failures are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The name typed, whether anybody has it or not.
    Account,
    /// A device that signed in to the account before.
    Device,
    /// The network address.
    Address,
}

impl Scope {
    fn key(self) -> &'static str {
        match self {
            Scope::Account => "account",
            Scope::Device => "device",
            Scope::Address => "address",
        }
    }
}

/// Whoever has a sign-in name.
#[derive(Clone, Debug)]
pub struct Account {
    /// Their practice.
    pub practice: PracticeId,
    /// Who.
    pub person: PersonId,
    /// As what.
    pub roles: Roles,
    /// `None` before the first password.
    pub password_hash: Option<String>,
    /// Not let in.
    pub suspended: bool,
    /// The password is somebody else's choice.
    pub first: bool,
    /// The password alone does not let them in.
    pub has_factor: bool,
}

/// The latest tries under a key. Holds others under the same key until this step is over.
pub async fn tries(door: &mut Doorway, scope: Scope, key: &[u8]) -> sqlx::Result<Vec<Timestamp>> {
    let now = jiff_sqlx::Timestamp::from(door.now);
    let rows = sqlx::query!(
        r#"select tried as "tried!: jiff_sqlx::Timestamp" from sign_in_tries($1, $2, $3)"#,
        scope.key(),
        key,
        now as jiff_sqlx::Timestamp
    )
    .fetch_all(door.sql())
    .await?;
    Ok(rows.into_iter().map(|row| row.tried.to_jiff()).collect())
}

/// Writes a try down, before it is known how it ends.
pub async fn write_try(door: &mut Doorway, scope: Scope, key: &[u8]) -> sqlx::Result<()> {
    let now = jiff_sqlx::Timestamp::from(door.now);
    sqlx::query!("select sign_in_failed($1, $2, $3)", scope.key(), key, now as jiff_sqlx::Timestamp)
        .execute(door.sql())
        .await
        .map(|_| ())
}

/// Takes back a try that ended well.
pub async fn take_back(door: &mut Doorway, scope: Scope, key: &[u8], at: Timestamp) -> sqlx::Result<()> {
    let at = jiff_sqlx::Timestamp::from(at);
    sqlx::query!("select sign_in_taken_back($1, $2, $3)", scope.key(), key, at as jiff_sqlx::Timestamp)
        .execute(door.sql())
        .await
        .map(|_| ())
}

/// Forgets every failure under a key.
pub async fn forget(door: &mut Doorway, scope: Scope, key: &[u8]) -> sqlx::Result<()> {
    sqlx::query!("select sign_in_forgotten($1, $2)", scope.key(), key).execute(door.sql()).await.map(|_| ())
}

/// Whoever has the name, if anybody does.
pub async fn account(door: &mut Doorway, folded: &str) -> sqlx::Result<Option<Account>> {
    let row = sqlx::query!(
        r#"select practice as "practice!", person as "person!", roles as "roles!", password_hash,
                  suspended as "suspended!", must_change_password as "first!", has_factor as "has_factor!"
             from sign_in_lookup($1)"#,
        folded
    )
    .fetch_optional(door.sql())
    .await?;
    Ok(row.map(|row| Account {
        practice: PracticeId(row.practice),
        person: PersonId(row.person),
        roles: Roles::from_keys(&row.roles),
        password_hash: row.password_hash,
        suspended: row.suspended,
        first: row.first,
        has_factor: row.has_factor,
    }))
}

/// A session about to begin.
#[derive(Debug)]
pub struct NewSession<'a> {
    /// Its practice.
    pub practice: PracticeId,
    /// Whose.
    pub person: PersonId,
    /// Its name.
    pub id: SessionId,
    /// The secret's hash.
    pub token_hash: &'a [u8],
    /// In words.
    pub device: &'a str,
    /// From where.
    pub address: &'a str,
    /// From when.
    pub at: Timestamp,
    /// It ends then, whatever happens.
    pub until: Timestamp,
    /// It ends after so long without a request.
    pub idle_minutes: i32,
}

async fn begin_session(conn: &mut sqlx::PgConnection, it: &NewSession<'_>) -> sqlx::Result<()> {
    let (at, until) = (jiff_sqlx::Timestamp::from(it.at), jiff_sqlx::Timestamp::from(it.until));
    sqlx::query!(
        "select session_begin($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        it.practice.0,
        it.person.0,
        it.id.0,
        it.token_hash,
        it.device,
        it.address,
        at as jiff_sqlx::Timestamp,
        until as jiff_sqlx::Timestamp,
        it.idle_minutes
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Begins a session for somebody who proved who they are.
pub async fn begin(door: &mut Doorway, it: &NewSession<'_>) -> sqlx::Result<()> {
    begin_session(&mut door.sql(), it).await
}

/// Begins a session in place of the one that is acting.
pub async fn begin_again(cx: &mut CxMut, _: &Permit<ManageOwnAccount>, it: &NewSession<'_>) -> sqlx::Result<()> {
    begin_session(&mut cx.sql(), it).await
}

/// Ends the session of a token.
pub async fn end(door: &mut Doorway, token_hash: &[u8]) -> sqlx::Result<()> {
    let now = jiff_sqlx::Timestamp::from(door.now);
    sqlx::query!("select session_end($1, $2)", token_hash, now as jiff_sqlx::Timestamp)
        .execute(door.sql())
        .await
        .map(|_| ())
}

/// Whose session it is, even when it has run out.
#[derive(Clone, Debug)]
pub struct Whose {
    /// Their practice.
    pub practice: PracticeId,
    /// Who.
    pub person: PersonId,
    /// Which.
    pub session: SessionId,
    /// Their sign-in name.
    pub email_folded: String,
    /// Its last hour is not over.
    pub alive: bool,
}

/// Whose session a token is.
pub async fn whose(door: &mut Doorway, token_hash: &[u8]) -> sqlx::Result<Option<Whose>> {
    let now = jiff_sqlx::Timestamp::from(door.now);
    let row = sqlx::query!(
        r#"select practice as "practice!", person as "person!", session as "session!", email_folded as "email_folded!",
                  alive as "alive!"
             from session_whose($1, $2)"#,
        token_hash,
        now as jiff_sqlx::Timestamp
    )
    .fetch_optional(door.sql())
    .await?;
    Ok(row.map(|row| Whose {
        practice: PracticeId(row.practice),
        person: PersonId(row.person),
        session: SessionId(row.session),
        email_folded: row.email_folded,
        alive: row.alive,
    }))
}

/// A session goes on under a new secret, because its person proved who they are. False when it has ended.
pub async fn proved(door: &mut Doorway, old: &[u8], new: &[u8]) -> sqlx::Result<bool> {
    let now = jiff_sqlx::Timestamp::from(door.now);
    sqlx::query_scalar!(r#"select session_proved($1, $2, $3) as "done!""#, old, new, now as jiff_sqlx::Timestamp)
        .fetch_one(door.sql())
        .await
}

/// When a session locks, and when it ends whatever happens. `touching` counts as a request.
pub async fn ends(
    door: &mut Doorway,
    token_hash: &[u8],
    touching: bool,
) -> sqlx::Result<Option<(Timestamp, Timestamp)>> {
    let now = jiff_sqlx::Timestamp::from(door.now);
    let row = sqlx::query!(
        r#"select idle_at as "idle_at!: jiff_sqlx::Timestamp", expires_at as "expires_at!: jiff_sqlx::Timestamp"
             from session_enter($1, $2, $3)"#,
        token_hash,
        now as jiff_sqlx::Timestamp,
        touching
    )
    .fetch_optional(door.sql())
    .await?;
    Ok(row.map(|row| (row.idle_at.to_jiff(), row.expires_at.to_jiff())))
}

/// An invitation that can still be taken up.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// The practice's name.
    pub practice: String,
    /// Name as a colleague wrote it.
    pub name: String,
    /// The sign-in name to be.
    pub email: String,
    /// As what.
    pub roles: Roles,
}

/// Looks an invitation up by its link.
pub async fn invitation(door: &mut Doorway, token_hash: &[u8]) -> sqlx::Result<Option<Invitation>> {
    let now = jiff_sqlx::Timestamp::from(door.now);
    let row = sqlx::query!(
        r#"select practice_name as "practice!", name as "name!", email as "email!", roles as "roles!"
             from invitation_lookup($1, $2)"#,
        token_hash,
        now as jiff_sqlx::Timestamp
    )
    .fetch_optional(door.sql())
    .await?;
    Ok(row.map(|row| Invitation {
        practice: row.practice,
        name: row.name,
        email: row.email,
        roles: Roles::from_keys(&row.roles),
    }))
}

/// Takes an invitation up, once, under the name the person goes by. From here on the step is in the practice.
pub async fn accept(
    door: &mut Doorway,
    token_hash: &[u8],
    person: PersonId,
    name: &str,
    password_hash: &str,
) -> sqlx::Result<Option<(PracticeId, uuid::Uuid)>> {
    let now = jiff_sqlx::Timestamp::from(door.now);
    let row = sqlx::query!(
        r#"select practice as "practice!", invitation as "invitation!" from invitation_accept($1, $2, $3, $4)"#,
        token_hash,
        person.0,
        password_hash,
        now as jiff_sqlx::Timestamp
    )
    .fetch_optional(door.sql())
    .await?;
    let Some(row) = row else { return Ok(None) };
    sqlx::query!("update person set name = $2 where id = $1", person.0, name).execute(door.sql()).await?;
    Ok(Some((PracticeId(row.practice), row.invitation)))
}

/// The acting person, as their account page and the password check need them.
#[derive(Clone, Debug)]
pub struct Own {
    /// Address as typed.
    pub email: String,
    /// Stored password.
    pub password_hash: Option<String>,
    /// It is somebody else's choice.
    pub first: bool,
}

/// One's own account.
pub async fn own(cx: &mut Cx, may: &Permit<ManageOwnAccount>) -> sqlx::Result<Own> {
    let practice = cx.actor.practice.0;
    let row = sqlx::query!(
        r#"select email, must_change_password, own_password() as password_hash from person
            where practice = $1 and id = $2"#,
        practice,
        may.over().0
    )
    .fetch_one(cx.sql())
    .await?;
    Ok(Own { email: row.email, password_hash: row.password_hash, first: row.must_change_password })
}

/// Sets one's own password and ends every session but `keep`.
pub async fn set_password(
    cx: &mut CxMut,
    _: &Permit<ManageOwnAccount>,
    hash: &str,
    keep: SessionId,
) -> sqlx::Result<()> {
    let now = jiff_sqlx::Timestamp::from(cx.now);
    sqlx::query!("select set_own_password($1, $2, $3)", hash, keep.0, now as jiff_sqlx::Timestamp)
        .execute(cx.sql())
        .await
        .map(|_| ())
}

/// An open session of one's own.
#[derive(Clone, Debug)]
pub struct Open {
    /// Which.
    pub id: SessionId,
    /// In words.
    pub device: String,
    /// From where.
    pub address: String,
    /// From when.
    pub since: Timestamp,
    /// Last used.
    pub seen: Timestamp,
}

/// One's open sessions, latest use first.
pub async fn open(cx: &mut Cx, may: &Permit<ManageOwnAccount>) -> sqlx::Result<Vec<Open>> {
    let (practice, now) = (cx.actor.practice.0, jiff_sqlx::Timestamp::from(cx.now));
    let rows = sqlx::query!(
        r#"select id, device, address, created_at as "since: jiff_sqlx::Timestamp", seen_at as "seen: jiff_sqlx::Timestamp"
             from session
            where practice = $1 and person = $2 and ended_at is null and expires_at > $3
              and seen_at + make_interval(mins => idle_minutes) > $3
            order by seen_at desc limit 100"#,
        practice,
        may.over().0,
        now as jiff_sqlx::Timestamp
    )
    .fetch_all(cx.sql())
    .await?;
    let open = rows.into_iter().map(|row| Open {
        id: SessionId(row.id),
        device: row.device,
        address: row.address,
        since: row.since.to_jiff(),
        seen: row.seen.to_jiff(),
    });
    Ok(open.collect())
}

/// Ends one of one's own sessions, or all but `but`. Gives how many were open.
pub async fn end_own(
    cx: &mut CxMut,
    may: &Permit<ManageOwnAccount>,
    one: Option<SessionId>,
    but: Option<SessionId>,
) -> sqlx::Result<u64> {
    let (practice, now) = (cx.actor.practice.0, jiff_sqlx::Timestamp::from(cx.now));
    let done = sqlx::query!(
        "update session set ended_at = $5
          where practice = $1 and person = $2 and ended_at is null and ($3::uuid is null or id = $3)
            and id is distinct from $4::uuid",
        practice,
        may.over().0,
        one.map(|s| s.0),
        but.map(|s| s.0),
        now as jiff_sqlx::Timestamp
    )
    .execute(cx.sql())
    .await?;
    Ok(done.rows_affected())
}
