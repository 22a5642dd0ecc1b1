//! The words for what is wrong with a field. One code, one sentence; the same in the summary and at the field.
//!
//! Labels are our own English words, so ASCII rules serve: the tables of all alphabets stay out of the browser.
//!
//! A sentence names the field and says how to put it right. It never says "invalid" and never says "please".

/// The sentence for a field's fault: `sentence("Last name", "required")` is "Enter the last name."
pub fn sentence(label: &str, code: &str) -> String {
    let it = named(label);
    let named_by_kind =
        of_numbers(code).or_else(|| of_access(code)).or_else(|| of_warnings(code)).or_else(|| of_visits(code));
    if let Some(text) = named_by_kind {
        return text.to_owned();
    }
    match code {
        "required" | "empty" => format!("Enter the {it}."),
        "choose" => format!("Choose the {it}."),
        "unknown" => format!("Choose the {it} from the list; this one is not in it."),
        "inactive" => format!("Choose another {it}; this one is no longer in use."),
        "too_long" => format!("Shorten the {it}; it is longer than the record can hold."),
        "too_short" => format!("Enter more of the {it}; it is too short."),
        "length" => format!("Check the length of the {it}."),
        "control" => format!("Take the hidden control characters out of the {it}; typing it again helps."),
        "character" => format!("Take out the characters that do not belong in the {it}."),
        "no_letter" => format!("Enter the {it} with at least one letter."),
        "digits" => format!("Enter the {it} in digits only."),
        "format" if label.to_ascii_lowercase().contains("id number") => "Enter an ID number with 13 digits.".to_owned(),
        "format" => format!("Enter the {it} in the form shown."),
        "date" if label.to_ascii_lowercase().contains("id number") => {
            "Check the first six digits: they are not a birth date.".to_owned()
        }
        "date" => format!("Enter the {it} as a day that exists, such as 25/11/2026."),
        "future" => format!("Enter a {it} that is not in the future."),
        "past" => format!("Enter a {it} that is not in the past."),
        "too_old" => format!("Check the year of the {it}; it is too long ago."),
        "before_birth" => format!("Enter a {it} after the date of birth."),
        "order" => format!("Enter a {it} that ends after it begins."),
        "number" | "not_a_number" => format!("Enter the {it} as a number."),
        "positive" | "negative" => format!("Enter a {it} above zero."),
        "too_large" => format!("Enter a smaller {it}."),
        "too_small" | "min" => format!("Enter a larger {it}."),
        "more_than_cents" => format!("Enter the {it} in rand and cents, such as 450.50."),
        "duplicate" | "taken" => format!("This {it} is already in use; enter another."),
        "mismatch" => format!("Enter the same {it} twice."),
        _ => format!("Check the {it}."),
    }
}

/// Sentences about numbers whose form is known, whatever the field is called.
fn of_numbers(code: &str) -> Option<&'static str> {
    Some(match code {
        "checksum" => "Check the ID number against the document: one digit is wrong.",
        "citizenship" => "Check the eleventh digit of the ID number: it is 0, 1 or 2.",
        "phone_too_short" | "digits_after_zero" => "Enter a phone number with 10 digits, such as 082 123 4567.",
        "phone_digits" => "Enter a phone number in digits, such as 082 123 4567 or +27 82 123 4567.",
        "digits_after_country_code" => "Enter a phone number with all its digits after the country code.",
        "not_in_use" => "Check the first digits of the phone number: no such numbers are in use.",
        "no_prefix" => "Enter a phone number that begins with 0 or with + and the country code.",
        "email" | "one_at" | "before_at" | "domain" => {
            "Enter an e-mail address with one @, such as thandi@example.co.za."
        }
        "postal" | "four_digits" => "Enter a postal code with 4 digits, such as 0002.",
        "member_number" => "Enter a member number with 6 to 20 letters and digits, as on the card.",
        "dependant" => "Enter a dependant code with 1 to 3 digits, such as 00.",
        "time" | "not_a_time" | "time_invalid" => "Enter a time in 24 hours, such as 14:30.",
        "minutes_range" => "Enter a length from 5 to 480 minutes, in steps of 5.",
        "contact" => "Enter a phone number or an e-mail address.",
        "country" => "Choose the country that issued the document.",
        _ => return None,
    })
}

/// Sentences about signing in and passwords.
fn of_access(code: &str) -> Option<&'static str> {
    Some(match code {
        "password_short" => "Enter a password with at least 12 characters.",
        "password_long" => "Enter a password with at most 128 characters.",
        "password_common" => "Choose another password: this one is on lists of known passwords.",
        "password_guessable" => "Choose a password that is harder to guess: three or four unrelated words do well.",
        "password_personal" => "Choose a password without your name, e-mail address or practice in it.",
        "password_wrong" => "Enter your present password again; it does not match.",
        "password_same" => "Choose a password that differs from the present one.",
        "code_wrong" => "Enter the code that the app shows now; this one does not match or was used before.",
        "code_late" => "Begin again: this secret was shown too long ago, or on another screen since.",
        "factor_demanded" => "Set up another app instead: your practice asks everybody for a second factor.",
        "own_factor_first" => "Set up your own second factor first, then ask it of the others.",
        "grace_range" => "Enter 0 to 7 days.",
        "grace_longer" => "Enter fewer days than now: what signing in asks is only made stricter.",
        "no_such_file" => "Check the file number: no patient here has it.",
        "oneself" => "Ask another owner or manager: nobody changes their own roles or suspends themselves.",
        "last_owner" => "Make somebody else an owner first: a practice always has one who can sign in.",
        "owners_full" => "Take the role from another owner first: a practice has at most five.",
        "auditor_alone" => "Give an auditor no other role: whoever checks the others is none of them.",
        "above_you" => "Ask an owner: owners and auditors are theirs to change.",
        "sign_in" => "The e-mail address and password do not match. Check both and try again.",
        _ => return None,
    })
}

