//! One visit as the diary draws it, and the ground it lies on. The grid's script belongs to scheduling; the looks are here.

use super::icon::Icon;
use super::looks::{StatusLook, Tone};
use super::words::Words;
use leptos::prelude::*;

/// A visit, as short texts and minutes after midnight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlockFacts {
    /// Start, minutes after midnight.
    pub from: u16,
    /// Length in minutes.
    pub len: u16,
    /// Which of those side by side, from 0.
    pub lane: u8,
    /// How many side by side; at least 1.
    pub lanes: u8,
    /// Who, or what.
    pub name: String,
    /// "10:00–10:30".
    pub time: String,
    /// Two letters of the type.
    pub mark: String,
    /// Type and phone.
    pub more: String,
    /// First line of the note.
    pub note: String,
    /// All of it for the ear: name, type, time, status, waiting minutes, alerts.
    pub spoken: String,
}

/// A small word on a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockTag {
    /// Minutes in the waiting room.
    Waits(u16),
    /// Booked over another visit, on purpose.
    Over,
    /// First visit.
    First,
    /// New patient.
    New,
    /// Something to mind.
    Alert(String),
}

impl BlockTag {
    fn key(&self) -> &'static str {
        match self {
            BlockTag::Waits(_) => "wait",
            BlockTag::Over => "over",
            BlockTag::First => "first",
            BlockTag::New => "new",
            BlockTag::Alert(_) => "alert",
        }
    }

    fn word(&self) -> String {
        match self {
            BlockTag::Waits(minutes) => format!("{minutes} min"),
            BlockTag::Over => "over".to_owned(),
            BlockTag::First => "1st".to_owned(),
            BlockTag::New => "new".to_owned(),
            BlockTag::Alert(text) => text.clone(),
        }
    }
}

/// What is being done to a block just now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum BlockState {
    /// Nothing.
    #[default]
    Rest,
    /// Its panel is open.
    Open,
    /// In the hand.
    Moving,
    /// In the hand, over a taken time.
    Clash,
    /// Where it was before it was picked up.
    Ghost,
    /// Let go; the server has not answered yet.
    Pending,
    /// Being drawn.
    Draft,
    /// Moved by someone else a moment ago: their initials.
    MovedBy(String),
}

impl BlockState {
    fn is(&self, other: &BlockState) -> Option<&'static str> {
        (self == other).then_some("")
    }

    fn mover(&self) -> Option<String> {
        match self {
            BlockState::MovedBy(initials) => Some(initials.clone()),
            BlockState::Rest
            | BlockState::Open
            | BlockState::Moving
            | BlockState::Clash
            | BlockState::Ghost
            | BlockState::Pending
            | BlockState::Draft => None,
        }
    }
}

/// The custom properties that place a thing on the grid.
pub fn place(from: u16, len: u16) -> String {
    format!("--from:{from};--len:{len}")
}

/// A visit on the grid.
#[component]
pub fn VisitBlock(
    /// What it says and where it lies.
    facts: BlockFacts,
    /// Colour of its type.
    tone: Tone,
    /// Where it stands.
    status: StatusLook,
    /// What is being done to it.
    #[prop(optional)]
    state: BlockState,
    /// Booked over another visit, on purpose: drawn with a double line.
    #[prop(optional)]
    over: bool,
    /// Small words.
    #[prop(optional)]
    tags: Vec<BlockTag>,
    /// Where pressing it leads.
    #[prop(optional, into)]
    href: Words,
) -> impl IntoView {
    let lanes = facts.lanes.max(1);
    let style = format!("{};--lane:{};--lanes:{lanes}", place(facts.from, facts.len), facts.lane);
    let face = view! { <BlockFace facts status tags /> };
    let pressed = match href.some() {
        Some(to) => view! { <a class="block-face" href=to>{face}</a> }.into_any(),
        None => view! { <button class="block-face" type="button">{face}</button> }.into_any(),
    };
    view! {
        <div
            class="block"
            style=style
            data-tone=tone.key()
            data-status=status.key()
            data-over=over.then_some("")
            data-open=state.is(&BlockState::Open)
            data-moving=state.is(&BlockState::Moving)
            data-clash=state.is(&BlockState::Clash)
            data-ghost=state.is(&BlockState::Ghost)
            data-pending=state.is(&BlockState::Pending)
            data-draft=state.is(&BlockState::Draft)
            data-moved-by=state.mover()
        >
            {pressed}
            <span class="block-grip" aria-hidden="true"></span>
        </div>
    }
}

/// The texts of a block: one sentence for the ear, and for the eye those that its height has room for.
#[component]
pub fn BlockFace(
    /// What it says.
    facts: BlockFacts,
    /// Where it stands.
    status: StatusLook,
    /// Small words.
    tags: Vec<BlockTag>,
) -> impl IntoView {
    let tags = tags
        .into_iter()
        .map(|tag| view! { <span class="block-tag" data-tag=tag.key()>{tag.word()}</span> })
        .collect_view();
    view! {
        <span class="said">{facts.spoken}</span>
        <span class="block-look" aria-hidden="true">
            <Icon of=status.glyph() class="block-glyph" />
            <span class="block-name">{facts.name}</span>
            <span class="block-tags">{tags}</span>
            <span class="block-mark">{facts.mark}</span>
            <span class="block-time">{facts.time}</span>
            <span class="block-more">{facts.more}</span>
            <span class="block-note">{facts.note}</span>
        </span>
    }
}

/// What a stretch of a column is, when it is not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroundKind {
    /// Outside hours.
    Closed,
    /// Lunch and the like.
    Break,
    /// Away.
    Leave,
    /// At another site.
    Elsewhere,
}

/// The ground of a column where it is not open.
#[component]
pub fn Ground(
    /// What it is.
    kind: GroundKind,
    /// Start, minutes after midnight.
    from: u16,
    /// Length in minutes.
    len: u16,
    /// A word on it: "Lunch", "Sandton".
    #[prop(optional, into)]
    label: Words,
) -> impl IntoView {
    let key = match kind {
        GroundKind::Closed => "closed",
        GroundKind::Break => "break",
        GroundKind::Leave => "leave",
        GroundKind::Elsewhere => "elsewhere",
    };
    view! {
        <div class="ground" data-ground=key style=place(from, len)>
            {label.some().map(|text| view! { <span>{text}</span> })}
        </div>
    }
}
