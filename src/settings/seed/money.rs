//! The demo's money: a small tariff, what stands at the head of invoices, and invoices in every state. Made through the
//! same actions as by hand, so that they keep every promise.

use super::{copy, practice::House};
use crate::{
    access::{Actor, Role},
    billing::{
        actions,
        drafts::{CheckoutForm, Method, NewPayment, ParticularsForm},
    },
    kernel::ids::{AppointmentId, OnceKey, PersonId, PracticeId},
    platform::{cx::Fault, edge, edge::Services},
    settings::import::{Book, ImportKind, Options, load},
};
use jiff::civil::Date;
use sqlx::PgConnection;

/// Kind of visit, profession, codes a checkout begins with.
#[rustfmt::skip]
const PROPOSALS: &[(&str, &str, &str)] = &[
    ("patient.new", "physiotherapy", "72702"), ("patient.new", "occupational_therapy", "66108"), ("patient.new", "speech_audiology", "821012"),
    ("patient.followup", "physiotherapy", "72703"), ("patient.followup", "occupational_therapy", "66311"), ("patient.followup", "speech_audiology", "821011"),
    ("patient.treatment", "physiotherapy", "72303, 72203"), ("patient.treatment", "occupational_therapy", "66311"), ("patient.treatment", "speech_audiology", "821011"),
    ("patient.neuro", "physiotherapy", "72501, 72305"), ("patient.neuro", "occupational_therapy", "66313"), ("patient.neuro", "speech_audiology", "821012"),
    ("travel.home", "physiotherapy", "72903, 72303"), ("travel.home", "occupational_therapy", "66315"), ("travel.home", "speech_audiology", "821013, 821015"),
];

/// Loads the money, as the owner of the practice.
pub async fn load_money(
    conn: &mut PgConnection,
    services: &Services,
    house: &House,
    today: Date,
) -> anyhow::Result<()> {
    let owner = PersonId(copy::person(conn, "owner@jacaranda.example").await?);
    let actor = Actor {
        person: owner,
        practice: PracticeId(house.practice),
        roles: Role::Owner.into(),
        practitioner: None,
        patient: None,
        session: None,
        name: "Priya Naidoo".into(),
    };
    let book = Book::of_year(&format!("Demo tariff {}", today.year()), today.year());
    for (kind, file) in [
        (ImportKind::Tariff, include_str!("../../billing/demo/tariff.csv")),
        (ImportKind::Modifiers, include_str!("../../billing/demo/modifiers.csv")),
    ] {
        let options = Options { book: Some(book.clone()), file_name: "demo.csv".into(), ..Options::default() };
        load(services, actor.clone(), kind, file.as_bytes(), &options).await.map_err(told)?;
    }
    settings(services, &actor, house).await.map_err(told)?;
    for (n, visit) in copy::completed(conn, house.practice).await?.into_iter().enumerate() {
        // a visit that cannot be charged like this waits for a person
        match bill(services, &actor, AppointmentId(visit.0), &visit.1, &visit.2, visit.3, (n, today)).await {
            Ok(()) | Err(Fault::Problem(_)) => {}
            Err(other) => return Err(told(other)),
        }
    }
    Ok(())
}

fn told(fault: Fault) -> anyhow::Error {
    match fault {
        Fault::Problem(problem) => anyhow::anyhow!("{problem}"),
        Fault::Sql(e) => e.into(),
        Fault::Other(e) => e,
    }
}

async fn settings(services: &Services, actor: &Actor, house: &House) -> Result<(), Fault> {
    let mut form = ParticularsForm::default();
    for (field, value) in [
        ("name", "Jacaranda Therapy Centre"),
        ("practice_no", "0720000123456"),
        ("address", "12 Jacaranda Avenue\nRosebank\n2196"),
        ("phone", "011 555 0100"),
        ("email", "accounts@jacaranda.example"),
        ("bank", "Demo Bank, branch 000000, account 0000000000"),
        ("due_days", "30"),
        ("since", "2020-01-01"),
    ] {
        form.set(field, value);
    }
    edge::act_as(services, actor.clone(), async |cx| actions::set_particulars(cx, &form).await).await?;
    for (n, who) in house.practitioners.iter().enumerate() {
        let word = match who.profession {
            "physiotherapy" => ("BPhysT", "PT"),
            "occupational_therapy" => ("BOccTher", "OT"),
            "speech_audiology" => ("BSpeech-Language Pathology", "ST"),
            _ => ("MA Clinical Psychology", "PS"),
        };
        form.set(&format!("qualification_{}", who.id), word.0);
        form.set(&format!("council_{}", who.id), format!("{} 00{:05}", word.1, 10_100 + n));
        form.set(&format!("number_{}", who.id), format!("07200001{n:05}"));
    }
    edge::act_as(services, actor.clone(), async |cx| actions::set_numbers(cx, &form).await).await?;
    for (key, profession, codes) in PROPOSALS {
        if let Some(kind) = house.types.iter().find(|t| t.0 == *key) {
            form.set(&format!("codes_{}_{profession}", kind.1), *codes);
        }
    }
    edge::act_as(services, actor.clone(), async |cx| actions::set_proposals(cx, &form).await).await
}

/// One visit, in the state its turn gives it.
async fn bill(
    services: &Services,
    actor: &Actor,
    visit: AppointmentId,
    kind: &str,
    profession: &str,
    minutes: i32,
    (n, today): (usize, Date),
) -> Result<(), Fault> {
    let Some((_, _, codes)) = PROPOSALS.iter().find(|p| p.0 == kind && p.1 == profession) else { return Ok(()) };
    let mut form = CheckoutForm::default();
    form.set("minutes", minutes.to_string());
    form.set("place", if kind == "travel.home" { "home" } else { "rooms" });
    for code in codes.split(", ") {
        form.add(code, 1);
    }
    let turn = n % 8;
    if turn == 0 {
        return Ok(());
    }
    if turn == 1 {
        form.set("version", "0");
        return edge::act_as(services, actor.clone(), async |cx| actions::keep(cx, visit, &form).await).await;
    }
    let total = edge::look_as(services, actor.clone(), async |cx| actions::total(cx, visit, &form).await).await?;
    let Some(total) = total else { return Ok(()) };
    form.set("shown", total.as_cents().to_string());
    let invoice = edge::act_as(services, actor.clone(), async |cx| actions::issue(cx, visit, &form).await).await?;
    if turn >= 4 {
        let all = turn != 4;
        let amount = if all { total } else { crate::kernel::money::Money::cents((total.as_cents() / 2).max(1)) };
        let method = [Method::Card, Method::Cash, Method::Eft][n % 3];
        let reference = format!("DEMO-{}", OnceKey::fresh().0.simple());
        let payment = NewPayment { method, amount, reference, received_on: today, keep_rest: false };
        edge::act_as(services, actor.clone(), async |cx| actions::pay(cx, invoice, &payment).await).await?;
    }
    if turn == 7 {
        let reason = "Charged to the wrong visit";
        edge::act_as(services, actor.clone(), async |cx| actions::correct(cx, invoice, &[], reason).await).await?;
    }
    Ok(())
}
