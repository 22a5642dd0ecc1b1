//! The only place that touches the screen: measuring, focus, dialogs, the stream of other desks' changes. Compiled for the
//! browser alone; the server has a twin that does nothing.

use super::drag::{On, Spot};
use super::keys::Focus;
use super::live::Heard;
use crate::kernel::ids::{AppointmentId, OnceKey};
use leptos::{
    ev,
    prelude::{request_animation_frame, set_interval},
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

/// A key for a booking that begins here.
pub fn once_key() -> OnceKey {
    let mut bytes = [0u8; 16];
    let filled = web_sys::window()
        .and_then(|w| w.crypto().ok())
        .and_then(|c| c.get_random_values_with_u8_array(&mut bytes).ok());
    if filled.is_none() {
        bytes[..8].copy_from_slice(&js_sys::Math::random().to_bits().to_le_bytes());
        bytes[8..].copy_from_slice(&js_sys::Date::now().to_bits().to_le_bytes());
    }
    OnceKey(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

fn document() -> Option<web_sys::Document> {
    web_sys::window().and_then(|w| w.document())
}

fn one(selector: &str) -> Option<HtmlElement> {
    document()?.query_selector(selector).ok().flatten()?.dyn_into().ok()
}

fn closest(target: Option<web_sys::EventTarget>, selector: &str) -> Option<Element> {
    target?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

/// Where in the day a pointer is; `None` outside what can be seen of the grid.
pub fn spot(ev: &ev::PointerEvent, from: u16, to: u16) -> Option<Spot> {
    let body: Element = ev.current_target()?.dyn_into().ok()?;
    let (x, y) = (f64::from(ev.client_x()), f64::from(ev.client_y()));
    let window = body.closest(".diary-scroll").ok().flatten()?.get_bounding_client_rect();
    let seen = x >= window.left() && x <= window.right() && y >= window.top() && y <= window.bottom();
    let columns = body.query_selector_all(".diary-column").ok()?;
    let under = |n: &u32| {
        let rect = columns.item(*n).and_then(|c| c.dyn_into::<Element>().ok()).map(|c| c.get_bounding_client_rect());
        rect.is_some_and(|r| x >= r.left() && x < r.right())
    };
    let strip = (0..columns.length()).find(under).filter(|_| seen)?;
    let rect = body.get_bounding_client_rect();
    let share = ((y - rect.top()) / rect.height().max(1.0)).clamp(0.0, 1.0);
    let minute = f64::from(from) + share * f64::from(to - from);
    Some(Spot { strip: strip as usize, minute: (minute as u16).min(to.saturating_sub(1)) })
}

/// What a pointer went down on.
pub fn pressed_on(ev: &ev::PointerEvent) -> Option<On> {
    let target = || ev.target();
    if closest(target(), ".block-next").is_some() {
        return None;
    }
    let visit = closest(target(), "[data-visit]").and_then(|b| b.get_attribute("data-visit"));
    match visit.map(|id| id.parse::<AppointmentId>()) {
        Some(Ok(it)) if closest(target(), ".block-grip").is_some() => Some(On::Grip(it)),
        Some(Ok(it)) => Some(On::Block(it)),
        Some(Err(_)) => None,
        None => closest(target(), ".diary-column").map(|_| On::Empty),
    }
}

/// From now on this pointer's events come here, wherever it goes.
pub fn capture(ev: &ev::PointerEvent) {
    let body = ev.current_target().and_then(|t| t.dyn_into::<Element>().ok());
    if let Some(body) = body {
        // a pointer that is gone already cannot be captured, and nothing is lost
        drop(body.set_pointer_capture(ev.pointer_id()));
    }
}

/// Puts the focus on the first thing that fits, once the screen has caught up.
pub fn focus_soon(selector: String) {
    request_animation_frame(move || {
        if let Some(it) = one(&selector) {
            drop(it.focus());
        }
    });
}

/// Where the keys go at the moment.
pub fn focus_now() -> Focus {
    let Some(at) = document().and_then(|d| d.active_element()) else { return Focus::Grid };
    let inside = |selector: &str| at.closest(selector).ok().flatten().is_some();
    if inside("dialog, input, select, textarea, [contenteditable]") {
        Focus::Typing
    } else if at.tag_name() == "BODY" || inside(".diary") {
        if document().and_then(|d| d.query_selector("dialog[open]").ok().flatten()).is_some() {
            return Focus::Typing;
        }
        Focus::Grid
    } else if inside(".panel") {
        Focus::Panel
    } else {
        Focus::Elsewhere
    }
}

/// Whether the focus is in something that fits.
pub fn within(selector: &str) -> bool {
    let at = document().and_then(|d| d.active_element());
    at.is_some_and(|at| at.closest(selector).ok().flatten().is_some())
}

/// Opens another page.
pub fn go(href: &str) {
    if let Some(window) = web_sys::window() {
        drop(window.location().set_href(href));
    }
}

/// Goes to the search in the bar.
pub fn search() {
    if let Some(field) = one("[data-find-patient]") {
        field.click();
    }
}

/// Opens a dialog over the page, once it is there.
pub fn open_modal(id: &'static str) {
    request_animation_frame(move || {
        let dialog = one(&format!("#{id}")).and_then(|d| d.dyn_into::<web_sys::HtmlDialogElement>().ok());
        if let Some(dialog) = dialog.filter(|d| !d.open()) {
            drop(dialog.show_modal());
        }
    });
}

/// Closes it; the focus goes back to where it was.
pub fn close_modal(id: &'static str) {
    let dialog = one(&format!("#{id}")).and_then(|d| d.dyn_into::<web_sys::HtmlDialogElement>().ok());
    if let Some(dialog) = dialog.filter(|d| d.open()) {
        dialog.close();
    }
}

/// Scrolls so that this minute stands at one third from the top.
pub fn show_minute(minute: u16, from: u16, to: u16) {
    let (Some(scroll), Some(body)) = (one(".diary-scroll"), one(".diary-body")) else { return };
    let share = f64::from(minute.saturating_sub(from)) / f64::from((to - from).max(1));
    let top = share * f64::from(body.offset_height()) - f64::from(scroll.client_height()) / 3.0;
    scroll.set_scroll_top(top.max(0.0) as i32);
}

/// Name and value of the field that changed.
pub fn named(ev: &ev::Event) -> Option<(String, String)> {
    let target = ev.target()?;
    if let Some(it) = target.dyn_ref::<HtmlInputElement>() {
        return Some((it.name(), it.value()));
    }
    if let Some(it) = target.dyn_ref::<HtmlSelectElement>() {
        return Some((it.name(), it.value()));
    }
    target.dyn_ref::<HtmlTextAreaElement>().map(|it| (it.name(), it.value()))
}

/// The value of the entry that was pressed in a list.
pub fn value_at(ev: &ev::MouseEvent) -> Option<String> {
    closest(ev.target(), "[data-value]")?.get_attribute("data-value")
}

/// Listens to other desks for as long as the page is open. The browser connects again by itself when the line was lost,
/// but gives up when the server refused, as it does on a locked screen: then this does, once the screen is unlocked or the
/// network is back, and every now and then.
pub fn listen(hear: impl Fn(Heard) + 'static) {
    let hear: Hear = std::rc::Rc::new(hear);
    let now: Line = std::rc::Rc::default();
    connect(&hear, &now);
    let again = move || connect(&hear, &now);
    for sign in [UNLOCKED, "online"] {
        let again = again.clone();
        let heard = Closure::<dyn Fn()>::new(again);
        if let Some(window) = web_sys::window() {
            drop(window.add_event_listener_with_callback(sign, heard.as_ref().unchecked_ref()));
        }
        heard.forget();
    }
    set_interval(again, NOW_AND_THEN);
}

/// What the lock says to the page when it opens.
const UNLOCKED: &str = "hadada-unlocked";
const NOW_AND_THEN: std::time::Duration = std::time::Duration::from_secs(60);

type Hear = std::rc::Rc<dyn Fn(Heard)>;
type Line = std::rc::Rc<std::cell::RefCell<Option<web_sys::EventSource>>>;

/// Opens the stream, unless it is open or the browser is still trying.
fn connect(hear: &Hear, line: &Line) {
    let given_up = |old: &web_sys::EventSource| old.ready_state() == web_sys::EventSource::CLOSED;
    if line.borrow().as_ref().is_some_and(|old| !given_up(old)) {
        return;
    }
    let Ok(source) = web_sys::EventSource::new("/live") else { return };
    line.replace(Some(source.clone()));
    let on = |name: &str, make: fn(&web_sys::MessageEvent) -> Option<Heard>| {
        let hear = std::rc::Rc::clone(hear);
        let heard = Closure::<dyn Fn(web_sys::Event)>::new(move |ev: web_sys::Event| {
            if let Some(news) = make(ev.unchecked_ref()) {
                hear(news);
            }
        });
        drop(source.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref()));
        heard.forget();
    };
    on("hello", |_| Some(Heard::Connected));
    on("all", |_| Some(Heard::Everything));
    on("changed", |ev| Heard::changed(&ev.data().as_string()?));
    on("error", |_| Some(Heard::Lost));
}

/// Colours the bar amber while nothing can be saved.
pub fn mark_offline(offline: bool) {
    let Some(frame) = one(".frame") else { return };
    drop(if offline { frame.set_attribute("data-offline", "") } else { frame.remove_attribute("data-offline") });
}

/// Seconds on a clock that only goes forward; only differences mean something.
pub fn seconds() -> f64 {
    js_sys::Date::now() / 1000.0
}

const SINGLE_KEYS: &str = "hadada-single-keys";

/// Whether letters alone do things; this desk's own choice.
pub fn single_keys() -> bool {
    let shelf = web_sys::window().and_then(|w| w.local_storage().ok().flatten());
    shelf.and_then(|s| s.get_item(SINGLE_KEYS).ok().flatten()).is_none_or(|kept| kept != "off")
}

/// Remembers that choice.
pub fn keep_single_keys(on: bool) {
    if let Some(shelf) = web_sys::window().and_then(|w| w.local_storage().ok().flatten()) {
        drop(shelf.set_item(SINGLE_KEYS, if on { "on" } else { "off" }));
    }
}

/// Whether what was pressed is, or lies in, something that fits.
pub fn hits(ev: &ev::MouseEvent, selector: &str) -> bool {
    closest(ev.target(), selector).is_some()
}

/// Whether something is drawn at all.
pub fn in_sight(selector: &str) -> bool {
    one(selector).is_some_and(|it| it.offset_height() > 0)
}

/// Scrolls a little while something is carried along the upper or lower edge.
pub fn scroll_at_edge(ev: &ev::PointerEvent) {
    let (Some(scroll), Some(head)) = (one(".diary-scroll"), one(".diary-head")) else { return };
    let (rect, y) = (scroll.get_bounding_client_rect(), f64::from(ev.client_y()));
    let step = if y < rect.top() + f64::from(head.offset_height()) + EDGE {
        -STRIDE
    } else if y > rect.bottom() - EDGE {
        STRIDE
    } else {
        return;
    };
    scroll.set_scroll_top(scroll.scroll_top() + step);
}

const EDGE: f64 = 28.0;
const STRIDE: i32 = 12;
