//! Who the person is.

use super::{
    Form, Part,
    contact::country_choices,
    live::{IdFields, IdTyped},
};
use crate::{
    patients::registration::words::{GENDERS, LANGUAGES, TITLES},
    ui::Disclosure,
};
use leptos::prelude::*;

/// Names, identity document, birth, sex, languages, work and school.
#[component]
pub(super) fn IdentityPart(form: Form) -> impl IntoView {
    let typed = form.0.with_value(|it| IdTyped::of(&it.draft, it.today, |field| form.error(field)));
    let confirm = asks_to_confirm(form)
        .then(|| form.tick("id_confirmed", "What differs from the ID number was checked with the patient."));
    view! {
        <Part id="identity" title="Identity">
            <div class="pair">
                {form.needed("first_names")}
                {form.needed("last_name")}
            </div>
            {form.tick("single_name", "")}
            <IdFields typed>
                <div class="pair">
                    {form.select("id_country", country_choices(), "Choose a country")}
                    {form.day("id_expires", true)}
                </div>
            </IdFields>
            {confirm}
            {form.tick("birth_estimated", "")}
            <div class="pair">
                {form.choose("title", TITLES, "No title")}
                {form.text("preferred_name")}
                {form.text("initials")}
            </div>
            <More summary="More about the person" open=has_more(form)>
                <div class="pair">
                    {form.text("title_other")}
                    {form.text("previous_last_names")}
                </div>
                <div class="pair">
                    {form.choose("gender", GENDERS, "Not asked")}
                    {form.text("gender_words")}
                    {form.text("pronouns")}
                </div>
                <div class="pair">
                    {form.choose("language_home", LANGUAGES, "Not asked")}
                    {form.choose("language_service", LANGUAGES, "Not asked")}
                </div>
                <div class="pair">
                    {form.tick("interpreter", "Shown on the visit.")}
                    {form.text("interpreter_note")}
                </div>
                <div class="pair">
                    {form.text("occupation")}
                    {form.text("employer")}
                    {form.text("school")}
                    {form.text("grade")}
                </div>
                {form.day("deceased_on", true)}
            </More>
        </Part>
    }
}

/// The tick is shown when something differs, and stays while it is ticked.
fn asks_to_confirm(form: Form) -> bool {
    let warnings = ["dob_mismatch", "sex_mismatch", "century_ambiguous", "citizenship_unusual"];
    let told = ["id_number", "birth_date", "sex"]
        .iter()
        .any(|field| form.code(field).is_some_and(|code| warnings.contains(&code.as_str())));
    told || form.ticked("id_confirmed")
}

fn has_more(form: Form) -> bool {
    let fields = [
        "title_other",
        "previous_last_names",
        "gender",
        "gender_words",
        "pronouns",
        "language_home",
        "language_service",
        "interpreter",
        "interpreter_note",
        "occupation",
        "employer",
        "school",
        "grade",
        "deceased_on",
    ];
    fields.iter().any(|field| !form.of(field).is_empty() || form.error(field).is_some())
}

/// Fields that most people leave empty, behind a native disclosure.
#[component]
pub(super) fn More(
    /// What is behind it.
    summary: &'static str,
    /// Something is filled in or wrong there.
    open: bool,
    /// Fields.
    children: Children,
) -> impl IntoView {
    view! {
        <Disclosure summary open>
            <div class="stack" data-gap="tight">{children()}</div>
        </Disclosure>
    }
}

/// A fact on the form that is shown and not sent: "On file: ****789".
pub(super) fn kept(form: Form, field: &str) -> String {
    let mask = form.of(field);
    if mask.is_empty() { String::new() } else { format!("On file: {mask}. Leave empty to keep it.") }
}
