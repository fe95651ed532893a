import { complete } from '../support/processes.ts';

/** `npm run generate` writes them; the schema has a spec of its own, for it needs a database. */
it.each(['draw-charts', 'print-openapi', 'print-guarantees'])(
  'docs/generated is as %s would write it now',
  async (script) => {
    const { code, output } = await complete(`scripts/${script}.js`, ['--check'], {});
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
  },
);
