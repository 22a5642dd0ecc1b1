//! The day as a list: what small screens, paper and browsers without scripts get, and whoever prefers it.

use super::board::{Board, Placed, Strip};
use super::words;
use crate::{
    kernel::span::clock,
    ui::{StatusLook, StatusMark},
};
use leptos::prelude::*;

/// One column as a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Whose, or which day.
    pub title: String,
    /// The day, said on paper, where nothing around the list does.
    pub day: String,
    /// "Rosebank · 9 visits".
    pub lead: String,
    /// Visits and free stretches by start.
    pub rows: Vec<Row>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A visit.
    Visit {
        /// Its page.
        href: String,
        /// "10:00".
        from: String,
        /// "10:30".
        until: String,
        /// Who.
        name: String,
        /// Type and phone.
        more: String,
        /// Colour of its type.
        tone: &'static str,
        /// Where it stands.
        status: StatusLook,
        /// Minutes waiting, and other small words.
        tags: String,
    },
    /// Free time that can be booked.
    Free {
        /// The booking page, filled in.
        href: String,
        /// "10:00".
        from: String,
        /// "10:30".
        until: String,
        /// How long.
        minutes: u16,
    },
}

/// The grid as lists.
pub fn groups(board: &Board) -> Vec<Group> {
    board.strips.iter().enumerate().map(|(number, strip)| group(board, number, strip)).collect()
}

fn group(board: &Board, number: usize, strip: &Strip) -> Group {
    let visits: Vec<&Placed> = board.placed.iter().filter(|p| p.strip == number).collect();
    let mut rows: Vec<(u16, Row)> = visits.iter().map(|p| (p.card.starts, visit_row(board, p))).collect();
    if strip.column.may_book {
        rows.extend(free(strip, &visits, board.grid.slot).into_iter().map(|(a, b)| (a, free_row(strip, a, b))));
    }
    rows.sort_by_key(|(starts, _)| *starts);
    let holds = visits.iter().filter(|p| p.card.status.holds_time()).count();
    let count = if holds == 1 { "1 visit".to_owned() } else { format!("{holds} visits") };
    let parts = [strip.holiday.clone().unwrap_or_default(), strip.sites(&board.sites), count];
    let lead = parts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    let title = if board.week { strip.short_day() } else { strip.column.name.clone() };
    let day = if board.week { String::new() } else { strip.short_day() };
    Group { title, day, lead, rows: rows.into_iter().map(|(_, row)| row).collect() }
}

/// Free stretches of open time, at least a row long.
fn free(strip: &Strip, visits: &[&Placed], slot: u16) -> Vec<(u16, u16)> {
    let mut taken: Vec<(u16, u16)> = visits
        .iter()
        .filter(|p| p.card.status.holds_time())
        .map(|p| (p.card.starts, p.card.ends()))
        .chain(strip.column.closed.iter().map(|(from, to, _)| (*from, *to)))
        .collect();
    taken.sort_unstable();
    let mut gaps = Vec::new();
    for (from, to, _) in &strip.column.open {
        let mut reached = *from;
        for (starts, ends) in taken.iter().filter(|(starts, ends)| ends > from && starts < to) {
            gaps.push((reached, (*starts).max(reached)));
            reached = reached.max(*ends);
        }
        gaps.push((reached.min(*to), *to));
    }
    gaps.retain(|(from, to)| to - from >= slot);
    gaps
}

fn visit_row(board: &Board, placed: &Placed) -> Row {
    let card = &placed.card;
    let marks = [
        card.alert.then_some("alert"),
        card.overbooked.then_some("over"),
        card.outside_hours.then_some("outside hours"),
    ];
    let room = if placed.room.is_empty() { String::new() } else { [" · ", placed.room.as_str()].concat() };
    let mark = placed.kind.as_ref().map(|k| format!("{} ", k.mark)).unwrap_or_default();
    Row::Visit {
        href: super::panel::address_of(card),
        from: clock(card.starts),
        until: clock(card.ends() % 1440),
        name: board.who(card),
        more: format!("{mark}{}{room}", words::more(card, placed.kind.as_ref())),
        tone: words::tone(placed.kind.as_ref()).key(),
        status: words::look(card.status),
        tags: marks.into_iter().flatten().collect::<Vec<_>>().join(", "),
    }
}

fn free_row(strip: &Strip, from: u16, until: u16) -> Row {
    let who = strip.column.practitioner;
    Row::Free {
        href: format!("/diary/new?day={}&starts={}&practitioner={who}", strip.day, clock(from)),
        from: clock(from),
        until: clock(until),
        minutes: until - from,
    }
}

/// The lists.
#[component]
pub fn Agenda(
    /// One per column.
    groups: Vec<Group>,
) -> impl IntoView {
    let sections = groups
        .into_iter()
        .map(|group| {
            let empty = group.rows.is_empty();
            let rows = group.rows.into_iter().map(row).collect_view();
            let nothing = empty.then(|| view! { <p class="options-note">"No visits."</p> });
            view! {
                <section class="agenda-group">
                    <h2 class="agenda-title">{group.title} " " <small><span class="on-paper">{group.day} " "</span> {group.lead}</small></h2>
                    {nothing}
                    <ul class="agenda-list">{rows}</ul>
                </section>
            }
        })
        .collect_view();
    view! { <div class="agenda">{sections}</div> }
}

fn row(row: Row) -> AnyView {
    match row {
        Row::Visit { href, from, until, name, more, tone, status, tags } => {
            let tags = (!tags.is_empty()).then(|| view! { <span class="badge" data-voice="warn">{tags}</span> });
            view! {
                <li>
                    <a class="agenda-row" href=href data-tone=tone data-status=status.key()>
                        <span class="agenda-time">{from}<span class="agenda-until">"–"{until}</span></span>
                        <span class="agenda-name"><span class="ellipsis">{name}</span>{tags}</span>
                        <span class="agenda-more">{more}</span>
                        <span class="agenda-status"><StatusMark of=status /></span>
                    </a>
                </li>
            }
            .into_any()
        }
        Row::Free { href, from, until, minutes } => view! {
            <li class="no-print">
                <a class="agenda-row" href=href data-gap="">
                    <span class="agenda-time">{from}<span class="agenda-until">"–"{until}</span></span>
                    <span class="agenda-name font-normal">{format!("Free, {minutes} min")}</span>
                    <span class="agenda-status">"Book"</span>
                </a>
            </li>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::board::fixtures::{card, day};
    use super::super::shown::Shown;
    use super::*;

    #[test]
    fn free_time_is_what_is_open_minus_visits_and_breaks() {
        let board = Board::of(&Shown::of(vec![day(vec![card(1, 0, 480, 60), card(2, 0, 600, 180)])]), false, false);
        let group = groups(&board).into_iter().next().expect("two columns");
        let free: Vec<_> = group
            .rows
            .iter()
            .filter_map(|r| {
                if let Row::Free { from, until, .. } = r { Some((from.as_str(), until.as_str())) } else { None }
            })
            .collect();
        assert_eq!(free, [("09:00", "10:00"), ("13:45", "17:00")]);
        assert_eq!(group.lead, "2 visits");
    }
}
