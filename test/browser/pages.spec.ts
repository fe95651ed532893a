/** What people see, in a real browser over the real server. Pictures of every page go to .screenshots. */
import { axe, openTab, screenshot, startBrowser } from '../support/browser.ts';
import type { Page } from '../support/browser.ts';
import { bodyOf } from '../support/hospital-notification/body-of.ts';
import { buildSequence } from '../support/hospital-notification/build-sequence.ts';
import { startProvider } from '../support/identity-provider.ts';
import { fits, focused, names, pagesOf, persons } from '../support/pages.ts';
import { describeWith } from '../support/requirements.ts';
import { openActiveCase, startServer } from '../support/server.ts';
import type { TestServer } from '../support/server.ts';

const hilda = { cpr: '2509471001', name: 'Hilda Prøve' };
const otto = { cpr: '2509471002', name: 'Otto Prøve' };

describeWith({ chromium: true }, 'the pages', () => {
  const { server: running, tab, signedInAs, give, organisation } = pagesOf();
  let server: TestServer;
  let ottosCase: string;
  beforeAll(() => {
    server = running();
  });

  async function admit(cpr: string): Promise<void> {
    const [bundle] = buildSequence({ codes: ['STIN'], cpr, episode: `stay-of-${cpr}` });
    if (!bundle) throw new Error('Expected a message');
    const [body, type] = bodyOf(bundle);
    const response = await server.call('adapter', 'POST', '/fhir/$process-message', body, { 'content-type': type });
    expect(response.status).toBe(200);
  }

  async function axeAndPicture(page: Page, name: string): Promise<void> {
    expect(await axe(page)).toEqual([]);
    await screenshot(page, name);
  }
  const unfold = (page: Page, title: string): Promise<void> =>
    page.locator('summary').filter({ hasText: title }).click();

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
    const page = await signedInAs('nurse', '/forloeb');
    await page.getByText('Her er ingen forløb endnu').waitFor();
    await page.getByText('npm run replay -- docs/examples/hospital-notifications').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-uden-forloeb');
  });

  it('show a case move without being asked', async () => {
    const hildasCase = await openActiveCase(server, hilda.cpr, { name: hilda.name });
    const page = await signedInAs('nurse', '/forloeb');
    const row = page.getByRole('row', { name: hilda.name });
    await row.getByText('hjemme').waitFor();
    await admit(hilda.cpr);
    await row.getByText('indlagt', { exact: true }).waitFor();
    await row.getByText('Netop ændret').waitFor();
    await give(hildasCase, 'recordHold', { reason: 'På sygehus', from: '2026-11-20' });
    await row.getByText('i bero', { exact: true }).waitFor();
  });

  it('say that they fetch the words for a state, and never leave the cell empty', async () => {
    const page = await signedInAs('nurse', '/');
    let come = (): void => undefined;
    const held = new Promise<void>((resolve) => (come = resolve));
    await page.route('**/api/charts/**', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto('/forloeb');
    const row = page.getByRole('row', { name: hilda.name });
    await row.locator('[data-title="Tilstand"]').getByText('Henter …').waitFor();
    await row.locator('[data-title="Medicin"]').getByText('ikke kendt her').waitFor();
    expect(await axe(page)).toEqual([]);
    come();
    await row.getByText('i bero', { exact: true }).waitFor();
    expect(await row.getByText('Henter …').count()).toBe(0);
  });

  it('list cases with state, responsible and deadline, and mark what is overdue in words', async () => {
    const gpPractice = await organisation('gpPractice');
    const pharmacy = await organisation('pharmacy');
    ottosCase = await openActiveCase(server, otto.cpr, { name: otto.name, gpPractice, pharmacy });
    await give(ottosCase, 'planEnding', { reason: 'citizenDeclines', lastDay: '2026-12-20' });
    await admit(otto.cpr);
    await openActiveCase(server);
    const page = await signedInAs('nurse', '/forloeb');
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
    const page = await signedInAs('nurse', '/forloeb');
    await page.goto(`/forloeb/${ottosCase}`);
    const roll = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: 'Dosisrulle' }) });
    await roll.getByText('planlagt', { exact: true }).waitFor();
    await roll.getByText('7. dec. 2026 – 20. dec. 2026').waitFor();
    await roll.getByText('Tidsfrist for ændringer 4. dec. 2026, 14.30').waitFor();
    expect(await axe(page)).toEqual([]);
  });

  it('show one case: what it waits for, where it stands, its chart and its event log', async () => {
    const page = await signedInAs('nurse', '/forloeb');
    await page.getByRole('link', { name: otto.name }).click();
    await page.getByRole('heading', { name: otto.name, level: 1 }).waitFor();
    expect(await page.title()).toBe('Forløb – Dosisflow');
    expect(await focused(page)).toBe(otto.name);
    await page.getByRole('heading', { name: 'Hvad skal gøres nu' }).waitFor();
    await page.getByRole('listitem').getByText('Testkommune Nord').first().waitFor();
    await axeAndPicture(page, 'et-forloeb');
    await unfold(page, 'Hændelseslog');
    await page.getByRole('table', { name: 'Hændelseslog' }).getByText('Planlæg ophør').waitFor();
    await unfold(page, 'Hvor forløbet står');
    await unfold(page, 'Forløbsdiagram');
    await page.getByRole('img', { name: /^dosispakningen.*ved at ophøre/ }).waitFor();
    await page.getByRole('link', { name: 'Sygehusophold' }).waitFor();
    await axeAndPicture(page, 'et-forloeb-foldet-ud');
    await page.getByRole('link', { name: 'Sygehusophold' }).click();
    await page.locator('.lead').getByText('Sygehusophold').waitFor();
    await unfold(page, 'Forløbsdiagram');
    await page.getByRole('img', { name: /^opholdet.*indlagt/ }).waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'et-sygehusophold');
  });

  it('show a practice its own part of a case, and nothing of the stay in hospital', async () => {
    const page = await signedInAs('gp', '/forloeb');
    await page.getByText('Andre end kommunen ser kun forløb, der venter på dem.').waitFor();
    await page.goto(`/forloeb/${ottosCase}`);
    await page.getByRole('heading', { name: otto.name, level: 1 }).waitFor();
    await unfold(page, 'Hændelseslog');
    await page.getByRole('table', { name: 'Hændelseslog' }).getByText('Planlæg ophør').waitFor();
    await unfold(page, 'Hvor forløbet står');
    await unfold(page, 'Forløbsdiagram');
    await page.getByRole('img', { name: /^dosispakningen/ }).waitFor();
    const text = await page.locator('body').innerText();
    expect(text).toContain('250947-xxxx');
    expect(text).not.toMatch(/indlagt|indlæg|sygehusophold|advis/i);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'et-forloeb-som-laege');
  });

  it('say that there is no such case to whom it does not concern', async () => {
    const foreign = await openActiveCase(server, '2509471077');
    const page = await signedInAs('ward', `/forloeb/${foreign}`);
    await page.getByText('Forløbet findes ikke, eller din organisation er ikke med i det.').waitFor();
    expect(await axe(page)).toEqual([]);
  });

  it.each(names)('give %s a list without a fault', async (name) => {
    const page = await signedInAs(name, '/forloeb');
    await page.getByRole('table', { name: 'Forløb' }).or(page.getByText('Her er ingen forløb endnu')).waitFor();
    expect(await page.getByText('npm run').count()).toBe(0);
  });

  it('read well by keyboard alone, on a narrow screen and in English', async () => {
    const page = await signedInAs('nurse', '/forloeb', 390);
    await page.getByRole('link', { name: otto.name }).waitFor();
    expect(await fits(page)).toBe(true);
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
    await page.getByRole('heading', { name: 'What must be done now' }).waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('en');
    expect(await fits(page)).toBe(true);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'et-forloeb-390-engelsk');
  });

  it('page a long list, and say when there is no such page', async () => {
    for (let serial = 0; serial < 25; serial += 1) {
      await openActiveCase(server, `25094712${String(serial).padStart(2, '0')}`, { name: `Borger ${serial} Prøve` });
    }
    const page = await signedInAs('nurse', '/forloeb');
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
    const page = await signedInAs('nurse', '/forloeb');
    await page.goto(`/forloeb/${ottosCase}`);
    await unfold(page, 'Hændelseslog');
    await page.getByRole('button', { name: 'Vis ældre hændelser' }).click();
    await page.getByRole('table', { name: 'Hændelseslog' }).getByRole('row').nth(21).waitFor();
  });

  it('say so when the server cannot be reached, and keep what was shown', async () => {
    const page = await signedInAs('nurse', '/forloeb');
    await page.getByRole('table', { name: 'Forløb' }).waitFor();
    await page.route('**/api/cases?*', (route) => route.fulfill({ status: 503, body: '{}' }));
    await give(ottosCase, 'recordReimbursement', { percent: 75 });
    await page.getByText('Siden kan ikke opdateres lige nu').waitFor();
    await page.getByRole('table', { name: 'Forløb' }).waitFor();
  });

  it('come back to where one was before signing in', async () => {
    const page = await tab();
    await page.goto(`/forloeb/${ottosCase}`);
    await page.getByRole('button', { name: persons.nurse }).click();
    await page.getByRole('heading', { name: otto.name, level: 1 }).waitFor();
  });

  it('keep nothing of who is signed in where a script could read it', async () => {
    const page = await signedInAs('nurse', '/forloeb');
    const readable = 'JSON.stringify([document.cookie, { ...sessionStorage }, { ...localStorage }])';
    expect(await page.evaluate(readable)).toBe('["",{},{"dosisflow.language":"da"}]');
    expect(await page.context().cookies()).toEqual([
      expect.objectContaining({ name: 'dosisflow-session', httpOnly: true, sameSite: 'Strict' }),
    ]);
  });

  it('ask to sign in again when the session has ended', async () => {
    const page = await signedInAs('nurse', '/forloeb');
    const first = page.getByRole('row').nth(1).getByRole('link');
    await first.waitFor();
    await server.rows('delete from session');
    // The live page may see it by itself and be gone before anyone can click.
    await first.click({ timeout: 3_000 }).catch(() => undefined);
    await page.getByRole('heading', { name: 'Log ind', level: 1 }).waitFor();
  });

  it('let go of what one person was shown as soon as another signs in beside it', async () => {
    const page = await signedInAs('nurse', '/forloeb');
    await page.getByText(persons.nurse).waitFor();
    const beside = await page.context().newPage();
    // The session went without a word to anybody, as by the provider's own signing out.
    await page.context().clearCookies();
    await beside.goto('/log-ind');
    await beside.getByRole('button', { name: persons.gp }).click();
    await beside.getByText(persons.gp).waitFor();
    // Shown anew as the other's, or, where it saw first that nobody was signed in, the page for signing in: never as before.
    await page.getByRole('banner').getByText(persons.nurse).waitFor({ state: 'detached' });
  });

  it('say why somebody was not signed in', async () => {
    const page = await tab();
    await page.goto('/log-ind?fejl=claims-disagree');
    await page.getByText('ikke enige om din rolle eller organisation').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'log-ind-fejl');
  });

  it('forget who was signed in', async () => {
    const page = await signedInAs('nurse', '/forloeb');
    await page.getByRole('button', { name: 'Log ud' }).click();
    await page.getByRole('heading', { name: 'Log ind', level: 1 }).waitFor();
    await page.goto('/');
    await page.getByRole('heading', { name: 'Log ind', level: 1 }).waitFor();
    expect(await page.context().cookies()).toEqual([]);
  });
});

describeWith({ chromium: true }, 'the pages of a server with an identity provider of its own', () => {
  it('send to it, and come back signed in', async () => {
    const provider = await startProvider();
    provider.person = { sub: 'dev|nurse', acr: 'https://data.gov.dk/concept/core/nsis/Substantial' };
    const server = await startServer(provider.env);
    const browser = await startBrowser();
    const { page } = await openTab(browser, server.address);
    await page.goto('/');
    await page.getByText('Du logger ind, som du plejer på dit arbejde.').waitFor();
    expect(await page.getByRole('main').getByRole('button').count()).toBe(1);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'log-ind-identitetsudbyder');
    await page.getByRole('button', { name: 'Log ind' }).click();
    await page.getByText(persons.nurse).waitFor();
    await page.getByRole('button', { name: 'Log ud' }).click();
    await page.getByText('Du logger ind, som du plejer på dit arbejde.').waitFor();
    expect(provider.signedOut).toHaveLength(1);
    expect(await page.context().cookies(server.address)).toEqual([]);
    await browser.close();
    await server.close();
    await provider.close();
  });
});
