//! The address of a diary page: what a colleague gets in a link. State lives here first.

use crate::scheduling::model::DiaryQuery;
use jiff::civil::Date;
use leptos_router::params::ParamsMap;

/// Where one is in the diary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// `/diary`, `/diary/week` or `/diary/list`.
    pub path: &'static str,
    /// `2026-11-25`, as typed; today when empty.
    pub day: String,
    /// Key of a site; all when empty.
    pub site: String,
    /// Id of a practitioner, for a week.
    pub practitioner: String,
    /// `middle` or `far`; near when empty.
    pub zoom: String,
    /// Visits called off are shown too.
    pub cancelled: bool,
}

impl Address {
    /// From the query of a page.
    pub fn of(path: &'static str, query: &ParamsMap) -> Address {
        let get = |key: &str| query.get(key).unwrap_or_default();
        let zoom = get("zoom");
        Address {
            path,
            day: get("day"),
            site: get("site"),
            practitioner: get("practitioner"),
            zoom: if matches!(zoom.as_str(), "middle" | "far") { zoom } else { String::new() },
            cancelled: get("cancelled") == "1",
        }
    }

    /// What the server is asked.
    pub fn query(&self) -> DiaryQuery {
        let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
        DiaryQuery { day: some(&self.day), site: some(&self.site), show_cancelled: self.cancelled }
    }

    /// As a link.
    pub fn href(&self) -> String {
        let cancelled = if self.cancelled { "1" } else { "" };
        let parts = [
            ("day", self.day.as_str()),
            ("site", &self.site),
            ("practitioner", &self.practitioner),
            ("zoom", &self.zoom),
            ("cancelled", cancelled),
        ];
        let said: Vec<String> =
            parts.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k}={}", plain(v))).collect();
        if said.is_empty() { self.path.to_owned() } else { format!("{}?{}", self.path, said.join("&")) }
    }

    /// The same on another day.
    pub fn on(&self, day: Date) -> Address {
        Address { day: crate::kernel::iso_day::text(day), ..self.clone() }
    }

    /// The same, days later or earlier.
    pub fn days_on(&self, day: Date, days: i32) -> Address {
        let step = if days < 0 { Date::yesterday } else { Date::tomorrow };
        self.on((0..days.abs()).fold(day, |day, _| step(day).unwrap_or(day)))
    }

    /// The same as another kind of page.
    pub fn as_page(&self, path: &'static str) -> Address {
        let practitioner = if path == "/diary/week" { self.practitioner.clone() } else { String::new() };
        Address { path, practitioner, ..self.clone() }
    }
}

/// Only what needs no escaping stays: days, ids, keys and words of ours.
fn plain(value: &str) -> String {
    value.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn typed(pairs: &[(&str, &str)]) -> Address {
        let mut query = ParamsMap::new();
        for (k, v) in pairs {
            query.insert((*k).to_owned(), (*v).to_owned());
        }
        Address::of("/diary", &query)
    }

    #[test]
    fn turning_the_day_keeps_everything_else() {
        let it = typed(&[("site", "main"), ("zoom", "far"), ("cancelled", "1")]);
        let next = it.days_on(date(2026, 11, 30), 1);
        assert_eq!(next.href(), "/diary?day=2026-12-01&site=main&zoom=far&cancelled=1");
        assert_eq!(typed(&[]).href(), "/diary");
    }

    #[test]
    fn what_is_typed_into_an_address_never_leaves_its_place_in_a_link() {
        let it = typed(&[("site", "a&b=\"><script>"), ("zoom", "huge")]);
        assert_eq!(it.href(), "/diary?site=abscript");
    }
}
