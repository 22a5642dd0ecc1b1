//! One's own second factor, and what one was told.

use super::{
    events::{FactorBegun, FactorOff, FactorOn, NoticesSeen, RecoveryCodesMade},
    model::{FactorPage, NoticeLine, Pending},
    rules::{self, RECOVERY_CODES, Typed},
    store, totp,
};
use crate::{
    access::{
        policy::{ManageOwnAccount, ManageSecondFactor, Permit},
        sign_in::store as sign_in,
    },
    kernel::{
        ids::{PersonId, PracticeId},
        problem::Problem,
        span,
    },
    platform::{
        cx::{Cx, CxMut, Fault, Outcome},
        seal::{self, Seal},
    },
};
use jiff::{SignedDuration, Timestamp};

/// What secrets are sealed as; the person is part of it, so that one moved to another row does not open.
pub fn sealed_as(person: PersonId) -> String {
    format!("second factor {person}")
}

/// The mark under which a recovery code is kept.
pub fn mark(seal: &Seal, practice: PracticeId, person: PersonId, code: &str) -> Vec<u8> {
    seal.mark(practice, "recovery code", &format!("{person} {code}"))
}

/// `Wed 25 Nov 08:02`, practice time.
pub fn when(cx: &Cx, at: Timestamp) -> String {
    let local = cx.zone.to_datetime(at);
    format!("{} {}", span::short_day(local.date()), local.time().strftime("%H:%M"))
}

/// A secret that was shown can be confirmed for so long.
const PENDING: SignedDuration = SignedDuration::from_mins(15);

/// One's own second factor; one that is being set up is shown until its first code.
pub async fn page(cx: &mut Cx) -> Result<FactorPage, Fault> {
    let me = cx.actor.person;
    let may = cx.permit::<ManageSecondFactor>(me)?;
    let own = store::own(cx, &may).await?;
    let account = cx.permit::<ManageOwnAccount>(me)?;
    let email = sign_in::own(cx, &account).await?.email;
    let pending = match own.next {
        Some((sealed, at)) if cx.now.duration_since(at) < PENDING => {
            let secret = cx.seal().open(cx.actor.practice, &sealed_as(me), &sealed)?;
            let picture = totp::address(&secret, &email, &cx.practice_name).and_then(|address| totp::picture(&address));
            Some(Pending { secret: rules::in_groups(&secret), picture })
        }
        Some(_) | None => None,
    };
    let (asked, _) = store::demand(cx).await?;
    Ok(FactorPage {
        since: own.since.map(|at| when(cx, at)),
        codes_left: own.codes_left,
        pending,
        codes: vec![],
        due: own.due.map(|at| when(cx, at)),
        overdue: own.due.is_some_and(|due| due <= cx.now),
        demanded: asked.is_some(),
        problem: None,
    })
}

/// Makes a secret that waits for its first code. One that counts already stays until then.
pub async fn begin(cx: &mut CxMut) -> Outcome<()> {
    let me = cx.actor.person;
    let may = cx.permit::<ManageSecondFactor>(me)?;
    let sealed = cx.seal().seal(cx.actor.practice, &sealed_as(me), &totp::new_secret())?;
    store::begin(cx, &may, &sealed).await?;
    cx.done(may, FactorBegun { person: me }, ()).await
}

/// The first code of the app: from now on signing in asks for one. Gives the recovery codes, which are stored nowhere as
/// they are; every other screen is signed out.
///
/// # Errors
/// `code_wrong` for any other code, `code_late` when the secret is no longer the one that waits.
pub async fn confirm(cx: &mut CxMut, typed: &str) -> Outcome<Vec<String>> {
    let me = cx.actor.person;
    let may = cx.permit::<ManageSecondFactor>(me)?;
    let own = store::own(cx, &may).await?;
    let code = match rules::read(typed) {
        Typed::App(code) => code,
        Typed::Nothing => return Err(Problem::field("code", "required").into()),
        Typed::Recovery(_) | Typed::Neither => return Err(Problem::field("code", "code_wrong").into()),
    };
    let late = || Problem::field("code", "code_late");
    let (sealed, _) = own.next.ok_or_else(late)?;
    let secret = cx.seal().open(cx.actor.practice, &sealed_as(me), &sealed)?;
    let window = totp::window(&secret, &code, cx.now).ok_or_else(|| Problem::field("code", "code_wrong"))?;
    if !store::confirm(cx, &may, &sealed, window).await? {
        return Err(late().into());
    }
    let codes = new_codes_for(cx, &may).await?;
    let account = cx.permit::<ManageOwnAccount>(me)?;
    let here = cx.actor.session;
    let ended = sign_in::end_own(cx, &account, None, here).await?;
    let again = own.since.is_some();
    cx.done(may, FactorOn { person: me, again, ended }, codes).await
}

