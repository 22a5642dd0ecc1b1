//! The name over a column.

use super::board::Board;
use crate::kernel::span::short_day;
use leptos::prelude::*;

/// A practitioner's name over a day, or a day over a week.
pub fn name_of(board: &Board, number: usize) -> Option<AnyView> {
    let strip = board.strips.get(number)?;
    let count = board.placed.iter().filter(|p| p.strip == number && p.card.status.holds_time()).count();
    let (name, below, href) = if board.week {
        let below = strip.holiday.clone().unwrap_or_else(|| strip.sites(&board.sites));
        (short_day(strip.day), below, format!("/diary?day={}", crate::kernel::iso_day::text(strip.day)))
    } else {
        let place = strip.sites(&board.sites);
        let parts = [strip.column.profession_mark.clone(), place];
        let below = parts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
        (
            strip.column.name.clone(),
            below,
            format!(
                "/diary/week?practitioner={}&day={}",
                strip.column.practitioner,
                crate::kernel::iso_day::text(strip.day)
            ),
        )
    };
    let today = (board.week && strip.is_today).then_some("");
    let visits = if count == 1 { " visit" } else { " visits" };
    Some(
        view! {
            <div class="diary-name" role="columnheader" data-today=today>
                <b><a class="text-ink no-underline hover:underline" href=href tabindex="-1">{name}</a></b>
                <small>{below}</small>
                <span class="diary-count">{count}<span class="said">{visits}</span></span>
            </div>
        }
        .into_any(),
    )
}
