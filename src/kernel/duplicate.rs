//! Whether two records may be the same person: points for what agrees, less for what speaks against it.

use super::name::{fold, folded_words};
use super::sa_id::Sex;
use super::search_key::sounds;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// From here on the second record is stopped until somebody gives a reason.
pub const STOP_AT: i32 = 90;
/// From here on the match is shown as a warning.
pub const WARN_AT: i32 = 60;
/// Brothers and sisters born together never count for more than this.
const TWINS_AT_MOST: i32 = 50;

/// What is known of one record. An empty text, an empty list or `None` means that it is not known, and what is not known
/// never agrees. There is no `Debug` on purpose: a log must not be able to hold it.
#[derive(Clone, Default)]
pub struct Candidate {
    /// First names; the first word of them counts.
    pub first_names: String,
    /// The last name with its particles; for a person with one name, empty.
    pub last_name: String,
    /// Last names she had before, which agree as well as the present one.
    pub previous_last_names: Vec<String>,
    /// The birth date.
    pub birth: Option<Date>,
    /// The South African ID number or its keyed hash: only equality is asked, so both records must hold the same of the two.
    pub sa_id: Option<String>,
    /// Passport number with its country, or the keyed hash of both.
    pub passport: Option<String>,
    /// Scheme, member number and dependant code of each membership.
    pub memberships: Vec<[String; 3]>,
    /// Numbers as stored.
    pub phones: Vec<String>,
    /// E-mail addresses; capitals do not count.
    pub emails: Vec<String>,
    /// The postal code.
    pub postal_code: String,
    /// The first address line.
    pub address_line: String,
    /// Sex for claims.
    pub sex: Sex,
}

/// Why points were given or taken, in words a screen can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The same South African ID number: 100.
    SameSaId,
    /// The same passport of the same country: 100.
    SamePassport,
    /// The same scheme, member number and dependant code: 90.
    SameMembership,
    /// The same last and first name and the same birth date: 85.
    SameNameAndBirth,
    /// Names that sound the same and the same birth date: 70.
    SoundAlikeAndSameBirth,
    /// The same or same-sounding names, and a birth date with day and month swapped or one digit different: 65.
    BirthNearlySame,
    /// The same names and phone, and a birth date missing: 60.
    SameNameAndPhone,
    /// The same last name, birth date and address, but another first name: 50 and never more.
    Twins,
    /// The same phone: 10 more.
    SamePhone,
    /// The same e-mail: 10 more.
    SameEmail,
    /// The same postal code and address line: 5 more.
    SameAddress,
    /// A different sex for claims: 15 less.
    DifferentSex,
    /// Both have an ID number and they differ: 60 less.
    DifferentSaIds,
}

/// What to do about a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Say nothing.
    Quiet,
    /// Show it; the person decides.
    Warn,
    /// Show it and ask for a reason before going on.
    Stop,
}

/// The points and what they were for, the highest rule first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// The highest rule, plus and minus the additions.
    pub points: i32,
    /// The rule, if any agreed, then the additions.
    pub reasons: Vec<Reason>,
}

impl Score {
    /// What to do about it.
    pub fn verdict(&self) -> Verdict {
        if self.points >= STOP_AT {
            Verdict::Stop
        } else if self.points >= WARN_AT {
            Verdict::Warn
        } else {
            Verdict::Quiet
        }
    }
}

impl Reason {
    /// The points of the rule or addition.
    pub fn points(self) -> i32 {
        match self {
            Reason::SameSaId | Reason::SamePassport => 100,
            Reason::SameMembership => 90,
            Reason::SameNameAndBirth => 85,
            Reason::SoundAlikeAndSameBirth => 70,
            Reason::BirthNearlySame => 65,
            Reason::SameNameAndPhone => 60,
            Reason::Twins => TWINS_AT_MOST,
            Reason::SamePhone | Reason::SameEmail => 10,
            Reason::SameAddress => 5,
            Reason::DifferentSex => -15,
            Reason::DifferentSaIds => -60,
        }
    }
}

/// Compares two records; the order of the two makes no difference.
pub fn score(a: &Candidate, b: &Candidate) -> Score {
    let rule = rule(a, b);
    let additions = [
        (shares(&a.phones, &b.phones, str::to_owned), Reason::SamePhone),
        (shares(&a.emails, &b.emails, str::to_lowercase), Reason::SameEmail),
        (same_address(a, b), Reason::SameAddress),
        (a.sex != b.sex && a.sex != Sex::Unknown && b.sex != Sex::Unknown, Reason::DifferentSex),
        (matches!((&a.sa_id, &b.sa_id), (Some(x), Some(y)) if x != y), Reason::DifferentSaIds),
    ];
    let additions = additions.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason);
    let reasons: Vec<Reason> = rule.into_iter().chain(additions).collect();
    let points: i32 = reasons.iter().map(|reason| reason.points()).sum();
    Score { points: if rule == Some(Reason::Twins) { points.min(TWINS_AT_MOST) } else { points }, reasons }
}

