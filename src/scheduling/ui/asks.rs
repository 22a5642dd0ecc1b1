//! What is asked before something is done: a question, another time for a taken one, a reason.

use super::booking::LABELS;
use super::desk::{Desk, Sheet};
use super::dom;
use super::fields::ReasonFields;
use super::wish::Wish;
use crate::{
    kernel::{
        ids::{AppointmentId, PractitionerId},
        problem::{Alternative, ClashWhat, Problem, Question},
    },
    scheduling::drafts::{VisitDeed, VisitForm, overbook_reason},
    ui::{Dialog, DialogBody, DialogFoot, Field, Note, ask, changing, say, sentence},
};
use jiff::civil::Date;
use leptos::{ev, prelude::*};

/// What stands in the way, with what helps: a yes, another time, or a reason.
#[component]
pub fn Hitch<Y, I, O>(
    /// What stands in the way.
    problem: Problem,
    /// Yes, do it all the same.
    yes: Y,
    /// At this time instead.
    instead: I,
    /// Over what is there, for this reason.
    over: O,
    /// Whether the person may do that.
    may_over: bool,
    /// The deed as a verb: "Book", "Move".
    verb: &'static str,
    /// The deed is about one time and no other.
    #[prop(optional)]
    fixed: bool,
) -> impl IntoView
where
    Y: Fn() + Clone + Send + Sync + 'static,
    I: Fn(Alternative) + Clone + Send + Sync + 'static,
    O: Fn(String) + Clone + Send + Sync + 'static,
{
    let said = say(&problem);
    let over_it = matches!(&problem, Problem::Clash(clash) if may_over && clash.what == ClashWhat::Practitioner);
    let mut free = if let Problem::Clash(clash) = &problem { clash.alternatives.clone() } else { Vec::new() };
    if fixed {
        free.clear();
    }
    let asked = asked_in(&problem);
    let has_question = !asked.is_empty();
    let times = free.into_iter().map(|free| time_button(free, instead.clone())).collect_view();
    let lines = asked.into_iter().map(|q: Question| view! { <li>{ask(q)}</li> }).collect_view();
    let over_form = over_it.then(|| view! { <OverForm over verb /> });
    let yes_button = has_question.then(|| {
        view! { <button class="btn" type="button" data-kind="primary" on:click=move |_| yes()>{format!("Yes, {}", verb.to_ascii_lowercase())}</button> }
    });
    view! {
        <div role="alert">
            <Note voice=said.voice title=said.title>
                <p>{said.next}</p>
                <ul data-marks="">{lines}</ul>
                <div class="note-acts">{times} {yes_button}</div>
                {over_form}
            </Note>
        </div>
    }
}

fn time_button(free: Alternative, instead: impl Fn(Alternative) + 'static) -> impl IntoView {
    let label = free.label.clone();
    view! { <button class="btn" type="button" on:click=move |_| instead(free.clone())>{label}</button> }
}

/// Booking over a visit on purpose: a reason, and the visit carries a mark.
#[component]
fn OverForm<O: Fn(String) + Send + Sync + 'static>(over: O, verb: &'static str) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let press = move |_| match overbook_reason(&reason.get_untracked()) {
        Ok(Some(text)) => over(text),
        Ok(None) => error.set(Some(sentence("Reason", "reason_short"))),
        Err(code) => error.set(Some(sentence("Reason", code))),
    };
    view! {
        <Field name="over-reason" label="Or over what is there, because" error=error>
            <span class="cluster">
                <input class="control" id="over-reason" autocomplete="off" on:input=move |ev| reason.set(event_target_value(&ev)) />
                <button class="btn" type="button" data-kind="danger" on:click=press>{format!("{verb} over it")}</button>
            </span>
        </Field>
    }
}

