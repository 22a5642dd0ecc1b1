//! What the screen says by itself: what was done, with the way back, and that the connection is gone.

use super::desk::Desk;
use super::live::Link;
use crate::ui::{Glyph, Icon, Toast, changing};
use leptos::prelude::*;

/// The last deed, for ten seconds, with its undo.
#[component]
pub fn ToldToast() -> impl IntoView {
    let desk = Desk::here();
    let toast = move || {
        desk.told.get().map(|told| {
            let undo = told.undo.is_some();
            view! {
                <Toast text=told.words keys=undo.then_some("Ctrl+Z")>
                    {undo.then(|| view! { <UndoButton /> })}
                </Toast>
            }
            .into_any()
        })
    };
    view! { <div class="toasts" role="status" aria-live="polite">{changing(toast)}</div> }
}

#[component]
fn UndoButton() -> impl IntoView {
    let desk = Desk::here();
    view! {
        <button class="btn" type="button" aria-keyshortcuts="Control+Z" on:click=move |_| desk.undo()>
            <Icon of=Glyph::Undo />
            "Undo"
        </button>
    }
}

/// A thin bar while this desk cannot hear or be heard.
#[component]
pub fn ConnectionBar() -> impl IntoView {
    let desk = Desk::here();
    let bar = move || {
        desk.link.get().words().map(|words| {
            let again = desk.link.get() == Link::Cut;
            view! {
                <p class="cluster mb-2 rounded-control bg-warn-soft px-3 py-1 text-warn">
                    <Icon of=Glyph::Offline />
                    <span>{words}</span>
                    {again.then(|| view! { <AgainButton /> })}
                </p>
            }
            .into_any()
        })
    };
    view! { <div role="status">{changing(bar)}</div> }
}

#[component]
fn AgainButton() -> impl IntoView {
    let desk = Desk::here();
    view! { <button class="btn" type="button" on:click=move |_| desk.refetch()>"Try again"</button> }
}
