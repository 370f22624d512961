// The console in a real browser: what a newcomer does in it, step by step. Each step is
// a line of JSON on standard output: {"name", "ok", "detail"}; the last one is "end".
//
//	node console.mjs ADDRESS PASSWORD FOLDER    (FOLDER gets the screenshots)
import { chromium } from 'playwright-core';
import { readFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';

const [base, password, folder] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
mkdirSync(folder, { recursive: true });
const tell = (name, ok, detail = '') => console.log(JSON.stringify({ name, ok, detail: String(detail).slice(0, 2000) }));
const step = async (name, work) => {
  try { tell(name, true, await work() ?? ''); } catch (e) { tell(name, false, e.stack ?? e); }
};
const same = (got, wanted, what) => { if (got !== wanted) throw new Error(`${what}: ${got}, not ${wanted}`); };
const holds = (ok, what) => { if (!ok) throw new Error(what); };

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
const faults = { policy: [], foreign: [], script: [] };

// visit opens a page of its own session that notes whatever should not happen.
async function visit(options = {}) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1366, height: 768 }, locale: 'en-GB', acceptDownloads: true, ...options });
  context.on('request', r => { if (!r.url().startsWith(base + '/') && !r.url().startsWith('data:')) faults.foreign.push(r.url()); });
  if (options.javaScriptEnabled !== false) {
    await context.exposeBinding('violated', (_, text) => faults.policy.push(text));
    await context.addInitScript(() => addEventListener('securitypolicyviolation', e => window.violated(`${e.violatedDirective} ${e.blockedURI} at ${location.pathname}`)));
  }
  const page = await context.newPage();
  page.on('pageerror', e => faults.script.push(`${page.url()}: ${e}`));
  return page;
}

async function signIn(page) {
  await page.goto(base + '/sign-in');
  await page.fill('#name', 'demo');
  await page.fill('#password', password);
  await page.click('main button');
  await page.waitForURL(base + '/');
}

async function speak(page, language) {
  if (await page.getAttribute('html', 'lang') === language) return;
  await page.click('header .who form:first-child button');
  await page.waitForSelector(`html[lang=${language}]`);
}

// examine has axe look at a page, and returns what it found.
async function examine(page) {
  await page.evaluate(axe); // through the debugging protocol: the page's own policy stays as it is
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map(v => `${v.id}: ${v.nodes.map(n => n.html.slice(0, 120)).join(' | ')}`);
}

const page = await visit();

await step('a wrong password is refused', async () => {
  await page.goto(base + '/');
  holds(page.url().startsWith(base + '/sign-in'), page.url());
  await page.fill('#name', 'demo');
  await page.fill('#password', 'certainly not this one');
  await page.click('main button');
  holds(await page.locator('[role=alert]').count() === 1, 'nothing says so');
});
await page.waitForTimeout(1500); // the wait after one wrong attempt
await step('sign-in', () => signIn(page));

await step('an incident appears without reload', async () => {
  await page.goto(base + '/incidents');
  let reloads = 0;
  page.on('load', () => reloads++);
  await page.waitForSelector('table.incidents a:has-text("never operated anything")', { timeout: 90_000 });
  same(reloads, 0, 'reloads');
});

let incident = '';
await step('why it is one, and a report', async () => {
  incident = new URL(await page.getAttribute('table.incidents a:has-text("never operated anything")', 'href'), base).pathname;
  await page.goto(base + incident);
  holds((await page.textContent('main')).includes('holding register 40002'), 'the page does not say what was written');
  await page.goto(base + incident + '/report');
  holds((await page.textContent('body')).includes('Incident report'), 'no report');
});

await step('evidence is downloaded', async () => {
  await page.goto(base + incident);
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('a[href$="/packets"]')]);
  const name = `${folder}/evidence.pcapng`;
  await file.saveAs(name);
  return name;
});

async function decide(page, choice, why) {
  await page.goto(base + incident);
  await page.fill('#why', why);
  await page.click(`button[name=decision][value=${choice}]`);
  await page.waitForSelector('.done');
}
await step('acknowledge', async () => {
  await decide(page, 'acknowledge', 'asked the shift leader');
  holds((await page.textContent('main')).includes('being looked after'), 'the state did not change');
});
await step('put aside', () => decide(page, 'shelve', 'the electrician is on the way'));

