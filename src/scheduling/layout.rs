//! Visits at the same time, side by side. Pure, and the same in the browser and on the server.

/// A block on the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Minutes after midnight.
    pub from: u16,
    /// Minutes after midnight; at least one more than `from`.
    pub to: u16,
}

/// Where a block lies: the how-manieth of how many side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lane {
    /// From 0.
    pub lane: u8,
    /// At least 1, at most [`MOST`].
    pub lanes: u8,
}

/// More than four side by side could not be read: a block is never narrower than a quarter of its column.
pub const MOST: u8 = 4;

/// A lane for every block, in the order given.
///
/// Blocks that share an instant lie in different lanes, as long as there are no more than [`MOST`] at once; those
/// beyond share the last lane, where the later lies over the earlier's lower part. Blocks are taken by their start,
/// then by the order given, so that one block moving does not shuffle those it does not meet.
pub fn lanes(blocks: &[Block]) -> Vec<Lane> {
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by_key(|&i| (blocks[i].from, i));
    let mut placed = vec![Lane { lane: 0, lanes: 1 }; blocks.len()];
    let (mut group, mut group_ends) = (Vec::new(), 0u16);
    let mut lane_ends: Vec<u16> = Vec::new();
    for i in order {
        let block = blocks[i];
        if block.from >= group_ends {
            close(&mut group, lane_ends.len(), &mut placed);
            lane_ends.clear();
        }
        let free = lane_ends.iter().position(|end| *end <= block.from);
        let lane = match free {
            Some(lane) => lane,
            None if lane_ends.len() < usize::from(MOST) => {
                lane_ends.push(0);
                lane_ends.len() - 1
            }
            None => usize::from(MOST) - 1,
        };
        lane_ends[lane] = lane_ends[lane].max(ends(block));
        group_ends = if group.is_empty() { ends(block) } else { group_ends.max(ends(block)) };
        placed[i].lane = u8::try_from(lane).unwrap_or(MOST - 1);
        group.push(i);
    }
    close(&mut group, lane_ends.len(), &mut placed);
    placed
}

fn ends(block: Block) -> u16 {
    block.to.max(block.from.saturating_add(1))
}

/// All blocks of a group that hangs together are equally wide.
fn close(group: &mut Vec<usize>, lanes: usize, placed: &mut [Lane]) {
    for i in group.drain(..) {
        placed[i].lanes = u8::try_from(lanes.max(1)).unwrap_or(MOST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn block(from: u16, to: u16) -> Block {
        Block { from, to }
    }

    fn meet(a: Block, b: Block) -> bool {
        a.from < b.to && b.from < a.to
    }

    #[test]
    fn a_visit_alone_has_its_column_and_neighbours_do_not_narrow_it() {
        let placed = lanes(&[block(600, 630), block(630, 660), block(615, 630)]);
        assert_eq!(placed[0], Lane { lane: 0, lanes: 2 });
        assert_eq!(placed[2], Lane { lane: 1, lanes: 2 });
        assert_eq!(placed[1], Lane { lane: 0, lanes: 1 });
    }

    #[test]
    fn five_at_once_keep_a_quarter_each() {
        let placed = lanes(&[block(600, 660); 5]);
        assert!(placed.iter().all(|l| l.lanes == 4));
    }

    fn day() -> impl Strategy<Value = Vec<Block>> {
        proptest::collection::vec((400u16..1000, 1u16..18).prop_map(|(f, m)| block(f, f + m * 5)), 0..14)
    }

    /// How many blocks share the busiest instant.
    fn most_at_once(blocks: &[Block]) -> usize {
        blocks.iter().map(|b| blocks.iter().filter(|o| o.from <= b.from && b.from < o.to).count()).max().unwrap_or(0)
    }

    proptest! {
        #[test]
        fn no_two_blocks_cover_each_other(blocks in day()) {
            prop_assume!(most_at_once(&blocks) <= usize::from(MOST));
            let placed = lanes(&blocks);
            for i in 0..blocks.len() {
                for j in 0..i {
                    if meet(blocks[i], blocks[j]) {
                        prop_assert_eq!(placed[i].lanes, placed[j].lanes);
                        prop_assert_ne!(placed[i].lane, placed[j].lane);
                    }
                }
            }
        }

        #[test]
        fn no_block_is_narrower_than_a_quarter(blocks in day()) {
            for l in lanes(&blocks) {
                prop_assert!(l.lanes >= 1 && l.lanes <= MOST && l.lane < l.lanes);
            }
        }

        #[test]
        fn a_block_that_moves_leaves_alone_those_it_does_not_meet(blocks in day(), which in any::<prop::sample::Index>(), to in 400u16..1000) {
            prop_assume!(!blocks.is_empty());
            let i = which.index(blocks.len());
            let mut moved = blocks.clone();
            moved[i] = block(to, to + (blocks[i].to - blocks[i].from));
            let (before, after) = (lanes(&blocks), lanes(&moved));
            let (was, is) = (hangs_with(&blocks, i), hangs_with(&moved, i));
            for j in 0..blocks.len() {
                if !was.contains(&j) && !is.contains(&j) {
                    prop_assert_eq!(before[j], after[j]);
                }
            }
        }
    }

    /// Everything that hangs together with a block through overlaps.
    fn hangs_with(blocks: &[Block], i: usize) -> Vec<usize> {
        let mut group = vec![i];
        let mut k = 0;
        while k < group.len() {
            let near = (0..blocks.len()).filter(|j| meet(blocks[group[k]], blocks[*j]) && !group.contains(j));
            let near: Vec<usize> = near.collect();
            group.extend(near);
            k += 1;
        }
        group
    }
}
