//! Other desks' changes: one listener per process on the database's notifications, fanned out to the open screens.
//!
//! A notice carries ids only. Whoever receives it asks again, and the policy decides again what they may see.

use super::db::Db;
use crate::kernel::ids::PracticeId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio::sync::{broadcast, watch};

/// Something changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// Whose.
    pub practice: PracticeId,
    /// The event's kind.
    pub kind: String,
    /// What changed.
    pub subject: uuid::Uuid,
    /// Days of the diary to look at again.
    pub days: Vec<jiff::civil::Date>,
    /// Initials of who did it.
    pub by: String,
    /// The screen that did it knows already.
    pub session: Option<uuid::Uuid>,
}

/// The hub. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Live {
    notices: broadcast::Sender<Arc<Notice>>,
    closing: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Live { notices: broadcast::channel(1024).0, closing: watch::channel(false).0 }
    }
}

impl Live {
    /// Starts listening for this screen.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Notice>> {
        self.notices.subscribe()
    }

    /// Becomes true when the server is closing, so that open streams end and connect elsewhere.
    pub fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    /// Ends every stream.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Listens until the server closes, connecting again whenever the database went away.
    pub async fn listen(self, db: Db) {
        let mut closing = self.closing();
        let mut pause = std::time::Duration::from_millis(100);
        loop {
            tokio::select! {
                _ = closing.wait_for(|c| *c) => return,
                ended = self.listen_once(&db) => {
                    tracing::warn!(error = %ended.err().map(|e| e.to_string()).unwrap_or_default(), "listening again");
                }
            }
            // back off to at most five seconds
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(std::time::Duration::from_secs(5));
        }
    }

    async fn listen_once(&self, db: &Db) -> sqlx::Result<()> {
        let mut listener = db.listener().await?;
        listener.listen("hadada").await?;
        loop {
            let message = listener.recv().await?;
            match serde_json::from_str::<Notice>(message.payload()) {
                // no receivers is fine: nobody has a screen open
                Ok(notice) => drop(self.notices.send(Arc::new(notice))),
                Err(_) => tracing::warn!("a notice that is not ours"),
            }
        }
    }
}
