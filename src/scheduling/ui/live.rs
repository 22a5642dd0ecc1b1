//! What other desks tell this one, and how well it can hear them.

use jiff::civil::Date;
use serde::Deserialize;

/// A word on the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The stream is open.
    Connected,
    /// It is not.
    Lost,
    /// So much changed that everything should be looked at again.
    Everything,
    /// These days changed.
    Changed {
        /// Which.
        days: Vec<Date>,
        /// By this very screen.
        own: bool,
    },
}

impl Heard {
    /// From the stream's own words; `None` when they cannot be read.
    pub fn changed(json: &str) -> Option<Heard> {
        #[derive(Deserialize)]
        struct Told {
            #[serde(default, with = "crate::kernel::iso_day::list")]
            days: Vec<Date>,
            own: bool,
        }
        let told: Told = serde_json::from_str(json).ok()?;
        Some(Heard::Changed { days: told.days, own: told.own })
    }

    /// Whether a screen that shows `days` should ask again.
    pub fn concerns(&self, shown: impl IntoIterator<Item = Date>) -> bool {
        match self {
            Heard::Lost => false,
            Heard::Connected | Heard::Everything => true,
            Heard::Changed { days, .. } => shown.into_iter().any(|day| days.contains(&day)),
        }
    }
}

/// How this desk stands to the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// Everything arrives.
    #[default]
    Fine,
    /// The stream is interrupted: changes by others are not shown.
    Deaf,
    /// A request failed: nothing can be saved.
    Cut,
}

impl Link {
    /// After a word on the stream.
    pub fn heard(self, heard: &Heard) -> Link {
        match heard {
            Heard::Lost if self == Link::Cut => Link::Cut,
            Heard::Lost => Link::Deaf,
            Heard::Connected => Link::Fine,
            Heard::Everything | Heard::Changed { .. } => self,
        }
    }

    /// What the reader is told; nothing when all is well.
    pub fn words(self) -> Option<&'static str> {
        match self {
            Link::Fine => None,
            Link::Deaf => Some("Not connected: changes by others are not shown."),
            Link::Cut => Some("Not connected: nothing can be saved. Reading goes on."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_change_on_a_day_that_is_not_shown_is_no_reason_to_ask() {
        let heard =
            Heard::changed(r#"{"kind":"appointment.moved","subject":"x","days":["2026-11-24"],"by":"SN","own":false}"#);
        let heard = heard.expect("can be read");
        assert!(heard.concerns([date(2026, 11, 24)]));
        assert!(!heard.concerns([date(2026, 11, 25)]));
        assert_eq!(Heard::changed("nonsense"), None);
    }

    #[test]
    fn only_the_stream_coming_back_mends_a_cut_link() {
        let cut = Link::Cut.heard(&Heard::Lost).heard(&Heard::Everything);
        assert_eq!(cut, Link::Cut);
        assert_eq!(cut.heard(&Heard::Connected), Link::Fine);
        assert_eq!(Link::Fine.heard(&Heard::Lost), Link::Deaf);
    }
}
