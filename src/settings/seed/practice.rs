//! The house of the demo: who works where, when, and what can be booked.

use super::{Plan, copy::Copy, copy::NULL, random::Dice, words};
use crate::kernel::name::fold;
use sqlx::PgConnection;
use uuid::Uuid;

/// Zone of the demo practice.
pub const ZONE: &str = "Africa/Johannesburg";

/// Who can sign in, as printed.
pub const SIGN_INS: &[(&str, &str)] = &[
    ("reception@jacaranda.example", "Sipho Mahlangu, receptionist"),
    ("owner@jacaranda.example", "Priya Naidoo, owner and physiotherapist"),
    ("manager@jacaranda.example", "Nomsa Radebe, practice manager"),
    ("thabo@jacaranda.example", "Thabo Nkosi, occupational therapist"),
    ("billing@jacaranda.example", "Farah Adams, billing clerk"),
    ("auditor@jacaranda.example", "Pieter de Wet, auditor"),
];

/// A column of the diary.
#[derive(Clone, Debug)]
pub struct Practitioner {
    pub id: Uuid,
    pub profession: &'static str,
    /// Home site, and the site of Tuesdays and Thursdays.
    pub sites: [usize; 2],
    /// The room used at each site.
    pub rooms: [Option<Uuid>; 2],
}

