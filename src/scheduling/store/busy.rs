//! What is taken, what is open, and the locks that come before asking.

use crate::{
    kernel::{
        ids::{AppointmentId, AppointmentTypeId, PatientId, PractitionerId, ResourceId, SiteId},
        span::Span,
    },
    platform::cx::{Cx, CxMut},
    scheduling::{
        model::ResourceKind,
        rules::{
            fit::Need,
            free::Taken,
            hours::{Calendar, ClosedTime, Hours, SiteDays},
        },
    },
};
use jiff::{Timestamp, civil::Date};
use jiff_sqlx::ToSqlx;
use uuid::Uuid;

/// Waits until nobody else decides about these practitioners, rooms, equipment and patients. Everyone takes them in the
/// same order, so nobody waits in a circle; they are let go when the transaction ends.
pub async fn locks(cx: &mut CxMut, resources: impl IntoIterator<Item = Uuid>) -> sqlx::Result<()> {
    // the last eight bytes of a version 7 id are the random ones
    let key = |id: Uuid| i64::from_be_bytes(id.as_u64_pair().1.to_be_bytes());
    let mut keys: Vec<i64> = resources.into_iter().map(key).collect();
    keys.sort_unstable();
    keys.dedup();
    sqlx::query!("select pg_advisory_xact_lock(k) from unnest($1::bigint[]) as k", &keys).execute(cx.sql()).await?;
    Ok(())
}

/// A practitioner, as far as a booking asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PractitionerRow {
    /// Who.
    pub id: PractitionerId,
    /// `Dr`, or empty.
    pub title: String,
    /// First names.
    pub first_names: String,
    /// Last name.
    pub last_name: String,
    /// Of the rules' list.
    pub profession: String,
    /// Where, when the hours do not say.
    pub home_site: SiteId,
    /// Takes visits.
    pub active: bool,
}

impl PractitionerRow {
    /// First and last name.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_names, self.last_name)
    }

    /// As said on the phone: `Dr Naidoo`, or the name when there is no title.
    pub fn said(&self) -> String {
        if self.title.is_empty() { self.name() } else { format!("{} {}", self.title, self.last_name) }
    }
}

/// A kind of visit, as far as a booking asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeRow {
    /// Can be booked.
    pub active: bool,
    /// Cannot be booked without a patient.
    pub needs_patient: bool,
    /// Minutes kept free before.
    pub before: u16,
    /// Minutes kept free after.
    pub after: u16,
}

/// A room or piece of equipment, as far as a booking asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThingRow {
    /// Which.
    pub id: ResourceId,
    /// What it is.
    pub kind: ResourceKind,
    /// Where it is.
    pub site: SiteId,
    /// As on the door.
    pub name: String,
    /// Can be booked.
    pub active: bool,
}

/// Everything a wished visit names. None: not there, or another practice's, which look alike.
#[derive(Clone, Debug, Default)]
pub struct Things {
    /// With whom.
    pub practitioner: Option<PractitionerRow>,
    /// What kind.
    pub kind: Option<TypeRow>,
    /// In which room.
    pub room: Option<ThingRow>,
    /// With which equipment.
    pub equipment: Option<ThingRow>,
    /// Day of death of the patient, for one who is there.
    pub patient: Option<Option<Date>>,
    /// Minutes of a row of the diary.
    pub slot: u16,
}

/// What is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Named {
    /// With whom.
    pub practitioner: PractitionerId,
    /// What kind.
    pub type_id: AppointmentTypeId,
    /// In which room.
    pub room: Option<ResourceId>,
    /// With which equipment.
    pub equipment: Option<ResourceId>,
    /// For whom.
    pub patient: Option<PatientId>,
}

/// Minutes as stored; never negative, by the table's checks.
pub(super) fn minutes(stored: i32) -> u16 {
    u16::try_from(stored).unwrap_or(0)
}

fn thing(
    id: Option<Uuid>,
    kind: Option<String>,
    site: Option<Uuid>,
    name: Option<String>,
    active: Option<bool>,
) -> Option<ThingRow> {
    let kind = if kind? == ResourceKind::Room.key() { ResourceKind::Room } else { ResourceKind::Equipment };
    Some(ThingRow { id: ResourceId(id?), kind, site: SiteId(site?), name: name?, active: active? })
}

/// Looks up everything a wished visit names, in one go.
pub async fn things(cx: &mut Cx, it: Named) -> sqlx::Result<Things> {
    let r = sqlx::query!(
        r#"select pr.slot_minutes, p.id as "p_id?", p.title as "p_title?", p.first_names as "p_first?", p.last_name as "p_last?",
                  p.profession as "p_profession?", p.home_site as "p_home?", p.active as "p_active?",
                  t.active as "t_active?", t.needs_patient as "t_needs?", t.buffer_before as "t_before?", t.buffer_after as "t_after?",
                  r.id as "r_id?", r.kind as "r_kind?", r.site as "r_site?", r.name as "r_name?", r.active as "r_active?",
                  e.id as "e_id?", e.kind as "e_kind?", e.site as "e_site?", e.name as "e_name?", e.active as "e_active?",
                  pt.id as "pt_id?", pt.deceased_on as "pt_died?"
             from practice pr
             left join practitioner p on p.practice = pr.id and p.id = $1
             left join appointment_type t on t.practice = pr.id and t.id = $2
             left join resource r on r.practice = pr.id and r.id = $3
             left join resource e on e.practice = pr.id and e.id = $4
             left join patient pt on pt.practice = pr.id and pt.id = $5"#,
        it.practitioner.0,
        it.type_id.0,
        it.room.map(|x| x.0),
        it.equipment.map(|x| x.0),
        it.patient.map(|x| x.0)
    )
    .fetch_one(cx.sql())
    .await?;
    let practitioner = match (r.p_id, r.p_title, r.p_first, r.p_last, r.p_profession, r.p_home, r.p_active) {
        (Some(id), Some(title), Some(first_names), Some(last_name), Some(profession), Some(home), Some(active)) => {
            let (id, home_site) = (PractitionerId(id), SiteId(home));
            Some(PractitionerRow { id, title, first_names, last_name, profession, home_site, active })
        }
        _ => None,
    };
    let kind = match (r.t_active, r.t_needs, r.t_before, r.t_after) {
        (Some(active), Some(needs_patient), Some(before), Some(after)) => {
            Some(TypeRow { active, needs_patient, before: minutes(before), after: minutes(after) })
        }
        _ => None,
    };
    Ok(Things {
        practitioner,
        kind,
        room: thing(r.r_id, r.r_kind, r.r_site, r.r_name, r.r_active).filter(|t| t.kind == ResourceKind::Room),
        equipment: thing(r.e_id, r.e_kind, r.e_site, r.e_name, r.e_active)
            .filter(|t| t.kind == ResourceKind::Equipment),
        patient: r.pt_id.map(|_| r.pt_died.map(|d| d.to_jiff())),
        slot: minutes(r.slot_minutes),
    })
}

