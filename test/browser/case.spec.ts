/** What people do on the page of a case: every way of giving a command, and of being refused. Pictures go to .screenshots. */
import { axe, screenshot } from '../support/browser.ts';
import type { Page } from '../support/browser.ts';
import { fits, focused, pagesOf } from '../support/pages.ts';
import { describeWith } from '../support/requirements.ts';
import { openActiveCase } from '../support/server.ts';

const inger = { cpr: '2509474001', name: 'Inger Prøve' };

describeWith({ chromium: true }, 'the page of a case', () => {
  const { server, signedInAs, give, askTheGp, organisation } = pagesOf();
  let id: string;

  beforeEach(async () => {
    const cpr = `250947${String(4000 + serial++)}`;
    const parties = { gpPractice: await organisation('gpPractice'), pharmacy: await organisation('pharmacy') };
    id = await openActiveCase(server(), cpr, { name: inger.name, entry: 'identified', ...parties });
  });
  let serial = 1;

  const opened = (page: Page) => page.getByRole('heading', { name: inger.name, level: 1 }).waitFor();
  const form = (page: Page) => page.locator('form.command');
  const unfold = (page: Page, title: string) => page.locator('summary').filter({ hasText: title }).click();
  const journal = async (): Promise<string[]> => {
    const rows = await server().rows<{ type: string }>(
      `select type from journal where case_id = $1 and kind = 'command' and outcome = 'accepted' order by seq`,
      [id],
    );
    return rows.map(({ type }) => type);
  };

  it('takes a nurse from a task to its form, and tells that it is done', async () => {
    const page = await signedInAs('nurse', `/forloeb/${id}`);
    await opened(page);
    await page.getByRole('button', { name: 'Registrér samtykke' }).click();
    expect(await focused(page)).toBe('Registrér samtykke');
    await form(page).getByText('Borgeren', { exact: true }).click();
    await form(page).getByText('Mundtligt', { exact: true }).click();
    await form(page).getByText('Dosispakning', { exact: true }).click();
    await form(page).getByRole('button', { name: 'Registrér samtykke' }).click();
    await form(page).getByText('Skal udfyldes').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-formular');
    await form(page).getByLabel('Dato').fill('2026-11-20');
    await form(page).getByRole('button', { name: 'Registrér samtykke' }).click();
    await page.getByText('Gjort: Registrér samtykke').waitFor();
    expect(await focused(page)).toContain('Gjort: Registrér samtykke');
    expect(await journal()).toContain('giveConsent');
    await page.getByRole('button', { name: 'Fortryd svar om samtykke' }).waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-gjort');
  });

  it('takes back one’s own entry', async () => {
    const page = await signedInAs('nurse', `/forloeb/${id}`);
    await page.getByRole('button', { name: 'Borgeren er spurgt om samtykke' }).click();
    await form(page).getByRole('button', { name: 'Borgeren er spurgt om samtykke' }).click();
    await page.getByText('Gjort: Borgeren er spurgt om samtykke').waitFor();
    await page.getByRole('button', { name: 'Borgeren siger nej' }).click();
    await form(page).getByText('En pårørende').click();
    await form(page).getByText('Dosispakkegebyret').click();
    await form(page).getByRole('button', { name: 'Borgeren siger nej' }).click();
    await page.getByText('Gjort: Borgeren siger nej').waitFor();
    await page.getByRole('button', { name: 'Fortryd svar om samtykke' }).first().click();
    await form(page).getByLabel('Begrundelse').fill('Tastet på den forkerte borger');
    await form(page).getByRole('button', { name: 'Fortryd svar om samtykke' }).click();
    await page.getByText('Gjort: Fortryd svar om samtykke').waitFor();
    expect((await journal()).slice(-2)).toEqual(['declineConsent', 'reopenConsent']);
  });

  it('says in words why something cannot be done', async () => {
    const page = await signedInAs('nurse', `/forloeb/${id}`);
    await opened(page);
    await unfold(page, 'Andet, du kan gøre');
    await page.locator('summary').filter({ hasText: 'Kan ikke gøres lige nu' }).first().click();
    await page
      .getByText(/er ikke muligt/)
      .first()
      .waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-andet');
  });

  it('shows a refusal in words, and keeps what was typed', async () => {
    const page = await signedInAs('nurse', `/forloeb/${id}`);
    await unfold(page, 'Andet, du kan gøre');
    await page.getByRole('button', { name: 'Afslut uden start' }).first().click();
    await form(page).getByLabel('Begrundelse').selectOption({ label: 'Andet' });
    await form(page).getByLabel('Uddybning (kan udelades)').fill('Borgeren vil vente til foråret');
    await page.route('**/commands', (route) =>
      route.fulfill({
        status: 409,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          type: '/problems/refused',
          refusal: { code: 'guardFailed', message: { da: 'Det går ikke, fordi prøven siger nej', en: 'No' } },
        }),
      }),
    );
    await form(page).getByRole('button', { name: 'Afslut uden start' }).click();
    await form(page).getByText('Det går ikke, fordi prøven siger nej').waitFor();
    await form(page).getByText('Det, du har skrevet, står her stadig.').waitFor();
    expect(await form(page).getByLabel('Uddybning (kan udelades)').inputValue()).toBe('Borgeren vil vente til foråret');
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-afvist');
    await page.unroute('**/commands');
    await form(page).getByRole('button', { name: 'Afslut uden start' }).click();
    await page.getByText('Gjort: Afslut uden start').waitFor();
  });

  it('explains a conflict, keeps what was typed, and goes on when asked again', async () => {
    const page = await signedInAs('nurse', `/forloeb/${id}`);
    await unfold(page, 'Andet, du kan gøre');
    await page.getByRole('button', { name: 'Ikke egnet til dosispakning' }).first().click();
    await form(page).getByLabel('Begrundelse').fill('Medicinen ændres hver uge');
    await give(id, 'countStock', { lastsUntil: '2026-12-10' });
    await form(page).getByRole('button', { name: 'Ikke egnet til dosispakning' }).click();
    await form(page).getByText('Forløbet er ændret, siden du åbnede formularen').waitFor();
    await form(page).getByText('Tæl beholdningen').waitFor();
    expect(await form(page).getByLabel('Begrundelse').inputValue()).toBe('Medicinen ændres hver uge');
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-konflikt');
    await form(page).getByRole('button', { name: 'Ikke egnet til dosispakning' }).click();
    await page.getByText('Gjort: Ikke egnet til dosispakning').waitFor();
    expect((await journal()).slice(-2)).toEqual(['countStock', 'assessNotSuited']);
  });

  it('does something once, however often an answer is lost', async () => {
    const page = await signedInAs('nurse', `/forloeb/${id}`);
    await page.getByRole('button', { name: 'Borgeren er spurgt om samtykke' }).click();
    let tries = 0;
    await page.route('**/commands', async (route) => {
      tries += 1;
      if (tries > 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await form(page).getByRole('button', { name: 'Borgeren er spurgt om samtykke' }).click();
    await form(page).getByText('Serveren svarer ikke.').waitFor();
    await form(page).getByRole('button', { name: 'Borgeren er spurgt om samtykke' }).click();
    await page.getByText('Gjort: Borgeren er spurgt om samtykke').waitFor();
    expect((await journal()).filter((type) => type === 'askConsent')).toHaveLength(1);
  });

  it('finds a drug in the price list, with its D mark', async () => {
    const page = await signedInAs('nurse', `/forloeb/${id}`);
    await opened(page);
    const button = page.getByRole('button', { name: 'Registrér lægemiddel' }).first();
    if (!(await button.isVisible())) await unfold(page, 'Andet, du kan gøre');
    await button.click();
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await form(page).getByLabel('Lægemiddel: find i taksten').fill('prøvapril');
    await form(page).getByText('Prøvapril "Vest" 10 mg (99000000003), kan ikke dosispakkes').waitFor();
    await form(page).getByText('Prøvapril "Nord" 10 mg (99000000001), kan dosispakkes').click();
    const packable = form(page).getByRole('group', { name: 'Kan lægemidlet dosispakkes?' });
    expect(await packable.getByRole('radio', { name: 'Ja' }).isChecked()).toBe(true);
    await form(page).getByRole('group', { name: 'Er doseringen struktureret?' }).getByText('Ja').click();
    await form(page).getByText('I dosisrullen').click();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-laegemiddel');
    await form(page).getByRole('button', { name: 'Registrér lægemiddel' }).click();
    await page.getByText('Gjort: Registrér lægemiddel').waitFor();
    expect(addresses.filter((address) => /pr%C3%B8vapril|prøvapril|9900000/i.test(address))).toEqual([]);
  });

  it('shows day by day what the medicine comes from, and the first day without', async () => {
    const cpr = '2509474090';
    const active = await openActiveCase(server(), cpr, { name: inger.name });
    let told = 0;
    const tell = async (type: string, data: object): Promise<void> => {
      const answer = await server().call('adapter', 'POST', '/api/integration/events', {
        specversion: '1.0',
        id: `${(told += 1)} of ${cpr}`,
        source: 'urn:test:fmk',
        type: `dk.dosisflow.fmk.${type}.v1`,
        time: '2026-11-20T12:00:00+01:00',
        data: { cpr, ...data },
      });
      expect(await answer.json()).toMatchObject({ results: [{ result: 'accepted' }] });
    };
    const today = (await server().store.clock(server().store.pool)).slice(0, 10);
    const dayAfter = (n: number): string => new Date(Date.parse(today) + n * 86_400_000).toISOString().slice(0, 10);
    const [first, second] = ['99000000001', '99000000003'];
    const prescribed = (drugId: string, validTo: string): Promise<void> =>
      tell('dosePrescriptionObserved', { prescriptionId: drugId, drugId, status: 'open', validTo });
    await prescribed(first, '2027-11-20T12:00:00+01:00');
    await prescribed(second, `${dayAfter(20)}T12:00:00Z`);
    await tell('requestObserved', {
      requestId: `of ${cpr}`,
      status: 'unhandled',
      createdBy: 'System',
      addressedTo: [{ source: 'Yder', id: '999999' }],
      drugId: second,
    });
    for (const [periodId, from, to, status, drugIds] of [
      ['roll', 0, 13, 'Ekspederet', [first]],
      ['next', 14, 27, 'Planlagt', [first, second]],
    ] as const)
      await tell('dispensingPeriodObserved', {
        periodId,
        cardId: 'k',
        startDate: dayAfter(from),
        endDate: dayAfter(to),
        status,
        drugIds,
      });
    const page = await signedInAs('nurse', `/forloeb/${active}`);
    const calendar = page.getByRole('region', { name: 'Dækning' }).first();
    await calendar.getByRole('rowheader', { name: /Prøvapril "Nord" 10 mg/ }).waitFor();
    await calendar.getByText('dosisrulle', { exact: true }).first().waitFor();
    await calendar.getByText('Dage uden medicin').waitFor();
    await page.getByText('Første dag uden medicin').first().waitFor();
    await page
      .getByText(/Første dag, hvor et lægemiddel måske mangler: .* \(recepten rækker ikke så længe; receptanmodning/)
      .first()
      .waitFor();
    await calendar.getByText('dosisrulle, usikker: receptanmodning').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-daekning');
  });

  it('names whom to ask where nobody can get a drug', async () => {
    const cpr = '2509474091';
    const drugId = '99000000006';
    const active = await openActiveCase(server(), cpr, {
      name: inger.name,
      prescriptions: [{ prescriptionId: '1', drugId, validTo: '2028-01-01T00:00:00Z' }],
    });
    const today = (await server().store.clock(server().store.pool)).slice(0, 10);
    const dayAfter = (n: number): string => new Date(Date.parse(today) + n * 86_400_000).toISOString().slice(0, 10);
    const roll = { periodId: 'r', cardId: 'k', startDate: dayAfter(14), endDate: dayAfter(27), status: 'Planlagt' };
    const told = [
      ['fmk.dispensingPeriodObserved', { cpr, ...roll, deadline: `${dayAfter(11)}T11:00:00Z`, drugIds: [drugId] }],
      ['product.backOrderObserved', { packageNumber: '990061', since: today, source: 'Grossisten' }],
    ] as const;
    const answer = await server().call(
      'adapter',
      'POST',
      '/api/integration/events',
      told.map(([type, data], place) => ({
        specversion: '1.0',
        id: `${place} of ${cpr}`,
        source: 'urn:test:supply',
        type: `dk.dosisflow.${type}.v1`,
        time: `${today}T00:00:00Z`,
        data,
      })),
    );
    expect(await answer.json()).toMatchObject({ results: [{ result: 'accepted' }, { result: 'accepted' }] });
    await server().advance('PT1S');
    const [search] = await server().rows<{ id: string }>(
      `select id from "case" where workflow = 'substitution' and family_id = $1`,
      [active],
    );
    const page = await signedInAs('nurse', `/forloeb/${active}`);
    await opened(page);
    const contact = page.getByText('Sundhedsklynge Nordsjælland (prøve): Klyngesekretariatet Nordsjælland (prøve)');
    await page.getByRole('heading', { name: 'Dosisruller, ophold og anmodninger' }).waitFor();
    expect(await contact.count()).toBe(0);
    await give(search?.id ?? '', 'declineSideDosing', { reason: 'Der er ingen æsker' });
    await contact.waitFor();
    await page.getByText('Kredsforeningen Hovedstaden (prøve): Kredsformanden, Hovedstaden (prøve)').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-klyngekontakt');
    await page.goto(`/forloeb/${search?.id ?? ''}`);
    await contact.waitFor();
  });

  it('gives a practice the commands of its own task alone', async () => {
    await askTheGp(id);
    const page = await signedInAs('gp', `/forloeb/${id}`);
    await opened(page);
    await page.getByRole('button', { name: 'Dosisrecepter udstedes ikke' }).first().click();
    await form(page).getByLabel('Begrundelse').fill('Medicinen er ikke stabil endnu');
    await form(page).getByRole('button', { name: 'Dosisrecepter udstedes ikke' }).click();
    await page.getByText('Gjort: Dosisrecepter udstedes ikke').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-laege');
  });

  it('fits a narrow screen, in English', async () => {
    const page = await signedInAs('nurse', `/forloeb/${id}`, 390);
    await opened(page);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Record consent' }).click();
    await form(page).getByText('Who answered').waitFor();
    expect(await fits(page)).toBe(true);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'forloeb-390-engelsk');
  });
});
