//! Looking at the diary.

use super::{common, settle};
use crate::{
    access::policy::{self, BookAppointment, OverbookAppointment, SeeDiary},
    kernel::{
        draft,
        ids::{AppointmentTypeId, PractitionerId, SiteId},
        problem::{Alternative, Problem},
        span,
    },
    platform::cx::{Cx, Fault},
    scheduling::{
        drafts,
        model::{Card, Column, DiaryDay, DiaryQuery, DiaryWeek, PractitionerChoice, TypeChoice},
        rules::{
            free::Wish,
            hours::{self, Calendar},
        },
        store::{self, CardRow, Places, PractitionerRow},
    },
};
use jiff::{Timestamp, ToSpan, civil::Date};

/// How many free times are listed.
const LISTED: usize = 12;

/// The day asked for, or today.
fn asked_day(cx: &Cx, typed: Option<&str>) -> Result<Date, Problem> {
    let Some(typed) = typed.filter(|t| !t.trim().is_empty()) else { return Ok(cx.today()) };
    in_reach(draft::day(typed).map_err(|code| Problem::field("day", code))?)
}

/// Days the diary can show.
fn in_reach(day: Date) -> Result<Date, Problem> {
    if (2000..=2100).contains(&day.year()) { Ok(day) } else { Err(Problem::field("day", "date")) }
}

/// The instants of a stretch of days, the last included.
fn bounds(cx: &Cx, from: Date, to: Date) -> Result<(Timestamp, Timestamp), Problem> {
    let out_of_reach = || Problem::field("day", "date");
    let starts = span::instant(&cx.zone, from, 0).ok_or_else(out_of_reach)?;
    let ends = span::instant(&cx.zone, to.saturating_add(1.day()), 0).ok_or_else(out_of_reach)?;
    Ok((starts, ends))
}

/// One day, a column per practitioner.
pub async fn day(cx: &mut Cx, query: &DiaryQuery) -> Result<DiaryDay, Fault> {
    let may = cx.permit::<SeeDiary>(())?;
    let day = asked_day(cx, query.day.as_deref())?;
    let places = store::places(cx).await?;
    let site = match query.site.as_deref().filter(|k| !k.is_empty()) {
        None => None,
        Some(key) => {
            let known = places.sites.iter().find(|s| s.key == key);
            Some(known.ok_or(Problem::field("site", "choose"))?.id)
        }
    };
    let (from, to) = bounds(cx, day, day)?;
    let (who, calendar) = store::diary_calendar(cx, &places, day, day).await?;
    let mut rows = store::cards(cx, &may, from, to, query.show_cancelled).await?;
    rows.retain(|r| site.is_none_or(|s| r.site == s));
    let types = store::types(cx).await?;
    cx.saw(rows.iter().filter_map(|r| r.patient));
    let has_column = |p: &PractitionerRow| {
        let here = |s: SiteId| p.home_site == s || calendar.open(p.id, day).iter().any(|(_, _, at)| *at == s);
        rows.iter().any(|r| r.practitioner == p.id) || (p.active && site.is_none_or(here))
    };
    let who: Vec<PractitionerRow> = who.iter().filter(|p| has_column(p)).cloned().collect();
    let page = Page { places: &places, calendar: &calendar, types: &types, site };
    Ok(page.day(cx, day, &who, rows))
}

/// Seven days of one practitioner, Monday to Sunday; one's own column, or the first, when nobody is named.
pub async fn week(cx: &mut Cx, who: Option<PractitionerId>, day: Option<&str>) -> Result<DiaryWeek, Fault> {
    let may = cx.permit::<SeeDiary>(())?;
    let day = asked_day(cx, day)?;
    let monday = day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
    let sunday = monday.saturating_add(6.days());
    let places = store::places(cx).await?;
    let (from, to) = bounds(cx, monday, sunday)?;
    let (all, calendar) = store::diary_calendar(cx, &places, monday, sunday).await?;
    let one = match who {
        Some(id) => all.iter().find(|p| p.id == id),
        None => {
            let mine = all.iter().find(|p| Some(p.id) == cx.actor.practitioner);
            mine.or_else(|| all.iter().find(|p| p.active))
        }
    };
    let one = one.ok_or(Problem::NotFound)?.clone();
    let rows = store::cards_of(cx, &may, one.id, from, to).await?;
    let types = store::types(cx).await?;
    cx.saw(rows.iter().filter_map(|r| r.patient));
    let page = Page { places: &places, calendar: &calendar, types: &types, site: None };
    let days = (0..7).map(|n| {
        let day = monday.saturating_add(n.days());
        let that_day = rows.iter().filter(|r| span::local(&cx.zone, r.starts_at).0 == day).cloned().collect();
        page.day(cx, day, std::slice::from_ref(&one), that_day)
    });
    let days: Vec<DiaryDay> = days.collect();
    let practitioners = all.iter().filter(|p| p.active || p.id == one.id).map(choice).collect();
    Ok(DiaryWeek { practitioner: one.id, name: one.name(), days, practitioners })
}

