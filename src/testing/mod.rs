//! The practice that tests know: Rosebank Therapy on a Monday morning, and next door one just like it.
//!
//! ```text
//! let w = World::new(pool).await;
//! edge::act_as(&w.services, w.as_(Role::Receptionist), async |cx| actions::book(cx, &wish).await).await
//! ```

mod people;
mod world;

pub use people::{Kinds, Person};
pub use world::{House, NOW, World, patients};