/// Things allowed after a second look.
fn of_warnings(code: &str) -> Option<&'static str> {
    Some(match code {
        "citizenship_unusual" => "The ID number says refugee. Check it against the document.",
        "century_ambiguous" => "The ID number fits two centuries. Check the age.",
        "dob_mismatch" => "The date of birth differs from the ID number. Check both against the document.",
        "sex_mismatch" => "The sex differs from the ID number. Keep it if the patient confirmed it.",
        "minor" => "Choose an adult as account holder; this person is under 18.",
        "child_needs_consent" => "Enter a guardian who may consent; this person is under 18.",
        "allergies_listed" => "Choose “Allergic to”, or take the allergies out.",
        "kind_missing" => "Choose the kind of identity document this number belongs to.",
        "no_such_patient" => "Enter the file number of another patient of this practice.",
        "reused" => "This form was sent before with other answers. Open it again.",
        "reason_thin" => {
            "Enter the reason in words, with at least 15 characters: what happened, and why you need this chart."
        }
        "reason_short" => "Enter a reason with at least 5 characters.",
        _ => return None,
    })
}

/// Sentences about visits and their steps.
fn of_visits(code: &str) -> Option<&'static str> {
    Some(match code {
        "no_step" => "This step does not follow from where the visit stands. Open the visit to see the steps that do.",
        "too_early" => {
            "It is too early for this step: a patient arrives from an hour before the start, and has not come from a quarter past it."
        }
        "too_late" => "It is too late for this step: it belongs to the day of the visit or the working day after it.",
        "undo_over" => "A change can be taken back for ten minutes, and those are over. Change the visit itself.",
        "settled" => "The visit is over or called off, so it stays as it is.",
        "arrived" => "The patient is here, so the visit stays on its day.",
        "deceased" => "This patient has died. Choose another patient.",
        "beyond_horizon" => "Choose a day within the next 12 months; the diary reaches no further.",
        _ => return None,
    })
}

/// A label inside a sentence: "Last name" becomes "last name", "ID number" stays.
fn named(label: &str) -> String {
    let mut chars = label.chars();
    let (Some(first), second) = (chars.next(), chars.next()) else { return "answer".to_owned() };
    if second.is_some_and(|c: char| c.is_ascii_uppercase()) {
        return label.to_owned();
    }
    let rest: String = label.chars().skip(1).collect();
    first.to_ascii_lowercase().to_string() + &rest
}

/// A label made of a field's name, for when nobody gave one: `first_names` becomes "First names".
pub fn label_of(field: &str) -> String {
    let words = field.rsplit('.').next().unwrap_or(field).replace(['_', '-'], " ");
    let words = words.trim();
    match words {
        "" => "Answer".to_owned(),
        "id number" => "ID number".to_owned(),
        "email" => "E-mail address".to_owned(),
        other => {
            let mut chars = other.chars();
            chars.next().map(|c| c.to_ascii_uppercase().to_string()).unwrap_or_default() + chars.as_str()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_names_the_field_and_says_how_to_put_it_right() {
        assert_eq!(sentence("Last name", "required"), "Enter the last name.");
        assert_eq!(sentence("ID number", "format"), "Enter an ID number with 13 digits.");
        assert_eq!(sentence("ID number", "required"), "Enter the ID number.");
        assert_eq!(sentence("Practitioner", "choose"), "Choose the practitioner.");
        assert_eq!(sentence("Colour", "never_heard_of"), "Check the colour.");
    }

    #[test]
    fn no_sentence_blames_or_begs() {
        let codes = "required choose unknown too_long too_short length control character format date future past checksum \
                     citizenship phone_too_short phone_digits email postal member_number dependant duplicate time \
                     minutes_range password_short password_common password_guessable no_such_code";
        for code in codes.split_whitespace() {
            let text = sentence("First names", code);
            let low = text.to_lowercase();
            for word in ["invalid", "please", "sorry", "oops", "error", "!"] {
                assert!(!low.contains(word), "{code}: {text}");
            }
            assert!(text.ends_with('.'), "{code}: {text}");
        }
    }

    #[test]
    fn a_field_without_a_label_gets_one_from_its_name() {
        assert_eq!(label_of("first_names"), "First names");
        assert_eq!(label_of("id_number"), "ID number");
        assert_eq!(label_of(""), "Answer");
    }
}
