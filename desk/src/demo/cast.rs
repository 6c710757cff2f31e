//! Who appears in the demo: the house, its people, and the companies that ask for help.

use crate::clock::Ids;
use crate::demo::DemoError;
use domain::rules::WipLimit;
use domain::sla::Calendars;
use domain::tag::{TagChange, Tags};
use domain::{
    AccountId, Actor, CalendarId, Category, ContactId, DepartmentId, OrganizationId, Permission, Permissions,
    PersonId, Refusal, Role, Rules, TagId,
};

/// The password of every sign-in of a demo.
pub const PASSWORD: &str = "chama-demo";

/// The 24×7 calendar of [`Rules::default`]: a flame must light at any hour of any day (issue 2).
const ALWAYS: CalendarId = CalendarId(2);

/// The departments, in the order of [`Cast::departments`].
pub(super) const DEPARTMENTS: [(&str, &str); 2] =
    [("Suporte", "suporte"), ("Infraestrutura", "infraestrutura")];
pub(super) const SUPPORT: usize = 0;
pub(super) const INFRASTRUCTURE: usize = 1;

/// Client companies, and whether they are VIP (R12).
const ORGANIZATIONS: [(&str, bool); 8] = [
    ("Padaria Estrela", false),
    ("Clínica Vida", true),
    ("Mercado Bom Preço", true),
    ("Escola Alfa", false),
    ("Auto Peças Silva", false),
    ("Hotel Serra Azul", false),
    ("Construtora Horizonte", false),
    ("Farmácia Santa Rita", false),
];

/// Name, e-mail, telephone, organization; three of each, and one of none. The first four can sign in.
const CONTACTS: [(&str, Option<&str>, &str, Option<usize>); 25] = [
    ("João Batista Ferreira", Some("cliente@demo.chama"), "(11) 98765-0101", Some(0)),
    ("Luciana Moraes", Some("cliente2@demo.chama"), "(11) 98765-0102", Some(0)),
    ("Sérgio Amaral", Some("gestor@demo.chama"), "(11) 98765-0103", Some(0)),
    ("Patrícia Lemos", Some("cliente3@demo.chama"), "(31) 98765-0201", Some(1)),
    ("Renato Figueiredo", Some("renato@clinicavida.example"), "(31) 98765-0202", Some(1)),
    ("Simone Barros", None, "(31) 98765-0203", Some(1)),
    ("Cláudia Nunes", Some("claudia@bompreco.example"), "(19) 98765-0301", Some(2)),
    ("Edson Pacheco", Some("edson@bompreco.example"), "(19) 98765-0302", Some(2)),
    ("Tiago Menezes", Some("tiago@bompreco.example"), "(19) 98765-0303", Some(2)),
    ("Marisa Coutinho", Some("secretaria@escolaalfa.example"), "(41) 98765-0401", Some(3)),
    ("Fábio Teixeira", Some("fabio@escolaalfa.example"), "(41) 98765-0402", Some(3)),
    ("Irene Kobayashi", None, "(41) 98765-0403", Some(3)),
    ("José Carlos da Silva", Some("jc@autopecassilva.example"), "(51) 98765-0501", Some(4)),
    ("Débora Silva", Some("debora@autopecassilva.example"), "(51) 98765-0502", Some(4)),
    ("Anderson Rocha", None, "(51) 98765-0503", Some(4)),
    ("Mônica Albuquerque", Some("recepcao@serraazul.example"), "(24) 98765-0601", Some(5)),
    ("Gustavo Peixoto", Some("gustavo@serraazul.example"), "(24) 98765-0602", Some(5)),
    ("Elisa Brandão", Some("financeiro@serraazul.example"), "(24) 98765-0603", Some(5)),
    ("Rafael Montenegro", Some("rafael@horizonte.example"), "(62) 98765-0701", Some(6)),
    ("Vanessa Guimarães", Some("obras@horizonte.example"), "(62) 98765-0702", Some(6)),
    ("Otávio Lacerda", Some("projetos@horizonte.example"), "(62) 98765-0703", Some(6)),
    ("Regina Célia Duarte", Some("loja@santarita.example"), "(81) 98765-0801", Some(7)),
    ("Alexandre Bastos", Some("alexandre@santarita.example"), "(81) 98765-0802", Some(7)),
    ("Neusa Magalhães", None, "(81) 98765-0803", Some(7)),
    ("Flor Andrade", Some("flor@donaflor.example"), "(71) 98765-0901", None),
];
/// What the contact without an organization names as the company.
const COMPANY: &str = "Ateliê Dona Flor";

/// A client company.
pub(super) struct Organization {
    pub(super) id: OrganizationId,
    pub(super) name: &'static str,
    pub(super) vip: bool,
}

/// Someone who asks for service.
pub(super) struct Contact {
    pub(super) id: ContactId,
    pub(super) name: &'static str,
    pub(super) email: Option<&'static str>,
    pub(super) phone: &'static str,
    pub(super) company: Option<&'static str>,
    pub(super) organization: Option<usize>,
    /// Acts for the contact: the sign-in, or the name alone where there is none.
    pub(super) actor: Actor,
    /// The contact has a sign-in.
    pub(super) signs_in: bool,
}

/// Someone who can sign in.
pub(super) struct Person {
    pub(super) email: &'static str,
    pub(super) actor: Actor,
}

/// Positions in [`Cast::people`].
pub(super) const MANAGER: usize = 1;
pub(super) const AGENTS: [usize; 2] = [2, 3];
pub(super) const INFRASTRUCTURE_AGENT: usize = 4;

