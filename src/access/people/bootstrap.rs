//! The first person of a practice: no account exists before, and none has a password that somebody else knows.

use super::{actions::LINK_HOURS, drafts::Invite, store::bootstrap as store};
use crate::{
    access::Role,
    kernel::{draft::some_text, email::Email, name::PersonName},
    platform::seal::{self, digest},
};
use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use sqlx::{ConnectOptions, Connection, postgres::PgConnectOptions};

/// Makes an empty practice with one site and an owner to be. Gives the secret of the invitation's link, which works once
/// within 24 hours.
///
/// # Errors
/// One sentence when a name or the address cannot be, or somebody signs in under the address already.
pub async fn bootstrap(
    options: &PgConnectOptions,
    practice: &str,
    name: &str,
    email: &str,
    at: Timestamp,
) -> anyhow::Result<String> {
    let practice =
        some_text(practice, 120).map_err(|_| anyhow::anyhow!("the practice needs a name of 1 to 120 characters"))?;
    let name = PersonName::parse(name).with_context(|| "the owner's name cannot be used")?;
    let email = Email::parse(email).with_context(|| "the owner's e-mail address cannot be used")?;
    let invite = Invite { name, email, roles: Role::Owner.into(), column: None };
    let mut conn = options.connect().await.context("the database does not answer")?;
    let mut tx = conn.begin().await?;
    if store::known(&mut tx, &invite.email.folded()).await? {
        anyhow::bail!("somebody signs in under this e-mail address already; use another");
    }
    let token = seal::token();
    let id = store::practice(&mut tx, &practice, at).await?;
    let until = at + SignedDuration::from_hours(LINK_HOURS);
    store::invitation(&mut tx, id, &invite, &digest(token.as_bytes()), at, until).await?;
    tx.commit().await?;
    Ok(token)
}
