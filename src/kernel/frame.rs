//! What surrounds a page: whose practice, who is signed in, and what they could open from here.

use std::sync::{Arc, Mutex, PoisonError};

/// Filled in by the first question a page asks, so that the frame costs no question of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// Name of the practice.
    pub practice: String,
    /// Name of the person signed in.
    pub person: String,
    /// Names of the abilities the person has in some measure. For offering links, never for deciding.
    pub abilities: Vec<&'static str>,
    /// Minutes without a request after which the screen locks.
    pub idle_minutes: u16,
    /// Where the page is, so that a preference can come back to it.
    pub path: String,
}

/// One per request.
#[derive(Clone, Debug, Default)]
pub struct FrameCell(Arc<Mutex<Option<Frame>>>);

impl FrameCell {
    /// Fills it.
    pub fn set(&self, frame: Frame) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(frame);
    }

    /// What was filled in; `None` on a page for nobody in particular.
    pub fn get(&self) -> Option<Frame> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// How the person likes the screen, from cookies; an empty theme follows the system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prefs {
    /// `light`, `dark` or empty.
    pub theme: &'static str,
    /// `desk` or `room`; empty is `desk`.
    pub density: &'static str,
}

/// What the server does when a page shows a problem: it sets the status. Handed to pages as a context.
#[derive(Clone, Copy)]
pub struct OnProblem(pub fn(&super::problem::Problem));

/// Where the server sends the browser. Handed to pages as a context.
#[derive(Clone, Copy)]
pub struct GoTo(pub fn(&str));

/// Whether the page has anything that needs the browser code. Handed to the document as a context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scripted(pub bool);
