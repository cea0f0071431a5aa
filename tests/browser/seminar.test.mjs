// The two days of a board seminar on a phone, a laptop, the console and the wall: led by the console's one button from the
// opening to the year ahead, decided by name, and its minutes approved. What is drawn fits, and axe finds nothing.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Hall, ask, audit, launch, prepareShots, signIn, until } from "./support.mjs";

const SEMINAR = "styreseminar-2026";
const LEADER = "bjoern-erik-wold";
const MANAGER = "hanne-falch";
const CHAIR = "ragnhild-solvaer";
const MEMBER = "ingunn-hestnes";
const SIGNER = "torgeir-myklevik";
/** Steps whose faces have something of their own to look at. */
const LOOKED_AT = [
  "aapning whole", "omverden-og-swot write", "omverden-og-swot gather", "smarte-maal whole", "styreloefter whole",
  "prioritere-tiltak vote", "prioritere-tiltak result", "budsjett whole", "aarshjul whole",
];

let hall, browser, member, host, n_asked = 0;
before(async () => {
  await prepareShots();
  hall = await Hall.open();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await hall?.close();
});

const address = (page) => `${hall.url}/m/${hall.guide.meetings.find(({ id }) => id === SEMINAR).code}/${page}`;

function does(who, type, fields = {}) {
  n_asked += 1;
  const body = { request_id: `seminar-${n_asked}`, command: { type, ...fields } };
  return ask(hall, who, "POST", `/api/rooms/${SEMINAR}/commands`, body);
}
const seminar = (who, it) => does(who, "seminar", { ask: it });
const formal = (it) => does(MANAGER, "formal", { ask: it });
const seen = async (who = LEADER) => (await ask(hall, who, "GET", `/api/rooms/${SEMINAR}`)).view;
const at = async () => (await seen()).proceedings.position;

/** A page at the width of a phone and of a laptop. */
async function look(page, name) {
  for (const [width, height] of [[390, 844], [1366, 768]]) {
    await page.setViewportSize({ width, height });
    await page.locator("h1").first().waitFor();
    await audit(page, `seminar-${name}-${width}`);
  }
}

/** The wall as everybody sees it. */
async function lookAtWall(name) {
  const wall = await signIn(browser, hall, LEADER, { viewport: { width: 1920, height: 1080 } });
  await wall.goto(address("skjerm"));
  await wall.locator(".wl-body").waitFor();
  await audit(wall, `seminar-wall-${name}`);
  await wall.context().close();
}

/** What people do where the group is. */
async function work(step, phase) {
  if (step === "omverden-og-swot" && phase === "write") {
    await seminar(CHAIR, { type: "write-note", id: "l-1", field: "strengths", text: "Fagfolk som kan industri" });
    await seminar(SIGNER, { type: "write-note", id: "l-2", field: "threats", text: "Høyere rente" });
    await member.getByRole("textbox").first().fill("Samlet kommunestyre");
    await member.getByRole("button", { name: "Legg til lapp" }).click();
    await member.getByText("Samlet kommunestyre").first().waitFor();
  }
  if (step === "omverden-og-swot" && phase === "gather") {
    // Whoever was writing is not pulled away from it.
    await member.reload();
    for (const text of ["Fagfolk som kan industri", "Høyere rente"]) await member.getByText(text).waitFor();
    const widths = await member.locator(".sm-field").evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().width)));
    assert.equal(new Set(widths).size, 1, `the four fields are as wide as each other: ${widths}`);
    await lookAtWall("board");
  }
  if (step === "prioritere-tiltak" && phase === "vote") {
    const { measures } = (await seen()).groundwork.action_plan;
    const candidates = measures.slice(0, 6).map(({ id, title }) => ({ id, title }));
    await seminar(LEADER, { type: "open-vote", dots: 3, measures: candidates });
    await member.getByRole("button", { name: /^Gi én prikk til/ }).first().click();
  }
}

