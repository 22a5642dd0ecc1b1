//! Who pays and whose account it is.

use super::{
    Form, Part,
    identity::{More, kept},
};
use crate::{
    patients::registration::words::{FUNDING_ROWS, FUNDINGS, HOLDERS, MEMBER_RELATIONSHIPS},
    ui::{FieldGroup, InputKind},
};
use leptos::prelude::*;

/// Account holder and ways of paying, in order of use.
#[component]
pub(super) fn FundingPart(form: Form) -> impl IntoView {
    let rows: Vec<AnyView> = (1..=FUNDING_ROWS).map(|n| view! { <FundingRow form n /> }.into_any()).collect();
    let holder_open = !matches!(form.of("holder_kind").as_str(), "" | "patient")
        || ["holder_file_no", "holder_name", "holder_id", "holder_phone"].iter().any(|f| form.error(f).is_some());
    view! {
        <Part id="funding" title="Account and funding">
            {form.choose("holder_kind", HOLDERS, "Choose who holds the account")}
            <More summary="When it is not the patient" open=holder_open>
                {form.input("holder_file_no", InputKind::Text, "When another patient of the practice holds the account.", true)}
                <div class="pair">
                    {form.text("holder_name")}
                    {form.input("holder_id", InputKind::Text, &kept(form, "holder_id_kept"), true)}
                </div>
                <div class="pair">
                    {form.input("holder_phone", InputKind::Phone, "", true)}
                    {form.text("holder_address")}
                </div>
            </More>
            {rows}
        </Part>
    }
}

#[component]
fn FundingRow(form: Form, n: usize) -> impl IntoView {
    let f = move |name: &str| format!("funding_{n}_{name}");
    let kind = form.of(&f("kind"));
    let any = |names: &[&str]| names.iter().any(|name| form.error(&f(name)).is_some());
    let scheme_open = kind == "scheme" || any(&["scheme", "member", "dependant"]);
    let fund_open =
        matches!(kind.as_str(), "wca" | "raf" | "other") || any(&["employer", "organisation", "accident_on"]);
    let legend = if n == 1 { "Pays first" } else { "Pays next" };
    view! {
        <FieldGroup name=format!("funding_{n}") legend>
            <div class="stack" data-gap="tight">
                {form.hidden(&f("id"))}
                {form.choose(&f("kind"), FUNDINGS, if n == 1 { "Choose who pays" } else { "Nobody else" })}
                <More summary="Medical scheme" open=scheme_open>
                    <div class="pair">
                        {form.pick(&f("scheme"), |it| &it.schemes, "Choose a scheme")}
                        {form.text(&f("option"))}
                    </div>
                    <div class="pair">
                        {form.input(&f("member"), InputKind::Text, &kept(form, &f("member_kept")), true)}
                        {form.input(&f("dependant"), InputKind::Number, "As on the card, such as 00.", true)}
                    </div>
                    {form.tick(&f("main"), "")}
                    <More summary="When somebody else is the main member" open=!form.ticked(&f("main"))>
                        <div class="pair">
                            {form.text(&f("main_surname"))}
                            {form.text(&f("main_initials"))}
                        </div>
                        <div class="pair">
                            {form.input(&f("main_id"), InputKind::Text, &kept(form, &f("main_id_kept")), true)}
                            {form.choose(&f("main_relationship"), MEMBER_RELATIONSHIPS, "Not said")}
                        </div>
                    </More>
                    {form.text(&f("gap"))}
                </More>
                <More summary="Injury on duty, road accident or another funder" open=fund_open>
                    <div class="pair">
                        {form.text(&f("employer"))}
                        {form.text(&f("claim"))}
                    </div>
                    <div class="pair">
                        {form.day(&f("accident_on"), true)}
                        {form.day(&f("reported_on"), true)}
                    </div>
                    <div class="pair">
                        {form.text(&f("police"))}
                        {form.text(&f("attorney"))}
                    </div>
                    <div class="pair">
                        {form.text(&f("organisation"))}
                        {form.text(&f("contact"))}
                        {form.text(&f("order"))}
                    </div>
                    {form.text(&f("manager"))}
                </More>
            </div>
        </FieldGroup>
    }
}
