//! On the server nobody touches the screen: the same names as in the browser, doing nothing.

use super::drag::{On, Spot};
use super::keys::Focus;
use super::live::Heard;
use crate::kernel::ids::OnceKey;
use leptos::ev;

/// Keys are minted in the browser or, for pages, by the server's own actions.
pub fn once_key() -> OnceKey {
    OnceKey(uuid::Uuid::nil())
}

/// No pointer here.
pub fn spot(_: &ev::PointerEvent, _: u16, _: u16) -> Option<Spot> {
    None
}

/// No pointer here.
pub fn pressed_on(_: &ev::PointerEvent) -> Option<On> {
    None
}

/// No pointer here.
pub fn capture(_: &ev::PointerEvent) {}

/// No focus here.
pub fn focus_soon(_: String) {}

/// No focus here.
pub fn focus_now() -> Focus {
    Focus::Elsewhere
}

/// No focus here.
pub fn within(_: &str) -> bool {
    false
}

/// No address here.
pub fn go(_: &str) {}

/// No search field here.
pub fn search() {}

/// No dialog here.
pub fn open_modal(_: &'static str) {}

/// No dialog here.
pub fn close_modal(_: &'static str) {}

/// No scrolling here.
pub fn show_minute(_: u16, _: u16, _: u16) {}

/// No form here.
pub fn named(_: &ev::Event) -> Option<(String, String)> {
    None
}

/// No list here.
pub fn value_at(_: &ev::MouseEvent) -> Option<String> {
    None
}

/// No stream here.
pub fn listen(_: impl Fn(Heard) + 'static) {}

/// No bar here.
pub fn mark_offline(_: bool) {}

/// No clock here: pages take the time from their data.
pub fn seconds() -> f64 {
    0.0
}

/// No shelf here.
pub fn single_keys() -> bool {
    true
}

/// No shelf here.
pub fn keep_single_keys(_: bool) {}

/// No pointer here.
pub fn hits(_: &ev::MouseEvent, _: &str) -> bool {
    false
}

/// Nothing to see here.
pub fn in_sight(_: &str) -> bool {
    false
}

/// No scrolling here.
pub fn scroll_at_edge(_: &ev::PointerEvent) {}
