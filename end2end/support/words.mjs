// The words of the screens, from the same catalogue that the screens are built with.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = (language) => fileURLToPath(new URL(`../../app/locales/${language}/`, import.meta.url));

/** All words of a language, by file: those of both halves of the app, and those of each. */
export function words(language = 'pt-BR') {
  const files = readdirSync(folder(language), { recursive: true }).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    files.map((file) => [path.basename(file, '.json'), JSON.parse(readFileSync(folder(language) + file, 'utf8'))]),
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
