//! A field that a script also writes into, without losing what was typed before the script was there.

use leptos::prelude::*;

/// Shows `text` in the field whenever it changes. What the field already holds when the page wakes up was typed meanwhile: it
/// counts, and goes to `early`. The field begins with `value=text.get_untracked()` and has no `prop:value`.
pub fn keep_typed(
    field: NodeRef<leptos::html::Input>,
    text: RwSignal<String>,
    early: impl Fn(String) + Send + Sync + 'static,
) {
    Effect::new(move |awake: Option<()>| {
        let text = text.get();
        let Some(input) = field.get() else { return };
        let shown = input.value();
        if shown == text {
            return;
        }
        if awake.is_none() {
            early(shown);
        } else {
            input.set_value(&text);
        }
    });
}
