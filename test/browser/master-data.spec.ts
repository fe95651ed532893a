/** Stamdata: what all cases rest on, by part; what may be changed, and by whom. Pictures go to .screenshots. */
import { axe, screenshot } from '../support/browser.ts';
import { fits, pagesOf } from '../support/pages.ts';
import { describeWith } from '../support/requirements.ts';

describeWith({ chromium: true }, 'the page of master data', () => {
  const { server, signedInAs } = pagesOf();

  beforeAll(async () => {
    await server().rows(
      `insert into back_order (package_number, since, expected_to, ended_on, withdrawn, source, seen_at)
       select package_number, '2026-11-10', case n when 1 then date '2026-12-24' end, case n when 2 then date '2026-11-15' end,
         false, 'Grossisten', now() from (select package_number, row_number() over (order by package_number) as n from package) p
       where n <= 2`,
    );
  });

  it('puts a set of rules in force from a day on, shows what differs, and takes it out again', async () => {
    const page = await signedInAs('administrator', '/stamdata');
    await page.getByText('Intet andet end de gældende regler er sat i kraft.').waitFor();
    await page.getByRole('button', { name: 'Sæt i kraft Samtykke til dosispakning afskaffes' }).click();
    await page.getByLabel('Første dag').fill('2027-07-01');
    await page.getByLabel('Lov, bekendtgørelse eller aftale').fill('Lov nr. 1 af 1. januar 2027');
    await page.getByRole('button', { name: 'Gem' }).click();
    const later = page.getByRole('row', { name: '1. jul. 2027' });
    await later.getByText('Samtykke kræves: ja → nej').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'stamdata-regler');
    await page.getByRole('button', { name: 'Sæt ud af kraft Samtykke til dosispakning afskaffes' }).click();
    await page.getByLabel('Første dag, den ikke gælder').fill('2028-01-01');
    await page.getByRole('button', { name: 'Gem' }).click();
    await page.getByRole('row', { name: '31. dec. 2027' }).waitFor();
  });

  it('says how an organisation is told, and takes a new channel', async () => {
    const page = await signedInAs('administrator', '/stamdata?del=organisationer&slags=pharmacy');
    const row = page.getByRole('row', { name: 'Apoteket Eksempel' });
    await row.locator('summary').click();
    await row.getByText('Ingen valgt').waitFor();
    await row.getByLabel('Adresse').fill('https://apotek.example/besked');
    await row.getByRole('button', { name: 'Gem' }).click();
    await row.getByText('Hemmelighed til underskrift').waitFor();
    await row.getByText('Gælder i dag').waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'stamdata-organisationer');
  });

  it('takes the next tariff from a day on, says in Danish what is wrong with a field, and lets it be corrected before it begins', async () => {
    const page = await signedInAs('administrator', '/stamdata?del=takster');
    await page.getByRole('button', { name: 'Ny takst' }).click();
    const save = page.getByRole('button', { name: 'Gem' });
    const packing = page.getByLabel('Dosispakkegebyr');
    await packing.fill('syv');
    await page.getByLabel('Første dag').fill('2026-01-01');
    await save.click();
    await page.getByText('Skriv et beløb i kroner').waitFor();
    expect(await packing.getAttribute('aria-invalid')).toBe('true');
    await packing.fill('72,52');
    await save.click();
    await page.getByText('Skriv mindst 3 tegn').waitFor();
    await page.getByText('Det kan ikke skrives sådan: se eksemplet').waitFor();
    expect(await page.locator('main').innerText()).not.toContain('Expected');
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'stamdata-ny-takst');
    await page.getByLabel('Hvor taksterne står').fill('Bekendtgørelse nr. 1 af 2. januar 2027');
    await page.getByLabel('Navn i gebyroversigten').fill('takst-2027');
    await save.click();
    await page.getByText('Vælg i morgen eller senere').waitFor();
    await page.getByLabel('Første dag').fill('2027-07-01');
    await save.click();
    const row = page.getByRole('row', { name: '1. jul. 2027' });
    await row.getByText('72,52').waitFor();
    await row.getByText('Bekendtgørelse nr. 1 af 2. januar 2027').waitFor();
    await row.getByRole('button', { name: 'Ret taksten takst-2027' }).click();
    await packing.fill('72,60');
    await save.click();
    await row.getByText('72,60 kr.', { exact: true }).waitFor();
    const coordinator = await signedInAs('coordinator', '/stamdata?del=takster');
    await coordinator.getByRole('row', { name: '1. jul. 2027' }).waitFor();
    expect(await coordinator.getByRole('button', { name: 'Ny takst' }).count()).toBe(0);
  });

  it('lets a municipality’s coordinator write an agreement, move the open tasks and end it', async () => {
    const page = await signedInAs('coordinator', '/stamdata?del=aftaler');
    await page.getByText('Ingen aftaler').waitFor();
    await page.getByRole('button', { name: 'Ny aftale' }).click();
    await page.getByLabel('Tilføj part: lægepraksisser').selectOption({ label: 'Lægehuset Eksempel' });
    await page.getByLabel('Slags opgave').selectOption({ label: 'Fornyelse af dosisrecepter' });
    await page.getByLabel('Gøres af').selectOption({ label: 'lægepraksis' });
    expect(await axe(page)).toEqual([]);
    await screenshot(page, 'stamdata-ny-aftale');
    await page.getByRole('button', { name: 'Gem' }).click();
    const row = page.getByRole('row', { name: 'Testkommune Nord' });
    await row.getByText('Fornyelse af dosisrecepter: lægepraksis').waitFor();
    await row.getByRole('button', { name: 'Flyt åbne opgaver' }).click();
    await row.getByText('Forløb set igennem: 0').waitFor();
    await row.getByRole('button', { name: 'Afslut aftalen' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Sidste dag').fill('2027-12-31');
    await dialog.getByRole('button', { name: 'Afslut aftalen' }).click();
    await row.getByText('31. dec. 2027').waitFor();
  });

  it.each([
    ['takster', 'Dosispakkegebyr'],
    ['kontakter', 'Sundhedsklynge'],
    ['klynger', 'Kvalitetsklynge Prøve'],
    ['eoj', 'KMD Nexus'],
    ['restordrer', 'Grossisten'],
  ])('shows %s', async (part, said) => {
    const page = await signedInAs('nationalCoordinator', `/stamdata?del=${part}`);
    await page
      .getByRole('cell', { name: said })
      .or(page.getByRole('rowheader', { name: said }))
      .or(page.getByRole('columnheader', { name: said }))
      .first()
      .waitFor();
    expect(await axe(page)).toEqual([]);
    await screenshot(page, `stamdata-${part}`);
  });

  it('shows past back-orders at a choice', async () => {
    const page = await signedInAs('coordinator', '/stamdata?del=restordrer');
    await page.getByRole('row', { name: '24. dec. 2026' }).waitFor();
    expect(await page.getByRole('row', { name: '15. nov. 2026' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Også overståede' }).click();
    await page.getByRole('row', { name: '15. nov. 2026' }).waitFor();
  });

  it('lets nobody but the administrator change rules and channels', async () => {
    const page = await signedInAs('coordinator', '/stamdata');
    await page.getByText('Kun administratoren kan ændre regler.').waitFor();
    expect(await page.getByRole('button', { name: 'Sæt i kraft' }).count()).toBe(0);
    await page.goto('/stamdata?del=organisationer');
    await page.getByRole('row', { name: 'Testkommune Nord' }).getByText('KMD Nexus').waitFor();
    expect(await page.getByText('Meddelelsesvej').count()).toBe(0);
    const gp = await signedInAs('gp', '/stamdata?del=aftaler');
    await gp.getByText('Aftalerne vises for kommunens sygeplejersker og koordinatorer.').waitFor();
  });

  it('fits a narrow screen, in English', async () => {
    const page = await signedInAs('administrator', '/stamdata?del=organisationer', 390);
    await page.getByRole('row').nth(1).waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Master data' }).waitFor();
    for (const part of [
      'regler',
      'takster',
      'aftaler',
      'organisationer',
      'kontakter',
      'klynger',
      'eoj',
      'restordrer',
    ]) {
      await page.goto(`/stamdata?del=${part}`);
      await page.getByRole('table').or(page.getByText('No agreements')).first().waitFor();
      expect([part, await fits(page)]).toEqual([part, true]);
      expect([part, await axe(page)]).toEqual([part, []]);
    }
    await screenshot(page, 'stamdata-390');
  });
});
