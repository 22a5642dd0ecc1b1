//! What stands at the head of invoices, numbers of practitioners, and what kinds of visit propose to charge.

use super::words::{error_at, label_in, say, trouble};
use crate::{
    billing::{api, model::BillingSettingsPage},
    kernel::problem::Problem,
    ui::{Button, ButtonKind, InputKind, Labels, Note, PageHead, TextArea, TextInput, Voice, page::screen},
};
use leptos::prelude::*;

const LABELS: Labels = &[
    ("name", "Name of the practice"),
    ("practice_no", "Practice number"),
    ("address", "Address"),
    ("phone", "Phone"),
    ("email", "E-mail address"),
    ("bank", "Banking details"),
    ("due_days", "Days to pay"),
    ("vat_no", "VAT number"),
    ("vat_rate", "VAT rate"),
    ("since", "Valid from"),
];

/// `/settings/billing`
#[component]
pub fn BillingSettingsScreen() -> AnyView {
    screen("Billing settings", "settings", async { Ok(settings(api::billing_settings().await?)) })
}

fn settings(page: BillingSettingsPage) -> AnyView {
    let saved = (!page.saved.is_empty()).then(|| {
        let words = page.saved.clone();
        view! { <div role="status"><Note voice=Voice::Good>{words}</Note></div> }
    });
    let (head, numbers, proposals) = (head(&page), numbers(&page), proposals(&page));
    let problem = trouble(page.problem.as_ref(), |field| match field.split_once('_') {
        Some(("codes", _)) => {
            page.proposals.iter().find(|(name, _)| name == field).map_or("Codes".into(), |(_, l)| l.clone())
        }
        Some(("qualification", _)) => "Qualification".into(),
        Some(("council", _)) => "Council number".into(),
        Some(("number", _)) => "Practice number".into(),
        Some(_) | None => label_in(LABELS, field),
    });
    view! {
        <PageHead
            title="Billing settings"
            lead="A change holds for invoices issued from now on; those issued stay as they are."
            crumbs=vec![("Practice".to_owned(), "/settings".to_owned())]
        />
        <div class="stack" data-gap="wide">{saved}{problem}{head}{numbers}{proposals}</div>
    }
    .into_any()
}

fn head(page: &BillingSettingsPage) -> impl IntoView + use<> {
    let of = |name: &str| page.form.of(name).to_owned();
    let error = |name: &str| error_at(page.problem.as_ref(), LABELS, name);
    view! {
        <section class="stack measure" data-gap="tight">
            <h2>"At the head of invoices"</h2>
            <form class="stack" data-gap="tight" method="post" novalidate>
                <input type="hidden" name="deed" value="particulars" />
                <TextInput name="name" label="Name of the practice" value=of("name") error=error("name") max=120 />
                <TextInput name="practice_no" label="Practice number" hint="BHF or PCNS number" value=of("practice_no") error=error("practice_no") max=20 />
                <TextArea name="address" label="Address" value=of("address") error=error("address") max=300 rows=3 />
                <TextInput name="phone" label="Phone" kind=InputKind::Phone value=of("phone") error=error("phone") max=40 />
                <TextInput name="email" label="E-mail address" kind=InputKind::Email value=of("email") error=error("email") max=120 optional=true />
                <TextArea name="bank" label="Banking details" value=of("bank") error=error("bank") max=300 rows=3 />
                <TextInput name="due_days" label="Days to pay" kind=InputKind::Number value=of("due_days") error=error("due_days") max=2 />
                <TextInput name="vat_no" label="VAT number" hint="Only for a practice registered for VAT; without it the word does not appear" value=of("vat_no") error=error("vat_no") max=20 optional=true />
                <TextInput name="vat_rate" label="VAT rate" hint="Per cent, such as 15" value=of("vat_rate") error=error("vat_rate") max=6 optional=true />
                <div><Button submit=true kind=ButtonKind::Primary>"Save the head"</Button></div>
            </form>
        </section>
    }
}

fn fault(problem: Option<&Problem>, field: &str, label: &str) -> Option<String> {
    problem.and_then(|p| p.about(field)).map(|code| say(label, code))
}

fn numbers(page: &BillingSettingsPage) -> impl IntoView + use<> {
    let rows = page
        .practitioners
        .iter()
        .cloned()
        .map(|(id, name)| {
            let field = |what: &'static str, label: &'static str, max: u32| {
                let name = format!("{what}_{id}");
                let error = fault(page.problem.as_ref(), &name, label);
                let value = page.form.of(&name).to_owned();
                view! { <TextInput name=name label value=value error=error max=max optional=true /> }
            };
            let (a, b, c) =
                (field("qualification", "Qualification", 80), field("council", "Council number", 30), field("number", "Practice number", 20));
            view! { <fieldset class="stack" data-gap="tight"><legend>{name}</legend><div class="pair">{a}{b}{c}</div></fieldset> }
        })
        .collect_view();
    view! {
        <section class="stack" data-gap="tight">
            <h2>"Practitioners"</h2>
            <form class="stack" data-gap="tight" method="post" novalidate>
                <input type="hidden" name="deed" value="practitioners" />
                {rows}
                <div><Button submit=true>"Save the practitioners"</Button></div>
            </form>
        </section>
    }
}

fn proposals(page: &BillingSettingsPage) -> impl IntoView + use<> {
    let rows = page
        .proposals
        .iter()
        .cloned()
        .map(|(name, label)| {
            let error = fault(page.problem.as_ref(), &name, &label);
            let value = page.form.of(&name).to_owned();
            view! { <TextInput name label value=value error=error max=200 optional=true /> }
        })
        .collect_view();
    view! {
        <section class="stack measure" data-gap="tight">
            <h2>"Proposed charges"</h2>
            <p class="text-ink-2">"Codes a checkout begins with, such as 72702, 72303x2."</p>
            <form class="stack" data-gap="tight" method="post" novalidate>
                <input type="hidden" name="deed" value="proposals" />
                {rows}
                <div><Button submit=true>"Save the proposed charges"</Button></div>
            </form>
        </section>
    }
}
