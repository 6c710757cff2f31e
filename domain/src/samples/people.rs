use super::{Samples, each, one, uuid, variants};
use crate::ids::{AccountId, ContactId, DepartmentId, OrganizationId, PersonId};
use crate::people::{Actor, Audience, Permission, Permissions, Role};

variants!(Role {
    Self::Client => [Self::Client],
    Self::OrganizationManager => [Self::OrganizationManager],
    Self::Agent => [Self::Agent],
    Self::DepartmentManager => [Self::DepartmentManager],
    Self::Administrator => [Self::Administrator],
});

variants!(Permission {
    Self::Transfer => [Self::Transfer],
    Self::Delete => [Self::Delete],
    Self::Export => [Self::Export],
    Self::SeeAll => [Self::SeeAll],
    Self::Statistics => [Self::Statistics],
});

impl Samples for Permissions {
    fn samples() -> Vec<Self> {
        let all = Permission::samples().into_iter().fold(Self::default(), Self::with);
        vec![Self::default(), all]
    }
}

impl Samples for Actor {
    fn samples() -> Vec<Self> {
        each(|role: Role| {
            let team = role.is_team();
            Self {
                account: AccountId(uuid(1)),
                person: PersonId(uuid(0x10)),
                name: "Ana Lúcia".into(),
                role,
                permissions: one(),
                contact: (!team).then_some(ContactId(uuid(0x20))),
                organization: (role == Role::OrganizationManager).then_some(OrganizationId(uuid(0x30))),
                departments: if team { vec![DepartmentId(uuid(0x40))] } else { vec![] },
                manages: if role == Role::DepartmentManager {
                    vec![DepartmentId(uuid(0x40))]
                } else {
                    vec![]
                },
            }
        })
    }
}

impl Samples for Audience {
    fn samples() -> Vec<Self> {
        let nobody = Self {
            department: DepartmentId(uuid(0x40)),
            assignee: None,
            requester: ContactId(uuid(0x20)),
            organization: None,
            private: false,
        };
        let all = Self {
            assignee: Some(PersonId(uuid(0x10))),
            organization: Some(OrganizationId(uuid(0x30))),
            private: true,
            ..nobody.clone()
        };
        vec![nobody, all]
    }
}
