//! Colleagues.
