//! Signing in and out, and taking up an invitation.

use crate::{
    access::{
        api,
        sign_in::model::{SignInPage, WelcomePage},
    },
    kernel::problem::Problem,
    ui::{
        Button, ButtonKind, ErrorSummary, InputKind, Labels, Note, ProblemNote, TextInput, Voice, error_at,
        page::{open_screen, screen},
        sentence,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

const LABELS: Labels =
    &[("email", "E-mail address"), ("password", "Password"), ("present", "Present password"), ("name", "Name")];

/// What is wrong with a form about passwords. Nothing secret comes back, so it never says that everything is kept.
pub(super) fn trouble(problem: &Problem, wait: Option<u32>) -> AnyView {
    let one = ["password", "present"].into_iter().find_map(|f| problem.about(f));
    match (wait, one, problem) {
        (Some(seconds), _, _) => view! {
            <div role="alert">
                <Note voice=Voice::Warn title="Too many tries.">
                    {countdown(seconds)}
                </Note>
            </div>
        }
        .into_any(),
        (None, Some("sign_in"), _) => view! {
            <div role="alert">
                <Note voice=Voice::Danger title=sentence("Password", "sign_in")>
                    <p>"Capital letters count in the password."</p>
                </Note>
            </div>
        }
        .into_any(),
        // it leads to the field, but does not say that everything typed is still there: a password never comes back
        (None, Some(code), Problem::Invalid { fields }) if fields.len() == 1 && code != "required" => {
            let (to, why) = (format!("#{}", fields[0].field), sentence("Password", code));
            view! {
                <div role="alert" id="error-summary" tabindex="-1">
                    <Note voice=Voice::Danger title="One answer needs another look">
                        <p><a class="link" href=to>{why}</a></p>
                    </Note>
                </div>
            }
            .into_any()
        }
        (None, _, Problem::Invalid { fields }) if !fields.is_empty() => {
            view! { <ErrorSummary fields=fields.clone() labels=LABELS /> }.into_any()
        }
        (None, _, _) => view! { <ProblemNote of=problem.clone() /> }.into_any(),
    }
}

/// Counts down to when the next try is listened to. The style counts, so it needs no script; the ear gets the sentence.
pub(super) fn countdown(seconds: u32) -> impl IntoView {
    let words = match seconds {
        1 => "1 second".to_owned(),
        2..=59 => format!("{seconds} seconds"),
        60..=119 => "2 minutes".to_owned(),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    };
    view! {
        <p>
            <span class="said">{format!("Try again in {words}.")}</span>
            <span aria-hidden="true">"Try again in "<span class="countdown" style=format!("--seconds: {seconds}")></span></span>
        </p>
    }
}

/// The sentence at a field, except where one sentence above says it all.
pub(super) fn at(problem: Option<&Problem>, field: &str) -> Option<String> {
    problem.filter(|p| p.about(field) != Some("sign_in")).and_then(|p| error_at(Some(p), LABELS, field))
}

/// The sign-in page.
#[component]
pub fn SignInScreen() -> AnyView {
    open_screen("Sign in", async { Ok(sign_in(api::sign_in().await?)) })
}

fn sign_in(page: SignInPage) -> AnyView {
    let SignInPage { email, to, problem, wait } = page;
    let (email_wrong, password_wrong) = (at(problem.as_ref(), "email"), at(problem.as_ref(), "password"));
    let typed = !email.is_empty();
    view! {
        <h1>"Sign in"</h1>
        {problem.as_ref().map(|p| trouble(p, wait))}
        <form class="stack" method="post" action="/sign-in">
            <input type="hidden" name="to" value=to />
            <TextInput
                name="email"
                label="E-mail address"
                kind=InputKind::Email
                value=email
                autocomplete="username"
                error=email_wrong
                first=!typed
                required=true
            />
            <TextInput
                name="password"
                label="Password"
                kind=InputKind::Password
                error=password_wrong
                first=typed
                required=true
            />
            <Button kind=ButtonKind::Primary submit=true wide=true>"Sign in"</Button>
        </form>
        <p class="text-ink-2">"No account, or no password any more? Ask the owner of your practice for an invitation."</p>
    }
    .into_any()
}

/// The page that signs out. Opening it changes nothing.
#[component]
pub fn SignOutScreen() -> AnyView {
    open_screen("Sign out", async {
        api::sign_out().await?;
        Ok(view! {
            <h1>"Sign out?"</h1>
            <p>"What is not saved on other open pages is lost."</p>
            <form class="cluster" method="post" action="/sign-out">
                <a class="btn" href="/">"Stay"</a>
                <Button kind=ButtonKind::Primary submit=true>"Sign out"</Button>
            </form>
        }
        .into_any())
    })
}

/// The start page: sends everybody on.
#[component]
pub fn StartScreen() -> AnyView {
    screen("Start", "", async {
        api::start().await?;
        Ok(().into_any())
    })
}

/// The page of an invitation.
#[component]
pub fn InvitationScreen() -> AnyView {
    let token = use_params_map().get_untracked().get("token").unwrap_or_default();
    open_screen("Invitation", async move {
        match api::invitation(token).await {
            Ok(page) => Ok(welcome(page)),
            Err(Problem::NotFound) => Ok(over()),
            Err(problem) => Err(problem),
        }
    })
}

/// Used, withdrawn, too old or mistyped: the same page, so that a guess learns nothing.
fn over() -> AnyView {
    if let Some(crate::kernel::frame::OnProblem(tell)) = use_context() {
        tell(&Problem::NotFound);
    }
    view! {
        <h1>"This link does not work any more"</h1>
        <p>"An invitation can be used once, within 24 hours. Ask your practice for a new one."</p>
        <p><a class="link" href="/sign-in">"Sign in"</a>" if you have a password already."</p>
    }
    .into_any()
}

fn welcome(page: WelcomePage) -> AnyView {
    let WelcomePage { practice, name, email, roles, problem } = page;
    let (name_wrong, password_wrong) = (at(problem.as_ref(), "name"), at(problem.as_ref(), "password"));
    let unusable = problem.as_ref().is_some_and(|p| p.about("email").is_some());
    let trouble = problem.as_ref().map(|p| {
        if unusable {
            view! {
                <div role="alert">
                    <Note voice=Voice::Danger title="This invitation cannot be used with this e-mail address.">
                        <p>"Ask your practice to invite you under another address."</p>
                    </Note>
                </div>
            }
            .into_any()
        } else {
            trouble(p, None)
        }
    });
    view! {
        <h1>{format!("Welcome to {practice}")}</h1>
        <p>{format!("You will work here as {}. Choose the password only you know.", roles.join(" and "))}</p>
        {trouble}
        <form class="stack" method="post">
            <TextInput name="name" label="Name" hint="As your colleagues see it." value=name autocomplete="name" error=name_wrong required=true />
            <TextInput
                name="email"
                label="E-mail address"
                hint="You sign in with it."
                kind=InputKind::Email
                value=email
                autocomplete="username"
                read_only=true
            />
            <TextInput
                name="password"
                label="Password"
                hint="At least 12 characters. Three or four unrelated words do well; spaces are welcome."
                kind=InputKind::NewPassword
                error=password_wrong
                required=true
            />
            <Button kind=ButtonKind::Primary submit=true wide=true>"Begin"</Button>
        </form>
    }
    .into_any()
}
