//! What a patient is found by. A patient has a set of stored tokens in the table `(practice, token, patient)`; a search
//! text becomes questions, and a patient is found when every question is answered by one of her tokens.
//!
//! | Token | Holds |
//! |---|---|
//! | `n:` | each folded word of every name, hyphened parts apart and together, a surname with its particles joined |
//! | `s:` | how each word sounds ([`sounds`]) |
//! | `d:` | each word of 4 to 12 letters and the same with any one letter left out: two words that differ by one slip of the finger share one |
//! | `p:` | the phone number as dialled and in full, and its last 9, 7 and 4 digits |
//! | `f:` | the file number, with and without the noughts in front |
//! | `m:` | the membership number |
//! | `b:` | the birth date, `19800101` |
//!
//! Tokens compare byte by byte (collation "C"), so a prefix is the range from the prefix to [`range_end`]. Identity
//! numbers are not among them: they are found by keyed hash of [`id_normal`].

mod query;
mod romanised;
pub mod sounds;

pub use query::{Looks, Question, asked, looks_like};

use super::name::{fold, folded_words};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Particles that belong to the surname after them.
const PARTICLES: &str = "al ap bin bint da das de del den der des di dos du el ibn ka la le mac mc o san st te ten ter van vd von vom zu zur janse";

/// What is known of a patient that a search may use. Empty lists and `None` mean that it is not
/// known. There is no `Debug` on purpose: a log must not be able to hold it.
#[derive(Clone, Default)]
pub struct PatientWords<'a> {
    /// First names, last name, preferred name, previous last names: one entry each, in any order.
    pub names: Vec<&'a str>,
    /// Numbers as stored, `+27821234567`.
    pub phones: Vec<&'a str>,
    /// The file number, also of a record merged into this one.
    pub file_numbers: Vec<&'a str>,
    /// Membership numbers, past ones too.
    pub member_numbers: Vec<&'a str>,
    /// The birth date.
    pub birth: Option<Date>,
}

/// The end of the range of tokens with that prefix: `token >= prefix and token < range_end(prefix)`.
pub fn range_end(prefix: &str) -> String {
    format!("{prefix}\u{10ffff}")
}

/// The tokens to store for a patient, sorted, each once.
pub fn stored(patient: &PatientWords) -> Vec<String> {
    let mut tokens = BTreeSet::new();
    for name in &patient.names {
        store_name(name, &mut tokens);
    }
    for digits in patient.phones.iter().map(|phone| digits_of(phone)).filter(|digits| !digits.is_empty()) {
        if let Some(rest) = digits.strip_prefix("27") {
            tokens.insert(format!("p:0{rest}"));
        }
        tokens.extend([9, 7, 4].iter().filter_map(|count| Some(format!("p:{}", last(&digits, *count)?))));
        tokens.insert(format!("p:{digits}"));
    }
    for number in patient.file_numbers.iter().map(|number| compact(number)) {
        tokens.extend(
            [number.trim_start_matches('0'), &number].iter().filter(|n| !n.is_empty()).map(|n| format!("f:{n}")),
        );
    }
    tokens.extend(
        patient.member_numbers.iter().map(|number| compact(number)).filter(|n| !n.is_empty()).map(|n| format!("m:{n}")),
    );
    tokens.extend(patient.birth.map(|day| format!("b:{:04}{:02}{:02}", day.year(), day.month(), day.day())));
    tokens.into_iter().collect()
}

fn store_name(name: &str, tokens: &mut BTreeSet<String>) {
    let words: Vec<String> = name.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
    for word in words.iter().cloned().chain(folded_words(name)) {
        tokens.extend(sounds::keys(&word).into_iter().map(|key| format!("s:{key}")));
        tokens.extend(with_one_left_out(&word));
        tokens.insert(format!("n:{word}"));
        if word.chars().any(romanised::is_han) {
            let from_each = word.char_indices().map(|(at, _)| format!("n:{}", &word[at..]));
            tokens
                .extend(from_each.chain(word.chars().flat_map(romanised::spellings).map(|latin| format!("n:{latin}"))));
        }
    }
    // What follows an apostrophe is often all that is remembered: "Angelo" for D'Angelo.
    let tails = name.split_whitespace().filter_map(|word| word.split_once(['\'', '\u{2019}', '\u{2bc}']));
    tokens.extend(
        tails.map(|(_, tail)| fold(tail)).filter(|tail| tail.chars().count() > 2).map(|tail| format!("n:{tail}")),
    );
    let is_particle = |word: &String| PARTICLES.split(' ').any(|particle| particle == word);
    for start in (0..words.len()).filter(|at| *at == 0 || is_particle(&words[*at])) {
        let joined = words[start..]
            .iter()
            .scan(true, |go_on, word| std::mem::replace(go_on, is_particle(word)).then_some(word.as_str()));
        tokens.insert(format!("n:{}", joined.collect::<String>()));
    }
    if matches!(words.len(), 2..=4) {
        tokens.insert(format!("n:{}", words.concat()));
    }
}

