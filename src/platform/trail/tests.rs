//! The trail as the program writes it, and what becomes of whoever tampers with it.

use super::{
    TrailKey, canon,
    heads::{self, Exporter, Head},
    truncated,
    verify::{self, Report, Trouble},
};
use crate::{
    access::{Actor, Role, policy::SeeDiary},
    kernel::{ids::OnceKey, problem::Problem},
    platform::{cx::Fault, edge},
    scheduling::{actions, model::NewVisit},
    testing::{House, World},
};
use jiff::civil::date;
use sqlx::{PgConnection, PgPool};

async fn looks(w: &World, who: Actor) -> Result<(), Problem> {
    let patients = [w.thandi, w.johan, w.thandi];
    let look = async |cx: &mut crate::platform::cx::Cx| {
        let may = cx.permit::<SeeDiary>(())?;
        cx.saw(patients);
        drop(may);
        Ok(())
    };
    edge::look_as(&w.services, who, look).await.map_err(Fault::into_problem)
}

async fn books(w: &World, h: &House, who: Role, starts: u16) -> Result<(), Problem> {
    let wish = NewVisit {
        key: OnceKey::fresh(),
        practitioner: h.nkosi,
        site: None,
        room: None,
        equipment: None,
        patient: Some(h.johan),
        type_id: h.kinds.treatment,
        day: date(2026, 11, 26),
        starts,
        minutes: 30,
        note: String::new(),
        confirmed: vec![],
        overbook_reason: None,
    };
    let done = edge::act_as(&w.services, h.as_(who), async |cx| actions::book(cx, &wish).await).await;
    done.map(drop).map_err(Fault::into_problem)
}

/// A morning in two practices: looks, visits, and somebody who tries what is not hers to do.
async fn a_morning(w: &World) {
    for h in [&w.rosebank, &w.next_door] {
        for n in 0..8 {
            looks(w, h.as_(Role::Receptionist)).await.expect("may look");
            books(w, h, Role::Receptionist, 480 + n * 40).await.expect("is free");
        }
        books(w, h, Role::Practitioner, 900).await.expect_err("not her column");
        looks(w, h.as_(Role::Auditor)).await.expect_err("not an auditor's");
    }
}

fn key(w: &World) -> &TrailKey {
    w.services.seal.trail()
}

async fn looked_at(w: &World, heads: Option<&[Head]>) -> Report {
    let mut conn = w.owner.acquire().await.expect("a connection");
    verify::verify(&mut conn, key(w), heads).await.expect("an answer")
}

#[sqlx::test]
async fn what_is_changed_seen_and_refused_stands_in_the_trail_in_order(pool: PgPool) {
    let w = World::new(pool).await;
    a_morning(&w).await;
    let rows: Vec<(i64, String, String, String, i32, bool)> = sqlx::query_as(
        "select seq, action, ability, role, cardinality(patients), event is not null from trail where practice = $1 order by seq",
    )
    .bind(w.id.0)
    .fetch_all(&w.owner)
    .await
    .expect("rows");
    let said: Vec<(i64, &str, &str, &str, i32, bool)> =
        rows.iter().map(|r| (r.0, r.1.as_str(), r.2.as_str(), r.3.as_str(), r.4, r.5)).collect();
    assert_eq!(said[0], (1, "began", "", "", 0, false));
    assert_eq!(said[1], (2, "query", "SeeDiary", "receptionist", 2, false), "each patient once");
    assert!(said.contains(&(3, "change", "BookAppointment", "receptionist", 1, true)), "{said:?}");
    assert_eq!(said[said.len() - 2].1, "denied", "{said:?}");
    assert_eq!(said[said.len() - 1], (rows.len() as i64, "denied", "SeeDiary", "auditor", 0, false));
    let report = looked_at(&w, None).await;
    assert_eq!(report.troubles, []);
    assert_eq!((report.practices, report.events), (2, 16));
}