/// What a desk of 60 tickets is "em andamento" at most: one department is one over what it wants, the other has room
/// for one more and no second. Larger desks have more agents in mind.
fn limits(rules: &Rules, departments: [DepartmentId; 2], tickets: usize) -> Vec<WipLimit> {
    let times = u32::try_from(tickets.div_ceil(60)).unwrap_or(u32::MAX);
    let Some(active) = rules.board.status_of(Category::Active) else { return vec![] };
    [(SUPPORT, 12, false), (INFRASTRUCTURE, 8, true)]
        .map(|(department, limit, hard)| WipLimit {
            department: departments[department],
            column: active.column,
            limit: limit * times,
            hard,
        })
        .to_vec()
}

/// The tags of the account, and of which requests: those whose title has one of these words, folded.
pub(super) const TAGS: [(&str, &[&str]); 8] = [
    ("NF-e", &["nota", "nf-e", "danfe", "xml", "sped"]),
    ("TEF", &["cartao", "tef", "maquininha", "pix"]),
    ("Impressora", &["impressora", "imprim", "etiqueta", "cupom"]),
    ("Rede", &["internet", "wi-fi", "rede", "vpn", "lento", "lentidao"]),
    ("Acesso", &["senha", "acesso", "login", "usuario", "entrar"]),
    ("Relatórios", &["relatorio", "fechamento", "estoque"]),
    ("Backup", &["backup", "servidor", "disco"]),
    // Of what has come back.
    ("Reincidente", &[]),
];
/// The place of the last one.
pub(super) const AGAIN: usize = TAGS.len() - 1;

/// The tag at a place in [`TAGS`].
pub(super) fn tag(at: usize) -> TagId {
    TagId(i32::try_from(at + 1).unwrap_or(i32::MAX))
}

fn tags() -> Result<Tags, Refusal> {
    let mut tags = Tags::default();
    for (name, _) in TAGS {
        tags.change(&TagChange::Add(name.to_owned()))?;
    }
    Ok(tags)
}

/// Everyone, and the account's settings.
pub(super) struct Cast {
    pub(super) account: AccountId,
    pub(super) rules: Rules,
    pub(super) calendars: Calendars,
    pub(super) departments: [DepartmentId; 2],
    pub(super) organizations: Vec<Organization>,
    pub(super) contacts: Vec<Contact>,
    pub(super) people: Vec<Person>,
}

impl Cast {
    /// Calls everyone, with fresh ids, for a desk of so many tickets.
    pub(super) fn call(ids: &dyn Ids, tickets: usize) -> Result<Self, DemoError> {
        let account = AccountId(ids.uuid());
        let departments = [DepartmentId(ids.uuid()), DepartmentId(ids.uuid())];
        let mut rules = Rules { version: 1, ..Rules::default() };
        rules.sla.department_calendars = vec![(departments[SUPPORT], ALWAYS)];
        rules.board.limits = limits(&rules, departments, tickets);
        rules.board.tags = tags()?;
        let calendars = Calendars::of(&rules.sla)?;
        let organizations: Vec<_> = ORGANIZATIONS
            .iter()
            .map(|&(name, vip)| Organization { id: OrganizationId(ids.uuid()), name, vip })
            .collect();
        let somebody = |name: &str, role| Actor {
            account,
            person: PersonId(ids.uuid()),
            name: name.to_owned(),
            role,
            permissions: Permissions::default(),
            contact: None,
            organization: None,
            departments: vec![],
            manages: vec![],
        };
        let contacts: Vec<_> = CONTACTS
            .iter()
            .enumerate()
            .map(|(n, &(name, email, phone, organization))| {
                let id = ContactId(ids.uuid());
                // The third is the manager of the first organization (R57).
                let role = if n == 2 { Role::OrganizationManager } else { Role::Client };
                let signs_in = n < 4;
                let mut actor = Actor {
                    contact: Some(id),
                    organization: organization.map(|o| organizations[o].id),
                    ..somebody(name, role)
                };
                if !signs_in {
                    // Nobody's sign-in: the log names the contact.
                    actor.person = PersonId(id.0);
                }
                let company = organization.is_none().then_some(COMPANY);
                Contact { id, name, email, phone, company, organization, actor, signs_in }
            })
            .collect();
        let team = |email, name, role, works: &[usize]| {
            let departments: Vec<_> = works.iter().map(|&d| departments[d]).collect();
            let manages = if role == Role::DepartmentManager { departments.clone() } else { vec![] };
            let permissions = if role == Role::DepartmentManager {
                Permissions::default().with(Permission::Transfer).with(Permission::Statistics)
            } else {
                Permissions::default()
            };
            Person { email, actor: Actor { departments, manages, permissions, ..somebody(name, role) } }
        };
        let mut people = vec![
            team("admin@demo.chama", "Helena Duarte", Role::Administrator, &[]),
            team("gerente@demo.chama", "Marcos Prado", Role::DepartmentManager, &[SUPPORT]),
            team("agente@demo.chama", "Ana Paula Ribeiro", Role::Agent, &[SUPPORT]),
            team("agente2@demo.chama", "Bruno Tavares", Role::Agent, &[SUPPORT]),
            team("agente3@demo.chama", "Camila Nogueira", Role::Agent, &[INFRASTRUCTURE]),
        ];
        people.extend(contacts.iter().filter(|c| c.signs_in).filter_map(|c| {
            let email = c.email?;
            Some(Person { email, actor: c.actor.clone() })
        }));
        Ok(Self { account, rules, calendars, departments, organizations, contacts, people })
    }

    /// The contact's organization.
    pub(super) fn organization(&self, contact: &Contact) -> Option<&Organization> {
        contact.organization.and_then(|o| self.organizations.get(o))
    }
}
