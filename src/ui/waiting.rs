//! Nothing yet, and nothing at all: the shapes of waiting and of emptiness.

use super::icon::{Glyph, Icon, IconSize};
use leptos::prelude::*;

/// Lines in the shape of what is coming. It shows only after 200 ms.
#[component]
pub fn Skeleton(
    /// What is coming: "The day's visits".
    #[prop(into)]
    label: String,
    /// Lines.
    #[prop(default = 4)]
    lines: u8,
) -> impl IntoView {
    let lines = (0..lines).map(|_| view! { <i></i> }).collect_view();
    view! {
        <div aria-busy="true">
            <span class="said" role="status">{format!("{label}: loading")}</span>
            <div class="skeleton" aria-hidden="true">{lines}</div>
        </div>
    }
}

/// Says what would be here, why it is not, and offers the one act.
#[component]
pub fn Empty(
    /// "No appointments on Saturday. The practice is closed."
    #[prop(into)]
    text: String,
    /// A picture above.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// The one act.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            {icon.map(|of| view! { <Icon of size=IconSize::Hero /> })}
            <p>{text}</p>
            {children.map(|act| act())}
        </div>
    }
}
