//! The gallery: every component in every state, from fixtures. Axe, pictures and the run without scripts look at it.
use leptos::prelude::*;

/// The gallery.
#[component]
pub fn GalleryPage() -> impl IntoView {
    view! { <p>"gallery"</p> }
}
