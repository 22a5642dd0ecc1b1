//! Whether a visit can have its time. Locks first, then a look at everyone's claims, then questions; in the end the
//! database decides.

use super::common::{Time, time_of};
use crate::{
    access::policy::{Ability, OverbookAppointment, Permit},
    kernel::{
        ids::PractitionerId,
        problem::{Alternative, Clash, ClashWhat, Problem, Question},
        span,
    },
    platform::cx::{Cx, CxMut, Fault},
    scheduling::{
        rules::{
            fit::{Fit, Need, fits, meets},
            free::{self, Taken, Wish},
            hours::{Calendar, Stretch},
            steps,
        },
        store::{self, Hold, Kept, Things, Visit},
    },
};
use jiff::{SignedDuration, Timestamp, ToSpan};
use uuid::Uuid;

/// How many other times a loser is offered.
const OFFERED: usize = 3;

/// Leave to lie over another visit of the practitioner.
#[derive(Clone, Debug)]
pub enum Over {
    /// Not meant.
    No,
    /// Meant now, for this reason; needs the permission.
    For(String),
    /// Allowed before, for this reason: a change is being taken back.
    Before(String),
}

/// What is asked when the time is free but unusual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Everything: the patient's other visits, hours, closures, the past.
    Everything,
    /// Everything but the past: the start stays what it was.
    StartStays,
    /// Only whether the patient has another visit then: the time itself was settled before.
    PatientOnly,
    /// Only whether the patient has another visit then that is newer than a change being taken back: an older one was
    /// accepted when this visit was there before.
    PatientSince(Timestamp),
}

/// A visit that has its time.
#[derive(Clone, Debug)]
pub struct Settled {
    /// How it claims its practitioner.
    pub hold: Hold,
    /// Questions that came up and had been answered with yes.
    pub confirmed: Vec<Question>,
}

/// Everything a visit takes up.
pub fn resources(it: &Visit) -> Vec<Uuid> {
    let optional = [it.room.map(|r| r.0), it.equipment.map(|e| e.0), it.patient.map(|p| p.0)];
    std::iter::once(it.practitioner.0).chain(optional.into_iter().flatten()).collect()
}

/// The buffers of its kind, for a visit that is sure of its time.
pub fn hold(things: &Things, exclusive: bool) -> Hold {
    let (before, after) = things.kind.map_or((0, 0), |k| (k.before, k.after));
    Hold { before, after, exclusive }
}

/// Checks a visit's time against everyone's claims and asks what is to be asked. The locks on [`resources`] are held.
/// Sets or clears the visit's reason for lying over another.
pub async fn settle(
    cx: &mut CxMut,
    it: &mut Visit,
    things: &Things,
    calendar: &Calendar,
    over: Over,
    asks: Asks,
    confirmed: &[Question],
) -> Result<Settled, Fault> {
    let hour = SignedDuration::from_hours(1);
    let taken = store::taken(cx, &resources(it), it.starts_at - hour, it.ends_at + hour, Some(it.id)).await?;
    let mut settled = Settled { hold: hold(things, true), confirmed: vec![] };
    let need = need(it, settled.hold);
    it.overbook_reason = None;
    if let Some((fit, until)) = worst(it.practitioner.0, need, &taken) {
        let reason = match over {
            Over::No => {
                let what = if fit == Fit::Tight { ClashWhat::Buffer } else { ClashWhat::Practitioner };
                let name = things.practitioner.as_ref().map(|p| p.name()).unwrap_or_default();
                return Err(clash(cx, it, things, what, name, Some(until)).await?);
            }
            Over::For(reason) => {
                let _: Permit<OverbookAppointment> = cx.permit(it.practitioner)?;
                reason
            }
            Over::Before(reason) => reason,
        };
        it.overbook_reason = Some(reason);
        settled.hold.exclusive = fit != Fit::Overlap;
    }
    for (what, thing) in [(ClashWhat::Room, &things.room), (ClashWhat::Equipment, &things.equipment)] {
        let Some(thing) = thing else { continue };
        if let Some((_, until)) = worst(thing.id.0, need, &taken) {
            return Err(clash(cx, it, things, what, thing.name.clone(), Some(until)).await?);
        }
    }
    let questions = questions(cx, it, need, &taken, calendar, (asks, things.slot)).await?;
    let (answered, open): (Vec<_>, Vec<_>) = questions.into_iter().partition(|q| confirmed.contains(q));
    if !open.is_empty() {
        return Err(Problem::Confirm { questions: open }.into());
    }
    settled.confirmed = answered;
    Ok(settled)
}

fn need(it: &Visit, hold: Hold) -> Need {
    let span = span::Span { starts: it.starts_at, ends: it.ends_at };
    Need { span, before: hold.before, after: hold.after }
}

/// The worst that others do to this need of one thing, and until when they have it.
fn worst(resource: Uuid, need: Need, taken: &[Taken]) -> Option<(Fit, Timestamp)> {
    let theirs = taken.iter().filter(|t| t.resource == resource);
    let bad = theirs.map(|t| (fits(t.need, need), t.need.span.ends)).filter(|(fit, _)| *fit != Fit::Free);
    bad.max()
}