/// What the rest of the load needs to know.
#[derive(Clone, Debug)]
pub struct House {
    pub practice: Uuid,
    pub sites: Vec<Uuid>,
    pub practitioners: Vec<Practitioner>,
    /// Key, id, minutes, buffers.
    pub types: Vec<(&'static str, Uuid, u32, u32, u32)>,
    pub equipment: Vec<Uuid>,
    pub reception: Uuid,
    pub schemes: Vec<Uuid>,
}

/// First name, last name, profession, title.
const TEAM: [(&str, &str, &str, &str); 8] = [
    ("Priya", "Naidoo", "physiotherapy", "Ms"),
    ("Johan", "Botha", "physiotherapy", "Mr"),
    ("Lindiwe", "Khumalo", "physiotherapy", "Ms"),
    ("Thabo", "Nkosi", "occupational_therapy", "Mr"),
    ("Aisha", "Patel", "occupational_therapy", "Ms"),
    ("Elna", "van Wyk", "speech_audiology", "Ms"),
    ("Siobhán", "O'Neill", "speech_audiology", "Ms"),
    ("Zanele", "Dlamini", "psychology", "Dr"),
];

/// Key, parent, name, minutes, colour, category, patient, charge, buffers, capacity, online, tone, mark.
type TypeRow = (
    &'static str,
    Option<&'static str>,
    &'static str,
    u32,
    &'static str,
    &'static str,
    bool,
    u32,
    u32,
    u32,
    bool,
    &'static str,
    &'static str,
);

#[rustfmt::skip]
const TYPES: &[TypeRow] = &[
    ("patient", None, "Patient", 30, "#2D6356", "clinical", true, 0, 0, 1, false, "teal", "PT"),
    ("patient.new", Some("patient"), "New assessment", 45, "#15803D", "clinical", true, 0, 5, 1, true, "green", "NP"),
    ("patient.followup", Some("patient"), "Follow-up assessment", 30, "#3F6212", "clinical", true, 0, 0, 1, true, "green", "FU"),
    ("patient.treatment", Some("patient"), "Treatment", 30, "#047857", "clinical", true, 0, 0, 1, true, "teal", "TX"),
    ("patient.neuro", Some("patient"), "Neurological", 45, "#0F766E", "clinical", true, 0, 5, 1, false, "sky", "NR"),
    ("meeting", None, "Meeting", 60, "#1E40AF", "meeting", false, 0, 0, 1, false, "violet", "ME"),
    ("meeting.mdt", Some("meeting"), "MDT meeting", 60, "#2563EB", "meeting", false, 0, 0, 1, false, "violet", "MD"),
    ("meeting.family", Some("meeting"), "Family meeting", 45, "#1D4ED8", "meeting", true, 0, 0, 1, false, "violet", "FM"),
    ("admin", None, "Administration", 30, "#C2410C", "administrative", false, 0, 0, 1, false, "slate", "AD"),
    ("admin.documentation", Some("admin"), "Documentation", 30, "#B45309", "administrative", false, 0, 0, 1, false, "slate", "DO"),
    ("travel", None, "Travel", 60, "#7C3AED", "travel", false, 0, 0, 1, false, "amber", "TV"),
    ("travel.home", Some("travel"), "Home visit", 90, "#9333EA", "clinical", true, 15, 15, 1, false, "amber", "HV"),
];

/// Loads the house.
pub async fn load(conn: &mut PgConnection, plan: &Plan, hash: &str, first: bool) -> anyhow::Result<House> {
    let mut dice = Dice::new(0x0A17_57EA);
    let at = plan.now.to_string();
    let practice = dice.id();
    let p = practice.to_string();
    let mut t = Copy::into("practice (id, name, zone, next_file_no, created_at)");
    let next = (1001 + plan.patients).to_string();
    t.row(conn, [p.as_str(), "Jacaranda Therapy Centre", ZONE, &next, &at]).await?;
    t.send(conn).await?;

    let sites = [dice.id(), dice.id()];
    let mut t = Copy::into("site (practice, id, name, key, address, sort)");
    t.row(conn, [&p, &sites[0].to_string(), "Rosebank", "main", "12 Jacaranda Avenue, Rosebank", "0"]).await?;
    t.row(conn, [&p, &sites[1].to_string(), "Eastgate", "east", "3 Willow Street, Bedfordview", "1"]).await?;
    t.send(conn).await?;

    let mut t = Copy::into("resource (practice, id, site, kind, name, key, features, sort)");
    let mut rooms: Vec<(usize, Uuid)> = vec![];
    #[rustfmt::skip]
    let things = [
        (0, "room", "Room 1", "room1", "{plinth}"), (0, "room", "Room 2", "room2", "{plinth}"), (0, "room", "Gym", "gym", "{plinth,hoist}"),
        (0, "room", "Room 3", "room3", "{step-free}"), (0, "room", "Room 4", "room4", "{step-free}"), (0, "room", "Sound booth", "booth", "{sound-booth}"),
        (0, "room", "Room 5", "room5", "{}"), (0, "room", "Consulting room", "consult", "{}"),
        (1, "room", "East 1", "east1", "{plinth}"), (1, "room", "East 2", "east2", "{plinth}"), (1, "room", "East 3", "east3", "{}"),
    ];
    for (i, (site, kind, name, key, features)) in things.into_iter().enumerate() {
        let id = dice.id();
        rooms.push((site, id));
        t.row(conn, [&p, &id.to_string(), &sites[site].to_string(), kind, name, key, features, &i.to_string()]).await?;
    }
    let equipment = vec![dice.id(), dice.id()];
    for (id, name, key) in [(equipment[0], "Audiometer", "audiometer"), (equipment[1], "Shockwave unit", "shockwave")] {
        t.row(conn, [&p, &id.to_string(), &sites[0].to_string(), "equipment", name, key, "{}", "50"]).await?;
    }
    t.send(conn).await?;

    let types = appointment_types(conn, &p, &mut dice).await?;
    let practitioners = practitioners(conn, plan, &p, &sites, &rooms, &mut dice).await?;
    let reception = staff(conn, plan, &p, &practitioners, hash, first, &mut dice).await?;
    let schemes = schemes(conn, &p, &mut dice).await?;
    Ok(House { practice, sites: sites.to_vec(), practitioners, types, equipment, reception, schemes })
}

async fn appointment_types(
    conn: &mut PgConnection,
    p: &str,
    dice: &mut Dice,
) -> anyhow::Result<Vec<(&'static str, Uuid, u32, u32, u32)>> {
    let mut t = Copy::into(
        "appointment_type (practice, id, key, parent, name, minutes, colour, tone, mark, category, needs_patient, charged,
         buffer_before, buffer_after, capacity, online, sort)",
    );
    let mut made: Vec<(&'static str, Uuid, u32, u32, u32)> = vec![];
    for (i, (key, parent, name, minutes, colour, category, patient, before, after, capacity, online, tone, mark)) in
        TYPES.iter().enumerate()
    {
        let id = dice.id();
        let parent = parent.and_then(|k| made.iter().find(|m| m.0 == k)).map_or(NULL.to_string(), |m| m.1.to_string());
        let yes = |b: bool| if b { "t" } else { "f" };
        t.row(
            conn,
            [
                p,
                &id.to_string(),
                key,
                &parent,
                name,
                &minutes.to_string(),
                colour,
                tone,
                mark,
                category,
                yes(*patient),
                yes(*patient),
                &before.to_string(),
                &after.to_string(),
                &capacity.to_string(),
                yes(*online),
                &i.to_string(),
            ],
        )
        .await?;
        made.push((key, id, *minutes, *before, *after));
    }
    t.send(conn).await?;
    Ok(made)
}

async fn practitioners(
    conn: &mut PgConnection,
    plan: &Plan,
    p: &str,
    sites: &[Uuid; 2],
    rooms: &[(usize, Uuid)],
    dice: &mut Dice,
) -> anyhow::Result<Vec<Practitioner>> {
    let mut made = vec![];
    let mut t = Copy::into(
        "practitioner (practice, id, title, first_names, last_name, last_name_folded, profession, home_site, sort)",
    );
    let mut hours =
        Copy::into("weekly_hours (practice, id, practitioner, site, weekday, from_minute, to_minute, since)");
    let mut taken = [0usize; 2];
    let since = plan.today.checked_sub(jiff::Span::new().years(5))?.to_string();
    for i in 0..plan.practitioners as usize {
        let id = dice.id();
        let (first, last, profession, title) = match TEAM.get(i) {
            Some(known) => *known,
            None => (*dice.any(words::WOMEN), *dice.any(words::LAST), TEAM[i % TEAM.len()].2, "Ms"),
        };
        // three of the demo's practitioners also work at the second site
        let second = usize::from(i % 3 == 0 && i < 8);
        let mut room_at = |site: usize| {
            let mine = rooms.iter().filter(|r| r.0 == site).nth(taken[site]).map(|r| r.1);
            taken[site] += 1;
            mine
        };
        let at_home = room_at(0);
        let rooms_used = [at_home, if second == 1 { room_at(1) } else { at_home }];
        t.row(
            conn,
            [p, &id.to_string(), title, first, last, &fold(last), profession, &sites[0].to_string(), &i.to_string()],
        )
        .await?;
        for weekday in 1..=5 {
            let site = sites[if weekday % 2 == 0 { second } else { 0 }];
            let to = if weekday == 5 { "900" } else { "1020" };
            let row = [
                p,
                &dice.id().to_string(),
                &id.to_string(),
                &site.to_string(),
                &weekday.to_string(),
                "480",
                to,
                &since,
            ];
            hours.row(conn, row).await?;
        }
        made.push(Practitioner { id, profession, sites: [0, second], rooms: rooms_used });
    }
    t.send(conn).await?;
    hours.send(conn).await?;
    Ok(made)
}

async fn staff(
    conn: &mut PgConnection,
    plan: &Plan,
    p: &str,
    practitioners: &[Practitioner],
    hash: &str,
    first: bool,
    dice: &mut Dice,
) -> anyhow::Result<Uuid> {
    let mut t = Copy::into(
        "person (practice, id, email, email_folded, name, roles, practitioner, password_hash, must_change_password, created_at)",
    );
    let mut people: Vec<(String, String, &str, Option<Uuid>)> = vec![
        ("reception@jacaranda.example".into(), "Sipho Mahlangu".into(), "{receptionist}", None),
        ("owner@jacaranda.example".into(), "Priya Naidoo".into(), "{owner,practitioner}", Some(practitioners[0].id)),
        ("manager@jacaranda.example".into(), "Nomsa Radebe".into(), "{manager}", None),
        ("billing@jacaranda.example".into(), "Farah Adams".into(), "{billing}", None),
        ("auditor@jacaranda.example".into(), "Pieter de Wet".into(), "{auditor}", None),
        ("desk@jacaranda.example".into(), "Grace Motaung".into(), "{receptionist}", None),
    ];
    for (i, (name, last, ..)) in TEAM.iter().enumerate().skip(1) {
        let mail = format!("{}@jacaranda.example", fold(name));
        people.push((mail, format!("{name} {last}"), "{practitioner}", Some(practitioners[i].id)));
    }
    let mut reception = Uuid::nil();
    for (i, (email, name, roles, practitioner)) in people.iter().enumerate() {
        let id = dice.id();
        if i == 0 {
            reception = id;
        }
        let column = practitioner.map_or(NULL.to_string(), |u| u.to_string());
        let (f, at) = (if first { "t" } else { "f" }, plan.now.to_string());
        t.row(conn, [p, &id.to_string(), email, email, name, roles, &column, hash, f, &at]).await?;
    }
    t.send(conn).await?;
    Ok(reception)
}

/// A few invented schemes, so that funding can be tried before the real directory is imported.
async fn schemes(conn: &mut PgConnection, p: &str, dice: &mut Dice) -> anyhow::Result<Vec<Uuid>> {
    let mut t = Copy::into("scheme (practice, id, key, name, name_folded, status)");
    let mut made = vec![];
    for (key, name) in [
        ("demo-baobab", "Baobab Demo Medical Scheme"),
        ("demo-protea", "Protea Demo Health"),
        ("demo-umoya", "Umoya Demo Medical Aid"),
    ] {
        let id = dice.id();
        t.row(conn, [p, &id.to_string(), key, name, &fold(name), "demo"]).await?;
        made.push(id);
    }
    t.send(conn).await?;
    Ok(made)
}
