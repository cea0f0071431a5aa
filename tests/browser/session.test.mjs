// A participant's own page of the day: scoring and voting by keyboard alone, forty seconds without network in the middle
// of scoring, and an answer that comes too late. The facilitator is there through the API.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import {
  Hall, ask, command, field, inspect, launch, moveTo, prepareShots, proceedings, saveState, signIn, until,
} from "./support.mjs";

const LEADER = "bjoern-erik-wold";
const FIRST = "forankring-og-eierskap";
const SECOND = "planer-og-styring";
const LAST_OF_ALL = "varige-virkninger";

let hall, browser;
before(async () => {
  await prepareShots();
  hall = await Hall.open();
  browser = await launch();
  await ask(hall, LEADER, "POST", `/api/meetings/${hall.meeting.id}/state`, { state: "running" });
});
after(async () => {
  await browser?.close();
  await hall?.close();
});

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };
const heading = (page, name) => page.getByRole("heading", { level: 1, name });
const button = (page, name) => page.getByRole("button", { name });

async function openDay(personId, options = PHONE) {
  const page = await signIn(browser, hall, personId, options);
  await page.goto(`${hall.url}/m/${hall.meeting.code}/deltaker`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
}

const ownScore = async (personId, indicator) => (await proceedings(hall, personId)).rounds[indicator].my_score;

/** Presses Tab until `isThere` is true of what has the focus. */
async function tabTo(page, what, isThere) {
  for (let n = 0; n < 80; n += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(isThere)) return;
  }
  assert.fail(`Tab does not reach ${what}`);
}

