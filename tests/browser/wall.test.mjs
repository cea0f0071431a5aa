// The wall and the results in every state: nothing under 32 px, nothing that scrolls, nothing that axe finds; and the reveal.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, test } from "node:test";

import { FACES, SPREAD, STYRE, indicator, proposals, withLast } from "./faces.mjs";
import { ToldRoom, groups, lastReview, revealed, rounds, running, vote } from "./room.mjs";
import { Hall, inspect, launch, prepareShots, signIn, until } from "./support.mjs";

const FACILITATOR = "bjoern-erik-wold";
const WALL = { width: 1920, height: 1080 };
/** Other screens a meeting room may have. */
const SCREENS = [{ width: 1280, height: 720 }, { width: 1024, height: 768 }, { width: 2560, height: 1080 }];

let hall, browser;
before(async () => {
  await prepareShots();
  hall = await Hall.open();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await hall?.close();
});

async function open(path, options) {
  const page = await signIn(browser, hall, "hanne-falch", options);
  const room = await ToldRoom.on(page);
  await page.goto(`${hall.url}/m/${hall.meeting.code}/${path}`);
  return { page, room };
}

const rest = (page) => until("rest", () => page.evaluate(() =>
  document.getAnimations().every((animation) => animation.playState !== "running")));

/** What is wrong with the wall as it stands: small letters, and what is outside the screen or cut off. */
function faults(page) {
  return page.evaluate(() => {
    const found = [];
    const wall = document.querySelector(".wall");
    const scale = Math.min(innerWidth / 1920, innerHeight / 1080);
    const walker = document.createTreeWalker(wall, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.data.trim();
      const element = node.parentElement;
      // An avatar's initials stand beside the name.
      if (!text || element.closest(".ds-sr-only, .av")) continue;
      const range = document.createRange();
      range.selectNode(node);
      const box = range.getBoundingClientRect();
      const svg = element.closest("svg");
      const size = parseFloat(getComputedStyle(element).fontSize) * (svg ? svg.getScreenCTM().a : 1);
      if (size < 32 * scale - 0.01) found.push(`${size} px: ${text}`);
      if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1) {
        found.push(`outside: ${text}`);
      }
    }
    const body = document.querySelector(".wl-body");
    const foot = document.querySelector(".wall-foot").getBoundingClientRect();
    for (const child of body?.children ?? []) {
      const box = child.getBoundingClientRect();
      if (box.bottom > foot.top + 1) found.push(`over the foot: ${child.className.baseVal ?? child.className}`);
      const head = document.querySelector(".wall > header").getBoundingClientRect();
      if (box.top < head.bottom - 1) found.push(`over the title: ${child.className.baseVal ?? child.className}`);
    }
    if (document.scrollingElement.scrollHeight > innerHeight) found.push("the page scrolls");
    return found;
  });
}

async function check(page, name, { isInspected = true } = {}) {
  for (const size of [...SCREENS, WALL]) {
    await page.setViewportSize(size);
    await rest(page);
    assert.deepEqual(await faults(page), [], `${name} at ${size.width} × ${size.height}`);
  }
  await page.screenshot({ path: new URL(`shots/wall-${name}.png`, import.meta.url).pathname });
  if (isInspected) await inspect(page, `wall-${name}`);
  await page.setViewportSize(WALL);
}

