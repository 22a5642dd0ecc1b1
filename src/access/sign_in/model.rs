//! What the screens of signing in show.

use crate::{
    access::second_factor::model::NoticeLine,
    kernel::{ids::SessionId, problem::Problem},
};
use serde::{Deserialize, Serialize};

/// The sign-in page: what was typed, and why it is still there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInPage {
    /// The address as typed.
    pub email: String,
    /// Where to go afterwards.
    pub to: String,
    /// What is wrong.
    pub problem: Option<Problem>,
    /// Seconds until the next try is listened to.
    pub wait: Option<u32>,
}

/// The page on which one sets one's own password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordPage {
    /// Nobody but the person may know the password, so this is the first thing they do.
    pub first: bool,
    /// Name of the person.
    pub name: String,
    /// The address, for the browser's own password store.
    pub email: String,
    /// What is wrong.
    pub problem: Option<Problem>,
    /// Seconds until the next try is listened to.
    pub wait: Option<u32>,
}

/// One's own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountPage {
    /// Name of the person.
    pub name: String,
    /// The address one signs in with.
    pub email: String,
    /// What one is to the practice.
    pub roles: Vec<String>,
    /// Where one is signed in, this screen first.
    pub sessions: Vec<OwnSession>,
    /// What one was told, the latest first.
    pub notices: Vec<NoticeLine>,
    /// Signing in asks for more than the password.
    pub has_factor: bool,
    /// From when on nothing opens without a second factor, practice time.
    pub factor_due: Option<String>,
}

/// One of the places where a person is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSession {
    /// Which.
    pub id: SessionId,
    /// `Firefox on Windows`.
    pub device: String,
    /// Network address.
    pub address: String,
    /// `Wed 25 Nov 08:02`, practice time.
    pub since: String,
    /// When it was last used.
    pub seen: String,
    /// The one this page is shown in.
    pub this: bool,
}

/// How long a screen stays open without another request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeLeft {
    /// Seconds from now.
    pub seconds: u32,
    /// The day's work is over: only the password opens it for longer.
    pub for_good: bool,
}

/// What became of a password typed on a locked screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unlocked {
    /// Open again, for so long.
    Open(TimeLeft),
    /// Not the password, or too soon.
    Refused {
        /// In a sentence.
        problem: Problem,
        /// Seconds until the next try is listened to.
        wait: Option<u32>,
    },
}

/// An invitation, as the person it is for sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WelcomePage {
    /// The practice.
    pub practice: String,
    /// Name as the colleague wrote it, or as typed since.
    pub name: String,
    /// The address one will sign in with.
    pub email: String,
    /// What one will be to the practice.
    pub roles: Vec<String>,
    /// What is wrong.
    pub problem: Option<Problem>,
}