#[sqlx::test]
async fn many_at_once_make_one_chain_without_a_gap(pool: PgPool) {
    let w = World::new(pool).await;
    let mut all = tokio::task::JoinSet::new();
    for n in 0..60_u16 {
        let w = w.clone();
        all.spawn(async move {
            let h = if n % 2 == 0 { &w.rosebank } else { &w.next_door };
            if n % 3 == 0 {
                books(&w, h, Role::Receptionist, 480 + (n / 6) * 30).await
            } else {
                looks(&w, h.as_(Role::Receptionist)).await
            }
        });
    }
    let mut answered = 0;
    while let Some(done) = all.join_next().await {
        answered += usize::from(done.expect("no panic").is_ok());
    }
    assert_eq!(answered, 60, "everybody was answered");
    let report = looked_at(&w, None).await;
    assert_eq!(report.troubles, []);
    assert!(report.rows >= 62, "{report:?}");
}

#[sqlx::test]
async fn without_a_trail_nobody_sees_and_nothing_changes(pool: PgPool) {
    let w = World::new(pool).await;
    sqlx::raw_sql("revoke insert on trail from hadada_app").execute(&w.owner).await.expect("revoked");
    assert_eq!(looks(&w, w.as_(Role::Receptionist)).await, Err(Problem::Busy));
    assert!(books(&w, &w.rosebank, Role::Receptionist, 600).await.is_err());
    let visits: i64 =
        sqlx::query_scalar("select count(*) from appointment").fetch_one(&w.owner).await.expect("a count");
    assert_eq!(visits, 0);
}

