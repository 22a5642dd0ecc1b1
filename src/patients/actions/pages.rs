//! What the pages show, and the forms posted to them.

use super::{change, change_funding, raise_alert, register, search, settle_alert};
use crate::{
    access::policy::{
        self, Ability, ChangeFunding, ChangePatient, PatientFile, Permit, RaiseAlert, RegisterPatient,
        RevealIdentifier, SearchPatients, SeePatient,
    },
    kernel::{
        ids::{OnceKey, PatientId},
        problem::Problem,
    },
    patients::{
        alerts::{AlertDraft, AlertsOf, StepDraft},
        model::{Became, DuplicateCard, ListPage, PatientPage, RegistrationPage},
        opening,
        registration::RegistrationDraft,
        store,
    },
    platform::{
        cx::{Cx, Fault},
        edge,
    },
};
use std::collections::BTreeMap;

/// The search text as posted. It never stands in an address: addresses are kept in histories and logs.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    q: String,
}

/// The forms of a patient's page, beside steps of alerts: the button that asks for exact numbers, and an alert.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct OnPage {
    reveal: String,
    alert: String,
}

/// The list page: the answer to a search posted without scripts.
pub async fn list_page() -> Result<ListPage, Problem> {
    let asked = edge::posted::<Asked>().transpose()?;
    edge::look(async |cx| {
        let may_register = policy::could::<RegisterPatient>(&cx.actor);
        // a form sent empty asks nothing
        let Some(Asked { q }) = asked.filter(|asked| !asked.q.trim().is_empty()) else {
            drop(cx.permit::<SearchPatients>(())?);
            return Ok(ListPage { query: String::new(), found: None, may_register });
        };
        let found = search(cx, &q).await?;
        Ok(ListPage { query: q, found: Some(found), may_register })
    })
    .await
}

/// The empty form, or the form as it was sent with what needs another look.
pub async fn new_page() -> Result<RegistrationPage, Problem> {
    let answer = match edge::posted::<RegistrationDraft>().transpose()? {
        None => Answer::blank(),
        Some(draft) => Answer::to(draft.clone(), register(draft).await)?,
    };
    edge::look(async |cx| {
        drop(cx.permit::<RegisterPatient>(())?);
        answer.page(cx, None).await
    })
    .await
}

/// The form over what is on file, or as it was sent with what needs another look.
pub async fn edit_page(patient: PatientId) -> Result<RegistrationPage, Problem> {
    let answer = match edge::posted::<RegistrationDraft>().transpose()? {
        None => None,
        Some(draft) => Some(Answer::to(draft.clone(), change(patient, draft).await)?),
    };
    edge::look(async |cx| {
        let file = store::file(cx, patient).await?;
        let may = cx.permit::<ChangePatient>(file)?;
        over_file(cx, &may, answer).await
    })
    .await
}

/// The part of the form about who pays, or as it was sent with what needs another look.
pub async fn funding_page(patient: PatientId) -> Result<RegistrationPage, Problem> {
    let answer = match edge::posted::<RegistrationDraft>().transpose()? {
        None => None,
        Some(draft) => Some(Answer::to(draft.clone(), change_funding(patient, draft).await)?),
    };
    edge::look(async |cx| {
        let file = store::file(cx, patient).await?;
        let may = cx.permit::<ChangeFunding>(file)?;
        over_file(cx, &may, answer).await
    })
    .await
}

/// The form over what is on file, or the answer to what was sent.
async fn over_file<A: Ability<Over = PatientFile>>(
    cx: &mut Cx,
    may: &Permit<A>,
    answer: Option<Answer>,
) -> Result<RegistrationPage, Fault> {
    let file = may.over();
    let seen = cx.permit::<SeePatient>(file)?;
    cx.saw([file.patient]);
    let was = store::stored(cx, may).await?;
    let mut answer = answer.unwrap_or_else(|| Answer { draft: was.draft.clone(), ..Answer::default() });
    // after "somebody changed this", saving again keeps what is typed here
    if matches!(answer.problem, Some(Problem::Stale { .. })) {
        answer.draft.set("version", was.version.to_string());
    }
    // masks are for showing: they come from the file, whatever was sent
    for field in MASKS {
        answer.draft.set(field, was.draft.of(field));
    }
    let banner = store::banner(cx, &seen).await?;
    let mut page = answer.page(cx, Some(file.patient)).await?;
    page.banner = Some(banner);
    Ok(page)
}

const MASKS: [&str; 6] = [
    "id_kept",
    "holder_id_kept",
    "funding_1_member_kept",
    "funding_2_member_kept",
    "funding_1_main_id_kept",
    "funding_2_main_id_kept",
];

/// A form and what became of it.
#[derive(Default)]
struct Answer {
    draft: RegistrationDraft,
    problem: Option<Problem>,
    duplicates: Vec<DuplicateCard>,
    saved: bool,
}

impl Answer {
    fn blank() -> Answer {
        Answer { draft: RegistrationDraft::blank(), ..Answer::default() }
    }