test("pre-scoring from home by keyboard alone", async () => {
  const page = await openDay("solveig-nordgaard", { viewport: { width: 1366, height: 900 } });
  await heading(page, "Hvor godt er programmet forankret").waitFor();
  await inspect(page, "session-score");
  await page.setViewportSize({ width: 1366, height: 900 });
  await tabTo(page, "the scale", () => document.activeElement?.type === "radio");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await until("a score on the server", () => ownScore("solveig-nordgaard", FIRST), (mine) => mine?.value >= 2);
  await heading(page, "Hvor godt er programmet forankret").waitFor(); // choosing does not jump
  for (let n = 1; n < 8; n += 1) {
    await tabTo(page, "Neste", () => document.activeElement?.textContent.includes("Neste"));
    await page.keyboard.press("Enter");
    await page.getByText(`Indikator ${n + 1} av 8`).waitFor();
    await until("focus on the heading", () => page.evaluate(() => document.activeElement?.tagName), (tag) => tag === "H1");
    await tabTo(page, "the scale", () => document.activeElement?.type === "radio");
    await page.keyboard.press("Space");
  }
  await until("the last score", () => ownScore("solveig-nordgaard", LAST_OF_ALL));
  await tabTo(page, "Se svarene", () => document.activeElement?.textContent.includes("Se svarene"));
  await page.keyboard.press("Enter");
  await heading(page, "Takk!").waitFor(); // done by itself when all is answered
  await inspect(page, "session-thanks");
  await page.setViewportSize({ width: 1366, height: 900 });
  await tabTo(page, "changing", () => document.activeElement?.textContent.includes("Jeg vil endre et svar"));
  await page.keyboard.press("Enter");
  await heading(page, "Dine 8 svar").waitFor();
  await inspect(page, "session-answers");
  await page.setViewportSize({ width: 1366, height: 900 });
  await tabTo(page, "Jeg er ferdig", () => document.activeElement?.textContent.includes("Jeg er ferdig"));
  await page.keyboard.press("Enter");
  await heading(page, "Takk!").waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("the day begins, and the page goes along; who writes stays", async () => {
  const page = await openDay("kjersti-lie");
  await command(hall, LEADER, "begin-day");
  await heading(page, "Velkommen, Kjersti").waitFor();
  await inspect(page, "session-welcome");
  await moveTo(hall, LEADER, "fakta");
  await heading(page, "Fakta og fjorårets anbefalinger").waitFor();
  await inspect(page, "session-facts");
  await page.setViewportSize({ width: 390, height: 844 });
  await button(page, /PSV 2026/).click();
  await inspect(page, "session-menu");
  await page.setViewportSize({ width: 390, height: 844 });
  await button(page, "Parker en sak").click();
  await field(page, "Hva vil du parkere?").fill("Skyss til møtene");
  await moveTo(hall, LEADER, "stille-vurdering");
  await page.getByText("Møtet har gått videre til Juster egne svar.").first().waitFor();
  assert.equal(await field(page, "Hva vil du parkere?").inputValue(), "Skyss til møtene");
  await button(page, "Parker").last().click();
  await until("it to be parked", async () => (await proceedings(hall, LEADER)).parked.length, (n) => n === 1);
  await page.keyboard.press("Escape");
  await button(page, "Gå dit").click();
  await page.getByText(/Takk!|Dine 8 svar|Indikator/).first().waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("a while without network in the middle of scoring: nothing lost, and the counts are right", async () => {
  const who = "odd-arne-brekke";
  const page = await openDay(who);
  await page.getByText(/Indikator \d av 8/).waitFor();
  const number = Number((await page.getByText(/Indikator \d av 8/).textContent()).match(/\d/)[0]);
  hall.cut();
  await page.locator(".ses-opt").nth(3).click();
  await until("the truth about saving", () => saveState(page), (text) => text === "På denne enheten");
  await page.locator(".ses-opt").nth(2).click();
  await button(page, "Legg til en tanke").click();
  await field(page, "En tanke").fill("Dette skrev jeg uten nett.");
  await button(page, "Neste").click();
  await page.locator(".ses-opt").nth(1).click();
  await page.getByText("Fortsatt uten nett.").waitFor({ timeout: 60_000 });
  await page.getByText("2 svar og 1 tekst venter på å bli sendt.").waitFor();
  await inspect(page, "session-offline");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload().catch(() => {}); // the page itself comes from the device
  hall.mend();
  const form = (await ask(hall, who, "GET", `/api/rooms/${hall.meeting.id}`)).view.form;
  const [here, next] = form.indicators.slice(number - 1).map((indicator) => indicator.id);
  await until("the newer of two scores", () => ownScore(who, here), (mine) => mine?.value === 3);
  await until("the next one", () => ownScore(who, next), (mine) => mine?.value === 2);
  await until("the thought", async () => (await proceedings(hall, who)).rounds[here].my_thought?.text,
    (text) => text === "Dette skrev jeg uten nett.");
  await page.context().close();
});

test("an answer after the reveal is told, and never counted silently", async () => {
  const who = "torgeir-myklevik";
  const page = await openDay(who);
  await moveTo(hall, LEADER, "del-a", "waiting", FIRST);
  await heading(page, /Takk!|Dine 8 svar/).waitFor();
  await button(page, "Jeg vil endre et svar").click();
  await button(page, /Forankring og eierskap/).click();
  await heading(page, "Hvor godt er programmet forankret").waitFor();
  const before = (await ownScore(who, FIRST)).value;
  const other = before === 1 ? 2 : 1;
  hall.cut();
  await page.locator(".ses-opt").nth(other - 1).click();
  await until("the truth about saving", () => saveState(page), (text) => text === "På denne enheten");
  await command(hall, LEADER, "reveal", { indicator: FIRST });
  hall.mend();
  await page.getByRole("dialog", { name: "Svarene ble avdekket mens du var uten nett" }).waitFor();
  await page.getByText(`Din ${other}-er på Forankring og eierskap er ikke telt med.`).waitFor();
  await inspect(page, "session-late");
  await page.setViewportSize({ width: 390, height: 844 });
  await button(page, "Gå videre uten").click();
  assert.equal((await ownScore(who, FIRST)).value, before);
  await page.getByText("Møtet har gått videre til Samtale").or(heading(page, "Hvor godt er programmet forankret")).first().waitFor();
  const go = button(page, "Gå dit");
  if (await go.isVisible()) await go.click();
  await page.getByText(`Du ga ${before}. Det ser bare du.`).waitFor();
  await inspect(page, "session-talk");
  await page.context().close();
});

test("talk, common grade and its reason", async () => {
  const page = await openDay("hanne-falch");
  await page.getByText("Det ser bare du.").waitFor();
  await button(page, "Be om ordet").click();
  await until("the hand", async () => (await proceedings(hall, LEADER)).hands.length, (n) => n === 1);
  await page.getByText("1 venter på ordet").filter({ visible: true }).waitFor();
  await command(hall, LEADER, "start-timer", { seconds: 300 });
  await page.getByRole("timer").waitFor();
  await command(hall, LEADER, "propose-grade", { indicator: FIRST, grade: { one: 4 } });
  await moveTo(hall, LEADER, "del-a", "grade", FIRST);
  await page.getByText(/har foreslått 4/).waitFor();
  await button(page, "Jeg er enig").click();
  await until("the answer", async () => (await proceedings(hall, LEADER)).rounds[FIRST].n_agreed, (n) => n === 1);
  await button(page, "Enig, med merknad").click();
  await field(page, "Merknaden din. Den står med navnet ditt.").fill("Ikke overalt i kommunen.");
  await button(page, "Legg ved merknaden").click();
  await until("the remark", async () => (await proceedings(hall, LEADER)).rounds[FIRST].n_remarks, (n) => n === 1);
  await inspect(page, "session-grade");
  await page.context().close();
});

test("whoever may not is told why", async () => {
  const page = await openDay("lena-thorsrud");
  await page.getByText("har foreslått 4").waitFor();
  await page.getByText("Observatører ser det samme som alle").first().waitFor();
  assert.equal(await button(page, "Jeg er enig").count(), 0);
  await inspect(page, "session-observer");
  await page.context().close();
});

test("proposals written in peace, shared, and voted on by keyboard alone", async () => {
  const page = await openDay("kjersti-lie", { viewport: { width: 1366, height: 900 } });
  await moveTo(hall, LEADER, "forbedringsforslag", "write");
  await heading(page, "Hva bør vi gjøre neste år?").waitFor();
  await field(page, "Nytt forslag").fill("Besøksrunde til bedriftene hver vår");
  await button(page, "Legg til").click();
  await page.getByRole("heading", { name: "Dine forslag" }).waitFor();
  await inspect(page, "session-write");
  assert.ok(!JSON.stringify(await proceedings(hall, LEADER)).includes("Besøksrunde"), "a draft is its author's");
  await command(hall, LEADER, "open-proposals");
  await heading(page, "Hvilke forslag hører sammen?").waitFor();
  await page.getByText("Besøksrunde til bedriftene hver vår").first().waitFor();
  await inspect(page, "session-gather");
  await command(hall, LEADER, "open-vote", { dots: 3 });
  await heading(page, "Hva er viktigst neste år?").waitFor();
  await inspect(page, "session-vote");
  await page.setViewportSize({ width: 1366, height: 900 });
  const isPlus = () => document.activeElement?.getAttribute("aria-label")?.startsWith("Gi én prikk");
  await tabTo(page, "the first candidate", isPlus);
  await page.keyboard.press("Enter");
  await page.keyboard.press("+");
  await page.getByText("1 prikk igjen").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-disabled")), "true");
  await page.keyboard.press("-");
  await page.getByText("2 prikker igjen").waitFor();
  await tabTo(page, "the second candidate", isPlus);
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  await page.getByText("0 prikker igjen").waitFor();
  await tabTo(page, "Jeg er ferdig", () => document.activeElement?.textContent === "Jeg er ferdig");
  await page.keyboard.press("Enter");
  await until("the ballot", async () => (await proceedings(hall, LEADER)).vote.n_done, (n) => n === 1);
  const { my_ballot: ballot } = (await proceedings(hall, "kjersti-lie")).vote;
  assert.deepEqual(Object.values(ballot).filter((n) => n > 0).sort(), [1, 2]);
  await command(hall, LEADER, "close-vote");
  await heading(page, "Dette er viktigst").waitFor();
  await inspect(page, "session-result");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
