//! A dialog, native: focus goes in, Tab stays, Esc closes, focus returns to the opener.

use super::icon::{Glyph, Icon};
use leptos::prelude::*;

/// A dialog. Inside: a [`DialogBody`] and a [`DialogFoot`], or a form around both.
#[component]
pub fn Dialog(
    /// Its id; the title's id is made of it.
    #[prop(into)]
    id: String,
    /// What it is about.
    #[prop(into)]
    title: String,
    /// Room for two columns.
    #[prop(optional)]
    wide: bool,
    /// Stands in the page, open: without scripts, and in the gallery.
    #[prop(optional)]
    inline: bool,
    /// Body and foot.
    children: Children,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let close = (!inline).then(|| {
        view! {
            <form method="dialog">
                <button class="btn" data-kind="quiet" data-square="" aria-label="Close"><Icon of=Glyph::Close /></button>
            </form>
        }
    });
    view! {
        <dialog
            class="dialog"
            id=id
            open=inline
            data-inline=inline.then_some("")
            data-width=wide.then_some("wide")
            aria-labelledby=title_id
        >
            <header class="dialog-head">
                <h2 id=title_id.clone()>{title}</h2>
                {close}
            </header>
            {children()}
        </dialog>
    }
}

/// What a dialog holds. It scrolls; head and foot stay, so it takes the focus of the arrow keys.
#[component]
pub fn DialogBody(
    /// Longer than the screen: reachable by Tab so that the arrow keys scroll it.
    #[prop(optional)]
    scrolls: bool,
    /// The content.
    children: Children,
) -> impl IntoView {
    view! {
        <div
            class="dialog-body"
            tabindex=scrolls.then_some("0")
            role=scrolls.then_some("group")
            aria-label=scrolls.then_some("Content")
        >
            {children()}
        </div>
    }
}

/// A dialog's buttons. The least destructive comes first, so that it has the focus.
#[component]
pub fn DialogFoot(
    /// The buttons.
    children: Children,
) -> impl IntoView {
    view! { <footer class="dialog-foot">{children()}</footer> }
}
