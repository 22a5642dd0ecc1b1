//! Writing patients: the row, its phones and its search tokens, always together.

use super::{Sealed, id_type_word, masked_end, sealed, told};
use crate::{
    access::policy::{Ability, ChangeFunding, ChangePatient, Permit},
    kernel::{
        identifiers::{CountryCode, IdType},
        ids::PatientId,
        name::{PersonName, fold},
        search_key,
    },
    patients::registration::{Holder, Registration},
    platform::cx::{CxMut, Fault},
};
use std::collections::BTreeMap;

/// A patient to be put on file.
pub struct NewPatient<'a> {
    /// Made beforehand, so that events can name it.
    pub id: PatientId,
    /// From [`give_file_no`], or of another system.
    pub file_no: &'a str,
    /// Everything else.
    pub registration: &'a Registration,
    /// The account holder on file, whose exact number is kept when the same holder is named without it.
    pub holder_was: Option<&'a serde_json::Value>,
}

/// Takes the practice's row until the transaction ends, so that of two desks adding the same person the second sees the
/// first.
pub async fn hold_numbers<A: Ability<Over = ()>>(cx: &mut CxMut, _: &Permit<A>) -> sqlx::Result<()> {
    let practice = cx.actor.practice.0;
    sqlx::query!("select id from practice where id = $1 for update", practice).fetch_one(cx.sql()).await.map(|_| ())
}

/// The next file number, `001042`. Takes the practice's row until the transaction ends, so that numbers come in order and
/// none is given twice; one given to a registration that fails is given again.
pub async fn give_file_no<A: Ability<Over = ()>>(cx: &mut CxMut, _: &Permit<A>) -> sqlx::Result<String> {
    let practice = cx.actor.practice.0;
    let n = sqlx::query_scalar!(
        r#"update practice set next_file_no = next_file_no + 1 where id = $1 returning next_file_no - 1 as "n!""#,
        practice
    )
    .fetch_one(cx.sql())
    .await?;
    Ok(format!("{n:06}"))
}

/// Keeps the counter above file numbers that came from another system.
pub async fn keep_counter_above<A: Ability<Over = ()>>(
    cx: &mut CxMut,
    _: &Permit<A>,
    file_no: &str,
) -> sqlx::Result<()> {
    let Some(n) = file_no.parse::<i32>().ok().filter(|n| *n < 1_000_000_000) else { return Ok(()) };
    let practice = cx.actor.practice.0;
    sqlx::query!("update practice set next_file_no = $2 where id = $1 and next_file_no < $2", practice, n + 1)
        .execute(cx.sql())
        .await
        .map(|_| ())
}

/// Puts a patient on file.
///
/// # Errors
/// The file number is taken (only when it came from another system).
pub async fn insert<A: Ability<Over = ()>>(cx: &mut CxMut, may: &Permit<A>, new: &NewPatient<'_>) -> Result<(), Fault> {
    save(cx, may, new, 0).await?;
    phones(cx, may, new.id, new.registration).await?;
    tokens(cx, may, new.id, new.file_no, new.registration).await?;
    Ok(())
}

/// Replaces what is on file about the permit's patient. `false` when somebody else changed it since `version`.
pub async fn update(
    cx: &mut CxMut,
    may: &Permit<ChangePatient>,
    registration: &Registration,
    was: &super::Stored,
    version: i32,
) -> Result<bool, Fault> {
    let (id, practice) = (may.over().patient, cx.actor.practice.0);
    let new = NewPatient { id, file_no: &was.file_no, registration, holder_was: Some(&was.holder) };
    if !save(cx, may, &new, version).await? {
        return Ok(false);
    }
    sqlx::query!("delete from patient_phone where practice = $1 and patient = $2", practice, id.0)
        .execute(cx.sql())
        .await?;
    sqlx::query!("delete from patient_token where practice = $1 and patient = $2", practice, id.0)
        .execute(cx.sql())
        .await?;
    phones(cx, may, id, registration).await?;
    tokens(cx, may, id, &was.file_no, registration).await?;
    Ok(true)
}

/// Facts about another person, their exact number sealed.
pub(super) fn closed(cx: &CxMut, facts: &BTreeMap<String, String>) -> Result<serde_json::Value, Fault> {
    let mut kept = serde_json::Map::new();
    for (key, text) in facts.iter().filter(|(_, text)| !text.is_empty()) {
        if key == "id" {
            let it: Sealed = sealed(cx.seal(), cx.actor.practice, IdType::ForeignId, Some(text))?;
            let hex: String = it.sealed.unwrap_or_default().iter().map(|b| format!("{b:02x}")).collect();
            kept.insert("id_sealed".into(), hex.into());
            kept.insert("id_masked".into(), masked_end(text).into());
        } else {
            kept.insert(key.clone(), text.clone().into());
        }
    }
    Ok(serde_json::Value::Object(kept))
}

