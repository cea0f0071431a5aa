// Every page at phone, iPad and laptop width: axe finds nothing, nothing scrolls sideways, the console is silent.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Hall, field, inspect, launch, openPage, prepareShots, signIn } from "./support.mjs";

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

async function stranger(path) {
  const page = await openPage(await browser.newContext({ locale: "nb-NO" }));
  await page.goto(new URL(path, hall.url).href);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return page;
}

test("the page of a personal link, and what it says when it is used up", async () => {
  const link = hall.person("hanne-falch").sign_in_url;
  const page = await stranger(link);
  await page.getByRole("button", { name: "Ja, logg meg inn" }).waitFor();
  await inspect(page, "sign-in");
  assert.deepEqual(page.complaints, []);
  await page.getByRole("button", { name: "Ja, logg meg inn" }).click();
  await page.getByRole("heading", { name: /Hanne/ }).waitFor();
  await page.context().close();
  const late = await stranger(link);
  await late.getByText("Denne lenken er brukt eller for gammel").waitFor();
  await inspect(late, "sign-in-used");
  await late.context().close();
});

test("pages for somebody who is not signed in, or lost", async () => {
  const page = await stranger("/");
  await page.getByRole("heading", { name: "Bli med i møtet" }).waitFor();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
  const member = await signIn(browser, hall, "torgeir-myklevik");
  await member.goto(`${hall.url}/finnes-ikke`);
  await member.getByRole("heading", { name: "Vi finner ikke denne siden" }).waitFor();
  await inspect(member, "not-found");
  await member.goto(`${hall.url}/m/000000`);
  await member.getByRole("heading", { name: "Vi finner ikke denne siden" }).waitFor();
  await member.context().close();
});

test("home and every page of the PSV", async () => {
  const page = await signIn(browser, hall, "solveig-nordgaard");
  const psv = `${hall.url}/m/${hall.meeting.code}`;
  await page.getByText("Neste steg").waitFor();
  await inspect(page, "home");
  await page.goto(psv);
  await page.getByRole("link", { name: /Forankring og eierskap/ }).first().waitFor();
  await inspect(page, "overview");
  await page.goto(`${psv}/forankring-og-eierskap`);
  await field(page, "Begrunnelse").waitFor();
  await inspect(page, "indicator");
  await page.goto(`${psv}/forslag`);
  await page.getByRole("textbox", { name: "Forslaget, kort sagt" }).first().waitFor();
  await inspect(page, "proposals");
  await page.goto(`${psv}/hovedkonklusjon`);
  await field(page, "Hovedkonklusjon").waitFor();
  await inspect(page, "conclusion");
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test("everything on the indicator page is reached by keyboard", async () => {
  const page = await signIn(browser, hall, "mathias-tveito");
  await page.goto(`${hall.url}/m/${hall.meeting.code}/forankring-og-eierskap`);
  await field(page, "Begrunnelse").waitFor();
  const wanted = await page.evaluate(() => {
    const controls = [...document.querySelectorAll("a[href], button, textarea, select, summary, input")];
    const visible = controls.filter((c) => c.checkVisibility() && !c.disabled && c.tabIndex >= 0);
    visible.forEach((control, idx) => (control.dataset.reach = idx));
    return visible.length;
  });
  const reached = new Set();
  for (let press = 0; press < wanted + 20 && reached.size < wanted; press += 1) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement?.dataset?.reach));
  }
  reached.delete(undefined);
  assert.equal(reached.size, wanted);
  await page.context().close();
});
