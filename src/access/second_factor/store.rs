//! SQL of second factors and notices. Secrets are reached only through the functions of the migration.

use crate::{
    access::policy::{Ability, ChangeSecurity, ManageOwnAccount, ManageSecondFactor, Permit},
    kernel::ids::{PersonId, PracticeId},
    platform::{
        cx::{Cx, CxMut},
        door::Doorway,
    },
};
use jiff::Timestamp;

/// One's own second factor, sealed.
#[derive(Clone, Debug, Default)]
pub struct Own {
    /// Since when there is one.
    pub since: Option<Timestamp>,
    /// One that waits for its first code, and since when it was shown.
    pub next: Option<(Vec<u8>, Timestamp)>,
    /// Recovery codes not used yet.
    pub codes_left: u32,
    /// From when on nothing else opens without one.
    pub due: Option<Timestamp>,
}

/// Reads one's own.
pub async fn own(cx: &mut Cx, _: &Permit<ManageSecondFactor>) -> sqlx::Result<Own> {
    let row = sqlx::query!(
        r#"select confirmed_at as "since: jiff_sqlx::Timestamp", next_sealed, next_at as "next_at: jiff_sqlx::Timestamp",
                  codes_left as "codes_left!", due as "due: jiff_sqlx::Timestamp"
             from own_factor()"#
    )
    .fetch_one(cx.sql())
    .await?;
    Ok(Own {
        since: row.since.map(|at| at.to_jiff()),
        next: row.next_sealed.zip(row.next_at.map(|at| at.to_jiff())),
        codes_left: u32::try_from(row.codes_left).unwrap_or(0),
        due: row.due.map(|at| at.to_jiff()),
    })
}

/// Keeps a secret that waits for its first code; one that counts stays until then.
pub async fn begin(cx: &mut CxMut, _: &Permit<ManageSecondFactor>, sealed: &[u8]) -> sqlx::Result<()> {
    let now = jiff_sqlx::Timestamp::from(cx.now);
    sqlx::query!("select own_factor_begin($1, $2)", sealed, now as jiff_sqlx::Timestamp)
        .execute(cx.sql())
        .await
        .map(|_| ())
}

/// The secret that was shown counts from now on, if it is still that one. The window of its first code is taken.
pub async fn confirm(cx: &mut CxMut, _: &Permit<ManageSecondFactor>, sealed: &[u8], window: i64) -> sqlx::Result<bool> {
    let now = jiff_sqlx::Timestamp::from(cx.now);
    sqlx::query_scalar!(
        r#"select own_factor_confirm($1, $2, $3) as "done!""#,
        sealed,
        window,
        now as jiff_sqlx::Timestamp
    )
    .fetch_one(cx.sql())
    .await
}

/// Puts recovery codes in place of the earlier ones.
pub async fn set_codes(cx: &mut CxMut, _: &Permit<ManageSecondFactor>, marks: &[Vec<u8>]) -> sqlx::Result<()> {
    let now = jiff_sqlx::Timestamp::from(cx.now);
    sqlx::query!("select own_recovery_codes($1, $2)", marks, now as jiff_sqlx::Timestamp)
        .execute(cx.sql())
        .await
        .map(|_| ())
}

