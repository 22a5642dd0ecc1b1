//! Words behind a button: a native `details`, so that it opens without scripts and is found by a search on the page.

use super::icon::{Glyph, Icon};
use super::words::Words;
use leptos::prelude::*;

/// Something that opens in place.
#[component]
pub fn Disclosure(
    /// The words of the button.
    #[prop(into)]
    summary: String,
    /// More for the ear, where several buttons have the same words: of what.
    #[prop(optional, into)]
    of: Words,
    /// Open from the start.
    #[prop(optional)]
    open: bool,
    /// What is inside.
    children: Children,
) -> impl IntoView {
    let of = of.some().map(|of| view! { <span class="said">{of}</span> });
    view! {
        <details class="disclosure" open=open>
            <summary class="btn" data-kind="quiet"><Icon of=Glyph::ChevronDown />{summary}{of}</summary>
            {children()}
        </details>
    }
}
