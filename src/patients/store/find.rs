//! Finding patients by what a caller says.

use super::care_since;
use crate::{
    access::policy::{self, ChangePatient, PatientFile, Permit, SearchPatients},
    kernel::{
        ids::PatientId,
        phone::Phone,
        search_key::{Looks, Question, asked, id_normal, looks_like, range_end},
    },
    patients::model::PatientCard,
    platform::cx::Cx,
};

/// Most cards a search answers with.
pub const MOST_CARDS: i64 = 12;
/// A question that brings fewer than this is read whole, and the others are asked of those few.
const FEW: i32 = 300;
/// A question that brings more than this is never read whole unless all do.
const MANY: i64 = 5_000;
/// Most rows read per range when every word is common.
const MOST_ROWS: i64 = 20_000;
/// Most rows read for one or two letters: a glance at the front of the list, no more.
const FRONT: i64 = 300;

/// Ranges of tokens, as four columns.
#[derive(Default)]
pub(super) struct Ranges {
    pub question: Vec<i32>,
    pub lo: Vec<String>,
    pub hi: Vec<String>,
    pub weight: Vec<i32>,
}

impl Ranges {
    /// Adds what answers question number `q`: beginnings of tokens weigh more than slips of the finger.
    pub(super) fn add(&mut self, q: i32, it: &Question) {
        let starts = it.exact_prefixes.iter().map(|p| (p.clone(), range_end(p), 2));
        // tokens hold no control characters, so this range holds one token
        let whole = it.fuzzy.iter().map(|t| (t.clone(), format!("{t}\u{1}"), 0));
        for (lo, hi, weight) in starts.chain(whole) {
            self.question.push(q);
            self.lo.push(lo);
            self.hi.push(hi);
            self.weight.push(weight);
        }
    }

    fn of<'a>(questions: impl IntoIterator<Item = (usize, &'a Question)>) -> Ranges {
        let mut ranges = Ranges::default();
        for (q, it) in questions {
            ranges.add(i32::try_from(q).unwrap_or(i32::MAX), it);
        }
        ranges
    }
}

/// At most twelve patients for a search text, best first. At most two statements, whatever is typed.
pub async fn find(cx: &mut Cx, _: &Permit<SearchPatients>, query: &str) -> sqlx::Result<Vec<PatientCard>> {
    let questions = asked(query);
    if questions.is_empty() {
        return Ok(vec![]);
    }
    let practice = cx.actor.practice;
    let mark = match looks_like(query) {
        Looks::IdNumber | Looks::MemberNumber => {
            id_normal(query).map(|number| cx.seal().mark(practice, super::SEALED_ID, &number))
        }
        Looks::Phone | Looks::FileNo | Looks::Words => None,
    };
    let (joined, most_rows) = plan(cx, &questions).await?;
    let is_joined = |q: &usize| joined.contains(q);
    let read = Ranges::of(questions.iter().enumerate().filter(|(q, _)| is_joined(q)));
    let rest = Ranges::of(questions.iter().enumerate().filter(|(q, _)| !is_joined(q)));
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let rows = sqlx::query_file_as!(
        CardRow,
        "src/patients/store/find.sql",
        practice.0,
        &read.question,
        &read.lo,
        &read.hi,
        &read.weight,
        most_rows,
        count(joined.len()),
        &rest.question,
        &rest.lo,
        &rest.hi,
        &rest.weight,
        count(questions.len() - joined.len()),
        mark,
        cx.actor.practitioner.map(|p| p.0),
        care_since(cx) as jiff_sqlx::Timestamp,
        MOST_CARDS,
        jiff_sqlx::Date::from(cx.today()) as jiff_sqlx::Date
    )
    .fetch_all(cx.sql())
    .await?;
    Ok(rows.into_iter().map(|row| row.card(cx)).collect())
}

