//! One visit and its claims.

use crate::{
    access::policy::{Ability, BookAppointment, Permit},
    kernel::ids::{AppointmentId, AppointmentTypeId, PatientId, PersonId, PractitionerId, ResourceId, SiteId},
    platform::{
        cx::{Cx, CxMut},
        tally::Counted,
    },
    scheduling::model::{CancelReason, Status},
};
use jiff::{Timestamp, civil::DateTime};
use jiff_sqlx::ToSqlx;
use sqlx::Connection;

/// A visit as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Which.
    pub id: AppointmentId,
    /// In whose column.
    pub practitioner: PractitionerId,
    /// Where.
    pub site: SiteId,
    /// In which room.
    pub room: Option<ResourceId>,
    /// With which equipment.
    pub equipment: Option<ResourceId>,
    /// For whom.
    pub patient: Option<PatientId>,
    /// What kind.
    pub type_id: AppointmentTypeId,
    /// From.
    pub starts_at: Timestamp,
    /// To.
    pub ends_at: Timestamp,
    /// The wall-clock time that was promised.
    pub local_start: DateTime,
    /// How far it has come.
    pub status: Status,
    /// For the people who see the visit.
    pub note: String,
    /// Why over another visit; none if it is not.
    pub overbook_reason: Option<String>,
    /// Why it was called off; none if it was not.
    pub cancel_reason: Option<CancelReason>,
    /// In words.
    pub cancel_words: String,
    /// Called off less than a day before.
    pub cancelled_late: bool,
    /// When the patient came; none before.
    pub arrived_at: Option<Timestamp>,
    /// Which version this is.
    pub version: i32,
    /// Who changed it last.
    pub changed_by: PersonId,
    /// When.
    pub changed_at: Timestamp,
}

/// How a visit claims its practitioner: with which buffers, and whether against all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Minutes kept free before.
    pub before: u16,
    /// Minutes kept free after.
    pub after: u16,
    /// False when it lies over another visit on purpose.
    pub exclusive: bool,
}

/// A visit before anything is decided about it: the one read that comes before the permit, because the permit is over
/// its practitioner.
pub async fn seen(cx: &mut Cx, id: AppointmentId) -> sqlx::Result<Option<Visit>> {
    read(cx, id).await
}

/// The same once its locks are held; nobody else changes it until this transaction ends.
pub async fn under_lock<A: Ability>(cx: &mut CxMut, _: &Permit<A>, id: AppointmentId) -> sqlx::Result<Option<Visit>> {
    sqlx::query!("select version from appointment where id = $1 for update", id.0).fetch_optional(cx.sql()).await?;
    read(cx, id).await
}

async fn read(cx: &mut Cx, id: AppointmentId) -> sqlx::Result<Option<Visit>> {
    let row = sqlx::query!(
        "select id, practitioner, site, room, equipment, patient, type, starts_at, ends_at, local_start, status, note,
                overbook_reason, cancel_reason, cancel_words, cancelled_late, arrived_at, version, changed_by, changed_at
           from appointment where id = $1",
        id.0
    )
    .fetch_optional(cx.sql())
    .await?;
    Ok(row.map(|r| Visit {
        id: AppointmentId(r.id),
        practitioner: PractitionerId(r.practitioner),
        site: SiteId(r.site),
        room: r.room.map(ResourceId),
        equipment: r.equipment.map(ResourceId),
        patient: r.patient.map(PatientId),
        type_id: AppointmentTypeId(r.r#type),
        starts_at: r.starts_at.to_jiff(),
        ends_at: r.ends_at.to_jiff(),
        local_start: r.local_start.to_jiff(),
        status: Status::from_key(&r.status).unwrap_or(Status::Booked),
        note: r.note,
        overbook_reason: r.overbook_reason,
        cancel_reason: r.cancel_reason.as_deref().and_then(CancelReason::from_key),
        cancel_words: r.cancel_words,
        cancelled_late: r.cancelled_late,
        arrived_at: r.arrived_at.map(|t| t.to_jiff()),
        version: r.version,
        changed_by: PersonId(r.changed_by),
        changed_at: r.changed_at.to_jiff(),
    }))
}

/// What became of an attempt to keep a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The visit holds its time.
    Yes,
    /// The database refused: someone has it. The transaction goes on as if nothing was tried.
    Taken,
}

