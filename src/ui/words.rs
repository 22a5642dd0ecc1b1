//! Text that may be absent, for props that take `"…"`, a `String` or an `Option` alike.

/// A text, or nothing to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(pub Option<String>);

impl Words {
    /// The text, if there is one and it is not empty.
    pub fn some(self) -> Option<String> {
        self.0.filter(|text| !text.is_empty())
    }

    /// Whether there is nothing to say.
    pub fn is_none(&self) -> bool {
        self.0.as_deref().is_none_or(str::is_empty)
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Words {
        Words(Some(text.to_owned()))
    }
}

impl From<String> for Words {
    fn from(text: String) -> Words {
        Words(Some(text))
    }
}

impl From<Option<String>> for Words {
    fn from(text: Option<String>) -> Words {
        Words(text)
    }
}

impl From<Option<&str>> for Words {
    fn from(text: Option<&str>) -> Words {
        Words(text.map(str::to_owned))
    }
}

/// An id made from a field's name: `phones[0].number` becomes `phones-0-number`. The same name gives the same id on
/// both sides, so that labels, hints, errors and the summary meet.
pub fn id_of(name: &str) -> String {
    let mut id = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '_' {
            id.push(c.to_ascii_lowercase());
        } else if !id.ends_with('-') && !id.is_empty() {
            id.push('-');
        }
    }
    id.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_name_gives_one_id_without_brackets_or_dots() {
        assert_eq!(id_of("phones[0].number"), "phones-0-number");
        assert_eq!(id_of("first_names"), "first_names");
        assert_eq!(id_of("Why not?"), "why-not");
    }

    #[test]
    fn an_empty_text_says_nothing() {
        assert_eq!(Words::from("").some(), None);
        assert!(Words::from(Some(String::new())).is_none());
        assert_eq!(Words::from("x").some().as_deref(), Some("x"));
    }
}
