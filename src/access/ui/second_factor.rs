//! The second factor: the second step of signing in, one's own, and proving who one is.

use super::sign_in::countdown;
use crate::{
    access::{
        api,
        second_factor::model::{FactorPage, Pending, Picture, ProvePage, SecondPage},
    },
    kernel::problem::Problem,
    ui::{
        Button, ButtonKind, InputKind, Labels, Note, PageHead, ProblemNote, TextInput, Voice, error_at,
        page::{go_to, open_screen, screen},
        prove, sentence,
    },
};
use leptos::prelude::*;

const LABELS: Labels = &[("code", "Code")];

/// The second step of signing in.
#[component]
pub fn SecondScreen() -> AnyView {
    open_screen("Second step", async {
        match api::second_step().await {
            Ok(page) => Ok(second(page)),
            // the password has to be typed again, and this is no place to come back to
            Err(Problem::SignedOut) => {
                go_to("/sign-in?to=%2F");
                Ok(().into_any())
            }
            Err(problem) => Err(problem),
        }
    })
}

fn second(page: SecondPage) -> AnyView {
    let SecondPage { to, problem, wait } = page;
    let wrong = problem.as_ref().filter(|_| wait.is_none()).and_then(|p| error_at(Some(p), LABELS, "code"));
    view! {
        <h1>"Second step"</h1>
        <p>"Your password was right. Now enter the six digits that your app shows, or one of your recovery codes."</p>
        {problem.as_ref().map(|p| trouble(p, wait))}
        <form class="stack" method="post" action="/sign-in/second">
            <input type="hidden" name="to" value=to />
            <TextInput name="code" label="Code" autocomplete="one-time-code" max=20 error=wrong first=true required=true />
            <Button kind=ButtonKind::Primary submit=true wide=true>"Sign in"</Button>
        </form>
        <p class="text-ink-2">"Phone and recovery codes gone? The owner of your practice can end your second factor."</p>
        <p><a class="link" href="/sign-in">"Sign in as somebody else"</a></p>
    }
    .into_any()
}

/// What is wrong with a code. A code never comes back.
fn trouble(problem: &Problem, wait: Option<u32>) -> AnyView {
    let said = match (wait, problem.about("code").or(problem.about("deed"))) {
        (Some(seconds), _) => {
            view! { <Note voice=Voice::Warn title="Too many tries.">{countdown(seconds)}</Note> }.into_any()
        }
        (None, Some(code)) => {
            let why = sentence("Code", code);
            view! { <Note voice=Voice::Danger><p>{why}</p></Note> }.into_any()
        }
        (None, None) => view! { <ProblemNote of=problem.clone() /> }.into_any(),
    };
    view! { <div role="alert">{said}</div> }.into_any()
}

/// Proving who one is, for a deed that a script asked for.
#[component]
pub fn ProveScreen() -> AnyView {
    screen("Prove that it is you", "account", async {
        let ProvePage { to, problem, wait } = api::prove().await?;
        Ok(view! {
            <PageHead title="Prove that it is you" />
            <p>"Some things ask who is at the keys. Afterwards you are back where you were."</p>
            {problem.map(|problem| prove::refusal(&problem, wait))}
            <form class="stack measure" method="post" action="/account/prove">
                <input type="hidden" name="to" value=to />
                {prove::fields_of_proof()}
                <div class="cluster">
                    <Button kind=ButtonKind::Primary submit=true>"Go on"</Button>
                </div>
            </form>
        }
        .into_any())
    })
}

/// One's own second factor.
#[component]
pub fn FactorScreen() -> AnyView {
    screen("Second factor", "account", async { Ok(factor(api::factor().await?)) })
}

fn factor(page: FactorPage) -> AnyView {
    let FactorPage { since, codes_left, pending, codes, due, overdue, demanded, problem } = page;
    let crumbs = vec![("Your account".to_owned(), "/account".to_owned())];
    let asked = due.map(|due| {
        let words = if overdue {
            "Your practice asks for a second factor. Everything else opens when you have one.".to_owned()
        } else {
            format!("Your practice asks for a second factor: set it up before {due}.")
        };
        view! { <Note voice=Voice::Info><p>{words}</p></Note> }
    });
    let body = match (codes.is_empty(), pending, since) {
        (false, _, _) => made(codes),
        (true, Some(pending), _) => setting_up(pending, problem.as_ref()),
        (true, None, Some(since)) => having(&since, codes_left, demanded),
        (true, None, None) => view! {
            <p class="measure">
                "With a second factor a stolen password opens nothing: signing in also asks for six digits that an app on your "
                "phone shows. Any authenticator app will do."
            </p>
            {deed("begin", "Set up an app", ButtonKind::Primary)}
        }
        .into_any(),
    };
    view! {
        <PageHead title="Second factor" crumbs />
        {asked}
        {problem.as_ref().map(|p| trouble(p, None))}
        {body}
    }
    .into_any()
}