/// The things a visit claims, as parallel lists of kind and id.
fn wanted(it: &Visit, practitioner: PractitionerId) -> (Vec<String>, Vec<uuid::Uuid>) {
    let all = [
        ("practitioner", Some(practitioner.0)),
        ("room", it.room.map(|r| r.0)),
        ("equipment", it.equipment.map(|e| e.0)),
        ("patient", it.patient.map(|p| p.0)),
    ];
    all.into_iter().filter_map(|(kind, id)| Some((kind.to_owned(), id?))).unzip()
}

/// Puts a new visit and its claims into the diary, or nothing at all.
pub async fn insert(cx: &mut CxMut, may: &Permit<BookAppointment>, it: &Visit, hold: Hold) -> sqlx::Result<Kept> {
    let (practice, practitioner) = (cx.actor.practice.0, may.over());
    let (conn, tally) = cx.sql().apart();
    let mut save = conn.begin().await?;
    let tried = async {
        sqlx::query!(
            "insert into appointment (practice, id, site, practitioner, room, equipment, patient, type, starts_at, ends_at,
                                      local_start, status, note, overbook_reason, created_at, created_by, changed_at, changed_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $15, $16)",
            practice,
            it.id.0,
            it.site.0,
            practitioner.0,
            it.room.map(|r| r.0),
            it.equipment.map(|e| e.0),
            it.patient.map(|p| p.0),
            it.type_id.0,
            it.starts_at.to_sqlx() as jiff_sqlx::Timestamp,
            it.ends_at.to_sqlx() as jiff_sqlx::Timestamp,
            it.local_start.to_sqlx() as jiff_sqlx::DateTime,
            it.status.key(),
            it.note,
            it.overbook_reason,
            it.changed_at.to_sqlx() as jiff_sqlx::Timestamp,
            it.changed_by.0
        )
        .execute(Counted::new(&mut save, tally))
        .await?;
        claim(Counted::new(&mut save, tally), practice, practitioner, it, hold).await
    }
    .await;
    kept(save, tried).await
}

/// Writes everything that can change about a visit, and moves its claims with it, or does nothing at all. Without a
/// `hold` it goes on claiming its practitioner as it did. The version was compared under the lock.
pub async fn update<A: Ability<Over = PractitionerId>>(
    cx: &mut CxMut,
    may: &Permit<A>,
    it: &Visit,
    hold: Option<Hold>,
) -> sqlx::Result<Kept> {
    let (practice, practitioner) = (cx.actor.practice.0, may.over());
    let (conn, tally) = cx.sql().apart();
    let mut save = conn.begin().await?;
    let tried = async {
        sqlx::query!(
            "update appointment
                set site = $2, practitioner = $3, room = $4, equipment = $5, starts_at = $6, ends_at = $7, local_start = $8,
                    status = $9, overbook_reason = $10, cancel_reason = $11, cancel_words = $12, cancelled_late = $13,
                    arrived_at = $14, version = $15, changed_at = $16, changed_by = $17
              where id = $1 and version = $15 - 1",
            it.id.0,
            it.site.0,
            practitioner.0,
            it.room.map(|r| r.0),
            it.equipment.map(|e| e.0),
            it.starts_at.to_sqlx() as jiff_sqlx::Timestamp,
            it.ends_at.to_sqlx() as jiff_sqlx::Timestamp,
            it.local_start.to_sqlx() as jiff_sqlx::DateTime,
            it.status.key(),
            it.overbook_reason,
            it.cancel_reason.map(CancelReason::key),
            it.cancel_words,
            it.cancelled_late,
            it.arrived_at.map(ToSqlx::to_sqlx) as Option<jiff_sqlx::Timestamp>,
            it.version,
            it.changed_at.to_sqlx() as jiff_sqlx::Timestamp,
            it.changed_by.0
        )
        .execute(Counted::new(&mut save, tally))
        .await?;
        reclaim(Counted::new(&mut save, tally), practitioner, it, hold).await?;
        let hold = hold.unwrap_or(Hold { before: 0, after: 0, exclusive: true });
        claim(Counted::new(&mut save, tally), practice, practitioner, it, hold).await
    }
    .await;
    kept(save, tried).await
}

