//! What signing in asks of everybody in a practice. It can be made stricter, never laxer.

use super::{actions::when, events::SecurityChanged, model::SecurityPage, store};
use crate::{
    access::policy::{ChangeSecurity, ManageSecondFactor},
    kernel::problem::Problem,
    platform::cx::{Cx, CxMut, Fault, Outcome},
};

/// Most days of grace.
const MOST_DAYS: i32 = 7;

/// What is asked, and of whom it is still to come.
pub async fn page(cx: &mut Cx) -> Result<SecurityPage, Fault> {
    let may = cx.permit::<ChangeSecurity>(())?;
    let (since, days) = store::demand(cx).await?;
    Ok(SecurityPage {
        since: since.map(|at| when(cx, at)),
        days: days.to_string(),
        without: store::without(cx, &may).await?,
        saved: false,
        problem: None,
    })
}

/// Whether these days may be asked for. Fault codes: `number`, `grace_range`, `grace_longer`.
fn grace(typed: &str, now: Option<i32>) -> Result<i32, &'static str> {
    let days: i32 = typed.trim().parse().map_err(|_| "number")?;
    if !(0..=MOST_DAYS).contains(&days) {
        return Err("grace_range");
    }
    if now.is_some_and(|now| days > now) { Err("grace_longer") } else { Ok(days) }
}

/// Asks a second factor of everybody from now on, or shortens the grace.
///
/// # Errors
/// `own_factor_first`: whoever asks it of others has one, or nobody could take the question back in.
pub async fn ask_of_everybody(cx: &mut CxMut, typed: &str) -> Outcome<()> {
    let may = cx.permit::<ChangeSecurity>(())?;
    let me = cx.actor.person;
    let own = cx.permit::<ManageSecondFactor>(me)?;
    if store::own(cx, &own).await?.since.is_none() {
        return Err(Problem::field("days", "own_factor_first").into());
    }
    let (since, now) = store::demand(cx).await?;
    let days = grace(typed, since.map(|_| now)).map_err(|code| Problem::field("days", code))?;
    store::set_demand(cx, &may, days).await?;
    let practice = cx.actor.practice.0;
    cx.done(may, SecurityChanged { practice, second_factor: true, days }, ()).await
}

#[cfg(test)]
mod tests {
    use super::grace;

    #[test]
    fn grace_is_a_week_at_most_and_only_gets_shorter() {
        assert_eq!((grace("7", None), grace(" 0 ", None)), (Ok(7), Ok(0)));
        assert_eq!(
            (grace("8", None), grace("-1", None), grace("soon", None)),
            (Err("grace_range"), Err("grace_range"), Err("number"))
        );
        assert_eq!((grace("3", Some(5)), grace("6", Some(5))), (Ok(3), Err("grace_longer")));
    }
}
