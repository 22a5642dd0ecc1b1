//! The head of a page: where one is, what it is, what can be done.

use super::words::Words;
use leptos::prelude::*;

/// The page's one `h1`, the way back, and the page's acts.
#[component]
pub fn PageHead(
    /// What the page is.
    #[prop(into)]
    title: String,
    /// A line under it.
    #[prop(optional, into)]
    lead: Words,
    /// The way here: words and address of each step.
    #[prop(optional)]
    crumbs: Vec<(String, String)>,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let crumbs = (!crumbs.is_empty()).then(|| {
        let steps = crumbs
            .into_iter()
            .map(|(words, href)| view! { <li><a class="link" href=href>{words}</a></li> })
            .collect_view();
        view! { <nav class="crumbs" aria-label="Where you are"><ol>{steps}</ol></nav> }
    });
    view! {
        <header class="page-head">
            <div>
                {crumbs}
                <h1>{title}</h1>
                {lead.some().map(|text| view! { <p>{text}</p> })}
            </div>
            {children.map(|acts| view! { <div class="page-acts">{acts()}</div> })}
        </header>
    }
}
