/** What holds for every page, whoever opens it: reflow, weight, the mark of a demonstration, a lost connection, words. */
import { axe, screenshot } from '../support/browser.ts';
import type { Page } from '../support/browser.ts';
import { fits, pagesOf } from '../support/pages.ts';
import type { PersonName } from '../support/pages.ts';
import { describeWith } from '../support/requirements.ts';
import { openActiveCase } from '../support/server.ts';

/** Whose menus have every page between them. */
const few: readonly PersonName[] = ['nurse', 'gp', 'pharmacyStaff', 'ward', 'coordinator', 'administrator'];
const asta = { cpr: '2509477001', name: 'Asta Prøve' };
const bodil = { cpr: '2509477002', name: 'Bodil Prøve' };

/** Of radio buttons a group is one stop. */
const tabStops = `[...document.querySelectorAll('a[href], button, summary, select, input:not([type=radio]), textarea, [tabindex="0"]')]
  .filter((one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility())`;
/** What had the focus, and what of it had no mark around it. */
const listenForFocus = `
  globalThis.focused = new Set();
  globalThis.unmarked = new Set();
  // A date is written in parts, each of them a stop.
  globalThis.stopsIn = ({ type }) => (/^(date|datetime-local|month)$/.test(type) ? 8 : 1);
  globalThis.named = (one) => one.outerHTML.slice(0, 120);
  document.addEventListener('focusin', ({ target }) => {
    focused.add(target);
    const { outlineStyle, boxShadow } = getComputedStyle(target);
    if (outlineStyle === 'none' && boxShadow === 'none') unmarked.add(target);
  });`;

