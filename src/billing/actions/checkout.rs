//! From a visit to an invoice: what is charged, what it costs, and issuing it.

use crate::{
    access::policy::{self, GiveConcession, IssueInvoice, PatientFile, Permit},
    billing::{
        drafts::{Checkout, CheckoutForm, Particulars},
        events::{CheckoutKept, InvoiceIssued},
        paper::Snapshot,
        rules::{self, Book, Case, Given, Place, Priced, Refusal},
        store::{
            document::{self, NewInvoice},
            ledger, settings,
            tariff::{self, Head},
            visit::{self, Facts},
        },
    },
    kernel::{
        draft::Faults,
        ids::{AppointmentId, InvoiceId},
        money::Money,
        problem::Problem,
        span::{clock, local, plain_day},
    },
    patients,
    platform::cx::{Cx, CxMut, Fault, Outcome},
};
use jiff::{ToSpan, civil::Date};

/// The file of a visit's patient, which every permit here is over.
pub async fn file_of(cx: &mut Cx, id: AppointmentId) -> Result<PatientFile, Fault> {
    let patient = visit::patient_of(cx, id).await?.ok_or(Problem::NotFound)?;
    Ok(patients::file(cx, patient).await?)
}

/// A checkout worked out as far as it goes.
#[derive(Debug)]
pub struct Worked {
    /// The visit.
    pub facts: Facts,
    /// Its day in the practice.
    pub day: Date,
    /// The form, read.
    pub read: Checkout,
    /// What is wrong with fields.
    pub faults: Faults,
    /// Books that apply.
    pub heads: Vec<Head>,
    /// The book it is priced from.
    pub book: Option<Book>,
    /// What stands at the head of the invoice.
    pub particulars: Option<Particulars>,
    /// Prices, or what stands in the way.
    pub priced: Result<Priced, Vec<Refusal>>,
}

/// The form as a checkout begins: what the kind of visit proposes.
pub async fn begun(cx: &mut Cx, facts: &Facts) -> Result<CheckoutForm, Fault> {
    let mut form = CheckoutForm::default();
    let minutes = facts.ends_at.duration_since(facts.starts_at).as_mins();
    form.set("minutes", minutes.to_string());
    form.set("people", if facts.capacity > 1 { "2" } else { "1" });
    form.set("place", if facts.type_key == "travel.home" { Place::Home.key() } else { Place::Rooms.key() });
    for (code, quantity) in visit::proposed(cx, facts).await? {
        form.add(&code, quantity);
    }
    Ok(form)
}

/// The book of the form, or the only one there is. Never one of another year, and never one of several by itself.
fn chosen<'a>(heads: &'a [Head], read: &Checkout) -> Result<&'a Head, &'static str> {
    match (heads, read.book) {
        ([], _) => Err("no_book"),
        ([one], None) => Ok(one),
        (_, Some(id)) => heads.iter().find(|h| h.id == id).ok_or("choose"),
        (_, None) => Err("choose"),
    }
}

/// Reads the form and prices it.
pub async fn work(
    cx: &mut Cx,
    may: &Permit<IssueInvoice>,
    id: AppointmentId,
    form: &CheckoutForm,
) -> Result<Worked, Fault> {
    let facts = visit::facts(cx, may, id).await?;
    let (day, _) = local(&cx.zone, facts.starts_at);
    let mut faults = Faults::default();
    let read = form.check(&mut faults);
    let heads = tariff::on(cx, day, &facts.profession).await?;
    let particulars = settings::particulars(cx, cx.today()).await?;
    let codes: Vec<String> = read.lines.iter().map(|l| l.code.clone()).collect();
    let (mut book, mut priced) = (None, Err(vec![]));
    match chosen(&heads, &read) {
        Ok(head) => {
            let of = tariff::book(cx, head, &facts.profession, &codes).await?;
            let case = Case {
                place: read.place,
                minutes: read.minutes,
                people: read.people,
                overlaps: read.overlaps,
                emergency: read.emergency,
                inpatient: read.inpatient,
                first_visit: facts.first_visit,
                given: Given {
                    requester: !read.requester.is_empty(),
                    motivation: !read.motivation.is_empty(),
                    condition: !read.diagnoses.is_empty(),
                },
                vat_bp: particulars.as_ref().and_then(|p| p.vat_bp).and_then(|bp| u32::try_from(bp).ok()),
                history: tariff::history(cx, may, id, day, &codes).await?,
                lines: read.lines.clone(),
            };
            if faults.is_empty() {
                priced = rules::price(&of, &case);
            }
            book = Some(of);
        }
        Err("no_book") => priced = Err(vec![no_book(&facts, day)]),
        Err(code) => faults.note("book", code),
    }
    Ok(Worked { facts, day, read, faults, heads, book, particulars, priced })
}

