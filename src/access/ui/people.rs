//! Colleagues: the list, inviting, and one of them.

use crate::{
    access::{
        Role, api,
        people::{
            drafts::RolesDraft,
            model::{Colleague, ColleaguePage, Column as DiaryColumn, InvitePage, Invited, PeoplePage},
        },
    },
    kernel::{ids::PersonId, problem::Problem},
    ui::{
        Badge, Button, ButtonKind, ButtonLink, Checkbox, Choice, Column, ErrorSummary, Facts, FieldGroup, InputKind,
        Labels, Note, PageHead, ProblemNote, Select, Table, TextInput, Voice, error_at, page::screen, sentence,
    },
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

const LABELS: Labels = &[("name", "Name"), ("email", "E-mail address"), ("roles", "Role"), ("column", "Diary column")];

fn crumbs() -> Vec<(String, String)> {
    vec![("Practice".into(), "/settings".into()), ("People".into(), "/settings/people".into())]
}

fn words(roles: &[Role]) -> String {
    let words: Vec<&str> = roles.iter().map(|r| r.word()).collect();
    capital(&words.join(", "))
}

fn trouble(problem: &Problem) -> AnyView {
    match problem {
        Problem::Invalid { fields } if !fields.is_empty() => {
            view! { <ErrorSummary fields=fields.clone() labels=LABELS /> }.into_any()
        }
        other => view! { <ProblemNote of=other.clone() /> }.into_any(),
    }
}

/// Everybody who works here.
#[component]
pub fn PeopleScreen() -> AnyView {
    screen("People", "settings", async { Ok(people(api::colleagues().await?)) })
}

fn people(page: PeoplePage) -> AnyView {
    let PeoplePage { people, invited, may_invite, may_change, problem } = page;
    let columns = vec![
        Column::new("Name and e-mail address"),
        Column::new("Works here as"),
        Column::new("State"),
        Column::new("Change").unseen(),
    ];
    let rows = people.into_iter().map(|p| colleague_row(p, may_change)).collect_view();
    let waiting = (!invited.is_empty()).then(|| {
        let columns = vec![
            Column::new("Name and e-mail address"),
            Column::new("Will work here as"),
            Column::new("Link works until"),
            Column::new("Withdraw").unseen(),
        ];
        let rows = invited.into_iter().map(|i| invited_row(i, may_invite)).collect_view();
        view! { <Table caption="Invited" narrow=true columns>{rows}</Table> }
    });
    view! {
        <PageHead title="People" crumbs=vec![("Practice".into(), "/settings".into())]>
            {may_invite.then(|| view! {
                <ButtonLink href="/settings/people/invite" kind=ButtonKind::Primary>"Invite somebody"</ButtonLink>
            })}
        </PageHead>
        {problem.as_ref().map(trouble)}
        <Table caption="Who works here" quiet_caption=true narrow=true columns>{rows}</Table>
        {waiting}
    }
    .into_any()
}

fn colleague_row(of: Colleague, may_change: bool) -> AnyView {
    let state = match (of.suspended, of.first, of.you) {
        (true, _, _) => view! { <Badge voice=Voice::Warn>"Suspended"</Badge> }.into_any(),
        (false, _, true) => view! { <Badge voice=Voice::Accent>"You"</Badge> }.into_any(),
        (false, true, false) => view! { <Badge voice=Voice::Info>"Has not signed in yet"</Badge> }.into_any(),
        (false, false, false) => view! { "Works here" }.into_any(),
    };
    let change = (may_change && !of.you).then(|| {
        view! {
            <a class="btn" href=format!("/settings/people/{}", of.id) aria-label=format!("Change {}", of.name)>"Change"</a>
        }
    });
    view! {
        <tr>
            <th scope="row">{of.name.clone()}<span class="cell-note">{of.email}</span></th>
            <td>{words(&of.roles)}</td>
            <td>{state}</td>
            <td>{change}</td>
        </tr>
    }
    .into_any()
}

fn invited_row(of: Invited, may_invite: bool) -> AnyView {
    let whose = format!(" the invitation of {}", of.name);
    let withdraw = may_invite.then(|| {
        view! {
            <form method="post" action="/settings/people">
                <input type="hidden" name="invitation" value=of.id.to_string() />
                <Button submit=true>"Withdraw"<span class="said">{whose}</span></Button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row">{of.name.clone()}<span class="cell-note">{of.email}</span></th>
            <td>{words(&of.roles)}</td>
            <td>{of.until}</td>
            <td>{withdraw}</td>
        </tr>
    }
    .into_any()
}

/// What a role lets somebody do, in a line.
fn meaning(role: Role) -> &'static str {
    match role {
        Role::Owner => "Everything here, and who else may.",
        Role::Manager => "Practice, people and diary; not owners or auditors.",
        Role::Practitioner => "Own column of the diary and own patients.",
        Role::Receptionist => "Diary and patients; no clinical text.",
        Role::Billing => "Funding and accounts; no clinical text.",
        Role::Auditor => "Reads, changes nothing; goes with no other role.",
        Role::Patient => "The portal.",
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default() + chars.as_str()
}

fn roles_fields(draft: &RolesDraft, roles: Vec<Role>, columns: Vec<DiaryColumn>, problem: Option<&Problem>) -> AnyView {
    let boxes = roles
        .into_iter()
        .map(|role| {
            view! { <Checkbox name=role.key() label=capital(role.word()) hint=meaning(role) checked=draft.ticked(role) /> }
        })
        .collect_view();
    let (roles_wrong, column_wrong) = (error_at(problem, LABELS, "roles"), error_at(problem, LABELS, "column"));
    let choices = columns.into_iter().map(|c| Choice::new(c.id.to_string(), c.name)).collect();
    view! {
        <FieldGroup name="roles" legend="Works here as" error=roles_wrong>{boxes}</FieldGroup>
        <Select
            name="column"
            label="Diary column"
            hint="For a practitioner: the column of the diary that is theirs."
            choices
            chosen=draft.column.clone()
            empty="None"
            error=column_wrong
            optional=true
        />
    }
    .into_any()
}

/// Asks somebody to join.
#[component]
pub fn InviteScreen() -> AnyView {
    screen("Invite somebody", "settings", async { Ok(invite(api::invite().await?)) })
}

fn invite(page: InvitePage) -> AnyView {
    let InvitePage { draft, roles, columns, problem, link } = page;
    if let Some(link) = link {
        return invited(draft.name, link);
    }
    let wrong = |field| error_at(problem.as_ref(), LABELS, field);
    let (name_wrong, email_wrong) = (wrong("name"), wrong("email"));
    view! {
        <PageHead title="Invite somebody" crumbs=crumbs() />
        {problem.as_ref().map(trouble)}
        <form class="stack measure" method="post" action="/settings/people/invite">
            <TextInput
                name="name"
                label="Name"
                hint="As colleagues see it."
                value=draft.name.clone()
                error=name_wrong
                first=true
                required=true
            />
            <TextInput
                name="email"
                label="E-mail address"
                hint="They sign in with it."
                kind=InputKind::Email
                value=draft.email.clone()
                error=email_wrong
                required=true
            />
            {roles_fields(&draft.roles, roles, columns, problem.as_ref())}
            <div class="cluster">
                <Button kind=ButtonKind::Primary submit=true>"Make the invitation"</Button>
                <a class="btn" href="/settings/people">"Back to people"</a>
            </div>
        </form>
    }
    .into_any()
}

/// The link, this once.
fn invited(name: String, link: String) -> AnyView {
    view! {
        <PageHead title="The invitation is ready" crumbs=crumbs() />
        <Note voice=Voice::Good title=format!("Give this link to {name}, and to nobody else.")>
            <p>"It works once, within 24 hours. It is not shown again; a new invitation replaces it."</p>
        </Note>
        <TextInput name="link" label="Link" value=link read_only=true first=true />
        <div class="cluster">
            <a class="btn" href="/settings/people">"Back to people"</a>
            <a class="btn" href="/settings/people/invite">"Invite somebody else"</a>
        </div>
    }
    .into_any()
}

/// One colleague.
#[component]
pub fn ColleagueScreen() -> AnyView {
    let person = use_params_map().get_untracked().get("person").unwrap_or_default();
    screen("Colleague", "settings", async move {
        // whoever asks is looked at before what is asked: no colleague has this id
        let person = person.parse().unwrap_or(PersonId(uuid::Uuid::nil()));
        Ok(colleague(api::colleague(person).await?))
    })
}

fn colleague(page: ColleaguePage) -> AnyView {
    let ColleaguePage { who, draft, roles, columns, may_reset, hands_off, problem } = page;
    let address = format!("/settings/people/{}", who.id);
    let changes = match hands_off.as_deref() {
        Some("read_only") => None,
        Some(code) => {
            let why = sentence("Roles", code);
            Some(view! { <Note voice=Voice::Info><p>{why}</p></Note> }.into_any())
        }
        None => Some(change_forms(&who, &draft, roles, columns, problem.as_ref(), address.clone())),
    };
    let ends = hands_off.is_none().then(|| end_forms(may_reset, address));
    let factor = if who.has_factor { "A code of an app" } else { "None" };
    view! {
        <PageHead title=who.name.clone() crumbs=crumbs()>
            {who.suspended.then(|| view! { <Badge voice=Voice::Warn>"Suspended"</Badge> })}
        </PageHead>
        {problem.as_ref().map(trouble)}
        <Facts rows=vec![("E-mail address", Some(who.email.clone())), ("Works here as", Some(words(&who.roles))), ("Second factor", Some(factor.to_owned()))] />
        {changes}
        {ends}
    }
    .into_any()
}

fn change_forms(
    who: &Colleague,
    draft: &RolesDraft,
    roles: Vec<Role>,
    columns: Vec<DiaryColumn>,
    problem: Option<&Problem>,
    address: String,
) -> AnyView {
    let stay = if who.suspended {
        view! {
            <h2>"Let in again"</h2>
            <p>"They sign in with the password they had."</p>
            <div><Button submit=true name="deed" value="unsuspend">{format!("Let {} in again", who.name)}</Button></div>
        }
        .into_any()
    } else {
        view! {
            <h2>"Suspend"</h2>
            <p>"They are signed out everywhere at once and cannot sign in. Everything they did stays."</p>
            <div>
                <Button kind=ButtonKind::Danger submit=true name="deed" value="suspend">{format!("Suspend {}", who.name)}</Button>
            </div>
        }
        .into_any()
    };
    view! {
        <form class="stack measure" method="post" action=address.clone()>
            {roles_fields(draft, roles, columns, problem)}
            <p class="text-ink-2">"They are signed out when this changes, and sign in with the new rights."</p>
            <div class="cluster">
                <Button kind=ButtonKind::Primary submit=true name="deed" value="roles">"Save"</Button>
                <a class="btn" href="/settings/people">"Back to people"</a>
            </div>
        </form>
        <form class="card stack measure" data-gap="tight" method="post" action=address>{stay}</form>
    }
    .into_any()
}

/// Signing somebody out, and ending a second factor that is lost.
fn end_forms(may_reset: bool, address: String) -> AnyView {
    let reset = may_reset.then(|| {
        view! {
            <h2>"Second factor"</h2>
            <p>"For a phone that is lost: they are signed out everywhere, sign in with the password alone, and are told that it was you."</p>
            <Button submit=true name="deed" value="reset_factor">"End their second factor"</Button>
        }
    });
    view! {
        <form class="stack measure" method="post" action=address>
            <h2>"Sign out"</h2>
            <p>"For a screen that was left open somewhere. They can sign in again."</p>
            <Button submit=true name="deed" value="sign_out">"Sign out everywhere"</Button>
            {reset}
        </form>
    }
    .into_any()
}
