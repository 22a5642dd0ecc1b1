//! One's own account: where one is signed in, and one's own password.

use super::{
    device,
    drafts::{PasswordDraft, password_length},
    events::{PasswordChanged, SessionsEnded},
    model::{AccountPage, OwnSession},
    password,
    proof::{Refused, new_session, prove, settle},
    store::{self, NewSession},
};
use crate::{
    access::{
        policy::{ManageOwnAccount, ManageSecondFactor, SeeDiary, SeePeople, could},
        second_factor,
    },
    kernel::{draft::Faults, ids::SessionId, problem::Problem, span},
    platform::{
        cx::{Cx, CxMut, Fault, Outcome},
        door::{self, Visitor},
        edge::Services,
        seal::{self, digest},
    },
};
use jiff::Timestamp;

/// Where somebody's day begins.
///
/// # Errors
/// [`Problem::PasswordFirst`] before they have a password of their own.
pub async fn start(cx: &mut Cx) -> Result<&'static str, Fault> {
    let me = cx.actor.person;
    let may = cx.permit::<ManageOwnAccount>(me)?;
    if store::own(cx, &may).await?.first {
        return Err(Problem::PasswordFirst.into());
    }
    let factor = cx.permit::<ManageSecondFactor>(me)?;
    if second_factor::store::own(cx, &factor).await?.due.is_some_and(|due| due <= cx.now) {
        return Err(Problem::FactorFirst.into());
    }
    Ok(if could::<SeeDiary>(&cx.actor) {
        "/diary"
    } else if could::<SeePeople>(&cx.actor) {
        "/settings/people"
    } else {
        "/account"
    })
}

/// One's own account and where one is signed in.
pub async fn account(cx: &mut Cx) -> Result<AccountPage, Fault> {
    let me = cx.actor.person;
    let may = cx.permit::<ManageOwnAccount>(me)?;
    let own = store::own(cx, &may).await?;
    if own.first {
        return Err(Problem::PasswordFirst.into());
    }
    let open = store::open(cx, &may).await?;
    let notices = second_factor::actions::notices(cx, &may).await?;
    let factor = cx.permit::<ManageSecondFactor>(me)?;
    let factor = second_factor::store::own(cx, &factor).await?;
    let when = |at: Timestamp| {
        let local = cx.zone.to_datetime(at);
        format!("{} {}", span::short_day(local.date()), local.time().strftime("%H:%M"))
    };
    let this = cx.actor.session;
    let mut sessions: Vec<OwnSession> = open
        .into_iter()
        .map(|s| OwnSession {
            this: Some(s.id) == this,
            since: when(s.since),
            seen: when(s.seen),
            id: s.id,
            device: s.device,
            address: s.address,
        })
        .collect();
    sessions.sort_by_key(|s| !s.this);
    let roles = cx.actor.roles.iter().map(|r| r.word().to_owned()).collect();
    let factor_due = factor.due.map(when);
    let has_factor = factor.since.is_some();
    Ok(AccountPage { name: cx.actor.name.clone(), email: own.email, roles, sessions, notices, has_factor, factor_due })
}

/// Ends one of one's own sessions.
///
/// # Errors
/// [`Problem::NotFound`] for anybody else's, or one that has ended.
pub async fn end_session(cx: &mut CxMut, session: SessionId) -> Outcome<()> {
    let me = cx.actor.person;
    let may = cx.permit::<ManageOwnAccount>(me)?;
    let ended = store::end_own(cx, &may, Some(session), None).await?;
    if ended == 0 {
        return Err(Problem::NotFound.into());
    }
    let person = cx.actor.person;
    cx.done(may, SessionsEnded { person, one: Some(session), ended }, ()).await
}

/// Signs out everywhere, here too.
pub async fn sign_out_everywhere(cx: &mut CxMut) -> Outcome<()> {
    let me = cx.actor.person;
    let may = cx.permit::<ManageOwnAccount>(me)?;
    let ended = store::end_own(cx, &may, None, None).await?;
    let person = cx.actor.person;
    cx.done(may, SessionsEnded { person, one: None, ended }, ()).await
}

/// What the password page needs to know of the person acting.
#[derive(Clone, Debug)]
pub struct OwnPassword {
    /// Name as colleagues see it.
    pub name: String,
    /// Address as typed.
    pub email: String,
    /// The practice's name.
    pub practice: String,
    /// Stored password.
    pub stored: Option<String>,
    /// It is somebody else's choice.
    pub first: bool,
}

/// Reads what a new password is checked against.
pub async fn own_password(cx: &mut Cx) -> Result<OwnPassword, Fault> {
    let me = cx.actor.person;
    let may = cx.permit::<ManageOwnAccount>(me)?;
    let own = store::own(cx, &may).await?;
    let (name, practice) = (cx.actor.name.clone(), cx.practice_name.clone());
    Ok(OwnPassword { name, email: own.email, practice, stored: own.password_hash, first: own.first })
}

/// Checks the form against the person it is for; gives the text to store.
pub async fn new_password(
    it: &Services,
    visitor: &Visitor,
    own: &OwnPassword,
    draft: &PasswordDraft,
) -> Result<String, Refused> {
    let mut faults = Faults::default();
    faults.take("password", password_length(&draft.password));
    if !own.first && draft.present.is_empty() {
        faults.note("present", "required");
    }
    faults.or(())?;
    if !own.first {
        let folded = own.email.to_lowercase();
        let (tried, _) = prove(it, visitor, &folded, &draft.present).await.map_err(|refused| {
            let wrong = refused.problem.about("password").is_some();
            if wrong { Problem::field("present", "password_wrong").into() } else { refused }
        })?;
        door::step(it, visitor, async |door| settle(door, &tried).await).await?;
    }
    let about = [own.name.as_str(), own.email.as_str(), own.practice.as_str()];
    if let Some(code) = password::fault(&draft.password, &about, own.stored.clone()).await? {
        return Err(Problem::field("password", code).into());
    }
    Ok(password::hash(&draft.password).await?)
}

/// Keeps a checked password: every other session ends, and this one goes on under a new secret, which is given.
///
/// # Errors
/// [`Problem::Stale`] when the password was changed elsewhere since it was checked.
pub async fn keep_password(
    cx: &mut CxMut,
    it: &Services,
    visitor: &Visitor,
    was: &OwnPassword,
    hash: &str,
) -> Outcome<String> {
    let me = cx.actor.person;
    let may = cx.permit::<ManageOwnAccount>(me)?;
    let own = store::own(cx, &may).await?;
    if own.password_hash != was.stored {
        return Err(Problem::Stale {
            by: cx.actor.initials(),
            at: cx.zone.to_datetime(cx.now).strftime("%H:%M").to_string(),
        }
        .into());
    }
    let (token, id) = (seal::token(), SessionId::fresh());
    let (practice, person) = (cx.actor.practice, cx.actor.person);
    let device = device::words(&visitor.agent);
    let new = new_session(it, visitor, practice, person, id, cx.now);
    store::begin_again(cx, &may, &NewSession { token_hash: &digest(token.as_bytes()), device: &device, ..new }).await?;
    store::set_password(cx, &may, hash, id).await?;
    cx.done(may, PasswordChanged { person, first: was.first }, token).await
}
