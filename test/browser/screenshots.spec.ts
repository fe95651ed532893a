/**
 * The pictures of `docs/screenshots`, of a running demonstration: `npm run demo`, and in another terminal
 * `SCREENSHOTS_OF=http://127.0.0.1:3000 npm test -- screenshots`. Without that address there is no such test.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openTab, startBrowser } from '../support/browser.ts';
import type { Browser, Page } from '../support/browser.ts';
import { names, persons } from '../support/pages.ts';
import type { PersonName } from '../support/pages.ts';
import { repository } from '../support/run-tool.ts';

const of = process.env['SCREENSHOTS_OF'] ?? '';
const folder = join(repository, 'docs/screenshots');

describe('the pictures of the documentation', () => {
  let browser: Browser;
  beforeAll(async () => {
    await mkdir(folder, { recursive: true });
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  async function signedIn(name: PersonName, width?: number): Promise<Page> {
    const { page } = await openTab(browser, of, width);
    await page.goto('/log-ind');
    await page.getByRole('button', { name: persons[name] }).click();
    await page.getByRole('button', { name: 'Log ud' }).waitFor();
    return page;
  }

  async function take(page: Page, path: string, picture: string): Promise<void> {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: join(folder, `${picture}.png`) });
  }

  it('are of the page for signing in, and the one about accessibility', async () => {
    const { page } = await openTab(browser, of);
    await take(page, '/log-ind', 'log-ind');
    await take(page, '/tilgaengelighed', 'tilgaengelighed');
    await page.context().close();
  }, 60_000);

  it('are of each page of each menu', async () => {
    const taken = new Set<string>();
    for (const name of names) {
      const page = await signedIn(name);
      const menu = page.getByRole('navigation', { name: 'Sider i Dosisflow' }).getByRole('link');
      const links = await menu.all();
      const paths = await Promise.all(links.map(async (link) => (await link.getAttribute('href')) ?? ''));
      for (const path of paths) {
        const picture = path.slice(1).replaceAll('/', '-');
        // A worklist is another for each role; a page that several have is taken of the first.
        const own = path === '/arbejdsliste' ? `${picture}-${name}` : picture;
        if (taken.has(own)) continue;
        taken.add(own);
        await take(page, path, own);
      }
      await page.context().close();
    }
    expect(taken.size).toBeGreaterThan(8);
  }, 240_000);

  it.each([1280, 390])(
    'are of a case, %s pixels wide',
    async (width) => {
      const page = await signedIn('nurse', width);
      await page.goto('/arbejdsliste');
      const first = page.locator('main table tbody').getByRole('link').first();
      await first.waitFor();
      const path = (await first.getAttribute('href')) ?? '';
      await take(page, path, width === 1280 ? 'et-forloeb' : 'et-forloeb-390');
      await page.locator('summary').filter({ hasText: 'Forløbsdiagram' }).click();
      const chart = page.locator('figure.chart').first();
      await chart.scrollIntoViewIfNeeded();
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: join(folder, width === 1280 ? 'forloebsdiagram.png' : 'forloebsdiagram-390.png') });
      await page.context().close();
    },
    60_000,
  );
});
