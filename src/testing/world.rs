//! Builds the two practices in a fresh database and acts in them as anyone.

use super::people::{KINDS, KindRow, Kinds, PATIENTS, PRACTITIONERS, Person, STAFF};
use crate::{
    access::{Actor, Role},
    kernel::ids::{AppointmentTypeId, PatientId, PersonId, PracticeId, PractitionerId, ResourceId, SiteId},
    kernel::name::fold,
    platform::{
        clock::Clock,
        config::App,
        db::{Db, PoolSettings},
        edge::Services,
        live::Live,
        seal::Seal,
    },
};
use sqlx::PgPool;
use std::{ops::Deref, sync::Arc, time::Duration};
use uuid::Uuid;

/// Monday 23 November 2026, 09:40 in Johannesburg.
pub const NOW: &str = "2026-11-23T07:40:00Z";

/// One practice with one of everything. Practitioners work Monday to Friday, 08:00 to 17:00, at the main site.
#[derive(Clone, Debug)]
pub struct House {
    /// The practice.
    pub id: PracticeId,
    /// Rosebank, key `main`.
    pub main: SiteId,
    /// Edenvale, key `east`.
    pub east: SiteId,
    /// A room at the main site.
    pub gym: ResourceId,
    /// A room at the main site.
    pub room1: ResourceId,
    /// A room at the main site that is no longer used.
    pub old_room: ResourceId,
    /// A room at the east site.
    pub booth: ResourceId,
    /// Equipment at the main site.
    pub audiometer: ResourceId,
    /// Physiotherapist; the person with the practitioner's role.
    pub naidoo: PractitionerId,
    /// Occupational therapist.
    pub nkosi: PractitionerId,
    /// Speech therapist; Wednesdays at the east site.
    pub van_wyk: PractitionerId,
    /// Psychologist, who has left.
    pub dlamini: PractitionerId,
    /// Kinds of visit.
    pub kinds: Kinds,
    /// One person for each role.
    pub people: Vec<Person>,
    /// Thandi Mokoena.
    pub thandi: PatientId,
    /// Johan Botha.
    pub johan: PatientId,
    /// Siobhán O'Neill.
    pub siobhan: PatientId,
    /// All six patients in order; the last, Lwazi Zulu, has died.
    pub patients: Vec<PatientId>,
}

/// Rosebank Therapy, the practice next door with the same people and rooms, and what is needed to act in them.
#[derive(Clone, Debug)]
pub struct World {
    /// The database as its owner sees it, for looking behind the scenes.
    pub owner: PgPool,
    /// What the application acts through.
    pub services: Services,
    /// The clock, standing at [`NOW`].
    pub clock: Clock,
    /// Rosebank Therapy.
    pub rosebank: House,
    /// The practice next door.
    pub next_door: House,
}

impl Deref for World {
    type Target = House;
    fn deref(&self) -> &House {
        &self.rosebank
    }
}

impl World {
    /// Both practices in a fresh database.
    pub async fn new(owner: PgPool) -> World {
        let clock = Clock::fixed(NOW.parse().expect("a time"));
        let settings = PoolSettings {
            max_connections: 16,
            acquire_timeout: Duration::from_secs(60),
            statement_timeout: Duration::from_secs(30),
        };
        let services = Services {
            db: Db::new(owner.connect_options().as_ref().clone(), &settings, clock.clone()),
            seal: Arc::new(Seal::from_bytes(&[7; 64])),
            live: Live::default(),
            app: Arc::new(App::default()),
        };
        let rosebank = House::build(&owner, "Rosebank Therapy", "rosebank").await.expect("the practice is built");
        let next_door = House::build(&owner, "Rosebank Therapy", "nextdoor").await.expect("the other one too");
        World { owner, services, clock, rosebank, next_door }
    }

    /// Someone of that role at Rosebank Therapy.
    pub fn as_(&self, role: Role) -> Actor {
        self.rosebank.as_(role)
    }

    /// Moves the clock.
    pub fn now_is(&self, at: &str) {
        self.clock.set(at.parse().expect("a time"));
    }
}

