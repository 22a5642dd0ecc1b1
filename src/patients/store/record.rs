//! The whole record of a patient, as the form shows it: exact numbers masked, the rest as typed.

use super::id_type_of;
use crate::{
    access::policy::{Ability, PatientFile, Permit},
    kernel::ids::PatientId,
    patients::registration::{
        RegistrationDraft,
        words::{self, GUARDIAN_FLAGS, PRECAUTIONS},
    },
    platform::cx::{Cx, Fault},
};
use serde_json::Value;

/// A patient as stored.
pub struct Stored {
    /// The practice's own number.
    pub file_no: String,
    /// Rises with every change.
    pub version: i32,
    /// The form filled in. Exact numbers are absent; `id_kept` and `funding_n_member_kept` hold their masks.
    pub draft: RegistrationDraft,
    /// The account holder as stored.
    pub holder: Value,
    id_sealed: Option<Vec<u8>>,
    members: Vec<(String, String)>,
}

impl Stored {
    /// The draft with the numbers that are on file where none was typed, for checking. It stays on the server.
    pub fn with_kept(&self, cx: &Cx, typed: &RegistrationDraft) -> Result<RegistrationDraft, Fault> {
        let mut full = typed.clone();
        if full.of("id_type") == self.draft.of("id_type")
            && let Some(sealed) = &self.id_sealed
        {
            full.propose("id_number", cx.seal().open(cx.actor.practice, super::SEALED_ID, sealed)?);
        }
        for n in 1..=words::FUNDING_ROWS {
            let row = full.of(&format!("funding_{n}_id")).to_owned();
            if let Some((_, number)) = self.members.iter().find(|(id, _)| *id == row) {
                full.propose(&format!("funding_{n}_member"), number.clone());
            }
        }
        Ok(full)
    }
}

/// Reads the permit's patient whole: the row, and what hangs on it.
pub async fn stored<A: Ability<Over = PatientFile>>(cx: &mut Cx, may: &Permit<A>) -> Result<Stored, Fault> {
    let (practice, id) = (cx.actor.practice.0, may.over().patient);
    let p = sqlx::query!(
        r#"select file_no, title, first_names, last_name, preferred_name, previous_last_names, initials, id_type, id_sealed,
                  id_masked, id_country, id_expires as "id_expires: jiff_sqlx::Date", id_reason,
                  birth_date as "birth_date: jiff_sqlx::Date", birth_estimated, sex, sex_confirmed, gender, pronouns,
                  language_home, language_service, interpreter, interpreter_note,
                  deceased_on as "deceased_on: jiff_sqlx::Date", occupation, employer, school, grade, email, address,
                  preferred_channel, directions, home_site, usual_practitioner, emergency, holder, allergies_state, allergies,
                  precautions, complete, version
             from patient where practice = $1 and id = $2"#,
        practice,
        id.0
    )
    .fetch_one(cx.sql())
    .await?;
    let mut draft = RegistrationDraft::default();
    let known = words::knows(words::TITLES, &p.title);
    draft.set("title", if known || p.title.is_empty() { p.title.clone() } else { "other".into() });
    draft.set("title_other", if known { String::new() } else { p.title });
    let known = words::knows(words::GENDERS, &p.gender);
    draft.set("gender", if known || p.gender.is_empty() { p.gender.clone() } else { "own_words".into() });
    draft.set("gender_words", if known { String::new() } else { p.gender });
    let day = |of: Option<jiff_sqlx::Date>| of.map(|d| d.to_jiff().to_string()).unwrap_or_default();
    let tick = |yes: bool| if yes { "true" } else { "" };
    for (field, value) in [
        ("single_name", tick(p.last_name.is_empty()).to_owned()),
        ("first_names", p.first_names),
        ("last_name", p.last_name),
        ("preferred_name", p.preferred_name),
        ("previous_last_names", p.previous_last_names.join(", ")),
        ("initials", p.initials),
        ("id_type", id_type_of(&p.id_type).key().to_owned()),
        ("id_kept", p.id_masked),
        ("id_country", p.id_country),
        ("id_expires", day(p.id_expires)),
        ("id_reason", p.id_reason),
        ("id_confirmed", tick(p.sex_confirmed).to_owned()),
        ("birth_date", day(p.birth_date)),
        ("birth_estimated", tick(p.birth_estimated).to_owned()),
        ("sex", p.sex),
        ("pronouns", p.pronouns),
        ("language_home", p.language_home),
        ("language_service", p.language_service),
        ("interpreter", tick(p.interpreter).to_owned()),
        ("interpreter_note", p.interpreter_note),
        ("deceased_on", day(p.deceased_on)),
        ("occupation", p.occupation),
        ("employer", p.employer),
        ("school", p.school),
        ("grade", p.grade),
        ("email", p.email),
        ("preferred_channel", p.preferred_channel),
        ("directions", p.directions),
        ("home_site", p.home_site.map(|s| s.to_string()).unwrap_or_default()),
        ("usual_practitioner", p.usual_practitioner.map(|s| s.to_string()).unwrap_or_default()),
        ("allergies_state", p.allergies_state),
        ("allergies", p.allergies.join(", ")),
        ("later", tick(!p.complete).to_owned()),
        ("version", p.version.to_string()),
    ] {
        draft.set(field, value);
    }
    for (key, value) in facts(&p.address) {
        draft.set(if key.starts_with("line") { format!("address_{key}") } else { key }.as_str(), value);
    }
    for (key, value) in facts(&p.emergency) {
        draft.set(&format!("emergency_{key}"), value);
    }
    for (key, value) in facts(&p.holder) {
        draft.set(&format!("holder_{}", if key == "id_masked" { "id_kept" } else { &key }), value);
    }
    let (known, other): (Vec<_>, Vec<_>) = p.precautions.into_iter().partition(|it| words::knows(PRECAUTIONS, it));
    for key in known {
        draft.set(&format!("precaution_{key}"), "true");
    }
    draft.set("precautions_other", other.join(", "));
    let members = funding(cx, id, &mut draft).await?;
    beside(cx, id, &mut draft).await?;
    Ok(Stored { file_no: p.file_no, version: p.version, draft, holder: p.holder, id_sealed: p.id_sealed, members })
}

