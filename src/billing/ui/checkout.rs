//! The checkout of a visit: lines, what they cost and why, and the button that issues the invoice.

use super::{
    crumbs, id_in_path,
    words::{error_at, label_in, say, trouble},
};
use crate::{
    billing::{
        api,
        model::{CheckoutPage, PricedLine, WishedLine},
        rules::Place,
    },
    kernel::ids::AppointmentId,
    ui::{
        Badge, ButtonKind, ButtonLink, Checkbox, Choice, Column, Glyph, InputKind, Labels, LinkTo, Note, PageHead,
        Select, Table, TextArea, TextInput, Voice,
        page::{current_frame, screen},
    },
};
use leptos::prelude::*;

/// Names of the fields; those of lines have their number behind.
const LABELS: Labels = &[
    ("book", "Tariff"),
    ("minutes", "Minutes of treatment"),
    ("people", "People present"),
    ("diagnoses", "Diagnosis codes"),
    ("requester", "Referred by"),
    ("requester_no", "Practice number of who referred"),
    ("motivation", "Motivation"),
    ("authorisation", "Authorisation number"),
    ("lines", "Lines"),
];

/// The way from a visit to its checkout, for whoever may take it.
pub fn checkout_link(visit: AppointmentId) -> AnyView {
    let may = current_frame().is_some_and(|f| f.abilities.contains(&"IssueInvoice"));
    may.then(|| {
        view! { <ButtonLink href=format!("/billing/checkout/{visit}") icon=Glyph::Coin>"Checkout"</ButtonLink> }
    })
    .into_any()
}

/// `/billing/checkout/:id`
#[component]
pub fn CheckoutScreen() -> AnyView {
    let id = id_in_path();
    screen("Checkout", "billing", async move {
        let page = api::checkout(id?).await?;
        Ok(checkout(page))
    })
}

fn checkout(page: CheckoutPage) -> AnyView {
    let (lead, name) = (page.lead.clone(), page.name.clone());
    let visit = format!("/diary/visit/{}", page.visit);
    let account = format!("/billing/accounts/{}", page.patient);
    let head = view! {
        <PageHead title=format!("Checkout of {name}") lead crumbs=crumbs()>
            <ButtonLink href=visit icon=Glyph::Calendar>"Show the visit"</ButtonLink>
            <ButtonLink href=account icon=Glyph::Coin>"Account"</ButtonLink>
        </PageHead>
    };
    if let Some(invoice) = page.invoice {
        let href = format!("/billing/invoices/{invoice}");
        return view! {
            {head}
            <Note voice=Voice::Info title="This visit has an invoice">
                <p>"Take it back by credit note before another is issued. " <LinkTo href>"Open the invoice"</LinkTo></p>
            </Note>
        }
        .into_any();
    }
    let nameless = page.nameless.then(|| {
        view! {
            <Note voice=Voice::Warn title="Invoices have no head yet">
                <p>"Name, address and numbers of the practice stand on every invoice. " <LinkTo href="/settings/billing">"Enter them"</LinkTo></p>
            </Note>
        }
    });
    let problem = trouble(page.problem.as_ref(), |field| label(&page, field));
    let lines = page.wished.iter().map(|line| line_fields(line, &page)).collect_view();
    let empty = page.wished.is_empty().then(|| view! { <p>"No line yet. Look for a code below and add it."</p> });
    let (hidden, visit_fields, seek, sum) = (hidden(&page), visit_fields(&page), seek(&page), sum(&page));
    view! {
        {head}
        <div class="stack">
            {nameless}
            {problem}
            <form class="stack" method="post" novalidate>
                // pressing Enter in a field works the sum out anew; it never takes a line out or issues
                <button class="said" type="submit" name="deed" value="recalculate" tabindex="-1" aria-hidden="true">"Recalculate"</button>
                {hidden}
                <section class="stack" data-gap="tight" aria-labelledby="lines">
                    <h2 id="lines" tabindex="-1">"Lines"</h2>
                    {empty}
                    <ol class="charge-lines">{lines}</ol>
                    {seek}
                </section>
                {visit_fields}
                {sum}
            </form>
        </div>
    }
    .into_any()
}

/// Faults of lines are named by their code; all others by their field.
fn label(page: &CheckoutPage, field: &str) -> String {
    match field.rsplit_once('_').and_then(|(name, n)| Some((name, n.parse::<usize>().ok()?))) {
        Some((name, n)) => format!("{} of {}", line_label(name), page.form.of(&format!("code_{n}"))),
        None => label_in(LABELS, field),
    }
}

fn line_label(field: &str) -> &'static str {
    match field {
        "qty" => "Quantity",
        "price" => "Price",
        "off" => "Concession",
        "why" => "Reason",
        _ => "Code",
    }
}

fn hidden(page: &CheckoutPage) -> impl IntoView + use<> {
    ["key", "version", "shown"]
        .map(|name| view! { <input type="hidden" name=name value=page.form.of(name).to_owned() /> })
        .collect_view()
}

