//! A patient's account: the balance, and how it came about.

use super::{crumbs, id_in_path};
use crate::{
    billing::{
        api,
        model::{AccountPage, StatementLine},
    },
    kernel::{ids::PatientId, money::Money},
    ui::{
        ButtonLink, Column, Empty, Glyph, LinkTo, PageHead, Table,
        page::{current_frame, screen},
    },
};
use leptos::prelude::*;

/// Balance and way to the account, for the patient's page. Nothing for whoever may not see it.
pub fn account_of(patient: PatientId) -> AnyView {
    if !current_frame().is_some_and(|f| f.abilities.contains(&"SeeAccount")) {
        return ().into_any();
    }
    let content = Suspend::new(async move {
        api::account_summary(patient).await.ok().map(|page| {
            let words = balance(&page);
            let href = format!("/billing/accounts/{patient}");
            view! {
                <section class="card stack" data-gap="tight">
                    <h2>"Account"</h2>
                    <p>{words}</p>
                    <p><LinkTo href>"Open the account"</LinkTo></p>
                </section>
            }
        })
    });
    view! { <Suspense>{content}</Suspense> }.into_any()
}

/// `Two invoices are open, R 640.30 in total.`
fn balance(page: &AccountPage) -> String {
    const NUMBERS: [&str; 10] = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
    let count = NUMBERS.get(page.open).map_or_else(|| page.open.to_string(), |word| (*word).to_owned());
    let mut text = match page.open {
        0 => "No invoice is open.".to_owned(),
        1 => format!("{count} invoice is open, {}.", page.owed),
        _ => format!("{count} invoices are open, {} in total.", page.owed),
    };
    if page.credit > Money::ZERO {
        text.push_str(&format!(" The patient has a credit of {}.", page.credit));
    }
    text
}

/// `/billing/accounts/:id`
#[component]
pub fn AccountScreen() -> AnyView {
    let id = id_in_path();
    screen("Account", "billing", async move { Ok(account(api::account(id?).await?)) })
}

fn account(page: AccountPage) -> AnyView {
    let lead = balance(&page);
    let file = format!("/patients/{}", page.patient);
    let lines = if page.lines.is_empty() {
        view! { <Empty text="Nothing was charged yet." icon=Glyph::Coin /> }.into_any()
    } else {
        let columns = vec![
            Column::new("Day"),
            Column::new("What"),
            Column::new("Amount").figures(),
            Column::new("Balance").figures(),
        ];
        let rows = page.lines.into_iter().map(line).collect_view();
        view! { <Table caption="Statement, the latest first" columns>{rows}</Table> }.into_any()
    };
    view! {
        <PageHead title=format!("Account of {}", page.name) lead crumbs=crumbs()>
            <ButtonLink href=file icon=Glyph::Person>"Open the file"</ButtonLink>
        </PageHead>
        {lines}
    }
    .into_any()
}

fn line(of: StatementLine) -> AnyView {
    let words = if of.href.is_empty() {
        of.words.into_any()
    } else {
        view! { <LinkTo href=of.href>{of.words}</LinkTo> }.into_any()
    };
    view! {
        <tr>
            <td>{of.day}</td>
            <th scope="row">{words}</th>
            <td data-align="end" class="figures">{of.amount.to_string()}</td>
            <td data-align="end" class="figures">{of.balance.to_string()}</td>
        </tr>
    }
    .into_any()
}
