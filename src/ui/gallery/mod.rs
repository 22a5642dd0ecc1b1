//! The gallery: every component in every state, from fixtures. Axe, the pictures and the run without scripts look at it,
//! so a state that is not here is a state nobody has seen.

mod buttons;
mod choices;
mod data;
mod diary;
mod fields;
mod frame;
mod patient;
mod surfaces;
mod voices;
mod waiting;

use super::{AppFrame, Glyph, Icon, NavItem, PageHead};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The groups, each a page: `/_gallery/buttons`.
pub const GROUPS: &[&str] = &[
    "buttons", "fields", "choices", "voices", "surfaces", "data", "rows", "patient", "waiting", "diary", "sheet",
    "frame",
];

/// The routed page: reads the group from the address.
#[component]
pub fn GalleryPage() -> impl IntoView {
    let group = use_params_map().with_untracked(|params| params.get("group"));
    view! {
        <Title text="Gallery · Hadada" />
        <Gallery state=group />
    }
    .into_any()
}

/// One group of components, or the list of groups.
#[component]
pub fn Gallery(
    /// The group; none, or an unknown one, shows the list.
    state: Option<String>,
) -> impl IntoView {
    let group = state.unwrap_or_default();
    let shown = match group.as_str() {
        "buttons" => buttons::page(),
        "fields" => fields::page(),
        "choices" => choices::page(),
        "voices" => voices::page(),
        "surfaces" => surfaces::page(),
        "data" => data::page(),
        "rows" => data::many_rows(),
        "patient" => patient::page(),
        "waiting" => waiting::page(),
        "diary" => diary::page(),
        "sheet" => diary::sheet(),
        "frame" => frame::page(),
        _ => index(),
    };
    let nav = GROUPS.iter().map(|name| NavItem {
        label: (*name).to_owned(),
        href: format!("/_gallery/{name}"),
        icon: Glyph::Page,
        current: *name == group,
    });
    view! {
        <AppFrame practice="Gallery" nav=nav.collect()>
            <PageHead title=if group.is_empty() { "Components".to_owned() } else { format!("Components: {group}") } />
            {shown}
        </AppFrame>
    }
    .into_any()
}

fn index() -> AnyView {
    let links = GROUPS.iter().map(|name| view! { <li><a href=format!("/_gallery/{name}")>{*name}</a></li> });
    view! { <ul class="stack">{links.collect_view()}</ul> }.into_any()
}

/// One component: a heading and its states.
#[component]
fn Part(name: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="card">
            <h2>{name}</h2>
            {children()}
        </section>
    }
}

/// One state of a component. `look` shows what a pointer or a key would.
#[component]
fn State(
    #[prop(into)] name: String,
    #[prop(optional)] look: Option<&'static str>,
    #[prop(optional)] tall: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="state" data-state=name data-tall=tall.then_some("")>
            <p class="state-name">{name.clone()}</p>
            <div class="state-body" data-look=look>{children()}</div>
        </div>
    }
}

/// All pictures of the sprite, by name.
#[component]
fn AllGlyphs() -> impl IntoView {
    let all = Glyph::ALL.iter().map(|of| view! { <li><Icon of=*of />{of.name()}</li> }).collect_view();
    view! { <ul class="glyphs">{all}</ul> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The values of an attribute in a page.
    fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
        let opening = format!(" {attribute}=\"");
        html.split(opening.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    fn rendered(group: &str) -> String {
        let owner = Owner::new();
        owner.with(|| view! { <Gallery state=Some(group.to_owned()) /> }.to_html())
    }

    #[test]
    fn every_group_shows_states_each_under_a_name_of_its_own() {
        let mut seen = BTreeSet::new();
        for group in GROUPS {
            let html = rendered(group);
            let states = values(&html, "data-state");
            assert!(!states.is_empty(), "{group} shows nothing");
            for state in states {
                assert!(seen.insert(state.to_owned()), "{state} is shown twice");
            }
        }
    }

    #[test]
    fn no_id_is_used_twice_on_a_page_and_every_label_and_description_finds_its_control() {
        for group in GROUPS {
            let html = rendered(group);
            let ids = values(&html, "id");
            let unique: BTreeSet<_> = ids.iter().collect();
            assert_eq!(ids.len(), unique.len(), "{group} uses an id twice");
            for attribute in ["for", "aria-describedby", "aria-labelledby", "aria-controls", "aria-activedescendant"] {
                for id in values(&html, attribute).into_iter().flat_map(str::split_whitespace) {
                    assert!(unique.contains(&id), "{group}: {attribute} points at {id}, which is not there");
                }
            }
        }
    }

    #[test]
    fn an_unknown_group_shows_the_list() {
        assert!(rendered("nonsense").contains("/_gallery/buttons"));
    }
}
