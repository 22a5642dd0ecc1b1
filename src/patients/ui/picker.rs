//! Choosing a patient: an editable combobox with a list of who was found. Nobody is chosen until a person chooses.

use crate::{
    patients::{api, model::PatientCard},
    ui::{Field, FieldIds, Glyph, Icon, changing, keep_typed},
};
use leptos::{ev, prelude::*, task::spawn_local};
use std::time::Duration;

/// How long after the last letter the question is sent.
const PAUSE: Duration = Duration::from_millis(120);

/// What is known of the search just now.
#[derive(Clone, PartialEq)]
enum Found {
    /// Nothing was asked.
    Idle,
    /// Asked, not answered yet.
    Asking,
    /// These.
    Some(Vec<PatientCard>),
    /// The question could not be answered.
    Unreachable,
}

/// The state of one picker. Copying shares it.
#[derive(Clone, Copy)]
struct Picking {
    text: RwSignal<String>,
    found: RwSignal<Found>,
    open: RwSignal<bool>,
    active: RwSignal<Option<usize>>,
    asked: RwSignal<u32>,
    chosen: RwSignal<Option<PatientCard>>,
    /// What the field began with, when nobody is chosen.
    before: StoredValue<String>,
    offers_new: bool,
}

impl Picking {
    fn new(chosen: RwSignal<Option<PatientCard>>, before: String, offers_new: bool) -> Picking {
        let text = chosen.get_untracked().map_or_else(|| before.clone(), |card| card.name);
        Picking {
            text: RwSignal::new(text),
            before: StoredValue::new(before),
            found: RwSignal::new(Found::Idle),
            open: RwSignal::new(false),
            active: RwSignal::new(None),
            asked: RwSignal::new(0),
            chosen,
            offers_new,
        }
    }

    fn cards(self) -> Vec<PatientCard> {
        match self.found.get() {
            Found::Some(cards) => cards,
            Found::Idle | Found::Asking | Found::Unreachable => vec![],
        }
    }

    /// How many entries the arrow keys visit: the found, and "new patient".
    fn entries(self) -> usize {
        self.cards().len() + usize::from(self.offers_new && !self.text.get().trim().is_empty())
    }

    fn typed(self, text: String) {
        self.active.set(None);
        if self.chosen.get_untracked().is_some_and(|card| card.name != text) {
            self.chosen.set(None);
        }
        let empty = text.trim().is_empty();
        self.text.set(text.clone());
        self.open.set(!empty);
        self.asked.update(|n| *n += 1);
        if empty {
            self.found.set(Found::Idle);
            return;
        }
        if !matches!(self.found.get_untracked(), Found::Some(_)) {
            self.found.set(Found::Asking);
        }
        let mine = self.asked.get_untracked();
        set_timeout(move || self.ask(mine, text), PAUSE);
    }

    /// Sends the question, unless more was typed meanwhile; a late answer to an older one is dropped.
    fn ask(self, mine: u32, text: String) {
        if self.asked.try_get_untracked() != Some(mine) {
            return;
        }
        spawn_local(async move {
            let answer = api::search(text).await;
            if self.asked.try_get_untracked() == Some(mine) {
                self.found.set(answer.map_or(Found::Unreachable, Found::Some));
            }
        });
    }

    fn choose(self, card: PatientCard) {
        self.text.set(card.name.clone());
        self.close();
        self.chosen.set(Some(card));
    }

    fn close(self) {
        self.open.set(false);
        self.active.set(None);
    }

    /// What the field holds when nothing is being typed: who was chosen, or what it began with.
    fn rest(self) -> String {
        self.chosen.get_untracked().map_or_else(|| self.before.get_value(), |card| card.name)
    }

    /// Puts that back, and forgets what was asked.
    fn restore(self) {
        self.text.set(self.rest());
        self.asked.update(|n| *n += 1);
        self.found.set(Found::Idle);
        self.close();
    }

    fn step(self, by: isize) {
        let count = self.entries();
        if count == 0 {
            return;
        }
        self.open.set(true);
        let last = count - 1;
        let next = match (self.active.get_untracked(), by > 0) {
            (None, true) => 0,
            (None, false) => last,
            (Some(at), true) => {
                if at >= last {
                    0
                } else {
                    at + 1
                }
            }
            (Some(at), false) => {
                if at == 0 {
                    last
                } else {
                    at - 1
                }
            }
        };
        self.active.set(Some(next));
    }

    /// What the arrow keys stand on is taken.
    fn take(self, on_new: Option<Callback<String>>) -> bool {
        let Some(at) = self.active.get_untracked().filter(|_| self.open.get_untracked()) else { return false };
        match self.cards().into_iter().nth(at) {
            Some(card) => self.choose(card),
            None => self.add(on_new),
        }
        true
    }

    fn add(self, on_new: Option<Callback<String>>) {
        let text = self.text.get_untracked().trim().to_owned();
        self.close();
        if let Some(on_new) = on_new {
            on_new.run(text);
        }
    }

    fn news(self) -> String {
        match self.found.get() {
            Found::Idle => String::new(),
            Found::Asking => "Searching".into(),
            Found::Unreachable => "The search does not answer. Try again.".into(),
            Found::Some(cards) => match cards.len() {
                0 => "Nobody found".into(),
                1 => "1 found".into(),
                n => format!("{n} found"),
            },
        }
    }
}

