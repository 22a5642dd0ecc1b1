//! A note in the page: a fact the reader should not miss.

use super::icon::{Glyph, Icon};
use super::looks::Voice;
use super::words::Words;
use leptos::prelude::*;

/// A note. It does not interrupt; a [`super::problem_note::ProblemNote`] does.
#[component]
pub fn Note(
    /// How it speaks.
    #[prop(optional)]
    voice: Voice,
    /// The news in a few words.
    #[prop(optional, into)]
    title: Words,
    /// Another picture than the voice's own.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// The rest.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="note" data-voice=voice.key()>
            <Icon of=icon.unwrap_or(voice.glyph()) />
            <div class="note-body">
                {title.some().map(|text| view! { <p class="note-title">{text}</p> })}
                {children()}
            </div>
        </div>
    }
}
