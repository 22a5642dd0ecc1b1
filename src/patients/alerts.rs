//! Things to mind about a patient: raised, acknowledged, resolved or run out, and what each is called.

use super::{
    model::{ChangeLine, ticked},
    registration::words::{ALERT_CATEGORIES, ALERT_SEVERITIES, knows},
};
use crate::kernel::{
    draft::{self, Faults},
    ids::{AlertId, OnceKey},
    problem::Problem,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An alert as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AlertDraft {
    /// Minted when the form was rendered.
    pub key: String,
    /// What it is about.
    pub category: String,
    /// How much it matters.
    pub severity: String,
    /// The words.
    pub words: String,
    /// The last day it holds; empty when it holds until it is resolved.
    pub until: String,
    /// The front desk sees it too.
    pub for_desk: String,
}

/// Says nothing: a log must not be able to hold what was typed.
impl std::fmt::Debug for AlertDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AlertDraft(***)")
    }
}

/// An alert, checked.
pub struct NewAlert {
    /// What it is about.
    pub category: String,
    /// How much it matters.
    pub severity: String,
    /// The words.
    pub words: String,
    /// The last day it holds.
    pub until: Option<Date>,
    /// The front desk sees it too.
    pub for_desk: bool,
}

impl AlertDraft {
    /// Checks everything.
    ///
    /// # Errors
    /// [`Problem::Invalid`] with every field that needs another look.
    pub fn check(&self, today: Date) -> Result<NewAlert, Problem> {
        let mut faults = Faults::default();
        let words = faults.take("words", draft::text(&self.words, 500, true)).unwrap_or_default();
        if self.words.trim().is_empty() {
            faults.note("words", "required");
        }
        if !knows(ALERT_CATEGORIES, &self.category) {
            faults.note("category", "choose");
        }
        if !knows(ALERT_SEVERITIES, &self.severity) {
            faults.note("severity", "choose");
        }
        let until = match self.until.trim() {
            "" => None,
            typed => faults.take("until", draft::day(typed)),
        };
        if until.is_some_and(|day| day < today) {
            faults.note("until", "past");
        }
        let (category, severity) = (self.category.clone(), self.severity.clone());
        faults.or(NewAlert { category, severity, words, until, for_desk: ticked(&self.for_desk) })
    }
}

/// What can be done with an alert that was raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertStep {
    /// "I know." Each for themselves.
    Acknowledge,
    /// It no longer holds.
    Resolve,
    /// It holds after all.
    Reopen,
}

impl AlertStep {
    /// All of them.
    pub const ALL: [AlertStep; 3] = [AlertStep::Acknowledge, AlertStep::Resolve, AlertStep::Reopen];

    /// The word stored in the database.
    pub fn key(self) -> &'static str {
        match self {
            AlertStep::Acknowledge => "acknowledged",
            AlertStep::Resolve => "resolved",
            AlertStep::Reopen => "reopened",
        }
    }

    /// The word on screen.
    pub fn word(self) -> &'static str {
        match self {
            AlertStep::Acknowledge => "Acknowledged",
            AlertStep::Resolve => "Resolved",
            AlertStep::Reopen => "Opened again",
        }
    }

    /// From the stored word.
    pub fn from_key(key: &str) -> Option<AlertStep> {
        AlertStep::ALL.into_iter().find(|step| step.key() == key)
    }

    /// Whether it can be done while the alert is as it is.
    pub fn fits(self, state: AlertState) -> bool {
        match (self, state) {
            (AlertStep::Acknowledge | AlertStep::Resolve, AlertState::Open) => true,
            (AlertStep::Reopen, AlertState::Resolved | AlertState::Expired) => true,
            (AlertStep::Acknowledge | AlertStep::Resolve, AlertState::Resolved | AlertState::Expired)
            | (AlertStep::Reopen, AlertState::Open) => false,
        }
    }
}

/// Whether an alert holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertState {
    /// It holds.
    Open,
    /// Somebody said why it no longer does.
    Resolved,
    /// Its last day is over.
    Expired,
}

impl AlertState {
    /// Of an alert as it is stored.
    pub fn of(resolved: bool, until: Option<Date>, today: Date) -> AlertState {
        match (resolved, until) {
            (true, _) => AlertState::Resolved,
            (false, Some(last)) if last < today => AlertState::Expired,
            (false, _) => AlertState::Open,
        }
    }
}

/// A step as typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepDraft {
    /// Minted when the form was rendered.
    pub key: String,
    /// Which alert.
    pub alert: AlertId,
    /// What.
    pub step: AlertStep,
    /// Why, except for an acknowledgement.
    pub why: String,
}

/// Says nothing: a log must not be able to hold what was typed.
impl std::fmt::Debug for StepDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StepDraft(***)")
    }
}

impl StepDraft {
    /// The field that holds the reason, one for each alert of a page.
    pub fn why_field(alert: AlertId) -> String {
        format!("why-{alert}")
    }