describeWith({ chromium: true }, 'every page', () => {
  const { server, tab, signedInAs, organisation } = pagesOf();
  let astas: string;
  /** Has a calendar of coverage, a time line and a roll to receive. */
  let bodils: string;
  beforeAll(async () => {
    const parties = { gpPractice: await organisation('gpPractice'), pharmacy: await organisation('pharmacy') };
    astas = await openActiveCase(server(), asta.cpr, { name: asta.name, entry: 'identified', ...parties });
    bodils = await openActiveCase(server(), bodil.cpr, { name: bodil.name, ...parties });
    const now = Date.parse(await server().store.clock(server().store.pool));
    const day = (n: number): string => new Date(now + n * 86_400_000).toISOString().slice(0, 10);
    const tell = async (type: string, data: object): Promise<void> => {
      const answer = await server().call('adapter', 'POST', '/api/integration/events', {
        ...{ specversion: '1.0', id: type, source: 'urn:test:fmk', type: `dk.dosisflow.fmk.${type}.v1` },
        ...{ time: `${day(0)}T00:00:00Z`, data: { cpr: bodil.cpr, ...data } },
      });
      expect(await answer.json()).toMatchObject({ results: [{ result: 'accepted' }] });
    };
    const drugId = '99000000001';
    const validTo = `${day(40)}T12:00:00Z`;
    await tell('dosePrescriptionObserved', { prescriptionId: 'a', drugId, status: 'open', validTo });
    const days = { startDate: day(-2), endDate: day(11) };
    const status = 'Ekspederet';
    await tell('dispensingPeriodObserved', { periodId: 'p', cardId: 'k', ...days, status, drugIds: [drugId] });
  });

  /** The pages of the menu, and a case where the person may see it. */
  async function pagesFor(page: Page): Promise<string[]> {
    const menu = page.getByRole('navigation', { name: 'Sider i Dosisflow' }).getByRole('link');
    const links = await menu.all();
    const paths = await Promise.all(links.map(async (link) => (await link.getAttribute('href')) ?? ''));
    return [...paths, `/forloeb/${bodils}`, '/tilgaengelighed', '/intet'];
  }
  const settled = async (page: Page): Promise<void> => {
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
  };

  it.each(few)(
    'of %s can be read 320 pixels wide, as at 400 %%, and at 200 %% without rolling sideways',
    async (name) => {
      const page = await signedInAs(name, '/', 320);
      for (const path of await pagesFor(page)) {
        await page.goto(path);
        for (const width of [320, 640]) {
          await page.setViewportSize({ width, height: 700 });
          await settled(page);
          expect([path, width, await fits(page)]).toEqual([path, width, true]);
        }
        expect([path, await axe(page)]).toEqual([path, []]);
        expect([path, await page.title()]).toEqual([path, expect.stringMatching(/.+ – Dosisflow$/)]);
        expect([path, await page.getByRole('heading', { level: 1 }).count()]).toEqual([path, 1]);
      }
    },
    240_000,
  );

  it('has every control within reach of the tab key, and shows which one has the focus', async () => {
    const seen = new Set<string>();
    for (const name of few) {
      const page = await signedInAs(name, '/');
      for (const path of await pagesFor(page)) {
        if (seen.has(path)) continue;
        seen.add(path);
        await page.goto(path);
        await settled(page);
        await page.evaluate(listenForFocus);
        const stops = await page.evaluate<number>(`${tabStops}.reduce((sum, one) => sum + stopsIn(one), 0)`);
        for (let pressed = 0; pressed < stops + 2; pressed += 1) await page.keyboard.press('Tab');
        expect([
          path,
          await page.evaluate<string[]>(`${tabStops}.filter((one) => !focused.has(one)).map(named)`),
        ]).toEqual([path, []]);
        expect([path, await page.evaluate<string[]>('[...unmarked].map(named)')]).toEqual([path, []]);
      }
    }
    expect(seen.size).toBeGreaterThan(14);
  }, 360_000);

  it.each(few)('begins with less than 200 kB of compressed script for %s', async (name) => {
    const page = await signedInAs(name, '/');
    await page.reload();
    await settled(page);
    const scripts = await page.evaluate<{ name: string; size: number; plain: number }[]>(
      `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'))
        .map(({ name, encodedBodySize, decodedBodySize }) => ({ name, size: encodedBodySize, plain: decodedBodySize }))`,
    );
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter(({ size, plain }) => plain > 5_000 && size > plain / 2)).toEqual([]);
    expect(scripts.reduce((sum, { size }) => sum + size, 0)).toBeLessThan(200_000);
  });

  it('says when the connection is gone, keeps what was typed, and goes on by itself', async () => {
    const page = await signedInAs('nurse', `/forloeb/${astas}`);
    await page.getByRole('button', { name: 'Ikke egnet til dosispakning' }).click();
    await page.locator('form.command').getByLabel('Begrundelse').fill('Skifter medicin hver uge');
    await page.context().setOffline(true);
    await page.getByText('Ingen forbindelse til Dosisflow.').waitFor();
    await page.locator('form.command').getByRole('button', { name: 'Ikke egnet til dosispakning' }).click();
    await page.getByText('Det, du har skrevet, står her stadig.').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'ingen-forbindelse');
    await page.context().setOffline(false);
    await page.getByText('Ingen forbindelse til Dosisflow.').waitFor({ state: 'detached' });
    expect(await page.locator('form.command').getByLabel('Begrundelse').inputValue()).toBe('Skifter medicin hver uge');
    await page.locator('form.command').getByRole('button', { name: 'Ikke egnet til dosispakning' }).click();
    await page.getByText('Gjort: Ikke egnet til dosispakning').waitFor();
    const given = await server().rows(
      `select 1 from journal where case_id = $1 and type = 'assessNotSuited' and outcome = 'accepted'`,
      [astas],
    );
    expect(given).toHaveLength(1);
  });

  it('has an accessibility statement that needs no sign-in', async () => {
    const page = await tab();
    await page.goto('/log-ind');
    await page.getByRole('link', { name: 'Tilgængelighedserklæring' }).click();
    await page.getByRole('heading', { name: 'Tilgængelighedserklæring', level: 1 }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Kendte mangler' }).waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'tilgaengelighed');
  });

  it('moves nothing for whoever asks for less motion', async () => {
    const page = await signedInAs('nurse', `/forloeb/${astas}`);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await settled(page);
    const moving = await page.evaluate<string[]>(
      `[...document.querySelectorAll('*')].filter((one) => {
        const { transitionDuration, animationName } = getComputedStyle(one);
        return transitionDuration.split(', ').some((each) => parseFloat(each) > 0) || animationName !== 'none';
      }).map(({ outerHTML }) => outerHTML.slice(0, 80))`,
    );
    expect(moving).toEqual([]);
  });

  it('calls the person a patient for a practice and a ward, and a citizen for the municipality', async () => {
    const nurse = await signedInAs('nurse', '/arbejdsliste');
    await nurse.getByLabel('Find en borger').waitFor();
    const gp = await signedInAs('gp', '/arbejdsliste');
    await settled(gp);
    await gp.getByLabel('Find en patient').waitFor();
    for (const path of ['/arbejdsliste', '/forloeb', `/forloeb/${astas}`]) {
      await gp.goto(path);
      await settled(gp);
      expect([path, await gp.locator('main').innerText()]).toEqual([path, expect.not.stringMatching(/\bborger/i)]);
    }
  });

  it('says what the state means, at the chart', async () => {
    const page = await signedInAs('nurse', `/forloeb/${astas}`);
    await page.locator('summary').filter({ hasText: 'Hvad betyder tilstandene?' }).click();
    await page.getByText('Borgeren er på vej til dosispakket medicin').first().waitFor();
    await page.locator('summary').filter({ hasText: 'Forløbsdiagram' }).click();
    await page
      .getByText('Mindst én ting mangler endnu: egnethed, samtykke, betaling eller dosisrecepter.')
      .first()
      .waitFor();
    expect(await axe(page)).toEqual([]);
  });
});

describeWith({ chromium: true }, 'every page of a demonstration', () => {
  const { server, tab, signedInAs } = pagesOf();
  const mark = 'Demonstration – kunstige borgere';
  beforeAll(() =>
    server().rows('insert into demonstration (citizens, weeks, begun_at, finished_at) values (30, 8, now(), now())'),
  );

  it.each(few)('says so to %s', async (name) => {
    const page = await signedInAs(name, '/');
    const menu = page.getByRole('navigation', { name: 'Sider i Dosisflow' }).getByRole('link');
    for (const link of await menu.all()) {
      await link.click();
      await page.getByRole('complementary', { name: mark }).waitFor();
    }
    const drop = page.getByRole('button', { name: 'Slet demonstrationen' });
    expect(await drop.count()).toBe(name === 'administrator' ? 1 : 0);
  });

  it('says so before anyone has signed in', async () => {
    const page = await tab(390);
    await page.goto('/');
    await page.getByRole('complementary', { name: mark }).waitFor();
    expect(await fits(page)).toBe(true);
    expect(await axe(page)).toEqual([]);
  });

  it('asks the administrator once before it is dropped', async () => {
    const page = await signedInAs('administrator', '/');
    await page.getByRole('button', { name: 'Slet demonstrationen' }).click();
    const dialog = page.getByRole('dialog', { name: 'Slet hele demonstrationen?' });
    await dialog.getByText('slettes for altid').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'slet-demonstrationen');
    await dialog.getByRole('button', { name: 'Annuller' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await server().rows('select 1 from demonstration where dropped_at is null')).toHaveLength(1);
  });
});
