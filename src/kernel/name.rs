//! Names of people: what is allowed, how two spellings compare, and initials.

use super::text_type::text_type;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest name, in characters.
pub const LONGEST_NAME: usize = 100;
/// The longest text of initials, in characters.
pub const LONGEST_INITIALS: usize = 10;

/// A first or last name of 1 to 100 characters, kept exactly as typed after trimming.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

/// Why a text is not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was typed.
    #[error("Enter a name.")]
    Empty,
    /// More than 100 characters.
    #[error("Enter a name of at most 100 characters.")]
    TooLong,
    /// A character that names do not have: a control character, an emoji, a symbol.
    #[error("Use letters, spaces, hyphens, apostrophes, full stops and slashes.")]
    Character,
    /// Digits other than in a suffix such as `2nd`.
    #[error("Use digits only in a suffix such as 2nd.")]
    Digits,
    /// Punctuation only.
    #[error("Enter a name with at least one letter.")]
    NoLetter,
}

impl NameError {
    /// The stable code for a field problem.
    pub fn code(self) -> &'static str {
        match self {
            NameError::Empty => "empty",
            NameError::TooLong => "too_long",
            NameError::Character => "character",
            NameError::Digits => "digits",
            NameError::NoLetter => "no_letter",
        }
    }
}

impl PersonName {
    /// Trims, then checks; nothing else is changed.
    pub fn parse(text: &str) -> Result<PersonName, NameError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        if text.chars().count() > LONGEST_NAME {
            return Err(NameError::TooLong);
        }
        let mut before = ' ';
        let mut letters = text.chars().peekable();
        while let Some(c) = letters.next() {
            let joins = is_joiner(c) && is_combining_mark(before);
            let clicks =
                is_typed_click(c) && letters.peek().is_some_and(|next| is_letter(*next) || is_typed_click(*next));
            if !joins && !clicks && !may_stand_in_a_name(c) {
                return Err(NameError::Character);
            }
            before = c;
        }
        if !text.split(is_space).all(digits_are_a_suffix) {
            return Err(NameError::Digits);
        }
        if text.chars().any(is_letter) { Ok(PersonName(text.to_owned())) } else { Err(NameError::NoLetter) }
    }

    /// The copy to compare and sort by; see [`fold`].
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

text_type!(PersonName, NameError);

fn may_stand_in_a_name(c: char) -> bool {
    is_letter(c)
        || is_combining_mark(c)
        || c.is_ascii_digit()
        || is_space(c)
        || is_hyphen(c)
        || is_apostrophe(c)
        || matches!(c, '.' | '/')
}

/// A letter of any script. Squared and circled letters count as alphabetic in Unicode, but they are pictures.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, '\u{2460}'..='\u{24ff}' | '\u{1f000}'..='\u{1faff}')
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}')
}

/// The click letters as ordinary keyboards have them, `!Khũ` for `ǃKhũ`. A letter follows them, so that `Help!` is no name.
fn is_typed_click(c: char) -> bool {
    matches!(c, '!' | '|' | '\u{2260}')
}

/// Some South Asian names cannot be spelt without a joiner after a vowel-killing mark; anywhere else it only hides.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// `2nd` and `3de`, but not `J0hn`, `John2` or `12345`.
fn digits_are_a_suffix(word: &str) -> bool {
    if !word.contains(|c: char| c.is_ascii_digit()) {
        return true;
    }
    let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
    matches!(word.len() - letters.len(), 1..=2)
        && matches!(letters.trim_end_matches('.').chars().count(), 1..=3)
        && letters.chars().all(|c| is_letter(c) || c == '.')
}

/// The copy names are compared, sorted and searched by: lower case, accents and punctuation removed, letters that have
/// no accent to remove spelt out (`Ø` is `o`, `Æ` is `ae`, `ß` is `ss`), single spaces. Particles stay with the surname.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_accent(*c)) {
        if c.is_whitespace() {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else if let Some(spelt) = spelt_out(c) {
            folded.push_str(spelt);
        } else if (c.is_alphanumeric() && !is_apostrophe(c)) || is_combining_mark(c) {
            folded.extend(c.to_lowercase());
        }
    }
    // Syllables that came apart (Korean) or marks that are not accents (Japanese, Indian scripts) go together again.
    folded.trim_end().nfc().collect()
}

/// The folded words of a name or of a search text; hyphens, slashes and commas part words, apostrophes do not.
pub fn folded_words(text: &str) -> Vec<String> {
    let parts = |c: char| c.is_whitespace() || is_hyphen(c) || matches!(c, '/' | ',' | ';' | '\u{2013}' | '\u{2014}');
    text.split(parts).map(fold).filter(|word| !word.is_empty()).collect()
}

/// Accents, and the vowel points of Hebrew and Arabic, which most people do not type. The vowel signs of Indian and
/// other scripts are marks too, but there they are letters of the name.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
}

/// Letters that do not come apart into a plain letter and an accent. The click letters of the Khoe and San languages
/// are on no keyboard at the desk, so they are passed over.
fn spelt_out(c: char) -> Option<&'static str> {
    Some(match c {
        'Ø' | 'ø' => "o",
        'Æ' | 'æ' => "ae",
        'Œ' | 'œ' => "oe",
        'ß' | 'ẞ' => "ss",
        'Ł' | 'ł' => "l",
        'Đ' | 'đ' | 'Ð' | 'ð' | 'Ɖ' | 'ɖ' => "d",
        'Þ' | 'þ' => "th",
        'Ħ' | 'ħ' => "h",
        'Ŋ' | 'ŋ' => "ng",
        'Ŧ' | 'ŧ' => "t",
        'Ɓ' | 'ɓ' => "b",
        'ı' => "i",
        'ς' => "σ",
        '\u{1c0}'..='\u{1c3}' => "",
        _ => return None,
    })
}

