import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // An icon inside the style sheet would need a policy that lets images come from data.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
