//! Reading for pages: the banner, the lists to choose from, what happened, and the exact number.

use super::find::{CardRow, full_name};
use crate::{
    access::policy::{PatientFile, Permit, RevealIdentifier, SearchPatients, SeePatient},
    kernel::{ids::PatientId, problem::Problem},
    patients::model::{AllergiesKnown, Banner, BannerAlert, ChangeLine, FormLists, Pick, Revealed},
    platform::cx::{Cx, Fault},
};
use jiff::civil::Date;

/// Who the permit's patient is and what to mind. Alerts that are not for the desk are shown to those who may raise them.
pub async fn banner(cx: &mut Cx, may: &Permit<SeePatient>) -> sqlx::Result<Banner> {
    let (practice, file) = (cx.actor.practice.0, may.over());
    let mut alerts = super::alerts::open_alerts(cx, may).await?;
    let row = sqlx::query!(
        r#"select p.file_no, p.first_names, p.last_name, p.preferred_name, p.birth_date as "birth_date: jiff_sqlx::Date",
                  p.id_masked, p.sex, p.deceased_on as "deceased_on: jiff_sqlx::Date", p.allergies_state, p.allergies, p.complete,
                  p.precautions,
                  (select ph.number from patient_phone ph
                    where ph.practice = $1 and ph.patient = p.id order by ph.position limit 1) as phone
             from patient p where p.practice = $1 and p.id = $2"#,
        practice,
        file.patient.0
    )
    .fetch_one(cx.sql())
    .await?;
    let birth = row.birth_date.map(jiff_sqlx::Date::to_jiff);
    let deceased_on = row.deceased_on.map(jiff_sqlx::Date::to_jiff);
    alerts.extend(row.precautions.iter().map(|key| BannerAlert {
        severity: "caution".into(),
        words:
            crate::patients::registration::words::word(crate::patients::registration::words::PRECAUTIONS, key).into(),
        note: String::new(),
    }));
    alerts.sort_by_key(|alert| super::alerts::rank(&alert.severity));
    let allergies = match row.allergies_state.as_str() {
        "listed" => AllergiesKnown::Listed(row.allergies),
        "none_known" => AllergiesKnown::NoneKnown,
        _ => AllergiesKnown::NotAsked,
    };
    let on = deceased_on.unwrap_or_else(|| cx.today());
    let sex = match row.sex.as_str() {
        "female" => "Female",
        "male" => "Male",
        _ => "",
    };
    let card = CardRow {
        id: file.patient.0,
        file_no: row.file_no,
        first_names: row.first_names,
        last_name: row.last_name,
        preferred_name: row.preferred_name,
        birth_date: row.birth_date,
        id_masked: row.id_masked,
        phone: row.phone,
        alert: !alerts.is_empty() || matches!(allergies, AllergiesKnown::Listed(_)),
        in_care: file.in_care,
        kinds: String::new(),
        worst: 9,
    };
    Ok(Banner {
        age: birth.map(|day| age(day, on)).unwrap_or_default(),
        sex: sex.to_owned(),
        card: card.whole(),
        deceased_on,
        allergies,
        alerts,
        incomplete: !row.complete,
    })
}

