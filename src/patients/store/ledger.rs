//! What is never edited: ways of paying and people beside the patient end and begin, consents are added.

use super::{
    MARKED_MEMBER, told,
    write::{closed, keep_number},
};
use crate::{
    access::policy::{Ability, Permit},
    kernel::ids::PatientId,
    patients::registration::{ConsentSaid, Funding, Guardian, words},
    platform::{
        cx::{CxMut, Fault},
        seal::digest,
    },
};

/// An answer to a consent to be written down.
pub struct NewConsent<'a> {
    /// Whose.
    pub patient: PatientId,
    /// What was said.
    pub said: &'a ConsentSaid,
    /// In which language.
    pub language: &'a str,
}

/// Ends the rows that are no longer so and opens those that are new, in both tables. A row that repeats what is on file
/// stays as it is. Gives how many changed.
pub async fn close_and_open<A: Ability>(
    cx: &mut CxMut,
    may: &Permit<A>,
    patient: PatientId,
    funding: Option<&[Funding]>,
    guardians: Option<&[Guardian]>,
) -> Result<usize, Fault> {
    let mut changed = 0;
    if let Some(wanted) = funding {
        changed += fundings(cx, may, patient, wanted).await?;
    }
    if let Some(wanted) = guardians {
        changed += people(cx, may, patient, wanted).await?;
    }
    Ok(changed)
}

async fn fundings<A: Ability>(
    cx: &mut CxMut,
    _: &Permit<A>,
    patient: PatientId,
    wanted: &[Funding],
) -> Result<usize, Fault> {
    let (practice, today) = (cx.actor.practice, jiff_sqlx::Date::from(cx.today()));
    let there = sqlx::query!(
        r#"select id, kind, scheme, scheme_option, member_number, dependant_code, main_member, details, position
             from funding where practice = $1 and patient = $2 and ended is null"#,
        practice.0,
        patient.0
    )
    .fetch_all(cx.sql())
    .await?;
    let mut keep: Vec<uuid::Uuid> = Vec::new();
    let mut open: Vec<(usize, &Funding)> = Vec::new();
    for (n, it) in wanted.iter().enumerate() {
        let same = there.iter().find(|row| {
            Some(row.id) == it.was
                && row.kind == it.kind.key()
                && row.scheme == it.scheme.map(|s| s.0)
                && row.scheme_option == it.option
                && row.member_number == it.member
                && row.dependant_code == it.dependant
                && same_facts(&row.main_member, &it.main_member)
                && same_facts(&row.details, &it.details)
        });
        match same {
            Some(row) => keep.push(row.id),
            None => open.push((n, it)),
        }
    }
    let ending: Vec<uuid::Uuid> = there.iter().map(|row| row.id).filter(|id| !keep.contains(id)).collect();
    sqlx::query!(
        "update funding set ended = $3 where practice = $1 and id = any($2)",
        practice.0,
        &ending,
        today as jiff_sqlx::Date
    )
    .execute(cx.sql())
    .await?;
    for (n, it) in &open {
        let mut main = closed(cx, &it.main_member)?;
        // the number of a main member who did not change was not typed again
        if let Some(was) = there.iter().find(|row| Some(row.id) == it.was)
            && let (Some(new), Some(old)) = (main.as_object_mut(), was.main_member.as_object())
        {
            keep_number(new, old, "surname");
        }
        let details = closed(cx, &it.details)?;
        let mark = Some(&it.member).filter(|m| !m.is_empty()).map(|m| cx.seal().mark(practice, MARKED_MEMBER, m));
        let dependant_field = format!("funding_{}_dependant", n + 1);
        let scheme_field = format!("funding_{}_scheme", n + 1);
        let opened = sqlx::query!(
            "insert into funding (practice, id, patient, position, kind, scheme, scheme_option, member_number, member_hash,
               dependant_code, main_member, details, since)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            practice.0,
            uuid::Uuid::now_v7(),
            patient.0,
            i32::try_from(*n).unwrap_or(0),
            it.kind.key(),
            it.scheme.map(|s| s.0),
            it.option,
            it.member,
            mark,
            it.dependant,
            main,
            details,
            today as jiff_sqlx::Date
        )
        .execute(cx.sql())
        .await;
        told(
            opened,
            &[("funding_dependant_once", &dependant_field, "taken"), ("funding_scheme", &scheme_field, "unknown")],
        )?;
    }
    Ok(ending.len().max(open.len()))
}

