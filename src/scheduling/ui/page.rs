//! The day: a column per practitioner.

use super::address::Address;
use super::desk::GridView;
use super::grid::DiaryGrid;
use super::toolbar::{Bar, DayNote, Toolbar};
use crate::{
    scheduling::{api, model::DiaryDay},
    ui::{Empty, Glyph, page::screen},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/diary`
#[component]
pub fn DayPage() -> AnyView {
    let address = Address::of("/diary", &use_query_map().get_untracked());
    screen("Diary", "diary", async move {
        let day = api::day(address.query()).await?;
        Ok(day_view(address, day))
    })
}

/// What the bar says about a day.
pub fn bar_of(address: Address, day: &DiaryDay) -> Bar {
    Bar {
        address,
        title: day.label.clone(),
        day: day.day,
        today: day.today,
        stride: 1,
        sites: day.sites.clone(),
        practitioners: Vec::new(),
        may_book: day.columns.iter().any(|c| c.may_book),
    }
}

fn day_view(address: Address, day: DiaryDay) -> AnyView {
    let bar = bar_of(address.clone(), &day);
    let view = GridView {
        week_of: None,
        site: Some(address.site).filter(|key| !key.is_empty()),
        cancelled: address.cancelled,
        zoom: address.zoom,
        days: bar.neighbours(),
    };
    let (holiday, closed, empty) = (day.holiday.clone(), day.closed, day.columns.is_empty());
    let grid = if empty {
        nobody().into_any()
    } else {
        view! { <DiaryGrid days=crate::kernel::packed::Packed(vec![day]) view /> }.into_any()
    };
    view! {
        <Toolbar bar />
        <DayNote holiday closed />
        {grid}
    }
    .into_any()
}

/// No practitioner has a column.
pub fn nobody() -> impl IntoView {
    view! { <Empty text="No practitioner has a column here yet. Practice settings make one." icon=Glyph::Columns /> }
}
