/** What the page of a case shows beside its tasks: the time line, the log with its sources, fees, notes, correspondence, the draft of an adverse event. Pictures go to .screenshots. */
import { write } from '../../src/integration/medcom/write.ts';
import { axe, screenshot } from '../support/browser.ts';
import type { Page } from '../support/browser.ts';
import { buildCareMessage } from '../support/care-communication/build-care-message.ts';
import { bodyOf } from '../support/hospital-notification/body-of.ts';
import { buildNotification } from '../support/hospital-notification/build-notification.ts';
import { send } from '../support/hospital-notification/send.ts';
import { fits, pagesOf } from '../support/pages.ts';
import { describeWith } from '../support/requirements.ts';
import { openActiveCase } from '../support/server.ts';

const drugId = '99000000001';
const cpr = '2509474201';
const name = 'Karla Prøve';

describeWith({ chromium: true }, 'the parts of a case', () => {
  const { server, signedInAs, give, organisation } = pagesOf();
  let id: string;
  let missing: string;
  let today: string;
  const dayAfter = (n: number): string => new Date(Date.parse(today) + n * 86_400_000).toISOString().slice(0, 10);

  let told = 0;
  const tell = async (type: string, data: object): Promise<string> => {
    const answer = await server().call('adapter', 'POST', '/api/integration/events', {
      specversion: '1.0',
      id: `${(told += 1)} of ${cpr}`,
      source: 'urn:test:fmk',
      type: `dk.dosisflow.fmk.${type}.v1`,
      time: `${today}T00:00:${String(10 + told)}Z`,
      data: { cpr, ...data },
    });
    const { results } = (await answer.json()) as { results: { result: string; caseId: string }[] };
    expect(results).toMatchObject([{ result: 'accepted' }]);
    return results[0]?.caseId ?? '';
  };
  const roll = (periodId: string, from: number, status: string): Promise<string> =>
    tell('dispensingPeriodObserved', {
      periodId,
      cardId: 'k',
      startDate: dayAfter(from),
      endDate: dayAfter(from + 13),
      status,
      drugIds: [drugId],
    });

  beforeAll(async () => {
    today = (await server().store.clock(server().store.pool)).slice(0, 10);
    const parties = { gpPractice: await organisation('gpPractice'), pharmacy: await organisation('pharmacy') };
    id = await openActiveCase(server(), cpr, { name, careSetting: 'careHome', ...parties });
    await tell('dosePrescriptionObserved', {
      prescriptionId: 'a',
      drugId,
      status: 'open',
      validTo: `${dayAfter(40)}T12:00:00Z`,
    });
    for (const status of ['Pakning afsluttet', 'Ekspederet']) await roll('before', -14, status);
    for (const status of ['Pakning afsluttet', 'Ekspederet']) missing = await roll('now', 0, status);
    await roll('next', 14, 'Planlagt');
    await tell('requestObserved', {
      requestId: 'of the drug',
      status: 'unhandled',
      createdBy: 'System',
      addressedTo: [{ source: 'Yder', id: '999999' }],
      drugId,
    });
    for (const [code, day] of [
      ['STIN', -20],
      ['SLHJ', -16],
    ] as const) {
      const occurredAt = `${dayAfter(day)}T08:00:00Z`;
      const times = { periodStart: `${dayAfter(-20)}T08:00:00Z`, ...(code === 'SLHJ' && { periodEnd: occurredAt }) };
      const [body, contentType] = bodyOf(buildNotification({ code, cpr, episode: 'e', occurredAt, ...times }), 'json');
      expect((await send(server(), body, contentType)).code).toBe('ok');
    }
    const letter = write(
      buildCareMessage({ cpr, messageId: 'letter', category: 'medicine', text: 'Ring til afdelingen om startdagen.' }),
      'json',
    );
    await server().call('adapter', 'POST', '/fhir/$process-message', letter.body, {
      'content-type': letter.contentType,
    });
    await give(missing, 'draftAdverseEvent');
  });

  const opened = (page: Page) => page.getByRole('heading', { name, level: 1 }).waitFor();
  const unfold = (page: Page, title: string) => page.locator('summary').filter({ hasText: title }).click();

  it('stand on one time line, as a picture and as a table, and lead to a part and back', async () => {
    const page = await signedInAs('nurse', `/forloeb/${id}`);
    await opened(page);
    await page.getByText(/· Plejehjem/).waitFor();
    const line = page.getByRole('img', { name: 'Tidslinje' });
    for (const lane of ['Dosisrulle', 'Sygehusophold', 'Receptanmodning'])
      await line.getByText(lane, { exact: true }).waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-tidslinje');
    const part = page.locator('section.part').filter({ hasText: 'Dosisruller, ophold og anmodninger' });
    await part.getByText('Det samme som tabel').click();
    const table = part.getByRole('table');
    expect(await table.getByRole('link', { name: 'Dosisrulle' }).count()).toBe(3);
    await table
      .getByRole('row', { name: /Receptanmodning/ })
      .getByText('fortsætter')
      .waitFor();
    expect(await axe(page)).toEqual([]);
    await table.getByRole('link', { name: 'Sygehusophold' }).click();
    await page.getByRole('link', { name: 'Til borgerens hovedforløb' }).click();
    await page.waitForURL(`**/forloeb/${id}`);
    await opened(page);
  });

  it.each(['gp', 'pharmacist', 'pharmacyStaff'] as const)('show the rolls and no stay to %s', async (who) => {
    const page = await signedInAs(who, `/forloeb/${id}`);
    await opened(page);
    const line = page.getByRole('img', { name: 'Tidslinje' });
    await line.getByText('Dosisrulle', { exact: true }).waitFor();
    await page.getByRole('table', { name: 'Dækning' }).first().waitFor();
    await page.getByRole('heading', { name: 'Noter' }).waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(/Sygehusophold|indlagt|Ring til afdelingen/);
    expect(await page.locator('summary').filter({ hasText: 'Korrespondance' }).count()).toBe(0);
    expect(await axe(page)).toEqual([]);
  });

  it('say in the log whose word each event is, and by which rules it was decided', async () => {
    const page = await signedInAs('nurse', `/forloeb/${id}`);
    await opened(page);
    await unfold(page, 'Hændelseslog');
    const log = page.getByRole('table', { name: 'Hændelseslog' });
    const row = log.getByRole('row', { name: /FMK: dosisrecept/ });
    await row.getByRole('cell', { name: /^FMK/ }).waitFor();
    await row.getByRole('cell', { name: 'Gældende regler' }).waitFor();
    await log
      .getByRole('row', { name: /Oprettet: / })
      .getByRole('cell', { name: /Nanna Prøve/ })
      .waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-haendelseslog');
  });

  it('show what each roll cost and who pays it', async () => {
    const page = await signedInAs('nurse', `/forloeb/${id}`);
    await opened(page);
    await unfold(page, 'Gebyrer');
    const fees = page.getByRole('table', { name: 'Gebyrer' });
    await fees.waitFor();
    expect(await fees.getByRole('row', { name: /Dosisrulle udleveret/ }).count()).toBe(2);
    await page.getByText(/I alt: Borgeren .*kr\./).waitFor();
    expect(await axe(page)).toEqual([]);
  });

  it('show the nurse what was written to the municipality, and the draft of an adverse event', async () => {
    const page = await signedInAs('nurse', `/forloeb/${id}`);
    await opened(page);
    await unfold(page, 'Korrespondance');
    await page.getByText('Ring til afdelingen om startdagen.').waitFor();
    await unfold(page, 'Kladde: utilsigtet hændelse');
    await page.getByText(/Uden navn, CPR-nummer og medicin/).waitFor();
    expect(await page.locator('.as-written').last().textContent()).not.toMatch(/Karla|250947|Prøvapril/);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-korrespondance');
  });

  it('hold what colleagues write to each other, live, and nobody else’s', async () => {
    const [one, other] = [await signedInAs('nurse', `/forloeb/${id}`), await signedInAs('planner', `/forloeb/${id}`)];
    await opened(other);
    await one.getByRole('button', { name: 'Skriv en note' }).click();
    const field = one.getByLabel('Skriv en note');
    await field.fill('Ring til 250947-4201');
    await one.getByRole('button', { name: 'Gem noten' }).click();
    await one.getByText('Skriv ikke CPR-numre i en note').waitFor();
    expect(await field.inputValue()).toBe('Ring til 250947-4201');
    expect(await axe(one)).toEqual([]);
    await field.fill('Datteren ringer efter kl. 15');
    await one.getByRole('button', { name: 'Gem noten' }).click();
    await other.getByText('Datteren ringer efter kl. 15').waitFor();
    await other.getByText(/^Nanna Prøve .* · /).waitFor();
    expect(await other.getByRole('button', { name: /Slet min note/ }).count()).toBe(0);
    expect(await axe(one)).toEqual([]);
    await screenshot(one, 'forloeb-noter');
    const gp = await signedInAs('gp', `/forloeb/${id}`);
    await gp.getByRole('heading', { name: 'Noter' }).waitFor();
    await gp.getByRole('button', { name: 'Skriv en note' }).waitFor();
    expect(await gp.getByText('Datteren ringer').count()).toBe(0);
    await one.getByRole('button', { name: /Slet min note/ }).click();
    await one.getByText('Datteren ringer efter kl. 15', { exact: true }).waitFor({ state: 'detached' });
  });

  it('lead its own municipality out to the care record, by an address that tells of nobody', async () => {
    const page = await signedInAs('nurse', `/forloeb/${id}`);
    const link = page.getByRole('link', { name: 'Åbn omsorgsjournalen' });
    expect(await link.getAttribute('href')).toBe(`https://omsorgsjournal.example.invalid/start?henvisning=${id}`);
    const gp = await signedInAs('gp', `/forloeb/${id}`);
    await opened(gp);
    expect(await gp.getByRole('link', { name: 'Åbn omsorgsjournalen' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Hent som PDF' }).getAttribute('href')).toBe(`/api/cases/${id}/pdf`);
  });

  it.each(['coordinator', 'administrator'] as const)(
    'tell the %s, who treats nobody, neither a name nor what colleagues write',
    async (who) => {
      const page = await signedInAs(who, `/forloeb/${id}`);
      await page.getByRole('heading', { name: `Navn vises ikke, forløb ${id.slice(0, 8)}`, level: 1 }).waitFor();
      await page.getByRole('img', { name: 'Tidslinje' }).waitFor();
      const text = await page.locator('main').innerText();
      expect(text).not.toMatch(/Karla|250947|Prøvapril|Noter|Korrespondance|Kladde/);
      expect(await axe(page)).toEqual([]);
    },
  );

  it('print without what only a screen has use for', async () => {
    const page = await signedInAs('nurse', `/forloeb/${id}`);
    await page.getByRole('img', { name: 'Tidslinje' }).waitFor();
    await page.emulateMedia({ media: 'print' });
    for (const button of ['Skriv en note', 'Udskriv', 'Log ud'])
      expect([button, await page.getByRole('button', { name: button }).isVisible()]).toEqual([button, false]);
    expect(await page.getByRole('link', { name: 'Nyt forløb' }).isVisible()).toBe(false);
    expect(await page.getByRole('img', { name: 'Tidslinje' }).isVisible()).toBe(true);
    await screenshot(page, 'forloeb-udskrift');
  });

  it('ask for no identifier: a correspondence is chosen from those received, another case by the citizen', async () => {
    const page = await signedInAs('nurse', `/forloeb/${id}`);
    await opened(page);
    await unfold(page, 'Andet, du kan gøre');
    await page.getByRole('button', { name: 'Afvent svar på korrespondance' }).click();
    const form = page.locator('form.command');
    await form.getByRole('button', { name: 'Afvent svar på korrespondance' }).click();
    await form.getByText('Skal udfyldes').first().waitFor();
    await form.getByText('En, der ikke står her').click();
    await form.getByLabel('Korrespondancens nummer').waitFor();
    await form
      .getByRole('group', { name: 'Hvilken korrespondance' })
      .getByText(/^Medicin, /)
      .click();
    await form.getByLabel('Korrespondancens nummer').waitFor({ state: 'detached' });
    expect(await axe(page)).toEqual([]);
    await form.getByLabel('Vent til').fill(dayAfter(3));
    await form.getByRole('button', { name: 'Afvent svar på korrespondance' }).click();
    await page.getByText('Gjort: Afvent svar på korrespondance').waitFor();

    const twice = await openActiveCase(server(), '2509474299', { name: 'Karla Prøve igen' });
    await page.goto(`/forloeb/${twice}`);
    await page.getByRole('heading', { name: 'Karla Prøve igen', level: 1 }).waitFor();
    await unfold(page, 'Andet, du kan gøre');
    await page.getByRole('button', { name: 'Læg sammen med et andet forløb' }).click();
    await form.getByLabel('Det andet forløb: Find borgeren').fill('Karla');
    await page.keyboard.press('Enter');
    const found = form.getByRole('group', { name: 'Det andet forløb' });
    await found.getByText(/^Karla Prøve, 250947-?4201/).click();
    expect(await found.getByText('Karla Prøve igen').count()).toBe(0);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-laeg-sammen');
    await form.getByLabel('Begrundelse').fill('Oprettet to gange');
    await form.getByRole('button', { name: 'Læg sammen med et andet forløb' }).click();
    await page.getByText('Gjort: Læg sammen med et andet forløb').waitFor();
  });

  it('fit a narrow screen', async () => {
    const page = await signedInAs('nurse', `/forloeb/${id}`, 390);
    await opened(page);
    await page.getByRole('img', { name: 'Tidslinje' }).waitFor();
    await unfold(page, 'Hændelseslog');
    await page.getByRole('table', { name: 'Hændelseslog' }).waitFor();
    expect(await fits(page)).toBe(true);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-dele-390');
  });
});
