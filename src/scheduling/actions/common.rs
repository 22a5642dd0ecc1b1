//! Small things every deed of the diary needs.

use crate::{
    access::policy::{self, Ability, Permit},
    kernel::{
        draft::Faults,
        ids::AppointmentId,
        problem::Problem,
        span::{self, Span},
    },
    platform::cx::{Cx, CxMut, Fault},
    scheduling::{
        drafts,
        model::{Card, Status},
        rules::hours::Calendar,
        store::{self, CardRow, Visit},
    },
};
use jiff::civil::{Date, DateTime};

/// Refuses whoever could not do this to any visit, before looking whether this one exists.
pub fn could<A: Ability>(cx: &Cx) -> Result<(), Problem> {
    if policy::could::<A>(&cx.actor) { Ok(()) } else { Err(Problem::NotAllowed { who_may: policy::who_may::<A>() }) }
}

/// A visit that is there.
pub async fn seen(cx: &mut Cx, id: AppointmentId) -> Result<Visit, Fault> {
    Ok(store::seen(cx, id).await?.ok_or(Problem::NotFound)?)
}

/// The visit under its locks, if it is still the one on the person's screen.
pub async fn still<A: Ability>(
    cx: &mut CxMut,
    may: &Permit<A>,
    id: AppointmentId,
    version: i32,
) -> Result<Visit, Fault> {
    let it = store::under_lock(cx, may, id).await?.ok_or(Problem::NotFound)?;
    fresh(cx, &it, version).await?;
    Ok(it)
}

/// Whether the version on screen is the one stored.
pub async fn fresh(cx: &mut Cx, it: &Visit, version: i32) -> Result<(), Fault> {
    if it.version == version { Ok(()) } else { Err(stale(cx, it).await?) }
}

/// Changed by someone else: who, and at what time.
pub async fn stale(cx: &mut Cx, it: &Visit) -> Result<Fault, Fault> {
    let by = initials(&store::one_card(cx, it.id).await?.by);
    let at = span::clock(span::local(&cx.zone, it.changed_at).1);
    Ok(Problem::Stale { by, at }.into())
}

/// `Sipho Dlamini` as `SD`.
pub fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|w| w.chars().next()).collect()
}

/// A wished time that exists.
#[derive(Clone, Copy, Debug)]
pub struct Time {
    /// The day.
    pub day: Date,
    /// Minutes after midnight.
    pub starts: u16,
    /// Length.
    pub minutes: u16,
    /// As instants.
    pub span: Span,
    /// As promised to the patient.
    pub local_start: DateTime,
}

/// The wished time, or what is wrong with it noted.
pub fn time(cx: &Cx, faults: &mut Faults, day: Date, starts: u16, minutes: u16) -> Option<Time> {
    let year = faults.take("day", if (2000..=2100).contains(&day.year()) { Ok(day) } else { Err("date") });
    let start = faults.take("starts", if starts < span::DAY { Ok(starts) } else { Err("time") });
    let length = faults.take("minutes", drafts::length_in_range(minutes));
    let (day, starts, minutes) = (year?, start?, length?);
    let span = span::instant(&cx.zone, day, starts).and_then(|at| Span::new(at, minutes));
    let local_start = day.at(0, 0, 0, 0).checked_add(jiff::SignedDuration::from_mins(i64::from(starts))).ok();
    let (Some(span), Some(local_start)) = (span, local_start) else {
        faults.note("day", "date");
        return None;
    };
    Some(Time { day, starts, minutes, span, local_start })
}

/// Where a stored visit lies in its day.
pub fn time_of(cx: &Cx, it: &Visit) -> Time {
    let span = Span { starts: it.starts_at, ends: it.ends_at };
    let (day, starts) = span::local(&cx.zone, it.starts_at);
    Time { day, starts, minutes: span.minutes(), span, local_start: it.local_start }
}

/// A row as the diary draws it.
pub fn card(cx: &Cx, row: CardRow, calendar: &Calendar) -> Card {
    let (day, starts) = span::local(&cx.zone, row.starts_at);
    let minutes = Span { starts: row.starts_at, ends: row.ends_at }.minutes();
    let inside = calendar.site_closed(row.site, day).is_none()
        && calendar.covers(row.practitioner, row.site, day, starts, starts.saturating_add(minutes));
    let waiting = row.arrived_at.filter(|_| row.status == Status::Arrived);
    Card {
        id: row.id,
        practitioner: row.practitioner,
        site: row.site,
        room: row.room,
        equipment: row.equipment,
        day,
        starts,
        minutes,
        status: row.status,
        type_id: row.type_id,
        patient: row.patient,
        patient_name: row.patient_name,
        phone: row.phone,
        note: row.note.lines().next().unwrap_or_default().to_owned(),
        overbooked: row.overbooked,
        outside_hours: !inside,
        waiting_since: waiting.map(|at| span::local(&cx.zone, at).1),
        alert: row.alert,
        version: row.version,
        by: initials(&row.by),
    }
}

/// The visit as it is now, with its day's hours.
pub async fn card_now(cx: &mut Cx, id: AppointmentId) -> Result<Card, Fault> {
    let row = store::one_card(cx, id).await?;
    let (day, _) = span::local(&cx.zone, row.starts_at);
    let calendar = store::calendar(cx, &[row.practitioner], day, day).await?;
    Ok(card(cx, row, &calendar))
}
