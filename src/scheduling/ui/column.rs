//! One column: its ground, its visits, and what the hand and the keys are doing in it.

use super::board::{Board, Strip};
use super::card::{CarriedCard, VisitCard};
use super::desk::{Desk, Sheet};
use super::drag::Place;
use crate::{
    kernel::{ids::AppointmentId, span::clock},
    ui::{Ground, GroundKind, changing, place},
};
use leptos::prelude::*;

/// One column.
#[component]
pub fn DayColumn(
    /// Its number.
    number: usize,
    /// The row under a resting pointer, if it is in this column.
    hover: Signal<Option<u16>>,
) -> impl IntoView {
    let desk = Desk::here();
    let strip = Memo::new(move |_| desk.board.with(|b| b.strips.get(number).cloned()));
    let visits = Memo::new(move |_| desk.board.with(|b| visits_in(b, number)));
    let ground = move || strip.get().map(|s| desk.board.with(|b| grounds(&s, b)));
    let hovered = move || {
        hover.get().map(|m| {
            view! { <div class="diary-hover" aria-hidden="true" style=format!("--from:{m}")>{clock(m)}</div> }
                .into_any()
        })
    };
    view! {
        <div class="diary-column" role="gridcell">
            {changing(ground)}
            {changing(hovered)}
            <Cell number />
            <For each=move || visits.get() key=|id| *id children=move |id| view! { <VisitCard id /> } />
            {changing(move || drawn(desk, number))}
            {changing(move || carried(desk, number))}
            {changing(move || now_in_week(desk, number))}
        </div>
    }
}

fn visits_in(board: &Board, number: usize) -> Vec<AppointmentId> {
    board.placed.iter().filter(|p| p.strip == number).map(|p| p.card.id).collect()
}

/// The cell the keys are on. One per column, so that the focus can move between them; it lies where the cursor is.
#[component]
fn Cell(number: usize) -> impl IntoView {
    let desk = Desk::here();
    let here = Memo::new(move |_| desk.cursor.with(|c| (c.strip == number && c.on.is_none()).then_some(*c)));
    let spot = move || desk.board.with(|b| here.get().map(|c| c.place(b)));
    let resting = move || desk.board.with(|b| Place { strip: number, starts: b.begin().1, minutes: b.grid.slot });
    let at = move || spot().unwrap_or_else(resting);
    let booking = move || desk.sheet.with(|s| matches!(s, Sheet::Booking(_)));
    let marked = move || here.get().filter(|c| c.rows > 1 && !booking()).and_then(|_| spot());
    // only a screen reader's own press comes as a click without a pointer; a pointer's press is the hand's
    let press = move |ev: leptos::ev::MouseEvent| {
        if ev.detail() == 0 {
            desk.book(Place { minutes: 0, ..at() });
        }
    };
    view! {
        <button
            class="diary-cell"
            type="button"
            tabindex=changing(move || if here.get().is_some() { "0" } else { "-1" })
            aria-label=changing(move || desk.board.with(|b| b.say(at(), None)))
            style=changing(move || place(at().starts, at().minutes))
            on:click=press
        ></button>
        {changing(move || {
            marked().map(|p| {
                let words = format!("{}–{}", clock(p.starts), clock(p.ends()));
                view! { <div class="diary-cursor" aria-hidden="true" style=place(p.starts, p.minutes)>{words}</div> }.into_any()
            })
        })}
    }
}

/// How long the place of a booking shows until its type is known.
const USUAL: u16 = 30;

/// The visit being drawn, or the place of the booking that is being made.
fn drawn(desk: Desk, number: usize) -> Option<AnyView> {
    let booking = desk.sheet.with(|s| if let Sheet::Booking(place) = s { Some(*place) } else { None });
    let at = desk.drag.with(|d| d.drawn()).or(booking).filter(|p| p.strip == number)?;
    let usual = || desk.board.with(|b| b.usual(at.strip, at.starts, USUAL));
    let at = Place { minutes: if at.minutes == 0 { usual() } else { at.minutes }, ..at };
    let clash = desk.board.with(|b| b.in_the_way(at, None, None).is_some());
    let words = format!("{}–{}", clock(at.starts), clock(at.ends()));
    Some(
        view! {
            <div class="block" aria-hidden="true" style=place(at.starts, at.minutes) data-draft="" data-clash=clash.then_some("")>
                <span class="block-face"><span class="block-name">{words}</span></span>
            </div>
        }
        .into_any(),
    )
}

fn carried(desk: Desk, number: usize) -> Option<AnyView> {
    let (it, to) = desk.drag.with(|d| d.carried()).filter(|(_, to)| to.strip == number)?;
    let (placed, clash) = desk.board.with(|b| {
        let placed = b.find(it)?.clone();
        let clash = b.in_the_way(to, Some(it), placed.card.room).is_some();
        Some((placed, clash))
    })?;
    Some(view! { <CarriedCard placed to clash /> }.into_any())
}

/// In a week now is a line across today alone.
fn now_in_week(desk: Desk, number: usize) -> Option<AnyView> {
    let today = desk.board.with(|b| b.week && b.strips.get(number).is_some_and(|s| s.is_today));
    let now = desk.now.get().filter(|_| today)?;
    let seen = desk.board.with(|b| now >= b.grid.from && now < b.grid.to);
    seen.then(|| view! { <div class="now-line" aria-hidden="true" style=format!("--at:{now}")></div> }.into_any())
}

/// The ground where the column is not open.
fn grounds(strip: &Strip, board: &Board) -> AnyView {
    let pieces = strip.grounds(board.grid.from, board.grid.to, &board.sites);
    let pieces = pieces
        .into_iter()
        .map(|piece| {
            let kind = piece.kind;
            let place = piece.kind == GroundKind::Break || !piece.label.is_empty();
            let label = place.then_some(piece.label);
            view! { <Ground kind from=piece.from len=piece.to - piece.from label=label /> }
        })
        .collect_view();
    pieces.into_any()
}
