//! One visit on the grid.

use super::board::Placed;
use super::cursor::Cursor;
use super::desk::Desk;
use super::drag::Place;
use super::words;
use crate::{
    kernel::ids::AppointmentId,
    ui::{BlockFace, changing, place},
};
use leptos::prelude::*;

/// What is being done to a block just now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Doing {
    carried: bool,
    waits: bool,
    open: bool,
    marked: Option<String>,
}

/// A visit in its column. It stays the same element as long as it stays in that column, so that it can slide.
#[component]
pub fn VisitCard(
    /// Which.
    id: AppointmentId,
) -> impl IntoView {
    let desk = Desk::here();
    let placed = desk.placed(id);
    let doing = Memo::new(move |_| Doing {
        carried: desk.drag.with(|d| d.carried().is_some_and(|(it, _)| it == id)),
        waits: desk.shown.with(|s| s.waits(id)),
        open: desk.panel.with(|p| p.as_ref().is_some_and(|p| p.id == id)),
        marked: desk.shown.with(|s| s.marked_by(id).map(str::to_owned)),
    });
    let waited = Memo::new(move |_| placed.with(|p| p.as_ref().and_then(|p| words::waited(&p.card, minute(desk)))));
    let on_it = Memo::new(move |_| desk.cursor.with(|c| c.on == Some(id)));
    let spoken = move || placed.with(|p| p.as_ref().map(|p| words::spoken(p, &desk.who(&p.card), waited.get())));
    let flag = |on: bool| on.then_some("");
    let take_cursor = move |_| desk.board.with_untracked(|b| b.find(id).map(|p| desk.cursor.set(Cursor::on(p, b))));
    view! {
        <div
            class="block"
            data-visit=id.to_string()
            style=changing(move || placed.with(|p| p.as_ref().map(style_of)))
            data-tone=changing(move || placed.with(|p| p.as_ref().map(|p| words::tone(p.kind.as_ref()).key())))
            data-status=changing(move || placed.with(|p| p.as_ref().map(|p| words::look(p.card.status).key())))
            data-over=changing(move || placed.with(|p| p.as_ref().and_then(|p| flag(p.card.overbooked))))
            data-ghost=changing(move || doing.with(|d| flag(d.carried)))
            data-pending=changing(move || doing.with(|d| flag(d.waits)))
            data-open=changing(move || doing.with(|d| flag(d.open)))
            data-moved-by=changing(move || doing.with(|d| d.marked.clone()))
        >
            <button
                class="block-face"
                type="button"
                tabindex=changing(move || if on_it.get() { "0" } else { "-1" })
                on:focus=move |_| { take_cursor(()); }
                on:click=move |_| desk.look_at(id)
            >
                <span class="said">{changing(spoken)}</span>
                <span class="contents" aria-hidden="true">
                    {changing(move || placed.get().map(|p| face(desk, &p, waited.get())))}
                </span>
            </button>
            {changing(move || placed.get().and_then(|p| glyph_button(desk, &p)))}
            <span class="block-grip" aria-hidden="true"></span>
        </div>
    }
}

/// The minute it is, from the page's own clock once it runs, else as served.
fn minute(desk: Desk) -> Option<u16> {
    desk.now.get().or_else(|| desk.shown.with(|s| s.days.iter().find_map(|d| d.now)))
}

fn style_of(placed: &Placed) -> String {
    let at = place(placed.card.starts, placed.card.minutes);
    format!("{at};--lane:{};--lanes:{}", placed.lane, placed.lanes)
}

fn face(desk: Desk, placed: &Placed, waited: Option<u16>) -> AnyView {
    let facts = words::facts(placed, &desk.who(&placed.card), waited);
    let tags = words::tags(&placed.card, waited);
    view! { <BlockFace facts status=words::look(placed.card.status) tags /> }.into_any()
}

/// The glyph as a button for the next step. The keys have letters for it, so Tab passes it by.
fn glyph_button(desk: Desk, placed: &Placed) -> Option<AnyView> {
    let card = &placed.card;
    let today = desk.shown.with(|s| s.days.first().map(|d| d.today))?;
    let loose = desk.board.with(|b| b.grid.held.iter().any(|h| h.it == card.id && !h.fixed));
    let to = words::next_step(card, today).filter(|_| loose)?;
    let (id, label) = (card.id, format!("{}: {}", desk.who(card), words::step_words(to)));
    let press = move |_| desk.step(id, to, String::new());
    Some(
        view! {
            <button class="block-next" type="button" tabindex="-1" title=label.clone() aria-label=label on:click=press></button>
        }
        .into_any(),
    )
}

/// The visit in the hand, where it would land.
#[component]
pub fn CarriedCard(
    /// The visit.
    placed: Placed,
    /// Where it would land.
    to: Place,
    /// Something is in the way there.
    clash: bool,
) -> impl IntoView {
    let desk = Desk::here();
    let mut there = placed;
    (there.card.starts, there.card.minutes, there.lane, there.lanes) = (to.starts, to.minutes, 0, 1);
    let tone = words::tone(there.kind.as_ref()).key();
    let status = words::look(there.card.status).key();
    view! {
        <div
            class="block"
            aria-hidden="true"
            style=style_of(&there)
            data-tone=tone
            data-status=status
            data-moving=""
            data-clash=clash.then_some("")
        >
            <span class="block-face">{face(desk, &there, None)}</span>
        </div>
    }
}
