//! Where a booking takes place: which day, with whom, in which room, with what.

use super::booking::BookingHandle;
use super::drag::Place;
use crate::{
    kernel::draft,
    scheduling::{drafts, model::ResourceKind},
    ui::{Field, Glyph, Icon, changing},
};
use leptos::prelude::*;

/// Day and practitioner: filled in from where the booking began.
#[component]
pub fn WhenFields() -> impl IntoView {
    let handle = BookingHandle::here();
    let people = handle.desk.board.with_untracked(super::board::Board::bookable);
    let chosen = move |id: &str| handle.it.with(|b| b.draft.practitioner == id);
    let options = people
        .into_iter()
        .map(|(id, name)| {
            let value = id.clone();
            view! { <option value=value prop:selected=changing(move || chosen(&id))>{name}</option> }
        })
        .collect_view();
    let (day_error, who_error) = (handle.error("day"), handle.error("practitioner"));
    view! {
        <div class="cluster">
            <Field name="b-day" label="Day" error=day_error>
                <input
                    class="control"
                    type="date"
                    id="b-day"
                    name="day"
                    aria-invalid=changing(move || handle.wrong("day"))
                    aria-describedby=changing(move || handle.why("day"))
                    prop:value=changing(move || handle.it.with(|b| b.draft.day.clone()))
                />
            </Field>
            <Field name="b-practitioner" label="Practitioner" error=who_error>
                <span class="select">
                    <select
                        class="control"
                        id="b-practitioner"
                        name="practitioner"
                        aria-invalid=changing(move || handle.wrong("practitioner"))
                        aria-describedby=changing(move || handle.why("practitioner"))
                    >
                        {options}
                    </select>
                    <Icon of=Glyph::ChevronDown />
                </span>
            </Field>
        </div>
    }
}

/// Room, equipment and note.
#[component]
pub fn PlaceFields() -> impl IntoView {
    let handle = BookingHandle::here();
    let note_error = handle.error("note");
    view! {
        <div class="cluster">
            <ThingField field="room" label="Room" none="No room" />
            <ThingField field="equipment" label="Equipment" none="No equipment" />
        </div>
        <Field name="b-note" label="Note for the desk" error=note_error optional=true>
            <textarea class="control" id="b-note" name="note" aria-invalid=changing(move || handle.wrong("note")) aria-describedby=changing(move || handle.why("note")) rows="2" maxlength="500"></textarea>
        </Field>
    }
}

/// What is there to choose where the practitioner works at that hour; everything, with its place, when that is not known.
#[component]
fn ThingField(field: &'static str, label: &'static str, none: &'static str) -> impl IntoView {
    let handle = BookingHandle::here();
    let kind = if field == "room" { ResourceKind::Room } else { ResourceKind::Equipment };
    let site = Memo::new(move |_| {
        let (day, of, starts) = handle.it.with(|b| {
            let starts = drafts::clock_time(&b.draft.starts).unwrap_or(0);
            (draft::day(&b.draft.day).ok(), b.draft.practitioner.clone(), starts)
        });
        handle.desk.board.with(|b| {
            let here = |s: &super::board::Strip| Some(s.day) == day && s.column.practitioner.to_string() == of;
            b.site_at(Place { strip: b.strips.iter().position(here)?, starts, minutes: 5 })
        })
    });
    let options = changing(move || {
        let site = site.get();
        let offered: Vec<(String, String)> = handle.desk.board.with_untracked(|b| {
            let place = |id| b.sites.iter().find(|(s, _)| *s == id).map(|(_, name)| name.as_str()).unwrap_or_default();
            let named = |r: crate::scheduling::model::ResourceChoice| match site {
                Some(_) => (r.id.to_string(), r.name),
                None => (r.id.to_string(), [r.name.as_str(), place(r.site)].join(", ")),
            };
            b.things(kind, site).into_iter().map(named).collect()
        });
        let ids: Vec<String> = offered.iter().map(|(id, _)| id.clone()).collect();
        let chosen = handle.it.try_update_untracked(|b| b.keep(field, &ids)).unwrap_or_default();
        offered
            .into_iter()
            .map(|(id, name)| {
                let on = id == chosen;
                view! { <option value=id selected=on>{name}</option> }
            })
            .collect_view()
            .into_any()
    });
    let name = format!("b-{field}");
    let error = handle.error(field);
    view! {
        <Field name=name.clone() label=label error=error optional=true>
            <span class="select">
                <select class="control" id=name name=field aria-invalid=changing(move || handle.wrong(field)) aria-describedby=changing(move || handle.why(field))>
                    <option value="">{none}</option>
                    {options}
                </select>
                <Icon of=Glyph::ChevronDown />
            </span>
        </Field>
    }
}
