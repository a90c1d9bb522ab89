// Opens every page of a folder in Chromium, as readers do: with a mouse, with keys only, in both schemes, on
// a wide and on a narrow screen.
//
//   node pages.mjs TOOLS PAGES [SCREENSHOTS]
import {readdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';

const [tools, pages, screenshots] = process.argv.slice(2);
const require = createRequire(join(tools, 'node_modules/'));
const {chromium} = require('playwright-core');
const axe = require.resolve('axe-core/axe.min.js');
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const WIDE = {width: 1400, height: 900};
const NARROW = {width: 480, height: 1600};

let cases = 0;
const failures = [];
const check = (good, what) => {
  cases += 1;
  if (!good) failures.push(what);
};

// With a profile of its own that is gone afterwards.
const browser = await chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: flags});

const open = async (name, options) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const url = 'file://' + join(pages, name);
  page.on('console', (message) => failures.push(`${name}: console: ${message.text()}`));
  page.on('pageerror', (error) => failures.push(`${name}: ${error.message}`));
  page.on('request', (request) => {
    const own = request.url().split('#')[0] === url || request.url() === 'data:,';
    if (!own) failures.push(`${name}: asks for ${request.url()}`);
  });
  await page.goto(url);
  return {context, page};
};

const focused = (page) => page.evaluate(() => document.activeElement.id);
const inView = (page, id) => page.evaluate((wanted) => {
  const box = document.getElementById(wanted).getBoundingClientRect();
  const middle = document.elementFromPoint(box.left + 5, box.top + box.height / 2);
  return Boolean(middle) && document.getElementById(wanted).contains(middle);
}, id);

const judgeClicks = async (name, page) => {
  const values = await page.locator('a.value').count();
  if (values === 0) {
    check(await page.locator('.line .finding.error').count() > 0, `${name}: no mistake at its line`);
    return;
  }
  for (const index of [0, Math.floor(values / 2), values - 1]) {
    const value = page.locator('a.value').nth(index);
    const id = await value.getAttribute('id');
    const line = (await value.getAttribute('href')).slice(1);
    await value.click();
    check(await focused(page) === line, `${name}: a click on ${id} does not focus ${line}`);
    check(await page.locator(`#${line}.here`).count() === 1, `${name}: ${line} is not marked`);
    await page.waitForTimeout(50);
    check(await inView(page, line), `${name}: ${line} is not in view`);
    // The first thing to tab to in a line leads back to a value.
    await page.keyboard.press('Tab');
    const back = await page.evaluate(() => document.activeElement.getAttribute('href'));
    check(/^#v[0-9]+$/.test(back ?? ''), `${name}: Tab in ${line} leads to no value`);
    await page.keyboard.press('Enter');
    check('#' + await focused(page) === back, `${name}: Enter in ${line} does not lead back`);
  }
  const first = page.locator('a.value').first();
  await first.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  check(await focused(page) === await first.getAttribute('id'), `${name}: Escape does not go back`);
  await page.goBack();
  check(await page.evaluate(() => document.activeElement !== document.body), `${name}: the way back loses the focus`);
};

// Nothing but Tab and Enter, from the top.
const judgeKeys = async (name, page) => {
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  check(await focused(page) === 'rendered', `${name}: the first link does not skip to what is rendered`);
  await page.keyboard.press('Tab');
  const outline = await page.evaluate(() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });
  check(outline, `${name}: the focus cannot be seen`);
  const summary = page.locator('summary').first();
  if (await summary.count() > 0) {
    await summary.focus();
    await page.keyboard.press('Enter');
    check(await page.locator('details[open]').count() === 1, `${name}: Enter does not open a history`);
    await page.locator('#histories').click();
    check(await page.locator('details:not([open])').count() === 0, `${name}: histories stay closed`);
  }
};

const judgeTheme = async (name, page, scheme) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await background();
  await page.locator('#theme').click();
  check(await background() !== before, `${name} ${scheme}: the button changes nothing`);
  await page.locator('#theme').click();
  check(await background() === before, `${name} ${scheme}: the button does not change back`);
};

