//! What the pages about colleagues answer, with and without a form posted to them.

use super::{
    actions,
    drafts::{InviteDraft, RolesDraft},
    model::{ColleaguePage, InvitePage, PeoplePage},
};
use crate::{
    kernel::{
        ids::{InvitationId, PersonId},
        problem::Problem,
    },
    platform::edge,
};
use axum::http::header;
use serde::Deserialize;

/// Everybody who works here. A posted form takes an invitation back.
pub async fn people() -> Result<PeoplePage, Problem> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Withdrawn {
        invitation: String,
    }
    let mut problem = None;
    if let Some(form) = edge::posted::<Withdrawn>() {
        let form = form?;
        // whoever asks is looked at before what is asked
        let done = edge::act(async |cx| {
            let invitation: InvitationId = form.invitation.parse().unwrap_or(InvitationId(uuid::Uuid::nil()));
            actions::withdraw(cx, invitation).await
        });
        match done.await {
            Ok(()) => edge::go_to("/settings/people"),
            Err(p) => {
                edge::set_status(&p);
                problem = Some(p);
            }
        }
    }
    let page = edge::look(async |cx| actions::people(cx).await).await?;
    Ok(PeoplePage { problem, ..page })
}

/// The page that invites. The link is on the answer to the form and nowhere else.
pub async fn invite() -> Result<InvitePage, Problem> {
    let Some(form) = edge::posted::<InviteDraft>() else {
        return edge::look(async |cx| actions::invite_page(cx, InviteDraft::default()).await).await;
    };
    let draft = form?;
    let done = edge::act(async |cx| actions::invite(cx, &draft).await).await;
    let page = edge::look(async |cx| actions::invite_page(cx, draft.clone()).await).await?;
    match done {
        Ok(token) => Ok(InvitePage { link: Some(address_of(&format!("/invitation/{token}"))), ..page }),
        Err(problem) => {
            edge::set_status(&problem);
            Ok(InvitePage { problem: Some(problem), ..page })
        }
    }
}

/// A path as it is typed into another browser, from the address this one used.
fn address_of(path: &str) -> String {
    let host = edge::parts().and_then(|p| p.headers.get(header::HOST)?.to_str().ok().map(str::to_owned));
    let fine = |h: &String| h.chars().all(|c| c.is_ascii_alphanumeric() || "-.:[]".contains(c));
    let scheme = if edge::secure() { "https" } else { "http" };
    host.filter(fine).map_or_else(|| path.to_owned(), |host| format!("{scheme}://{host}{path}"))
}

/// One colleague. A posted form changes roles, suspends, lets in again, signs out, or ends a second factor.
pub async fn colleague(who: PersonId) -> Result<ColleaguePage, Problem> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Changed {
        deed: String,
        #[serde(flatten)]
        roles: RolesDraft,
    }
    let Some(form) = edge::posted::<Changed>() else {
        return edge::look(async |cx| actions::colleague(cx, who).await).await;
    };
    let form = form?;
    let done = match form.deed.as_str() {
        "suspend" => edge::act(async |cx| actions::suspend(cx, who).await).await,
        "unsuspend" => edge::act(async |cx| actions::unsuspend(cx, who).await).await,
        "sign_out" => edge::act(async |cx| actions::end_sessions(cx, who).await).await,
        "reset_factor" => edge::act(async |cx| actions::reset_factor(cx, who).await).await,
        "roles" => edge::act(async |cx| actions::give_roles(cx, who, &form.roles).await).await,
        _ => Err(Problem::Invalid { fields: vec![] }),
    };
    let page = edge::look(async |cx| actions::colleague(cx, who).await).await?;
    match done {
        Ok(()) => {
            edge::go_to("/settings/people");
            Ok(page)
        }
        Err(problem) => {
            edge::set_status(&problem);
            let draft = if form.deed == "roles" { form.roles } else { page.draft.clone() };
            Ok(ColleaguePage { problem: Some(problem), draft, ..page })
        }
    }
}
