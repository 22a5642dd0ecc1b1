//! The second factor at the door, and proofs later on. A try is counted before the code is looked at; a right code is used
//! up in the transaction that lets its owner in, so that it is good once, however many send it at the same moment.

use super::{
    drafts::Secret,
    events::{HalfIn, Proved, SecondRefused},
    proof::{Admitted, Refused, begin, device_cookie, prove, settle},
    store::{self, Scope},
    throttle,
};
use crate::{
    access::second_factor::{
        actions::{mark, sealed_as},
        rules::{self, Typed},
        store as factor, totp,
    },
    kernel::{
        ids::{PersonId, PracticeId},
        problem::Problem,
    },
    platform::{
        cx::Fault,
        door::{self, Doorway, Visitor},
        edge::Services,
        seal::{self, digest},
    },
};
use jiff::SignedDuration;

/// Minutes that somebody may stand half way in.
pub const HALF_MINUTES: i64 = 10;

/// By what a second factor was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// A code of the app.
    App,
    /// A recovery code; so many are left.
    Recovery(i64),
}

impl How {
    fn key(self) -> &'static str {
        match self {
            How::App => "app",
            How::Recovery(_) => "recovery",
        }
    }
}

/// Lets somebody who typed the right password stand half way in. Gives the secret for the cookie; it is no session's.
pub(super) async fn half(door: &mut Doorway, who: (PracticeId, PersonId)) -> Result<String, Fault> {
    let token = seal::token();
    let until = door.now + SignedDuration::from_mins(HALF_MINUTES);
    factor::half_begin(door, who, &digest(token.as_bytes()), until).await?;
    door.record(Some(who), None, &HalfIn { person: who.1 }).await?;
    Ok(token)
}

fn half_hash(visitor: &Visitor) -> Option<Vec<u8>> {
    visitor.half.as_deref().map(|token| digest(token.as_bytes()))
}

/// Whether the visitor stands half way in.
pub async fn waiting(it: &Services, visitor: &Visitor) -> Result<bool, Problem> {
    let Some(hash) = half_hash(visitor) else { return Ok(false) };
    door::step(it, visitor, async |door| Ok(factor::half_whose(door, &hash).await?.is_some())).await
}

/// Lets somebody in who stands half way in and shows their second factor.
///
/// # Errors
/// [`Problem::SignedOut`] when the password has to be typed again.
pub async fn step(it: &Services, visitor: &Visitor, typed: &str) -> Result<Admitted, Refused> {
    let hash = half_hash(visitor).ok_or(Problem::SignedOut)?;
    let whose = door::step(it, visitor, async |door| Ok(factor::half_whose(door, &hash).await?)).await?;
    let whose = whose.ok_or(Problem::SignedOut)?;
    let who = (whose.practice, whose.person);
    count(it, visitor, whose.person, typed).await?;
    let entered = door::step(it, visitor, async |door| {
        let Some(how) = accept(door, who, typed).await? else {
            door.record(Some(who), None, &SecondRefused { person: who.1, address: visitor.address.clone() }).await?;
            return Ok(None);
        };
        if !factor::half_end(door, &hash).await? {
            return Err(Problem::SignedOut.into());
        }
        let (token, left) = begin(it, visitor, door, who, how.key()).await?;
        if let How::Recovery(left) = how {
            factor::tell_at_the_door(door, who.0, who.1, "recovery_used", &serde_json::json!({ "left": left })).await?;
        }
        Ok(Some((token, left)))
    })
    .await?;
    let (token, left) = entered.ok_or_else(|| Problem::field("code", "code_wrong"))?;
    Ok(Admitted { token, device: device_cookie(it, visitor, &whose.email_folded), first: whose.first, left })
}