    /// What was typed comes back with what is wrong; only whoever may not do it at all gets no form.
    fn to(draft: RegistrationDraft, became: Result<Became, Problem>) -> Result<Answer, Problem> {
        match became {
            Ok(Became::Saved(id)) => {
                edge::go_to(&format!("/patients/{id}"));
                Ok(Answer { draft, saved: true, ..Answer::default() })
            }
            Ok(Became::Duplicates(duplicates)) => {
                edge::set_status(&Problem::Confirm { questions: vec![] });
                Ok(Answer { draft, duplicates, ..Answer::default() })
            }
            Err(
                it @ (Problem::SignedOut
                | Problem::PasswordFirst
                | Problem::FactorFirst
                | Problem::ProveFirst
                | Problem::NotAllowed { .. }
                | Problem::NotFound),
            ) => Err(it),
            Err(
                problem @ (Problem::Invalid { .. }
                | Problem::Clash(_)
                | Problem::Stale { .. }
                | Problem::TooMany { .. }
                | Problem::Busy
                | Problem::TooLarge
                | Problem::Confirm { .. }
                | Problem::Offline
                | Problem::Broken { .. }),
            ) => {
                edge::set_status(&problem);
                Ok(Answer { draft, problem: Some(problem), ..Answer::default() })
            }
        }
    }

    async fn page(self, cx: &mut Cx, patient: Option<PatientId>) -> Result<RegistrationPage, Fault> {
        let Answer { mut draft, problem, duplicates, saved } = self;
        let today = cx.today();
        if problem.is_some() || !duplicates.is_empty() {
            draft.fill_in(today);
        }
        if draft.of("key").parse::<OnceKey>().is_err() {
            draft.set("key", OnceKey::fresh().to_string());
        }
        let lists = store::lists(cx).await?;
        Ok(RegistrationPage { patient, draft, problem, duplicates, lists, today, banner: None, saved })
    }
}

/// A form about alerts that was not carried out, as it was sent.
struct Unsettled {
    draft: Option<AlertDraft>,
    step: Option<StepDraft>,
    problem: Problem,
}

/// Carries out the form about alerts that was posted to the page, if one was.
async fn alert_form(patient: PatientId, raising: bool) -> Result<Option<Unsettled>, Problem> {
    let form = edge::posted::<BTreeMap<String, String>>().transpose()?.unwrap_or_default();
    let (draft, step) = match StepDraft::from_form(&form) {
        None if raising => (edge::posted::<AlertDraft>().transpose()?, None),
        step => (None, step),
    };
    let became = match (&draft, &step) {
        (Some(draft), _) => raise_alert(patient, draft.clone()).await,
        (None, Some(step)) => settle_alert(patient, step.clone()).await,
        (None, None) => return Ok(None),
    };
    match became {
        Ok(id) => {
            edge::go_to(&format!("/patients/{id}#alerts"));
            Ok(None)
        }
        Err(problem @ (Problem::Invalid { .. } | Problem::Stale { .. } | Problem::Busy)) => {
            edge::set_status(&problem);
            Ok(Some(Unsettled { draft, step, problem }))
        }
        Err(other) => Err(other),
    }
}

/// A patient's own page, and the forms on it.
pub async fn patient_page_posted(patient: PatientId) -> Result<PatientPage, Problem> {
    let form = edge::posted::<OnPage>().transpose()?.unwrap_or_default();
    let unsettled = alert_form(patient, !form.alert.is_empty()).await?;
    edge::look(async |cx| {
        let mut page = patient_page(cx, patient).await?;
        if form.reveal == "true" {
            page.revealed = Some(super::reveal(cx, patient).await?);
        }
        if let Some(Unsettled { draft, step, problem }) = unsettled {
            if let (Some(empty), Some(draft)) = (&mut page.alerts.draft, draft) {
                *empty = draft;
            }
            (page.alerts.step, page.alerts.problem) = (step, Some(problem));
        }
        Ok(page)
    })
    .await
}

/// A patient's own page.
pub async fn patient_page(cx: &mut Cx, patient: PatientId) -> Result<PatientPage, Fault> {
    let file = store::file(cx, patient).await?;
    let may = cx.permit::<SeePatient>(file)?;
    cx.saw([patient]);
    let may_raise = policy::ask::<RaiseAlert>(&cx.actor, file).is_some();
    // said only where nothing else opens it
    let opened = if file.opened && !file.in_care { opening::store::open_until(cx, patient).await? } else { None };
    let opened_until = opened.map(|until| cx.zone.to_datetime(until).time().strftime("%H:%M").to_string());
    Ok(PatientPage {
        banner: store::banner(cx, &may).await?,
        details: store::stored(cx, &may).await?.draft,
        lists: store::lists(cx).await?,
        history: store::history(cx, &may).await?,
        may_change: policy::ask::<ChangePatient>(&cx.actor, file).is_some(),
        may_reveal: policy::ask::<RevealIdentifier>(&cx.actor, file).is_some(),
        may_fund: policy::ask::<ChangeFunding>(&cx.actor, file).is_some(),
        opened_until,
        revealed: None,
        alerts: AlertsOf {
            lines: store::alerts(cx, &may).await?,
            draft: may_raise.then(|| AlertDraft { key: OnceKey::fresh().to_string(), ..AlertDraft::default() }),
            step: None,
            problem: None,
        },
    })
}
