//! Requests that wait in "Novo".

use super::Request;

pub(in crate::demo) const SUPPORT_QUEUE: [Request; 17] = [
    Request {
        title: "Pix não confirma no caixa",
        text: "O cliente paga, o dinheiro cai na conta, mas a tela do caixa continua em \"aguardando pagamento\". Precisamos liberar a mercadoria olhando o extrato no celular.",
    },
    Request {
        title: "Cupom fiscal sai com o endereço antigo da loja",
        text: "Mudamos para a Rua das Acácias, 120 no mês passado e o cupom ainda sai com o endereço antigo. A contadora pediu para corrigir logo.",
    },
    Request {
        title: "Erro ao abrir o caixa: \"turno anterior não encerrado\"",
        text: "A operadora da noite foi embora sem fechar o turno e agora não conseguimos abrir o caixa 1. Tem como encerrar por aí?",
    },
    Request {
        title: "Produto novo não aparece na consulta de preços",
        text: "Cadastrei doze produtos da linha sem glúten ontem e nenhum aparece no terminal de consulta dos corredores.",
    },
    Request {
        title: "Como emitir nota de devolução para o fornecedor?",
        text: "Recebemos 30 caixas a mais e o fornecedor pediu nota de devolução. Nunca fizemos pelo sistema, podem orientar?",
    },
    Request {
        title: "Vale-refeição recusado em todas as vendas",
        text: "Desde cedo nenhum cartão de vale-refeição passa, de nenhuma bandeira. Crédito e débito normais. É nosso horário de maior movimento.",
    },
    Request {
        title: "Ficha do paciente abre com os dados de outra pessoa",
        text: "Ao abrir a ficha pela busca rápida, por um instante aparecem os dados do paciente anterior. É grave por causa da LGPD, peço atenção.",
    },
    Request {
        title: "Encomendas do fim de semana sumiram da lista",
        text: "As encomendas de bolo para sábado não estão mais na lista de produção. Eram 14 e já temos sinal pago por elas.",
    },
    Request {
        title: "Boletim não deixa lançar nota com vírgula",
        text: "Os professores não conseguem lançar 7,5: o campo aceita apenas número inteiro. O conselho de classe é amanhã à tarde.",
    },
    Request {
        title: "Etiqueta de validade com a data em inglês",
        text: "As etiquetas da produção saem como \"Nov 22\". A vigilância exige dia, mês e ano em português.",
    },
    Request {
        title: "Solicito treinamento para a nova equipe do balcão",
        text: "Entraram três pessoas no balcão e gostaríamos de um treinamento rápido, de preferência pela manhã. Quais são os horários?",
    },
    Request {
        title: "Tabela de preços do atacado desatualizada",
        text: "Importei a planilha nova do atacado e só metade dos preços mudou. A planilha tem 1.180 linhas, segue em anexo no e-mail.",
    },
    Request {
        title: "Fechamento de caixa com diferença de R$ 0,01 todo dia",
        text: "Todo dia o fechamento acusa sobra de um centavo. Não é o valor, é que a gerente precisa justificar sempre.",
    },
    Request {
        title: "Quartos bloqueados aparecem como livres",
        text: "Os quartos 12 e 14 estão em reforma, mas o sistema oferece como livres para reserva. Já tive de realocar um hóspede.",
    },
    Request {
        title: "Aplicativo do entregador fecha sozinho",
        text: "Em dois celulares o aplicativo fecha ao tirar a foto do comprovante. Já reinstalamos e continua.",
    },
    Request {
        title: "Preciso da segunda via do contrato",
        text: "Por favor, enviem a segunda via do nosso contrato e do último termo aditivo. É para a renovação do alvará.",
    },
    Request {
        title: "Teclado do caixa rápido digita em dobro",
        text: "No caixa rápido cada número sai duas vezes: digito 1 e aparece 11. Trocamos o teclado e aconteceu igual.",
    },
];

pub(in crate::demo) const INFRASTRUCTURE_QUEUE: [Request; 8] = [
    Request {
        title: "Nobreak do servidor apitando",
        text: "O nobreak da sala do servidor apita a cada meio minuto desde ontem. A luz da bateria está laranja.",
    },
    Request {
        title: "Criar e-mail para a nova coordenadora",
        text: "A coordenadora Marta Queiroz começa na segunda. Precisamos do e-mail dela e do acesso à pasta Pedagógico.",
    },
    Request {
        title: "Impressora fiscal não aparece na rede",
        text: "Depois da troca do roteador, a impressora do escritório sumiu da rede. O cabo está ligado e a luz pisca.",
    },
    Request {
        title: "Computador infectado mostra propaganda",
        text: "O computador da recepção abre janelas de propaganda sem parar. Já desliguei da rede por precaução.",
    },
    Request {
        title: "Pedido de ponto de rede na sala 5",
        text: "Vamos montar mais duas mesas na sala 5 e precisamos de dois pontos de rede. Podem passar um orçamento?",
    },
    Request {
        title: "Site fora do ar para quem está no celular",
        text: "No computador o site abre, mas no celular aparece \"sua conexão não é particular\". Os clientes estão avisando.",
    },
    Request {
        title: "Trocar a senha do Wi-Fi de clientes",
        text: "A senha do Wi-Fi de clientes vazou e a rua inteira está usando. Podem trocar e mandar o cartaz com o QR code?",
    },
    Request {
        title: "Relógio de ponto perdeu as marcações de ontem",
        text: "As marcações da tarde de ontem não subiram para o sistema. O relógio mostra \"sem comunicação\".",
    },
];
