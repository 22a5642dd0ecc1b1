//! The pages of the registration form.

use super::{
    form::{FundingForm, RegistrationForm},
    id_in_path,
};
use crate::{patients::api, ui::page::screen};
use leptos::prelude::*;

/// A new patient.
pub fn new_page() -> AnyView {
    screen("New patient", "patients", async move {
        let page = api::new_patient_page().await?;
        if page.saved {
            return Ok(().into_any());
        }
        Ok(view! { <RegistrationForm page /> }.into_any())
    })
}

/// The details of a patient, to change.
pub fn edit_page() -> AnyView {
    let id = id_in_path();
    screen("Change details", "patients", async move {
        let page = api::edit_patient_page(id?).await?;
        if page.saved {
            return Ok(().into_any());
        }
        Ok(view! { <RegistrationForm page /> }.into_any())
    })
}

/// Who pays, for whoever may change that and nothing else.
pub fn funding_page() -> AnyView {
    let id = id_in_path();
    screen("Account and funding", "patients", async move {
        let page = api::patient_funding_page(id?).await?;
        if page.saved {
            return Ok(().into_any());
        }
        Ok(view! { <FundingForm page /> }.into_any())
    })
}
