//! Hadada: practice management for allied health. Start reading at `app.rs` for the screens, `access/policy.rs` for who
//! may do what, and `platform/edge.rs` for how a request becomes an act.
#![recursion_limit = "512"]

pub mod access;
pub mod app;
pub mod audit;
pub mod billing;
pub mod kernel;
pub mod patients;
pub mod scheduling;
pub mod settings;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod platform;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(all(test, feature = "ssr"))]
pub mod testing;

/// Called by the page once the browser code is loaded: wakes every island on it.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
    // the islands are woken one by one as soon as this returns; whoever waits for all of them waits for the mark
    leptos::prelude::set_timeout(mark_awake, std::time::Duration::ZERO);
}

/// Marks the page: everything on it listens now.
#[cfg(feature = "hydrate")]
fn mark_awake() {
    if let Some(root) = leptos::prelude::document().document_element() {
        // an attribute of one plain word cannot be refused
        drop(root.set_attribute("data-awake", ""));
    }
}
