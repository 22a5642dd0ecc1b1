//! One type for what changes on the page.
//!
//! A view takes any closure where a value may change, and the compiler then writes the code that hydrates, builds, compares
//! and drops it again for every closure there is. In a boxed one that code is written once per kind of value: the browser
//! loads a tenth less.

/// A value that changes, as a view takes it.
pub type Changing<T> = Box<dyn FnMut() -> T + Send>;

/// `aria-busy=changing(move || busy.get().then_some("true"))`: read again whenever a signal in it changes.
///
/// For a child let it return text or an [`AnyView`](leptos::prelude::AnyView), so that there are few kinds of values.
pub fn changing<T>(value: impl FnMut() -> T + Send + 'static) -> Changing<T> {
    Box::new(value)
}
