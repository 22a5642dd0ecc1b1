//! What went wrong, in a sentence, where it happened: what happened, what was kept, what to do.

use super::icon::{Glyph, Icon};
use super::looks::Voice;
use super::problem_words::{label_of, sentence};
use crate::kernel::problem::{Alternative, Clash, ClashWhat, Problem, Question};
use leptos::prelude::*;

/// Where a free time leads, so that one press takes it.
pub type AlternativeHref = fn(&Alternative) -> String;

/// A problem as it is said: a headline and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// How it speaks.
    pub voice: Voice,
    /// What happened.
    pub title: String,
    /// What was kept and what to do.
    pub next: String,
}

impl Said {
    fn new(voice: Voice, title: impl Into<String>, next: impl Into<String>) -> Said {
        Said { voice, title: title.into(), next: next.into() }
    }

    /// Headline and advice in one line, for toasts and live regions.
    pub fn line(&self) -> String {
        if self.next.is_empty() { self.title.clone() } else { format!("{} {}", self.title, self.next) }
    }
}

/// The words for a problem.
pub fn say(problem: &Problem) -> Said {
    const KEPT: &str = "Nothing was saved; what you typed is still here.";
    match problem {
        Problem::SignedOut => Said::new(Voice::Warn, "You are signed out.", "Sign in again; your draft is safe."),
        Problem::PasswordFirst => {
            Said::new(Voice::Info, "Choose a password of your own first.", "Then everything else opens.")
        }
        Problem::FactorFirst => {
            Said::new(Voice::Info, "Set up your second factor first.", "Then everything else opens.")
        }
        Problem::ProveFirst => {
            Said::new(Voice::Info, "Prove that it is you first.", "Nothing was done; what you typed is still here.")
        }
        Problem::NotAllowed { who_may } if who_may.is_empty() => {
            Said::new(Voice::Warn, "This is not yours to do.", "Ask the owner of the practice.")
        }
        Problem::NotAllowed { who_may } => {
            Said::new(Voice::Warn, "This is not yours to do.", format!("Ask someone who may: {who_may}."))
        }
        Problem::NotFound => {
            Said::new(Voice::Info, "There is nothing here.", "It may have been moved, or it is not yours to see.")
        }
        Problem::Invalid { fields } if fields.is_empty() => {
            Said::new(Voice::Danger, "That could not be read.", "Nothing was saved. Open the page again and repeat it.")
        }
        Problem::Invalid { .. } => Said::new(Voice::Danger, "Some answers need another look.", KEPT),
        Problem::Clash(clash) => say_clash(clash),
        Problem::Stale { by, at } => Said::new(
            Voice::Warn,
            format!("{by} changed this at {at}."),
            "Your text is still here. Look at the change, then save again.",
        ),
        Problem::TooMany { retry_in_minutes: 1 } => Said::new(Voice::Warn, "Too many tries.", "Try again in a minute."),
        Problem::TooMany { retry_in_minutes } => {
            Said::new(Voice::Warn, "Too many tries.", format!("Try again in {retry_in_minutes} minutes."))
        }
        Problem::Busy => Said::new(Voice::Warn, "The system is very busy.", format!("{KEPT} Try again in a moment.")),
        Problem::TooLarge => Said::new(
            Voice::Danger,
            "That is more than can be sent at once.",
            "Nothing was saved. Send a smaller file or less text.",
        ),
        Problem::Confirm { .. } => Said::new(Voice::Warn, "Check first.", "Nothing has changed yet."),
        Problem::Offline => Said::new(
            Voice::Warn,
            "There is no connection to the practice's server.",
            "You can go on reading. Nothing can be saved until the connection is back; what you typed is still here.",
        ),
        Problem::Broken { reference } => Said::new(
            Voice::Danger,
            "Something broke on our side.",
            format!("{KEPT} Try again; if it happens twice, report reference {reference}."),
        ),
    }
}

fn say_clash(clash: &Clash) -> Said {
    let name = if clash.name.is_empty() { "That time" } else { &clash.name };
    let title = match (clash.what, clash.until.is_empty()) {
        (ClashWhat::Race, _) => "Someone else took this time a moment ago.".to_owned(),
        (ClashWhat::Buffer, _) => format!("{name} needs time between two visits here."),
        (ClashWhat::Practitioner, false) => format!("{name} is booked until {}.", clash.until),
        (ClashWhat::Practitioner, true) => format!("{name} is booked then."),
        (ClashWhat::Room | ClashWhat::Equipment, false) => format!("{name} is in use until {}.", clash.until),
        (ClashWhat::Room | ClashWhat::Equipment, true) => format!("{name} is in use then."),
    };
    let next = if clash.alternatives.is_empty() {
        "Nothing was booked. Choose another time."
    } else {
        "Nothing was booked. Nearest free:"
    };
    Said::new(Voice::Danger, title, next)
}