impl House {
    /// Someone of that role here.
    pub fn as_(&self, role: Role) -> Actor {
        let person = self.people.iter().find(|p| p.role == role).expect("there is one for each role");
        Actor {
            person: person.id,
            practice: self.id,
            roles: role.into(),
            practitioner: (role == Role::Practitioner).then_some(self.naidoo),
            patient: (role == Role::Patient).then_some(self.thandi),
            session: None,
            name: person.name.to_owned(),
        }
    }

    async fn build(db: &PgPool, name: &str, mail: &str) -> sqlx::Result<House> {
        let id = PracticeId::fresh();
        sqlx::query("insert into practice (id, name) values ($1, $2)").bind(id.0).bind(name).execute(db).await?;
        let (main, east) = (site(db, id, "main", "Rosebank").await?, site(db, id, "east", "Edenvale").await?);
        let gym = resource(db, id, main, "room", "gym", "Gym", true).await?;
        let room1 = resource(db, id, main, "room", "room1", "Room 1", true).await?;
        let old_room = resource(db, id, main, "room", "old", "Old room", false).await?;
        let booth = resource(db, id, east, "room", "booth", "Sound booth", true).await?;
        let audiometer = resource(db, id, main, "equipment", "audiometer", "Audiometer", true).await?;
        let mut who = vec![];
        for (n, it) in PRACTITIONERS.iter().enumerate() {
            who.push(practitioner(db, id, main, n, *it).await?);
        }
        let [naidoo, nkosi, van_wyk, dlamini] = who[..] else { unreachable!("four practitioners") };
        for &p in &who {
            for weekday in 1..=5 {
                let at = if p == van_wyk && weekday == 3 { east } else { main };
                hours(db, id, p, at, weekday).await?;
            }
        }
        sqlx::query("update practitioner set active = false where id = $1").bind(dlamini.0).execute(db).await?;
        let mut kinds = vec![];
        for (n, it) in KINDS.iter().enumerate() {
            kinds.push(kind(db, id, n, *it).await?);
        }
        let [treatment, assessment, group, meeting, home_visit, retired] = kinds[..] else {
            unreachable!("six kinds of visit")
        };
        let patients = patients(db, id, PATIENTS.len()).await?;
        sqlx::query("update patient set deceased_on = '2026-10-01' where id = $1")
            .bind(patients[5].0)
            .execute(db)
            .await?;
        let mut people = vec![];
        for (role, name, address) in STAFF {
            let person = PersonId::fresh();
            let email = format!("{address}@{mail}.example");
            sqlx::query(
                "insert into person (practice, id, email, email_folded, name, roles, practitioner, patient)
                 values ($1, $2, $3, $3, $4, array[$5], $6, $7)",
            )
            .bind(id.0)
            .bind(person.0)
            .bind(email)
            .bind(name)
            .bind(role.key())
            .bind((role == Role::Practitioner).then_some(naidoo.0))
            .bind((role == Role::Patient).then_some(patients[0].0))
            .execute(db)
            .await?;
            people.push(Person { id: person, role, name });
        }
        Ok(House {
            id,
            main,
            east,
            gym,
            room1,
            old_room,
            booth,
            audiometer,
            naidoo,
            nkosi,
            van_wyk,
            dlamini,
            kinds: Kinds { treatment, assessment, group, meeting, home_visit, retired },
            people,
            thandi: patients[0],
            johan: patients[1],
            siobhan: patients[2],
            patients,
        })
    }
}

async fn site(db: &PgPool, practice: PracticeId, key: &str, name: &str) -> sqlx::Result<SiteId> {
    let id = SiteId::fresh();
    sqlx::query("insert into site (practice, id, name, key) values ($1, $2, $3, $4)")
        .bind(practice.0)
        .bind(id.0)
        .bind(name)
        .bind(key)
        .execute(db)
        .await?;
    Ok(id)
}