/// A field's fault, as a sentence.
fn fault(page: &CheckoutPage, field: &str, label: &str) -> Option<String> {
    page.problem.as_ref().and_then(|p| p.about(field)).map(|code| say(label, code))
}

fn line_fields(line: &WishedLine, page: &CheckoutPage) -> impl IntoView + use<> {
    let n = line.n;
    let value = |name: &str| page.form.of(&format!("{name}_{n}")).to_owned();
    let (code, label) = (value("code"), line.label.clone());
    let title = if label.is_empty() { format!("{code}, not in this tariff") } else { format!("{code} {label}") };
    let wrong = |name: &str| fault(page, &format!("{name}_{n}"), line_label(name));
    let (wrong_qty, wrong_price, wrong_off, wrong_why) = (wrong("qty"), wrong("price"), wrong("off"), wrong("why"));
    let ticked = |name: &str| page.form.ticked(&format!("{name}_{n}"));
    let borrowed = (line.may_borrow || ticked("borrowed")).then(|| {
        view! { <Checkbox name=format!("borrowed_{n}") label="0003 equipment not owned" checked=ticked("borrowed") /> }
    });
    let second = (line.may_be_second || ticked("second")).then(|| {
        view! { <Checkbox name=format!("second_{n}") label="Second condition" checked=ticked("second") /> }
    });
    let price = line.asks.clone().or_else(|| (!value("price").is_empty()).then(|| "Price".to_owned()));
    let asks = price.is_some();
    let price = price.map(|label| {
        view! { <TextInput name=format!("price_{n}") label kind=InputKind::Money value=value("price") error=wrong_price max=16 /> }
    });
    let off = (page.may_concede || !value("off").is_empty()).then(|| {
        view! { <TextInput name=format!("off_{n}") label="Concession, %" kind=InputKind::Number value=value("off") error=wrong_off max=3 optional=true /> }
    });
    let why = (asks || page.may_concede || !value("why").is_empty()).then(|| {
        let hint = if asks { "Where the price comes from" } else { "For a concession" };
        view! { <TextInput name=format!("why_{n}") label="Reason" hint value=value("why") error=wrong_why max=200 optional=!asks /> }
    });
    let fee = Some(line.fee.clone()).filter(|f| !f.is_empty());
    let quantity = if asks && line.fee.starts_with("hire") { "Days" } else { "Quantity" };
    let remove = format!("Remove {code}");
    view! {
        <li class="charge-line">
            <input type="hidden" id=format!("code_{n}") name=format!("code_{n}") value=code />
            <div class="charge-what">
                <strong>{title}</strong>
                {fee.map(|fee| view! { <span class="text-ink-2">" " {fee}</span> })}
            </div>
            <TextInput name=format!("qty_{n}") label=quantity kind=InputKind::Number value=value("qty") error=wrong_qty max=2 />
            {price}
            {off}
            {why}
            <div class="charge-ticks">{borrowed}{second}</div>
            <button class="btn" type="submit" name="deed" value=format!("remove:{n}") data-kind="quiet" aria-label=remove>"Remove"</button>
        </li>
    }
}

/// Looking for a code, and adding it.
fn seek(page: &CheckoutPage) -> impl IntoView + use<> {
    let found = page
        .found
        .iter()
        .cloned()
        .map(|(code, label, price)| {
            let say = format!("Add {code} {label}");
            view! {
                <li class="cluster">
                    <button class="btn" type="submit" name="deed" value=format!("add:{code}") aria-label=say>"Add"</button>
                    <span><strong>{code}</strong> " " {label} <span class="text-ink-2">" " {price}</span></span>
                </li>
            }
        })
        .collect_view();
    let none = (page.sought && page.found.is_empty())
        .then(|| view! { <p>"No code of this tariff matches. Try fewer letters."</p> });
    view! {
        <div class="charge-seek">
            <TextInput name="find" label="Add a code" hint="The code, or words of what was done" kind=InputKind::Search value=page.form.of("find").to_owned() max=60 />
            <button class="btn" type="submit" name="deed" value="seek">"Look for codes"</button>
        </div>
        {none}
        <ul class="stack" data-gap="tight" aria-label="Codes found">{found}</ul>
    }
}

