//! The frame of every page: one bar with the way to everything, then the work. It knows no feature; the ways are given.

use super::icon::{Glyph, Icon};
use super::link::SkipLink;
use super::toast::Toasts;
use leptos::prelude::*;

/// One way in the bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// The word.
    pub label: String,
    /// Where to.
    pub href: String,
    /// The picture.
    pub icon: Glyph,
    /// The reader is in this part.
    pub current: bool,
}

/// How the work fills the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FrameFit {
    /// As wide as the window, as long as the work.
    #[default]
    Wide,
    /// A column for reading and for forms.
    Reading,
    /// Exactly the window; parts of it scroll. For the diary.
    Fill,
}

/// The bar and the work.
#[component]
pub fn AppFrame(
    /// The practice's name.
    #[prop(into)]
    practice: String,
    /// The ways.
    nav: Vec<NavItem>,
    /// How the work fills the window.
    #[prop(optional)]
    fit: FrameFit,
    /// Search, theme, the person's menu.
    #[prop(optional, into)]
    tools: ViewFnOnce,
    /// The work.
    children: Children,
) -> impl IntoView {
    let fill = (fit == FrameFit::Fill).then_some("");
    let width = (fit == FrameFit::Reading).then_some("reading");
    view! {
        <SkipLink />
        <div class="frame" data-fill=fill>
            <header class="frame-head">
                <a class="frame-brand" href="/">
                    <img src="/favicon.svg" alt="" width="24" height="24" />
                    <span class="ellipsis">{practice}</span>
                </a>
                <nav class="frame-nav" aria-label="Main"><ul>{ways(&nav)}</ul></nav>
                <div class="frame-tools">{tools.run()}</div>
                <details class="menu frame-more">
                    <summary class="btn" data-square="" aria-label="Menu"><Icon of=Glyph::Menu /></summary>
                    <nav class="menu-list" aria-label="Main, folded"><ul>{ways(&nav)}</ul></nav>
                </details>
            </header>
            <main class="frame-main" id="main" tabindex="-1" data-width=width>{children()}</main>
        </div>
        <Toasts />
    }
}

fn ways(nav: &[NavItem]) -> impl IntoView + use<> {
    nav.iter()
        .cloned()
        .map(|way| {
            view! {
                <li>
                    <a class="frame-link" href=way.href aria-current=way.current.then_some("page")>
                        <Icon of=way.icon />
                        {way.label}
                    </a>
                </li>
            }
        })
        .collect_view()
}

/// A page outside the frame: sign-in, an invitation, an error. One card in the middle.
#[component]
pub fn Door(
    /// What the card is for; the page's `h1`.
    #[prop(into)]
    title: String,
    /// The card.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="door">
            <a class="frame-brand" href="/"><img src="/favicon.svg" alt="" width="24" height="24" />"Hadada"</a>
            <main id="main" tabindex="-1">
                <h1>{title}</h1>
                {children()}
            </main>
        </div>
    }
}
