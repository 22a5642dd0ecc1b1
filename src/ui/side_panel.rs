//! The panel beside the work, never over it where the screen has room for both.

use super::icon::{Glyph, Icon};
use super::words::Words;
use leptos::prelude::*;

/// The work and its panel, side by side. Two children: the work first, then the panel, if one is open.
#[component]
pub fn Beside(
    /// The work and the panel.
    children: Children,
) -> impl IntoView {
    view! { <div class="beside">{children()}</div> }
}

/// A panel with a heading. Inside: a [`PanelBody`] and a [`PanelFoot`], or a form around both.
#[component]
pub fn SidePanel(
    /// Its id; the heading's id is made of it.
    #[prop(into)]
    id: String,
    /// Who or what it shows.
    #[prop(into)]
    title: String,
    /// When and where, under the title.
    #[prop(optional, into)]
    subtitle: Words,
    /// Where closing leads: the same page without the panel.
    #[prop(optional, into)]
    close_href: Words,
    /// Still on its way; what is there stays, dimmed.
    #[prop(optional)]
    busy: bool,
    /// Body and foot.
    children: Children,
) -> impl IntoView {
    let heading = format!("{id}-title");
    let close = close_href.some().map(|href| {
        view! {
            <a class="btn" data-kind="quiet" data-square="" data-panel-close="" href=href aria-label="Close">
                <Icon of=Glyph::Close />
            </a>
        }
    });
    view! {
        // A region, because a complementary landmark may not stand inside `main`.
        <aside class="panel refetching" role="region" id=id aria-labelledby=heading aria-busy=busy.then_some("true")>
            <header class="panel-head">
                <div>
                    <h2 id=heading.clone() tabindex="-1">{title}</h2>
                    {subtitle.some().map(|text| view! { <p class="text-ink-2">{text}</p> })}
                </div>
                {close}
            </header>
            {children()}
        </aside>
    }
}

/// What a panel holds.
#[component]
pub fn PanelBody(
    /// The content.
    children: Children,
) -> impl IntoView {
    view! { <div class="panel-body">{children()}</div> }
}

/// A panel's buttons.
#[component]
pub fn PanelFoot(
    /// The buttons.
    children: Children,
) -> impl IntoView {
    view! { <footer class="panel-foot">{children()}</footer> }
}

/// Labels and what they say, in rows.
#[component]
pub fn Facts(
    /// Label and value of each; a row without a value is left out.
    rows: Vec<(&'static str, Option<String>)>,
) -> impl IntoView {
    let rows = rows
        .into_iter()
        .filter_map(|(label, value)| value.map(|text| view! { <dt>{label}</dt> <dd>{text}</dd> }))
        .collect_view();
    view! { <dl class="facts">{rows}</dl> }
}