/// The exact number of somebody who is named again without it stays.
pub(super) fn keep_number(
    new: &mut serde_json::Map<String, serde_json::Value>,
    old: &serde_json::Map<String, serde_json::Value>,
    named_by: &str,
) {
    if !new.contains_key("id_sealed") && new.get(named_by).is_some() && new.get(named_by) == old.get(named_by) {
        let kept = old.iter().filter(|(key, _)| matches!(key.as_str(), "id_sealed" | "id_masked"));
        new.extend(kept.map(|(key, value)| (key.clone(), value.clone())));
    }
}

/// The account holder as stored.
fn held(cx: &CxMut, holder: &Holder, was: Option<&serde_json::Value>) -> Result<serde_json::Value, Fault> {
    let mut stored = closed(cx, &holder.facts)?;
    if let Some(map) = stored.as_object_mut().filter(|_| !holder.kind.is_empty()) {
        map.insert("kind".into(), holder.kind.clone().into());
        if let Some(old) = was.and_then(|was| was.as_object()) {
            keep_number(map, old, "name");
        }
    }
    Ok(stored)
}

/// Sets who holds the account, and by which member numbers the permit's patient is found. `false` when somebody else
/// changed the patient since `version`.
pub async fn set_account(
    cx: &mut CxMut,
    may: &Permit<ChangeFunding>,
    holder: &Holder,
    members: &[String],
    was: &super::Stored,
) -> Result<bool, Fault> {
    let (practice, id) = (cx.actor.practice.0, may.over().patient.0);
    let holder = held(cx, holder, Some(&was.holder))?;
    let changed = sqlx::query!(
        "update patient set holder = $3, version = version + 1 where practice = $1 and id = $2 and version = $4",
        practice,
        id,
        holder,
        was.version
    )
    .execute(cx.sql())
    .await?
    .rows_affected();
    let tokens = search_key::stored(&search_key::PatientWords {
        member_numbers: members.iter().map(String::as_str).collect(),
        ..search_key::PatientWords::default()
    });
    sqlx::query!(
        "delete from patient_token where practice = $1 and patient = $2 and token >= 'm:' and token < 'm;'",
        practice,
        id
    )
    .execute(cx.sql())
    .await?;
    sqlx::query!(
        "insert into patient_token (practice, token, patient) select $1, t, $3 from unnest($2::text[]) as t",
        practice,
        &tokens,
        id
    )
    .execute(cx.sql())
    .await?;
    Ok(changed == 1)
}

