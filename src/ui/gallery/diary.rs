//! The diary's looks: every block, a full day, an empty day, the list and the sheet.

use super::{Part, State};
use crate::ui::{
    BlockFacts, BlockState, BlockTag, ButtonLink, Empty, Ground, GroundKind, StatusLook, StatusMark, Tone, TypeMark,
    VisitBlock,
};
use leptos::prelude::*;

const NAMES: [&str; 8] = [
    "Thandi Mokoena",
    "Sipho Ndlovu",
    "Ayesha Patel",
    "Jan Hendrik du Plessis",
    "Siobhán O'Reilly",
    "Naledi Mahlangu",
    "Kagiso Tau",
    "Ntombi-zanele Khuzwayo",
];
const TYPES: [(Tone, &str, &str, u16); 8] = [
    (Tone::Teal, "TX", "Treatment", 30),
    (Tone::Green, "NP", "New assessment", 45),
    (Tone::Sky, "NR", "Neurological", 45),
    (Tone::Rose, "CN", "Consultation", 30),
    (Tone::Violet, "FM", "Family meeting", 45),
    (Tone::Amber, "HV", "Home visit", 90),
    (Tone::Coral, "EQ", "Equipment", 15),
    (Tone::Slate, "DO", "Documentation", 30),
];

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn facts(n: usize, from: u16, len: u16, lane: u8, lanes: u8) -> BlockFacts {
    let (_, mark, kind, _) = TYPES[n % TYPES.len()];
    let name = NAMES[n % NAMES.len()];
    let until = from + len;
    BlockFacts {
        from,
        len,
        lane,
        lanes,
        name: name.to_owned(),
        time: format!("{}–{}", clock(from), clock(until)),
        mark: mark.to_owned(),
        more: format!("{kind} · 082 123 4567"),
        note: "Left knee, six weeks after the operation. Bring the sling.".to_owned(),
        spoken: format!("{name}, {kind}, {} to {}", clock(from), clock(until)),
    }
}

fn tone(n: usize) -> Tone {
    TYPES[n % TYPES.len()].0
}

/// A grid of columns from 08:00 to 12:00.
#[component]
fn Grid(names: Vec<String>, cancelled: bool, children: Children) -> impl IntoView {
    let style = format!("--open-from:480;--open-until:720;--step:15;--columns:{}", names.len());
    let heads = names
        .into_iter()
        .map(|name| view! { <div class="diary-name"><b>{name}</b><small>"Physiotherapy"</small></div> })
        .collect_view();
    let hours = (8..12u16)
        .map(|hour| view! { <span class="diary-hour" style=format!("--at:{}", hour * 60)>{clock(hour * 60)}</span> })
        .collect_view();
    view! {
        <div class="diary" style=style data-show-cancelled=cancelled.then_some("")>
            <div class="diary-scroll" tabindex="0" role="group" aria-label="Diary sample">
                <div class="diary-head"><div class="diary-corner"></div>{heads}</div>
                <div class="diary-body"><div class="diary-hours" aria-hidden="true">{hours}</div>{children()}</div>
            </div>
        </div>
    }
}

