// Keeps the page and the last answers at hand when the network is away. It never answers for anything but GET on
// this origin, never reloads a page, and holds no unsaved work: that is in IndexedDB, in the client's outbox.
//
// There is no skipWaiting on purpose: an open meeting keeps the files it was started with until its pages are closed.
// New pages do not wait for that, because navigations ask the network first.

const VERSION = "{{version}}";
const FILES = {{precache}};

const PREFIX = "samling-";
const ASSETS = `${PREFIX}assets-${VERSION}`;
const ANSWERS = `${PREFIX}answers-${VERSION}`;
const NAVIGATION_TIMEOUT_MS = 4000;

self.addEventListener("install", (event) => event.waitUntil(fillAssets()));
self.addEventListener("activate", (event) => event.waitUntil(deleteOldCaches().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method !== "GET") {
    // Another person may be next on this device.
    if (url.pathname.startsWith("/api/sign-")) event.waitUntil(caches.delete(ANSWERS));
    return;
  }
  const answer = answerFor(request, url.pathname);
  if (answer) event.respondWith(answer(event));
});

function answerFor(request, path) {
  if (path.startsWith("/api/")) {
    return request.mode === "navigate" || path.startsWith("/api/sign-in") ? null : fromNetworkElseKept;
  }
  if (request.mode === "navigate") return pageElseShell;
  return FILES.includes(path) ? fromCacheElseNetwork : null;
}

async function fillAssets() {
  const cache = await caches.open(ASSETS);
  // Hashed names never change, so the browser's own cache may answer for them; the page itself must be fresh.
  await cache.addAll(FILES);
  await cache.add(new Request("/", { cache: "reload" }));
}

async function deleteOldCaches() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== ASSETS && name !== ANSWERS);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function fromCacheElseNetwork({ request }) {
  const cache = await caches.open(ASSETS);
  return (await cache.match(request.url)) ?? fetch(request);
}

async function pageElseShell({ request }) {
  const cache = await caches.open(ASSETS);
  const page = fetch(request);
  const patience = new Promise((_, reject) => setTimeout(reject, NAVIGATION_TIMEOUT_MS));
  try {
    return await Promise.race([page, patience]);
  } catch {
    return (await cache.match("/")) ?? page;
  }
}

async function fromNetworkElseKept(event) {
  const { request } = event;
  try {
    const answer = await fetch(request);
    event.waitUntil(keep(request, answer.clone()));
    return answer;
  } catch (error) {
    const cache = await caches.open(ANSWERS);
    const kept = await cache.match(request);
    if (kept) return kept;
    throw error;
  }
}

// Someone who is signed out keeps nothing, and someone who lost a right loses what it showed.
async function keep(request, answer) {
  if (answer.status === 401) return caches.delete(ANSWERS);
  const cache = await caches.open(ANSWERS);
  if (answer.status === 403 || answer.status === 404) return cache.delete(request);
  const isJson = (answer.headers.get("content-type") ?? "").includes("json");
  if (answer.ok && isJson) await cache.put(request, answer);
}
