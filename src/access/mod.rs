//! Who may do what. Roles are bundles of abilities; code asks for the ability by name, never for the role.

pub mod policy;
pub mod roles;
pub mod ui;

pub use roles::{Actor, Role, Roles};
