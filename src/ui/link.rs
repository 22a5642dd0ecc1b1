//! Links in running text.

use super::words::Words;
use leptos::prelude::*;

/// A link. `current` says it leads to where the reader is.
#[component]
pub fn LinkTo(
    /// Where to.
    #[prop(into)]
    href: String,
    /// The reader is there.
    #[prop(optional)]
    current: bool,
    /// More for the ear than for the eye: "Open Thandi Mokoena".
    #[prop(optional, into)]
    label: Words,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="link" href=href aria-current=current.then_some("page") aria-label=label.some()>
            {children()}
        </a>
    }
}

/// The first stop of the Tab key: jumps over the bar to the work.
#[component]
pub fn SkipLink(
    /// Id of what to jump to.
    #[prop(default = "main")]
    to: &'static str,
) -> impl IntoView {
    view! { <a class="skip" href=format!("#{to}")>"Skip to the work"</a> }
}
