//! Reading the kinds of cell that several files have: codes, texts, professions, amounts.

use super::{
    columns::clip,
    sheet::{Cells, Notes, trim},
};
use crate::kernel::money::{Money, MoneyError, MoneyProfile};

/// The professions: our word, what to call it, and the other names it goes by.
pub const PROFESSIONS: [(&str, &str, &[&str]); 8] = [
    ("physiotherapy", "physiotherapy", &["physio", "physiotherapist"]),
    ("occupational_therapy", "occupational therapy", &["ot", "occupational therapist"]),
    (
        "speech_audiology",
        "speech therapy and audiology",
        &["speech therapy", "speech audiology", "audiology", "speech and audiology", "speech language therapy"],
    ),
    ("psychology", "psychology", &["psychologist"]),
    ("biokinetics", "biokinetics", &["biokineticist"]),
    ("podiatry", "podiatry", &["podiatrist"]),
    ("dietetics", "dietetics", &["dietitian", "dietician"]),
    ("social_work", "social work", &["social worker"]),
];

/// What a profession is called.
pub fn profession_words(key: &str) -> &str {
    PROFESSIONS.iter().find(|p| p.0 == key).map_or(key, |p| p.1)
}

/// The profession, in any spelling known.
pub fn profession(cells: &Cells<'_>, notes: &mut Notes) -> Option<&'static str> {
    let raw = cells.raw("profession");
    let plain = raw.to_lowercase().replace(['_', '-', '/', '&'], " ");
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let found =
        PROFESSIONS.iter().find(|p| p.0.replace('_', " ") == plain || p.1 == plain || p.2.contains(&plain.as_str()));
    let Some(found) = found else {
        let known: Vec<&str> = PROFESSIONS.iter().map(|p| p.1).collect();
        let known = known.join(", ");
        if plain.is_empty() {
            notes.fault("profession", "profession_missing", format!("The profession is missing. Known: {known}."));
        } else {
            let words = format!("The profession “{}” is not known. Known: {known}.", clip(trim(raw), 60));
            notes.fault("profession", "profession_unknown", words);
        }
        return None;
    };
    if raw.to_lowercase() != raw || trim(raw) != raw {
        notes.warn("profession", "normalised", format!("The profession was read as {}.", found.1));
    }
    Some(found.0)
}

/// A code: 1 to 12 letters and digits, kept as text.
pub fn code(cells: &Cells<'_>, notes: &mut Notes) -> Option<String> {
    let (raw, code) = (cells.raw("code"), cells.trimmed("code"));
    if code.is_empty() {
        notes.fault("code", "code_missing", "The code is missing.");
        return None;
    }
    if !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
        let hint = if looks_scientific(code) {
            "A spreadsheet has rounded it; format the column as text and enter the code again."
        } else {
            "A code has letters and digits only."
        };
        notes.fault("code", "code_characters", format!("The code “{}” cannot be used. {hint}", clip(code, 40)));
        return None;
    }
    if code.len() > 12 {
        notes.fault("code", "code_long", "A code has at most 12 letters and digits.");
        return None;
    }
    if raw != code {
        notes.warn("code", "space_removed", "A space beside the code was removed.");
    }
    Some(code.to_owned())
}

fn looks_scientific(code: &str) -> bool {
    let mut parts = code.split(['e', 'E']);
    let (Some(number), Some(power), None) = (parts.next(), parts.next(), parts.next()) else { return false };
    let digits =
        |t: &str| t.bytes().any(|b| b.is_ascii_digit()) && t.bytes().all(|b| b.is_ascii_digit() || b".+-".contains(&b));
    digits(number) && digits(power)
}

/// A text of one line. Line breaks and tabs inside become spaces; what a spreadsheet would run stays plain text.
pub fn line_of_text(cells: &Cells<'_>, column: &'static str, longest: usize, notes: &mut Notes) -> Option<String> {
    let raw = cells.raw(column);
    let text = trim(raw);
    if text.is_empty() {
        notes.fault(column, "text_missing", format!("The {} is missing.", column.replace('_', " ")));
        return None;
    }
    short_text(cells, column, longest, notes)
}

