//! The look of a search-as-you-type field: an editable combobox with a list below. The script that moves through it
//! belongs to whoever searches; nothing is chosen until a person chooses.

use super::changing::changing;
use super::field::{Field, FieldIds};
use super::icon::{Glyph, Icon};
use super::words::{Words, id_of};
use leptos::prelude::*;

/// One find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Find {
    /// Sent when chosen.
    pub value: String,
    /// The name.
    pub label: String,
    /// What tells two of the same name apart: birth date, file number, phone.
    pub detail: String,
}

/// What the list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finds {
    /// Closed.
    Closed,
    /// On its way.
    Loading,
    /// These; the number of the one the arrow keys are on.
    Some(Vec<Find>, Option<usize>),
    /// Nothing like it.
    Nothing,
}

/// The field and its list.
#[component]
pub fn Combobox(
    /// Name in the form.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// What is typed.
    #[prop(optional, into)]
    value: Words,
    /// Said before typing.
    #[prop(optional, into)]
    hint: Words,
    /// What is wrong, in a sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// What the list shows.
    finds: Finds,
    /// The last entry: "Add Thandi Mokoena as a new patient", and where it leads.
    #[prop(optional_no_strip)]
    add: Option<(String, String)>,
) -> impl IntoView {
    let ids = FieldIds::of(&name);
    let list_id = format!("{}-list", ids.control);
    let described = {
        let (ids, has_hint) = (ids.clone(), !hint.is_none());
        move || ids.described_by(has_hint, error.get().is_some())
    };
    let active = match &finds {
        Finds::Some(_, Some(at)) => Some(format!("{list_id}-{at}")),
        Finds::Some(_, None) | Finds::Closed | Finds::Loading | Finds::Nothing => None,
    };
    let expanded = if matches!(&finds, Finds::Some(list, _) if !list.is_empty()) { "true" } else { "false" };
    view! {
        <Field name=name.clone() label hint error>
            <span class="affix">
                <Icon of=Glyph::Search />
                <input
                    class="control"
                    id=ids.control.clone()
                    name=name
                    value=value.some()
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    aria-autocomplete="list"
                    aria-expanded=expanded
                    aria-controls=list_id.clone()
                    aria-activedescendant=active
                    aria-invalid=changing(move || error.get().map(|_| "true"))
                    aria-describedby=described
                />
            </span>
            <FindList id=list_id finds add />
        </Field>
    }
}

/// The list below the field, and how many there are, said aloud.
#[component]
pub fn FindList(
    /// Its id, named by the field's `aria-controls`.
    #[prop(into)]
    id: String,
    /// What it shows.
    finds: Finds,
    /// The last entry and where it leads.
    #[prop(optional_no_strip)]
    add: Option<(String, String)>,
) -> impl IntoView {
    let open = finds != Finds::Closed;
    let (options, news) = match finds {
        Finds::Closed => (Vec::new(), String::new()),
        Finds::Loading => (Vec::new(), "Searching".to_owned()),
        Finds::Nothing => (Vec::new(), "Nobody found".to_owned()),
        Finds::Some(list, at) => {
            let news = if list.len() == 1 { "1 found".to_owned() } else { format!("{} found", list.len()) };
            let options = list.into_iter().enumerate().map(|(n, find)| option(&id, n, at == Some(n), find));
            (options.collect(), news)
        }
    };
    let empty = options.is_empty() && open;
    let label_id = format!("{}-add", id_of(&id));
    let add = add.filter(|_| open).map(|(words, href)| {
        view! { <a class="btn" data-kind="quiet" id=label_id href=href><Icon of=Glyph::PersonPlus />{words}</a> }
    });
    view! {
        <p class=if empty { "options-note" } else { "said" } role="status">{news}</p>
        <ul class="options" role="listbox" id=id aria-label="Found" hidden=!open || empty>{options}</ul>
        {add}
    }
}

fn option(list: &str, n: usize, active: bool, find: Find) -> AnyView {
    view! {
        <li
            class="option"
            role="option"
            id=format!("{list}-{n}")
            aria-selected=if active { "true" } else { "false" }
            data-value=find.value
        >
            <span>{find.label}</span>
            <small>{find.detail}</small>
        </li>
    }
    .into_any()
}
