//! Buttons and links.

use super::{Part, State};
use crate::ui::{Button, ButtonGroup, ButtonKind, ButtonLink, Glyph, IconButton, LinkTo};
use leptos::prelude::*;

pub(super) fn page() -> AnyView {
    view! { <Buttons /> <IconButtons /> <Links /> }.into_any()
}

fn four() -> impl IntoView {
    view! {
        <Button kind=ButtonKind::Primary>"Book visit"</Button>
        " "
        <Button>"Move…"</Button>
        " "
        <Button kind=ButtonKind::Danger>"Cancel visit"</Button>
        " "
        <Button kind=ButtonKind::Quiet>"Close"</Button>
    }
}

#[component]
fn Buttons() -> impl IntoView {
    view! {
        <Part name="Button">
            <State name="button-rest">{four()}</State>
            <State name="button-hover" look="hover">{four()}</State>
            <State name="button-focus" look="focus">{four()}</State>
            <State name="button-pressed" look="pressed">{four()}</State>
            <State name="button-icon">
                <Button kind=ButtonKind::Primary icon=Glyph::Plus>"Book visit"</Button>
                " "
                <ButtonLink href="#print" icon=Glyph::Print>"Print day sheet"</ButtonLink>
            </State>
            <State name="button-busy">
                <Button kind=ButtonKind::Primary busy=true>"Book visit"</Button>
                " "
                <Button busy=true>"Import"</Button>
            </State>
            <State name="button-not-now">
                <Button kind=ButtonKind::Primary not_now="Choose a patient first.">"Book visit"</Button>
            </State>
            <State name="button-wide">
                <Button kind=ButtonKind::Primary wide=true>"Sign in"</Button>
            </State>
            <State name="button-group">
                <ButtonGroup label="Day">
                    <IconButton label="The day before" icon=Glyph::ChevronLeft kind=ButtonKind::Plain />
                    <Button>"Today"</Button>
                    <IconButton label="The day after" icon=Glyph::ChevronRight kind=ButtonKind::Plain />
                </ButtonGroup>
            </State>
        </Part>
    }
}

#[component]
fn IconButtons() -> impl IntoView {
    view! {
        <Part name="IconButton">
            <State name="icon-button-rest"><IconButton label="Print day sheet" icon=Glyph::Print /></State>
            <State name="icon-button-hover" look="hover"><IconButton label="Zoom in" icon=Glyph::ZoomIn /></State>
            <State name="icon-button-focus" look="focus"><IconButton label="Zoom out" icon=Glyph::ZoomOut /></State>
            <State name="icon-button-pressed">
                <IconButton label="Show cancelled visits" icon=Glyph::Eye pressed=true />
            </State>
            <State name="icon-button-busy"><IconButton label="Load again" icon=Glyph::Refresh busy=true /></State>
            <State name="icon-button-not-now">
                <IconButton label="Undo" icon=Glyph::Undo not_now="nothing to undo" />
            </State>
        </Part>
    }
}

#[component]
fn Links() -> impl IntoView {
    view! {
        <Part name="LinkTo">
            <State name="link-rest"><LinkTo href="#never-seen-before">"Open the file"</LinkTo></State>
            <State name="link-hover" look="hover"><LinkTo href="#hover">"Open the file"</LinkTo></State>
            <State name="link-focus" look="focus"><LinkTo href="#focus">"Open the file"</LinkTo></State>
            <State name="link-visited"><LinkTo href="">"Open this page again"</LinkTo></State>
            <State name="link-current"><LinkTo href="#current" current=true>"You are here"</LinkTo></State>
        </Part>
    }
}
