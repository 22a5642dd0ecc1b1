//! Signing in, on and out, and taking up an invitation. All of it at the door: nobody is acting yet.

use super::{
    drafts::{Secret, SignInDraft, WelcomeDraft, password_length},
    events::{Joined, SignedOut},
    model::TimeLeft,
    password,
    proof::{UNLOCKED, begin, device_cookie, left, prove, settle},
    second, store,
};
use crate::{
    kernel::{draft::Faults, ids::PersonId, name::PersonName, problem::Problem},
    platform::{
        cx::{Fault, OnConstraint},
        door::{self, Visitor},
        edge::{self, Services},
        seal::digest,
    },
};

pub use super::proof::{Admitted, Refused};

/// What a right password leads to.
#[derive(Clone, Debug)]
pub enum Entered {
    /// In.
    In(Admitted),
    /// Half way: the secret for the cookie of whoever has a second factor to show.
    Half(String),
}

/// Lets somebody in who types the right password, or half way in.
///
/// # Errors
/// The same for a wrong password, a name nobody has, a suspended account and a patient's: nobody learns which.
pub async fn sign_in(it: &Services, visitor: &Visitor, draft: &SignInDraft) -> Result<Entered, Refused> {
    draft.check()?;
    let folded = draft.folded();
    let (tried, account) = prove(it, visitor, &folded, &draft.password).await?;
    let who = (account.practice, account.person);
    if account.has_factor {
        let token = door::step(it, visitor, async |door| {
            settle(door, &tried).await?;
            second::half(door, who).await
        });
        return Ok(Entered::Half(token.await?));
    }
    let (token, left) = door::step(it, visitor, async |door| {
        settle(door, &tried).await?;
        begin(it, visitor, door, who, "").await
    })
    .await?;
    Ok(Entered::In(Admitted { token, device: device_cookie(it, visitor, &folded), first: account.first, left }))
}

/// Signs in as a browser does, with the password, and gives the `Cookie` header it would send from then on. For tests that
/// knock at every door; it opens nothing that a password does not.
///
/// # Errors
/// As [`sign_in`].
pub async fn sign_in_for_tests(it: &Services, email: &str, password: &str) -> Result<String, Refused> {
    let draft = SignInDraft { email: email.into(), password: password.into(), ..SignInDraft::default() };
    match sign_in(it, &Visitor::default(), &draft).await? {
        Entered::In(admitted) => Ok(format!("{}={}", edge::cookie_name(false), admitted.token)),
        Entered::Half(_) => Err(Problem::FactorFirst.into()),
    }
}

/// Opens a locked screen for the person who locked it, and for nobody else.
///
/// # Errors
/// [`Problem::SignedOut`] when the session was ended and not merely left alone.
pub async fn unlock(it: &Services, visitor: &Visitor, secret: &Secret) -> Result<Admitted, Refused> {
    let token = visitor.token.as_deref().ok_or(Problem::SignedOut)?;
    if secret.is_empty() {
        return Err(Problem::field("password", "required").into());
    }
    let token_hash = digest(token.as_bytes());
    let whose = door::step(it, visitor, async |door| Ok(store::whose(door, &token_hash).await?)).await?;
    let whose = whose.ok_or(Problem::SignedOut)?;
    let (tried, account) = prove(it, visitor, &whose.email_folded, secret).await?;
    // its day is over: whoever has a second factor shows it again
    if account.has_factor && !whose.alive {
        return Err(Problem::SignedOut.into());
    }
    let who = (account.practice, account.person);
    let (token, left) = door::step(it, visitor, async |door| {
        settle(door, &tried).await?;
        begin(it, visitor, door, who, UNLOCKED).await
    })
    .await?;
    Ok(Admitted { token, device: device_cookie(it, visitor, &whose.email_folded), first: account.first, left })
}

/// Ends the session of the browser that asks.
pub async fn sign_out(it: &Services, visitor: &Visitor) -> Result<(), Problem> {
    let Some(token) = visitor.token.as_deref() else { return Ok(()) };
    let token_hash = digest(token.as_bytes());
    door::step(it, visitor, async |door| {
        let Some(whose) = store::whose(door, &token_hash).await? else { return Ok(()) };
        store::end(door, &token_hash).await?;
        let event = SignedOut { person: whose.person };
        door.record(Some((whose.practice, whose.person)), Some(whose.session), &event).await?;
        door.tell(whose.practice, Some(whose.session), &event).await
    })
    .await
}

/// How long the screen stays open; `staying` counts as a request.
///
/// # Errors
/// [`Problem::SignedOut`] when it is locked already.
pub async fn time_left(it: &Services, visitor: &Visitor, staying: bool) -> Result<TimeLeft, Problem> {
    let token = visitor.token.as_deref().ok_or(Problem::SignedOut)?;
    let token_hash = digest(token.as_bytes());
    door::step(it, visitor, async |door| {
        let (idle_at, expires_at) = store::ends(door, &token_hash, staying).await?.ok_or(Problem::SignedOut)?;
        Ok(left(door.now, idle_at, expires_at))
    })
    .await
}

/// An invitation as its link shows it.
///
/// # Errors
/// [`Problem::NotFound`] when it was used, withdrawn or is too old: the three look alike.
pub async fn invitation(it: &Services, visitor: &Visitor, token: &str) -> Result<store::Invitation, Problem> {
    let token_hash = digest(token.as_bytes());
    door::step(it, visitor, async |door| Ok(store::invitation(door, &token_hash).await?.ok_or(Problem::NotFound)?))
        .await
}

/// Takes an invitation up: the person exists from now on and is signed in.
pub async fn join(it: &Services, visitor: &Visitor, token: &str, draft: &WelcomeDraft) -> Result<Admitted, Problem> {
    let invited = invitation(it, visitor, token).await?;
    let mut faults = Faults::default();
    let name = faults.take("name", PersonName::parse(&draft.name).map_err(|e| e.code()));
    faults.take("password", password_length(&draft.password));
    let Some(name) = name.filter(|_| faults.is_empty()) else { return Err(faults.problem()) };
    let about = [name.as_str(), invited.email.as_str(), invited.practice.as_str()];
    if let Some(code) = password::fault(&draft.password, &about, None).await? {
        return Err(Problem::field("password", code));
    }
    let hash = password::hash(&draft.password).await?;
    let (person, token_hash) = (PersonId::fresh(), digest(token.as_bytes()));
    let (token, left) = door::step(it, visitor, async |door| {
        let accepted = store::accept(door, &token_hash, person, name.as_str(), &hash)
            .await
            .on_constraint("person_email_once", || Problem::field("email", "taken"))
            .map_err(|fault| match fault {
                // somebody else was given the diary column in the meantime: a new invitation is needed
                Fault::Sql(sqlx::Error::Database(e)) if e.constraint() == Some("person_practitioner_once") => {
                    Problem::field("email", "taken").into()
                }
                other => other,
            })?;
        let (practice, invitation) = accepted.ok_or(Problem::NotFound)?;
        door.record(Some((practice, person)), None, &Joined { person, invitation }).await?;
        begin(it, visitor, door, (practice, person), "").await
    })
    .await?;
    let folded = invited.email.to_lowercase();
    Ok(Admitted { token, device: device_cookie(it, visitor, &folded), first: false, left })
}
