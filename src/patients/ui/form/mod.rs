//! The registration form. Everything works without scripts; two islands read along: one shows what an ID number says, one
//! warns of patients who may be the same.

mod contact;
mod funding;
mod identity;
pub mod live;
mod people;

use super::banner::BannerOf;
use crate::{
    kernel::problem::Problem,
    patients::{
        model::{DuplicateCard, FormLists, Pick, RegistrationPage},
        registration::{
            RegistrationDraft,
            words::{LABELS, Words},
        },
    },
    ui::{
        Button, ButtonKind, ButtonLink, Checkbox, Choice, DateInput, ErrorSummary, InputKind, LinkTo, Note, PageHead,
        ProblemNote, Select, TextArea, TextInput, Voice, error_at,
    },
};
use jiff::civil::Date;
use leptos::prelude::*;

/// What every field needs to know: what was typed and what is wrong with it. Copying shares it.
#[derive(Clone, Copy)]
pub(super) struct Form(StoredValue<Typed>);

struct Typed {
    draft: RegistrationDraft,
    problem: Option<Problem>,
    lists: FormLists,
    today: Date,
}

/// The label of a field.
pub(super) fn label(field: &str) -> String {
    LABELS
        .iter()
        .find(|(name, _)| *name == field)
        .map_or_else(|| crate::ui::problem_words::label_of(field), |(_, label)| (*label).to_owned())
}

impl Form {
    fn of(self, field: &str) -> String {
        self.0.with_value(|it| it.draft.of(field).to_owned())
    }

    fn ticked(self, field: &str) -> bool {
        self.0.with_value(|it| it.draft.ticked(field))
    }

    fn error(self, field: &str) -> Option<String> {
        self.0.with_value(|it| error_at(it.problem.as_ref(), LABELS, field))
    }

    fn code(self, field: &str) -> Option<String> {
        self.0.with_value(|it| it.problem.as_ref()?.about(field).map(str::to_owned))
    }

    fn text(self, field: &str) -> AnyView {
        self.input(field, InputKind::Text, "", true)
    }

    fn needed(self, field: &str) -> AnyView {
        self.input(field, InputKind::Text, "", false)
    }

    fn input(self, field: &str, kind: InputKind, hint: &str, optional: bool) -> AnyView {
        let (name, value, error) = (field.to_owned(), self.of(field), self.error(field));
        view! { <TextInput name label=label(field) value kind hint=hint.to_owned() error optional required=!optional /> }
            .into_any()
    }

    fn area(self, field: &str, hint: &str, max: u32) -> AnyView {
        let (name, value, error) = (field.to_owned(), self.of(field), self.error(field));
        view! { <TextArea name label=label(field) value hint=hint.to_owned() error optional=true max rows=2 /> }
            .into_any()
    }

    fn day(self, field: &str, optional: bool) -> AnyView {
        let (name, value, error) = (field.to_owned(), self.of(field), self.error(field));
        view! { <DateInput name label=label(field) value error optional /> }.into_any()
    }

    fn choose(self, field: &str, list: Words, empty: &str) -> AnyView {
        self.select(field, list.iter().map(|(key, word)| Choice::new(*key, *word)).collect(), empty)
    }

    fn pick(self, field: &str, of: fn(&FormLists) -> &Vec<Pick>, empty: &str) -> AnyView {
        let list = self.0.with_value(|it| of(&it.lists).clone());
        self.select(field, list.iter().map(|it| Choice::new(it.value.clone(), it.label.clone())).collect(), empty)
    }

    fn select(self, field: &str, choices: Vec<Choice>, empty: &str) -> AnyView {
        let (name, chosen, error) = (field.to_owned(), self.of(field), self.error(field));
        view! { <Select name label=label(field) choices chosen empty=empty.to_owned() error /> }.into_any()
    }

    fn tick(self, field: &str, hint: &str) -> AnyView {
        self.tick_called(field, label(field), hint)
    }

    fn tick_called(self, field: &str, label: String, hint: &str) -> AnyView {
        let (name, checked, error) = (field.to_owned(), self.ticked(field), self.error(field));
        view! { <Checkbox name label checked hint=hint.to_owned() error /> }.into_any()
    }

    fn hidden(self, field: &str) -> AnyView {
        view! { <input type="hidden" name=field.to_owned() value=self.of(field) /> }.into_any()
    }
}

/// A part of the form with its heading.
#[component]
pub(super) fn Part(
    /// Its id, for the list of parts.
    id: &'static str,
    /// The heading.
    title: &'static str,
    /// Fields.
    children: Children,
) -> impl IntoView {
    let heading = format!("{id}-title");
    view! {
        <section class="card stack" data-gap="tight" id=id aria-labelledby=heading>
            <h2 id=heading.clone()>{title}</h2>
            {children()}
        </section>
    }
}

