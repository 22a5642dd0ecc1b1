//! Passwords: worked out slowly on purpose, a few at a time, off the threads that answer requests.

use super::drafts::Secret;
use crate::{
    kernel::{name::fold, problem::Problem},
    platform::seal,
};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash};
use std::time::Duration;
use tokio::sync::Semaphore;

/// As many at once as the smallest server has cores: each takes 19 MiB and keeps a core busy.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// How long a request waits for its turn before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(2);
/// A hash that no password opens. Working on it takes as long as on a real one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$aGFkYWRhLW5vYm9keS0wMQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn argon() -> Argon2<'static> {
    let params = Params::new(19_456, 2, 1, None).expect("19 MiB, two passes, one lane is within argon2's limits");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Does the slow work when it is its turn. The place is held by the work itself: a browser that goes away frees nothing.
async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    let place = tokio::time::timeout(PATIENCE, AT_ONCE.acquire()).await;
    let place = place.ok().and_then(Result::ok).ok_or(Problem::Busy)?;
    let done = tokio::task::spawn_blocking(move || {
        let value = work();
        drop(place);
        value
    });
    done.await.map_err(|_| Problem::Broken { reference: "password".into() })
}

/// The text to store for a password.
///
/// # Errors
/// [`Problem::Busy`] when too many others are being worked on.
pub async fn hash(password: &Secret) -> Result<String, Problem> {
    let text = password.composed();
    in_turn(move || hashed(&text)).await?
}

fn hashed(text: &str) -> Result<String, Problem> {
    let mut salt = [0u8; 16];
    seal::random(&mut salt);
    let hash = argon().hash_password_with_salt(text.as_bytes(), &salt);
    hash.map(|h| h.to_string()).map_err(|_| Problem::Broken { reference: "password".into() })
}

/// Whether the password is the stored one. Without a stored one the work is the same and the answer is no.
///
/// # Errors
/// [`Problem::Busy`] when too many others are being worked on.
pub async fn is(password: &Secret, stored: Option<String>) -> Result<bool, Problem> {
    // longer than any password can be: not worth the work, and the length is the visitor's own to know
    let text: String = password.composed().chars().take(super::drafts::LONGEST_PASSWORD + 1).collect();
    in_turn(move || is_now(&text, stored.as_deref())).await
}

fn is_now(text: &str, stored: Option<&str>) -> bool {
    let Ok(hash) = PasswordHash::new(stored.unwrap_or(NOBODY)) else { return false };
    argon().verify_password(text.as_bytes(), &hash).is_ok() && stored.is_some()
}

/// Looks for reasons against a new password: known, easy to guess, made of names around it, or the one before.
///
/// `about` is what a colleague could guess with: name, e-mail address, practice. Fault codes: `password_personal`,
/// `password_common`, `password_guessable`, `password_same`.
///
/// # Errors
/// [`Problem::Busy`] when too many others are being worked on.
pub async fn fault(password: &Secret, about: &[&str], before: Option<String>) -> Result<Option<&'static str>, Problem> {
    let text = password.composed();
    let about = context(about);
    in_turn(move || {
        if before.as_deref().is_some_and(|before| is_now(&text, Some(before))) {
            return Some("password_same");
        }
        weakness(&text, &about)
    })
    .await
}

/// The words around a person: folded, four letters and more, and those that stand for the product and its place.
fn context(about: &[&str]) -> Vec<String> {
    let mut words: Vec<String> =
        ["hadada", "clinic", "practice", "physio", "password", "welcome"].map(str::to_owned).to_vec();
    for text in about {
        words.extend(text.split(|c: char| !c.is_alphanumeric()).map(fold).filter(|word| word.chars().count() >= 3));
    }
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    words
}

fn weakness(text: &str, about: &[String]) -> Option<&'static str> {
    let mut rest = fold(text);
    for word in about.iter().filter(|word| word.chars().count() >= 4) {
        rest = rest.replace(word, "");
    }
    // what is left of it without those words would have to stand on its own
    let personal = rest.len() < fold(text).len() && rest.chars().count() < 8;
    if personal {
        return Some("password_personal");
    }
    let inputs: Vec<&str> = about.iter().map(String::as_str).collect();
    let found = zxcvbn::zxcvbn(text, &inputs);
    match u8::from(found.score()) {
        0 | 1 => Some("password_common"),
        2 => Some("password_guessable"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_opens_its_own_hash_and_no_other() {
        let hash = hashed("six plum kettles sang").expect("hashes");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is_now("six plum kettles sang", Some(&hash)));
        assert!(!is_now("six plum kettles sung", Some(&hash)));
        assert_ne!(hash, hashed("six plum kettles sang").expect("hashes"), "every hash has its own salt");
    }

    #[test]
    fn nobody_has_a_hash_of_the_same_cost_and_no_password() {
        let nobody = PasswordHash::new(NOBODY).expect("reads");
        let real = PasswordHash::new(&hashed("six plum kettles sang").expect("hashes")).expect("reads").params;
        assert_eq!(nobody.params, real);
        assert!(!is_now("", None));
        assert!(!is_now("anything", None));
    }

    #[test]
    fn letters_composed_differently_are_the_same_password() {
        let one = hashed(&Secret::from("caf\u{e9} au lait noir").composed()).expect("hashes");
        assert!(is_now(&Secret::from("cafe\u{301} au lait noir").composed(), Some(&one)));
    }

    #[test]
    fn weak_passwords_are_told_why() {
        let about = context(&["Thandi Mokoena", "thandi@rosebank.example", "Rosebank Rehab"]);
        for (text, expected) in [
            ("thandimokoena", Some("password_personal")),
            ("Rosebank2026!", Some("password_personal")),
            ("hadadaclinic1", Some("password_personal")),
            ("passwordpassword", Some("password_personal")),
            ("123456789012", Some("password_common")),
            ("qwertyuiopas", Some("password_common")),
            ("aaaaaaaaaaaaaaaa", Some("password_common")),
            ("six plum kettles sang", None),
            ("Thandi likes green thunderstorms", None),
        ] {
            let found = weakness(text, &about);
            assert_eq!(found, expected, "{text}");
        }
    }

    #[tokio::test]
    async fn the_password_before_is_not_a_new_one() {
        let before = hashed("six plum kettles sang").expect("hashes");
        let found = fault(&"six plum kettles sang".into(), &[], Some(before)).await;
        assert_eq!(found, Ok(Some("password_same")));
    }
}
