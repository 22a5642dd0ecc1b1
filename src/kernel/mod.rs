//! Words the whole practice shares. Depends on nothing of ours.

pub mod csv_safe;
pub mod draft;
pub mod duplicate;
pub mod email;
pub mod frame;
pub mod holidays;
pub mod identifiers;
pub mod ids;
pub mod iso_day;
pub mod membership;
pub mod minutes;
pub mod money;
pub mod name;
pub mod packed;
pub mod phone;
pub mod postal;
pub mod problem;
pub mod sa_id;
pub mod search_key;
pub mod span;
mod text_type;
