//! The panel of a visit, beside the grid: what it is, the next step, and a field for everything the hand can do.

use super::desk::{CURSOR, Desk, Sheet};
use super::dom;
use super::fields::{LengthField, MoveFields};
use super::panel_state::{Opened, Panel};
use super::visit_facts::{AlertList, History, VisitFacts};
use super::wish::Wish;
use super::words;
use crate::{
    kernel::{ids::AppointmentId, problem::Problem, span::short_day},
    scheduling::{
        drafts::VisitDeed,
        model::{Card, Status, VisitPage},
    },
    ui::{ButtonLink, Glyph, Icon, PanelBody, PanelFoot, ProblemNote, SidePanel, Skeleton, changing},
};
use leptos::{ev, prelude::*};

/// The panel, when a visit is open.
#[component]
pub fn VisitPanel() -> impl IntoView {
    let desk = Desk::here();
    let id = Memo::new(move |_| desk.panel.with(|p| p.as_ref().map(|p| p.id)));
    changing(move || id.get().map(|id| view! { <OpenPanel id /> }.into_any()))
}

#[component]
fn OpenPanel(id: AppointmentId) -> impl IntoView {
    let desk = Desk::here();
    let card = Memo::new(move |_| {
        let told = desk.panel.with(|p| p.as_ref().and_then(|p| p.page.as_ref()).map(|page| page.card.clone()));
        desk.shown.with(|s| s.card(id).cloned()).or(told)
    });
    let name = move || card.with(|c| c.as_ref().map(|c| desk.who(c))).unwrap_or_else(|| "Visit".to_owned());
    let when = move || card.with(|c| c.as_ref().map(|c| format!("{}, {}", short_day(c.day), words::times(c))));
    let close = move |ev: ev::MouseEvent| {
        if dom::hits(&ev, "[data-panel-close]") {
            ev.prevent_default();
            desk.panel.set(None);
            dom::focus_soon(CURSOR.to_owned());
        }
    };
    changing(move || {
        view! {
            <SidePanel id="visit" title=name() subtitle=when() close_href="#grid" on:click=close>
                <Content id />
            </SidePanel>
        }
        .into_any()
    })
}

#[component]
fn Content(id: AppointmentId) -> impl IntoView {
    let desk = Desk::here();
    let page = Memo::new(move |_| desk.panel.with(|p| p.as_ref().and_then(|p| p.page.clone())));
    let problem = Memo::new(move |_| desk.panel.with(|p| p.as_ref().and_then(|p| p.problem.clone())));
    let at_field = |p: &Problem| matches!(p, Problem::Invalid { fields } if !fields.is_empty());
    let note = move || problem.get().filter(|p| !at_field(p)).map(|of| view! { <ProblemNote of /> }.into_any());
    let body = move || match page.get() {
        Some(page) => about(desk, page),
        None if problem.get().is_some() => ().into_any(),
        None => view! { <Skeleton label="The visit" lines=6 /> }.into_any(),
    };
    let opened = Memo::new(move |_| desk.panel.with(|p| p.as_ref().map(|p| p.opened).unwrap_or_default()));
    let form = move || page.get().and_then(|page| form_of(desk, id, opened.get(), page, problem.get()));
    let foot = move || page.get().map(|page| foot(desk, id, &page));
    view! {
        <PanelBody>{changing(note)} {changing(body)} {changing(form)} <HistoryPart /></PanelBody>
        {changing(foot)}
    }
}

fn about(desk: Desk, page: VisitPage) -> AnyView {
    let id = page.card.id;
    let mut next: Vec<Status> = page.next.iter().copied().filter(|s| *s != Status::Cancelled).collect();
    next.retain(|s| !page.next_with_reason.contains(s));
    let likely = words::likely(&next);
    let steps = next.into_iter().map(|to| step_button(desk, id, to, Some(to) == likely)).collect_view();
    view! {
        <AlertList patient=page.patient.clone() />
        <div class="cluster" role="group" aria-label="Next step">{steps}</div>
        <VisitFacts page />
    }
    .into_any()
}