/// Counts a try with a second factor, or refuses to listen to it. Nothing typed costs nothing.
async fn count(it: &Services, visitor: &Visitor, person: PersonId, typed: &str) -> Result<(), Refused> {
    if rules::read(typed) == Typed::Nothing {
        return Err(Problem::field("code", "required").into());
    }
    let wait = door::step(it, visitor, async |door| {
        let key = key_of(door, person);
        let tries = store::tries(door, Scope::Account, &key).await?;
        let wait = throttle::wait(&tries, door.now, throttle::PER_ACCOUNT, true);
        if wait.is_none() {
            store::write_try(door, Scope::Account, &key).await?;
        }
        Ok(wait)
    })
    .await?;
    let Some(seconds) = wait else { return Ok(()) };
    Err(Refused { problem: Problem::TooMany { retry_in_minutes: throttle::in_minutes(seconds) }, wait })
}

fn key_of(door: &Doorway, person: PersonId) -> Vec<u8> {
    door.seal().mark(PracticeId(uuid::Uuid::nil()), "second factor", &person.to_string())
}

/// Uses up what was typed, if it is right and was not used before; the failures before it are forgotten.
async fn accept(door: &mut Doorway, who: (PracticeId, PersonId), typed: &str) -> Result<Option<How>, Fault> {
    let (practice, person) = who;
    let how = match rules::read(typed) {
        Typed::App(code) => {
            let Some(sealed) = factor::sealed(door, practice, person).await? else { return Ok(None) };
            let secret = door.seal().open(practice, &sealed_as(person), &sealed)?;
            let Some(window) = totp::window(&secret, &code, door.now) else { return Ok(None) };
            factor::take(door, practice, person, window).await?.then_some(How::App)
        }
        Typed::Recovery(code) => {
            let mark = mark(door.seal(), practice, person, &code);
            factor::take_recovery(door, practice, person, &mark).await?.map(How::Recovery)
        }
        Typed::Nothing | Typed::Neither => None,
    };
    if how.is_some() {
        let key = key_of(door, person);
        store::forget(door, Scope::Account, &key).await?;
    }
    Ok(how)
}

/// Proves again who is at the keys of an open session: by the password, or by a code. The session goes on under a new
/// secret, which is given.
///
/// # Errors
/// [`Problem::SignedOut`] without an open session; else what was wrong with the proof, at its field.
pub async fn prove_again(it: &Services, visitor: &Visitor, password: &Secret, code: &str) -> Result<String, Refused> {
    let old = digest(visitor.token.as_deref().ok_or(Problem::SignedOut)?.as_bytes());
    let whose = door::step(it, visitor, async |door| {
        // open, and not merely known
        store::ends(door, &old, true).await?.ok_or(Problem::SignedOut)?;
        Ok(store::whose(door, &old).await?)
    });
    let whose = whose.await?.ok_or(Problem::SignedOut)?;
    let who = (whose.practice, whose.person);
    let coded = rules::read(code) != Typed::Nothing;
    if !coded && password.is_empty() {
        return Err(Problem::field("proof_password", "required").into());
    }
    let mut tried = None;
    if coded {
        count(it, visitor, whose.person, code).await?;
    } else {
        let proved = prove(it, visitor, &whose.email_folded, password).await.map_err(|refused| {
            let wrong = refused.problem.about("password").is_some();
            if wrong { Problem::field("proof_password", "password_wrong").into() } else { refused }
        })?;
        tried = Some(proved.0);
    }
    let token = seal::token();
    let new = digest(token.as_bytes());
    let done = door::step(it, visitor, async |door| {
        let how = match &tried {
            Some(tried) => {
                settle(door, tried).await?;
                "password"
            }
            None => match accept(door, who, code).await? {
                Some(how) => how.key(),
                None => {
                    let refused = SecondRefused { person: who.1, address: visitor.address.clone() };
                    door.record(Some(who), Some(whose.session), &refused).await?;
                    return Ok(false);
                }
            },
        };
        if !store::proved(door, &old, &new).await? {
            return Err(Problem::SignedOut.into());
        }
        door.record(Some(who), Some(whose.session), &Proved { person: who.1, how }).await?;
        Ok(true)
    });
    if done.await? { Ok(token) } else { Err(Problem::field("proof_code", "code_wrong").into()) }
}
