//! Who may do what, and who is who. Roles are bundles of abilities; code asks for the ability by name, never for the role.
//! Signing in, sessions and passwords live in `sign_in`; inviting and suspending colleagues in `people`.

pub mod api;
pub mod people;
pub mod policy;
pub mod roles;
pub mod second_factor;
pub mod sign_in;
pub mod ui;

#[cfg(all(test, feature = "ssr"))]
mod tests;

pub use roles::{Actor, Role, Roles};