/// The highest rule that holds.
fn rule(a: &Candidate, b: &Candidate) -> Option<Reason> {
    let (last, first) = (last_names(a, b), likeness(&first_name(a), &first_name(b)));
    let names = last.min(first);
    let same_birth = a.birth.is_some() && a.birth == b.birth;
    let nearly = a.birth.zip(b.birth).is_some_and(|(x, y)| nearly_same(x, y));
    let birth_missing = a.birth.is_none() || b.birth.is_none();
    let both_first_names = !first_name(a).is_empty() && !first_name(b).is_empty();
    let twins =
        last == Likeness::Same && both_first_names && first == Likeness::Different && same_birth && same_address(a, b);
    [
        (same(&a.sa_id, &b.sa_id), Reason::SameSaId),
        (same(&a.passport, &b.passport), Reason::SamePassport),
        (a.memberships.iter().any(|it| b.memberships.contains(it)), Reason::SameMembership),
        (names == Likeness::Same && same_birth, Reason::SameNameAndBirth),
        (names == Likeness::SoundsAlike && same_birth, Reason::SoundAlikeAndSameBirth),
        (names != Likeness::Different && nearly, Reason::BirthNearlySame),
        (
            names == Likeness::Same && birth_missing && shares(&a.phones, &b.phones, str::to_owned),
            Reason::SameNameAndPhone,
        ),
        (twins, Reason::Twins),
    ]
    .into_iter()
    .find_map(|(holds, reason)| holds.then_some(reason))
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    Different,
    SoundsAlike,
    Same,
}

/// Folded names with their spaces and hyphens gone, so that "van der Merwe" and "Vandermerwe" agree.
fn likeness(a: &str, b: &str) -> Likeness {
    match (a.is_empty(), b.is_empty()) {
        (false, false) if a == b => Likeness::Same,
        (false, false) if sounds::alike(a, b) => Likeness::SoundsAlike,
        _ => Likeness::Different,
    }
}

fn first_name(it: &Candidate) -> String {
    it.first_names.split_whitespace().map(fold).find(|word| !word.is_empty()).unwrap_or_default()
}

/// The best of present and previous last names. Two people with one name only agree in having no other.
fn last_names(a: &Candidate, b: &Candidate) -> Likeness {
    let all = |it: &Candidate| -> Vec<String> {
        let names = std::iter::once(&it.last_name).chain(&it.previous_last_names);
        names.map(|name| folded_words(name).concat()).filter(|name| !name.is_empty()).collect()
    };
    let (of_a, of_b) = (all(a), all(b));
    if of_a.is_empty() && of_b.is_empty() {
        return Likeness::Same;
    }
    of_a.iter().flat_map(|x| of_b.iter().map(|y| likeness(x, y))).max().unwrap_or(Likeness::Different)
}

fn same(a: &Option<String>, b: &Option<String>) -> bool {
    a.is_some() && a == b
}

fn shares(a: &[String], b: &[String], as_compared: fn(&str) -> String) -> bool {
    a.iter().any(|x| b.iter().any(|y| as_compared(x) == as_compared(y)))
}

fn same_address(a: &Candidate, b: &Candidate) -> bool {
    let (line, other) = (fold(&a.address_line), fold(&b.address_line));
    !line.is_empty() && line == other && !a.postal_code.is_empty() && a.postal_code == b.postal_code
}