fn no_book(facts: &Facts, day: Date) -> Refusal {
    Refusal {
        key: "no_book".into(),
        words: format!(
            "No tariff for {} covers {}. Import one that does; another year's is not used.",
            facts.profession.replace('_', " "),
            plain_day(day)
        ),
    }
}

/// What a form comes to, when nothing stands in the way.
pub async fn total(cx: &mut Cx, id: AppointmentId, form: &CheckoutForm) -> Result<Option<Money>, Fault> {
    let file = file_of(cx, id).await?;
    let may = cx.permit::<IssueInvoice>(file)?;
    let priced = work(cx, &may, id, form).await?.priced;
    Ok(priced.ok().map(|p| p.total()))
}

/// Keeps a checkout for later, as it is.
pub async fn keep(cx: &mut CxMut, id: AppointmentId, form: &CheckoutForm) -> Outcome<()> {
    let file = file_of(cx, id).await?;
    let may = cx.permit::<IssueInvoice>(file)?;
    not_invoiced(cx, &may, id).await?;
    let kept = form.kept();
    let version = form.of("version").parse().unwrap_or(0);
    if !visit::keep(cx, &may, id, &kept, version).await? {
        return Err(stale(cx, &may, id).await?.into());
    }
    cx.done(may, CheckoutKept { visit: id, lines: kept.numbers().len() }, ()).await
}

async fn stale(cx: &mut Cx, may: &Permit<IssueInvoice>, id: AppointmentId) -> Result<Problem, Fault> {
    let kept = visit::kept(cx, may, id).await?;
    let (by, at) = kept.map_or((String::new(), String::new()), |k| (k.by, clock(local(&cx.zone, k.at).1)));
    Ok(Problem::Stale { by, at })
}

async fn not_invoiced(cx: &mut Cx, may: &Permit<IssueInvoice>, id: AppointmentId) -> Result<(), Fault> {
    match visit::invoice_of(cx, may, id).await? {
        Some(_) => Err(Problem::field("lines", "invoiced").into()),
        None => Ok(()),
    }
}

/// Issues the invoice of a visit: priced here, frozen, numbered, booked.
///
/// # Errors
/// Field faults; `lines` is `rules` when the tariff says no, `total_moved` when the sum is not the one that was shown.
pub async fn issue(cx: &mut CxMut, id: AppointmentId, form: &CheckoutForm) -> Outcome<InvoiceId> {
    let file = file_of(cx, id).await?;
    let may = cx.permit::<IssueInvoice>(file)?;
    document::locks(cx, file.patient).await?;
    not_invoiced(cx, &may, id).await?;
    let Worked { facts, day, read, mut faults, book, particulars, priced, .. } = work(cx, &may, id, form).await?;
    if matches!(facts.status.as_str(), "cancelled" | "no_show") {
        faults.note("lines", "not_held");
    } else if facts.starts_at > cx.now {
        faults.note("lines", "not_yet");
    }
    if particulars.is_none() {
        faults.note("lines", "nameless");
    }
    if faults.is_empty() && priced.is_err() {
        faults.note("lines", "rules");
    }
    let (Ok(priced), Some(book), Some(particulars), true) = (priced, book, particulars, faults.is_empty()) else {
        return Err(faults.problem().into());
    };
    if form.of("shown").parse() != Ok(priced.total().as_cents()) {
        return Err(Problem::field("lines", "total_moved").into());
    }
    let conceded: Vec<String> = read.lines.iter().filter(|l| l.concession > 0).map(|l| l.code.clone()).collect();
    if !conceded.is_empty() {
        let _concedes = cx.permit::<GiveConcession>(())?;
    }
    let invoice = InvoiceId::fresh();
    let due = i64::from(particulars.due_days).days();
    let (total, vat) = (priced.total().as_cents(), priced.vat().as_cents());
    let snapshot = snapshot(cx, &facts, day, &read, &book, &particulars);
    let new = NewInvoice {
        id: invoice,
        visit: id,
        practitioner: facts.practitioner,
        served_on: day,
        due_on: cx.today().saturating_add(due),
        book: book.id,
        snapshot: &snapshot,
        lines: &priced.lines,
        total,
        vat,
    };
    let number = document::issue(cx, &may, &new).await?;
    let sides: Vec<_> = priced.lines.iter().map(|l| (l.account, l.total.as_cents(), l.vat.as_cents())).collect();
    let today = cx.today();
    ledger::post(cx, &may, "invoice", invoice.0, today, &rules::invoice_entries(&sides)).await?;
    visit::forget(cx, &may, id).await?;
    let event = InvoiceIssued { invoice, patient: file.patient, number, cents: total, conceded };
    cx.done(may, event, invoice).await
}

