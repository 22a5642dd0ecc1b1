//! What a page of the diary reads: at most five questions for a page, none per visit.

use super::busy::{PractitionerRow, closed_times, minutes};
use crate::{
    access::policy::{Permit, SeeDiary},
    kernel::ids::{AppointmentId, AppointmentTypeId, PatientId, PractitionerId, ResourceId, SiteId},
    platform::cx::Cx,
    scheduling::{
        model::{ResourceChoice, ResourceKind, SiteChoice, Status, TypeChoice},
        rules::hours::{Calendar, Hours, SiteDays},
    },
};
use jiff::{Timestamp, civil::Date};
use jiff_sqlx::ToSqlx;

/// A visit as the diary shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRow {
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
    /// From.
    pub starts_at: Timestamp,
    /// To.
    pub ends_at: Timestamp,
    /// How far it has come.
    pub status: Status,
    /// What kind.
    pub type_id: AppointmentTypeId,
    /// For whom.
    pub patient: Option<PatientId>,
    /// Preferred or first names, and last name; empty without a patient.
    pub patient_name: String,
    /// First phone number; empty without one.
    pub phone: String,
    /// All of the note.
    pub note: String,
    /// Over another visit on purpose.
    pub overbooked: bool,
    /// When the patient came.
    pub arrived_at: Option<Timestamp>,
    /// Something for the desk to mind.
    pub alert: bool,
    /// Which version this is.
    pub version: i32,
    /// Name of who changed it last.
    pub by: String,
}

/// One statement for every way of asking for cards, so that they never differ; the condition is all that does.
macro_rules! cards {
    ($cx:expr, $where:tt, $($with:expr),*) => {{
        let rows = sqlx::query!(
            r#"select a.id, a.practitioner, a.site, a.room, a.equipment, a.starts_at, a.ends_at, a.status, a.type, a.patient,
                      case when p.id is null then '' else
                        trim(coalesce(nullif(p.preferred_name, ''), p.first_names) || ' ' || p.last_name) end as "name!",
                      coalesce((select f.number from patient_phone f where f.practice = a.practice and f.patient = a.patient
                                 order by f.position limit 1), '') as "phone!",
                      a.note, a.overbook_reason is not null as "overbooked!", a.arrived_at,
                      exists (select 1 from alert l where l.practice = a.practice and l.patient = a.patient
                                 and l.resolved_at is null and l.for_desk
                                 and (l.until is null or a.starts_at < (l.until + 1)::timestamp at time zone z.zone)) as "alert!",
                      a.version, coalesce(w.name, '') as "by!"
                 from appointment a
                 join practice z on z.id = a.practice
                 left join patient p on p.practice = a.practice and p.id = a.patient
                 left join person w on w.practice = a.practice and w.id = a.changed_by
                where "# + $where + r#" order by a.starts_at, a.id"#,
            $($with),*
        )
        .fetch_all($cx.sql())
        .await?;
        let row = rows.into_iter().map(|r| CardRow {
            id: AppointmentId(r.id),
            practitioner: PractitionerId(r.practitioner),
            site: SiteId(r.site),
            room: r.room.map(ResourceId),
            equipment: r.equipment.map(ResourceId),
            starts_at: r.starts_at.to_jiff(),
            ends_at: r.ends_at.to_jiff(),
            status: Status::from_key(&r.status).unwrap_or(Status::Booked),
            type_id: AppointmentTypeId(r.r#type),
            patient: r.patient.map(PatientId),
            patient_name: r.name,
            phone: r.phone,
            note: r.note,
            overbooked: r.overbooked,
            arrived_at: r.arrived_at.map(|t| t.to_jiff()),
            alert: r.alert,
            version: r.version,
            by: r.by,
        });
        row.collect::<Vec<_>>()
    }};
}

/// Visits that start within `[from, to)`. Those called off stay out unless asked for.
pub async fn cards(
    cx: &mut Cx,
    _: &Permit<SeeDiary>,
    from: Timestamp,
    to: Timestamp,
    cancelled: bool,
) -> sqlx::Result<Vec<CardRow>> {
    Ok(cards!(
        cx,
        "a.starts_at >= $1 and a.starts_at < $2 and ($3 or a.status <> 'cancelled')",
        from.to_sqlx() as jiff_sqlx::Timestamp,
        to.to_sqlx() as jiff_sqlx::Timestamp,
        cancelled
    ))
}

/// The same of one practitioner.
pub async fn cards_of(
    cx: &mut Cx,
    _: &Permit<SeeDiary>,
    who: PractitionerId,
    from: Timestamp,
    to: Timestamp,
) -> sqlx::Result<Vec<CardRow>> {
    Ok(cards!(
        cx,
        "a.practitioner = $3 and a.starts_at >= $1 and a.starts_at < $2 and a.status <> 'cancelled'",
        from.to_sqlx() as jiff_sqlx::Timestamp,
        to.to_sqlx() as jiff_sqlx::Timestamp,
        who.0
    ))
}

/// One visit, for whoever just changed it or looks at its page.
pub async fn one_card(cx: &mut Cx, id: AppointmentId) -> sqlx::Result<CardRow> {
    cards!(cx, "a.id = $1", id.0).pop().ok_or(sqlx::Error::RowNotFound)
}

/// The practice's places and how its diary is drawn.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Minutes of a row.
    pub slot: u16,
    /// First minute shown.
    pub from: u16,
    /// Last minute shown.
    pub to: u16,
    /// Sites in use, in order.
    pub sites: Vec<SiteChoice>,
    /// When every site is open, in use or not.
    pub days: Vec<SiteDays>,
    /// Rooms and equipment in use, in order.
    pub resources: Vec<ResourceChoice>,
}

