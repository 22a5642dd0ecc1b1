//! One's own account: where one is signed in, and the password.

use super::sign_in::{at, trouble};
use crate::{
    access::{
        api,
        second_factor::model::NoticeLine,
        sign_in::model::{AccountPage, OwnSession, PasswordPage},
    },
    ui::{
        Badge, Button, ButtonKind, ButtonLink, Column, Facts, InputKind, PageHead, Table, TextInput, Voice,
        page::{open_screen, screen},
    },
};
use leptos::prelude::*;

/// One's own account.
#[component]
pub fn AccountScreen() -> AnyView {
    screen("Your account", "account", async { Ok(account(api::account().await?)) })
}

fn account(page: AccountPage) -> AnyView {
    let AccountPage { name, email, roles, sessions, notices, has_factor, factor_due } = page;
    let factor = match (has_factor, factor_due) {
        (true, _) => "A code of your app".to_owned(),
        (false, Some(due)) => format!("None yet; asked for before {due}"),
        (false, None) => "None".to_owned(),
    };
    let several = sessions.len() > 1;
    let columns = vec![
        Column::new("Device and address"),
        Column::new("Signed in"),
        Column::new("Last used"),
        Column::new("End").unseen(),
    ];
    let rows = sessions.into_iter().map(session).collect_view();
    view! {
        <PageHead title="Your account">
            <ButtonLink href="/account/password">"Change password"</ButtonLink>
            <ButtonLink href="/account/second-factor">"Second factor"</ButtonLink>
        </PageHead>
        {told(notices)}
        <Facts rows=vec![
            ("Name", Some(name)),
            ("E-mail address", Some(email)),
            ("Works here as", Some(roles.join(", "))),
            ("Second factor", Some(factor)),
        ] />
        <Table caption="Where you are signed in" narrow=true columns>{rows}</Table>
        {several.then(|| view! { <p class="text-ink-2">"A screen you do not know? End it, then change your password."</p> })}
        <form method="post" action="/account">
            <Button kind=ButtonKind::Danger submit=true name="everywhere" value="yes">
                {if several { "Sign out everywhere" } else { "Sign out here" }}
            </Button>
        </form>
    }
    .into_any()
}

/// What one was told, with a press that says it was seen.
fn told(notices: Vec<NoticeLine>) -> Option<AnyView> {
    if notices.is_empty() {
        return None;
    }
    let fresh = notices.iter().any(|line| line.fresh);
    let lines = notices
        .into_iter()
        .map(|NoticeLine { at, words, href, fresh }| {
            let more = href.map(
                |href| view! { " " <a class="link" href=href>"See"<span class="said">" what this is about"</span></a> },
            );
            view! {
                <li>
                    {fresh.then(|| view! { <Badge voice=Voice::Info>"New"</Badge> })}
                    " "<span class="text-ink-2">{at}</span>" "{words}{more}
                </li>
            }
        })
        .collect_view();
    let seen = fresh.then(|| {
        view! {
            <form method="post" action="/account">
                <Button submit=true name="seen" value="yes">"I have seen this"</Button>
            </form>
        }
    });
    let notices = view! {
        <section class="card stack">
            <h2>"Notices"</h2>
            <ul class="stack">{lines}</ul>
            {seen}
        </section>
    };
    Some(notices.into_any())
}

fn session(of: OwnSession) -> AnyView {
    let OwnSession { id, device, address, since, seen, this } = of;
    let which = format!(" {device}, signed in {since}");
    let end = if this {
        view! { <Badge voice=Voice::Accent>"This screen"</Badge> }.into_any()
    } else {
        view! {
            <form method="post" action="/account">
                <input type="hidden" name="session" value=id.to_string() />
                <Button submit=true>"End"<span class="said">{which}</span></Button>
            </form>
        }
        .into_any()
    };
    view! {
        <tr>
            <th scope="row">{device}<span class="cell-note">{address}</span></th>
            <td>{since}</td>
            <td>{seen}</td>
            <td>{end}</td>
        </tr>
    }
    .into_any()
}

/// The page on which one sets one's own password.
#[component]
pub fn PasswordScreen() -> AnyView {
    open_screen("Password", async {
        match api::password().await {
            Ok(page) => Ok(password(page)),
            Err(crate::kernel::problem::Problem::SignedOut) => {
                crate::ui::page::go_to("/sign-in");
                Ok(().into_any())
            }
            Err(problem) => Err(problem),
        }
    })
}

fn password(page: PasswordPage) -> AnyView {
    let PasswordPage { first, name, email, problem, wait } = page;
    let (present_wrong, password_wrong) = (at(problem.as_ref(), "present"), at(problem.as_ref(), "password"));
    let lead = if first {
        format!("Welcome, {name}. Your first password was somebody else's choice; choose one that only you know.")
    } else {
        "Your other screens are signed out when it changes.".to_owned()
    };
    let present = (!first).then(|| {
        view! {
            <TextInput name="present" label="Present password" kind=InputKind::Password error=present_wrong first=true required=true />
        }
    });
    view! {
        <h1>{if first { "Choose your password" } else { "Change your password" }}</h1>
        <p>{lead}</p>
        {problem.as_ref().map(|p| trouble(p, wait))}
        <form class="stack" method="post" action="/account/password">
            // for the browser's own password store
            <input type="text" name="username" autocomplete="username" value=email readonly=true hidden=true />
            {present}
            <TextInput
                name="password"
                label="New password"
                hint="At least 12 characters. Three or four unrelated words do well; spaces are welcome."
                kind=InputKind::NewPassword
                error=password_wrong
                first=first
                required=true
            />
            <Button kind=ButtonKind::Primary submit=true wide=true>"Save password"</Button>
        </form>
        {(!first).then(|| view! { <p><a class="link" href="/account">"Back to your account"</a></p> })}
    }
    .into_any()
}
