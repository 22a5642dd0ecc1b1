//! The pages of one visit and of a new booking, with what was posted to them.

use super::{
    common::{card, time_of},
    look::choice,
    status::moment,
    undo::in_time,
};
use crate::{
    access::policy::{self, BookAppointment, ChangeStatus, OverbookAppointment, PatientFile, SeeDiary, SeePatient},
    kernel::{
        ids::{AppointmentId, OnceKey, PatientId},
        problem::{Problem, Question},
        span,
    },
    platform::{
        cx::{Cx, Fault},
        edge,
    },
    scheduling::{
        drafts::{BookingDraft, VisitDeed, VisitForm},
        events::Snapshot,
        model::{BookingPage, Changed, HistoryLine, NewQuery, Status, VisitPage, VisitPatient},
        rules::steps,
        store::{self, Deed, PatientRow, Visit},
    },
};
use jiff::{Unit, civil::Date};

/// One visit. Acts on the form posted to its page, if one was; what was typed stays when it does not work out.
pub async fn visit_page(id: AppointmentId) -> Result<VisitPage, Problem> {
    let (form, problem) = match edge::posted::<VisitForm>() {
        None => (None, None),
        Some(Err(problem)) => (None, Some(problem)),
        Some(Ok(form)) => {
            let form = form.pressed();
            match act_on(id, &form).await {
                Ok(changed) => {
                    edge::go_to(&format!("/diary/visit/{}", changed.card.id));
                    (None, None)
                }
                Err(problem) => (Some(form), Some(stays(problem)?)),
            }
        }
    };
    if let Some(problem) = &problem {
        edge::set_status(problem);
    }
    edge::look(async |cx| page(cx, id, form, problem).await).await
}

/// A problem that is shown beside what was typed; any other takes the page's place.
fn stays(problem: Problem) -> Result<Problem, Problem> {
    match problem {
        Problem::Invalid { .. }
        | Problem::Clash(_)
        | Problem::Stale { .. }
        | Problem::Confirm { .. }
        | Problem::NotAllowed { .. }
        | Problem::Busy => Ok(problem),
        Problem::SignedOut
        | Problem::PasswordFirst
        | Problem::FactorFirst
        | Problem::ProveFirst
        | Problem::NotFound
        | Problem::TooMany { .. }
        | Problem::TooLarge
        | Problem::Offline
        | Problem::Broken { .. } => Err(problem),
    }
}

async fn act_on(id: AppointmentId, form: &VisitForm) -> Result<Changed, Problem> {
    match form.check(id)? {
        VisitDeed::Status(it) => edge::act(async |cx| super::change_status(cx, &it).await).await,
        VisitDeed::Move(it) => edge::act(async |cx| super::move_to(cx, &it).await).await,
        VisitDeed::Cancel(it) => edge::act(async |cx| super::cancel(cx, &it).await).await,
        VisitDeed::Undo(it) => edge::act(async |cx| super::undo(cx, &it).await).await,
    }
}

/// The page of a visit as it stands.
pub async fn page(
    cx: &mut Cx,
    id: AppointmentId,
    form: Option<VisitForm>,
    problem: Option<Problem>,
) -> Result<VisitPage, Fault> {
    let may = cx.permit::<SeeDiary>(())?;
    let it = store::seen(cx, id).await?.ok_or(Problem::NotFound)?;
    let time = time_of(cx, &it);
    let names = store::names(cx, &it).await?;
    let calendar = store::calendar(cx, &[it.practitioner], time.day, time.day).await?;
    let row = store::one_card(cx, id).await?;
    let deeds = store::history(cx, &may, id).await?;
    let patient = match it.patient {
        Some(patient) => patient_card(cx, &may, patient, cx.actor.practitioner == Some(it.practitioner)).await?,
        None => None,
    };
    let practitioners = store::practitioners(cx).await?;
    let places = store::places(cx).await?;
    let card = card(cx, row, &calendar);
    let (next, next_with_reason) = next_steps(cx, &it, &calendar);
    let may_book = policy::ask::<BookAppointment>(&cx.actor, it.practitioner).is_some();
    let bookable = |p: &&store::PractitionerRow| {
        p.id == it.practitioner || (p.active && policy::ask::<BookAppointment>(&cx.actor, p.id).is_some())
    };
    let called_off = match (it.cancel_reason, it.cancel_words.as_str()) {
        (None, _) => String::new(),
        (Some(reason), "") => reason.words().to_owned(),
        (Some(reason), words) => format!("{}: {words}", reason.words()),
    };
    Ok(VisitPage {
        day_label: span::long_day(time.day),
        time_label: format!(
            "{} to {}",
            span::clock(time.starts),
            span::clock((time.starts + time.minutes) % span::DAY)
        ),
        type_name: names.kind,
        practitioner_name: names.practitioner,
        site_name: names.site,
        room_name: names.room,
        equipment_name: names.equipment,
        note: it.note.clone(),
        cancelled_why: called_off,
        cancelled_late: it.cancelled_late,
        overbook_reason: it.overbook_reason.clone().unwrap_or_default(),
        patient,
        history: history(cx, &it, deeds),
        next,
        next_with_reason,
        may_move: may_book && steps::may_move(it.status),
        may_cancel: may_book && steps::may_cancel(it.status),
        may_overbook: policy::ask::<OverbookAppointment>(&cx.actor, it.practitioner).is_some(),
        form: form.unwrap_or_else(|| filled_in(&it, time.day, time.starts, time.minutes)),
        problem,
        practitioners: practitioners.iter().filter(bookable).map(choice).collect(),
        resources: places.resources,
        card,
    })
}

