//! A visit's steps, and calling it off.

use super::{
    common::{card_now, could, fresh, seen, still},
    settle::{Asks, Over, keep, resources, settle},
};
use crate::{
    access::policy::{BookAppointment, ChangeStatus, Permit},
    kernel::{
        draft::{self, Faults},
        ids::EventId,
        problem::{Problem, Question},
        span,
    },
    platform::cx::{Cx, CxMut, Fault, Outcome},
    scheduling::{
        drafts,
        events::{self, About, Trace},
        model::{Cancel, Changed, Status, StatusChange},
        rules::{
            hours::Calendar,
            steps::{self, Moment},
        },
        store::{self, Named, Visit},
    },
};

/// When, as far as the steps of a visit ask.
pub fn moment<'a>(cx: &'a Cx, it: &Visit, calendar: &Calendar) -> Moment<'a> {
    let (day, _) = span::local(&cx.zone, it.starts_at);
    let works = |d| calendar.site_closed(it.site, d).is_none();
    Moment { now: cx.now, zone: &cx.zone, next_working_day: steps::next_working_day(day, works) }
}

/// What a visit points at.
pub fn named(it: &Visit) -> Named {
    Named {
        practitioner: it.practitioner,
        type_id: it.type_id,
        room: it.room,
        equipment: it.equipment,
        patient: it.patient,
    }
}

/// Takes a visit one step on, or back.
pub async fn change_status(cx: &mut CxMut, wish: &StatusChange) -> Outcome<Changed> {
    could::<ChangeStatus>(cx)?;
    let was = seen(cx, wish.id).await?;
    let may: Permit<ChangeStatus> = cx.permit(was.practitioner)?;
    fresh(cx, &was, wish.version).await?;
    let (day, _) = span::local(&cx.zone, was.starts_at);
    let calendar = store::calendar(cx, &[was.practitioner], day, day).await?;
    let step = steps::may_become(was.status, wish.to, was.starts_at, &moment(cx, &was, &calendar))
        .map_err(|why| Problem::field("to", why.code()))?;
    let why = draft::text(&wish.why, 200, false).map_err(|code| Problem::field("why", code))?;
    if step.reason && why.chars().count() < 5 {
        return Err(Problem::field("why", "reason_short").into());
    }
    if step.own_hand && cx.actor.practitioner != Some(was.practitioner) {
        return Err(Problem::NotAllowed { who_may: "the practitioner of the visit".into() }.into());
    }
    store::locks(cx, resources(&was)).await?;
    let was = still(cx, &may, was.id, wish.version).await?;
    let mut it = Visit {
        status: wish.to,
        cancel_reason: None,
        cancelled_late: false,
        arrived_at: match wish.to {
            Status::Arrived => was.arrived_at.filter(|_| was.status == Status::InRoom).or(Some(cx.now)),
            Status::Booked | Status::Confirmed | Status::NoShow | Status::Cancelled => None,
            Status::InRoom | Status::Completed => was.arrived_at,
        },
        version: was.version.saturating_add(1),
        changed_by: cx.actor.person,
        changed_at: cx.now,
        ..was.clone()
    };
    let things = store::things(cx, named(&was)).await?;
    let mut confirmed = vec![];
    // a visit that held its time goes on holding it as it did
    let mut holding = None;
    if step.revives {
        let _: Permit<BookAppointment> = cx.permit(was.practitioner)?;
        let asks = if was.status == Status::Cancelled { Asks::Everything } else { Asks::PatientOnly };
        let settled = settle(cx, &mut it, &things, &calendar, Over::No, asks, &wish.confirmed).await?;
        (holding, confirmed) = (Some(settled.hold), settled.confirmed);
    }
    if let Some(question) = identity(cx, &may, &was, wish).await? {
        confirmed.push(question);
    }
    keep(cx, &may, &it, &things, holding).await?;
    let card = card_now(cx, it.id).await?;
    let trace = Trace { why, confirmed, ..Trace::between(Some(&was), &it) };
    let undo = |id| Changed { card, undo: Some(EventId(id)) };
    cx.done_with(may, events::StatusChanged(About::new(&it, trace)), undo).await
}

/// Whoever comes for the first time shows who they are: it is asked once, and the yes is written down with the step.
async fn identity(
    cx: &mut CxMut,
    may: &Permit<ChangeStatus>,
    was: &Visit,
    wish: &StatusChange,
) -> Result<Option<Question>, Fault> {
    let comes = wish.to == Status::Arrived && was.status != Status::InRoom;
    let Some(patient) = was.patient.filter(|_| comes) else { return Ok(None) };
    if store::was_here(cx, may, patient, was.id).await? {
        return Ok(None);
    }
    let question = Question::Identity;
    if wish.confirmed.contains(&question) {
        return Ok(Some(question));
    }
    Err(Problem::Confirm { questions: vec![question] }.into())
}

/// Calls a visit off. It stays in the diary's memory and gives its time back.
pub async fn cancel(cx: &mut CxMut, wish: &Cancel) -> Outcome<Changed> {
    could::<BookAppointment>(cx)?;
    let was = seen(cx, wish.id).await?;
    let may: Permit<BookAppointment> = cx.permit(was.practitioner)?;
    fresh(cx, &was, wish.version).await?;
    let mut faults = Faults::default();
    let words = faults.take("words", draft::text(&wish.words, 200, false)).unwrap_or_default();
    faults.take("words", drafts::cancel_words(wish.reason, &words));
    if !steps::may_cancel(was.status) {
        faults.note("status", "settled");
    }
    faults.or(())?;
    store::locks(cx, resources(&was)).await?;
    let was = still(cx, &may, was.id, wish.version).await?;
    let it = Visit {
        status: Status::Cancelled,
        cancel_reason: Some(wish.reason),
        cancel_words: words,
        cancelled_late: steps::is_late(was.starts_at, cx.now),
        arrived_at: None,
        version: was.version.saturating_add(1),
        changed_by: cx.actor.person,
        changed_at: cx.now,
        ..was.clone()
    };
    let things = store::things(cx, named(&was)).await?;
    keep(cx, &may, &it, &things, None).await?;
    let card = card_now(cx, it.id).await?;
    let undo = |id| Changed { card, undo: Some(EventId(id)) };
    cx.done_with(may, events::Cancelled(About::new(&it, Trace::between(Some(&was), &it))), undo).await
}
