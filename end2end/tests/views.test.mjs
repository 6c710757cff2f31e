// Saved views of the board: saved, chosen, shared with the team, removed and brought back.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toast } from '../support/board.mjs';
import { looks } from '../support/looks.mjs';
import { hydrated } from '../support/people.mjs';
import { stage } from '../support/stage.mjs';

const here = stage();
const menu = (page) => page.locator('#views-menu');
const open = (page) => page.locator('[popovertarget="views-menu"]').click();
const lines = (page) => menu(page).locator('.view-name').allTextContents();

async function save(page, name, team = false) {
  await open(page);
  await menu(page).getByLabel('Salvar o que o quadro mostra agora').fill(name);
  if (team) await menu(page).getByLabel('Para toda a equipe').check();
  await menu(page).getByRole('button', { name: 'Salvar visão' }).click();
}

describe('a saved view', () => {
  test('keeps what the board shows, is chosen again, survives a reload, and comes back when it was removed', async (t) => {
    const page = await here.visit(t, 'agente', '/quadro?visao=meus&q=prioridade%3Aalta&ordem=manual&densidade=compacta');
    await save(page, 'Meus de alta');
    await toast(page, 'Visão “Meus de alta” salva').waitFor();
    await page.goto(`${here.desk.url}/quadro`);
    await hydrated(page);
    const button = page.locator('[popovertarget="views-menu"]');
    assert.match(await button.textContent(), /Visões/);
    await open(page);
    await looks(page, 'views-menu');
    // The demo's team has two.
    assert.deepEqual(await lines(page), ['Atrasados do suporte', 'Meus de alta', 'Urgentes sem atendente']);
    await menu(page).getByRole('link', { name: 'Meus de alta' }).click();
    await page.waitForURL((url) => url.search === '?visao=meus&ordem=manual&q=prioridade%3Aalta');
    await button.getByText('Meus de alta').waitFor();
    assert.equal(await page.locator('#board-filter').inputValue(), 'prioridade:alta');
    // By its name in the palette, too.
    await page.goto(`${here.desk.url}/quadro/suporte`);
    await hydrated(page);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('meus de alta');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === '/quadro' && url.search.includes('visao=meus'));
    await hydrated(page);
    await open(page);
    await menu(page).getByRole('button', { name: 'Excluir a visão Meus de alta' }).click();
    await menu(page).getByRole('link', { name: 'Meus de alta' }).waitFor({ state: 'detached' });
    await Promise.all([
      page.waitForResponse('**/api/save_view'),
      toast(page, 'Visão “Meus de alta” excluída').getByRole('button', { name: /^Desfazer/ }).click(),
    ]);
    await page.reload();
    await hydrated(page);
    await open(page);
    assert.deepEqual(await lines(page), ['Atrasados do suporte', 'Meus de alta', 'Urgentes sem atendente']);
  });

  test('of the team is made by who leads, and chosen by those who may open its board', async (t) => {
    const manager = await here.visit(t, 'gerente', '/quadro/suporte?visao=atrasados');
    await save(manager, 'Fila do suporte', true);
    await toast(manager, 'Visão “Fila do suporte” salva').waitFor();
    const agent = await here.visit(t, 'agente2');
    await open(agent);
    assert.deepEqual(await lines(agent), ['Atrasados do suporte', 'Fila do suporte', 'Urgentes sem atendente']);
    // An agent neither shares views nor removes the team's.
    assert.equal(await menu(agent).getByLabel('Para toda a equipe').count(), 0);
    assert.equal(await menu(agent).locator('.view-remove').count(), 0);
    await menu(agent).getByRole('link', { name: 'Fila do suporte' }).click();
    await agent.waitForURL((url) => url.pathname === '/quadro/suporte' && url.search === '?visao=atrasados');
    const other = await here.visit(t, 'agente3');
    await open(other);
    assert.deepEqual(await lines(other), ['Urgentes sem atendente']);
  });

  test('without a name is refused with a sentence, and nothing typed is lost where the desk does not answer', async (t) => {
    const page = await here.visit(t, 'agente2', '/quadro', { expect: [/422/, /ERR_FAILED/] });
    await save(page, ' ');
    await menu(page).getByText('Dê um nome à visão.').waitFor();
    await page.route('**/api/save_view', (route) => route.abort());
    await menu(page).getByLabel('Salvar o que o quadro mostra agora').fill('Para depois');
    await menu(page).getByRole('button', { name: 'Salvar visão' }).click();
    await menu(page).locator('.problem').filter({ hasText: 'Sem conexão' }).waitFor();
    assert.equal(await menu(page).getByLabel('Salvar o que o quadro mostra agora').inputValue(), 'Para depois');
    await page.unroute('**/api/save_view');
    await menu(page).getByRole('button', { name: 'Salvar visão' }).click();
    await toast(page, 'Visão “Para depois” salva').waitFor();
  });
});
