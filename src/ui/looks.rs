//! Looks as closed lists: what a thing says about itself is an enum, never a string.

use super::icon::Glyph;

/// How a note, badge or line of text speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Voice {
    /// Says a fact.
    #[default]
    Plain,
    /// Tells something worth knowing.
    Info,
    /// Confirms.
    Good,
    /// Asks for care.
    Warn,
    /// Stops, or tells of harm.
    Danger,
    /// The practice's own colour: current, chosen.
    Accent,
}

impl Voice {
    /// All, for the gallery.
    pub const ALL: [Voice; 6] = [Voice::Plain, Voice::Info, Voice::Good, Voice::Warn, Voice::Danger, Voice::Accent];

    /// The value of `data-voice`.
    pub fn key(self) -> &'static str {
        match self {
            Voice::Plain => "plain",
            Voice::Info => "info",
            Voice::Good => "good",
            Voice::Warn => "warn",
            Voice::Danger => "danger",
            Voice::Accent => "accent",
        }
    }

    /// The shape that says the same without colour.
    pub fn glyph(self) -> Glyph {
        match self {
            Voice::Plain | Voice::Info | Voice::Accent => Glyph::AlertInfo,
            Voice::Good => Glyph::Check,
            Voice::Warn => Glyph::AlertCaution,
            Voice::Danger => Glyph::AlertDanger,
        }
    }
}

/// The colour of an appointment type. Eight, told apart by lightness as well as hue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Sky.
    Sky,
    /// Teal.
    Teal,
    /// Green.
    Green,
    /// Amber.
    Amber,
    /// Coral.
    Coral,
    /// Rose.
    Rose,
    /// Violet.
    Violet,
    /// Slate.
    #[default]
    Slate,
}

impl Tone {
    /// All, in the order a form offers them.
    pub const ALL: [Tone; 8] =
        [Tone::Sky, Tone::Teal, Tone::Green, Tone::Amber, Tone::Coral, Tone::Rose, Tone::Violet, Tone::Slate];

    /// The value of `data-tone`, and the word stored.
    pub fn key(self) -> &'static str {
        match self {
            Tone::Sky => "sky",
            Tone::Teal => "teal",
            Tone::Green => "green",
            Tone::Amber => "amber",
            Tone::Coral => "coral",
            Tone::Rose => "rose",
            Tone::Violet => "violet",
            Tone::Slate => "slate",
        }
    }

    /// The tone of a stored word; slate for one we do not know, so that a visit is always drawn.
    pub fn of(word: &str) -> Tone {
        Tone::ALL.into_iter().find(|tone| tone.key() == word).unwrap_or_default()
    }
}

/// Where an appointment stands, as it looks: a line, a glyph and a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusLook {
    /// Someone is choosing this time just now.
    Held,
    /// Booked, not yet confirmed.
    Booked,
    /// Confirmed.
    Confirmed,
    /// In the waiting room.
    Arrived,
    /// With the practitioner.
    InRoom,
    /// Over.
    Completed,
    /// Never came.
    NoShow,
    /// Called off.
    Cancelled,
    /// Called off late; the fee is open.
    Late,
}

impl StatusLook {
    /// All, in the order of a visit's life.
    pub const ALL: [StatusLook; 9] = [
        StatusLook::Held,
        StatusLook::Booked,
        StatusLook::Confirmed,
        StatusLook::Arrived,
        StatusLook::InRoom,
        StatusLook::Completed,
        StatusLook::NoShow,
        StatusLook::Cancelled,
        StatusLook::Late,
    ];

    /// The value of `data-status`.
    pub fn key(self) -> &'static str {
        match self {
            StatusLook::Held => "held",
            StatusLook::Booked => "booked",
            StatusLook::Confirmed => "confirmed",
            StatusLook::Arrived => "arrived",
            StatusLook::InRoom => "in-room",
            StatusLook::Completed => "completed",
            StatusLook::NoShow => "no-show",
            StatusLook::Cancelled => "cancelled",
            StatusLook::Late => "late",
        }
    }

    /// The word on screen.
    pub fn word(self) -> &'static str {
        match self {
            StatusLook::Held => "Held",
            StatusLook::Booked => "Booked",
            StatusLook::Confirmed => "Confirmed",
            StatusLook::Arrived => "Arrived",
            StatusLook::InRoom => "In session",
            StatusLook::Completed => "Done",
            StatusLook::NoShow => "Did not come",
            StatusLook::Cancelled => "Cancelled",
            StatusLook::Late => "Late cancel",
        }
    }

    /// The glyph, different for each.
    pub fn glyph(self) -> Glyph {
        match self {
            StatusLook::Held => Glyph::StatusHeld,
            StatusLook::Booked => Glyph::StatusBooked,
            StatusLook::Confirmed => Glyph::StatusConfirmed,
            StatusLook::Arrived => Glyph::StatusArrived,
            StatusLook::InRoom => Glyph::StatusInRoom,
            StatusLook::Completed => Glyph::StatusCompleted,
            StatusLook::NoShow => Glyph::StatusNoShow,
            StatusLook::Cancelled => Glyph::StatusCancelled,
            StatusLook::Late => Glyph::StatusLate,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_differs_in_key_word_and_glyph() {
        for (i, a) in StatusLook::ALL.iter().enumerate() {
            for b in &StatusLook::ALL[i + 1..] {
                assert_ne!(a.key(), b.key());
                assert_ne!(a.word(), b.word());
                assert_ne!(a.glyph(), b.glyph());
            }
        }
    }

    #[test]
    fn a_tone_survives_its_word_and_an_unknown_one_is_slate() {
        for tone in Tone::ALL {
            assert_eq!(Tone::of(tone.key()), tone);
        }
        assert_eq!(Tone::of("mauve"), Tone::Slate);
    }
}
