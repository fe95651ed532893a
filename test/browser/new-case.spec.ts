/** Opening a case, taking one over, and the list of candidates. Pictures go to .screenshots. */
import { axe, screenshot } from '../support/browser.ts';
import type { Page } from '../support/browser.ts';
import { fits, pagesOf } from '../support/pages.ts';
import { describeWith } from '../support/requirements.ts';
import { openActiveCase } from '../support/server.ts';

describeWith({ chromium: true }, 'a new case', () => {
  const { server, signedInAs } = pagesOf();

  const commandsOf = async (id: string): Promise<string[]> => {
    const rows = await server().rows<{ type: string }>(
      `select type from journal where case_id = $1 and kind = 'command' and outcome = 'accepted' order by seq`,
      [id],
    );
    return rows.map(({ type }) => type);
  };

  const answer = (page: Page, question: string, value: string) =>
    page.getByRole('group', { name: question }).getByText(value, { exact: true }).click();
  const careSettingOf = async (id: string): Promise<unknown> => {
    const rows = await server().rows<{ at: string }>(
      `select t.care_setting as at from citizen t join "case" c on c.citizen_id = t.id where c.id = $1`,
      [id],
    );
    return rows[0]?.at;
  };
  const caseOf = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const begin = async (page: Page, cpr: string, name: string): Promise<void> => {
    await page.getByText('Borgeren skal måske have dosispakket medicin').click();
    await page.getByLabel('CPR-nummer').fill(cpr);
    await page.getByLabel('Navn').fill(name);
    await answer(page, 'Hvor bor borgeren', 'Eget hjem');
  };
  const stable = async (page: Page, planned: 'Ja' | 'Nej'): Promise<void> => {
    await answer(page, 'Har medicinen været stabil?', 'Ja');
    await answer(page, 'Ventes den at være stabil?', 'Ja');
    await answer(page, 'Er en ændring planlagt?', planned);
  };

  it('is opened with what is known already: where, stock, drugs, stability, assessment', async () => {
    const page = await signedInAs('nurse', '/');
    await page.getByRole('link', { name: 'Nyt forløb' }).click();
    await page.getByRole('heading', { name: 'Nyt forløb', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Opret forløbet' }).click();
    expect(await page.getByText('Skal udfyldes').count()).toBe(4);
    expect(await axe(page)).toEqual([]);
    await begin(page, '250947-6001', 'Rosa Prøve');
    await answer(page, 'Hvor bor borgeren', 'Plejehjem');
    await page.getByLabel('Egen læge (kan udelades)').selectOption({ label: 'Lægehuset Eksempel' });
    await page.getByLabel('Beholdningen er brugt den').fill('2026-12-10');
    await page.getByLabel('Tilføj lægemiddel: find i taksten').fill('prøvapril');
    await page.getByText('Prøvapril "Nord" 10 mg (99000000001), kan dosispakkes').click();
    await page.getByText('Prøvapril "Vest" 10 mg (99000000003), kan ikke dosispakkes').click();
    await page.getByRole('button', { name: 'Opret forløbet' }).click();
    expect(await page.getByText('Svar, eller fjern lægemidlet').count()).toBe(2);
    expect(await axe(page)).toEqual([]);
    await answer(page, 'Prøvapril "Nord" 10 mg: Er doseringen struktureret i FMK?', 'Ja');
    await answer(page, 'Prøvapril "Vest" 10 mg: Er doseringen struktureret i FMK?', 'Nej');
    await stable(page, 'Nej');
    await page.getByText('Egnet til dosispakning', { exact: true }).click();
    const checklist = page.getByRole('region', { name: 'Tjekliste' });
    await checklist.getByText('I orden: Lægemidler, der kan dosispakkes (1 af 2)').waitFor();
    await checklist.getByText('I orden: Dosering, som pakkemaskinen kan læse (1 af 1)').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'nyt-forloeb');
    await page.getByRole('button', { name: 'Opret forløbet' }).click();
    await page.getByRole('heading', { name: 'Rosa Prøve', level: 1 }).waitFor();
    await page.getByText(/· Plejehjem/).waitFor();
    const id = caseOf(page);
    expect(await careSettingOf(id)).toBe('careHome');
    expect(await commandsOf(id)).toEqual([
      'openCase',
      'countStock',
      'recordDrug',
      'recordDrug',
      'stateStability',
      'assessSuited',
    ]);
  });

  it('asks for the rest of a stability that is half answered, and drops none of it', async () => {
    const page = await signedInAs('nurse', '/forloeb/nyt');
    await begin(page, '2509476011', 'Maja Prøve');
    await answer(page, 'Har medicinen været stabil?', 'Ja');
    await page.getByRole('button', { name: 'Opret forløbet' }).click();
    expect(await page.getByText('Svar også her').count()).toBe(2);
    await page.getByText('Ret felterne herunder').waitFor();
    expect(await axe(page)).toEqual([]);
    await answer(page, 'Ventes den at være stabil?', 'Ja');
    await answer(page, 'Er en ændring planlagt?', 'Nej');
    await page.getByLabel('Bemærkning (kan udelades)').fill('Set i tre måneder');
    await page.getByRole('button', { name: 'Opret forløbet' }).click();
    await page.getByRole('heading', { name: 'Maja Prøve', level: 1 }).waitFor();
    expect(await commandsOf(caseOf(page))).toEqual(['openCase', 'stateStability']);
  });

  it('keeps what was typed when the server refuses a part, says why, and records the rest when it is corrected', async () => {
    const page = await signedInAs('nurse', '/forloeb/nyt');
    await begin(page, '2509476012', 'Nora Prøve');
    await page.getByLabel('Beholdningen er brugt den').fill('2026-12-10');
    await stable(page, 'Ja');
    await page.getByText('Egnet til dosispakning', { exact: true }).click();
    await page.getByRole('button', { name: 'Opret forløbet' }).click();
    await page.getByText('Forløbet er oprettet, men ikke alt blev registreret').waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: /^Egnet til dosispakning: / })
      .waitFor();
    expect(await page.getByLabel('Beholdningen er brugt den').inputValue()).toBe('2026-12-10');
    expect(await page.getByLabel('CPR-nummer').isDisabled()).toBe(true);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'nyt-forloeb-delvis');
    await answer(page, 'Er en ændring planlagt?', 'Nej');
    await page.getByRole('button', { name: 'Registrér resten' }).click();
    await page.getByRole('heading', { name: 'Nora Prøve', level: 1 }).waitFor();
    expect(await commandsOf(caseOf(page))).toEqual([
      'openCase',
      'countStock',
      'stateStability',
      'stateStability',
      'assessSuited',
    ]);
  });

  it('records each thing once, however often an answer is lost', async () => {
    const page = await signedInAs('nurse', '/forloeb/nyt');
    await begin(page, '2509476013', 'Ib Prøve');
    await page.getByLabel('Beholdningen er brugt den').fill('2026-12-10');
    await stable(page, 'Nej');
    const lost = new Set<string>();
    await page.route(/\/api\/cases(\/[^/]+\/commands)?$/, async (route) => {
      const { pathname } = new URL(route.request().url());
      if (route.request().method() !== 'POST' || lost.has(pathname)) return route.continue();
      lost.add(pathname);
      await route.fetch();
      return route.abort();
    });
    await page.getByRole('button', { name: 'Opret forløbet' }).click();
    await page.getByText('Serveren svarer ikke.').waitFor();
    await page.getByRole('button', { name: 'Opret forløbet' }).click();
    await page.getByText('Serveren svarede ikke hele vejen.').waitFor();
    await page.getByRole('button', { name: 'Registrér resten' }).click();
    await page.getByRole('heading', { name: 'Ib Prøve', level: 1 }).waitFor();
    expect(await commandsOf(caseOf(page))).toEqual(['openCase', 'countStock', 'stateStability']);
  });

  it('takes over a citizen who has dose-packed medicine already', async () => {
    const page = await signedInAs('nurse', '/forloeb/nyt');
    await page.getByText('Borgeren får allerede dosispakket medicin').click();
    await page.getByLabel('CPR-nummer').fill('2509476002');
    await page.getByLabel('Navn').fill('Ove Prøve');
    await answer(page, 'Hvor bor borgeren', 'Bosted');
    await page.getByLabel('Får det siden (kan udelades)').fill('2024-03-01');
    await page.getByRole('button', { name: 'Opret forløbet' }).click();
    await page.getByRole('heading', { name: 'Ove Prøve', level: 1 }).waitFor();
    await page.locator('.badge').getByText('aktiv', { exact: true }).waitFor();
    expect(await careSettingOf(caseOf(page))).toBe('socialHousing');
  });

  it('says what is wrong with a number, and that the citizen has a case: what was typed can be recorded there', async () => {
    const there = await openActiveCase(server(), '2509476003', { name: 'Lis Prøve', entry: 'identified' });
    const page = await signedInAs('nurse', '/forloeb/nyt');
    await begin(page, '3102476003', 'Lis Prøve');
    await page.getByLabel('Beholdningen er brugt den').fill('2026-12-10');
    await page.getByRole('button', { name: 'Opret forløbet' }).click();
    await page.getByText('Datoen i CPR-nummeret findes ikke').waitFor();
    expect(await axe(page)).toEqual([]);
    await page.getByLabel('CPR-nummer').fill('2509476003');
    await page.getByRole('button', { name: 'Opret forløbet' }).click();
    await page.getByText('Borgeren har allerede et åbent forløb').waitFor();
    await page.getByRole('link', { name: 'Til forløbet' }).waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'nyt-forloeb-findes');
    await page.getByRole('button', { name: 'Registrér det, jeg har skrevet, i det forløb' }).click();
    await page.waitForURL(`**/forloeb/${there}`);
    expect(await commandsOf(there)).toEqual(['openCase', 'countStock']);
  });

  it('begins from the list of candidates, which a file fills', async () => {
    const page = await signedInAs('nurse', '/kandidater');
    await page.getByText('Der er ingen kandidater her').waitFor();
    await page.getByText('Hent kandidater fra en fil').click();
    const csv = [
      'cpr;name;careSetting;drugId;form;isDoseDispensable;hasStructuredDosage;isAsNeeded;changedOn',
      '2509476004;Åse Prøve;careHome;99000000001;tablet;true;true;false;2025-01-01',
      '2509476005;Bent Prøve;homeCare;99000000003;tablet;true;true;false;2025-01-01',
      '2509476005;Bent Prøve;homeCare;28100009555;tablet;true;true;false;2025-01-01',
      '12;Fejl Prøve;homeCare;99000000003;tablet;false;true;false;2025-01-01',
    ].join('\n');
    await page.getByLabel('Fil med kandidater').setInputFiles({
      name: 'kandidater.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(csv),
    });
    await page.getByText('på listen: 2 · har allerede et forløb: 0 · kunne ikke læses: 1').waitFor();
    const row = page.getByRole('row', { name: 'Åse Prøve' });
    await row.getByText('100 %').waitFor();
    await row.getByText('Plejehjem').waitFor();
    const other = page.getByRole('row', { name: 'Bent Prøve' });
    await other.getByText('50 %').waitFor();
    await other.getByText('D-mærke fra importen: 1').waitFor();
    expect(await row.getByText('D-mærke fra importen').count()).toBe(0);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'kandidater');
    await page.getByRole('navigation', { name: 'I vejen' }).getByRole('link', { name: 'Intet i vejen' }).click();
    await page.getByRole('row', { name: 'Bent Prøve' }).waitFor({ state: 'detached' });
    await page.getByRole('navigation', { name: 'I vejen' }).getByRole('link', { name: 'Alle' }).click();
    await page.getByRole('row', { name: 'Bent Prøve' }).getByRole('button', { name: 'Tag af listen' }).click();
    await page.getByText('Borgeren er flyttet').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Tag af listen' }).click();
    await page.getByRole('row', { name: 'Bent Prøve' }).waitFor({ state: 'detached' });
    await row.getByRole('link', { name: 'Start forløb' }).click();
    await page.getByText('Det, der står på kandidatlisten, er skrevet her.').waitFor();
    expect(page.url()).not.toMatch(/2509476004|Prøve/);
    expect(await page.getByLabel('CPR-nummer').inputValue()).toBe('2509476004');
    expect(await page.getByLabel('CPR-nummer').isDisabled()).toBe(true);
    await page.getByRole('listitem').filter({ hasText: '99000000001 kan dosispakkes' }).waitFor();
    await page.getByText('I orden: Dosering, som pakkemaskinen kan læse (1 af 1)').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'nyt-forloeb-fra-kandidat');
    await page.getByRole('button', { name: 'Opret forløbet' }).click();
    await page.getByRole('heading', { name: 'Åse Prøve', level: 1 }).waitFor();
    expect(await commandsOf(page.url().split('/').at(-1) ?? '')).toEqual(['openCase', 'recordDrug']);
    await page.goto('/kandidater');
    await row.getByRole('link', { name: 'Til forløbet' }).waitFor();
    await page.goto('/forloeb/nyt?kandidat=ukendt');
    await page.getByText('Begynd igen fra kandidatlisten').waitFor();
  });

  it('is offered to nobody but the municipality’s nurses, and fits a narrow screen', async () => {
    const gp = await signedInAs('gp', '/');
    await gp.getByRole('heading', { name: 'Arbejdsliste' }).waitFor();
    expect(await gp.getByRole('link', { name: /Nyt forløb|Kandidater/ }).count()).toBe(0);
    for (const [path, title] of [
      ['/forloeb/nyt', 'Nyt forløb'],
      ['/kandidater', 'Kandidater'],
    ] as const) {
      await gp.goto(path);
      await gp.getByRole('heading', { name: title, level: 1 }).waitFor();
      await gp.getByText('Din rolle har ikke adgang hertil').waitFor();
      expect(await gp.getByRole('main').locator('form, input, button').count()).toBe(0);
      expect(await axe(gp)).toEqual([]);
    }
    const planner = await signedInAs('planner', '/forloeb/nyt');
    await planner.getByText('Din rolle har ikke adgang hertil').waitFor();
    await planner.getByRole('link', { name: 'Kandidater' }).click();
    await planner.getByText('Hent kandidater fra en fil').waitFor();
    const page = await signedInAs('nurse', '/forloeb/nyt', 390);
    await page.getByText('Borgeren skal måske have dosispakket medicin').click();
    expect(await fits(page)).toBe(true);
    await screenshot(page, 'nyt-forloeb-390');
  });
});
