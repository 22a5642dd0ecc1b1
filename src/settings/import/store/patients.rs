//! Patients who are on file already, and putting new ones on file.

use super::Shelf;
use crate::{
    access::policy::{Ability, ImportReference, Permit},
    patients::actions::{import_patient, marks},
    platform::cx::{Cx, CxMut, Fault},
    settings::import::patients::{Here, PatientRow, PatientSheet, person_keys},
};
use std::collections::HashMap;

impl Shelf for PatientSheet {
    // each is several statements: progress is told more often
    const AT_ONCE: usize = 200;

    async fn ready(&mut self, cx: &mut Cx) -> Result<(), Fault> {
        let practice = cx.actor.practice.0;
        let mut here = Here::default();
        let (id, member) = marks(cx);
        (here.mark_id, here.mark_member) = (Some(id), Some(member));
        let schemes = sqlx::query!("select id, key, name_folded from scheme where practice = $1 and active", practice);
        for s in schemes.fetch_all(cx.sql()).await? {
            here.schemes.insert(s.name_folded, s.id);
            here.schemes.insert(s.key, s.id);
        }
        let people = sqlx::query!(
            r#"select p.file_no, p.first_names, p.last_name, p.birth_date as "birth: jiff_sqlx::Date", encode(p.id_hash, 'hex') as id,
                      array(select n.number from patient_phone n where n.practice = p.practice and n.patient = p.id) as "phones!"
                 from patient p where p.practice = $1"#,
            practice
        );
        for p in people.fetch_all(cx.sql()).await? {
            let birth = p.birth.map(|day| day.to_jiff());
            let mut keys = person_keys(&p.first_names, &p.last_name, birth, &p.phones);
            if birth.is_some() {
                // a row may not know the birth date
                keys.extend(person_keys(&p.first_names, &p.last_name, None, &p.phones));
            }
            for key in &keys {
                let numbered = here.people.entry(key.clone()).or_insert(p.id.is_some());
                *numbered = *numbered && p.id.is_some();
            }
            here.files.insert(p.file_no, keys);
            here.ids.extend(p.id);
        }
        let members = sqlx::query!(
            r#"select scheme as "scheme!", encode(member_hash, 'hex') as "member!", dependant_code from funding
                where practice = $1 and ended is null and kind = 'scheme' and member_hash is not null and dependant_code <> ''"#,
            practice
        );
        for m in members.fetch_all(cx.sql()).await? {
            here.members.insert(format!("{} {} {}", m.scheme, m.member, m.dependant_code));
        }
        self.here = here;
        Ok(())
    }

    /// Who is here is in [`Here`]: it is compared by several things at once, not by one key.
    async fn held(&self, _: &mut Cx, _: Option<uuid::Uuid>) -> Result<HashMap<String, PatientRow>, Fault> {
        Ok(HashMap::new())
    }

    async fn put<A: Ability<Over = ()> + Send + Sync>(
        &self,
        cx: &mut CxMut,
        _: &Permit<A>,
        _: Option<uuid::Uuid>,
        rows: Vec<PatientRow>,
    ) -> Result<(), Fault> {
        let may = cx.permit::<ImportReference>(())?;
        for row in rows {
            import_patient(cx, &may, &row.registration).await?;
        }
        Ok(())
    }
}
