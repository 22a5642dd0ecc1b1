//! What people do with the diary.
use super::model::*;
use crate::kernel::{
    ids::*,
    problem::{Alternative, Problem},
};
use crate::platform::cx::{Cx, CxMut, Fault, Outcome};
use jiff::civil::Date;

/// One day.
pub async fn day(_: &mut Cx, _: &DiaryQuery) -> Result<DiaryDay, Fault> {
    Err(Problem::Busy.into())
}
/// Seven days.
pub async fn week(_: &mut Cx, _: Option<PractitionerId>, _: Option<&str>) -> Result<DiaryWeek, Fault> {
    Err(Problem::Busy.into())
}
/// Books.
pub async fn book(_: &mut CxMut, _: &NewVisit) -> Outcome<Changed> {
    Err(Problem::Busy.into())
}
/// Moves.
pub async fn move_to(_: &mut CxMut, _: &Move) -> Outcome<Changed> {
    Err(Problem::Busy.into())
}
/// Steps.
pub async fn change_status(_: &mut CxMut, _: &StatusChange) -> Outcome<Changed> {
    Err(Problem::Busy.into())
}
/// Calls off.
pub async fn cancel(_: &mut CxMut, _: &Cancel) -> Outcome<Changed> {
    Err(Problem::Busy.into())
}
/// Takes back.
pub async fn undo(_: &mut CxMut, _: EventId) -> Outcome<Changed> {
    Err(Problem::Busy.into())
}
/// One visit.
pub async fn visit_page(_: AppointmentId) -> Result<VisitPage, Problem> {
    Err(Problem::Busy)
}
/// A new booking.
pub async fn booking_page(_: &NewQuery) -> Result<BookingPage, Problem> {
    Err(Problem::Busy)
}
/// Free times.
pub async fn free_times(
    _: &mut Cx,
    _: Option<PractitionerId>,
    _: AppointmentTypeId,
    _: Date,
    _: u16,
) -> Result<Vec<Alternative>, Fault> {
    Err(Problem::Busy.into())
}
