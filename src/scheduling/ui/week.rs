//! The week of one practitioner.

use super::address::Address;
use super::desk::GridView;
use super::grid::DiaryGrid;
use super::page::nobody;
use super::toolbar::{Bar, Toolbar};
use crate::{
    kernel::span::{plain_day, short_day},
    scheduling::{api, model::DiaryWeek},
    ui::page::screen,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/diary/week`
#[component]
pub fn WeekPage() -> AnyView {
    let address = Address::of("/diary/week", &use_query_map().get_untracked());
    screen("Week", "diary", async move {
        let practitioner = address.practitioner.parse().ok();
        let week = api::week(practitioner, address.query().day).await?;
        Ok(week_view(address, week))
    })
}

fn week_view(mut address: Address, week: DiaryWeek) -> AnyView {
    let (Some(first), Some(last)) = (week.days.first(), week.days.last()) else { return nobody().into_any() };
    address.practitioner = week.practitioner.to_string();
    let bar = Bar {
        title: format!("{} to {}, {}", short_day(first.day), plain_day(last.day), week.name),
        day: first.day,
        today: first.today,
        stride: 7,
        sites: first.sites.clone(),
        practitioners: week.practitioners,
        may_book: week.days.iter().any(|d| d.columns.iter().any(|c| c.may_book)),
        address: address.clone(),
    };
    let view = GridView {
        week_of: Some(week.practitioner),
        site: None,
        cancelled: address.cancelled,
        zoom: address.zoom,
        days: bar.neighbours(),
    };
    view! {
        <Toolbar bar />
        <DiaryGrid days=crate::kernel::packed::Packed(week.days) view />
    }
    .into_any()
}
