//! Icons: every picture comes from one sprite, `public/icons.svg`, drawn for this product.

use leptos::prelude::*;

/// A picture in the sprite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// Add, book, new.
    Plus,
    /// Close, take away.
    Close,
    /// Done, chosen.
    Check,
    /// Earlier, back.
    ChevronLeft,
    /// Later, on.
    ChevronRight,
    /// Opens below.
    ChevronDown,
    /// Closes, up.
    ChevronUp,
    /// Go on.
    ArrowRight,
    /// Find.
    Search,
    /// The diary.
    Calendar,
    /// Seven days.
    Week,
    /// A column per practitioner.
    Columns,
    /// A list.
    List,
    /// One person.
    Person,
    /// Patients.
    People,
    /// A new patient.
    PersonPlus,
    /// Set-up.
    Settings,
    /// Bring in.
    Import,
    /// Take out.
    Export,
    /// Leave.
    SignOut,
    /// Light.
    Sun,
    /// Dark; outside hours.
    Moon,
    /// As the system.
    Screen,
    /// Print.
    Print,
    /// Time.
    Clock,
    /// Phone.
    Phone,
    /// E-mail.
    Mail,
    /// The menu.
    Menu,
    /// More acts.
    More,
    /// Can be dragged.
    Grip,
    /// Take back.
    Undo,
    /// Move.
    Move,
    /// Change; unsigned note.
    Edit,
    /// Delete.
    Trash,
    /// A note.
    Note,
    /// A document; form missing.
    Page,
    /// Money; no charge.
    Coin,
    /// Home visit.
    House,
    /// Interpreter.
    Speech,
    /// A site.
    Building,
    /// A room.
    Door,
    /// Locked.
    Lock,
    /// Password.
    Key,
    /// Show.
    Eye,
    /// Hide.
    EyeOff,
    /// Filter.
    Filter,
    /// Closer.
    ZoomIn,
    /// Further.
    ZoomOut,
    /// What happened.
    History,
    /// Again.
    Refresh,
    /// No connection.
    Offline,
    /// Leaves this site.
    External,
    /// Octagon: danger.
    AlertDanger,
    /// Triangle: caution.
    AlertCaution,
    /// Circle: information.
    AlertInfo,
    /// Allergy.
    Allergy,
    /// Help.
    Help,
    /// Keys.
    Keyboard,
    /// Hour-glass.
    StatusHeld,
    /// Empty circle.
    StatusBooked,
    /// Circle with tick.
    StatusConfirmed,
    /// Filled dot.
    StatusArrived,
    /// Half-filled circle.
    StatusInRoom,
    /// Tick.
    StatusCompleted,
    /// Cross in circle.
    StatusNoShow,
    /// Cross.
    StatusCancelled,
    /// Clock with line.
    StatusLate,
}

impl Glyph {
    /// Every picture, for the gallery and the test that the sprite has them all.
    pub const ALL: &[Glyph] = &[
        Glyph::Plus,
        Glyph::Close,
        Glyph::Check,
        Glyph::ChevronLeft,
        Glyph::ChevronRight,
        Glyph::ChevronDown,
        Glyph::ChevronUp,
        Glyph::ArrowRight,
        Glyph::Search,
        Glyph::Calendar,
        Glyph::Week,
        Glyph::Columns,
        Glyph::List,
        Glyph::Person,
        Glyph::People,
        Glyph::PersonPlus,
        Glyph::Settings,
        Glyph::Import,
        Glyph::Export,
        Glyph::SignOut,
        Glyph::Sun,
        Glyph::Moon,
        Glyph::Screen,
        Glyph::Print,
        Glyph::Clock,
        Glyph::Phone,
        Glyph::Mail,
        Glyph::Menu,
        Glyph::More,
        Glyph::Grip,
        Glyph::Undo,
        Glyph::Move,
        Glyph::Edit,
        Glyph::Trash,
        Glyph::Note,
        Glyph::Page,
        Glyph::Coin,
        Glyph::House,
        Glyph::Speech,
        Glyph::Building,
        Glyph::Door,
        Glyph::Lock,
        Glyph::Key,
        Glyph::Eye,
        Glyph::EyeOff,
        Glyph::Filter,
        Glyph::ZoomIn,
        Glyph::ZoomOut,
        Glyph::History,
        Glyph::Refresh,
        Glyph::Offline,
        Glyph::External,
        Glyph::AlertDanger,
        Glyph::AlertCaution,
        Glyph::AlertInfo,
        Glyph::Allergy,
        Glyph::Help,
        Glyph::Keyboard,
        Glyph::StatusHeld,
        Glyph::StatusBooked,
        Glyph::StatusConfirmed,
        Glyph::StatusArrived,
        Glyph::StatusInRoom,
        Glyph::StatusCompleted,
        Glyph::StatusNoShow,
        Glyph::StatusCancelled,
        Glyph::StatusLate,
    ];

