//! The pages, with what was posted to them.

use super::{
    invoice::{self, file_of},
    list, settings,
};
use crate::{
    access::policy::{self, CorrectAccount, SeeAccount, TakePayment},
    billing::{
        drafts::{InvoiceForm, Method, ParticularsForm},
        model::{
            BillingSettingsPage, CreditChoice, InvoicePage, InvoicesPage, PaymentLine, PrintPage, State,
            credit_note_name, receipt_name,
        },
        paper::Paper,
        store::read,
    },
    kernel::{
        ids::{CreditNoteId, InvoiceId, OnceKey, PaymentId},
        money::Money,
        problem::Problem,
        span::{clock, local, plain_day},
    },
    patients,
    platform::{
        cx::{Cx, Fault},
        edge,
    },
};

/// A problem that is shown beside what was typed; any other takes the page's place.
pub fn stays(problem: Problem) -> Result<Problem, Problem> {
    match problem {
        Problem::Invalid { .. }
        | Problem::Clash(_)
        | Problem::Stale { .. }
        | Problem::Confirm { .. }
        | Problem::NotAllowed { .. }
        | Problem::Busy => {
            edge::set_status(&problem);
            Ok(problem)
        }
        Problem::SignedOut
        | Problem::PasswordFirst
        | Problem::FactorFirst
        | Problem::ProveFirst
        | Problem::NotFound
        | Problem::TooMany { .. }
        | Problem::TooLarge
        | Problem::Offline
        | Problem::Broken { .. } => Err(problem),
    }
}

/// The key of a posted form.
pub fn key(typed: &str) -> Result<OnceKey, Problem> {
    typed.parse().map_err(|_| Problem::field("key", "reused"))
}

/// An invoice. A posted form takes a payment, uses credit, takes back.
pub async fn invoice_page(id: InvoiceId) -> Result<InvoicePage, Problem> {
    let Some(form) = edge::posted::<InvoiceForm>() else {
        return edge::look(async |cx| invoice_view(cx, id, None, None).await).await;
    };
    let form = form?;
    let result = act_on(id, &form).await;
    if result.is_ok() {
        edge::go_to(&format!("/billing/invoices/{id}"));
    }
    let problem = result.err().map(stays).transpose()?;
    edge::look(async |cx| invoice_view(cx, id, problem.is_some().then_some(form), problem).await).await
}

async fn act_on(id: InvoiceId, form: &InvoiceForm) -> Result<(), Problem> {
    // who asks is looked at before what is asked
    let today = edge::look(async |cx| {
        let file = file_of(cx, id).await?;
        let _sees = cx.permit::<SeeAccount>(file)?;
        cx.saw([file.patient]);
        Ok(cx.today())
    })
    .await?;
    let key = key(form.of("key"))?;
    let asked = (id, form.clone());
    match form.of("deed") {
        "pay" => {
            let payment = form.payment(today)?;
            edge::act_once(key, "payment.take", &asked, async |cx| invoice::pay(cx, id, &payment).await).await.map(drop)
        }
        "credit" => {
            edge::act_once(key, "credit.use", &asked, async |cx| invoice::use_credit(cx, id).await).await.map(drop)
        }
        "correct" => {
            let (lines, reason) = form.correction()?;
            let body = async |cx: &mut crate::platform::cx::CxMut| invoice::correct(cx, id, &lines, &reason).await;
            edge::act_once(key, "invoice.correct", &asked, body).await.map(drop)
        }
        "return" => {
            let payment = form.of("payment").parse().map_err(|_| Problem::field("return", "choose"))?;
            let reason = form.of("why").trim().to_owned();
            if reason.chars().count() < 5 || reason.chars().count() > 300 || reason.chars().any(char::is_control) {
                return Err(Problem::field("why", "reason_short"));
            }
            let body = async |cx: &mut crate::platform::cx::CxMut| {
                invoice::return_payment(cx, id, PaymentId(payment), &reason).await
            };
            edge::act_once(key, "payment.return", &asked, body).await
        }
        _ => Err(Problem::Invalid { fields: vec![] }),
    }
}

