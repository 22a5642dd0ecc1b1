//! The ways in the bar: one entry per part of the product. Pages name theirs by key.

use super::frame::{FrameFit, NavItem};
use super::icon::Glyph;

/// One part of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// Named by pages to say that they are in it.
    pub key: &'static str,
    /// The word in the bar.
    pub label: &'static str,
    /// Its first page.
    pub href: &'static str,
    /// The picture.
    pub icon: Glyph,
    /// Offered to whoever has this ability in some measure.
    pub ability: &'static str,
    /// How its pages fill the window.
    pub fit: FrameFit,
}

/// All ways, in the order of the bar.
pub const WAYS: &[Way] = &[
    Way {
        key: "diary",
        label: "Diary",
        href: "/diary",
        icon: Glyph::Calendar,
        ability: "SeeDiary",
        fit: FrameFit::Fill,
    },
    Way {
        key: "patients",
        label: "Patients",
        href: "/patients",
        icon: Glyph::People,
        ability: "SearchPatients",
        fit: FrameFit::Wide,
    },
    Way {
        key: "billing",
        label: "Billing",
        href: "/billing",
        icon: Glyph::Coin,
        ability: "FindInvoices",
        fit: FrameFit::Wide,
    },
    Way {
        key: "settings",
        label: "Practice",
        href: "/settings",
        icon: Glyph::Settings,
        ability: "SeePractice",
        fit: FrameFit::Wide,
    },
];

/// The ways open to someone with these abilities, the part they are in marked.
pub fn ways_for(abilities: &[&str], section: &str) -> Vec<NavItem> {
    WAYS.iter()
        .filter(|way| abilities.contains(&way.ability))
        .map(|way| NavItem {
            label: way.label.to_owned(),
            href: way.href.to_owned(),
            icon: way.icon,
            current: way.key == section,
        })
        .collect()
}

/// How the pages of a part fill the window.
pub fn fit_of(section: &str) -> FrameFit {
    WAYS.iter().find(|way| way.key == section).map_or(FrameFit::Wide, |way| way.fit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ways_that_are_open_are_offered_and_one_is_current() {
        let ways = ways_for(&["SeeDiary", "SeePractice"], "diary");
        let said: Vec<_> = ways.iter().map(|w| (w.label.as_str(), w.current)).collect();
        assert_eq!(said, [("Diary", true), ("Practice", false)]);
    }
}
