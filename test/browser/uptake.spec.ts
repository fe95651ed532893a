/** How far the programme has come, and its register. Pictures go to .screenshots. */
import { axe, screenshot } from '../support/browser.ts';
import { fits, pagesOf } from '../support/pages.ts';
import { describeWith } from '../support/requirements.ts';
import { openActiveCase } from '../support/server.ts';

describeWith({ chromium: true }, 'uptake and the programme', () => {
  const { server, signedInAs, give, organisation } = pagesOf();

  it('tells the pace and what is short of the target, with picture, table and file', async () => {
    const page = await signedInAs('nationalCoordinator', '/udbredelse');
    await page.getByRole('heading', { name: 'Udbredelse og måltal', level: 1 }).waitFor();
    await page.getByText('76.489 (jun. 2027), 8.511 under målet (85.000)').waitFor();
    await page.getByRole('img', { name: 'Brugere måned for måned' }).waitFor();
    await page.getByText('Vis tabellen').first().click();
    await page.getByRole('cell', { name: 'KL Momentum, 19. februar 2024' }).first().waitFor();
    expect(await page.getByRole('main').innerText()).not.toMatch(/\b20\d\d-\d\d\b/);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Hent som CSV' }).first().click();
    expect((await download).suggestedFilename()).toBe('brugere.csv');
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'udbredelse');
  });

  it('looks at the municipalities by what is chosen, in the address', async () => {
    const page = await signedInAs('nationalCoordinator', '/udbredelse');
    await page.getByRole('link', { name: '6-byerne' }).click();
    await page.waitForURL('**/udbredelse?linse=seks');
    await page.getByText('Vis tabellen').nth(1).click();
    const table = page.getByRole('region', { name: 'Kommunerne' });
    await table.getByRole('rowheader', { name: 'Odense' }).waitFor();
    expect(await table.getByRole('rowheader').count()).toBe(6);
    await page.getByRole('link', { name: 'Region Nordjylland' }).click();
    await page.waitForURL(/omraade=.*1081/);
    await table.getByRole('rowheader', { name: 'Odense' }).waitFor({ state: 'detached' });
    expect(await table.getByRole('rowheader').allInnerTexts()).toEqual(['Aalborg']);
  });

  it('looks at the social area, which our own counts alone know of, and says so where there is none', async () => {
    const page = await signedInAs('nationalCoordinator', '/udbredelse');
    await page.getByRole('link', { name: 'det sociale område' }).click();
    await page.waitForURL('**/udbredelse?linse=social');
    await page.getByText('Kun Dosisflow tæller dem').waitFor();
    await page.getByText('Ingen kommuner passer på det, der er valgt.').waitFor();
    await server().rows(
      `with odense as (insert into organisation (id, kind, name, duty_contact, municipality_code)
         values (gen_random_uuid(), 'municipality', 'Odense Kommune', 'Vagten', '0461') returning id)
       insert into uptake_month (month, municipality_id, users_all, users_65, users_75, users_social, counted_at)
         select '2026-10-01', id, 40, 30, 20, 7, now() from odense`,
    );
    await page.reload();
    const chart = page.getByRole('img', { name: 'Brugere måned for måned' });
    for (const age of ['Alle', '65+', '75+']) await chart.getByText(age, { exact: true }).first().waitFor();
    await page.getByText('Vis tabellen').nth(1).click();
    const table = page.getByRole('region', { name: 'Kommunerne' });
    expect(await table.getByRole('rowheader').allInnerTexts()).toEqual(['Odense']);
    await table.getByRole('cell', { name: '7', exact: true }).waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'udbredelse-det-sociale-omraade');
  });

  it('looks at the quality clusters, those first that could gain most, and says so when places cannot be had', async () => {
    const gpPractice = await organisation('gpPractice');
    await server().rows(
      `with practice as (insert into organisation (id, kind, name, duty_contact)
         select gen_random_uuid(), 'gpPractice', 'Praksis ' || n, 'Vagten' from generate_series(1, 2) n returning id)
       insert into quality_cluster (organisation_id, value, source, valid_from)
         select id, 'Kvalitetsklynge Øst', 'Test', '2020-01-01' from practice`,
    );
    for (let n = 0; n < 6; n += 1) await openActiveCase(server(), `250947820${n}`, { gpPractice });
    const page = await signedInAs('nationalCoordinator', '/udbredelse');
    await page.locator('summary').filter({ hasText: 'Kvalitetsklynger' }).click();
    const table = page.getByRole('table', { name: 'Kvalitetsklynger' });
    await table.getByRole('row', { name: /Kvalitetsklynge Prøve 1 .* 6 0$/ }).waitFor();
    expect(await table.getByRole('rowheader').allInnerTexts()).toEqual([
      'Kvalitetsklynge Øst',
      'Kvalitetsklynge Prøve',
    ]);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'udbredelse-klynger');
    await page.getByRole('link', { name: 'kan vinde mest' }).click();
    await page.waitForURL('**/udbredelse?klynger=vinder');
    await table.getByRole('row', { name: /Kvalitetsklynge Øst 2 – 0 4$/ }).waitFor();
    expect(await table.getByRole('rowheader').count()).toBe(1);
    await page.route('**/api/reference/geography*', (route) => route.fulfill({ status: 500 }));
    await page.reload();
    await page.getByText('Regioner og sundhedsråd kunne ikke hentes').waitFor();
    await page.getByRole('img', { name: 'Kommunerne' }).waitFor();
    await page.unroute('**/api/reference/geography*');
    await page.getByRole('button', { name: 'Prøv igen' }).click();
    await page.getByRole('link', { name: 'Region Nordjylland' }).waitFor();
  });

  it('takes in figures of others whole or not at all, and a parameter with its source', async () => {
    const page = await signedInAs('nationalCoordinator', '/udbredelse');
    await page.locator('summary').filter({ hasText: 'Det, der regnes med' }).click();
    await page.getByLabel('Tabellens tekst').fill('month;area;usersAll;share75\n2026-13;0101;900;2,1');
    await page.getByLabel('Opgjort').fill('2026-02-28');
    await page.getByRole('button', { name: 'Indlæs' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Tabellens tekst').fill('month;area;usersAll;share75\n2026-02;0101;900;2,1');
    await page.getByRole('button', { name: 'Indlæs' }).click();
    await page.getByText('Tal indlæst').waitFor();
    await page.getByRole('button', { name: 'Ret Lav andel, procent' }).click();
    await page.getByLabel('Værdi', { exact: true }).fill('7,5');
    await page.getByLabel('Kilde').first().fill('Styregruppen, december 2026');
    await page.getByRole('button', { name: 'Gem' }).click();
    await page.getByRole('row', { name: 'Lav andel, procent' }).getByText('7,5').waitFor();
    expect(await axe(page)).toEqual([]);
  });

  it.each([
    ['Begyndt, ophørt og sagt nej', 'Overtaget: fik allerede dosispakket'],
    ['Fjernet eller sat i bero under indlæggelse', 'Intet er talt endnu.'],
    ['Receptanmodninger', 'Intet er talt endnu.'],
    ['Restordrer', 'Lægemidler uden D-mærke, som hindrer flest'],
    ['Kroner og timer', 'Gebyrer efter betaler, egen optælling'],
  ])('opens “%s”', async (fold, shown) => {
    const page = await signedInAs('nationalCoordinator', '/udbredelse');
    await page
      .locator('summary')
      .filter({ has: page.getByRole('heading', { name: fold, exact: true }) })
      .click();
    await page.getByText(shown).first().waitFor();
    await page.waitForLoadState('networkidle');
    expect(await axe(page)).toEqual([]);
  });

  it('reckons kroner by payer from rates that have a source, and a new rate at once', async () => {
    const page = await signedInAs('nationalCoordinator', '/udbredelse');
    const money = page.locator('details').filter({ has: page.getByRole('heading', { name: 'Kroner og timer' }) });
    await money.locator('summary').first().click();
    const row = money.getByRole('row', { name: 'Kommune' });
    await row.getByText('32.993.350').waitFor();
    await row.getByText('44.710.000').waitFor();
    await row.getByText('KL: 33 mio. kr. for 62.725 borgere').waitFor();
    await screenshot(page, 'udbredelse-kroner');
    await page.locator('summary').filter({ hasText: 'Det, der regnes med' }).click();
    await page.getByRole('button', { name: 'Ret Kommunens kroner pr. borger og år' }).click();
    await page.getByLabel('Værdi', { exact: true }).fill('600');
    await page.getByLabel('Kilde').first().fill('Styregruppen, december 2026');
    await page.getByRole('button', { name: 'Gem' }).click();
    await row.getByText('51.000.000').waitFor();
    await row.getByText('Styregruppen, december 2026').waitFor();
    await page.getByRole('button', { name: 'Ret Målets måned' }).click();
    await page.getByLabel('Værdi', { exact: true }).fill('2027-12');
    await page.getByRole('button', { name: 'Gem' }).click();
    await page.getByRole('row', { name: 'Målets måned' }).getByText('dec. 2027').waitFor();
    expect(await axe(page)).toEqual([]);
  });

  it('shows a municipality whom to ask again, and leads to the case', async () => {
    const id = await openActiveCase(server(), '2509478001', { entry: 'identified', name: 'Nikoline Prøve' });
    await give(id, 'declineConsent', { answeredBy: 'citizen', reason: 'doseFee' });
    const page = await signedInAs('nurse', '/udbredelse');
    await page.locator('summary').filter({ hasText: 'Spørg igen' }).click();
    await page.getByRole('row', { name: 'dosispakkegebyret' }).getByRole('link').click();
    await page.getByRole('heading', { name: 'Nikoline Prøve' }).waitFor();
  });

  it('shows what the programme missed as missed, and is changed by who coordinates the country alone', async () => {
    const page = await signedInAs('nationalCoordinator', '/programmet');
    const row = page.getByRole('row', { name: 'Håndtering af dosispakkegebyret' });
    await row.getByText('Ikke nået').waitFor();
    await row.getByText('Hjemmel til, at kommuner betaler dosispakkegebyret').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'programmet');
    await row.getByRole('button', { name: 'Ret' }).click();
    await page.getByLabel('Status').selectOption('done');
    await page.getByRole('button', { name: 'Gem' }).click();
    await row.getByText('Afsluttet').waitFor();
    const regional = await signedInAs('regionalCoordinator', '/programmet');
    await regional.getByRole('row', { name: 'Langsigtet måltal' }).waitFor();
    expect(await regional.getByRole('button', { name: /^Ret/ }).count()).toBe(0);
  });

  it.each([
    ['/udbredelse', 'udbredelse-390'],
    ['/programmet', 'programmet-390'],
  ])('%s fits a narrow screen', async (path, name) => {
    const page = await signedInAs('nationalCoordinator', path);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('table').first().or(page.getByRole('img').first()).first().waitFor();
    expect(await fits(page)).toBe(true);
    expect(await axe(page)).toEqual([]);
    await screenshot(page, name);
  });
});