async fn invoice_view(
    cx: &mut Cx,
    id: InvoiceId,
    typed: Option<InvoiceForm>,
    problem: Option<Problem>,
) -> Result<InvoicePage, Fault> {
    let file = file_of(cx, id).await?;
    let may = cx.permit::<SeeAccount>(file)?;
    cx.saw([file.patient]);
    let it = read::invoice(cx, &may, id).await?;
    let (paper, lines) = invoice::paper_of(cx, &may, &it).await?;
    let (_, credit) = read::balances(cx, &may).await?;
    let payments = read::payments_of(cx, &may, id).await?.into_iter().map(|p| {
        let method = Method::from_key(&p.method).map_or("", Method::words).to_lowercase();
        PaymentLine {
            id: p.id.0,
            name: receipt_name(p.number),
            how: format!("{}, {method}", plain_day(p.received_on)),
            reference: p.reference,
            amount: Money::cents(p.cents),
            used: Money::cents(p.used),
            returned: p.returned,
        }
    });
    let payments = payments.collect();
    let notes = read::credit_notes(cx, &may, Some(id), None).await?;
    let zone = cx.zone.clone();
    let history = read::past(cx, &may, id).await?.into_iter().map(|(kind, at, by)| {
        let (day, minute) = local(&zone, at);
        let words = match kind.as_str() {
            "invoice.issued" => "Issued",
            "invoice.credited" => "Taken back by credit note",
            "payment.taken" => "Payment taken",
            "payment.returned" => "Payment returned",
            _ => "Paid from credit",
        };
        (format!("{}, {}", plain_day(day), clock(minute)), by, words.to_owned())
    });
    let history = history.collect();
    let mut form = typed.unwrap_or_default();
    if form.of("deed").is_empty() {
        let owed = it.owed();
        form.set("amount", format!("{}.{:02}", owed / 100, owed % 100));
        form.set("method", Method::Card.key());
        form.set("received_on", cx.today().to_string());
    }
    form.set("key", OnceKey::fresh().to_string());
    Ok(InvoicePage {
        id,
        patient: file.patient,
        visit: it.visit,
        state: State::of(it.total, it.credited, it.paid),
        total: Money::cents(it.total),
        credited: Money::cents(it.credited),
        paid: Money::cents(it.paid),
        owed: Money::cents(it.owed()),
        credit: Money::cents(credit),
        payments,
        credit_notes: notes
            .into_iter()
            .map(|n| (n.id, credit_note_name(n.number), plain_day(n.issued_on), Money::cents(n.total), n.reason))
            .collect(),
        choices: lines
            .iter()
            .map(|l| CreditChoice {
                position: l.paper.position,
                words: format!("{}, {}, {}", l.paper.code, l.paper.label, l.paper.total),
                credited: l.credited.is_some(),
            })
            .collect(),
        history,
        may_pay: policy::ask::<TakePayment>(&cx.actor, file).is_some(),
        may_correct: policy::ask::<CorrectAccount>(&cx.actor, file).is_some(),
        paper,
        form,
        problem,
    })
}

/// The list of invoices. What is looked for is posted: an address would stay in histories and logs.
pub async fn invoices_page() -> Result<InvoicesPage, Problem> {
    #[derive(Default, serde::Deserialize)]
    #[serde(default)]
    struct Asked {
        q: String,
        state: String,
    }
    let Asked { q, state } = edge::posted::<Asked>().transpose()?.unwrap_or_default();
    edge::look(async |cx| list::invoices(cx, q, state).await).await
}

/// An invoice to print.
pub async fn print_page(cx: &mut Cx, id: InvoiceId) -> Result<PrintPage, Fault> {
    let file = file_of(cx, id).await?;
    let may = cx.permit::<SeeAccount>(file)?;
    cx.saw([file.patient]);
    let it = read::invoice(cx, &may, id).await?;
    let (paper, _) = invoice::paper_of(cx, &may, &it).await?;
    Ok(PrintPage { paper, back: format!("/billing/invoices/{id}"), pdf: format!("/billing/invoices/{id}/pdf") })
}

/// A credit note to print.
pub async fn credit_note_page(cx: &mut Cx, id: CreditNoteId) -> Result<PrintPage, Fault> {
    let patient = read::patient_of_credit_note(cx, id).await?;
    let file = patients::file(cx, patient).await?;
    let may = cx.permit::<SeeAccount>(file)?;
    cx.saw([file.patient]);
    let note = read::credit_notes(cx, &may, None, Some(id)).await?.pop().ok_or(Problem::NotFound)?;
    let it = read::invoice(cx, &may, note.invoice).await?;
    let lines = read::lines(cx, &may, note.invoice).await?;
    let lines = lines.into_iter().filter(|l| l.credited == Some(id)).map(|l| l.paper).collect();
    let sums = (Money::cents(note.total), Money::cents(note.vat));
    let paper = Paper::credit_note(note.number, it.number, note.issued_on, &note.reason, &it.snapshot, lines, sums);
    Ok(PrintPage {
        paper,
        back: format!("/billing/invoices/{}", note.invoice),
        pdf: format!("/billing/credit-notes/{id}/pdf"),
    })
}

/// What stands at the head of documents, with the form posted to it.
pub async fn settings_page() -> Result<BillingSettingsPage, Problem> {
    let Some(form) = edge::posted::<ParticularsForm>() else {
        return edge::look(async |cx| settings::page(cx, None).await).await;
    };
    let form = form?;
    let result = match form.of("deed") {
        "particulars" => edge::act(async |cx| settings::set_particulars(cx, &form).await).await,
        "practitioners" => edge::act(async |cx| settings::set_numbers(cx, &form).await).await,
        "proposals" => edge::act(async |cx| settings::set_proposals(cx, &form).await).await,
        _ => edge::look(async |cx| settings::page(cx, None).await).await.and(Err(Problem::Invalid { fields: vec![] })),
    };
    let problem = result.err().map(stays).transpose()?;
    let saved = match (form.of("deed"), &problem) {
        (_, Some(_)) => String::new(),
        ("particulars", None) => "What stands at the head of invoices is saved.".into(),
        ("practitioners", None) => "The practitioners' numbers are saved.".into(),
        (_, None) => "The proposed charges are saved.".into(),
    };
    let typed = problem.is_some().then_some(form);
    let page = edge::look(async |cx| settings::page(cx, typed).await).await?;
    Ok(BillingSettingsPage { saved, problem, ..page })
}