/// All practitioners in the practice's order.
pub async fn practitioners(cx: &mut Cx) -> sqlx::Result<Vec<PractitionerRow>> {
    let rows = sqlx::query!(
        "select id, title, first_names, last_name, profession, home_site, active from practitioner order by sort, last_name_folded, id"
    )
    .fetch_all(cx.sql())
    .await?;
    let row = rows.into_iter().map(|r| PractitionerRow {
        id: PractitionerId(r.id),
        title: r.title,
        first_names: r.first_names,
        last_name: r.last_name,
        profession: r.profession,
        home_site: SiteId(r.home_site),
        active: r.active,
    });
    Ok(row.collect())
}

/// Open and closed for some practitioners over some days, the last included.
pub async fn calendar(cx: &mut Cx, who: &[PractitionerId], from: Date, to: Date) -> sqlx::Result<Calendar> {
    let who: Vec<Uuid> = who.iter().map(|p| p.0).collect();
    let sites =
        sqlx::query!("select id, open_days, closed_on_holidays from site where active").fetch_all(cx.sql()).await?;
    let hours = sqlx::query!(
        "select practitioner, site, weekday, from_minute, to_minute, since, until from weekly_hours
          where practitioner = any($1) and since <= $3 and (until is null or until > $2)",
        &who,
        from.to_sqlx() as jiff_sqlx::Date,
        to.to_sqlx() as jiff_sqlx::Date
    )
    .fetch_all(cx.sql())
    .await?;
    let closed = closed_times(cx, from, to).await?;
    Ok(Calendar {
        sites: sites
            .into_iter()
            .map(|s| SiteDays { site: SiteId(s.id), open_days: s.open_days, closed_on_holidays: s.closed_on_holidays })
            .collect(),
        hours: hours
            .into_iter()
            .map(|h| Hours {
                practitioner: PractitionerId(h.practitioner),
                site: SiteId(h.site),
                weekday: h.weekday,
                from: minutes(h.from_minute),
                to: minutes(h.to_minute),
                since: h.since.to_jiff(),
                until: h.until.map(|d| d.to_jiff()),
            })
            .collect(),
        closed,
    })
}

/// Closed stretches of everyone over some days, the last included.
pub(super) async fn closed_times(cx: &mut Cx, from: Date, to: Date) -> sqlx::Result<Vec<ClosedTime>> {
    let rows = sqlx::query!(
        "select practitioner, day, from_minute, to_minute, reason from closed_time where day >= $1 and day <= $2",
        from.to_sqlx() as jiff_sqlx::Date,
        to.to_sqlx() as jiff_sqlx::Date
    )
    .fetch_all(cx.sql())
    .await?;
    let row = rows.into_iter().map(|c| ClosedTime {
        practitioner: PractitionerId(c.practitioner),
        day: c.day.to_jiff(),
        from: minutes(c.from_minute),
        to: minutes(c.to_minute),
        reason: c.reason,
    });
    Ok(row.collect())
}

/// Every active claim on these within `[from, to)`, but for one visit's own. Those booked over another visit and those
/// of patients count too: the database lets them pass, people do not. No claim lasts longer than a day, so that the
/// search need not start at the beginning of time.
pub async fn taken(
    cx: &mut Cx,
    resources: &[Uuid],
    from: Timestamp,
    to: Timestamp,
    but: Option<AppointmentId>,
) -> sqlx::Result<Vec<Taken>> {
    let rows = sqlx::query!(
        "select resource, ref, starts_at, ends_at, buffer_before, buffer_after from resource_claim
          where active and resource = any($1) and starts_at > $5 and starts_at < $3 and ends_at > $2
            and ($4::uuid is null or ref <> $4)
          order by starts_at, id",
        resources,
        from.to_sqlx() as jiff_sqlx::Timestamp,
        to.to_sqlx() as jiff_sqlx::Timestamp,
        but.map(|b| b.0),
        (from - jiff::SignedDuration::from_hours(24)).to_sqlx() as jiff_sqlx::Timestamp
    )
    .fetch_all(cx.sql())
    .await?;
    let row = rows.into_iter().map(|r| Taken {
        resource: r.resource,
        by: r.r#ref,
        need: Need {
            span: Span { starts: r.starts_at.to_jiff(), ends: r.ends_at.to_jiff() },
            before: minutes(r.buffer_before),
            after: minutes(r.buffer_after),
        },
    });
    Ok(row.collect())
}
