//! stub
use crate::platform::edge::Services;
use sqlx::postgres::PgConnectOptions;
/// stub
#[derive(Debug, clap::Args)]
pub struct SeedArgs {}
/// stub
pub async fn run(_: &PgConnectOptions, _: &Services, _: SeedArgs) -> anyhow::Result<()> {
    Ok(())
}
/// stub
pub async fn demo_if_empty(_: &PgConnectOptions, _: &Services) -> anyhow::Result<()> {
    Ok(())
}
