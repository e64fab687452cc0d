// The duty manager's page in a real browser, against a hall that speaks the API. SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ManagerHall } from './manager_hall.mjs';
import { launch, openPage, picture, servePage, until, words } from './support.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

async function scene(body, { language = 'zh_CN', size = { width: 1366, height: 900 }, token = 'good-token', prepare } = {}) {
  const { server, url } = await servePage('manager', '/manager/');
  const hall = new ManagerHall(server);
  prepare?.(hall);
  const { page, context, faults } = await openPage(browser, url, language, size);
  try {
    if (token) {
      await page.click('[data-by="token"]');
      await page.fill('input[name="secret"]', token);
      await page.click('.enter button[type="submit"]');
    }
    await body({ hall, page, language });
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
    server.closeAllConnections();
    server.close();
  }
}
const asked = (hall, name) => hall.seen.filter((one) => one.name === name).map((one) => one.args);
const live = (page) => page.waitForSelector('[data-tile="staff"] .value:has-text("2 / 5")');

test('a manager signs in with a PIN and no counter; a clerk is told why not', () => scene(async ({ hall, page }) => {
  await page.fill('input[name="clerk"]', 'zhang');
  await page.fill('input[name="secret"]', '2468');
  await page.click('.enter button[type="submit"]');
  await page.waitForSelector(`text=${words('zh_CN', 'manager', 'no_role')}`);
  await page.fill('input[name="clerk"]', 'boss');
  await page.fill('input[name="secret"]', '1111');
  await page.click('.enter button[type="submit"]');
  await until(async () => !(await page.textContent('.problem')).includes(words('zh_CN', 'manager', 'no_role').slice(0, 6)), 'another reason');
  await page.fill('input[name="secret"]', '2468');
  await page.click('.enter button[type="submit"]');
  await live(page);
  assert.ok(asked(hall, 'clerk.sign_in').every((args) => !('counter' in args)));
  await page.reload();
  await live(page);
}, { token: '' }));

test('a token that is no manager\'s is refused', () => scene(async ({ page }) => {
  await page.waitForSelector(`text=${words('zh_CN', 'manager', 'ended')}`);
}, { token: 'bad-token' }));

test('alerts are seen to and resolved with what was done', () => scene(async ({ hall, page }) => {
  await live(page);
  const bad = '[data-alert="rating-e-11"]';
  const first = await page.getAttribute('[data-testid="alerts"] li', 'data-alert');
  assert.equal(first, 'rating-e-11');
  const text = await page.textContent(bad);
  assert.match(text, /A017/);
  const [before, next] = ['waiting', 'attitude'].map((one) => words('zh_CN', 'reason', one));
  assert.ok(text.includes(words('zh_CN', 'common', 'list', { before, next })), text);
  await page.click(`${bad} [data-action="acknowledge"]`);
  await page.waitForSelector(`${bad}.seen`);
  await page.click(`${bad} [data-action="resolve"]`);
  await page.click('[data-choice="apologised"]');
  await page.waitForSelector(bad, { state: 'detached' });
  assert.deepEqual(asked(hall, 'alert.resolve'), [{ alert: 'rating-e-11', done: 'apologised' }]);
  hall.alerts.push({ id: 'rating-e-12', code: 'bad_rating', subject: 'c2', at: new Date().toISOString(), params: { number: 'B009', counter: '2', level: '2', levels: '4', service: 'b' } });
  hall.publish({ alerts: hall.alerts.slice(-1) });
  await page.waitForSelector('[data-alert="rating-e-12"]');
}));

test('services show what is needed; a service is closed only when confirmed', () => scene(async ({ hall, page }) => {
  await live(page);
  const row = '[data-service="a"]';
  assert.match(await page.textContent(row), /2 \/ 5/);
  assert.match(await page.textContent(row), new RegExp(words('zh_CN', 'manager', 'advice.short_of', { n: 3 })));
  assert.equal(await page.locator(`${row} .bars figure`).count(), 5);
  assert.match(await page.textContent('[data-service="b"]'), new RegExp(words('zh_CN', 'manager', 'too_few')));
  await page.click(`${row} [data-action="service.close"]`);
  await page.click('dialog .cancel');
  assert.deepEqual(asked(hall, 'service.close'), []);
  await page.click(`${row} [data-action="service.close"]`);
  await page.click('[data-choice="yes"]');
  await page.waitForSelector(`${row}.off`);
  await page.click(`${row} [data-action="service.open"]`);
  await page.waitForSelector(`${row}:not(.off)`);
}));

