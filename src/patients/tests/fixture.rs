//! Two practices and their people.

use crate::{
    access::{Actor, Role},
    kernel::ids::{OnceKey, PatientId, PersonId, PracticeId, PractitionerId, SiteId},
    patients::{
        actions,
        model::{Became, PatientCard, QuickAddDraft, QuickAdded},
        registration::RegistrationDraft,
    },
    platform::{
        clock::Clock,
        config::App,
        cx::Fault,
        db::{Db, PoolSettings},
        edge::{self, Services},
        live::Live,
        seal::Seal,
    },
};
use std::sync::Arc;

/// The database as its owner, who makes what the server may not.
pub type Pool = sqlx::Pool<sqlx::Postgres>;

pub struct Here {
    pub it: Services,
    pub owner: Pool,
    pub desk: Actor,
    pub naidoo: Actor,
    pub billing: Actor,
    pub manager: Actor,
    pub elsewhere: Actor,
    pub site: SiteId,
}

impl Here {
    /// On Wednesday 25 November 2026, 09:00 in Johannesburg.
    pub async fn new(owner: Pool) -> Here {
        let at = "2026-11-25T07:00:00Z".parse().unwrap();
        let db = Db::new((*owner.connect_options()).clone(), &PoolSettings::default(), Clock::fixed(at));
        let seal = Arc::new(Seal::from_bytes(&[7; 64]));
        let it = Services { db, seal, live: Live::default(), app: Arc::new(App::default()) };
        let (here, there) = (PracticeId::fresh(), PracticeId::fresh());
        let mut sites = Vec::new();
        for (practice, name) in [(here, "Rosebank"), (there, "Elsewhere")] {
            let site = SiteId::fresh();
            sqlx::query("insert into practice (id, name) values ($1, $2)")
                .bind(practice.0)
                .bind(name)
                .execute(&owner)
                .await
                .unwrap();
            sqlx::query("insert into site (practice, id, name, key) values ($1, $2, $3, 'main')")
                .bind(practice.0)
                .bind(site.0)
                .bind(name)
                .execute(&owner)
                .await
                .unwrap();
            sites.push(site);
        }
        let practitioner = PractitionerId::fresh();
        sqlx::query(
            "insert into practitioner (practice, id, first_names, last_name, last_name_folded, profession, home_site)
             values ($1, $2, 'Priya', 'Naidoo', 'naidoo', 'physiotherapy', $3)",
        )
        .bind(here.0)
        .bind(practitioner.0)
        .bind(sites[0].0)
        .execute(&owner)
        .await
        .unwrap();
        let desk = person(&owner, here, Role::Receptionist, "Sipho Dlamini", None).await;
        let naidoo = person(&owner, here, Role::Practitioner, "Priya Naidoo", Some(practitioner)).await;
        let billing = person(&owner, here, Role::Billing, "Anna Smit", None).await;
        let manager = person(&owner, here, Role::Manager, "Mary Jacobs", None).await;
        let elsewhere = person(&owner, there, Role::Receptionist, "Other Desk", None).await;
        Here { it, owner, desk, naidoo, billing, manager, elsewhere, site: sites[0] }
    }

    pub async fn search_as(&self, who: &Actor, query: &str) -> Vec<PatientCard> {
        edge::look_as(&self.it, who.clone(), async |cx| actions::search(cx, query).await).await.unwrap()
    }

    pub async fn names(&self, query: &str) -> Vec<String> {
        self.search_as(&self.desk, query).await.into_iter().map(|card| card.name).collect()
    }

    pub async fn quick(&self, draft: &QuickAddDraft) -> Result<QuickAdded, Fault> {
        edge::act_as(&self.it, self.desk.clone(), async |cx| actions::quick_added(cx, draft).await).await
    }

    /// Adds whoever has no namesake, by the short form.
    pub async fn adds(&self, first: &str, last: &str, phone: &str) -> PatientCard {
        match self.quick(&quick(first, last, phone)).await.unwrap() {
            QuickAdded::Added(card) => card,
            QuickAdded::Duplicates(list) => panic!("{first} {last} looks like {list:?}"),
        }
    }

