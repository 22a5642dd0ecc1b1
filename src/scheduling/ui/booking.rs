//! The booking dialog: who, what, how long, where; Enter books.

use super::asks::Hitch;
use super::booking_place::{PlaceFields, WhenFields};
use super::booking_state::Booking;
use super::desk::{Desk, Sheet};
use super::dom;
use super::drag::Place;
use super::find_patient::{QuickAdd, WhoField};
use super::shown::Asking;
use super::wish::Wish;
use crate::{
    kernel::{
        problem::{Alternative, Problem},
        span::short_day,
    },
    scheduling::model::TypeChoice,
    ui::{ButtonKind, Dialog, DialogBody, DialogFoot, Field, Glyph, Icon, ProblemNote, changing, error_at},
};
use leptos::{ev, prelude::*, task::spawn_local};

/// Labels of the form's fields.
pub const LABELS: crate::ui::error_summary::Labels = &[
    ("patient", "Patient"),
    ("type_id", "Type"),
    ("minutes", "Length"),
    ("starts", "Start"),
    ("day", "Day"),
    ("practitioner", "Practitioner"),
    ("room", "Room"),
    ("equipment", "Equipment"),
    ("note", "Note"),
    ("overbook_reason", "Reason"),
];

/// What the parts of the dialog share.
#[derive(Clone, Copy)]
pub struct BookingHandle {
    /// The desk around.
    pub desk: Desk,
    /// The booking in the making.
    pub it: RwSignal<Booking>,
    /// Searching for patients: one question away, one waiting.
    pub asking: StoredValue<Asking>,
}

impl BookingHandle {
    /// The handle of the dialog around.
    pub fn here() -> BookingHandle {
        expect_context::<BookingHandle>()
    }

    /// The sentence at a field.
    pub fn error(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.it.with(|b| error_at(b.problem.as_ref(), LABELS, field)))
    }

    /// Asks for the visit.
    pub fn submit(self) {
        let desk = self.desk;
        if self.it.with_untracked(|b| b.busy) {
            return;
        }
        let checked = desk.board.with_untracked(|b| self.it.with_untracked(|it| it.check(&b.types)));
        let visit = match checked {
            Ok(visit) => visit,
            Err(problem) => {
                self.it.update(|b| b.problem = Some(problem));
                return dom::focus_soon("#booking [aria-invalid]".to_owned());
            }
        };
        self.it.update(|b| (b.busy, b.problem) = (true, None));
        spawn_local(async move {
            let wish = Wish::Book(visit);
            match wish.clone().ask().await {
                Ok(changed) => {
                    dom::close_modal("booking");
                    desk.sheet.set(Sheet::None);
                    desk.agreed(&wish, None, changed);
                }
                Err(problem) => {
                    desk.notice(&problem);
                    let _closed = self.it.try_update(|b| (b.busy, b.problem) = (false, Some(problem)));
                }
            }
        });
    }

    /// The value of `aria-invalid`.
    pub fn wrong(self, field: &'static str) -> Option<&'static str> {
        self.error(field).get().map(|_| "true")
    }

    /// The value of `aria-describedby`: the error line, while there is one.
    pub fn why(self, field: &'static str) -> Option<String> {
        self.error(field).get().map(|_| format!("b-{field}-error"))
    }

    fn instead(self, free: &Alternative) {
        self.it.update(|b| b.instead(free));
        self.submit();
    }
}

/// The dialog.
#[component]
pub fn BookingDialog(
    /// Where the booking begins.
    place: Place,
) -> impl IntoView {
    let desk = Desk::here();
    let begun = desk.board.with_untracked(|b| Booking::begin(b, place, dom::once_key()));
    let handle = BookingHandle { desk, it: RwSignal::new(begun), asking: StoredValue::new(Asking::Rest) };
    provide_context(handle);
    Effect::new(|_| dom::open_modal("booking"));
    let when = move || when_and_who(handle);
    let send = move |ev: ev::SubmitEvent| {
        ev.prevent_default();
        handle.submit();
    };
    let busy = Signal::derive(move || handle.it.with(|b| b.busy));
    let adding = Memo::new(move |_| handle.it.with(|b| b.adding.is_some()));
    view! {
        <Dialog id="booking" title="Book visit" on:close=move |_| desk.sheet.set(Sheet::None)>
            <DialogBody>
                <p class="text-ink-2">{changing(when)}</p>
                {changing(move || adding.get().then(|| view! { <QuickAdd /> }.into_any()))}
                <form id="booking-form" class="stack" class:hidden=adding novalidate on:submit=send on:input=move |ev| typed(handle, &ev)>
                    <WhoField />
                    <KindFields />
                    <PlaceFields />
                </form>
                <HitchPart />
            </DialogBody>
            <DialogFoot>
                <button class="btn" type="button" on:click=move |_| dom::close_modal("booking")>
                    "Do not book"
                </button>
                {changing(move || (!adding.get()).then(|| view! { <BookButton busy /> }.into_any()))}
            </DialogFoot>
        </Dialog>
    }
}