/// Numbers that look like chance and are the same every time.
struct Dice(u64);
impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// One way of tampering, on row `seq` of a practice whose last row is `last`.
fn tampering(way: u64, practice: uuid::Uuid, seq: i64, last: i64) -> String {
    let row = format!("practice = '{practice}' and seq = {seq}");
    let set = |what: &str| format!("update trail set {what} where {row}");
    let of_event = format!(
        "(select event from trail where practice = '{practice}' and event is not null order by seq offset {} limit 1)",
        seq % 8
    );
    match way {
        0 => set("kind = kind || 'x'"),
        1 => set("role = role || 'x'"),
        2 => set("ability = ability || 'x'"),
        3 => set("purpose = purpose || '0'"),
        4 => set("address = '10.0.0.0/24' || seq"),
        5 => set("person = gen_random_uuid()"),
        6 => set("session = gen_random_uuid()"),
        7 => set("subject = gen_random_uuid()"),
        8 => set("request = gen_random_uuid()"),
        9 => set("patients = patients || gen_random_uuid()"),
        10 => set("at = at + interval '1 microsecond'"),
        11 => set("action = case action when 'read' then 'query' else 'read' end"),
        12 => set("mac = set_byte(mac, 7, get_byte(mac, 7) # 1)"),
        13 => format!("update trail set event_digest = set_byte(event_digest, 3, get_byte(event_digest, 3) # 4) where practice = '{practice}' and event = {of_event}"),
        14 => format!("update trail set event = gen_random_uuid() where practice = '{practice}' and event = {of_event}"),
        15 => format!("delete from trail where {row}"),
        16 => format!("delete from trail where practice = '{practice}' and seq > {}", seq - 1),
        17 => format!("delete from trail where practice = '{practice}'"),
        18 => format!("delete from trail where {row}; update trail set seq = seq - 1 + 1000000 where practice = '{practice}' and seq > {seq};
                       update trail set seq = seq - 1000000 where practice = '{practice}' and seq > 1000000"),
        19 => format!("update trail set seq = 1000000 where {row}; update trail set seq = {seq} where practice = '{practice}' and seq = {0};
                       update trail set seq = {0} where practice = '{practice}' and seq = 1000000", seq % last + 1),
        20 => format!("insert into trail select practice, {last} + 1, at, action, ability, kind, person, role, session, subject, patients,
                       purpose, event, event_digest, request, address, mac from trail where {row}"),
        21 => format!("update event set particulars = particulars || '{{\"why\": \"other\"}}' where id = {of_event}"),
        22 => format!("update event set person = gen_random_uuid() where id = {of_event}"),
        23 => format!("update event set at = at + interval '1 second', kind = 'x' where id = {of_event}"),
        24 => format!("delete from event where id = {of_event}"),
        25 => format!("insert into event select practice, gen_random_uuid(), person, session, role, ability, kind, subject, patient,
                       particulars, request, at from event where id = {of_event}"),
        _ => unreachable!("26 ways"),
    }
}

async fn run(conn: &mut PgConnection, sql: String) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(conn).await.expect("the owner may tamper");
}

#[sqlx::test]
async fn a_thousand_tamperings_are_all_found(pool: PgPool) {
    let w = World::new(pool).await;
    a_morning(&w).await;
    let mut conn = w.owner.acquire().await.expect("a connection");
    let kept = heads::read(&mut conn).await.expect("the ends");
    assert_eq!(looked_at(&w, Some(&kept)).await.troubles, [], "before, all is well");
    run(&mut conn, "begin; alter table trail disable trigger user; alter table event disable trigger user".into())
        .await;
    let mut dice = Dice(20_261_125);
    for n in 0..1040 {
        let head = &kept[usize::try_from(dice.below(2)).expect("small")];
        let seq = 1 + i64::try_from(dice.below(u64::try_from(head.seq).expect("positive"))).expect("small");
        let sql = tampering(n % 26, head.practice, seq, head.seq);
        run(&mut conn, format!("savepoint before; {sql}")).await;
        let report = verify::verify(&mut conn, key(&w), Some(&kept)).await.expect("an answer");
        assert!(!report.troubles.is_empty(), "{n} was not found: {sql}");
        run(&mut conn, "rollback to before".into()).await;
    }
    let whole = verify::verify(&mut conn, key(&w), Some(&kept)).await.expect("an answer");
    assert_eq!(whole.troubles, [], "afterwards too");
    let other = TrailKey::from_bytes([1; 32]);
    let forged = verify::verify(&mut conn, &other, None).await.expect("an answer");
    assert!(forged.troubles.len() > 30, "with another key nothing holds");
}

#[sqlx::test]
async fn not_even_the_owner_changes_the_trail_in_passing(pool: PgPool) {
    let w = World::new(pool).await;
    a_morning(&w).await;
    for sql in ["update trail set role = 'x'", "delete from trail", "truncate trail"] {
        assert!(sqlx::raw_sql(sql).execute(&w.owner).await.is_err(), "{sql}");
    }
    for sql in ["update trail set role = 'x'", "delete from trail", "truncate trail"] {
        let mut conn = w.owner.acquire().await.expect("a connection");
        sqlx::raw_sql("set role hadada_app").execute(&mut *conn).await.expect("the role");
        assert!(sqlx::raw_sql(sql).execute(&mut *conn).await.is_err(), "{sql} as the application");
        sqlx::raw_sql("reset role").execute(&mut *conn).await.expect("the role");
    }
}

#[sqlx::test]
async fn the_ends_are_copied_once_for_each_growth_and_lines_cannot_be_forged(pool: PgPool) {
    let w = World::new(pool).await;
    a_morning(&w).await;
    let file = std::env::temp_dir().join(format!("hadada-heads-{}", uuid::Uuid::now_v7().simple()));
    let mut copier = Exporter::new(w.services.db.clone(), key(&w).clone(), file.clone());
    assert_eq!(copier.once().await.expect("copied"), 2);
    assert_eq!(copier.once().await.expect("copied"), 0, "nothing grew");
    looks(&w, w.as_(Role::Receptionist)).await.expect("may look");
    assert_eq!(copier.once().await.expect("copied"), 1);
    let text = std::fs::read_to_string(&file).expect("a file");
    std::fs::remove_file(&file).expect("goes away");
    let mut troubles = vec![];
    let kept = verify::heads_of(key(&w), &text, &mut troubles);
    assert_eq!((kept.len(), troubles.len()), (3, 0), "{text}");
    assert_eq!(looked_at(&w, Some(&kept)).await.troubles, []);
    let grown = text.replacen(&format!(" {} ", kept[0].seq), &format!(" {} ", kept[0].seq + 1), 1);
    verify::heads_of(key(&w), &grown, &mut troubles);
    assert_eq!(troubles, [Trouble::ForgedHead { line: 1 }]);
}

#[test]
fn json_is_the_same_in_any_order_and_nothing_else_is() {
    let digest = |json: &str| {
        let id = uuid::Uuid::nil();
        let particulars = serde_json::from_str(json).expect("json");
        let row = canon::EventRow {
            id,
            kind: "k",
            ability: "A",
            role: "owner",
            person: None,
            subject: id,
            patient: None,
            particulars: &particulars,
            at: jiff::Timestamp::UNIX_EPOCH,
        };
        canon::digest(&TrailKey::from_bytes([9; 32]), &row)
    };
    assert_eq!(digest(r#"{"a":1,"b":{"c":[1,2],"d":null}}"#), digest(r#"{ "b": {"d":null, "c":[1,2]}, "a":1 }"#));
    let all = [
        r#"{"a":1}"#,
        r#"{"a":"1"}"#,
        r#"{"a":12}"#,
        r#"{"a":[1,2]}"#,
        r#"{"a":[12]}"#,
        r#"{"a":true}"#,
        r#"{"a":null}"#,
        r#"{}"#,
        r#"{"ab":""}"#,
        r#"{"a":"b"}"#,
    ];
    let different: std::collections::BTreeSet<Vec<u8>> = all.iter().map(|json| digest(json)).collect();
    assert_eq!(different.len(), all.len());
}

#[test]
fn an_address_loses_its_last_part() {
    assert_eq!(truncated([196, 25, 1, 77].into()), "196.25.1.0/24");
    assert_eq!(truncated("2001:db8:aa:bb::1".parse().expect("an address")), "2001:db8:aa::/48");
    assert_eq!(truncated("::ffff:196.25.1.77".parse().expect("an address")), "196.25.1.0/24");
}

/// Prints how fast trails are written and looked at: `cargo test --release … -- --ignored how_fast --nocapture`.
#[sqlx::test]
#[ignore = "measures; run by hand"]
#[expect(clippy::print_stderr, reason = "a figure for a person")]
async fn how_fast(pool: PgPool) {
    use super::{Action, Entry, append};
    use crate::platform::tally::{Counted, Tally};
    let w = World::new(pool).await;
    let tally = std::sync::Arc::new(Tally::default());
    let mut conn = w.owner.acquire().await.expect("a connection");
    let begun = std::time::Instant::now();
    for _ in 0..200 {
        let entry = Entry {
            at: w.services.db.clock.now(),
            action: Action::Query.key().into(),
            ability: "SeeDiary".into(),
            kind: String::new(),
            person: Some(w.people[0].id.0),
            role: "receptionist".into(),
            session: Some(uuid::Uuid::now_v7()),
            subject: None,
            patients: w.patients.iter().map(|p| p.0).collect(),
            purpose: String::new(),
            event: None,
            request: uuid::Uuid::now_v7(),
            address: "196.25.1.0/24".into(),
        };
        append(&mut Counted::new(&mut conn, &tally), key(&w), w.id, vec![entry; 1000]).await.expect("written");
    }
    eprintln!("{:.0} rows/s written, a thousand at a time", 200_000.0 / begun.elapsed().as_secs_f64());
    for _ in 0..3 {
        let begun = std::time::Instant::now();
        let report = verify::verify(&mut conn, key(&w), None).await.expect("an answer");
        assert_eq!((report.rows, report.troubles.len()), (200_001, 0));
        eprintln!("{:.0} rows/s looked at", 200_001.0 / begun.elapsed().as_secs_f64());
    }
}
