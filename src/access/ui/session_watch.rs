//! The screen's own watch: warns before it locks, locks, and opens again for the person who was working. The page below
//! stays as it is, so nothing typed is lost.

use super::watch::{Deed, Input, Phase, Watch, aloud, clock};
use crate::{
    access::{
        api,
        sign_in::{browser_clock, drafts::Secret, model::Unlocked},
    },
    kernel::problem::Problem,
    ui::{Button, ButtonKind, Field, changing, say, sentence},
};
use leptos::{ev, html, prelude::*, task::spawn_local};
use std::time::Duration;

/// Watches the time of a signed-in screen.
#[island]
pub fn SessionWatch(
    /// Minutes without a request after which the screen locks.
    idle_minutes: u16,
) -> impl IntoView {
    let watch = RwSignal::new(Watch::new(browser_clock(), idle_minutes));
    let refused = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let dialog: NodeRef<html::Dialog> = NodeRef::new();
    let password: NodeRef<html::Input> = NodeRef::new();

    let hear = move |input| {
        let mut next = watch.get_untracked();
        let deed = next.step(input);
        if next != watch.get_untracked() {
            watch.set(next);
        }
        deed
    };
    let answered = move |answer: Result<_, Problem>| {
        let now = browser_clock();
        hear(match answer {
            Ok(left) => Input::Told(now, left),
            Err(Problem::SignedOut) => Input::Gone,
            Err(_) => Input::Lost(now),
        })
    };
    let attend = move |input| match hear(input) {
        Deed::Rest => {}
        Deed::Ask => spawn_local(async move {
            answered(api::how_long().await);
        }),
    };
    let stay = move || {
        spawn_local(async move {
            answered(api::stay().await);
        })
    };

    Effect::new(move |_| {
        watch.set(Watch::new(browser_clock(), idle_minutes));
        set_interval(move || attend(Input::Tick(browser_clock())), Duration::from_secs(1));
        window_event_listener(ev::focus, move |_| attend(Input::Woke(browser_clock())));
    });

    let phase = Memo::new(move |_| watch.get().phase);
    Effect::new(move |_| {
        let (now, Some(dialog)) = (phase.get(), dialog.get()) else { return };
        match now {
            Phase::Open => dialog.close(),
            Phase::Warned | Phase::Locked if !dialog.open() => drop(dialog.show_modal()),
            Phase::Warned | Phase::Locked => {}
        }
        if now == Phase::Locked {
            // once the field is there to be seen
            request_animation_frame(move || {
                if let Some(field) = password.get_untracked() {
                    drop(field.focus());
                }
            });
        }
    });

    let unlock = move |pressed: ev::SubmitEvent| {
        pressed.prevent_default();
        let Some(field) = password.get() else { return };
        let typed = Secret::from(field.value());
        busy.set(true);
        spawn_local(async move {
            let answer = api::unlock(typed).await;
            busy.set(false);
            match answer {
                Ok(Unlocked::Open(left)) => {
                    refused.set(None);
                    field.set_value("");
                    answered(Ok(left));
                    // what the page had to give up while it was locked, such as hearing from other desks, begins again
                    if let Ok(sign) = leptos::web_sys::Event::new("hadada-unlocked") {
                        drop(window().dispatch_event(&sign));
                    }
                }
                Ok(Unlocked::Refused { problem, wait }) => {
                    field.set_value("");
                    refused.set(Some(words(&problem, wait)));
                }
                // ended elsewhere: nothing on this page is theirs any more
                Err(Problem::SignedOut) => drop(window().location().set_href("/sign-in")),
                Err(problem) => refused.set(Some(say(&problem).line())),
            }
        });
    };

    let locked = move || phase.get() == Phase::Locked;
    let asks = move || locked() || watch.get().for_good;
    let title = move || match (phase.get(), watch.get().for_good) {
        (Phase::Locked, _) => "This screen is locked",
        (Phase::Open | Phase::Warned, true) => "Your working day here ends in 2 minutes",
        (Phase::Open | Phase::Warned, false) => "Your screen locks in 2 minutes",
    };
    view! {
        <dialog
            class="dialog"
            id="session-watch"
            aria-labelledby="session-watch-title"
            data-locked=changing(move || locked().then_some(""))
            node_ref=dialog
            on:cancel=move |pressed: ev::Event| {
                pressed.prevent_default();
                if !asks() {
                    stay();
                }
            }
            on:keydown=move |pressed: ev::KeyboardEvent| {
                if pressed.key() == "Escape" {
                    pressed.prevent_default();
                    if !asks() {
                        stay();
                    }
                }
            }
            // a browser lets a dialog be held open only once; a locked screen does not open by asking twice
            on:close=move |_| {
                if let (Phase::Warned | Phase::Locked, Some(dialog)) = (phase.get_untracked(), dialog.get_untracked()) {
                    drop(dialog.show_modal());
                }
            }
        >
            <header class="dialog-head"><h2 id="session-watch-title">{title}</h2></header>
            <p class="said" role="status">
                {changing(move || (phase.get() == Phase::Warned).then(|| aloud(watch.get().left)).flatten())}
            </p>
            <form method="post" action="/sign-in" hidden=changing(move || !asks()) on:submit=unlock>
                <div class="dialog-body">
                    <p>"What you were working on is kept. Enter your password to go on."</p>
                    <Field name="unlock_password" label="Password" error=Signal::derive(move || refused.get())>
                        <input
                            class="control"
                            id="unlock_password"
                            type="password"
                            autocomplete="current-password"
                            autofocus=true
                            aria-invalid=changing(move || refused.get().map(|_| "true"))
                            aria-describedby="unlock_password-error"
                            node_ref=password
                        />
                    </Field>
                </div>
                <footer class="dialog-foot">
                    <a class="btn" href="/sign-out">"Sign out"</a>
                    <Button kind=ButtonKind::Primary submit=true busy=busy>"Unlock"</Button>
                </footer>
            </form>
            <div hidden=asks>
                <div class="dialog-body">
                    <p>
                        "Nothing was done here for a while. "
                        <span aria-hidden="true">
                            {changing(move || (phase.get() == Phase::Warned).then(|| format!("{} left.", clock(watch.get().left))))}
                        </span>
                    </p>
                </div>
                <footer class="dialog-foot">
                    <Button kind=ButtonKind::Primary on:click=move |_| stay()>"Stay signed in"</Button>
                </footer>
            </div>
        </dialog>
    }
}

fn words(problem: &Problem, wait: Option<u32>) -> String {
    match (problem.about("password"), wait) {
        (Some("sign_in"), _) => sentence("Password", "password_wrong"),
        (Some(code), _) => sentence("Password", code),
        (None, Some(seconds)) => format!("Too many tries. Try again in {}.", clock(seconds.into())),
        (None, None) => say(problem).line(),
    }
}
