//! Tables with a caption, and the way from one page of rows to the next.

use super::icon::{Glyph, Icon};
use super::words::Words;
use leptos::prelude::*;

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sorted {
    /// Not by this column.
    No,
    /// Small to large, A to Z.
    Up,
    /// Large to small.
    Down,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    label: String,
    at_end: bool,
    said: bool,
    sort: Option<(String, Sorted)>,
}

impl Column {
    /// A column of words.
    pub fn new(label: impl Into<String>) -> Column {
        Column { label: label.into(), at_end: false, said: false, sort: None }
    }

    /// A column of figures, set to the end. Its cells say `data-align="end"`.
    pub fn figures(mut self) -> Column {
        self.at_end = true;
        self
    }

    /// A column whose heading is heard, not seen, such as that of buttons.
    pub fn unseen(mut self) -> Column {
        self.said = true;
        self
    }

    /// A column that can be sorted: where pressing its heading leads, and how it is sorted now.
    pub fn sort(mut self, href: impl Into<String>, now: Sorted) -> Column {
        self.sort = Some((href.into(), now));
        self
    }
}

/// A table. Inside: the rows. When there are none, show [`super::waiting::Empty`] instead.
#[component]
pub fn Table(
    /// What the table shows; read out first.
    #[prop(into)]
    caption: String,
    /// The caption is heard, not seen, because a heading just above says it.
    #[prop(optional)]
    quiet_caption: bool,
    /// The columns.
    columns: Vec<Column>,
    /// Its few columns fit on a phone, so that nothing has to be scrolled for.
    #[prop(optional)]
    narrow: bool,
    /// New rows are on their way; the old ones stay, dimmed.
    #[prop(optional)]
    busy: bool,
    /// The rows: `<tr>`, the first cell of each `<th scope="row">` where it names the row.
    children: Children,
) -> impl IntoView {
    let heads = columns.into_iter().map(|column| view! { <ColumnHead column /> }).collect_view();
    // A table wider than the screen scrolls by itself, so it must be reachable by Tab.
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=caption>
            <table class="table refetching" data-narrow=narrow.then_some("") aria-busy=busy.then_some("true")>
                <caption class=quiet_caption.then_some("said")>{caption.clone()}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn ColumnHead(column: Column) -> impl IntoView {
    let sorted = column.sort.as_ref().and_then(|(_, now)| match now {
        Sorted::No => None,
        Sorted::Up => Some("ascending"),
        Sorted::Down => Some("descending"),
    });
    let face = match column.sort {
        Some((href, now)) => {
            let arrow = match now {
                Sorted::No => None,
                Sorted::Up => Some(Glyph::ChevronUp),
                Sorted::Down => Some(Glyph::ChevronDown),
            };
            view! {
                <a class="sort" href=href>
                    {column.label}
                    {arrow.map(|of| view! { <Icon of /> })}
                </a>
            }
            .into_any()
        }
        None if column.said => view! { <span class="said">{column.label}</span> }.into_any(),
        None => column.label.into_any(),
    };
    view! {
        <th scope="col" aria-sort=sorted data-align=column.at_end.then_some("end")>
            {face}
        </th>
    }
}

/// The way to earlier and later rows. Cursors know no page numbers; the summary says where one is.
#[component]
pub fn Pagination(
    /// What is paged through: "Patients".
    #[prop(into)]
    label: String,
    /// Where one is: "51 to 100 of 612".
    #[prop(into)]
    summary: String,
    /// Where the earlier rows are; nothing on the first page.
    #[prop(optional, into)]
    earlier: Words,
    /// Where the later rows are; nothing on the last page.
    #[prop(optional, into)]
    later: Words,
) -> impl IntoView {
    let earlier = earlier.some().map(|href| {
        view! { <a class="btn" href=href rel="prev"><Icon of=Glyph::ChevronLeft />"Earlier rows"</a> }
    });
    let later = later.some().map(|href| {
        view! { <a class="btn" href=href rel="next">"Later rows"<Icon of=Glyph::ChevronRight /></a> }
    });
    view! {
        <nav class="pages" aria-label=label>
            <p class="figures">{summary}</p>
            <div class="btn-group">{earlier} {later}</div>
        </nav>
    }
}
