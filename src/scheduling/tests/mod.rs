//! The diary as people use it, on a real database, as the role the server works as.

mod booking;
mod limits;
mod looking;
mod moving;
mod of_patient;
mod promises;
mod races;
mod rude;
mod steps;
mod undoing;

use super::{
    actions,
    model::{Cancel, CancelReason, Card, Changed, Move, NewVisit, Status, StatusChange, TakeBack},
};
use crate::{
    access::{Actor, Role},
    kernel::{
        ids::{EventId, OnceKey},
        problem::{Clash, Problem, Question},
    },
    platform::{cx::Fault, edge},
    testing::World,
};
use jiff::civil::{Date, date};

/// Thursday of this week.
const THURSDAY: Date = date(2026, 11, 26);

/// Minutes after midnight of a clock time.
const fn at(hour: u16, minute: u16) -> u16 {
    hour * 60 + minute
}

/// Thandi with Priya Naidoo, Thursday at 10:30, half an hour.
fn wish(w: &World) -> NewVisit {
    NewVisit {
        key: OnceKey::fresh(),
        practitioner: w.naidoo,
        site: None,
        room: None,
        equipment: None,
        patient: Some(w.thandi),
        type_id: w.kinds.treatment,
        day: THURSDAY,
        starts: at(10, 30),
        minutes: 30,
        note: String::new(),
        confirmed: vec![],
        overbook_reason: None,
    }
}

/// The same for Johan.
fn johans(w: &World) -> NewVisit {
    NewVisit { patient: Some(w.johan), ..wish(w) }
}

/// Leaves a visit where it is.
fn stay(card: &Card) -> Move {
    Move {
        id: card.id,
        version: card.version,
        practitioner: card.practitioner,
        room: card.room,
        equipment: card.equipment,
        day: card.day,
        starts: card.starts,
        minutes: card.minutes,
        confirmed: vec![],
        overbook_reason: None,
    }
}

/// A step; whoever arrives has shown who they are.
fn step(card: &Card, to: Status, why: &str) -> StatusChange {
    let confirmed = if to == Status::Arrived { vec![Question::Identity] } else { vec![] };
    StatusChange { id: card.id, version: card.version, to, why: why.into(), confirmed }
}

fn off(card: &Card, reason: CancelReason) -> Cancel {
    Cancel { id: card.id, version: card.version, reason, words: String::new() }
}

type Answer = Result<Changed, Problem>;

async fn books(w: &World, who: Actor, wish: &NewVisit) -> Answer {
    edge::act_as(&w.services, who, async |cx| actions::book(cx, wish).await).await.map_err(Fault::into_problem)
}

async fn moves(w: &World, who: Actor, wish: &Move) -> Answer {
    edge::act_as(&w.services, who, async |cx| actions::move_to(cx, wish).await).await.map_err(Fault::into_problem)
}

async fn steps(w: &World, who: Actor, wish: &StatusChange) -> Answer {
    edge::act_as(&w.services, who, async |cx| actions::change_status(cx, wish).await).await.map_err(Fault::into_problem)
}

async fn cancels(w: &World, who: Actor, wish: &Cancel) -> Answer {
    edge::act_as(&w.services, who, async |cx| actions::cancel(cx, wish).await).await.map_err(Fault::into_problem)
}

async fn undoes(w: &World, who: Actor, event: Option<EventId>) -> Answer {
    let event = event.expect("the change can be taken back");
    undoes_so(w, who, &TakeBack { event, confirmed: vec![] }).await
}

async fn undoes_so(w: &World, who: Actor, wish: &TakeBack) -> Answer {
    edge::act_as(&w.services, who, async |cx| actions::undo(cx, wish).await).await.map_err(Fault::into_problem)
}

/// Someone at the desk.
fn desk(w: &World) -> Actor {
    w.as_(Role::Receptionist)
}

/// A visit in the diary.
async fn booked(w: &World, wish: &NewVisit) -> Card {
    books(w, desk(w), wish).await.expect("is booked").card
}

fn clash(answer: Answer) -> Clash {
    match answer {
        Err(Problem::Clash(clash)) => clash,
        other => panic!("a clash was expected: {other:?}"),
    }
}

fn asked(answer: Answer) -> Vec<Question> {
    match answer {
        Err(Problem::Confirm { questions }) => questions,
        other => panic!("questions were expected: {other:?}"),
    }
}

fn fault(answer: Answer, field: &str) -> String {
    let problem = answer.expect_err("a field is at fault");
    problem.about(field).unwrap_or_else(|| panic!("{field}: {problem:?}")).to_owned()
}

/// Pairs of active exclusive claims that overlap, whatever the program thinks: must be none, always.
async fn overlaps(w: &World) -> i64 {
    sqlx::query_scalar(
        "select count(*) from resource_claim a join resource_claim b
             on a.practice = b.practice and a.resource = b.resource and a.id < b.id
            and a.starts_at < b.ends_at and b.starts_at < a.ends_at
          where a.active and b.active and a.exclusive and b.exclusive",
    )
    .fetch_one(&w.owner)
    .await
    .expect("counts")
}