/// Completed years in words; months below two years, days below a month.
pub fn age(birth: Date, on: Date) -> String {
    if on < birth {
        return String::new();
    }
    let Ok(span) = birth.until((jiff::Unit::Year, on)) else { return String::new() };
    let (years, months, days) = (i32::from(span.get_years()), span.get_months(), span.get_days());
    let (n, word) = match (years, months) {
        (0, 0) => (days, "day"),
        (0 | 1, _) => (years * 12 + months, "month"),
        _ => (years, "year"),
    };
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

/// The schemes, sites and practitioners a form offers.
pub async fn lists(cx: &mut Cx) -> sqlx::Result<FormLists> {
    let practice = cx.actor.practice.0;
    let rows = sqlx::query!(
        r#"select 1 as "of!", id as "id!", name as "name!" from scheme where practice = $1 and active
           union all
           select 2, id, name from site where practice = $1 and active
           union all
           select 3, id, trim(title || ' ' || first_names || ' ' || last_name) from practitioner where practice = $1 and active
           order by 1, 3"#,
        practice
    )
    .fetch_all(cx.sql())
    .await?;
    let of = |kind: i32| {
        let some = rows.iter().filter(move |row| row.of == kind);
        some.map(|row| Pick { value: row.id.to_string(), label: row.name.clone() }).collect()
    };
    Ok(FormLists { schemes: of(1), sites: of(2), practitioners: of(3) })
}

/// What happened to the permit's patient, the latest first.
pub async fn history(cx: &mut Cx, may: &Permit<SeePatient>) -> sqlx::Result<Vec<ChangeLine>> {
    let (practice, patient, zone) = (cx.actor.practice.0, may.over().patient.0, cx.zone.clone());
    let rows = sqlx::query!(
        r#"select e.kind, e.at as "at: jiff_sqlx::Timestamp", coalesce(p.name, '') as "by!"
             from event e left join person p on p.practice = e.practice and p.id = e.person
            where e.practice = $1 and e.patient = $2 order by e.at desc, e.id desc limit 12"#,
        practice,
        patient
    )
    .fetch_all(cx.sql())
    .await?;
    let line = |kind: String, at: jiff_sqlx::Timestamp, by| {
        let at = at.to_jiff().to_zoned(zone.clone());
        ChangeLine { what: crate::patients::events::words(&kind), at: at.strftime("%-d %b %Y, %H:%M").to_string(), by }
    };
    Ok(rows.into_iter().map(|row| line(row.kind, row.at, row.by)).collect())
}

/// Who changed the patient last and when, for the answer to a change that came too late.
pub async fn last_change(cx: &mut Cx, patient: PatientId) -> sqlx::Result<Problem> {
    let (practice, zone) = (cx.actor.practice.0, cx.zone.clone());
    let row = sqlx::query!(
        r#"select e.at as "at: jiff_sqlx::Timestamp", coalesce(p.name, '') as "by!"
             from event e left join person p on p.practice = e.practice and p.id = e.person
            where e.practice = $1 and e.patient = $2 order by e.at desc, e.id desc limit 1"#,
        practice,
        patient.0
    )
    .fetch_optional(cx.sql())
    .await?;
    let (by, at) = row.map_or((String::new(), String::new()), |row| {
        let by: String = row.by.split_whitespace().filter_map(|w| w.chars().next()).collect();
        (by, row.at.to_jiff().to_zoned(zone).strftime("%H:%M").to_string())
    });
    Ok(Problem::Stale { by: if by.is_empty() { "Someone".into() } else { by }, at })
}

/// The exact numbers that lists mask. The permit is watched, so this leaves a line in the access log.
pub async fn reveal(cx: &mut Cx, may: &Permit<RevealIdentifier>) -> Result<Revealed, Fault> {
    let (practice, PatientFile { patient, .. }) = (cx.actor.practice, may.over());
    let row = sqlx::query!(
        r#"select id_sealed, array(select f.member_number from funding f where f.practice = $1 and f.patient = p.id
                  and f.ended is null and f.member_number <> '' order by f.position) as "members!"
             from patient p where practice = $1 and id = $2"#,
        practice.0,
        patient.0
    )
    .fetch_one(cx.sql())
    .await?;
    let id_number = row.id_sealed.map(|sealed| cx.seal().open(practice, super::SEALED_ID, &sealed)).transpose()?;
    Ok(Revealed { id_number: id_number.unwrap_or_default(), member_numbers: row.members })
}

/// Whether a patient of the practice has that file number, and their name; for an account held by another patient.
pub async fn by_file_no(
    cx: &mut Cx,
    _: &Permit<SearchPatients>,
    file_no: &str,
) -> sqlx::Result<Option<(PatientId, String)>> {
    let practice = cx.actor.practice.0;
    let row = sqlx::query!(
        "select id, first_names, last_name, preferred_name from patient where practice = $1 and file_no = $2",
        practice,
        file_no
    )
    .fetch_optional(cx.sql())
    .await?;
    Ok(row.map(|row| (PatientId(row.id), full_name(&row.preferred_name, &row.first_names, &row.last_name))))
}
