//! The diary grid: the one island of the diary. Everything it shows comes in as data; from then on it listens.

use super::agenda::{Agenda, groups};
use super::asks::{CallOffDialog, HitchDialog};
use super::booking::BookingDialog;
use super::column::DayColumn;
use super::desk::{CURSOR, Desk, GridView, Sheet};
use super::dom;
use super::drag::{Drag, Input, On, Px};
use super::keyboard;
use super::keys_list::KeysDialog;
use super::live::Link;
use super::now_line::NowLine;
use super::panel::VisitPanel;
use super::told::{ConnectionBar, ToldToast};
use crate::{
    kernel::{packed::Packed, span::clock},
    scheduling::model::DiaryDay,
    ui::changing,
};
use leptos::{ev, prelude::*};
use std::time::Duration;

/// A day of everyone, or a week of one: the same grid.
#[island]
pub fn DiaryGrid(
    /// One day, or seven of one practitioner.
    days: Packed<Vec<DiaryDay>>,
    /// How they are looked at.
    view: GridView,
) -> impl IntoView {
    let Packed(days) = days;
    let zoom = view.zoom.clone();
    let cancelled = view.cancelled.then_some("");
    let title = days.first().map(|d| d.label.clone()).unwrap_or_default();
    let desk = Desk::new(days, view);
    provide_context(desk);
    wake(desk);
    let agenda = move || desk.board.with(groups);
    let columns = Memo::new(move |_| desk.board.with(|b| b.strips.len()));
    let measure = move || {
        desk.board.with(|b| {
            let grid = &b.grid;
            format!(
                "--open-from:{};--open-until:{};--step:{};--columns:{}",
                grid.from,
                grid.to,
                grid.slot,
                b.strips.len()
            )
        })
    };
    view! {
        <div class="beside">
            <div class="day-shapes flex min-h-0 flex-col overflow-auto">
                <ConnectionBar />
                <section class="diary flex-1" data-zoom=zoom data-show-cancelled=cancelled style=measure aria-label="Diary">
                    <div class="diary-scroll" role="grid" aria-label=title>
                        <Head />
                        {changing(move || view! { <Body columns=columns.get() /> }.into_any())}
                    </div>
                </section>
                {changing(move || view! { <Agenda groups=agenda() /> }.into_any())}
            </div>
            <VisitPanel />
        </div>
        <p class="said" role="status" aria-live="polite">{changing(move || desk.said.get())}</p>
        <ToldToast />
        {changing(move || sheet(desk))}
    }
}

/// What lies over the grid.
fn sheet(desk: Desk) -> Option<AnyView> {
    match desk.sheet.get() {
        Sheet::None => None,
        Sheet::Booking(place) => Some(view! { <BookingDialog place /> }.into_any()),
        Sheet::Hitch { wish, problem } => Some(view! { <HitchDialog wish=*wish problem /> }.into_any()),
        Sheet::CallOff(id) => Some(view! { <CallOffDialog id /> }.into_any()),
        Sheet::Keys => Some(view! { <KeysDialog /> }.into_any()),
    }
}

/// Everything that touches the world outside: the keys, the stream, the bar, the first scroll.
fn wake(desk: Desk) {
    Effect::new(move |_| {
        desk.letters.set(dom::single_keys());
        dom::listen(move |heard| desk.hear(&heard));
        let keys = window_event_listener(ev::keydown, move |ev| keyboard::press(desk, &ev));
        let online = window_event_listener(ev::online, move |_| desk.refetch());
        let bar = window_event_listener(ev::click, move |ev| from_the_bar(desk, &ev));
        on_cleanup(move || {
            keys.remove();
            online.remove();
            bar.remove();
        });
        let (from, to, begin) = desk.board.with_untracked(|b| (b.grid.from, b.grid.to, b.begin().1));
        let now = desk.shown.with_untracked(|s| s.days.iter().find_map(|d| d.now));
        dom::show_minute(now.unwrap_or(begin), from, to);
    });
    Effect::new(move |_| dom::mark_offline(desk.link.get() == Link::Cut));
}

/// "Book visit" in the bar leads to a page of its own; with the grid awake and in sight it opens the dialog instead.
fn from_the_bar(desk: Desk, ev: &ev::MouseEvent) {
    let plain = ev.button() == 0 && !(ev.ctrl_key() || ev.meta_key() || ev.shift_key() || ev.alt_key());
    if plain && dom::hits(ev, "[data-book]") && dom::in_sight(".diary") {
        ev.prevent_default();
        desk.book_somewhere();
    }
}

