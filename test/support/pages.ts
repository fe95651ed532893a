/** The pages in a real browser over the real server: registers the hooks of a suite that looks at them. */
import { openTab, startBrowser } from './browser.ts';
import type { Browser, Page } from './browser.ts';
import { startServer } from './server.ts';
import type { TestServer } from './server.ts';

export const persons = {
  nurse: 'Nanna Prøve',
  planner: 'Pia Prøve',
  gp: 'Lars Prøve',
  practiceStaff: 'Sanne Prøve',
  pharmacist: 'Frida Prøve',
  pharmacyStaff: 'Farid Prøve',
  ward: 'Viggo Prøve',
  coordinator: 'Karen Prøve',
  regionalCoordinator: 'Rikke Prøve',
  nationalCoordinator: 'Niels Prøve',
  administrator: 'Anton Prøve',
  dataProtectionOfficer: 'Ditte Prøve',
} as const;
export type PersonName = keyof typeof persons;
export const names = Object.keys(persons) as PersonName[];

export interface Pages {
  server: () => TestServer;
  tab: (width?: number) => Promise<Page>;
  /** Signs in on the way to the page at `path`. */
  signedInAs: (name: PersonName, path: string, width?: number) => Promise<Page>;
  /** A command by the API, as the nurse, that must be taken. */
  give: (caseId: string, type: string, data?: object) => Promise<void>;
  /** From a citizen found to one whose dose prescriptions are asked of the GP. */
  askTheGp: (caseId: string) => Promise<void>;
  organisation: (kind: string) => Promise<string>;
}

/** What goes wrong in any tab, such as a script's error, fails the test that opened it. */
export function pagesOf(env: Record<string, string> = {}): Pages {
  let server: TestServer;
  let browser: Browser;
  const open: { page: Page; faults: string[] }[] = [];

  beforeAll(async () => {
    server = await startServer(env);
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

  const tab = async (width?: number): Promise<Page> => {
    const opened = await openTab(browser, server.address, width);
    open.push(opened);
    return opened.page;
  };
  const give = async (caseId: string, type: string, data: object = {}): Promise<void> => {
    const response = await server.call('nurse', 'POST', `/api/cases/${caseId}/commands`, { type, data });
    expect({ type, status: response.status }).toEqual({ type, status: 200 });
  };
  return {
    server: () => server,
    tab,
    signedInAs: async (name, path, width) => {
      const page = await tab(width);
      await page.goto(path);
      await page.getByRole('button', { name: persons[name] }).click();
      await page.getByRole('button', { name: 'Log ud' }).waitFor();
      return page;
    },
    give,
    askTheGp: async (caseId) => {
      await give(caseId, 'stateStability', { stableBackward: true, stableForward: true, changePlanned: false });
      await give(caseId, 'assessSuited');
      const on = (await server.store.clock(server.store.pool)).slice(0, 10);
      await give(caseId, 'giveConsent', { answeredBy: 'citizen', form: 'spoken', scope: 'dosePacking', on });
      await give(caseId, 'agreePayer', { payer: 'citizen' });
      const drug = { drugId: '99000000001', isDoseDispensable: true, hasStructuredDosage: true, dosing: 'packed' };
      await give(caseId, 'recordDrug', drug);
      await give(caseId, 'askForPrescriptions', { prescriber: 'gp', channel: 'phone' });
    },
    organisation: async (kind) => {
      const response = await server.call('nurse', 'GET', `/api/organisations?kind=${kind}`);
      const { items } = (await response.json()) as { items: { id: string }[] };
      return items[0]?.id ?? '';
    },
  };
}

export const focused = (page: Page): Promise<string> => page.evaluate('document.activeElement.textContent');
/** Nothing of the page lies beyond its right edge. */
export const fits = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth <= innerWidth');