fn step_button(desk: Desk, id: AppointmentId, to: Status, likely: bool) -> impl IntoView {
    let kind = likely.then_some("primary");
    let glyph = words::look(to).glyph();
    let key = match to {
        Status::Confirmed => Some("c"),
        Status::Arrived => Some("a"),
        Status::NoShow => Some("n"),
        Status::Booked | Status::InRoom | Status::Completed | Status::Cancelled => None,
    };
    view! {
        <button
            class="btn"
            type="button"
            data-kind=kind
            aria-keyshortcuts=key
            on:click=move |_| desk.step(id, to, String::new())
        >
            <Icon of=glyph />
            {words::step_words(to)}
        </button>
    }
}

/// Every drag has fields that do the same.
fn form_of(
    desk: Desk,
    id: AppointmentId,
    opened: Opened,
    page: VisitPage,
    problem: Option<Problem>,
) -> Option<AnyView> {
    // as typed so far, because the form is drawn anew when something in it needs another look
    let form = desk.panel.with_untracked(|p| p.as_ref().map(|p| p.form.clone())).unwrap_or_default();
    let (title, fields, button) = match opened {
        Opened::None => return None,
        Opened::Move => {
            let fields = view! {
                <MoveFields prefix="p-" form problem practitioners=page.practitioners resources=page.resources />
            };
            ("Move the visit", fields.into_any(), "Move visit")
        }
        Opened::Length => {
            ("Change the length", view! { <LengthField prefix="p-" form problem /> }.into_any(), "Change length")
        }
    };
    let typed = move |ev: ev::Event| {
        if let Some((name, value)) = dom::named(&ev)
            && let Some(name) = name.strip_prefix("p-")
        {
            desk.panel.update_untracked(|p| p.iter_mut().for_each(|p| p.typed(name, value.clone())));
        }
    };
    let send = move |ev: ev::SubmitEvent| {
        ev.prevent_default();
        send_move(desk, id);
    };
    let form = view! {
        <form class="stack" novalidate aria-label=title on:input=typed on:submit=send>
            {fields}
            <button class="btn" type="submit" data-kind="primary">{button}</button>
        </form>
    };
    Some(form.into_any())
}

fn send_move(desk: Desk, id: AppointmentId) {
    let Some(card) = desk.card(id) else { return };
    let Some(mut form) = desk.panel.with_untracked(|p| p.as_ref().map(|p| p.form.clone())) else { return };
    form.deed = "move".to_owned();
    form.version = card.version.to_string();
    match form.check(id) {
        Ok(VisitDeed::Move(it)) => desk.wish(Wish::Move(it)),
        Ok(VisitDeed::Status(_) | VisitDeed::Cancel(_) | VisitDeed::Undo(_)) => {}
        Err(why) => {
            desk.panel.update(|p| p.iter_mut().for_each(|p| p.problem = Some(why.clone())));
            dom::focus_soon(".panel [aria-invalid]".to_owned());
        }
    }
}

#[component]
fn HistoryPart() -> impl IntoView {
    let desk = Desk::here();
    let lines = Memo::new(move |_| {
        desk.panel
            .with(|p| p.as_ref().and_then(|p| p.page.as_ref()).map(|page| page.history.clone()).unwrap_or_default())
    });
    changing(move || {
        Some(lines.get()).filter(|l| !l.is_empty()).map(|lines| view! { <History lines forms=false /> }.into_any())
    })
}

fn foot(desk: Desk, id: AppointmentId, page: &VisitPage) -> AnyView {
    let toggle = move |form: Opened, field: &'static str| {
        desk.panel.update(|p| p.iter_mut().for_each(|p: &mut Panel| p.toggle(form)));
        dom::focus_soon(field.to_owned());
    };
    let moves = page.may_move.then(|| {
        view! {
            <button class="btn" type="button" on:click=move |_| toggle(Opened::Move, "#p-day")>"Move…"</button>
            <button class="btn" type="button" on:click=move |_| toggle(Opened::Length, "#p-minutes")>"Length…"</button>
        }
    });
    let off = page.may_cancel.then(|| {
        view! {
            <button class="btn" type="button" data-kind="quiet" on:click=move |_| desk.sheet.set(Sheet::CallOff(id))>
                "Cancel visit…"
            </button>
        }
    });
    let href = address_of(&page.card);
    view! {
        <PanelFoot>
            {moves} {off}
            <ButtonLink href kind=crate::ui::ButtonKind::Quiet icon=Glyph::History label="The visit's page and history" />
        </PanelFoot>
    }
    .into_any()
}

/// The page of a visit.
pub fn address_of(card: &Card) -> String {
    format!("/diary/visit/{}", card.id)
}
