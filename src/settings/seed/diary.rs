//! Eight weeks of visits (or years, for measuring): each practitioner's day filled as a practice fills it.

use super::{
    Plan,
    copy::{Copy, NULL},
    people::patient_id,
    practice::{House, Practitioner},
    random::Dice,
    words,
};
use crate::kernel::span::instant;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use sqlx::PgConnection;
use uuid::Uuid;

/// The tables of the diary, filled together.
struct Tables {
    visits: Copy,
    claims: Copy,
    closed: Copy,
}

/// One visit about to be written.
struct Visit {
    practitioner: Uuid,
    site: Uuid,
    room: Option<Uuid>,
    equipment: Option<Uuid>,
    patient: Option<Uuid>,
    kind: (&'static str, Uuid, u32, u32, u32),
    day: Date,
    starts: u32,
    minutes: u32,
    overbook: bool,
}

/// Loads the diary.
pub async fn load(conn: &mut PgConnection, plan: &Plan, house: &House) -> anyhow::Result<()> {
    let zone = TimeZone::get(super::practice::ZONE)?;
    let mut dice = Dice::new(0xD1A2);
    let mut t = Tables {
        visits: Copy::into(
            "appointment (practice, id, site, practitioner, room, equipment, patient, type, starts_at, ends_at, local_start, status, note,
             overbook_reason, cancel_reason, arrived_at, created_at, created_by, changed_at, changed_by)",
        ),
        claims: Copy::into(
            "resource_claim (practice, id, resource_kind, resource, starts_at, ends_at, buffer_before, buffer_after, kind, ref, active, exclusive)",
        ),
        closed: Copy::into("closed_time (practice, id, practitioner, day, from_minute, to_minute, reason)"),
    };
    let monday =
        plan.today.checked_sub(jiff::Span::new().days(i64::from(plan.today.weekday().to_monday_zero_offset())))?;
    let first = monday.checked_sub(jiff::Span::new().weeks(i64::from(plan.weeks.0)))?;
    let days = i64::from(plan.weeks.0 + plan.weeks.1) * 7;
    for offset in 0..days {
        let day = first.checked_add(jiff::Span::new().days(offset))?;
        let weekday = day.weekday().to_monday_zero_offset();
        let holiday = crate::kernel::holidays::public_holidays(day.year()).iter().any(|(d, _)| *d == day);
        if weekday >= 5 || holiday {
            continue;
        }
        for (n, who) in house.practitioners.iter().enumerate() {
            for visit in a_day(plan, house, (n, who), day, &mut dice) {
                write(&mut t, plan, house, &zone, &visit, &mut dice)?;
            }
            let row = [
                &house.practice.to_string(),
                &dice.id().to_string(),
                &who.id.to_string(),
                &day.to_string(),
                "750",
                "795",
                "Lunch",
            ];
            t.closed.row_later(row)?;
        }
        for table in [&mut t.visits, &mut t.claims, &mut t.closed] {
            if table.is_much() {
                table.send(conn).await?;
            }
        }
    }
    for mut table in [t.visits, t.claims, t.closed] {
        table.send(conn).await?;
    }
    Ok(())
}

/// A practitioner's day: back to back with gaps, lunch kept free, short on Fridays.
fn a_day(plan: &Plan, house: &House, (n, who): (usize, &Practitioner), day: Date, dice: &mut Dice) -> Vec<Visit> {
    let weekday = day.weekday().to_monday_zero_offset();
    let away = usize::from(weekday % 2 == 1);
    let (site, room) = (house.sites[who.sites[away]], who.rooms[away]);
    let end = if weekday == 4 { 900 } else { 1020 };
    let key = |k: &str| house.types.iter().find(|t| t.0 == k).copied().unwrap_or(house.types[0]);
    let mut out = vec![];
    let mut at = 480;
    // patients are shared out, so that nobody is in two places at once
    let (team, people) = (u32::try_from(house.practitioners.len()).unwrap_or(1), plan.patients.max(1));
    let own = u32::try_from(n).unwrap_or(0);
    while at < end {
        if (735..795).contains(&at) {
            at = 795;
        }
        if dice.chance(24) {
            at += 15 * (1 + dice.below(3));
            continue;
        }
        let kind = key(match dice.below(20) {
            0..=2 => "patient.new",
            3..=5 => "patient.followup",
            6 if who.profession == "occupational_therapy" => "patient.neuro",
            7 if at >= 900 => "admin.documentation",
            8 if weekday == 2 && at < 700 => "meeting.family",
            _ => "patient.treatment",
        });
        let minutes = if who.profession == "psychology" && kind.0.starts_with("patient") { 60 } else { kind.2 };
        let stop = at + minutes + kind.4;
        if stop > end || (at < 750 && stop > 750) {
            at += 15;
            continue;
        }
        let nth = dice.below(people.div_ceil(team)) * team + own;
        let patient =
            (kind.0 != "admin.documentation").then(|| patient_id(if nth < people { nth } else { own.min(people - 1) }));
        let equipment = (n == 0 && who.sites[away] == 0 && dice.chance(8)).then(|| house.equipment[1]);
        let room = if kind.0 == "admin.documentation" { None } else { room };
        let (practitioner, starts) = (who.id, at);
        out.push(Visit { practitioner, site, room, equipment, patient, kind, day, starts, minutes, overbook: false });
        at = stop.div_ceil(15) * 15;
    }
    // one deliberate overbooking tomorrow, so that the mark can be seen
    if n == 1 && days_after(plan.today, day) == 1 {
        let patient = Some(patient_id(9.min(people - 1)));
        let kind = key("patient.followup");
        out.push(Visit {
            practitioner: who.id,
            site,
            room: None,
            equipment: None,
            patient,
            kind,
            day,
            starts: 495,
            minutes: 30,
            overbook: true,
        });
    }
    out
}

