//! The policy: one table that says who may do what, and the permit that proves it was asked.
//!
//! `docs/policy.md` is printed from the table by a test, so a change here is a change in a document a practice owner
//! can read. Source of the rows: the role and capability matrix of the domain reference; the number behind each
//! ability is the row it stands for.

use super::{Actor, Role};
use crate::kernel::ids::{PatientId, PersonId, PractitionerId};
use std::marker::PhantomData;

/// How far an ability reaches for a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Never.
    No,
    /// A patient's file that one opened with a written reason, for an hour.
    Glass,
    /// What is one's own: one's diary column, one's patients, one's own file or account.
    Own,
    /// Everything in the practice.
    All,
}
use Reach::{All, Glass, No, Own};

/// A deed that needs permission.
pub trait Ability {
    /// As stored in the event log.
    const NAME: &'static str;
    /// Using it leaves a line in the access log, even for a read.
    const WATCHED: bool;
    /// Changing something with it needs a proof of who one is that is no older than so many minutes; 0 asks for none.
    const FRESH: u16;
    /// A patient's file that was opened with a written reason opens to it too.
    const GLASS: bool;
    /// What it is asked about.
    type Over: Subject;
    /// What the table says.
    fn reach(role: Role) -> Reach;
}

/// Something a permission is asked about.
pub trait Subject: Copy + Send + Sync {
    /// Whose it is, as far as the policy cares.
    fn whose(self) -> Whose;
    /// The id written to the access log.
    fn id(self) -> Option<uuid::Uuid>;
}

/// Who a thing belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The practice's; nobody's own.
    Practice,
    /// A practitioner's diary.
    Diary(PractitionerId),
    /// A patient's file; `in_care` when the actor has a care relationship with the patient, `opened` when they opened it
    /// with a written reason.
    File { patient: PatientId, in_care: bool, opened: bool },
    /// A person's account.
    Account(PersonId),
}

/// A patient's file as the policy sees it. Made by the patients' store, which looks up the care relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PatientFile {
    /// Whose file.
    pub patient: PatientId,
    /// Whether the acting practitioner has a care relationship (a visit booked, or one within the last 12 months).
    pub in_care: bool,
    /// Whether the acting person opened it with a written reason less than an hour ago.
    pub opened: bool,
}

impl Subject for () {
    fn whose(self) -> Whose {
        Whose::Practice
    }
    fn id(self) -> Option<uuid::Uuid> {
        None
    }
}
impl Subject for PractitionerId {
    fn whose(self) -> Whose {
        Whose::Diary(self)
    }
    fn id(self) -> Option<uuid::Uuid> {
        Some(self.0)
    }
}
impl Subject for PersonId {
    fn whose(self) -> Whose {
        Whose::Account(self)
    }
    fn id(self) -> Option<uuid::Uuid> {
        Some(self.0)
    }
}
impl Subject for PatientFile {
    fn whose(self) -> Whose {
        Whose::File { patient: self.patient, in_care: self.in_care, opened: self.opened }
    }
    fn id(self) -> Option<uuid::Uuid> {
        Some(self.patient.0)
    }
}

/// Proof that the policy said yes. Only [`ask`] makes one, and it carries what was asked about.
///
/// ```compile_fail
/// use hadada::access::policy::*;
/// let forged: Permit<SeeDiary> = Permit { over: (), ability: std::marker::PhantomData };
/// ```
#[must_use]
#[derive(Debug)]
pub struct Permit<A: Ability> {
    over: A::Over,
    ability: PhantomData<A>,
}

impl<A: Ability> Permit<A> {
    /// The very thing that was asked about: stores take the id from here, so that asking about one patient and
    /// reading another cannot be written.
    pub fn over(&self) -> A::Over {
        self.over
    }
}

/// Asks the table. The widest reach among the actor's roles decides.
pub fn ask<A: Ability>(actor: &Actor, over: A::Over) -> Option<Permit<A>> {
    let reach = actor.roles.iter().map(A::reach).max().unwrap_or(No);
    let yes = opens(actor, over.whose(), reach, A::GLASS);
    yes.then_some(Permit { over, ability: PhantomData })
}

fn opens(actor: &Actor, whose: Whose, reach: Reach, glass: bool) -> bool {
    let (own, opened) = match whose {
        Whose::Practice => (false, false),
        Whose::Diary(p) => (actor.practitioner == Some(p), false),
        Whose::File { patient, in_care, opened } => (in_care || actor.patient == Some(patient), opened && glass),
        Whose::Account(p) => (actor.person == p, false),
    };
    match reach {
        All => true,
        Own => own || opened,
        Glass => opened,
        No => false,
    }
}

/// Whether a written reason would open anything of this file that is closed to the actor now.
pub fn glass_would_open(actor: &Actor, file: PatientFile) -> bool {
    table().iter().filter(|row| row.glass).any(|row| {
        let reach = actor.roles.iter().map(|role| row.reach[role as usize]).max().unwrap_or(No);
        let with = PatientFile { opened: true, ..file };
        !opens(actor, file.whose(), reach, true) && opens(actor, with.whose(), reach, true)
    })
}

