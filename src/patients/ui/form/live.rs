//! What reads along while the form is typed.

use super::DuplicateList;
use crate::{
    kernel::{
        draft,
        ids::PatientId,
        sa_id::{self, Sex},
    },
    patients::{
        api,
        model::DuplicateCard,
        registration::{
            RegistrationDraft,
            words::{ID_TYPES, SEXES, word},
        },
    },
    ui::{Choice, Field, FieldIds, Glyph, Icon, Note, Select, TextInput, Voice, changing, keep_typed},
};
use jiff::civil::Date;
use leptos::{prelude::*, task::spawn_local, web_sys};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, time::Duration};

/// The identity document as typed, and what is wrong with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct IdTyped {
    kind: String,
    number: String,
    kept: String,
    reason: String,
    birth: String,
    sex: String,
    errors: BTreeMap<String, String>,
    #[serde(with = "crate::kernel::iso_day")]
    today: Date,
}

const FIELDS: [&str; 5] = ["id_type", "id_number", "id_reason", "birth_date", "sex"];

impl IdTyped {
    /// From the form.
    pub(super) fn of(draft: &RegistrationDraft, today: Date, error: impl Fn(&str) -> Option<String>) -> IdTyped {
        let text = |field: &str| draft.of(field).to_owned();
        IdTyped {
            kind: text("id_type"),
            number: text("id_number"),
            kept: text("id_kept"),
            reason: text("id_reason"),
            birth: text("birth_date"),
            sex: text("sex"),
            errors: FIELDS.iter().filter_map(|field| Some(((*field).to_owned(), error(field)?))).collect(),
            today,
        }
    }

    fn error(&self, field: &str) -> Option<String> {
        self.errors.get(field).cloned()
    }
}

/// What a number says, in a sentence: `Female, born 5 May 1985, 41 years old, South African citizen.`
fn reading(kind: &str, number: &str, birth: &str, sex: &str, today: Date) -> (Voice, String) {
    if kind != "sa_id" || number.chars().filter(char::is_ascii_digit).count() < 13 {
        return (Voice::Plain, String::new());
    }
    let read = match sa_id::parse(number, today, draft::day(birth).ok(), Sex::from_key(sex)) {
        Ok(read) => read,
        Err(wrong) => return (Voice::Danger, crate::ui::sentence("ID number", wrong.code())),
    };
    let years = today.year()
        - read.birth.year()
        - i16::from((today.month(), today.day()) < (read.birth.month(), read.birth.day()));
    let status = match read.citizenship {
        sa_id::Citizenship::Citizen => "South African citizen",
        sa_id::Citizenship::PermanentResident => "permanent resident",
        sa_id::Citizenship::Refugee => "refugee",
    };
    let born = crate::kernel::span::plain_day(read.birth);
    let mut text = format!("{}, born {born}, {years} years old, {status}.", word(SEXES, read.sex.key()));
    for warning in &read.warnings {
        text.push(' ');
        text.push_str(&crate::ui::sentence("ID number", warning.code()));
    }
    (if read.warnings.is_empty() { Voice::Good } else { Voice::Warn }, text)
}

/// The identity document, the birth date and the sex. Once awake it reads a South African number as it is typed, fills in an
/// empty birth date and sex, and shows only the fields that the kind of document needs.
#[island]
pub fn IdFields(
    /// As typed, and what is wrong.
    typed: IdTyped,
    /// What only some documents have: the country and the expiry date.
    children: Children,
) -> impl IntoView {
    let today = typed.today;
    let (kind, number) = (RwSignal::new(typed.kind.clone()), RwSignal::new(typed.number.clone()));
    let (birth, sex) = (RwSignal::new(typed.birth.clone()), RwSignal::new(typed.sex.clone()));
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    Effect::new(move |_| {
        if kind.get() != "sa_id" {
            return;
        }
        if let Ok(read) = sa_id::parse(&number.get(), today, None, None) {
            if birth.get_untracked().is_empty() {
                birth.set(read.birth.to_string());
            }
            if sex.get_untracked().is_empty() {
                sex.set(read.sex.key().to_owned());
            }
        }
    });
    // what the server said at the field is not said twice
    let told = typed.error("id_number").map(|_| typed.number.clone());
    let said = Memo::new(move |_| {
        if told.as_ref() == Some(&number.get()) {
            return String::new();
        }
        let (_, text) = reading(&kind.get(), &number.get(), &birth.get(), &sex.get(), today);
        text
    });
    let voice = move || reading(&kind.get(), &number.get(), &birth.get(), &sex.get(), today).0.key();
    let without = move |hidden_for: fn(&str) -> bool| move || awake.get() && hidden_for(&kind.get());
    let kinds = ID_TYPES.iter().map(|(key, word)| Choice::new(*key, *word)).collect();
    let kept =
        if typed.kept.is_empty() { String::new() } else { format!("On file: {}. Leave empty to keep it.", typed.kept) };
    let birth_error = typed.error("birth_date");
    view! {
        <div class="stack" data-gap="tight">
            <div class="pair">
                <Select
                    name="id_type"
                    label="Kind of identity document"
                    choices=kinds
                    chosen=typed.kind.clone()
                    error=typed.error("id_type")
                    on:change=move |e| kind.set(event_target_value(&e))
                />
                <div hidden=without(|kind| kind == "none_yet")>
                    <TextInput
                        name="id_number"
                        label="ID number"
                        value=typed.number.clone()
                        hint=kept
                        error=typed.error("id_number")
                        on:input=move |e| number.set(event_target_value(&e))
                    />
                </div>
                <div hidden=without(|kind| kind != "none_yet")>
                    <TextInput name="id_reason" label="Reason for having none" value=typed.reason.clone() error=typed.error("id_reason") />
                </div>
            </div>
            <div role="status">
                {changing(move || {
                    let text = said.get();
                    (!text.is_empty()).then(|| view! { <p class="note" data-voice=voice>{text}</p> }.into_any())
                })}
            </div>
            <div hidden=without(|kind| !matches!(kind, "passport" | "foreign_id" | "permit"))>{children()}</div>
            <div class="pair">
                <BirthField value=birth error=birth_error />
                <SexField value=sex error=typed.error("sex") />
            </div>
        </div>
    }
}