test('counters are paused, told something, resumed, closed, and their clerks moved', () => scene(async ({ hall, page }) => {
  await live(page);
  await page.click('[data-counter="c2"] [data-action="pause"]');
  await page.click('[data-choice="paperwork"]');
  await page.waitForSelector('[data-counter="c2"][data-status="paused"]');
  await page.click('[data-counter="c2"] [data-action="resume"]');
  await page.waitForSelector('[data-counter="c2"][data-status="open"]');
  await page.click('[data-counter="c1"] [data-action="message"]');
  await page.click('[data-choice="vault"]');
  await page.waitForSelector(`text=${words('zh_CN', 'manager', 'counter.message.sent')}`);
  assert.deepEqual(asked(hall, 'counter.message'), [{ counter: 'c1', message: 'vault' }]);
  await page.click('[data-counter="c3"] [data-action="sign_out"]');
  await page.click('[data-choice="yes"]');
  await page.waitForSelector('[data-counter="c3"][data-status="closed"]');
  assert.deepEqual(asked(hall, 'clerk.sign_out'), [{ counter: 'c3' }]);
  await page.click('[data-counter="c1"] [data-action="close"]');
  await page.click('[data-choice="yes"]');
  await page.waitForSelector('[data-counter="c1"][data-status="closed"]');
}));

test('a ticket is found by number, cancelled, brought back, printed again', () => scene(async ({ hall, page }) => {
  await live(page);
  assert.equal(await page.locator('[data-ticket="B007"] .tag').textContent(), words('zh_CN', 'counter', 'class.priority'));
  await page.fill('.search', 'a02');
  assert.equal(await page.locator('[data-testid="tickets"] li').count(), 3);
  await page.fill('.search', 'A022');
  await page.click('[data-ticket="A022"] [data-action="reprint"]');
  await until(() => asked(hall, 'ticket.reprint').length === 1, 'reprint');
  await page.click('[data-ticket="A022"] [data-action="cancel"]');
  await page.click('[data-choice="yes"]');
  await page.waitForSelector('[data-ticket="A022"]', { state: 'detached' });
  hall.missCall('t1/e/20');
  const count = () => page.textContent('.tickets h2 b');
  await until(async () => await count() === '2', 'two in the hall');
  await page.reload();
  await live(page);
  assert.equal(await count(), '2');
  await page.fill('.search', '20');
  await page.click('[data-ticket="A020"][data-status="no_show"] [data-action="return"]');
  await page.waitForSelector('[data-ticket="A020"][data-status="waiting"]');
  assert.deepEqual(asked(hall, 'ticket.return'), [{ ticket: 't1/e/20' }]);
}));

test('a parked ticket says where it is parked and goes back into its line', () => scene(async ({ hall, page }) => {
  await live(page);
  hall.setTicket('t1/e/21', { status: 'parked', counter: 'c4', parked_until: new Date(Date.now() + 299_000).toISOString() });
  const row = '[data-ticket="A021"][data-status="parked"]';
  const counter = words('zh_CN', 'common', 'counter', { counter: '4' });
  await page.waitForSelector(`${row} >> text=${words('zh_CN', 'manager', 'ticket.parked_at', { counter })}`);
  await page.locator(`${row}`).getByText('4:5').waitFor();
  await page.click(`${row} [data-action="unpark"]`);
  await page.waitForSelector('[data-ticket="A021"][data-status="waiting"]');
  assert.deepEqual(asked(hall, 'ticket.unpark'), [{ ticket: 't1/e/21' }]);
  assert.equal(await page.locator('[data-action="unpark"]').count(), 0);
}));

test('how true the told waits were, what became of offers, and who came without a ticket', () => scene(async ({ hall, page }) => {
  await live(page);
  const w = (id, params) => words('zh_CN', 'manager', id, params);
  const tile = (id) => page.textContent(`[data-tile="${id}"]`);
  const told = await tile('told');
  for (const part of [w('part', { n: 36, all: 40 }), w('told.error', { min: '2.5' }), w('told.longer', { n: 10 })]) assert.ok(told.includes(part), `${part} in ${told}`);
  const diversions = await tile('diversions');
  for (const part of [w('part', { n: 6, all: 21 }), w('diversions.saved', { min: 100 }), w('diversions.of', { n: 140 }), words('zh_CN', 'diversion', 'self_service'), '掌上营业厅']) {
    assert.ok(diversions.includes(part), `${part} in ${diversions}`);
  }
  const visitors = await tile('visitors');
  for (const part of ['140', w('visitors.tickets', { n: 128 }), w('visitors.visits', { n: 7 }), w('visitors.showings', { n: 9 })]) {
    assert.ok(visitors.includes(part), `${part} in ${visitors}`);
  }
  await page.click('[data-tile="visitors"] [data-action="visit"]');
  await page.click('[data-choice="pick_up"]');
  await page.waitForSelector('[data-tile="visitors"] .value:has-text("141")');
  assert.ok((await tile('visitors')).includes(words('zh_CN', 'visit', 'pick_up')));
  assert.deepEqual(asked(hall, 'visit.note'), [{ purpose: 'pick_up' }]);
  await page.waitForSelector(`text=${words('zh_CN', 'counter', 'visit.noted', { purpose: words('zh_CN', 'visit', 'pick_up') })}`);
}));

