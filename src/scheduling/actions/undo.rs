//! Taking a change back: within ten minutes, unless something else came after it, through the same locks and checks.

use super::{
    common::{card_now, could, seen, stale, still},
    settle::{Asks, Over, keep, resources, settle},
    status::named,
};
use crate::{
    access::policy::{BookAppointment, ChangeStatus, Permit},
    kernel::{ids::EventId, problem::Problem, span},
    platform::cx::{CxMut, Event, Outcome},
    scheduling::{
        events::{self, About, Trace},
        model::{CancelReason, Changed, Status, TakeBack},
        rules::steps,
        store::{self, Visit},
    },
};
use jiff::{SignedDuration, Timestamp};

/// How long a change can be taken back.
const UNDO_FOR: SignedDuration = SignedDuration::from_mins(10);

/// Whether a change of that moment can still be taken back.
pub fn in_time(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at) <= UNDO_FOR
}

/// Takes a change back. A booking taken back is called off as an error of the practice; it does not vanish.
pub async fn undo(cx: &mut CxMut, wish: &TakeBack) -> Outcome<Changed> {
    could::<ChangeStatus>(cx)?;
    let deed = store::deed(cx, wish.event).await?.ok_or(Problem::NotFound)?;
    let was = seen(cx, deed.visit).await?;
    // a step is taken back by whoever may take steps, everything else by whoever may book
    if deed.kind == events::StatusChanged::KIND {
        let _: Permit<ChangeStatus> = cx.permit(was.practitioner)?;
    } else {
        let _: Permit<BookAppointment> = cx.permit(was.practitioner)?;
    }
    if !in_time(deed.at, cx.now) {
        return Err(Problem::field("event", "undo_over").into());
    }
    if was.version != deed.trace.after.version {
        return Err(stale(cx, &was).await?);
    }
    let mut it = match &deed.trace.before {
        Some(before) => before.restored(&was),
        None => Visit {
            status: Status::Cancelled,
            cancel_reason: Some(CancelReason::PracError),
            cancel_words: String::new(),
            cancelled_late: steps::is_late(was.starts_at, cx.now),
            ..was.clone()
        },
    };
    it.version = was.version.saturating_add(1);
    (it.changed_by, it.changed_at) = (cx.actor.person, cx.now);
    let may: Permit<BookAppointment> = cx.permit(it.practitioner)?;
    store::locks(cx, resources(&was).into_iter().chain(resources(&it))).await?;
    still(cx, &may, was.id, was.version).await?;
    let things = store::things(cx, named(&it)).await?;
    let mut confirmed = vec![];
    let holding = if it.status.holds_time() {
        let (day, _) = span::local(&cx.zone, it.starts_at);
        let calendar = store::calendar(cx, &[it.practitioner], day, day).await?;
        let over = it.overbook_reason.clone().map_or(Over::No, Over::Before);
        let asks = Asks::PatientSince(deed.at);
        let settled = settle(cx, &mut it, &things, &calendar, over, asks, &wish.confirmed).await?;
        confirmed = settled.confirmed;
        Some(settled.hold)
    } else {
        None
    };
    keep(cx, &may, &it, &things, holding).await?;
    let card = card_now(cx, it.id).await?;
    let trace = Trace { confirmed, undoes: Some(wish.event), ..Trace::between(Some(&was), &it) };
    let undo = |id| Changed { card, undo: Some(EventId(id)) };
    cx.done_with(may, events::Undone(About::new(&it, trace)), undo).await
}