/// Texts of a JSON object, sealed ones left out.
fn facts(of: &Value) -> Vec<(String, String)> {
    let all = of.as_object().into_iter().flatten().filter(|(key, _)| *key != "id_sealed");
    all.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

async fn funding(cx: &mut Cx, id: PatientId, draft: &mut RegistrationDraft) -> sqlx::Result<Vec<(String, String)>> {
    let practice = cx.actor.practice.0;
    let rows = sqlx::query!(
        "select id, kind, scheme, scheme_option, member_number, dependant_code, main_member, details
           from funding where practice = $1 and patient = $2 and ended is null order by position, id",
        practice,
        id.0
    )
    .fetch_all(cx.sql())
    .await?;
    let mut members = Vec::new();
    for (n, row) in rows.into_iter().enumerate() {
        let field = |name: &str| format!("funding_{}_{name}", n + 1);
        let is_main = facts(&row.main_member).is_empty();
        draft.set(&field("id"), row.id.to_string());
        draft.set(&field("kind"), row.kind);
        draft.set(&field("scheme"), row.scheme.map(|s| s.to_string()).unwrap_or_default());
        draft.set(&field("option"), row.scheme_option);
        draft.set(&field("dependant"), row.dependant_code);
        draft.set(&field("main"), if is_main { "true" } else { "" });
        if !row.member_number.is_empty() {
            draft.set(&field("member_kept"), super::masked_end(&row.member_number));
            members.push((row.id.to_string(), row.member_number));
        }
        for (key, value) in facts(&row.main_member) {
            draft.set(&field(&format!("main_{}", if key == "id_masked" { "id_kept" } else { &key })), value);
        }
        for (key, value) in facts(&row.details) {
            draft.set(&field(&key), value);
        }
    }
    Ok(members)
}

async fn beside(cx: &mut Cx, id: PatientId, draft: &mut RegistrationDraft) -> sqlx::Result<()> {
    let practice = cx.actor.practice.0;
    let phones = sqlx::query!(
        "select number, label, may_sms, may_call from patient_phone where practice = $1 and patient = $2 order by position",
        practice,
        id.0
    )
    .fetch_all(cx.sql())
    .await?;
    let tick = |yes: bool| if yes { "true" } else { "" };
    for (n, row) in phones.into_iter().enumerate() {
        let field = format!("phone_{}", n + 1);
        draft.set(&format!("{field}_label"), row.label);
        draft.set(&format!("{field}_sms"), tick(row.may_sms));
        draft.set(&format!("{field}_call"), tick(row.may_call));
        draft.set(&field, super::dialled(&row.number));
    }
    let people = sqlx::query!(
        "select id, name, relationship, phone, email, may_book, may_collect, may_receive_clinical, may_consent, liable
           from guardian where practice = $1 and patient = $2 and ended is null order by id",
        practice,
        id.0
    )
    .fetch_all(cx.sql())
    .await?;
    for (n, row) in people.into_iter().enumerate() {
        let field = |name: &str| format!("guardian_{}_{name}", n + 1);
        draft.set(&field("id"), row.id.to_string());
        draft.set(&field("name"), row.name);
        draft.set(&field("relationship"), row.relationship);
        draft.set(&field("phone"), super::dialled(&row.phone));
        draft.set(&field("email"), row.email);
        let flags = [row.may_book, row.may_collect, row.may_receive_clinical, row.may_consent, row.liable];
        for ((key, _), yes) in GUARDIAN_FLAGS.iter().zip(flags) {
            draft.set(&field(key), tick(yes));
        }
    }
    for (kind, answer) in super::consents_now(cx, id).await? {
        draft.set(&format!("consent_{kind}"), answer);
    }
    Ok(())
}
