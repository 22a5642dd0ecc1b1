//! The words for what is wrong with an answer here. They stay on the server: no island of ours says them.

use crate::{
    kernel::problem::Problem,
    ui::{Labels, Note, ProblemNote, Voice, id_of, sentence},
};
use leptos::prelude::*;

/// What is wrong with an answer, and how to put it right.
pub fn say(label: &str, code: &str) -> String {
    of_billing(code).map_or_else(|| sentence(label, code), str::to_owned)
}

fn of_billing(code: &str) -> Option<&'static str> {
    Some(match code {
        "rules" => "The tariff does not allow these lines together; what it says stands below.",
        "total_moved" => "The total changed since it was shown. Look at it, then issue the invoice.",
        "invoiced" => "This visit has an invoice. Take it back by credit note before another is issued.",
        "not_held" => "This visit was called off, so there is nothing to charge.",
        "not_yet" => "This visit has not begun. An invoice is issued once it has.",
        "nameless" => "Enter what stands at the head of invoices first, under Practice, Billing.",
        "nothing_owed" => "Nothing is owed on this invoice.",
        "above_due" => "This is more than is owed. Enter less, or tick that the rest is kept as credit.",
        "booked_same" => "This payment is booked already: same reference, same amount.",
        "booked" => "Another payment is booked under this reference. Check the number on the slip.",
        "credited" => "These lines are taken back already.",
        "no_credit" => "There is no credit to pay from.",
        "returned" => "This payment was booked as returned already.",
        "codes" => "Enter codes with commas between them, such as 72702, 72303x2.",
        "icd_form" => "Enter diagnosis codes such as M54.56, with commas between them.",
        "icd_twice" => "Enter each diagnosis code once.",
        "icd_many" => "Enter at most ten diagnosis codes.",
        "icd_cause_first" => "Begin with the injury; the external cause (V to Y) comes after it.",
        "icd_cause" => "Add the external cause (V to Y) of the injury.",
        _ => return None,
    })
}

/// What is wrong with a field, if this problem is about it.
pub fn error_at(problem: Option<&Problem>, labels: Labels, field: &str) -> Option<String> {
    let code = problem.and_then(|p| p.about(field))?;
    let label = labels.iter().find(|(name, _)| *name == field).map_or("Answer", |(_, label)| label);
    Some(say(label, code))
}

/// What went wrong, above the form; every sentence leads to its field. `label` names a field.
pub fn trouble(problem: Option<&Problem>, label: impl Fn(&str) -> String) -> Option<AnyView> {
    problem.map(|problem| match problem {
        Problem::Invalid { fields } if !fields.is_empty() => {
            let lines = fields
                .iter()
                .map(|f| {
                    let words = say(&label(&f.field), &f.code);
                    view! { <li><a class="link" href=format!("#{}", id_of(&f.field))>{words}</a></li> }
                })
                .collect_view();
            view! {
                <div role="alert">
                    <Note voice=Voice::Danger title="Some answers need another look">
                        <ul>{lines}</ul>
                        <p class="text-ink-2">"Nothing was issued or booked; what you typed is still here."</p>
                    </Note>
                </div>
            }
            .into_any()
        }
        other => view! { <ProblemNote of=other.clone() /> }.into_any(),
    })
}

/// The label of a field in a list of labels.
pub fn label_in(labels: Labels, field: &str) -> String {
    labels.iter().find(|(name, _)| *name == field).map_or_else(|| "Answer".to_owned(), |(_, label)| (*label).to_owned())
}