/// Reads [`Places`].
pub async fn places(cx: &mut Cx) -> sqlx::Result<Places> {
    let rows = sqlx::query!(
        r#"select pr.slot_minutes, pr.visible_from, pr.visible_to, s.id as "site?", s.name as "site_name?", s.key as "site_key?",
                  s.open_days as "open_days?", s.closed_on_holidays as "closed_on_holidays?", s.active as "site_active?",
                  r.id as "resource?", r.kind as "kind?", r.name as "resource_name?"
             from practice pr
             left join site s on s.practice = pr.id
             left join resource r on r.practice = s.practice and r.site = s.id and r.active
            order by s.sort, s.name, s.id, r.kind desc, r.sort, r.name"#
    )
    .fetch_all(cx.sql())
    .await?;
    let mut places = Places::default();
    for r in rows {
        (places.slot, places.from, places.to) =
            (minutes(r.slot_minutes), minutes(r.visible_from), minutes(r.visible_to));
        let (Some(id), Some(name), Some(key)) = (r.site.map(SiteId), r.site_name, r.site_key) else { continue };
        if places.days.last().is_none_or(|d| d.site != id) {
            places.days.push(SiteDays {
                site: id,
                open_days: r.open_days.unwrap_or_default(),
                closed_on_holidays: r.closed_on_holidays.unwrap_or(true),
            });
            if r.site_active == Some(true) {
                places.sites.push(SiteChoice { id, name, key });
            }
        }
        if let (Some(resource), Some(kind), Some(name)) = (r.resource, r.kind, r.resource_name) {
            let kind = if kind == ResourceKind::Room.key() { ResourceKind::Room } else { ResourceKind::Equipment };
            places.resources.push(ResourceChoice { id: ResourceId(resource), site: id, kind, name });
        }
    }
    Ok(places)
}

/// Practitioners in order, and open and closed over some days, the last included.
pub async fn diary_calendar(
    cx: &mut Cx,
    places: &Places,
    from: Date,
    to: Date,
) -> sqlx::Result<(Vec<PractitionerRow>, Calendar)> {
    let rows = sqlx::query!(
        r#"select p.id, p.title, p.first_names, p.last_name, p.profession, p.home_site, p.active, h.site as "site?",
                  h.weekday as "weekday?", h.from_minute as "from_minute?", h.to_minute as "to_minute?", h.since as "since?", h.until
             from practitioner p
             left join weekly_hours h on h.practice = p.practice and h.practitioner = p.id
                                     and h.since <= $2 and (h.until is null or h.until > $1)
            order by p.sort, p.last_name_folded, p.id, h.weekday, h.from_minute"#,
        from.to_sqlx() as jiff_sqlx::Date,
        to.to_sqlx() as jiff_sqlx::Date
    )
    .fetch_all(cx.sql())
    .await?;
    let mut who: Vec<PractitionerRow> = Vec::new();
    let mut hours = Vec::new();
    for r in rows {
        let id = PractitionerId(r.id);
        if who.last().is_none_or(|p| p.id != id) {
            who.push(PractitionerRow {
                id,
                title: r.title,
                first_names: r.first_names,
                last_name: r.last_name,
                profession: r.profession,
                home_site: SiteId(r.home_site),
                active: r.active,
            });
        }
        if let (Some(site), Some(weekday), Some(from), Some(to), Some(since)) =
            (r.site, r.weekday, r.from_minute, r.to_minute, r.since)
        {
            hours.push(Hours {
                practitioner: id,
                site: SiteId(site),
                weekday,
                from: minutes(from),
                to: minutes(to),
                since: since.to_jiff(),
                until: r.until.map(|d| d.to_jiff()),
            });
        }
    }
    let closed = closed_times(cx, from, to).await?;
    Ok((who, Calendar { sites: places.days.clone(), hours, closed }))
}

/// Kinds of visit in order, each with whether it can still be booked.
pub async fn types(cx: &mut Cx) -> sqlx::Result<Vec<(TypeChoice, bool)>> {
    let rows = sqlx::query!(
        "select id, name, minutes, tone, mark, category, needs_patient, buffer_before, buffer_after, active
           from appointment_type order by sort, name, id"
    )
    .fetch_all(cx.sql())
    .await?;
    let row = rows.into_iter().map(|r| {
        let choice = TypeChoice {
            id: AppointmentTypeId(r.id),
            name: r.name,
            minutes: minutes(r.minutes),
            tone: r.tone,
            mark: r.mark,
            category: r.category,
            needs_patient: r.needs_patient,
            buffer_before: minutes(r.buffer_before),
            buffer_after: minutes(r.buffer_after),
        };
        (choice, r.active)
    });
    Ok(row.collect())
}
