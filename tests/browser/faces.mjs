// Every face of the wall, as changes to a real room.

import {
  conclusion, factSheet, groups, lastReview, rationale, revealed, rounds, running, shared, tally, titles, vote,
} from "./room.mjs";

export const STYRE = "styre-og-ledelse";
export const SPREAD = [0, 2, 3, 7, 2];

/** An indicator in one of its phases, with a timer that stands. */
export const indicator = (phase, round) => (view) => running(view, "del-a", {
  phase, indicator: STYRE, rounds: { [STYRE]: round ?? {} }, timer: { ends_at: null, left_ms: 400_000, total_ms: 600_000 },
});
const graded = { proposed: { grade: { one: 4 }, by: "bjoern-erik-wold" }, n_agreed: 11, n_remarks: 1, n_answerers: 14 };
export const proposals = (more = {}) => ({ is_open: true, n_all: shared.length, my_drafts: [], shared, groups, ...more });
export const withLast = (change) => (view) => ({ ...change(view), last_review: lastReview });
const withTexts = (change, texts) => (view) => ({ ...change(view), texts: { ...view.texts, titles, ...texts } });
const owned = groups.map((group, idx) => ({
  ...group,
  task: idx % 3 === 2 ? null : { applies_to: "action-plan", part_of_plan: null, owner: idx % 3 ? "hanne-falch" : "ragnhild-solvaer", deadline: "2027-03-01" },
}));

/** Name, what the wall is told, and the text that says that it has arrived. */
export const FACES = [
  ["facts", withLast((view) => running(view, "fakta", { fact_sheet: { sheet: factSheet, follow_ups: {} } })), "Dette vet vi"],
  ["facts-first-year", (view) => ({ ...running(view, "fakta"), last_review: null }), "Dette er det første året."],
  ["scoring", (view) => running(view, "stille"), "er ferdige"],
  ["waiting", withLast(indicator("waiting")), "Avdekking"],
  ["talk", withLast(indicator("talk", revealed(SPREAD))), "Hva ser dere som ga 2 og 5?"],
  ["talk-gathered", withLast(indicator("talk", revealed([0, 0, 4, 3, 1]))), "Samlet mellom 3 og 4"],
  ["talk-few", indicator("talk", revealed([0, 1, 1, 1, 0])), "3 har svart"],
  ["talk-25", indicator("talk", revealed([0, 0, 0, 25, 0], { observers: tally([0, 1, 3, 2, 0]) })), "Alle sier 4."],
  ["grade-open", withLast(indicator("grade", revealed(SPREAD))), "Hvilken karakter blir vi enige om?"],
  ["grade", withTexts(withLast(indicator("grade", { ...revealed(SPREAD), ...graded })), { rationale: rationale(STYRE) }), "foreslår"],
  ["grade-long", withTexts(withLast(indicator("grade", { ...revealed(SPREAD), ...graded })), { rationale: `${rationale(STYRE)} `.repeat(6) }), "foreslår"],
  ["grade-set", withTexts(withLast(indicator("grade", rounds[STYRE])), { rationale: rationale(STYRE) }), "som i fjor"],
  ["grade-range", withTexts(withLast(indicator("grade", rounds["varige-virkninger"])), { rationale: rationale(STYRE) }), "Vi ble ikke enige"],
  ["pause", (view) => {
    const told = running(view, "pause");
    told.proceedings.timer = { ends_at: Date.now() + 480_000, left_ms: 480_000, total_ms: 600_000 };
    return told;
  }, "Pause til"],
  ["step", (view) => running(view, "snakk"), "Hva tar vi med oss"],
  ["writing", (view) => running(view, "forslag", { phase: "write", proposals: { n_all: 17, groups: [], shared: [] } }), "Skriv i fred."],
  ["gathering", withTexts((view) => running(view, "forslag", { phase: "gather", proposals: proposals() }), {}), "Hvilke forslag hører sammen?"],
  ["gathering-loose", withTexts((view) => running(view, "forslag", { phase: "gather", proposals: proposals({ groups: [] }) }), {}), "Hvilke forslag hører sammen?"],
  ["voting", (view) => running(view, "stemme", { phase: "vote", proposals: proposals(), vote: { ...vote, result: null } }), "har gitt prikkene sine"],
  ["result", (view) => running(view, "stemme", { phase: "result", proposals: proposals(), vote }), "Dette er viktigst neste år"],
  ["owners", (view) => running(view, "til-planen", { proposals: proposals({ groups: owned }) }), "Hvem gjør hva, og når?"],
  ["conclusion", withTexts((view) => running(view, "slutt"), { conclusion }), "Dette kom vi fram til"],
];
