//! Tabs that are pages: links, so that each has an address and works without scripts.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// One tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// The words.
    pub label: String,
    /// Where to.
    pub href: String,
    /// The reader is there.
    pub current: bool,
    /// How many wait behind it.
    pub count: Option<u32>,
    /// A picture before the words.
    pub icon: Option<Glyph>,
}

impl Tab {
    /// A tab; `current` when the reader is there.
    pub fn new(label: impl Into<String>, href: impl Into<String>, current: bool) -> Tab {
        Tab { label: label.into(), href: href.into(), current, count: None, icon: None }
    }

    /// With a number of what waits behind it.
    pub fn count(mut self, n: u32) -> Tab {
        self.count = Some(n);
        self
    }

    /// With a picture.
    pub fn icon(mut self, of: Glyph) -> Tab {
        self.icon = Some(of);
        self
    }
}

/// How tabs are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TabsLook {
    /// A line under a row of words: parts of a page.
    #[default]
    Line,
    /// A box of a few: views of the same thing, such as day, week and list.
    Box,
}

/// A row of tabs.
#[component]
pub fn Tabs(
    /// What the tabs divide.
    #[prop(into)]
    label: String,
    /// The tabs.
    tabs: Vec<Tab>,
    /// How they are drawn.
    #[prop(optional)]
    look: TabsLook,
) -> impl IntoView {
    let (around, each) = match look {
        TabsLook::Line => ("tabs", "tab"),
        TabsLook::Box => ("segments", "segment"),
    };
    let items = tabs
        .into_iter()
        .map(|tab| {
            let count = tab.count.map(|n| view! { <span class="badge figures">{n}</span> });
            view! {
                <li>
                    <a class=each href=tab.href aria-current=tab.current.then_some("page")>
                        {tab.icon.map(|of| view! { <Icon of /> })}
                        {tab.label}
                        {count}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class=around aria-label=label>
            <ul>{items}</ul>
        </nav>
    }
}
