//! Identities. Every row of the practice is named by one of these; a function that wants a patient cannot be handed a room.

use serde::{Deserialize, Serialize};

macro_rules! ids { ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
    $(#[$doc])*
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
    #[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(transparent))]
    #[serde(transparent)]
    pub struct $name(pub uuid::Uuid);

    impl $name {
        /// A new identity, ordered by time of making (UUIDv7) so that rows made together lie together on disk.
        #[cfg(feature = "ssr")]
        pub fn fresh() -> Self { Self(uuid::Uuid::now_v7()) }
    }
    impl std::fmt::Display for $name {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
    }
    impl std::str::FromStr for $name {
        type Err = uuid::Error;
        fn from_str(text: &str) -> Result<Self, uuid::Error> { text.trim().parse().map(Self) }
    }
)* } }

ids!(
    /// A practice: the tenant. Every row belongs to exactly one.
    PracticeId,
    /// Someone who can sign in, within one practice.
    PersonId,
    /// A signed-in browser, as listed to its owner. Not the secret in the cookie.
    SessionId,
    /// A health professional with a column in the diary.
    PractitionerId,
    /// A place the practice works from.
    SiteId,
    /// A room or a piece of equipment: something that can be in one place at a time.
    ResourceId,
    /// A kind of visit, with its length and colour.
    AppointmentTypeId,
    /// A person in care.
    PatientId,
    /// Something to mind about a patient.
    AlertId,
    /// A visit in the diary.
    AppointmentId,
    /// A recorded change.
    EventId,
    /// A medical scheme in the directory.
    SchemeId,
    /// One run of an import.
    ImportId,
    /// An invitation to join the practice.
    InvitationId,
    /// A chart opened with a reason by somebody it is closed to.
    OpeningId,
    /// An issued invoice.
    InvoiceId,
    /// An issued credit note.
    CreditNoteId,
    /// Money that came in.
    PaymentId,
    /// Minted when a form is rendered; posting the same one twice does the thing once.
    OnceKey,
);
