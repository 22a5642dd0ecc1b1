//! Toasts: what was done, with a way back, out of the way.

use super::words::Words;
use leptos::prelude::*;

/// Where toasts gather. One per page; scripts put toasts in, and screen readers hear each once.
#[component]
pub fn Toasts(
    /// Toasts that are there from the start.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="toasts" id="toasts" role="status" aria-live="polite">
            {children.map(|toasts| toasts())}
        </div>
    }
}

/// One toast. The button that takes back, if any, goes inside.
#[component]
pub fn Toast(
    /// What was done: "Moved to 10:15."
    #[prop(into)]
    text: String,
    /// A key that does the same as the button: "Ctrl+Z".
    #[prop(optional, into)]
    keys: Words,
    /// Undo, and close.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="toast">
            <p>{text}</p>
            {children.map(|acts| acts())}
            {keys.some().map(|text| view! { <span class="said">{format!("Also {text}")}</span> })}
        </div>
    }
}
