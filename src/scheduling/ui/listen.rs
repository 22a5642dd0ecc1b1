//! Where the desk hears from the server without having wished for anything: the panel's visit, the stream, the days again.

use super::desk::Desk;
use super::dom;
use super::live::{Heard, Link};
use super::panel_state::Panel;
use super::shown::{Asking, News};
use crate::{
    kernel::{ids::AppointmentId, problem::Problem},
    scheduling::{
        api,
        model::{DiaryDay, DiaryQuery},
    },
};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

impl Desk {
    /// Opens the panel beside the grid, or asks again for what is in it.
    pub fn look_at(self, id: AppointmentId) {
        self.panel.update(|p| Panel::open(p, id));
        spawn_local(async move {
            let answer = api::visit(id).await;
            if let Err(problem) = &answer {
                self.notice(problem);
            }
            let in_panel = dom::within(".panel");
            self.panel.update(|p| Panel::answered(p, id, answer));
            if in_panel {
                dom::focus_soon("#visit-title".to_owned());
            }
        });
    }

    /// A word on the stream.
    pub fn hear(self, heard: &Heard) {
        let link = self.link.get_untracked().heard(heard);
        if link != self.link.get_untracked() {
            self.link.set(link);
        }
        let concerns = self.shown.with_untracked(|s| heard.concerns(s.days.iter().map(|d| d.day)));
        if concerns && !matches!(heard, Heard::Changed { own: true, .. }) {
            self.refetch();
        }
    }

    /// Asks for the days again. One question is on its way at a time, and at most one more waits.
    pub fn refetch(self) {
        if !self.asking.try_update_value(Asking::want).unwrap_or(false) {
            return;
        }
        spawn_local(async move {
            loop {
                match self.fetch().await {
                    Ok(days) => self.fetched(days),
                    Err(problem) => self.notice(&problem),
                }
                if !self.asking.try_update_value(Asking::answered).unwrap_or(false) {
                    return;
                }
            }
        });
    }

    async fn fetch(self) -> Result<Vec<DiaryDay>, Problem> {
        let view = self.view.get_value();
        let day = self.shown.with_untracked(|s| s.days.first().map(|d| crate::kernel::iso_day::text(d.day)));
        match view.week_of {
            Some(practitioner) => api::week(Some(practitioner), day).await.map(|week| week.days),
            None => {
                let query = DiaryQuery { day, site: view.site, show_cancelled: view.cancelled };
                api::day(query).await.map(|day| vec![day])
            }
        }
    }

    fn fetched(self, days: Vec<DiaryDay>) {
        if self.link.get_untracked() == Link::Cut {
            self.link.set(Link::Fine);
        }
        self.change(News::Fetched(days));
        if self.shown.with_untracked(|s| !s.marked.is_empty()) {
            let unmark = move || {
                let _gone = self.shown.try_update(|s| s.hear(News::Unmark));
            };
            set_timeout(unmark, Duration::from_secs(2));
        }
    }
}
