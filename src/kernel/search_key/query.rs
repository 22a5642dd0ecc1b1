//! What a search text asks for.

use super::super::name::folded_words;
use super::{compact, digits_of, last, sounds, with_one_left_out};
use jiff::civil::Date;

/// A search text longer than this is cut: nobody types so much to find one person.
const LONGEST_QUERY: usize = 120;
/// Words beyond these do not narrow a search any further.
pub(super) const MOST_QUESTIONS: usize = 8;

/// One word of a search text. It is answered by a token that begins with one of the prefixes, or, as second best, by one
/// that equals a fuzzy token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Starts of tokens; see [`range_end`](super::range_end).
    pub exact_prefixes: Vec<String>,
    /// Whole tokens: the same sound, or one slip of the finger away.
    pub fuzzy: Vec<String>,
}

/// What a search text looks like, to decide what to ask beside the tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// A telephone number or its beginning.
    Phone,
    /// A file number.
    FileNo,
    /// Thirteen digits: look for the keyed hash of [`id_normal`](super::id_normal) too.
    IdNumber,
    /// Letters and digits in one, or more digits than a file number has. May be a passport: look for the hash too.
    MemberNumber,
    /// Names.
    Words,
}

/// The questions of a search text. Digits that stand together are one number, however they are spaced.
pub fn asked(query: &str) -> Vec<Question> {
    let query: String = query.chars().take(LONGEST_QUERY).collect();
    let mut questions: Vec<Question> = Vec::new();
    let mut number = String::new();
    for word in query.split_whitespace() {
        // A file number, a birth date and a whole phone number stand alone; anything else in digits may go on.
        let alone = word.starts_with('#') || birth_in(word).is_some() || digits_of(word).len() > 8;
        let goes_on = is_number_part(word) && !alone && !word.starts_with('+') && digits_of(&number).len() < 10;
        if !goes_on {
            questions.extend(number_question(&std::mem::take(&mut number)));
        }
        if !is_number_part(word) {
            questions.extend(folded_words(word).iter().filter_map(|word| word_question(word)));
        } else if alone {
            questions.extend(number_question(word));
        } else {
            number.push_str(word);
        }
    }
    questions.extend(number_question(&number));
    questions.truncate(MOST_QUESTIONS);
    questions
}

fn word_question(word: &str) -> Option<Question> {
    let mut exact_prefixes = vec![format!("n:{word}")];
    if let Some(surname) = word.strip_prefix("vd") {
        // "vd Merwe" and "vdMerwe" are how it is written in a hurry.
        exact_prefixes.extend([format!("n:van{surname}"), format!("n:vander{surname}")]);
    }
    if word.contains(|c: char| c.is_ascii_digit()) {
        exact_prefixes.extend([format!("m:{}", compact(word)), format!("f:{}", compact(word))]);
    }
    let by_sound = sounds::keys(word).into_iter().filter(|_| word.len() > 3).map(|key| format!("s:{key}"));
    let fuzzy = by_sound.chain(with_one_left_out(word)).collect();
    (!word.is_empty()).then_some(Question { exact_prefixes, fuzzy })
}

fn number_question(typed: &str) -> Option<Question> {
    let digits = digits_of(typed);
    if digits.is_empty() {
        return None;
    }
    if let Some(file_number) = typed.strip_prefix('#') {
        let number = digits_of(file_number);
        let short = number.trim_start_matches('0');
        return Some(Question {
            exact_prefixes: vec![format!("f:{}", if short.is_empty() { &number } else { short })],
            fuzzy: Vec::new(),
        });
    }
    if let Some(birth) = birth_in(typed) {
        return Some(Question { exact_prefixes: vec![format!("b:{birth}")], fuzzy: Vec::new() });
    }
    let mut prefixes = vec![format!("p:{digits}")];
    let abroad = digits.strip_prefix("00").or(typed.starts_with('+').then_some(digits.as_str()));
    prefixes.extend(abroad.filter(|full| !full.is_empty()).map(|full| format!("p:{full}")));
    let at_home = abroad.unwrap_or(&digits).strip_prefix("27").map(|rest| rest.strip_prefix('0').unwrap_or(rest));
    prefixes.extend(at_home.filter(|rest| !rest.is_empty()).map(|rest| format!("p:0{rest}")));
    // Written without its 0, or abroad without its country: the last nine digits are the same.
    prefixes.extend(last(&digits, 9).filter(|_| digits.len() < 13).map(|end| format!("p:{end}")));
    if abroad.is_none() || !typed.starts_with('+') {
        let short = digits.trim_start_matches('0');
        prefixes.extend([short, &digits].iter().filter(|n| !n.is_empty()).map(|n| format!("f:{n}")));
        prefixes.push(format!("m:{digits}"));
        prefixes.extend((digits.len() == 8).then(|| format!("b:{digits}")));
    }
    prefixes.sort();
    prefixes.dedup();
    Some(Question { exact_prefixes: prefixes, fuzzy: Vec::new() })
}

/// Guesses what a text is; the tokens are asked in any case.
pub fn looks_like(query: &str) -> Looks {
    let text = query.trim();
    let digits = digits_of(text);
    if text.starts_with('#') && !digits.is_empty() {
        return Looks::FileNo;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters > 0 || digits.is_empty() || birth_in(text).is_some() {
        let one_number = letters > 0 && digits.len() > 3 && text.chars().all(|c| c.is_ascii_alphanumeric());
        return if one_number { Looks::MemberNumber } else { Looks::Words };
    }
    let dialled = text.starts_with(['+', '('])
        || (digits.starts_with('0') && (!digits.starts_with("00") || digits.len() > 8) && digits.len() > 2);
    match digits.len() {
        // No birth date has a month 27.
        13 if digits.starts_with("0027") => Looks::Phone,
        13 if !text.starts_with('+') => Looks::IdNumber,
        3..=15 if dialled || (digits.starts_with("27") && digits.len() == 11) => Looks::Phone,
        1..=8 => Looks::FileNo,
        _ => Looks::MemberNumber,
    }
}

fn is_number_part(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || "+#()-./\u{2026}".contains(c))
}

/// `1980-01-01`, `1980-01`, `1980/1/1` or, day first, `1/1/1980`, as the start of a birth date token.
fn birth_in(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    if !parts.iter().all(|part| matches!(part.len(), 1..=4) && part.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let number = |part: &str| part.parse::<i16>().ok();
    let (year, month, day) = match parts[..] {
        [year, month] if year.len() == 4 => (year, month, None),
        [year, month, day] if year.len() == 4 => (year, month, Some(day)),
        [day, month, year] if year.len() == 4 => (year, month, Some(day)),
        _ => return None,
    };
    let month = i8::try_from(number(month)?).ok()?;
    let date = Date::new(number(year)?, month, day.map_or(Some(1), |d| d.parse().ok())?).ok()?;
    let digits = format!("{:04}{:02}", date.year(), date.month());
    Some(day.map_or(digits.clone(), |_| format!("{digits}{:02}", date.day())))
}
