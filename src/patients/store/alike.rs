//! Who on file may be the person being registered.

use super::{
    care_since,
    find::{CardRow, Ranges},
    id_type_of,
};
use crate::{
    access::policy::{Permit, SearchPatients},
    kernel::{
        duplicate::{Candidate, Reason, Verdict, score},
        identifiers::IdType,
        ids::PatientId,
        name::{fold, folded_words},
        sa_id::Sex,
        search_key::{Question, id_normal, sounds},
    },
    patients::{model::DuplicateCard, registration::Registration},
    platform::cx::Cx,
};

/// Those on file who score as a warning or more, the likeliest first. `except` is the patient being changed.
pub async fn alike(
    cx: &mut Cx,
    _: &Permit<SearchPatients>,
    new: &Registration,
    except: Option<PatientId>,
) -> sqlx::Result<Vec<DuplicateCard>> {
    let practice = cx.actor.practice;
    let seal = cx.seal().clone();
    let mark = |number: &str| seal.mark(practice, super::SEALED_ID, &id_normal(number).unwrap_or_default());
    let ours = new.candidate(&|number| hex(&mark(number)));
    let (ranges, names) = tokens(&ours);
    let members: Vec<String> =
        new.funding.iter().filter(|it| !it.member.is_empty()).map(|it| format!("m:{}", it.member)).collect();
    let id_mark = new.identity.id_number.as_deref().map(&mark);
    let rows = sqlx::query_file!(
        "src/patients/store/alike.sql",
        practice.0,
        &ranges.question,
        &ranges.lo,
        &ranges.hi,
        names,
        &ours.phones,
        id_mark,
        &members,
        except.map(|p| p.0),
        cx.actor.practitioner.map(|p| p.0),
        care_since(cx) as jiff_sqlx::Timestamp,
        jiff_sqlx::Date::from(cx.today()) as jiff_sqlx::Date
    )
    .fetch_all(cx.sql())
    .await?;
    let mut found: Vec<DuplicateCard> = Vec::new();
    for row in rows {
        let number = row.id_hash.as_deref().map(hex);
        let kind = id_type_of(&row.id_type);
        let text = |key: &str| row.address.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
        let cards = row.schemes.into_iter().zip(row.members).zip(row.dependants);
        let theirs = Candidate {
            first_names: row.first_names.clone(),
            last_name: row.last_name.clone(),
            previous_last_names: row.previous,
            birth: row.birth_date.map(jiff_sqlx::Date::to_jiff),
            sa_id: number.clone().filter(|_| kind == IdType::SaId),
            passport: number.filter(|_| kind.needs_country()).map(|hash| format!("{} {hash}", row.id_country)),
            memberships: cards.map(|((scheme, member), dependant)| [scheme, member, dependant]).collect(),
            phones: row.phones.clone(),
            emails: Some(row.email).filter(|text| !text.is_empty()).into_iter().collect(),
            postal_code: text("postal_code"),
            address_line: text("line1"),
            sex: Sex::from_key(&row.sex).unwrap_or_default(),
        };
        let score = score(&ours, &theirs);
        if score.verdict() == Verdict::Quiet {
            continue;
        }
        let card = CardRow {
            id: row.id,
            file_no: row.file_no,
            first_names: row.first_names,
            last_name: row.last_name,
            preferred_name: row.preferred_name,
            birth_date: row.birth_date,
            id_masked: row.id_masked,
            phone: row.phones.into_iter().next(),
            alert: row.alert,
            in_care: row.in_care,
            kinds: String::new(),
            worst: 9,
        };
        found.push(DuplicateCard {
            card: card.card(cx),
            points: score.points,
            stop: score.verdict() == Verdict::Stop,
            because: score.reasons.iter().map(|reason| because(*reason).to_owned()).collect(),
        });
    }
    found.sort_by(|a, b| b.points.cmp(&a.points).then_with(|| a.card.file_no.cmp(&b.card.file_no)));
    found.truncate(5);
    Ok(found)
}

/// The name and birth tokens to gather by, and how many of the questions are about names.
fn tokens(of: &Candidate) -> (Ranges, i64) {
    let key = |word: &str| sounds::keys(word).into_iter().map(|key| format!("s:{key}"));
    let last: Vec<String> = std::iter::once(&of.last_name)
        .chain(&of.previous_last_names)
        .filter(|name| !fold(name).is_empty())
        .flat_map(|name| {
            let words = folded_words(name);
            let whole = format!("n:{}", words.concat());
            let sound = words.last().map(|word| key(word).collect::<Vec<_>>()).unwrap_or_default();
            std::iter::once(whole).chain(sound)
        })
        .collect();
    let first = of.first_names.split_whitespace().map(fold).find(|word| !word.is_empty());
    let first: Vec<String> =
        first.map(|word| std::iter::once(format!("n:{word}")).chain(key(&word)).collect()).unwrap_or_default();
    let birth: Vec<String> = of.birth.map(|day| format!("b:{}", day.strftime("%Y%m%d"))).into_iter().collect();
    let names = i64::from(!last.is_empty()) + i64::from(!first.is_empty());
    let mut ranges = Ranges::default();
    for (q, fuzzy) in [(0, last), (1, first), (2, birth)] {
        ranges.add(q, &Question { exact_prefixes: vec![], fuzzy });
    }
    (ranges, names)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// What agrees, in words.
fn because(reason: Reason) -> &'static str {
    match reason {
        Reason::SameSaId => "same ID number",
        Reason::SamePassport => "same passport",
        Reason::SameMembership => "same scheme, member number and dependant code",
        Reason::SameNameAndBirth => "same name and date of birth",
        Reason::SoundAlikeAndSameBirth => "names that sound alike, same date of birth",
        Reason::BirthNearlySame => "names alike, nearly the same date of birth",
        Reason::SameNameAndPhone => "same name and phone",
        Reason::Twins => "same last name, date of birth and address",
        Reason::SamePhone => "same phone",
        Reason::SameEmail => "same e-mail",
        Reason::SameAddress => "same address",
        Reason::DifferentSex => "different sex",
        Reason::DifferentSaIds => "different ID numbers",
    }
}