/// Whether the person may give a concession, for what a page offers.
pub fn may_concede(cx: &Cx) -> bool {
    policy::could::<GiveConcession>(&cx.actor)
}

fn text(of: &serde_json::Value, key: &str) -> String {
    of.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned()
}

/// All legal particulars as they are now.
fn snapshot(cx: &Cx, f: &Facts, day: Date, read: &Checkout, book: &Book, p: &Particulars) -> Snapshot {
    let patient = format!("{} {}", f.first_names, f.last_name).trim().to_owned();
    let ((_, from), (_, to)) = (local(&cx.zone, f.starts_at), local(&cx.zone, f.ends_at));
    let own_address: Vec<String> = ["line1", "line2", "suburb", "town", "postal_code"]
        .iter()
        .map(|key| text(&f.address, key))
        .filter(|t| !t.is_empty())
        .collect();
    let named = text(&f.holder, "name");
    let (holder, holder_address) =
        if named.is_empty() { (patient.clone(), own_address.join(", ")) } else { (named, text(&f.holder, "address")) };
    let surname = text(&f.main_member, "surname");
    let member = match (f.scheme.is_empty(), surname.is_empty()) {
        (true, _) => String::new(),
        (false, true) => patient.clone(),
        (false, false) => format!("{} {surname}", text(&f.main_member, "initials")).trim().to_owned(),
    };
    Snapshot {
        practice_name: p.name.clone(),
        practice_no: p.practice_no.clone(),
        practice_address: p.address.clone(),
        practice_phone: p.phone.clone(),
        practice_email: p.email.clone(),
        bank: p.bank.clone(),
        vat_no: p.vat_no.clone(),
        vat_bp: p.vat_bp.and_then(|bp| u32::try_from(bp).ok()),
        practitioner: f.practitioner_name.clone(),
        profession: f.profession.clone(),
        qualification: f.qualification.clone(),
        council_no: f.council_no.clone(),
        practitioner_no: f.practitioner_no.clone(),
        requester: read.requester.clone(),
        requester_no: read.requester_no.clone(),
        patient,
        file_no: f.file_no.clone(),
        born: f.birth.map(plain_day).unwrap_or_default(),
        holder,
        holder_address,
        scheme: f.scheme.clone(),
        scheme_option: f.scheme_option.clone(),
        member_no: f.member_no.clone(),
        member,
        dependant: f.dependant.clone(),
        authorisation: read.authorisation.clone(),
        served: format!("{}, {} to {}", plain_day(day), clock(from), clock(to)),
        place: read.place.words().to_owned(),
        site: f.site.clone(),
        kind: f.type_name.clone(),
        diagnoses: read.diagnoses.clone(),
        motivation: read.motivation.clone(),
        book: book.name.clone(),
        book_since: plain_day(book.since),
        rounding: format!("{:?}", book.rounding),
    }
}