test("every face of the wall is readable from the back row", async () => {
  const { page, room } = await open("skjerm", { viewport: WALL });
  await page.getByRole("heading", { level: 1 }).waitFor();
  for (const [name, change, sign] of FACES) {
    await room.tell(change);
    await page.getByText(sign).first().waitFor();
    await check(page, name);
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("long titles, many candidates and a scale of one's own still fit", async () => {
  const { page, room } = await open("skjerm", { viewport: WALL });
  const long = "Hvor godt er programmet forankret hos dem som eier det, hos dem som lever med det, og hos dem som skal ta det videre når vi er ferdige?";
  const asked = (view) => {
    const told = { ...withLast(indicator("talk", revealed([1, 2, 3, 7, 2, 1])))(view) };
    told.form = structuredClone(told.form);
    told.form.indicators.find((one) => one.id === STYRE).question = { nb: long, nn: long, en: long };
    const label = { nb: "Tilfredsstillende", nn: "Tilfredsstillande", en: "Satisfactory" };
    told.form.scale.steps.push({ value: 6, label, meaning: label });
    return told;
  };
  await room.tell(asked);
  await page.getByText(long).waitFor();
  await check(page, "long-question", { isInspected: false });
  const many = Array.from({ length: 24 }, (_, idx) => ({
    ...groups[idx % groups.length], id: `gruppe-${idx}`, title: `Et forslag med en ganske lang tittel som noen har skrevet fort, nummer ${idx}`,
  }));
  const result = {
    totals: Object.fromEntries(many.map((group, idx) => [group.id, 24 - idx])), advisory: {}, n_voters: 25, line: 12,
  };
  await room.tell((view) => running(view, "stemme", {
    phase: "result", proposals: proposals({ groups: many }), vote: { ...vote, candidates: many.map((group) => group.id), result },
  }));
  await page.getByText("nummer 0").waitFor();
  await check(page, "result-many", { isInspected: false });
  await room.tell((view) => running(view, "forslag", { phase: "gather", proposals: proposals({ groups: many }) }));
  await page.getByText("Hvilke forslag hører sammen?").waitFor();
  await check(page, "gathering-many", { isInspected: false });
  await room.tell((view) => running(view, "til-planen", { proposals: proposals({ groups: many.map((group) => ({ ...group, status: "prioritised" })) }) }));
  await page.getByText("Hvem gjør hva, og når?").waitFor();
  await check(page, "owners-many", { isInspected: false });
  await page.context().close();
});

test("the dots fall when the server says, and somebody who comes later sees the end", async () => {
  const { page, room } = await open("skjerm", { viewport: WALL });
  await room.tell(indicator("waiting"));
  await page.getByText("Avdekking").waitFor();
  assert.equal(await page.locator(".ch-dot").count(), 0);
  const starts_at = Date.now() + 700;
  await room.tell(indicator("talk", revealed(SPREAD, { starts_at })));
  await page.locator(".ch-dot").first().waitFor({ state: "attached" });
  const played = await page.evaluate(() => {
    const wait = parseFloat(document.querySelector(".plays").style.getPropertyValue("--wait"));
    const moves = (selector) => document.querySelector(selector).getAnimations().map((one) => one.animationName);
    const delays = [...document.querySelectorAll(".ch-dot")].map((dot) => dot.getAnimations()[0].effect.getTiming().delay - wait);
    const at = (selector) => document.querySelector(selector).getAnimations()[0].effect.getTiming().delay - wait;
    return { wait, delays, dot: moves(".ch-dot"), counts: at(".ch-counts"), ticks: at(".ch-ticks"), said: at(".ch-late") };
  });
  assert.ok(played.wait > 0 && played.wait <= 700, `${played.wait} ms`);
  assert.deepEqual(played.dot, ["ch-fall"]);
  const turns = played.delays.map(Math.round).toSorted((a, b) => a - b);
  assert.deepEqual(turns, Array.from({ length: 14 }, (_, turn) => turn * 60));
  assert.notDeepEqual(played.delays.map(Math.round), turns, "in shuffled order");
  assert.equal(Math.round(played.ticks - played.counts), 600);
  assert.ok(played.said > played.ticks);
  await rest(page);
  assert.ok(await page.getByText("Halvparten sier 4.").isVisible());
  await page.reload();
  await page.locator(".ch-dot").first().waitFor();
  assert.equal(await page.locator(".plays").count(), 0, "the end at once");
  assert.equal(await page.locator(".ch-dot").count(), 14);
  await page.context().close();
});

test("with less motion everything comes in one fade", async () => {
  for (const less of ["device", "person"]) {
    const reducedMotion = less === "device" ? "reduce" : "no-preference";
    const { page, room } = await open("skjerm", { viewport: WALL, reducedMotion });
    if (less === "person") {
      await page.evaluate(() => localStorage.setItem("samling.motion", "less"));
      await page.reload();
    }
    await room.tell(indicator("waiting"));
    await page.getByText("Avdekking").waitFor();
    await room.tell(indicator("talk", revealed(SPREAD, { starts_at: Date.now() + 700 })));
    await page.locator(".ch-dot").first().waitFor({ state: "attached" });
    const moves = await page.evaluate(() => {
      const parts = [...document.querySelectorAll(".ch-dot, .ch-counts, .ch-ticks, .wl-sum")];
      // Less motion makes a transition so short that it is none; whether one is met depends on the moment.
      const all = parts.flatMap((part) => part.getAnimations()).filter((one) => one instanceof CSSAnimation);
      const timing = (one) => `${one.animationName} ${one.effect.getTiming().duration} ${Math.round(one.effect.getTiming().delay)}`;
      return [...new Set(all.map(timing))];
    });
    assert.equal(moves.length, 1, `${less}: ${moves}`);
    assert.match(moves[0], /^ch-fade 240 /);
    await page.context().close();
  }
});

test("what happens in the meeting comes to the wall, and its numbers are those of the room", async () => {
  const ask = async (method, path, body) => {
    const headers = { authorization: `Bearer ${hall.person(FACILITATOR).token}`, "content-type": "application/json" };
    const response = await fetch(new URL(path, hall.url), { method, headers, body: body && JSON.stringify(body) });
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${await response.clone().text()}`);
    return response.json();
  };
  const room = `/api/rooms/${hall.meeting.code}`;
  const lead = (command) => ask("POST", `${room}/commands`, { request_id: randomUUID(), command });
  const seen = async () => (await ask("GET", room)).view;
  const page = await signIn(browser, hall, "hanne-falch", { viewport: WALL });
  await page.goto(`${hall.url}/m/${hall.meeting.code}/skjerm`);
  await page.getByText("Velkommen til").waitFor();
  const state = (state) => ask("POST", `/api/meetings/${hall.meeting.id}/state`, { state });
  if ((await seen()).meeting.state === "open") await state("running");
  await lead({ type: "begin-day" });
  const { form, proceedings } = await seen();
  const step = proceedings.steps.find((one) => one.tool === "indicator-round");
  const { id } = form.indicators.find((one) => !step.part || one.part === step.part);
  await lead({ type: "move", from: (await seen()).proceedings.position, to: { step: step.id, indicator: id, phase: "waiting" } });
  await page.getByText("Avdekking").waitFor();
  assert.equal(await page.locator(".ch-dot").count(), 0);
  await lead({ type: "reveal", indicator: id });
  const revealed = await until("the reveal", async () => (await seen()).proceedings.rounds[id].reveal);
  await page.locator(".wl-sum, .ch-few").first().waitFor();
  await rest(page);
  const drawn = revealed.tally.counts.reduce((sum, n) => sum + n, 0);
  assert.equal(await page.locator(".ch-dot").count(), drawn);
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test("the last picture stays when the network is gone, and says so in the foot", async () => {
  const page = await signIn(browser, hall, "hanne-falch", { viewport: WALL });
  await page.goto(`${hall.url}/m/${hall.meeting.code}/skjerm`);
  await page.locator(".wall h1").waitFor();
  const picture = await page.locator(".wall h1").innerText();
  hall.cut();
  await page.getByRole("img", { name: "Skjermen er frakoblet og viser siste bilde" }).waitFor();
  assert.equal(await page.locator(".wall h1").innerText(), picture);
  hall.mend();
  await page.getByRole("img", { name: "Skjermen er frakoblet og viser siste bilde" }).waitFor({ state: "hidden" });
  await page.context().close();
});

test("the results: nothing before the reveal, then strips, by spread and as a table", async () => {
  const { page, room } = await open("resultat");
  await room.tell((view) => running(view, "stille", { rounds: {} }));
  await page.getByRole("heading", { name: "Ingen svar er avdekket ennå" }).waitFor();
  await inspect(page, "results-empty");
  const told = (view) => ({ ...running(view, "slutt", { rounds, concluded_at: 3_000 }), last_review: lastReview });
  await room.tell(told);
  await page.getByRole("heading", { name: "Slik står det til i 2026" }).waitFor();
  await inspect(page, "results");
  await page.setViewportSize({ width: 1366, height: 900 });
  await page.screenshot({ path: new URL("shots/results.png", import.meta.url).pathname, fullPage: true });
  assert.ok(await page.getByText("veier mest i år 3").isVisible());
  const names = () => page.locator(".rs-row h3").allInnerTexts();
  assert.match((await names())[0], /Forankring/);
  await page.getByRole("button", { name: "Mest spredt først" }).click();
  assert.match((await names())[0], /Varige virkninger|Arbeidsplasser/);
  await page.getByRole("button", { name: "Vis som tabell" }).click();
  const line = page.getByRole("row", { name: /Arbeidsplasser/ });
  assert.deepEqual((await line.getByRole("cell").allInnerTexts()).slice(0, 5), ["0", "3", "3", "0", "2"]);
  await inspect(page, "results-table");
  await page.getByRole("button", { name: "Vis som figur" }).click();
  await room.tell((view) => ({ ...told(view), last_review: null }));
  await page.getByText("Dette er det første året.").waitFor();
  await inspect(page, "results-first-year");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
