//! A patient's own page.

use super::{
    alerts::Alerts,
    banner::{BannerOf, day},
    id_in_path, opening,
};
use crate::{
    kernel::{ids::PatientId, problem::Problem},
    patients::{
        api,
        model::{ChangeLine, FormLists, PatientPage, Pick, Revealed},
        registration::{
            RegistrationDraft,
            countries::country_name,
            words::{
                self, ANSWERS, CHANNELS, CONSENTS, FUNDING_ROWS, FUNDINGS, GENDERS, GUARDIAN_FLAGS, GUARDIAN_ROWS,
                HOLDERS, ID_TYPES, LANGUAGES, PHONE_LABELS, PHONES, RELATIONSHIPS, SEXES, word,
            },
        },
    },
    ui::{
        Button, ButtonKind, ButtonLink, Facts, Glyph, LinkTo, Note, PageHead, Voice,
        page::{current_frame, screen},
    },
};
use leptos::prelude::*;

/// What the diary shows about a patient's visits. The program puts it in place, because patients know no diary.
#[derive(Clone, Copy)]
pub struct VisitsOf(pub fn(PatientId) -> AnyView);

/// What billing shows about a patient's account. The program puts it in place, because patients know no money.
#[derive(Clone, Copy)]
pub struct AccountOf(pub fn(PatientId) -> AnyView);

/// Everything about a patient that is not a visit, a note or an account.
pub fn patient_page() -> AnyView {
    let id = id_in_path();
    screen("Patient", "patients", async move {
        let id = id?;
        let page = match api::patient_page_of(id).await {
            Ok(page) => page,
            Err(problem @ Problem::NotAllowed { .. }) => return opening::closed(id, problem),
            Err(problem) => return Err(problem),
        };
        Ok(view! { <Patient page /> }.into_any())
    })
}

#[component]
fn Patient(page: PatientPage) -> impl IntoView {
    let PatientPage {
        opened_until,
        banner,
        details,
        lists,
        history,
        may_change,
        may_fund,
        may_reveal,
        revealed,
        alerts,
    } = page;
    let (id, name) = (banner.card.id, banner.card.name.clone());
    let edit = format!("/patients/{id}/edit");
    let incomplete = banner.incomplete.then(|| {
        let edit = edit.clone();
        view! {
            <Note voice=Voice::Warn title="The registration is not complete">
                {may_change.then(|| view! { <LinkTo href=edit>"Complete it"</LinkTo> })}
            </Note>
        }
    });
    let change = may_change.then(|| view! { <ButtonLink href=edit icon=Glyph::Edit>"Change details"</ButtonLink> });
    let fund = (may_fund && !may_change).then(|| {
        let href = format!("/patients/{id}/funding");
        view! { <ButtonLink href icon=Glyph::Edit>"Change account and funding"</ButtonLink> }
    });
    let book = format!("/diary/new?patient={id}");
    let crumbs = vec![("Patients".to_owned(), "/patients".to_owned())];
    let masked = !banner.card.masked_id.is_empty() || !details.of("funding_1_member_kept").is_empty();
    let alerts_shown = alerts.draft.is_some() || !alerts.lines.is_empty();
    let visits = use_context::<VisitsOf>().map(|VisitsOf(show)| show(id));
    let account = use_context::<AccountOf>().map(|AccountOf(show)| show(id));
    let facts = [
        ("Identity", identity(&details)),
        ("Contact", contact(&details, &lists)),
        ("Account and funding", funding(&details, &lists)),
        ("Guardians and contacts", people(&details)),
        ("Consents", consents(&details)),
    ];
    let mut boxes = facts.into_iter().map(|(title, rows)| view! { <FactBox title rows /> }.into_any());
    let sees_who = current_frame().is_some_and(|frame| frame.abilities.contains(&"SeeWhoOpened"));
    let opened_of = sees_who.then_some(id);
    // two and two, so that a wide screen does not set them in a row of slivers
    let pairs: Vec<AnyView> = std::iter::from_fn(|| {
        let (first, second) = (boxes.next()?, boxes.next());
        let history = second.is_none().then(|| view! { <HistoryBox lines=history.clone() of=opened_of /> });
        Some(view! { <div class="pair">{first}{second}{history}</div> }.into_any())
    })
    .collect();
    view! {
        <BannerOf of=banner />
        <PageHead title=name crumbs>
            <ButtonLink href=book kind=ButtonKind::Primary icon=Glyph::Calendar>"Book a visit"</ButtonLink>
            {change}
            {fund}
        </PageHead>
        <div class="stack">
            {opening::mark(opened_until)}
            {incomplete}
            {visits}
            {account}
            {alerts_shown.then(|| view! { <Alerts of=alerts /> })}
            {pairs}
            {(may_reveal && masked).then(|| view! { <Exact revealed /> })}
        </div>
    }
}

