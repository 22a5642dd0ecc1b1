//! What a reason is, and how long it is good for.

use crate::kernel::draft::{self, Faults};

/// Minutes for which a chart stays open.
pub const MINUTES: i64 = 60;
/// Fewest characters of a reason in words.
pub const SHORTEST: usize = 15;
/// Most characters of one.
pub const LONGEST: usize = 500;
/// Openings by one person within a day that are still no alarm.
pub const A_DAY: i64 = 3;

/// Why a chart is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Somebody's health is at stake now.
    Emergency,
    /// Somebody else's patient needs to be treated on.
    Continuity,
    /// A complaint, or a request by law.
    Complaint,
    /// Others may come to harm.
    Safety,
    /// Something else, said in words.
    Other,
}

impl Reason {
    /// All, in the order of the form.
    pub const ALL: [Reason; 5] =
        [Reason::Emergency, Reason::Continuity, Reason::Complaint, Reason::Safety, Reason::Other];

    /// As stored and sent.
    pub fn key(self) -> &'static str {
        match self {
            Reason::Emergency => "emergency",
            Reason::Continuity => "continuity",
            Reason::Complaint => "complaint",
            Reason::Safety => "safety",
            Reason::Other => "other",
        }
    }

    /// On screen.
    pub fn word(self) -> &'static str {
        match self {
            Reason::Emergency => "Emergency",
            Reason::Continuity => "Continuity of care",
            Reason::Complaint => "Complaint or legal request",
            Reason::Safety => "Safety of others",
            Reason::Other => "Other",
        }
    }

    /// From the stored word.
    pub fn from_key(key: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.key() == key)
    }
}

/// A reason and its words. Fault codes: `choose` at `reason`; `required`, `reason_thin`, `too_long`, `control` at `words`.
pub fn check(reason: &str, words: &str, faults: &mut Faults) -> Option<(Reason, String)> {
    let reason = faults.take("reason", Reason::from_key(reason).ok_or("choose"));
    let words = faults.take("words", draft::text(words, LONGEST, true).and_then(enough));
    reason.zip(words)
}

/// Blanks and one letter over and over are no words.
fn enough(words: String) -> Result<String, &'static str> {
    let mut letters: Vec<char> = words.chars().filter(|c| c.is_alphanumeric()).collect();
    let length = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().count();
    letters.sort_unstable();
    letters.dedup();
    match (length, letters.len()) {
        (0, _) => Err("required"),
        (n, _) if n < SHORTEST => Err("reason_thin"),
        (_, kinds) if kinds < 4 => Err("reason_thin"),
        (_, _) => Ok(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(reason: &str, words: &str) -> Result<(Reason, String), Vec<(String, String)>> {
        let mut faults = Faults::default();
        let it = check(reason, words, &mut faults);
        match faults.or(()) {
            Ok(()) => Ok(it.expect("no fault, so a value")),
            Err(crate::kernel::problem::Problem::Invalid { fields }) => {
                Err(fields.into_iter().map(|f| (f.field, f.code)).collect())
            }
            Err(_) => unreachable!("faults are about fields"),
        }
    }

    #[test]
    fn a_reason_is_chosen_and_written() {
        let words = "Collapsed in the waiting room";
        assert_eq!(checked("emergency", &format!("  {words} ")), Ok((Reason::Emergency, words.to_owned())));
        let nothing = checked("", "").expect_err("nothing was filled in");
        assert_eq!(nothing, [("reason".into(), "choose".into()), ("words".into(), "required".into())]);
    }

    #[test]
    fn fifteen_characters_of_blanks_or_dots_are_no_reason() {
        for thin in ["too short", "a              b", "...............", "aaaaaaaaaaaaaaaaaaaa", "xx xx xx xx xx xx xx"]
        {
            let said = checked("other", thin).expect_err(thin);
            assert_eq!(said, [("words".to_owned(), "reason_thin".to_owned())], "{thin}");
        }
        assert!(checked("other", "李小龙在候诊室晕倒了需要马上查看").is_ok(), "any script");
        assert_eq!(
            checked("other", &"ab cd ".repeat(100)).expect_err("long"),
            [("words".to_owned(), "too_long".to_owned())]
        );
    }
}
