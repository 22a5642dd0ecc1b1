//! Claims about imports from the screen: looked at first, done on a yes.

use super::{count, demo, everything, practice, someone};
use crate::{
    access::{Actor, Role},
    kernel::{ids::ImportId, problem::Problem},
    platform::{
        cx::Fault,
        edge::{self, Services},
    },
    settings::import::{
        ImportKind, job,
        model::{ConfirmDraft, RunPage, RunState},
        preview,
    },
};
use sqlx::PgPool;

const FILE: &[u8] = b"code,description,base_fee,profession\n1,a,1.00,ot\n2,b,2.00,ot\n2,b,3.00,ot\n3,=c,x,ot\n";

async fn send(it: &Services, actor: &Actor, file: &[u8]) -> ImportId {
    let options = demo();
    edge::act_as(it, actor.clone(), async |cx| preview::read(cx, ImportKind::Tariff, file, &options).await)
        .await
        .unwrap()
}

async fn page(it: &Services, actor: &Actor, run: ImportId) -> Result<RunPage, Fault> {
    edge::look_as(it, actor.clone(), async |cx| preview::run_page(cx, run).await).await
}

async fn say_yes(it: &Services, actor: &Actor, run: ImportId, chosen: &str) -> Result<bool, Fault> {
    let draft: ConfirmDraft = serde_urlencoded::from_str(chosen).unwrap();
    edge::act_as(it, actor.clone(), async |cx| preview::confirm(cx, run, &draft).await).await.map(|c| c.begins)
}

#[sqlx::test]
async fn nothing_is_imported_before_a_yes_and_the_choice_made_then_counts(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    let run = send(&it, &owner, FILE).await;
    assert_eq!(count(&pool, "tariff_code").await + count(&pool, "tariff_book").await, 0);
    let seen = page(&it, &owner, run).await.unwrap();
    assert_eq!((seen.line.state, seen.file_kept), (RunState::Preview, true));
    assert_eq!(seen.line.counts.lines().map(|(_, n)| n), [1, 0, 0, 2, 1, 0]);
    assert_eq!(seen.report.choices[0].options.iter().map(|o| o.line).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(seen.book, "demo, 1 Jan 2026 to 31 Dec 2026");

    assert!(say_yes(&it, &owner, run, "choose-1=4").await.unwrap());
    assert!(!say_yes(&it, &owner, run, "choose-1=4").await.unwrap(), "a second press changes nothing");
    job::import(&it, &owner, run).await.unwrap();
    let seen = page(&it, &owner, run).await.unwrap();
    assert_eq!((seen.line.state, seen.file_kept, seen.line.counts.accepted), (RunState::Done, false, 2));
    let fees: Vec<i64> =
        sqlx::query_scalar("select fee_cents from tariff_code order by code").fetch_all(&pool).await.unwrap();
    assert_eq!(fees, [100, 300]);
    assert_eq!(count(&pool, "import_upload").await, 0, "the file is let go");
}

#[sqlx::test]
async fn an_import_that_breaks_leaves_nothing_behind_and_can_begin_again(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    let run = send(&it, &owner, FILE).await;
    say_yes(&it, &owner, run, "").await.unwrap();
    sqlx::query("alter table tariff_code add constraint broken check (code <> '1')").execute(&pool).await.unwrap();
    job::import(&it, &owner, run).await.unwrap_err();
    edge::act_as(&it, owner.clone(), async |cx| preview::failed(cx, run).await).await.unwrap();
    assert_eq!(count(&pool, "tariff_code").await + count(&pool, "tariff_book").await, 0);
    assert_eq!(page(&it, &owner, run).await.unwrap().line.state, RunState::Failed);
    sqlx::query("alter table tariff_code drop constraint broken").execute(&pool).await.unwrap();
    assert!(say_yes(&it, &owner, run, "").await.unwrap());
    job::import(&it, &owner, run).await.unwrap();
    assert_eq!(count(&pool, "tariff_code").await, 1);
}

#[sqlx::test]
async fn an_import_whose_server_died_can_begin_again_after_a_while(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    let run = send(&it, &owner, FILE).await;
    assert!(say_yes(&it, &owner, run, "").await.unwrap());
    assert!(!page(&it, &owner, run).await.unwrap().stalled);
    it.db.clock.set("2026-11-25T08:06:00Z".parse().unwrap());
    assert!(page(&it, &owner, run).await.unwrap().stalled);
    assert!(say_yes(&it, &owner, run, "").await.unwrap());
}

#[sqlx::test]
async fn while_rows_go_in_the_run_says_how_many(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    let mut file = String::from("code,description,base_fee,profession\n");
    for n in 0..12_000 {
        file += &format!("A{n},Row {n},1.50,physiotherapy\n");
    }
    let run = send(&it, &owner, file.as_bytes()).await;
    say_yes(&it, &owner, run, "").await.unwrap();
    job::import(&it, &owner, run).await.unwrap();
    let told = "select count(*) from event where kind = 'imports.progressed'";
    let told: i64 = sqlx::query_scalar(told).fetch_one(&pool).await.unwrap();
    assert!((1..=2).contains(&told), "{told}");
    assert_eq!(count(&pool, "tariff_code").await, 12_000);
}

#[sqlx::test]
async fn the_file_is_sealed_while_it_waits_and_gone_after_a_day(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    let run = send(&it, &owner, FILE).await;
    let sealed: Vec<u8> = sqlx::query_scalar("select sealed from import_upload").fetch_one(&pool).await.unwrap();
    assert!(!String::from_utf8_lossy(&sealed).contains("description"));
    it.db.clock.set("2026-11-26T09:00:00Z".parse().unwrap());
    let other = send(&it, &owner, FILE).await;
    assert!(!page(&it, &owner, run).await.unwrap().file_kept);
    assert!(page(&it, &owner, other).await.unwrap().file_kept);
    assert!(matches!(say_yes(&it, &owner, run, "").await, Err(Fault::Problem(Problem::NotFound))));
}

#[sqlx::test]
async fn a_manager_neither_sees_nor_confirms_a_tariff_import(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    let run = send(&it, &owner, FILE).await;
    let before = everything(&pool).await;
    for role in [Role::Manager, Role::Practitioner, Role::Receptionist, Role::Billing, Role::Auditor] {
        let other = someone(role);
        assert!(matches!(page(&it, &other, run).await, Err(Fault::Problem(Problem::NotAllowed { .. }))), "{role:?}");
        let yes = say_yes(&it, &other, run, "").await;
        assert!(matches!(yes, Err(Fault::Problem(Problem::NotAllowed { .. }))), "{role:?}");
    }
    let listed = edge::look_as(&it, someone(Role::Manager), async |cx| preview::imports(cx, 64).await).await.unwrap();
    assert_eq!((listed.runs.len(), listed.kinds.contains(&ImportKind::Tariff)), (0, false));
    assert_eq!(everything(&pool).await, before);
}

#[sqlx::test]
async fn a_refused_file_is_listed_with_its_reason_and_not_kept(pool: PgPool) {
    let (it, owner) = practice(&pool).await;
    let run = send(&it, &owner, b"a,b\n\xff,2\n").await;
    let seen = page(&it, &owner, run).await.unwrap();
    assert_eq!((seen.line.state, seen.file_kept), (RunState::Refused, false));
    assert!(seen.report.refused.unwrap().starts_with("Line 2 has a character that is not UTF-8."));
}
