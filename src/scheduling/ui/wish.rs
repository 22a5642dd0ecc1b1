//! What is asked of the server from the grid. Each wish can be asked again: with a yes, with a reason, or for another time.

use crate::{
    kernel::{
        ids::AppointmentId,
        problem::{Alternative, Problem, Question},
        span::{clock, short_day},
    },
    scheduling::{
        api,
        model::{Cancel, Card, Changed, Move, NewVisit, Status, StatusChange, TakeBack},
    },
};

/// A deed, as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// A new visit.
    Book(NewVisit),
    /// Another time, length, column or room.
    Move(Move),
    /// The next step.
    Step(StatusChange),
    /// Called off.
    CallOff(Cancel),
    /// A change taken back.
    Undo(TakeBack),
}

impl Wish {
    /// Asks the server.
    ///
    /// # Errors
    /// Whatever the server says stands in the way.
    pub async fn ask(self) -> Result<Changed, Problem> {
        match self {
            Wish::Book(visit) => api::book(visit).await,
            Wish::Move(it) => api::move_to(it).await,
            Wish::Step(it) => api::change_status(it).await,
            Wish::CallOff(it) => api::cancel(it).await,
            Wish::Undo(it) => api::undo(it).await,
        }
    }

    /// The visit it is about, once there is one.
    pub fn about(&self) -> Option<AppointmentId> {
        match self {
            Wish::Move(it) => Some(it.id),
            Wish::Step(it) => Some(it.id),
            Wish::CallOff(it) => Some(it.id),
            Wish::Book(_) | Wish::Undo(_) => None,
        }
    }

    /// The visit as it will be if the server agrees; nothing when that cannot be known here.
    pub fn hoped(&self, now: &Card) -> Option<Card> {
        match self {
            Wish::Move(it) => Some(Card {
                practitioner: it.practitioner,
                room: it.room,
                equipment: it.equipment,
                day: it.day,
                starts: it.starts,
                minutes: it.minutes,
                ..now.clone()
            }),
            Wish::Step(it) => Some(Card { status: it.to, ..now.clone() }),
            Wish::CallOff(_) => Some(Card { status: Status::Cancelled, ..now.clone() }),
            Wish::Book(_) | Wish::Undo(_) => None,
        }
    }

    /// The same, after a yes to what was asked.
    pub fn yes(mut self, questions: &[Question]) -> Wish {
        match &mut self {
            Wish::Book(NewVisit { confirmed, .. })
            | Wish::Move(Move { confirmed, .. })
            | Wish::Step(StatusChange { confirmed, .. })
            | Wish::Undo(TakeBack { confirmed, .. }) => {
                confirmed.extend(questions);
                confirmed.sort();
                confirmed.dedup();
            }
            Wish::CallOff(_) => {}
        }
        self
    }

    /// The same, over what is there, for a reason.
    pub fn over(mut self, reason: String) -> Wish {
        match &mut self {
            Wish::Book(NewVisit { overbook_reason, .. }) | Wish::Move(Move { overbook_reason, .. }) => {
                *overbook_reason = Some(reason);
            }
            Wish::Step(_) | Wish::CallOff(_) | Wish::Undo(_) => {}
        }
        self
    }

    /// The same at another time. What was asked about the old time is asked again.
    pub fn instead(mut self, free: &Alternative) -> Wish {
        match &mut self {
            Wish::Book(it) => {
                (it.day, it.starts, it.practitioner) = (free.day, free.starts, free.practitioner);
                it.confirmed.clear();
                it.site = None;
            }
            Wish::Move(it) => {
                (it.day, it.starts, it.practitioner) = (free.day, free.starts, free.practitioner);
                it.confirmed.clear();
            }
            Wish::Step(_) | Wish::CallOff(_) | Wish::Undo(_) => {}
        }
        self
    }

    /// What was done, in a sentence.
    pub fn done(&self, card: &Card, who: &str, was: Option<&Card>) -> String {
        let time = format!("{} {}", short_day(card.day), clock(card.starts));
        match self {
            Wish::Book(_) => format!("{who} booked for {time}."),
            Wish::Move(it)
                if was.is_some_and(|w| w.starts == it.starts && w.day == it.day && w.minutes != it.minutes) =>
            {
                format!("{who} now has {} minutes.", card.minutes)
            }
            Wish::Move(_) => format!("{who} moved to {time}."),
            Wish::Step(_) => format!("{who}: {}.", card.status.word().to_ascii_lowercase()),
            Wish::CallOff(_) => format!("Visit of {who} on {time} cancelled."),
            Wish::Undo(_) if card.status == Status::Cancelled => {
                format!("Taken back. The visit of {who} is off again.")
            }
            Wish::Undo(_) => format!("Taken back. {who} is at {time} again."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::board::fixtures::card;
    use super::*;

    fn moved() -> Move {
        let it = card(1, 0, 660, 30);
        Move {
            id: it.id,
            version: 1,
            practitioner: it.practitioner,
            room: None,
            equipment: None,
            day: it.day,
            starts: it.starts,
            minutes: it.minutes,
            confirmed: vec![Question::OutsideHours],
            overbook_reason: None,
        }
    }

    #[test]
    fn a_yes_is_added_to_the_yeses_before_it() {
        let Wish::Move(it) = Wish::Move(moved()).yes(&[Question::PatientBusy, Question::OutsideHours]) else { return };
        assert_eq!(it.confirmed, [Question::PatientBusy, Question::OutsideHours]);
    }

    #[test]
    fn taking_back_can_be_answered_with_yes() {
        let event = crate::kernel::ids::EventId(uuid::Uuid::from_u128(4));
        let asked = Wish::Undo(TakeBack { event, confirmed: vec![] }).yes(&[Question::PatientBusy]);
        assert_eq!(asked, Wish::Undo(TakeBack { event, confirmed: vec![Question::PatientBusy] }));
    }

    #[test]
    fn another_time_is_asked_about_afresh() {
        let free =
            Alternative { day: moved().day, starts: 720, practitioner: moved().practitioner, label: String::new() };
        let Wish::Move(it) = Wish::Move(moved()).instead(&free) else { return };
        assert_eq!((it.starts, it.confirmed.len()), (720, 0));
    }

    #[test]
    fn what_was_done_is_said_with_name_and_time() {
        let was = card(1, 0, 600, 30);
        let now = card(1, 0, 660, 30);
        assert_eq!(
            Wish::Move(moved()).done(&now, "Thandi Mokoena", Some(&was)),
            "Thandi Mokoena moved to Tue 24 Nov 11:00."
        );
        let longer = Move { starts: 600, minutes: 45, ..moved() };
        let card = Card { minutes: 45, ..was.clone() };
        assert_eq!(Wish::Move(longer).done(&card, "Thandi Mokoena", Some(&was)), "Thandi Mokoena now has 45 minutes.");
    }
}