async fn resource(
    db: &PgPool,
    practice: PracticeId,
    site: SiteId,
    kind: &str,
    key: &str,
    name: &str,
    active: bool,
) -> sqlx::Result<ResourceId> {
    let id = ResourceId::fresh();
    sqlx::query(
        "insert into resource (practice, id, site, kind, name, key, active) values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(practice.0)
    .bind(id.0)
    .bind(site.0)
    .bind(kind)
    .bind(name)
    .bind(key)
    .bind(active)
    .execute(db)
    .await?;
    Ok(id)
}

async fn practitioner(
    db: &PgPool,
    practice: PracticeId,
    home: SiteId,
    n: usize,
    (title, first, last, folded, profession): (&str, &str, &str, &str, &str),
) -> sqlx::Result<PractitionerId> {
    let id = PractitionerId::fresh();
    sqlx::query(
        "insert into practitioner (practice, id, title, first_names, last_name, last_name_folded, profession, home_site, sort)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(practice.0)
    .bind(id.0)
    .bind(title)
    .bind(first)
    .bind(last)
    .bind(folded)
    .bind(profession)
    .bind(home.0)
    .bind(i32::try_from(n).unwrap_or(0))
    .execute(db)
    .await?;
    Ok(id)
}

async fn hours(db: &PgPool, practice: PracticeId, who: PractitionerId, site: SiteId, weekday: i32) -> sqlx::Result<()> {
    sqlx::query(
        "insert into weekly_hours (practice, id, practitioner, site, weekday, from_minute, to_minute, since)
         values ($1, $2, $3, $4, $5, 480, 1020, '2020-01-01')",
    )
    .bind(practice.0)
    .bind(Uuid::now_v7())
    .bind(who.0)
    .bind(site.0)
    .bind(weekday)
    .execute(db)
    .await?;
    Ok(())
}

async fn kind(
    db: &PgPool,
    practice: PracticeId,
    n: usize,
    (key, name, minutes, needs_patient, before, after, category, tone, mark): KindRow,
) -> sqlx::Result<AppointmentTypeId> {
    let id = AppointmentTypeId::fresh();
    sqlx::query(
        "insert into appointment_type (practice, id, key, name, minutes, colour, tone, mark, category, needs_patient, charged,
                                       buffer_before, buffer_after, sort, active)
         values ($1, $2, $3, $4, $5, '#2D6356', $6, $7, $8, $9, $9, $10, $11, $12, $3 <> 'patient.old')",
    )
    .bind(practice.0)
    .bind(id.0)
    .bind(key)
    .bind(name)
    .bind(minutes)
    .bind(tone)
    .bind(mark)
    .bind(category)
    .bind(needs_patient)
    .bind(before)
    .bind(after)
    .bind(i32::try_from(n).unwrap_or(0))
    .execute(db)
    .await?;
    Ok(id)
}

/// The patients we know, then as many of their namesakes as are wanted.
pub async fn patients(db: &PgPool, practice: PracticeId, how_many: usize) -> sqlx::Result<Vec<PatientId>> {
    let mut made = vec![];
    for n in 0..how_many {
        let (first, preferred, last, phone) = PATIENTS[n % PATIENTS.len()];
        let id = PatientId::fresh();
        sqlx::query(
            "insert into patient (practice, id, file_no, first_names, preferred_name, last_name, sort_key, birth_date, created_at)
             values ($1, $2, (select coalesce(max(file_no::int), 1000) + 1 from patient where practice = $1)::text,
                     $3, $4, $5, $6, '1980-02-03', '2026-01-05T08:00:00Z')",
        )
        .bind(practice.0)
        .bind(id.0)
        .bind(first)
        .bind(preferred)
        .bind(last)
        .bind(format!("{} {}", fold(last), fold(first)))
        .execute(db)
        .await?;
        sqlx::query("insert into patient_phone (practice, patient, position, number) values ($1, $2, 0, $3)")
            .bind(practice.0)
            .bind(id.0)
            .bind(phone)
            .execute(db)
            .await?;
        made.push(id);
    }
    Ok(made)
}
