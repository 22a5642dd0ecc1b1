//! What signing in asks of everybody in the practice.

use crate::kernel::problem::Problem;
use crate::{
    access::{api, second_factor::model::SecurityPage},
    ui::{
        Button, ButtonKind, ErrorSummary, InputKind, Labels, Note, PageHead, ProblemNote, TextInput, Voice, error_at,
        page::screen,
    },
};
use leptos::prelude::*;

const LABELS: Labels = &[("days", "Days of grace")];

/// What signing in asks of everybody.
#[component]
pub fn SecurityScreen() -> AnyView {
    screen("Signing in", "settings", async { Ok(security(api::security().await?)) })
}

fn security(page: SecurityPage) -> AnyView {
    let SecurityPage { since, days, without, saved, problem } = page;
    let crumbs = vec![("Practice".to_owned(), "/settings".to_owned())];
    let wrong = error_at(problem.as_ref(), LABELS, "days");
    let trouble = problem.as_ref().map(|problem| match problem {
        Problem::Invalid { fields } if !fields.is_empty() => {
            view! { <ErrorSummary fields=fields.clone() labels=LABELS /> }.into_any()
        }
        other => view! { <ProblemNote of=other.clone() /> }.into_any(),
    });
    let (state, press) = match &since {
        Some(since) => {
            (format!("Everybody on the staff is asked for a second factor since {since}."), "Shorten the grace")
        }
        None => (
            "Signing in asks for the password; whoever wants sets up a second factor for themselves.".to_owned(),
            "Ask it of everybody",
        ),
    };
    let names = without.into_iter().map(|name| view! { <li>{name}</li> }).collect_view();
    view! {
        <PageHead title="Signing in" crumbs />
        {saved.then(|| view! { <Note voice=Voice::Good><p>"Saved."</p></Note> })}
        {trouble}
        <p class="measure">{state}</p>
        <form class="stack measure" method="post" action="/settings/security">
            <TextInput
                name="days"
                label="Days of grace"
                hint="0 to 7, after joining. Owners, managers, billing clerks and auditors have none."
                kind=InputKind::Number
                value=days
                error=wrong
                required=true
            />
            <p class="text-ink-2">"This is only made stricter: once asked, it is not taken back."</p>
            <div class="cluster">
                <Button kind=ButtonKind::Primary submit=true>{press}</Button>
                <a class="btn" href="/settings">"Back to practice"</a>
            </div>
        </form>
        <section class="stack measure">
            <h2>"Who has none yet"</h2>
            <ul data-marks="">{names}</ul>
        </section>
    }
    .into_any()
}
