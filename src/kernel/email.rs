//! E-mail addresses.

use super::text_type::text_type;
use serde::{Deserialize, Serialize};

/// An address with one `@` and a dotted domain, at most 254 bytes, letter case kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// Why a text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Nothing was typed.
    #[error("Enter an e-mail address.")]
    Empty,
    /// Longer than mail can carry.
    #[error("Enter an e-mail address of at most 254 characters.")]
    TooLong,
    /// No `@`, or more than one.
    #[error("An e-mail address has one @.")]
    At,
    /// The part before the `@` is empty, too long, or has a character or dot where none may be.
    #[error("Check the part before the @.")]
    Local,
    /// The part after the `@` is not a domain with a dot.
    #[error("Check the part after the @; it looks like example.co.za.")]
    Domain,
}

impl EmailError {
    /// The stable code for a field problem.
    pub fn code(self) -> &'static str {
        match self {
            EmailError::Empty => "empty",
            EmailError::TooLong => "too_long",
            EmailError::At => "one_at",
            EmailError::Local => "before_at",
            EmailError::Domain => "domain",
        }
    }
}

impl Email {
    /// Trims, then checks; nothing else is changed.
    pub fn parse(text: &str) -> Result<Email, EmailError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EmailError::Empty);
        }
        if text.len() > 254 {
            return Err(EmailError::TooLong);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailError::At)?;
        if domain.contains('@') {
            return Err(EmailError::At);
        }
        if local.len() > 64 || !local.split('.').all(is_atom) {
            return Err(EmailError::Local);
        }
        let labels: Vec<&str> = domain.split('.').collect();
        let ends_in_letters =
            labels.last().is_some_and(|last| last.chars().count() > 1 && last.contains(char::is_alphabetic));
        if labels.len() < 2 || !labels.iter().all(|label| is_label(label)) || !ends_in_letters {
            return Err(EmailError::Domain);
        }
        Ok(Email(text.to_owned()))
    }

    /// The copy to compare by: mail does not tell capitals apart in practice.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

text_type!(Email, EmailError);

fn is_atom(part: &str) -> bool {
    !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c))
}

fn is_label(label: &str) -> bool {
    matches!(label.len(), 1..=63)
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c.is_alphanumeric() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_kept_as_typed() {
        for address in [
            "Thandi.Mokoena@example.co.za",
            "o'brien+clinic@example.com",
            "x@y.zz",
            "josé@exämple.org",
            "a_b-c@sub.example-site.com",
        ] {
            assert_eq!(Email::parse(&format!(" {address}\n")).map(String::from), Ok(address.to_owned()));
        }
        assert_eq!(Email::parse("Thandi@Example.co.za").unwrap().folded(), "thandi@example.co.za");
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        for (text, code) in [
            ("", "empty"),
            ("  ", "empty"),
            ("thandi", "one_at"),
            ("a@b@c.za", "one_at"),
            ("@example.com", "before_at"),
            (".a@example.com", "before_at"),
            ("a..b@example.com", "before_at"),
            ("a b@example.com", "before_at"),
            ("<a@example.com", "before_at"),
            ("a\0@example.com", "before_at"),
            ("a@example", "domain"),
            ("a@.com", "domain"),
            ("a@example..com", "domain"),
            ("a@-x.com", "domain"),
            ("a@exa mple.com", "domain"),
            ("a@127.0.0.1", "domain"),
            ("a@example.c", "domain"),
            ("a@example.com,b", "domain"),
            ("a@example.com\r\nBcc: x", "domain"),
            ("a@", "domain"),
        ] {
            assert_eq!(Email::parse(text).map_err(EmailError::code), Err(code), "{text:?}");
        }
        assert_eq!(Email::parse(&format!("a@{}.com", "b.".repeat(130))), Err(EmailError::TooLong));
        assert_eq!(Email::parse(&format!("{}@example.com", "a".repeat(65))), Err(EmailError::Local));
    }

    proptest! {
        #[test]
        fn an_accepted_address_reads_back(text in "[a-zA-Z0-9.+'@ -]{0,40}") {
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(Email::parse(&email.to_string()), Ok(email));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") { let _ = Email::parse(&text); }
    }
}
