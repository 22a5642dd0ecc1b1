//! The day as a list, rendered by the server alone.

use super::address::Address;
use super::agenda::{Agenda, groups};
use super::board::Board;
use super::page::{bar_of, nobody};
use super::shown::Shown;
use super::toolbar::{DayNote, Toolbar};
use crate::{
    scheduling::{api, model::DiaryDay},
    ui::page::screen,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/diary/list`
#[component]
pub fn ListPage() -> AnyView {
    let address = Address::of("/diary/list", &use_query_map().get_untracked());
    screen("Day list", "diary", async move {
        let day = api::day(address.query()).await?;
        Ok(list_view(address, day))
    })
}

fn list_view(address: Address, day: DiaryDay) -> AnyView {
    let cancelled = address.cancelled;
    let bar = bar_of(address, &day);
    let (holiday, closed, empty) = (day.holiday.clone(), day.closed, day.columns.is_empty());
    let board = Board::of(&Shown::of(vec![day]), false, cancelled);
    let list = if empty { nobody().into_any() } else { view! { <Agenda groups=groups(&board) /> }.into_any() };
    view! {
        <Toolbar bar />
        <DayNote holiday closed />
        <div class="day-shapes min-h-0 flex-1 overflow-auto" data-shape="list">{list}</div>
    }
    .into_any()
}