/// The forms of a visit's page, filled in from the visit.
fn filled_in(it: &Visit, day: Date, starts: u16, minutes: u16) -> VisitForm {
    VisitForm {
        version: it.version.to_string(),
        practitioner: it.practitioner.to_string(),
        room: it.room.map(|r| r.to_string()).unwrap_or_default(),
        equipment: it.equipment.map(|e| e.to_string()).unwrap_or_default(),
        day: day.to_string(),
        starts: span::clock(starts),
        minutes: minutes.to_string(),
        ..VisitForm::default()
    }
}

/// Steps open now, and those of them that need a reason.
fn next_steps(cx: &Cx, it: &Visit, calendar: &crate::scheduling::rules::hours::Calendar) -> (Vec<Status>, Vec<Status>) {
    if policy::ask::<ChangeStatus>(&cx.actor, it.practitioner).is_none() {
        return (vec![], vec![]);
    }
    let at = moment(cx, it, calendar);
    let own = cx.actor.practitioner == Some(it.practitioner);
    let open = |to: Status| steps::may_become(it.status, to, it.starts_at, &at).ok().filter(|s| own || !s.own_hand);
    let next: Vec<_> = Status::ALL.into_iter().filter_map(|to| open(to).map(|step| (to, step))).collect();
    let with_reason = next.iter().filter(|(_, step)| step.reason).map(|(to, _)| *to).collect();
    (next.into_iter().map(|(to, _)| to).collect(), with_reason)
}

async fn patient_card(
    cx: &mut Cx,
    may: &policy::Permit<SeeDiary>,
    id: PatientId,
    in_care: bool,
) -> Result<Option<VisitPatient>, Fault> {
    cx.saw([id]);
    let Some(row) = store::patient_of(cx, may, id).await? else { return Ok(None) };
    let file = PatientFile { patient: id, in_care, opened: false };
    let may_open = policy::ask::<SeePatient>(&cx.actor, file).is_some();
    let alerts = store::alerts(cx, may, id, may_open).await?;
    let (allergies_state, allergies) = if may_open {
        let may = cx.permit::<SeePatient>(file)?;
        cx.saw([id]);
        store::allergies(cx, &may).await?
    } else {
        (String::new(), vec![])
    };
    Ok(Some(patient_words(row, alerts, allergies_state, allergies, may_open, cx.today())))
}

fn patient_words(
    row: PatientRow,
    alerts: Vec<(String, String)>,
    allergies_state: String,
    allergies: Vec<String>,
    may_open: bool,
    today: Date,
) -> VisitPatient {
    VisitPatient {
        id: row.id,
        name: row.name,
        file_no: row.file_no,
        phone: row.phone,
        born: row.born.map(span::plain_day).unwrap_or_default(),
        age: row.born.map(|born| age(born, row.died.unwrap_or(today))).unwrap_or_default(),
        sex: match row.sex.as_str() {
            "female" => "Female".to_owned(),
            "male" => "Male".to_owned(),
            _ => String::new(),
        },
        deceased: row.died.map(span::plain_day).unwrap_or_default(),
        allergies_state,
        allergies,
        alerts,
        may_open,
    }
}

/// `46 years`, `7 months` or `12 days`.
fn age(born: Date, on: Date) -> String {
    let Ok(lived) = born.until((Unit::Year, on)) else { return String::new() };
    let some = |n: i64, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    match (i64::from(lived.get_years()), i64::from(lived.get_months())) {
        (years, _) if years >= 2 => some(years, "year"),
        (0, 0) => some(i64::from(lived.get_days()), "day"),
        (years, months) => some(years * 12 + months, "month"),
    }
}

fn history(cx: &Cx, it: &Visit, deeds: Vec<Deed>) -> Vec<HistoryLine> {
    let may = policy::ask::<BookAppointment>(&cx.actor, it.practitioner).is_some();
    let line = |d: Deed| {
        let (day, minute) = span::local(&cx.zone, d.at);
        let last = d.trace.after.version == it.version;
        HistoryLine {
            at: format!("{} {}", span::short_day(day), span::clock(minute)),
            by: d.by.clone(),
            undo: (may && last && in_time(d.at, cx.now)).then_some(d.id),
            words: words(&d),
        }
    };
    deeds.into_iter().map(line).collect()
}

