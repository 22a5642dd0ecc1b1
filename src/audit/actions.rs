//! Reading the trail.

use super::{
    drafts::{TrailDraft, TrailWish},
    model::{File, Kind, OpenedLine, OpenedPage, TrailLine, TrailPage},
    store::{self, Between, Row},
};
use crate::{
    access::{
        Role,
        policy::{self, SeeTrail, SeeWhoOpened},
    },
    kernel::{ids::PatientId, problem::Problem, span},
    platform::{
        cx::{Cx, Fault},
        edge,
    },
};
use jiff::{Timestamp, civil::Date};
use std::collections::HashMap;

/// The page of the trail, with or without a form posted to it.
pub async fn trail_posted() -> Result<TrailPage, Problem> {
    let asked = edge::posted::<TrailDraft>().transpose()?.unwrap_or_default();
    let page = edge::look(async |cx| trail(cx, asked).await).await?;
    if let Some(problem) = &page.problem {
        edge::set_status(problem);
    }
    Ok(page)
}

/// The trail, latest first. What cannot be understood comes back as typed, with what is wrong.
pub async fn trail(cx: &mut Cx, asked: TrailDraft) -> Result<TrailPage, Fault> {
    let may = cx.permit::<SeeTrail>(())?;
    let people = store::people(cx, &may).await?;
    let page = TrailPage { asked, problem: None, lines: vec![], older: None, people };
    let wrong = |problem| Ok(TrailPage { problem: Some(problem), ..page.clone() });
    let wish = match page.asked.check() {
        Ok(wish) => wish,
        Err(problem) => return wrong(problem),
    };
    let patient = match &wish.file {
        None => None,
        Some(no) => match store::by_number(cx, &may, no).await? {
            Some(patient) => Some(patient),
            None => return wrong(Problem::field("file", "no_such_file")),
        },
    };
    // whose rows were looked for is part of the look
    cx.saw(patient);
    let days = Between { from: wish.from.and_then(|d| midnight(cx, d)), until: next_midnight(cx, &wish) };
    let mut rows = store::page(cx, &may, &wish, days, patient).await?;
    let older = older(&mut rows);
    let shown: Vec<uuid::Uuid> = rows.iter().flat_map(|r| r.patients.iter().copied()).collect();
    let files: HashMap<PatientId, String> = store::numbers(cx, &may, &shown).await?.into_iter().collect();
    let lines = rows.into_iter().map(|row| line(cx, row, &files)).collect();
    Ok(TrailPage { lines, older, ..page })
}

fn midnight(cx: &Cx, day: Date) -> Option<Timestamp> {
    span::instant(&cx.zone, day, 0)
}

fn next_midnight(cx: &Cx, wish: &TrailWish) -> Option<Timestamp> {
    wish.until.and_then(|day| day.tomorrow().ok()).and_then(|day| midnight(cx, day))
}

/// Takes the row too many off, and says where the next page begins.
fn older(rows: &mut Vec<Row>) -> Option<i64> {
    let more = rows.len() > store::PAGE;
    rows.truncate(store::PAGE);
    rows.last().filter(|_| more).map(|row| row.seq)
}

fn line(cx: &Cx, row: Row, files: &HashMap<PatientId, String>) -> TrailLine {
    let shown = row.patients.iter().map(|id| PatientId(*id));
    let shown: Vec<File> =
        shown.filter_map(|patient| files.get(&patient).map(|no| File { patient, file_no: no.clone() })).collect();
    let all = u32::try_from(row.how_many).unwrap_or(0);
    TrailLine {
        seq: row.seq,
        at: clock(cx, row.at),
        who: who(&row),
        role: role(&row.role),
        kind: row.kind,
        what: what(&row),
        why: if row.kind == Kind::Began { String::new() } else { row.purpose.clone() },
        more: all.saturating_sub(u32::try_from(shown.len()).unwrap_or(0)),
        files: shown,
        from: row.address,
    }
}

fn clock(cx: &Cx, at: Timestamp) -> String {
    let local = cx.zone.to_datetime(at);
    format!("{} {}, {}", span::short_day(local.date()), local.year(), local.time().strftime("%H:%M:%S"))
}

fn who(row: &Row) -> String {
    match (&row.who, row.kind) {
        (Some(name), _) => name.clone(),
        (None, Kind::Began) => "The program".into(),
        (None, _) => "A named job".into(),
    }
}

/// `receptionist+billing` as the words on screen.
fn role(keys: &str) -> String {
    let words: Vec<&str> = keys.split('+').filter_map(Role::from_key).map(Role::word).collect();
    words.join(", ")
}

/// What was done, in the words of the policy, or what happened, in the words of the event.
fn what(row: &Row) -> String {
    match row.kind {
        Kind::Began => format!("The trail began; {} events are older than it", row.purpose),
        Kind::Door | Kind::Change => event_words(&row.event),
        Kind::Read | Kind::Query | Kind::Denied => deed(&row.ability),
    }
}

/// `appointment.status_changed` as `Appointment: status changed`.
fn event_words(kind: &str) -> String {
    let (thing, happened) = kind.split_once('.').unwrap_or((kind, ""));
    let mut letters = thing.chars();
    let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}: {}", letters.as_str(), happened).replace('_', " ")
}

/// The policy's sentence without the number of its row.
fn deed(ability: &str) -> String {
    let row = policy::table().into_iter().find(|row| row.ability == ability);
    let says = row.map_or(ability, |row| row.says);
    says.rsplit_once(" (").map_or(says, |(words, _)| words).to_owned()
}

/// Who opened a patient's record: for the owner, for an auditor and for the patient.
///
/// # Errors
/// [`Problem::NotFound`] for another practice's patient, and for another patient's record in the portal.
pub async fn who_opened(cx: &mut Cx, patient: PatientId, before: Option<i64>) -> Result<OpenedPage, Fault> {
    let file = store::file(cx, patient).await?;
    let may = cx.permit::<SeeWhoOpened>(file)?;
    cx.saw([patient]);
    let mut rows = store::about(cx, &may, before).await?;
    let older = older(&mut rows);
    let number = store::numbers(cx, &may, &[patient.0]).await?.pop();
    let lines = rows.into_iter().map(|row| opened(cx, &row, patient)).collect();
    Ok(OpenedPage { patient, file_no: number.map(|(_, no)| no).unwrap_or_default(), lines, older })
}

fn opened(cx: &Cx, row: &Row, patient: PatientId) -> OpenedLine {
    let what = match row.kind {
        Kind::Query if row.subject != Some(patient.0) => format!("Was on a list: {}", lower(&deed(&row.ability))),
        Kind::Denied => format!("Was refused: {}", lower(&deed(&row.ability))),
        Kind::Read | Kind::Query => deed(&row.ability),
        Kind::Change | Kind::Door | Kind::Began => event_words(&row.event),
    };
    OpenedLine {
        seq: row.seq,
        at: clock(cx, row.at),
        who: who(row),
        role: role(&row.role),
        what,
        why: row.purpose.clone(),
    }
}

fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first: String = letters.next().map(|c| c.to_lowercase().collect()).unwrap_or_default();
    first + letters.as_str()
}
