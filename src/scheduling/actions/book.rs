//! Putting a visit into the diary, and putting it elsewhere.

use super::{
    common::{Time, card_now, could, fresh, seen, still, time, time_of},
    settle::{Asks, Over, keep, keep_new, resources, settle},
};
use crate::{
    access::policy::{BookAppointment, Permit},
    kernel::{
        draft::Faults,
        ids::{AppointmentId, EventId, SiteId},
        problem::Problem,
    },
    platform::cx::{Cx, CxMut, Fault, Outcome},
    scheduling::{
        drafts,
        events::{self, About, Trace},
        model::{Changed, Move, NewVisit, Status},
        rules::{hours::Calendar, steps},
        store::{self, Named, ThingRow, Things, Visit},
    },
};
use jiff::civil::Date;

/// Puts a visit into the diary.
pub async fn book(cx: &mut CxMut, wish: &NewVisit) -> Outcome<Changed> {
    let may = cx.permit::<BookAppointment>(wish.practitioner)?;
    let mut faults = Faults::default();
    let time = time(cx, &mut faults, wish.day, wish.starts, wish.minutes);
    within_reach(cx, &mut faults, wish.day);
    let note = faults.take("note", drafts::note(&wish.note));
    let over = over(&mut faults, wish.overbook_reason.as_deref());
    let named = Named {
        practitioner: wish.practitioner,
        type_id: wish.type_id,
        room: wish.room,
        equipment: wish.equipment,
        patient: wish.patient,
    };
    let things = store::things(cx, named).await?;
    check(&mut faults, named, &things);
    let (Some(time), Some(note), Some(over), true) = (time, note, over, faults.is_empty()) else {
        return Err(faults.problem().into());
    };
    let calendar = store::calendar(cx, &[wish.practitioner], time.day, time.day).await?;
    let site = site(&things, &calendar, time, wish.site, None)?;
    let mut it = Visit {
        id: AppointmentId::fresh(),
        practitioner: wish.practitioner,
        site,
        room: wish.room,
        equipment: wish.equipment,
        patient: wish.patient,
        type_id: wish.type_id,
        starts_at: time.span.starts,
        ends_at: time.span.ends,
        local_start: time.local_start,
        status: Status::Booked,
        note,
        overbook_reason: None,
        cancel_reason: None,
        cancel_words: String::new(),
        cancelled_late: false,
        arrived_at: None,
        version: 1,
        changed_by: cx.actor.person,
        changed_at: cx.now,
    };
    store::locks(cx, resources(&it)).await?;
    let settled = settle(cx, &mut it, &things, &calendar, over, Asks::Everything, &wish.confirmed).await?;
    keep_new(cx, &may, &it, &things, settled.hold).await?;
    let card = card_now(cx, it.id).await?;
    let trace = Trace { confirmed: settled.confirmed, ..Trace::between(None, &it) };
    let undo = |id| Changed { card, undo: Some(EventId(id)) };
    cx.done_with(may, events::Booked(About::new(&it, trace)), undo).await
}

/// Puts a visit elsewhere, or makes it longer or shorter: one deed, one update in place.
pub async fn move_to(cx: &mut CxMut, wish: &Move) -> Outcome<Changed> {
    could::<BookAppointment>(cx)?;
    let was = seen(cx, wish.id).await?;
    let mut may: Permit<BookAppointment> = cx.permit(was.practitioner)?;
    if wish.practitioner != was.practitioner {
        may = cx.permit(wish.practitioner)?;
    }
    fresh(cx, &was, wish.version).await?;
    let mut faults = Faults::default();
    let time = time(cx, &mut faults, wish.day, wish.starts, wish.minutes);
    let over = over(&mut faults, wish.overbook_reason.as_deref());
    let named = Named {
        practitioner: wish.practitioner,
        type_id: was.type_id,
        room: wish.room,
        equipment: wish.equipment,
        patient: was.patient,
    };
    let things = store::things(cx, named).await?;
    check_move(&mut faults, &was, wish, named, &things);
    if let Some(time) = &time {
        check_step(cx, &mut faults, &was, time);
        if time.day != time_of(cx, &was).day {
            within_reach(cx, &mut faults, time.day);
        }
    }
    let (Some(time), Some(over), true) = (time, over, faults.is_empty()) else { return Err(faults.problem().into()) };
    let calendar = store::calendar(cx, &[wish.practitioner], time.day, time.day).await?;
    let mut it = Visit {
        practitioner: wish.practitioner,
        site: site(&things, &calendar, time, None, Some(&was))?,
        room: wish.room,
        equipment: wish.equipment,
        starts_at: time.span.starts,
        ends_at: time.span.ends,
        local_start: time.local_start,
        version: was.version.saturating_add(1),
        changed_by: cx.actor.person,
        changed_at: cx.now,
        ..was.clone()
    };
    let elsewhere = (it.practitioner, it.site, it.starts_at) != (was.practitioner, was.site, was.starts_at);
    if elsewhere && was.status == Status::Confirmed {
        // the patient said yes to another time
        it.status = Status::Booked;
    }
    store::locks(cx, resources(&was).into_iter().chain(resources(&it))).await?;
    still(cx, &may, was.id, wish.version).await?;
    // a visit over another that stays where it is and gets shorter keeps its reason
    let over = match (over, &was.overbook_reason) {
        (Over::No, Some(reason)) if within(&it, &was) => Over::Before(reason.clone()),
        (over, _) => over,
    };
    let asks = if it.starts_at == was.starts_at { Asks::StartStays } else { Asks::Everything };
    let settled = settle(cx, &mut it, &things, &calendar, over, asks, &wish.confirmed).await?;
    keep(cx, &may, &it, &things, Some(settled.hold)).await?;
    let card = card_now(cx, it.id).await?;
    let trace = Trace { confirmed: settled.confirmed, ..Trace::between(Some(&was), &it) };
    let undo = |id| Changed { card, undo: Some(EventId(id)) };
    cx.done_with(may, events::Moved(About::new(&it, trace)), undo).await
}

