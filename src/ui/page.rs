//! A page: the frame around it, its data awaited whole, and the problem shown where the content would have been.

use super::{frame, problem_note::ProblemNote, prove};
use crate::kernel::{
    frame::{Frame, FrameCell, GoTo, OnProblem, Prefs, ProveCell},
    problem::Problem,
};
use leptos::prelude::*;
use leptos_meta::Title;
use std::future::Future;

/// The frame of the request being served.
pub fn current_frame() -> Option<Frame> {
    use_context::<FrameCell>().and_then(|c| c.get())
}

/// How the person likes the screen.
pub fn prefs() -> Prefs {
    use_context::<Prefs>().unwrap_or_default()
}

/// What watches the time of a signed-in screen; given by the app, because the frame knows no feature.
#[derive(Clone, Copy)]
pub struct Watch(pub fn(u16) -> AnyView);

/// Sends the browser elsewhere. On the server only; in the browser pages are left by links.
pub fn go_to(path: &str) {
    if let Some(GoTo(go)) = use_context::<GoTo>() {
        go(path);
    }
}

/// A page of the signed-in side: awaits `load`, then shows it inside the frame, or the problem instead.
///
/// `section` is the key of the navigation entry that is current. Whoever is signed out is sent to sign in.
pub fn screen(
    title: &'static str,
    section: &'static str,
    load: impl Future<Output = Result<AnyView, Problem>> + Send + 'static,
) -> AnyView {
    let content = Suspend::new(async move {
        let loaded = load.await;
        // whatever the page made of it: a proof is asked for here, with the form as it was sent
        if let Some(asked) = use_context::<ProveCell>().and_then(|cell| cell.wanted()) {
            return watched(section, prove::asking(asked));
        }
        match loaded {
            Ok(view) => watched(section, view),
            Err(Problem::SignedOut) => {
                go_to("/sign-in");
                ().into_any()
            }
            Err(Problem::PasswordFirst) => {
                go_to("/account/password");
                ().into_any()
            }
            Err(Problem::FactorFirst) => {
                go_to("/account/second-factor");
                ().into_any()
            }
            Err(problem) => watched(section, problem_page(problem)),
        }
    });
    view! {
        <Title text=format!("{title} · Hadada")/>
        <Suspense>{content}</Suspense>
    }
    .into_any()
}

/// The page in its frame, and beside it what watches the time of whoever is signed in.
fn watched(section: &'static str, view: AnyView) -> AnyView {
    let frame = current_frame();
    let watch = use_context::<Watch>().zip(frame.as_ref()).map(|(Watch(of), frame)| of(frame.idle_minutes));
    let page = frame::framed(frame, section, view);
    view! {
        {page}
        {watch}
    }
    .into_any()
}

/// A page for whoever comes, signed in or not: no navigation.
pub fn open_screen(
    title: &'static str,
    load: impl Future<Output = Result<AnyView, Problem>> + Send + 'static,
) -> AnyView {
    let content = Suspend::new(async move {
        match load.await {
            Ok(view) => frame::bare(view),
            Err(problem) => frame::bare(problem_page(problem)),
        }
    });
    view! {
        <Title text=format!("{title} · Hadada")/>
        <Suspense>{content}</Suspense>
    }
    .into_any()
}

/// Answers with the problem's status, whatever the page shows.
pub fn problem_status(problem: &Problem) {
    if let Some(OnProblem(tell)) = use_context::<OnProblem>() {
        tell(problem);
    }
}

/// What went wrong, as a page with its status.
pub fn problem_page(problem: Problem) -> AnyView {
    problem_status(&problem);
    view! {
        <div class="page-problem">
            <h1>{heading(&problem)}</h1>
            <ProblemNote of=problem/>
            <p><a href="/">"Go to the start page"</a></p>
        </div>
    }
    .into_any()
}

fn heading(problem: &Problem) -> &'static str {
    match problem {
        Problem::NotFound => "Not found",
        Problem::NotAllowed { .. } | Problem::PasswordFirst | Problem::FactorFirst | Problem::SignedOut => {
            "Not open to you"
        }
        Problem::ProveFirst => "Prove that it is you",
        Problem::Busy | Problem::Offline | Problem::TooMany { .. } => "Try again in a moment",
        Problem::Invalid { .. } | Problem::TooLarge => "That cannot be read",
        Problem::Clash(_) | Problem::Stale { .. } | Problem::Confirm { .. } => "Changed in the meantime",
        Problem::Broken { .. } => "Something broke",
    }
}

/// No page has this address.
pub fn not_found() -> AnyView {
    open_screen("Not found", async { Err(Problem::NotFound) })
}