/// Which questions to read whole, and how many rows of each range at most.
async fn plan(cx: &mut Cx, questions: &[Question]) -> sqlx::Result<(Vec<usize>, i64)> {
    if let [only] = questions {
        let short = only.exact_prefixes.iter().all(|prefix| prefix.chars().count() <= 4);
        return Ok((vec![0], if short { FRONT } else { MANY }));
    }
    let all = Ranges::of(questions.iter().enumerate());
    let practice = cx.actor.practice.0;
    let counts = sqlx::query_file!("src/patients/store/count.sql", practice, &all.question, &all.lo, &all.hi, MANY)
        .fetch_all(cx.sql())
        .await?;
    let mut sizes: Vec<(i32, usize)> =
        counts.into_iter().filter_map(|row| Some((row.n, usize::try_from(row.q).ok()?))).collect();
    sizes.sort_unstable();
    let Some(&(rarest, first)) = sizes.first() else { return Ok((vec![0], MANY)) };
    if rarest <= FEW {
        return Ok((vec![first], MANY));
    }
    let rare: Vec<usize> = sizes.iter().filter(|(n, _)| i64::from(*n) < MANY).map(|(_, q)| *q).collect();
    if rare.is_empty() { Ok((sizes.iter().map(|(_, q)| *q).collect(), MOST_ROWS)) } else { Ok((rare, MANY)) }
}

/// A patient as a search brings one.
pub(super) struct CardRow {
    pub id: uuid::Uuid,
    pub file_no: String,
    pub first_names: String,
    pub last_name: String,
    pub preferred_name: String,
    pub birth_date: Option<jiff_sqlx::Date>,
    pub id_masked: String,
    pub phone: Option<String>,
    pub alert: bool,
    pub in_care: bool,
    pub kinds: String,
    pub worst: i32,
}

impl CardRow {
    /// The card the actor may see: whoever may not change the file (a practitioner who does not treat the patient,
    /// billing) learns the name, the year of birth and the file number, and nothing else.
    pub(super) fn card(self, cx: &Cx) -> PatientCard {
        let id = PatientId(self.id);
        let birth = self.birth_date.map(jiff_sqlx::Date::to_jiff);
        let file = PatientFile { patient: id, in_care: self.in_care, opened: false };
        if policy::ask::<ChangePatient>(&cx.actor, file).is_none() {
            let name = full_name(&self.preferred_name, &self.first_names, &self.last_name);
            let why = birth.map(|day| format!("born {}", day.year())).unwrap_or_default();
            let (phone, masked_id) = (String::new(), String::new());
            return PatientCard { id, file_no: self.file_no, name, birth: None, phone, masked_id, alert: false, why };
        }
        self.whole()
    }

    /// The card with everything on it, for who was allowed to see the patient.
    pub(super) fn whole(self) -> PatientCard {
        PatientCard {
            id: PatientId(self.id),
            name: full_name(&self.preferred_name, &self.first_names, &self.last_name),
            file_no: self.file_no,
            birth: self.birth_date.map(jiff_sqlx::Date::to_jiff),
            phone: self.phone.map(|number| dialled(&number)).unwrap_or_default(),
            masked_id: self.id_masked,
            alert: self.alert,
            why: why(&self.kinds, self.worst).to_owned(),
        }
    }
}

/// What the search text met, where it is not plain to see on the card. Kinds are the first letters of the tokens met.
fn why(kinds: &str, worst: i32) -> &'static str {
    if kinds.contains('i') {
        "same ID number"
    } else if kinds.contains('m') && !kinds.contains(['n', 'p', 'f']) {
        "member number"
    } else if worst == 1 {
        "sounds alike"
    } else {
        ""
    }
}

/// As one says it: the preferred name first.
pub fn full_name(preferred: &str, first: &str, last: &str) -> String {
    let first =
        if preferred.is_empty() || preferred == first { first.to_owned() } else { format!("{preferred} ({first})") };
    format!("{first} {last}").trim().to_owned()
}

/// A stored number as it is dialled.
pub fn dialled(number: &str) -> String {
    Phone::parse(number).map_or_else(|_| number.to_owned(), |phone| phone.national())
}
