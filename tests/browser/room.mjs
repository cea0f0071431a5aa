// A room as a page is told of it: what the server says, changed. For pictures of states that a real day reaches late.

import { readFile } from "node:fs/promises";

import { until } from "./support.mjs";

const sample = JSON.parse(await readFile(new URL("../../shared/sample/fjordvik.json", import.meta.url), "utf8"));

/** Stands between a page and its room: the page hears the real view with `change` made to it. */
export class ToldRoom {
  static async on(page) {
    const room = new ToldRoom();
    Object.assign(room, { lines: new Set(), seq: 1_000, change: (view) => view });
    await page.routeWebSocket(/\/live\//, (line) => {
      room.lines.add(line);
      line.onClose(() => room.lines.delete(line));
      const server = line.connectToServer();
      server.onMessage((text) => {
        const frame = JSON.parse(text);
        if (frame.type !== "view") return;
        room.view ??= frame.view;
        room.#say();
      });
    });
    // Where no line holds the page asks; nothing is newer than what the line has said.
    await page.route(/\/api\/rooms\/[^/]+(\?|$)/, (route) => route.fulfill({ status: 204 }));
    return room;
  }

  #say() {
    this.seq += 1;
    const view = this.change(structuredClone(this.view));
    const text = JSON.stringify({ type: "view", seq: this.seq, now: Date.now(), view });
    for (const line of this.lines) line.send(text);
  }

  /** Tells the page of a room that is as the real one with this change. */
  async tell(change) {
    await until("the room to be known", async () => this.view);
    this.change = change;
    this.#say();
  }
}

/** Counts, as the server adds them up. */
export function tally(counts, { n_skipped = 0, n_missing = 0 } = {}) {
  const given = counts.flatMap((n, idx) => Array(n).fill(idx + 1));
  const n = given.length;
  const middle = n / 2;
  const median_x2 = n === 0 ? null : n % 2 ? 2 * given[Math.floor(middle)] : given[middle - 1] + given[middle];
  const n_far = given.filter((value) => Math.abs(2 * value - median_x2) >= 4).length;
  const spread = n_far === 0 ? "gathered" : n_far > 1 ? "spread" : null;
  const shown = n >= 4;
  return {
    counts: shown ? counts : [], n_given: n, n_skipped, n_missing,
    median_x2: shown ? median_x2 : null, spread: shown ? spread : null,
  };
}

/** A revealed round. It was revealed long ago unless `starts_at` says otherwise. */
export const revealed = (counts, rest = {}) => ({
  reveal: { starts_at: rest.starts_at ?? 1_000, tally: tally(counts, rest), observers: rest.observers ?? null },
});

const STEPS = [
  ["velkommen", "lobby", "Velkommen og kjøreregler"], ["fakta", "fact-view", "Fakta og fjorårets anbefalinger"],
  ["stille", "silent-scoring", "Juster egne svar"], ["pause", "pause", "Pause"],
  ["del-a", "indicator-round", "Del A: Prosess"], ["snakk", "talk", "Hva tar vi med oss fra i fjor?"],
  ["forslag", "proposals", "Forbedringsforslag"], ["stemme", "dot-vote", "Prikkstemming"],
  ["til-planen", "link-to-plan", "Ansvarlig, frist og plan"], ["slutt", "conclusion", "Hovedkonklusjon og veien videre"],
].map(([id, tool, title]) => ({
  id, day: 1, tool, title: { nb: title, nn: title, en: title }, start: "10:00", minutes: 10, part: null,
  started_at: null, ended_at: null, is_skipped: false,
}));

/** A day that is running, at this step; `more` is laid over the proceedings. */
export function running(view, step, { phase = "whole", indicator = null, ...more } = {}) {
  view.meeting.state = "running";
  view.proceedings = {
    ...view.proceedings,
    steps: STEPS, position: { step, phase, indicator },
    scoring: { is_open: true, n_done: 11, n_scorers: 14, i_am_done: false },
    ...more,
  };
  return view;
}

const review = sample.status_reviews.at(-1);
const before = sample.status_reviews.at(-2);

/** Last year's review, as a room is told of it. */
export const lastReview = {
  year: before.year,
  grades: Object.fromEntries(before.results.filter((one) => one.grade).map((one) => [one.indicator, one.grade])),
  recommendations: before.recommendations.map(({ text, follow_up, what_happened }) => ({ text, follow_up, what_happened })),
};

/** The sample's review, all of it revealed and agreed on. */
export const rounds = Object.fromEntries(review.results.map((one) => {
  const { counts, n_skipped, n_missing } = one.expected_tally;
  const grade = one.grade ? { one: one.grade } : { range: { lowest: one.range[0], highest: one.range[1] } };
  const settled = { grade, agreement: one.agreement, remark: one.remark?.text ?? null, at: 2_000 };
  return [one.indicator, { ...revealed(counts, { n_skipped, n_missing }), settled }];
}));

export const rationale = (indicator) => review.results.find((one) => one.indicator === indicator).rationale;
export const conclusion = review.main_conclusion.join("\n\n");

const figure = (n) => (n < 1_000_000 ? String(n) : `${String(n / 1_000_000).replace(".", ",")} mill.`);

/** The fact sheet in the shape of the room. */
export const factSheet = {
  goals: sample.goals.slice(0, 4).map((goal) => ({
    title: goal.title, target: figure(goal.targets_by_year["2026"]), achieved: figure(goal.achieved),
  })),
  measures: { in_progress: 11, done: 7, stopped: 2, not_started: 3 },
  granted: review.fact_sheet.money.granted, paid: review.fact_sheet.money.paid, attendance_percent: 90,
};

/** The sample's proposals in their groups, with the dots they got. */
export const groups = sample.proposal_groups.map((group) => ({
  id: group.id, title: group.title, proposals: group.proposals,
  status: sample.dot_vote.prioritised.includes(group.id) ? "prioritised" : "proposed", reason: null, task: null,
}));
export const titles = Object.fromEntries(sample.proposals.map((one) => [one.id, one.title]));
export const shared = sample.proposals.map((one) => ({
  id: one.id, author: null, is_mine: false, by_observer: false, on_behalf_of: null, applies_to: one.applies_to, indicator: null,
}));
export const vote = {
  dots: 4, max_per_candidate: 2, candidates: groups.map((group) => group.id), my_ballot: {}, is_advice: false,
  i_am_done: false, n_done: 5, n_voters: 7, missing: null,
  result: {
    totals: sample.dot_vote.expected_totals, advisory: sample.dot_vote.expected_advisory_totals,
    n_voters: 7, line: sample.dot_vote.prioritised_from,
  },
};
