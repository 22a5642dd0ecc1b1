//! The line of now. It ticks in the browser and is never rendered on the server, so the two never disagree.

use super::desk::Desk;
use super::dom;
use crate::{kernel::span::clock, ui::changing};
use leptos::prelude::*;
use std::time::Duration;

/// An accent hairline across the day, with the time in the gutter.
#[component]
pub fn NowLine() -> impl IntoView {
    let desk = Desk::here();
    start_clock(desk);
    let seen = move || {
        let now = desk.now.get()?;
        desk.board.with(|b| (!b.week && now >= b.grid.from && now < b.grid.to).then_some(now))
    };
    changing(move || {
        seen().map(|now| {
            view! {
                <div class="now-line" aria-hidden="true" style=format!("--at:{now}")>
                    <span class="now-time">{clock(now)}</span>
                </div>
            }
            .into_any()
        })
    })
}

/// Counts on from the minute the server sent; the browser's own idea of the time of day is never asked for.
fn start_clock(desk: Desk) {
    let served = desk.shown.with_untracked(|s| s.days.iter().find_map(|d| d.now));
    let Some(served) = served else { return };
    Effect::new(move |_| {
        let began = dom::seconds();
        let tick = move || {
            let gone = (dom::seconds() - began) / 60.0;
            let now = u32::from(served) + gone as u32;
            let _gone = desk.now.try_set(u16::try_from(now).ok().filter(|m| *m < 1440));
        };
        tick();
        set_interval(tick, Duration::from_secs(10));
    });
}
