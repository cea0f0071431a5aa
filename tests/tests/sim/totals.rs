//! What happened, counted, so that a change which makes the simulation idle is noticed.

/// Sums over all runs.
#[derive(Debug, Default)]
pub struct Totals {
    pub edits: u64,
    pub crashes: u64,
    pub lost_commits: u64,
    pub disconnects: u64,
    pub reloads: u64,
    pub confirmed: u64,
    pub duplicated: u64,
    pub reordered: u64,
    pub folds: u64,
    pub fallen_behind: u64,
}

impl Totals {
    pub fn add(&mut self, other: &Self) {
        self.edits += other.edits;
        self.crashes += other.crashes;
        self.lost_commits += other.lost_commits;
        self.disconnects += other.disconnects;
        self.reloads += other.reloads;
        self.confirmed += other.confirmed;
        self.duplicated += other.duplicated;
        self.reordered += other.reordered;
        self.folds += other.folds;
        self.fallen_behind += other.fallen_behind;
    }

    pub fn assert_everything_happened(&self) {
        let all = [
            self.edits,
            self.crashes,
            self.lost_commits,
            self.disconnects,
            self.reloads,
            self.confirmed,
            self.duplicated,
            self.reordered,
            self.folds,
            self.fallen_behind,
        ];
        assert!(
            all.iter().all(|n| *n > 100),
            "something never happens any more: {self:?}"
        );
    }
}
