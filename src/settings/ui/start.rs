//! Where everything about the practice itself begins.

use crate::{
    settings::import::api,
    ui::{
        PageHead,
        page::{current_frame, screen},
    },
};
use leptos::prelude::*;

/// The ways into the practice's own matters, as far as they are open to this person.
#[component]
pub fn StartScreen() -> AnyView {
    screen("Practice", "settings", async {
        let may = api::practice_start().await?;
        let trail = current_frame().is_some_and(|frame| frame.abilities.contains(&"SeeTrail"));
        let ways = [
            (true, "/settings/tariff", "Tariff", "Codes and their prices, by book and profession."),
            (true, "/settings/schemes", "Medical schemes", "The directory that a patient's funding is chosen from."),
            (may.import, "/settings/import", "Import", "Tariffs, schemes, appointment types and patients from files."),
            (may.security, "/settings/security", "Signing in", "Whether everybody is asked for a second factor."),
            (
                may.openings,
                "/patients/openings",
                "Opened charts",
                "Charts that were closed to somebody and opened with a reason.",
            ),
            (
                may.billing,
                "/settings/billing",
                "Billing",
                "What stands at the head of invoices, numbers, proposed charges.",
            ),
            (trail, "/settings/audit", "Audit trail", "Who saw, changed or was refused what."),
            (may.people, "/settings/people", "People", "Who works here, what they may do, invitations."),
        ];
        let ways = ways
            .into_iter()
            .filter(|(open, ..)| *open)
            .map(|(_, href, words, what)| view! { <li class="card"><a class="link" href=href>{words}</a><p class="text-ink-2">{what}</p></li> })
            .collect_view();
        Ok(view! {
            <PageHead title="Practice" />
            <ul class="pair">{ways}</ul>
        }
        .into_any())
    })
}