/// A wish that met a question or a taken time.
#[component]
pub fn HitchDialog(
    /// What was wished.
    wish: Wish,
    /// What stands in the way.
    problem: Problem,
) -> impl IntoView {
    let desk = Desk::here();
    Effect::new(|_| dom::open_modal("hitch"));
    let verb = if asked_in(&problem).contains(&Question::Identity) { "Checked" } else { verb_of(&wish) };
    let title = if matches!(problem, Problem::Clash(_)) { "That time is taken" } else { "Check first" };
    let may_over = place_of(&wish).is_some_and(|(practitioner, day)| may_overbook(desk, practitioner, day));
    let asked = asked_in(&problem);
    let fixed = matches!(wish, Wish::Step(_) | Wish::Undo(_));
    let wished = StoredValue::new(wish);
    let close = move || dom::close_modal("hitch");
    let yes = move || desk.wish(wished.get_value().yes(&asked));
    let instead = move |free: Alternative| desk.wish(wished.get_value().instead(&free));
    let over = move |reason: String| desk.wish(wished.get_value().over(reason));
    view! {
        <Dialog id="hitch" title=title on:close=move |_| desk.sheet.set(Sheet::None)>
            <DialogBody>
                <Hitch problem yes instead over may_over verb fixed />
            </DialogBody>
            <DialogFoot>
                <button class="btn" type="button" autofocus on:click=move |_| close()>"Leave it as it was"</button>
            </DialogFoot>
        </Dialog>
    }
}

fn asked_in(problem: &Problem) -> Vec<Question> {
    if let Problem::Confirm { questions } = problem { questions.clone() } else { Vec::new() }
}

fn verb_of(wish: &Wish) -> &'static str {
    match wish {
        Wish::Book(_) => "Book",
        Wish::Move(_) => "Move",
        Wish::Step(_) => "Change",
        Wish::CallOff(_) => "Cancel",
        Wish::Undo(_) => "Take back",
    }
}

fn place_of(wish: &Wish) -> Option<(PractitionerId, Date)> {
    match wish {
        Wish::Book(it) => Some((it.practitioner, it.day)),
        Wish::Move(it) => Some((it.practitioner, it.day)),
        Wish::Step(_) | Wish::CallOff(_) | Wish::Undo(_) => None,
    }
}

fn may_overbook(desk: Desk, practitioner: PractitionerId, day: Date) -> bool {
    desk.board.with_untracked(|b| {
        b.strip_of(practitioner, day).and_then(|n| b.strips.get(n)).is_some_and(|s| s.column.may_overbook)
    })
}

/// Why a visit is called off.
#[component]
pub fn CallOffDialog(
    /// Which.
    id: AppointmentId,
) -> impl IntoView {
    let desk = Desk::here();
    Effect::new(|_| dom::open_modal("call-off"));
    let card = desk.card(id);
    let who = card.as_ref().map(|c| desk.who(c)).unwrap_or_default();
    let version = card.map(|c| c.version.to_string()).unwrap_or_default();
    let form = RwSignal::new(VisitForm { deed: "cancel".into(), version, ..VisitForm::default() });
    let problem = RwSignal::new(None::<Problem>);
    let typed = move |ev: ev::Event| match dom::named(&ev) {
        Some((name, value)) if name == "reason" => form.update(|f| f.reason = value),
        Some((name, value)) if name == "words" => form.update(|f| f.words = value),
        Some(_) | None => {}
    };
    let send = move |ev: ev::SubmitEvent| {
        ev.prevent_default();
        match form.get_untracked().check(id) {
            Ok(VisitDeed::Cancel(it)) => desk.wish(Wish::CallOff(it)),
            Ok(VisitDeed::Status(_) | VisitDeed::Move(_) | VisitDeed::Undo(_)) => {}
            Err(why) => problem.set(Some(why)),
        }
    };
    view! {
        <Dialog id="call-off" title=format!("Cancel the visit of {who}") on:close=move |_| desk.sheet.set(Sheet::None)>
            <form novalidate on:input=typed on:submit=send>
                <DialogBody>
                    {changing(move || {
                        let form = form.get_untracked();
                        view! { <ReasonFields form problem=problem.get() labels=LABELS /> }.into_any()
                    })}
                </DialogBody>
                <DialogFoot>
                    <button class="btn" type="button" on:click=move |_| dom::close_modal("call-off")>"Keep the visit"</button>
                    <button class="btn" type="submit" data-kind="danger">"Cancel visit"</button>
                </DialogFoot>
            </form>
        </Dialog>
    }
}