/// Whether what is stored says the same; an exact number is not typed again, so it does not count when it is absent.
fn same_facts(stored: &serde_json::Value, typed: &std::collections::BTreeMap<String, String>) -> bool {
    let Some(stored) = stored.as_object() else { return typed.is_empty() };
    if typed.get("id").is_some_and(|id| !id.is_empty()) {
        return false;
    }
    let ours = typed.iter().filter(|(_, text)| !text.is_empty());
    let theirs = stored.iter().filter(|(key, _)| !key.starts_with("id_"));
    ours.map(|(k, v)| (k.as_str(), v.as_str())).eq(theirs.filter_map(|(k, v)| Some((k.as_str(), v.as_str()?))))
}

async fn people<A: Ability>(
    cx: &mut CxMut,
    _: &Permit<A>,
    patient: PatientId,
    wanted: &[Guardian],
) -> Result<usize, Fault> {
    let (practice, today) = (cx.actor.practice.0, jiff_sqlx::Date::from(cx.today()));
    let there = sqlx::query!(
        "select id, name, relationship, phone, email, may_book, may_collect, may_receive_clinical, may_consent, liable
           from guardian where practice = $1 and patient = $2 and ended is null",
        practice,
        patient.0
    )
    .fetch_all(cx.sql())
    .await?;
    let text = |of: Option<String>| of.unwrap_or_default();
    let mut keep: Vec<uuid::Uuid> = Vec::new();
    let mut open: Vec<&Guardian> = Vec::new();
    for it in wanted {
        let same = there.iter().find(|row| {
            Some(row.id) == it.was
                && row.name == it.name
                && row.relationship == it.relationship
                && row.phone == text(it.phone.as_ref().map(ToString::to_string))
                && row.email == text(it.email.as_ref().map(ToString::to_string))
                && [row.may_book, row.may_collect, row.may_receive_clinical, row.may_consent, row.liable] == it.flags
        });
        match same {
            Some(row) => keep.push(row.id),
            None => open.push(it),
        }
    }
    let ending: Vec<uuid::Uuid> = there.iter().map(|row| row.id).filter(|id| !keep.contains(id)).collect();
    sqlx::query!(
        "update guardian set ended = $3 where practice = $1 and id = any($2)",
        practice,
        &ending,
        today as jiff_sqlx::Date
    )
    .execute(cx.sql())
    .await?;
    for it in &open {
        let [book, collect, clinical, consent, liable] = it.flags;
        sqlx::query!(
            "insert into guardian (practice, id, patient, name, relationship, phone, email, may_book, may_collect,
               may_receive_clinical, may_consent, liable)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            practice,
            uuid::Uuid::now_v7(),
            patient.0,
            it.name,
            it.relationship,
            text(it.phone.as_ref().map(ToString::to_string)),
            text(it.email.as_ref().map(ToString::to_string)),
            book,
            collect,
            clinical,
            consent,
            liable
        )
        .execute(cx.sql())
        .await?;
    }
    Ok(ending.len().max(open.len()))
}

/// The latest answer to each consent, by kind.
pub async fn consents_now(cx: &mut crate::platform::cx::Cx, patient: PatientId) -> sqlx::Result<Vec<(String, String)>> {
    let practice = cx.actor.practice.0;
    let rows = sqlx::query!(
        "select distinct on (kind) kind, answer from consent where practice = $1 and patient = $2 order by kind, at desc, id desc",
        practice,
        patient.0
    )
    .fetch_all(cx.sql())
    .await?;
    Ok(rows.into_iter().map(|row| (row.kind, row.answer)).collect())
}

/// Writes an answer down, with the words it was an answer to.
pub async fn say<A: Ability>(cx: &mut CxMut, _: &Permit<A>, new: &NewConsent<'_>) -> sqlx::Result<()> {
    let (practice, person) = (cx.actor.practice.0, cx.actor.person.0);
    let words = digest(words::consent_text(&new.said.kind).as_bytes());
    let version: String = words.iter().take(8).map(|b| format!("{b:02x}")).collect();
    let language = if new.language.is_empty() { "en" } else { new.language };
    let now = jiff_sqlx::Timestamp::from(cx.now);
    sqlx::query!(
        "insert into consent (practice, id, patient, kind, answer, text_version, language, capacity, how, said_by, recorded_by, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        practice,
        uuid::Uuid::now_v7(),
        new.patient.0,
        new.said.kind,
        new.said.answer,
        version,
        language,
        new.said.capacity,
        new.said.how,
        new.said.said_by,
        person,
        now as jiff_sqlx::Timestamp
    )
    .execute(cx.sql())
    .await
    .map(|_| ())
}
