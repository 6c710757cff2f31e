//! Where a client's ticket stands, as steps: Recebido › Em atendimento › (Aguardando você) › Resolvido.

use domain::Category;

/// A step of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Received,
    Served,
    /// On the way only while it is the client's turn.
    WaitingForYou,
    Resolved,
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    Done,
    Current,
    Ahead,
}

/// The steps of a ticket. A cancelled one stands nowhere.
pub(super) fn steps(category: Category) -> Vec<(Step, Stand)> {
    let way = [Step::Received, Step::Served, Step::WaitingForYou, Step::Resolved];
    let current = match category {
        Category::New | Category::AwaitingApproval => Some(0),
        Category::Active | Category::WaitingThirdParty => Some(1),
        Category::WaitingCustomer => Some(2),
        Category::AwaitingRating | Category::Done => Some(3),
        Category::Cancelled => None,
    };
    let stand = |place: usize| match current {
        Some(current) if place < current => Stand::Done,
        Some(current) if place == current => Stand::Current,
        _ => Stand::Ahead,
    };
    way.into_iter()
        .enumerate()
        .map(|(place, step)| (step, stand(place)))
        .filter(|(step, stand)| *step != Step::WaitingForYou || *stand == Stand::Current)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_s_turn_is_a_step_only_while_it_is_theirs() {
        use Stand::{Ahead, Current, Done};
        use Step::{Received, Resolved, Served, WaitingForYou};
        assert_eq!(steps(Category::New), [(Received, Current), (Served, Ahead), (Resolved, Ahead)]);
        assert_eq!(steps(Category::Active), [(Received, Done), (Served, Current), (Resolved, Ahead)]);
        assert_eq!(
            steps(Category::WaitingCustomer),
            [(Received, Done), (Served, Done), (WaitingForYou, Current), (Resolved, Ahead)]
        );
        assert_eq!(steps(Category::Done), [(Received, Done), (Served, Done), (Resolved, Current)]);
    }

    #[test]
    fn every_category_but_cancelled_has_one_current_step() {
        for category in Category::ALL {
            let current = steps(category).iter().filter(|(_, stand)| *stand == Stand::Current).count();
            assert_eq!(current, usize::from(category != Category::Cancelled), "{category:?}");
        }
    }
}
