//! Whether two visits get on: they may not share an instant, and between two treatments the longer buffer stays free.

use crate::kernel::span::Span;
use jiff::SignedDuration;

/// What one visit needs of a practitioner, room or piece of equipment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The treatment itself.
    pub span: Span,
    /// Minutes kept free before.
    pub before: u16,
    /// Minutes kept free after.
    pub after: u16,
}

/// How two needs of one thing get on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Side by side.
    Free,
    /// Apart, but not by enough.
    Tight,
    /// They share an instant.
    Overlap,
}

/// Buffers may overlap buffers but never a treatment: for A then B, `A.end + max(A.after, B.before) <= B.start`.
pub fn fits(a: Need, b: Need) -> Fit {
    if a.span.touches(b.span) {
        return Fit::Overlap;
    }
    let (first, second) = if a.span.starts <= b.span.starts { (a, b) } else { (b, a) };
    let gap = second.span.starts.duration_since(first.span.ends);
    if gap < SignedDuration::from_mins(i64::from(first.after.max(second.before))) { Fit::Tight } else { Fit::Free }
}

/// Ditto without buffers, for the patient, who only cannot be in two places.
pub fn meets(a: Need, b: Need) -> bool {
    a.span.touches(b.span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use proptest::prelude::*;

    fn need(start: i64, minutes: u16, before: u16, after: u16) -> Need {
        let starts = Timestamp::from_second(1_795_000_000 + start * 60).expect("in range");
        Need { span: Span::new(starts, minutes).expect("some minutes"), before, after }
    }

    #[test]
    fn back_to_back_is_no_clash() {
        assert_eq!(fits(need(0, 45, 0, 0), need(45, 30, 0, 0)), Fit::Free);
        assert_eq!(fits(need(0, 45, 0, 0), need(44, 30, 0, 0)), Fit::Overlap);
    }

    #[test]
    fn of_two_buffers_the_longer_counts_and_they_may_overlap() {
        assert_eq!(fits(need(0, 45, 0, 5), need(49, 30, 0, 0)), Fit::Tight);
        assert_eq!(fits(need(0, 45, 0, 5), need(50, 30, 0, 0)), Fit::Free);
        assert_eq!(fits(need(0, 45, 0, 10), need(60, 90, 15, 15)), Fit::Free);
        assert_eq!(fits(need(0, 45, 0, 10), need(59, 90, 15, 15)), Fit::Tight);
        // the buffer before the first visit is nobody's business
        assert_eq!(fits(need(0, 45, 60, 0), need(45, 30, 0, 60)), Fit::Free);
    }

    fn any_need() -> impl Strategy<Value = Need> {
        (0i64..600, 1u16..120, 0u16..60, 0u16..60).prop_map(|(s, m, b, a)| need(s, m, b, a))
    }

    proptest! {
        #[test]
        fn it_does_not_matter_who_is_asked_first(a in any_need(), b in any_need()) {
            prop_assert_eq!(fits(a, b), fits(b, a));
        }

        #[test]
        fn the_rule_is_the_formula(a in any_need(), b in any_need()) {
            let (f, s) = if a.span.starts <= b.span.starts { (a, b) } else { (b, a) };
            let free = f.span.ends.as_second() + 60 * i64::from(f.after.max(s.before)) <= s.span.starts.as_second();
            prop_assert_eq!(fits(a, b) == Fit::Free, free);
            prop_assert_eq!(fits(a, b) == Fit::Overlap, meets(a, b));
        }
    }
}
