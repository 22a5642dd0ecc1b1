//! Nothing yet, nothing at all.

use super::{Part, State};
use crate::ui::{ButtonLink, Empty, Glyph, Skeleton};
use leptos::prelude::*;

pub(super) fn page() -> AnyView {
    view! {
        <Part name="Skeleton">
            <State name="skeleton-short"><Skeleton label="The visit" lines=2 /></State>
            <State name="skeleton-long"><Skeleton label="The day's visits" lines=8 /></State>
        </Part>
        <Part name="Empty">
            <State name="empty-text"><Empty text="Nobody found under this name." /></State>
            <State name="empty-act">
                <Empty text="No appointments on Saturday. The practice is closed." icon=Glyph::Calendar>
                    <ButtonLink href="#open">"Open this day"</ButtonLink>
                </Empty>
            </State>
        </Part>
    }
    .into_any()
}
