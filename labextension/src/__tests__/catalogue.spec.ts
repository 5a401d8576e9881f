import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import type { TranslationBundle } from '@jupyterlab/translation';
import { nullTranslator, TranslationManager } from '@jupyterlab/translation';
import { asFault } from '../faults';
import { speak } from '../translation';

const LOCALES = join(__dirname, '../../../jupyter_sciassist/locale');

type Entries = Record<string, string[]>;

function catalogue(locale: string): Entries {
  const file = join(LOCALES, locale, 'LC_MESSAGES', 'jupyter_sciassist.json');
  return JSON.parse(readFileSync(file, 'utf-8')) as Entries;
}

/** JupyterLab's own manager, with the catalogue as its server would answer. */
async function load(locale: string): Promise<TranslationBundle> {
  const data = { jupyter_sciassist: catalogue(locale) };
  const connector = { fetch: async () => ({ data, message: '' }) };
  const manager = new TranslationManager('', '', undefined, connector as never);
  await manager.fetch(locale);
  return manager.load('jupyter_sciassist');
}

/** What the bundle says for a key of the catalogue; each placeholder stands for itself. */
function said(trans: TranslationBundle, key: string, plural: boolean): string {
  const [text = '', context] = key.split('\x04').reverse();
  if (plural) {
    return trans._n(text, 'not translated', '%1' as never, '%2');
  }
  const values = ['%1', '%2', '%3'];
  return context === undefined
    ? trans.__(text, ...values)
    : trans._p(context, text, ...values);
}

describe.each(readdirSync(LOCALES))('the catalogue of %s', locale => {
  it('is what JupyterLab says, string by string', async () => {
    const trans = await load(locale);
    const { '': head, ...entries } = catalogue(locale);
    expect(head).toBeDefined();
    const untold = Object.entries(entries).filter(
      ([key, forms]) => said(trans, key, forms.length > 1) !== forms[0]
    );
    expect(untold).toEqual([]);
  });
});

it('counts in Chinese', async () => {
  const trans = await load('zh_CN');
  expect(trans._n('%1 record', '%1 records', 1)).toBe('1 条记录');
  expect(trans._n('%1 record', '%1 records', 12)).toBe('12 条记录');
});

it('errors are said in it as well', async () => {
  const cure = (): string => asFault(new Error('x')).cure;
  expect(cure()).toMatch(/^Reload the page/);
  speak(await load('zh_CN'));
  expect(cure()).toMatch(/^请重新加载页面/);
  speak(nullTranslator.load('jupyter_sciassist'));
});
