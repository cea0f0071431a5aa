// The others in the room: people who follow the meeting on a line of their own and do what somebody willing would, so that
// a test has a full room with few pages in it.

import assert from "node:assert/strict";
import { WebSocket } from "ws";

/** RFC 7396. */
function merge(target, patch) {
  if (patch === null || typeof patch !== "object" || Array.isArray(patch)) return patch;
  const merged = target && typeof target === "object" && !Array.isArray(target) ? target : {};
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) delete merged[name];
    else merged[name] = merge(merged[name], change);
  }
  return merged;
}

/** What somebody would do next, from what they see; nothing when there is nothing left. */
function next({ proceedings, form, may }, who, nth) {
  const { scoring, position, rounds, vote, proposals } = proceedings;
  if (scoring.is_open && may.includes("score") && !proceedings.concluded_at) {
    const open = form.indicators.find(({ id }) => !rounds[id].my_score && !rounds[id].reveal);
    if (open) return { type: "score", indicator: open.id, value: 2 + ((nth + open.id.length) % 3) };
    if (!scoring.i_am_done) return { type: "finish-scoring", is_done: true };
  }
  const round = rounds[position?.indicator];
  if (position?.phase === "grade" && round?.proposed && !round.settled && !round.my_answer && may.includes("agree-on-grade")) {
    return { type: "answer-grade", indicator: position.indicator, grade: round.proposed.grade, answer: { answer: "agreed" } };
  }
  if (position?.phase === "write" && proposals.my_drafts.length === 0 && may.includes("write-assessment")) {
    const draft = { title: `Et utkast av ${who}`, text: "", applies_to: "other", indicator: null, on_behalf_of: null };
    return { type: "draft-proposal", id: `${who}-ny`, draft };
  }
  if (position?.phase === "vote" && vote && !vote.result && may.includes("give-dots")) {
    const left = vote.dots - Object.values(vote.my_ballot).reduce((sum, n) => sum + n, 0);
    const group = vote.candidates.find((id) => !vote.my_ballot[id]);
    if (left > 0 && group) return { type: "give-dots", group, dots: Math.min(left, vote.max_per_candidate) };
    if (!vote.i_am_done) return { type: "finish-voting", is_done: true };
  }
  return null;
}

export class Others {
  /** These people come in, and are at work until `leave`. */
  static async come(hall, people) {
    const others = new Others();
    others.hall = hall;
    others.lines = await Promise.all(people.map((who, nth) => others.#dial(who, nth)));
    return others;
  }

  #dial(who, nth) {
    const { token } = this.hall.person(who);
    const line = new WebSocket(`ws://127.0.0.1:${this.hall.serverPort}/live/${this.hall.meeting.id}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const state = { who, nth, line, token, view: null, n_asked: 0, last: null, last_seq: 0, seq: 0, heard: [] };
    return new Promise((resolve, reject) => {
      line.on("error", reject);
      line.on("message", (data) => {
        const frame = JSON.parse(data);
        state.heard.push(String(data));
        state.view = frame.type === "view" ? frame.view : merge(state.view, frame.changes);
        state.seq = frame.seq;
        resolve(state);
        this.#act(state).catch((error) => (this.failure ??= error));
      });
    });
  }

  /** One thing at a time: the view that shows it says what comes next. */
  async #act(state) {
    const command = next(state.view, state.who, state.nth);
    const text = JSON.stringify(command);
    if (!command || state.isAsking || (text === state.last && state.seq < state.last_seq)) return;
    state.isAsking = true;
    state.n_asked += 1;
    const response = await fetch(`http://127.0.0.1:${this.hall.serverPort}/api/rooms/${this.hall.meeting.id}/commands`, {
      method: "POST",
      headers: { authorization: `Bearer ${state.token}`, "content-type": "application/json" },
      body: JSON.stringify({ request_id: `${state.who}-${state.n_asked}`, command }),
    });
    assert.ok(response.ok, `${state.who}: ${text}: ${response.status} ${await response.clone().text()}`);
    Object.assign(state, { last: text, last_seq: (await response.json()).seq, isAsking: false });
    if (state.seq >= state.last_seq) await this.#act(state); // it has been shown meanwhile
  }

  /** Everything anybody of them was sent. */
  heard() {
    return this.lines.flatMap(({ heard }) => heard).join("\n");
  }

  leave() {
    for (const { line } of this.lines) line.close();
    assert.ifError(this.failure);
  }
}