/// Names over the columns.
#[component]
fn Head() -> impl IntoView {
    let desk = Desk::here();
    let names = move || {
        desk.board.with(|b| b.strips.iter().enumerate().map(|(n, _)| super::head::name_of(b, n)).collect::<Vec<_>>())
    };
    view! {
        <div class="diary-head" role="row">
            <div class="diary-corner" role="columnheader"><span class="said">"Time"</span></div>
            {names}
        </div>
    }
}

/// Hours, columns, and the hand over them.
#[component]
fn Body(columns: usize) -> impl IntoView {
    let desk = Desk::here();
    let hover = RwSignal::new(None::<(usize, u16)>);
    let hours = move || {
        let (from, to) = desk.board.with(|b| (b.grid.from, b.grid.to));
        let mark = |hour: u16| view! { <span class="diary-hour" style=format!("--at:{}", hour * 60)>{clock(hour * 60)}</span> };
        (from / 60..to / 60).map(mark).collect_view()
    };
    let strips = (0..columns)
        .map(|number| {
            let hover = Signal::derive(move || hover.get().filter(|(n, _)| *n == number).map(|(_, minute)| minute));
            view! { <DayColumn number hover /> }
        })
        .collect_view();
    let let_go = move |_| desk.hand(Input::Leave);
    let scrolls_not = move |ev: ev::TouchEvent| {
        if desk.drag.with_untracked(|d| d.begun()) {
            ev.prevent_default();
        }
    };
    let no_menu = move |ev: ev::MouseEvent| {
        if desk.drag.with_untracked(|d| d.begun()) {
            ev.prevent_default();
        }
    };
    view! {
        <div
            class="diary-body"
            role="row"
            on:pointerdown=move |ev| down(desk, &ev)
            on:pointermove=move |ev| go(desk, hover, &ev)
            on:pointerup=move |_| desk.hand(Input::Release)
            on:pointercancel=let_go
            on:lostpointercapture=let_go
            on:pointerleave=move |_| {
                hover.set(None);
                desk.hand(Input::Leave);
            }
            on:touchmove=scrolls_not
            on:contextmenu=no_menu
        >
            <div class="diary-hours" role="rowheader">{hours}</div>
            {strips}
            <NowLine />
        </div>
    }
}

fn down(desk: Desk, ev: &ev::PointerEvent) {
    let (from, to) = desk.board.with_untracked(|b| (b.grid.from, b.grid.to));
    let plain = ev.button() == 0 && ev.is_primary();
    let (Some(on), Some(spot)) = (dom::pressed_on(ev).filter(|_| plain), dom::spot(ev, from, to)) else { return };
    let touch = ev.pointer_type() == "touch";
    desk.hand(Input::Press { on, px: Px { x: ev.client_x(), y: ev.client_y() }, spot, touch });
    let pressed = desk.drag.get_untracked();
    if touch && !matches!(on, On::Grip(_)) {
        // still the very same press after 300 ms: the finger means it
        let hold = move || {
            if desk.drag.try_get_untracked() == Some(pressed) {
                desk.hand(Input::Hold);
            }
        };
        set_timeout(hold, Duration::from_millis(300));
    }
}

fn go(desk: Desk, hover: RwSignal<Option<(usize, u16)>>, ev: &ev::PointerEvent) {
    let (from, to) = desk.board.with_untracked(|b| (b.grid.from, b.grid.to));
    let spot = dom::spot(ev, from, to);
    let was = desk.drag.get_untracked();
    if was == Drag::Idle {
        let free = spot.filter(|_| ev.pointer_type() == "mouse" && dom::pressed_on(ev) == Some(On::Empty));
        let row = free.map(|s| (s.strip, desk.board.with_untracked(|b| b.grid.row(s.minute))));
        if row != hover.get_untracked() {
            hover.set(row);
        }
        return;
    }
    match spot {
        Some(spot) => desk.hand(Input::Go { px: Px { x: ev.client_x(), y: ev.client_y() }, spot }),
        None => desk.hand(Input::Leave),
    }
    if was.begun() {
        dom::scroll_at_edge(ev);
    }
    if !was.begun() && desk.drag.with_untracked(|d| d.begun()) {
        hover.set(None);
        dom::capture(ev);
    }
}

/// Puts the keys on the grid.
pub fn focus_grid() {
    dom::focus_soon(CURSOR.to_owned());
}
