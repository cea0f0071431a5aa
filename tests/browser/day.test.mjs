// A day on four screens at once: a phone, a laptop, the console and the wall, with the rest of the room on lines of their
// own. The phone is without network for a while. At the end all four say the same.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";

import { Others } from "./others.mjs";
import {
  Hall, ask, audit, command, field, isReal, launch, moveTo, openPage, prepareShots, proceedings, saveState, signIn, until,
} from "./support.mjs";

const LEADER = "bjoern-erik-wold";
const PHONE = "solveig-nordgaard";
const LAPTOP = "odd-arne-brekke";
const OTHERS = [
  "ragnhild-solvaer", "torgeir-myklevik", "ingunn-hestnes", "kjersti-lie", "mathias-tveito", "hanne-falch",
  "per-ivar-skogstad", "lena-thorsrud",
];
const FIRST = "forankring-og-eierskap";
const MANAGER = "hanne-falch";
const PLAN = "handlingsplan-2027";
const WIDTHS = [[390, 844], [768, 1024], [1366, 768]];
const CONCLUSION = "Vi er på vei, og vet hvor.";

let hall, browser, others, phone, laptop, host, wall;
before(async () => {
  await prepareShots();
  hall = await Hall.open();
  browser = await launch();
});
after(async () => {
  others?.leave();
  await browser?.close();
  await hall?.close();
});

const heading = (page, name) => page.getByRole("heading", { level: 1, name });
const button = (page, name) => page.getByRole("button", { name });
const address = (page) => `${hall.url}/m/${hall.meeting.code}/${page}`;
const seen = () => proceedings(hall, LEADER);

/** The console's big button, as a clicker presses it; whoever is missing is not waited for. */
async function goesOn(expected) {
  const big = host.locator(".con-prim, .con-ask").first();
  await host.evaluate(() => document.activeElement?.blur());
  await host.keyboard.press("PageDown");
  await until(`the button to say ${expected}`, async () => {
    const text = await big.innerText().catch(() => "");
    if (/likevel|Åpne dem nå/.test(text) && !expected.test(text)) await host.keyboard.press("PageDown");
    return text;
  }, (text) => expected.test(text));
}

/** All four screens as they stand: nothing that axe finds, and a picture of each. */
async function look(name) {
  for (const [page, which] of [[phone, "phone"], [laptop, "laptop"], [host, "console"], [wall, "wall"]]) {
    await audit(page, `day-${name}-${which}`);
  }
}

const say = (texts) => Promise.all([phone, laptop, wall].map((page, idx) => page.getByText(texts[idx]).first().waitFor()));

