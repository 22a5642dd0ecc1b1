//! Listening for what happens to one thing, in the browser.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

/// Calls when something happened to the subject, and when what happened may have been missed.
pub fn when_changed(subject: String, call: impl Fn() + 'static) {
    let Ok(source) = EventSource::new("/live") else { return };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let about = event.data().as_string().is_some_and(|data| data.contains(&subject));
        if about || event.type_() != "changed" {
            call();
        }
    });
    for kind in ["changed", "all", "hello"] {
        // a browser that cannot listen still has the page
        drop(source.add_event_listener_with_callback(kind, heard.as_ref().unchecked_ref()));
    }
    // the page listens until it is left
    heard.forget();
    std::mem::forget(source);
}

/// Loads the page again.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        drop(window.location().reload());
    }
}
