//! What stands in the way, on a page without scripts: the same words as in the dialog, with links and submit buttons.

use crate::{
    kernel::problem::{Alternative, ClashWhat, Problem},
    scheduling::drafts::{question_codes, questions},
    ui::{ErrorSummary, Note, ProblemNote, TextInput, ask, error_at, error_summary::Labels, say},
};
use leptos::prelude::*;

/// A problem above a form.
#[component]
pub fn PageHitch<F>(
    /// What stands in the way; nothing shows without.
    problem: Option<Problem>,
    /// Labels of the form's fields.
    labels: Labels,
    /// The way to a free time: a link or a button.
    way: F,
) -> impl IntoView
where
    F: Fn(Alternative) -> AnyView + 'static,
{
    problem.map(|problem| match problem {
        Problem::Invalid { fields } if !fields.is_empty() => view! { <ErrorSummary fields labels /> }.into_any(),
        Problem::Clash(clash) => {
            let times = clash.alternatives.iter().cloned().map(way).collect_view();
            let said = say(&Problem::Clash(clash));
            view! {
                <div role="alert">
                    <Note voice=said.voice title=said.title>
                        <p>{said.next}</p>
                        <div class="note-acts">{times}</div>
                    </Note>
                </div>
            }
            .into_any()
        }
        Problem::Confirm { questions } => {
            let said = say(&Problem::Confirm { questions: questions.clone() });
            let lines = questions.into_iter().map(|q| view! { <li>{ask(q)}</li> }).collect_view();
            view! {
                <div role="alert">
                    <Note voice=said.voice title=said.title>
                        <ul data-marks="">{lines}</ul>
                        <p>{said.next}</p>
                    </Note>
                </div>
            }
            .into_any()
        }
        other => view! { <ProblemNote of=other /> }.into_any(),
    })
}

/// The submit button, which says yes when something was asked; and the reason for booking over a visit, when that is open.
#[component]
pub fn SubmitOrYes(
    /// What stood in the way the last time.
    problem: Option<Problem>,
    /// What was answered with yes already.
    confirmed: String,
    /// The reason as typed.
    overbook_reason: String,
    /// Whether the person may book over a visit.
    may_overbook: bool,
    /// "Book visit".
    words: &'static str,
) -> impl IntoView {
    let over = matches!(&problem, Some(Problem::Clash(c)) if may_overbook && c.what == ClashWhat::Practitioner);
    let over = over || !overbook_reason.is_empty();
    let error = error_at(problem.as_ref(), super::fields::LABELS, "overbook_reason");
    let over = over.then(|| {
        view! {
            <TextInput
                name="overbook_reason"
                label="Or over what is there, because"
                hint="At least 5 characters; the visit carries a mark."
                value=overbook_reason
                error=error
            />
        }
    });
    let asked = if let Some(Problem::Confirm { questions }) = problem { questions } else { Vec::new() };
    let mut all = questions(&confirmed);
    all.extend(asked.iter().copied());
    all.sort();
    all.dedup();
    let codes = question_codes(&all);
    let button = if asked.is_empty() {
        view! {
            <input type="hidden" name="confirmed" value=codes />
            <button class="btn" type="submit" data-kind="primary">{words}</button>
        }
        .into_any()
    } else {
        view! {
            <button class="btn" type="submit" data-kind="primary" name="confirmed" value=codes>
                {format!("Yes, {}", lower(words))}
            </button>
        }
        .into_any()
    };
    view! {
        {over}
        <div class="cluster">{button}</div>
    }
}

fn lower(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|c| c.to_ascii_lowercase().to_string()).unwrap_or_default() + chars.as_str()
}
