//! Patients that come from a file of another system.

use crate::{
    access::policy::{ImportReference, Permit, SearchPatients},
    kernel::ids::PatientId,
    patients::{
        model::DuplicateCard,
        registration::Registration,
        store::{self, NewConsent, NewPatient},
    },
    platform::cx::{Cx, CxMut, Fault},
};

/// Puts a checked row on file: thousands go into one transaction. The run records what it did as one event, so this
/// records none.
///
/// # Errors
/// [`crate::kernel::problem::Problem::Invalid`] when a file number or a dependant code is taken, or a scheme, site or
/// practitioner is not here. The transaction cannot go on after that, so ask [`duplicates_of`] and check ids first, or
/// set a savepoint.
pub async fn import_patient(
    cx: &mut CxMut,
    may: &Permit<ImportReference>,
    row: &Registration,
) -> Result<PatientId, Fault> {
    let id = PatientId::fresh();
    let file_no = match &row.file_no {
        Some(theirs) => {
            store::keep_counter_above(cx, may, theirs).await?;
            theirs.clone()
        }
        None => store::give_file_no(cx, may).await?,
    };
    store::insert(cx, may, &NewPatient { id, file_no: &file_no, registration: row, holder_was: None }).await?;
    if !row.funding.is_empty() || !row.guardians.is_empty() {
        store::close_and_open(cx, may, id, Some(&row.funding), Some(&row.guardians)).await?;
    }
    for said in &row.consents {
        store::say(cx, may, &NewConsent { patient: id, said, language: &row.identity.language_service }).await?;
    }
    Ok(id)
}

/// Who on file may be the person of a row, the likeliest first: `stop` is nearly certain.
pub async fn duplicates_of(cx: &mut Cx, row: &Registration) -> Result<Vec<DuplicateCard>, Fault> {
    let may: Permit<SearchPatients> = cx.permit::<SearchPatients>(())?;
    let found = store::alike(cx, &may, row, None).await?;
    cx.saw(found.iter().map(|it| it.card.id));
    Ok(found)
}

/// Turns a number into its keyed mark, in hexadecimal.
type Marker = std::sync::Arc<dyn Fn(&str) -> String + Send + Sync>;

/// The marks that exact identity numbers and member numbers of this practice have on file: thousands of rows are compared
/// with who is here without opening a number.
pub fn marks(cx: &Cx) -> (Marker, Marker) {
    let practice = cx.actor.practice;
    let hex = |bytes: Vec<u8>| bytes.iter().map(|b| format!("{b:02x}")).collect::<String>();
    let (ids, members) = (cx.seal().clone(), cx.seal().clone());
    let id = move |number: &str| {
        let normal = crate::kernel::search_key::id_normal(number).unwrap_or_default();
        hex(ids.mark(practice, store::SEALED_ID, &normal))
    };
    let member = move |number: &str| hex(members.mark(practice, store::MARKED_MEMBER, number));
    (std::sync::Arc::new(id), std::sync::Arc::new(member))
}