fn days_after(today: Date, day: Date) -> i32 {
    day.since(today).map_or(i32::MAX, |s| s.get_days())
}

/// What has become of a visit by now.
fn status(plan: &Plan, starts: Timestamp, ends: Timestamp, dice: &mut Dice) -> &'static str {
    let roll = dice.below(100);
    if ends <= plan.now {
        return match roll {
            0..=6 => "cancelled",
            7..=11 => "no_show",
            _ => "completed",
        };
    }
    if starts <= plan.now {
        return "in_room";
    }
    if starts.duration_since(plan.now).as_mins() < 25 && roll < 70 {
        return "arrived";
    }
    match roll {
        0..=4 => "cancelled",
        5..=58 => "confirmed",
        _ => "booked",
    }
}

fn write(
    t: &mut Tables,
    plan: &Plan,
    house: &House,
    zone: &TimeZone,
    v: &Visit,
    dice: &mut Dice,
) -> anyhow::Result<()> {
    let minute = |m: u32| u16::try_from(m).unwrap_or(u16::MAX);
    let at = |m: u32| instant(zone, v.day, minute(m)).ok_or_else(|| anyhow::anyhow!("a day outside the calendar"));
    let (starts, ends) = (at(v.starts)?, at(v.starts + v.minutes)?);
    let status = if v.overbook { "booked" } else { status(plan, starts, ends, dice) };
    let on = !matches!(status, "cancelled" | "no_show");
    let id = dice.id().to_string();
    let p = house.practice.to_string();
    let or_null = |u: Option<Uuid>| u.map_or(NULL.to_string(), |u| u.to_string());
    let local = v.day.at(0, 0, 0, 0).checked_add(jiff::SignedDuration::from_mins(i64::from(v.starts)))?;
    let cancelled =
        if status == "cancelled" { *dice.any(&["pat_ill", "pat_work", "pat_transport", "pat_better"]) } else { NULL };
    let arrived = if matches!(status, "arrived" | "in_room") {
        plan.now.min(starts).checked_sub(jiff::SignedDuration::from_mins(7))?.to_string()
    } else {
        NULL.into()
    };
    let note = if dice.chance(9) { *dice.any(words::NOTES) } else { "" };
    let overbook = if v.overbook { "Acute pain, agreed on the phone" } else { NULL };
    let (made, reception) = (plan.now.min(starts).to_string(), house.reception.to_string());
    let times = (starts.to_string(), ends.to_string());
    t.visits.row_later([
        &p,
        &id,
        &v.site.to_string(),
        &v.practitioner.to_string(),
        &or_null(v.room),
        &or_null(v.equipment),
        &or_null(v.patient),
        &v.kind.1.to_string(),
        &times.0,
        &times.1,
        &local.to_string(),
        status,
        note,
        overbook,
        cancelled,
        &arrived,
        &made,
        &reception,
        &made,
        &reception,
    ])?;
    let active = if on { "t" } else { "f" };
    let claims = [
        ("practitioner", Some(v.practitioner), !v.overbook),
        ("room", v.room, true),
        ("equipment", v.equipment, true),
        ("patient", v.patient, false),
    ];
    for (kind, resource, exclusive) in claims {
        let Some(resource) = resource else { continue };
        // buffers are the practitioner's and the room's
        let buffers = kind == "practitioner" || kind == "room";
        let (before, after) = if buffers { (v.kind.3, v.kind.4) } else { (0, 0) };
        t.claims.row_later([
            p.as_str(),
            &dice.id().to_string(),
            kind,
            &resource.to_string(),
            &times.0,
            &times.1,
            &before.to_string(),
            &after.to_string(),
            "appointment",
            &id,
            active,
            if exclusive { "t" } else { "f" },
        ])?;
    }
    Ok(())
}
