//! What speaks to the reader.

use super::{Part, State};
use crate::kernel::ids::PractitionerId;
use crate::kernel::problem::{Alternative, Clash, ClashWhat, FieldProblem, Problem, Question};
use crate::ui::{Button, ButtonKind, ErrorSummary, Note, ProblemNote, Toast, Voice};
use leptos::prelude::*;

pub(super) fn page() -> AnyView {
    view! { <Summaries /> <Problems /> <Clashes /> <Notes /> <ToastStates /> }.into_any()
}

fn wrong(field: &str, code: &str) -> FieldProblem {
    FieldProblem { field: field.to_owned(), code: code.to_owned() }
}

#[component]
fn Summaries() -> impl IntoView {
    let many = vec![wrong("last_name", "required"), wrong("id_number", "format"), wrong("phone", "phone_too_short")];
    view! {
        <Part name="ErrorSummary">
            <State name="summary-one"><ErrorSummary id="summary-one" fields=vec![wrong("last_name", "required")] /></State>
            <State name="summary-many"><ErrorSummary id="summary-many" fields=many /></State>
        </Part>
    }
}

#[component]
fn Problems() -> impl IntoView {
    let who_may = "owner, manager or receptionist".to_owned();
    let questions = vec![Question::PatientBusy, Question::OutsideHours, Question::PublicHoliday];
    let fields = vec![wrong("minutes", "minutes_range")];
    view! {
        <Part name="ProblemNote">
            <State name="problem-signed-out"><ProblemNote of=Problem::SignedOut /></State>
            <State name="problem-password-first"><ProblemNote of=Problem::PasswordFirst /></State>
            <State name="problem-factor-first"><ProblemNote of=Problem::FactorFirst /></State>
            <State name="problem-prove-first"><ProblemNote of=Problem::ProveFirst /></State>
            <State name="problem-not-allowed"><ProblemNote of=Problem::NotAllowed { who_may } /></State>
            <State name="problem-not-found"><ProblemNote of=Problem::NotFound /></State>
            <State name="problem-fields"><ProblemNote of=Problem::Invalid { fields } /></State>
            <State name="problem-stale">
                <ProblemNote of=Problem::Stale { by: "SN".into(), at: "10:02".into() }>
                    <Button>"See the change"</Button>
                    <Button kind=ButtonKind::Quiet>"Keep mine"</Button>
                </ProblemNote>
            </State>
            <State name="problem-too-many"><ProblemNote of=Problem::TooMany { retry_in_minutes: 15 } /></State>
            <State name="problem-busy"><ProblemNote of=Problem::Busy /></State>
            <State name="problem-too-large"><ProblemNote of=Problem::TooLarge /></State>
            <State name="problem-confirm">
                <ProblemNote of=Problem::Confirm { questions }>
                    <Button>"Choose another time"</Button>
                    <Button kind=ButtonKind::Quiet>"Book anyway"</Button>
                </ProblemNote>
            </State>
            <State name="problem-offline"><ProblemNote of=Problem::Offline /></State>
            <State name="problem-broken"><ProblemNote of=Problem::Broken { reference: "k7f2-91qd".into() } /></State>
        </Part>
    }
}

fn clash(what: ClashWhat, name: &str, until: &str, free: &[&str]) -> Problem {
    let alternatives = free.iter().map(|label| Alternative {
        day: jiff::civil::Date::constant(2026, 11, 26),
        starts: 630,
        practitioner: PractitionerId(uuid::Uuid::nil()),
        label: (*label).to_owned(),
    });
    Problem::Clash(Clash { what, name: name.to_owned(), until: until.to_owned(), alternatives: alternatives.collect() })
}

#[component]
fn Clashes() -> impl IntoView {
    let free = ["Tue 24 Nov 10:30, Dr Naidoo", "Tue 24 Nov 11:15, Dr Naidoo", "Thu 26 Nov 09:00, Dr Naidoo"];
    view! {
        <Part name="ProblemNote: a taken time">
            <State name="problem-clash">
                <ProblemNote
                    of=clash(ClashWhat::Practitioner, "Dr Naidoo", "10:30", &free)
                    alternative_href=|_| "#book".to_owned()
                />
            </State>
            <State name="problem-clash-room">
                <ProblemNote of=clash(ClashWhat::Room, "Plinth 2", "11:00", &free[..1]) />
            </State>
            <State name="problem-clash-race"><ProblemNote of=clash(ClashWhat::Race, "", "", &[]) /></State>
        </Part>
    }
}

#[component]
fn Notes() -> impl IntoView {
    let notes = Voice::ALL
        .into_iter()
        .map(|voice| {
            view! {
                <State name=format!("note-{}", voice.key())>
                    <Note voice title="Authorisation is low">"2 visits left of 8, until 31 Dec 2026."</Note>
                </State>
            }
        })
        .collect_view();
    view! { <Part name="Note">{notes}</Part> }
}

#[component]
fn ToastStates() -> impl IntoView {
    view! {
        <Part name="Toast">
            <State name="toast-info"><Toast text="Thandi Mokoena has arrived." /></State>
            <State name="toast-undo">
                <Toast text="Moved to 10:15, Dr Naidoo." keys="Ctrl+Z"><Button>"Undo"</Button></Toast>
            </State>
            <State name="toast-stacked">
                <div class="stack" data-gap="tight">
                    <Toast text="Cancelled: patient ill." keys="Ctrl+Z"><Button>"Undo"</Button></Toast>
                    <Toast text="Booked: Sipho Ndlovu, Thu 26 Nov 09:00." />
                </div>
            </State>
        </Part>
    }
}