#[component]
fn Box(title: &'static str, children: Children) -> impl IntoView {
    view! { <section class="card stack" data-gap="tight"><h2>{title}</h2>{children()}</section> }
}

#[component]
fn FactBox(title: &'static str, rows: Rows) -> impl IntoView {
    let nothing = rows.iter().all(|(_, value)| value.is_none());
    view! {
        <Box title>
            {nothing.then(|| view! { <p class="text-ink-2">"Nothing on file."</p> })}
            <Facts rows />
        </Box>
    }
}

#[component]
fn HistoryBox(lines: Vec<ChangeLine>, of: Option<PatientId>) -> impl IntoView {
    let nothing = lines.is_empty();
    let opened = of.map(|id| {
        let href = format!("/patients/{id}/opened");
        view! { <p><LinkTo href>"Who opened this record"</LinkTo></p> }
    });
    let lines = lines
        .into_iter()
        .map(|line| view! { <li>{line.what}" "<span class="text-ink-2">{line.at}" · "{line.by}</span></li> })
        .collect_view();
    view! {
        <Box title="History">
            {opened}
            {nothing.then(|| view! { <p class="text-ink-2">"Nothing has changed since the patient was put on file."</p> })}
            <ul class="stack" data-gap="tight">{lines}</ul>
        </Box>
    }
}

/// The exact numbers, after asking for them: the asking is written down.
#[component]
fn Exact(revealed: Option<Revealed>) -> impl IntoView {
    match revealed {
        None => view! {
            <form method="post">
                <input type="hidden" name="reveal" value="true" />
                <Button submit=true>"Show the exact numbers"</Button>
                <p class="hint">"Looking is written to the access log."</p>
            </form>
        }
        .into_any(),
        Some(it) => {
            let some = |text: String| Some(text).filter(|t| !t.is_empty());
            let members = some(it.member_numbers.join(", "));
            let rows = vec![("ID number", some(it.id_number)), ("Member number", members)];
            view! { <Box title="Exact numbers"><Facts rows /></Box> }.into_any()
        }
    }
}

type Rows = Vec<(&'static str, Option<String>)>;

fn some(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|t| !t.is_empty())
}

fn day_in_words(stored: String) -> String {
    stored.parse().map(day).unwrap_or(stored)
}

fn chosen(list: words::Words, key: &str) -> Option<String> {
    some(word(list, key))
}

fn picked(list: &[Pick], value: &str) -> Option<String> {
    list.iter()
        .find(|it| it.value == value)
        .map(|it| it.label.clone())
        .or_else(|| some(value).map(|_| "no longer in use".into()))
}

fn joined(parts: &[Option<String>]) -> Option<String> {
    some(&parts.iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", "))
}

fn identity(it: &RegistrationDraft) -> Rows {
    let of = |field: &str| some(it.of(field));
    vec![
        ("Title", of("title").filter(|t| t != "other").or_else(|| of("title_other"))),
        ("First names", of("first_names")),
        ("Last name", of("last_name")),
        ("Preferred name", of("preferred_name")),
        ("Previous last names", of("previous_last_names")),
        ("Initials", of("initials")),
        (
            "Document",
            joined(&[
                chosen(ID_TYPES, it.of("id_type")),
                of("id_kept"),
                of("id_country").map(|code| country_name(&code).to_owned()),
                of("id_reason"),
            ]),
        ),
        ("Expires", of("id_expires").map(day_in_words)),
        (
            "Born",
            joined(&[of("birth_date").map(day_in_words), it.ticked("birth_estimated").then(|| "estimated".to_owned())]),
        ),
        ("Sex for claims", chosen(SEXES, it.of("sex"))),
        (
            "Gender",
            chosen(GENDERS, it.of("gender")).filter(|_| it.of("gender") != "own_words").or_else(|| of("gender_words")),
        ),
        ("Pronouns", of("pronouns")),
        (
            "Languages",
            joined(&[chosen(LANGUAGES, it.of("language_home")), chosen(LANGUAGES, it.of("language_service"))]),
        ),
        (
            "Interpreter",
            it.ticked("interpreter").then(|| format!("needed {}", it.of("interpreter_note")).trim().to_owned()),
        ),
        ("Work", joined(&[of("occupation"), of("employer")])),
        ("School", joined(&[of("school"), of("grade")])),
    ]
}