    /// From a posted form, if one of these was posted.
    pub fn from_form(form: &std::collections::BTreeMap<String, String>) -> Option<StepDraft> {
        let of = |field: &str| form.get(field).cloned().unwrap_or_default();
        let (alert, step) = (of("alert_id").parse().ok()?, AlertStep::from_key(&of("step"))?);
        Some(StepDraft { key: of("key"), alert, step, why: of(&StepDraft::why_field(alert)) })
    }

    /// The reason, checked; empty for an acknowledgement.
    ///
    /// # Errors
    /// [`Problem::Invalid`] when the reason is missing, short, or not a text.
    pub fn check(&self) -> Result<String, Problem> {
        if self.step == AlertStep::Acknowledge {
            return Ok(String::new());
        }
        let mut faults = Faults::default();
        let field = StepDraft::why_field(self.alert);
        let why = faults.take(&field, draft::some_text(&self.why, 300)).unwrap_or_default();
        if faults.is_empty() && why.chars().count() < 5 {
            faults.note(&field, "reason_short");
        }
        faults.or(why)
    }
}

/// An alert on the patient's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertLine {
    /// Which.
    pub id: AlertId,
    /// `danger`, `caution` or `info`.
    pub severity: String,
    /// What it is about, in words.
    pub category: String,
    /// The words.
    pub words: String,
    /// The front desk sees it too.
    pub for_desk: bool,
    /// Whether it holds.
    pub state: AlertState,
    /// The last day it holds, `3 Dec 2026`; empty when there is none.
    pub until: String,
    /// Who acknowledged it since it was raised or last opened again, each once.
    pub acknowledged: Vec<String>,
    /// Whoever is looking has acknowledged it today.
    pub known_today: bool,
    /// Raised, and every step since, the latest first.
    pub history: Vec<ChangeLine>,
    /// For the forms on it.
    pub key: OnceKey,
}

/// The alerts on the patient's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertsOf {
    /// Those that hold first, worst first.
    pub lines: Vec<AlertLine>,
    /// May be raised and settled: the form, empty or as it was sent.
    pub draft: Option<AlertDraft>,
    /// A step that was not taken, as it was sent.
    pub step: Option<StepDraft>,
    /// Why something was not done.
    pub problem: Option<Problem>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_alert_holds_through_its_last_day_and_not_longer() {
        let last = date(2026, 12, 3);
        assert_eq!(AlertState::of(false, Some(last), last), AlertState::Open);
        assert_eq!(AlertState::of(false, Some(last), date(2026, 12, 4)), AlertState::Expired);
        assert_eq!(AlertState::of(true, Some(last), date(2026, 12, 4)), AlertState::Resolved);
        assert_eq!(AlertState::of(false, None, date(2126, 1, 1)), AlertState::Open);
    }

    #[test]
    fn only_what_is_closed_is_opened_again_and_only_what_is_open_is_settled() {
        for state in [AlertState::Open, AlertState::Resolved, AlertState::Expired] {
            let fits: Vec<AlertStep> = AlertStep::ALL.into_iter().filter(|step| step.fits(state)).collect();
            let open = state == AlertState::Open;
            assert_eq!(fits.contains(&AlertStep::Reopen), !open, "{state:?}");
            assert_eq!(fits.contains(&AlertStep::Acknowledge), open, "{state:?}");
            assert_eq!(fits.contains(&AlertStep::Resolve), open, "{state:?}");
        }
        assert!(AlertStep::ALL.into_iter().all(|step| AlertStep::from_key(step.key()) == Some(step)));
    }

    #[test]
    fn a_reason_is_asked_for_except_to_say_that_one_knows() {
        let with = |step, why: &str| StepDraft {
            key: String::new(),
            alert: AlertId(uuid::Uuid::from_u128(1)),
            step,
            why: why.into(),
        };
        let field = StepDraft::why_field(AlertId(uuid::Uuid::from_u128(1)));
        assert_eq!(with(AlertStep::Acknowledge, "ignored").check(), Ok(String::new()));
        for (why, code) in [("", "required"), ("no", "reason_short"), ("bell\u{7}", "control")] {
            for step in [AlertStep::Resolve, AlertStep::Reopen] {
                assert_eq!(with(step, why).check().expect_err("refused").about(&field), Some(code), "{why}");
            }
        }
        assert_eq!(with(AlertStep::Resolve, " Walks alone now ").check(), Ok("Walks alone now".into()));
    }

    #[test]
    fn everything_wrong_with_an_alert_is_said_at_once() {
        let today = date(2026, 11, 25);
        let wrong = AlertDraft { until: "2026-11-24".into(), ..AlertDraft::default() };
        let problem = wrong.check(today).err().expect("refused");
        let codes = ["words", "category", "severity", "until"].map(|field| problem.about(field));
        assert_eq!(codes, [Some("required"), Some("choose"), Some("choose"), Some("past")]);
        let right = AlertDraft {
            category: "safety".into(),
            severity: "danger".into(),
            words: "Two people\nfor transfers".into(),
            until: "2026-11-25".into(),
            ..AlertDraft::default()
        };
        assert_eq!(right.check(today).expect("fine").until, Some(today));
    }
}
