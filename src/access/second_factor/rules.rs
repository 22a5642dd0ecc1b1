//! What is typed as a second factor, and how recovery codes are written.

/// How many recovery codes there are.
pub const RECOVERY_CODES: usize = 10;
/// Characters of one, without the hyphen in the middle: 50 bits.
const RECOVERY_LENGTH: usize = 10;
/// Digits and letters that are not mistaken for each other.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// What somebody typed as their second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Six digits of an app.
    App(String),
    /// A recovery code, as it is marked.
    Recovery(String),
    /// Nothing.
    Nothing,
    /// Neither of them.
    Neither,
}

/// Reads a code with whatever spaces, hyphens and capitals it was typed with.
pub fn read(typed: &str) -> Typed {
    let plain: String =
        typed.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_lowercase).take(64).collect();
    let digits = plain.bytes().all(|b| b.is_ascii_digit());
    match (plain.len(), digits) {
        (0, _) => Typed::Nothing,
        (6, true) => Typed::App(plain),
        (RECOVERY_LENGTH, _) => {
            let alike = |c| match c {
                'o' => '0',
                'i' | 'l' => '1',
                other => other,
            };
            let code: String = plain.chars().map(alike).collect();
            if code.bytes().all(|b| ALPHABET.contains(&b)) { Typed::Recovery(code) } else { Typed::Neither }
        }
        (_, _) => Typed::Neither,
    }
}

/// A recovery code of random bytes, as it is marked: without the hyphen.
pub fn recovery_code(random: [u8; RECOVERY_LENGTH]) -> String {
    random.iter().map(|b| char::from(ALPHABET[usize::from(b & 31)])).collect()
}

/// As it is shown: `7k2m9-qx4td`.
pub fn shown(code: &str) -> String {
    let (first, second) = code.split_at_checked(RECOVERY_LENGTH / 2).unwrap_or((code, ""));
    format!("{first}-{second}")
}

/// A secret in groups of four, for typing it off a screen.
pub fn in_groups(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn six_digits_are_an_apps_and_ten_characters_a_recovery_code() {
        assert_eq!(read(" 123 456 "), Typed::App("123456".into()));
        assert_eq!(read("7K2M9-QX4TD"), Typed::Recovery("7k2m9qx4td".into()));
        assert_eq!(read("0123456789"), Typed::Recovery("0123456789".into()), "all digits, but ten of them");
        assert_eq!(read("oil00-00000"), Typed::Recovery("0110000000".into()), "letters that look like digits");
        assert_eq!(read("  -- "), Typed::Nothing);
        for neither in [
            "12345",
            "1234567",
            "abcdef",
            "７７７７７７",
            "uuuuu-uuuuu",
            "a\u{301}bcdefghij",
            "x".repeat(5000).as_str(),
        ] {
            assert_eq!(read(neither), Typed::Neither, "{neither}");
        }
    }

    #[test]
    fn a_secret_is_shown_in_groups_of_four() {
        assert_eq!(in_groups("JBSWY3DPEHPK3PXP"), "JBSW Y3DP EHPK 3PXP");
    }

    proptest! {
        #[test]
        fn every_recovery_code_is_read_back_however_it_is_typed(random in any::<[u8; 10]>()) {
            let code = recovery_code(random);
            prop_assert_eq!(read(&shown(&code)), Typed::Recovery(code.clone()));
            prop_assert_eq!(read(&shown(&code).to_uppercase()), Typed::Recovery(code));
        }

        #[test]
        fn anything_can_be_typed(text in ".*") {
            let _ = read(&text);
        }
    }
}
