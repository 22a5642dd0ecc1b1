//! What a person may be told when something did not happen.

use super::ids::PractitionerId;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

/// Everything that may cross the wire when a request does not succeed.
///
/// A closed list: each variant has one sentence on screen and one HTTP status. None carries what was typed or a
/// patient's data, because problems end up in URLs, logs and page source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "Wire")]
pub enum Problem {
    /// Nobody is signed in, or the session has ended.
    #[error("sign in first")]
    SignedOut,
    /// Signed in with a password that someone else chose; nothing works until it is replaced.
    #[error("choose your own password first")]
    PasswordFirst,
    /// The practice asks for a second factor; nothing works until there is one.
    #[error("set up a second factor first")]
    FactorFirst,
    /// Theirs to do, but the last proof of who they are is too old. Nothing was done.
    #[error("prove that it is you first")]
    ProveFirst,
    /// Signed in, but not theirs to do. Only said where the person may know the thing exists.
    #[error("not allowed")]
    NotAllowed {
        /// The roles that may, in words.
        who_may: String,
    },
    /// Missing, or someone else's: the two look alike.
    #[error("not found")]
    NotFound,
    /// Fields that need attention.
    #[error("some fields need attention")]
    Invalid {
        /// Name and code of each; never the value.
        fields: Vec<FieldProblem>,
    },
    /// The time is taken.
    #[error("that time is taken")]
    Clash(Clash),
    /// Someone changed it in the meantime.
    #[error("changed by someone else")]
    Stale {
        /// Initials of who.
        by: String,
        /// Clock time in the practice, `10:02`.
        at: String,
    },
    /// Too many tries.
    #[error("too many tries")]
    TooMany {
        /// Minutes until the next try is listened to.
        retry_in_minutes: u16,
    },
    /// The server has more to do than it can; nothing was saved.
    #[error("busy")]
    Busy,
    /// More than may be sent at once.
    #[error("too large")]
    TooLarge,
    /// Allowed after a yes; send the same again with `confirmed`.
    #[error("needs a yes")]
    Confirm {
        /// What is asked, as codes of [`Question`].
        questions: Vec<Question>,
    },
    /// The server could not be reached.
    #[error("could not reach the server")]
    Offline,
    /// Ours to fix. Nothing was saved.
    #[error("something broke (ref {reference})")]
    Broken {
        /// Finds the log line.
        reference: String,
    },
}

/// One field and what is wrong with it. The words live in `ui::problem_words`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// Name of the field as in the form.
    pub field: String,
    /// Code of the fault, such as `required` or `checksum`.
    pub code: String,
}

/// What stands in the way of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClashWhat {
    /// The practitioner has someone else.
    Practitioner,
    /// The room is in use.
    Room,
    /// The equipment is in use.
    Equipment,
    /// The time between two visits is too short for a buffer.
    Buffer,
    /// The slot was taken in the same moment; who has it is not known yet.
    Race,
}

/// A refused booking, with somewhere else to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    /// What is taken.
    pub what: ClashWhat,
    /// Name of the practitioner, room or equipment.
    pub name: String,
    /// Clock time until which it is taken, `10:30`; empty when not known.
    pub until: String,
    /// Up to three free times near the wished one.
    pub alternatives: Vec<Alternative>,
}

/// A time that was free a moment ago.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alternative {
    /// Day in the practice.
    #[serde(with = "crate::kernel::iso_day")]
    pub day: jiff::civil::Date,
    /// Minutes after local midnight.
    pub starts: u16,
    /// With whom.
    pub practitioner: PractitionerId,
    /// As said on the phone: `Thu 26 Nov 10:30, Dr Naidoo`.
    pub label: String,
}

/// Something allowed only after a person said yes to it; the yes is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// The patient has another visit then.
    PatientBusy,
    /// Outside the practitioner's hours.
    OutsideHours,
    /// The practice is closed: weekend or site closure.
    Closed,
    /// A public holiday.
    PublicHoliday,
    /// The time has passed.
    InThePast,
    /// It is the patient's first visit: has the identity document been looked at?
    Identity,
}

/// A problem as it travels: all fields of all kinds, each of them may be missing. Reading this instead of the tagged
/// enum keeps the general machinery for that, tens of kilobytes, out of the browser's half.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Wire {
    kind: String,
    who_may: String,
    fields: Vec<FieldProblem>,
    what: Option<ClashWhat>,
    name: String,
    until: String,
    alternatives: Vec<Alternative>,
    by: String,
    at: String,
    retry_in_minutes: u16,
    questions: Vec<Question>,
    reference: String,
}