test("four screens come in, and the day begins", async () => {
  others = await Others.come(hall, OTHERS);
  host = await signIn(browser, hall, LEADER, { viewport: { width: 1366, height: 900 } });
  await host.goto(address("styr"));
  wall = await openPage(await browser.newContext({ locale: "nb-NO", viewport: { width: 1920, height: 1080 } }));
  await wall.goto(address("skjerm"));
  const digits = (await wall.locator(".wall-digits").innerText()).replaceAll(/\D/g, "");
  const { id } = await until("the wall to be asked for", async () => {
    const { view } = await ask(hall, LEADER, "GET", `/api/rooms/${hall.meeting.id}`);
    return view.knocks.find(({ phrase }) => phrase.replaceAll(/\D/g, "") === digits);
  });
  await ask(hall, LEADER, "POST", `/api/meetings/${hall.meeting.id}/knocks/${id}`, { admit: true });
  await heading(wall, /Velkommen til/).waitFor();
  phone = await signIn(browser, hall, PHONE, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await phone.goto(address("deltaker"));
  laptop = await signIn(browser, hall, LAPTOP, { viewport: { width: 1366, height: 900 } });
  await laptop.goto(address("deltaker"));
  await button(host, "Begynn dagen").click();
  await heading(phone, "Velkommen, Solveig").waitFor();
  await heading(laptop, "Velkommen, Odd").waitFor();
  await host.locator(".con-title").waitFor();
  await look("welcome");
});

test("scoring, with the phone without network for a while", async () => {
  await goesOn(/Videre til Juster/);
  await goesOn(/Videre til Pause|likevel/);
  await phone.getByText("Indikator 1 av 8").waitFor();
  await laptop.getByText("Indikator 5 av 8").waitFor();
  await look("scoring");
  await phone.context().setOffline(true);
  for (let n = 1; n <= 4; n += 1) {
    await phone.locator(".ses-opt").nth(3).click();
    await until("the truth about saving", () => saveState(phone), (text) => text === "På denne enheten");
    await button(phone, "Neste").click();
    await phone.getByText(`Indikator ${n + 1} av 8`).waitFor();
  }
  for (let n = 5; n <= 8; n += 1) {
    await laptop.locator(".ses-opt").nth(1).click();
    if (n < 8) await button(laptop, "Neste").click();
  }
  await button(laptop, "Se svarene").click();
  await heading(laptop, "Takk!").waitFor();
  const mine = (await proceedings(hall, PHONE)).rounds[FIRST].my_score;
  assert.equal(mine ?? null, null, "nothing has come from the phone yet");
  await phone.context().setOffline(false);
  for (let n = 5; n <= 8; n += 1) {
    await phone.locator(".ses-opt").nth(3).click();
    if (n < 8) await button(phone, "Neste").click();
  }
  await button(phone, "Se svarene").click();
  await heading(phone, "Takk!").waitFor();
  await until("all to be done", async () => (await seen()).scoring.missing, (missing) => missing?.length === 0);
  const { rounds } = await proceedings(hall, PHONE);
  assert.deepEqual(Object.values(rounds).map((round) => round.my_score.value), Array(8).fill(4));
});

test("one reveal on all screens, and a grade that all stand by", async () => {
  await goesOn(/Videre til Del A/);
  await goesOn(/Avdekk svarene/);
  await look("waiting");
  await goesOn(/Sett felles karakter/);
  await phone.getByText("Du ga 4. Det ser bare du.").waitFor();
  await laptop.getByText(/Du ga \d. Det ser bare du./).waitFor();
  const { tally } = (await seen()).rounds[FIRST].reveal;
  assert.equal(tally.n_given + tally.n_skipped, 8);
  await until("a dot for each", () => wall.locator(".ch-dot").count(), (n) => n === tally.n_given);
  await until("rest", () => wall.evaluate(() => document.getAnimations().every((one) => one.playState !== "running")));
  await look("talk");
  await goesOn(/Uten karakter til/);
  await host.locator(".con-pick", { hasText: "4" }).first().click();
  await say(["har foreslått 4", "har foreslått 4", "foreslår"]);
  await button(phone, "Jeg er enig").click();
  await button(laptop, "Jeg er enig").click();
  await until("all to agree", async () => (await seen()).rounds[FIRST].n_agreed, (n) => n === 8);
  await look("grade");
  await goesOn(/Neste:/);
  await say(["Enighet", "Enighet", "Vi ble enige om"]);
});

test("proposals written in peace and opened, then a vote", async () => {
  await moveTo(hall, LEADER, "forbedringsforslag", "write");
  for (const [page, text] of [[phone, "Hemmelig fra telefonen"], [laptop, "Hemmelig fra pc-en"]]) {
    await field(page, "Nytt forslag").fill(text);
    await button(page, "Legg til").click();
    await page.getByRole("heading", { name: "Dine forslag" }).waitFor();
  }
  await until("all to have written", async () => (await seen()).proposals.n_all, (n) => n >= 18 + 2 + 6);
  await look("write");
  const before = [others.heard(), await wall.content(), await host.content(), await laptop.content()];
  assert.ok(before.every((text) => !text.includes("Hemmelig fra telefonen")), "a draft is its author's");
  await goesOn(/Åpne stemmingen/);
  for (const page of [phone, laptop]) {
    await page.getByText("Hemmelig fra telefonen").first().waitFor();
    await page.getByText("Hemmelig fra pc-en").first().waitFor();
  }
  await look("gather");
  await goesOn(/Avslutt og vis prikkene/);
  for (const page of [phone, laptop]) {
    await heading(page, "Hva er viktigst neste år?").waitFor();
    const { dots } = (await seen()).vote;
    for (let left = dots; left > 0; left -= 1) {
      const plus = page.locator('.ses-vp button[aria-label^="Gi én prikk"]:not([aria-disabled="true"])');
      await plus.nth(left % 3).click();
    }
    await page.getByText("0 prikker igjen").waitFor();
    await button(page, "Jeg er ferdig").click();
  }
  await until("all to have voted", async () => (await seen()).vote.missing, (missing) => missing?.length === 0);
  await look("vote");
  const ballots = await Promise.all([PHONE, LAPTOP, ...OTHERS].map(async (who) => (await proceedings(hall, who)).vote));
  await goesOn(/Videre til|Neste/);
  await heading(phone, "Dette er viktigst").waitFor();
  const { result } = (await seen()).vote;
  for (const group of Object.keys(result.totals)) {
    const given = ballots.filter((vote) => !vote.is_advice).map((vote) => vote.my_ballot[group] ?? 0);
    assert.equal(result.totals[group], given.reduce((sum, n) => sum + n, 0), group);
  }
  await look("result");
});

test("the conclusion, and the same on all four at the end", async () => {
  await moveTo(hall, LEADER, "hovedkonklusjon");
  await field(phone, "Hovedkonklusjon").fill(CONCLUSION);
  await until("the words on the other screens", async () => [
    await field(laptop, "Hovedkonklusjon").inputValue(), await wall.innerText(".wall"), await host.innerText(".con"),
  ], (texts) => texts.every((text) => text.includes(CONCLUSION)));
  await look("conclusion");
  await command(hall, LEADER, "conclude", { is_concluded: true });
  await host.getByText("Karakterer og tekster er låst.").first().waitFor();
  await phone.getByText(/ble låst kl/).first().waitFor();
  const { rounds, concluded_at } = await seen();
  assert.ok(concluded_at);
  assert.deepEqual(rounds[FIRST].settled.grade, { one: 4 });
  for (const who of [PHONE, LAPTOP]) {
    const own = await proceedings(hall, who);
    assert.deepEqual(own.rounds[FIRST].settled, rounds[FIRST].settled);
  }
  for (const page of [phone, laptop, host, wall]) assert.deepEqual(page.complaints.filter(isReal), []);
});

test("what the review asked for is answered in next year's plan", async () => {
  const page = await signIn(browser, hall, MANAGER);
  const plan = hall.guide.plans.find(({ id }) => id === PLAN);
  const trace = `${hall.url}/planer/${plan.id}/forslag`;
  await page.goto(trace);
  await heading(page, "Hva ble det av forslagene?").waitFor();
  const group = (name) => page.getByRole("region", { name });
  const open = group("Mangler svar");
  await open.waitFor();
  const titles = await open.locator(".tk-theme h3").allInnerTexts();
  assert.ok(titles.length >= 3, `${titles}`);
  const [made, deferred] = titles;

  await open.getByRole("button", { name: `Lag tiltak av dette «${made}»` }).click();
  const [area, found] = [
    page.getByLabel("Hvilket innsatsområde hører det til?"), group("Ble tiltak").getByRole("heading", { name: made, exact: true }),
  ];
  await until("the question or its answer", async () => await area.count() + await found.count(), (n) => n > 0);
  if (await area.count()) await page.locator(".tk-form").getByRole("button", { name: "Lag tiltak av dette" }).click();
  await found.waitFor();
  await open.getByRole("button", { name: `Legg til side … «${deferred}»` }).click();
  const why = page.getByLabel("Hvorfor? Alle kan lese det.");
  await page.locator(".tk-form").getByRole("button", { name: "Legg til side" }).click();
  await page.getByText("Skriv hvorfor.", { exact: false }).first().waitFor();
  await why.fill("Vi tar det når havneplanen er vedtatt.");
  await page.locator(".tk-form").getByRole("button", { name: "Legg til side" }).click();
  await group("Satt til side").getByText("Vi tar det når havneplanen er vedtatt.").waitFor();
  await page.locator(".toast").getByRole("button", { name: "Lukk" }).click();
  for (const [width, height] of WIDTHS) {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => window.scrollTo(0, 0));
    await audit(page, `trace-${width}`);
  }
  const [overview] = await Promise.all([
    page.waitForEvent("download"), button(page, "Last ned oversikten").click(),
  ]);
  const lines = (await readFile(await overview.path(), "utf8")).split("\r\n");
  assert.ok(lines.some((line) => line.startsWith(`"${deferred}"`) && line.includes("havneplanen")), lines.join("\n"));

  // From the table a key leads back to the theme.
  await page.goto(`${hall.url}/planer/${plan.id}?vis=tabell`);
  const grid = page.getByRole("grid", { name: "Alle tiltak" });
  await grid.getByRole("columnheader", { name: "Fra PSV" }).waitFor();
  const cell = grid.getByRole("gridcell").filter({ has: page.locator(".pl-cell-from", { hasText: made }) });
  for (const [width, height] of WIDTHS) {
    await page.setViewportSize({ width, height });
    await audit(page, `trace-table-${width}`);
  }
  await cell.focus();
  await page.keyboard.press("x");
  assert.equal(await grid.locator("td.open").count(), 0, "what is written elsewhere is not typed over here");
  await page.keyboard.press("Enter");
  await until("the theme to have the focus", () => page.evaluate(() => document.activeElement.innerText ?? ""), (text) => text.includes(made));
  assert.deepEqual(page.complaints.filter(isReal), []);
  await page.context().close();
});