#[component]
fn BookButton(busy: Signal<bool>) -> impl IntoView {
    view! {
        <button
            class="btn"
            type="submit"
            form="booking-form"
            data-kind=ButtonKind::Primary.key()
            aria-busy=changing(move || busy.get().then_some("true"))
        >
            <Icon of=Glyph::Check />
            "Book visit"
        </button>
    }
}

fn when_and_who(handle: BookingHandle) -> String {
    let (day, starts, practitioner) =
        handle.it.with(|b| (b.draft.day.clone(), b.draft.starts.clone(), b.draft.practitioner.clone()));
    let day = crate::kernel::draft::day(&day).map(short_day).unwrap_or(day);
    let name = handle.desk.board.with(|b| {
        let strip = b.strips.iter().find(|s| s.column.practitioner.to_string() == practitioner);
        strip.map(|s| s.column.name.clone()).unwrap_or_default()
    });
    format!("{day} {starts}, {name}")
}

fn typed(handle: BookingHandle, ev: &ev::Event) {
    if let Some((name, value)) = dom::named(ev) {
        handle.desk.board.with_untracked(|b| handle.it.update(|it| it.typed(&name, value, &b.types)));
    }
}

/// Type, start and length.
#[component]
fn KindFields() -> impl IntoView {
    let handle = BookingHandle::here();
    let types = handle.desk.board.with_untracked(|b| b.types.clone());
    let chosen = handle.it.with_untracked(|b| b.draft.type_id.clone());
    let options = types.iter().map(|kind| option(kind, &chosen)).collect_view();
    // in a list Enter does nothing by itself; here it books, as in every other field
    let enter = move |ev: ev::KeyboardEvent| {
        if ev.key() == "Enter" {
            ev.prevent_default();
            handle.submit();
        }
    };
    let (type_error, start_error, length_error) =
        (handle.error("type_id"), handle.error("starts"), handle.error("minutes"));
    view! {
        <Field name="b-type_id" label="Type" error=type_error>
            <span class="select">
                <select class="control" id="b-type_id" name="type_id" aria-invalid=changing(move || handle.wrong("type_id")) aria-describedby=changing(move || handle.why("type_id")) on:keydown=enter>{options}</select>
                <Icon of=Glyph::ChevronDown />
            </span>
        </Field>
        <WhenFields />
        <div class="cluster">
            <Field name="b-starts" label="Start" error=start_error>
                <input
                    class="control"
                    id="b-starts"
                    name="starts" aria-invalid=changing(move || handle.wrong("starts")) aria-describedby=changing(move || handle.why("starts"))
                    autocomplete="off"
                    prop:value=changing(move || handle.it.with(|b| b.draft.starts.clone()))
                />
            </Field>
            <Field name="b-minutes" label="Length in minutes" error=length_error>
                <input
                    class="control"
                    id="b-minutes"
                    name="minutes" aria-invalid=changing(move || handle.wrong("minutes")) aria-describedby=changing(move || handle.why("minutes"))
                    inputmode="numeric"
                    autocomplete="off"
                    prop:value=changing(move || handle.it.with(|b| b.draft.minutes.clone()))
                />
            </Field>
        </div>
    }
}

fn option(kind: &TypeChoice, chosen: &str) -> impl IntoView + use<> {
    let id = kind.id.to_string();
    let on = id == chosen;
    view! { <option value=id selected=on>{format!("{} ({} min)", kind.name, kind.minutes)}</option> }
}

/// What stands in the way, where it happened, with what helps.
#[component]
fn HitchPart() -> impl IntoView {
    let handle = BookingHandle::here();
    let problem = Memo::new(move |_| handle.it.with(|b| b.problem.clone()));
    let shown = move |problem: Problem| match problem {
        Problem::Clash(_) | Problem::Confirm { .. } => {
            let yes = move || {
                handle.it.update(Booking::yes);
                handle.submit();
            };
            let instead = move |free: Alternative| handle.instead(&free);
            let over = move |reason: String| {
                handle.it.update(|b| b.draft.overbook_reason = reason);
                handle.submit();
            };
            let may_over = may_overbook(handle);
            view! { <Hitch problem yes instead over may_over verb="Book" /> }.into_any()
        }
        Problem::Invalid { fields } if fields.iter().all(|f| LABELS.iter().any(|(name, _)| *name == f.field)) => {
            ().into_any()
        }
        other => view! { <ProblemNote of=other /> }.into_any(),
    };
    changing(move || problem.get().map(|of| shown(of).into_any()))
}

fn may_overbook(handle: BookingHandle) -> bool {
    let of = handle.it.with_untracked(|b| b.draft.practitioner.clone());
    handle
        .desk
        .board
        .with_untracked(|b| b.strips.iter().any(|s| s.column.practitioner.to_string() == of && s.column.may_overbook))
}
