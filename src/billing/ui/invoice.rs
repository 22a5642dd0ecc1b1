//! An issued invoice: the document, what was paid, and how it is put right.

use super::{
    crumbs, id_in_path,
    list::state_badge,
    print::document,
    words::{error_at, label_in, trouble},
};
use crate::{
    billing::{api, drafts::Method, model::InvoicePage},
    kernel::money::Money,
    ui::{
        ButtonKind, ButtonLink, Checkbox, Choice, Column, DateInput, FieldGroup, Glyph, InputKind, Labels, LinkTo,
        Note, PageHead, RadioGroup, Select, Table, TextInput, Voice, page::screen,
    },
};
use leptos::prelude::*;

const LABELS: Labels = &[
    ("method", "Way of paying"),
    ("amount", "Amount"),
    ("reference", "Slip or bank reference"),
    ("received_on", "Day it came in"),
    ("reason", "Reason"),
    ("why", "Reason"),
    ("lines", "Lines to take back"),
    ("credit", "Credit"),
    ("return", "Payment"),
    ("key", "Form"),
];

/// `/billing/invoices/:id`
#[component]
pub fn InvoiceScreen() -> AnyView {
    let id = id_in_path();
    screen("Invoice", "billing", async move { Ok(invoice(api::invoice(id?).await?)) })
}

fn invoice(page: InvoicePage) -> AnyView {
    let (id, name) = (page.id, page.paper.name.clone());
    let lead = format!("{} of {}", standing(&page), page.total);
    let account = format!("/billing/accounts/{}", page.patient);
    let visit = page.visit.map(|v| {
        view! { <ButtonLink href=format!("/diary/visit/{v}") icon=Glyph::Calendar>"Show the visit"</ButtonLink> }
    });
    let (pay, credit, payments, notes) = (pay(&page), credit(&page), payments(&page), notes(&page));
    let (correct, history) = (correct(&page), history(&page));
    let problem = trouble(page.problem.as_ref(), |field| label_in(LABELS, field));
    view! {
        <PageHead title=format!("{} {name}", page.paper.title) lead crumbs=crumbs()>
            <ButtonLink href=format!("/billing/invoices/{id}/print") icon=Glyph::Print>"Print"</ButtonLink>
            <ButtonLink href=format!("/billing/invoices/{id}/pdf") icon=Glyph::Page>"PDF"</ButtonLink>
            {visit}
            <ButtonLink href=account icon=Glyph::Coin>"Account"</ButtonLink>
        </PageHead>
        <div class="stack">
            {problem}
            <p>{state_badge(page.state)}</p>
            {pay}
            {credit}
            {payments}
            {notes}
            <section class="card">{document(page.paper.clone(), 2)}</section>
            {correct}
            {history}
        </div>
    }
    .into_any()
}

fn standing(page: &InvoicePage) -> String {
    if page.owed > Money::ZERO { format!("{} is owed", page.owed) } else { "Nothing is owed".to_owned() }
}

fn hidden(page: &InvoicePage, deed: &'static str) -> impl IntoView + use<> {
    view! {
        <input type="hidden" name="deed" value=deed />
        <input type="hidden" name="key" value=page.form.of("key").to_owned() />
    }
}

/// Problem and typed text belong to the form that was sent.
fn typed(page: &InvoicePage, deed: &str, field: &str) -> String {
    if page.form.of("deed").is_empty() || page.form.of("deed") == deed {
        page.form.of(field).to_owned()
    } else {
        String::new()
    }
}

fn pay(page: &InvoicePage) -> Option<AnyView> {
    (page.may_pay && page.owed > Money::ZERO).then(|| {
        let mine = page.problem.as_ref().filter(|_| page.form.of("deed") == "pay");
        let error = |field: &str| error_at(mine, LABELS, field);
        let of = |field: &str| typed(page, "pay", field);
        let choices = Method::ALL.into_iter().map(|m| Choice::new(m.key(), m.words())).collect();
        let keep = (mine.and_then(|p| p.about("amount")) == Some("above_due") || !of("keep_rest").is_empty()).then(|| {
            view! { <Checkbox name="keep_rest" label="Keep what is more than owed as the patient's credit" checked=!of("keep_rest").is_empty() /> }
        });
        view! {
            <section class="card stack" data-gap="tight" aria-labelledby="pay">
                <h2 id="pay">"Take a payment"</h2>
                <form class="stack" data-gap="tight" method="post" novalidate>
                    {hidden(page, "pay")}
                    <RadioGroup name="method" legend="Way of paying" choices chosen=of("method") error=error("method") in_a_row=true />
                    <div class="pair">
                        <TextInput name="amount" label="Amount" hint="All that is owed, or a part" kind=InputKind::Money value=of("amount") error=error("amount") max=16 />
                        <TextInput name="reference" label="Slip or bank reference" hint="The same one is never booked twice" value=of("reference") error=error("reference") max=60 optional=true />
                        <DateInput name="received_on" label="Day it came in" value=of("received_on") error=error("received_on") />
                    </div>
                    {keep}
                    <div><button class="btn" type="submit" data-kind=ButtonKind::Primary.key()>"Take payment"</button></div>
                </form>
            </section>
        }
        .into_any()
    })
}

