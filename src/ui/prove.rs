//! Proving that one is who the screen says, for a deed that asks for it: the form that waits comes along, so that nothing
//! typed is lost and the deed is done in the same request as the proof.

use super::{
    Button, ButtonKind, InputKind, Note, PageHead, ProblemNote, TextInput, Voice,
    page::{current_frame, problem_status},
    sentence,
};
use crate::kernel::{frame::Asked, problem::Problem};
use leptos::prelude::*;

/// Names of the fields that carry a proof. Whatever form they come with, they are taken off before the page sees it.
pub const PROOF_FIELDS: [&str; 2] = ["proof_password", "proof_code"];

/// In place of the page whose form asked: the same form, unseen, and the question.
pub fn asking(asked: Asked) -> AnyView {
    problem_status(&Problem::ProveFirst);
    let Asked { fields, refused } = asked;
    let held = fields
        .into_iter()
        .filter(|(name, _)| !PROOF_FIELDS.contains(&name.as_str()))
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    let lead = "This is one of the things that ask who is at the keys. What you typed is kept and goes on with it.";
    view! {
        <PageHead title="Prove that it is you" />
        <p>{lead}</p>
        {refused.map(|(problem, wait)| refusal(&problem, wait))}
        // without an action it goes back to the page it came from
        <form class="stack measure" method="post">
            {held}
            {fields_of_proof()}
            <div class="cluster">
                <Button kind=ButtonKind::Primary submit=true>"Go on"</Button>
            </div>
        </form>
    }
    .into_any()
}

/// The password, or the code of whoever has a second factor.
pub fn fields_of_proof() -> AnyView {
    let has_factor = current_frame().is_some_and(|frame| frame.has_factor);
    let code = has_factor.then(|| {
        view! {
            <TextInput
                name="proof_code"
                label="Or the code your app shows"
                hint="Six digits. One of the two is enough."
                kind=InputKind::Number
                autocomplete="one-time-code"
                optional=true
            />
        }
    });
    view! {
        <TextInput name="proof_password" label="Your password" kind=InputKind::Password first=true />
        {code}
    }
    .into_any()
}

/// Why a proof did not do. Nothing secret comes back.
pub fn refusal(problem: &Problem, wait: Option<u32>) -> AnyView {
    let code = PROOF_FIELDS.into_iter().find_map(|field| problem.about(field));
    let said = match (wait, code) {
        (Some(seconds), _) => {
            let minutes = seconds.div_ceil(60).max(1);
            let words = if minutes == 1 { "a minute".to_owned() } else { format!("{minutes} minutes") };
            view! { <Note voice=Voice::Warn title="Too many tries."><p>{format!("Try again in {words}.")}</p></Note> }
                .into_any()
        }
        (None, Some(code)) => {
            let why = sentence("Password", code);
            view! { <Note voice=Voice::Danger><p>{why}</p></Note> }.into_any()
        }
        (None, None) => view! { <ProblemNote of=problem.clone() /> }.into_any(),
    };
    view! { <div role="alert">{said}</div> }.into_any()
}
