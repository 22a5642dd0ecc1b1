//! The server's twin of `live`: there is no screen to listen for.

/// Calls when something happened to the subject.
pub fn when_changed(_subject: String, _call: impl Fn() + 'static) {}

/// Loads the page again.
pub fn reload() {}