async fn questions(
    cx: &mut Cx,
    it: &Visit,
    need: Need,
    taken: &[Taken],
    calendar: &Calendar,
    (asks, slot): (Asks, u16),
) -> Result<Vec<Question>, Fault> {
    let mut all = Vec::new();
    let theirs = |t: &&Taken| Some(t.resource) == it.patient.map(|p| p.0) && meets(t.need, need);
    let others: Vec<Uuid> = taken.iter().filter(theirs).map(|t| t.by).collect();
    let busy = match asks {
        Asks::Everything | Asks::StartStays | Asks::PatientOnly => !others.is_empty(),
        Asks::PatientSince(then) => !others.is_empty() && store::any_newer(cx, &others, then).await?,
    };
    if busy {
        all.push(Question::PatientBusy);
    }
    if matches!(asks, Asks::Everything | Asks::StartStays) {
        let Time { day, starts, minutes, .. } = time_of(cx, it);
        let stretch = Stretch { day, from: starts, to: starts.saturating_add(minutes) };
        let (today, minute) = span::local(&cx.zone, cx.now);
        let running = (today, minute / slot.max(1) * slot.max(1));
        let now = (asks == Asks::Everything).then_some(running);
        all.extend(calendar.questions(it.practitioner, it.site, stretch, now));
    }
    Ok(all)
}

/// Writes a new visit, or says that someone was faster.
pub async fn keep_new(
    cx: &mut CxMut,
    may: &Permit<crate::access::policy::BookAppointment>,
    it: &Visit,
    things: &Things,
    hold: Hold,
) -> Result<(), Fault> {
    let kept = store::insert(cx, may, it, hold).await?;
    raced(cx, it, things, kept).await
}

/// Writes a changed visit, or says that someone was faster.
pub async fn keep<A: Ability<Over = PractitionerId>>(
    cx: &mut CxMut,
    may: &Permit<A>,
    it: &Visit,
    things: &Things,
    hold: Option<Hold>,
) -> Result<(), Fault> {
    let kept = store::update(cx, may, it, hold).await?;
    raced(cx, it, things, kept).await
}

async fn raced(cx: &mut Cx, it: &Visit, things: &Things, kept: Kept) -> Result<(), Fault> {
    match kept {
        Kept::Yes => Ok(()),
        Kept::Taken => Err(clash(cx, it, things, ClashWhat::Race, String::new(), None).await?),
    }
}

/// What stands in the way, and the nearest times that are free.
async fn clash(
    cx: &mut Cx,
    it: &Visit,
    things: &Things,
    what: ClashWhat,
    name: String,
    until: Option<Timestamp>,
) -> Result<Fault, Fault> {
    let until = until.map(|at| span::clock(span::local(&cx.zone, at).1)).unwrap_or_default();
    let alternatives = alternatives(cx, it, things).await?;
    Ok(Problem::Clash(Clash { what, name, until, alternatives }).into())
}

async fn alternatives(cx: &mut Cx, it: &Visit, things: &Things) -> Result<Vec<Alternative>, Fault> {
    let time = time_of(cx, it);
    let hold = hold(things, true);
    let tied: Vec<Uuid> = [it.room.map(|r| r.0), it.equipment.map(|e| e.0)].into_iter().flatten().collect();
    let wish = Wish {
        practitioners: &[it.practitioner],
        site: (!tied.is_empty()).then_some(it.site),
        things: &tied,
        patient: it.patient.map(|p| p.0),
        minutes: time.minutes,
        before: hold.before,
        after: hold.after,
        day: time.day,
        starts: Some(time.starts),
        slot: things.slot,
    };
    let said = things.practitioner.as_ref().map(|p| (it.practitioner, p.said()));
    offer(cx, &wish, resources(it), Some(it), said.as_slice(), OFFERED).await
}

/// The nearest free times to a wish, as said on the phone.
pub async fn offer(
    cx: &mut Cx,
    wish: &Wish<'_>,
    resources: Vec<Uuid>,
    but: Option<&Visit>,
    said: &[(PractitionerId, String)],
    want: usize,
) -> Result<Vec<Alternative>, Fault> {
    let last = wish.day.saturating_add(free::DAYS.days());
    let (Some(from), Some(to)) = (span::instant(&cx.zone, wish.day, 0), span::instant(&cx.zone, last, span::DAY))
    else {
        return Ok(vec![]);
    };
    let hour = SignedDuration::from_hours(1);
    let calendar = store::calendar(cx, wish.practitioners, wish.day, last).await?;
    let taken = store::taken(cx, &resources, from - hour, to + hour, but.map(|b| b.id)).await?;
    let found = free::nearest(wish, &calendar, &taken, &cx.zone, cx.now, want);
    let alternative = |f: free::Free| {
        let who = said.iter().find(|(id, _)| *id == f.practitioner).map(|(_, name)| name.as_str()).unwrap_or_default();
        let label = format!("{} {}, {who}", span::short_day(f.day), span::clock(f.starts));
        Alternative { day: f.day, starts: f.starts, practitioner: f.practitioner, label }
    };
    let in_reach = |f: &free::Free| !steps::beyond_horizon(f.day, cx.today());
    Ok(found.into_iter().filter(in_reach).map(alternative).collect())
}
