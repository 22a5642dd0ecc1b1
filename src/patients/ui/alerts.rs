//! What to mind about a patient, on the patient's page: raising, acknowledging, resolving, opening again.

use super::banner::voice;
use crate::{
    kernel::problem::Problem,
    patients::{
        alerts::{AlertDraft, AlertLine, AlertState, AlertStep, AlertsOf, StepDraft},
        model::ChangeLine,
        registration::words::{self, ALERT_CATEGORIES, ALERT_SEVERITIES},
    },
    ui::{
        AlertMark, Button, Checkbox, Choice, DateInput, Disclosure, Labels, PatientAlert, ProblemNote, Select,
        TextArea, TextInput, error_at, sentence,
    },
};
use leptos::prelude::*;

const LABELS: Labels =
    &[("words", "Alert"), ("category", "Kind of alert"), ("severity", "Weight of the alert"), ("until", "Last day")];

/// The section. It has its own place in the address, so that the page comes back to it after a form.
#[component]
pub fn Alerts(of: AlertsOf) -> impl IntoView {
    let AlertsOf { lines, draft, step, problem } = of;
    let (open, closed): (Vec<AlertLine>, Vec<AlertLine>) =
        lines.into_iter().partition(|line| line.state == AlertState::Open);
    let may = draft.is_some();
    let nothing = open.is_empty();
    let failed = step.zip(problem.clone());
    // what is wrong with a field is said at the field
    let elsewhere = problem.as_ref().filter(|it| !matches!(it, Problem::Invalid { .. })).cloned();
    let of_step = |line: &AlertLine| failed.clone().filter(|(step, _)| step.alert == line.id);
    let open = open
        .into_iter()
        .map(|line| {
            let failed = of_step(&line);
            view! { <li><OneAlert line may failed /></li> }
        })
        .collect_view();
    let reopening = closed.iter().any(|line| of_step(line).is_some());
    let closed = (!closed.is_empty()).then(|| {
        let many = closed.len();
        let lines = closed
            .into_iter()
            .map(|line| {
                let failed = of_step(&line);
                view! { <li><OneAlert line may failed /></li> }
            })
            .collect_view();
        view! {
            <Disclosure summary=format!("Closed alerts ({many})") open=reopening>
                <ul class="alert-lines">{lines}</ul>
            </Disclosure>
        }
    });
    let raise = draft.map(|draft| {
        let problem = problem.filter(|_| failed.is_none());
        view! { <RaiseAlert draft problem /> }
    });
    view! {
        <section class="card stack" data-gap="tight" id="alerts">
            <h2>"Alerts"</h2>
            {elsewhere.map(|of| view! { <ProblemNote of /> })}
            {nothing.then(|| view! { <p class="text-ink-2">"No open alerts."</p> })}
            <ul class="alert-lines">{open}</ul>
            {closed}
            {raise}
        </section>
    }
}

/// One alert, what became of it, and what can be done.
#[component]
fn OneAlert(line: AlertLine, may: bool, failed: Option<(StepDraft, Problem)>) -> impl IntoView {
    let mark = PatientAlert { voice: voice(&line.severity), text: line.words.clone(), note: String::new() };
    let facts = facts(&line);
    let history = line.history.clone().into_iter().map(history_line).collect_view();
    let of = line.words.clone();
    let acts = may.then(|| view! { <Acts line failed /> });
    view! {
        <div><AlertMark alert=mark /></div>
        <p class="text-ink-2">{facts}</p>
        <div class="alert-acts">
            {acts}
            <Disclosure summary="History" of>
                <ul class="stack" data-gap="tight">{history}</ul>
            </Disclosure>
        </div>
    }
}

fn history_line(line: ChangeLine) -> impl IntoView {
    view! { <li>{line.what}" "<span class="text-ink-2">{line.at}" · "{line.by}</span></li> }
}