#[component]
fn BirthField(value: RwSignal<String>, error: Option<String>) -> impl IntoView {
    let ids = FieldIds::of("birth_date");
    let field = NodeRef::<leptos::html::Input>::new();
    keep_typed(field, value, move |day| value.set(day));
    let wrong = error.is_some();
    view! {
        <Field name="birth_date" label="Date of birth" error>
            <input
                class="control"
                type="date"
                id=ids.control.clone()
                name="birth_date"
                autocomplete="off"
                value=value.get_untracked()
                node_ref=field
                on:input=move |e| value.set(event_target_value(&e))
                aria-invalid=wrong.then_some("true")
                aria-describedby=ids.described_by(false, wrong)
            />
        </Field>
    }
}

#[component]
fn SexField(value: RwSignal<String>, error: Option<String>) -> impl IntoView {
    let ids = FieldIds::of("sex");
    let wrong = error.is_some();
    let options = SEXES
        .iter()
        .map(|(key, word)| view! { <option value=*key selected=changing(move || value.get() == *key)>{*word}</option> })
        .collect_view();
    view! {
        <Field name="sex" label="Sex for claims" error>
            <span class="select">
                <select
                    class="control"
                    id=ids.control.clone()
                    name="sex"
                    on:change=move |e| value.set(event_target_value(&e))
                    aria-invalid=wrong.then_some("true")
                    aria-describedby=ids.described_by(false, wrong)
                >
                    <option value="" selected=changing(move || value.get().is_empty())>"Choose"</option>
                    {options}
                </select>
                <Icon of=Glyph::ChevronDown />
            </span>
        </Field>
    }
}

/// The fields that tell one person from another, as the form begins.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Watched {
    except: Option<PatientId>,
    draft: RegistrationDraft,
}

const TELLING: [&str; 9] =
    ["first_names", "last_name", "id_type", "id_number", "birth_date", "phone_1", "phone_2", "phone_3", "email"];

impl Watched {
    /// From the form.
    pub(super) fn of(form: &RegistrationDraft, except: Option<PatientId>) -> Watched {
        let mut draft = RegistrationDraft::default();
        for field in TELLING {
            draft.set(field, form.of(field));
        }
        Watched { except, draft }
    }
}

/// Around the fields that tell one person from another: warns of patients on file who may be the same, while one types.
#[island]
pub fn WatchDuplicates(
    /// As the form begins.
    watched: Watched,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let found = RwSignal::new(Vec::<DuplicateCard>::new());
    let (draft, turn) = (RwSignal::new(watched.draft), RwSignal::new(0_u32));
    let except = watched.except;
    let typed = move |e: web_sys::Event| {
        let field = event_target::<web_sys::Element>(&e).id();
        if !TELLING.contains(&field.as_str()) {
            return;
        }
        draft.update(|draft| draft.set(&field, event_target_value(&e)));
        turn.update(|n| *n += 1);
        let mine = turn.get_untracked();
        let ask = move || {
            if turn.try_get_untracked() != Some(mine) {
                return;
            }
            spawn_local(async move {
                let answer = api::alike(draft.get_untracked(), except).await;
                if let (Ok(list), true) = (answer, turn.try_get_untracked() == Some(mine)) {
                    found.set(list);
                }
            });
        };
        set_timeout(ask, Duration::from_millis(400));
    };
    let note = move || {
        let duplicates = found.get();
        (!duplicates.is_empty()).then(|| {
            view! {
                <Note voice=Voice::Warn title="This person may be on file">
                    <DuplicateList duplicates />
                </Note>
            }
        })
    };
    view! {
        <div class="stack" on:input=typed on:change=typed>
            {children()}
            <div role="status">{note}</div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_number_is_read_aloud_as_it_is_typed() {
        let today = date(2026, 11, 23);
        let read = |number: &str, birth: &str, sex: &str| reading("sa_id", number, birth, sex, today);
        assert_eq!(read("800101500908", "", ""), (Voice::Plain, String::new()));
        assert_eq!(read("8001015009087", "", "").1, "Male, born 1 Jan 1980, 46 years old, South African citizen.");
        assert_eq!(read("8001015009088", "", "").0, Voice::Danger);
        assert_eq!(read("8001015009087", "", "female").0, Voice::Warn);
        assert_eq!(reading("passport", "8001015009087", "", "", today).1, "");
    }
}
