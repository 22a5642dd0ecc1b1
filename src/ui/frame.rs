//! The frame around pages.

use crate::kernel::frame::Frame;
use leptos::prelude::*;

/// A page of the signed-in side.
pub fn framed(frame: Option<Frame>, section: &'static str, content: AnyView) -> AnyView {
    let practice = frame.map(|f| f.practice).unwrap_or_default();
    view! { <header data-section=section>{practice}</header><main id="main">{content}</main> }.into_any()
}

/// A page for nobody in particular.
pub fn bare(content: AnyView) -> AnyView {
    view! { <main id="main">{content}</main> }.into_any()
}