test('devices in trouble stand first and say what to do', () => scene(async ({ page }) => {
  await live(page);
  assert.equal(await page.getAttribute('[data-testid="devices"] li', 'data-device'), 'printer');
  await page.waitForSelector(`[data-device="printer"] >> text=${words('zh_CN', 'fault', 'printer.paper_out').slice(0, 6)}`);
}));

test('the day is closed only when confirmed, and opened again', () => scene(async ({ hall, page }) => {
  await live(page);
  hall.setTicket('t1/e/20', { status: 'called', counter: 'c1' });
  hall.setTicket('t1/e/21', { status: 'serving', counter: 'c2' });
  hall.publish({ services: hall.services.map((one) => (one.id === 'b' ? { ...one, keeps: true } : one)) });
  const fates = ['expire', 'kept', 'done', 'counters'].map((one, i) => words('zh_CN', 'manager', `day.close.${one}`, { n: [2, 1, 1][i] }));
  await page.click('[data-action="day.close"]');
  await until(async () => await page.textContent('dialog .ask') === fates.join('\n'), 'what becomes of them');
  await picture(page, 'manager-close-zh_CN');
  await page.click('[data-choice="yes"]');
  await page.click('[data-action="day.open"]');
  await page.waitForSelector('[data-testid="day"][data-open="yes"]');
  assert.equal(asked(hall, 'day.close').length, 1);
  assert.equal(asked(hall, 'day.open').length, 1);
}));

test('a closed day that goes on is told, a request that was only repeated is not', () => scene(async ({ hall, page }) => {
  await live(page);
  const told = words('zh_CN', 'manager', 'day.again', { day: '2026-03-02' });
  for (const [data, text] of [[{ again: true }, ''], [{ goes_on: true }, told]]) {
    hall.data.set('day.open', { day: '2026-03-02', ...data });
    await page.click('[data-action="day.close"]');
    await page.click('[data-choice="yes"]');
    await page.click('[data-action="day.open"]');
    await page.waitForSelector('[data-testid="day"][data-open="yes"]');
    await until(async () => await page.textContent('.note span') === text, 'what is said of the day');
  }
}));

test('a refusal is said in words', () => scene(async ({ page }) => {
  await live(page);
  await page.click('[data-counter="c2"] [data-action="pause"]');
  await page.click('[data-choice="other"]');
  await page.waitForSelector('.note.bad');
  assert.ok((await page.textContent('.note')).includes(words('zh_CN', 'refusal', 'counter_not_open').slice(0, 4)));
}, { prepare: (hall) => hall.refuse.set('counter.pause', 'counter_not_open') }));

test('without figures the rows still stand', () => scene(async ({ page }) => {
  await page.waitForSelector('[data-tile="waiting"]');
  assert.equal((await page.textContent('[data-tile="waiting"] .value')).trim(), '0');
  await page.waitForSelector(`text=${words('zh_CN', 'manager', 'alerts.none')}`);
}, { prepare: (hall) => { hall.empty = true; } }));

for (const language of ['zh_CN', 'en']) {
  for (const [name, size] of Object.entries({ phone: { width: 390, height: 844 }, tablet: { width: 1024, height: 768 }, desk: { width: 1920, height: 1080 } })) {
    test(`fits ${name} in ${language}`, () => scene(async ({ page }) => {
      await live(page);
      const wide = await page.evaluate(() => [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.wide')).map((one) => one.className));
      assert.deepEqual(wide, []);
      const folder = process.env.JIAOHAO_SHOTS;
      await picture(page, `manager-${name}-${language}`);
      await page.screenshot({ path: `${folder}/manager-${name}-${language}-whole.png`, fullPage: true });
      await page.click('[data-alert="rating-e-11"] [data-action="resolve"]');
      await page.locator('dialog[open]').waitFor();
      await picture(page, `manager-${name}-${language}-resolve`);
    }, { language, size }));
  }
  test(`signing in fits a phone in ${language}`, () => scene(async ({ page }) => {
    await page.waitForSelector('.enter');
    await picture(page, `manager-sign-in-phone-${language}`);
    await page.setViewportSize({ width: 1366, height: 768 });
    await picture(page, `manager-sign-in-${language}`);
  }, { language, size: { width: 390, height: 844 }, token: '' }));
}