test("the console leads through both days, and every face fits", async () => {
  for (const state of ["open", "running"]) await ask(hall, MANAGER, "POST", `/api/meetings/${SEMINAR}/state`, { state });
  [member, host] = [await signIn(browser, hall, MEMBER), await signIn(browser, hall, LEADER)];
  await does(LEADER, "begin-day");
  await member.goto(address("seminar"));
  await host.goto(address("styr"));
  const planned = (await seen()).proceedings.steps.map(({ id }) => id);
  const [visited, faces] = [[], []];
  for (;;) {
    const here = await at();
    const face = `${here.step} ${here.phase}`;
    if (visited.at(-1) !== here.step) visited.push(here.step);
    await work(here.step, here.phase);
    faces.push(face);
    if (LOOKED_AT.includes(face)) {
      await look(member, face.replace(" ", "-"));
      await host.setViewportSize({ width: 1366, height: 900 });
      await audit(host, `seminar-console-${face.replace(" ", "-")}`);
    }
    if (face === "prioritere-tiltak vote") await member.getByRole("button", { name: "Jeg er ferdig" }).click();
    if (here.step === planned.at(-1)) break;
    if (here.step === "formelt-styremoete") await decide();
    await goOn(face);
  }
  assert.deepEqual(visited, planned, "every step of both days");
  assert.deepEqual(LOOKED_AT.filter((face) => !faces.includes(face)), [], "every face to look at");
  assert.deepEqual([...member.complaints, ...host.complaints], []);
});

/** Presses the big button until the group is elsewhere: in some steps it first does what is done there, or asks. */
async function goOn(face) {
  const big = host.locator(".con-prim");
  const hasLeft = async () => {
    const now = await at();
    return `${now.step} ${now.phase}` !== face;
  };
  for (;;) {
    const label = await big.innerText();
    await big.click();
    const outcome = await until(`what «${label}» does`, async () => {
      if (await hasLeft()) return "leaves";
      if (await host.locator(".con-ask").isVisible()) return "asks";
      return await big.innerText() === label ? null : "does";
    });
    if (outcome === "asks") {
      await host.locator(".con-ask button").first().click();
      await until("yes", hasLeft);
    }
    if (outcome !== "does") return;
  }
}

/** The formal part: one votes on a phone, the rest by name; the minutes are approved by those who sign. */
async function decide() {
  const now = Date.now();
  for (const { person, is_coming } of (await seen(MANAGER)).people) {
    const times = [{ person: person.id, arrived_at: now }];
    if (is_coming) await ask(hall, MANAGER, "PUT", `/api/meetings/${SEMINAR}/attendance/${person.id}`, { times });
  }
  await formal({ type: "begin", chair: CHAIR, form: "in-person" });
  await formal({ type: "elect-signers", people: [SIGNER] });
  const items = (await seen(MANAGER)).proceedings.formal.order;
  const [manager, chair] = [await signIn(browser, hall, MANAGER), await signIn(browser, hall, CHAIR)];
  await Promise.all([manager, member].map((page) => page.goto(address("formelt"))));
  for (const item of items) {
    await formal({ type: "open-item", item });
    await formal({ type: "open-vote", item, question: { type: "proposal" } });
    if (item === items[0]) {
      await member.setViewportSize({ width: 390, height: 844 });
      await member.getByRole("button", { name: "For", exact: true }).click();
      await until("the vote", async () => Object.keys((await seen(MANAGER)).proceedings.formal.items[item].item.vote.cast), (all) => all.includes(MEMBER));
      await Promise.all([look(manager, "formal-manager"), look(member, "formal-member")]);
      await lookAtWall("formal");
    }
    await formal({ type: "rest-votes-for", item, question: { type: "proposal" } });
    await formal({ type: "resolve", item, text: "Innstillingen ble vedtatt." });
    await formal({ type: "finish-item", item });
  }
  await formal({ type: "end" });
  await formal({ type: "send-minutes", due: "2027-12-02" });
  await chair.goto(address("protokoll"));
  await look(chair, "minutes");
  await chair.getByRole("button", { name: "Godkjenn protokollen" }).click();
  await does(SIGNER, "formal", { ask: { type: "approve" } });
  await until("approved minutes", async () => (await seen(MANAGER)).proceedings.formal.minutes.frozen, Boolean);
  assert.deepEqual([...manager.complaints, ...chair.complaints], []);
  await Promise.all([manager, chair].map((page) => page.context().close()));
  await member.goto(address("seminar"));
}

test("how the board sees its own work, and its plans' pages for whom only reads", async () => {
  for (const page of ["styrets-arbeid", "evaluering"]) {
    await member.goto(address(page));
    await look(member, page);
  }
});
