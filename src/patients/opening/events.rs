//! What happens to charts that are closed to somebody.

use crate::{
    kernel::ids::{OpeningId, PatientId},
    platform::cx::Event,
};
use serde::Serialize;

/// A chart was opened with a reason. The words are in its row, where they can be reviewed.
#[derive(Debug, Serialize)]
pub struct ChartOpened {
    /// Which opening.
    #[serde(skip)]
    pub opening: OpeningId,
    /// Whose chart.
    #[serde(skip)]
    pub patient: PatientId,
    /// The reason, as chosen.
    pub reason: &'static str,
    /// Openings by the same person within a day, this one counted.
    pub within_a_day: i64,
    /// That is more than usual.
    pub alarm: bool,
}

impl Event for ChartOpened {
    const KIND: &'static str = "patient.chart_opened";
    fn subject(&self) -> uuid::Uuid {
        self.opening.0
    }
    fn patient(&self) -> Option<PatientId> {
        Some(self.patient)
    }
}

/// Somebody else looked at why.
#[derive(Debug, Serialize)]
pub struct OpeningReviewed {
    /// Which opening.
    #[serde(skip)]
    pub opening: OpeningId,
    /// Whose chart.
    #[serde(skip)]
    pub patient: PatientId,
    /// The reason does.
    pub accepted: bool,
}

impl Event for OpeningReviewed {
    const KIND: &'static str = "patient.opening_reviewed";
    fn subject(&self) -> uuid::Uuid {
        self.opening.0
    }
    fn patient(&self) -> Option<PatientId> {
        Some(self.patient)
    }
}
