//! The three steps of every sign-in: the try is counted, the password is worked out, and a session begins or the try stays
//! written down. No database connection is held during the second.

use super::{
    device,
    drafts::Secret,
    events::{SignInRefused, SignedIn},
    model::TimeLeft,
    password,
    store::{self, Account, NewSession, Scope},
    throttle,
};
use crate::{
    access::{Role, Roles},
    kernel::{
        ids::{PersonId, PracticeId, SessionId},
        problem::Problem,
    },
    platform::{
        cx::Fault,
        door::{self, Doorway, Visitor},
        edge::Services,
        seal::{self, digest},
    },
};
use jiff::{SignedDuration, Timestamp};

/// In place of a second factor: the screen was locked, and its session had one where one is asked for.
pub(super) const UNLOCKED: &str = "unlocked";

/// Somebody who was let in: the secrets for their cookies.
#[derive(Clone)]
pub struct Admitted {
    /// The session's secret.
    pub token: String,
    /// By what the device will be known.
    pub device: String,
    /// Their password is somebody else's choice.
    pub first: bool,
    /// How long the screen stays open.
    pub left: TimeLeft,
}

impl std::fmt::Debug for Admitted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Admitted").field("first", &self.first).finish_non_exhaustive()
    }
}

/// Why somebody was not let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// In a sentence and a status.
    pub problem: Problem,
    /// Seconds until the next try is listened to.
    pub wait: Option<u32>,
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Refused {
        Refused { problem, wait: None }
    }
}

/// The keys failures are counted by. Nothing typed is stored, only marks of it.
struct Keys {
    counted: Vec<(Scope, Vec<u8>)>,
}

impl Keys {
    /// A device known to the account is counted by itself, so that strangers cannot lock its owner out; everybody else
    /// shares the account's count and the address's.
    fn of(it: &Services, visitor: &Visitor, folded: &str) -> Keys {
        let nobody = PracticeId(uuid::Uuid::nil());
        let mark = |what, text: &str| it.seal.mark(nobody, what, text);
        match known_device(it, visitor, folded) {
            Some(device) => {
                Keys { counted: vec![(Scope::Device, mark("sign-in device", &format!("{device} {folded}")))] }
            }
            None => Keys {
                counted: vec![
                    (Scope::Account, mark("sign-in account", folded)),
                    (Scope::Address, mark("sign-in address", &visitor.address)),
                ],
            },
        }
    }
}

/// The device's own part of its cookie, if the cookie carries the account's mark.
fn known_device<'a>(it: &Services, visitor: &'a Visitor, folded: &str) -> Option<&'a str> {
    let mut parts = visitor.device.as_deref()?.split('.');
    let device = parts.next().filter(|d| d.len() == 64)?;
    let mark = device_mark(it, device, folded);
    parts.any(|p| digest(p.as_bytes()) == digest(mark.as_bytes())).then_some(device)
}

fn device_mark(it: &Services, device: &str, folded: &str) -> String {
    let mark = it.seal.mark(PracticeId(uuid::Uuid::nil()), "known device", &format!("{device} {folded}"));
    mark.iter().map(|b| format!("{b:02x}")).collect()
}

/// The cookie a device keeps: its own part, then the marks of up to eight accounts, the latest first.
pub(super) fn device_cookie(it: &Services, visitor: &Visitor, folded: &str) -> String {
    let mut parts = visitor.device.as_deref().unwrap_or_default().split('.').map(str::to_owned);
    let hex = |text: &String| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let device = parts.next().filter(hex).unwrap_or_else(seal::token);
    let mark = device_mark(it, &device, folded);
    let mut marks: Vec<String> = parts.filter(hex).filter(|p| *p != mark).take(7).collect();
    marks.insert(0, mark);
    format!("{device}.{}", marks.join("."))
}

/// A try that was written down, and how to take it back.
pub(super) struct Try {
    keys: Keys,
    at: Timestamp,
    account: Option<Account>,
}