async fn new_codes_for(cx: &mut CxMut, may: &Permit<ManageSecondFactor>) -> Result<Vec<String>, Fault> {
    let (practice, me) = (cx.actor.practice, cx.actor.person);
    let codes: Vec<String> = (0..RECOVERY_CODES)
        .map(|_| {
            let mut random = [0u8; 10];
            seal::random(&mut random);
            rules::recovery_code(random)
        })
        .collect();
    let marks: Vec<Vec<u8>> = codes.iter().map(|code| mark(cx.seal(), practice, me, code)).collect();
    store::set_codes(cx, may, &marks).await?;
    Ok(codes.iter().map(|code| rules::shown(code)).collect())
}

/// New recovery codes in place of the earlier ones.
///
/// # Errors
/// [`Problem::NotFound`] without a second factor to recover.
pub async fn new_codes(cx: &mut CxMut) -> Outcome<Vec<String>> {
    let me = cx.actor.person;
    let may = cx.permit::<ManageSecondFactor>(me)?;
    store::own(cx, &may).await?.since.ok_or(Problem::NotFound)?;
    let codes = new_codes_for(cx, &may).await?;
    cx.done(may, RecoveryCodesMade { person: me }, codes).await
}

/// Ends one's own second factor.
///
/// # Errors
/// `factor_demanded` where the practice asks for one, [`Problem::NotFound`] without one.
pub async fn off(cx: &mut CxMut) -> Outcome<()> {
    let me = cx.actor.person;
    let may = cx.permit::<ManageSecondFactor>(me)?;
    if store::demand(cx).await?.0.is_some() {
        return Err(Problem::field("deed", "factor_demanded").into());
    }
    if !store::end(cx, &may, me).await? {
        return Err(Problem::NotFound.into());
    }
    let account = cx.permit::<ManageOwnAccount>(me)?;
    let here = cx.actor.session;
    let ended = sign_in::end_own(cx, &account, None, here).await?;
    cx.done(may, FactorOff { person: me, ended }, ()).await
}

/// What one was told, in sentences.
pub async fn notices(cx: &mut Cx, may: &Permit<ManageOwnAccount>) -> Result<Vec<NoticeLine>, Fault> {
    let told = store::told(cx, may).await?;
    let line = |it: store::Told| {
        let (words, href) = said(&it.kind, &it.words);
        NoticeLine { at: when(cx, it.at), words, href, fresh: it.fresh }
    };
    Ok(told.into_iter().map(line).collect())
}

/// The sentence for a notice, and where more is to be seen.
fn said(kind: &str, words: &serde_json::Value) -> (String, Option<String>) {
    let of = |name: &str| match words.get(name) {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    match kind {
        "factor_reset" => (
            format!("{} ended your second factor and signed you out everywhere. Set up a new one.", of("by")),
            Some("/account/second-factor".into()),
        ),
        "recovery_used" => (
            format!(
                "A recovery code was used to sign in, {} are left. Was it not you? Change your password.",
                of("left")
            ),
            Some("/account/second-factor".into()),
        ),
        "chart_opened" => {
            (format!("{} opened a chart that is closed to them, with a reason.", of("by")), Some(of("href")))
        }
        "charts_opened_often" => (
            format!("{} opened {} charts within a day that are closed to them. Look at why.", of("by"), of("times")),
            Some(of("href")),
        ),
        _ => ("Something happened that you should know about. Ask the owner of the practice.".into(), None),
    }
}

/// One has seen what one was told.
pub async fn seen(cx: &mut CxMut) -> Outcome<()> {
    let me = cx.actor.person;
    let may = cx.permit::<ManageOwnAccount>(me)?;
    let seen = store::seen(cx, &may).await?;
    cx.done(may, NoticesSeen { person: me, seen }, ()).await
}