/// An identity number of any kind as its keyed hash is made: capitals, without spaces and signs. `None` when nothing is left.
pub fn id_normal(text: &str) -> Option<String> {
    Some(compact(text)).filter(|number| !number.is_empty())
}

/// The word and all its forms with one letter left out, as `d:` tokens; nothing for short or very long words.
fn with_one_left_out(word: &str) -> BTreeSet<String> {
    let letters: Vec<char> = word.chars().collect();
    if !(4..=12).contains(&letters.len()) {
        return BTreeSet::new();
    }
    let without = |at: usize| letters.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, c)| *c).collect::<String>();
    (0..=letters.len()).map(|at| format!("d:{}", without(at))).collect()
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn compact(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase()
}

fn last(digits: &str, count: usize) -> Option<&str> {
    digits.len().checked_sub(count).and_then(|from| digits.get(from..))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn finds(query: &str, patient: &PatientWords) -> bool {
        let tokens = stored(patient);
        let answers = |q: &Question| {
            tokens.iter().any(|t| q.exact_prefixes.iter().any(|p| t >= p && *t < range_end(p)) || q.fuzzy.contains(t))
        };
        let questions = asked(query);
        !questions.is_empty() && questions.iter().all(answers)
    }

    fn named(name: &str) -> PatientWords<'_> {
        PatientWords { names: name.split(" | ").collect(), ..PatientWords::default() }
    }

    #[test]
    fn every_name_is_found_as_people_type_it() {
        for (name, queries) in [
            ("Siobhán | O'Brien", "obrien, o'brien, o’brien, O'B, brien, o brien, obrian, siobhan obrien, OBRIEN"),
            ("D’Angelo", "dangelo, d'angelo, d’angelo, angelo"),
            ("René", "rene, René, rené, Rene\u{301}, ren"),
            ("Ntombi-zanele", "ntombi, zanele, ntombizanele, ntombi-zanele, ntombi zanele"),
            (
                "Anna | van der Merwe",
                "merwe, van der merwe, vandermerwe, dermerwe, vd merwe, vdmerwe, v d merwe, merwe anna, van der mer, mewre",
            ),
            ("Nkosi ka Zulu", "zulu, kazulu, ka zulu, nkosi zulu, nkosikazulu"),
            ("李", "li, 李, lee"),
            ("李小龙", "李, 小龙, 李小龙, li"),
            ("Ñáñez", "nanez, Ñáñez, ñan"),
            ("Øystein", "oystein, øystein, oysten"),
            (
                "Jean-Luc de la Fontaine",
                "jean, luc, jeanluc, fontaine, lafontaine, delafontaine, de la fontaine, jean-luc, fontein",
            ),
            ("Sukarno", "sukarno, suk, sukrano"),
            ("ǃKhũ", "!Khũ, ǃKhũ, !khu, khu, Khũ, KHU"),
            ("!Khũ", "!Khũ, ǃKhũ, !khu, khu"),
            ("Nǃxau | ǂToma", "n!xau, nxau, nǃxau ǂtoma, n!xau toma, toma"),
            ("||Ani", "ǁAni, ||ani, ani"),
            ("X Æ", "x, ae, x æ"),
            (
                "Lerato | Mokoena",
                "mokena, mokwena, Mokoena, moko, lerato mokena, mokoena lerato, mokoean, Mokoena; Lerato",
            ),
            ("Johan | Botha", "botah, botha, johann, yohan botha, both"),
            ("John | Smith", "jonh, john, smyth, jonh smiht"),
            ("Thandi | Janse van Rensburg", "tandi, jansevanrensburg, vanrensburg, rensburg, rensberg"),
        ] {
            for query in queries.split(", ") {
                assert!(
                    finds(query, &named(name)),
                    "{query} should find {name}: {:?} in {:?}",
                    asked(query),
                    stored(&named(name))
                );
            }
        }
        assert!(finds(&"a".repeat(100), &named(&"a".repeat(100))));
    }

    #[test]
    fn every_word_must_match() {
        for (name, query) in [
            ("John | Smith", "john botha"),
            ("Lerato | Dube", "lesedi"),
            ("John | Smith", "jane smith"),
            ("Thandeka | Zulu", "thando"),
            ("Botha", "'"),
            ("Botha", ""),
            ("Botha", "#"),
            ("Botha", "0"),
        ] {
            assert!(!finds(query, &named(name)), "{query} should not find {name}");
        }
    }

    #[test]
    fn numbers_are_found_as_people_type_them() {
        let thandi = PatientWords {
            names: vec!["Thandi", "Mokoena"],
            phones: vec!["+27821234567", "+447400123456"],
            file_numbers: vec!["001042"],
            member_numbers: vec!["0123456789"],
            birth: Some(date(1980, 1, 1)),
        };
        for query in "082 123, 082, 0821234567, 27 82 123, +2782, +27 82 123 4567, 0027821234567, +27 (0)82 123 4567, 821234567, 1234567, 4567, (082) 123-4567, \
            mokoena 082 123, 082… thandi, +447400, 07400123456, 0044 7400 123456, 1042, 001042, #1042, #001042, #10, 0123456789, 012 345, 1980-01-01, 1/1/1980, \
            01/01/1980, 19800101, 1980-01, thandi 1980-01-01, 1042 0821234567, #1042 082 123, 1980-01-01 082 123, 082 123 4567 1042, 08212345 67, +27 821234567, +44 7400123456"
            .split(", ")
        {
            assert!(finds(query, &thandi), "{query}: {:?} in {:?}", asked(query), stored(&thandi));
        }
        for query in ["083 123", "#1042 083 123", "#0821", "+2783", "1980-01-02", "1980-02-30", "9999", "thandi 083"] {
            assert!(!finds(query, &thandi), "{query}: {:?}", asked(query));
        }
    }

    #[test]
    fn a_text_is_guessed_by_its_shape() {
        for (looks, queries) in [
            (Looks::Phone, "082 123, 0821234567, +2782, 27 82 123 4567, (021) 555, 0027821234567"),
            (Looks::FileNo, "1042, #1042, #072, 001042, 7"),
            (Looks::IdNumber, "8001015009087, 800101 5009 08 7"),
            (Looks::MemberNumber, "ABC12345, 123456789, 12345678901234"),
            (Looks::Words, "botha, o'brien, 李, , mokoena 082 123, 1980-01-01, 2nd, #"),
        ] {
            for query in queries.split(", ") {
                assert_eq!(looks_like(query), looks, "{query}");
            }
        }
        assert_eq!(id_normal(" 800101-5009 087"), Some("8001015009087".to_owned()));
        assert_eq!(id_normal("ab 12"), id_normal("AB12"));
        assert_eq!(id_normal(" - "), None);
    }

    proptest! {
        #[test]
        fn a_patient_is_found_by_her_own_name_and_by_its_start(name in "[A-Za-zéñØ']{2,14}( [a-z]{2,8})?") {
            prop_assume!(!fold(&name).is_empty());
            prop_assert!(finds(&name, &named(&name)));
            let start: String = fold(&name).chars().take(3).collect();
            prop_assert!(finds(&start, &named(&name)));
        }

        #[test]
        fn one_slip_of_the_finger_still_finds(word in "[a-z]{4,11}", at in 0..11_usize, other in proptest::char::range('a', 'z'), kind in 0..4_u8) {
            let mut slipped: Vec<char> = word.chars().collect();
            let at = at % slipped.len();
            match kind {
                0 => { slipped.remove(at); }
                1 => slipped.insert(at, other),
                2 => slipped[at] = other,
                _ => { let next = (at + 1) % slipped.len(); if next > at { slipped.swap(at, next); } }
            }
            let slipped: String = slipped.into_iter().collect();
            prop_assume!(slipped.len() > 3);
            prop_assert!(finds(&slipped, &named(&word)), "{} for {}", slipped, word);
        }

        #[test]
        fn no_text_makes_it_panic_and_no_prefix_is_open(text in "\\PC{0,140}|[0-9#+ ()./-]{0,40}") {
            let questions = asked(&text);
            prop_assert!(questions.len() <= query::MOST_QUESTIONS);
            prop_assert!(questions.iter().all(|q| !q.exact_prefixes.is_empty() && q.exact_prefixes.iter().all(|p| p.len() > 2)));
            let tokens = stored(&PatientWords { names: vec![&text], phones: vec![&text], file_numbers: vec![&text], member_numbers: vec![&text], birth: None });
            prop_assert!(tokens.is_sorted() && tokens.iter().all(|t| t.len() > 2));
            let _ = (looks_like(&text), id_normal(&text));
        }
    }
}