/// Visits are booked so many months ahead and no further.
fn within_reach(cx: &Cx, faults: &mut Faults, day: Date) {
    if (2000..=2100).contains(&day.year()) && steps::beyond_horizon(day, cx.today()) {
        faults.note("day", "beyond_horizon");
    }
}

/// Whether a visit takes up no time it did not take up before.
fn within(it: &Visit, was: &Visit) -> bool {
    it.practitioner == was.practitioner && was.starts_at <= it.starts_at && it.ends_at <= was.ends_at
}

fn over(faults: &mut Faults, reason: Option<&str>) -> Option<Over> {
    let reason = faults.take("overbook_reason", drafts::overbook_reason(reason.unwrap_or_default()))?;
    Some(reason.map_or(Over::No, Over::For))
}

/// Everything named must be there and in use. What is another practice's looks like what is not there.
fn check(faults: &mut Faults, named: Named, things: &Things) {
    let in_use = |active: Option<bool>| match active {
        None => Err("choose"),
        Some(false) => Err("inactive"),
        Some(true) => Ok(()),
    };
    faults.take("practitioner", in_use(things.practitioner.as_ref().map(|p| p.active)));
    faults.take("type_id", in_use(things.kind.map(|k| k.active)));
    let thing =
        |named: bool, row: &Option<ThingRow>| if named { in_use(row.as_ref().map(|t| t.active)) } else { Ok(()) };
    faults.take("room", thing(named.room.is_some(), &things.room));
    faults.take("equipment", thing(named.equipment.is_some(), &things.equipment));
    let needs_patient = things.kind.is_some_and(|k| k.needs_patient);
    faults.take(
        "patient",
        match (named.patient, things.patient) {
            (None, _) if needs_patient => Err("required"),
            (None, _) => Ok(()),
            (Some(_), None) => Err("choose"),
            (Some(_), Some(Some(_))) => Err("deceased"),
            (Some(_), Some(None)) => Ok(()),
        },
    );
}

/// For a move only what changes must be in use: a visit of a kind no longer booked can still be moved.
fn check_move(faults: &mut Faults, was: &Visit, wish: &Move, named: Named, things: &Things) {
    let mut all = Faults::default();
    check(&mut all, named, things);
    let problem = all.problem();
    let changed = [
        ("practitioner", wish.practitioner != was.practitioner),
        ("room", wish.room != was.room),
        ("equipment", wish.equipment != was.equipment),
    ];
    for (field, changed) in changed {
        if let (Some(code), true) = (problem.about(field), changed) {
            faults.note(field, code);
        }
    }
}

/// Whether the visit can still be moved, and to that day.
fn check_step(cx: &CxMut, faults: &mut Faults, was: &Visit, time: &Time) {
    if !steps::may_move(was.status) {
        faults.note("status", "settled");
    } else if steps::is_here(was.status) && time.day != time_of(cx, was).day {
        faults.note("day", "arrived");
    }
}

/// Where a visit is: as wished, else with its room, else where the practitioner works at that hour, else where the
/// practitioner is at home. Room and equipment must be there.
fn site(
    things: &Things,
    calendar: &Calendar,
    time: Time,
    wished: Option<SiteId>,
    was: Option<&Visit>,
) -> Result<SiteId, Fault> {
    let Some(practitioner) = &things.practitioner else { return Err(Problem::field("practitioner", "choose").into()) };
    if wished.is_some_and(|s| calendar.sites.iter().all(|known| known.site != s)) {
        return Err(Problem::field("site", "choose").into());
    }
    let id = |thing: &Option<ThingRow>| thing.as_ref().map(|t| t.id);
    let (room, equipment) = (id(&things.room), id(&things.equipment));
    let same_place = |w: &&Visit| w.practitioner == practitioner.id && w.room == room && w.equipment == equipment;
    let tied = |w: &&Visit| w.room.is_some() || w.equipment.is_some();
    let kept = was.filter(same_place).filter(tied).map(|w| w.site);
    let site = wished
        .or(kept)
        .or_else(|| calendar.site_at(practitioner.id, time.day, time.starts))
        .or_else(|| was.filter(|w| w.practitioner == practitioner.id).map(|w| w.site))
        .unwrap_or(practitioner.home_site);
    for (field, thing) in [("room", &things.room), ("equipment", &things.equipment)] {
        if thing.as_ref().is_some_and(|t| t.site != site) {
            return Err(Problem::field(field, "choose").into());
        }
    }
    Ok(site)
}
