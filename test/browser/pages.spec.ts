/** What people see, in a real browser over the real server. Pictures of every page go to .screenshots. */
import { axe, openTab, screenshot, startBrowser } from '../support/browser.ts';
import type { Browser, Page } from '../support/browser.ts';
import { bodyOf } from '../support/hospital-notification/body-of.ts';
import { buildSequence } from '../support/hospital-notification/build-sequence.ts';
import { describeWith } from '../support/requirements.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const hilda = { cpr: '2509471001', name: 'Hilda Prøve' };
const otto = { cpr: '2509471002', name: 'Otto Prøve' };
const names = ['nurse', 'gp', 'pharmacist', 'ward', 'coordinator', 'administrator'] as const;
const persons: Record<(typeof names)[number], string> = {
  nurse: 'Nanna Prøve',
  gp: 'Lars Prøve',
  pharmacist: 'Frida Prøve',
  ward: 'Viggo Prøve',
  coordinator: 'Karen Prøve',
  administrator: 'Anton Prøve',
};

describeWith({ chromium: true }, 'the pages', () => {
  let server: TestServer;
  let browser: Browser;
  let ottosCase: string;
  const open: { page: Page; faults: string[] }[] = [];

  beforeAll(async () => {
    server = await startServer();
    browser = await startBrowser();
  });
  afterEach(async () => {
    const tabs = open.splice(0);
    await Promise.all(tabs.map(({ page }) => page.context().close()));
    expect(tabs.flatMap(({ faults }) => faults)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function tab(width?: number): Promise<Page> {
    const opened = await openTab(browser, server.address, width);
    open.push(opened);
    return opened.page;
  }

  async function signedInAs(name: (typeof names)[number], width?: number): Promise<Page> {
    const page = await tab(width);
    await page.goto('/');
    await page.getByRole('button', { name: persons[name] }).click();
    await page.getByRole('heading', { name: 'Forløb', level: 1 }).waitFor();
    return page;
  }

  const focused = (page: Page): Promise<string> => page.evaluate('document.activeElement.textContent');

  async function give(caseId: string, type: string, data: object): Promise<void> {
    const response = await server.call('nurse', 'POST', `/api/cases/${caseId}/commands`, { type, data });
    expect({ type, status: response.status }).toEqual({ type, status: 200 });
  }

  async function admit(cpr: string): Promise<void> {
    const [bundle] = buildSequence({ codes: ['STIN'], cpr, episode: `stay-of-${cpr}` });
    if (!bundle) throw new Error('Expected a message');
    const [body, type] = bodyOf(bundle);
    const response = await server.call('adapter', 'POST', '/fhir/$process-message', body, { 'content-type': type });
    expect(response.status).toBe(200);
  }

  async function organisation(kind: string): Promise<string> {
    const response = await server.call('nurse', 'GET', `/api/organisations?kind=${kind}`);
    const { items } = (await response.json()) as { items: { id: string }[] };
    return items[0]?.id ?? '';
  }

  it('ask everyone to sign in first, and offer the artificial persons', async () => {
    const page = await tab();
    await page.goto('/forloeb/6ef2055a-fea5-4d9d-8b1b-3cf1b4a3b2a0');
    await page.getByRole('heading', { name: 'Log ind', level: 1 }).waitFor();
    expect(await page.getByRole('listitem').count()).toBe(names.length);
    expect(await page.title()).toBe('Log ind – Dosisflow');
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'log-ind');
  });

  it('tell a newcomer how to get cases', async () => {
    const page = await signedInAs('nurse');
    await page.getByText('Her er ingen forløb endnu').waitFor();
    await page.getByText('npm run replay -- docs/examples/hospital-notifications').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-uden-forloeb');
  });

  it('show a case move without being asked', async () => {
    const hildasCase = await openActiveCase(server, hilda.cpr, { name: hilda.name });
    const page = await signedInAs('nurse');
    const row = page.getByRole('row', { name: hilda.name });
    await row.getByText('hjemme').waitFor();
    await admit(hilda.cpr);
    await row.getByText('indlagt', { exact: true }).waitFor();
    await row.getByText('Netop ændret').waitFor();
    await give(hildasCase, 'recordHold', { reason: 'På sygehus', from: '2026-11-20' });
    await row.getByText('i bero', { exact: true }).waitFor();
  });

  it('list cases with state, responsible and deadline, and mark what is overdue in words', async () => {
    const gpPractice = await organisation('gpPractice');
    const pharmacy = await organisation('pharmacy');
    ottosCase = await openActiveCase(server, otto.cpr, { name: otto.name, gpPractice, pharmacy });
    await give(ottosCase, 'planEnding', { reason: 'citizenDeclines', lastDay: '2026-12-20' });
    await admit(otto.cpr);
    await openActiveCase(server);
    const page = await signedInAs('nurse');
    const row = page.getByRole('row', { name: otto.name });
    await row.getByText('ved at ophøre').waitFor();
    await row.getByText('Testkommune Nord').waitFor();
    await screenshot(page, 'forloeb');
    await server.advance('P2D');
    await row.getByText('Overskredet', { exact: true }).first().waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-overskredet');
  });

  it('show each roll with its days, its state and until when it can be changed', async () => {
    const period = { periodId: 'r1', cardId: 'k', startDate: '2026-12-07', endDate: '2026-12-20', status: 'Planlagt' };
    const answer = await server.call('adapter', 'POST', '/api/integration/events', {
      specversion: '1.0',
      id: 'roll-of-otto',
      source: 'urn:test:fmk',
      type: 'dk.dosisflow.fmk.dispensingPeriodObserved.v1',
      time: '2026-11-20T12:00:00+01:00',
      data: { cpr: otto.cpr, deadline: '2026-12-04T14:30:00+01:00', ...period },
    });
    expect(await answer.json()).toMatchObject({ results: [{ result: 'accepted' }] });
    const page = await signedInAs('nurse');
    await page.goto(`/forloeb/${ottosCase}`);
    const roll = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Dosisperiode' }) });
    await roll.getByText('planlagt', { exact: true }).waitFor();
    await roll.getByText('7. dec. 2026 – 20. dec. 2026').waitFor();
    await roll.getByText('Tidsfrist for ændringer 4. dec. 2026, 14.30').waitFor();
    expect(await axe(page)).toEqual([]);
  });

  it('show one case: what it waits for, where it stands, its chart and its event log', async () => {
    const page = await signedInAs('nurse');
    await page.getByRole('link', { name: otto.name }).click();
    await page.getByRole('heading', { name: otto.name, level: 1 }).waitFor();
    expect(await page.title()).toBe(`${otto.name} – Dosisflow`);
    expect(await focused(page)).toBe(otto.name);
    await page.getByRole('heading', { name: 'Hvad forløbet venter på' }).waitFor();
    await page.getByRole('table', { name: 'Hvad forløbet venter på' }).getByText('Testkommune Nord').first().waitFor();
    await page.getByRole('table', { name: 'Hændelseslog' }).getByText('Planlæg ophør').waitFor();
    await page.getByRole('img', { name: /^dosispakningen.*ved at ophøre/ }).waitFor();
    await page.getByRole('link', { name: 'Sygehusophold' }).waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'et-forloeb');
    await page.getByRole('link', { name: 'Sygehusophold' }).click();
    await page.getByRole('img', { name: /^opholdet.*indlagt/ }).waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'et-sygehusophold');
  });

  it('show a practice its own part of a case, and nothing of the stay in hospital', async () => {
    const page = await signedInAs('gp');
    await page.getByText('Andre end kommunen ser kun forløb, der venter på dem.').waitFor();
    await page.goto(`/forloeb/${ottosCase}`);
    await page.getByRole('heading', { name: otto.name, level: 1 }).waitFor();
    await page.getByRole('table', { name: 'Hændelseslog' }).getByText('Planlæg ophør').waitFor();
    await page.getByRole('img', { name: /^dosispakningen/ }).waitFor();
    const text = await page.locator('body').innerText();
    expect(text).toContain('250947-xxxx');
    expect(text).not.toMatch(/indlagt|indlæg|sygehusophold|advis/i);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'et-forloeb-som-laege');
  });

  it('say that there is no such case to whom it does not concern', async () => {
    const page = await signedInAs('ward');
    await page.goto(`/forloeb/${ottosCase}`);
    await page.getByText('Forløbet findes ikke, eller din organisation er ikke med i det.').waitFor();
    expect(await axe(page)).toEqual([]);
  });

  it('give every role its list without a fault', async () => {
    for (const name of names) {
      const page = await signedInAs(name);
      await page.getByRole('table', { name: 'Forløb' }).or(page.getByText('Her er ingen forløb endnu')).waitFor();
    }
  });

  it('read well by keyboard alone, on a narrow screen and in English', async () => {
    const page = await signedInAs('nurse', 390);
    await page.getByRole('link', { name: otto.name }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await screenshot(page, 'forloeb-390');
    await page.reload();
    await page.getByRole('link', { name: otto.name }).waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Gå til indholdet');
    for (let presses = 0; presses < 30 && (await focused(page)) !== otto.name; presses += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: otto.name, level: 1 }).waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'What the case waits for' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'et-forloeb-390-engelsk');
  });

  it('page a long list, and say when there is no such page', async () => {
    for (let serial = 0; serial < 25; serial += 1) {
      await openActiveCase(server, `25094712${String(serial).padStart(2, '0')}`, { name: `Borger ${serial} Prøve` });
    }
    const page = await signedInAs('nurse');
    await page.getByRole('link', { name: 'Næste side' }).click();
    await page.getByRole('link', { name: 'Første side' }).waitFor();
    const table = page.getByRole('table', { name: 'Forløb' });
    await table.waitFor();
    await page.goto('/intet');
    await page.getByRole('heading', { name: 'Siden findes ikke' }).waitFor();
    expect(await axe(page)).toEqual([]);
  });

  it('show older events when asked', async () => {
    await server.advance('P20D');
    const page = await signedInAs('nurse');
    await page.goto(`/forloeb/${ottosCase}`);
    await page.getByRole('button', { name: 'Vis ældre hændelser' }).click();
    await page.getByRole('table', { name: 'Hændelseslog' }).getByRole('row').nth(21).waitFor();
  });

  it('say so when the server cannot be reached, and keep what was shown', async () => {
    const page = await signedInAs('nurse');
    await page.getByRole('table', { name: 'Forløb' }).waitFor();
    await page.route('**/api/cases?*', (route) => route.fulfill({ status: 503, body: '{}' }));
    await page.getByText('Siden kan ikke opdateres lige nu').waitFor();
    await page.getByRole('table', { name: 'Forløb' }).waitFor();
  });

  it('forget who was signed in', async () => {
    const page = await signedInAs('nurse');
    await page.getByRole('button', { name: 'Log ud' }).click();
    await page.getByRole('heading', { name: 'Log ind', level: 1 }).waitFor();
    await page.goto('/');
    await page.getByRole('heading', { name: 'Log ind', level: 1 }).waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });
});

describeWith({ chromium: true }, 'the pages of a server with an identity provider of its own', () => {
  it('offer nobody to sign in as', async () => {
    const server = await startServer({ OIDC_ISSUER: 'https://login.example.dk' });
    const browser = await startBrowser();
    const { page, faults } = await openTab(browser, server.address);
    await page.goto('/');
    await page.getByText('Log ind via jeres egen identitetsudbyder').waitFor();
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'log-ind-identitetsudbyder');
    expect(faults).toEqual([]);
    await browser.close();
    await server.close();
  });
});
