//! What holds other things.

use super::{Part, State};
use crate::kernel::problem::Problem;
use crate::ui::{
    Button, ButtonKind, Dialog, DialogBody, DialogFoot, Facts, Glyph, Menu, MenuItem, MenuRule, MenuTitle, PanelBody,
    PanelFoot, ProblemNote, SidePanel, Skeleton, StatusLook, StatusMark, Tab, Tabs, TabsLook, TextArea, TextInput,
};
use leptos::prelude::*;

pub(super) fn page() -> AnyView {
    view! { <Dialogs /> <Panels /> <Menus /> <TabRows /> }.into_any()
}

#[component]
fn Dialogs() -> impl IntoView {
    let long =
        (1..=12).map(|n| view! { <p>{format!("Visit {n} of the series: Tuesday 10:15, free.")}</p> }).collect_view();
    view! {
        <Part name="Dialog">
            <State name="dialog-short">
                <Dialog id="dialog-short" title="Cancel this visit?" inline=true>
                    <DialogBody><p>"Thandi Mokoena, Tue 24 Nov 10:15. The time becomes free."</p></DialogBody>
                    <DialogFoot>
                        <Button>"Keep the visit"</Button>
                        <Button kind=ButtonKind::Danger>"Cancel visit"</Button>
                    </DialogFoot>
                </Dialog>
            </State>
            <State name="dialog-scrolling">
                <div class="scroll-sample">
                    <Dialog id="dialog-long" title="Book a series" inline=true>
                        <DialogBody scrolls=true>{long}</DialogBody>
                        <DialogFoot>
                            <Button>"Back"</Button>
                            <Button kind=ButtonKind::Primary>"Book 12 visits"</Button>
                        </DialogFoot>
                    </Dialog>
                </div>
            </State>
            <State name="dialog-unsaved">
                <Dialog id="dialog-unsaved" title="You have changes that are not saved" inline=true>
                    <DialogBody><p>"Leave and lose them, or go on editing."</p></DialogBody>
                    <DialogFoot>
                        <Button kind=ButtonKind::Primary>"Keep editing"</Button>
                        <Button kind=ButtonKind::Quiet>"Leave"</Button>
                    </DialogFoot>
                </Dialog>
            </State>
        </Part>
    }
}

#[component]
fn Panels() -> impl IntoView {
    let rows = vec![
        ("Type", Some("Treatment".to_owned())),
        ("With", Some("Dr A Naidoo, Plinth 1".to_owned())),
        ("Phone", Some("082 123 4567".to_owned())),
        ("Referrer", None),
    ];
    view! {
        <Part name="SidePanel">
            <State name="panel-ready">
                <SidePanel id="panel-ready" title="Thandi Mokoena" subtitle="Tue 24 Nov, 10:15 to 11:00" close_href="#diary">
                    <PanelBody>
                        <StatusMark of=StatusLook::Arrived more="waiting 12 min" />
                        <Facts rows />
                        <TextArea name="panel_note" label="Note for the desk" />
                    </PanelBody>
                    <PanelFoot>
                        <Button kind=ButtonKind::Primary>"Take to room"</Button>
                        <Button>"Move…"</Button>
                    </PanelFoot>
                </SidePanel>
            </State>
            <State name="panel-loading">
                <SidePanel id="panel-loading" title="Visit on its way" close_href="#diary" busy=true>
                    <PanelBody><Skeleton label="The visit" lines=6 /></PanelBody>
                </SidePanel>
            </State>
            <State name="panel-error">
                <SidePanel id="panel-error" title="Visit that is gone" close_href="#diary">
                    <PanelBody><ProblemNote of=Problem::NotFound /></PanelBody>
                </SidePanel>
            </State>
            <State name="panel-stale">
                <SidePanel id="panel-stale" title="Sipho Ndlovu" close_href="#diary">
                    <PanelBody>
                        <ProblemNote of=Problem::Stale { by: "SN".into(), at: "10:02".into() }>
                            <Button>"See the change"</Button>
                            <Button kind=ButtonKind::Quiet>"Keep mine"</Button>
                        </ProblemNote>
                        <TextInput name="panel_stale" label="Room" value="Plinth 2" />
                    </PanelBody>
                </SidePanel>
            </State>
        </Part>
    }
}

#[component]
fn Menus() -> impl IntoView {
    let many = (1..=24)
        .map(|n| view! { <MenuItem label=format!("Practitioner {n}") href="#column" current={n == 3} /> })
        .collect_view();
    view! {
        <Part name="Menu">
            <State name="menu-closed"><Menu label="More"><MenuItem label="Print day sheet" href="#print" /></Menu></State>
            <State name="menu-open" tall=true>
                <Menu label="Visit" open=true>
                    <MenuTitle text="Status" />
                    <MenuItem label="Mark as arrived" icon=Glyph::StatusArrived keys="A" />
                    <MenuItem label="Confirm" icon=Glyph::StatusConfirmed keys="C" />
                    <MenuItem label="Complete" icon=Glyph::StatusCompleted not_now="Only after the visit began." />
                    <MenuRule />
                    <MenuItem label="Cancel visit…" icon=Glyph::Close danger=true keys="X" />
                </Menu>
            </State>
            <State name="menu-long" tall=true><Menu label="Columns" open=true>{many}</Menu></State>
        </Part>
    }
}

#[component]
fn TabRows() -> impl IntoView {
    let parts = ["Summary", "Visits", "Details", "Funding", "Guardians", "Consents", "Documents", "History", "Account"];
    let many = parts.iter().map(|part| Tab::new(*part, "#part", *part == "Visits")).collect();
    let views = vec![
        Tab::new("Day", "#day", true).icon(Glyph::Columns),
        Tab::new("Week", "#week", false).icon(Glyph::Week),
        Tab::new("List", "#list", false).icon(Glyph::List),
    ];
    let few = vec![Tab::new("Open", "#open", true).count(3), Tab::new("Done", "#done", false)];
    view! {
        <Part name="Tabs">
            <State name="tabs-few"><Tabs label="Tasks" tabs=few /></State>
            <State name="tabs-overflow"><div class="tabs-sample"><Tabs label="Patient" tabs=many /></div></State>
            <State name="tabs-box"><Tabs label="View" tabs=views look=TabsLook::Box /></State>
        </Part>
    }
}
