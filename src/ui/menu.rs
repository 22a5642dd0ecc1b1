//! A menu that opens without scripts: a disclosure with a list of links and buttons.

use super::button::ButtonKind;
use super::icon::{Glyph, Icon};
use super::words::Words;
use leptos::prelude::*;

/// A menu and the button that opens it.
#[component]
pub fn Menu(
    /// The button's words, or its spoken label when `icon` is given.
    #[prop(into)]
    label: String,
    /// Shown instead of the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// Shown before the words; alone where there is no room for them.
    #[prop(optional)]
    before: Option<Glyph>,
    /// What the button looks like.
    #[prop(optional)]
    kind: ButtonKind,
    /// Opens towards the start, for a menu at the end of the screen.
    #[prop(optional)]
    at_end: bool,
    /// Open from the start, for the gallery.
    #[prop(optional)]
    open: bool,
    /// [`MenuItem`]s.
    children: Children,
) -> impl IntoView {
    let face = match icon {
        Some(of) => view! { <Icon of /> }.into_any(),
        None => view! {
            {before.map(|of| view! { <span class="menu-before"><Icon of /></span> })}
            <span class="menu-label">{label.clone()}</span>
            <Icon of=Glyph::ChevronDown />
        }
        .into_any(),
    };
    view! {
        <details class="menu" open=open data-side=at_end.then_some("end")>
            <summary
                class="btn"
                data-kind=kind.key()
                data-square=icon.map(|_| "")
                aria-label=icon.map(|_| label.clone())
            >
                {face}
            </summary>
            <div class="menu-list">
                <ul>{children()}</ul>
            </div>
        </details>
    }
}

/// One entry: a link when `href` is given, else a button that sends the form around it.
#[component]
pub fn MenuItem(
    /// A verb with its object.
    #[prop(into)]
    label: String,
    /// Where to.
    #[prop(optional, into)]
    href: Words,
    /// A picture before the words.
    #[prop(optional)]
    icon: Option<Glyph>,
    /// A key that does the same.
    #[prop(optional, into)]
    keys: Words,
    /// Deletes or cancels.
    #[prop(optional)]
    danger: bool,
    /// Chosen now.
    #[prop(optional)]
    current: bool,
    /// Why it cannot be chosen now.
    #[prop(optional, into)]
    not_now: Words,
    /// Sent with the form when this entry was the one.
    #[prop(optional, into)]
    name: Words,
    /// Sent under `name`.
    #[prop(optional, into)]
    value: Words,
    /// Where it is sent, when not where the form around it says.
    #[prop(optional, into)]
    action: Words,
) -> impl IntoView {
    let kind = danger.then_some("danger");
    let reason = not_now.some();
    let face = view! {
        {icon.map(|of| view! { <Icon of /> })}
        <span>{label}{reason.clone().map(|why| view! { <small class="block text-ink-3">{why}</small> })}</span>
        {keys.some().map(|text| view! { <kbd>{text}</kbd> })}
    };
    let current = current.then_some("true");
    let item = match (href.some(), reason) {
        (_, Some(_)) => {
            view! { <button class="menu-item" type="button" aria-disabled="true">{face}</button> }.into_any()
        }
        (Some(to), None) => {
            view! { <a class="menu-item" href=to data-kind=kind aria-current=current>{face}</a> }.into_any()
        }
        (None, None) => view! {
            <button
                class="menu-item"
                type="submit"
                data-kind=kind
                name=name.some()
                value=value.some()
                formaction=action.some()
                aria-current=current
            >
                {face}
            </button>
        }
        .into_any(),
    };
    view! { <li>{item}</li> }
}

/// A line between groups of entries.
#[component]
pub fn MenuRule() -> impl IntoView {
    view! { <li class="menu-rule" aria-hidden="true"></li> }
}

/// A heading inside a menu.
#[component]
pub fn MenuTitle(
    /// The words.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <li class="menu-title">{text}</li> }
}
