//! The ground of a column: where it is not open, and why. Pure.

use super::board::Strip;
use crate::{kernel::ids::SiteId, ui::GroundKind};

/// A stretch that is not open, or open somewhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: GroundKind,
    /// First minute.
    pub from: u16,
    /// First minute after.
    pub to: u16,
    /// Words on it; empty for plain closed time.
    pub label: String,
}

/// Closures longer than this are an absence, not a break.
const LONGEST_BREAK: u16 = 180;

impl Strip {
    /// The pieces between two minutes. Open time has none, unless this column works at more than one site that day.
    pub fn grounds(&self, from: u16, to: u16, sites: &[(SiteId, String)]) -> Vec<Piece> {
        let mut open: Vec<(u16, u16, SiteId)> = self.column.open.clone();
        open.sort_by_key(|(from, _, _)| *from);
        let mut pieces = Vec::new();
        let mut reached = from;
        for (starts, ends, _) in &open {
            pieces.extend(piece(GroundKind::Closed, reached, (*starts).min(to), String::new()));
            reached = reached.max(*ends);
        }
        pieces.extend(piece(GroundKind::Closed, reached, to, String::new()));
        let first = open.first().map(|(_, _, site)| *site);
        for (starts, ends, site) in open.iter().filter(|(_, _, site)| Some(*site) != first) {
            let name = sites.iter().find(|(id, _)| id == site).map(|(_, name)| name.clone()).unwrap_or_default();
            pieces.extend(piece(GroundKind::Elsewhere, (*starts).max(from), (*ends).min(to), name));
        }
        for (starts, ends, why) in &self.column.closed {
            let kind = if ends.saturating_sub(*starts) > LONGEST_BREAK { GroundKind::Leave } else { GroundKind::Break };
            pieces.extend(piece(kind, (*starts).max(from), (*ends).min(to), why.clone()));
        }
        pieces
    }

    /// Where the column works that day: "Rosebank", or "Rosebank, Sandton".
    pub fn sites(&self, sites: &[(SiteId, String)]) -> String {
        let mut names: Vec<&str> = Vec::new();
        for (_, _, site) in &self.column.open {
            let name = sites.iter().find(|(id, _)| id == site).map(|(_, name)| name.as_str());
            names.extend(name.filter(|n| !names.contains(n)));
        }
        names.join(", ")
    }
}

fn piece(kind: GroundKind, from: u16, to: u16, label: String) -> Option<Piece> {
    (from < to).then_some(Piece { kind, from, to, label })
}

#[cfg(test)]
mod tests {
    use super::super::board::{Board, fixtures};
    use super::super::shown::Shown;
    use super::*;

    fn strip() -> Strip {
        let board = Board::of(&Shown::of(vec![fixtures::day(vec![])]), false, false);
        board.strips.into_iter().next().expect("two columns")
    }

    #[test]
    fn before_and_after_hours_are_closed_and_lunch_is_a_break_with_its_name() {
        let pieces: Vec<_> = strip().grounds(420, 1080, &[]).into_iter().map(|p| (p.from, p.to, p.label)).collect();
        let none = String::new();
        assert_eq!(pieces, [(420, 480, none.clone()), (1020, 1080, none), (780, 825, "Lunch".to_owned())]);
    }

    #[test]
    fn a_day_without_hours_is_closed_from_end_to_end() {
        let mut it = strip();
        it.column.open.clear();
        it.column.closed.clear();
        let pieces: Vec<_> = it.grounds(420, 1080, &[]).into_iter().map(|p| (p.kind, p.from, p.to)).collect();
        assert_eq!(pieces, [(GroundKind::Closed, 420, 1080)]);
    }

    #[test]
    fn time_at_another_site_says_which() {
        let mut it = strip();
        let other = SiteId(uuid::Uuid::from_u128(9));
        it.column.open.push((1020, 1080, other));
        let pieces = it.grounds(420, 1080, &[(other, "Sandton".into())]);
        assert!(pieces.iter().any(|p| p.kind == GroundKind::Elsewhere && p.label == "Sandton" && p.from == 1020));
    }
}
