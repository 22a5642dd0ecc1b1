//! For the command line, which has no session: which practice, and on whose behalf.

use crate::{
    access::{Actor, Roles},
    kernel::ids::{PatientId, PersonId, PracticeId, PractitionerId},
};
use anyhow::Context;
use jiff::tz::TimeZone;
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};

/// The person to act as: the one with this e-mail address, else the first owner. `practice` is a name or an id, and may
/// be left out where there is one practice only. Runs as the owner of the schema, who alone sees all practices.
///
/// # Errors
/// A sentence saying what to add to the command.
pub async fn actor(
    options: &PgConnectOptions,
    practice: Option<&str>,
    email: Option<&str>,
) -> anyhow::Result<(Actor, TimeZone)> {
    let mut conn = PgConnection::connect_with(options).await?;
    let all = sqlx::query!("select id, name, zone from practice order by created_at, id").fetch_all(&mut conn).await?;
    let fits = |id: uuid::Uuid, name: &str, wanted: &str| {
        id.to_string() == wanted || name.to_lowercase() == wanted.to_lowercase()
    };
    let found: Vec<_> =
        all.iter().filter(|p| practice.is_none_or(|wanted| fits(p.id, &p.name, wanted.trim()))).collect();
    let names = all.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ");
    let (practice, zone) = match (found.as_slice(), all.is_empty()) {
        (_, true) => anyhow::bail!("there is no practice yet: make one with `hadada seed`"),
        ([one], false) => (one.id, TimeZone::get(&one.zone)?),
        ([], false) => anyhow::bail!("no practice is called that; there are: {names}"),
        (_, false) => anyhow::bail!("there are several practices; add --practice with one of: {names}"),
    };
    let email = email.map(|e| e.trim().to_lowercase());
    let row = sqlx::query!(
        "select id, name, roles, practitioner, patient from person
          where practice = $1 and suspended_at is null
            and (lower(email) = $2 or ($2::text is null and 'owner' = any(roles)))
          order by created_at, id limit 1",
        practice,
        email
    )
    .fetch_optional(&mut conn)
    .await?
    .with_context(|| match &email {
        Some(email) => format!("nobody with the address {email} works in this practice"),
        None => "this practice has no owner yet; add --as with someone's e-mail address".into(),
    })?;
    conn.close().await?;
    let actor = Actor {
        person: PersonId(row.id),
        practice: PracticeId(practice),
        roles: Roles::from_keys(&row.roles),
        practitioner: row.practitioner.map(PractitionerId),
        patient: row.patient.map(PatientId),
        session: None,
        name: row.name,
    };
    Ok((actor, zone))
}