/// Whether the actor could do this to something, for deciding what a page offers. Never a substitute for [`ask`].
pub fn could<A: Ability>(actor: &Actor) -> bool {
    actor.roles.iter().any(|r| A::reach(r) != No)
}

/// The roles that may, in words: `owner, manager or receptionist`.
pub fn who_may<A: Ability>() -> String {
    let words: Vec<&str> = Role::ALL.into_iter().filter(|r| A::reach(*r) == All).map(Role::word).collect();
    match words.split_last() {
        None => "nobody".into(),
        Some((last, [])) => (*last).to_string(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

/// One row of the table, for printing and for tests that walk it.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The ability.
    pub ability: &'static str,
    /// What it means, in a sentence.
    pub says: &'static str,
    /// Reach per role, in the order of [`Role::ALL`].
    pub reach: [Reach; 7],
    /// Whether using it is written to the access log.
    pub watched: bool,
    /// How old the last proof of who one is may be, in minutes; 0 asks for none.
    pub fresh: u16,
    /// Whether a written reason opens it for a patient's file.
    pub glass: bool,
}

macro_rules! policy {
    (@watched) => { false };
    (@watched watched $($rest:tt)*) => { true };
    (@watched $flag:tt $($rest:tt)*) => { policy!(@watched $($rest)*) };
    (@glass) => { false };
    (@glass glass $($rest:tt)*) => { true };
    (@glass $flag:tt $($rest:tt)*) => { policy!(@glass $($rest)*) };
    (@fresh) => { 0 };
    (@fresh fresh ($minutes:literal) $($rest:tt)*) => { $minutes };
    (@fresh $flag:tt $($rest:tt)*) => { policy!(@fresh $($rest)*) };
    ($( #[doc = $says:literal] $name:ident over $over:ty [$($reach:ident)*] $($flag:ident $(($n:literal))?)* ;)*) => {
        $( #[doc = $says]
           #[derive(Debug)]
           pub struct $name;
           impl Ability for $name {
               const NAME: &'static str = stringify!($name);
               const WATCHED: bool = policy!(@watched $($flag $(($n))?)*);
               const FRESH: u16 = policy!(@fresh $($flag $(($n))?)*);
               const GLASS: bool = policy!(@glass $($flag $(($n))?)*);
               type Over = $over;
               fn reach(role: Role) -> Reach { [$($reach),*][role as usize] }
           } )*
        /// The whole policy, in the order it is written.
        pub fn table() -> Vec<Row> {
            vec![$( Row {
                ability: stringify!($name),
                says: $says.trim_ascii(),
                reach: [$($reach),*],
                watched: <$name as Ability>::WATCHED,
                fresh: <$name as Ability>::FRESH,
                glass: <$name as Ability>::GLASS,
            } ),*]
        }
    };
}

#[rustfmt::skip]
policy! {
    //                                             owner manager practitioner reception billing auditor patient
    /// See the practice, its sites, rooms and appointment types (1)
    SeePractice          over ()             [All   All     All          All       All     All     No ];
    /// Change sites, rooms, equipment and opening hours (3)
    ChangePractice       over ()             [All   All     No           No        No      No      No ];
    /// See who works here and what they may do (4)
    SeePeople            over ()             [All   All     No           No        No      All     No ];
    /// Invite people (4)
    InvitePeople         over ()             [All   All     No           No        No      No      No ];
    /// Give and take roles, invite owners (4)
    GiveRoles            over ()             [All   All     No           No        No      No      No ] fresh(5);
    /// Suspend a person and end their sessions (5)
    SuspendPeople        over PersonId       [All   All     No           No        No      No      No ];
    /// End a colleague's sessions without suspending them (5)
    EndSessions          over ()             [All   All     No           No        No      No      No ] fresh(60);
    /// Reset a colleague's second factor (6)
    ResetSecondFactor    over ()             [All   No      No           No        No      No      No ] fresh(60);
    /// Change what signing in asks of everybody (7)
    ChangeSecurity       over ()             [All   No      No           No        No      No      No ] fresh(60);
    /// See and end one's own sessions, change one's own password (9)
    ManageOwnAccount     over PersonId       [Own   Own     Own          Own       Own     Own     Own];
    /// Set up, renew and end one's own second factor (9)
    ManageSecondFactor   over PersonId       [Own   Own     Own          Own       Own     Own     Own] fresh(60);
    /// Search patients and see the booking card (11)
    SearchPatients       over ()             [All   All     All          All       All     No      No ] watched;
    /// See demographics, contact and funding (12)
    SeePatient           over PatientFile    [All   All     Own          All       All     Glass   Own] watched glass;
    /// Register a patient (13)
    RegisterPatient      over ()             [All   All     All          All       No      No      No ];
    /// Change demographics, contact, guardians and consents (14, 16, 21)
    ChangePatient        over PatientFile    [All   All     Own          All       No      No      No ];
    /// Change funding, membership and account holder (15)
    ChangeFunding        over PatientFile    [All   All     Own          All       All     No      No ];
    /// Raise, acknowledge and resolve alerts (18)
    RaiseAlert           over PatientFile    [No    No      Own          No        No      No      No ];
    /// See an exact identifier that lists mask (RL-5)
    RevealIdentifier     over PatientFile    [All   All     Own          All       All     No      No ] watched;
    /// Open a chart that is closed to one, with a written reason (41)
    BreakGlass           over PatientFile    [All   All     All          No        No      All     No ] watched fresh(60);
    /// See which charts were opened with a reason, and why (41)
    SeeOpenings          over ()             [All   All     No           No        No      All     No ] watched;
    /// Review why a chart was opened, of somebody else (41)
    ReviewOpenings       over ()             [All   All     No           No        No      No      No ];
    /// See the diary (26)
    SeeDiary             over ()             [All   All     All          All       All     No      No ] watched;
    /// Book, move, resize and cancel visits (27)
    BookAppointment      over PractitionerId [All   All     Own          All       No      No      No ];
    /// Book over an existing visit, with a reason (28)
    OverbookAppointment  over PractitionerId [All   All     Own          No        No      No      No ];
    /// Confirm, arrive, in session, complete, did not come (29)
    ChangeStatus         over PractitionerId [All   All     Own          All       No      No      No ];
    /// See tariffs, modifiers and schemes (42)
    SeeTariffs           over ()             [All   All     All          All       All     All     No ];
    /// Import tariffs and modifiers (43)
    ImportTariff         over ()             [All   No      No           No        No      No      No ];
    /// Import schemes, appointment types and patients (13, 32)
    ImportReference      over ()             [All   All     No           No        No      No      No ];
    /// Set what stands at the head of invoices, numbers of practitioners, proposed charges (2)
    SetBilling           over ()             [All   All     No           No        No      No      No ];
    /// Look through invoices (46)
    FindInvoices         over ()             [All   All     No           All       All     No      No ] watched;
    /// See a patient's account, invoices and payments (46)
    SeeAccount           over PatientFile    [All   All     Own          All       All     No      Own] watched;
    /// Prepare charges and issue an invoice (44, 46)
    IssueInvoice         over PatientFile    [All   All     Own          All       All     No      No ];
    /// Give a concession on a price (45)
    GiveConcession       over ()             [All   All     No           No        All     No      No ];
    /// Take a payment and use a patient's credit (48)
    TakePayment          over PatientFile    [All   All     Own          All       All     No      No ];
    /// Take back an invoice or a payment that was returned, up to the limit (47)
    CorrectAccount       over PatientFile    [All   All     No           No        All     No      No ];
    /// The same above the limit (47)
    CorrectAboveLimit    over ()             [All   No      No           No        No      No      No ] fresh(60);
    /// Read the audit trail (61)
    SeeTrail             over ()             [All   No      No           No        No      All     No ] watched;
    /// See who opened a patient's record (61)
    SeeWhoOpened         over PatientFile    [All   No      No           No        No      All     Own] watched;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Roles;
    use crate::kernel::ids::PracticeId;
    use uuid::Uuid;

    fn someone(roles: Roles) -> Actor {
        Actor {
            person: PersonId(Uuid::from_u128(1)),
            practice: PracticeId(Uuid::from_u128(2)),
            roles,
            practitioner: Some(PractitionerId(Uuid::from_u128(3))),
            patient: None,
            session: None,
            name: "Thandi Mokoena".into(),
        }
    }

    #[test]
    fn a_practitioner_books_her_own_column_and_no_other() {
        let her = someone(Role::Practitioner.into());
        assert!(ask::<BookAppointment>(&her, PractitionerId(Uuid::from_u128(3))).is_some());
        assert!(ask::<BookAppointment>(&her, PractitionerId(Uuid::from_u128(4))).is_none());
    }

    #[test]
    fn two_roles_are_the_union_of_both() {
        let both = someone(Roles::from(Role::Practitioner).with(Role::Receptionist));
        assert!(ask::<BookAppointment>(&both, PractitionerId(Uuid::from_u128(4))).is_some());
    }

    #[test]
    fn an_auditor_changes_nothing_and_a_stranger_to_every_role_may_nothing() {
        for row in table() {
            // reading with a written reason is reading
            let own = ["ManageOwnAccount", "ManageSecondFactor", "BreakGlass"];
            let read = row.ability.starts_with("See") || own.contains(&row.ability);
            assert!(read || row.reach[Role::Auditor as usize] == No, "{}", row.ability);
        }
        assert!(ask::<SeeDiary>(&someone(Roles::default()), ()).is_none());
    }

    #[test]
    fn who_may_reads_as_a_sentence() {
        assert_eq!(who_may::<ImportTariff>(), "owner");
        assert_eq!(who_may::<InvitePeople>(), "owner or manager");
    }
}
