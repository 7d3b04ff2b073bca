// Keeps the names of classes of a package that asks for them while it runs: minified, all of them would have others.
import { readFile } from 'node:fs/promises';
import { transform } from 'esbuild';

/** oidc-provider finds the lifetime and the store of each of its models by the name of its class. */
export const keepNames = {
  name: 'keep-names',
  setup({ onLoad, onEnd }) {
    let seen = false;
    onLoad(
      { filter: /node_modules[\\/]oidc-provider[\\/]lib[\\/](?:models|helpers)[\\/]\w+\.js$/ },
      async ({ path }) => {
        const text = await readFile(path, 'utf8');
        if (!/\bclass \w+/.test(text)) return undefined;
        seen = true;
        const { code } = await transform(text, { keepNames: true, target: 'node20' });
        return { contents: code, loader: 'js' };
      },
    );
    onEnd(() => ({
      errors: seen ? [] : [{ text: 'there are no classes of oidc-provider to keep the names of' }],
    }));
  },
};
