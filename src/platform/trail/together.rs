//! Looks are written down before their answers leave, and those of several requests in one transaction: while one writes,
//! the others gather, and the next writes for all of them. A busy morning costs as many commits as the disk can do.

use super::{Entry, TrailKey, append};
use crate::{
    kernel::{ids::PracticeId, problem::Problem},
    platform::{
        db::Db,
        fault::Fault,
        tally::{Counted, Tally},
    },
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};
use tokio::sync::oneshot::{self, error::TryRecvError};

/// Who waits for whom. One for each process, shared by everything that looks.
#[derive(Debug, Default)]
pub struct Together {
    waiting: Mutex<Vec<Waiting>>,
    turn: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Debug)]
struct Waiting {
    practice: PracticeId,
    entries: Vec<Entry>,
    tell: oneshot::Sender<bool>,
}

impl Together {
    /// Writes these rows, with those of whoever else is waiting. Returns when they are committed.
    ///
    /// # Errors
    /// [`Problem::Busy`] when they could not be written: then there is no answer.
    pub async fn write(
        &self,
        db: &Db,
        key: &TrailKey,
        tally: &Arc<Tally>,
        practice: PracticeId,
        entries: Vec<Entry>,
    ) -> Result<(), Fault> {
        if entries.is_empty() {
            return Ok(());
        }
        let (tell, mut told) = oneshot::channel();
        self.lock().push(Waiting { practice, entries, tell });
        let turn = self.turn.clone().lock_owned().await;
        match told.try_recv() {
            Ok(written) => return answer(written),
            // whoever took our rows along did not come back
            Err(TryRecvError::Closed) => return answer(false),
            Err(TryRecvError::Empty) => {}
        }
        let all = std::mem::take(&mut *self.lock());
        let (db, key, tally) = (db.clone(), key.clone(), tally.clone());
        // on its own, so that a visitor who hangs up does not take the others' rows along
        let written = tokio::spawn(async move {
            let _turn = turn;
            let begun = Instant::now();
            let written = flush(&db, &key, &tally, &all).await;
            metrics::histogram!("audit_append_seconds", "for" => "looks").record(begun.elapsed());
            if let Err(e) = &written {
                let code = e.as_database_error().and_then(|d| d.code()).unwrap_or_default();
                tracing::error!(
                    what = format!("trail {code}"),
                    "looks could not be written down, so there is no answer"
                );
            }
            for waiting in all {
                // a visitor who hung up does not listen
                let _ = waiting.tell.send(written.is_ok());
            }
        });
        drop(written.await);
        answer(matches!(told.try_recv(), Ok(true)))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn answer(written: bool) -> Result<(), Fault> {
    if written { Ok(()) } else { Err(Problem::Busy.into()) }
}

/// One transaction for all of them; practices in order, so that two servers never wait for each other crosswise.
async fn flush(db: &Db, key: &TrailKey, tally: &Arc<Tally>, all: &[Waiting]) -> sqlx::Result<()> {
    let mut by_practice: BTreeMap<PracticeId, Vec<Entry>> = BTreeMap::new();
    for waiting in all {
        by_practice.entry(waiting.practice).or_default().extend(waiting.entries.iter().cloned());
    }
    let mut tx = db.begin_looks().await?;
    for (practice, entries) in by_practice {
        append(&mut Counted::new(&mut tx, tally), key, practice, entries).await?;
    }
    tally.commit(tx).await
}