/// Ends somebody's second factor; one's own, or a colleague's. Gives whether they had one.
pub async fn end<A: Ability>(cx: &mut CxMut, _: &Permit<A>, who: PersonId) -> sqlx::Result<bool> {
    let now = jiff_sqlx::Timestamp::from(cx.now);
    sqlx::query_scalar!(r#"select factor_end($1, $2) as "had!""#, who.0, now as jiff_sqlx::Timestamp)
        .fetch_one(cx.sql())
        .await
}

/// Somebody who stands half way in.
#[derive(Clone, Debug)]
pub struct HalfIn {
    /// Their practice.
    pub practice: PracticeId,
    /// Who.
    pub person: PersonId,
    /// Their sign-in name.
    pub email_folded: String,
    /// The password is somebody else's choice.
    pub first: bool,
}

/// Lets somebody stand half way in.
pub async fn half_begin(
    door: &mut Doorway,
    who: (PracticeId, PersonId),
    token_hash: &[u8],
    until: Timestamp,
) -> sqlx::Result<()> {
    let (now, until) = (jiff_sqlx::Timestamp::from(door.now), jiff_sqlx::Timestamp::from(until));
    sqlx::query!(
        "select half_begin($1, $2, $3, $4, $5, $6)",
        who.0.0,
        who.1.0,
        uuid::Uuid::now_v7(),
        token_hash,
        now as jiff_sqlx::Timestamp,
        until as jiff_sqlx::Timestamp
    )
    .execute(door.sql())
    .await
    .map(|_| ())
}

/// Who stands half way in with this token.
pub async fn half_whose(door: &mut Doorway, token_hash: &[u8]) -> sqlx::Result<Option<HalfIn>> {
    let now = jiff_sqlx::Timestamp::from(door.now);
    let row = sqlx::query!(
        r#"select practice as "practice!", person as "person!", email_folded as "email_folded!",
                  must_change_password as "first!"
             from half_whose($1, $2)"#,
        token_hash,
        now as jiff_sqlx::Timestamp
    )
    .fetch_optional(door.sql())
    .await?;
    Ok(row.map(|row| HalfIn {
        practice: PracticeId(row.practice),
        person: PersonId(row.person),
        email_folded: row.email_folded,
        first: row.first,
    }))
}

/// Uses a half sign-in up; false when somebody was faster.
pub async fn half_end(door: &mut Doorway, token_hash: &[u8]) -> sqlx::Result<bool> {
    let now = jiff_sqlx::Timestamp::from(door.now);
    sqlx::query_scalar!(r#"select half_end($1, $2) as "done!""#, token_hash, now as jiff_sqlx::Timestamp)
        .fetch_one(door.sql())
        .await
}

/// The sealed secret that somebody's codes are checked against.
pub async fn sealed(door: &mut Doorway, practice: PracticeId, person: PersonId) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar!("select factor_sealed($1, $2)", practice.0, person.0).fetch_one(door.sql()).await
}

/// Takes the window a code belongs to; false when it or a later one was taken before.
pub async fn take(door: &mut Doorway, practice: PracticeId, person: PersonId, window: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select factor_taken($1, $2, $3) as "done!""#, practice.0, person.0, window)
        .fetch_one(door.sql())
        .await
}

/// Uses a recovery code up; gives how many are left, none when it is no code or was used.
pub async fn take_recovery(
    door: &mut Doorway,
    practice: PracticeId,
    person: PersonId,
    mark: &[u8],
) -> sqlx::Result<Option<i64>> {
    let now = jiff_sqlx::Timestamp::from(door.now);
    sqlx::query_scalar!(
        "select recovery_taken($1, $2, $3, $4)",
        practice.0,
        person.0,
        mark,
        now as jiff_sqlx::Timestamp
    )
    .fetch_one(door.sql())
    .await
}

/// What a practice asks of its people: since when, and days of grace.
pub async fn demand(cx: &mut Cx) -> sqlx::Result<(Option<Timestamp>, i32)> {
    let practice = cx.actor.practice.0;
    let row = sqlx::query!(
        r#"select second_factor_since as "since: jiff_sqlx::Timestamp", second_factor_days as days from practice where id = $1"#,
        practice
    )
    .fetch_one(cx.sql())
    .await?;
    Ok((row.since.map(|at| at.to_jiff()), row.days))
}

/// Asks it from now on, or with other days of grace. It is never taken back.
pub async fn set_demand(cx: &mut CxMut, _: &Permit<ChangeSecurity>, days: i32) -> sqlx::Result<()> {
    let (practice, now) = (cx.actor.practice.0, jiff_sqlx::Timestamp::from(cx.now));
    sqlx::query!(
        "update practice set second_factor_since = coalesce(second_factor_since, $2), second_factor_days = $3 where id = $1",
        practice,
        now as jiff_sqlx::Timestamp,
        days
    )
    .execute(cx.sql())
    .await
    .map(|_| ())
}

/// Names of those on the staff who have no second factor and could sign in.
pub async fn without(cx: &mut Cx, _: &Permit<ChangeSecurity>) -> sqlx::Result<Vec<String>> {
    let practice = cx.actor.practice.0;
    sqlx::query_scalar!(
        "select p.name from person p
          where p.practice = $1 and p.roles <> '{patient}' and p.suspended_at is null and not has_factor(p.practice, p.id)
          order by lower(p.name), p.id",
        practice
    )
    .fetch_all(cx.sql())
    .await
}

/// Something a person was told.
#[derive(Clone, Debug)]
pub struct Told {
    /// What kind.
    pub kind: String,
    /// What it is about.
    pub words: serde_json::Value,
    /// When.
    pub at: Timestamp,
    /// Not seen before.
    pub fresh: bool,
}

/// What one was told, the latest first.
pub async fn told(cx: &mut Cx, may: &Permit<ManageOwnAccount>) -> sqlx::Result<Vec<Told>> {
    let practice = cx.actor.practice.0;
    let rows = sqlx::query!(
        r#"select kind, words, at as "at: jiff_sqlx::Timestamp", seen_at is null as "fresh!" from person_notice
            where practice = $1 and person = $2 order by at desc, id desc limit 20"#,
        practice,
        may.over().0
    )
    .fetch_all(cx.sql())
    .await?;
    let told =
        rows.into_iter().map(|row| Told { kind: row.kind, words: row.words, at: row.at.to_jiff(), fresh: row.fresh });
    Ok(told.collect())
}

/// One has seen what one was told. Gives how many were new.
pub async fn seen(cx: &mut CxMut, may: &Permit<ManageOwnAccount>) -> sqlx::Result<u64> {
    let (practice, now) = (cx.actor.practice.0, jiff_sqlx::Timestamp::from(cx.now));
    let done = sqlx::query!(
        "update person_notice set seen_at = $3 where practice = $1 and person = $2 and seen_at is null",
        practice,
        may.over().0,
        now as jiff_sqlx::Timestamp
    )
    .execute(cx.sql())
    .await?;
    Ok(done.rows_affected())
}

/// Tells somebody something; the deed it is about is the one that is permitted.
pub async fn tell<A: Ability>(
    cx: &mut CxMut,
    _: &Permit<A>,
    who: PersonId,
    kind: &str,
    words: &serde_json::Value,
) -> sqlx::Result<()> {
    let (practice, now) = (cx.actor.practice.0, jiff_sqlx::Timestamp::from(cx.now));
    sqlx::query!(
        "insert into person_notice (practice, id, person, kind, words, at) values ($1, $2, $3, $4, $5, $6)",
        practice,
        uuid::Uuid::now_v7(),
        who.0,
        kind,
        words,
        now as jiff_sqlx::Timestamp
    )
    .execute(cx.sql())
    .await
    .map(|_| ())
}

/// Tells somebody at the door, once it is known who they are: the step is in their practice from then on.
pub async fn tell_at_the_door(
    door: &mut Doorway,
    practice: PracticeId,
    who: PersonId,
    kind: &str,
    words: &serde_json::Value,
) -> sqlx::Result<()> {
    let now = jiff_sqlx::Timestamp::from(door.now);
    sqlx::query!(
        "insert into person_notice (practice, id, person, kind, words, at) values ($1, $2, $3, $4, $5, $6)",
        practice.0,
        uuid::Uuid::now_v7(),
        who.0,
        kind,
        words,
        now as jiff_sqlx::Timestamp
    )
    .execute(door.sql())
    .await
    .map(|_| ())
}
