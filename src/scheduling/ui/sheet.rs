//! The day on paper: a sheet for each practitioner, to take along.

use super::address::Address;
use super::words;
use crate::{
    kernel::ids::ResourceId,
    scheduling::{
        api,
        model::{Card, Column, DiaryDay, Status, TypeChoice},
    },
    ui::{ButtonLink, Empty, Glyph, PageHead, TypeMark, page::screen},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/diary/sheet`
#[component]
pub fn SheetPage() -> AnyView {
    let address = Address::of("/diary/sheet", &use_query_map().get_untracked());
    screen("Day sheets", "diary", async move {
        let query = Address { cancelled: false, ..address.clone() }.query();
        let day = api::day(query).await?;
        Ok(sheets(&address, day))
    })
}

/// One line of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    time: String,
    name: String,
    marks: String,
    kind: Option<TypeChoice>,
    phone: String,
    room: String,
}

/// A practitioner's sheet: name, places, lines.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sheet {
    name: String,
    places: String,
    lines: Vec<Line>,
}

/// A sheet for everyone who has visits, or for the one asked for.
fn sheets_of(day: &DiaryDay, practitioner: &str) -> Vec<Sheet> {
    let wanted = |c: &&Column| practitioner.is_empty() || c.practitioner.to_string() == practitioner;
    let all = day.columns.iter().filter(wanted).map(|column| sheet_of(day, column));
    all.filter(|sheet| !sheet.lines.is_empty() || !practitioner.is_empty()).collect()
}

fn sheet_of(day: &DiaryDay, column: &Column) -> Sheet {
    let mut cards: Vec<&Card> = day.cards.iter().filter(|c| c.practitioner == column.practitioner).collect();
    cards.retain(|c| c.status != Status::Cancelled);
    cards.sort_by_key(|c| (c.starts, c.id));
    let mut places: Vec<&str> = Vec::new();
    for (_, _, site) in &column.open {
        let name = day.sites.iter().find(|s| s.id == *site).map(|s| s.name.as_str());
        places.extend(name.filter(|n| !places.contains(n)));
    }
    let lines = cards.into_iter().map(|card| line(day, card)).collect();
    Sheet { name: column.name.clone(), places: places.join(", "), lines }
}

fn line(day: &DiaryDay, card: &Card) -> Line {
    let kind = day.types.iter().find(|t| t.id == card.type_id).cloned();
    let named = |id: Option<ResourceId>| {
        let thing = day.resources.iter().find(|r| Some(r.id) == id);
        thing.map(|r| r.name.clone()).unwrap_or_default()
    };
    let things = [named(card.room), named(card.equipment)];
    let settled = match card.status {
        Status::Booked | Status::Cancelled => None,
        Status::Confirmed | Status::Arrived | Status::InRoom | Status::Completed | Status::NoShow => {
            Some(card.status.word())
        }
    };
    let marks = [
        settled,
        card.alert.then_some("alert"),
        card.overbooked.then_some("over another visit"),
        Some(card.note.as_str()).filter(|note| !note.is_empty()),
    ];
    let name = if card.patient_name.is_empty() {
        kind.as_ref().map(|k| k.name.clone()).unwrap_or_default()
    } else {
        card.patient_name.clone()
    };
    Line {
        time: words::times(card),
        name,
        marks: marks.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        kind,
        phone: words::phone(&card.phone),
        room: things.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", "),
    }
}

fn sheets(address: &Address, day: DiaryDay) -> AnyView {
    let back = Address { path: "/diary", practitioner: String::new(), ..address.on(day.day) }.href();
    let sheets = sheets_of(&day, &address.practitioner);
    let label = day.label.clone();
    let papers = if sheets.is_empty() {
        view! { <Empty text="Nobody has a visit on this day, so there is no sheet." icon=Glyph::Calendar /> }.into_any()
    } else {
        sheets.into_iter().map(|sheet| view! { <Paper sheet day=label.clone() /> }).collect_view().into_any()
    };
    view! {
        <div class="min-h-0 flex-1 overflow-auto">
            <div class="no-print">
                <PageHead title="Day sheets" lead=format!("{label}. Print this page: each practitioner has a sheet.")>
                    <ButtonLink href=back icon=Glyph::Calendar>"Back to the day"</ButtonLink>
                </PageHead>
            </div>
            {papers}
        </div>
    }
    .into_any()
}

#[component]
fn Paper(sheet: Sheet, day: String) -> impl IntoView {
    let place = [day, sheet.places].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ");
    let caption = format!("Visits of {}", sheet.name);
    let nothing = sheet.lines.is_empty().then(|| view! { <p>"No visits."</p> });
    let rows = sheet.lines.into_iter().map(row).collect_view();
    view! {
        <article class="day-sheet">
            <header class="day-sheet-head"><h2>{sheet.name}</h2><p>{place}</p></header>
            {nothing}
            <table>
                <caption class="said">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Time"</th>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Type"</th>
                        <th scope="col">"Phone"</th>
                        <th scope="col">"Room"</th>
                        <th scope="col" data-notes="">"Notes"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </article>
    }
}

fn row(line: Line) -> impl IntoView {
    let marks = (!line.marks.is_empty()).then(|| view! { <br /> <small>{line.marks}</small> });
    let kind = line.kind.map(|kind| {
        let tone = words::tone(Some(&kind));
        view! { <TypeMark tone mark=kind.mark />" "{kind.name} }
    });
    view! {
        <tr>
            <td>{line.time}</td>
            <th scope="row"><bdi>{line.name}</bdi> {marks}</th>
            <td>{kind}</td>
            <td>{line.phone}</td>
            <td>{line.room}</td>
            <td data-notes=""></td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::super::board::fixtures::{card, day};
    use super::*;

    #[test]
    fn each_practitioner_with_visits_has_a_sheet_in_the_order_of_the_day() {
        let off = Card { status: Status::Cancelled, ..card(3, 1, 540, 30) };
        let noted = Card { note: "Bring the sling".into(), alert: true, ..card(2, 0, 480, 45) };
        let it = day(vec![card(1, 0, 600, 30), noted, off]);
        let sheets = sheets_of(&it, "");
        assert_eq!(sheets.len(), 1, "who has no visits needs no paper");
        let lines: Vec<_> =
            sheets[0].lines.iter().map(|l| (l.time.as_str(), l.name.as_str(), l.marks.as_str())).collect();
        assert_eq!(lines, [("08:00–08:45", "Patient 2", "alert · Bring the sling"), ("10:00–10:30", "Patient 1", "")]);
        let idle = it.columns[1].practitioner.to_string();
        assert_eq!(sheets_of(&it, &idle).len(), 1, "unless that one is asked for");
        assert_eq!(sheets_of(&it, "nobody").len(), 0);
    }
}
