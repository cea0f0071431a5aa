//! The plans, and a participant's pages of the seminar in which they are written.

use client::places::Program;

fn main() {
    client::start(Program::Plan, client::plan_app::PlanApp);
}
