// The words of the screens, from the same catalogue that the screens are built with.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = (language) => fileURLToPath(new URL(`../../app/locales/${language}/`, import.meta.url));

/** All words of a language, by file. */
export function words(language = 'pt-BR') {
  const names = readdirSync(folder(language)).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    names.map((name) => [name.slice(0, -5), JSON.parse(readFileSync(folder(language) + name, 'utf8'))]),
  );
}

/** A sentence with its `{placeholders}` filled in. */
export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');

/** A sentence as an expression in which every placeholder stands for any text. */
export function pattern(sentence, values = {}) {
  const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const parts = sentence.split(/\{(\w+)\}/);
  return new RegExp(parts.map((part, i) => (i % 2 ? escape(String(values[part] ?? '')) || '.+' : escape(part))).join(''));
}
