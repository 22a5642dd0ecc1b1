//! Hadada: practice management for allied health. Start reading at `app.rs` for the screens, `access/policy.rs` for who
//! may do what, and `platform/edge.rs` for how a request becomes an act.
#![recursion_limit = "512"]

pub mod access;
pub mod app;
pub mod kernel;
pub mod patients;
pub mod scheduling;
pub mod settings;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod platform;
#[cfg(feature = "ssr")]
pub mod server;

/// Called by the page once the browser code is loaded: wakes every island on it.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