/// A problem in one line, for toasts: the sentences of its fields, where it is about fields.
pub fn in_a_line(problem: &Problem) -> String {
    match problem {
        Problem::Invalid { fields } if !fields.is_empty() => {
            let lines = fields.iter().map(|f| sentence(&label_of(&f.field), &f.code));
            lines.collect::<Vec<_>>().join(" ")
        }
        other => say(other).line(),
    }
}

/// The sentence for something that is asked before it is done.
pub fn ask(question: Question) -> &'static str {
    match question {
        Question::PatientBusy => "The patient has another visit at this time.",
        Question::OutsideHours => "This is outside the practitioner's hours.",
        Question::Closed => "The practice is closed then.",
        Question::PublicHoliday => "This is a public holiday.",
        Question::Identity => "This is the patient's first visit. Has the identity document been checked?",
        Question::InThePast => "This time has passed.",
    }
}

/// A problem, in the place it happened. Buttons that help ("Book anyway", "Try again") go inside.
#[component]
pub fn ProblemNote(
    /// What happened.
    of: Problem,
    /// Where a free time leads; without it the times are named only.
    #[prop(optional)]
    alternative_href: Option<AlternativeHref>,
    /// Acts that help.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let said = say(&of);
    let list = details(&of, alternative_href);
    view! {
        <div class="note" role="alert" data-voice=said.voice.key()>
            <Icon of=if of == Problem::Offline { Glyph::Offline } else { said.voice.glyph() } />
            <div class="note-body">
                <p class="note-title">{said.title}</p>
                <p>{said.next}</p>
                {list}
                {children.map(|acts| view! { <div class="note-acts">{acts()}</div> })}
            </div>
        </div>
    }
}

/// What a problem lists: fields, free times or questions.
fn details(problem: &Problem, href: Option<AlternativeHref>) -> Option<AnyView> {
    match problem {
        Problem::Invalid { fields } if !fields.is_empty() => {
            let lines =
                fields.iter().map(|f| view! { <li>{sentence(&label_of(&f.field), &f.code)}</li> }).collect_view();
            Some(view! { <ul data-marks="">{lines}</ul> }.into_any())
        }
        Problem::Clash(clash) if !clash.alternatives.is_empty() => {
            let times = clash.alternatives.iter().map(|free| free_time(free, href)).collect_view();
            Some(view! { <ul class="cluster">{times}</ul> }.into_any())
        }
        Problem::Confirm { questions } => {
            let lines = questions.iter().map(|q| view! { <li>{ask(*q)}</li> }).collect_view();
            Some(view! { <ul data-marks="">{lines}</ul> }.into_any())
        }
        Problem::Invalid { .. }
        | Problem::Clash(_)
        | Problem::SignedOut
        | Problem::PasswordFirst
        | Problem::FactorFirst
        | Problem::ProveFirst
        | Problem::NotAllowed { .. }
        | Problem::NotFound
        | Problem::Stale { .. }
        | Problem::TooMany { .. }
        | Problem::Busy
        | Problem::TooLarge
        | Problem::Offline
        | Problem::Broken { .. } => None,
    }
}

fn free_time(free: &Alternative, href: Option<AlternativeHref>) -> AnyView {
    let label = free.label.clone();
    match href {
        Some(to) => view! { <li><a class="btn" href=to(free)>{label}</a></li> }.into_any(),
        None => view! { <li><strong>{label}</strong></li> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_time_says_until_when_and_what_is_free() {
        let clash = Clash {
            what: ClashWhat::Practitioner,
            name: "Dr Naidoo".into(),
            until: "10:30".into(),
            alternatives: vec![],
        };
        assert_eq!(
            say(&Problem::Clash(clash)).line(),
            "Dr Naidoo is booked until 10:30. Nothing was booked. Choose another time."
        );
    }

    #[test]
    fn a_line_about_fields_says_what_is_wrong_with_each() {
        assert_eq!(in_a_line(&Problem::field("day", "arrived")), "The patient is here, so the visit stays on its day.");
        assert_eq!(in_a_line(&Problem::NotFound), say(&Problem::NotFound).line());
    }

    #[test]
    fn something_broken_says_that_nothing_was_saved_and_gives_the_reference() {
        let line = say(&Problem::Broken { reference: "k7f2".into() }).line();
        assert!(line.contains("Nothing was saved") && line.contains("k7f2"));
    }
}