/// Free times from a day on: with one practitioner, or with anyone.
pub async fn free_times(
    cx: &mut Cx,
    who: Option<PractitionerId>,
    type_id: AppointmentTypeId,
    day: Date,
    minutes: u16,
) -> Result<Vec<Alternative>, Fault> {
    let _ = cx.permit::<SeeDiary>(())?;
    let day = in_reach(day)?.max(cx.today());
    let minutes = drafts::length_in_range(minutes).map_err(|code| Problem::field("minutes", code))?;
    let types = store::types(cx).await?;
    let known = types.iter().find(|(t, active)| t.id == type_id && *active);
    let (kind, _) = known.ok_or(Problem::field("type_id", "choose"))?;
    let all = store::practitioners(cx).await?;
    let asked: Vec<&PractitionerRow> = all.iter().filter(|p| p.active && who.is_none_or(|id| p.id == id)).collect();
    if asked.is_empty() {
        return Err(Problem::field("practitioner", "choose").into());
    }
    let ids: Vec<PractitionerId> = asked.iter().map(|p| p.id).collect();
    let said: Vec<_> = asked.iter().map(|p| (p.id, p.said())).collect();
    let wish = Wish {
        practitioners: &ids,
        things: &[],
        site: None,
        patient: None,
        minutes,
        before: kind.buffer_before,
        after: kind.buffer_after,
        day,
        starts: None,
        slot: store::places(cx).await?.slot,
    };
    settle::offer(cx, &wish, ids.iter().map(|p| p.0).collect(), None, &said, LISTED).await
}

/// A practitioner to choose.
pub fn choice(p: &PractitionerRow) -> PractitionerChoice {
    PractitionerChoice { id: p.id, name: p.name() }
}

/// Two letters of a profession.
fn profession_mark(profession: &str) -> &'static str {
    match profession {
        "physiotherapy" => "PT",
        "occupational_therapy" => "OT",
        "speech_audiology" => "ST",
        "psychology" => "PS",
        "biokinetics" => "BK",
        "podiatry" => "PO",
        "dietetics" => "DT",
        "social_work" => "SW",
        _ => "",
    }
}

/// What all days of a page share.
struct Page<'a> {
    places: &'a Places,
    calendar: &'a Calendar,
    types: &'a [(TypeChoice, bool)],
    site: Option<SiteId>,
}

impl Page<'_> {
    fn day(&self, cx: &Cx, day: Date, who: &[PractitionerRow], rows: Vec<CardRow>) -> DiaryDay {
        let cards: Vec<Card> = rows.into_iter().map(|r| common::card(cx, r, self.calendar)).collect();
        let columns: Vec<Column> = who.iter().map(|p| self.column(cx, day, p)).collect();
        let (from, to) = self.hours_shown(&columns, &cards);
        let today = cx.today();
        let shown: Vec<_> = self.places.sites.iter().filter(|s| self.site.is_none_or(|id| s.id == id)).collect();
        let closed = shown.iter().all(|s| self.calendar.site_closed(s.id, day).is_some());
        let in_use = |(t, active): &&(TypeChoice, bool)| *active || cards.iter().any(|c| c.type_id == t.id);
        DiaryDay {
            day,
            label: span::long_day(day),
            today,
            now: (day == today).then(|| span::local(&cx.zone, cx.now).1),
            slot: self.places.slot,
            from,
            to,
            holiday: hours::holiday(day).map(str::to_owned),
            closed,
            columns,
            types: self.types.iter().filter(in_use).map(|(t, _)| t.clone()).collect(),
            cards,
            resources: self.places.resources.clone(),
            sites: self.places.sites.clone(),
        }
    }

    fn column(&self, cx: &Cx, day: Date, p: &PractitionerRow) -> Column {
        Column {
            practitioner: p.id,
            name: p.name(),
            profession_mark: profession_mark(&p.profession).to_owned(),
            open: self.calendar.open(p.id, day),
            closed: self.calendar.closed_on(p.id, day),
            mine: cx.actor.practitioner == Some(p.id),
            may_book: p.active && policy::ask::<BookAppointment>(&cx.actor, p.id).is_some(),
            may_overbook: p.active && policy::ask::<OverbookAppointment>(&cx.actor, p.id).is_some(),
        }
    }

    /// The practice's visible hours, grown to whole hours that hold everyone's hours and every visit.
    fn hours_shown(&self, columns: &[Column], cards: &[Card]) -> (u16, u16) {
        let open = columns.iter().flat_map(|c| c.open.iter().map(|(from, to, _)| (*from, *to)));
        let visits = cards.iter().map(|c| (c.starts, c.ends().min(span::DAY)));
        let (from, to) =
            open.chain(visits).fold((self.places.from, self.places.to), |(from, to), (a, b)| (from.min(a), to.max(b)));
        (from / 60 * 60, to.next_multiple_of(60).min(span::DAY))
    }
}
