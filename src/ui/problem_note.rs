//! What went wrong, in a sentence.

use crate::kernel::problem::Problem;
use leptos::prelude::*;

/// One component, one sentence per variant.
#[component]
pub fn ProblemNote(of: Problem) -> impl IntoView {
    view! { <p role="alert">{of.to_string()}</p> }
}