/// A deed as a sentence.
fn words(d: &Deed) -> String {
    let after = &d.trace.after;
    let when = |s: &Snapshot| {
        let minute =
            u16::from(s.local_start.hour().unsigned_abs()) * 60 + u16::from(s.local_start.minute().unsigned_abs());
        format!("{} {}", span::short_day(s.local_start.date()), span::clock(minute))
    };
    let minutes = |s: &Snapshot| s.ends_at.duration_since(s.starts_at).as_mins();
    let said = match (d.kind.as_str(), &d.trace.before) {
        ("appointment.booked", _) | (_, None) => format!("Booked for {}, {} minutes", when(after), minutes(after)),
        ("appointment.cancelled", Some(_)) => {
            format!("Cancelled: {}", after.cancel_reason.map(|r| r.words()).unwrap_or_default())
        }
        ("appointment.undone", Some(_)) => {
            format!("Took back the last change: {}, {}", after.status.word(), when(after))
        }
        ("appointment.status_changed", Some(before)) => {
            let shown =
                if d.trace.confirmed.contains(&Question::Identity) { ", identity document checked" } else { "" };
            format!("{}, was {}{shown}", after.status.word(), lower(before.status))
        }
        (_, Some(before)) => {
            let mut parts = Vec::new();
            if before.local_start != after.local_start {
                parts.push(format!("moved from {} to {}", when(before), when(after)));
            }
            if minutes(before) != minutes(after) {
                parts.push(format!("made {} minutes long", minutes(after)));
            }
            if before.practitioner != after.practitioner {
                parts.push("given to another practitioner".to_owned());
            }
            if before.room != after.room {
                parts.push("room changed".to_owned());
            }
            if before.equipment != after.equipment {
                parts.push("equipment changed".to_owned());
            }
            sentence(&parts.join(", "))
        }
    };
    if d.trace.why.is_empty() { said } else { format!("{said} ({})", d.trace.why) }
}

fn lower(status: Status) -> String {
    status.word().to_lowercase()
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().collect::<String>());
    first.map_or_else(|| "Left as it was".to_owned(), |f| f + chars.as_str())
}

/// The form for a new booking. Books when it was posted to its page, and goes to the visit.
pub async fn booking_page(query: &NewQuery) -> Result<BookingPage, Problem> {
    let (draft, problem) = match edge::posted::<BookingDraft>() {
        None => (None, None),
        Some(Err(problem)) => (None, Some(problem)),
        Some(Ok(draft)) => match draft.pressed() {
            (draft, false) => (Some(draft), None),
            (draft, true) => match book_posted(&draft).await {
                Ok(changed) => {
                    edge::go_to(&format!("/diary/visit/{}", changed.card.id));
                    (Some(draft), None)
                }
                Err(problem) => (Some(draft), Some(stays(problem)?)),
            },
        },
    };
    if let Some(problem) = &problem {
        edge::set_status(problem);
    }
    edge::look(async |cx| booking(cx, query, draft, problem).await).await
}

async fn book_posted(draft: &BookingDraft) -> Result<Changed, Problem> {
    let wish = draft.check()?;
    edge::act_once(wish.key, "book", &wish, async |cx| super::book(cx, &wish).await).await
}

/// The form, as typed or filled in from the address.
pub async fn booking(
    cx: &mut Cx,
    query: &NewQuery,
    draft: Option<BookingDraft>,
    problem: Option<Problem>,
) -> Result<BookingPage, Fault> {
    let may = cx.permit::<SeeDiary>(())?;
    // a form that nobody would be let to send is not shown
    if !policy::could::<BookAppointment>(&cx.actor) {
        return Err(Problem::NotAllowed { who_may: policy::who_may::<BookAppointment>() }.into());
    }
    let places = store::places(cx).await?;
    let types = store::types(cx).await?;
    let all = store::practitioners(cx).await?;
    let bookable = |p: &&store::PractitionerRow| p.active && policy::ask::<BookAppointment>(&cx.actor, p.id).is_some();
    let practitioners: Vec<_> = all.iter().filter(bookable).map(choice).collect();
    let draft = draft.unwrap_or_else(|| {
        let kind = types.iter().find(|(t, _)| t.id.to_string() == query.type_id);
        let own = cx.actor.practitioner.map(|p| p.to_string()).unwrap_or_default();
        BookingDraft {
            key: OnceKey::fresh().to_string(),
            day: if query.day.is_empty() { cx.today().to_string() } else { query.day.clone() },
            starts: query.starts.clone(),
            minutes: kind.map(|(t, _)| t.minutes.to_string()).unwrap_or_default(),
            practitioner: if query.practitioner.is_empty() { own } else { query.practitioner.clone() },
            patient: query.patient.clone(),
            type_id: query.type_id.clone(),
            ..BookingDraft::default()
        }
    });
    let patient = match draft.patient.parse() {
        Ok(id) => patient_card(cx, &may, id, false).await?,
        Err(_) => None,
    };
    Ok(BookingPage {
        draft,
        problem,
        patient,
        may_overbook: policy::could::<OverbookAppointment>(&cx.actor),
        practitioners,
        types: types.into_iter().filter(|(_, active)| *active).map(|(t, _)| t).collect(),
        resources: places.resources,
        sites: places.sites,
    })
}
