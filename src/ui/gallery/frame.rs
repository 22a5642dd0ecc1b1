//! The frame, page heads and pictures. The gallery itself stands in an `AppFrame`.

use super::{AllGlyphs, Part, State};
use crate::ui::{Button, ButtonKind, PageHead, Theme, ThemeSwitch};
use leptos::prelude::*;

pub(super) fn page() -> AnyView {
    let crumbs = vec![("Patients".to_owned(), "#patients".to_owned()), ("001042".to_owned(), "#file".to_owned())];
    let switches = Theme::ALL
        .into_iter()
        .map(|current| {
            view! { <State name=format!("theme-{}", current.key())><ThemeSwitch current action="/preferences" /></State> }
        })
        .collect_view();
    view! {
        <Part name="PageHead">
            <State name="head-plain"><PageHead title="Patients" /></State>
            <State name="head-full">
                <PageHead title="Funding" lead="Who pays, in order of use." crumbs>
                    <Button>"Print"</Button>
                    <Button kind=ButtonKind::Primary>"Add a payer"</Button>
                </PageHead>
            </State>
        </Part>
        <Part name="ThemeSwitch">{switches}</Part>
        <Part name="Icon"><State name="icons"><AllGlyphs /></State></Part>
    }
    .into_any()
}
