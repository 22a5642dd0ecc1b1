//! What surrounds a page: whose practice, who is signed in, and what they could open from here.

use super::problem::Problem;
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
    /// Whether the person has a second factor, so that a proof can be a code.
    pub has_factor: bool,
    /// Notices they have not seen.
    pub notices: u16,
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
pub struct OnProblem(pub fn(&Problem));

/// Where the server sends the browser. Handed to pages as a context.
#[derive(Clone, Copy)]
pub struct GoTo(pub fn(&str));

/// Whether the page has anything that needs the browser code. Handed to the document as a context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scripted(pub bool);

/// What became of a proof that was sent along with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof(pub Result<(), (Problem, Option<u32>)>);

/// A form that waits for a proof of who sent it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The form's fields as they were sent, so that nothing typed is lost.
    pub fields: Vec<(String, String)>,
    /// Why the proof that was sent did not do, and seconds until the next try is listened to.
    pub refused: Option<(Problem, Option<u32>)>,
}

/// Whether a deed of this request asked for a proof, and the form it was asked with. One per request.
#[derive(Clone, Debug, Default)]
pub struct ProveCell(Arc<Mutex<(bool, Asked)>>);

impl ProveCell {
    /// For a request that came with this form.
    pub fn of(asked: Asked) -> ProveCell {
        ProveCell(Arc::new(Mutex::new((false, asked))))
    }

    /// A deed asks for a proof.
    pub fn ask(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0 = true;
    }

    /// The form that waits, if a deed asked.
    pub fn wanted(&self) -> Option<Asked> {
        let it = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        it.0.then(|| it.1.clone())
    }
}