/// As [`line_of_text`], but may be empty.
pub fn short_text(cells: &Cells<'_>, column: &'static str, longest: usize, notes: &mut Notes) -> Option<String> {
    let raw = cells.raw(column);
    let text = trim(raw);
    let name = column.replace('_', " ");
    let broken = text.contains(['\n', '\r', '\t']);
    let one_line = if broken {
        text.split(['\n', '\r', '\t']).map(trim).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
    } else {
        text.to_owned()
    };
    if one_line.chars().any(char::is_control) {
        notes.fault(column, "control", format!("The {name} has a character that cannot be shown."));
        return None;
    }
    let length = one_line.chars().count();
    if length > longest {
        notes.fault(column, "text_long", format!("The {name} has {length} characters; at most {longest} are kept."));
        return None;
    }
    if raw != text {
        notes.warn(column, "trimmed", format!("Spaces around the {name} were removed."));
    }
    if broken {
        notes.warn(column, "line_break", format!("A line break in the {name} became a space."));
    }
    if text.starts_with(['=', '+', '-', '@']) {
        let words =
            format!("The {name} looks like a formula. It is kept as plain text and never runs, here or in an export.");
        notes.warn(column, "formula", words);
    }
    Some(one_line)
}

/// Letters, digits and hyphens, as keys are.
pub fn key(cells: &Cells<'_>, column: &'static str, also: &str, longest: usize, notes: &mut Notes) -> Option<String> {
    let key = cells.trimmed(column);
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || also.contains(c);
    if key.is_empty() {
        notes.fault(column, "key_missing", format!("The {} is missing.", column.replace('_', " ")));
    } else if key.chars().count() > longest || !key.chars().all(fits) {
        let words = format!("The {} may have small letters, digits and {also} only.", column.replace('_', " "));
        notes.fault(column, "key_characters", words);
    } else {
        return Some(key.to_owned());
    }
    None
}

/// One word of a list.
pub fn one_of<'a>(cells: &Cells<'_>, column: &'static str, words: &[&'a str], notes: &mut Notes) -> Option<&'a str> {
    let typed = cells.trimmed(column).to_lowercase();
    let found = words.iter().copied().find(|w| *w == typed);
    if found.is_none() {
        let name = column.replace('_', " ");
        notes.fault(column, "word_unknown", format!("The {name} must be one of {}.", words.join(", ")));
    }
    found
}

/// A fee in rand, as the file's profile writes it. Empty is never zero.
pub fn fee(cells: &Cells<'_>, column: &'static str, profile: MoneyProfile, notes: &mut Notes) -> Option<i64> {
    let typed = cells.trimmed(column);
    let (code, words) = match Money::parse_with(typed, profile) {
        Ok(money) if money.is_negative() => ("negative", "is below zero. A fee is zero or more.".to_owned()),
        Ok(money) => return Some(money.as_cents()),
        Err(MoneyError::Empty) => {
            notes.fault(column, "fee_missing", "The fee is empty. Empty is not zero: enter an amount, or 0.");
            return None;
        }
        Err(MoneyError::MoreThanCents) => {
            ("more_than_cents", "has more than two decimals. Enter rand and cents.".into())
        }
        Err(MoneyError::TooLarge) => ("too_large", "is too large.".into()),
        Err(MoneyError::NotANumber) => why_not_a_number(typed, profile),
    };
    notes.fault(column, code, format!("The fee “{}” {words}", clip(typed, 40)));
    None
}

/// What exactly is wrong, so that the person knows whether to correct the row or the way the file is read.
fn why_not_a_number(typed: &str, profile: MoneyProfile) -> (&'static str, String) {
    let reads = |other: MoneyProfile| Money::parse_with(typed, other).is_ok();
    if reads(MoneyProfile { decimal_comma: !profile.decimal_comma, ..profile }) {
        return if profile.decimal_comma {
            ("decimal_point", "has a decimal point, and this file is read with decimal commas.".into())
        } else {
            ("decimal_comma", "has a decimal comma. If the whole file does, say so when importing.".into())
        };
    }
    if reads(MoneyProfile { space_thousands: true, ..profile }) {
        return (
            "space_thousands",
            "has a space between thousands. If the whole file does, say so when importing.".into(),
        );
    }
    let such_as = such_as(typed, profile);
    if typed.chars().any(char::is_alphabetic) {
        ("letter", format!("has a letter in it. Enter an amount such as {such_as}."))
    } else {
        ("not_a_number", format!("is not an amount. Enter an amount such as {such_as}."))
    }
}

/// The amount that was most likely meant, or else any.
fn such_as(typed: &str, profile: MoneyProfile) -> String {
    let guess: String = typed
        .chars()
        .map(|c| match c {
            'O' | 'o' => '0',
            'l' | 'I' => '1',
            other => other,
        })
        .collect();
    match Money::parse_with(&guess, profile) {
        Ok(_) => guess,
        Err(_) => "269.10".into(),
    }
}
