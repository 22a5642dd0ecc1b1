//! Patients who are on file already, and putting new ones on file.

use super::Shelf;
use crate::{
    access::policy::{Ability, Permit},
    platform::cx::{Cx, CxMut, Fault},
    settings::import::patients::{PatientRow, PatientSheet},
};
use std::collections::HashMap;

impl Shelf for PatientSheet {
    async fn held(&self, _: &mut Cx, _: Option<uuid::Uuid>) -> Result<HashMap<String, PatientRow>, Fault> {
        Ok(HashMap::new())
    }
    async fn put<A: Ability<Over = ()> + Send + Sync>(
        &self,
        _: &mut CxMut,
        _: &Permit<A>,
        _: Option<uuid::Uuid>,
        _: Vec<PatientRow>,
    ) -> Result<(), Fault> {
        Ok(())
    }
}
