//! The frame of every page: one bar with the way to everything, then the work. It knows no feature; the ways are given.

use super::icon::{Glyph, Icon};
use super::link::SkipLink;
use super::menu::{Menu, MenuItem, MenuRule, MenuTitle};
use super::theme_switch::Theme;
use super::toast::Toasts;
use super::{ButtonKind, nav, page};
use crate::kernel::frame::Frame;
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
    /// Minutes without a request after which the screen locks; scripts warn before.
    #[prop(optional)]
    idle_minutes: u16,
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
        <div class="frame" data-fill=fill data-idle-minutes=idle_minutes.to_string()>
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

/// A page of the signed-in side, in the bar its person can use.
pub fn framed(frame: Option<Frame>, section: &'static str, content: AnyView) -> AnyView {
    let Some(frame) = frame else { return bare(content) };
    let ways = nav::ways_for(&frame.abilities, section);
    let finds = frame.abilities.contains(&"SearchPatients");
    let (person, path, notices) = (frame.person, frame.path, frame.notices);
    let tools = move || view! { <Tools person finds path notices /> };
    view! {
        <AppFrame practice=frame.practice nav=ways fit=nav::fit_of(section) idle_minutes=frame.idle_minutes tools>
            {content}
        </AppFrame>
    }
    .into_any()
}

/// A page for nobody in particular: one card in the middle.
pub fn bare(content: AnyView) -> AnyView {
    view! { <Door>{content}</Door> }.into_any()
}

/// What stands at the end of the bar: the way to a patient, and the person's own menu.
#[component]
fn Tools(person: String, finds: bool, path: String, notices: u16) -> impl IntoView {
    let account = match notices {
        0 => "Your account".to_owned(),
        1 => "Your account, 1 new notice".to_owned(),
        n => format!("Your account, {n} new notices"),
    };
    // the name in the bar says so too: the menu is folded
    let person = if notices == 0 { person } else { format!("{person} ({notices})") };
    let find = finds.then(|| {
        view! {
            <a class="btn frame-find" href="/patients" data-find-patient="" aria-keyshortcuts="/">
                <Icon of=Glyph::Search />
                <span>"Find a patient"</span>
                <kbd aria-hidden="true">"/"</kbd>
            </a>
        }
    });
    view! {
        {find}
        <form method="post" action="/sign-out">
            <input type="hidden" name="back" value=path />
            <Menu label=person before=Glyph::Person kind=ButtonKind::Quiet at_end=true>
                <MenuItem label=account href="/account" icon=Glyph::Person />
                <MenuRule />
                {preferences()}
                <MenuRule />
                <MenuItem label="Sign out" icon=Glyph::SignOut />
            </Menu>
        </form>
    }
}

/// Colours and sizes as menu entries; each is one press and remembered.
fn preferences() -> impl IntoView {
    let prefs = page::prefs();
    let theme = Theme::of(prefs.theme);
    let themes = Theme::ALL
        .into_iter()
        .map(|it| {
            view! {
                <MenuItem
                    label=it.word()
                    icon=it.glyph()
                    name="theme"
                    value=it.key()
                    action="/preferences"
                    current={it == theme}
                />
            }
        })
        .collect_view();
    let room = prefs.density == "room";
    view! {
        <MenuTitle text="Colours" />
        {themes}
        <MenuTitle text="Sizes" />
        <MenuItem label="Compact, for a desk" name="density" value="desk" action="/preferences" current=!room />
        <MenuItem label="Large, for a tablet" name="density" value="room" action="/preferences" current=room />
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

/// A page outside the frame: sign-in, an invitation, an error. One card in the middle; its `h1` is in the card.
#[component]
pub fn Door(
    /// The card.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="door">
            <header>
                <a class="frame-brand" href="/">
                    <img src="/favicon.svg" alt="" width="24" height="24" />
                    "Hadada"
                </a>
            </header>
            <main id="main" tabindex="-1">{children()}</main>
        </div>
    }
}
