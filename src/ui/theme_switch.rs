//! Light, dark, or as the system. The choice is remembered by the server, so the first paint is already right.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// What the reader chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All, in the order shown.
    pub const ALL: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::System];

    /// The value sent and stored.
    pub fn key(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The theme of a stored word; as the system for any other.
    pub fn of(word: &str) -> Theme {
        Theme::ALL.into_iter().find(|theme| theme.key() == word).unwrap_or_default()
    }

    /// The value of `data-theme` on `<html>`; nothing lets the system decide.
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        }
    }

    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Theme::System => "Colours as the system",
            Theme::Light => "Light colours",
            Theme::Dark => "Dark colours",
        }
    }

    /// The picture.
    pub fn glyph(self) -> Glyph {
        match self {
            Theme::System => Glyph::Screen,
            Theme::Light => Glyph::Sun,
            Theme::Dark => Glyph::Moon,
        }
    }
}

/// Three buttons in a form that posts `theme=light|dark|system`.
#[component]
pub fn ThemeSwitch(
    /// Chosen now.
    current: Theme,
    /// Where the choice is sent.
    #[prop(into)]
    action: String,
) -> impl IntoView {
    let buttons = Theme::ALL
        .into_iter()
        .map(|theme| {
            let on = if theme == current { "true" } else { "false" };
            view! {
                <button type="submit" name="theme" value=theme.key() aria-pressed=on aria-label=theme.word() title=theme.word()>
                    <Icon of=theme.glyph() />
                </button>
            }
        })
        .collect_view();
    view! {
        <form method="post" action=action>
            <div class="theme-switch" role="group" aria-label="Colours">{buttons}</div>
        </form>
    }
}
