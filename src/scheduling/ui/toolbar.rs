//! The bar above the diary: the day, its neighbours, the views. All links, so that it works without scripts.

use super::address::Address;
use crate::{
    scheduling::model::{PractitionerChoice, SiteChoice},
    ui::{ButtonGroup, ButtonKind, ButtonLink, Glyph, Icon, Menu, MenuItem, MenuRule, MenuTitle, Tab, Tabs, TabsLook},
};
use jiff::civil::Date;
use leptos::prelude::*;

/// What the bar says.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Where one is.
    pub address: Address,
    /// The page's `h1`.
    pub title: String,
    /// The day shown, or the first.
    pub day: Date,
    /// Today in the practice.
    pub today: Date,
    /// Days from one page to the next.
    pub stride: i32,
    /// Sites to choose.
    pub sites: Vec<SiteChoice>,
    /// Practitioners to choose, for a week.
    pub practitioners: Vec<PractitionerChoice>,
    /// Someone may book here.
    pub may_book: bool,
}

impl Bar {
    /// Addresses of the page before, today and the page after.
    pub fn neighbours(&self) -> [String; 3] {
        let on = |days| self.address.days_on(self.day, days).href();
        [on(-self.stride), self.address.on(self.today).href(), on(self.stride)]
    }
}

/// The bar.
#[component]
pub fn Toolbar(
    /// What it says.
    bar: Bar,
) -> impl IntoView {
    let [before, today, after] = bar.neighbours();
    let (earlier, later) = if bar.stride == 1 { ("Day before", "Next day") } else { ("Week before", "Next week") };
    let address = bar.address.clone();
    let views = ["/diary", "/diary/week", "/diary/list"];
    let tabs = views
        .into_iter()
        .zip(["Day", "Week", "List"])
        .map(|(path, word)| Tab::new(word, address.as_page(path).on(bar.day).href(), path == address.path))
        .collect();
    let book = bar.may_book.then(|| {
        let href = format!("/diary/new?day={}", bar.day);
        view! { <ButtonLink attr:data-book="" href kind=ButtonKind::Primary icon=Glyph::Plus>"Book visit"</ButtonLink> }
    });
    view! {
        <div class="diary-bar">
            <ButtonGroup label="Day shown">
                <ButtonLink href=before icon=Glyph::ChevronLeft label=earlier />
                <ButtonLink href=today>"Today"</ButtonLink>
                <ButtonLink href=after icon=Glyph::ChevronRight label=later />
            </ButtonGroup>
            <h1>{bar.title.clone()}</h1>
            <WhoMenu bar=bar.clone() />
            <Tabs label="Views of the diary" tabs look=TabsLook::Box />
            <ViewMenu bar />
            {book}
        </div>
    }
}

/// Whose week.
#[component]
fn WhoMenu(bar: Bar) -> impl IntoView {
    let current = bar.practitioners.iter().find(|p| p.id.to_string() == bar.address.practitioner).cloned();
    let label = current.as_ref().map_or_else(|| "Practitioner".to_owned(), |p| p.name.clone());
    let items = bar
        .practitioners
        .iter()
        .map(|p| {
            let href = Address { practitioner: p.id.to_string(), ..bar.address.on(bar.day) }.href();
            let on = current.as_ref().is_some_and(|c| c.id == p.id);
            view! { <MenuItem label=p.name.clone() href current=on /> }
        })
        .collect_view();
    (!bar.practitioners.is_empty()).then(|| view! { <Menu label>{items}</Menu> })
}

/// Site, zoom, visits called off, another day.
#[component]
fn ViewMenu(bar: Bar) -> impl IntoView {
    let here = bar.address.on(bar.day);
    let many = bar.sites.len() > 1 && bar.practitioners.is_empty();
    let sites = many.then(|| sites(&here, &bar.sites));
    let zooms = [("", "Near"), ("middle", "Middle"), ("far", "Far")];
    let zooms = zooms
        .into_iter()
        .map(|(zoom, word)| {
            let href = Address { zoom: zoom.to_owned(), ..here.clone() }.href();
            view! { <MenuItem label=word href current=here.zoom == zoom /> }
        })
        .collect_view();
    let off = Address { cancelled: !here.cancelled, ..here.clone() }.href();
    let label = bar.sites.iter().find(|s| s.key == here.site).map_or_else(|| "View".to_owned(), |s| s.name.clone());
    let day = bar.day.to_string();
    let sheets = here.as_page("/diary/sheet").href();
    let paper = bar.practitioners.is_empty().then(|| view! { <MenuItem label="Day sheets to print" href=sheets /> });
    view! {
        <Menu label at_end=true>
            <li>
                <form class="cluster p-2" method="get" action=here.path>
                    <label class="said" for="go-to-day">"Go to day"</label>
                    <input class="control" type="date" id="go-to-day" name="day" value=day />
                    {hidden("site", here.site.clone())}
                    {hidden("practitioner", here.practitioner.clone())}
                    {hidden("zoom", here.zoom.clone())}
                    <button class="btn" type="submit">"Go"</button>
                </form>
            </li>
            {sites}
            <MenuTitle text="Zoom" />
            {zooms}
            <MenuRule />
            <MenuItem label="Show cancelled visits" href=off current=here.cancelled />
            {paper}
        </Menu>
    }
}

fn hidden(name: &'static str, value: String) -> Option<AnyView> {
    (!value.is_empty()).then(|| view! { <input type="hidden" name=name value=value /> }.into_any())
}

fn sites(here: &Address, sites: &[SiteChoice]) -> impl IntoView + use<> {
    let all = Address { site: String::new(), ..here.clone() }.href();
    let each = sites
        .iter()
        .map(|site| {
            let href = Address { site: site.key.clone(), ..here.clone() }.href();
            view! { <MenuItem label=site.name.clone() href current=here.site == site.key /> }
        })
        .collect_view();
    view! {
        <MenuTitle text="Site" />
        <MenuItem label="All sites" href=all current=here.site.is_empty() />
        {each}
        <MenuRule />
    }
}

/// A holiday or a closed day, said once above the grid.
#[component]
pub fn DayNote(
    /// Name of the public holiday.
    holiday: Option<String>,
    /// Every site shown is closed.
    closed: bool,
) -> impl IntoView {
    let words = match (holiday, closed) {
        (Some(name), true) => Some(format!("{name}, a public holiday. The practice is closed; a booking asks first.")),
        (Some(name), false) => Some(format!("{name}, a public holiday.")),
        (None, true) => Some("The practice is closed on this day. A booking asks first.".to_owned()),
        (None, false) => None,
    };
    words.map(|text| {
        view! { <p class="cluster rounded-control bg-link-soft px-3 py-1 text-link"><Icon of=Glyph::AlertInfo /><span>{text}</span></p> }
    })
}