    /// The symbol's name in the sprite.
    pub fn name(self) -> &'static str {
        match self {
            Glyph::Plus => "plus",
            Glyph::Close => "close",
            Glyph::Check => "check",
            Glyph::ChevronLeft => "chevron-left",
            Glyph::ChevronRight => "chevron-right",
            Glyph::ChevronDown => "chevron-down",
            Glyph::ChevronUp => "chevron-up",
            Glyph::ArrowRight => "arrow-right",
            Glyph::Search => "search",
            Glyph::Calendar => "calendar",
            Glyph::Week => "week",
            Glyph::Columns => "columns",
            Glyph::List => "list",
            Glyph::Person => "person",
            Glyph::People => "people",
            Glyph::PersonPlus => "person-plus",
            Glyph::Settings => "settings",
            Glyph::Import => "import",
            Glyph::Export => "export",
            Glyph::SignOut => "sign-out",
            Glyph::Sun => "sun",
            Glyph::Moon => "moon",
            Glyph::Screen => "screen",
            Glyph::Print => "print",
            Glyph::Clock => "clock",
            Glyph::Phone => "phone",
            Glyph::Mail => "mail",
            Glyph::Menu => "menu",
            Glyph::More => "more",
            Glyph::Grip => "grip",
            Glyph::Undo => "undo",
            Glyph::Move => "move",
            Glyph::Edit => "edit",
            Glyph::Trash => "trash",
            Glyph::Note => "note",
            Glyph::Page => "page",
            Glyph::Coin => "coin",
            Glyph::House => "house",
            Glyph::Speech => "speech",
            Glyph::Building => "building",
            Glyph::Door => "door",
            Glyph::Lock => "lock",
            Glyph::Key => "key",
            Glyph::Eye => "eye",
            Glyph::EyeOff => "eye-off",
            Glyph::Filter => "filter",
            Glyph::ZoomIn => "zoom-in",
            Glyph::ZoomOut => "zoom-out",
            Glyph::History => "history",
            Glyph::Refresh => "refresh",
            Glyph::Offline => "offline",
            Glyph::External => "external",
            Glyph::AlertDanger => "alert-danger",
            Glyph::AlertCaution => "alert-caution",
            Glyph::AlertInfo => "alert-info",
            Glyph::Allergy => "allergy",
            Glyph::Help => "help",
            Glyph::Keyboard => "keyboard",
            Glyph::StatusHeld => "status-held",
            Glyph::StatusBooked => "status-booked",
            Glyph::StatusConfirmed => "status-confirmed",
            Glyph::StatusArrived => "status-arrived",
            Glyph::StatusInRoom => "status-in-room",
            Glyph::StatusCompleted => "status-completed",
            Glyph::StatusNoShow => "status-no-show",
            Glyph::StatusCancelled => "status-cancelled",
            Glyph::StatusLate => "status-late",
        }
    }

    /// Where the symbol is.
    pub fn href(self) -> String {
        ["/icons.svg?", SPRITE, "#", self.name()].concat()
    }
}

/// The sprite by its content: under this name a browser may keep it for good, so that pictures stay when the line is down.
/// Reckoned by the compiler; the sprite itself is no part of the program.
pub const SPRITE: &str = match std::str::from_utf8(&SPRITE_HEX) {
    Ok(hex) => hex,
    Err(_) => panic!("hexadecimal digits are text"),
};

const SPRITE_HEX: [u8; 16] = {
    let sprite = include_bytes!("../../public/icons.svg");
    // FNV-1a: tells two sprites apart, and keeps no secret
    let (mut hash, mut at) = (0xcbf2_9ce4_8422_2325_u64, 0);
    while at < sprite.len() {
        hash = (hash ^ sprite[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    let (mut hex, mut at) = ([0; 16], 0);
    while at < 16 {
        hex[at] = b"0123456789abcdef"[(hash >> (60 - 4 * at) & 15) as usize];
        at += 1;
    }
    hex
};

/// How large a picture is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IconSize {
    /// Beside text.
    #[default]
    Text,
    /// Alone in a button on a touch screen.
    Large,
    /// Over an empty state.
    Hero,
}

impl IconSize {
    fn key(self) -> Option<&'static str> {
        match self {
            IconSize::Text => None,
            IconSize::Large => Some("large"),
            IconSize::Hero => Some("hero"),
        }
    }
}

/// A picture beside words. It is never the only sign, so screen readers skip it.
#[component]
pub fn Icon(
    /// Which.
    of: Glyph,
    /// How large.
    #[prop(optional)]
    size: IconSize,
    /// More classes, such as `block-glyph`.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    let class = if class.is_empty() { "icon".to_owned() } else { format!("icon {class}") };
    view! {
        <svg class=class data-size=size.key() aria-hidden="true" focusable="false">
            <use_ href=of.href()></use_>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sprite_has_every_picture_and_no_other() {
        let sprite = include_str!("../../public/icons.svg");
        for glyph in Glyph::ALL {
            assert!(sprite.contains(&format!("id=\"{}\"", glyph.name())), "{} is missing", glyph.name());
        }
        assert_eq!(sprite.matches("<symbol ").count(), Glyph::ALL.len());
    }
}
