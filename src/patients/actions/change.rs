//! Changing what is on file.

use super::{
    key_of,
    register::{GoingOn, holder_is_here},
};
use crate::{
    access::policy::{ChangeFunding, ChangePatient, SearchPatients},
    kernel::{
        ids::{OnceKey, PatientId},
        problem::Problem,
    },
    patients::{
        events::{ConsentsSaid, DetailsChanged, DuplicatesShown},
        model::Became,
        registration::{ConsentSaid, RegistrationDraft, words::LABELS},
        store::{self, NewConsent},
    },
    platform::{
        cx::{CxMut, Fault, Outcome},
        edge,
    },
};

/// Saves the full form over what is on file.
pub async fn change(patient: PatientId, draft: RegistrationDraft) -> Result<Became, Problem> {
    let form: OnceKey = draft.of("key").trim().parse().map_err(|_| Problem::field("key", "required"))?;
    let key = key_of(form, &draft).map_err(Fault::into_problem)?;
    edge::act_once(key, "patients.change", &(patient, &draft), async |cx| changed(cx, patient, &draft).await).await
}

/// As [`change`], inside a transaction.
pub async fn changed(cx: &mut CxMut, patient: PatientId, draft: &RegistrationDraft) -> Outcome<Became> {
    let file = store::file(cx, patient).await?;
    let may = cx.permit::<ChangePatient>(file)?;
    let may_fund = cx.permit::<ChangeFunding>(file)?;
    let search = cx.permit::<SearchPatients>(())?;
    let was = store::stored(cx, &may).await?;
    let version: i32 = draft.of("version").trim().parse().map_err(|_| Problem::field("version", "required"))?;
    if version != was.version {
        return Err(store::last_change(cx, patient).await?.into());
    }
    let it = was.with_kept(cx, draft)?.check(cx.today())?;
    holder_is_here(cx, &search, &it.holder, Some(patient)).await?;
    let fields = changed_fields(draft, &was.draft, |field| {
        !matches!(field, "later" | "reason") && !field.starts_with("consent_")
    });
    let identity_changed = fields.iter().any(|f| matches!(f.as_str(), "first_names" | "last_name" | "birth_date"))
        || !draft.of("id_number").trim().is_empty();
    if identity_changed {
        let duplicates = store::alike(cx, &search, &it, Some(patient)).await?;
        cx.saw(duplicates.iter().map(|it| it.card.id));
        let going_on = GoingOn { anyway: draft.ticked("anyway"), reason: draft.of("reason").trim().to_owned() };
        if let (Some(first), false) = (duplicates.first(), going_on.past(&duplicates)) {
            let shown = DuplicatesShown { patient: first.card.id, points: first.points, shown: duplicates.len() };
            return cx.done(search, shown, Became::Duplicates(duplicates)).await;
        }
    }
    if !store::update(cx, &may, &it, &was, version).await? {
        return Err(store::last_change(cx, patient).await?.into());
    }
    let funding = store::close_and_open(cx, &may_fund, patient, Some(&it.funding), None).await?;
    let people = store::close_and_open(cx, &may, patient, None, Some(&it.guardians)).await?;
    let said: Vec<&ConsentSaid> =
        it.consents.iter().filter(|said| was.draft.of(&format!("consent_{}", said.kind)) != said.answer).collect();
    for said in &said {
        store::say(cx, &may, &NewConsent { patient, said, language: &it.identity.language_service }).await?;
    }
    if !said.is_empty() {
        let said = said.iter().map(|said| (said.kind.clone(), said.answer.clone())).collect();
        cx.record(&may, ConsentsSaid { patient, said }).await?;
    }
    cx.done(may, DetailsChanged { patient, fields, funding, people }, Became::Saved(patient)).await
}

/// Saves who pays and whose account it is, and nothing else.
pub async fn change_funding(patient: PatientId, draft: RegistrationDraft) -> Result<Became, Problem> {
    let form: OnceKey = draft.of("key").trim().parse().map_err(|_| Problem::field("key", "required"))?;
    let key = key_of(form, &draft).map_err(Fault::into_problem)?;
    edge::act_once(key, "patients.change_funding", &(patient, &draft), async |cx| {
        funding_changed(cx, patient, &draft).await
    })
    .await
}

/// As [`change_funding`], inside a transaction.
pub async fn funding_changed(cx: &mut CxMut, patient: PatientId, draft: &RegistrationDraft) -> Outcome<Became> {
    let file = store::file(cx, patient).await?;
    let may = cx.permit::<ChangeFunding>(file)?;
    let search = cx.permit::<SearchPatients>(())?;
    let was = store::stored(cx, &may).await?;
    if draft.of("version").trim() != was.version.to_string() {
        return Err(store::last_change(cx, patient).await?.into());
    }
    let mut full = was.with_kept(cx, draft)?;
    full.set("birth_date", was.draft.of("birth_date"));
    let (funding, holder) = full.check_funding(cx.today())?;
    holder_is_here(cx, &search, &holder, Some(patient)).await?;
    let members: Vec<String> = funding.iter().map(|it| it.member.clone()).filter(|n| !n.is_empty()).collect();
    if !store::set_account(cx, &may, &holder, &members, &was).await? {
        return Err(store::last_change(cx, patient).await?.into());
    }
    let funding = store::close_and_open(cx, &may, patient, Some(&funding), None).await?;
    let fields =
        changed_fields(draft, &was.draft, |field| field.starts_with("funding_") || field.starts_with("holder_"));
    cx.done(may, DetailsChanged { patient, fields, funding, people: 0 }, Became::Saved(patient)).await
}

/// Names of the fields that say something else than what is on file.
fn changed_fields(typed: &RegistrationDraft, was: &RegistrationDraft, of: fn(&str) -> bool) -> Vec<String> {
    let fields = LABELS.iter().map(|(field, _)| *field).filter(|field| of(field));
    fields.filter(|field| typed.of(field).trim() != was.of(field).trim()).map(str::to_owned).collect()
}