/// The whole form, new or over what is on file.
#[component]
pub(super) fn RegistrationForm(
    /// What the server says.
    page: RegistrationPage,
) -> impl IntoView {
    let RegistrationPage { patient, draft, problem, duplicates, lists, today, banner, saved: _ } = page;
    let back = patient.map_or("/patients".to_owned(), |id| format!("/patients/{id}"));
    let title = if patient.is_some() { "Change details" } else { "New patient" };
    let crumbs = vec![("Patients".to_owned(), "/patients".to_owned())];
    let news = problem.clone().map(|problem| said(problem, &back));
    let watched = live::Watched::of(&draft, patient);
    let form = Form(StoredValue::new(Typed { draft, problem, lists, today }));
    let same = (!duplicates.is_empty()).then(|| view! { <SamePerson duplicates form /> });
    let lead = "The first and last name and one way to reach the person are enough to begin with.";
    view! {
        {banner.map(|of| view! { <BannerOf of href=back.clone() /> })}
        <PageHead title crumbs lead=if patient.is_none() { Some(lead) } else { None } />
        {news}
        <form method="post" class="stack measure" novalidate>
            {form.hidden("key")}
            {form.hidden("version")}
            {same}
            <live::WatchDuplicates watched>
                <identity::IdentityPart form />
                <contact::ContactPart form />
            </live::WatchDuplicates>
            <funding::FundingPart form />
            <people::PeoplePart form />
            <people::ConsentPart form />
            <people::ClinicalPart form />
            {form.tick("later", "What is still missing stays marked on the patient's page.")}
            <div class="cluster">
                <Button submit=true kind=ButtonKind::Primary>"Save"</Button>
                <ButtonLink href=back>"Back without saving"</ButtonLink>
            </div>
        </form>
    }
}

/// The part of the form about who pays.
#[component]
pub(super) fn FundingForm(
    /// What the server says.
    page: RegistrationPage,
) -> impl IntoView {
    let RegistrationPage { patient, draft, problem, duplicates: _, lists, today, banner, saved: _ } = page;
    let back = patient.map_or("/patients".to_owned(), |id| format!("/patients/{id}"));
    let news = problem.clone().map(|problem| said(problem, &back));
    let form = Form(StoredValue::new(Typed { draft, problem, lists, today }));
    view! {
        {banner.map(|of| view! { <BannerOf of href=back.clone() /> })}
        <PageHead title="Account and funding" crumbs=vec![("Patients".to_owned(), "/patients".to_owned())] />
        {news}
        <form method="post" class="stack measure" novalidate>
            {form.hidden("key")}
            {form.hidden("version")}
            <funding::FundingPart form />
            <div class="cluster">
                <Button submit=true kind=ButtonKind::Primary>"Save"</Button>
                <ButtonLink href=back>"Back without saving"</ButtonLink>
            </div>
        </form>
    }
}

fn said(problem: Problem, patient: &str) -> AnyView {
    match problem {
        Problem::Invalid { fields } if !fields.is_empty() => view! { <ErrorSummary fields labels=LABELS /> }.into_any(),
        stale @ Problem::Stale { .. } => {
            let href = patient.to_owned();
            view! {
                <ProblemNote of=stale>
                    <LinkTo href>"See what is on file now"</LinkTo>
                </ProblemNote>
            }
            .into_any()
        }
        other => view! { <ProblemNote of=other /> }.into_any(),
    }
}

/// Who may be the same person, and the way past them.
#[component]
fn SamePerson(duplicates: Vec<DuplicateCard>, form: Form) -> impl IntoView {
    let stop = duplicates.iter().any(|it| it.stop);
    let title = if stop { "This person is almost certainly on file" } else { "This person may be on file" };
    let voice = if stop { Voice::Danger } else { Voice::Warn };
    let short = stop && form.ticked("anyway") && form.of("reason").trim().chars().count() < 5;
    let error = short.then(|| crate::ui::sentence("Reason", "reason_short"));
    let value = form.of("reason");
    view! {
        <div role="alert" tabindex="-1" id="error-summary">
            <Note voice title>
                <p>"Nothing is saved yet. Open the record on file, or go on if this is another person."</p>
                <DuplicateList duplicates />
            </Note>
        </div>
        {form.tick_called("anyway", "This is another person: save anyway".to_owned(), "")}
        {stop.then(|| view! { <TextInput name="reason" label="Reason" value error hint="Why this is another person." /> })}
    }
}

/// Patients who may be the same, each with what agrees and a way to their page.
#[component]
pub(super) fn DuplicateList(
    /// These.
    duplicates: Vec<DuplicateCard>,
) -> impl IntoView {
    let lines = duplicates
        .into_iter()
        .map(|it| {
            let (href, detail, because) =
                (format!("/patients/{}", it.card.id), it.card.detail(), it.because.join(", "));
            view! { <li><LinkTo href><bdi>{it.card.name}</bdi></LinkTo>" · "{detail}<br />{because}</li> }
        })
        .collect_view();
    view! { <ul data-marks="">{lines}</ul> }
}
