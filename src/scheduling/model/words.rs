//! The steps of a visit and the reasons for calling one off, with their words.

use serde::{Deserialize, Serialize};

/// How far a visit has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// In the diary.
    Booked,
    /// The patient said yes.
    Confirmed,
    /// In the waiting room.
    Arrived,
    /// With the practitioner.
    InRoom,
    /// Over.
    Completed,
    /// Did not come.
    NoShow,
    /// Called off.
    Cancelled,
}

impl Status {
    /// All, in the order a visit goes through them.
    pub const ALL: [Status; 7] = [
        Status::Booked,
        Status::Confirmed,
        Status::Arrived,
        Status::InRoom,
        Status::Completed,
        Status::NoShow,
        Status::Cancelled,
    ];

    /// The word stored and sent.
    pub fn key(self) -> &'static str {
        match self {
            Status::Booked => "booked",
            Status::Confirmed => "confirmed",
            Status::Arrived => "arrived",
            Status::InRoom => "in_room",
            Status::Completed => "completed",
            Status::NoShow => "no_show",
            Status::Cancelled => "cancelled",
        }
    }

    /// The word on screen.
    pub fn word(self) -> &'static str {
        match self {
            Status::Booked => "Booked",
            Status::Confirmed => "Confirmed",
            Status::Arrived => "Arrived",
            Status::InRoom => "In session",
            Status::Completed => "Done",
            Status::NoShow => "Did not come",
            Status::Cancelled => "Cancelled",
        }
    }

    /// From the stored word.
    pub fn from_key(key: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|s| s.key() == key)
    }

    /// Whether the visit holds its time: cancelled ones and those who did not come have given it back.
    pub fn holds_time(self) -> bool {
        match self {
            Status::Booked | Status::Confirmed | Status::Arrived | Status::InRoom | Status::Completed => true,
            Status::NoShow | Status::Cancelled => false,
        }
    }
}

/// Who a cancellation comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReasonSide {
    /// The patient.
    Patient,
    /// The practice.
    Practice,
    /// Either.
    Either,
}

/// Why a visit was called off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// Patient ill.
    PatIll,
    /// Work or school.
    PatWork,
    /// Transport.
    PatTransport,
    /// Forgot, mixed up.
    PatForgot,
    /// Improved, no longer needed.
    PatBetter,
    /// Cost or benefits used up.
    PatCost,
    /// In hospital.
    PatAdmitted,
    /// Bereavement.
    PatBereaved,
    /// Deceased.
    PatDeceased,
    /// Authorisation not in place.
    AuthMissing,
    /// Weather, roads, unrest.
    WeatherUnrest,
    /// Power or water failure.
    PowerWater,
    /// Practitioner ill.
    PracIll,
    /// Practitioner away.
    PracLeave,
    /// Booking error, duplicate.
    PracError,
    /// Other; needs words.
    Other,
}

impl CancelReason {
    /// All, in the order of the list on screen.
    pub const ALL: [CancelReason; 16] = [
        CancelReason::PatIll,
        CancelReason::PatWork,
        CancelReason::PatTransport,
        CancelReason::PatForgot,
        CancelReason::PatBetter,
        CancelReason::PatCost,
        CancelReason::PatAdmitted,
        CancelReason::PatBereaved,
        CancelReason::PatDeceased,
        CancelReason::AuthMissing,
        CancelReason::WeatherUnrest,
        CancelReason::PowerWater,
        CancelReason::PracIll,
        CancelReason::PracLeave,
        CancelReason::PracError,
        CancelReason::Other,
    ];

    fn row(self) -> (&'static str, &'static str, ReasonSide) {
        use ReasonSide::{Either, Patient, Practice};
        match self {
            CancelReason::PatIll => ("pat_ill", "Patient ill", Patient),
            CancelReason::PatWork => ("pat_work", "Work or school", Patient),
            CancelReason::PatTransport => ("pat_transport", "Transport", Patient),
            CancelReason::PatForgot => ("pat_forgot", "Forgot or mixed up", Patient),
            CancelReason::PatBetter => ("pat_better", "Improved, no longer needed", Patient),
            CancelReason::PatCost => ("pat_cost", "Cost, or benefits used up", Patient),
            CancelReason::PatAdmitted => ("pat_admitted", "In hospital", Patient),
            CancelReason::PatBereaved => ("pat_bereaved", "Bereavement", Patient),
            CancelReason::PatDeceased => ("pat_deceased", "Deceased", Practice),
            CancelReason::AuthMissing => ("auth_missing", "Authorisation not in place", Either),
            CancelReason::WeatherUnrest => ("weather_unrest", "Weather, roads or unrest", Either),
            CancelReason::PowerWater => ("power_water", "Power or water failure", Either),
            CancelReason::PracIll => ("prac_ill", "Practitioner ill", Practice),
            CancelReason::PracLeave => ("prac_leave", "Practitioner away", Practice),
            CancelReason::PracError => ("prac_error", "Booking error or duplicate", Practice),
            CancelReason::Other => ("other", "Other reason", Either),
        }
    }

    /// The word stored and sent.
    pub fn key(self) -> &'static str {
        self.row().0
    }

    /// The words on screen.
    pub fn words(self) -> &'static str {
        self.row().1
    }

    /// Who it comes from.
    pub fn side(self) -> ReasonSide {
        self.row().2
    }

    /// From the stored word.
    pub fn from_key(key: &str) -> Option<CancelReason> {
        CancelReason::ALL.into_iter().find(|r| r.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_word_comes_back_as_the_same_step_or_reason() {
        for s in Status::ALL {
            assert_eq!(Status::from_key(s.key()), Some(s));
            assert_eq!(serde_json::to_string(&s).expect("writes"), format!("\"{}\"", s.key()));
        }
        for r in CancelReason::ALL {
            assert_eq!(CancelReason::from_key(r.key()), Some(r));
            assert_eq!(serde_json::to_string(&r).expect("writes"), format!("\"{}\"", r.key()));
        }
        assert_eq!(Status::from_key("gone"), None);
    }
}
