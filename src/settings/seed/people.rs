//! Invented patients: names by chance, identity numbers with valid check digits, phones in the mobile ranges.

use super::{
    Plan,
    copy::{Copy, NULL},
    practice::House,
    random::Dice,
    words,
};
use crate::{
    kernel::{
        ids::PracticeId,
        name::{fold, initials},
        sa_id::{self, check_digit},
        search_key::{PatientWords, id_normal, stored},
    },
    patients::{MARKED_MEMBER, SEALED_ID},
    platform::edge::Services,
};
use jiff::civil::Date;
use sqlx::PgConnection;
use uuid::Uuid;

/// One invented person.
struct Person {
    first: String,
    last: &'static str,
    sex: &'static str,
    birth: Date,
    id_number: Option<String>,
    phone: String,
    email: String,
    place: (&'static str, &'static str, &'static str),
    street: String,
}

/// The identity of the nth patient; the diary works it out again instead of keeping a million of them.
pub fn patient_id(n: u32) -> Uuid {
    Dice::new(0xFACE_0000_0000 + u64::from(n)).id()
}

fn invent(n: u32, today: Date, dice: &mut Dice) -> anyhow::Result<Person> {
    let woman = dice.chance(56);
    let first = (*dice.common(if woman { words::WOMEN } else { words::MEN })).to_string();
    let last = *dice.common(words::LAST);
    // one in seven is a child
    let days = if dice.chance(14) { 400 + dice.below(5600) } else { 6600 + dice.below(24_000) };
    let birth = today.checked_sub(jiff::Span::new().days(i64::from(days)))?;
    // the number in the middle is the person's own, so that no two are alike on one day of birth
    let serial = n % 5000 + if woman { 0 } else { 5000 };
    let twelve = format!("{:02}{:02}{:02}{serial:04}08", birth.year() % 100, birth.month(), birth.day());
    let id_number = match check_digit(&twelve) {
        // a number that reads as another century is left out, as are those of people who have none
        Some(z) if dice.chance(93) => Some(format!("{twelve}{z}"))
            .filter(|t| sa_id::parse(t, today, Some(birth), None).is_ok_and(|id| id.birth == birth)),
        _ => None,
    };
    let phone = format!("+27{}{:07}", dice.any(&["82", "83", "72", "73", "61", "84", "71"]), dice.below(10_000_000));
    let folded = fold(&first);
    let email = if dice.chance(70) { format!("{folded}.{n}@post.example") } else { String::new() };
    let street = format!("{} {}", 1 + dice.below(180), dice.any(words::STREETS));
    let sex = if woman { "female" } else { "male" };
    Ok(Person { first, last, sex, birth, id_number, phone, email, place: *dice.any(words::PLACES), street })
}

/// Loads the patients, their phones, funding, consents, a few alerts, and what each is found by.
pub async fn load(conn: &mut PgConnection, plan: &Plan, house: &House, services: &Services) -> anyhow::Result<()> {
    let mut patients = Copy::into(
        "patient (practice, id, file_no, first_names, last_name, preferred_name, initials, sort_key, id_type, id_sealed, id_hash, id_masked,
         birth_date, sex, language_home, email, address, preferred_channel, home_site, usual_practitioner, allergies_state, allergies,
         precautions, complete, created_at, created_by)",
    );
    let mut phones = Copy::into("patient_phone (practice, patient, position, number, label)");
    let mut tokens = Copy::into("patient_token (practice, token, patient)");
    let mut funding = Copy::into(
        "funding (practice, id, patient, position, kind, scheme, scheme_option, member_number, member_hash, dependant_code, since)",
    );
    let mut consents = Copy::into("consent (practice, id, patient, kind, answer, text_version, how, recorded_by, at)");
    let mut alerts = Copy::into("alert (practice, id, patient, category, severity, words, for_desk, raised_by, at)");
    let mut dice = Dice::new(0xBEEF);
    let (practice, p, at) = (PracticeId(house.practice), house.practice.to_string(), plan.now.to_string());
    for n in 0..plan.patients {
        let who = invent(n, plan.today, &mut dice)?;
        let id = patient_id(n);
        let i = id.to_string();
        let file_no = format!("{:06}", 1001 + n);
        let (sealed, hash, masked) = match &who.id_number {
            Some(number) => {
                let normal = id_normal(number).unwrap_or_default();
                let sealed = services.seal.seal(practice, SEALED_ID, number)?;
                let mask = format!("{} **** {}*", &number[..6], &number[10..12]);
                (hex(&sealed), hex(&services.seal.mark(practice, SEALED_ID, &normal)), mask)
            }
            None => (NULL.into(), NULL.into(), String::new()),
        };
        let address = serde_json::json!({"line1": who.street, "line2": "", "suburb": who.place.0, "town": who.place.1,
            "province": "Gauteng", "postal_code": who.place.2, "country": "ZA"})
        .to_string();
        let (allergies_state, allergies) = match dice.below(10) {
            0 => ("listed", "{Penicillin}"),
            1 | 2 => ("not_asked", "{}"),
            _ => ("none_known", "{}"),
        };
        let usual = &house.practitioners[n as usize % house.practitioners.len()];
        let sort = format!("{} {}", fold(who.last), fold(&who.first));
        let id_type = if who.id_number.is_some() { "sa_id" } else { "none_yet" };
        let (birth, usual_id, site) = (who.birth.to_string(), usual.id.to_string(), house.sites[0].to_string());
        let reception = house.reception.to_string();
        patients
            .row(
                conn,
                [
                    p.as_str(),
                    &i,
                    &file_no,
                    &who.first,
                    who.last,
                    "",
                    &initials(&who.first),
                    &sort,
                    id_type,
                    &sealed,
                    &hash,
                    &masked,
                    &birth,
                    who.sex,
                    *dice.any(&["en", "zu", "af", "xh", "st", "tn"]),
                    &who.email,
                    &address,
                    "sms",
                    &site,
                    &usual_id,
                    allergies_state,
                    allergies,
                    if dice.chance(8) { "{falls}" } else { "{}" },
                    "t",
                    &at,
                    &reception,
                ],
            )
            .await?;
        phones.row_later([p.as_str(), &i, "0", &who.phone, "mobile"])?;
        let member = format!("{:09}", 100_000_000 + n * 7);
        let on_scheme = dice.chance(65);
        if on_scheme {
            let scheme = dice.any(&house.schemes).to_string();
            let mark = hex(&services.seal.mark(practice, MARKED_MEMBER, &member));
            let row = [
                &p,
                &dice.id().to_string(),
                &i,
                "0",
                "scheme",
                &scheme,
                "Essential",
                &member,
                &mark,
                "00",
                "2024-01-01",
            ];
            funding.row_later(row)?;
        } else {
            let row = [&p, &dice.id().to_string(), &i, "0", "private", NULL, "", "", NULL, "", "2024-01-01"];
            funding.row_later(row)?;
        }
        for kind in ["treatment", "personal_information"] {
            consents.row_later([
                &p,
                &dice.id().to_string(),
                &i,
                kind,
                "given",
                "demo-1",
                "signature",
                &reception,
                &at,
            ])?;
        }
        if dice.chance(3) {
            let words = dice.any(&[
                "Guide dog: keep room 1 free of mats",
                "Two people for transfers",
                "Only speaks Sesotho",
                "Call before the visit",
            ]);
            let row = [&p, &dice.id().to_string(), &i, "administrative", "caution", words, "t", &reception, &at];
            alerts.row_later(row)?;
        }
        let member_numbers = if on_scheme { vec![member.as_str()] } else { vec![] };
        let found_by = stored(&PatientWords {
            names: vec![&who.first, who.last],
            phones: vec![&who.phone],
            file_numbers: vec![&file_no],
            member_numbers,
            birth: Some(who.birth),
        });
        // patients are referred to by the rest, so they go first
        if n % 2000 == 1999 {
            patients.send(conn).await?;
        }
        for token in found_by {
            tokens.row_later([p.as_str(), &token, &i])?;
        }
        for table in [&mut phones, &mut tokens, &mut funding, &mut consents, &mut alerts] {
            if table.is_much() {
                patients.send(conn).await?;
                table.send(conn).await?;
            }
        }
    }
    patients.send(conn).await?;
    for mut table in [phones, tokens, funding, consents, alerts] {
        table.send(conn).await?;
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::from("\\x"), |mut text, b| {
        use std::fmt::Write as _;
        // writing to a String cannot fail
        let _ = write!(text, "{b:02x}");
        text
    })
}
