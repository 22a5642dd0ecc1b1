//! SQL that makes a practice out of nothing, run as the owner of the schema from the command line.

use crate::{
    access::people::drafts::Invite,
    kernel::ids::{InvitationId, PracticeId, SiteId},
};
use jiff::Timestamp;
use sqlx::PgConnection;

/// Whether somebody, anywhere, signs in under the address.
pub async fn known(conn: &mut PgConnection, folded: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select exists (select from person where email_folded = $1) as "found!""#, folded)
        .fetch_one(conn)
        .await
}

/// An empty practice with one site. From the first day on it asks its people for a second factor.
pub async fn practice(conn: &mut PgConnection, name: &str, at: Timestamp) -> sqlx::Result<PracticeId> {
    let (practice, at) = (PracticeId::fresh(), jiff_sqlx::Timestamp::from(at));
    sqlx::query!(
        "insert into practice (id, name, created_at, second_factor_since) values ($1, $2, $3, $3)",
        practice.0,
        name,
        at as jiff_sqlx::Timestamp
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into site (practice, id, name, key) values ($1, $2, 'Main site', 'main')",
        practice.0,
        SiteId::fresh().0
    )
    .execute(conn)
    .await?;
    Ok(practice)
}

/// The first invitation of a practice; nobody invited.
pub async fn invitation(
    conn: &mut PgConnection,
    practice: PracticeId,
    it: &Invite,
    token_hash: &[u8],
    at: Timestamp,
    until: Timestamp,
) -> sqlx::Result<()> {
    let (at, until) = (jiff_sqlx::Timestamp::from(at), jiff_sqlx::Timestamp::from(until));
    let keys: Vec<String> = it.roles.iter().map(|r| r.key().to_owned()).collect();
    sqlx::query!(
        "insert into invitation (practice, id, token_hash, email, email_folded, name, roles, invited_by, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        practice.0,
        InvitationId::fresh().0,
        token_hash,
        it.email.as_str(),
        it.email.folded(),
        it.name.as_str(),
        &keys,
        uuid::Uuid::nil(),
        at as jiff_sqlx::Timestamp,
        until as jiff_sqlx::Timestamp
    )
    .execute(conn)
    .await
    .map(|_| ())
}
