//! What a visit costs and how it is booked. Pure, and the same for the screen, the invoice and the tests.

mod book;
mod constraints;
mod diagnosis;
mod explain;
mod post;
mod price;

pub use book::{Book, Code, Limits, Modifier, PriceMode, Rounding};
pub use constraints::{Refusal, Remark};
pub use diagnosis::diagnoses;
pub use post::{Entry, invoice_entries, mirrored, payment_entries};
pub use price::{Case, Given, Line, Place, Priced, Used, Wanted, price, vat_within};

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) mod vectors;