/// Day and month swapped, or one digit of the eight different: how a date goes wrong when it is copied.
fn nearly_same(a: Date, b: Date) -> bool {
    let swapped = a.year() == b.year() && a.month() == b.day() && a.day() == b.month();
    let digits = |day: Date| format!("{:04}{:02}{:02}", day.year(), day.month(), day.day());
    let different = digits(a).bytes().zip(digits(b).bytes()).filter(|(x, y)| x != y).count();
    a != b && (swapped || different == 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// First names, last name, birth date, then `key:value` facts; `-` is not known.
    fn person(text: &str) -> Candidate {
        let mut parts = text.split(", ");
        let mut next = || parts.next().unwrap_or("-").replace('-', "");
        let (first_names, last_name) = (next(), next());
        let mut it = Candidate { first_names, last_name, ..Candidate::default() };
        for fact in parts {
            match fact.split_once(':') {
                Some(("born", day)) => it.birth = Some(day.parse().unwrap()),
                Some(("id", id)) => it.sa_id = Some(id.to_owned()),
                Some(("passport", number)) => it.passport = Some(number.to_owned()),
                Some(("card", number)) => it.memberships.push(["demo".to_owned(), number.to_owned(), "01".to_owned()]),
                Some(("phone", number)) => it.phones.push(number.to_owned()),
                Some(("mail", address)) => it.emails.push(address.to_owned()),
                Some(("was", name)) => it.previous_last_names.push(name.to_owned()),
                Some(("at", line)) => (it.address_line, it.postal_code) = (line.to_owned(), "2196".to_owned()),
                Some(("sex", key)) => it.sex = Sex::from_key(key).unwrap(),
                other => panic!("{other:?}"),
            }
        }
        it
    }

    /// Points, verdict and the two records.
    const TABLE: &str = "
        # The five worked examples.
        100 stop  | Thandi, Mokoena, born:1990-05-04, id:x | T., Mokoena, id:x
         75 warn  | Johan, Botha, born:1975-03-12, phone:1 | Johann, Botha, born:1975-12-03, phone:1
         50 quiet | Lerato, Dube, born:2015-07-01, at:1 Oak | Lesedi, Dube, born:2015-07-01, at:1 Oak
         70 warn  | Sipho, Khumalo, phone:1 | Sipho, Khumalo, phone:1
         25 quiet | John, Smith, born:1980-01-01, id:x | John, Smith, born:1980-01-01, id:y
        # Each rule and addition by itself.
        100 stop  | A, B, passport:ZW1 | C, D, passport:ZW1
         90 stop  | A, B, card:1 | C, D, card:1
          0 quiet | A, B, card:1 | C, D, card:2
         85 warn  | René, O'Brien, born:1980-01-01 | rene, OBRIEN, born:1980-01-01
         70 warn  | Thandi, Mokoena, born:1980-01-01 | Tandi, Mokwena, born:1980-01-01
         65 warn  | Thandi, Mokoena, born:1980-01-01 | Thandi, Mokoena, born:1980-01-02
          0 quiet | Thandi, Mokoena, born:1980-01-01 | Thandi, Mokoena, born:1981-01-02
         70 warn  | Sipho, Khumalo, phone:1, born:1980-01-01 | Sipho, Khumalo, phone:1
         10 quiet | Sipho, Khumalo, phone:1, born:1980-01-01 | Sipho, Khumalo, phone:1, born:1999-05-07
         10 quiet | A, B, mail:X@y.za | C, D, mail:x@Y.za
          5 quiet | A, B, at:1 Oak St. | C, D, at:1 oak st
         70 warn  | Jo, Dube, born:1980-01-01, sex:male | Jo, Dube, born:1980-01-01, sex:female
         85 warn  | Jo, Dube, born:1980-01-01, sex:male | Jo, Dube, born:1980-01-01, sex:unknown
         50 quiet | Lerato, Dube, born:2015-07-01, at:1 Oak, phone:1 | Lesedi, Dube, born:2015-07-01, at:1 Oak, phone:1
        105 stop  | Lerato, Dube, born:2015-07-01, at:1 Oak, id:x | Lesedi, Dube, born:2015-07-01, at:1 Oak, id:x
        # Names change, are joined, or are one only.
         85 warn  | Anna, Smit, born:1980-01-01, was:Botha | Anna, Botha, born:1980-01-01
         85 warn  | Anna, van der Merwe, born:1980-01-01 | Anna, Vandermerwe, born:1980-01-01
         85 warn  | Sukarno, -, born:1980-01-01 | Sukarno, -, born:1980-01-01
          0 quiet | Jane, Smith, born:1980-01-01 | John, Smith, born:1980-01-01
         85 warn  | 李, 王, born:1980-01-01 | 李, 王, born:1980-01-01
          0 quiet | -, - | -, -";

    #[test]
    fn two_records_score_as_the_table_says() {
        for line in TABLE.lines().skip(1).filter(|line| !line.contains('#')) {
            let [expected, a, b] = line.split(" | ").collect::<Vec<_>>()[..] else { panic!("{line}") };
            let (one, other) = (score(&person(a), &person(b)), score(&person(b), &person(a)));
            let found = format!("{} {:?}", one.points, one.verdict()).to_lowercase();
            assert_eq!(found, expected.trim(), "{line}: {:?}", one.reasons);
            assert_eq!(one, other, "the order makes no difference: {line}");
        }
    }

    #[test]
    fn a_date_copied_wrongly_is_nearly_the_same() {
        for (a, b, nearly) in [
            (date(1975, 3, 12), date(1975, 12, 3), true),
            (date(1975, 3, 12), date(1976, 3, 12), true),
            (date(1975, 3, 12), date(1957, 3, 12), false),
            (date(1975, 3, 12), date(1976, 12, 3), false),
            (date(1975, 3, 3), date(1975, 3, 3), false),
        ] {
            assert_eq!(nearly_same(a, b), nearly, "{a} {b}");
        }
    }
}
