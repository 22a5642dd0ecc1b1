//! Every component in every state.

use leptos::prelude::*;

/// The gallery.
#[component]
pub fn GalleryPage() -> impl IntoView {
    view! { <p>"gallery"</p> }
}
