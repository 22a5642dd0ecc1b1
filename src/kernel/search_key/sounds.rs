//! How a name sounds, as a short key, for names that are heard over the telephone and typed by ear.
//!
//! English, Afrikaans, Nguni and Sotho spellings of one sound share a letter:
//! - breath marks go: `th kh bh dh rh lh xh` lose the h, as does an h at the end or before a consonant (Sarah, John);
//! - `s z c(e,i,y) sh tsh ts tj tz ch` are all S; `k q x c ck gc gq gx` and the Afrikaans `chr sch` give K; v is F;
//! - inner vowels go, with w and y (Mokoena, Mokwena); a first vowel is A; of a last vowel only its side is kept, I for
//!   `i y ie ee` and A for `a o u`, since it tells Thandi from Thando; a last e is silent (Anne);
//! - where fewer than three letters are left, the first vowel says more: A for `a`, E for `e i y`, O for `o u` (Jane, John);
//! - doubled letters count once, d before t or at the end is T, j and a first y are J.
//!
//! Two spellings have two readings: `ph` is F in Stephan but P in Sipho, `ch` is K in Michael but S in Charlize. Such a
//! name has two keys, and two names sound alike when they share one.

#[derive(Clone, Copy)]
enum Reading {
    European,
    African,
}

/// The one or two keys of a folded word. None for a word of fewer than three Latin letters, or one that sounds too
/// short to tell anything.
pub fn keys(folded: &str) -> Vec<String> {
    if folded.len() < 3 || !folded.bytes().all(|b| b.is_ascii_lowercase()) {
        return Vec::new();
    }
    let mut keys = vec![key(folded, Reading::African), key(folded, Reading::European)];
    keys.retain(|key| key.len() > 1);
    keys.dedup();
    keys
}

/// Whether two folded words can be heard as one. Words without a key (李, Jo) sound alike only when they are equal.
pub fn alike(a: &str, b: &str) -> bool {
    a == b || keys(a).iter().any(|key| keys(b).contains(key))
}

/// Spellings of several letters with the sound they stand for, longest first. `K` and `S` are finished sounds.
const CLUSTERS: [(&str, &str); 15] = [
    ("tsh", "S"),
    ("sch", "SK"),
    ("chr", "Kr"),
    ("ght", "t"),
    ("sh", "S"),
    ("ts", "S"),
    ("tz", "S"),
    ("tj", "S"),
    ("ck", "K"),
    ("gc", "K"),
    ("gq", "K"),
    ("gx", "K"),
    ("ij", "i"),
    ("dt", "t"),
    ("wr", "r"),
];

fn key(word: &str, reading: Reading) -> String {
    let mut rest = word;
    let mut key = String::new();
    while let Some(letter) = rest.chars().next() {
        let first = rest.len() == word.len();
        let (sound, used) = sound(rest, letter, first, reading);
        for c in sound.chars() {
            if !key.ends_with(c) {
                key.push(c);
            }
        }
        rest = &rest[used..];
    }
    if word.ends_with('d') && key.ends_with('D') {
        key.pop();
        key.push('T');
    }
    if key.is_empty() {
        return key;
    }
    key.extend(first_vowel(word).filter(|_| key.len() < 3));
    key.extend(last_vowel(word));
    key
}

/// The sound at the start of the rest of a word, and how many letters it uses up.
fn sound(rest: &str, letter: char, first: bool, reading: Reading) -> (String, usize) {
    let after = &rest[1..];
    if let Some((spelling, sounds)) = CLUSTERS.iter().find(|(spelling, _)| rest.starts_with(spelling)) {
        return (sounds.to_ascii_uppercase().replace('I', ""), spelling.len());
    }
    let one = |sound: &str| (sound.to_owned(), 1);
    let breath = |sound: &str| (sound.to_owned(), if after.starts_with('h') { 2 } else { 1 });
    match letter {
        'a' | 'e' | 'i' | 'o' | 'u' => one(if first { "A" } else { "" }),
        'y' if first && after.starts_with(is_vowel) => one("J"),
        'y' => one(if first { "A" } else { "" }),
        'w' if first => breath("W"),
        'w' => one(""),
        'h' => one(if after.starts_with(is_vowel) { "H" } else { "" }),
        'p' if after.starts_with('h') => match reading {
            Reading::European => ("F".to_owned(), 2),
            Reading::African => ("P".to_owned(), 2),
        },
        'c' if after.starts_with('h') => match reading {
            Reading::European => ("K".to_owned(), 2),
            Reading::African => ("S".to_owned(), 2),
        },
        'c' if after.starts_with(['e', 'i', 'y']) => one("S"),
        'c' | 'k' | 'q' => breath("K"),
        'x' if first => breath("K"),
        'x' => (if after.starts_with('h') { "K" } else { "KS" }.to_owned(), if after.starts_with('h') { 2 } else { 1 }),
        's' | 'z' => breath("S"),
        'v' => one("F"),
        consonant => breath(&consonant.to_ascii_uppercase().to_string()),
    }
}

fn first_vowel(word: &str) -> Option<char> {
    word.chars().find_map(|c| match c {
        'a' => Some('A'),
        'e' | 'i' | 'y' => Some('E'),
        'o' | 'u' => Some('O'),
        _ => None,
    })
}

fn last_vowel(word: &str) -> Option<char> {
    let spoken = word.trim_end_matches('h');
    if ["ie", "ee", "ye"].iter().any(|end| spoken.ends_with(end)) {
        return Some('I');
    }
    match spoken.chars().next_back()? {
        'i' | 'y' => Some('I'),
        'a' | 'o' | 'u' => Some('A'),
        _ => None,
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_typed_by_ear_sound_alike() {
        for pair in "obrien obrian, johan johann, thandi tandi, mokoena mokwena, mokoena mokena, botha botah, sipho sipo, stephan stefan, \
            khumalo kumalo, ndlovu ndhlovu, buthelezi butelezi, mthembu mtembu, dlamini dhlamini, tshepo tsepo, sarah sara, smith smyth, \
            pillay pillai, naidoo naidu, govender govinder, elizabeth elisabeth, gerhard gerhart, christo kristo, michael mikael, \
            charlize sharlize, anne ann, marie mari, sophie sofie, muhammad mohamed, schmidt schmit, venter fenter, wyk wijk, xolani qolani, \
            schoeman skoeman, phumzile pumzile, hlengiwe hlengwe, mpho mpo, catherine katherine, johannes yohannes, alex aleks, wright right"
            .split(", ")
        {
            let (a, b) = pair.split_once(' ').unwrap();
            assert!(alike(a, b), "{pair}: {:?} {:?}", keys(a), keys(b));
        }
    }

    #[test]
    fn names_that_differ_sound_different() {
        for pair in "thandi thando, lerato lesedi, botha dube, john jane, khumalo khoza, mokoena mokoka, sipho sifiso, nkosi nkomo, 李 王, jo jan".split(", ") {
            let (a, b) = pair.split_once(' ').unwrap();
            assert!(!alike(a, b), "{pair}: {:?} {:?}", keys(a), keys(b));
        }
    }

    proptest! {
        #[test]
        fn every_word_has_at_most_two_short_keys(word in "[a-z]{0,20}|\\PC{0,8}") {
            let keys = keys(&word);
            prop_assert!(keys.len() <= 2);
            prop_assert!(keys.iter().all(|key| key.len() > 1 && key.len() <= 2 * word.len() && key.bytes().all(|b| b.is_ascii_uppercase())));
        }
    }
}
