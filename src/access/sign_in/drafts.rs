//! Forms about signing in, as typed.

use crate::kernel::{draft::Faults, problem::Problem};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Fewest characters of a password.
pub const SHORTEST_PASSWORD: usize = 12;
/// Most characters of a password.
pub const LONGEST_PASSWORD: usize = 128;

/// A password as typed. It never shows itself, not in logs and not in a form that comes back.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// As typed, so that keyboards which compose letters differently agree: `é` is one letter however it was made.
    pub fn composed(&self) -> String {
        self.0.nfc().collect()
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Secret {
        Secret(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Secret {
        Secret(text.to_owned())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// The sign-in form.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInDraft {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: Secret,
    /// Where to go afterwards.
    pub to: String,
}

/// The form that sets one's own password.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordDraft {
    /// The present password; not asked for at the first sign-in.
    pub present: Secret,
    /// The new one.
    pub password: Secret,
}

/// What is typed on the page of an invitation.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WelcomeDraft {
    /// Name as colleagues see it.
    pub name: String,
    /// The password to sign in with.
    pub password: Secret,
}

/// Checks what can be checked without knowing whose the password is. Fault codes: `required`, `password_short`,
/// `password_long`.
pub fn password_length(password: &Secret) -> Result<String, &'static str> {
    let text = password.composed();
    match text.chars().count() {
        0 => Err("required"),
        n if n < SHORTEST_PASSWORD => Err("password_short"),
        n if n > LONGEST_PASSWORD => Err("password_long"),
        _ => Ok(text),
    }
}

impl SignInDraft {
    /// Both fields filled. Nothing else is checked here: whatever else is wrong is said in one sentence.
    pub fn check(&self) -> Result<(), Problem> {
        let mut faults = Faults::default();
        if self.email.trim().is_empty() {
            faults.note("email", "required");
        }
        if self.password.is_empty() {
            faults.note("password", "required");
        }
        faults.or(())
    }

    /// The address as accounts are found by.
    pub fn folded(&self) -> String {
        self.email.trim().to_lowercase().chars().take(254).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_does_not_show_itself() {
        let draft = SignInDraft { password: "correct horse".into(), ..SignInDraft::default() };
        assert!(!format!("{draft:?}").contains("horse"));
    }

    #[test]
    fn length_counts_composed_characters_of_any_script() {
        assert_eq!(password_length(&"".into()), Err("required"));
        assert_eq!(password_length(&"elevenchars".into()), Err("password_short"));
        assert!(password_length(&"李小龙李小龙李小龙李小龙".into()).is_ok());
        assert_eq!(password_length(&"e\u{301}".repeat(11).into()), Err("password_short"));
        assert!(password_length(&"e\u{301}".repeat(128).into()).is_ok());
        assert_eq!(password_length(&"a".repeat(129).into()), Err("password_long"));
    }

    #[test]
    fn spaces_in_a_password_stay() {
        assert_eq!(Secret::from("  a b  ").composed(), "  a b  ");
    }
}
