//! Small marks: a word in a box, a status, a type of appointment.

use super::icon::{Glyph, Icon};
use super::looks::{StatusLook, Tone, Voice};
use super::words::Words;
use leptos::prelude::*;

/// A word in a box.
#[component]
pub fn Badge(
    /// How it speaks.
    #[prop(optional)]
    voice: Voice,
    /// A picture before the word.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! {
        <span class="badge" data-voice=voice.key()>
            {icon.map(|of| view! { <Icon of /> })}
            {children()}
        </span>
    }
}

/// Where an appointment stands: glyph and word, so that it survives greyscale, forced colours and print.
#[component]
pub fn StatusMark(
    /// Which status.
    of: StatusLook,
    /// More than the word: "waiting 12 min".
    #[prop(optional, into)]
    more: Words,
    /// Only the glyph shows; the word is still heard.
    #[prop(optional)]
    glyph_only: bool,
) -> impl IntoView {
    let word = match more.some() {
        Some(text) => format!("{}, {text}", of.word()),
        None => of.word().to_owned(),
    };
    view! {
        <span class="status" data-status=of.key()>
            <Icon of=of.glyph() />
            <span class=glyph_only.then_some("said")>{word}</span>
        </span>
    }
}

/// The two-letter mark of an appointment type on its own colour.
#[component]
pub fn TypeMark(
    /// The colour.
    tone: Tone,
    /// Two letters the practice chose.
    #[prop(into)]
    mark: String,
) -> impl IntoView {
    view! { <span class="type-mark" data-tone=tone.key()>{mark}</span> }
}
