//! Raising alerts, and what becomes of them.

use super::key_of;
use crate::{
    access::policy::{RaiseAlert, SeePatient},
    kernel::{
        ids::{OnceKey, PatientId},
        problem::Problem,
    },
    patients::{
        alerts::{AlertDraft, AlertLine, AlertState, AlertStep, StepDraft},
        events::{AlertRaised, AlertSettled},
        store,
    },
    platform::{
        cx::{Cx, CxMut, Fault, Outcome},
        edge,
    },
};

/// The alerts of a patient that whoever is looking may see, closed ones too.
pub async fn alerts(cx: &mut Cx, patient: PatientId) -> Result<Vec<AlertLine>, Fault> {
    let file = store::file(cx, patient).await?;
    let may = cx.permit::<SeePatient>(file)?;
    cx.saw([patient]);
    Ok(store::alerts(cx, &may).await?)
}

/// Writes down something to mind.
pub async fn raise_alert(patient: PatientId, draft: AlertDraft) -> Result<PatientId, Problem> {
    let form: OnceKey = draft.key.trim().parse().map_err(|_| Problem::field("key", "required"))?;
    let key = key_of(form, &draft).map_err(Fault::into_problem)?;
    edge::act_once(key, "patients.raise_alert", &(patient, &draft), async |cx| alert_raised(cx, patient, &draft).await)
        .await
}

/// As [`raise_alert`], inside a transaction.
pub async fn alert_raised(cx: &mut CxMut, patient: PatientId, draft: &AlertDraft) -> Outcome<PatientId> {
    let file = store::file(cx, patient).await?;
    let may = cx.permit::<RaiseAlert>(file)?;
    let it = draft.check(cx.today())?;
    let alert = store::raise(cx, &may, &it).await?;
    let today = cx.today();
    let event =
        AlertRaised { patient, alert, category: it.category, severity: it.severity, for_desk: it.for_desk, today };
    cx.done(may, event, patient).await
}

/// Acknowledges, resolves or opens again.
pub async fn settle_alert(patient: PatientId, draft: StepDraft) -> Result<PatientId, Problem> {
    let form: OnceKey = draft.key.trim().parse().map_err(|_| Problem::field("key", "required"))?;
    let key = key_of(form, &draft).map_err(Fault::into_problem)?;
    edge::act_once(key, "patients.settle_alert", &(patient, &draft), async |cx| {
        alert_settled(cx, patient, &draft).await
    })
    .await
}

/// As [`settle_alert`], inside a transaction.
///
/// # Errors
/// [`Problem::Stale`] when a colleague closed or opened it meanwhile.
pub async fn alert_settled(cx: &mut CxMut, patient: PatientId, draft: &StepDraft) -> Outcome<PatientId> {
    let file = store::file(cx, patient).await?;
    let may = cx.permit::<RaiseAlert>(file)?;
    let why = draft.check()?;
    let alert = store::hold_alert(cx, &may, draft.alert).await?.ok_or(Problem::NotFound)?;
    let today = cx.today();
    if !draft.step.fits(AlertState::of(alert.resolved, alert.until, today)) {
        return Err(store::last_change(cx, patient).await?.into());
    }
    match draft.step {
        AlertStep::Acknowledge => {}
        AlertStep::Resolve => store::close_alert(cx, &may, draft.alert, &why).await?,
        AlertStep::Reopen => store::open_alert(cx, &may, draft.alert).await?,
    }
    store::step_alert(cx, &may, draft.alert, draft.step, &why).await?;
    let days = alert.for_desk && draft.step != AlertStep::Acknowledge;
    let event = AlertSettled { patient, alert: draft.alert, severity: alert.severity, today: days.then_some(today) };
    match draft.step {
        AlertStep::Acknowledge => cx.done(may, event.acknowledged(), patient).await,
        AlertStep::Resolve => cx.done(may, event.resolved(), patient).await,
        AlertStep::Reopen => cx.done(may, event.reopened(), patient).await,
    }
}