/// The first step: counts the try, or refuses to listen to it.
async fn claim(it: &Services, visitor: &Visitor, folded: &str) -> Result<Try, Refused> {
    let keys = Keys::of(it, visitor, folded);
    let asked = door::step(it, visitor, async |door| {
        let mut wait: Option<u32> = None;
        for (scope, key) in &keys.counted {
            let tries = store::tries(door, *scope, key).await?;
            let (limit, slowing) = match scope {
                Scope::Account | Scope::Device => (throttle::PER_ACCOUNT, true),
                Scope::Address => (throttle::PER_ADDRESS, false),
            };
            wait = wait.max(throttle::wait(&tries, door.now, limit, slowing));
        }
        if wait.is_some() {
            return Ok(Err(wait));
        }
        for (scope, key) in &keys.counted {
            store::write_try(door, *scope, key).await?;
        }
        Ok(Ok((door.now, store::account(door, folded).await?)))
    });
    match asked.await? {
        Ok((at, account)) => Ok(Try { keys, at, account }),
        Err(wait) => {
            let seconds = wait.unwrap_or_default();
            Err(Refused { problem: Problem::TooMany { retry_in_minutes: throttle::in_minutes(seconds) }, wait })
        }
    }
}

/// Patients have no staff session; everyone else with a role does.
fn is_staff(roles: Roles) -> bool {
    roles.iter().any(|role| role != Role::Patient)
}

/// The middle of every sign-in: whether this is the account's password. A refusal is written down where the account is.
pub(super) async fn prove(
    it: &Services,
    visitor: &Visitor,
    folded: &str,
    secret: &Secret,
) -> Result<(Try, Account), Refused> {
    let tried = claim(it, visitor, folded).await?;
    let stored = tried.account.as_ref().and_then(|a| a.password_hash.clone());
    let right = password::is(secret, stored).await?;
    let why = match &tried.account {
        Some(account) if right && !account.suspended && is_staff(account.roles) => {
            let account = account.clone();
            return Ok((tried, account));
        }
        Some(account) if right && account.suspended => "suspended",
        Some(_) if right => "portal",
        Some(_) | None => "password",
    };
    let who = tried.account.as_ref().map(|a| (a.practice, a.person));
    let refused = SignInRefused {
        person: who.map(|(_, person)| person),
        why,
        device: device::words(&visitor.agent),
        address: visitor.address.clone(),
    };
    door::step(it, visitor, async |door| door.record(who, None, &refused).await).await?;
    Err(Problem::field("password", "sign_in").into())
}

/// Takes the try back and forgets the failures before it.
pub(super) async fn settle(door: &mut Doorway, tried: &Try) -> Result<(), Fault> {
    for (scope, key) in &tried.keys.counted {
        match scope {
            Scope::Account | Scope::Device => store::forget(door, *scope, key).await?,
            // one's own right password says nothing about the others behind the same address
            Scope::Address => store::take_back(door, *scope, key, tried.at).await?,
        }
    }
    Ok(())
}

/// A session for somebody who proved who they are, in place of the one their browser had. `second` is how the second factor
/// was shown, [`UNLOCKED`] for a locked screen.
pub(super) async fn begin(
    it: &Services,
    visitor: &Visitor,
    door: &mut Doorway,
    who: (PracticeId, PersonId),
    second: &'static str,
) -> Result<(String, TimeLeft), Fault> {
    if let Some(old) = &visitor.token {
        store::end(door, &digest(old.as_bytes())).await?;
    }
    let (practice, person) = who;
    let (token, id) = (seal::token(), SessionId::fresh());
    let device = device::words(&visitor.agent);
    let new = new_session(it, visitor, practice, person, id, door.now);
    store::begin(door, &NewSession { token_hash: &digest(token.as_bytes()), device: &device, ..new }).await?;
    let event = SignedIn {
        person,
        device: device.clone(),
        address: visitor.address.clone(),
        unlocked: second == UNLOCKED,
        second,
    };
    door.record(Some(who), Some(id), &event).await?;
    let left = left(door.now, new.at + minutes(it), new.until);
    Ok((token, left))
}

fn minutes(it: &Services) -> SignedDuration {
    SignedDuration::from_mins(it.app.staff_idle_minutes.into())
}

pub(super) fn new_session<'a>(
    it: &Services,
    visitor: &'a Visitor,
    practice: PracticeId,
    person: PersonId,
    id: SessionId,
    at: Timestamp,
) -> NewSession<'a> {
    let until = at + SignedDuration::from_hours(it.app.staff_hours);
    let (token_hash, device, address) = (&[][..], "", visitor.address.as_str());
    NewSession { practice, person, id, token_hash, device, address, at, until, idle_minutes: it.app.staff_idle_minutes }
}

pub(super) fn left(now: Timestamp, idle_at: Timestamp, expires_at: Timestamp) -> TimeLeft {
    let ends = idle_at.min(expires_at);
    let seconds = u32::try_from(ends.duration_since(now).as_secs().max(0)).unwrap_or(u32::MAX);
    TimeLeft { seconds, for_good: expires_at <= idle_at }
}
