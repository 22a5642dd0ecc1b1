//! Buttons. A verb with its object; busy and not-now are states a person can read.

use super::changing::changing;
use super::icon::{Glyph, Icon};
use super::words::{Words, id_of};
use leptos::prelude::*;

/// What pressing it means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing this page is for.
    Primary,
    /// Anything else.
    #[default]
    Plain,
    /// Deletes or cancels.
    Danger,
    /// Stays in the background.
    Quiet,
}

impl ButtonKind {
    /// All, for the gallery.
    pub const ALL: [ButtonKind; 4] = [ButtonKind::Primary, ButtonKind::Plain, ButtonKind::Danger, ButtonKind::Quiet];

    /// The value of `data-kind`.
    pub fn key(self) -> &'static str {
        match self {
            ButtonKind::Primary => "primary",
            ButtonKind::Plain => "plain",
            ButtonKind::Danger => "danger",
            ButtonKind::Quiet => "quiet",
        }
    }
}

/// A button. Add `on:click` in islands; in forms say `submit=true`.
#[component]
pub fn Button(
    /// What it means.
    #[prop(optional)]
    kind: ButtonKind,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// Sent with the form when this button was the one.
    #[prop(optional, into)]
    name: Words,
    /// Sent under `name`.
    #[prop(optional, into)]
    value: Words,
    /// A picture before the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// The act is on its way; a second press does nothing.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why it cannot be pressed now. It stays reachable, so that the reason can be heard.
    #[prop(optional, into)]
    not_now: Words,
    /// As wide as what holds it.
    #[prop(optional)]
    wide: bool,
    /// The words.
    children: Children,
) -> impl IntoView {
    let reason = not_now.some();
    let reason_id = reason.as_deref().map(|text| format!("why-{}", id_of(text)));
    let blocked = reason.is_some();
    // A button that only looks disabled must not send the form.
    let kind_of_button = if submit && !blocked { "submit" } else { "button" };
    view! {
        <button
            class="btn"
            type=kind_of_button
            data-kind=kind.key()
            data-wide=wide.then_some("")
            name=name.some()
            value=value.some()
            aria-busy=changing(move || busy.get().then_some("true"))
            aria-disabled=changing(move || (blocked || busy.get()).then_some("true"))
            aria-describedby=reason_id.clone()
        >
            {icon.map(|of| view! { <Icon of /> })}
            {children()}
            {changing(move || busy.get().then(|| view! { <span class="busy" aria-hidden="true"><i></i><i></i><i></i></span> }.into_any()))}
        </button>
        {reason.map(|text| view! { <span class="btn-reason" id=reason_id>{text}</span> })}
    }
}

/// A picture with a label that shows on hover and focus, and is always spoken.
#[component]
pub fn IconButton(
    /// What it does: a verb with its object.
    #[prop(into)]
    label: String,
    /// The picture.
    icon: Glyph,
    /// What it means.
    #[prop(default = ButtonKind::Quiet)]
    kind: ButtonKind,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// Sent with the form when this button was the one.
    #[prop(optional, into)]
    name: Words,
    /// Sent under `name`.
    #[prop(optional, into)]
    value: Words,
    /// On or off, for a toggle.
    #[prop(optional, into)]
    pressed: MaybeProp<bool>,
    /// The act is on its way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why it cannot be pressed now.
    #[prop(optional, into)]
    not_now: Words,
    /// The tooltip grows towards the start, for a button at the end of the screen.
    #[prop(optional)]
    tip_end: bool,
) -> impl IntoView {
    let reason = not_now.some();
    let blocked = reason.is_some();
    let tip = reason.map_or_else(|| label.clone(), |why| format!("{label}: {why}"));
    view! {
        <button
            class="btn"
            type=if submit && !blocked { "submit" } else { "button" }
            data-kind=kind.key()
            data-square=""
            data-tip=tip.clone()
            data-tip-end=tip_end.then_some("")
            name=name.some()
            value=value.some()
            aria-label=tip
            aria-pressed=changing(move || pressed.get().map(|on| if on { "true" } else { "false" }))
            aria-busy=changing(move || busy.get().then_some("true"))
            aria-disabled=changing(move || (blocked || busy.get()).then_some("true"))
        >
            <Icon of=icon />
        </button>
    }
}

/// A link that looks like a button: it goes somewhere, it changes nothing.
#[component]
pub fn ButtonLink(
    /// Where to.
    #[prop(into)]
    href: String,
    /// What it means.
    #[prop(optional)]
    kind: ButtonKind,
    /// A picture before the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// Spoken instead of the words; then only the picture shows.
    #[prop(optional, into)]
    label: Words,
    /// The words; none when `label` is given.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let label = label.some();
    let square = label.is_some();
    view! {
        <a
            class="btn"
            href=href
            data-kind=kind.key()
            data-square=square.then_some("")
            data-tip=label.clone()
            aria-label=label
        >
            {icon.map(|of| view! { <Icon of /> })}
            {children.map(|words| words())}
        </a>
    }
}

/// Buttons that belong together, edge to edge.
#[component]
pub fn ButtonGroup(
    /// What the group is for.
    #[prop(into)]
    label: String,
    /// The buttons.
    children: Children,
) -> impl IntoView {
    view! { <div class="btn-group" role="group" aria-label=label>{children()}</div> }
}
