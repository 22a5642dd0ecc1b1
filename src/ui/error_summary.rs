//! The summary above a form that needs another look: every sentence once, each leading to its field.

use super::icon::{Glyph, Icon};
use super::problem_words::{label_of, sentence};
use super::words::id_of;
use crate::kernel::problem::{FieldProblem, Problem};
use leptos::prelude::*;

/// A field's name in the form and its label on screen.
pub type Labels = &'static [(&'static str, &'static str)];

/// The label of a field, from the form's list or else from its name.
pub fn label_in(labels: Labels, field: &str) -> String {
    labels.iter().find(|(name, _)| *name == field).map_or_else(|| label_of(field), |(_, label)| (*label).to_owned())
}

/// The sentence at a field, if the problem is about it: the same words as in the summary.
pub fn error_at(problem: Option<&Problem>, labels: Labels, field: &str) -> Option<String> {
    problem.and_then(|p| p.about(field)).map(|code| sentence(&label_in(labels, field), code))
}

/// The summary. Focus goes to it when the form comes back (`id="error-summary"`, focusable).
#[component]
pub fn ErrorSummary(
    /// What needs another look.
    fields: Vec<FieldProblem>,
    /// Labels of the form's fields.
    #[prop(default = &[])]
    labels: Labels,
    /// Its id, when a page holds two forms.
    #[prop(default = "error-summary")]
    id: &'static str,
) -> impl IntoView {
    let title = if fields.len() == 1 { "One answer needs another look" } else { "Some answers need another look" };
    let lines = fields
        .into_iter()
        .map(|f| {
            let text = sentence(&label_in(labels, &f.field), &f.code);
            view! { <li><a class="link" href=format!("#{}", id_of(&f.field))>{text}</a></li> }
        })
        .collect_view();
    view! {
        <div class="note" id=id role="alert" tabindex="-1" data-voice="danger">
            <Icon of=Glyph::AlertDanger />
            <div class="note-body">
                <h2 class="note-title">{title}</h2>
                <ul>{lines}</ul>
                <p class="text-ink-2">"Nothing was saved; what you typed is still here."</p>
            </div>
        </div>
    }
}