/// `Danger. Safety. The front desk sees it. Acknowledged by Priya Naidoo.`
fn facts(line: &AlertLine) -> String {
    let until = match (line.state, line.until.as_str()) {
        (_, "") => String::new(),
        (AlertState::Open, day) => format!("Until {day}."),
        (AlertState::Expired, day) => format!("Ran out after {day}."),
        (AlertState::Resolved, _) => String::new(),
    };
    let known = match (line.state, line.acknowledged.as_slice()) {
        (AlertState::Open, []) => "Nobody has acknowledged it yet.".to_owned(),
        (AlertState::Resolved | AlertState::Expired, []) => String::new(),
        (_, names) => format!("Acknowledged by {}.", names.join(", ")),
    };
    let parts = [
        format!("{}.", words::word(ALERT_SEVERITIES, &line.severity)),
        format!("{}.", line.category),
        if line.for_desk { "The front desk sees it.".into() } else { "The front desk does not see it.".into() },
        until,
        known,
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What can be done with it now.
#[component]
fn Acts(line: AlertLine, failed: Option<(StepDraft, Problem)>) -> impl IntoView {
    let field = StepDraft::why_field(line.id);
    let (typed, error) = match &failed {
        Some((step, problem)) => (step.why.clone(), problem.about(&field).map(|code| sentence("Reason", code))),
        None => (String::new(), None),
    };
    let open = line.state == AlertState::Open;
    let about = line.words.clone();
    let (id, key) = (line.id.to_string(), line.key.to_string());
    let hidden = move |step: AlertStep| {
        view! {
            <input type="hidden" name="alert_id" value=id.clone() />
            <input type="hidden" name="step" value=step.key() />
            <input type="hidden" name="key" value=key.clone() />
        }
    };
    let know = (open && !line.known_today).then(|| {
        let about = about.clone();
        view! {
            <form method="post">
                {hidden(AlertStep::Acknowledge)}
                <Button submit=true>"Acknowledge"<span class="said">{about}</span></Button>
            </form>
        }
    });
    let (step, name, act, hint) = if open {
        (AlertStep::Resolve, "Resolve", "Resolve the alert", "Why it no longer holds. It stays on file.")
    } else {
        (AlertStep::Reopen, "Open again", "Open the alert again", "Why it holds after all.")
    };
    let said = about.clone();
    view! {
        {know}
        <Disclosure summary=name of=about open=failed.is_some()>
            <form method="post" class="stack measure" data-gap="tight">
                {hidden(step)}
                <TextInput name=field label="Reason" hint value=typed error max=300 required=true />
                <div><Button submit=true>{act}<span class="said">{said}</span></Button></div>
            </form>
        </Disclosure>
    }
}

/// Something to mind, written down by who treats the patient.
#[component]
fn RaiseAlert(draft: AlertDraft, problem: Option<Problem>) -> impl IntoView {
    let error = |field: &str| error_at(problem.as_ref(), LABELS, field);
    let (words_error, category_error) = (error("words"), error("category"));
    let (severity_error, until_error) = (error("severity"), error("until"));
    let choices = |list: words::Words| list.iter().map(|(key, word)| Choice::new(*key, *word)).collect::<Vec<_>>();
    view! {
        <Disclosure summary="Raise an alert" open=problem.is_some()>
            <form method="post" class="stack measure" data-gap="tight">
                <input type="hidden" name="alert" value="true" />
                <input type="hidden" name="key" value=draft.key />
                <TextArea name="words" label="Alert" value=draft.words error=words_error max=500 rows=2 />
                <div class="pair">
                    <Select
                        name="category"
                        label="Kind of alert"
                        choices=choices(ALERT_CATEGORIES)
                        chosen=draft.category
                        empty="Choose"
                        error=category_error
                    />
                    <Select
                        name="severity"
                        label="Weight of the alert"
                        choices=choices(ALERT_SEVERITIES)
                        chosen=draft.severity
                        empty="Choose"
                        error=severity_error
                    />
                </div>
                <DateInput
                    name="until"
                    label="Last day"
                    value=draft.until
                    hint="Empty: it holds until somebody resolves it."
                    error=until_error
                    optional=true
                />
                <Checkbox
                    name="for_desk"
                    label="The front desk sees it too"
                    checked=!draft.for_desk.is_empty()
                    hint="Without the tick only practitioners who treat the patient see it."
                />
                <div><Button submit=true>"Raise the alert"</Button></div>
            </form>
        </Disclosure>
    }
}
