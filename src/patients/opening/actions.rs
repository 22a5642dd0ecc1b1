//! Opening a chart with a reason, and looking at why others did.

use super::{
    events::{ChartOpened, OpeningReviewed},
    model::{OpenPage, OpeningLine, OpeningsPage},
    rules::{self, Reason},
    store,
};
use crate::{
    access::{
        policy::{self, BreakGlass, ReviewOpenings, SeeOpenings, could},
        second_factor::{actions::when, store::tell},
    },
    kernel::{
        draft::Faults,
        ids::{OpeningId, PatientId},
        problem::Problem,
    },
    patients::store as patients,
    platform::cx::{Cx, CxMut, Fault, Outcome},
};
use jiff::SignedDuration;

/// A review is late after so many days.
const REVIEW_DAYS: i64 = 7;

/// The form for one chart.
pub async fn page(cx: &mut Cx, patient: PatientId) -> Result<OpenPage, Fault> {
    let file = patients::file(cx, patient).await?;
    let may = cx.permit::<BreakGlass>(file)?;
    cx.saw([patient]);
    let (name, file_no) = store::card(cx, &may).await?;
    Ok(OpenPage { name, file_no, needless: !policy::glass_would_open(&cx.actor, file), ..OpenPage::default() })
}

/// Opens a chart for an hour, to read. Owners and managers are told in the same moment.
///
/// # Errors
/// What is wrong with the reason; [`Problem::NotFound`] where nothing of the chart is closed to the person.
pub async fn open(cx: &mut CxMut, patient: PatientId, reason: &str, words: &str) -> Outcome<()> {
    let file = patients::file(cx, patient).await?;
    let may = cx.permit::<BreakGlass>(file)?;
    cx.saw([patient]);
    if !policy::glass_would_open(&cx.actor, file) {
        return Err(Problem::NotFound.into());
    }
    let mut faults = Faults::default();
    let Some((reason, words)) = rules::check(reason, words, &mut faults) else { return Err(faults.problem().into()) };
    let since = cx.now - SignedDuration::from_hours(24);
    let within_a_day = store::mine_since(cx, &may, since).await? + 1;
    let opening = OpeningId::fresh();
    store::insert(cx, &may, opening, reason, &words, SignedDuration::from_mins(rules::MINUTES)).await?;
    let alarm = within_a_day > rules::A_DAY;
    let kind = if alarm { "charts_opened_often" } else { "chart_opened" };
    let about = serde_json::json!({ "by": cx.actor.name, "href": "/patients/openings", "times": within_a_day });
    for who in store::watchers(cx, &may).await? {
        tell(cx, &may, who, kind, &about).await?;
    }
    cx.done(may, ChartOpened { opening, patient, reason: reason.key(), within_a_day, alarm }, ()).await
}

/// The charts that were opened.
pub async fn openings(cx: &mut Cx) -> Result<OpeningsPage, Fault> {
    let may = cx.permit::<SeeOpenings>(())?;
    let found = store::latest(cx, &may).await?;
    cx.saw(found.iter().map(|it| it.patient));
    let reviews = could::<ReviewOpenings>(&cx.actor);
    let line = |it: store::Opening| OpeningLine {
        may_review: reviews && it.review.is_none() && it.person != cx.actor.person,
        late: it.review.is_none() && cx.now.duration_since(it.at) > SignedDuration::from_hours(24 * REVIEW_DAYS),
        review: it.review.map(|(accepted, by, at)| {
            let said = if accepted { "Accepted" } else { "Not accepted" };
            format!("{said} by {by}, {}", when(cx, at))
        }),
        reason: Reason::from_key(&it.reason).map_or_else(String::new, |reason| reason.word().to_owned()),
        at: when(cx, it.at),
        until: cx.zone.to_datetime(it.until).time().strftime("%H:%M").to_string(),
        id: it.id,
        by: it.by,
        patient: it.patient,
        name: it.name,
        file_no: it.file_no,
        words: it.words,
        looks: it.looks,
    };
    Ok(OpeningsPage { openings: found.into_iter().map(line).collect(), problem: None })
}

/// Says whether the reason does. Once, and nobody of their own.
///
/// # Errors
/// [`Problem::NotFound`] for one's own, one that was reviewed, or none.
pub async fn review(cx: &mut CxMut, opening: OpeningId, accepted: bool) -> Outcome<()> {
    let may = cx.permit::<ReviewOpenings>(())?;
    let patient = store::review(cx, &may, opening, accepted).await?.ok_or(Problem::NotFound)?;
    cx.done(may, OpeningReviewed { opening, patient, accepted }, ()).await
}