fn credit(page: &InvoicePage) -> Option<AnyView> {
    (page.may_pay && page.owed > Money::ZERO && page.credit > Money::ZERO).then(|| {
        let part = page.credit.min(page.owed);
        let (title, hidden) = (format!("The patient has a credit of {}", page.credit), hidden(page, "credit"));
        view! {
            <Note voice=Voice::Info title>
                <form method="post">
                    {hidden}
                    <button class="btn" type="submit">{format!("Pay {part} from it")}</button>
                </form>
            </Note>
        }
        .into_any()
    })
}

fn payments(page: &InvoicePage) -> Option<AnyView> {
    (!page.payments.is_empty()).then(|| {
        let columns = vec![
            Column::new("Receipt"),
            Column::new("When and how"),
            Column::new("Reference"),
            Column::new("Came in").figures(),
            Column::new("Pays here").figures(),
        ];
        let rows = page
            .payments
            .iter()
            .cloned()
            .map(|p| {
                let returned = p
                    .returned
                    .map(|why| view! { <br /> <small class="text-ink-2">{format!("Returned: {why}")}</small> });
                view! {
                    <tr>
                        <th scope="row" class="figures">{p.name}</th>
                        <td>{p.how} {returned}</td>
                        <td>{p.reference}</td>
                        <td data-align="end" class="figures">{p.amount.to_string()}</td>
                        <td data-align="end" class="figures">{p.used.to_string()}</td>
                    </tr>
                }
            })
            .collect_view();
        view! { <Table caption="Payments" columns>{rows}</Table> }.into_any()
    })
}

fn notes(page: &InvoicePage) -> Option<AnyView> {
    (!page.credit_notes.is_empty()).then(|| {
        let columns = vec![
            Column::new("Credit note"),
            Column::new("Day"),
            Column::new("Reason"),
            Column::new("Taken back").figures(),
        ];
        let rows = page
            .credit_notes
            .iter()
            .cloned()
            .map(|(id, name, day, amount, reason)| {
                let href = format!("/billing/credit-notes/{id}/print");
                view! {
                    <tr>
                        <th scope="row" class="figures"><LinkTo href>{name}</LinkTo></th>
                        <td>{day}</td>
                        <td>{reason}</td>
                        <td data-align="end" class="figures">{amount.to_string()}</td>
                    </tr>
                }
            })
            .collect_view();
        view! { <Table caption="Credit notes" columns>{rows}</Table> }.into_any()
    })
}

fn correct(page: &InvoicePage) -> Option<AnyView> {
    page.may_correct.then(|| {
        let deed = page.form.of("deed");
        let lines = page.choices.iter().any(|c| !c.credited).then(|| take_back(page));
        let back: Vec<Choice> = page
            .payments
            .iter()
            .filter(|p| p.returned.is_none())
            .map(|p| Choice::new(p.id.to_string(), format!("{}, {}, {}", p.name, p.how, p.amount)))
            .collect();
        let returned = (!back.is_empty()).then(|| {
            let mine = page.problem.as_ref().filter(|_| deed == "return");
            view! {
                <form class="stack measure" data-gap="tight" method="post" novalidate>
                    <h3>"A payment came back"</h3>
                    {hidden(page, "return")}
                    <Select name="payment" label="Payment" choices=back chosen=typed(page, "return", "payment") error=error_at(mine, LABELS, "return") />
                    <TextInput name="why" label="Reason" hint="Returned by the bank, charged back" value=typed(page, "return", "why") error=error_at(mine, LABELS, "why") max=300 />
                    <div><button class="btn" type="submit" data-kind="danger">"Book the return"</button></div>
                </form>
            }
        });
        let open = matches!(deed, "correct" | "return") && page.problem.is_some();
        (lines.is_some() || returned.is_some()).then(|| {
            view! {
                <details class="card" open=open>
                    <summary>"Correct this invoice"</summary>
                    <div class="stack">{lines}{returned}</div>
                </details>
            }
        })
    })?.map(IntoAny::into_any)
}

fn take_back(page: &InvoicePage) -> AnyView {
    let mine = page.problem.as_ref().filter(|_| page.form.of("deed") == "correct");
    let of = |field: &str| typed(page, "correct", field);
    let boxes = page
        .choices
        .iter()
        .filter(|c| !c.credited)
        .cloned()
        .map(|c| {
            let name = format!("line_{}", c.position);
            let checked = !of(&name).is_empty();
            view! { <Checkbox name=name label=c.words checked /> }
        })
        .collect_view();
    let whole = if of("what") == "lines" { "lines" } else { "whole" };
    let choices = vec![Choice::new("whole", "All of it"), Choice::new("lines", "Only the lines ticked below")];
    view! {
        <form class="stack" data-gap="tight" method="post" novalidate>
            <h3>"Take back by credit note"</h3>
            {hidden(page, "correct")}
            <RadioGroup name="what" legend="What is taken back" choices chosen=whole />
            <FieldGroup name="lines" legend="Lines" error=error_at(mine, LABELS, "lines")>{boxes}</FieldGroup>
            <TextInput name="reason" label="Reason" hint="Stands on the credit note" value=of("reason") error=error_at(mine, LABELS, "reason") max=300 />
            <div><button class="btn" type="submit" data-kind="danger">"Issue credit note"</button></div>
        </form>
    }
    .into_any()
}

fn history(page: &InvoicePage) -> impl IntoView + use<> {
    let lines = page
        .history
        .iter()
        .cloned()
        .map(|(at, by, words)| view! { <li><small class="text-ink-2">{at} ", " {by}</small> <br /> {words}</li> })
        .collect_view();
    view! { <section><h2>"History"</h2><ul class="stack" data-gap="tight">{lines}</ul></section> }
}