    pub async fn registers(&self, draft: &RegistrationDraft) -> Result<Became, Fault> {
        edge::act_as(&self.it, self.desk.clone(), async |cx| actions::registered(cx, draft).await).await
    }

    /// Registers by the full form and gives the patient.
    pub async fn on_file(&self, draft: &RegistrationDraft) -> PatientId {
        match self.registers(draft).await.unwrap_or_else(|e| panic!("{:?}", e.into_problem())) {
            Became::Saved(id) => id,
            Became::Duplicates(list) => panic!("looks like {list:?}"),
        }
    }

    /// A visit with Priya Naidoo, tomorrow at nine.
    pub async fn visit(&self, patient: PatientId) {
        self.visit_at(patient, 9).await;
    }

    /// The same at another hour.
    pub async fn visit_at(&self, patient: PatientId, hour: i32) {
        let (kind, visit) = (uuid::Uuid::now_v7(), uuid::Uuid::now_v7());
        let practitioner = self.naidoo.practitioner.unwrap();
        sqlx::query(
            "with span as (select b, b + interval '30 minutes' as e
                from (select timestamptz '2026-11-26 00:00+02' + make_interval(hours => $8)) as at (b)),
             t as (
               insert into appointment_type (practice, id, key, name, minutes, colour, tone, mark, category, needs_patient, charged)
               values ($1, $2, 'tx' || $8::int, 'Treatment', 30, '#047857', 'teal', 'TX', 'clinical', true, true)),
             c as (
               insert into resource_claim (practice, id, resource_kind, resource, starts_at, ends_at, kind, ref, exclusive)
               select $1, gen_random_uuid(), kind, id, b, e, 'appointment', $3, kind = 'practitioner'
                 from span, (values ('practitioner', $4), ('patient', $5)) as who (kind, id))
             insert into appointment (practice, id, site, practitioner, patient, type, starts_at, ends_at, local_start,
               created_at, created_by, changed_at, changed_by)
             select $1, $3, $6, $4, $5, $2, b, e, b at time zone 'Africa/Johannesburg', now(), $7, now(), $7 from span",
        )
        .bind(self.desk.practice.0)
        .bind(kind)
        .bind(visit)
        .bind(practitioner.0)
        .bind(patient.0)
        .bind(self.site.0)
        .bind(self.desk.person.0)
        .bind(hour)
        .execute(&self.owner)
        .await
        .unwrap();
    }
}

async fn person(owner: &Pool, practice: PracticeId, role: Role, name: &str, column: Option<PractitionerId>) -> Actor {
    let id = PersonId::fresh();
    sqlx::query(
        "insert into person (practice, id, email, email_folded, name, roles, practitioner) values ($1, $2, $3, $3, $4, $5, $6)",
    )
    .bind(practice.0)
    .bind(id.0)
    .bind(format!("{id}@example.co.za"))
    .bind(name)
    .bind(vec![role.key()])
    .bind(column.map(|p| p.0))
    .execute(owner)
    .await
    .unwrap();
    Actor {
        person: id,
        practice,
        roles: role.into(),
        practitioner: column,
        patient: None,
        session: None,
        name: name.into(),
    }
}

/// The short form, filled in.
pub fn quick(first: &str, last: &str, phone: &str) -> QuickAddDraft {
    QuickAddDraft {
        key: OnceKey::fresh().to_string(),
        first_names: first.into(),
        last_name: last.into(),
        single_name: if last.is_empty() { "true".into() } else { String::new() },
        phone: phone.into(),
        ..QuickAddDraft::default()
    }
}

/// The full form, filled in as a careful receptionist would: a man of 46 with an ID number, paying himself.
pub fn thabo() -> RegistrationDraft {
    let mut draft = RegistrationDraft::blank();
    for (field, value) in [
        ("key", OnceKey::fresh().to_string().as_str()),
        ("first_names", "Thabo"),
        ("last_name", "van der Merwe"),
        ("id_number", "8001015009087"),
        ("sex", "male"),
        ("phone_1", "082 123 4567"),
        ("funding_1_kind", "private"),
        ("consent_personal_information", "given"),
        ("consent_treatment", "given"),
    ] {
        draft.set(field, value);
    }
    draft
}