const judgeAccess = async (name, scheme, viewport) => {
  // axe is put in by the test, which the page's own policy would refuse.
  const {context, page} = await open(name, {colorScheme: scheme, viewport, bypassCSP: true, reducedMotion: 'reduce'});
  await page.locator('#theme').waitFor();
  if (await page.locator('a.value').count() > 0) await page.locator('a.value').first().click();
  if (await page.locator('#histories').isVisible()) await page.locator('#histories').click();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check(wide <= 0, `${name}: ${wide} pixels wider than a screen of ${viewport.width}`);
  if (screenshots) {
    await page.screenshot({path: join(screenshots, `${name}-${scheme}-${viewport.width}.png`)});
  }
  await page.addScriptTag({path: axe});
  const result = await page.evaluate(() => window.axe.run());
  check(result.passes.length > 10, `${name}: axe looked at nothing`);
  for (const violation of result.violations) {
    failures.push(`${name} ${scheme} ${viewport.width}: ${violation.id}: ${violation.nodes[0].html}`);
  }
  await context.close();
};

const judgePage = async (name) => {
  const {context, page} = await open(name, {viewport: WIDE, colorScheme: 'light', reducedMotion: 'reduce'});
  await judgeKeys(name, page);
  await page.reload();
  await judgeClicks(name, page);
  await judgeTheme(name, page, 'light');
  check(await page.evaluate(() => window.harmed === undefined), `${name}: a value was run`);
  check(await page.locator('body img, body iframe, body object').count() === 0, `${name}: a value became an element`);
  const text = await page.content();
  check(!/canary|hunter2/i.test(text), `${name}: holds a secret`);
  await context.close();
  const plain = await open(name, {viewport: WIDE, javaScriptEnabled: false});
  check(await plain.page.locator('#sources .line').count() > 0, `${name}: shows nothing without scripts`);
  await plain.context.close();
};

const names = readdirSync(pages).filter((name) => name.endsWith('.html')).sort();
for (const name of names) {
  await judgePage(name);
  await judgeAccess(name, 'light', WIDE);
  await judgeAccess(name, 'dark', NARROW);
}
// The schemes share one layout: one page stands for the other two pairs.
await judgeAccess(names[0], 'dark', WIDE);
await judgeAccess(names[0], 'light', NARROW);

// Mermaid itself reads and draws the graphs: as many nodes and edges as were meant, and their words as
// they are.
const graphs = readdirSync(pages).filter((name) => name.endsWith('.mmd')).sort();
const judgeGraph = async (name) => {
  const text = readFileSync(join(pages, name), 'utf8');
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addScriptTag({path: join(tools, 'mermaid.min.js')});
  const drawn = await page.evaluate(async (source) => {
    mermaid.initialize({startOnLoad: false});
    try {
      await mermaid.parse(source);
      const {svg} = await mermaid.render('graph', source);
      document.body.innerHTML = svg;
      const words = [...document.querySelectorAll('.nodeLabel')].map((each) => each.textContent);
      return {nodes: document.querySelectorAll('.node').length, edges: document.querySelectorAll('path.flowchart-link').length, words};
    } catch (error) {
      return {error: String(error)};
    }
  }, text);
  const meant = (pattern) => (text.match(pattern) ?? []).length;
  check(!drawn.error, `${name}: ${drawn.error}`);
  check(drawn.nodes === meant(/^  n[0-9]+[[{]/gm), `${name}: ${drawn.nodes} nodes are drawn`);
  check(drawn.edges === meant(/^  n[0-9]+ (==|--|-\.-)>/gm), `${name}: ${drawn.edges} edges are drawn`);
  if (name === 'odd.mmd') {
    for (const word of ['a "quoted" [job].yaml', '#1 {b} (c) <d>.yaml', '`tick`.yaml', '%%{init: x}%%.yaml', '日本語.yaml']) {
      check((drawn.words ?? []).some((each) => each.startsWith(word)), `${name}: ${word} is drawn as ${drawn.words}`);
    }
  }
  await context.close();
};
for (const name of graphs) await judgeGraph(name);
check(graphs.length === 3, 'no graphs');

await browser.close();
for (const failure of new Set(failures)) console.log(`FAILED: ${failure}`);
console.log(`pages in a browser: ${names.length} pages, ${graphs.length} graphs, ${cases} checks, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
