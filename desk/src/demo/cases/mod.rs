//! What the demo's clients write about, and what they are told. Portuguese, as the house speaks.

mod infrastructure;
mod queue;
mod support;

pub(super) use infrastructure::INFRASTRUCTURE;
pub(super) use queue::{INFRASTRUCTURE_QUEUE, SUPPORT_QUEUE};
pub(super) use support::SUPPORT;

/// A request with the conversation that solves it. `{nome}` is the contact's first name.
pub(super) struct Case {
    /// What it is about.
    pub(super) title: &'static str,
    /// The client's first message.
    pub(super) text: &'static str,
    /// The agent's first answer, which asks for something.
    pub(super) first: &'static str,
    /// What the client says to that.
    pub(super) answer: &'static str,
    /// What the team says to itself.
    pub(super) note: &'static str,
    /// The agent's last word.
    pub(super) done: &'static str,
}

/// A request that nobody has served yet.
pub(super) struct Request {
    /// What it is about.
    pub(super) title: &'static str,
    /// The client's first message.
    pub(super) text: &'static str,
}

/// Said to the client when a third party has to act.
pub(super) const ON_HOLD: [&str; 5] = [
    "{nome}, abrimos um chamado com o fabricante e estamos aguardando o retorno deles. Assim que tivermos a resposta, aviso por aqui.",
    "A operadora confirmou o problema na região e deu prazo até o fim do dia. Vou acompanhando e mantenho você informado, {nome}.",
    "Pedimos a peça ao fornecedor; a entrega está prevista para amanhã. O chamado fica em espera até ela chegar.",
    "O caso está agora com a equipe da adquirente. Eles pediram um prazo para analisar as transações e devolvem a resposta por escrito.",
    "Enviamos os arquivos para a contabilidade de vocês validar. Quando eles responderem, seguimos com o ajuste.",
];

/// Said by a client who waits.
pub(super) const NUDGE: [&str; 8] = [
    "Oi, alguma novidade sobre este caso?",
    "Bom dia! Conseguem me dar uma previsão, por favor?",
    "Aconteceu de novo agora há pouco, no mesmo lugar.",
    "Só para avisar que o problema continua. Precisamos disso ainda hoje.",
    "Testei de novo depois de reiniciar e deu a mesma coisa.",
    "Meu chefe está me cobrando uma posição. Conseguem me ajudar?",
    "Mandei mais um print do erro por e-mail, caso ajude.",
    "Enquanto isso estamos fazendo na mão, mas a fila está crescendo.",
];

/// Said by a client whose solved problem is back.
pub(super) const BACK_AGAIN: [&str; 3] = [
    "Oi! Funcionou ontem, mas hoje de manhã voltou o mesmo problema. Podem olhar de novo, por favor?",
    "Infelizmente voltou a acontecer. Agora apareceu em outro computador também.",
    "Achei que tinha resolvido, mas o erro reapareceu depois do almoço.",
];

/// Said by the agent who takes such a case up again.
pub(super) const AGAIN: [&str; 3] = [
    "Obrigado por avisar, {nome}. Reabri o caso e já estou olhando o registro de hoje para comparar com o anterior.",
    "Entendi, {nome}. Vou acessar remotamente em instantes para ver o que mudou desde a última correção.",
    "Certo, {nome}, deixei o chamado comigo de novo. Vou testar com vocês até confirmar que não volta.",
];

/// Written among the team about a case that drags on.
pub(super) const AMONG_US: [&str; 6] = [
    "Conversei por telefone: o movimento forte é até as 14h, melhor acessar depois disso.",
    "Terceiro chamado deste cliente na semana com o mesmo sintoma. Vale olhar a causa de fundo.",
    "Se passar de hoje, me avisem antes de prometer novo prazo ao cliente.",
    "Reproduzi no ambiente de teste com a versão 4.12. Na 4.11 não acontece.",
    "Cliente pediu retorno só por escrito, sem ligação.",
    "Deixei o acesso remoto liberado até sexta; a senha está no cofre.",
];
