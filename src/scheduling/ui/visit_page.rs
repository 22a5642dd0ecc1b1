//! One visit as a page: everything the panel can do, with plain forms.

use super::fields::{Hidden, LABELS, LengthField, MoveFields, ReasonFields};
use super::hitch_page::{PageHitch, SubmitOrYes};
use super::visit_facts::{AlertList, History, VisitFacts};
use super::words;
use crate::{
    kernel::{
        ids::AppointmentId,
        problem::{Alternative, Problem},
        span::clock,
    },
    scheduling::{
        api,
        drafts::{question_codes, questions as answered},
        model::{Status, VisitPage},
    },
    ui::{ButtonLink, Glyph, Icon, PageHead, TextInput, page::screen},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The way from a visit to what it costs. The program puts it in place, because the diary knows no money.
#[derive(Clone, Copy)]
pub struct CheckoutOf(pub fn(AppointmentId) -> AnyView);

/// `/diary/visit/:id`
#[component]
pub fn VisitPageView() -> AnyView {
    let id = use_params_map().get_untracked().get("id").unwrap_or_default();
    screen("Visit", "diary", async move {
        let id = id.parse().map_err(|_| Problem::NotFound)?;
        Ok(visit_view(api::visit(id).await?))
    })
}

/// The way to a free time: for a move a button of its form, so that nothing typed is lost; for a visit whose own time is
/// gone a new booking that begins there.
fn way_to(page: &VisitPage, free: Alternative) -> AnyView {
    let (day, starts, practitioner) = (free.day, clock(free.starts), free.practitioner);
    if page.form.deed == "move" {
        let value = format!("{day} {starts} {practitioner}");
        return view! { <button class="btn" type="submit" form="move-form" name="instead" value=value>{free.label}</button> }
            .into_any();
    }
    let patient = page.card.patient.map(|p| format!("&patient={p}")).unwrap_or_default();
    let kind = page.card.type_id;
    let href = format!("/diary/new?day={day}&starts={starts}&practitioner={practitioner}&type={kind}{patient}");
    view! { <a class="btn" href=href>{free.label}</a> }.into_any()
}

fn visit_view(page: VisitPage) -> AnyView {
    let card = page.card.clone();
    let name = page.patient.as_ref().map_or_else(|| page.type_name.clone(), |p| p.name.clone());
    let lead = format!("{}, {}, {}", page.day_label, page.time_label, page.practitioner_name);
    let crumbs = vec![("Diary".to_owned(), format!("/diary?day={}", card.day))];
    let about = page.clone();
    let way = move |free: Alternative| way_to(&about, free);
    let steps = (!page.next.is_empty()).then(|| view! { <Steps page=page.clone() /> });
    let moves = page.may_move.then(|| view! { <MoveForm page=page.clone() /> });
    let off = page.may_cancel.then(|| view! { <CancelForm page=page.clone() /> });
    let print = format!("/diary?day={}", card.day);
    let charged = page.patient.is_some() && card.status != Status::Cancelled && card.status != Status::NoShow;
    let checkout = charged.then(|| use_context::<CheckoutOf>().map(|CheckoutOf(show)| show(card.id))).flatten();
    view! {
        <div class="min-h-0 flex-1 overflow-auto">
            <div class="stack max-w-160">
                <PageHead title=name lead crumbs>
                    {checkout}
                    <ButtonLink href=print icon=Glyph::Calendar>"Show the day"</ButtonLink>
                </PageHead>
                <PageHitch problem=page.problem.clone() labels=LABELS way />
                <YesForm page=page.clone() />
                <AlertList patient=page.patient.clone() />
                {steps}
                <VisitFacts page=page.clone() />
                {moves}
                {off}
                <History lines=page.history forms=true />
            </div>
        </div>
    }
    .into_any()
}

/// The yes to what a step or a taking back asked, and the way to leave it. A move says yes at its own button.
#[component]
fn YesForm(page: VisitPage) -> impl IntoView {
    let Some(Problem::Confirm { questions }) = page.problem else { return ().into_any() };
    let form = page.form;
    let (deed, words) = match form.deed.as_str() {
        "undo" => ("undo", "Yes, undo".to_owned()),
        "status" => {
            let step = Status::from_key(&form.to).map(words::step_words).unwrap_or("change it");
            ("status", format!("Yes, {}", step.to_ascii_lowercase()))
        }
        _ => return ().into_any(),
    };
    let here = super::panel::address_of(&page.card);
    let mut all = answered(&form.confirmed);
    all.extend(questions);
    view! {
        <form class="cluster" method="post">
            <Hidden deed version=form.version />
            <input type="hidden" name="to" value=form.to />
            <input type="hidden" name="why" value=form.why />
            <input type="hidden" name="event" value=form.event />
            <button class="btn" type="submit" data-kind="primary" name="confirmed" value=question_codes(&all)>
                {words}
            </button>
            <ButtonLink href=here>"Leave it as it was"</ButtonLink>
        </form>
    }
    .into_any()
}

/// A button per step; steps that need a reason come with a field.
#[component]
fn Steps(page: VisitPage) -> impl IntoView {
    let version = page.card.version.to_string();
    let plain = |to: &Status| *to != Status::Cancelled && !page.next_with_reason.contains(to);
    let easy: Vec<Status> = page.next.iter().copied().filter(plain).collect();
    let hard: Vec<Status> = page.next_with_reason.iter().copied().filter(|s| *s != Status::Cancelled).collect();
    let likely = words::likely(&easy);
    let buttons = easy.into_iter().map(|to| step_button(to, Some(to) == likely)).collect_view();
    let error = crate::ui::error_at(page.problem.as_ref(), LABELS, "why");
    let why = page.form.why.clone();
    let form_version = version.clone();
    let hard_form = (!hard.is_empty()).then(|| {
        let buttons = hard.into_iter().map(|to| step_button(to, false)).collect_view();
        view! {
            <form class="stack" method="post">
                <Hidden deed="status" version=form_version />
                <TextInput name="why" label="Reason" hint="For a step back" value=why error=error />
                <div class="cluster">{buttons}</div>
            </form>
        }
    });
    view! {
        <section class="stack" aria-label="Next step">
            <form class="cluster" method="post">
                <Hidden deed="status" version />
                {buttons}
            </form>
            {hard_form}
        </section>
    }
}

fn step_button(to: Status, likely: bool) -> impl IntoView {
    view! {
        <button class="btn" type="submit" name="to" value=to.key() data-kind=likely.then_some("primary")>
            <Icon of=words::look(to).glyph() />
            {words::step_words(to)}
        </button>
    }
}

#[component]
fn MoveForm(page: VisitPage) -> impl IntoView {
    let about_move = page.form.deed.is_empty() || page.form.deed == "move";
    let problem = page.problem.filter(|_| about_move);
    let form = page.form;
    view! {
        <section class="stack" id="move">
            <h2>"Move or change the length"</h2>
            <form class="stack" id="move-form" method="post" novalidate>
                // Enter in a field presses the first button of its form: this one, not a free time
                <button class="said" type="submit" tabindex="-1" aria-hidden="true">"Move visit"</button>
                <Hidden deed="move" version=page.card.version.to_string() />
                <MoveFields
                    prefix=""
                    form=form.clone()
                    problem=problem.clone()
                    practitioners=page.practitioners
                    resources=page.resources
                />
                <LengthField prefix="" form=form.clone() problem=problem.clone() />
                <SubmitOrYes
                    problem=problem
                    confirmed=form.confirmed
                    overbook_reason=form.overbook_reason
                    may_overbook=page.may_overbook
                    words="Move visit"
                />
            </form>
        </section>
    }
}

#[component]
fn CancelForm(page: VisitPage) -> impl IntoView {
    let problem = page.problem.filter(|_| page.form.deed == "cancel");
    view! {
        <section class="stack">
            <h2>"Cancel the visit"</h2>
            <form class="stack" method="post" novalidate>
                <Hidden deed="cancel" version=page.card.version.to_string() />
                <ReasonFields form=page.form problem labels=LABELS />
                <div><button class="btn" type="submit" data-kind="danger">"Cancel visit"</button></div>
            </form>
        </section>
    }
}
