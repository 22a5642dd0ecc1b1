//! What the panel beside the grid holds: a visit, once the server has told all about it, and the form opened in it.

use crate::{
    kernel::{ids::AppointmentId, problem::Problem},
    scheduling::{drafts::VisitForm, model::VisitPage},
};

/// A form in the panel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Opened {
    /// None.
    #[default]
    None,
    /// Day, time, practitioner, room.
    Move,
    /// Length.
    Length,
}

/// The panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panel {
    /// Whose panel.
    pub id: AppointmentId,
    /// All about the visit, as last told.
    pub page: Option<VisitPage>,
    /// Why it could not be told, or what is wrong with the form.
    pub problem: Option<Problem>,
    /// On its way.
    pub busy: bool,
    /// The form opened in it.
    pub opened: Opened,
    /// That form as typed.
    pub form: VisitForm,
}

impl Panel {
    /// Opens on a visit; on the same one again, what is there stays until the answer comes.
    pub fn open(panel: &mut Option<Panel>, id: AppointmentId) {
        match panel {
            Some(same) if same.id == id => same.busy = true,
            Some(_) | None => *panel = Some(Panel::waiting(id)),
        }
    }

    fn waiting(id: AppointmentId) -> Panel {
        Panel { id, page: None, problem: None, busy: true, opened: Opened::None, form: VisitForm::default() }
    }

    /// The answer. One about a visit that is no longer open is dropped.
    pub fn answered(panel: &mut Option<Panel>, id: AppointmentId, answer: Result<VisitPage, Problem>) {
        let Some(it) = panel.as_mut().filter(|p| p.id == id) else { return };
        it.busy = false;
        match answer {
            Ok(page) => {
                it.form = page.form.clone();
                it.opened = Opened::None;
                it.problem = None;
                it.page = Some(page);
            }
            Err(problem) => it.problem = Some(problem),
        }
    }

    /// Opens a form, or closes it when it is open.
    pub fn toggle(&mut self, form: Opened) {
        self.opened = if self.opened == form { Opened::None } else { form };
        self.problem = None;
    }

    /// A field of the form was typed in.
    pub fn typed(&mut self, name: &str, value: String) {
        let form = &mut self.form;
        let field = match name {
            "day" => &mut form.day,
            "starts" => &mut form.starts,
            "minutes" => &mut form.minutes,
            "practitioner" => &mut form.practitioner,
            "room" => &mut form.room,
            "equipment" => &mut form.equipment,
            _ => return,
        };
        *field = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> AppointmentId {
        AppointmentId(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn an_answer_about_a_visit_no_longer_open_is_dropped() {
        let mut panel = None;
        Panel::open(&mut panel, id(1));
        Panel::open(&mut panel, id(2));
        Panel::answered(&mut panel, id(1), Err(Problem::NotFound));
        assert_eq!(panel.map(|p| (p.id, p.problem)), Some((id(2), None)));
    }

    #[test]
    fn asking_again_keeps_what_was_typed_until_the_answer_comes() {
        let mut panel = None;
        Panel::open(&mut panel, id(1));
        let it = panel.as_mut().expect("open");
        it.toggle(Opened::Move);
        it.typed("starts", "10:15".into());
        Panel::open(&mut panel, id(1));
        let it = panel.expect("open");
        assert_eq!((it.form.starts.as_str(), it.opened), ("10:15", Opened::Move));
    }
}
