// The facilitator's console: a day begun and a round led to its common grade by keyboard alone, what is taken back, and
// what happens when the network goes.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";

import { Hall, inspect, launch, prepareShots, signIn, until } from "./support.mjs";

const FACILITATOR = "bjoern-erik-wold";
/** Who is here: two have not finished scoring, the others have. */
const MEMBERS = ["solveig-nordgaard", "odd-arne-brekke", "mathias-tveito", "kjersti-lie", "ingunn-hestnes", "hanne-falch"];
const OBSERVER = "lena-thorsrud";

let hall, browser, host;
before(async () => {
  await prepareShots();
  hall = await Hall.open();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await hall?.close();
});

/** Asks the API as somebody with a token of their own. */
async function ask(personId, method, address, body) {
  const { token } = hall.person(personId);
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(new URL(address, hall.url), { method, headers, body: body && JSON.stringify(body) });
  assert.ok(response.ok, `${method} ${address}: ${response.status} ${await response.clone().text()}`);
  return response.status === 204 ? null : response.json();
}

const command = (personId, command) =>
  ask(personId, "POST", `/api/rooms/${hall.meeting.code}/commands`, { request_id: randomUUID(), command });
const seen = async (personId) => (await ask(personId, "GET", `/api/rooms/${hall.meeting.code}`)).view;
const button = (name) => host.getByRole("button", { name });
const title = () => host.locator(".con-title").innerText();
/** The big button, or the question it asks. */
const primary = () => host.locator(".con-prim, .con-ask").first();
const says = (text) => primary().filter({ hasText: text }).waitFor();

/** As a clicker does: nothing has the focus. */
async function click(key, expected) {
  await host.evaluate(() => document.activeElement?.blur());
  await host.keyboard.press(key);
  await says(expected);
}

test("the reception becomes the console when the day begins", async () => {
  host = await signIn(browser, hall, FACILITATOR);
  await host.goto(`${hall.url}/m/${hall.meeting.code}/styr`);
  await host.getByRole("heading", { name: "Før dere begynner" }).waitFor();
  for (const member of MEMBERS) await seen(member);
  await host.getByText("Vurderingen er åpen.").waitFor();
  await inspect(host, "console-before");
  await button("Begynn dagen").focus();
  await host.keyboard.press("Enter");
  await host.locator(".con-title").waitFor();
  await says("Videre til Fakta");
  await inspect(host, "console-begun");
});

test("a round by keyboard: reveal, talk, grade, settled", async () => {
  await click("PageDown", "Videre til Juster egne svar");
  await click("PageDown", "Videre til Pause");
  await click("PageDown", /ikke ferdig|Videre til Del A/);
  if (/ikke ferdig/.test(await primary().innerText())) await click("PageDown", "Videre til Del A");
  await click(" ", "Avdekk svarene");
  await inspect(host, "console-waiting");
  const first = await title();
  const { form } = await seen(FACILITATOR);
  const { id } = form.indicators[0];
  await click("PageDown", "Avdekke likevel?");
  await host.keyboard.press("PageDown");
  await says("Sett felles karakter");
  assert.ok((await seen(OBSERVER)).proceedings.rounds[id].reveal, "the scores are shown to all");
  await inspect(host, "console-talk");
  await click("PageDown", "Uten karakter til");
  const four = host.locator(".con-pick", { hasText: "4" });
  await four.focus();
  await host.keyboard.press("Space");
  await says("Før karakteren 4");
  for (const member of ["mathias-tveito", "kjersti-lie"]) {
    await command(member, { type: "answer-grade", indicator: id, grade: { one: 4 }, answer: { answer: "agreed" } });
  }
  await host.getByText("2 enige").waitFor();
  await inspect(host, "console-grade");
  await click("PageDown", "Føre karakteren likevel?");
  await host.keyboard.press("PageDown");
  await says("Neste:");
  const { settled } = (await seen(OBSERVER)).proceedings.rounds[id];
  assert.deepEqual(settled.grade, { one: 4 });
  await host.locator(".con-subs .con-g").filter({ hasText: "4" }).waitFor();
  await click("PageDown", "Avdekk svarene");
  assert.notEqual(await title(), first);
  await click("PageUp", "Neste:");
  assert.equal(await title(), first, "back is free, and what was settled is kept");
  await click("PageDown", "Avdekk svarene");
});

test("what is done to everybody can be taken back for ten seconds", async () => {
  await button("Se opp").click();
  await until("everyone to look up", async () => (await seen(OBSERVER)).proceedings.looks_up);
  await button("Angre").click();
  await until("everyone to look down", async () => !(await seen(OBSERVER)).proceedings.looks_up);
  const order = async () => (await seen(FACILITATOR)).proceedings.steps.map((step) => step.id);
  const before = await order();
  await button("Endre «Lunsj»").focus();
  await host.keyboard.press("Enter");
  await inspect(host, "console-step-menu");
  await button("Flytt ned").focus();
  await host.keyboard.press("Enter");
  await until("the step to move", order, (steps) => steps.join() !== before.join());
  await button("Angre").click();
  await until("the step to be back", order, (steps) => steps.join() === before.join());
});

test("a hand, a score on somebody's behalf, something parked and a note of one's own", async () => {
  await command(OBSERVER, { type: "raise-hand" });
  await button("Lena har snakket. Ta ned hånden.").click();
  await until("the hand to be down", async () => (await seen(OBSERVER)).proceedings.n_hands === 0);
  await button("Registrer svar for noen").click();
  const sheet = host.getByRole("dialog", { name: "Registrer svar for noen" });
  await sheet.getByLabel("For hvem?").selectOption({ label: hall.person("solveig-nordgaard").name });
  await inspect(host, "console-behalf");
  await sheet.locator(".con-pick", { hasText: "2" }).click();
  const at = (await seen(FACILITATOR)).proceedings.position.indicator;
  await until("the score to be there", async () => (await seen("solveig-nordgaard")).proceedings.rounds[at].my_score,
    (score) => score?.value === 2 && score.was_typed);
  await host.keyboard.press("Escape");
  await button("Parker en sak").click();
  await host.keyboard.type("Hvem følger opp ungdomsrådet?");
  await host.keyboard.press("Enter");
  await until("it to be parked", async () => (await seen(OBSERVER)).proceedings.parked.length === 1);
  // Space in a field is a space, and never the big button.
  await host.getByLabel("Ditt notat:").pressSequentially("Spør Per om kommunen ");
  await until("the note to be kept", async () => Object.values((await seen(FACILITATOR)).proceedings.step_notes),
    (notes) => notes.some((note) => note.startsWith("Spør Per om kommunen")));
  assert.deepEqual((await seen(OBSERVER)).proceedings.step_notes, {}, "nobody else sees it");
});

test("without the network nothing is done, and it says who else can", async () => {
  hall.cut();
  await host.locator(".con-help.off").waitFor();
  await host.evaluate(() => document.activeElement?.blur());
  await host.keyboard.press("PageDown");
  await host.locator(".toast").getByText("Uten nett kan du ikke styre").waitFor();
  hall.mend();
  await host.locator(".con-help.off").waitFor({ state: "detached" });
  await says("Avdekk svarene");
});