/// Moves the claims a visit has, and lets go of those it no longer wants. An update in place: there is no moment at
/// which the time is nobody's.
async fn reclaim(
    mut conn: Counted<'_>,
    practitioner: PractitionerId,
    it: &Visit,
    hold: Option<Hold>,
) -> sqlx::Result<()> {
    let (kinds, _) = wanted(it, practitioner);
    sqlx::query!("delete from resource_claim where ref = $1 and not resource_kind = any($2)", it.id.0, &kinds)
        .execute(conn.again())
        .await?;
    sqlx::query!(
        "update resource_claim
            set resource = case resource_kind when 'practitioner' then $2 when 'room' then coalesce($3, resource)
                                              when 'equipment' then coalesce($4, resource) else resource end,
                starts_at = $5, ends_at = $6, active = $7,
                buffer_before = case resource_kind when 'patient' then 0 else coalesce($8, buffer_before) end,
                buffer_after = case resource_kind when 'patient' then 0 else coalesce($9, buffer_after) end,
                exclusive = case resource_kind when 'practitioner' then coalesce($10, exclusive) when 'patient' then false else true end
          where ref = $1",
        it.id.0,
        practitioner.0,
        it.room.map(|r| r.0),
        it.equipment.map(|e| e.0),
        it.starts_at.to_sqlx() as jiff_sqlx::Timestamp,
        it.ends_at.to_sqlx() as jiff_sqlx::Timestamp,
        it.status.holds_time(),
        hold.map(|h| i32::from(h.before)),
        hold.map(|h| i32::from(h.after)),
        hold.map(|h| h.exclusive)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether any of these visits was made or changed after a moment.
pub async fn any_newer(cx: &mut Cx, visits: &[uuid::Uuid], than: Timestamp) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from appointment where id = any($1) and changed_at > $2) as "newer!""#,
        visits,
        than.to_sqlx() as jiff_sqlx::Timestamp
    )
    .fetch_one(cx.sql())
    .await
}

/// Claims what the visit wants and does not have yet.
async fn claim(
    conn: Counted<'_>,
    practice: uuid::Uuid,
    practitioner: PractitionerId,
    it: &Visit,
    hold: Hold,
) -> sqlx::Result<()> {
    let (kinds, resources) = wanted(it, practitioner);
    let ids: Vec<uuid::Uuid> = kinds.iter().map(|_| uuid::Uuid::now_v7()).collect();
    sqlx::query!(
        r#"insert into resource_claim (practice, id, resource_kind, resource, starts_at, ends_at, buffer_before, buffer_after,
                                       kind, ref, active, exclusive)
           select $1, w.id, w.kind, w.resource, $5, $6, case w.kind when 'patient' then 0 else $7 end,
                  case w.kind when 'patient' then 0 else $8 end, 'appointment', $9, $10,
                  case w.kind when 'practitioner' then $11 when 'patient' then false else true end
             from unnest($2::uuid[], $3::text[], $4::uuid[]) as w(id, kind, resource)
            where not exists (select 1 from resource_claim c where c.ref = $9 and c.resource_kind = w.kind)"#,
        practice,
        &ids,
        &kinds,
        &resources,
        it.starts_at.to_sqlx() as jiff_sqlx::Timestamp,
        it.ends_at.to_sqlx() as jiff_sqlx::Timestamp,
        i32::from(hold.before),
        i32::from(hold.after),
        it.id.0,
        it.status.holds_time(),
        hold.exclusive
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// After an error a transaction answers nothing more, and the loser is to be offered other times: so back to the
/// savepoint.
async fn kept(save: sqlx::Transaction<'_, sqlx::Postgres>, tried: sqlx::Result<()>) -> sqlx::Result<Kept> {
    match tried {
        Ok(()) => save.commit().await.map(|()| Kept::Yes),
        Err(sqlx::Error::Database(e)) if e.constraint() == Some("appointment_no_clash") => {
            save.rollback().await.map(|()| Kept::Taken)
        }
        Err(e) => Err(e),
    }
}