/// Initials proposed from first names, `N Z` for `Ntombi-zanele`; the person may change them.
pub fn initials(first_names: &str) -> String {
    let composed: String = first_names.nfc().collect();
    let mut initials = String::new();
    for word in composed.split(|c: char| c.is_whitespace() || is_hyphen(c) || c == '/') {
        let Some(letter) = word.chars().find(|c| is_letter(*c) && !is_apostrophe(*c)) else { continue };
        let capital: String = letter.to_uppercase().collect();
        let gap = usize::from(!initials.is_empty());
        if initials.chars().count() + gap + capital.chars().count() > LONGEST_INITIALS {
            break;
        }
        if gap == 1 {
            initials.push(' ');
        }
        initials.push_str(&capital);
    }
    initials
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_real_name_is_accepted_and_kept_as_typed() {
        let long = "a".repeat(100);
        for name in [
            "O'Brien",
            "D’Angelo",
            "DʼAngelo",
            "René",
            "Rene\u{301}",
            "Ntombi-zanele",
            "Ntombi\u{2011}zanele",
            "van der Merwe",
            "Nkosi ka Zulu",
            "李",
            "Ñáñez",
            "Øystein",
            "Jean-Luc de la Fontaine",
            "Sukarno",
            "X Æ",
            "J.P.",
            "Maria s/o John",
            "Henry 2nd",
            "محمد",
            "שרה",
            "ශ්\u{200d}රී",
            "ǃKung",
            "!Kung",
            "N!xau",
            "||Ani",
            "≠Khomani",
            &long,
        ] {
            assert_eq!(PersonName::parse(&format!("  {name} ")).map(String::from), Ok(name.to_owned()));
        }
    }

    #[test]
    fn what_no_name_has_is_refused() {
        for (text, expected) in [
            ("", "empty"),
            (" \t ", "empty"),
            ("a\0b", "character"),
            ("a\tb", "character"),
            ("a\nb", "character"),
            ("Jo😀", "character"),
            ("Jo\u{202e}hn", "character"),
            ("Jo\u{200d}hn", "character"),
            ("🅰", "character"),
            ("<b>", "character"),
            ("=1+1", "character"),
            ("Help!", "character"),
            ("! Kung", "character"),
            ("!!", "character"),
            ("J0hn", "digits"),
            ("John2", "digits"),
            ("12345", "digits"),
            ("2", "digits"),
            ("-", "no_letter"),
            ("...", "no_letter"),
            (&"a".repeat(101), "too_long"),
        ] {
            assert_eq!(PersonName::parse(text).map_err(NameError::code), Err(expected), "{text:?}");
        }
    }

    #[test]
    fn folding_makes_spellings_equal() {
        for (name, folded) in [
            ("O'Brien", "obrien"),
            ("D’Angelo", "dangelo"),
            ("DʼAngelo", "dangelo"),
            ("René", "rene"),
            ("Rene\u{301}", "rene"),
            ("Ntombi-zanele", "ntombizanele"),
            (" van  der\u{a0}Merwe ", "van der merwe"),
            ("李", "李"),
            ("Ñáñez", "nanez"),
            ("Øystein", "oystein"),
            ("X Æ", "x ae"),
            ("Weiß", "weiss"),
            ("Łukasz", "lukasz"),
            ("İpek", "ipek"),
            ("T. Mokoena", "t mokoena"),
            ("ｗｉｄｅ", "wide"),
            ("राम", "राम"),
            ("김", "김"),
            ("が", "が"),
            ("Σωκράτης", "σωκρατησ"),
            ("...", ""),
            ("a\0b", "ab"),
        ] {
            assert_eq!(fold(name), folded, "{name}");
        }
        assert_eq!(folded_words("Botha, Jean-Luc"), ["botha", "jean", "luc"]);
    }

    #[test]
    fn initials_follow_hyphens_and_stop_before_they_are_too_long() {
        for (names, expected) in [
            ("Ntombi-zanele", "N Z"),
            ("jean luc", "J L"),
            ("e\u{301}mile", "É"),
            ("'n Dlela", "N D"),
            ("李", "李"),
            ("", ""),
            (". -", ""),
            ("a b c d e f g", "A B C D E"),
        ] {
            assert_eq!(initials(names), expected, "{names}");
        }
    }

    #[test]
    fn a_bad_name_does_not_decode() {
        assert!(serde_json::from_str::<PersonName>("\"Ñáñez\"").is_ok());
        assert!(serde_json::from_str::<PersonName>("\"\"").is_err());
    }

    proptest! {
        #[test]
        fn an_accepted_name_reads_back(text in "\\PC{0,110}") {
            if let Ok(name) = PersonName::parse(&text) {
                prop_assert_eq!(PersonName::parse(&name.to_string()), Ok(name));
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,60}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn initials_are_short(text in "\\PC{0,60}") { prop_assert!(initials(&text).chars().count() <= LONGEST_INITIALS); }
    }
}