impl TryFrom<Wire> for Problem {
    type Error = &'static str;
    fn try_from(w: Wire) -> Result<Problem, &'static str> {
        Ok(match w.kind.as_str() {
            "signed_out" => Problem::SignedOut,
            "password_first" => Problem::PasswordFirst,
            "factor_first" => Problem::FactorFirst,
            "prove_first" => Problem::ProveFirst,
            "not_allowed" => Problem::NotAllowed { who_may: w.who_may },
            "not_found" => Problem::NotFound,
            "invalid" => Problem::Invalid { fields: w.fields },
            "clash" => Problem::Clash(Clash {
                what: w.what.ok_or("a clash says of what")?,
                name: w.name,
                until: w.until,
                alternatives: w.alternatives,
            }),
            "stale" => Problem::Stale { by: w.by, at: w.at },
            "too_many" => Problem::TooMany { retry_in_minutes: w.retry_in_minutes },
            "busy" => Problem::Busy,
            "too_large" => Problem::TooLarge,
            "confirm" => Problem::Confirm { questions: w.questions },
            "offline" => Problem::Offline,
            "broken" => Problem::Broken { reference: w.reference },
            _ => return Err("no such problem"),
        })
    }
}

impl Problem {
    /// The HTTP status a program gets.
    pub fn status(&self) -> u16 {
        match self {
            Problem::SignedOut => 401,
            Problem::NotAllowed { .. } | Problem::PasswordFirst | Problem::FactorFirst | Problem::ProveFirst => 403,
            Problem::NotFound => 404,
            Problem::Clash(_) | Problem::Stale { .. } | Problem::Confirm { .. } => 409,
            Problem::TooLarge => 413,
            Problem::Invalid { .. } => 422,
            Problem::TooMany { .. } => 429,
            Problem::Broken { .. } => 500,
            Problem::Busy | Problem::Offline => 503,
        }
    }

    /// A problem with one field.
    pub fn field(field: &str, code: &str) -> Problem {
        Problem::Invalid { fields: vec![FieldProblem { field: field.into(), code: code.into() }] }
    }

    /// The code for one field, if this problem is about it.
    pub fn about(&self, field: &str) -> Option<&str> {
        match self {
            Problem::Invalid { fields } => fields.iter().find(|f| f.field == field).map(|f| f.code.as_str()),
            Problem::SignedOut
            | Problem::PasswordFirst
            | Problem::FactorFirst
            | Problem::ProveFirst
            | Problem::NotAllowed { .. }
            | Problem::NotFound
            | Problem::Clash(_)
            | Problem::Stale { .. }
            | Problem::TooMany { .. }
            | Problem::Busy
            | Problem::TooLarge
            | Problem::Confirm { .. }
            | Problem::Offline
            | Problem::Broken { .. } => None,
        }
    }
}

impl FromServerFnError for Problem {
    type Encoder = JsonEncoding;
    fn from_server_fn_error(e: ServerFnErrorErr) -> Self {
        match e {
            ServerFnErrorErr::Request(_) => Problem::Offline,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                Problem::Invalid { fields: vec![] }
            }
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_)
            | ServerFnErrorErr::ServerError(_)
            | ServerFnErrorErr::MiddlewareError(_)
            | ServerFnErrorErr::Serialization(_)
            | ServerFnErrorErr::Response(_) => Problem::Broken { reference: "transport".into() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_arrives_as_it_was_sent() {
        let day = jiff::civil::date(2026, 11, 26);
        let practitioner = PractitionerId(uuid::Uuid::from_u128(1));
        let other = Alternative { day, starts: 630, practitioner, label: "Thu 26 Nov 10:30".into() };
        let (name, until) = ("Priya Naidoo".to_string(), "10:30".to_string());
        let clash = Clash { what: ClashWhat::Practitioner, name, until, alternatives: vec![other] };
        let all = [
            Problem::SignedOut,
            Problem::PasswordFirst,
            Problem::FactorFirst,
            Problem::ProveFirst,
            Problem::NotAllowed { who_may: "owner".into() },
            Problem::NotFound,
            Problem::field("starts", "time"),
            Problem::Clash(clash),
            Problem::Stale { by: "SD".into(), at: "10:02".into() },
            Problem::TooMany { retry_in_minutes: 15 },
            Problem::Busy,
            Problem::TooLarge,
            Problem::Confirm { questions: vec![Question::PatientBusy, Question::Closed] },
            Problem::Offline,
            Problem::Broken { reference: "x".into() },
        ];
        for problem in all {
            let sent = serde_json::to_string(&problem).expect("it travels");
            assert_eq!(serde_json::from_str::<Problem>(&sent).expect(&sent), problem);
        }
        assert!(serde_json::from_str::<Problem>(r#"{"kind":"new"}"#).is_err());
    }
}