fn deed(deed: &'static str, words: &'static str, kind: ButtonKind) -> AnyView {
    view! {
        <form method="post" action="/account/second-factor">
            <Button kind submit=true name="deed" value=deed>{words}</Button>
        </form>
    }
    .into_any()
}

/// The secret, for a camera and for fingers, and the field for the first code.
fn setting_up(pending: Pending, problem: Option<&Problem>) -> AnyView {
    let Pending { secret, picture } = pending;
    let wrong = error_at(problem, LABELS, "code");
    view! {
        <ol class="stack measure" data-marks="">
            <li>
                <p>"In your authenticator app, add an account and point the camera at this:"</p>
                {picture.map(drawn)}
                <p>"No camera? Type this key; capital letters do not matter:"</p>
                <p><code class="secret">{secret}</code></p>
            </li>
            <li>"Enter the six digits that the app shows then."</li>
        </ol>
        <form class="stack measure" method="post" action="/account/second-factor">
            <TextInput
                name="code"
                label="Code"
                kind=InputKind::Number
                autocomplete="one-time-code"
                max=10
                error=wrong
                first=true
                required=true
            />
            <div class="cluster">
                <Button kind=ButtonKind::Primary submit=true name="deed" value="confirm">"Turn it on"</Button>
                <a class="btn" href="/account">"Not now"</a>
            </div>
        </form>
        <p class="text-ink-2 measure">"This key is good for a quarter of an hour. Your other screens are signed out when it is turned on."</p>
    }
    .into_any()
}

/// Dark squares on white with the quiet edge that cameras need, whatever the colours of the page.
fn drawn(of: Picture) -> AnyView {
    let Picture { side, path } = of;
    let all = side + 8;
    view! {
        <svg
            class="qr"
            viewBox=format!("-4 -4 {all} {all}")
            role="img"
            aria-label="The key as a code for a camera; it stands in letters below"
            shape-rendering="crispEdges"
        >
            <path class="qr-ground" d=format!("M-4 -4h{all}v{all}h-{all}z") />
            <path class="qr-marks" d=path />
        </svg>
    }
    .into_any()
}

/// Recovery codes, this once.
fn made(codes: Vec<String>) -> AnyView {
    let lines = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
    view! {
        <Note voice=Voice::Good title="Your second factor is on. Keep these recovery codes.">
            <p>"Each lets you in once when your phone is gone. They are not shown again: print them or write them down, and keep "
            "them away from the computer."</p>
        </Note>
        <ul class="recovery-codes" aria-label="Recovery codes">{lines}</ul>
        <p><a class="btn" href="/account/second-factor">"I have kept them"</a></p>
    }
    .into_any()
}

fn having(since: &str, left: u32, demanded: bool) -> AnyView {
    let few =
        (left < 4).then(|| view! { <Note voice=Voice::Warn><p>"Few are left. Make new ones in time."</p></Note> });
    let off = if demanded {
        view! { <p class="text-ink-2">"Your practice asks for a second factor, so it cannot be turned off."</p> }
            .into_any()
    } else {
        view! {
            <h2>"Turn it off"</h2>
            <p>"Signing in then asks for the password alone. Your other screens are signed out."</p>
            {deed("off", "Turn it off", ButtonKind::Danger)}
        }
        .into_any()
    };
    view! {
        <p>{format!("Signing in asks for a code of your app since {since}.")}</p>
        <div class="stack measure">
            <h2>"Recovery codes"</h2>
            <p>{format!("{left} of 10 are not used yet.")}</p>
            {few}
            {deed("codes", "Make new recovery codes", ButtonKind::Plain)}
            <h2>"Another phone"</h2>
            <p>"The app you have now stays good until the new one has shown its first code."</p>
            {deed("begin", "Set up another app", ButtonKind::Plain)}
            {off}
        </div>
    }
    .into_any()
}