fn titles(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub(super) fn page() -> AnyView {
    view! { <Part name="CalendarGrid"><Statuses /><FullDay /><Overlaps /><InTheHand /><EmptyDay /><ListDay /></Part> }
        .into_any()
}

#[component]
fn Statuses() -> impl IntoView {
    let columns = StatusLook::ALL
        .chunks(3)
        .map(|three| {
            let blocks = three.iter().enumerate().map(|(n, status)| {
                let from = 485 + 75 * u16::try_from(n).unwrap_or(0);
                let tags = if *status == StatusLook::Arrived { vec![BlockTag::Waits(12)] } else { vec![] };
                view! { <VisitBlock facts=facts(n, from, 60, 0, 1) tone=tone(n) status=*status tags href="#visit" /> }
            });
            view! { <div class="diary-column">{blocks.collect_view()}</div> }
        })
        .collect_view();
    view! {
        <State name="blocks-statuses">
            <Grid names=titles(&["Held to confirmed", "Arrived to done", "Not come, cancelled"]) cancelled=true>{columns}</Grid>
        </State>
    }
}

#[component]
fn FullDay() -> impl IntoView {
    let columns = (0..7usize).map(|column| view! { <FullColumn column /> }).collect_view();
    let names = ["Dr A Naidoo", "L van der Merwe", "T Dlamini", "Dr S Pillay", "N Khumalo", "J Botha", "M Abrahams"];
    view! {
        <State name="day-full">
            <Grid names=titles(&names) cancelled=false>
                {columns}
                <div class="now-line" aria-hidden="true" style="--at:585"><span class="now-time">"09:45"</span></div>
            </Grid>
        </State>
    }
}

#[component]
fn FullColumn(column: usize) -> impl IntoView {
    let mut from = 480 + 15 * u16::try_from(column % 3).unwrap_or(0);
    let mut blocks = Vec::new();
    for n in column.. {
        let len = TYPES[n % TYPES.len()].3;
        if from + len > 690 {
            break;
        }
        let status = match from {
            ..570 => StatusLook::Completed,
            570..600 => StatusLook::InRoom,
            _ if n % 2 == 0 => StatusLook::Booked,
            _ => StatusLook::Confirmed,
        };
        blocks.push(view! { <VisitBlock facts=facts(n, from, len, 0, 1) tone=tone(n) status href="#visit" /> });
        from += len;
    }
    let starts = 480 + 15 * u16::try_from(column % 3).unwrap_or(0);
    view! {
        <div class="diary-column">
            <Ground kind=GroundKind::Closed from=480 len=starts - 480 />
            <Ground kind=GroundKind::Break from=690 len=30 label="Tea" />
            {blocks}
        </div>
    }
}

#[component]
fn Overlaps() -> impl IntoView {
    let four = (0..4u8)
        .map(|lane| {
            let n = usize::from(lane);
            view! { <VisitBlock facts=facts(n, 495 + 15 * u16::from(lane), 60, lane, 4) tone=tone(n) status=StatusLook::Confirmed href="#visit" /> }
        })
        .collect_view();
    view! {
        <State name="day-overlaps">
            <Grid names=titles(&["Two side by side", "Booked over", "Four side by side"]) cancelled=false>
                <div class="diary-column">
                    <VisitBlock facts=facts(0, 495, 60, 0, 2) tone=tone(0) status=StatusLook::Confirmed href="#visit" />
                    <VisitBlock facts=facts(2, 510, 45, 1, 2) tone=tone(2) status=StatusLook::Booked href="#visit" />
                </div>
                <div class="diary-column">
                    <VisitBlock facts=facts(1, 495, 45, 0, 2) tone=tone(1) status=StatusLook::Confirmed href="#visit" />
                    <VisitBlock
                        facts=facts(3, 495, 45, 1, 2)
                        tone=tone(3)
                        status=StatusLook::Booked
                        over=true
                        tags=vec![BlockTag::Over]
                        href="#visit"
                    />
                </div>
                <div class="diary-column">{four}</div>
            </Grid>
        </State>
    }
}

#[component]
fn InTheHand() -> impl IntoView {
    let at = |n: usize, from: u16, state: BlockState| {
        view! { <VisitBlock facts=facts(n, from, 45, 0, 1) tone=tone(n) status=StatusLook::Confirmed state href="#visit" /> }
    };
    view! {
        <State name="day-drag">
            <Grid names=titles(&["Move", "Clash and answer", "Draw and others"]) cancelled=false>
                <div class="diary-column">
                    {at(0, 490, BlockState::Ghost)} {at(0, 550, BlockState::Moving)} {at(4, 640, BlockState::Open)}
                </div>
                <div class="diary-column">
                    {at(1, 490, BlockState::Clash)} {at(2, 560, BlockState::Pending)}
                    {at(3, 640, BlockState::MovedBy("SN".to_owned()))}
                </div>
                <div class="diary-column">
                    {at(5, 490, BlockState::Draft)}
                    <div class="diary-hover" aria-hidden="true" style="--from:555">"09:15"</div>
                    <div class="diary-cursor" aria-hidden="true" style="--from:600;--len:30">"10:00–10:30"</div>
                </div>
            </Grid>
        </State>
    }
}

#[component]
fn EmptyDay() -> impl IntoView {
    view! {
        <State name="day-empty">
            <Grid names=titles(&["Dr A Naidoo", "T Dlamini"]) cancelled=false>
                <div class="diary-column"><Ground kind=GroundKind::Closed from=480 len=240 /></div>
                <div class="diary-column"><Ground kind=GroundKind::Elsewhere from=480 len=240 label="Sandton" /></div>
                <div class="diary-empty">
                    <Empty text="No appointments on Saturday. The practice is closed.">
                        <ButtonLink href="#open">"Open this day"</ButtonLink>
                    </Empty>
                </div>
            </Grid>
        </State>
    }
}

#[component]
fn ListDay() -> impl IntoView {
    let rows = StatusLook::ALL
        .into_iter()
        .enumerate()
        .map(|(n, status)| {
            let it = facts(n, 480 + 30 * u16::try_from(n).unwrap_or(0), 30, 0, 1);
            let (from, until) = (clock(it.from), clock(it.from + it.len));
            view! {
                <li>
                    <a class="agenda-row" href="#visit" data-tone=tone(n).key() data-status=status.key()>
                        <span class="agenda-time">{from}<span class="agenda-until">"–"{until}</span></span>
                        <span class="agenda-name"><span class="ellipsis">{it.name}</span></span>
                        <span class="agenda-more">{it.mark}" · "{it.more}</span>
                        <span class="agenda-status"><StatusMark of=status /></span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <State name="day-list">
            <section class="agenda-group">
                <h3 class="agenda-title">"Dr A Naidoo " <small>"Physiotherapy · 9 visits"</small></h3>
                <ul class="agenda-list">{rows}</ul>
            </section>
        </State>
    }
}

/// The day sheet, as it prints.
pub(super) fn sheet() -> AnyView {
    let rows = (0..8usize)
        .map(|n| {
            let it = facts(n, 480 + 45 * u16::try_from(n).unwrap_or(0), 45, 0, 1);
            view! {
                <tr>
                    <td>{it.time}</td>
                    <th scope="row">{it.name}</th>
                    <td><TypeMark tone=tone(n) mark=it.mark />" "{TYPES[n].2}</td>
                    <td>"082 123 4567"</td>
                    <td>"Gym"</td>
                    <td data-notes=""></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Part name="Day sheet">
            <State name="day-sheet">
                <article class="day-sheet">
                    <header class="day-sheet-head"><h3>"Dr A Naidoo"</h3><p>"Tuesday 24 November 2026, Rosebank"</p></header>
                    <table>
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
            </State>
        </Part>
    }
    .into_any()
}