await step('a work permit', async () => {
  await page.goto(base + '/permits');
  holds(await page.locator('main >> text=START-UP').count() > 0, 'the permit of the start is not listed');
  await page.goto(base + '/new-permit');
  same(await examine(page).then(x => x.join('\n')), '', 'axe');
});

await step('approve a line of the baseline', async () => {
  await page.goto(base + '/baseline?show=waiting');
  const boxes = page.locator('main input[type=checkbox]');
  holds(await boxes.count() > 0, 'nothing waits');
  await boxes.first().check();
  await page.fill('main input[name=why]', 'planned');
  await page.locator('main button[value=approved]').first().click();
  await page.waitForSelector('.done');
});

// Every page of the menu and what it leads to, in both languages.
const pages = ['/', '/must-do', '/incidents', '/incidents?which=all', incident, incident + '/report', '/zones', '/zones/talks', '/zones/10.20.1.31', '/assets', '/baseline',
  '/baseline/channels', '/baseline/versions', '/permits', '/new-permit', '/permits/START-UP', '/health', '/drill', '/report/day', '/report/month', '/settings', '/notices', '/audit?check=1'];
for (const language of ['en', 'ja']) {
  await page.goto(base + '/');
  await speak(page, language);
  for (const path of pages) {
    await step(`${language} ${path.replace(/\d{8}T\w+-\w+/, 'ID')}`, async () => {
      const answer = await page.goto(base + path, { waitUntil: 'load' });
      same(answer.status(), 200, 'status');
      same(await page.getAttribute('html', 'lang'), language, 'language');
      await page.waitForTimeout(150);
      await page.screenshot({ path: `${folder}/${language}${path.replace(/\d{8}T\w+-\w+/, 'ID').replace(/\W+/g, '_')}.png`, fullPage: true });
      same((await examine(page)).join('\n'), '', 'axe');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      holds(wide <= 0, `${wide} pixels too wide`);
    });
  }
}

await step('by the keyboard alone: from signing in to a decision', async () => {
  const keys = await visit();
  await keys.goto(base + '/sign-in?back=' + encodeURIComponent(incident));
  const reach = async (wanted, most = 80) => {
    for (let n = 0; n < most; n++) {
      if (await keys.evaluate(s => document.activeElement?.matches(s), wanted)) {
        const seen = await keys.evaluate(() => { const c = getComputedStyle(document.activeElement); return c.outlineStyle !== 'none' && parseFloat(c.outlineWidth) > 0; });
        return holds(seen, `where the focus is cannot be seen: ${wanted}`);
      }
      await keys.keyboard.press('Tab');
    }
    throw new Error(`Tab does not lead to ${wanted}`);
  };
  await reach('#name');
  await keys.keyboard.type('demo');
  await reach('#password');
  await keys.keyboard.type(password);
  await keys.keyboard.press('Enter');
  await keys.waitForURL(base + incident);
  await reach('#why');
  await keys.keyboard.type('by the keyboard');
  await reach('button[name=decision][value=suspicious]');
  await keys.keyboard.press('Enter');
  await keys.waitForSelector('.done');
  await keys.context().close();
});

await step('without script: read, and close', async () => {
  const plain = await visit({ javaScriptEnabled: false });
  await signIn(plain);
  await plain.goto(base + '/incidents?which=all');
  holds(await plain.locator('table.incidents tbody tr').count() > 0, 'no incident is listed');
  await decide(plain, 'work', 'it was a drill of ours');
  await plain.goto(base + '/zones');
  holds(await plain.locator('svg').count() > 0 && await plain.locator('table').count() > 0, 'no map, or no table');
  await plain.context().close();
});

await step('sign-out', async () => {
  await page.goto(base + '/');
  await page.click('form[action="/sign-out"] button');
  await page.goto(base + '/health');
  holds(page.url().startsWith(base + '/sign-in'), page.url());
});

await step('the policy was never violated', async () => same(faults.policy.join('\n'), '', 'violations'));
await step('nothing was asked of anybody else', async () => same(faults.foreign.join('\n'), '', 'requests'));
await step('no script failed', async () => same(faults.script.join('\n'), '', 'errors'));
await browser.close();
tell('end', true);
