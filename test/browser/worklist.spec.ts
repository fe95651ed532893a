/** The worklist, by each role that has one. Pictures go to .screenshots. */
import { setClock } from '../../src/db/clock.ts';
import { axe, screenshot } from '../support/browser.ts';
import { fits, focused, pagesOf, persons } from '../support/pages.ts';
import { describeWith } from '../support/requirements.ts';
import { openActiveCase } from '../support/server.ts';

const karla = { cpr: '2509473001', name: 'Karla Prøve' };
/** A task of his. */
const consent = 'Spørg om samtykke';
const svend = { cpr: '2509473002', name: 'Svend Aage Prøve' };

describeWith({ chromium: true }, 'the worklist', () => {
  const { server, signedInAs, give, askTheGp, organisation } = pagesOf();
  let cases: string[];

  beforeAll(async () => {
    // By day: at night tomorrow's morning lies past the deadline of what was opened now.
    await setClock(server().database.pool, '2026-11-30T09:00:00Z');
    const parties = { gpPractice: await organisation('gpPractice'), pharmacy: await organisation('pharmacy') };
    cases = [
      await openActiveCase(server(), karla.cpr, { name: karla.name, ...parties }),
      await openActiveCase(server(), svend.cpr, { name: svend.name, ...parties, entry: 'identified' }),
    ];
    await give(cases[0] ?? '', 'planEnding', { reason: 'citizenDeclines', lastDay: '2026-12-20' });
    await server().rows(
      `insert into person (id, subject, kind, name, role, organisation_id, active)
       select gen_random_uuid(), 'dev|nurse2', 'person', 'Nora Prøve (sygeplejerske)', role, organisation_id, true
       from person where subject = 'dev|nurse'`,
    );
  });

  it('is the first page of a nurse, and shows who, what and until when', async () => {
    const page = await signedInAs('nurse', '/');
    await page.getByRole('heading', { name: 'Arbejdsliste', level: 1 }).waitFor();
    const row = page.getByRole('row', { name: consent });
    await row.getByText('2509473002').waitFor();
    await row.getByText('Dosispakning').waitFor();
    await row.getByText('ingen endnu').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'arbejdsliste');
  });

  it('lets a nurse take a task, let it go, hand it over and snooze it, never past its deadline', async () => {
    const page = await signedInAs('nurse', '/arbejdsliste');
    const row = page.getByRole('row', { name: consent });
    await row.getByRole('button', { name: 'Tag' }).click();
    await page.getByText('Du har taget opgaven.').waitFor();
    await row.getByText('mig').waitFor();
    await page.getByRole('link', { name: 'Mine' }).click();
    await page.waitForURL('**/arbejdsliste?hvis=mine');
    await row.waitFor();
    await page.getByRole('row', { name: karla.name }).first().waitFor({ state: 'detached' });
    await row.getByRole('button', { name: 'Slip' }).click();
    await page.getByText('Ingen opgaver passer til det valgte').waitFor();
    await page.getByRole('link', { name: 'Vis alle opgaver' }).click();

    await row.getByRole('button', { name: 'Overdrag' }).click();
    await page.getByRole('combobox', { name: 'Overdrag til' }).selectOption({ label: 'Nora Prøve (sygeplejerske)' });
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'arbejdsliste-overdrag');
    await page.getByRole('dialog').getByRole('button', { name: 'Overdrag' }).click();
    await row.getByText('Nora Prøve').waitFor();

    await row.getByRole('button', { name: 'Udsæt' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('På et andet tidspunkt').click();
    await dialog.getByLabel('Hvornår').fill('2028-01-01T08:00');
    await dialog.getByText('Det er efter opgavens frist').waitFor();
    await dialog.getByText('Venter på borgeren').click();
    expect(await dialog.getByRole('button', { name: 'Udsæt' }).isDisabled()).toBe(true);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'arbejdsliste-udsaet');
    await dialog.getByText('I morgen').click();
    await dialog.getByRole('button', { name: 'Udsæt' }).click();
    await page.getByText('Opgaven er udsat.').waitFor();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('navigation', { name: 'Udsatte' }).getByRole('link', { name: 'Vist' }).click();
    await row.getByText('Venter på borgeren').waitFor();
    await row.getByRole('button', { name: 'Vis igen nu' }).click();
    await row.getByRole('button', { name: 'Udsæt' }).waitFor();
  });

  it('says who has a task that someone else took first', async () => {
    const page = await signedInAs('nurse', '/arbejdsliste');
    const row = page.getByRole('row', { name: karla.name }).first();
    // The list as it was stays: it does not hear of the colleague.
    let kept: string | undefined;
    await page.route('**/api/tasks?*', async (route) => {
      kept ??= await (await route.fetch()).text();
      await route.fulfill({ body: kept, contentType: 'application/json' });
    });
    await page.reload();
    await row.waitFor();
    await server().rows(
      `update task set claimed_by = (select id from person where subject = 'dev|nurse2')
       where case_id = $1 and role = 'municipalNurse' and closed_at is null`,
      [cases[0]],
    );
    await row.getByRole('button', { name: 'Tag' }).click();
    await row.getByText('Nora Prøve (sygeplejerske) har taget opgaven; bed om at få den overdraget').waitFor();
  });

  it('lets a deputy act on what a colleague who is away has taken', async () => {
    const page = await signedInAs('nurse', '/arbejdsliste');
    const row = page.getByRole('row', { name: karla.name }).first();
    await row.getByText('Nora Prøve').waitFor();
    expect(await row.getByRole('button', { name: 'Tag' }).count()).toBe(0);
    await page.locator('summary').filter({ hasText: 'Stedfortrædere' }).click();
    await page.getByText('Ingen er væk med en stedfortræder.').waitFor();
    await page.getByRole('combobox', { name: 'Hvem er væk' }).selectOption({ label: 'Nora Prøve (sygeplejerske)' });
    await page.getByRole('combobox', { name: 'Stedfortræder' }).selectOption({ label: 'Nora Prøve (sygeplejerske)' });
    await page.getByLabel('Til og med').fill('2029-01-01');
    await page.getByRole('button', { name: 'Sæt stedfortræder' }).click();
    await page.getByText('Ingen kan være sin egen stedfortræder').waitFor();
    await page.getByText('Højst 366 dage ad gangen').waitFor();
    expect(await axe(page)).toEqual([]);
    await page.getByRole('combobox', { name: 'Stedfortræder' }).selectOption({ label: 'Nanna Prøve (sygeplejerske)' });
    await page.getByLabel('Til og med').fill(await page.getByLabel('Fra og med').inputValue());
    await page.getByRole('button', { name: 'Sæt stedfortræder' }).click();
    await page.getByText('Stedfortræderen er sat.').waitFor();
    await row.getByText('du er stedfortræder').waitFor();
    await screenshot(page, 'arbejdsliste-stedfortraeder');
    await row.getByRole('button', { name: 'Tag' }).click();
    await row.getByText('mig').waitFor();
    await row.getByRole('button', { name: 'Slip' }).click();
    await page.getByRole('button', { name: /^Afslut/ }).click();
    await page.getByText('Ingen er væk med en stedfortræder.').waitFor();
  });

  it('finds a citizen by number and by name, and puts neither in an address', async () => {
    const page = await signedInAs('nurse', '/arbejdsliste');
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    const found = page.getByRole('search').getByRole('listitem');
    await page.getByLabel('Find en borger').fill('pRØ aage');
    await page.getByRole('button', { name: 'Søg' }).click();
    await found.getByRole('link', { name: svend.name }).waitFor();
    expect(await found.count()).toBe(1);
    await page.getByLabel('Find en borger').fill('250947-3001');
    await page.getByRole('button', { name: 'Søg' }).click();
    await found.getByRole('link', { name: karla.name }).waitFor();
    await screenshot(page, 'arbejdsliste-fundet');
    await page.getByLabel('Find en borger').fill('Ukendt');
    await page.getByRole('button', { name: 'Søg' }).click();
    await page.getByText('Ingen fundet.').waitFor();
    expect(addresses.filter((address) => /2509473001|250947-3001|aage|ukendt/i.test(address))).toEqual([]);
    await page.getByLabel('Find en borger').fill('12');
    await page.getByRole('button', { name: 'Søg' }).click();
    await page.getByText('CPR-nummeret skal have ti cifre').waitFor();
  });

  it('is worked through by keyboard alone', async () => {
    const page = await signedInAs('nurse', '/arbejdsliste');
    const links = page.locator('.row-link');
    await links.first().focus();
    const second = await links.nth(1).textContent();
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toBe(second);
    await page.keyboard.press('ArrowUp');
    expect(await focused(page)).toBe(await links.first().textContent());
    for (let presses = 0; presses < 6 && !(await focused(page)).startsWith('Udsæt'); presses += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focused(page)).toMatch(/^Udsæt/);
  });

  it('shows what is overdue, and only that when asked', async () => {
    await server().advance('P30D');
    const page = await signedInAs('nurse', '/arbejdsliste?frist=overskredet');
    await page.getByRole('row').getByText('Overskredet').first().waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'arbejdsliste-overskredet');
  });

  it('tells a practice what to do in its own system', async () => {
    await askTheGp(cases[1] ?? '');
    const page = await signedInAs('gp', '/');
    await page.getByRole('heading', { name: 'Arbejdsliste', level: 1 }).waitFor();
    await page.getByText('Åbn patientens medicinkort (FMK)').first().waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'arbejdsliste-laege');
  });

  it.each(['pharmacist', 'ward'] as const)('is the first page of %s, and says when nothing waits', async (name) => {
    const page = await signedInAs(name, '/');
    await page.getByRole('heading', { name: 'Arbejdsliste', level: 1 }).waitFor();
    await page.getByText('Ingen opgaver venter på jer lige nu').or(page.getByRole('table')).waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, `arbejdsliste-${name}`);
  });

  it('is not in the menu of a coordinator', async () => {
    const page = await signedInAs('coordinator', '/forloeb');
    await page.getByRole('heading', { name: 'Forløb', level: 1 }).waitFor();
    expect(await page.getByRole('link', { name: 'Arbejdsliste' }).count()).toBe(0);
  });

  it('fits a narrow screen, in English', async () => {
    const page = await signedInAs('nurse', '/arbejdsliste', 390);
    await page.getByRole('row', { name: svend.name }).first().waitFor();
    expect(await fits(page)).toBe(true);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'arbejdsliste-390');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Worklist', level: 1 }).waitFor();
    expect(await fits(page)).toBe(true);
  });

  it('holds at most fifty rows, however many tasks wait', async () => {
    await server().rows(
      `insert into task (id, case_id, key, title, role, organisation_id, basis, deadline_at, opened_at)
       select gen_random_uuid(), t.case_id, t.key || n, t.title, t.role, t.organisation_id, t.basis, t.deadline_at + n * interval '1 minute', t.opened_at
       from (select * from task where role = 'municipalNurse' and closed_at is null limit 1) t, generate_series(1, 10000) n`,
    );
    const page = await signedInAs('nurse', '/arbejdsliste');
    await page.getByRole('row').nth(50).waitFor();
    expect(await page.getByRole('row').count()).toBe(51);
    const first = await page.getByRole('row').nth(1).innerText();
    await page.getByRole('link', { name: 'Næste side' }).click();
    await page.getByRole('link', { name: 'Første side' }).waitFor();
    await page.waitForURL('**/arbejdsliste?efter=*');
    await page.getByRole('row').nth(50).waitFor();
    expect(await page.getByRole('row').count()).toBe(51);
    expect(first).not.toBe('');
  });

  it('says so when it cannot be fetched', async () => {
    const page = await signedInAs('nurse', '/forloeb');
    await page.route('**/api/tasks?*', (route) => route.fulfill({ status: 400, body: '{"detail":"Prøven fejler"}' }));
    await page.getByRole('link', { name: 'Arbejdsliste' }).click();
    await page.getByText('Det kunne ikke hentes').waitFor();
    await page.getByText('Prøven fejler').waitFor();
    expect(await axe(page)).toEqual([]);
    expect(await page.getByText(persons.nurse).count()).toBe(1);
  });
});