/// What holds for the whole visit.
fn visit_fields(page: &CheckoutPage) -> impl IntoView + use<> {
    let value = |name: &str| page.form.of(name).to_owned();
    let error = |name: &str| error_at(page.problem.as_ref(), LABELS, name);
    let books = page.books.iter().map(|(id, words)| Choice::new(id.clone(), words.clone())).collect();
    let book = (page.books.len() > 1).then(|| {
        view! { <Select name="book" label="Tariff" empty="Choose the tariff" choices=books chosen=value("book") error=error("book") /> }
    });
    let one = match page.books.as_slice() {
        [(_, words)] => Some(view! { <p class="text-ink-2">"Priced from " {words.clone()} "."</p> }),
        _ => None,
    };
    let places = Place::ALL.into_iter().map(|p| Choice::new(p.key(), p.words())).collect();
    let second = page.physio.then(|| {
        let choices = vec![Choice::new("separate", "Treated separately (0009)"), Choice::new("overlap", "Times overlap (0010)")];
        view! { <Select name="overlaps" label="Second condition" empty="There is none" choices chosen=value("overlaps") optional=true /> }
    });
    let emergency = page.ot.then(|| {
        view! {
            <Checkbox name="emergency" label="0006 emergency with travel" checked=page.form.ticked("emergency") />
            <Checkbox name="inpatient" label="0021 hospital in-patient" checked=page.form.ticked("inpatient") />
        }
    });
    view! {
        <section class="stack" data-gap="tight" aria-labelledby="visit">
            <h2 id="visit">"Visit"</h2>
            {one}
            <div class="pair">
                {book}
                <Select name="place" label="Where" choices=places chosen=value("place") />
                <TextInput name="minutes" label="Minutes of treatment" hint="Without procedures charged on their own" kind=InputKind::Number value=value("minutes") error=error("minutes") max=3 />
                <TextInput name="people" label="People present" hint="More than one for a group" kind=InputKind::Number value=value("people") error=error("people") max=2 />
                {second}
            </div>
            {emergency}
            <div class="pair">
                <TextInput name="diagnoses" label="Diagnosis codes" hint="ICD-10, in order, such as S83.5, W01.9" value=value("diagnoses") error=error("diagnoses") max=100 optional=true />
                <TextInput name="authorisation" label="Authorisation number" value=value("authorisation") error=error("authorisation") max=40 optional=true />
                <TextInput name="requester" label="Referred by" value=value("requester") error=error("requester") max=100 optional=true />
                <TextInput name="requester_no" label="Practice number of who referred" value=value("requester_no") error=error("requester_no") max=20 optional=true />
            </div>
            <TextArea name="motivation" label="Motivation" hint="Where a code asks for one" value=value("motivation") error=error("motivation") max=600 rows=2 optional=true />
        </section>
    }
}

/// The lines with their prices, the sum, and what can be done now.
fn sum(page: &CheckoutPage) -> impl IntoView + use<> {
    let faults = (!page.faults.is_empty()).then(|| {
        let list = page.faults.iter().cloned().map(|words| view! { <li>{words}</li> }).collect_view();
        view! { <Note voice=Voice::Danger title="The tariff does not allow this yet"><ul>{list}</ul></Note> }
    });
    let remarks = (!page.remarks.is_empty()).then(|| {
        let list = page.remarks.iter().cloned().map(|words| view! { <li>{words}</li> }).collect_view();
        view! { <Note voice=Voice::Warn title="Worth a look"><ul>{list}</ul></Note> }
    });
    let ready = !page.priced.is_empty();
    let rows = page.priced.iter().cloned().map(priced_row).collect_view();
    let (total, vat) = (page.total.to_string(), page.vat.map(|v| v.to_string()));
    let table = ready.then(|| {
        view! {
            <PricedTable>{rows}</PricedTable>
            <dl class="charge-sum">
                {vat.map(|vat| view! { <dt>"VAT within"</dt> <dd class="figures">{vat}</dd> })}
                <dt>"Total"</dt>
                <dd class="figures" data-total="">{total.clone()}</dd>
            </dl>
        }
    });
    let issue = (ready && !page.nameless).then(|| {
        view! {
            <button class="btn" type="submit" name="deed" value="issue" data-kind=ButtonKind::Primary.key()>
                {format!("Issue invoice of {total}")}
            </button>
        }
    });
    view! {
        <section class="stack" data-gap="tight" aria-labelledby="sum">
            <h2 id="sum">"What it costs"</h2>
            {faults}
            {table}
            {remarks}
            <div class="cluster">
                <button class="btn" type="submit" name="deed" value="recalculate">"Recalculate"</button>
                {issue}
            </div>
            <p class="text-ink-2">
                <Badge>"Draft"</Badge>
                " What you change is kept when you recalculate. An issued invoice is never changed; a credit note takes it back."
            </p>
        </section>
    }
}

#[component]
fn PricedTable(children: Children) -> impl IntoView {
    let columns = vec![
        Column::new("Code"),
        Column::new("What, and how its price came about"),
        Column::new("Quantity").figures(),
        Column::new("Price").figures(),
        Column::new("Amount").figures(),
    ];
    view! { <Table caption="Lines with their prices" quiet_caption=true columns>{children()}</Table> }
}

fn priced_row(line: PricedLine) -> AnyView {
    view! {
        <tr>
            <th scope="row" class="figures">{line.code}</th>
            <td>{line.label} <br /> <small class="text-ink-2">{line.explains}</small></td>
            <td data-align="end" class="figures">{line.quantity}</td>
            <td data-align="end" class="figures">{line.unit.to_string()}</td>
            <td data-align="end" class="figures">{line.total.to_string()}</td>
        </tr>
    }
    .into_any()
}
