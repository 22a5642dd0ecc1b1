//! Putting patients on file.

use super::key_of;
use crate::{
    access::policy::{Permit, RegisterPatient, SearchPatients},
    kernel::{
        ids::{OnceKey, PatientId},
        problem::Problem,
    },
    patients::{
        events::{ConsentsSaid, DuplicatesShown, Registered},
        model::{Became, DuplicateCard, PatientCard, QuickAddDraft, QuickAdded},
        registration::{Holder, Registration, RegistrationDraft},
        store::{self, NewConsent, NewPatient},
    },
    platform::{
        cx::{Cx, CxMut, Fault, Outcome},
        edge,
    },
};

/// The shortest reason for going on past a nearly certain match.
const SHORTEST_REASON: usize = 5;

/// Adds a patient from the short form, unless it looks like someone on file.
pub async fn quick_add(draft: QuickAddDraft) -> Result<QuickAdded, Problem> {
    let form: OnceKey = draft.key.trim().parse().map_err(|_| Problem::field("key", "required"))?;
    let key = key_of(form, &draft).map_err(Fault::into_problem)?;
    edge::act_once(key, "patients.quick_add", &draft, async |cx| quick_added(cx, &draft).await).await
}

/// As [`quick_add`], inside a transaction.
pub async fn quick_added(cx: &mut CxMut, draft: &QuickAddDraft) -> Outcome<QuickAdded> {
    let (search, may) = (cx.permit::<SearchPatients>(())?, cx.permit::<RegisterPatient>(())?);
    let quick = draft.check(cx.today())?;
    let going_on = GoingOn { anyway: quick.anyway, reason: quick.reason.clone() };
    let done = put_on_file(cx, search, may, quick.into(), going_on, true).await?;
    Ok(done.map(|became| match became {
        Put::Added(card) => QuickAdded::Added(card),
        Put::Duplicates(list) => QuickAdded::Duplicates(list),
    }))
}

/// Registers a patient from the full form.
pub async fn register(draft: RegistrationDraft) -> Result<Became, Problem> {
    let form: OnceKey = draft.of("key").trim().parse().map_err(|_| Problem::field("key", "required"))?;
    let key = key_of(form, &draft).map_err(Fault::into_problem)?;
    edge::act_once(key, "patients.register", &draft, async |cx| registered(cx, &draft).await).await
}

/// As [`register`], inside a transaction.
pub async fn registered(cx: &mut CxMut, draft: &RegistrationDraft) -> Outcome<Became> {
    let (search, may) = (cx.permit::<SearchPatients>(())?, cx.permit::<RegisterPatient>(())?);
    let registration = draft.check(cx.today())?;
    holder_is_here(cx, &search, &registration.holder, None).await?;
    let going_on = GoingOn { anyway: draft.ticked("anyway"), reason: draft.of("reason").trim().to_owned() };
    let done = put_on_file(cx, search, may, registration, going_on, false).await?;
    Ok(done.map(|became| match became {
        Put::Added(card) => Became::Saved(card.id),
        Put::Duplicates(list) => Became::Duplicates(list),
    }))
}

/// An account held by another patient names one who is here, and is not the patient's own.
pub(super) async fn holder_is_here(
    cx: &mut Cx,
    search: &Permit<SearchPatients>,
    holder: &Holder,
    own: Option<PatientId>,
) -> Result<(), Fault> {
    if holder.kind != "other_patient" {
        return Ok(());
    }
    let file_no = holder.facts.get("file_no").cloned().unwrap_or_default();
    match store::by_file_no(cx, search, &file_no).await? {
        Some((id, _)) if Some(id) != own => Ok(()),
        Some(_) | None => Err(Problem::field("holder_file_no", "no_such_patient").into()),
    }
}

/// What the person at the desk said to possible duplicates.
pub(super) struct GoingOn {
    pub anyway: bool,
    pub reason: String,
}

impl GoingOn {
    /// Whether that is enough for these.
    pub(super) fn past(&self, duplicates: &[DuplicateCard]) -> bool {
        let reason_given = self.reason.chars().count() >= SHORTEST_REASON;
        duplicates.is_empty() || (self.anyway && (reason_given || !duplicates.iter().any(|it| it.stop)))
    }
}

enum Put {
    Added(PatientCard),
    Duplicates(Vec<DuplicateCard>),
}

async fn put_on_file(
    cx: &mut CxMut,
    search: Permit<SearchPatients>,
    may: Permit<RegisterPatient>,
    it: Registration,
    going_on: GoingOn,
    quick: bool,
) -> Outcome<Put> {
    store::hold_numbers(cx, &may).await?;
    let duplicates = store::alike(cx, &search, &it, None).await?;
    cx.saw(duplicates.iter().map(|it| it.card.id));
    if let (Some(first), false) = (duplicates.first(), going_on.past(&duplicates)) {
        let shown = DuplicatesShown { patient: first.card.id, points: first.points, shown: duplicates.len() };
        return cx.done(search, shown, Put::Duplicates(duplicates)).await;
    }
    let id = PatientId::fresh();
    let file_no = store::give_file_no(cx, &may).await?;
    let new = NewPatient { id, file_no: &file_no, registration: &it, holder_was: None };
    store::insert(cx, &may, &new).await?;
    store::close_and_open(cx, &may, id, Some(&it.funding), Some(&it.guardians)).await?;
    for said in &it.consents {
        store::say(cx, &may, &NewConsent { patient: id, said, language: &it.identity.language_service }).await?;
    }
    if !it.consents.is_empty() {
        let said = it.consents.iter().map(|said| (said.kind.clone(), said.answer.clone())).collect();
        cx.record(&may, ConsentsSaid { patient: id, said }).await?;
    }
    let in_spite_of = duplicates.first().map(|it| it.points);
    let reason = if in_spite_of.is_some() { going_on.reason } else { String::new() };
    let card = card_of(&it, id, file_no);
    cx.done(may, Registered { patient: id, quick, in_spite_of, reason }, Put::Added(card)).await
}

fn card_of(it: &Registration, id: PatientId, file_no: String) -> PatientCard {
    let who = &it.identity;
    PatientCard {
        id,
        file_no,
        name: store::full_name(
            &who.preferred_name,
            who.first_names.as_str(),
            &who.last_name.as_ref().map(ToString::to_string).unwrap_or_default(),
        ),
        birth: who.birth,
        phone: it.contact.phones.first().map(|phone| phone.number.national()).unwrap_or_default(),
        masked_id: who.id_number.as_deref().map(|number| store::masked(who.id_type, number)).unwrap_or_default(),
        alert: it.clinical.allergies_state == "listed",
        why: String::new(),
    }
}

/// Who may be the person being typed. Asked after three letters and one more field; a form that does not add up yet is
/// simply not compared.
pub async fn duplicates_while_typing(
    cx: &mut Cx,
    draft: &RegistrationDraft,
    except: Option<PatientId>,
) -> Result<Vec<DuplicateCard>, Fault> {
    let may = cx.permit::<SearchPatients>(())?;
    let Some(partial) = draft.as_far_as_it_goes(cx.today()) else { return Ok(vec![]) };
    let found = store::alike(cx, &may, &partial, except).await?;
    cx.saw(found.iter().map(|it| it.card.id));
    Ok(found)
}
