//! Text fields: one line, many lines, and the kinds of text a front desk types all day.

use super::changing::changing;
use super::field::{Field, FieldIds};
use super::icon::{Glyph, Icon};
use super::words::Words;
use leptos::prelude::*;

/// What is typed. It decides keyboard, autofill and how browsers help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// Any words.
    #[default]
    Text,
    /// Something to look for.
    Search,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// Rand and cents.
    Money,
    /// A whole number, such as minutes.
    Number,
    /// A South African ID number: thirteen digits.
    SaId,
    /// The password one has.
    Password,
    /// The password one chooses.
    NewPassword,
    /// A clock time, 14:30.
    Time,
}

impl InputKind {
    fn input_type(self) -> &'static str {
        match self {
            InputKind::Text | InputKind::Money | InputKind::Number | InputKind::SaId => "text",
            InputKind::Search => "search",
            // `email` fields refuse in the browser's own words; ours name the field and say how to put it right.
            InputKind::Email => "text",
            InputKind::Phone => "tel",
            InputKind::Password | InputKind::NewPassword => "password",
            InputKind::Time => "time",
        }
    }

    fn input_mode(self) -> Option<&'static str> {
        match self {
            InputKind::Email => Some("email"),
            InputKind::Phone => Some("tel"),
            InputKind::Money => Some("decimal"),
            InputKind::Number | InputKind::SaId => Some("numeric"),
            InputKind::Search => Some("search"),
            InputKind::Text | InputKind::Password | InputKind::NewPassword | InputKind::Time => None,
        }
    }

    fn autocomplete(self) -> &'static str {
        match self {
            InputKind::Password => "current-password",
            InputKind::NewPassword => "new-password",
            // A patient's details are not the receptionist's: the browser must not offer her own.
            InputKind::Text
            | InputKind::Search
            | InputKind::Email
            | InputKind::Phone
            | InputKind::Money
            | InputKind::Number
            | InputKind::SaId
            | InputKind::Time => "off",
        }
    }
}

/// A text field with its label, hint and error.
#[component]
pub fn TextInput(
    /// Name in the form.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// What it holds now.
    #[prop(optional, into)]
    value: Words,
    /// What is typed.
    #[prop(optional)]
    kind: InputKind,
    /// Said before typing.
    #[prop(optional, into)]
    hint: Words,
    /// What is wrong, in a sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// May stay empty, and says so.
    #[prop(optional)]
    optional: bool,
    /// Overrides how the browser fills it, for a field about the person at the keys.
    #[prop(optional, into)]
    autocomplete: Words,
    /// Longest text, in characters.
    #[prop(optional)]
    max: Option<u32>,
    /// Can be read and copied, not changed.
    #[prop(optional)]
    read_only: bool,
    /// The page opens here.
    #[prop(optional)]
    first: bool,
    /// Must be filled: said to screen readers; the server is who checks.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let ids = FieldIds::of(&name);
    let has_hint = !hint.is_none();
    let described = {
        let ids = ids.clone();
        move || ids.described_by(has_hint, error.get().is_some())
    };
    let filled_by = autocomplete.some().unwrap_or_else(|| kind.autocomplete().to_owned());
    let before = match kind {
        InputKind::Money => Some(view! { <span class="affix-text" aria-hidden="true">"R"</span> }.into_any()),
        InputKind::Search => Some(view! { <Icon of=Glyph::Search /> }.into_any()),
        InputKind::Text
        | InputKind::Email
        | InputKind::Phone
        | InputKind::Number
        | InputKind::SaId
        | InputKind::Password
        | InputKind::NewPassword
        | InputKind::Time => None,
    };
    view! {
        <Field name=name.clone() label hint error optional>
            <span class="affix">
                {before}
                <input
                    class="control"
                    id=ids.control.clone()
                    name=name
                    type=kind.input_type()
                    inputmode=kind.input_mode()
                    autocomplete=filled_by
                    maxlength=max.map(|n| n.to_string())
                    value=value.some()
                    readonly=read_only
                    autofocus=first
                    spellcheck="false"
                    aria-required=required.then_some("true")
                    aria-invalid=changing(move || error.get().map(|_| "true"))
                    aria-describedby=described
                />
            </span>
        </Field>
    }
}

/// Text between the tags of a `textarea`. The framework writes children of that element as they stand, so the text is escaped
/// here: otherwise `</textarea>` in it would end the field and the rest of it would be page. A first line break belongs to
/// the tag, so one that is text is written twice.
fn in_textarea(text: &str) -> String {
    let safe = text.replace('&', "&amp;").replace('<', "&lt;");
    if safe.starts_with('\n') { format!("\n{safe}") } else { safe }
}

/// Several lines of text. It grows with what is typed.
#[component]
pub fn TextArea(
    /// Name in the form.
    #[prop(into)]
    name: String,
    /// The label.
    #[prop(into)]
    label: String,
    /// What it holds now.
    #[prop(optional, into)]
    value: Words,
    /// Said before typing.
    #[prop(optional, into)]
    hint: Words,
    /// What is wrong, in a sentence.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// May stay empty, and says so.
    #[prop(optional)]
    optional: bool,
    /// Longest text, in characters; shown as a count.
    #[prop(optional)]
    max: Option<u32>,
    /// Can be read and copied, not changed.
    #[prop(optional)]
    read_only: bool,
    /// Lines to begin with.
    #[prop(default = 3)]
    rows: u8,
) -> impl IntoView {
    let ids = FieldIds::of(&name);
    let has_hint = !hint.is_none();
    let described = {
        let ids = ids.clone();
        move || ids.described_by(has_hint, error.get().is_some())
    };
    let text = value.some().unwrap_or_default();
    let used = text.chars().count();
    view! {
        <Field name=name.clone() label hint error optional>
            <textarea
                class="control"
                id=ids.control.clone()
                name=name
                rows=rows.to_string()
                maxlength=max.map(|n| n.to_string())
                readonly=read_only
                aria-invalid=changing(move || error.get().map(|_| "true"))
                aria-describedby=described
                inner_html=in_textarea(&text)
            ></textarea>
            {max.map(|n| view! { <span class="counter">{format!("{used} of {n}")}</span> })}
        </Field>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_field() {
        let html = Owner::new().with(|| {
            let bad = "\nfirst </textarea><script>x</script> & more";
            view! { <TextArea name="note" label="Note" value=bad /> }.to_html()
        });
        assert!(html.contains(">\n\nfirst &lt;/textarea>&lt;script>x&lt;/script> &amp; more</textarea>"), "{html}");
    }
}