/// One statement for new and changed: what is there already changes only if its version is still `version`.
async fn save<A: Ability>(cx: &mut CxMut, _: &Permit<A>, new: &NewPatient<'_>, version: i32) -> Result<bool, Fault> {
    let (who, contact, clinical) = (&new.registration.identity, &new.registration.contact, &new.registration.clinical);
    let (practice, person) = (cx.actor.practice, cx.actor.person);
    let it = sealed(cx.seal(), practice, who.id_type, who.id_number.as_deref())?;
    let holder = held(cx, &new.registration.holder, new.holder_was)?;
    let emergency = closed(cx, &contact.emergency)?;
    let address = closed(cx, &contact.address)?;
    let last = who.last_name.as_ref().map_or("", PersonName::as_str);
    let sort_key = format!("{} {}", fold(last), who.first_names.folded()).trim().to_owned();
    let now = jiff_sqlx::Timestamp::from(cx.now);
    let saved = sqlx::query_scalar!(
        "insert into patient (practice, id, file_no, title, first_names, last_name, preferred_name, previous_last_names, initials,
           sort_key, id_type, id_sealed, id_hash, id_masked, id_country, id_expires, id_reason, birth_date, birth_estimated, sex,
           sex_confirmed, gender, pronouns, language_home, language_service, interpreter, interpreter_note, deceased_on, occupation,
           employer, school, grade, email, address, preferred_channel, directions, home_site, usual_practitioner, emergency, holder,
           allergies_state, allergies, precautions, complete, created_at, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
           $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46)
         on conflict (practice, id) do update set title = excluded.title, first_names = excluded.first_names,
           last_name = excluded.last_name, preferred_name = excluded.preferred_name,
           previous_last_names = excluded.previous_last_names, initials = excluded.initials, sort_key = excluded.sort_key,
           id_type = excluded.id_type, id_sealed = excluded.id_sealed, id_hash = excluded.id_hash, id_masked = excluded.id_masked,
           id_country = excluded.id_country, id_expires = excluded.id_expires, id_reason = excluded.id_reason,
           birth_date = excluded.birth_date, birth_estimated = excluded.birth_estimated, sex = excluded.sex,
           sex_confirmed = excluded.sex_confirmed, gender = excluded.gender, pronouns = excluded.pronouns,
           language_home = excluded.language_home, language_service = excluded.language_service,
           interpreter = excluded.interpreter, interpreter_note = excluded.interpreter_note, deceased_on = excluded.deceased_on,
           occupation = excluded.occupation, employer = excluded.employer, school = excluded.school, grade = excluded.grade,
           email = excluded.email, address = excluded.address, preferred_channel = excluded.preferred_channel,
           directions = excluded.directions, home_site = excluded.home_site, usual_practitioner = excluded.usual_practitioner,
           emergency = excluded.emergency, holder = excluded.holder, allergies_state = excluded.allergies_state,
           allergies = excluded.allergies, precautions = excluded.precautions, complete = excluded.complete,
           version = patient.version + 1
         where patient.version = $47
         returning version",
        practice.0,
        new.id.0,
        new.file_no,
        who.title,
        who.first_names.as_str(),
        last,
        who.preferred_name,
        &who.previous_last_names,
        who.initials,
        sort_key,
        id_type_word(who.id_type),
        it.sealed,
        it.mark,
        it.masked,
        who.id_country.as_ref().map_or("", CountryCode::as_str),
        who.id_expires.map(jiff_sqlx::Date::from) as Option<jiff_sqlx::Date>,
        who.id_reason,
        who.birth.map(jiff_sqlx::Date::from) as Option<jiff_sqlx::Date>,
        who.birth_estimated,
        who.sex.key(),
        who.confirmed,
        who.gender,
        who.pronouns,
        who.language_home,
        who.language_service,
        who.interpreter,
        who.interpreter_note,
        who.deceased_on.map(jiff_sqlx::Date::from) as Option<jiff_sqlx::Date>,
        who.occupation,
        who.employer,
        who.school,
        who.grade,
        contact.email.as_ref().map(ToString::to_string).unwrap_or_default(),
        address,
        contact.channel,
        contact.directions,
        contact.home_site.map(|s| s.0),
        contact.usual_practitioner.map(|p| p.0),
        emergency,
        holder,
        clinical.allergies_state,
        &clinical.allergies,
        &clinical.precautions,
        new.registration.complete,
        now as jiff_sqlx::Timestamp,
        person.0,
        version
    )
    .fetch_optional(cx.sql())
    .await;
    let saved = told(
        saved,
        &[
            ("patient_file_no_once", "file_no", "taken"),
            ("patient_practice_home_site_fkey", "home_site", "unknown"),
            ("patient_practice_usual_practitioner_fkey", "usual_practitioner", "unknown"),
        ],
    )?;
    Ok(saved.is_some())
}

async fn phones<A: Ability>(cx: &mut CxMut, _: &Permit<A>, id: PatientId, it: &Registration) -> sqlx::Result<()> {
    let phones = &it.contact.phones;
    if phones.is_empty() {
        return Ok(());
    }
    let practice = cx.actor.practice.0;
    let numbers: Vec<String> = phones.iter().map(|phone| phone.number.to_string()).collect();
    let labels: Vec<String> = phones.iter().map(|phone| phone.label.clone()).collect();
    let sms: Vec<bool> = phones.iter().map(|phone| phone.may_sms).collect();
    let call: Vec<bool> = phones.iter().map(|phone| phone.may_call).collect();
    sqlx::query!(
        "insert into patient_phone (practice, patient, position, number, label, may_sms, may_call)
         select $1, $2, t.n - 1, t.number, t.label, t.sms, t.call
           from unnest($3::text[], $4::text[], $5::bool[], $6::bool[]) with ordinality as t(number, label, sms, call, n)",
        practice,
        id.0,
        &numbers,
        &labels,
        &sms,
        &call
    )
    .execute(cx.sql())
    .await
    .map(|_| ())
}

async fn tokens<A: Ability>(
    cx: &mut CxMut,
    _: &Permit<A>,
    id: PatientId,
    file_no: &str,
    it: &Registration,
) -> sqlx::Result<()> {
    let practice = cx.actor.practice.0;
    let tokens = search_key::stored(&it.words(file_no));
    sqlx::query!(
        "insert into patient_token (practice, token, patient) select $1, t, $3 from unnest($2::text[]) as t",
        practice,
        &tokens,
        id.0
    )
    .execute(cx.sql())
    .await
    .map(|_| ())
}
