//! The list of keys, and the switch that turns letters off.

use super::desk::{Desk, Sheet};
use super::dom;
use super::keys::LIST;
use crate::ui::{Dialog, DialogBody, changing};
use leptos::prelude::*;

/// Every key, as a list.
#[component]
pub fn KeysDialog() -> impl IntoView {
    let desk = Desk::here();
    Effect::new(|_| dom::open_modal("keys"));
    let rows = LIST.iter().map(|(keys, words)| view! { <dt><kbd>{*keys}</kbd></dt> <dd>{*words}</dd> }).collect_view();
    let switch = move |_| {
        desk.letters.update(|on| *on = !*on);
        dom::keep_single_keys(desk.letters.get_untracked());
    };
    view! {
        <Dialog id="keys" title="Keys" on:close=move |_| desk.sheet.set(Sheet::None)>
            <DialogBody scrolls=true>
                <label class="choice">
                    <input type="checkbox" role="switch" prop:checked=changing(move || desk.letters.get()) on:change=switch />
                    <span class="choice-text">
                        <span>"Letters alone do things"</span>
                        <span class="hint">"Switch off when you speak to the computer. Arrows, Enter and Ctrl stay."</span>
                    </span>
                </label>
                <dl class="facts">{rows}</dl>
            </DialogBody>
        </Dialog>
    }
}