/// A field that finds a patient as one types. For use inside an island: `chosen` holds who was chosen, and `on_new` is
/// called with the typed text when "new patient" is taken. `name` sends the typed text in a form without scripts.
#[component]
pub fn PatientPicker(
    /// Name in the form.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(default = "Patient".to_owned(), into)]
    label: String,
    /// Said before typing.
    #[prop(default = "Name, phone, file number, ID number or date of birth".to_owned(), into)]
    hint: String,
    /// Who is chosen. Set by the picker, and emptied when the text changes.
    chosen: RwSignal<Option<PatientCard>>,
    /// What the field begins with, when nobody is chosen.
    #[prop(optional)]
    typed: String,
    /// Offers to add whoever was not found.
    #[prop(optional, into)]
    on_new: Option<Callback<String>>,
    /// What is wrong, in a sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The page opens here.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let it = Picking::new(chosen, typed, on_new.is_some());
    // whoever sets the choice from outside (a new patient was added) shows in the field
    Effect::new(move |_| {
        if let Some(card) = chosen.get() {
            it.text.set(card.name);
        }
    });
    let before = it.text.get_untracked();
    let field = NodeRef::<leptos::html::Input>::new();
    keep_typed(field, it.text, move |text| it.typed(text));
    let ids = FieldIds::of(&name);
    let list_id = format!("{}-list", ids.control);
    let described = {
        let ids = ids.clone();
        move || ids.described_by(true, error.get().is_some())
    };
    let on_key = move |e: ev::KeyboardEvent| match e.key().as_str() {
        "ArrowDown" | "ArrowUp" => {
            e.prevent_default();
            it.step(if e.key() == "ArrowDown" { 1 } else { -1 });
        }
        "Enter" if it.take(on_new) => e.prevent_default(),
        "Escape" if it.open.get_untracked() || it.text.get_untracked() != it.rest() => {
            e.prevent_default();
            e.stop_propagation();
            it.restore();
        }
        _ => {}
    };
    let active_id = {
        let list_id = list_id.clone();
        move || it.active.get().filter(|_| it.open.get()).map(|at| format!("{list_id}-{at}"))
    };
    view! {
        <Field name=name.clone() label hint error>
            <span class="affix">
                <Icon of=Glyph::Search />
                <input
                    class="control"
                    id=ids.control.clone()
                    name=name
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    autofocus=first
                    aria-autocomplete="list"
                    aria-expanded=changing(move || if it.open.get() { "true" } else { "false" })
                    aria-controls=list_id.clone()
                    aria-activedescendant=active_id
                    aria-invalid=changing(move || error.get().map(|_| "true"))
                    aria-describedby=described
                    value=before
                    node_ref=field
                    on:input=move |e| it.typed(event_target_value(&e))
                    on:keydown=on_key
                    on:blur=move |_| it.close()
                />
            </span>
            <PickList it list_id on_new />
        </Field>
    }
}

#[component]
fn PickList(it: Picking, list_id: String, on_new: Option<Callback<String>>) -> impl IntoView {
    let note = move || match it.found.get() {
        Found::Some(cards) if cards.is_empty() => true,
        Found::Asking | Found::Unreachable => true,
        Found::Idle | Found::Some(_) => false,
    };
    let entry_id = {
        let list_id = list_id.clone();
        move |at: usize| format!("{list_id}-{at}")
    };
    let cards = {
        let entry_id = entry_id.clone();
        move || {
            let one = |(at, card): (usize, PatientCard)| {
                let (name, detail) = (card.name.clone(), card.detail());
                let selected = move || if it.active.get() == Some(at) { "true" } else { "false" };
                view! {
                    <li
                        class="option"
                        role="option"
                        id=entry_id(at)
                        aria-selected=selected
                        on:mousedown=|e| e.prevent_default()
                        on:click=move |_| it.choose(card.clone())
                    >
                        <span><bdi>{name}</bdi></span>
                        " "
                        <small>{detail}</small>
                    </li>
                }
            };
            it.cards().into_iter().enumerate().map(one).collect_view()
        }
    };
    let add = move || {
        let text = it.text.get();
        let at = it.cards().len();
        let offered = it.offers_new && !text.trim().is_empty() && it.found.get() != Found::Asking;
        offered.then(|| {
            view! {
                <li
                    class="option"
                    role="option"
                    id=entry_id(at)
                    aria-selected=changing(move || if it.active.get() == Some(at) { "true" } else { "false" })
                    on:mousedown=|e| e.prevent_default()
                    on:click=move |_| it.add(on_new)
                >
                    <span><Icon of=Glyph::PersonPlus />" Add as a new patient: "<bdi>{text}</bdi></span>
                </li>
            }
        })
    };
    view! {
        <p class=changing(move || if it.open.get() && note() { "options-note" } else { "said" }) role="status">
            {changing(move || if it.open.get() { it.news() } else { String::new() })}
        </p>
        <ul class="options" role="listbox" id=list_id aria-label="Patients found" hidden=changing(move || !it.open.get() || it.entries() == 0)>
            {cards}
            {add}
        </ul>
    }
}

/// Finds a patient and opens their page. Without scripts it is the field of a form that posts.
#[island]
pub fn PatientSearch(
    /// What was looked for before.
    typed: String,
) -> impl IntoView {
    let chosen = RwSignal::new(None::<PatientCard>);
    Effect::new(move |_| {
        if let Some(card) = chosen.get() {
            let _ = window().location().set_href(&format!("/patients/{}", card.id));
        }
    });
    view! { <PatientPicker name="q" label="Find a patient" chosen typed first=true /> }
}
