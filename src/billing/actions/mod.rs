//! What can be done with accounts.

mod account;
mod checkout;
mod checkout_page;
mod invoice;
mod list;
mod pages;
mod settings;

pub use account::{account, summary};
pub use checkout::{issue, keep, total};
pub use checkout_page::checkout_page;
pub use invoice::{correct, paper_of, pay, return_payment, use_credit};
pub use list::unbilled;
pub use pages::{credit_note_page, invoice_page, invoices_page, print_page, settings_page};
pub use settings::{set_numbers, set_particulars, set_proposals};
