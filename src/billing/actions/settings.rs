//! What stands at the head of documents, practitioners' numbers, and what kinds of visit propose.

use crate::{
    access::policy::SetBilling,
    billing::{
        drafts::{ParticularsForm, proposal},
        events::BillingSet,
        model::BillingSettingsPage,
        store::settings,
    },
    kernel::{
        draft::{Faults, text},
        money::Money,
    },
    platform::cx::{Cx, CxMut, Fault, Outcome},
};
use std::collections::BTreeMap;

/// Says anew what stands at the head of documents.
pub async fn set_particulars(cx: &mut CxMut, form: &ParticularsForm) -> Outcome<()> {
    let may = cx.permit::<SetBilling>(())?;
    let it = form.particulars(cx.today())?;
    settings::set_particulars(cx, &may, &it).await?;
    let practice = cx.actor.practice.0;
    cx.done(may, BillingSet { practice, what: "particulars" }, ()).await
}

/// Writes the numbers of practitioners.
pub async fn set_numbers(cx: &mut CxMut, form: &ParticularsForm) -> Outcome<()> {
    let may = cx.permit::<SetBilling>(())?;
    let mut faults = Faults::default();
    let mut all = settings::numbers(cx, &may).await?;
    for of in &mut all {
        let id = of.practitioner;
        let mut read = |name: &str, most| {
            let field = format!("{name}_{id}");
            faults.take(&field, text(form.of(&field), most, false)).unwrap_or_default()
        };
        of.qualification = read("qualification", 80);
        of.council_no = read("council", 30);
        of.practice_no = read("number", 20);
    }
    if !faults.is_empty() {
        return Err(faults.problem().into());
    }
    for of in &all {
        settings::set_numbers(cx, &may, of).await?;
    }
    let practice = cx.actor.practice.0;
    cx.done(may, BillingSet { practice, what: "practitioners" }, ()).await
}

/// Writes what kinds of visit propose.
pub async fn set_proposals(cx: &mut CxMut, form: &ParticularsForm) -> Outcome<()> {
    let may = cx.permit::<SetBilling>(())?;
    let mut faults = Faults::default();
    let mut wanted = vec![];
    for (kind, profession, field, _) in slots(cx, &may).await? {
        if let Some(codes) = faults.take(&field, proposal(form.of(&field))) {
            wanted.push((kind, profession, codes));
        }
    }
    if !faults.is_empty() {
        return Err(faults.problem().into());
    }
    for (kind, profession, codes) in &wanted {
        settings::set_proposal(cx, &may, *kind, profession, codes).await?;
    }
    let practice = cx.actor.practice.0;
    cx.done(may, BillingSet { practice, what: "proposals" }, ()).await
}

/// Kinds of visit with the professions here: type, profession, field and words.
async fn slots(
    cx: &mut Cx,
    may: &crate::access::policy::Permit<SetBilling>,
) -> Result<Vec<(uuid::Uuid, String, String, String)>, Fault> {
    let mut professions: Vec<String> = settings::numbers(cx, may).await?.into_iter().map(|n| n.profession).collect();
    professions.sort();
    professions.dedup();
    let mut out = vec![];
    for (kind, name) in settings::charged_types(cx, may).await? {
        for profession in &professions {
            let words = format!("{name}, {}", profession.replace('_', " "));
            out.push((kind, profession.clone(), format!("codes_{kind}_{profession}"), words));
        }
    }
    Ok(out)
}

/// The page, with the forms as they stand; `typed` is laid over them.
pub async fn page(cx: &mut Cx, typed: Option<ParticularsForm>) -> Result<BillingSettingsPage, Fault> {
    let may = cx.permit::<SetBilling>(())?;
    let mut form = ParticularsForm::default();
    if let Some(now) = settings::particulars(cx, cx.today()).await? {
        form.set("name", now.name);
        form.set("practice_no", now.practice_no);
        form.set("address", now.address);
        form.set("phone", now.phone);
        form.set("email", now.email);
        form.set("bank", now.bank);
        form.set("due_days", now.due_days.to_string());
        form.set("vat_no", now.vat_no);
        if let Some(bp) = now.vat_bp {
            let per_cent = Money::cents(i64::from(bp)).as_cents();
            form.set("vat_rate", format!("{}.{:02}", per_cent / 100, per_cent % 100));
        }
    } else {
        form.set("name", cx.practice_name.clone());
        form.set("due_days", "30");
    }
    let mut practitioners = vec![];
    for of in settings::numbers(cx, &may).await? {
        let id = of.practitioner;
        form.set(&format!("qualification_{id}"), of.qualification);
        form.set(&format!("council_{id}"), of.council_no);
        form.set(&format!("number_{id}"), of.practice_no);
        practitioners.push((id.to_string(), of.name));
    }
    let mut codes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (kind, profession, code, times) in settings::proposals(cx, &may).await? {
        let word = if times == 1 { code } else { format!("{code}x{times}") };
        codes.entry(format!("codes_{kind}_{profession}")).or_default().push(word);
    }
    let mut proposals = vec![];
    for (_, _, field, words) in slots(cx, &may).await? {
        form.set(&field, codes.remove(&field).unwrap_or_default().join(", "));
        proposals.push((field, words));
    }
    for (field, value) in typed.unwrap_or_default().0 {
        form.set(&field, value);
    }
    Ok(BillingSettingsPage { form, practitioners, proposals, saved: String::new(), problem: None })
}
