//! The page of a checkout, with what was posted to it.

use super::{
    checkout::{self, Worked},
    pages::{key, stays},
};
use crate::{
    access::policy::{IssueInvoice, SeeAccount},
    billing::{
        drafts::CheckoutForm,
        model::{CheckoutPage, PricedLine, WishedLine},
        rules::{PriceMode, Priced},
        store::{tariff, visit},
    },
    kernel::{
        ids::{AppointmentId, InvoiceId, OnceKey, PatientId},
        money::Money,
        problem::Problem,
        span::{clock, local, plain_day},
    },
    platform::{
        cx::{Cx, Fault},
        edge,
    },
};

/// The checkout of a visit. A posted form adds, removes, works out anew, or issues.
pub async fn checkout_page(id: AppointmentId) -> Result<CheckoutPage, Problem> {
    let Some(form) = edge::posted::<CheckoutForm>() else {
        return edge::look(async |cx| checkout_view(cx, id, None, None).await).await;
    };
    let mut form = form?;
    let deed = form.of("deed").to_owned();
    let result = match deed.split_once(':') {
        None if deed == "issue" => {
            let asked = (id, form.clone());
            match key(form.of("key")) {
                Ok(key) => {
                    let done =
                        edge::act_once(key, "invoice.issue", &asked, async |cx| checkout::issue(cx, id, &form).await);
                    done.await.map(|invoice| edge::go_to(&format!("/billing/invoices/{invoice}")))
                }
                Err(problem) => Err(problem),
            }
        }
        _ => {
            match deed.split_once(':') {
                Some(("add", code)) => {
                    let code: String = code.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
                    form.add(&code, 1);
                    form.set("find", "");
                }
                Some(("remove", n)) => form.remove(n.parse().unwrap_or(0)),
                Some(_) | None => {}
            }
            let kept = edge::act(async |cx| checkout::keep(cx, id, &form).await).await;
            // what was looked for is not kept, so the answer is shown at once; everything else is looked at anew
            if kept.is_ok() && form.of("find").trim().is_empty() {
                edge::go_to(&format!("/billing/checkout/{id}"));
            }
            kept
        }
    };
    let problem = result.err().map(stays).transpose()?;
    edge::look(async |cx| checkout_view(cx, id, Some(form), problem).await).await
}

async fn checkout_view(
    cx: &mut Cx,
    id: AppointmentId,
    typed: Option<CheckoutForm>,
    problem: Option<Problem>,
) -> Result<CheckoutPage, Fault> {
    let file = checkout::file_of(cx, id).await?;
    let sees = cx.permit::<SeeAccount>(file)?;
    cx.saw([file.patient]);
    let may = cx.permit::<IssueInvoice>(file)?;
    let kept = visit::kept(cx, &may, id).await?;
    let mut version = kept.as_ref().map_or(0, |k| k.version);
    let mut form = match (typed, kept) {
        (Some(mut typed), _) => {
            // a checkout somebody else changed is overwritten only by whoever looked at the change
            if !matches!(problem, Some(Problem::Stale { .. })) && problem.is_some() {
                version = typed.of("version").parse().unwrap_or(version);
            }
            let find = typed.of("find").to_owned();
            typed = typed.kept();
            typed.set("find", find);
            typed
        }
        (None, Some(kept)) => kept.form,
        (None, None) => {
            let facts = visit::facts(cx, &may, id).await?;
            checkout::begun(cx, &facts).await?
        }
    };
    let it = checkout::work(cx, &may, id, &form).await?;
    let invoice = visit::invoice_of(cx, &sees, id).await?;
    let find: String = form.of("find").trim().chars().filter(|c| !c.is_control()).take(60).collect();
    let mut found = vec![];
    if let (false, Some(book)) = (find.is_empty(), &it.book) {
        for (code, label, fee, mode) in tariff::seek(cx, book.id, &it.facts.profession, &find).await? {
            found.push((code, label, price_words(PriceMode::of(&mode, fee), fee)));
        }
    }
    let total = it.priced.as_ref().map(Priced::total).unwrap_or_default();
    form.set("key", OnceKey::fresh().to_string());
    form.set("version", version.to_string());
    form.set("shown", total.as_cents().to_string());
    Ok(shown(cx, file.patient, it, form, invoice, (found, !find.is_empty()), problem))
}

fn price_words(mode: PriceMode, fee: i64) -> String {
    match mode {
        PriceMode::Fixed => Money::cents(fee).to_string(),
        PriceMode::AtCost | PriceMode::CostPlus => "at cost".into(),
        PriceMode::Hire => "hire, by the day".into(),
        PriceMode::PracticeFee => "the practice's own price".into(),
        PriceMode::Arrangement => "as arranged".into(),
        PriceMode::Unknown => "no price in the book".into(),
    }
}

fn shown(
    cx: &Cx,
    patient: PatientId,
    it: Worked,
    form: CheckoutForm,
    invoice: Option<InvoiceId>,
    (found, sought): (Vec<(String, String, String)>, bool),
    problem: Option<Problem>,
) -> CheckoutPage {
    let (_, from) = local(&cx.zone, it.facts.starts_at);
    let codes = it.book.as_ref().map(|b| &b.codes);
    let wished = form.numbers().into_iter().zip(&it.read.lines).map(|(n, line)| {
        let code = codes.and_then(|c| c.get(&line.code));
        WishedLine {
            n,
            label: code.map(|c| c.label.clone()).unwrap_or_default(),
            fee: code.map(|c| price_words(c.mode, c.fee.as_cents())).unwrap_or_default(),
            asks: code.and_then(|c| c.mode.asks()).map(str::to_owned),
            may_borrow: it.facts.profession == "physiotherapy" && code.is_some_and(|c| c.modality),
            may_be_second: it.facts.profession == "physiotherapy" && code.is_some_and(|c| c.modality && !c.standalone),
        }
    });
    let (wished, vat_bp) = (wished.collect(), it.particulars.as_ref().and_then(|p| p.vat_bp));
    let (priced, faults, remarks, total, vat) = match it.priced {
        Ok(p) => {
            let (total, vat) = (p.total(), p.vat());
            let lines = p.lines.into_iter().map(|l| PricedLine {
                code: std::iter::once(l.code).chain(l.modifiers).collect::<Vec<_>>().join(" "),
                label: l.label,
                explains: l.explains,
                quantity: l.quantity,
                unit: l.unit,
                total: l.total,
            });
            (lines.collect(), vec![], p.remarks.into_iter().map(|r| r.0).collect(), total, vat)
        }
        Err(refused) => (vec![], refused.into_iter().map(|r| r.words).collect(), vec![], Money::ZERO, Money::ZERO),
    };
    let fields = (!it.faults.is_empty()).then(|| it.faults.problem());
    CheckoutPage {
        visit: it.facts.visit,
        patient,
        name: format!("{} {}", it.facts.first_names, it.facts.last_name).trim().to_owned(),
        lead: format!("{}, {}, {}, {}", plain_day(it.day), clock(from), it.facts.type_name, it.facts.practitioner_name),
        books: it
            .heads
            .iter()
            .map(|h| (h.id.to_string(), format!("{}, valid from {}", h.name, plain_day(h.since))))
            .collect(),
        wished,
        priced,
        faults,
        remarks,
        total,
        vat: vat_bp.map(|_| vat),
        found,
        sought,
        physio: it.facts.profession == "physiotherapy",
        ot: it.facts.profession == "occupational_therapy",
        may_concede: checkout::may_concede(cx),
        nameless: it.particulars.is_none(),
        invoice,
        problem: problem.or(fields),
        form,
    }
}
