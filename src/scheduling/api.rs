//! The server functions of the diary. Each goes through the edge and asks for a permit; none changes anything by GET.

#[cfg(feature = "ssr")]
use super::actions;
use super::model::{
    self, BookingPage, Changed, DiaryDay, DiaryQuery, DiaryWeek, Move, NewQuery, PatientVisits, StatusChange, TakeBack,
    VisitPage,
};
use crate::kernel::{
    ids::{AppointmentId, AppointmentTypeId, PatientId, PractitionerId},
    problem::{Alternative, Problem},
};
#[cfg(feature = "ssr")]
use crate::platform::edge;
use jiff::civil::Date;
use leptos::{prelude::*, server_fn::codec::Json};

/// One day, a column per practitioner.
#[server(input = Json)]
pub async fn day(query: DiaryQuery) -> Result<DiaryDay, Problem> {
    edge::look(async |cx| actions::day(cx, &query).await).await
}

/// Seven days of one practitioner; one's own column, or the first, when nobody is named.
#[server(input = Json)]
pub async fn week(practitioner: Option<PractitionerId>, day: Option<String>) -> Result<DiaryWeek, Problem> {
    edge::look(async |cx| actions::week(cx, practitioner, day.as_deref()).await).await
}

/// Puts a visit into the diary.
#[server(input = Json)]
pub async fn book(visit: model::NewVisit) -> Result<Changed, Problem> {
    edge::act_once(visit.key, "book", &visit, async |cx| actions::book(cx, &visit).await).await
}

/// Puts a visit elsewhere, or makes it longer or shorter.
#[server(input = Json)]
pub async fn move_to(it: Move) -> Result<Changed, Problem> {
    edge::act(async |cx| actions::move_to(cx, &it).await).await
}

/// Takes a visit one step on, or back.
#[server(input = Json)]
pub async fn change_status(it: StatusChange) -> Result<Changed, Problem> {
    edge::act(async |cx| actions::change_status(cx, &it).await).await
}

/// Calls a visit off.
#[server(input = Json)]
pub async fn cancel(it: model::Cancel) -> Result<Changed, Problem> {
    edge::act(async |cx| actions::cancel(cx, &it).await).await
}

/// Takes a change back, within ten minutes and unless something else came after it.
#[server(input = Json)]
pub async fn undo(it: TakeBack) -> Result<Changed, Problem> {
    edge::act(async |cx| actions::undo(cx, &it).await).await
}

/// One visit with its past and what may come next. Acts on the form posted to its page, if one was.
#[server(input = Json)]
pub async fn visit(id: AppointmentId) -> Result<VisitPage, Problem> {
    actions::visit_page(id).await
}

/// The form for a new booking. Books when it was posted to its page.
#[server(input = Json)]
pub async fn new_visit(query: NewQuery) -> Result<BookingPage, Problem> {
    actions::booking_page(&query).await
}

/// Free times from a day on, for a kind of visit: with one practitioner, or with anyone.
#[server(input = Json)]
pub async fn free_times(
    practitioner: Option<PractitionerId>,
    type_id: AppointmentTypeId,
    day: Date,
    minutes: u16,
) -> Result<Vec<Alternative>, Problem> {
    edge::look(async |cx| actions::free_times(cx, practitioner, type_id, day, minutes).await).await
}

/// A patient's visits: a few of those coming and past, or a page of all of them.
#[server(input = Json)]
pub async fn visits_of(patient: PatientId, page: Option<u32>) -> Result<PatientVisits, Problem> {
    edge::look(async |cx| actions::visits_of(cx, patient, page).await).await
}