fn contact(it: &RegistrationDraft, lists: &FormLists) -> Rows {
    let of = |field: &str| some(it.of(field));
    let phone = |n: usize| {
        let field = format!("phone_{n}");
        let no_sms = (!it.ticked(&format!("{field}_sms"))).then(|| "no SMS".to_owned());
        of(&field)
            .and_then(|number| joined(&[Some(number), chosen(PHONE_LABELS, it.of(&format!("{field}_label"))), no_sms]))
    };
    let mut rows: Rows = (1..=PHONES).map(|n| (if n == 1 { "Phone" } else { "Also" }, phone(n))).collect();
    let address = ["address_line1", "address_line2", "suburb", "town", "province", "postal_code"].map(of);
    rows.extend([
        ("E-mail", of("email")),
        ("Address", joined(&address)),
        ("Likes to be reached by", chosen(CHANNELS, it.of("preferred_channel"))),
        ("Usual site", picked(&lists.sites, it.of("home_site"))),
        ("Usual practitioner", picked(&lists.practitioners, it.of("usual_practitioner"))),
        ("Directions", of("directions")),
    ]);
    rows
}

fn funding(it: &RegistrationDraft, lists: &FormLists) -> Rows {
    let holder = joined(&[
        chosen(HOLDERS, it.of("holder_kind")),
        some(it.of("holder_name")),
        some(it.of("holder_file_no")).map(|n| format!("file {n}")),
        some(it.of("holder_phone")),
    ]);
    let mut rows: Rows = vec![("Account holder", holder)];
    for n in 1..=FUNDING_ROWS {
        let of = |name: &str| some(it.of(&format!("funding_{n}_{name}")));
        let kind = of("kind").map(|key| word(FUNDINGS, &key).to_owned());
        let scheme = of("scheme").and_then(|id| picked(&lists.schemes, &id));
        let dependant = of("dependant").map(|code| format!("dependant {code}"));
        let main = of("main_surname").map(|name| format!("main member {name}"));
        let facts = joined(&[
            kind,
            scheme,
            of("option"),
            of("member_kept"),
            dependant,
            main,
            of("employer"),
            of("claim"),
            of("organisation"),
        ]);
        rows.push((if n == 1 { "Pays first" } else { "Pays next" }, facts));
    }
    rows
}

fn people(it: &RegistrationDraft) -> Rows {
    let mut rows: Rows = Vec::new();
    for n in 1..=GUARDIAN_ROWS {
        let of = |name: &str| some(it.of(&format!("guardian_{n}_{name}")));
        let relationship = of("relationship").map(|key| word(RELATIONSHIPS, &key).to_lowercase());
        let may: Vec<&str> = GUARDIAN_FLAGS
            .iter()
            .filter(|(key, _)| it.ticked(&format!("guardian_{n}_{key}")))
            .map(|(_, word)| *word)
            .collect();
        let may = some(&may.join(", ").to_lowercase());
        rows.push((
            if n == 1 { "Guardian" } else { "Also" },
            joined(&[of("name"), relationship, of("phone"), of("email"), may]),
        ));
    }
    let emergency = joined(&[
        some(it.of("emergency_name")),
        chosen(RELATIONSHIPS, it.of("emergency_relationship")),
        some(it.of("emergency_phone")),
    ]);
    rows.push(("In an emergency", emergency));
    rows
}

fn consents(it: &RegistrationDraft) -> Rows {
    let said = CONSENTS.iter().map(|(kind, word_)| (*word_, chosen(ANSWERS, it.of(&format!("consent_{kind}")))));
    said.map(|(word, answer)| (word, Some(answer.unwrap_or_else(|| "not asked".into())))).collect()
}
