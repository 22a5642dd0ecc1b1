//! stub
use crate::platform::edge::Services;
/// stub
#[derive(Debug, clap::Args)]
pub struct ImportArgs {}
/// stub
pub async fn run(_: &Services, _: ImportArgs) -> anyhow::Result<()> {
    Ok(())
}
